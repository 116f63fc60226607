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
/* Of the names of files, in either case. */
#define BLS_SUFFIX	".conf"
#define BLS_SUFFIX2	".efi"
#define BLS_PLACES	"/boot, /efi or /boot/efi"
#define BLS_EFIVARS	"/sys/firmware/efi/efivars"

struct grub_env;

enum bls_type {
	BLS_TYPE1,	/* a text file */
	BLS_TYPE2,	/* a unified kernel image, or one of its profiles */
	BLS_GRUB,	/* an entry of a grub.cfg */
	BLS_LINK,	/* a kernel without an entry */
};

/**
 * struct bls_entry - one boot entry
 * @type:	What it stands in.
 * @id:		File name without the boot counter, with the suffix; of a
 *		profile but the first, with "@" and its name.
 * @stem:	The file name without boot counter and suffix.
 * @unnamed:	An image without .osrel, which systemd-boot does not show.
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
 * @unknown:	Keys that nobody here knows.
 * @nr_unknown:	How many.
 * @owned:	Strings that bls_expand() has made.
 * @nr_owned:	How many.
 * @unset:	Variables that GRUB's environment lacks, as the entry has them.
 * @nr_unset:	How many.
 * @error:	0, or the negative errno value why the file could not be read;
 *		then no key is set.
 * @trouble:	The reason for @error.
 */
struct bls_entry {
	enum bls_type type;
	bool unnamed;
	char *id, *stem, *file, *root, *text;
	int tries_left, tries_done;
	const char *title, *version, *machine_id, *sort_key, *architecture;
	const char *linux_image, *efi, *uki, *uki_url, *profile, *extra;
	const char *devicetree, *devicetree_dir, *devicetree_overlay;
	const char **initrds;
	size_t nr_initrds;
	char *options;
	const char **unknown;
	size_t nr_unknown;
	char **owned;
	size_t nr_owned;
	char **unset;
	size_t nr_unset;
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

/*
 * The next line of @rest that has a key and a value, without what stands around
 * them; false at the end.  @rest is changed.
 */
bool bls_line(char **rest, char **key, char **value);

/**
 * bls_set_name() - take ID and boot counter from a file name
 * @entry: Its id, stem, tries_left and tries_done are set.
 * @name:  The name, without directories: NAME[+LEFT[-DONE]].conf, or .efi
 *
 * A counter that does not fit an int is part of the name, as in systemd-boot.
 */
void bls_set_name(struct bls_entry *entry, const char *name);

/* Is @id, with or without suffix and any boot counter, that of @entry? */
bool bls_has_id(const struct bls_entry *entry, const char *id);

/* check.c */

/**
 * bls_locate() - find a file that an entry names
 * @key:   The key of the line, for the reason.
 * @value: Its value, with "/" or "\\" between directories.
 * @path:  Receives the path, to be freed.  NULL on failure.
 *
 * Return: 0; -EINVAL if it holds "..", or a variable that only GRUB expands; or
 * an error of stat(2), most often -ENOENT.
 */
int bls_locate(const struct bls_entry *entry, const char *key,
	       const char *value, char **path, struct reason *reason);

/* The architecture of a machine of uname(2), as entries call it. */
const char *bls_architecture(const char *machine);

/* The key of the line that names the kernel, and its value, or NULL. */
const char *bls_kernel(const struct bls_entry *entry, const char **value);

/* Sentences about an entry, each for itself. */
struct bls_remarks {
	struct reason *texts;
	size_t count;
};

void bls_remarks_free(struct bls_remarks *remarks);

/**
 * bls_shown() - would a boot loader show this entry?
 * bls_check() - can it be loaded, as far as can be told without its files?
 * @problems: Receives all that keeps it from that; to be freed in any case.
 *
 * Return: 0, the entry's own error, an error of bls_locate(), -EINVAL if it
 * names nothing to boot, -ENOEXEC if it is for another architecture; and of
 * bls_check(), -EINVAL for options with a variable that only GRUB expands,
 * -EOPNOTSUPP if it asks for what kexec2 cannot do.  It is the first problem's.
 */
int bls_shown(const struct bls_entry *entry, struct reason *reason);
int bls_check(const struct bls_entry *entry, struct bls_remarks *problems);

/*
 * What the entry says that is left out, although it is known what it means.
 * @unused is to be freed.
 */
void bls_unused(const struct bls_entry *entry, struct bls_remarks *unused);

/* expand.c */

/* The first $NAME or ${NAME}, of @len characters, or NULL. */
const char *bls_variable(const char *value, size_t *len);

/**
 * bls_expand() - make of an entry what GRUB makes of it
 *
 * Its variables get the values that @env has, or none.  Each word of an initrd
 * line is a file.
 *
 * Return: 0, or -E2BIG for more initrds than can be loaded.
 */
int bls_expand(struct bls_entry *entry, const struct grub_env *env,
	       struct reason *reason);

/* list.c */

/**
 * struct bls_source - where to look
 * @boot_dir: The directory that loader/entries lies in, or NULL for those of
 *	      BLS_PLACES.
 * @efivars:  That of the EFI variables, or NULL for BLS_EFIVARS.
 */
struct bls_source {
	const char *boot_dir;
	const char *efivars;
};

/**
 * struct bls_menu - what grub.cfg boots, of the entries that it has
 * @chosen: Which entry.
 * @file:   Where that stands; NULL if the entries are not those of a grub.cfg.
 * @key:    What of it.
 * @value:  What stands there.
 * @missed: It is none of the entries.
 * @once:   It is for one boot.
 */
struct bls_menu {
	size_t chosen;
	char *file, *value;
	const char *key;
	bool missed, once;
};

/**
 * struct bls_list - the entries
 * @dirs:    The directories that were looked at, in their order.
 * @nr_dirs: How many.
 * @menu:    Of a grub.cfg.
 */
struct bls_list {
	struct bls_entry *entries;
	size_t count;
	char **dirs;
	size_t nr_dirs;
	struct bls_menu menu;
};

/**
 * bls_find() - find the boot entries, in the order of a boot menu
 *
 * If there are none, those of a grub.cfg that grub-mkconfig has written; if
 * there is none either, /vmlinuz and /initrd.img.
 *
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

/* Read one file; what is wrong with it is in the entry's error. */
void bls_read(struct bls_entry *entry, const char *file, const char *boot_dir);

/* Has one of the first @count entries, of other directories, its ID? */
bool bls_is_hidden(const struct bls_list *list, size_t count,
		   const struct bls_entry *entry);

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

/* type2.c */

/**
 * bls_find_images() - add the unified kernel images of EFI/Linux
 *
 * A profile is an entry of its own, as in systemd-boot.
 *
 * Return: 0, or the error of a directory that cannot be read.
 */
int bls_find_images(struct bls_list *list, const char *boot_dir,
		    struct reason *reason);

/* choose.c */

/**
 * struct bls_choice - the entry to take if none was named
 * @entry:   It, or NULL if there is none that a boot loader shows.
 * @source:  Who has chosen: an EFI variable, "loader.conf", "grubenv",
 *	     "grub.cfg", or "order".
 * @key:     What of it, or NULL.
 * @value:   What stands there, or NULL.
 * @file:    The file it stands in, or NULL.
 * @once:    It is for one boot; the boot loader forgets it then.
 * @ignored: Choices that come before, but name no entry.
 */
struct bls_choice {
	const struct bls_entry *entry;
	const char *source, *key;
	char *value, *file;
	bool once;
	struct bls_remarks ignored;
};

/**
 * bls_choose() - find out what the boot loader boots by default
 * @choice:  To be freed.
 * @list:    Has to outlive it.
 * @efivars: As in struct bls_source.
 *
 * kexec2-entry(5) has the order.  Nothing is consumed: a choice for one boot
 * stays until the boot loader runs.
 */
void bls_choose(struct bls_choice *choice, const struct bls_list *list,
		const char *efivars);
void bls_choice_free(struct bls_choice *choice);

/* A sentence about who has chosen; to be freed. */
char *bls_choice_text(const struct bls_choice *choice);

/**
 * efivar_read() - read a variable of the Boot Loader Interface
 * @dir:   That of efivarfs.
 * @name:  Without the vendor.
 * @value: Receives it in UTF-8, to be freed, or NULL.
 *
 * Return: 0, -EINVAL if it is no text in UTF-16, or an error of open(2) or
 * read(2).
 */
int efivar_read(const char *dir, const char *name, char **value);

/* image.c */

/**
 * image_add_entry() - fill an image with what a boot entry describes
 * @image:  An empty one.  To be freed in any case.  On failure, its notices are
 *	    further problems of the entry.
 * @id:	    An ID, with or without ".conf" and boot counter; or the path of a
 *	    file, with a "/" in it; or NULL for the default entry.
 * @source: For a file, no boot_dir is the directory that the loader/entries
 *	    lies in which the file lies in.
 * @reason: Names the entry, so print it on its own.
 *
 * Return: 0, -ENOENT if there is no such entry or a file that it names does not
 * exist; or an error of bls_find(), bls_check(), image_add_uki() or image.h.
 */
int image_add_entry(struct image *image, const char *id,
		    const struct bls_source *source, struct reason *reason);

#endif /* KEXEC2_BLS_H */
