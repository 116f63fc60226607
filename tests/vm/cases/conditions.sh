#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The conditions of a rule that look at the file are evaluated for each part:
# here the file system's UUID and the SELinux type.  (labels.sh has the owner and
# the kind of file system.)  MDP is the kernel's own maker of dummy policies for
# SELinux.

. "$(dirname "$0")/../lib/case.sh"

built MDP

# An SELinux policy with one more type.  Capabilities of the policy that the
# compiler does not know yet are of no use to it.
"$MDP" "$work/policy.conf" "$work/contexts" 2>"$work/mdp.log" ||
	die "mdp: $(cat "$work/mdp.log")"
sed -i -e '/^policycap /d' -e 's/^type base_t;/&\ntype firmware_t;/' \
	"$work/policy.conf"
checkpolicy -U allow -o "$host/selinux" "$work/policy.conf" \
	>"$work/checkpolicy.log" 2>&1 ||
	die "checkpolicy: $(tail -5 "$work/checkpolicy.log")"

# Two file systems of one kind, with a part of each SELinux type on each.
uuid=0b26a1a5-5ba7-4d44-b1cb-7e3eafe4b6f2
for disk in this that; do
	mkdir "$work/$disk"
	for name in plain firmware; do
		archive "$disk-$name=1" >"$work/$disk/$name"
	done
done
{
	mkfs.ext4 -q -U $uuid -d "$work/this" "$work/this.ext4" 16M &&
		mkfs.ext4 -q -d "$work/that" "$work/that.ext4" 16M
} >"$work/mkfs.log" 2>&1 || die "mkfs.ext4: $(cat "$work/mkfs.log")"

cat >"$host/policy" <<-END
	measure func=KEXEC_INITRAMFS_CHECK obj_type=firmware_t fsuuid=$uuid pcr=11
	measure func=KEXEC_INITRAMFS_CHECK obj_type=firmware_t pcr=12
	measure func=KEXEC_INITRAMFS_CHECK fsuuid=$uuid pcr=13
	measure func=KEXEC_INITRAMFS_CHECK label=fw obj_type=firmware_t pcr=14
	measure func=CRITICAL_DATA label=kexec_file_load2
END

boots "parts of two file systems and two types" \
	--append " lsm=lockdown,selinux,integrity enforcing=0" \
	--disk "$work/this.ext4" --disk "$work/that.ext4" --tool setfattr -- "
	mount -t selinuxfs selinuxfs /sys/fs/selinux || exit
	dd if=/host/selinux of=/sys/fs/selinux/load bs=16M iflag=fullblock || exit
	mkdir -p /mnt/this /mnt/that
	mount -t ext4 /dev/vda /mnt/this && mount -t ext4 /dev/vdb /mnt/that || exit
	for disk in this that; do
		setfattr -n security.selinux -v user_u:object_r:firmware_t \
			/mnt/\$disk/firmware || exit
	done
	policy || exit
	cat /sys/kernel/security/ima/policy
	kexec2 load /boot/vmlinuz --initrd=fw=/mnt/this/firmware \
		--initrd=/mnt/this/plain --initrd=fw=/mnt/that/firmware \
		--initrd=fw=/mnt/that/plain || exit
	keep list"

entries=$("$top/tests/vm/replay" --list "$host/list.list")

# found COUNT PCR NAME DESC
found()
{
	is "$(grep -cE "^$2 .* /mnt/$3\$" <<<"$entries")" "$1" "$4"
}

like "$output" 'obj_type=firmware_t' "the rule reads back"
found 1 11 this/firmware "a part of the type, on the file system"
found 1 12 that/firmware "a part of the type, on another file system"
found 1 13 this/plain "a part of another type, on the file system"
found 0 '(10|11|12|13)' that/plain "a part that matches neither has no entry"
found 1 14 this/firmware "a rule with label and type: the part that has both"
found 1 14 that/firmware "and the other one that has"
found 0 14 that/plain "a part with the label and another type has none"
found 0 14 this/plain "nor has one without the label"

done_testing
