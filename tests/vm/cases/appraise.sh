#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# IMA appraises each part: one without a signature stops the load.  What needs
# keys is in signed-parts.sh.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

archive one=1 >"$host/one.cpio"
printf 'appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig\n' \
	>"$host/appraise"

load="kexec2 load /boot/vmlinuz --cmdline='$CMDLINE' --initrd=/boot/base.img"
boots "a part that is not signed is refused" -- "
	$load || exit 1
	policy /host/appraise
	$load --initrd=extra=/host/one.cpio; echo parts \$?
	kexec2 load /boot/vmlinuz; echo no parts \$?
	kexec2 unload; $load; echo again \$?; kexec2 status" 
like "$output" 'parts 1' "the load fails"
like "$output" 'base.img.*(signature|appraisal)' "the message names file and cause"
like "$output" 'no parts 0' "a kernel without parts is not held to the rule"
like "$output" 'again 1' "and nothing is loaded after an unload"

#
# A part that was refused, or that has passed, is looked at again: by hashes,
# which need no key.
#
for name in sha256 sha512; do
	archive "$name=content" >"$host/$name"
	printf '# file: %s\nsecurity.ima=0x%s\n\n' $name \
		"$(ima_hash "$host/$name" $name)" >>"$host/attributes"
done
tr c C <"$host/sha256" >"$host/rewritten"
printf 'appraise func=KEXEC_INITRAMFS_CHECK appraise_algos=sha256\n' \
	>"$host/appraise"
helper load-parts

boots "parts with hashes" --tool setfattr \
	--copy-in "$work/load-parts:/bin/load-parts" -- '
	cp /host/sha256 /host/sha512 /host/rewritten /tmp && cd /tmp &&
	setfattr --restore=/host/attributes && policy /host/appraise || exit
	for n in 1 2; do
		echo "load $n: $(load-parts /boot/vmlinuz "" sha256 sha512)"
	done
	echo memfd: $(load-parts --memfd /boot/vmlinuz "" sha256 rewritten sha256)
	denied="cause=denied-hash-algorithm.*name=\"/tmp/sha512\""
	for _ in $(seq 100); do
		[ "$(dmesg | grep -c "$denied")" -lt 2 ] || break
		sleep 0.1
	done
	dmesg | grep -c "$denied"'
like "$output" 'load 1: EACCES initrd 1' \
	"appraise_algos= refuses another algorithm"
like "$output" 'load 2: EACCES initrd 1' "and again when it is tried again"
like "$output" $'\n2$' "the audit log names the file, both times"
like "$output" 'memfd: loaded EACCES initrd 0 loaded' \
	"a memfd that was rewritten in place is appraised again"

#
# What is not loaded is remembered by its inode, and refused all the same.
#
printf 'appraise func=FILE_CHECK fowner=1234 appraise_algos=sha256\n' \
	>"$host/appraise"
boots "a file that is opened twice" --tool setfattr -- '
	cp /host/sha256 /host/sha512 /tmp && cd /tmp &&
	setfattr --restore=/host/attributes && chown 1234 sha256 sha512 &&
	policy /host/appraise || exit
	for file in sha256 sha512; do
		for n in 1 2; do
			cat $file >/dev/null 2>&1
			echo "$file $n: $?"
		done
	done'
like "$output" $'sha256 1: 0\nsha256 2: 0' "a good algorithm is taken, both times"
like "$output" 'sha512 1: 1' "another one is not"
like "$output" 'sha512 2: 1' "nor when the file is opened again"

done_testing
