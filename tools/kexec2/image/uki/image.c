// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The sections that make up a unified kernel image or an addon to one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/open.h"
#include "image/sealed.h"
#include "image/uki/image.h"
#include "shared/util.h"

/* More than a kernel takes; it keeps a hostile file from using up memory. */
#define TEXT_MAX	(64U << 10)

const char *const uki_section_names[UKI_SECTIONS] = {
	[UKI_LINUX]	= ".linux",
	[UKI_INITRD]	= ".initrd",
	[UKI_UCODE]	= ".ucode",
	[UKI_CMDLINE]	= ".cmdline",
	[UKI_DTB]	= ".dtb",
	[UKI_UNAME]	= ".uname",
};

/* At or after @from, or the end of the table. */
static size_t find_profile(const struct pe *pe, size_t from)
{
	while (from < pe->nr_sections &&
	       strcmp(pe->sections[from].name, ".profile"))
		from++;
	return from;
}

/*
 * As find_sections() of systemd-stub does it: a section of the profile comes in
 * place of the base's.  Where that takes the first of several sections of a
 * name, other readers take the last, so there must be one.
 */
static int find_sections(struct uki_image *image, struct reason *reason)
{
	const struct pe *pe = &image->pe;
	size_t base = find_profile(pe, 0);
	size_t end = base < pe->nr_sections ? find_profile(pe, base + 1) : base;
	const struct pe_section *found;
	int err, i;

	for (i = 0; i < UKI_SECTIONS; i++) {
		err = pe_find(pe, 0, base, uki_section_names[i],
			      &image->sections[i], reason);
		if (!err)
			err = pe_find(pe, base, end, uki_section_names[i],
				      &found, reason);
		if (err)
			return err;
		if (found)
			image->sections[i] = found;
		if (image->sections[i] && !image->sections[i]->size)
			image->sections[i] = NULL;
	}
	return 0;
}

static int read_text(struct uki_image *image, enum uki_section which,
		     struct reason *reason)
{
	const struct pe_section *section = image->sections[which];
	char *text;

	if (!section)
		return 0;
	if (section->size > TEXT_MAX)
		return because(reason, -EINVAL,
			       "has %u bytes of %s, but no kernel takes more than %u",
			       section->size, section->name, TEXT_MAX);
	text = xcalloc(section->size + 1, 1);
	image->text[which] = text;
	return pe_read_bytes(image->fd, text, section->size, section->offset,
			     reason);
}

static int open_file(struct uki_image *image, struct stat *st,
		     struct reason *reason)
{
	image->fd = open_component(image->path, reason);
	if (image->fd < 0)
		return image->fd;
	if (fstat(image->fd, st))
		return because(reason, -errno, "cannot be looked at (%s)",
			       strerror(errno));
	if (!S_ISREG(st->st_mode))
		return because(reason, -EINVAL, "is not a regular file");
	return 0;
}

int uki_open(struct uki_image *image, const char *path, struct reason *reason)
{
	const char *slash;
	struct stat st;
	int err;

	*image = UKI_IMAGE_INIT;
	image->path = xstrdup(path);
	slash = strrchr(image->path, '/');
	image->base = slash ? slash + 1 : image->path;

	err = open_file(image, &st, reason);
	if (!err)
		err = pe_read(&image->pe, image->fd, (uint64_t)st.st_size,
			      reason);
	if (!err)
		err = find_sections(image, reason);
	if (!err)
		err = read_text(image, UKI_CMDLINE, reason);
	if (!err)
		err = read_text(image, UKI_UNAME, reason);
	return err;
}

void uki_close(struct uki_image *image)
{
	int i;

	if (image->fd >= 0)
		close(image->fd);
	pe_free(&image->pe);
	for (i = 0; i < UKI_SECTIONS; i++)
		free(image->text[i]);
	free(image->path);
	*image = UKI_IMAGE_INIT;
}

int uki_copy(const struct uki_image *image, enum uki_section section,
	     struct reason *reason)
{
	const struct pe_section *found = image->sections[section];
	char piece[sizeof(found->name) + 1];

	snprintf(piece, sizeof(piece), ":%s", found->name);
	return sealed_copy(image->fd, found->offset, found->size, image->base,
			   piece, reason);
}

bool uki_is_kernel(int fd)
{
	/* Documentation/arch/x86/boot.rst, arm64/booting.rst and riscv/... */
	static const struct {
		size_t offset;
		char magic[5];
	} kernels[] = {
		{ 0x202, "HdrS" },	/* x86 */
		{ 56, "ARM\x64" },	/* arm64 */
		{ 56, "RSC\x05" },	/* riscv */
		{ 4, "zimg" },		/* CONFIG_EFI_ZBOOT */
	};
	struct reason ignored;
	char magic[4];
	size_t i;

	for (i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
		if (!pe_read_bytes(fd, magic, sizeof(magic),
				   kernels[i].offset, &ignored) &&
		    !memcmp(magic, kernels[i].magic, sizeof(magic)))
			return true;
	return false;
}
