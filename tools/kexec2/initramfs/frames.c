// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Find the end of a compressed archive by its headers, without unpacking it. */
#include <endian.h>

#include "initramfs/walk.h"
#include "shared/util.h"

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
