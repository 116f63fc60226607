// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* lzop: lib/decompress_unlzo.c */
#include <endian.h>
#include <errno.h>
#include <lzo/lzo1x.h>
#include <stdlib.h>
#include <string.h>

#include "initramfs/unpack.h"

#define BLOCK_MAX	(256U << 10)
#define HEADER_MIN	(9 + 7 + 4 + 8 + 1 + 4)
#define HAS_FILTER	0x00000800U
#define VERSION_LONG	0x0940U		/* from here on, more fields */

static const uint8_t magic[] = {
	0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a
};

static uint32_t be32_at(const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return be32toh(value);
}

/* parse_header(); all that is used is where it ends. */
static int take_header(struct unpack *unpack)
{
	uint8_t fixed[9 + 7 + 1], rest[4], len;
	unsigned int version;
	uint64_t skip;
	int err;

	if (unpack_rest(unpack) < HEADER_MIN)
		return unpack_cut_short(unpack);
	err = unpack_read(unpack, fixed, 9 + 7);
	if (err)
		return err;
	if (memcmp(fixed, magic, sizeof(magic)) != 0)
		return because(unpack->reason, DAMAGED,
			       "has a header that the kernel does not know");
	version = (unsigned int)fixed[9] << 8 | fixed[10];
	if (version >= VERSION_LONG)
		unpack->pos++;				/* level */
	err = unpack_read(unpack, rest, sizeof(rest));	/* flags */
	if (err)
		return err;
	skip = 4 + 4;					/* mode, mtime */
	if (be32_at(rest) & HAS_FILTER)
		skip += 4;
	if (version >= VERSION_LONG)
		skip += 4;				/* mtime, upper half */
	if (unpack_rest(unpack) < skip)
		return unpack_cut_short(unpack);
	unpack->pos += skip;
	err = unpack_read(unpack, &len, 1);
	if (err)
		return err;
	if (unpack_rest(unpack) < len + 4U)
		return unpack_cut_short(unpack);
	unpack->pos += len + 4U;			/* name, checksum */
	return 0;
}

/* A block, the first four bytes of which have been read as @size. */
static int decompress_block(struct unpack *unpack, uint32_t size, uint8_t *in,
			    uint8_t *out)
{
	lzo_uint unpacked = size;
	uint8_t sizes[8];	/* compressed size, checksum */
	uint32_t in_size;
	int err;

	if (size > BLOCK_MAX)
		return unpack_corrupt(unpack);
	err = unpack_read(unpack, sizes, sizeof(sizes));
	if (err)
		return err;
	in_size = be32_at(sizes);
	if (!in_size || in_size > size)
		return unpack_corrupt(unpack);
	err = unpack_read(unpack, in, in_size);
	if (err)
		return err;
	if (in_size == size)
		return unpack_emit(unpack, in, size);
	if (lzo1x_decompress_safe(in, in_size, out, &unpacked, NULL) !=
	    LZO_E_OK || unpacked != size)
		return unpack_corrupt(unpack);
	return unpack_emit(unpack, out, size);
}

static int decompress_all(struct unpack *unpack, uint8_t *in, uint8_t *out)
{
	int err = take_header(unpack);

	while (!err) {
		uint8_t word[4];

		err = unpack_read(unpack, word, sizeof(word));
		if (err || !be32_at(word))
			break;
		err = decompress_block(unpack, be32_at(word), in, out);
	}
	return err;
}

int unpack_lzo(struct unpack *unpack)
{
	uint8_t *in = malloc(BLOCK_MAX);
	uint8_t *out = malloc(BLOCK_MAX);
	int err;

	if (in && out)
		err = decompress_all(unpack, in, out);
	else
		err = unpack_no_memory(unpack);
	free(out);
	free(in);
	return err;
}
