# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Two of three real parts of an initramfs; the third, the base, is the root of
# the guest, /boot/base.img.

# Shell text for a guest, that shows that firmware.cpio has come: the kernel has
# found the table or, in a machine without ACPI, the file is there.
# shellcheck disable=SC2034 # for the cases
case ${ARCH:-x86} in
x86)	firmware_found="dmesg | grep -i 'SSDT.*KEXEC2'"
	firmware_says="the kernel found the ACPI table" ;;
*)	firmware_found="ls /kernel/firmware/acpi/ssdt.aml"
	firmware_says="its file is there" ;;
esac

# make_parts DIRECTORY WORK: firmware.cpio, an uncompressed early cpio with an
# ACPI table, which must come first; modules.cpio.zst, with a kernel module.
make_parts()
{
	local dir=$1 work=$2

	mkdir -p "$work/early/kernel/firmware/acpi" "$work/late/lib/modules"
	cat >"$work/ssdt.asl" <<-'END'
		DefinitionBlock ("", "SSDT", 2, "KEXEC2", "FIRMWARE", 1)
		{
			Name (\KXC2, 1)
		}
	END
	iasl -p "$work/early/kernel/firmware/acpi/ssdt.aml" "$work/ssdt.asl" \
		>"$work/iasl.log" 2>&1 || die "iasl: $(cat "$work/iasl.log")"
	pack "$work/early" >"$dir/firmware.cpio"

	cp "$KERNEL_MODULES" "$work/late/lib/modules/isofs.ko"
	pack "$work/late" | compress zstd >"$dir/modules.cpio.zst"
}
