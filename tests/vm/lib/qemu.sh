# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The machine: QEMU's arguments, and whether KVM works.
#
# shellcheck disable=SC2154 # what is in capitals is of arch.sh

# qemu_machine ACCEL CPUS MEMORY: sets machine=().
#
# The accelerator is named and never a list: where KVM opens but does not work,
# QEMU with a list hangs instead of going on to the next.
#
# cpu_off is what the processor lacks: ",NAME=off,..."
#
# With icount the guest's clock counts the instructions that it executes, a
# nanosecond each: a time that does not depend on what else the host does.
qemu_machine()
{
	machine=("$QEMU" -nodefaults -no-user-config -display none
		-no-reboot -machine "$MACHINE" -smp "$2" -m "$3")
	case $1 in
	tcg)	machine+=(-accel "tcg,thread=multi" -cpu "$CPU$cpu_off") ;;
	icount)	machine+=(-accel "tcg,thread=single" -cpu "$CPU$cpu_off"
			-icount "shift=0,sleep=off") ;;
	kvm)	machine+=(-accel kvm -cpu "host$cpu_off") ;;
	*)	die "--accel $1: tcg, icount or kvm" ;;
	esac
}

# qemu_secure_boot DIRECTORY: give machine=() a UEFI firmware with secure boot
# on, and Debian's key for tests in its db (snakeoil_key in sign.sh).  The firmware
# keeps its variables in memory that only its own code can reach (smm).
qemu_secure_boot()
{
	local firmware=/usr/share/OVMF

	[ "${ARCH:-x86}" = x86 ] || die "--secure-boot: only on x86"
	[ -e $firmware/OVMF_VARS_4M.snakeoil.fd ] ||
		die "$firmware/OVMF_VARS_4M.snakeoil.fd is missing (package ovmf)"
	cp $firmware/OVMF_VARS_4M.snakeoil.fd "$1/vars.fd"
	machine+=(-machine smm=on
		-global cfi.pflash01.secure=on
		-drive "if=pflash,unit=0,format=raw,readonly=on,file=$firmware/OVMF_CODE_4M.secboot.fd"
		-drive "if=pflash,unit=1,format=raw,file=${1//,/,,}/vars.fd")
}

# qemu_tpm_node DIRECTORY: give machine=(), which has no more than qemu_machine has
# set, a device tree with the TPM, which QEMU leaves out on riscv.
qemu_tpm_node()
{
	local dtb=$1/tpm.dtb

	need dtc
	"${machine[@]}" -machine "dumpdtb=$1/dump.dtb" 2>/dev/null ||
		die "QEMU writes no device tree"
	{
		dtc -q -O dts "$1/dump.dtb"
		cat <<-END
		/ { platform-bus@4000000 { tpm@0 {
			compatible = "tcg,tpm-tis-mmio";
			reg = <0 0x5000>;
		}; }; };
		END
	} | dtc -q -O dtb -o "$dtb" || die "dtc cannot add the TPM"
	machine+=(-dtb "$dtb")
}

# qemu_share TAG DIRECTORY: add a 9p share to machine=().  With the model
# "none" files belong to whoever runs QEMU, root or not.
qemu_share()
{
	machine+=(-virtfs "local,id=$1,mount_tag=$1,path=${2//,/,,},security_model=none,multidevs=remap")
}

# kvm_works KERNEL DIRECTORY: boot the kernel to its "no root" panic.
kvm_works()
{
	local log=$2/kvm.log machine

	qemu_machine kvm 1 256
	timeout --kill-after=2 10 "${machine[@]}" -kernel "$1" \
		-append "console=$CONSOLE panic=-1" -serial "file:$2/kvm.console" \
		</dev/null >"$log" 2>&1 || true
	grep -qs 'Linux version' "$2/kvm.console"
}
