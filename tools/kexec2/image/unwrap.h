/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Kernels that are compressed as a whole. */
#ifndef KEXEC2_UNWRAP_H
#define KEXEC2_UNWRAP_H

#include <stdbool.h>

#include "image/image.h"
#include "image/kernel.h"

/**
 * kernel_unpack() - unpack what is compressed in a kernel image
 * @kernel: Of kernel_read_file().
 * @fd:	    The image.
 *
 * @whole:  Receives whether all of it came out; or NULL.
 *
 * What is not compressed is copied.
 *
 * Return: a memfd, not sealed, with what came out; or an error of
 * memfd_create(2).
 */
int kernel_unpack(const struct kernel *kernel, int fd, bool *whole);

/**
 * unwrap_kernel() - replace a compressed kernel by what kexec takes
 * @image:   With a kernel.
 * @machine: Of uname(2).
 *
 * The kernel of arm64 takes only an Image, but distributions have it in a gzip
 * file or in a zboot image, which boot loaders and firmware unpack: so it is
 * unpacked into a sealed memfd, and a notice tells that.  Whatever else the
 * kernel is stays, for checks to refuse.
 *
 * Return: 0; -EINVAL if it is damaged; or an error of memfd_create(2), with the
 * reason.
 */
int unwrap_kernel(struct image *image, const char *machine,
		  struct reason *reason);

#endif /* KEXEC2_UNWRAP_H */
