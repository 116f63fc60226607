#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# How long the machine is down: from reboot(2) until init runs in the next
# kernel, in millions of instructions on one CPU, for an initramfs that does not
# compress, and what of it is hashing.  In each row one thing is done more than
# in that above it; what is not hashing is measured by a kernel that does not
# hash.
#
# QEMU 7.2 emulates no SHA-NI, later ones do: QEMU=FILE names one.
#
# The last lines are how fast the purgatory hashes on this processor.
#
# usage: tests/bench/downtime.sh PROGRAM VARIANTS PURGATORY
#
# PROGRAM is that of downtime.c, VARIANTS a directory with the kernels of
# variants/*.diff, and PURGATORY the test of the purgatory, which tells its
# speed.  MIB in the environment changes how large the initramfs is.

. "$(dirname "$0")/../vm/lib/case.sh"

: "${MIB:=64 256}" "${QEMU:=}"
program=$1 variants=$2 purgatory=$3

if [ -n "$QEMU" ]; then
	mkdir "$work/bin"
	ln -s "$(realpath "$QEMU")" "$work/bin/qemu-system-x86_64"
	PATH=$work/bin:$PATH
fi
mkdir "$work/init"
cp "$program" "$work/init/downtime"

# down KERNEL OPTION...: M instructions; $has says whether there is SHA-NI.
down()
{
	local kernel=$1 out

	shift
	# Nothing to wait for: what a TPM takes is the host's time.
	out=$(KERNEL_IMAGE=$kernel vm --accel icount --no-tpm --memory 1536M \
		--timeout 3600 --copy-in "$program:/root/downtime" \
		--append "$*" \
		--then 'echo "took $(((DOWNTIME_NOW - $(cat /host/begun)) / 1000000))"' \
		-- "! grep -qw sha_ni /proc/cpuinfo || echo has SHA-NI
		kexec2 load --no-checks /boot/vmlinuz \
			--initrd=/boot/base.img --initrd=/host/data.cpio \
			--cmdline='$CMDLINE rdinit=/downtime' &&
		./downtime /host/begun" 2>&1)
	[[ $out =~ took\ ([0-9]+) ]] || die "a kexec failed: $out"
	took=${BASH_REMATCH[1]}
	has=
	[[ $out != *"has SHA-NI"* ]] || has=yes
}

# row TITLE KERNEL OPTION...
row()
{
	local title=$1

	shift
	down "$@"
	printf '%-52s %7d' "$title" "$took"
	[ -z "$unhashed" ] || printf ' %7d' $((took - unhashed))
	echo
}

for mib in $MIB; do
	head -c "${mib}M" /dev/urandom >"$work/init/data"
	pack "$work/init" >"$host/data.cpio"
	unhashed=
	echo
	printf '%-52s %7s %7s\n' "$mib MiB, M instructions" total hashing
	row "as it was" "$variants/before.bzImage" clearcpuid=sha_ni
	down "$variants/unhashed.bzImage"
	unhashed=$took
	row "pages copied once" "$variants/copy.bzImage" clearcpuid=sha_ni
	row "a digest of regions, zeros compared" \
		"$variants/tree.bzImage" clearcpuid=sha_ni
	row "SHA-256 in C with -O2" "$KERNEL_IMAGE" clearcpuid=sha_ni
	down "$KERNEL_IMAGE"
	if [ -n "$has" ]; then
		row "SHA-NI" "$KERNEL_IMAGE"
	else
		echo "SHA-NI: not in this QEMU"
	fi
	row "kexec_verify=late" "$KERNEL_IMAGE" kexec_verify=late
	printf '%-52s %7d\n' "nothing hashed" "$unhashed"
done

echo
"$purgatory" --speed
