# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What a guest has by its architecture, $ARCH: the machine, and what its programs
# are made of.  SYSROOT has Debian packages of an architecture that is not this
# machine's, see tests/vm/sysroot.
#
# shellcheck disable=SC2034,SC2154 # top is that of who includes it, who uses the rest

case ${ARCH:-x86} in
x86)
	QEMU=qemu-system-x86_64
	MACHINE=q35,i8042=off,vmport=off
	TPM_DEVICE=tpm-tis
	CONSOLE=ttyS0
	# Under emulation on a busy host, the timer's first interrupts can come
	# too late for the kernel's check of it.
	BUSY=no_timer_check
	SYSROOT=
	;;
arm64)
	QEMU=qemu-system-aarch64
	MACHINE=virt
	TPM_DEVICE=tpm-tis-device
	CONSOLE=ttyAMA0
	BUSY=
	export CROSS_COMPILE=${CROSS_COMPILE-aarch64-linux-gnu-}
	[ -n "${SYSROOT:-}" ] || SYSROOT=$(make -s --no-print-directory \
		-C "$top" ARCH=arm64 print-SYSROOT)
	[ -d "$SYSROOT" ] || die "$SYSROOT is missing: run make ARCH=arm64 cli"
	;;
*)
	die "ARCH=$ARCH: x86 or arm64"
	;;
esac

# KASAN and kmemleak keep the stack of each allocation, which takes a third of a
# guest's time, and find what they find without.
[ -z "${VM_CHECKED:-}" ] || [ -n "${VM_STACKS:-}" ] ||
	BUSY+=${BUSY:+ }stack_depot_disable=on

# guest_cc ARGUMENT...: the compiler of what guests run
guest_cc()
{
	"${CROSS_COMPILE:-}gcc" ${SYSROOT:+"--sysroot=$SYSROOT"} "$@"
}
