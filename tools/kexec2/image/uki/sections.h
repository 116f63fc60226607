/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The sections of a unified kernel image, with one of its profiles. */
#ifndef KEXEC2_UKI_SECTIONS_H
#define KEXEC2_UKI_SECTIONS_H

#include "image/uki/pe.h"

/* The sections that are read; the others are not for the kernel. */
enum uki_section {
	UKI_LINUX,
	UKI_INITRD,
	UKI_UCODE,
	UKI_CMDLINE,
	UKI_DTB,
	UKI_UNAME,
	UKI_OSREL,
	UKI_PROFILE,
	UKI_SECTIONS,
};

/**
 * struct uki - an open image, or an addon
 * @path:     As it was given.
 * @base:     The last component of @path.
 * @fd:	      The file, or -1.
 * @pe:	      All of its sections.
 * @sections: Those that count, within @pe.  NULL for none, and for one that has
 *	      no bytes.  That of .linux has the size that the kernel tells.
 * @text:     Of those that have been read: the text, to the first NUL.
 * @nr_profiles: How many profiles it has.
 */
struct uki {
	char *path;
	const char *base;
	int fd;
	struct pe pe;
	const struct pe_section *sections[UKI_SECTIONS];
	char *text[UKI_SECTIONS];
	size_t nr_profiles;
};

/**
 * uki_open() - read the sections of an image
 * uki_open_addon() - the same of any PE file, as an addon is
 * @uki:     Receives them.  Close it on failure, too.
 * @profile: As in image_add_uki().
 *
 * If the image has profiles, the sections are those of the base, which stand
 * before the first .profile, and over them those of one profile, which stand
 * from its .profile to the next.
 *
 * Return: as image_add_uki().
 */
int uki_open(struct uki *uki, const char *path, const char *profile,
	     struct reason *reason);
int uki_open_addon(struct uki *uki, const char *path, struct reason *reason);
void uki_close(struct uki *uki);

/**
 * struct uki_texts - what an image says of itself and of one of its profiles
 * @osrel:	 Its .osrel, in the format of os-release(5); or "".
 * @uname:	 Its .uname, the release of the kernel; or "".
 * @profile:	 The .profile, in the format of os-release(5), with ID= and
 *		 TITLE=; or "".
 * @nr_profiles: How many profiles it has; 0 for an image without.
 */
struct uki_texts {
	char *osrel, *uname, *profile;
	size_t nr_profiles;
};

/**
 * uki_read_texts() - read what a boot menu shows of an image
 * @texts:   Receives it; free it with uki_texts_free() on success.
 * @profile: From 0; an image without profiles has profile 0.
 *
 * Return: as image_add_uki(), without addons.
 */
int uki_read_texts(struct uki_texts *texts, const char *path, size_t profile,
		   struct reason *reason);
void uki_texts_free(struct uki_texts *texts);

/* The unquoted value of KEY=VALUE in such a text, to be freed; or NULL. */
char *uki_value(const char *text, const char *key);

#endif /* KEXEC2_UKI_SECTIONS_H */
