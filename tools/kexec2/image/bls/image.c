// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Fill an image with what a boot entry describes. */
#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "image/bls/bls.h"
#include "image/uki/uki.h"
#include "shared/files.h"
#include "shared/util.h"

/* Add the file that a line names, by a function of the image. */
static int add_file(struct image *image, const struct bls_entry *entry,
		    const char *key, const char *value,
		    int (*add)(struct image *image, const char *path,
			       struct reason *reason),
		    struct reason *reason)
{
	struct reason why;
	char *path;
	int err = bls_locate(entry, key, value, &path, reason);

	if (err)
		return err;
	err = add(image, path, &why);
	if (err)
		because(reason, err, "%s %.96s: %s", key, path, why.text);
	free(path);
	return err;
}

static int open_initrd(struct image *image, const char *path,
		       struct reason *reason)
{
	char label[KEXEC_INITRD_LABEL_SIZE];

	label_from_name(label, path);
	return image_open_initrd(image, path, label, reason);
}

static int add_linux(struct image *image, const struct bls_entry *entry,
		     struct reason *reason)
{
	size_t i;
	int err = add_file(image, entry, "linux", entry->linux_image,
			   image_open_kernel, reason);

	for (i = 0; !err && i < entry->nr_initrds; i++)
		err = add_file(image, entry, "initrd", entry->initrds[i],
			       open_initrd, reason);
	return err;
}

static int add_uki(struct image *image, const struct bls_entry *entry,
		   struct reason *reason)
{
	const char *value, *key = bls_kernel(entry, &value);
	struct reason why;
	char *path;
	int err = bls_locate(entry, key, value, &path, reason);

	if (err)
		return err;
	err = image_add_uki(image, path, entry->profile, &why);
	if (err)
		because(reason, err, "%s %.96s: %s", key, path, why.text);
	free(path);
	if (err == -EINVAL && !entry->uki) {
		why = *reason;
		because(reason, err,
			"%s; of EFI programs, only unified kernel images can be loaded",
			why.text);
	}
	if (err)
		return err;
	if (entry->options) {
		free(image->cmdline);
		image->cmdline = NULL;
	}
	return 0;
}

/* The first problem is the reason; more of them go to the notices. */
static int check(struct image *image, const struct bls_entry *entry,
		 struct reason *reason)
{
	struct bls_remarks problems, unused;
	int err = bls_check(entry, &problems);
	size_t i;

	if (err)
		*reason = problems.texts[0];
	for (i = 1; i < problems.count; i++)
		image_note(image, "%s: %s", entry->id, problems.texts[i].text);
	bls_remarks_free(&problems);
	bls_unused(entry, &unused);
	for (i = 0; !err && i < unused.count; i++)
		image_note(image, "%s: %s", entry->file, unused.texts[i].text);
	bls_remarks_free(&unused);
	return err;
}

static int add_entry(struct image *image, const struct bls_entry *entry,
		     struct reason *reason)
{
	struct reason why;
	int err = check(image, entry, &why);

	if (!err)
		err = entry->linux_image ? add_linux(image, entry, &why) :
					   add_uki(image, entry, &why);
	/* That of an image comes first, as the image comes after the entry. */
	if (!err && entry->devicetree && image->devicetree.fd < 0)
		err = add_file(image, entry, "devicetree", entry->devicetree,
			       image_open_devicetree, &why);
	if (!err && entry->options)
		image_add_cmdline(image, entry->options,
				  strlen(entry->options));
	return err ? because(reason, err, "%.80s: %s", entry->id, why.text) : 0;
}

/*
 * The directory that loader/entries lies in, with the file in there.  The
 * file's real path tells, so that "./x.conf" will do; ostree makes "loader" a
 * link to "loader.0" or "loader.1".
 */
static char *boot_dir_of(const char *file)
{
	char *real = realpath(file, NULL), *dir = NULL;
	regmatch_t match[2];
	regex_t pattern;

	if (!real)
		return NULL;
	if (regcomp(&pattern, "(.*)/loader(\\.[^/]*)?/entries/[^/]*$",
		    REG_EXTENDED))
		out_of_memory();
	if (!regexec(&pattern, real, 2, match, 0))
		dir = xstrndup(real, (size_t)match[1].rm_eo);
	regfree(&pattern);
	free(real);
	errno = 0;
	return dir;
}

static int add_from_file(struct image *image, const char *file,
			 const char *boot_dir, struct reason *reason)
{
	struct bls_entry entry = BLS_ENTRY_INIT;
	char *own = NULL;
	int err;

	if (!boot_dir) {
		boot_dir = own = boot_dir_of(file);
		if (!own && errno)
			return cannot_open(errno, reason);
		if (!own)
			return because(reason, -EINVAL,
				       "not in loader/entries; use --boot-dir to name the directory its paths are relative to");
	}
	bls_read(&entry, file, boot_dir);
	err = add_entry(image, &entry, reason);
	bls_entry_free(&entry);
	free(own);
	return err;
}

static const struct bls_entry *find_id(const struct bls_list *list,
				       const char *id)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (bls_has_id(&list->entries[i], id))
			return &list->entries[i];
	return NULL;
}

static int add_chosen(struct image *image, const struct bls_list *list,
		      const struct bls_source *source, struct reason *reason)
{
	struct bls_choice choice;
	size_t i;
	int err;

	bls_choose(&choice, list, source->efivars);
	for (i = 0; i < choice.ignored.count; i++)
		image_note(image, "%s", choice.ignored.texts[i].text);
	if (choice.once)
		image_note(image,
			   "%s: chosen for one boot (%s), which a boot by kexec does not use up; it stays for the next boot by firmware",
			   choice.entry->id, choice.key ?: choice.source);
	err = choice.entry ? add_entry(image, choice.entry, reason) :
	      because(reason, -ENOENT,
		      "no bootable entry in %.96s; \"kexec2 entries\" tells why",
		      source->boot_dir ?: BLS_PLACES);
	bls_choice_free(&choice);
	return err;
}

int image_add_entry(struct image *image, const char *id,
		    const struct bls_source *source, struct reason *reason)
{
	const struct bls_entry *entry;
	struct bls_list list;
	int err;

	if (id && strchr(id, '/'))
		return add_from_file(image, id, source->boot_dir, reason);
	err = bls_find(&list, source->boot_dir, reason);
	if (!err && id) {
		entry = find_id(&list, id);
		err = entry ? add_entry(image, entry, reason) :
		      because(reason, -ENOENT,
			      "unknown boot entry in %.96s; \"kexec2 entries\" lists them",
			      source->boot_dir ?: BLS_PLACES);
	} else if (!err) {
		err = add_chosen(image, &list, source, reason);
	}
	bls_list_free(&list);
	return err;
}
