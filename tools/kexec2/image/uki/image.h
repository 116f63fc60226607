/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A unified kernel image or an addon to one: the sections that make it up, as
 * the UAPI Group's "Unified Kernel Image" specification and systemd-stub(7)
 * name them.
 */
#ifndef KEXEC2_UKI_IMAGE_H
#define KEXEC2_UKI_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

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
 * @image: Receives it; close it with uki_close(), also after a failure.
 * @path:  A regular file.
 *
 * If the image has profiles, the sections are those of the base, which stand
 * before the first .profile, and over them those of profile 0, which stand
 * between the first .profile and the second.
 *
 * Return: 0; -EINVAL if it is no PE file, a malformed one, or no image that
 * has a clear meaning; or an error of open(2) or pread(2).
 */
int uki_open(struct uki_image *image, const char *path, struct reason *reason);

void uki_close(struct uki_image *image);

/**
 * uki_copy() - a section as a sealed file
 *
 * Return: the descriptor, as from sealed_copy(), or a negative errno value.
 */
int uki_copy(const struct uki_image *image, enum uki_section section,
	     struct reason *reason);

/* Is it a kernel by itself, as far as its first bytes tell? */
bool uki_is_kernel(int fd);

extern const char *const uki_section_names[UKI_SECTIONS];

#endif /* KEXEC2_UKI_IMAGE_H */
