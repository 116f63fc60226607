// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Compressed archives: where one ends, and what is in it. */
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "initramfs/walk.h"
#include "shared/util.h"

#if WITH_BZIP2
#include <bzlib.h>
#endif
#if WITH_LZ4
#include <lz4.h>
#endif
#if WITH_LZMA
#include <lzma.h>
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
__attribute__((unused)) /* without any library */
static int take_stream(struct walk *walk, void *stream,
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
	ret = inflate(strm, Z_NO_FLUSH);
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
	int err = gzip_header(walk);

	if (err)
		return err;
	if (inflateInit2(&strm, -MAX_WBITS) != Z_OK)
		out_of_memory();
	err = take_stream(walk, &strm, gzip_step);
	inflateEnd(&strm);
	return err ? err : walk_skip(walk, GZIP_TRAILER);
}
#else
#define unpack_gzip NULL
#endif

#if WITH_BZIP2
/*
 * bzip2: lib/decompress_bunzip2.c
 */

static int bzip2_step(struct walk *walk, void *stream, struct buffers *buffers)
{
	bz_stream *strm = stream;
	int ret;

	strm->next_in = (char *)buffers->in;
	strm->avail_in = (unsigned int)buffers->in_len;
	strm->next_out = (char *)buffers->out;
	strm->avail_out = (unsigned int)buffers->out_len;
	ret = BZ2_bzDecompress(strm);
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
	int err;

	if (BZ2_bzDecompressInit(&strm, 0, 0) != BZ_OK)
		out_of_memory();
	err = take_stream(walk, &strm, bzip2_step);
	BZ2_bzDecompressEnd(&strm);
	return err;
}
#else
#define unpack_bzip2 NULL
#endif

#if WITH_LZMA
/*
 * lzma and xz: lib/decompress_unlzma.c, lib/decompress_unxz.c, lib/xz/
 */

#define LZMA_MEMORY_MAX (256U << 20) /* xz -9 needs 65 MiB */
#define TOO_MUCH_MEMORY "unpacking needs more than 256 MiB of memory"

static int lzma_step(struct walk *walk, void *stream, struct buffers *buffers)
{
	lzma_stream *strm = stream;
	lzma_ret ret;

	strm->next_in = buffers->in;
	strm->avail_in = buffers->in_len;
	strm->next_out = buffers->out;
	strm->avail_out = buffers->out_len;
	ret = lzma_code(strm, LZMA_RUN);
	buffers->in_len = strm->avail_in;
	buffers->out_len = strm->avail_out;
	switch (ret) {
	case LZMA_OK:
	case LZMA_STREAM_END:
		return ret == LZMA_STREAM_END;
	case LZMA_MEM_ERROR:
		out_of_memory();
	case LZMA_MEMLIMIT_ERROR:
		return because(walk->reason, -EFBIG, TOO_MUCH_MEMORY);
	default:
		return walk_damaged(walk);
	}
}

static int lzma_take(struct walk *walk, lzma_stream *strm, lzma_ret ret)
{
	int err;

	if (ret != LZMA_OK)
		out_of_memory();
	err = take_stream(walk, strm, lzma_step);
	lzma_end(strm);
	return err;
}

/*
 * The kernel may leave the last byte of a stream: it reads one only when it
 * needs more bits.  liblzma reads it, and insists that what the decoder is left
 * with is zero.  So that byte is a zero, which the kernel takes for padding.
 */
static int unpack_lzma(struct walk *walk)
{
	lzma_stream strm = LZMA_STREAM_INIT;

	return lzma_take(walk, &strm,
			 lzma_alone_decoder(&strm, LZMA_MEMORY_MAX));
}

/*
 * xz_dec_bcj_reset(): the filters for machine code, each by its number.  A
 * kernel of which the version is not known is taken for a new one.
 */
static bool is_bcj(const struct walk *walk, uint8_t id)
{
	if (id == 0x06)			/* IA-64 */
		return walk->version && walk->version < 0x060700;
	if (id == 0x0a || id == 0x0b)	/* ARM64, RISC-V */
		return !walk->version || walk->version >= 0x060c00;
	return id >= 0x04 && id <= 0x09;
}

/*
 * dec_block_header(): LZMA2, and before it one of these without an offset.
 * The sum of the header has been checked.
 */
static int check_xz_filters(struct walk *walk, const uint8_t *header,
			    size_t size)
{
	unsigned int sizes;
	lzma_vli unused;
	size_t at = 2;

	if (header[1] & 0x3e)
		return because(walk->reason, DAMAGED,
			       "more xz filters than the kernel supports (use xz --lzma2)");
	/* The sizes of the block, which have been checked, too. */
	for (sizes = header[1] >> 6; sizes; sizes &= sizes - 1)
		lzma_vli_decode(&unused, NULL, header, &at, size);
	if (header[1] & 0x01) {
		if (!is_bcj(walk, header[at]))
			return because(walk->reason, DAMAGED,
				       "xz filter 0x%02x not supported by the kernel (use xz --lzma2)",
				       header[at]);
		if (header[at + 1])
			return because(walk->reason, DAMAGED,
				       "xz filter with a start offset, which the kernel does not support (leave out start=)");
		at += 2;
	}
	if (header[at] != LZMA_FILTER_LZMA2 || header[at + 2] > 39)
		return because(walk->reason, DAMAGED,
			       "xz filter or dictionary not supported by the kernel (use xz --lzma2)");
	for (at += 3; at < size - sizeof(uint32_t); at++)
		if (header[at])
			return walk_damaged(walk);
	return 0;
}

/* @start: the first byte of the header, which has been taken. */
static int unpack_xz_block(struct walk *walk, uint8_t start, lzma_check check,
			   lzma_index_hash *index)
{
	uint8_t header[LZMA_BLOCK_HEADER_SIZE_MAX] = { start };
	lzma_filter filters[LZMA_FILTERS_MAX + 1];
	lzma_stream strm = LZMA_STREAM_INIT;
	lzma_block block = {
		.check = check,
		.filters = filters,
		.header_size = lzma_block_header_size_decode(start),
	};
	int i, err = walk_take(walk, header + 1, block.header_size - 1);
	lzma_ret ret;

	if (err)
		return err;
	ret = lzma_block_header_decode(&block, NULL, header);
	if (ret == LZMA_MEM_ERROR)
		out_of_memory();
	if (ret == LZMA_DATA_ERROR)
		return walk_damaged(walk);
	err = check_xz_filters(walk, header, block.header_size);
	if (ret != LZMA_OK)
		return err ?: because(walk->reason, -EOPNOTSUPP,
				      "an xz filter that this build's liblzma lacks");
	if (!err && lzma_raw_decoder_memusage(filters) > LZMA_MEMORY_MAX)
		err = because(walk->reason, -EFBIG, TOO_MUCH_MEMORY);
	if (!err)
		err = lzma_take(walk, &strm, lzma_block_decoder(&strm, &block));
	for (i = 0; filters[i].id != LZMA_VLI_UNKNOWN; i++)
		free(filters[i].options);
	if (!err && lzma_index_hash_append(index,
					   lzma_block_unpadded_size(&block),
					   block.uncompressed_size) != LZMA_OK)
		err = walk_damaged(walk);
	return err;
}

/* The blocks, as many as there are, and the index, which a zero begins. */
static int unpack_xz_blocks(struct walk *walk, lzma_check check,
			    lzma_index_hash *index)
{
	const uint8_t *at;
	uint8_t start;
	size_t len, n;
	lzma_ret ret = LZMA_OK;
	int err;

	while (!(err = walk_take(walk, &start, 1)) && start) {
		err = unpack_xz_block(walk, start, check, index);
		if (err)
			return err;
	}
	walk->pos--;
	while (!err && ret == LZMA_OK) {
		err = walk_look(walk, walk->pos, &at, &len);
		n = 0;
		ret = lzma_index_hash_decode(index, at, &n, len);
		walk->pos += n;
	}
	return err || ret == LZMA_STREAM_END ? err : walk_damaged(walk);
}

/*
 * One stream, without the padding that may follow one: dec_main() of
 * lib/xz/xz_dec_stream.c.  Of the checks the kernel knows none and CRC32.
 */
static int unpack_xz(struct walk *walk)
{
	uint8_t bytes[LZMA_STREAM_HEADER_SIZE];
	lzma_stream_flags header, footer;
	lzma_index_hash *index;
	int err = walk_take(walk, bytes, sizeof(bytes));

	if (err)
		return err;
	if (lzma_stream_header_decode(&header, bytes) != LZMA_OK)
		return walk_damaged(walk);
	if (header.check > LZMA_CHECK_CRC32)
		return because(walk->reason, DAMAGED,
			       "xz check not supported by the kernel (use xz --check=crc32)");
	index = lzma_index_hash_init(NULL, NULL);
	if (!index)
		out_of_memory();
	err = unpack_xz_blocks(walk, header.check, index);
	if (!err)
		err = walk_take(walk, bytes, sizeof(bytes));
	if (!err && (lzma_stream_footer_decode(&footer, bytes) != LZMA_OK ||
		     lzma_stream_flags_compare(&header, &footer) != LZMA_OK ||
		     footer.backward_size != lzma_index_hash_size(index)))
		err = walk_damaged(walk);
	lzma_index_hash_end(index, NULL);
	return err;
}
#else
#define unpack_lzma NULL
#define unpack_xz NULL
#define skip_xz NULL
#endif

#if WITH_LZO
/*
 * lzop: lib/decompress_unlzo.c
 */

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
	if (lzo1x_decompress_safe(in, in_size, out, &unpacked, NULL) !=
		    LZO_E_OK ||
	    unpacked != size)
		return walk_damaged(walk);
	return walk_emit(walk, out, size);
}

static int unpack_lzo(struct walk *walk)
{
	uint8_t *in = xcalloc(2, LZO_BLOCK_MAX);
	int err = lzo_header(walk);
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
	n = LZ4_decompress_safe(in, out, (int)size, LZ4_BLOCK_MAX);
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
	int err = walk_take(walk, &word, sizeof(word));

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

#define ZSTD_WINDOW_LOG 27 /* ZSTD_WINDOWLOG_MAX of the kernel */

static int zstd_step(struct walk *walk, void *stream, struct buffers *buffers)
{
	ZSTD_outBuffer out = { buffers->out, buffers->out_len, 0 };
	ZSTD_inBuffer in = { buffers->in, buffers->in_len, 0 };
	size_t ret = ZSTD_decompressStream(stream, &out, &in);

	buffers->in_len -= in.pos;
	buffers->out_len -= out.pos;
	if (!ZSTD_isError(ret))
		return !ret;
	switch (ZSTD_getErrorCode(ret)) {
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
	ZSTD_DStream *strm = ZSTD_createDStream();
	int err;

	if (!strm)
		out_of_memory();
	ZSTD_DCtx_setParameter(strm, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	err = take_stream(walk, strm, zstd_step);
	ZSTD_freeDStream(strm);
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
