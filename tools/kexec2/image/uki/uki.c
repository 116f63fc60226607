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

#include "image/sealed.h"
#include "image/uki/sections.h"
#include "image/uki/uki.h"
#include "initramfs/initramfs.h"
#include "shared/util.h"

#define ADDON_SUFFIX ".addon.efi" /* in either case */

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
	struct uki *addon = XADD(addons->ukis, addons->count);
	char *path = xasprintf("%s/%s", dir, name);
	struct reason inner;
	int err = uki_open_addon(addon, path, &inner);

	free(path);
	if (err)
		because(reason, err, "addon %.64s: %s", name, inner.text);
	if (err || !applies(addon, uki, image)) {
		uki_close(addon);
		addons->count--;
	}
	return err;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Those in a directory that apply to the image, in the order of their names. */
static int open_addons_in(struct addons *addons, const char *dir,
			  const struct uki *uki, struct image *image,
			  struct reason *reason)
{
	struct dirent **names = NULL;
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
	for (i = 0; i < count; i++) {
		if (!err && is_kind(dir, names[i]->d_name, ADDON_SUFFIX))
			err = open_addon(addons, dir, names[i]->d_name, uki,
					 image, reason);
		free(names[i]);
	}
	free(names);
	return err;
}

/*
 * That of all images on a partition, "" for none: the stub takes it from the
 * one that it was started from.  Where the root of that is not the root of a
 * mount here, it is the nearest directory above that has loader/addons.
 */
static char *global_dir(const struct uki *uki)
{
	char *above = realpath(uki->path, NULL), *slash, *dir;
	struct stat file, st;

	if (fstat(uki->fd, &file))
		file.st_dev = 0;
	while (above && (slash = strrchr(above, '/'))) {
		*slash = '\0';
		dir = xasprintf("%s/loader/addons", above);
		if (!stat(dir, &st) && S_ISDIR(st.st_mode) &&
		    st.st_dev == file.st_dev) {
			free(above);
			return dir;
		}
		free(dir);
	}
	free(above);
	return xstrdup("");
}

/* Those of the partition come before those of the image. */
static int open_addons(struct addons *addons, const struct uki *uki,
		       struct image *image, struct reason *reason)
{
	char *global = global_dir(uki), *own = extra_dir(uki);
	int err = *global ? open_addons_in(addons, global, uki, image,
					   reason) : 0;

	if (!err)
		err = open_addons_in(addons, own, uki, image, reason);
	free(global);
	free(own);
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

/*
 * Where VirtualSize is more than what is in the file, that may be padded, which
 * what is compressed tells: where it ends.  To a cpio archive, zeros up to the
 * next multiple of 512 belong.
 */
static int copy_initrd(const struct uki *uki, const struct pe_section *section,
		       const char *piece, struct reason *reason)
{
	int fd = sealed_copy(uki->fd, section->offset, section->size,
			     uki->base, piece, reason);
	const struct initramfs_part *last;
	struct initramfs initramfs;
	struct reason ignored;
	uint64_t end = section->size;

	if (fd < 0 || section->memory_size <= section->raw_size)
		return fd;
	if (!initramfs_walk(&initramfs, fd, true, INITRAMFS_UNPACKED_MAX,
			    &ignored) && !initramfs.stop &&
	    initramfs.nr_parts) {
		last = &initramfs.parts[initramfs.nr_parts - 1];
		if (last->kind != INITRAMFS_CPIO)
			end = last->offset + last->size;
	}
	initramfs_free(&initramfs);
	if (end == section->size)
		return fd;
	close(fd);
	return sealed_copy(uki->fd, section->offset, end, uki->base, piece,
			   reason);
}

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
	fd = section == UKI_INITRD || section == UKI_UCODE ?
	     copy_initrd(uki, found, piece, reason) :
	     sealed_copy(uki->fd, found->offset, found->size, uki->base, piece,
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

int image_add_uki(struct image *image, const char *path, const char *profile,
		  struct reason *reason)
{
	struct addons addons = { 0 };
	struct uki uki;
	size_t i;
	int err;

	err = uki_open(&uki, path, profile, reason);
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
