// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Archives of lzma and xz: where one ends, and what is in it, as
 * lib/decompress_unlzma.c, lib/decompress_unxz.c and lib/xz/ of the kernel see
 * it.
 */
#include <errno.h>
#include <stdlib.h>

#include <lzma.h>

#include "initramfs/walk.h"
#include "shared/library.h"

#define LZMA_FUNCTIONS(X) \
	X(lzma_code) X(lzma_end) X(lzma_alone_decoder) X(lzma_vli_decode) \
	X(lzma_block_header_decode) X(lzma_raw_decoder_memusage) \
	X(lzma_block_decoder) X(lzma_block_unpadded_size) \
	X(lzma_index_hash_append) X(lzma_index_hash_decode) \
	X(lzma_index_hash_init) X(lzma_index_hash_end) \
	X(lzma_index_hash_size) X(lzma_stream_header_decode) \
	X(lzma_stream_footer_decode) X(lzma_stream_flags_compare) \
	X(lzma_index_buffer_decode) X(lzma_index_stream_size) \
	X(lzma_index_end)

LIBRARY(lzma, "liblzma.so.5", "xz", LZMA_FUNCTIONS);

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
	ret = lzma.lzma_code(strm, LZMA_RUN);
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
	lzma.lzma_end(strm);
	return err;
}

/*
 * The kernel may leave the last byte of a stream: it reads one only when it
 * needs more bits.  liblzma reads it, and insists that what the decoder is left
 * with is zero.  So that byte is a zero, which the kernel takes for padding.
 */
int unpack_lzma(struct walk *walk)
{
	lzma_stream strm = LZMA_STREAM_INIT;

	return library_open(&lzma_library, walk->reason) ?:
	       lzma_take(walk, &strm,
			 lzma.lzma_alone_decoder(&strm, LZMA_MEMORY_MAX));
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
		lzma.lzma_vli_decode(&unused, NULL, header, &at, size);
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
	ret = lzma.lzma_block_header_decode(&block, NULL, header);
	if (ret == LZMA_MEM_ERROR)
		out_of_memory();
	if (ret == LZMA_DATA_ERROR)
		return walk_damaged(walk);
	err = check_xz_filters(walk, header, block.header_size);
	if (ret != LZMA_OK)
		return err ?: because(walk->reason, -EOPNOTSUPP,
				      "this liblzma lacks a filter of it");
	if (!err && lzma.lzma_raw_decoder_memusage(filters) > LZMA_MEMORY_MAX)
		err = because(walk->reason, -EFBIG, TOO_MUCH_MEMORY);
	if (!err)
		err = lzma_take(walk, &strm,
				lzma.lzma_block_decoder(&strm, &block));
	for (i = 0; filters[i].id != LZMA_VLI_UNKNOWN; i++)
		free(filters[i].options);
	if (!err &&
	    lzma.lzma_index_hash_append(index,
					lzma.lzma_block_unpadded_size(&block),
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
		ret = lzma.lzma_index_hash_decode(index, at, &n, len);
		walk->pos += n;
	}
	return err || ret == LZMA_STREAM_END ? err : walk_damaged(walk);
}

/*
 * One stream, without the padding that may follow one: dec_main() of
 * lib/xz/xz_dec_stream.c.  Of the checks the kernel knows none and CRC32.
 */
int unpack_xz(struct walk *walk)
{
	uint8_t bytes[LZMA_STREAM_HEADER_SIZE];
	lzma_stream_flags header, footer;
	lzma_index_hash *index;
	int err = library_open(&lzma_library, walk->reason) ?:
		  walk_take(walk, bytes, sizeof(bytes));

	if (err)
		return err;
	if (lzma.lzma_stream_header_decode(&header, bytes) != LZMA_OK)
		return walk_damaged(walk);
	if (header.check > LZMA_CHECK_CRC32)
		return because(walk->reason, DAMAGED,
			       "xz check not supported by the kernel (use xz --check=crc32)");
	index = lzma.lzma_index_hash_init(NULL, NULL);
	if (!index)
		out_of_memory();
	err = unpack_xz_blocks(walk, header.check, index);
	if (!err)
		err = walk_take(walk, bytes, sizeof(bytes));
	if (!err &&
	    (lzma.lzma_stream_footer_decode(&footer, bytes) != LZMA_OK ||
	     lzma.lzma_stream_flags_compare(&header, &footer) != LZMA_OK ||
	     footer.backward_size != lzma.lzma_index_hash_size(index)))
		err = walk_damaged(walk);
	lzma.lzma_index_hash_end(index, NULL);
	return err;
}

#define INDEX_MAX	(16U << 20)

/* Does a stream from walk->pos to @end have this index before its footer? */
static int has_index(struct walk *walk, uint64_t end, uint64_t size, bool *has)
{
	uint64_t memory = UINT64_MAX;
	uint8_t *bytes = xcalloc(size, 1);
	lzma_index *index = NULL;
	size_t pos = 0;
	int err = walk_copy(walk, end - LZMA_STREAM_HEADER_SIZE - size, bytes,
			    size);

	*has = !err &&
	       lzma.lzma_index_buffer_decode(&index, &memory, NULL, bytes, &pos,
					     size) == LZMA_OK &&
	       lzma.lzma_index_stream_size(index) == end - walk->pos;
	lzma.lzma_index_end(index, NULL);
	free(bytes);
	return err;
}

/*
 * Blocks need not tell their sizes, but the index at the end of the stream
 * does.  It is found from the end of the file, if nothing but zeros follows.
 */
int skip_xz(struct walk *walk)
{
	uint64_t left = walk->size - walk->pos, end;
	lzma_stream_flags flags;
	uint8_t tail[512];
	size_t room = left < sizeof(tail) ? (size_t)left : sizeof(tail);
	size_t len = room;
	bool has;
	int err = library_open(&lzma_library, walk->reason) ?:
		  walk_copy(walk, walk->size - room, tail, room);

	if (err)
		return err;
	while (len && !tail[len - 1])
		len--;
	end = walk->size - room + len;
	if (len < LZMA_STREAM_HEADER_SIZE ||
	    lzma.lzma_stream_footer_decode(&flags, tail + len -
				      LZMA_STREAM_HEADER_SIZE) != LZMA_OK ||
	    flags.backward_size > INDEX_MAX ||
	    flags.backward_size + LZMA_STREAM_HEADER_SIZE > end - walk->pos)
		return UNTOLD;
	err = has_index(walk, end, flags.backward_size, &has);
	if (err)
		return err;
	if (!has)
		return UNTOLD;
	walk->pos = end;
	return 0;
}
