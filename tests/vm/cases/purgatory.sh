#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Between two kernels: an image arrives as it was loaded, several times in a
# row, and with a damaged one the machine is reset.

. "$(dirname "$0")/../lib/case.sh"

helper load-parts
for i in 1 70000 30000001; do
	head -c "$i" /dev/urandom >"$host/$i"
done
parts="/host/1 /host/70000 /host/30000001"

# arrives DESC OPTION...: a chain of three large images
arrives()
{
	local desc=$1 show load

	shift
	show='echo "boot $VM_BOOT initrd $(sha256sum </sys/firmware/initrd)"'
	load="load-parts /boot/vmlinuz '$CMDLINE retain_initrd $*' \
		/boot/base.img $parts"
	boots "$desc: three kexecs" --timeout 300 --append "$*" \
		--copy-in "$work/load-parts:/bin/load-parts" \
		--then "cp /host/load-parts /bin; $show; $load" \
		--then "cp /host/load-parts /bin; $show; $load" \
		--then "$show" -- "cp /boot/base.img /host/base
		grep -m 1 -ow sha_ni /proc/cpuinfo; $load"
	joined "$host/base" "$host"/{1,70000,30000001} >"$work/joined"
	for boot in 2 3 4; do
		like "$output" "boot $boot initrd $(sha256 "$work/joined")" \
			"$desc: boot $boot has what was loaded"
	done
}

cp "$work/load-parts" "$host"
arrives "all that the processor has"
if [[ $output == *sha_ni* ]]; then
	arrives "without SHA-NI" clearcpuid=sha_ni
else
	skip "with SHA-NI" "this QEMU emulates none"
fi

# resets DESC FLAGS WHICH SEGMENT COMMAND [TEXT]: a bit in the middle of a
# segment is flipped, the last ones are those of boot parameters, kernel and
# initramfs; COMMAND starts the image, and the purgatory speaks up after TEXT,
# or not at all
resets()
{
	local desc=$1 status=0 console

	vm --append "crashkernel=256M" --timeout 300 \
		--copy-in "$work/load-parts:/bin/load-parts" -- "
		load-parts --flags $2 /boot/vmlinuz '$CMDLINE' /boot/base.img \
			/host/70000
		flip=/sys/module/kexec_flip_debug/parameters/$3
		grep '^[0-9]' \$flip | tail -n $4 | {
			read -r segment size _
			echo \$segment \$((size / 2)) 0 >\$flip
		} && echo flipped >/dev/kmsg
		$5" >"$work/vm.out" 2>&1 || status=$?
	console=$(cat "$work/log/console.log")
	is "$status" 122 "$desc: the machine is reset"
	like "$console" flipped "$desc: a bit is flipped"
	is "$(grep -c 'Linux version' <<<"$console")" 1 \
		"$desc: the next kernel is not started"
	if [ $# = 6 ]; then
		like "$console" "$6.*purgatory: the image is damaged" \
			"$desc: which it says, as the load has asked for that"
	else
		unlike "$console" "the image is damaged" "$desc: silently"
	fi
}

resets "a damaged initramfs" 0 flip 1 kexec-now
resets "zeros that are none" 8 flip 2 kexec-now "Starting new kernel"
resets "damaged boot parameters" 8 flip 3 kexec-now "Starting new kernel"
resets "damaged when the kernel has looked" 0x400000008 flip_last 1 kexec-now \
	"Starting new kernel"
resets "a damaged crash image" 10 flip_crash 1 "echo c >/proc/sysrq-trigger" \
	"sysrq triggered crash"

# With kexec_verify=late the purgatory does not look: what is damaged behind the
# kernel's look is what arrives.
at=$(($(stat -c %s "$host/base") + 35000))
joined "$host/base" "$host/70000" >"$work/joined"
intact=$(sha256 "$work/joined")
byte=$(od -An -tu1 -j $at -N 1 "$work/joined")
printf '%b' "\\x$(printf %02x $((byte ^ 1)))" |
	dd of="$work/joined" bs=1 seek=$at conv=notrunc status=none
isnt "$(sha256 "$work/joined")" "$intact" "the initramfs with a bit flipped differs"
boots "kexec_verify=late" --append kexec_verify=late \
	--copy-in "$work/load-parts:/bin/load-parts" \
	--then 'echo "initrd $(sha256sum </sys/firmware/initrd)"' -- "
	load-parts /boot/vmlinuz '$CMDLINE retain_initrd' /boot/base.img \
		/host/70000
	flip=/sys/module/kexec_flip_debug/parameters/flip_last
	grep '^[0-9]' \$flip | tail -n 1 | {
		read -r segment _
		echo \$segment $at 0 >\$flip
	}
	kexec-now"
like "$output" "initrd $(sha256 "$work/joined")" \
	"kexec_verify=late: the purgatory does not look"

done_testing
