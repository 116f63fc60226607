#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# kexec2 load --concat: the parts, joined by the library and loaded with
# kexec_file_load(2), are the bytes that the kernel would have joined, and boot.

. "$(dirname "$0")/../lib/case.sh"

# Of every length modulo 4, and one without an end marker behind the others.
archive one=1 >"$host/one.cpio"
archive two=22 | compress gzip >"$host/two.gz"
archive three=333 | compress lz4 >"$host/three.lz4"
archive four=4444 >"$host/four.cpio"
parts=(/boot/base.img /host/one.cpio /host/two.gz /host/three.lz4
	/host/four.cpio)
load="kexec2 load /boot/vmlinuz --cmdline='$CMDLINE joined=1'"
for part in "${parts[@]}"; do
	load+=" --initrd=$part"
done

boots "parts that the library has joined" \
	--then 'cat /proc/cmdline; echo files: $(cat /one /two /three /four)' \
	-- "policy
	cp /boot/base.img /host/base.img
	$load --concat; echo status \$?; keep first"
like "$output" '5 joined initramfs parts' "load says that it joined them"
like "$output" 'status 0' "and that it worked"
like "$output" 'joined=1' "the kernel is started"
like "$output" 'files: 1 22 333 4444' "every part is unpacked"

want=$(joined "$host/base.img" "$host/one.cpio" "$host/two.gz" \
	"$host/three.lz4" "$host/four.cpio" | sha256sum | cut -d ' ' -f 1)
like "$(xxd -p "$host/first.list" | tr -d '\n')" "$want" \
	"IMA measured the bytes that the kernel's rule gives"
like "$(strings "$host/first.list" | tr '\n' ' ')" 'memfd:initramfs' \
	"as one anonymous file"
unlike "$(strings "$host/first.list" | tr '\n' ' ')" 'one.cpio' \
	"and none of the parts"

# One part needs no joining: IMA sees the file.
boots "one part with --concat" -- "policy
	kexec2 load /boot/vmlinuz --initrd=/host/one.cpio --concat
	echo status \$?; keep one"
like "$output" 'status 0' "is loaded"
like "$(xxd -p "$host/one.list" | tr -d '\n')" "$(sha256 "$host/one.cpio")" \
	"and measured as the file that it is"
like "$(strings "$host/one.list" | tr '\n' ' ')" '/host/one.cpio' \
	"by its name"

done_testing
