/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Compressed archives: where one ends, and what is in it. */
#ifndef KEXEC2_INITRAMFS_UNPACK_H
#define KEXEC2_INITRAMFS_UNPACK_H

#include <stdint.h>

#include "initramfs/initramfs.h"
#include "initramfs/walk.h"

/**
 * struct format - a compression that the kernel knows
 * @magic:   Its first two bytes, which are all that the kernel looks at.
 * @kind:    What it is.
 * @library: The library that unpacks it.
 * @unpack:  Unpacks what is at walk->pos, which is left behind the archive: as
 *           far as the function of lib/decompress_*.c reads in one call.
 *           Returns 0; DAMAGED; -EFBIG for more than walk->left bytes, or where
 *           unpacking needs too much memory; or -EIO.  NULL if this program was
 *           built without the library.
 */
struct format {
	uint8_t magic[2];
	enum initramfs_kind kind;
	const char *library;
	int (*unpack)(struct walk *walk);
};

/* NULL for a magic that the kernel does not know. */
const struct format *find_format(const uint8_t magic[2]);

#endif /* KEXEC2_INITRAMFS_UNPACK_H */
