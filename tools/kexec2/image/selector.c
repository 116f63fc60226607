// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The options that say what is to be loaded, and the image made of them. */
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

static int add_part(struct selector *selector, bool split, const char *label,
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
	return 0;
}

/* [LABEL=]PATH: a "/" before the first "=" makes all of it a path. */
static int add_initrd(struct selector *selector, const char *value)
{
	size_t len = strcspn(value, "=/");
	const char *path = value;

	if (value[len] == '=')
		path = value + len + 1;
	else
		len = 0;
	if (!*path) {
		complain("--initrd=%s names no file", value);
		return -EINVAL;
	}
	return add_part(selector, false, value, len, path);
}

static int set_once(const char **to, const char *value, const char *name)
{
	if (*to) {
		complain("%s is given twice", name);
		return -EINVAL;
	}
	*to = value;
	return 0;
}

static int set_file(const char **to, const char *value, const char *name)
{
	if (!*value) {
		complain("%s= names no file", name);
		return -EINVAL;
	}
	return set_once(to, value, name);
}

static int set_entry(struct selector *selector, const char *value)
{
	if (selector->has_entry) {
		complain("--entry is given twice; one kernel can be loaded");
		return -EINVAL;
	}
	selector->has_entry = true;
	return value ? set_file(&selector->entry, value, "--entry") : 0;
}

int selector_take(struct selector *selector, int opt, const char *value)
{
	switch (opt) {
	case OPT_ENTRY:
		return set_entry(selector, value);
	case OPT_BOOT_DIR:
		return set_file(&selector->boot_dir, value, "--boot-dir");
	case OPT_UKI:
		return set_file(&selector->uki, value, "--uki");
	case OPT_INITRD:
		return add_initrd(selector, value);
	case OPT_SPLIT:
		if (*value)
			return add_part(selector, true, "", 0, value);
		complain("--split= names no file");
		return -EINVAL;
	case OPT_CMDLINE:
		return set_once(&selector->cmdline, value, "--cmdline");
	case OPT_APPEND:
		return set_once(&selector->append, value, "--append");
	case OPT_REUSE_CMDLINE:
		selector->reuse_cmdline = true;
		return 0;
	case OPT_CRASH:
		selector->crash = true;
		return 0;
	default:
		return -EINVAL;
	}
}

/* One of KERNEL, --entry and --uki. */
static int check_kernel(const struct selector *selector, char **operands,
			const char *command)
{
	const char *other = selector->has_entry ? "--entry" : "--uki";

	if (selector->has_entry && selector->uki) {
		complain("--entry and --uki both name the kernel; give one of them");
		return -EINVAL;
	}
	if (!operands[0]) {
		if (selector->has_entry || selector->uki)
			return 0;
		complain("%s needs the KERNEL to load, --entry or --uki",
			 command);
		return -EINVAL;
	}
	if (selector->has_entry || selector->uki) {
		complain("%s names the kernel, so \"%s\" is one too many; %s",
			 other, operands[0], selector->has_entry &&
			 !selector->entry ?
			 "an entry is given as --entry=ID" :
			 "give the initramfs as --initrd");
		return -EINVAL;
	}
	if (operands[1]) {
		complain("%s takes one KERNEL, but got \"%s\" and \"%s\"; give the initramfs as --initrd",
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
		complain("--boot-dir tells where to look for the entry of --entry, which is not given");
		return -EINVAL;
	}
	if (selector->cmdline && selector->append) {
		complain("--cmdline and --append both set the command line; give one of them");
		return -EINVAL;
	}
	if (selector->cmdline && selector->reuse_cmdline) {
		complain("--cmdline and --reuse-cmdline exclude each other; to add to the running kernel's command line, use --append");
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

/* A reason of its own, or at least the error. */
static const char *why(const struct reason *reason, int err)
{
	return *reason->text ? reason->text : strerror(-err);
}

static const char *entry_name(const struct selector *selector)
{
	return selector->entry ? selector->entry : "the default boot entry";
}

static int open_kernel(const struct selector *selector, struct image *image)
{
	struct reason reason = { "" };
	const char *name;
	int err;

	if (selector->has_entry) {
		name = entry_name(selector);
		err = image_add_entry(image, selector->entry,
				      selector->boot_dir, &reason);
	} else if (selector->uki) {
		name = selector->uki;
		err = image_add_uki(image, name, &reason);
	} else {
		name = selector->kernel;
		err = image_open_kernel(image, name, &reason);
	}
	if (!err)
		return EXIT_OK;
	complain("%s: %s", name, why(&reason, err));
	return EXIT_FAILED;
}

/* A label that is none, or one part too many, is wrong usage. */
static int open_initrd(const struct part_option *part, struct image *image)
{
	struct reason reason = { "" };
	int err = image_open_initrd(image, part->path, part->label, &reason);

	if (!err)
		return EXIT_OK;
	if (err != -EINVAL) {
		complain("%s (initrd %zu): %s", part->path,
			 image->nr_initrds + 1, why(&reason, err));
		return EXIT_FAILED;
	}
	complain("%s: %s", part->path, why(&reason, err));
	if (*part->label && image->nr_initrds < KEXEC_INITRD_MAX)
		complain("if the \"=\" belongs to the name of the file, put \"./\" before the name");
	return EXIT_USAGE;
}

static int open_parts(const struct selector *selector, struct image *image)
{
	int err, status = EXIT_OK;
	struct reason reason;
	size_t i;

	for (i = 0; i < selector->nr_parts && status == EXIT_OK; i++) {
		const struct part_option *part = &selector->parts[i];

		if (!part->split) {
			status = open_initrd(part, image);
			continue;
		}
		reason = (struct reason){ "" };
		err = image_add_split(image, part->path, &reason);
		if (err) {
			complain("%s: %s", part->path, why(&reason, err));
			status = EXIT_FAILED;
		}
	}
	return status;
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
	if (!status)
		status = open_parts(selector, image);
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
