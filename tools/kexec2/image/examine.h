/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Read the files of an image before they are loaded. */
#ifndef KEXEC2_EXAMINE_H
#define KEXEC2_EXAMINE_H

#include <sys/stat.h>

#include "image/image.h"
#include "image/kernel.h"
#include "initramfs/initramfs.h"
#include "shared/digest.h"

/* What is wanted. */
#define EXAMINE_PARTS	1	/* walk the parts as the next kernel will; what
				   the kernel is */
#define EXAMINE_UNPACK	2	/* the same, and unpack them to their ends */
#define EXAMINE_DIGEST	4	/* SHA-256 of all files and the command line */

/**
 * struct examined - what is in a file
 * @stat:	Of fstat(2); of a piece of a file, with its size.
 * @stat_err:	0, or a negative errno value of it.
 * @kernel:	Of the first file: what the kernel is.  Else, and without
 *		EXAMINE_PARTS, KERNEL_UNREAD.
 * @initramfs:	What a part consists of.
 * @err:	Of initramfs_check(), with @reason.
 * @digest:	The digest.
 * @digest_err:	Of digest_part(); what is no regular file is not read.
 */
struct examined {
	struct stat stat;
	int stat_err;
	struct kernel kernel;
	struct initramfs initramfs;
	int err;
	struct reason reason;
	struct digest digest;
	int digest_err;
};

/**
 * examine_image() - read all files of an image, each once
 * @image: Left as it is, offsets of descriptors included.
 * @what:  EXAMINE_*, or 0 for nothing.
 *
 * Reads as many files at the same time as there are processors, and shows
 * progress if stderr is a terminal.
 *
 * Return: the kernel, the parts, and of the command line, without its NUL, the
 * digest, and that of the parts if they are to be joined; to be freed by
 * examined_free().
 */
struct examined *examine_image(const struct image *image, unsigned int what);
void examined_free(struct examined *files, const struct image *image);

#endif /* KEXEC2_EXAMINE_H */
