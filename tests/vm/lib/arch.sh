# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What a guest has by its architecture, $ARCH: the machine, and what its programs
# are made of.  SYSROOT has Debian packages of an architecture that is not this
# machine's, see tests/vm/sysroot.
#
# shellcheck disable=SC2034,SC2154 # top is that of who includes it, who uses the rest

BUSY=
case ${ARCH:-x86} in
x86)
	QEMU=qemu-system-x86_64
	MACHINE=q35,i8042=off,vmport=off
	CPU=max
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
	CPU=max
	TPM_DEVICE=tpm-tis-device
	CONSOLE=ttyAMA0
	;;
riscv)
	QEMU=qemu-system-riscv64
	MACHINE=virt
	CPU=rv64
	TPM_DEVICE=tpm-tis-device
	CONSOLE=ttyS0
	;;
*)
	die "ARCH=$ARCH: x86, arm64 or riscv"
	;;
esac
if [ "${ARCH:-x86}" != x86 ]; then
	made() { make -s --no-print-directory -C "$top" "ARCH=$ARCH" "print-$1"; }

	: "${CROSS_COMPILE:=$(made CROSS_COMPILE)}" "${SYSROOT:=$(made SYSROOT)}"
	[ -d "$SYSROOT" ] ||
		die "$SYSROOT is missing: run make ARCH=$ARCH cli"
fi

# KASAN and kmemleak keep the stack of each allocation, which takes a third of a
# guest's time, and find what they find without.
[ -z "${VM_CHECKED:-}" ] || [ -n "${VM_STACKS:-}" ] ||
	BUSY+=${BUSY:+ }stack_depot_disable=on

# guest_cc ARGUMENT...: the compiler of what guests run
guest_cc()
{
	"${CROSS_COMPILE:-}gcc" "$@"
}
