// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What lies beside a unified kernel image, taken as systemd-stub takes it. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "image/uki/addons.h"
#include "shared/util.h"

/* The names in the directory that mean something. */
struct listing {
	char **addons;
	size_t nr_addons;
	size_t nr_credentials;	/* *.cred */
	size_t nr_extensions;	/* *.raw: *.sysext.raw and *.confext.raw */
};

static void free_listing(struct listing *listing)
{
	size_t i;

	for (i = 0; i < listing->nr_addons; i++)
		free(listing->addons[i]);
	free(listing->addons);
}

static const char *skip_digits(const char *text)
{
	return text + strspn(text, "0123456789");
}

/*
 * The directory of "linux+3-1.efi" is that of "linux.efi": the tries left and
 * done that automatic boot assessment counts in the name are no part of it.
 */
static char *extra_dir(const struct uki_image *uki)
{
	size_t base = (size_t)(uki->base - uki->path);
	const char *plus = strchr(uki->base, '+');
	const char *tail = plus ? skip_digits(plus + 1) : NULL;
	size_t keep = strlen(uki->path);

	if (tail && tail > plus + 1) {
		if (tail[0] == '-' && skip_digits(tail + 1) > tail + 1)
			tail = skip_digits(tail + 1);
		if (!*tail || *tail == '.')
			keep = base + (size_t)(plus - uki->base);
		else
			tail = NULL;
	} else {
		tail = NULL;
	}
	return xasprintf("%.*s%s.extra.d", (int)keep, uki->path,
			 tail ? tail : "");
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);

	return len > suffix_len &&
	       !strcasecmp(name + len - suffix_len, suffix);
}

static bool is_ascii(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name >= 0x80)
			return false;
	return true;
}

static void list_name(struct listing *listing, DIR *dir, const char *name)
{
	struct stat st;

	if (name[0] == '.' || !is_ascii(name) ||
	    (!fstatat(dirfd(dir), name, &st, 0) && S_ISDIR(st.st_mode)))
		return;
	listing->nr_credentials += has_suffix(name, ".cred");
	listing->nr_extensions += has_suffix(name, ".raw");
	if (!has_suffix(name, UKI_ADDON_SUFFIX))
		return;
	listing->addons = xreallocarray(listing->addons,
					listing->nr_addons + 1,
					sizeof(*listing->addons));
	listing->addons[listing->nr_addons++] = xstrdup(name);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_dir(struct listing *listing, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int err;

	if (!dir)	/* none, or a name that no directory can have */
		return errno == ENOENT || errno == ENOTDIR ||
		       errno == ENAMETOOLONG ? 0 : -errno;
	while (errno = 0, (entry = readdir(dir)))
		list_name(listing, dir, entry->d_name);
	err = -errno;
	closedir(dir);
	if (listing->nr_addons)
		qsort(listing->addons, listing->nr_addons,
		      sizeof(*listing->addons), compare_names);
	return err;
}

static void note_ignored(struct image *image, const char *dir,
			 const struct listing *listing)
{
	if (listing->nr_credentials)
		image_note(
			image,
			"%s: credentials (%zu *.cred) are left out; to pass them on, add a cpio archive with /.extra/credentials as --initrd",
			dir, listing->nr_credentials);
	if (listing->nr_extensions)
		image_note(
			image,
			"%s: extension images (%zu *.raw) are left out; to pass them on, add a cpio archive with /.extra/sysext or /.extra/confext as --initrd",
			dir, listing->nr_extensions);
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

/* What systemd-stub boots without, after a message, is left out with a notice. */
static bool applies(const struct uki_image *addon, const struct uki_image *uki,
		    struct image *image)
{
	const char *machine = pe_machine_name(addon->pe.machine);
	const char *want = uki->text[UKI_UNAME];
	const char *have = addon->text[UKI_UNAME];
	char theirs[65], ours[65];

	if (addon->sections[UKI_LINUX])
		image_note(
			image,
			"%s: is left out, as it is a unified kernel image and no addon",
			addon->path);
	else if (addon->pe.machine != uki->pe.machine)
		image_note(
			image,
			"%s: is left out, as it is for another architecture (%s)",
			addon->path, machine ? machine : "unknown");
	else if (want && have && strcmp(want, have))
		image_note(
			image,
			"%s: is left out, as it is for kernel %s, but the image has %s",
			addon->path, printable(theirs, sizeof(theirs), have),
			printable(ours, sizeof(ours), want));
	else
		return true;
	return false;
}

static int open_addon(struct uki_addons *addons, const char *dir,
		      const char *name, const struct uki_image *uki,
		      struct image *image, struct reason *reason)
{
	struct uki_image *addon = &addons->images[addons->count];
	char *path = xasprintf("%s/%s", dir, name);
	struct reason inner;
	int err = uki_open(addon, path, &inner);

	free(path);
	if (err)
		because(reason, err, "its addon %.64s %s", name, inner.text);
	if (!err && applies(addon, uki, image))
		addons->count++;
	else
		uki_close(addon);
	return err;
}

int uki_open_addons(struct uki_addons *addons, const struct uki_image *uki,
		    struct image *image, struct reason *reason)
{
	struct listing listing = { 0 };
	char *dir = extra_dir(uki);
	size_t i;
	int err;

	*addons = (struct uki_addons){ 0 };
	err = list_dir(&listing, dir);
	if (err)
		because(reason, err,
			"the directory of its addons, %.128s, cannot be read (%s)",
			dir, strerror(-err));
	else
		note_ignored(image, dir, &listing);
	addons->images = xcalloc(listing.nr_addons, sizeof(*addons->images));
	for (i = 0; !err && i < listing.nr_addons; i++)
		err = open_addon(addons, dir, listing.addons[i], uki, image,
				 reason);
	free_listing(&listing);
	free(dir);
	return err;
}

void uki_close_addons(struct uki_addons *addons)
{
	size_t i;

	for (i = 0; i < addons->count; i++)
		uki_close(&addons->images[i]);
	free(addons->images);
	*addons = (struct uki_addons){ 0 };
}
