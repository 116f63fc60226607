/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A joined initramfs, taken apart as the kernel's unpacker walks it:
 * unpack_to_rootfs() of init/initramfs.c.
 *
 * Where a part begins and ends
 *
 * The kernel takes, from the first byte on: zero bytes, which it skips; where
 * the offset is a multiple of 4, an uncompressed cpio archive; and anywhere,
 * but behind a cpio archive at multiples of 4 only, what begins as a
 * compressed file does.  At anything else it stops, keeps what is unpacked so
 * far, and goes on booting.
 *
 * Each archive is a part.  An uncompressed one ends with its trailer, one
 * without a trailer where something else than another header follows its last
 * entry.  A compressed one ends where the decompressor stops reading; what is
 * joined inside it is one part with it.  To the walk, the zeros between
 * archives belong to no part, and neither do those behind the last one;
 * initramfs_cut() gives the parts what their files had.  A bootconfig
 * (Documentation/admin-guide/bootconfig.rst)
 * belongs to the last part, with the zeros before it, since it is found from
 * the end of the image.
 *
 * Joining them again
 *
 * kexec_file_load2(2) lets each part begin at a multiple of 4, with at least 4
 * zeros before it, and puts none behind the last.  It unpacks to the same
 * files:
 * - between archives the number of zeros means nothing to the kernel, and each
 *   part is aligned as strictly as any kind of archive has to be;
 * - lz4 -l has no end of its own: the decompressor goes on until it finds four
 *   zeros or has less than four bytes left.  A part holds neither, and gets at
 *   least those four zeros, or is the last one;
 * - the other decompressors see the end in their data, and never look at the
 *   zeros;
 * - a cpio archive that is cut short lasts until the end of the image, so it
 *   is the last part, and has nothing behind it to swallow;
 * - a hard link table that a missing trailer leaves behind finds the same
 *   parts in the same order;
 * - find_cpio_data() finds early files behind zeros, in multiples of 4, too;
 * - the last part ends where the image or its last archive did, so that
 *   a bootconfig is found or not as before.
 */
#ifndef KEXEC2_INITRAMFS_H
#define KEXEC2_INITRAMFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/kexec_file_load2.h>

#include "initramfs/rootfs.h"
#include "shared/util.h"

struct reading;

enum initramfs_kind {
	INITRAMFS_CPIO,
	INITRAMFS_GZIP,
	INITRAMFS_BZIP2,
	INITRAMFS_LZMA,
	INITRAMFS_XZ,
	INITRAMFS_LZO,
	INITRAMFS_LZ4,
	INITRAMFS_ZSTD,
	INITRAMFS_BOOTCONFIG,	/* there is no archive before the bootconfig */
	INITRAMFS_SEVERAL,	/* of initramfs_cut(): archives in one file */
};

/**
 * struct initramfs_part - an archive
 * @offset:    Of its first byte.
 * @size:      In bytes.
 * @padding:   Zeros at its end, of @size, behind the archive.
 * @known:     Name of a file with this digest, or NULL.
 * @kind:      What it is.
 * @early:     Uncompressed, with files that the kernel looks for before it
 *             unpacks anything: microcode or ACPI tables.
 * @open:      Does not end with a trailer, inside the compression.
 * @truncated: Uncompressed, and ends within an entry.
 * @entries:   Files, directories and so on in it, but for trailers.
 * @metadata:  Entries with extended attributes, one for each file that has any.
 * @unpacked:  Size in bytes without compression.
 * @label:     "early", "early2", ... for those with @early; "initrd",
 *             "initrd2", ... for all others; counted apart, in the order of
 *             the image.
 */
struct initramfs_part {
	uint64_t offset;
	uint64_t size;
	uint64_t padding;
	const char *known;
	enum initramfs_kind kind;
	bool early;
	bool open;
	bool truncated;
	uint64_t entries;
	uint64_t metadata;
	uint64_t unpacked;
	char label[KEXEC_INITRD_LABEL_SIZE];
};

enum initramfs_stop {
	INITRAMFS_WHOLE,	/* the kernel takes all of it */
	INITRAMFS_JUNK,		/* ... stops at what is no archive */
	INITRAMFS_DAMAGED,	/* ... stops in an archive */
};

/**
 * struct initramfs - the parts of an image
 * @parts:	 In the order of the image.
 * @nr_parts:	 How many.
 * @size:	 Of the image, in bytes, without a signature appended to it.
 * @bootconfig:	 Offset of the bootconfig, or @size if there is none.
 * @skipped:	 Entries of an archive that was not unpacked to its end, and all
 *		 behind it, are not known.
 * @stop:	 Whether the kernel would get to the end.
 * @stop_offset: Offset of what it stops at.
 * @why:	 Why it stops there, to follow "offset N: ".
 * @entries:	 Of initramfs_check(): what is in the archives.
 * @losses:	 For rootfs_unpack(): what of it the kernel drops.
 */
struct initramfs {
	struct initramfs_part *parts;
	size_t nr_parts;
	uint64_t size;
	uint64_t bootconfig;
	bool skipped;
	enum initramfs_stop stop;
	uint64_t stop_offset;
	struct reason why;
	struct cpio_entries entries;
	struct losses losses;
};

/* An image with more archives than this is not worth the list. */
#define INITRAMFS_PARTS_MAX	4096

/*
 * The kernel unpacks whatever it gets, until memory runs out.  An image that
 * unpacks to more than this in all is not looked at any further.
 */
#define INITRAMFS_UNPACKED_MAX	((uint64_t)16 << 30)

/**
 * initramfs_walk() - find the parts of an image
 * @initramfs:	  Receives them; to be freed in any case.
 * @fd:		  The image, open for reading.  Its offset stays.
 * @first:	  Nothing is unpacked before it: if it begins with a compressed
 *		  archive, the kernel wants a cpio header at once inside.
 * @unpacked_max: How much to unpack in all, in bytes.
 * @reason:	  For errors.
 *
 * Reads the image once, in order, and keeps a few MiB in memory: for xz and
 * zstd as much as its compression asks for, at most 256 MiB.
 *
 * Return: 0, also for an image that the kernel does not take to its end:
 * initramfs->stop.  Or
 *   -EFBIG  it unpacks to too much, or has too many archives;
 *   -EOPNOTSUPP this build cannot unpack it;
 *   -ENODEV it is no regular file;
 *   -EIO    it cannot be read.
 */
int initramfs_walk(struct initramfs *initramfs, int fd, bool first,
		   uint64_t unpacked_max, struct reason *reason);

/**
 * initramfs_check() - the same for a known kernel, and keep the entries
 * @unpack_all:	Unpack all, also where headers tell how long an archive is.
 * @version:	Of the kernel, 0x060c5e for 6.12.94; 0 for any that is new.
 * @left:	How much to unpack in all; may be shared with other threads.
 * @reading:	Is told of what is read, not always up to the end, and tells the
 *		piece of the file that is the image; or NULL.
 *
 * Return: as initramfs_walk(); -EFBIG also for too many entries.
 */
int initramfs_check(struct initramfs *initramfs, int fd, bool first,
		    bool unpack_all, uint32_t version, _Atomic int64_t *left,
		    struct reading *reading, struct reason *reason);
void initramfs_free(struct initramfs *initramfs);

/*
 * How much of a file, or piece of one, the kernel joins: without a signature
 * that is appended.  0 or -EIO.
 */
int initramfs_payload(int fd, uint64_t offset, uint64_t size,
		      uint64_t *payload, struct reason *reason);

/**
 * unpack_piece() - unpack a piece of a file, as far as that goes
 * @take: Gets what comes out, or the piece as it is if it is not compressed,
 *        until it returns false.
 * @to:   For @take.
 *
 * Return: 0 for all of it; 1 after false; -EOPNOTSUPP if this build cannot
 * unpack it, -EBADMSG for what is damaged, -EFBIG, or -EIO.
 */
int unpack_piece(int fd, uint64_t offset, uint64_t size,
		 bool (*take)(void *to, const void *bytes, size_t len),
		 void *to);

/* Make the labels anew, of parts that have changed. */
void initramfs_label(struct initramfs *initramfs);

/* A word for a kind. */
const char *initramfs_kind_name(enum initramfs_kind kind);

/* Say why the kernel does not take an image to its end. */
int initramfs_refuse(const struct initramfs *initramfs, struct reason *reason);

#endif /* KEXEC2_INITRAMFS_H */
