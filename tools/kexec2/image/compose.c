// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* From the options to what is to be loaded. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image/bls/bls.h"
#include "image/composition.h"
#include "initramfs/initramfs.h"
#include "shared/command.h"
#include "image/selector.h"
#include "image/uki/uki.h"

/* A reason of its own, or at least the error. */
static const char *why(const struct reason *reason, int err)
{
	return *reason->text ? reason->text : strerror(-err);
}

static const char *entry_name(const struct selector *selector)
{
	return selector->entry ? selector->entry : "the default boot entry";
}

static int compose_kernel(const struct selector *selector,
			  struct composition *composition)
{
	struct reason reason = { "" };
	const char *name;
	int err;

	if (selector->has_entry) {
		name = entry_name(selector);
		err = compose_entry(composition, selector->entry,
				    selector->boot_dir, &reason);
	} else if (selector->uki) {
		name = selector->uki;
		err = compose_uki(composition, name, &reason);
	} else {
		name = selector->kernel;
		err = composition_open_kernel(composition, name, &reason);
	}
	if (!err)
		return EXIT_OK;
	complain("%s: %s", name, why(&reason, err));
	return EXIT_FAILED;
}

/* A label that is none, or one part too many, is wrong usage. */
static int compose_initrd(const struct part_option *part,
			  struct composition *composition)
{
	struct reason reason = { "" };
	int err = composition_open_initrd(composition, part->path, part->label,
					  &reason);

	if (!err)
		return EXIT_OK;
	if (err != -EINVAL) {
		complain("%s (initrd %zu): %s", part->path,
			 composition->nr_initrds + 1, why(&reason, err));
		return EXIT_FAILED;
	}
	complain("%s: %s", part->path, why(&reason, err));
	if (*part->label && composition->nr_initrds < KEXEC_INITRD_MAX)
		complain("if the \"=\" belongs to the name of the file, put \"./\" before the name");
	return EXIT_USAGE;
}

static int compose_parts(const struct selector *selector,
			 struct composition *composition)
{
	int err, status = EXIT_OK;
	struct reason reason;
	size_t i;

	for (i = 0; i < selector->nr_parts && status == EXIT_OK; i++) {
		const struct part_option *part = &selector->parts[i];

		if (!part->split) {
			status = compose_initrd(part, composition);
			continue;
		}
		reason = (struct reason){ "" };
		err = compose_split(composition, part->path, &reason);
		if (err) {
			complain("%s: %s", part->path, why(&reason, err));
			status = EXIT_FAILED;
		}
	}
	return status;
}

static int compose_cmdline(const struct selector *selector,
			   struct composition *composition)
{
	char *cmdline;
	int err = make_cmdline(selector, composition->cmdline, &cmdline);

	if (err) {
		complain("/proc/cmdline: cannot be read (%s); mount /proc, or use --cmdline",
			 strerror(-err));
		return EXIT_FAILED;
	}
	free(composition->cmdline);
	composition->cmdline = cmdline;
	return EXIT_OK;
}

int compose(const struct selector *selector, struct composition *composition)
{
	int status;
	size_t i;

	*composition = COMPOSITION_INIT;
	status = compose_kernel(selector, composition);
	if (!status)
		status = compose_parts(selector, composition);
	if (!status)
		status = compose_cmdline(selector, composition);
	if (status) {
		composition_free(composition);
		return status;
	}
	for (i = 0; i < composition->nr_notices; i++)
		complain("warning: %s", composition->notices[i]);
	return EXIT_OK;
}
