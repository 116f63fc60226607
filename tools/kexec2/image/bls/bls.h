/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Boot entries: text files that describe a kernel with all that goes with it,
 * type #1 of the Boot Loader Specification (UAPI.1).  kexec2-entry(5) says how
 * they are read, and where the specification leaves it open.
 */
#ifndef KEXEC2_BLS_H
#define KEXEC2_BLS_H

#include <stdbool.h>
#include <stddef.h>

#include "image/image.h"

#define BLS_SIZE_MAX	(1U << 20)	/* of a file, in bytes */
#define BLS_SUFFIX	".conf"		/* of the name of a file, in either case */
#define BLS_PLACES	"/boot, /efi or /boot/efi"

/**
 * struct bls_entry - one boot entry
 * @id:		File name without the boot counter, with ".conf".
 * @stem:	The same without ".conf".
 * @file:	Path of the file, as it was found.
 * @root:	The directory that the entry's paths are relative to.
 * @text:	The file; the strings of keys are pieces of it.
 * @tries_left:	Boots that are still to be tried, -1 without a boot counter.
 * @tries_done:	Boots that have failed, -1 without a boot counter.
 * @title:	The keys, to the initrds: NULL if the entry lacks the key, and
 *		never empty.
 * @initrds:	Values of the initrd lines, in their order.
 * @nr_initrds:	How many.
 * @options:	Values of the options lines, joined by blanks, or NULL.
 * @error:	0, or the negative errno value why the file could not be read;
 *		then no key is set.
 * @trouble:	The reason for @error.
 */
struct bls_entry {
	char *id, *stem, *file, *root, *text;
	int tries_left, tries_done;
	const char *title, *version, *machine_id, *sort_key, *architecture;
	const char *linux_image, *efi, *uki, *uki_url, *profile, *extra;
	const char *devicetree, *devicetree_overlay;
	const char **initrds;
	size_t nr_initrds;
	char *options;
	int error;
	struct reason trouble;
};

#define BLS_ENTRY_INIT	((struct bls_entry){ .tries_left = -1, \
					     .tries_done = -1 })

/* entry.c */

/**
 * bls_parse() - read the lines of an entry
 * @entry: Its keys are set.  To be freed in any case.
 * @text:  Content of the file; need not end in a NUL.
 * @size:  Its size in bytes.
 *
 * Return: 0, -EINVAL if it is no text, -EFBIG if it is larger than
 * BLS_SIZE_MAX, -E2BIG for more initrd lines than parts that can be loaded.
 */
int bls_parse(struct bls_entry *entry, const char *text, size_t size,
	      struct reason *reason);
void bls_entry_free(struct bls_entry *entry);

/**
 * bls_set_name() - take ID and boot counter from a file name
 * @entry: Its id, stem, tries_left and tries_done are set.
 * @name:  The name, without directories: NAME[+LEFT[-DONE]].conf
 *
 * A counter that does not fit an int is part of the name, as in systemd-boot.
 */
void bls_set_name(struct bls_entry *entry, const char *name);

/* Is @id, with or without ".conf" and any boot counter, that of @entry? */
bool bls_has_id(const struct bls_entry *entry, const char *id);

/**
 * bls_locate() - find a file that an entry names
 * @key:   The key of the line, for the reason.
 * @value: Its value.
 * @path:  Receives the path, to be freed.  NULL on failure.
 *
 * Return: 0; -EINVAL if it holds "..", or a variable that only GRUB expands; or
 * an error of stat(2), most often -ENOENT.
 */
int bls_locate(const struct bls_entry *entry, const char *key,
	       const char *value, char **path, struct reason *reason);

/* The first $NAME or ${NAME}, of @len characters, or NULL. */
const char *bls_variable(const char *value, size_t *len);

/* The architecture of a machine of uname(2), as entries call it. */
const char *bls_architecture(const char *machine);

/* The key of the line that names the kernel, and its value, or NULL. */
const char *bls_kernel(const struct bls_entry *entry, const char **value);

/**
 * bls_shown() - would a boot loader show this entry?
 * bls_check() - can it be loaded, as far as can be told without its files?
 *
 * Return: 0, the entry's own error, an error of bls_locate(), -EINVAL if it
 * names nothing to boot, -ENOEXEC if it is for another architecture; and of
 * bls_check(), -EINVAL for options with a variable that only GRUB expands,
 * -EOPNOTSUPP if it asks for what kexec2 cannot do.
 */
int bls_shown(const struct bls_entry *entry, struct reason *reason);
int bls_check(const struct bls_entry *entry, struct reason *reason);

/* list.c */

struct bls_list {
	struct bls_entry *entries;
	size_t count;
};

/**
 * bls_find() - find the boot entries, in the order of a boot menu
 * @list:     Receives them.  To be freed in any case.
 * @boot_dir: The directory that loader/entries lies in, or NULL for those of
 *            BLS_PLACES.
 *
 * Of several that are looked at, those that do not exist are passed over.  An
 * ID found in one hides the same ID in later ones, so a directory that is
 * reached twice counts once.  A file that cannot be read becomes an entry with
 * its error set.
 *
 * Return: 0, -ENOENT if there is none, or the error of a directory that cannot
 * be read, with a reason that names it.
 */
int bls_find(struct bls_list *list, const char *boot_dir,
	     struct reason *reason);
/* The same in @count directories, in this order. */
int bls_find_in(struct bls_list *list, const char *const *boot_dirs,
		size_t count, struct reason *reason);
void bls_list_free(struct bls_list *list);

/* The entry to take if none was named, the first that is shown; or NULL. */
const struct bls_entry *bls_default(const struct bls_list *list);

/* Read one file; what is wrong with it is in the entry's error. */
void bls_read(struct bls_entry *entry, const char *file, const char *boot_dir);

/**
 * bls_compare_versions() - compare by the Version Format Specification
 * @a: A version, or NULL, which is as "".
 *
 * Return: less than 0 if @a is lower, more than 0 if it is higher, 0 if they
 * are equal (UAPI.10), which is not to say the same.
 */
int bls_compare_versions(const char *a, const char *b);

/**
 * bls_compare() - compare by the order of a boot menu
 *
 * By the section "Sorting" of the Boot Loader Specification.  Entries that
 * differ only in the boot counter: more tries left first, then fewer done.
 *
 * Return: less than 0 if @a comes first, more than 0 if @b does, or 0.
 */
int bls_compare(const struct bls_entry *a, const struct bls_entry *b);

/* image.c */

/**
 * image_add_entry() - fill an image with what a boot entry describes
 * @image:    An empty one.  To be freed in any case.
 * @id:       An ID, with or without ".conf" and boot counter; or the path of a
 *            file, with a "/" in it; or NULL for the default entry.
 * @boot_dir: As in bls_find().  For a file, NULL is the directory that the
 *            loader/entries lies in which the file lies in.
 * @reason:   Names the entry, so print it on its own.
 *
 * Return: 0, -ENOENT if there is no such entry or a file that it names does not
 * exist; or an error of bls_find(), bls_check(), image_add_uki() or image.h.
 */
int image_add_entry(struct image *image, const char *id, const char *boot_dir,
		    struct reason *reason);

#endif /* KEXEC2_BLS_H */
