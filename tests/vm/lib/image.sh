# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 the kexec_file_load2 authors
#
# initramfs images: pack a directory, compress, join.

IMAGE_TYPES='none gzip bzip2 lzma xz lzo lz4 zstd'

# compress TYPE: stdin to stdout, in the dialect that the kernel unpacks.
compress()
{
	case $1 in
	none)	cat ;;
	gzip)	gzip -n -6 ;;
	bzip2)	bzip2 -9 ;;
	lzma)	xz --format=lzma -6 ;;
	xz)	xz --check=crc32 -6 ;;
	lzo)	lzop -9 ;;
	lz4)	lz4 -l -9 ;;
	zstd)	zstd -q -10 ;;
	*)	say "unknown compression $1, one of: $IMAGE_TYPES"; return 1 ;;
	esac
}

# pack DIRECTORY: a cpio of what is in it, owned by root, to stdout.
pack()
{
	(cd "$1" && find . -mindepth 1 -printf '%P\0' | LC_ALL=C sort -z |
		cpio -0 -o -H newc -R 0:0 --reproducible --quiet)
}

# join FILE...: one image; parts start at a multiple of 4 and are separated by
# at least one zero word, which is what ends an lz4 stream.
join()
{
	local file size

	for file; do
		size=$(stat -L -c %s "$file")
		cat "$file"
		head -c $((4 + (-size & 3))) /dev/zero
	done
}
