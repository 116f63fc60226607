// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* From a composition to the library. */
#include "image/hand-over.h"
#include "libkexec2.h"

int hand_over(struct kexec2 *kx, const struct composition *composition)
{
	size_t i;

	kexec2_set_kernel_fd(kx, composition->kernel.fd,
			     composition->kernel.name);
	for (i = 0; i < composition->nr_initrds; i++) {
		const struct component *initrd = &composition->initrds[i];

		kexec2_add_initrd_fd(kx, initrd->fd, initrd->label,
				     initrd->name);
	}
	/* The error of any of them, as they stick. */
	return kexec2_set_cmdline(kx, composition->cmdline);
}
