// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* From an image to the library. */
#include "image/hand-over.h"
#include "libkexec2.h"

int hand_over(struct kexec2 *kx, const struct image *image)
{
	size_t i;

	kexec2_set_kernel_fd(kx, image->kernel.fd, image->kernel.name);
	for (i = 0; i < image->nr_initrds; i++) {
		const struct component *initrd = &image->initrds[i];

		kexec2_add_initrd_fd(kx, initrd->fd, initrd->label,
				     initrd->name);
	}
	/* The error of any of them, as they stick. */
	return kexec2_set_cmdline(kx, image->cmdline);
}
