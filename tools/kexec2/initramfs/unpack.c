// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Compressed archives: where one ends, and what is in it. */
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "initramfs/walk.h"
#include "shared/library.h"

#if WITH_BZIP2
#include <bzlib.h>
#endif
#if WITH_LZ4
#include <lz4.h>
#endif
#if WITH_LZO
#include <lzo/lzo1x.h>
#endif
#if WITH_ZLIB
#include <zlib.h>
#endif
#if WITH_ZSTD
#include <zstd.h>
#include <zstd_errors.h>
#endif

int take_stream(struct walk *walk, void *stream,
		int (*step)(struct walk *walk, void *stream,
			    struct buffers *buffers))
{
	uint8_t out[32768];
	int err, end = 0;

	while (!end) {
		struct buffers buffers = { NULL, 0, out, sizeof(out) };
		size_t len, unpacked;

		err = walk_look(walk, walk->pos, &buffers.in, &len);
		if (err)
			return err;
		buffers.in_len = len;
		end = step(walk, stream, &buffers);
		if (end < 0)
			return end;
		unpacked = sizeof(out) - buffers.out_len;
		if (!end && buffers.in_len == len && !unpacked)
			return because(walk->reason, DAMAGED,
				       "truncated archive");
		walk->pos += len - buffers.in_len;
		err = walk_emit(walk, out, unpacked);
		if (err)
			return err;
	}
	return 0;
}

#if WITH_ZLIB
/*
 * gzip: lib/decompress_inflate.c
 */

#define ZLIB_FUNCTIONS(X) X(inflateInit2_) X(inflate) X(inflateEnd)

LIBRARY(zlib, "libz.so.1", "gzip", ZLIB_FUNCTIONS);

#define GZIP_TRAILER 8 /* CRC and size, at which the kernel does not look */
#define GZIP_NAME 0x08 /* the one optional field that the kernel knows */

static int gzip_header(struct walk *walk)
{
	uint8_t header[10], c = 1;
	int err = walk_take(walk, header, sizeof(header));

	if (err)
		return err;
	if (header[0] != 0x1f || header[1] != 0x8b || header[2] != 8)
		return because(walk->reason, DAMAGED,
			       "archive header not supported by the kernel");
	while (!err && c && header[3] & GZIP_NAME)
		err = walk_take(walk, &c, 1);
	return err;
}

static int gzip_step(struct walk *walk, void *stream, struct buffers *buffers)
{
	z_stream *strm = stream;
	int ret;

	strm->next_in = (z_const Bytef *)buffers->in;
	strm->avail_in = (uInt)buffers->in_len;
	strm->next_out = buffers->out;
	strm->avail_out = (uInt)buffers->out_len;
	ret = zlib.inflate(strm, Z_NO_FLUSH);
	buffers->in_len = strm->avail_in;
	buffers->out_len = strm->avail_out;
	if (ret == Z_MEM_ERROR)
		out_of_memory();
	if (ret != Z_OK && ret != Z_BUF_ERROR && ret != Z_STREAM_END)
		return walk_damaged(walk);
	return ret == Z_STREAM_END;
}

/* One member.  The kernel takes another one for the next archive. */
static int unpack_gzip(struct walk *walk)
{
	z_stream strm = { 0 };
	int err = library_open(&zlib_library, walk->reason) ?:
		  gzip_header(walk);

	if (err)
		return err;
	if (zlib.inflateInit2(&strm, -MAX_WBITS) != Z_OK)
		out_of_memory();
	err = take_stream(walk, &strm, gzip_step);
	zlib.inflateEnd(&strm);
	return err ? err : walk_skip(walk, GZIP_TRAILER);
}
#else
#define unpack_gzip NULL
#endif

#if WITH_BZIP2
/*
 * bzip2: lib/decompress_bunzip2.c
 */

#define BZIP2_FUNCTIONS(X) \
	X(BZ2_bzDecompressInit) X(BZ2_bzDecompress) X(BZ2_bzDecompressEnd)

LIBRARY(bzip2, "libbz2.so.1", "bzip2", BZIP2_FUNCTIONS);

static int bzip2_step(struct walk *walk, void *stream, struct buffers *buffers)
{
	bz_stream *strm = stream;
	int ret;

	strm->next_in = (char *)buffers->in;
	strm->avail_in = (unsigned int)buffers->in_len;
	strm->next_out = (char *)buffers->out;
	strm->avail_out = (unsigned int)buffers->out_len;
	ret = bzip2.BZ2_bzDecompress(strm);
	buffers->in_len = strm->avail_in;
	buffers->out_len = strm->avail_out;
	if (ret == BZ_MEM_ERROR)
		out_of_memory();
	if (ret != BZ_OK && ret != BZ_STREAM_END)
		return walk_damaged(walk);
	return ret == BZ_STREAM_END;
}

/* One stream.  The kernel takes another one for the next archive. */
static int unpack_bzip2(struct walk *walk)
{
	bz_stream strm = { 0 };
	int err = library_open(&bzip2_library, walk->reason);

	if (err)
		return err;
	if (bzip2.BZ2_bzDecompressInit(&strm, 0, 0) != BZ_OK)
		out_of_memory();
	err = take_stream(walk, &strm, bzip2_step);
	bzip2.BZ2_bzDecompressEnd(&strm);
	return err;
}
#else
#define unpack_bzip2 NULL
#endif

#if WITH_LZO
/*
 * lzop: lib/decompress_unlzo.c
 */

#define LZO_FUNCTIONS(X) X(lzo1x_decompress_safe)

LIBRARY(lzo, "liblzo2.so.2", "lzo", LZO_FUNCTIONS);

#define LZO_BLOCK_MAX (256U << 10)
#define LZO_HAS_FILTER 0x00000800U
#define LZO_VERSION_LONG 0x0940U /* from here on, more fields */

static int take_be32(struct walk *walk, uint32_t *value)
{
	int err = walk_take(walk, value, sizeof(*value));

	*value = err ? 0 : be32toh(*value);
	return err;
}

/* parse_header(); all that is used is where it ends. */
static int lzo_header(struct walk *walk)
{
	static const uint8_t magic[] = { 0x89, 0x4c, 0x5a, 0x4f, 0x00,
					 0x0d, 0x0a, 0x1a, 0x0a };
	uint8_t fixed[9 + 7], name_len = 0;
	uint32_t flags;
	bool is_long;
	int err = walk_take(walk, fixed, sizeof(fixed));

	if (err)
		return err;
	if (memcmp(fixed, magic, sizeof(magic)) != 0)
		return because(walk->reason, DAMAGED,
			       "archive header not supported by the kernel");
	is_long = (fixed[9] << 8 | fixed[10]) >= (int)LZO_VERSION_LONG;
	err = walk_skip(walk, is_long); /* level */
	if (!err)
		err = take_be32(walk, &flags);
	if (!err) /* mode, mtime; filter; upper half of mtime */
		err = walk_skip(walk, 8 + (flags & LZO_HAS_FILTER ? 4 : 0) +
					      (is_long ? 4 : 0));
	if (!err)
		err = walk_take(walk, &name_len, 1);
	return err ? err : walk_skip(walk, name_len + 4U); /* name, checksum */
}

/* A block of @size bytes, which have been read; not so its other sizes. */
static int lzo_block(struct walk *walk, uint32_t size, uint8_t *in)
{
	uint8_t *out;
	lzo_uint unpacked = size;
	uint32_t in_size;
	int err;

	if (size > LZO_BLOCK_MAX)
		return walk_damaged(walk);
	err = take_be32(walk, &in_size);
	if (!err)
		err = walk_skip(walk, 4); /* checksum */
	if (err)
		return err;
	if (!in_size || in_size > size)
		return walk_damaged(walk);
	err = walk_take(walk, in, in_size);
	if (err)
		return err;
	if (in_size == size)
		return walk_emit(walk, in, size);
	out = in + LZO_BLOCK_MAX;
	if (lzo.lzo1x_decompress_safe(in, in_size, out, &unpacked, NULL) !=
		    LZO_E_OK ||
	    unpacked != size)
		return walk_damaged(walk);
	return walk_emit(walk, out, size);
}

static int unpack_lzo(struct walk *walk)
{
	uint8_t *in = xcalloc(2, LZO_BLOCK_MAX);
	int err = library_open(&lzo_library, walk->reason) ?:
		  lzo_header(walk);
	uint32_t size = 1;

	while (!err && size) {
		err = take_be32(walk, &size);
		if (size)
			err = lzo_block(walk, size, in);
	}
	free(in);
	return err;
}
#else
#define unpack_lzo NULL
#endif

#if WITH_LZ4
/*
 * lz4, the legacy format of "lz4 -l": lib/decompress_unlz4.c
 */

#define LZ4_FUNCTIONS(X) X(LZ4_decompress_safe)

LIBRARY(lz4, "liblz4.so.1", "lz4", LZ4_FUNCTIONS);

_Static_assert(LZ4_IN_MAX == LZ4_COMPRESSBOUND(LZ4_BLOCK_MAX),
	       "a block at its longest");

static int lz4_block(struct walk *walk, uint32_t size, char *in)
{
	char *out;
	int n, err;

	if (size > LZ4_IN_MAX)
		return because(walk->reason, DAMAGED,
			       "data other than a block follows; put 4 zero bytes after the archive");
	err = walk_take(walk, in, size);
	if (err)
		return err;
	out = in + LZ4_IN_MAX;
	n = lz4.LZ4_decompress_safe(in, out, (int)size, LZ4_BLOCK_MAX);
	if (n < 0)
		return because(walk->reason, DAMAGED,
			       "damaged archive, or less than 4 zero bytes after it");
	return walk_emit(walk, out, (size_t)n);
}

/*
 * The format has no end.  The kernel stops at a size of 0, at which it leaves
 * these four bytes, and where there are less than four; another magic number
 * goes on with the same archive.
 */
static int unpack_lz4(struct walk *walk)
{
	char *in = xcalloc(LZ4_IN_MAX + LZ4_BLOCK_MAX, 1);
	uint32_t word = 0;
	int err = library_open(&lz4_library, walk->reason) ?:
		  walk_take(walk, &word, sizeof(word));

	if (!err && le32toh(word) != LZ4_MAGIC)
		err = because(walk->reason, DAMAGED,
			      "not the lz4 format that the kernel unpacks (use lz4 -l)");
	while (!err && word && walk->size - walk->pos >= sizeof(word)) {
		err = walk_take(walk, &word, sizeof(word));
		word = le32toh(word);
		if (!err && !word)
			walk->pos -= sizeof(word);
		else if (!err && word != LZ4_MAGIC)
			err = lz4_block(walk, word, in);
	}
	free(in);
	return err;
}
#else
#define unpack_lz4 NULL
#endif

#if WITH_ZSTD
/*
 * zstd: lib/decompress_unzstd.c
 */

#define ZSTD_FUNCTIONS(X) \
	X(ZSTD_createDStream) X(ZSTD_freeDStream) X(ZSTD_DCtx_setParameter) \
	X(ZSTD_decompressStream) X(ZSTD_isError) X(ZSTD_getErrorCode)

LIBRARY(zstd, "libzstd.so.1", "zstd", ZSTD_FUNCTIONS);

#define ZSTD_WINDOW_LOG 27 /* ZSTD_WINDOWLOG_MAX of the kernel */

static int zstd_step(struct walk *walk, void *stream, struct buffers *buffers)
{
	ZSTD_outBuffer out = { buffers->out, buffers->out_len, 0 };
	ZSTD_inBuffer in = { buffers->in, buffers->in_len, 0 };
	size_t ret = zstd.ZSTD_decompressStream(stream, &out, &in);

	buffers->in_len -= in.pos;
	buffers->out_len -= out.pos;
	if (!zstd.ZSTD_isError(ret))
		return !ret;
	switch (zstd.ZSTD_getErrorCode(ret)) {
	case ZSTD_error_memory_allocation:
		out_of_memory();
	case ZSTD_error_frameParameter_windowTooLarge:
		return because(walk->reason, DAMAGED,
			       "zstd window exceeds the kernel's limit of 128 MiB");
	default:
		return walk_damaged(walk);
	}
}

/* One frame.  The kernel takes another one for the next archive. */
static int unpack_zstd(struct walk *walk)
{
	int err = library_open(&zstd_library, walk->reason);
	ZSTD_DStream *strm;

	if (err)
		return err;
	strm = zstd.ZSTD_createDStream();
	if (!strm)
		out_of_memory();
	zstd.ZSTD_DCtx_setParameter(strm, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	err = take_stream(walk, strm, zstd_step);
	zstd.ZSTD_freeDStream(strm);
	return err;
}
#else
#define unpack_zstd NULL
#endif

/* compressed_formats[] of lib/decompress.c, which has nothing but these. */
static const struct format formats[] = {
	{ { 0x1f, 0x8b }, INITRAMFS_GZIP, "zlib", unpack_gzip, NULL },
	{ { 0x1f, 0x9e }, INITRAMFS_GZIP, "zlib", unpack_gzip, NULL },
	{ { 0x42, 0x5a }, INITRAMFS_BZIP2, "libbz2", unpack_bzip2, NULL },
	{ { 0x5d, 0x00 }, INITRAMFS_LZMA, "liblzma", unpack_lzma, NULL },
	{ { 0xfd, 0x37 }, INITRAMFS_XZ, "liblzma", unpack_xz, skip_xz },
	{ { 0x89, 0x4c }, INITRAMFS_LZO, "liblzo2", unpack_lzo, NULL },
	{ { 0x02, 0x21 }, INITRAMFS_LZ4, "liblz4", unpack_lz4, skip_lz4 },
	{ { 0x28, 0xb5 }, INITRAMFS_ZSTD, "libzstd", unpack_zstd, skip_zstd },
};

const struct format *find_format(const uint8_t magic[2])
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		if (!memcmp(formats[i].magic, magic, sizeof(formats[i].magic)))
			return &formats[i];
	return NULL;
}
