// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Find the end of a compressed archive by its headers, without unpacking it. */
#include <endian.h>
#include <stdlib.h>

#include "initramfs/walk.h"
#include "shared/util.h"

#if WITH_LZMA
#include <lzma.h>

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

	*has = !err && lzma_index_buffer_decode(&index, &memory, NULL, bytes,
						&pos, size) == LZMA_OK &&
	       lzma_index_stream_size(index) == end - walk->pos;
	lzma_index_end(index, NULL);
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
	int err = walk_copy(walk, walk->size - room, tail, room);

	if (err)
		return err;
	while (len && !tail[len - 1])
		len--;
	end = walk->size - room + len;
	if (len < LZMA_STREAM_HEADER_SIZE ||
	    lzma_stream_footer_decode(&flags, tail + len -
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
#endif

/* Of the legacy format: see unpack_lz4(). */
int skip_lz4(struct walk *walk)
{
	uint32_t word = 1;
	int err = walk_skip(walk, sizeof(word));	/* the magic number */

	while (!err && word && walk->size - walk->pos >= sizeof(word)) {
		err = walk_take(walk, &word, sizeof(word));
		word = le32toh(word);
		if (!err && !word)
			walk->pos -= sizeof(word);
		else if (!err && word > LZ4_IN_MAX && word != LZ4_MAGIC)
			return UNTOLD;	/* unpacking tells what it is */
		else if (!err && word != LZ4_MAGIC)
			err = walk_skip(walk, word);
	}
	return err;
}

#define ZSTD_BLOCK_MAX (128U << 10)
#define ZSTD_RLE 1
#define ZSTD_RESERVED 3

/* RFC 8878, section 3.1.1: the sizes of optional fields, and of blocks. */
int skip_zstd(struct walk *walk)
{
	static const uint8_t id_sizes[] = { 0, 1, 2, 4 };
	static const uint8_t content_sizes[] = { 0, 2, 4, 8 };
	uint8_t magic[4], descriptor, block[3] = { 0 };
	bool single, last = false;
	int err = walk_take(walk, magic, sizeof(magic));

	if (!err)
		err = walk_take(walk, &descriptor, 1);
	if (err)
		return err;
	single = descriptor & 0x20;	/* no window, but the content's size */
	err = walk_skip(walk, !single + id_sizes[descriptor & 3] +
			(single && descriptor < 0x40 ? 1 :
			 content_sizes[descriptor >> 6]));
	while (!err && !last) {
		unsigned int type, size;

		err = walk_take(walk, block, sizeof(block));
		last = block[0] & 1;
		type = block[0] >> 1 & 3;
		size = block[0] >> 3 | block[1] << 5 | block[2] << 13;
		if (!err && (type == ZSTD_RESERVED || size > ZSTD_BLOCK_MAX))
			err = walk_damaged(walk);
		if (!err)
			err = walk_skip(walk, type == ZSTD_RLE ? 1 : size);
	}
	return err ?: walk_skip(walk, descriptor & 4);	/* the checksum */
}
