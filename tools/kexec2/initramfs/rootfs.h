/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The root file system that the next kernel makes of the entries of all parts,
 * in their order: do_name() and do_symlink() of init/initramfs.c, and what the
 * file system answers.  Contents and permissions are left out, as they do not
 * matter to it.
 */
#ifndef KEXEC2_ROOTFS_H
#define KEXEC2_ROOTFS_H

#include "initramfs/newc.h"

/**
 * struct loss - entries that the kernel drops without a word
 * @entry: The first of them.
 * @why:   Why, to follow ": ".
 * @count: How many are lost for this reason.
 */
struct loss {
	const struct cpio_entry *entry;
	char *why;
	uint64_t count;
};

/* So many reasons are told apart; the last loss counts all others. */
#define LOSSES_MAX	8

/* Of one image.  Zeros, to begin with. */
struct losses {
	struct loss list[LOSSES_MAX];
	size_t count;
};

void losses_free(struct losses *losses);

struct rootfs;

/* What the kernel has of its own: usr/default_cpio_list. */
struct rootfs *rootfs_new(void);
void rootfs_free(struct rootfs *rootfs);

/**
 * rootfs_unpack() - unpack the entries of the next image
 * @entries: They have to stay until rootfs_free().
 * @losses:  Receives what is lost.
 */
void rootfs_unpack(struct rootfs *rootfs, const struct cpio_entries *entries,
		   struct losses *losses);

#endif /* KEXEC2_ROOTFS_H */
