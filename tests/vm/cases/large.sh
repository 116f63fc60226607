#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A part of 1 GiB between two of a byte: it is loaded and measured, found intact,
# and arrives, in a machine that has not room for it twice; KASAN has memory of its
# own, and the rest was not always enough.

. "$(dirname "$0")/../lib/case.sh"

large=$(((1 << 30) + 5))
parts=$work/parts
mkdir "$parts"
head -c $large /dev/urandom >"$parts/large"
printf a >"$parts/first"
printf b >"$parts/last"
mke2fs -q -t ext4 -d "$parts" "$work/disk" 1200M \
	>"$work/mke2fs.log" 2>&1 ||
	die "mke2fs: $(cat "$work/mke2fs.log")"

memory=2304M
[ -z "${VM_CHECKED:-}" ] || memory=2816M
echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"
boots "a part of 1 GiB" --memory $memory --timeout 900 \
	--disk "$work/disk" \
	--then 'echo arrived: $(md5sum </sys/firmware/initrd)' -- "
	policy
	cp /boot/base.img /host/base
	mount -o ro /dev/vda /mnt
	kexec2 load --no-checks /boot/vmlinuz --initrd=/boot/base.img \
		--initrd=/mnt/first --initrd=/mnt/large --initrd=/mnt/last \
		--cmdline='$CMDLINE retain_initrd' || echo LOAD FAILED
	keep load
	kexec2 verify-image"
unlike "$output" 'LOAD FAILED' "is loaded"
like "$output" 'the normal image is as it was loaded' "and found intact"
like "$("$top/tests/vm/replay" --record kexec-manifest "$host/load.list")" \
	"initrd 2 - sha256:$(sha256 "$parts/large") $large" \
	"the manifest has its digest"
like "$output" \
	"arrived: $(joined "$host/base" "$parts"/{first,large,last} | md5sum |
		cut -d " " -f 1)" \
	"what was loaded arrives"
list_agrees load

done_testing
