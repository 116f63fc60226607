/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Compressed archives: where one ends, and what is in it.  Each function reads
 * what the kernel's function of lib/decompress_*.c reads in one call, no more
 * and no less, as the kernel goes on right behind.
 */
#ifndef KEXEC2_INITRAMFS_UNPACK_H
#define KEXEC2_INITRAMFS_UNPACK_H

#include <stddef.h>
#include <stdint.h>

#include "initramfs/input.h"
#include "initramfs/newc.h"

/* What is returned for contents that the kernel stops at. */
#define DAMAGED	(-EBADMSG)

/* What liblzma may allocate.  xz -9 needs 65 MiB. */
#define UNPACK_MEMORY_MAX	(256U << 20)

/**
 * struct unpack - an archive that is being decompressed
 * @in:	      The image.
 * @pos:      Offset of what is read next.
 * @newc:     Gets what comes out.
 * @unpacked: Bytes that have come out.
 * @left:     Bytes that may still come out.
 * @reason:   For errors.
 */
struct unpack {
	struct input *in;
	uint64_t pos;
	struct newc *newc;
	uint64_t unpacked;
	uint64_t left;
	struct reason *reason;
};

/*
 * All return 0 with unpack->pos behind the archive; DAMAGED; -EFBIG for more
 * than unpack->left bytes, or a need for too much memory; -ENOMEM; or -EIO.
 */
int unpack_gzip(struct unpack *unpack);
int unpack_bzip2(struct unpack *unpack);
int unpack_lzma(struct unpack *unpack);
int unpack_xz(struct unpack *unpack);
int unpack_lzo(struct unpack *unpack);
int unpack_lz4(struct unpack *unpack);
int unpack_zstd(struct unpack *unpack);

/* What they share: input, output, and errors. */
int unpack_look(struct unpack *unpack, const uint8_t **at, size_t *len);
int unpack_read(struct unpack *unpack, void *buf, size_t len);
uint64_t unpack_rest(const struct unpack *unpack);
int unpack_emit(struct unpack *unpack, const void *bytes, size_t len);
int unpack_cut_short(struct unpack *unpack);
int unpack_corrupt(struct unpack *unpack);
int unpack_no_memory(struct unpack *unpack);

#endif /* KEXEC2_INITRAMFS_UNPACK_H */
