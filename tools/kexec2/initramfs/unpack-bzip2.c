// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* bzip2: lib/decompress_bunzip2.c */
#include <bzlib.h>
#include <errno.h>

#include "initramfs/unpack.h"

static int decompress_all(struct unpack *unpack, bz_stream *strm)
{
	char out[32768];
	int ret = BZ_OK;

	while (ret != BZ_STREAM_END) {
		const uint8_t *at;
		size_t len;
		int err = unpack_look(unpack, &at, &len);

		if (err)
			return err;
		if (len > UINT32_MAX)
			len = UINT32_MAX;
		strm->next_in = (char *)at;
		strm->avail_in = (unsigned int)len;
		strm->next_out = out;
		strm->avail_out = sizeof(out);
		ret = BZ2_bzDecompress(strm);
		if (ret == BZ_MEM_ERROR)
			return unpack_no_memory(unpack);
		if (ret != BZ_OK && ret != BZ_STREAM_END)
			return unpack_corrupt(unpack);
		unpack->pos += len - strm->avail_in;
		if (!len && ret == BZ_OK && strm->avail_out == sizeof(out))
			return unpack_cut_short(unpack);
		err = unpack_emit(unpack, out, sizeof(out) - strm->avail_out);
		if (err)
			return err;
	}
	return 0;
}

/* One stream.  The kernel takes another one for the next archive. */
int unpack_bzip2(struct unpack *unpack)
{
	bz_stream strm = { 0 };
	int err;

	if (BZ2_bzDecompressInit(&strm, 0, 0) != BZ_OK)
		return unpack_no_memory(unpack);
	err = decompress_all(unpack, &strm);
	BZ2_bzDecompressEnd(&strm);
	return err;
}
