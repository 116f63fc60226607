/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* From an image to the library. */
#ifndef KEXEC2_HAND_OVER_H
#define KEXEC2_HAND_OVER_H

#include "image/image.h"

struct kexec2;

/**
 * hand_over() - give all of an image to a handle of the library
 * @kx: A new handle.  Its flags are left to the caller.
 *
 * The files go by their descriptors, and by the names that the image has
 * for them in what kexec2_failure() says.
 *
 * Return: 0, or the error of a function of the library; kexec2_failure() has
 * the sentence.
 */
int hand_over(struct kexec2 *kx, const struct image *image);

#endif /* KEXEC2_HAND_OVER_H */
