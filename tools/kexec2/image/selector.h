/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Options that describe an image, the same for all commands that load or
 * examine one.
 */
#ifndef KEXEC2_SELECTOR_H
#define KEXEC2_SELECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/command.h"

struct image;
struct known_digests;
struct reason;

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
 * struct selector - the image that the options describe
 * @kernel:	   The operand, or NULL.
 * @has_entry:	   --entry: a boot entry.
 * @entry:	   Its ID or file, or NULL for the default one.
 * @boot_dir:	   --boot-dir: where to look for entries, or NULL.
 * @efivars_dir:   --efivars-dir: where to read EFI variables, or NULL.
 * @uki:	   --uki: a unified kernel image, or NULL.
 * @profile:	   --profile: its profile, or NULL.
 * @split:	   --split without a value: of the initrds of @entry or @uki.
 * @known:	   --known: files with digests of the parts of --split.
 * @parts:	   --initrd and --split.
 * @nr_parts:	   How many.
 * @cmdline:	   --cmdline, or NULL.
 * @append:	   --append, or NULL.
 * @reuse_cmdline: --reuse-cmdline.
 * @crash:	   --crash: the image that a panic starts.
 * @concat:	   --concat: join the parts for kexec_file_load(2).
 * @no_checks:	   --no-checks: take what is no kernel and no archive.
 * @in_place:	   Leave pieces of files where they are, as nothing is loaded.
 *
 * Strings are those of argv, but for labels.  All zero is an empty one.
 */
struct selector {
	const char *kernel;
	bool has_entry;
	const char *entry;
	const char *boot_dir;
	const char *efivars_dir;
	const char *uki;
	const char *profile;
	bool split;
	struct part_option *parts;
	size_t nr_parts;
	struct option_values known;
	const char *cmdline;
	const char *append;
	bool reuse_cmdline;
	bool crash;
	bool concat;
	bool no_checks;
	bool in_place;
};

/* The options; a table about a struct selector. */
extern const struct option_row selector_rows[];

/* The usage of a command that has them. */
#define SELECTOR_USAGE							\
	"KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...\n"		\
	"--entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...\n"		\
	"--uki=FILE [OPTION]..."

/**
 * selector_finish() - take the operands, and check what belongs together
 * @operands: argv + optind: at most the KERNEL.
 * @command:  For messages.
 *
 * Return: 0, or -EINVAL after a message.
 */
int selector_finish(struct selector *selector, char **operands,
		    const char *command);

/* Free what it owns; also .clean of a command whose options begin with one. */
void selector_clean(void *selector);

/**
 * open_image() - open all files of an image
 * @selector:	 What the options say; as selector_finish() leaves it.
 * @image:	 Receives it, with the command line; image_free() it on
 *		 success.  Empty on failure.
 *
 * The kernel and the parts of --entry or --uki come first, then those of
 * --initrd and --split, in the order given.  The notices of the image
 * are printed.  Unless they stay in place, pieces are sealed.  Who does not
 * load it itself calls join_parts() then, for --concat.
 *
 * Return: an exit status, EXIT_OK or another one after a message.
 */
int open_image(const struct selector *selector, struct image *image);

/**
 * image_add_split() - add the parts of a joined initramfs to an image
 * @image:	 Gets them behind the parts that it has, with their labels.
 * @path:	 The image.
 * @known:	 Digests to find the ends of the parts by; may be empty.
 *
 * Each part is a piece that is named "IMAGE#N", with N from 0, for
 * image_seal().
 *
 * Return: 0, or
 *   -EINVAL the kernel would not take all of the image, or it has no part, or
 *           too many for an image;
 *   or an error of open(2) or initramfs_walk().
 */
int image_add_split(struct image *image, const char *path,
		    const struct known_digests *known, struct reason *reason);

#endif /* KEXEC2_SELECTOR_H */
