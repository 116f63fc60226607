/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Unified kernel images. */
#ifndef KEXEC2_UKI_H
#define KEXEC2_UKI_H

#include "image/image.h"

/**
 * image_add_uki() - take what a unified kernel image and its addons hold
 * @image: A fresh one.  On failure, it may hold some of it; free it.
 * @path:	 The image.
 *
 * Sets what systemd-stub(7) would start, in its order: .linux as the kernel;
 * as parts of the initramfs .ucode of the addons, those of later names first,
 * .ucode of the image, .initrd of the image, and .initrd of the addons;
 * .cmdline of the image and behind it that of the addons; .dtb of the last
 * addon that has one, or else of the image.  The addons are the files
 * *.addon.efi of the directory PATH.extra.d in the order of their names.  Of an
 * image with profiles, the base and profile 0 are taken.
 *
 * Each is a sealed memfd with the bytes that the section was made of, named
 * "IMAGE.efi:.initrd", or "NAME.addon.efi:.initrd".  The labels are "ucode" and
 * "initrd" for the image, and what stands before ".addon.efi" for an addon:
 * none changes with the version of the image, so that an IMA rule can name it.
 *
 * What is left out, although systemd-stub would use it or say something about
 * it, is told in a notice of the image.
 *
 * Return: 0; -EINVAL if it or an addon is malformed, or if it is no unified
 * kernel image or one for another architecture; or an error of
 * reading them, or of memfd_create(2), with the reason.
 */
int image_add_uki(struct image *image, const char *path, struct reason *reason);

#endif /* KEXEC2_UKI_H */
