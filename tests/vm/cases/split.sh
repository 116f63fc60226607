#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# A joined initramfs in parts.  Images of Debian's initramfs-tools and dracut,
# each with an early cpio, unpack to the same tree whether they are loaded as
# they are, with --split, or as the files that "kexec2 split" has written.

. "$(dirname "$0")/../lib/case.sh"
. "$top/tests/vm/lib/parts.sh"
. "$top/tests/lib/initramfs.sh"

built KERNEL_MODULES
make_parts "$work" "$work"
cd "$work" || exit

# The last part is the root of the guests, in a directory of its own so that
# what the image unpacks to stays as it is; there it is seen as /mnt.
mkdir -p vm/vm
(cd vm/vm && cpio --quiet -id) < <(cat "$("$top/tests/vm/mkroot" \
	--add "$KEXEC2_GUEST:/usr/bin/kexec2")") || die "mkroot failed"
cat >vm/vm/start <<-'END'
	#!/vm/bin/busybox sh
	/vm/bin/busybox mount --bind / /vm/mnt
	exec /vm/bin/busybox chroot /vm /init
END
chmod +x vm/vm/start
pack vm | compress gzip >vm.cpio.gz

names=()
for name in initramfs-tools dracut; do
	make=(initramfs_tools "$name.own" firmware.cpio)
	[ $name = initramfs-tools ] ||
		make=(dracut_image "$name.own" early/kernel/firmware/acpi)
	ok "$name makes an image" "${make[@]}" || continue
	joined $name.own vm.cpio.gz >"$host/$name.img"
	names+=("$name")
done
echo 'measure func=CRITICAL_DATA label=kexec_file_load2' >>"$host/policy"

# tree NAME: what the initramfs of this boot has unpacked to; its times are
# those of the boot
cat >>"$host/lib.sh" <<-'END'
tree() {
	cd /mnt
	{
		find . -path ./vm -prune -o -print0 | sort -z |
			xargs -0 stat -c '%N %f %u %g %h %s %t %T'
		# The names of busybox are hundreds, and one file.
		rm -f /tmp/once
		find . -path ./vm -prune -o -type f -print0 | sort -z |
			xargs -0 stat -c '%i %n' | awk '{
				name = substr($0, length($1) + 2)
				if ($1 in first)
					print name " is " first[$1]
				else
					print first[$1] = name >"/tmp/once"
			}'
		tr '\n' '\0' </tmp/once | xargs -0 sha256sum
	} >/tmp/tree
	cp /tmp/tree /host/$1.tree
	dmesg | grep -q 'SSDT.*KEXEC2' && echo "$1: the ACPI table"
	chroot /mnt /bin/sh -c 'echo "$0: its shell"' $1
}
load() { kexec2 load "$@" --cmdline="$CMDLINE rdinit=/vm/start"; }
END
echo "CMDLINE='$CMDLINE'" >>"$host/lib.sh"

# The files that split writes are loaded of the first image only.  All of it is
# one chain of kernels.
first=${names[0]-} last=${names[-1]-}
args=()
for name in "${names[@]}"; do
	split="tree $name.split; policy
		kexec2 split /host/$name.img -o /host/$name.parts"
	args+=(--then "tree $name.joined; policy
		load /boot/vmlinuz --split=/host/$name.img; keep $name")
	if [ "$name" = "$last" ]; then
		args+=(--then "$split")
		continue
	fi
	args+=(--then "$split
		set --
		for part in /host/$name.parts/*; do
			set -- \"\$@\" --initrd=\$part
		done
		load /boot/vmlinuz \"\$@\"")
	args+=(--then "tree $name.parts; policy
		load /boot/vmlinuz --initrd=/host/$last.img")
done
boots "images that are joined, split, and in pieces" --timeout 300 \
	"${args[@]}" -- "policy
	load /boot/vmlinuz --initrd=/host/$first.img" || done_testing

for name in "${names[@]}"; do
	list=$host/$name.joined.tree
	is "$(grep -cE '^[0-9a-f]{64}  \./(kernel/firmware/acpi/ssdt\.aml|init)$' \
		"$list")" 2 "$name: the tree has files of both archives"
	ways="joined split"
	[ "$name" = "$last" ] || ways+=" parts"
	for way in ${ways#* }; do
		ok "$name, $way: the same tree as the joined image" \
			cmp "$list" "$host/$name.$way.tree"
	done
	for way in $ways; do
		like "$output" "$name.$way: the ACPI table" \
			"$name, $way: the kernel finds the table of the early cpio"
		like "$output" "$name.$way: its shell" \
			"$name, $way: a program of the image runs"
	done
	is "$(cd "$host/$name.parts" && echo *)" \
		"00-early.img 01-initrd.img 02-initrd2.img" \
		"$name: it is split in three"
	ok "$name: the last is the file that was joined to it" \
		cmp "$host/$name.parts/02-initrd2.img" vm.cpio.gz
	i=0
	is "$("$top/tests/vm/replay" --record kexec-manifest "$host/$name.list" |
		grep -a '^initrd ')" "$(for part in early initrd initrd2; do
			file=$(echo "$host/$name.parts"/*-$part.img)
			echo "initrd $i $part sha256:$(sha256 "$file")" \
				"$(stat -c %s "$file")"
			i=$((i + 1))
		done)" "$name: --split gives the kernel the same parts, with labels"
	for i in 0 1 2; do
		like "$("$top/tests/vm/replay" --list "$host/$name.list")" \
			"$(sha256 "$host/$name.parts/0$i"-*) memfd:$name.img#$i" \
			"$name: part $i is measured by itself"
	done
	list_agrees "$name"
done

done_testing
