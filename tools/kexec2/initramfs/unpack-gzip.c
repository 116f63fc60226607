// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* gzip: lib/decompress_inflate.c */
#include <errno.h>
#include <zlib.h>

#include "initramfs/unpack.h"

#define HEADER_SIZE	10
#define TRAILER_SIZE	8	/* CRC and size, at which the kernel does not look */
#define FLAG_NAME	0x08	/* the one optional field that the kernel knows */

static int take_header(struct unpack *unpack)
{
	uint8_t header[HEADER_SIZE];
	int err = unpack_read(unpack, header, sizeof(header));

	if (err)
		return err;
	if (header[0] != 0x1f || header[1] != 0x8b || header[2] != 8)
		return because(unpack->reason, DAMAGED,
			       "has a header that the kernel does not know");
	while (header[3] & FLAG_NAME) {
		uint8_t c;

		err = unpack_read(unpack, &c, 1);
		if (err)
			return err;
		if (!c)
			break;
	}
	return 0;
}

static int inflate_all(struct unpack *unpack, z_stream *strm)
{
	uint8_t out[32768];
	int ret = Z_OK;

	while (ret != Z_STREAM_END) {
		const uint8_t *at;
		size_t len;
		int err = unpack_look(unpack, &at, &len);

		if (err)
			return err;
		if (!len)
			return unpack_cut_short(unpack);
		if (len > UINT32_MAX)
			len = UINT32_MAX;
		strm->next_in = (z_const Bytef *)at;
		strm->avail_in = (uInt)len;
		strm->next_out = out;
		strm->avail_out = sizeof(out);
		ret = inflate(strm, Z_NO_FLUSH);
		if (ret == Z_MEM_ERROR)
			return unpack_no_memory(unpack);
		if (ret != Z_OK && ret != Z_STREAM_END)
			return unpack_corrupt(unpack);
		unpack->pos += len - strm->avail_in;
		err = unpack_emit(unpack, out, sizeof(out) - strm->avail_out);
		if (err)
			return err;
	}
	if (unpack_rest(unpack) < TRAILER_SIZE)
		return unpack_cut_short(unpack);
	unpack->pos += TRAILER_SIZE;
	return 0;
}

/* One member.  The kernel takes another one for the next archive. */
int unpack_gzip(struct unpack *unpack)
{
	z_stream strm = { 0 };
	int err = take_header(unpack);

	if (err)
		return err;
	if (inflateInit2(&strm, -MAX_WBITS) != Z_OK)
		return unpack_no_memory(unpack);
	err = inflate_all(unpack, &strm);
	inflateEnd(&strm);
	return err;
}
