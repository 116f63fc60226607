#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The list that goes along belongs to the image that carries it: not to a load
# that failed after it, and not to an image that is gone.

. "$(dirname "$0")/../lib/case.sh"

load="kexec2 load /boot/vmlinuz --initrd=/boot/base.img --cmdline"
without_room "$host/no-room"

# A load that works, many more entries, a load that fails after the list was
# sized anew: by that size the first image's segment would be overrun.
cat >>"$host/policy" <<-END
measure func=FILE_CHECK fowner=1234
END
boots "a failed load does not break the list of the loaded image" \
	--then "echo second kernel is up; keep second" -- "policy
	$load='$CMDLINE' || exit 1
	for i in \$(seq 500); do
		echo \$i >/tmp/\$i; chown 1234 /tmp/\$i; cat /tmp/\$i
	done >/dev/null
	echo entries \$(wc -l </sys/kernel/security/ima/ascii_runtime_measurements)
	${load/boot\/vmlinuz/host\/no-room}='$CMDLINE'; echo failed with \$?
	kexec2 status"
like "$output" 'entries 50[0-9]' "the list has grown"
like "$output" 'failed with 1' "the second load failed"
like "$output" 'second kernel is up' "the kernel of the first is started"

# Unload, then kexec_load(2), which carries no list: nothing may be written
# where the unloaded image was.
sed -i '/FILE_CHECK/d' "$host/policy"
hop="$load='$CMDLINE'
	kexec2 unload
	kexec -c -l /boot/vmlinuz --initrd=/boot/base.img \
		--command-line='$CMDLINE hop=HOP' || exit 1"
args=()
for i in 2 3 4 5; do
	args+=(--then "cat /proc/cmdline; ${hop/HOP/$i}")
done
boots "kexec_load after an unload, five times" --tool kexec \
	"${args[@]}" --then "cat /proc/cmdline; keep last" \
	-- "policy; ${hop/HOP/1}"
like "$output" 'hop=1.*hop=2.*hop=3.*hop=4.*hop=5' "each kernel is started"
is "$(grep -c 'ima: Kexec buffer not set' "$work/log/console.log")" 5 \
	"no list is written for an image that carries none"

# The same with the old image replaced and not unloaded.
boots "kexec_load in place of an image with a list" --tool kexec \
	--then "cat /proc/cmdline" -- "policy
	$load='$CMDLINE'
	kexec -c -l /boot/vmlinuz --initrd=/boot/base.img \
		--command-line='$CMDLINE replaced=1'"
like "$output" 'replaced=1' "is started"
is "$(grep -c 'ima: Kexec buffer not set' "$work/log/console.log")" 1 \
	"with no list written"

# Twice in a row: the image that is replaced gives up its mapping.
boots "an image that replaces one" --then "keep second" -- "policy
	$load='$CMDLINE x' && $load='$CMDLINE y' && $load='$CMDLINE'
	keep first"
list_agrees first
list_agrees second

done_testing
