#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A load is appraised by the bytes that it has read: not by what the file was
# when it was appraised before, and not by what it was appraised for.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/sign.sh"

built SIGKEY
helper load-parts
make_ima_key ima "$SIGKEY" -newkey rsa:2048
cp "$work/ima.der" "$host"

disk=$work/disk
mkdir "$disk"
# Kernels in whole sectors, for direct I/O.  IMA keeps what it finds of a file, so
# what is refused first is a file of its own.
for kernel in vmlinuz evil refused; do
	{ cat "$KERNEL_IMAGE"; echo "MARKER-OF-$kernel"; } >"$disk/$kernel"
	truncate -s %512 "$disk/$kernel"
done
archive part=PART-MARKER >"$disk/part"
archive other=1 >"$disk/other"
{
	echo "vmlinuz $(ima_signature "$work/ima" "$disk/vmlinuz")"
	for file in evil refused part other; do
		echo "$file $(ima_hash "$disk/$file")"
	done
} >"$host/attributes"
mkfs.ext4 -q -d "$disk" "$work/disk.ext4" 64M >"$work/mkfs.log" 2>&1 ||
	die "mkfs.ext4: $(cat "$work/mkfs.log")"
# at TEXT: where it is on the disk
at()
{
	local offset

	offset=$(grep -abo "$1" "$work/disk.ext4" | cut -d : -f 1)
	[[ $offset =~ ^[0-9]+$ ]] || die "$1 is not on the disk, once"
	echo "$offset"
}
marker=$(at PART-MARKER) || exit
kernel_marker=$(at MARKER-OF-vmlinuz) || exit

cat >>"$host/lib.sh" <<-'END'
	# setup DIRECTORY: the files and their attributes
	setup() {
		cd $1 || exit
		keyctl padd asymmetric "" %:.ima </host/ima.der >/dev/null
		while read -r file value; do
			setfattr -n security.ima -v 0x$value $file || exit
		done </host/attributes
	}
	attempt() {
		name=$1
		shift
		echo "$name: $(load-parts "$@")"
	}
	# put TEXT OFFSET: on the disk, and nothing of the file in memory
	put() {
		printf $1 | dd of=/dev/vda bs=1 seek=$2 conv=notrunc,fsync
		echo 1 >/proc/sys/vm/drop_caches
	} 2>/dev/null
END
cp "$work/disk.ext4" "$work/new.ext4"
guest=(--disk "$work/disk.ext4" --copy-in "$work/load-parts:/bin/load-parts"
	--tool keyctl --tool setfattr --tool kexec)

came()
{
	is "$(sed -n "s/^$1: //p" <<<"$output")" "$2" "$3"
}

cat >"$host/policy" <<-'END'
	measure func=KEXEC_INITRAMFS_CHECK
	measure func=CRITICAL_DATA label=kexec_file_load2
	appraise func=KEXEC_INITRAMFS_CHECK
END
boots "a part that changes below the file system" "${guest[@]}" -- "
	mount -t ext4 /dev/vda /mnt && setup /mnt && policy || exit
	sync
	attempt before vmlinuz '' part
	attempt twice vmlinuz '' part other
	put EVIL $marker
	grep -ao EVIL-MARKER part
	attempt after vmlinuz '' part
	attempt between vmlinuz '' other part
	kexec -s -l vmlinuz --initrd=part --command-line=; echo old: \$?
	attempt other vmlinuz '' other"
came before loaded "it is loaded as it was"
came twice loaded "and once more"
like "$output" 'EVIL-MARKER' "other bytes are in the file"
came after 'EACCES initrd 0' "which are refused"
came between 'EACCES initrd 1' "behind another part, too"
came old 255 "and by kexec_file_load"
came other loaded "the other part is loaded as before"

cat >"$host/policy" <<-'END'
	appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig permit_directio
	appraise func=KEXEC_INITRAMFS_CHECK
END
for fs in ext4 tmpfs; do
	cp "$work/new.ext4" "$work/disk.ext4"
	boots "a kernel that is taken for a part before, on $fs" "${guest[@]}" -- "
		mount -t ext4 /dev/vda /mnt && policy || exit
		[ $fs = ext4 ] && dir=/mnt || { cp /mnt/* /tmp; dir=/tmp; }
		setup \$dir || exit"'
		attempt first refused "" part
		attempt part vmlinuz "" part evil
		attempt kernel evil "" part
		attempt both evil "" evil
		attempt direct --direct evil "" part
		kexec -s -l evil --initrd=part --command-line=; echo old: $?
		attempt signed vmlinuz "" part
		cd /
		sync'"
		put EVIL $kernel_marker"'
		attempt changed $dir/vmlinuz "" $dir/part'
	came first 'EACCES kernel' "$fs: with a hash only it is no kernel"
	came part loaded "$fs: as a part it is allowed"
	came kernel 'EACCES kernel' "$fs: still it is no kernel"
	came both 'EACCES kernel' "$fs: nor if it is both"
	came direct 'EACCES kernel' "$fs: nor if it is open for direct I/O"
	came old 255 "$fs: nor for kexec_file_load"
	came signed loaded "$fs: one that is signed is loaded"
	[ $fs = tmpfs ] || came changed 'EACCES kernel' \
		"$fs: and not when it has changed on the disk"
done

done_testing
