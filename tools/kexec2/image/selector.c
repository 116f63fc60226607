// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Options that describe an image, and opening it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image/bls/bls.h"
#include "image/cmdline.h"
#include "image/image.h"
#include "image/selector.h"
#include "image/split.h"
#include "image/uki/uki.h"
#include "shared/command.h"

static void add_part(struct selector *selector, bool split, const char *label,
		     size_t label_len, const char *path)
{
	selector->parts = xreallocarray(selector->parts,
					selector->nr_parts + 1,
					sizeof(*selector->parts));
	selector->parts[selector->nr_parts++] = (struct part_option){
		.split = split,
		.path = path,
		.label = xstrndup(label, label_len),
	};
}

/* [LABEL=]PATH: a "/" before the first "=" makes all of it a path. */
static int take_initrd(const struct option_row *row, void *to,
		       const char *value)
{
	size_t len = strcspn(value, "=/");
	const char *path = value;

	if (value[len] == '=')
		path = value + len + 1;
	else
		len = 0;
	if (!*path) {
		complain("missing file name in --%s=%s", row->name, value);
		return EXIT_USAGE;
	}
	add_part(to, false, value, len, path);
	return EXIT_OK;
}

static int take_split(const struct option_row *row, void *to, const char *value)
{
	const char *path = NULL;
	int status = take_value(row, &path, value);

	if (status == EXIT_OK)
		add_part(to, true, "", 0, path);
	return status;
}

static int take_entry(const struct option_row *row, void *to, const char *value)
{
	struct selector *selector = to;

	if (selector->has_entry) {
		complain("duplicate --entry; only one kernel can be loaded");
		return EXIT_USAGE;
	}
	selector->has_entry = true;
	return value ? take_value(row, &selector->entry, value) : EXIT_OK;
}

const struct option_row selector_rows[] = {
	{ "entry", 0, "[=ID|FILE]", take_entry, 0,
	  "use a boot entry: its kernel, initramfs parts and\n"
	  "command line; without ID or FILE, the default entry" },
	{ "boot-dir", 0, "=DIR", take_value, offsetof(struct selector, boot_dir),
	  "look for entries in DIR, not in /boot, /efi, /boot/efi" },
	{ "uki", 0, "=FILE", take_value, offsetof(struct selector, uki),
	  "use a unified kernel image" },
	{ "initrd", 0, "=[LABEL=]PATH", take_initrd, 0,
	  "add a part to the initramfs.  Repeat it for more parts:\n"
	  "the next kernel unpacks them in this order.  LABEL, 1\n"
	  "to 31 characters of A-Z a-z 0-9 . _ -, tells IMA what\n"
	  "the part is.  To name a file with a \"=\", put a\n"
	  "directory before it: ./a=b" },
	{ "split", 0, "=IMAGE", take_split, 0,
	  "add the parts joined in IMAGE" },
	{ "cmdline", 0, "=STR", take_once, offsetof(struct selector, cmdline),
	  "set the command line" },
	{ "append", 0, "=STR", take_once, offsetof(struct selector, append),
	  "add STR to the command line of --reuse-cmdline, --entry\n"
	  "or --uki; with KERNEL alone, the same as --cmdline" },
	{ "reuse-cmdline", 0, NULL, take_flag,
	  offsetof(struct selector, reuse_cmdline),
	  "set the command line to the running kernel's, without\n"
	  "BOOT_IMAGE=, initrd= and, with --crash, crashkernel=" },
	{ "crash", 0, NULL, take_flag, offsetof(struct selector, crash),
	  "load the image that a panic starts" },
	{ 0 }
};

/* One of KERNEL, --entry and --uki. */
static int check_kernel(const struct selector *selector, char **operands,
			const char *command)
{
	const char *other = selector->has_entry ? "--entry" : "--uki";

	if (selector->has_entry && selector->uki) {
		complain("--entry cannot be combined with --uki");
		return -EINVAL;
	}
	if (!operands[0]) {
		if (selector->has_entry || selector->uki)
			return 0;
		complain("%s: missing KERNEL, --entry or --uki", command);
		return -EINVAL;
	}
	if (selector->has_entry || selector->uki) {
		complain("%s cannot be combined with a KERNEL (\"%s\"); %s",
			 other, operands[0],
			 selector->has_entry && !selector->entry ?
				 "use --entry=ID to name an entry" :
				 "use --initrd for the initramfs");
		return -EINVAL;
	}
	if (operands[1]) {
		complain(
			"%s: more than one KERNEL (\"%s\", \"%s\"); use --initrd for the initramfs",
			command, operands[0], operands[1]);
		return -EINVAL;
	}
	return 0;
}

int selector_finish(struct selector *selector, char **operands,
		    const char *command)
{
	int err = check_kernel(selector, operands, command);

	if (err)
		return err;
	if (selector->boot_dir && !selector->has_entry) {
		complain("--boot-dir has no effect without --entry");
		return -EINVAL;
	}
	if (selector->cmdline && selector->append) {
		complain("--cmdline cannot be combined with --append");
		return -EINVAL;
	}
	if (selector->cmdline && selector->reuse_cmdline) {
		complain(
			"--cmdline cannot be combined with --reuse-cmdline; use --append to extend the running kernel's command line");
		return -EINVAL;
	}
	selector->kernel = operands[0];
	return 0;
}

void selector_free(struct selector *selector)
{
	size_t i;

	for (i = 0; i < selector->nr_parts; i++)
		free(selector->parts[i].label);
	free(selector->parts);
	*selector = (struct selector){ 0 };
}

void selector_clean(void *options)
{
	selector_free(options);
}

static int open_kernel(const struct selector *selector, struct image *image)
{
	const char *name = selector->kernel;
	struct reason reason;
	int err;

	if (selector->has_entry) {
		name = selector->entry ?: "the default boot entry";
		err = image_add_entry(image, selector->entry,
				      selector->boot_dir, &reason);
	} else if (selector->uki) {
		name = selector->uki;
		err = image_add_uki(image, name, &reason);
	} else {
		err = image_open_kernel(image, name, &reason);
	}
	if (!err)
		return EXIT_OK;
	complain("%s: %s", name, reason.text);
	return EXIT_FAILED;
}

/* An invalid label, or too many parts, is wrong usage. */
static int open_initrd(const struct part_option *part, struct image *image)
{
	struct reason reason;
	int err = image_open_initrd(image, part->path, part->label, &reason);

	if (!err)
		return EXIT_OK;
	if (err != -EINVAL) {
		complain("%s (initrd %zu): %s", part->path, image->nr_initrds,
			 reason.text);
		return EXIT_FAILED;
	}
	complain("%s: %s", part->path, reason.text);
	if (*part->label && image->nr_initrds < KEXEC_INITRD_MAX)
		complain(
			"if \"=\" is part of the file name, put \"./\" before the name");
	return EXIT_USAGE;
}

static int open_split(const struct part_option *part, struct image *image)
{
	struct reason reason;

	if (!image_add_split(image, part->path, &reason))
		return EXIT_OK;
	complain("%s: %s", part->path, reason.text);
	return EXIT_FAILED;
}

static int set_cmdline(const struct selector *selector, struct image *image)
{
	char *cmdline;
	int err = make_cmdline(selector, image->cmdline, &cmdline);

	if (err) {
		complain("/proc/cmdline: cannot be read (%s); mount /proc, or use --cmdline",
			 strerror(-err));
		return EXIT_FAILED;
	}
	free(image->cmdline);
	image->cmdline = cmdline;
	return EXIT_OK;
}

int open_image(const struct selector *selector, struct image *image)
{
	int status;
	size_t i;

	*image = IMAGE_INIT;
	status = open_kernel(selector, image);
	for (i = 0; !status && i < selector->nr_parts; i++) {
		const struct part_option *part = &selector->parts[i];

		status = part->split ? open_split(part, image) :
				       open_initrd(part, image);
	}
	if (!status)
		status = set_cmdline(selector, image);
	if (status) {
		image_free(image);
		return status;
	}
	for (i = 0; i < image->nr_notices; i++)
		complain("warning: %s", image->notices[i]);
	return EXIT_OK;
}
