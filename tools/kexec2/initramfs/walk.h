/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Read an initramfs image once, in order, and unpack what is compressed. */
#ifndef KEXEC2_INITRAMFS_WALK_H
#define KEXEC2_INITRAMFS_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "initramfs/initramfs.h"
#include "initramfs/newc.h"
#include "shared/digest.h"
#include "shared/util.h"

/* The kernel stops at this archive; the reason tells why. */
#define DAMAGED (-EBADMSG)

/* No errors: enough has come out; the headers do not tell the end. */
#define ENOUGH	1
#define UNTOLD	2

/**
 * struct walk - an image that is being read
 * @fd:	      The file; not owned.
 * @begin:    Where in the file the image begins; other offsets are from there.
 * @end:      Where it ends.
 * @size:     Bytes to read, without a bootconfig at the end.
 * @window:   A piece of the file.
 * @start:    Offset of the window.
 * @len:      Bytes in the window.
 * @reading:  Is told of what is read; with a digest, each byte is added once,
 *            in order.  Or NULL.
 * @pos:      Offset of what is read next.
 * @newc:     The unpacker, which the kernel keeps from one archive to the next.
 * @version:  Of the kernel that is to unpack it, 0x060c5e for 6.12.94; 0 for
 *	      one that is not known.
 * @unpacked: Bytes that have come out of this archive.
 * @left:     Bytes that may still come out of all archives, of other images,
 *            too, that are read at the same time.
 * @headers:  Unpack only the head of an archive where headers tell the rest.
 * @enough:   Unpack no more than about so many bytes of an archive; 0: all.
 * @skip:     Unpack nothing, but go from block to block.
 * @take:     Gets what comes out in place of @newc, until it returns false.
 * @to:	      For it.
 * @reason:   For errors.
 */
struct walk {
	int fd;
	uint64_t begin, end;
	uint64_t size;
	uint8_t *window;
	uint64_t start;
	size_t len;
	struct reading *reading;
	uint64_t pos;
	struct newc newc;
	uint32_t version;
	uint64_t unpacked;
	_Atomic int64_t *left;
	bool headers;
	uint64_t enough;
	bool skip;
	bool (*take)(void *to, const void *bytes, size_t len);
	void *to;
	struct reason *reason;
};

/**
 * walk_look() - look at the bytes at an offset
 * @at:  Receives where they are, valid until the next call.
 * @len: Receives how many there are: at least one, or none if @offset is not
 *       less than the size.
 *
 * Return: 0, or -EIO, also for a file that has become shorter.
 */
int walk_look(struct walk *walk, uint64_t offset, const uint8_t **at,
	      size_t *len);

/* Copy @len bytes, all of which have to be there.  0 or -EIO. */
int walk_copy(struct walk *walk, uint64_t offset, void *buf, size_t len);

/* The same of what is next, up to what follows.  Too little is DAMAGED. */
int walk_take(struct walk *walk, void *buf, size_t len);
int walk_skip(struct walk *walk, uint64_t len);

/*
 * What has come out of an archive.  0 or ENOUGH; or DAMAGED or -EFBIG, with the
 * reason.
 */
int walk_emit(struct walk *walk, const void *bytes, size_t len);

/* Returns DAMAGED, with the reason that goes without saying. */
int walk_damaged(struct walk *walk);

/* frames.c */
int skip_lz4(struct walk *walk);
int skip_zstd(struct walk *walk);

/* xz.c */
#if WITH_LZMA
int unpack_lzma(struct walk *walk);
int unpack_xz(struct walk *walk);
int skip_xz(struct walk *walk);
#else
#define unpack_lzma NULL
#define unpack_xz NULL
#define skip_xz NULL
#endif

/* unpack.c */

/* What a library is given in one call: it moves and shrinks them. */
struct buffers {
	const uint8_t *in;
	size_t in_len;
	uint8_t *out;
	size_t out_len;
};

/*
 * Call @step until it is at the end of the stream: it returns 1 then, 0 before,
 * and a negative error with a reason.
 */
int take_stream(struct walk *walk, void *stream,
		int (*step)(struct walk *walk, void *stream,
			    struct buffers *buffers));

#define LZ4_MAGIC 0x184c2102U
#define LZ4_BLOCK_MAX (8 << 20) /* unpacked */
#define LZ4_IN_MAX (LZ4_BLOCK_MAX + LZ4_BLOCK_MAX / 255 + 16)

/**
 * struct format - a compression that the kernel knows
 * @magic:   Its first two bytes, which are all that the kernel looks at.
 * @kind:    What it is.
 * @library: The library that unpacks it.
 * @unpack:  Unpacks what is at walk->pos, which is left behind the archive: as
 *           far as the function of lib/decompress_*.c reads in one call.
 *           Returns 0; ENOUGH; DAMAGED; -EFBIG for more than walk->left bytes,
 *           or where unpacking needs too much memory; -EIO; or -EOPNOTSUPP if
 *           the library is not there.  NULL if this program was built without
 *           it.
 * @skip:    The same without unpacking, where headers in the archive tell how
 *           long its blocks are; or UNTOLD, if the headers of this one do not.
 *           Called with walk->skip set.  NULL if none do.
 */
struct format {
	uint8_t magic[2];
	enum initramfs_kind kind;
	const char *library;
	int (*unpack)(struct walk *walk);
	int (*skip)(struct walk *walk);
};

/* NULL if the kernel knows none that begins so. */
const struct format *find_format(const uint8_t magic[2]);

#endif /* KEXEC2_INITRAMFS_WALK_H */
