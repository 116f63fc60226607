// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* From a boot entry to what is to be loaded. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "image/bls/bls.h"
#include "image/uki/uki.h"

/* Put the entry's name before the reason, which is to stand on its own. */
static int name_it(const struct bls_entry *entry, int err,
		   struct reason *reason)
{
	struct reason why = *reason;

	return because(reason, err, "%.80s: %s", entry->id, why.text);
}

/* Put what failed before what the image says about it. */
static int name_part(const char *key, const char *path, int err,
		     struct reason *reason)
{
	struct reason why = *reason;

	return because(reason, err, "%s %.96s: %s", key, path, why.text);
}

static void add_advice(struct reason *reason, const char *advice)
{
	size_t len = strlen(reason->text);

	if (len + strlen(advice) < sizeof(reason->text))
		strcpy(reason->text + len, advice);
}

static int add_initrd(struct image *image, const struct bls_entry *entry,
		      const char *value, struct reason *reason)
{
	char label[KEXEC_INITRD_LABEL_SIZE];
	char *path;
	int err;

	err = bls_locate(entry, "initrd", value, &path, reason);
	if (err)
		return err;
	label_from_name(label, path);
	err = image_open_initrd(image, path, label, reason);
	if (err)
		name_part("initrd", path, err, reason);
	free(path);
	return err;
}

static int add_devicetree(struct image *image, const struct bls_entry *entry,
			  struct reason *reason)
{
	char *path;
	int err;

	/* That of an image comes first, as the image comes after the entry. */
	if (!entry->devicetree || image->devicetree.fd >= 0)
		return 0;
	err = bls_locate(entry, "devicetree", entry->devicetree, &path,
			 reason);
	if (err)
		return err;
	err = image_open_devicetree(image, path, reason);
	if (err)
		name_part("devicetree", path, err, reason);
	free(path);
	return err;
}

static int add_linux(struct image *image, const struct bls_entry *entry,
		     struct reason *reason)
{
	char *path;
	size_t i;
	int err;

	err = bls_locate(entry, "linux", entry->linux_image, &path, reason);
	if (err)
		return err;
	err = image_open_kernel(image, path, reason);
	if (err)
		name_part("linux", path, err, reason);
	free(path);
	for (i = 0; !err && i < entry->nr_initrds; i++)
		err = add_initrd(image, entry, entry->initrds[i], reason);
	return err;
}

static int add_uki(struct image *image, const struct bls_entry *entry,
		   struct reason *reason)
{
	const char *key = entry->uki ? "uki" : "efi";
	char *path;
	int err;

	err = bls_locate(entry, key, entry->uki ? entry->uki : entry->efi,
			 &path, reason);
	if (err)
		return err;
	err = image_add_uki(image, path, reason);
	if (err)
		name_part(key, path, err, reason);
	if (err == -EINVAL && !entry->uki)
		add_advice(reason, "; of EFI programs, only unified kernel images can be loaded");
	free(path);
	if (err)
		return err;
	if (entry->options) {
		free(image->cmdline);
		image->cmdline = NULL;
	}
	if (entry->nr_initrds)
		image_note(
			image,
			"%s: its initrd lines do not count beside %s; add the parts with --initrd",
			entry->file, key);
	return 0;
}

static int add_entry(struct image *image, const struct bls_entry *entry,
		     const char *machine, struct reason *reason)
{
	int err = bls_check(entry, machine, reason);

	if (!err)
		err = entry->linux_image ? add_linux(image, entry, reason) :
					   add_uki(image, entry, reason);
	if (!err)
		err = add_devicetree(image, entry, reason);
	if (!err && entry->options)
		image_add_cmdline(image, entry->options,
				  strlen(entry->options));
	return err ? name_it(entry, err, reason) : 0;
}

/*
 * The directory that loader/entries lies in, with the file in there.  The
 * file's real path tells, so that "./x.conf" will do; ostree makes "loader" a
 * link to "loader.0" or "loader.1".
 */
static char *boot_dir_of(const char *file)
{
	char *real = realpath(file, NULL), *slash, *entries;

	if (!real)
		return NULL;
	slash = strrchr(real, '/');
	*slash = '\0';
	entries = strrchr(real, '/');
	if (!entries || strcmp(entries, "/entries") != 0)
		goto none;
	*entries = '\0';
	slash = strrchr(real, '/');
	if (!slash || strncmp(slash, "/loader", 7) != 0 ||
	    (slash[7] && slash[7] != '.'))
		goto none;
	*slash = '\0';
	return real;
none:
	free(real);
	errno = 0;
	return NULL;
}

static int add_file(struct image *image, const char *file, const char *boot_dir,
		    const char *machine, struct reason *reason)
{
	struct bls_entry entry = BLS_ENTRY_INIT;
	char *own = NULL;
	int err;

	if (!boot_dir) {
		boot_dir = own = boot_dir_of(file);
		if (!own && errno)
			return because(reason, -errno, "%.128s: %s", file,
				       strerror(errno));
		if (!own)
			return because(reason, -EINVAL,
				       "%.128s: it does not lie in loader/entries; say what its paths are relative to, with --boot-dir",
				       file);
	}
	bls_read(&entry, file, boot_dir);
	err = add_entry(image, &entry, machine, reason);
	bls_entry_free(&entry);
	free(own);
	return err;
}

static int select_entry(const struct bls_list *list, const char *id,
			const char *boot_dir, const char *machine,
			const struct bls_entry **entry, struct reason *reason)
{
	const char *where = boot_dir ? boot_dir : "/boot, /efi or /boot/efi";
	size_t i;

	if (!list->count)
		return because(reason, -ENOENT,
			       "there are no boot entries (loader/entries/*.conf) in %.96s; say where they are, with --boot-dir",
			       where);
	if (!id) {
		*entry = bls_default(list, machine);
		if (*entry)
			return 0;
		return because(reason, -ENOENT,
			       "none of the boot entries in %.96s can be booted; \"kexec2 entries\" tells why",
			       where);
	}
	for (i = 0; i < list->count; i++) {
		if (!bls_has_id(&list->entries[i], id))
			continue;
		*entry = &list->entries[i];
		return 0;
	}
	return because(reason, -ENOENT,
		       "there is no boot entry of this name in %.96s; \"kexec2 entries\" lists them",
		       where);
}

int image_add_entry(struct image *image, const char *entry,
		    const char *boot_dir, struct reason *reason)
{
	const struct bls_entry *found = NULL;
	struct bls_list list;
	struct utsname uts;
	int err;

	uname(&uts);
	if (entry && strchr(entry, '/'))
		return add_file(image, entry, boot_dir, uts.machine, reason);
	err = bls_find(&list, boot_dir, reason);
	if (!err)
		err = select_entry(&list, entry, boot_dir, uts.machine, &found,
				   reason);
	if (!err)
		err = add_entry(image, found, uts.machine, reason);
	bls_list_free(&list);
	return err;
}
