/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Where the files end that an image was joined from.
 *
 * The kernel does not care how many zeros there are between two archives, and
 * neither does the walk.  But cpio(1) and others fill up the last block of 512
 * bytes, and who knows the digest of a file has digested these zeros, too.  So
 * a part has those up to the next multiple of 512 from its start, if there are
 * as many.  Fewer zeros are what was put between the files to align the next
 * one.  Compressors write no whole blocks: behind a compressed archive the
 * zeros belong to it only if they are just these.
 *
 * With digests that are known, no guess is needed: the part ends where its
 * digest is one of them, after any number of zeros, or even after further
 * archives, as of an initramfs that is joined itself.
 */
#ifndef KEXEC2_INITRAMFS_CUT_H
#define KEXEC2_INITRAMFS_CUT_H

#include "initramfs/initramfs.h"

struct known_digests;

/**
 * initramfs_cut() - give each part the zeros that belong to it
 * @initramfs: Of initramfs_walk().
 * @fd:	       The image.
 * @known:     Digests of files; may be empty.
 *
 * With digests, the image is read again, a part without a known digest several
 * times.
 *
 * Return: 0, or an error of pread(2).
 */
int initramfs_cut(struct initramfs *initramfs, int fd,
		  const struct known_digests *known, struct reason *reason);

#endif /* KEXEC2_INITRAMFS_CUT_H */
