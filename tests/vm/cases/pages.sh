#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The initramfs is loaded from the pages that it was read to.  Pages to which
# something is to be copied have to be exchanged: here most of them are such, as
# it is read to free memory from where it will go on.  That there is free memory
# the crash kernel's sees to, which is given back.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
for i in 1 4096 5000 3000001 20000000; do
	head -c "$i" /dev/urandom >"$host/$i"
done
parts=(/host/1 /host/4096 /host/5000 /host/3000001 /host/20000000)

boots "a kexec of pages that were in the way" --memory 512M \
	--append "nokaslr crashkernel=128M" \
	--copy-in "$work/load-parts:/bin/load-parts" \
	--then 'echo initrd $(sha256sum </sys/firmware/initrd)' -- "
	cp /boot/base.img /host/base
	grep -i 'crash kernel' /proc/iomem
	echo 0 >/sys/kernel/kexec_crash_size
	grep MemFree /proc/meminfo
	load() {
		load-parts --flags 8 /boot/vmlinuz '$CMDLINE retain_initrd' \
			/boot/base.img ${parts[*]}
		dmesg | sed -n 's/.*kexec.*: initrd: /moved: /p' | tail -n 1
		grep MemFree /proc/meminfo
	}
	load
	dmesg | sed -n 's/.*Loaded initrd at \(0x[0-9a-f]*\) .*/\1/p' |
		tail -n 1 >/sys/module/kexec_pages_debug/parameters/from
	cat /sys/module/kexec_pages_debug/parameters/from
	load; load; load
	kexec2 unload
	echo free \$(grep MemFree /proc/meminfo)
	load"

like "$output" 'moved: [0-9]* pages, [1-9][0-9]* of them moved' \
	"some of them were"
joined "$host/base" "${parts[@]/#\/host/$host}" >"$work/joined"
like "$output" "initrd $(sha256 "$work/joined")" "what was loaded arrives"

done_testing
