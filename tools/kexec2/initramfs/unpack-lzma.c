// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* lzma and xz: lib/decompress_unlzma.c, lib/decompress_unxz.c, lib/xz/ */
#include <errno.h>
#include <lzma.h>

#include "initramfs/unpack.h"

static int lzma_failure(struct unpack *unpack, lzma_ret ret)
{
	switch (ret) {
	case LZMA_MEM_ERROR:
		return unpack_no_memory(unpack);
	case LZMA_MEMLIMIT_ERROR:
		return because(unpack->reason, -EFBIG,
			       "needs more than %u MiB of memory to unpack",
			       UNPACK_MEMORY_MAX >> 20);
	case LZMA_BUF_ERROR:
		return unpack_cut_short(unpack);
	default:
		return unpack_corrupt(unpack);
	}
}

static int decompress_all(struct unpack *unpack, lzma_stream *strm)
{
	lzma_ret ret = LZMA_OK;
	uint8_t out[32768];

	while (ret != LZMA_STREAM_END) {
		const uint8_t *at;
		size_t len;
		int err = unpack_look(unpack, &at, &len);

		if (err)
			return err;
		strm->next_in = at;
		strm->avail_in = len;
		strm->next_out = out;
		strm->avail_out = sizeof(out);
		/* It says LZMA_BUF_ERROR when called in vain for a second time. */
		ret = lzma_code(strm, LZMA_RUN);
		if (ret != LZMA_OK && ret != LZMA_STREAM_END)
			return lzma_failure(unpack, ret);
		unpack->pos += len - strm->avail_in;
		err = unpack_emit(unpack, out, sizeof(out) - strm->avail_out);
		if (err)
			return err;
	}
	return 0;
}

/*
 * The kernel may leave the last byte of a stream: it reads one only when it
 * needs more bits.  liblzma reads it, and insists that what the decoder is left
 * with is zero.  So that byte is a zero, which the kernel takes for padding.
 */
int unpack_lzma(struct unpack *unpack)
{
	lzma_stream strm = LZMA_STREAM_INIT;
	int err;

	if (lzma_alone_decoder(&strm, UNPACK_MEMORY_MAX) != LZMA_OK)
		return unpack_no_memory(unpack);
	err = decompress_all(unpack, &strm);
	lzma_end(&strm);
	return err;
}

/*
 * One stream, without the padding that may follow one.  Of the checks the
 * kernel knows none and CRC32 (section 2.1.1.2 of the format's description).
 */
int unpack_xz(struct unpack *unpack)
{
	lzma_stream strm = LZMA_STREAM_INIT;
	uint8_t header[LZMA_STREAM_HEADER_SIZE];
	lzma_stream_flags flags;
	int err = unpack_read(unpack, header, sizeof(header));

	if (err)
		return err;
	if (lzma_stream_header_decode(&flags, header) != LZMA_OK)
		return unpack_corrupt(unpack);
	if (flags.check > LZMA_CHECK_CRC32)
		return because(unpack->reason, DAMAGED,
			       "has a check that the kernel does not know (use xz --check=crc32)");
	unpack->pos -= sizeof(header);
	if (lzma_stream_decoder(&strm, UNPACK_MEMORY_MAX, 0) != LZMA_OK)
		return unpack_no_memory(unpack);
	err = decompress_all(unpack, &strm);
	lzma_end(&strm);
	return err;
}
