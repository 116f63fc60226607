/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Unified kernel images. */
#ifndef KEXEC2_UKI_H
#define KEXEC2_UKI_H

#include "image/image.h"

/**
 * image_add_uki() - take what a unified kernel image and its addons hold
 * @image:   A fresh one.  On failure, it may hold some of it; free it.
 * @path:    The image.
 * @profile: Which of its profiles: a number from 0, as the key "profile" of an
 *	     entry has, or the ID of one; NULL for the first.
 *
 * Sets what systemd-stub(7) would start, in its order; kexec2-entry(5) has the
 * sections, addons and labels.  Each is a sealed memfd with the bytes that the
 * section was made of, named "IMAGE.efi:.initrd", or "NAME.addon.efi:.initrd".
 * What is left out, although systemd-stub would use it or say something about
 * it, is told in a notice of the image.
 *
 * Return: 0; -EINVAL if it or an addon is malformed, if it has no such
 * profile, or if it is no unified kernel image or one for another architecture;
 * or an error of reading them, or of memfd_create(2), with the reason.
 */
int image_add_uki(struct image *image, const char *path, const char *profile,
		  struct reason *reason);

#endif /* KEXEC2_UKI_H */
