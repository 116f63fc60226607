// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a unified kernel image and its addons hold, in systemd-stub's order. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/sealed.h"
#include "image/uki/addons.h"
#include "image/uki/uki.h"
#include "shared/files.h"
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
static int find_sections(struct uki_image *uki, struct reason *reason)
{
	const struct pe *pe = &uki->pe;
	size_t base = find_profile(pe, 0);
	size_t end = base < pe->nr_sections ? find_profile(pe, base + 1) : base;
	const struct pe_section *found;
	int err, i;

	for (i = 0; i < UKI_SECTIONS; i++) {
		err = pe_find(pe, 0, base, uki_section_names[i],
			      &uki->sections[i], reason);
		if (!err)
			err = pe_find(pe, base, end, uki_section_names[i],
				      &found, reason);
		if (err)
			return err;
		if (found)
			uki->sections[i] = found;
		if (uki->sections[i] && !uki->sections[i]->size)
			uki->sections[i] = NULL;
	}
	return 0;
}

static int read_text(struct uki_image *uki, enum uki_section which,
		     struct reason *reason)
{
	const struct pe_section *section = uki->sections[which];
	char *text;

	if (!section)
		return 0;
	if (section->size > TEXT_MAX)
		return because(reason, -EINVAL,
			       "has %u bytes of %s, but no kernel takes more than %u",
			       section->size, section->name, TEXT_MAX);
	text = xcalloc(section->size + 1, 1);
	uki->text[which] = text;
	return pe_read_bytes(uki->fd, text, section->size, section->offset,
			     reason);
}

static int open_file(struct uki_image *uki, struct stat *st,
		     struct reason *reason)
{
	uki->fd = open_component(uki->path, reason);
	if (uki->fd < 0)
		return uki->fd;
	if (fstat(uki->fd, st))
		return because(reason, -errno, "cannot be looked at (%s)",
			       strerror(errno));
	if (!S_ISREG(st->st_mode))
		return because(reason, -EINVAL, "is not a regular file");
	return 0;
}

int uki_open(struct uki_image *uki, const char *path, struct reason *reason)
{
	const char *slash;
	struct stat st;
	int err;

	*uki = UKI_IMAGE_INIT;
	uki->path = xstrdup(path);
	slash = strrchr(uki->path, '/');
	uki->base = slash ? slash + 1 : uki->path;

	err = open_file(uki, &st, reason);
	if (!err)
		err = pe_read(&uki->pe, uki->fd, (uint64_t)st.st_size, reason);
	if (!err)
		err = find_sections(uki, reason);
	if (!err)
		err = read_text(uki, UKI_CMDLINE, reason);
	if (!err)
		err = read_text(uki, UKI_UNAME, reason);
	return err;
}

void uki_close(struct uki_image *uki)
{
	int i;

	if (uki->fd >= 0)
		close(uki->fd);
	pe_free(&uki->pe);
	for (i = 0; i < UKI_SECTIONS; i++)
		free(uki->text[i]);
	free(uki->path);
	*uki = UKI_IMAGE_INIT;
}

int uki_copy(const struct uki_image *uki, enum uki_section section,
	     struct reason *reason)
{
	const struct pe_section *found = uki->sections[section];
	char piece[sizeof(found->name) + 1];

	snprintf(piece, sizeof(piece), ":%s", found->name);
	return sealed_copy(uki->fd, found->offset, found->size, uki->base,
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

static int check_machine(const struct uki_image *uki, struct reason *reason)
{
	const char *theirs = pe_machine_name(uki->pe.machine);
	const char *ours = pe_machine_name(pe_machine_native());

	if (uki->pe.machine == pe_machine_native())
		return 0;
	if (!ours)
		return because(reason, -EINVAL,
			       "is a unified kernel image, but there are none for this architecture");
	if (!theirs)
		return because(reason, -EINVAL,
			       "is for another architecture (PE machine type %#x), and this is %s",
			       uki->pe.machine, ours);
	return because(reason, -EINVAL, "is for %s, and this is %s", theirs,
		       ours);
}

static int open_uki(struct uki_image *uki, const char *path,
		    struct reason *reason)
{
	int err = uki_open(uki, path, reason);

	if (err && err != -EINVAL)
		return err;
	if (!uki->sections[UKI_LINUX] && uki->fd >= 0 && uki_is_kernel(uki->fd))
		return because(reason, -EINVAL,
			       "is a kernel, not a unified kernel image; name it as KERNEL");
	if (err)
		return err;
	if (!uki->sections[UKI_LINUX])
		return because(reason, -EINVAL,
			       "is no unified kernel image: it has no .linux section, or an empty one");
	return check_machine(uki, reason);
}

static int take_section(struct image *image, const struct uki_image *uki,
			enum uki_section section, const char *label,
			struct reason *reason)
{
	int fd, err = 0;
	char *name;

	if (!uki->sections[section])
		return 0;
	fd = uki_copy(uki, section, reason);
	if (fd < 0)
		return fd;
	name = xasprintf("%s:%s", uki->path, uki_section_names[section]);
	if (section == UKI_LINUX)
		image_take_kernel(image, fd, name);
	else if (section == UKI_DTB)
		image_take_devicetree(image, fd, name);
	else
		err = image_take_initrd(image, fd, name, label, reason);
	free(name);
	return err;
}

static int take_of_addon(struct image *image, const struct uki_image *addon,
			 enum uki_section section, struct reason *reason)
{
	size_t len = strlen(addon->base) - strlen(UKI_ADDON_SUFFIX);
	char label[KEXEC_INITRD_LABEL_SIZE];
	char *stem = xstrndup(addon->base, len);
	struct reason inner;
	int err;

	label_from_name(label, stem);
	free(stem);
	err = take_section(image, addon, section, label, &inner);
	return err ? because(reason, err, "its addon %.64s: %s", addon->base,
			     inner.text) : 0;
}

/*
 * The kernel unpacks a later part over an earlier one, but takes the first
 * microcode that it finds: so that addons win, theirs comes before the image's,
 * the last addon's first, and their initrds come behind the image's.
 */
static int take_initrds(struct image *image, const struct uki_image *uki,
			const struct uki_addons *addons, struct reason *reason)
{
	size_t i;
	int err = 0;

	for (i = addons->count; !err && i > 0; i--)
		err = take_of_addon(image, &addons->images[i - 1], UKI_UCODE,
				    reason);
	if (!err)
		err = take_section(image, uki, UKI_UCODE, "ucode", reason);
	if (!err)
		err = take_section(image, uki, UKI_INITRD, "initrd", reason);
	for (i = 0; !err && i < addons->count; i++)
		err = take_of_addon(image, &addons->images[i], UKI_INITRD,
				    reason);
	return err;
}

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/*
 * As systemd-stub passes on a command line: without blanks around it, and
 * control characters, newlines among them, as blanks.
 */
static void take_cmdline(struct image *image, const struct uki_image *uki)
{
	char *words = uki->text[UKI_CMDLINE];
	size_t len, i;

	if (!words)
		return;
	while (*words && is_blank(*words))
		words++;
	len = strlen(words);
	while (len && is_blank(words[len - 1]))
		len--;
	for (i = 0; i < len; i++)
		if (is_blank(words[i]))
			words[i] = ' ';
	image_add_cmdline(image, words, len);
}

static int take_devicetree(struct image *image, const struct uki_image *uki,
			   const struct uki_addons *addons,
			   struct reason *reason)
{
	size_t i;

	for (i = addons->count; i > 0; i--)
		if (addons->images[i - 1].sections[UKI_DTB])
			return take_of_addon(image, &addons->images[i - 1],
					     UKI_DTB, reason);
	return take_section(image, uki, UKI_DTB, NULL, reason);
}

int image_add_uki(struct image *image, const char *path, struct reason *reason)
{
	struct uki_addons addons = { 0 };
	struct uki_image uki;
	size_t i;
	int err;

	err = open_uki(&uki, path, reason);
	if (!err)
		err = uki_open_addons(&addons, &uki, image, reason);
	if (!err)
		err = take_section(image, &uki, UKI_LINUX, NULL, reason);
	if (!err)
		err = take_initrds(image, &uki, &addons, reason);
	if (!err)
		err = take_devicetree(image, &uki, &addons, reason);
	if (!err) {
		take_cmdline(image, &uki);
		for (i = 0; i < addons.count; i++)
			take_cmdline(image, &addons.images[i]);
	}
	uki_close_addons(&addons);
	uki_close(&uki);
	return err;
}
