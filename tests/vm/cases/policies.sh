#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The example policies: the kernel takes each as it is, and a load under it
# makes the records that its comment promises.

. "$(dirname "$0")/../lib/case.sh"

archive one=1 >"$host/one.cpio"

for file in "$top"/Documentation/ima-policy-examples/*; do
	name=${file##*/}
	cp "$file" "$host/$name"
	boots "$name is a policy" -- "policy /host/$name || exit 1
		cat /sys/kernel/security/ima/policy; echo --
		cp /host/one.cpio /tmp/
		kexec2 load /boot/vmlinuz --initrd=firmware=/boot/base.img \
			--initrd=modules=/tmp/one.cpio --cmdline=x 2>&1
		cut -c 1-2,44- \
			/sys/kernel/security/ima/ascii_runtime_measurements |
			cut -d ' ' -f 1,2,4 | sed 's/sha256:[^ ]*//'"
	rules=$(grep -v '^#' "$file" | sed 's/=0x0*/=0x/')
	is "$(sed '/^--$/,$d; s/ *$//' <<<"$output")" "$rules" \
		"$name reads back as written"
	case $name in
	measure-only | pcr-per-part)
		like "$output" '10 ima-ng /tmp/one.cpio' \
			"$name: a part on tmpfs is measured"
		like "$output" '10 ima-buf kexec-commit' "$name: and the load" ;;&
	pcr-per-part)
		like "$output" '13 ima-ng /boot/base.img' "$name: firmware"
		like "$output" '14 ima-ng /tmp/one.cpio' "$name: modules" ;;
	measure-and-appraise)
		like "$output" 'vmlinuz.*(apprais|signature)' \
			"$name: what is not signed is refused"
		unlike "$output" 'kexec-commit' "$name: nothing is loaded" ;;
	esac
done

done_testing
