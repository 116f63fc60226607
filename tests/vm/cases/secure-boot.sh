#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# What a kernel asks of the parts of an initramfs when UEFI has secure boot on:
# nothing, until a policy does.  And which entry the firmware's variables choose.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

snakeoil_key
make_key stranger
sign_image "$work/snakeoil" "$work/signed"
sign_image "$work/stranger" "$host/stranger"
cp "$KERNEL_IMAGE" "$host/unsigned"
KERNEL_IMAGE=$work/signed

archive first=1 >"$host/first.img"
archive second=2 >"$host/second.img"

cat >"$host/measuring" <<-END
measure func=KEXEC_INITRAMFS_CHECK
measure func=KEXEC_CMDLINE
measure func=CRITICAL_DATA label=kexec_file_load2
END
cat >"$host/appraising" <<-END
appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig
END

# variable NAME TEXT: for the guest to write, as systemd-boot's are: attributes,
# and UTF-16 with an end.
vendor=4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
mkdir -p "$host/efivars" "$host/esp/loader/entries"
variable()
{
	{ printf '\7\0\0\0'; printf '%s\0' "$2" | iconv -t UTF-16LE; } \
		>"$host/efivars/$1-$vendor"
}
for entry in first second third; do
	printf '%s\n' "title $entry" "linux /vmlinuz" "initrd /$entry.img" \
		>"$host/esp/loader/entries/$entry.conf"
	archive which=$entry >"$host/esp/$entry.img"
done
cp "$KERNEL_IMAGE" "$host/esp/vmlinuz"
variable LoaderEntryDefault second.conf
variable LoaderEntryOneShot first.conf

list=/sys/kernel/security/ima/ascii_runtime_measurements
load="kexec2 load /boot/vmlinuz --initrd=a=/host/first.img \
	--initrd=b=/host/second.img --initrd=base=/boot/base.img"

boots "UEFI with secure boot" --secure-boot --timeout 240 \
	--append " ima_appraise=off lockdown=integrity" \
	--then "cat /first /second
		sed 's/^/then: /' /sys/kernel/security/ima/policy
		sed 's/^/carried: /' $list" -- "
	dmesg | grep -i 'secure boot'
	sed 's/^/lockdown: /' /sys/kernel/security/lockdown
	sed 's/^/arch: /' /sys/kernel/security/ima/policy
	for f in unsigned stranger; do
		kexec2 load /host/\$f --initrd=/boot/base.img 2>&1
	done
	$load --cmdline='$CMDLINE' && echo arch loads
	sed 's/^/list: /' $list
	kexec2 unload

	policy /host/measuring && sed 's/^/written: /' /sys/kernel/security/ima/policy
	$load --cmdline='$CMDLINE' --require-measure && echo measured loads
	sed 's/^/measured: /' $list

	mount -t efivarfs efivars /sys/firmware/efi/efivars
	chosen() { kexec2 entries --boot-dir=/host/esp | sed -n \"s/^/\$1: /p\"; }
	chosen none
	for v in Default OneShot; do
		cp /host/efivars/LoaderEntry\$v-$vendor /sys/firmware/efi/efivars/
		chosen \$v
	done
	kexec2 load --entry --boot-dir=/host/esp --dry-run 2>&1 | sed 's/^/dry: /'
	chosen after

	policy /host/appraising
	$load --cmdline='$CMDLINE' 2>&1
	kexec2 status"

arch=$(sed -n 's/^arch: //p' <<<"$output")
list=$(sed -n 's/^list: //p' <<<"$output")
measured=$(sed -n 's/^measured: //p' <<<"$output")

like "$output" '[Ss]ecure boot enabled' "the kernel knows of secure boot"
like "$output" 'lockdown: .*\[integrity\]' "lockdown is in force"
like "$arch" 'measure func=KEXEC_KERNEL_CHECK' "its rules measure the kernel image"
unlike "$arch" 'appraise func=KEXEC_KERNEL_CHECK' \
	"they do not appraise it: KEXEC_SIG does"
unlike "$arch" 'KEXEC_INITRAMFS_CHECK' "they do not mention the initramfs"
unlike "$arch" 'KEXEC_CMDLINE' "nor the command line"
like "$output" '/host/unsigned: .*not signed' "an unsigned kernel image is refused"
like "$output" '/host/stranger: .*does not trust' "so is one of an unknown key"
like "$output" $'\narch loads' "unsigned parts are loaded, also under lockdown"
like "$list" 'vmlinuz' "under these rules the kernel image is in the list"
unlike "$list" 'first.img|second.img|base.img|kexec-cmdline|kexec-manifest' \
	"and nothing else of the load"

like "$output" $'\nwritten: measure func=KEXEC_KERNEL_CHECK' \
	"the rules stay when a policy is written"
like "$output" $'\nmeasured loads' "with that policy, the load is recorded"
for name in first.img second.img base.img kexec-cmdline kexec-manifest kexec-commit
do
	like "$measured" "$name" "measured: $name"
done
like "$output" 'none: .*first one in the order' "without variables: the order"
like "$output" 'Default: .*LoaderEntryDefault is "second.conf"' \
	"the default entry is the one that the firmware's variable names"
like "$output" 'OneShot: .*LoaderEntryOneShot is "first.conf"' \
	"before it, the one for a single boot"
like "$output" 'dry: .*/host/esp/first.img' "which is what would be loaded"
like "$output" 'after: .*LoaderEntryOneShot' "and is not used up by that"
like "$output" 'initrd 1 .*first.img.*signature|first.img.*apprais' \
	"an appraise rule for parts refuses the first, ima_appraise=off or not"
like "$output" 'normal image: loaded' "and leaves the image before it"
like "$output" $'\n1\n2\n' "its parts are unpacked"
like "$output" $'\nthen: measure func=KEXEC_KERNEL_CHECK' \
	"the next kernel has the rules of secure boot, too"
like "$output" $'\ncarried: .*kexec-commit' "and the record of the load"

done_testing
