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
#include "shared/reason.h"

#define BLS_SIZE_MAX	(1U << 20)	/* of a file, in bytes */

/**
 * struct bls_entry - one boot entry
 *
 * All strings are owned.  Those of keys are NULL if the entry lacks the key,
 * and never empty.
 *
 * @id:		File name without the boot counter, with ".conf".
 * @stem:	The same without ".conf".
 * @file:	Path of the file, as it was found.
 * @root:	The directory that the entry's paths are relative to.
 * @tries_left:	Boots that are still to be tried, -1 without a boot counter.
 * @tries_done:	Boots that have failed, -1 without a boot counter.
 * @initrds:	Values of the initrd lines, in their order.
 * @nr_initrds:	How many.
 * @options:	Values of the options lines, joined by blanks.
 * @error:	0, or the negative errno value why the file could not be read;
 *		then no key is set.
 * @trouble:	The reason for @error.
 */
struct bls_entry {
	char *id, *stem, *file, *root;
	int tries_left, tries_done;
	char *title, *version, *machine_id, *sort_key, *architecture;
	char *linux_image, *efi, *uki, *uki_url, *profile, *extra;
	char *devicetree, *devicetree_overlay;
	char **initrds;
	size_t nr_initrds;
	char *options;
	int error;
	struct reason trouble;
};

#define BLS_ENTRY_INIT	((struct bls_entry){ .tries_left = -1, \
					     .tries_done = -1 })

/**
 * bls_parse() - read the lines of an entry
 * @entry: Its keys are set.  To be freed in any case.
 * @text:  Content of the file; need not end in a NUL.
 * @size:  Its size in bytes.
 *
 * Lines end in LF, CR or both; blanks around key and value go, and so does a
 * pair of quotes around all of a value.  Unknown keys, and keys without a
 * value, are ignored.  Of a key that can stand only once, the last one counts.
 * All of it is as systemd-boot does it, except that quotes stay if there are
 * more of the same kind inside.
 *
 * Return: 0, or
 *   -EINVAL  it holds a NUL byte, and so is no text;
 *   -EFBIG   it is larger than BLS_SIZE_MAX;
 *   -E2BIG   there are more initrd lines than parts that can be loaded.
 */
int bls_parse(struct bls_entry *entry, const char *text, size_t size,
	      struct reason *reason);

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

/* Does the name of a file end as that of an entry does, in ".conf"? */
bool bls_is_conf(const char *name);

void bls_entry_free(struct bls_entry *entry);

/**
 * bls_compare_versions() - compare by the Version Format Specification
 * @a: A version, or NULL, which is as "".
 * @b: The other one.
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

/**
 * struct bls_list - boot entries, in the order of a boot menu
 */
struct bls_list {
	struct bls_entry *entries;
	size_t count;
};

/**
 * bls_find() - find the boot entries
 * @list:     Receives them.  To be freed in any case.
 * @boot_dir: The directory that loader/entries lies in, or NULL for /boot,
 *            /efi and /boot/efi.
 *
 * Of several that are looked at, those that do not exist are passed over.  An
 * ID found in one hides the same ID in later ones, so a directory that is
 * reached twice counts once.
 *
 * A file that cannot be read becomes an entry with its error set.
 *
 * Return: 0, also if there is none, or the error of a directory that cannot be
 * read, with a reason that names it.
 */
int bls_find(struct bls_list *list, const char *boot_dir,
	     struct reason *reason);

/* The same in @count directories, in this order. */
int bls_find_in(struct bls_list *list, const char *const *boot_dirs,
		size_t count, struct reason *reason);

void bls_list_free(struct bls_list *list);

/**
 * bls_read() - read one file
 * @entry:    Receives it.  To be freed in any case.
 * @file:     Path of the file.
 * @boot_dir: The directory that its paths are relative to.
 *
 * What is wrong with it is in the entry's error.
 */
void bls_read(struct bls_entry *entry, const char *file, const char *boot_dir);

/**
 * bls_locate() - find a file that an entry names
 * @entry: The entry.
 * @key:   The key of the line, for the reason.
 * @value: Its value.
 * @path:  Receives the path, to be freed.  NULL on failure.
 *
 * The path is relative to the entry's root.  What is not there is looked for
 * without a leading "/boot" once more, as GRUB's entries have it where /boot is
 * a directory of the root file system.
 *
 * Return: 0, or
 *   -EINVAL  it holds "..", or a variable that only GRUB expands;
 *   or an error of stat(2), most often -ENOENT.
 */
int bls_locate(const struct bls_entry *entry, const char *key,
	       const char *value, char **path, struct reason *reason);

/**
 * bls_variable() - find a variable that only GRUB expands
 * @value: A value.
 * @len:   Receives its length, with "$".
 *
 * Return: the first $NAME or ${NAME} in it, or NULL.
 */
const char *bls_variable(const char *value, size_t *len);

/**
 * bls_shown() - would a boot loader show this entry?
 * @machine: The machine as uname(2) has it.
 *
 * Return: 0, or
 *   -EINVAL  it names nothing to boot;
 *   -ENOEXEC it is for another architecture;
 *   an error of bls_locate() on the kernel, or the entry's own error.
 */
int bls_shown(const struct bls_entry *entry, const char *machine,
	      struct reason *reason);

/**
 * bls_check() - can this entry be loaded?
 *
 * Tells what can be told without reading what the entry names.
 *
 * Return: 0, or an error of bls_shown(), or
 *   -EINVAL      its options hold a variable that only GRUB expands;
 *   -EOPNOTSUPP  it asks for what kexec2 cannot do;
 *   or an error of bls_locate() on another file.
 */
int bls_check(const struct bls_entry *entry, const char *machine,
	      struct reason *reason);

/**
 * bls_default() - the entry to take if none was named
 *
 * Return: the first that a boot loader would show, or NULL.
 */
const struct bls_entry *bls_default(const struct bls_list *list,
				    const char *machine);

/* The architecture of a machine as entries call it. */
const char *bls_architecture(const char *machine);

/**
 * image_add_entry() - what a boot entry describes
 * @image: An empty one; receives it.  To be freed in any case.
 * @entry:       An ID, with or without ".conf" and boot counter; or the path
 *               of a file, with a "/" in it; or NULL for the default entry.
 * @boot_dir:    As in bls_find().  For a file, NULL is the directory that
 *               the loader/entries lies in which the file lies in.
 * @reason:      Names the entry, so print it on its own.
 *
 * The initrds are labelled with the names of their files.  The options become
 * the command line; there is none if there are none.  For a unified kernel
 * image, options are in place of its command line, as in systemd-stub without
 * Secure Boot; a device tree of its own counts more than that of the entry; and
 * initrd lines do not count, as in systemd-boot, which leaves a notice.
 *
 * Return: 0, or
 *   -ENOENT  there is no such entry, or a file that it names does not exist;
 *   or an error of bls_find(), bls_check(), image_add_uki() or image.h.
 */
int image_add_entry(struct image *image, const char *entry,
		    const char *boot_dir, struct reason *reason);

#endif /* KEXEC2_BLS_H */
