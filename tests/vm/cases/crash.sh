#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A crash kernel with an initramfs in parts.

. "$(dirname "$0")/../lib/case.sh"

archive one=1 >"$host/one.cpio"
archive two=2 | compress lz4 >"$host/two.cpio.lz4"

boots "a panic starts the crash kernel" --append crashkernel=256M \
	--expect-panic \
	--then 'echo crash kernel has $(cat /one /two)
		[ -s /proc/vmcore ] && echo and a vmcore
		cat /proc/cmdline' -- "policy
	kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE crash=1' \
		--initrd=/boot/base.img --initrd=/host/one.cpio \
		--initrd=/host/two.cpio.lz4 || exit 1
	echo loaded \$(cat /sys/kernel/kexec_crash_loaded /sys/kernel/kexec_loaded)
	echo x >/tmp/bad; kexec2 load --crash /tmp/bad
	echo bad \$(cat /sys/kernel/kexec_crash_loaded)
	kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE crash=2' \
		--initrd=/boot/base.img --initrd=/tmp/none
	echo missing \$(cat /sys/kernel/kexec_crash_loaded)
	kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE crash=3' \
		--initrd=/boot/base.img || exit 1
	kexec2 unload --crash
	echo unloaded \$(cat /sys/kernel/kexec_crash_loaded)
	kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE crash=4' \
		--initrd=/boot/base.img --initrd=/host/one.cpio \
		--initrd=/host/two.cpio.lz4
	cut -c 44- /sys/kernel/security/ima/ascii_runtime_measurements"

like "$output" 'loaded 1 0' "only the crash image is loaded"
like "$output" 'bad 1' "a load that fails while reading leaves the crash image"
like "$output" 'unloaded 0' "unloading the crash image"
like "$output" 'crash kernel has 1 2' "all parts arrive"
like "$output" 'and a vmcore' "it is a crash kernel"
like "$output" 'crash=4' "the last one loaded"
like "$output" "sha256:$(sha256 "$host/two.cpio.lz4") /host/two.cpio.lz4" \
	"its parts are measured"

#
# What is in place is the one that was loaded, bytes and all.
#
helper load-parts
boots "a panic after loads that failed" --append crashkernel=256M \
	--copy-in "$work/load-parts:/bin/load-parts" --expect-panic \
	--then 'echo crash kernel has $(cat /one /two); cat /proc/cmdline' -- "
	kexec2 load --crash /boot/vmlinuz --cmdline='$CMDLINE crash=old' \
		--initrd=/boot/base.img --initrd=/host/one.cpio \
		--initrd=/host/two.cpio.lz4 || exit 1
	fails() {
		echo \$1: \$(load-parts --flags \$2 \$3 \"\$4\" \$5), \
			\$(cat /sys/kernel/kexec_crash_loaded) is left
	}
	k=/boot/vmlinuz new=/host/two.cpio.lz4
	head -c 8000000 /dev/urandom >/tmp/random
	long=\$(printf '%03000d' 0)
	dd if=/dev/zero of=/tmp/large bs=1M count=0 seek=250 2>/dev/null
	fails kernel 2 /tmp/random new \$new
	fails cmdline 2 \$k \$long \$new
	fails record 0x100000002 \$k new \$new
	fails place 2 \$k new /tmp/large"

like "$output" 'kernel: ENOEXEC kernel, 1 is left' "what is no kernel"
like "$output" 'cmdline: EINVAL image, 1 is left' "a command line too long"
like "$output" 'record: EPROTO measure, 1 is left' "records that nobody makes"
like "$output" 'place: EADDRNOTAVAIL image, 1 is left' "no room for it"
like "$output" 'crash=old' "the old image is booted"
like "$output" 'crash kernel has 1 2' "with all of its parts"

#
# kexec_load(2): nothing is known of such an image but that it is there.
#
echo "measure func=CRITICAL_DATA label=kexec_file_load2" >>"$host/policy"
boots "a crash image by kexec_load" --append crashkernel=256M --tool kexec -- "
	policy
	kexec2 load --crash /boot/vmlinuz --initrd=/boot/base.img || exit 1
	kexec -c -p /boot/vmlinuz --append=1 || exit 1
	keep records
	kexec -c -p -u || exit 1
	keep gone"

# record LIST NAME: the text of the last record of this name
record()
{
	"$top/tests/vm/replay" --record "$2" "$host/$1.list"
}

like "$(record records kexec-unload)" $'seq 2\nimage crash' \
	"the image that is given up for it is recorded"
like "$(record records kexec-load)" $'seq 3\nimage crash' "so is that one came"
like "$(record gone kexec-unload)" $'seq 4\nimage crash' "and that it went"

#
# The memory of a crash image is closed to writers while it is in place, and open
# for the next one.  When a CPU goes, or comes, the kernel opens it for a moment.
#
cpu=/sys/devices/system/cpu/cpu1/online
boots "crash images, and a CPU that goes and comes" --append crashkernel=256M \
	--cpus 2 -- "
	load() { kexec2 load --crash /boot/vmlinuz --initrd=/host/one.cpio; }
	load && echo 0 >$cpu && load && echo 1 >$cpu && load || exit 1
	kexec2 unload --crash && load && echo 0 >$cpu && kexec2 unload --crash &&
		echo 1 >$cpu && load && echo all of them"
like "$output" 'all of them' "each is loaded where the one before was"

done_testing
