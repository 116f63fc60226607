// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Unified kernel images and their addons, read as systemd-stub reads them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/kernel.h"
#include "image/sealed.h"
#include "image/uki/pe.h"
#include "image/uki/uki.h"
#include "shared/files.h"
#include "shared/util.h"

/* More than a kernel takes; it keeps a hostile file from using up memory. */
#define TEXT_MAX	(64U << 10)

#define ADDON_SUFFIX ".addon.efi" /* in either case */

/* The sections that are read; the others are not for the kernel. */
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
 * struct uki - an open image, or an addon
 * @path:     As it was given.
 * @base:     The last component of @path.
 * @fd:	      The file, or -1.
 * @pe:	      All of its sections.
 * @sections: Those that count, within @pe.  NULL for none, and for one that has
 *	      no bytes.
 * @text:     Of .cmdline and .uname: the text, to the first NUL.  Else NULL.
 */
struct uki {
	char *path;
	const char *base;
	int fd;
	struct pe pe;
	const struct pe_section *sections[UKI_SECTIONS];
	char *text[UKI_SECTIONS];
};

static const char *const section_names[UKI_SECTIONS] = {
	[UKI_LINUX] = ".linux", [UKI_INITRD] = ".initrd",
	[UKI_UCODE] = ".ucode", [UKI_CMDLINE] = ".cmdline",
	[UKI_DTB] = ".dtb",	[UKI_UNAME] = ".uname",
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
static int find_sections(struct uki *uki, struct reason *reason)
{
	const struct pe *pe = &uki->pe;
	size_t base = find_profile(pe, 0);
	size_t end = base < pe->nr_sections ? find_profile(pe, base + 1) : base;
	const struct pe_section *found;
	int err, i;

	for (i = 0; i < UKI_SECTIONS; i++) {
		err = pe_find(pe, 0, base, section_names[i], &uki->sections[i],
			      reason);
		if (!err)
			err = pe_find(pe, base, end, section_names[i], &found,
				      reason);
		if (err)
			return err;
		if (found)
			uki->sections[i] = found;
		if (uki->sections[i] && !uki->sections[i]->size)
			uki->sections[i] = NULL;
	}
	return 0;
}

static int read_text(struct uki *uki, enum uki_section which,
		     struct reason *reason)
{
	const struct pe_section *section = uki->sections[which];
	char *text;

	if (!section)
		return 0;
	if (section->size > TEXT_MAX)
		return because(reason, -EINVAL,
			       "section %s too large (%u bytes, maximum %u)",
			       section->name, section->size, TEXT_MAX);
	text = xcalloc(section->size + 1, 1);
	uki->text[which] = text;
	return read_bytes(uki->fd, text, section->size, section->offset,
			  reason);
}

static int open_file(struct uki *uki, struct stat *st, struct reason *reason)
{
	uki->fd = open_component(uki->path, reason);
	if (uki->fd < 0)
		return uki->fd;
	if (fstat(uki->fd, st))
		return because(reason, -errno, "cannot be examined (%s)",
			       strerror(errno));
	if (!S_ISREG(st->st_mode))
		return because(reason, -EINVAL, "not a regular file");
	return 0;
}

/*
 * If the image has profiles, the sections are those of the base, which stand
 * before the first .profile, and over them those of profile 0, which stand
 * between the first .profile and the second.  To be closed on failure, too.
 */
static int uki_open(struct uki *uki, const char *path, struct reason *reason)
{
	struct stat st;
	int err;

	*uki = (struct uki){ .fd = -1, .path = xstrdup(path) };
	uki->base = base_name(uki->path);
	err = open_file(uki, &st, reason);
	if (!err)
		err = pe_read(&uki->pe, uki->fd, 0, (uint64_t)st.st_size,
			      reason);
	if (!err)
		err = find_sections(uki, reason);
	if (!err)
		err = read_text(uki, UKI_CMDLINE, reason);
	if (!err)
		err = read_text(uki, UKI_UNAME, reason);
	return err;
}

static void uki_close(struct uki *uki)
{
	int i;

	if (uki->fd >= 0)
		close(uki->fd);
	pe_free(&uki->pe);
	for (i = 0; i < UKI_SECTIONS; i++)
		free(uki->text[i]);
	free(uki->path);
}

/* Is it a kernel by itself? */
static bool is_kernel(int fd)
{
	struct kernel kernel;

	kernel_read_file(&kernel, fd);
	return kernel.kind > KERNEL_UNREAD && kernel.kind <= KERNEL_ZBOOT;
}

static int check_machine(const struct uki *uki, struct reason *reason)
{
	const char *theirs = pe_machine_name(uki->pe.machine);
	const char *ours = pe_machine_name(pe_machine_native());

	if (uki->pe.machine == pe_machine_native())
		return 0;
	if (!ours)
		return because(reason, -EINVAL,
			       "unified kernel images are not supported on this architecture");
	if (!theirs)
		return because(reason, -EINVAL,
			       "built for another architecture (PE machine type %#x), this is %s",
			       uki->pe.machine, ours);
	return because(reason, -EINVAL, "built for %s, this is %s", theirs,
		       ours);
}

static int open_uki(struct uki *uki, const char *path, struct reason *reason)
{
	int err = uki_open(uki, path, reason);

	if (err && err != -EINVAL)
		return err;
	if (!uki->sections[UKI_LINUX] && uki->fd >= 0 && is_kernel(uki->fd))
		return because(reason, -EINVAL,
			       "not a unified kernel image but a kernel; load it as KERNEL");
	if (err)
		return err;
	if (!uki->sections[UKI_LINUX])
		return because(reason, -EINVAL,
			       "not a unified kernel image: no .linux section, or an empty one");
	return check_machine(uki, reason);
}

/*
 * Addons: *.addon.efi in IMAGE.extra.d
 */

struct addons {
	struct uki *ukis;
	size_t count;
};

/* A number behind @mark, or nothing of it: @text, or what follows it. */
static const char *skip_number(const char *text, char mark)
{
	size_t digits = *text == mark ? strspn(text + 1, "0123456789") : 0;

	return digits ? text + 1 + digits : text;
}

/*
 * The directory of "linux+3-1.efi" is that of "linux.efi": the tries left and
 * done that automatic boot assessment counts in the name are no part of it.
 */
static char *extra_dir(const struct uki *uki)
{
	const char *plus = strchrnul(uki->base, '+');
	const char *tail = skip_number(plus, '+');

	if (tail > plus)
		tail = skip_number(tail, '-');
	if (*tail && *tail != '.')
		tail = plus;
	return xasprintf("%.*s%s.extra.d", (int)(plus - uki->path), uki->path,
			 tail);
}

static bool is_ascii(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name >= 0x80)
			return false;
	return true;
}

/* A file that systemd-stub would take for one of this kind. */
static bool is_kind(const char *dir, const char *name, const char *suffix)
{
	char *path = xasprintf("%s/%s", dir, name);
	struct stat st;
	bool is = has_suffix(name, suffix) && name[0] != '.' &&
		  is_ascii(name) && (stat(path, &st) || !S_ISDIR(st.st_mode));

	free(path);
	return is;
}

static void note_ignored(struct image *image, const char *dir,
			 struct dirent **names, int nr_names,
			 const char *suffix, const char *what,
			 const char *where)
{
	size_t count = 0;
	int i;

	for (i = 0; i < nr_names; i++)
		count += is_kind(dir, names[i]->d_name, suffix);
	if (count)
		image_note(image,
			   "%s: %s (%zu *%s) ignored; to pass them on, add a cpio archive with %s by --initrd",
			   dir, what, count, suffix, where);
}

/* What a file says of itself, for a terminal. */
static const char *printable(char *buf, size_t size, const char *text)
{
	size_t i;

	for (i = 0; i < size - 1 && text[i]; i++)
		buf[i] = text[i] >= ' ' && text[i] < 0x7f ? text[i] : '?';
	buf[i] = '\0';
	return buf;
}

/* Addons that systemd-stub skips with a message are skipped with a notice. */
static bool applies(const struct uki *addon, const struct uki *uki,
		    struct image *image)
{
	const char *machine = pe_machine_name(addon->pe.machine);
	const char *want = uki->text[UKI_UNAME];
	const char *have = addon->text[UKI_UNAME];
	char theirs[65], ours[65];

	if (addon->sections[UKI_LINUX])
		image_note(image,
			   "%s: ignored: a unified kernel image, not an addon",
			   addon->path);
	else if (addon->pe.machine != uki->pe.machine)
		image_note(image,
			   "%s: ignored: built for another architecture (%s)",
			   addon->path, machine ? machine : "unknown");
	else if (want && have && strcmp(want, have))
		image_note(image,
			   "%s: ignored: for kernel %s, but the image has %s",
			   addon->path, printable(theirs, sizeof(theirs), have),
			   printable(ours, sizeof(ours), want));
	else
		return true;
	return false;
}

static int open_addon(struct addons *addons, const char *dir,
		      const char *name, const struct uki *uki,
		      struct image *image, struct reason *reason)
{
	struct uki *addon = &addons->ukis[addons->count];
	char *path = xasprintf("%s/%s", dir, name);
	struct reason inner;
	int err = uki_open(addon, path, &inner);

	free(path);
	if (err)
		because(reason, err, "addon %.64s: %s", name, inner.text);
	if (!err && applies(addon, uki, image))
		addons->count++;
	else
		uki_close(addon);
	return err;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Those that apply to the image, in the order of their names. */
static int open_addons(struct addons *addons, const struct uki *uki,
		       struct image *image, struct reason *reason)
{
	struct dirent **names = NULL;
	char *dir = extra_dir(uki);
	int i, err = 0, count = scandir(dir, &names, NULL, compare_names);

	/* None, or a name that no directory can have. */
	if (count < 0 && errno != ENOENT && errno != ENOTDIR &&
	    errno != ENAMETOOLONG)
		err = because(reason, -errno,
			      "cannot read addon directory %.128s (%s)", dir,
			      strerror(errno));
	note_ignored(image, dir, names, count, ".cred", "credentials",
		     "/.extra/credentials");
	note_ignored(image, dir, names, count, ".raw", "extension images",
		     "/.extra/sysext or /.extra/confext");
	addons->ukis = xcalloc(count < 0 ? 0 : (size_t)count,
			       sizeof(*addons->ukis));
	for (i = 0; i < count; i++) {
		if (!err && is_kind(dir, names[i]->d_name, ADDON_SUFFIX))
			err = open_addon(addons, dir, names[i]->d_name, uki,
					 image, reason);
		free(names[i]);
	}
	free(names);
	free(dir);
	return err;
}

static void close_addons(struct addons *addons)
{
	while (addons->count)
		uki_close(&addons->ukis[--addons->count]);
	free(addons->ukis);
}

/*
 * Sections to load
 */

static int take_section(struct image *image, const struct uki *uki,
			enum uki_section section, const char *label,
			struct reason *reason)
{
	const struct pe_section *found = uki->sections[section];
	char *name, piece[PE_NAME_SIZE + 2];
	int fd, err = 0;

	if (!found)
		return 0;
	snprintf(piece, sizeof(piece), ":%s", found->name);
	fd = sealed_copy(uki->fd, found->offset, found->size, uki->base, piece,
			 reason);
	if (fd < 0)
		return fd;
	name = xasprintf("%s%s", uki->path, piece);
	if (section == UKI_LINUX)
		component_set(&image->kernel, fd, name);
	else if (section == UKI_DTB)
		component_set(&image->devicetree, fd, name);
	else
		err = image_take_initrd(image, fd, name, label, reason);
	free(name);
	return err;
}

static int take_of_addon(struct image *image, const struct uki *addon,
			 enum uki_section section, struct reason *reason)
{
	size_t len = strlen(addon->base) - strlen(ADDON_SUFFIX);
	char label[KEXEC_INITRD_LABEL_SIZE];
	char *stem = xstrndup(addon->base, len);
	struct reason inner;
	int err;

	label_from_name(label, stem);
	free(stem);
	err = take_section(image, addon, section, label, &inner);
	return err ? because(reason, err, "addon %.64s: %s", addon->base,
			     inner.text) :
		     0;
}

/*
 * The kernel unpacks a later part over an earlier one, but takes the first
 * microcode that it finds: so that addons win, theirs comes before the image's,
 * the last addon's first, and their initrds come behind the image's.
 */
static int take_initrds(struct image *image, const struct uki *uki,
			const struct addons *addons, struct reason *reason)
{
	size_t i;
	int err = 0;

	for (i = addons->count; !err && i > 0; i--)
		err = take_of_addon(image, &addons->ukis[i - 1], UKI_UCODE,
				    reason);
	if (!err)
		err = take_section(image, uki, UKI_UCODE, "ucode", reason);
	if (!err)
		err = take_section(image, uki, UKI_INITRD, "initrd", reason);
	for (i = 0; !err && i < addons->count; i++)
		err = take_of_addon(image, &addons->ukis[i], UKI_INITRD,
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
static void take_cmdline(struct image *image, const struct uki *uki)
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

static int take_devicetree(struct image *image, const struct uki *uki,
			   const struct addons *addons, struct reason *reason)
{
	size_t i;

	for (i = addons->count; i > 0; i--)
		if (addons->ukis[i - 1].sections[UKI_DTB])
			return take_of_addon(image, &addons->ukis[i - 1],
					     UKI_DTB, reason);
	return take_section(image, uki, UKI_DTB, NULL, reason);
}

int image_add_uki(struct image *image, const char *path, struct reason *reason)
{
	struct addons addons = { 0 };
	struct uki uki;
	size_t i;
	int err;

	err = open_uki(&uki, path, reason);
	if (!err)
		err = open_addons(&addons, &uki, image, reason);
	if (!err)
		err = take_section(image, &uki, UKI_LINUX, NULL, reason);
	if (!err)
		err = take_initrds(image, &uki, &addons, reason);
	if (!err)
		err = take_devicetree(image, &uki, &addons, reason);
	if (!err) {
		take_cmdline(image, &uki);
		for (i = 0; i < addons.count; i++)
			take_cmdline(image, &addons.ukis[i]);
	}
	close_addons(&addons);
	uki_close(&uki);
	return err;
}
