#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# The parts that are made of an image of initramfs-tools or dracut: two hosts with
# the same packages have the same bytes, and all parts are what the image was, as
# TAP:
#	parts.sh KEXEC2

. "${0%/*}/../lib/tap.sh"

top=$(realpath -- "${0%/*}/../..")
kexec2=$(realpath -- "$1")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
for tool in cpio zstd lz4 gzip unmkinitramfs; do
	command -v $tool >/dev/null || {
		echo "1..0 # SKIP there is no $tool"
		exit
	}
done

mkdir bin
ln -s "$kexec2" bin/kexec2
sed "s,^PATH=.*,PATH='$work/bin:$PATH',; s,/etc/kexec2/,$work/," \
	"$top/tools/kexec2/boot/initramfs-parts" >bin/initramfs-parts
parts()
{
	sh bin/initramfs-parts "$@"
}

# host NAME ORDER COMPRESS...: an image, as this host would have made it
host()
{
	local name=$1 order=$2 file

	shift 2
	mkdir -p "$name/early/kernel/x86/microcode" \
		"$name"/main/{usr/{bin,lib/modules/6.12/kernel},etc,conf/conf.d,cryptroot}
	ln -s usr/lib "$name/main/lib"
	echo microcode >"$name/early/kernel/x86/microcode/GenuineIntel.bin"
	for file in init usr/bin/sh usr/lib/libc.so.6 \
		usr/lib/modules/6.12/kernel/isofs.ko; do
		echo "$file" >"$name/main/$file"
	done
	chmod 755 "$name/main/init"
	ln "$name/main/usr/bin/sh" "$name/main/usr/bin/dash"
	for file in etc/machine-id etc/fstab conf/conf.d/resume cryptroot/crypttab; do
		echo "$file of $name" >"$name/main/$file"
	done
	find "$name" -exec touch -h -d "2026-01-0$((RANDOM % 9 + 1))" {} +
	(cd "$name/early" && find . | sort "$order" |
		cpio -o -H newc --quiet) >"$name.img"
	(cd "$name/main" && find . | sort "$order" |
		cpio -o -H newc --quiet) | "$@" >>"$name.img"
}

host one -s zstd -q
host two -r lz4 -lq
not_ok "two hosts have two images" cmp -s one.img two.img
ok "the parts of one" parts one.img parts-one
# On another file system, names come in another order.
cat >bin/find <<END
#!/bin/sh
case \$* in
*%P*)	$(command -v find) "\$@" | sort -r ;;
*)	exec $(command -v find) "\$@" ;;
esac
END
chmod +x bin/find
ok "the parts of two" parts two.img parts-two
rm bin/find
is "$(stat -c %a parts-one/3-host.cpio.zst)" 600 "are for root only"
is "$(cd parts-one && echo *)" \
	"0-early.cpio 1-base.cpio.zst 2-modules.cpio.zst 3-host.cpio.zst" \
	"microcode, base, modules, and what is the host's"
for part in 0-early.cpio 1-base.cpio.zst 2-modules.cpio.zst; do
	ok "$part is the same on both" cmp "parts-one/$part" "parts-two/$part"
done
not_ok "but not what is the host's" \
	cmp -s parts-one/3-host.cpio.zst parts-two/3-host.cpio.zst

# all DIRECTORY: what is in it, but for times, inodes and the size of directories
all()
{
	(cd "$1" && find . -printf '%P %y %m %n %l ' \( -type f -exec md5sum {} \; \
		-o -printf '\n' \) | LC_ALL=C sort)
}
cat parts-one/* >joined
unmkinitramfs one.img before
# unmkinitramfs takes one archive behind the early ones.
mkdir -p after/main
(cd after && cpio -idm --quiet <../parts-one/0-early.cpio 2>/dev/null
	mkdir early && mv kernel early
	for part in ../parts-one/[1-3]*; do
		zstd -dcq "$part" | (cd main && cpio -idmu --quiet)
	done)
is "$(all after/main | sed 's/ [0-9]* / /2')" \
	"$(all before/main | sed 's/ [0-9]* / /2')" "together they are the image"
is "$(all after/early)" "$(all before/early)" "with its microcode"

options=()
for part in parts-one/*; do
	label=${part##*/?-}
	options+=("--initrd=${label%%.*}=$part")
done
is "$("$kexec2" load --dry-run --json bin/initramfs-parts "${options[@]}" 2>/dev/null |
	grep -o '"code": .*')" '"code": "not_a_kernel",' \
	"kexec2 has nothing against them, but against a script for a kernel"
is "$("$kexec2" split joined | sed 1d | wc -l)" 4 \
	"a boot loader that joins them makes no other parts"

# As hooks call it: an entry for kexec2 and boot loaders, with a line for each part.
sed "s,/etc/,$work/etc/,g; s,/boot\>,$work/boot,g; s,/proc/,$work/proc/,g
	s,@LIBEXECDIR@/initramfs-parts,sh $work/bin/initramfs-parts," \
	"$top/tools/kexec2/boot/parts-entry" >bin/parts-entry
mkdir -p boot etc/default etc/kernel proc
echo 'BOOT_IMAGE=/vmlinuz root=/dev/vda1 initrd=/x quiet' >proc/cmdline
cp one.img boot/initrd.img-6.12
cp bin/initramfs-parts boot/vmlinuz-6.12
entry=boot/loader/entries/kexec2-6.12.conf
hook()
{
	sh bin/parts-entry 6.12 boot/initrd.img-6.12
}
hook
ok "nothing is done that is not asked for" [ ! -e boot/loader ]
echo 'INITRAMFS_PARTS=yes' >etc/default/kexec2
hook
is "$(cat $entry)" "title Linux 6.12, its initramfs in parts
version 6.12
linux /vmlinuz-6.12
initrd /kexec2-parts/6.12/0-early.cpio
initrd /kexec2-parts/6.12/1-base.cpio.zst
initrd /kexec2-parts/6.12/2-modules.cpio.zst
initrd /kexec2-parts/6.12/3-host.cpio.zst
options root=/dev/vda1 quiet" "an entry has the parts"
like "$("$kexec2" load --dry-run --no-checks --boot-dir=boot --entry)" \
	'initrd 3 .*/3-host.cpio.zst.*root=/dev/vda1 quiet' "which kexec2 loads"
ok "with the same bytes" cmp parts-two/1-base.cpio.zst \
	boot/kexec2-parts/6.12/1-base.cpio.zst
echo 'root=/dev/vdb1' >etc/kernel/cmdline
hook
like "$(cat $entry)" $'\noptions root=/dev/vdb1$' \
	"/etc/kernel/cmdline is the command line, if it is there"
echo junk >boot/initrd.img-6.12
not_ok "an image that cannot be read" hook
ok "leaves no entry" [ ! -e $entry ]
cp one.img boot/initrd.img-6.12
hook
rm boot/initrd.img-6.12
hook
is "$(find boot -name '*6.12*')" boot/vmlinuz-6.12 \
	"with the image, the parts and the entry go"
cp one.img boot/initrd.img-6.12
hook
echo 'INITRAMFS_PARTS=no' >etc/default/kexec2
hook
is "$(find boot/loader boot/kexec2-parts -mindepth 1 -name '*6.12*')" "" \
	"or when they are no longer asked for"

# kernel-install writes a line for each file there that is called initrd.
sed "s,/etc/,$work/etc/,g; s,@LIBEXECDIR@/initramfs-parts,sh $work/bin/initramfs-parts," \
	"$top/tools/kexec2/boot/60-kexec2-parts.install" >bin/plugin
mkdir staging
cp one.img staging/initrd
plugin()
{
	KERNEL_INSTALL_STAGING_AREA=$work/staging sh bin/plugin "$@"
}
plugin add 6.12 boot/entry boot/vmlinuz-6.12
is "$(ls staging)" initrd "kernel-install: nothing that is not asked for"
echo 'INITRAMFS_PARTS=yes' >etc/default/kexec2
plugin remove 6.12 boot/entry
is "$(ls staging)" initrd "nothing, when a kernel is removed"
plugin add 6.12 boot/entry boot/vmlinuz-6.12
is "$(cd staging && echo *)" "initrd-0-early.cpio initrd-1-base.cpio.zst \
initrd-2-modules.cpio.zst initrd-3-host.cpio.zst" "the parts"
ok "with the same bytes" cmp parts-two/1-base.cpio.zst staging/initrd-1-base.cpio.zst
plugin add 6.12 boot/entry boot/vmlinuz-6.12
is "$(cd staging && echo ./* | wc -w)" 4 "are not split again"

# What a later archive has stands.
mkdir again
echo again >again/init
(cat one.img; cd again && echo init | cpio -o -H newc --quiet | gzip -n) >again.img
parts again.img parts-again
is "$(zstd -dcq parts-again/1-base.cpio.zst | cpio -i --to-stdout --quiet init)" \
	again "a later archive overrides an earlier one"

# What another host has, by patterns.
printf '# local\nusr/bin/d*\n' >host-files
parts one.img more
is "$(zstd -dcq more/3-host.cpio.zst | cpio -it --quiet | grep usr)" \
	"usr
usr/bin
usr/bin/dash" "/etc/kexec2/host-files names more of what is the host's"
rm host-files

# What is none.
echo junk >junk.img
not_ok "no image" parts junk.img junk
(cd one/early && find . | cpio -o -H newc --quiet) >early.img
like "$(parts early.img early 2>&1)" 'early.img: no init' "nothing but microcode"
like "$(parts one.img parts-one 2>&1)" 'parts-one is there already' \
	"and a directory that is there"
is "$(echo junk* early*)" "junk.img early.img" "leave nothing behind"

# What mkinitramfs makes on two hosts, which differ in what such hosts differ in, in
# copies of this system that go with the process.
# shellcheck disable=SC2016 # for sh
real='
	mount -t tmpfs none layers && mkdir layers/upper layers/work &&
	mount -t overlay none root -o lowerdir=/,upperdir=layers/upper,workdir=layers/work &&
	mount --bind /proc root/proc || exit 77
	mkdir -p root/lib/modules/6.99.0/kernel
	touch root/lib/modules/6.99.0/modules.order
	touch root/lib/modules/6.99.0/modules.builtin
	echo CONFIG_RD_ZSTD=y >root/boot/config-6.99.0
	echo "RESUME=/dev/$1" >root/etc/initramfs-tools/conf.d/resume
	echo "/dev/$1 / ext4 defaults 0 1" >root/etc/fstab
	echo "$1" >root/etc/hostname
	cat >root/etc/initramfs-tools/hooks/site <<-END
		#!/bin/sh
		[ "\$1" != prereqs ] || exit 0
		mkdir -p \$DESTDIR/etc
		cp /etc/hostname \$DESTDIR/etc/
	END
	chmod +x root/etc/initramfs-tools/hooks/site
	chroot root mkinitramfs -o /image 6.99.0 >log 2>&1 && cp root/image "$1.img"'
mkdir layers root
made=0
for name in vda sdb; do
	if [ "$(id -u)" = 0 ] && command -v mkinitramfs unshare >/dev/null; then
		unshare -m --propagation private sh -c "$real" sh $name || made=$?
	else
		made=77
	fi
done
if [ $made = 77 ]; then
	pass "images of mkinitramfs # SKIP needs root, overlays, and mkinitramfs"
else
	is $made 0 "two images of mkinitramfs" || cat log
	for name in vda sdb; do
		ok "the parts of $name" parts $name.img parts-$name
	done
	not_ok "the images differ" cmp -s vda.img sdb.img
	for part in 1-base 2-modules; do
		ok "$part is the same" cmp parts-vda/$part.cpio.zst \
			parts-sdb/$part.cpio.zst
	done
	is "$(zstd -dcq parts-sdb/3-host.cpio.zst |
		cpio -i --to-stdout --quiet etc/hostname)" sdb "but not the host's"
fi

done_testing
