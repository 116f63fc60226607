/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Unified kernel images. */
#ifndef KEXEC2_UKI_H
#define KEXEC2_UKI_H

#include <stdbool.h>
#include <stddef.h>

#include "image/image.h"
#include "image/uki/pe.h"

/* The sections that are read.  What other sections hold is not for the kernel. */
enum uki_section {
	UKI_LINUX,
	UKI_INITRD,
	UKI_UCODE,
	UKI_CMDLINE,
	UKI_DTB,
	UKI_UNAME,
	UKI_SECTIONS,
};

/**
 * struct uki_image - an open image
 * @path:     As it was given.
 * @base:     The last component of @path.
 * @fd:	      The file, or -1.
 * @pe:	      All of its sections.
 * @sections: Those that count, within @pe.  NULL for none, and for one that has
 *	      no bytes.
 * @text:     Of .cmdline and .uname: the text, to the first NUL.  Else NULL.
 */
struct uki_image {
	char *path;
	const char *base;
	int fd;
	struct pe pe;
	const struct pe_section *sections[UKI_SECTIONS];
	char *text[UKI_SECTIONS];
};

#define UKI_IMAGE_INIT ((struct uki_image){ .fd = -1 })

/**
 * uki_open() - open an image and find its sections
 * @uki:   Receives it; close it with uki_close(), also after a failure.
 * @path:  A regular file.
 *
 * If the image has profiles, the sections are those of the base, which stand
 * before the first .profile, and over them those of profile 0, which stand
 * between the first .profile and the second.
 *
 * Return: 0; -EINVAL if it is no PE file, a malformed one, or no image that
 * has a clear meaning; or an error of open(2) or pread(2).
 */
int uki_open(struct uki_image *uki, const char *path, struct reason *reason);

void uki_close(struct uki_image *uki);

/**
 * uki_copy() - a section as a sealed file
 *
 * Return: the descriptor, as from sealed_copy(), or a negative errno value.
 */
int uki_copy(const struct uki_image *uki, enum uki_section section,
	     struct reason *reason);

/* Is it a kernel by itself, as far as its first bytes tell? */
bool uki_is_kernel(int fd);

extern const char *const uki_section_names[UKI_SECTIONS];

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
