#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A panic in the middle of a load finds the crash image that is in place, and its
# kernel the memory of the one that died.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/module.sh"

helper load-parts
build_module refuse
for n in one two three; do
	archive "$n=$n" >"$host/$n"
done

# dies DESC FUNCTION N FLAGS: at the Nth call of FUNCTION in a load with FLAGS
dies()
{
	boots "a panic $1" --append crashkernel=256M \
		--copy-in "$work/load-parts:/bin/load-parts" \
		--copy-in "$work/refuse.ko:/refuse.ko" \
		--allow-splat "Kernel panic - not syncing: $2" \
		--then 'echo crash kernel has $(cat /one)
			head -c 65536 /proc/vmcore | strings |
				grep -m 1 OSRELEASE=' -- "
		kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE' \
			--initrd=/boot/base.img --initrd=/host/one || exit
		insmod /refuse.ko function=$2 panic=$3 || exit
		load-parts --flags $4 /boot/vmlinuz x /host/one /host/two /host/three
		echo still here; exit 1"
	unlike "$output" 'still here' "it does come"
	like "$output" 'crash kernel has one' "and the crash kernel"
	like "$output" OSRELEASE= "with a vmcore"
}

dies "before anything is read" security_kexec_load_begin 1 0
dies "while the kernel is read" kernel_read_file 1 0
dies "when the kernel was read" security_kernel_post_read_file 1 0
dies "before the second part" security_kernel_read_file 3 0
dies "when the last part was read" security_kexec_load_part 3 0
dies "in a part of a crash image" security_kexec_load_part 2 2

done_testing
