/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The parts of a joined initramfs, to be loaded one by one. */
#ifndef KEXEC2_SPLIT_H
#define KEXEC2_SPLIT_H

#include "image/image.h"

/**
 * image_add_split() - add the parts of a joined initramfs to an image
 * @image:	 Gets them behind the parts that it has, with their labels.
 * @path:	 The image.
 *
 * Each part is copied into a memfd that is sealed against every change and
 * open for reading only, and is named "IMAGE#N", with N from 0.
 *
 * Return: 0, or
 *   -EINVAL the kernel would not take all of the image, or it has no part, or
 *           too many for an image;
 *   or an error of open(2) or initramfs_walk().
 */
int image_add_split(struct image *image, const char *path,
		    struct reason *reason);

#endif /* KEXEC2_SPLIT_H */
