# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# Images of Debian's makers of an initramfs, each with an early cpio, for a
# kernel that is not there.  They work in the current directory.

INITRAMFS_VERSION=6.12.0-none

# initramfs_tools IMAGE EARLY: with EARLY, an uncompressed cpio, before the rest.
#
# initramfs-tools looks for the configuration of the kernel in /boot: in a mount
# namespace there is one.  There are no modules, about which it warns.
initramfs_tools()
{
	mkdir -p conf/conf.d conf/hooks conf/scripts
	sed "s/^MODULES=.*/MODULES=list/; s/^COMPRESS=.*/COMPRESS=zstd/" \
		/etc/initramfs-tools/initramfs.conf >conf/initramfs.conf
	: >conf/modules
	cat >conf/hooks/early <<-EARLY
		#!/bin/sh
		[ "\$1" = prereqs ] && exit 0
		. /usr/share/initramfs-tools/hook-functions
		prepend_earlyinitramfs $(realpath "$2")
	EARLY
	chmod +x conf/hooks/early
	echo CONFIG_RD_ZSTD=y >"config-$INITRAMFS_VERSION"
	TMPDIR=$PWD unshare -rm sh -c '
		mount --bind "$PWD" /boot &&
		mkinitramfs -d "$PWD/conf" -o "$PWD/$1" "$2"' \
		sh "$1" "$INITRAMFS_VERSION"
}

# dracut_image IMAGE TABLES: with the ACPI tables of this directory.
dracut_image()
{
	mkdir -p none
	echo "acpi_override=yes acpi_table_dir=$(realpath "$2")" >dracut.conf
	dracut --no-kernel --force --no-hostonly --nostrip --gzip --modules base \
		--conf dracut.conf --confdir "$PWD/none" --tmpdir "$PWD" \
		"$1" "$INITRAMFS_VERSION"
}
