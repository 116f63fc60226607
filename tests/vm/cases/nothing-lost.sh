#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Between a load and the jump nothing is lost: the list has room to grow, and one
# that has outgrown it stops the kexec while the machine is still up.

. "$(dirname "$0")/../lib/case.sh"

record_rule='measure func=CRITICAL_DATA label=kexec_file_load2'
cat >>"$host/policy" <<-END
	measure func=FILE_CHECK fowner=1234
	$record_rule
END
cat "$top/tests/vm/lib/grow.sh" - >>"$host/lib.sh" <<-'END'
	list=/sys/kernel/security/ima/ascii_runtime_measurements
	load() {
		kexec2 load "${2:-/boot/vmlinuz}" --initrd=base=/boot/base.img \
			--cmdline="$CMDLINE $1"
	}
	# entries NAME N
	entries() {
		n=0
		while [ $n != $2 ]; do
			n=$((n + 1))
			entry /tmp/$1.$n
		done
	}
	# entry_of N: an entry that takes N bytes
	entry_of() {
		n=$((n + 1))
		entry /tmp/$(printf "%0$(($1 - overhead - 5))d" $n)
	}
	# fill N: entries until there is room for N bytes less than none
	fill() {
		n=$((n + 1000))
		before=$(room)
		entry /tmp/x.$n
		overhead=$((before - $(room) - ${#n} - 7))
		while [ $(room) -gt 4000 ]; do
			n=$((n + 1))
			entry $deep/$n
		done
		while [ $(room) -gt 300 ]; do
			entry_of 180
		done
		entry_of $(($(room) + $1))
	}
	jump() { kexec-now 2>&1; echo "$1: still here"; }
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"

# names LIST: of its entries
names()
{
	"$top/tests/vm/replay" --list "$host/$1.list" | cut -d ' ' -f 3-
}

# Four processes, seven hundred entries, and more while reboot(2) runs.
boots "700 entries after the load" --cpus 2 --then "keep busy" -- '
	policy
	load || exit
	for writer in 1 2 3 4; do
		entries w$writer 175 &
	done
	wait
	keep before
	for writer in 5 6 7 8; do
		entries w$writer -1 &
	done
	sleep 0.3
	kexec-now'
list_agrees busy
is "$(names busy | grep -c '/w[1234]\.')" 700 "are in the list of the next kernel"
is "$(names busy | head -n "$(names before | wc -l)")" "$(names before)" \
	"which starts with that of the kernel before"
like "$(names busy | tail -n 2)" $'^kexec-execute\nboot_aggregate' \
	"and has nothing between the last record and the next boot"
ok "while others wrote" grep -q '/w[5678]\.' <(names busy)

# Between a load and the jump come a load that fails, an unload, and a load by
# kexec_load(2).
without_room "$host/no-room"
boots "other loads before the jump" --tool kexec --then "keep mixed" -- '
	policy
	load x || exit
	entries a 100
	! load x /host/no-room || exit
	entries b 100
	kexec2 unload || exit
	kexec -c -l /boot/vmlinuz --initrd=/boot/base.img --command-line=raw ||
		exit
	entries c 100
	load || exit
	entries d 100'
list_agrees mixed
is "$(names mixed | grep -c '^/tmp/[abcd]\.')" 400 "all entries are carried"

# More than there is room for: the kexec is refused, and nothing else has
# happened; loaded again, the image takes the list as it is now.
boots "a list that has outgrown its room" --then "cat /proc/cmdline; keep grown" -- '
	policy
	load first || exit
	outgrow x
	grep room /sys/kernel/security/ima/kexec_records
	jump first
	dmesg | grep "ima: kexec refused"
	before=$(wc -l <$list)
	entry /tmp/after
	echo "added: $(($(wc -l <$list) - before))"
	grep -c kexec-execute $list
	ls /sys/class/tpm/tpm0 >/dev/null && echo "the TPM is up"
	keep reloaded
	kexec2 exec'
like "$output" 'room 0' "the state file tells"
like "$output" 'No space left on device.*first: still here' \
	"a list that has outgrown its room stops the kexec"
like "$output" \
	'ima: kexec refused: the list takes [0-9]{6} bytes, and the image has room for [0-9]{6}' \
	"the kernel's log has both sizes"
like "$output" $'added: 1\n0\n' "measuring goes on, and no start is recorded"
like "$output" 'the TPM is up' "nothing was shut down"
like "$output" 'first$' "with the command line that it had"
list_agrees grown
is "$(names grown | head -n "$(names reloaded | wc -l)")" "$(names reloaded)" \
	"kexec2 exec loads the image again, which then carries all of it"
is "$(names grown | grep -c 'kexec-commit')" 2 "once"

# To the byte.
boots "a list that fills its room" --then "keep full" -- '
	policy
	mkdir -p $deep
	load first || exit
	fill 1
	echo "more: $(room)"
	jump first
	load second || exit
	fill 0
	echo "full: $(room)"
	keep filled'
like "$output" 'more: 0.*first: still here' "one byte more is too much"
like "$output" 'full: 0' "what there is room for"
list_agrees full
ok "is carried, to the byte" cmp -n "$(stat -c %s "$host/filled.list")" \
	"$host/filled.list" "$host/full.list"

# Where the records are required, an image whose start cannot be recorded in the
# TPM is not started.
boots "a TPM that goes after the load" --append kexec_records=required -- '
	policy
	load || exit
	tpm_unbind
	jump gone
	dmesg | grep "ima: .*record"
	before=$(wc -l <$list)
	entry /tmp/after
	echo "added: $(($(wc -l <$list) - before))"
	echo "loaded: $(cat /sys/kernel/kexec_loaded)"'
like "$output" 'Protocol error.*gone: still here.*loaded: 1' \
	"with the TPM gone after the load nothing is started"
like "$output" 'added: 1' "and entries are added as before"

done_testing
