// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* zstd: lib/decompress_unzstd.c */
#include <errno.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "initramfs/unpack.h"

#define WINDOW_LOG_MAX	27	/* ZSTD_WINDOWLOG_MAX of the kernel */

static int zstd_failure(struct unpack *unpack, size_t ret)
{
	switch (ZSTD_getErrorCode(ret)) {
	case ZSTD_error_memory_allocation:
		return unpack_no_memory(unpack);
	case ZSTD_error_frameParameter_windowTooLarge:
		return because(unpack->reason, DAMAGED,
			       "has a window of more than 128 MiB, which the kernel does not take");
	default:
		return unpack_corrupt(unpack);
	}
}

static int decompress_all(struct unpack *unpack, ZSTD_DStream *strm)
{
	uint8_t buf[32768];
	size_t ret = 1;

	while (ret) {
		ZSTD_outBuffer out = { .dst = buf, .size = sizeof(buf) };
		ZSTD_inBuffer in = { 0 };
		const uint8_t *at;
		int err = unpack_look(unpack, &at, &in.size);

		if (err)
			return err;
		in.src = at;
		ret = ZSTD_decompressStream(strm, &out, &in);
		if (ZSTD_isError(ret))
			return zstd_failure(unpack, ret);
		if (ret && !in.pos && !out.pos)
			return unpack_cut_short(unpack);
		unpack->pos += in.pos;
		err = unpack_emit(unpack, buf, out.pos);
		if (err)
			return err;
	}
	return 0;
}

/* One frame.  The kernel takes another one for the next archive. */
int unpack_zstd(struct unpack *unpack)
{
	ZSTD_DStream *strm = ZSTD_createDStream();
	int err;

	if (!strm)
		return unpack_no_memory(unpack);
	if (ZSTD_isError(ZSTD_DCtx_setParameter(strm, ZSTD_d_windowLogMax,
						WINDOW_LOG_MAX)))
		err = unpack_corrupt(unpack);
	else
		err = decompress_all(unpack, strm);
	ZSTD_freeDStream(strm);
	return err;
}
