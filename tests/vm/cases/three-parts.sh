#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Three real parts: each is measured on its own and all arrive.  The list goes
# along into the next kernel, and agrees with the TPM in both.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/parts.sh"

built KERNEL_MODULES

make_parts "$host" "$work"

# Two parts that hold the same file, and one each that the other has not.
archive which=one only-one=1 >"$host/one.cpio"
archive which=two only-two=2 | compress xz >"$host/two.cpio.xz"

load="kexec2 load /boot/vmlinuz --cmdline='$CMDLINE hop=HOP' \
--initrd=firmware=/host/firmware.cpio --initrd=base=/boot/base.img \
--initrd=modules=/host/modules.cpio.zst"

boots "two kexecs, with the parts in one order and then in the other" \
	--then "keep second
		insmod /lib/modules/isofs.ko && grep iso9660 /proc/filesystems
		$firmware_found
		echo which is \$(cat /which /only-one /only-two); cat /proc/cmdline
		cat /sys/kernel/security/ima/policy
		policy
		${load/HOP/2} --initrd=/host/two.cpio.xz --initrd=/host/one.cpio" \
	--then "keep third
		echo which is \$(cat /which /only-one /only-two); cat /proc/cmdline" \
	-- "policy
	cp /boot/base.img /boot/vmlinuz /host/
	${load/HOP/1} --initrd=/host/one.cpio --initrd=/host/two.cpio.xz
	kexec2 status
	keep first"

like "$output" 'iso9660' "the module of the third part loads"
like "$output" 'SSDT.*KEXEC2|ssdt.aml' "the ACPI table of the first part is found"
like "$output" 'which is two 1 2.*hop=1' "a later part overrides an earlier one"
like "$output" 'which is one 1 2.*hop=2' "the order is that of the arguments"

entries=$("$top/tests/vm/replay" --list "$host/first.list")
expect=$(for f in vmlinuz firmware.cpio base.img modules.cpio.zst one.cpio \
	two.cpio.xz; do
	echo "10 sha256:$(sha256 "$host/$f") $f"
done)
is "$(sed -e 1d -e '/kexec-cmdline/d' -e 's, /.*/, ,' <<<"$entries")" \
	"$expect" "one entry for each file, in order, with the file's digest"
like "$entries" "kexec-cmdline" "the command line is measured"

carried=$("$top/tests/vm/replay" --list "$host/second.list")
is "$(head -n "$(wc -l <<<"$entries")" <<<"$carried")" "$entries" \
	"the second kernel has the list of the first"
like "$carried" 'boot_aggregate.*boot_aggregate' "and its own boot_aggregate"

for name in first second third; do
	list_agrees $name
done

# The gate can fail: a digit of the list, a digit of the PCR.
cp "$host/second.pcr" "$host/bad.pcr"
python3 - "$host" "$(sha256 "$host/modules.cpio.zst")" <<'END'
import sys
data = open(sys.argv[1] + "/second.list", "rb").read()
at = data.index(bytes.fromhex(sys.argv[2])) + 7
open(sys.argv[1] + "/bad.list", "wb").write(
    data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1:])
END
pcr=$(sed -n 's/^PCR-10: //p' "$host/second.pcr" | tr A-F a-f)
ok "an altered list replays to another PCR 10" \
	test "$("$top/tests/vm/replay" "$host/bad.list")" != "$pcr"
not_ok "evmctl refuses it" evmctl ima_measurement \
	--pcrs "sha256,$host/bad.pcr" "$host/bad.list"
other_pcr 10 "$host/second.pcr" >"$host/bad.pcr"
not_ok "evmctl refuses an altered PCR" evmctl ima_measurement \
	--pcrs "sha256,$host/bad.pcr" "$host/second.list"

done_testing
