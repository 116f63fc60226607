// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* lz4, the legacy format of "lz4 -l": lib/decompress_unlz4.c */
#include <endian.h>
#include <errno.h>
#include <lz4.h>
#include <stdlib.h>

#include "initramfs/unpack.h"

#define MAGIC		0x184c2102U
#define BLOCK_MAX	(8 << 20)	/* unpacked */

static int decompress_block(struct unpack *unpack, uint32_t size, char *in,
			    char *out)
{
	int n, err;

	if (size > LZ4_COMPRESSBOUND(BLOCK_MAX))
		return because(unpack->reason, DAMAGED,
			       "goes on with something else than a block; put 4 zero bytes behind it");
	err = unpack_read(unpack, in, size);
	if (err)
		return err;
	n = LZ4_decompress_safe(in, out, (int)size, BLOCK_MAX);
	if (n < 0)
		return because(unpack->reason, DAMAGED,
			       "is damaged, or has less than 4 zero bytes behind it");
	return unpack_emit(unpack, out, (size_t)n);
}

/*
 * The format has no end.  The kernel stops at a size of 0, at which it leaves
 * these four bytes, and where there are less than four; another magic number
 * goes on with the same archive.
 */
static int decompress_all(struct unpack *unpack, char *in, char *out)
{
	uint32_t word;
	int err;

	err = unpack_read(unpack, &word, sizeof(word));
	if (err)
		return err;
	if (le32toh(word) != MAGIC)
		return because(unpack->reason, DAMAGED,
			       "has a header that the kernel does not know (use lz4 -l)");
	while (unpack_rest(unpack) >= sizeof(word)) {
		err = unpack_read(unpack, &word, sizeof(word));
		if (err)
			return err;
		word = le32toh(word);
		if (word == MAGIC)
			continue;
		if (!word) {
			unpack->pos -= sizeof(word);
			break;
		}
		err = decompress_block(unpack, word, in, out);
		if (err)
			return err;
	}
	return 0;
}

int unpack_lz4(struct unpack *unpack)
{
	char *in = malloc(LZ4_COMPRESSBOUND(BLOCK_MAX));
	char *out = malloc(BLOCK_MAX);
	int err;

	if (in && out)
		err = decompress_all(unpack, in, out);
	else
		err = unpack_no_memory(unpack);
	free(out);
	free(in);
	return err;
}
