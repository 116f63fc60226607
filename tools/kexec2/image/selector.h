/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The options that say what is to be loaded, which are the same for all
 * commands that load it or tell of it, and the image made of them.
 */
#ifndef KEXEC2_SELECTOR_H
#define KEXEC2_SELECTOR_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

struct image;

/**
 * struct part_option - an --initrd or a --split, in the order given
 * @split: --split: a joined initramfs, each part of which is a part.
 * @label: "" for none.  Owned.
 * @path:  The file.
 */
struct part_option {
	bool split;
	char *label;
	const char *path;
};

/**
 * struct selector - what the options say is to be loaded
 * @kernel:	   The operand, or NULL.
 * @has_entry:	   --entry: a boot entry.
 * @entry:	   Its ID or file, or NULL for the default one.
 * @boot_dir:	   --boot-dir: where to look for entries, or NULL.
 * @uki:	   --uki: a unified kernel image, or NULL.
 * @parts:	   --initrd and --split.
 * @nr_parts:	   How many.
 * @cmdline:	   --cmdline, or NULL.
 * @append:	   --append, or NULL.
 * @reuse_cmdline: --reuse-cmdline.
 * @crash:	   --crash: the image that a panic starts.
 *
 * Strings are those of argv, but for labels.  All zero is an empty one.
 */
struct selector {
	const char *kernel;
	bool has_entry;
	const char *entry;
	const char *boot_dir;
	const char *uki;
	struct part_option *parts;
	size_t nr_parts;
	const char *cmdline;
	const char *append;
	bool reuse_cmdline;
	bool crash;
};

/* Values of getopt_long(); those of a command itself must stay below. */
enum {
	OPT_SELECTOR = 0x1000,
	OPT_ENTRY = OPT_SELECTOR,
	OPT_BOOT_DIR,
	OPT_UKI,
	OPT_INITRD,
	OPT_SPLIT,
	OPT_CMDLINE,
	OPT_APPEND,
	OPT_REUSE_CMDLINE,
	OPT_CRASH,
};

/* Rows for the table of a command's long options. */
#define SELECTOR_OPTIONS						\
	{ "entry",	   optional_argument, NULL, OPT_ENTRY },	\
	{ "boot-dir",	   required_argument, NULL, OPT_BOOT_DIR },	\
	{ "uki",	   required_argument, NULL, OPT_UKI },		\
	{ "initrd",	   required_argument, NULL, OPT_INITRD },	\
	{ "split",	   required_argument, NULL, OPT_SPLIT },	\
	{ "cmdline",	   required_argument, NULL, OPT_CMDLINE },	\
	{ "append",	   required_argument, NULL, OPT_APPEND },	\
	{ "reuse-cmdline", no_argument,	      NULL, OPT_REUSE_CMDLINE },\
	{ "crash",	   no_argument,	      NULL, OPT_CRASH }

/* What a command's help says of them. */
#define SELECTOR_HELP							\
"  --entry[=ID|FILE]      what a boot entry says: its kernel, initramfs parts and\n" \
"                         command line; without ID or FILE, the default entry\n" \
"  --boot-dir=DIR         look for entries in DIR, not in /boot, /efi, /boot/efi\n" \
"  --uki=FILE             what a unified kernel image holds\n"		\
"  --initrd=[LABEL=]PATH  a part of the initramfs.  Repeat it for more parts:\n" \
"                         the next kernel unpacks them in this order.  LABEL\n" \
"                         is 1 to 31 characters of A-Z a-z 0-9 . _ - and tells\n" \
"                         IMA what the part is.  To name a file with a \"=\",\n" \
"                         put a directory before it: ./a=b\n"		\
"  --split=IMAGE          the parts that were joined to IMAGE\n"	\
"  --cmdline=STR          set the command line\n"			\
"  --append=STR           add STR to the command line of --reuse-cmdline, --entry\n" \
"                         or --uki; with KERNEL alone, the same as --cmdline\n" \
"  --reuse-cmdline        set the command line to the running kernel's, without\n" \
"                         BOOT_IMAGE=, initrd= and, with --crash, crashkernel=\n" \
"  --crash                the image that a panic starts\n"

/**
 * selector_take() - take an option that getopt_long() has found
 * @opt:   OPT_SELECTOR or above.
 * @value: optarg.
 *
 * Return: 0, or -EINVAL after a message.
 */
int selector_take(struct selector *selector, int opt, const char *value);

/**
 * selector_finish() - take the operands, and check what belongs together
 * @operands: argv + optind: at most the KERNEL.
 * @command:  For messages.
 *
 * Return: 0, or -EINVAL after a message.
 */
int selector_finish(struct selector *selector, char **operands,
		    const char *command);

/* What selector_take() has allocated. */
void selector_free(struct selector *selector);

/**
 * open_image() - open all that is to be loaded
 * @selector:	 What the options say; as selector_finish() leaves it.
 * @image:	 Receives it, with the command line; image_free() it on
 *		 success.  Empty on failure.
 *
 * The kernel and the parts of --entry or --uki come first, then those of
 * --initrd and --split, in the order given.  The notices of the image
 * are printed.
 *
 * Return: an exit status, EXIT_OK or another one after a message.
 */
int open_image(const struct selector *selector, struct image *image);

#endif /* KEXEC2_SELECTOR_H */
