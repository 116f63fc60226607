// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Entries of type #2: unified kernel images in EFI/Linux, and each of their
 * profiles.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image/bls/bls.h"
#include "image/uki/sections.h"

#define IMAGES "EFI/Linux"

static char *own(struct bls_entry *entry, char *text)
{
	if (text)
		*XADD(entry->owned, entry->nr_owned) = text;
	return text;
}

/* The first of the keys, up to NULL, that the text has. */
static char *first_value(struct bls_entry *entry, const char *text,
			 const char *const *keys)
{
	char *value = NULL;

	for (; *keys && !value; keys++) {
		value = own(entry, uki_value(text, *keys));
		if (value && !*value)
			value = NULL;
	}
	return value;
}

/* As systemd-boot makes them of os-release(5). */
static void take_osrel(struct bls_entry *entry, const char *osrel)
{
	static const char *const titles[] = {
		"PRETTY_NAME", "IMAGE_ID", "NAME", "ID", NULL
	};
	static const char *const versions[] = {
		"IMAGE_VERSION", "VERSION", "VERSION_ID", "BUILD_ID", NULL
	};
	static const char *const sort_keys[] = { "IMAGE_ID", "ID", NULL };

	entry->title = first_value(entry, osrel, titles);
	entry->unnamed = !entry->title;
	entry->version = first_value(entry, osrel, versions);
	entry->sort_key = first_value(entry, osrel, sort_keys);
}

/* The ID of a profile has the profile's, or its number, but for the first. */
static void take_profile(struct bls_entry *entry, const char *text,
			 size_t profile)
{
	static const char *const title_key[] = { "TITLE", NULL };
	static const char *const id_key[] = { "ID", NULL };
	const char *title = first_value(entry, text, title_key);
	const char *name = first_value(entry, text, id_key);
	const char *of = entry->title ?: entry->id;
	char *id;

	if (title || (profile && name))
		entry->title = own(entry, xasprintf("%s (%s)", of,
						    title ?: name));
	else if (profile)
		entry->title = own(entry, xasprintf("%s (Profile #%zu)", of,
						    profile + 1));
	if (!profile)
		return;
	entry->profile = own(entry, xasprintf("%zu", profile));
	id = xasprintf("%s@%s", entry->id, name ?: entry->profile);
	free(entry->id);
	entry->id = id;
}

/* Returns how many entries the image makes; more than one with profiles. */
static size_t add_image(struct bls_list *list, const char *boot_dir,
			const char *name, size_t profile, size_t before)
{
	struct bls_entry *entry = XADD(list->entries, list->count);
	struct uki_texts texts;
	size_t count = 1;

	*entry = BLS_ENTRY_INIT;
	entry->type = BLS_TYPE2;
	entry->root = xstrdup(boot_dir);
	entry->file = xasprintf("%s/" IMAGES "/%s", boot_dir, name);
	bls_set_name(entry, name);
	entry->error = uki_read_texts(&texts, entry->file, profile,
				      &entry->trouble);
	if (!entry->error) {
		entry->uki = own(entry, xasprintf("/" IMAGES "/%s", name));
		take_osrel(entry, texts.osrel);
		if (texts.nr_profiles)
			take_profile(entry, texts.profile, profile);
		count = texts.nr_profiles ?: 1;
		uki_texts_free(&texts);
	}
	if (bls_is_hidden(list, before, entry)) {
		bls_entry_free(entry);
		list->count--;
	}
	return count;
}

/* The names that systemd-boot takes, too. */
static bool is_image_name(const char *name)
{
	return name[0] != '.' && strncasecmp(name, "auto-", 5) != 0 &&
	       has_suffix(name, ".efi");
}

int bls_find_images(struct bls_list *list, const char *boot_dir,
		    struct reason *reason)
{
	char *dir = xasprintf("%s/" IMAGES, boot_dir);
	DIR *stream = opendir(dir);
	size_t i, count, before = list->count;
	struct dirent *file;
	int err = 0;

	if (!stream)
		err = because(reason, -errno, "%s: cannot be opened (%s)%s",
			      dir, strerror(errno),
			      errno == EACCES ? "; run this as root" : "");
	while (stream && (errno = 0, file = readdir(stream))) {
		if (!is_image_name(file->d_name))
			continue;
		count = 1;
		for (i = 0; i < count; i++)
			count = add_image(list, boot_dir, file->d_name, i,
					  before);
	}
	if (stream && errno)
		err = because(reason, -errno, "%s: cannot be read (%s)", dir,
			      strerror(errno));
	if (stream)
		closedir(stream);
	free(dir);
	return err;
}
