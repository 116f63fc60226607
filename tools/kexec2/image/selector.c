// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Options that describe an image, and opening it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "image/bls/bls.h"
#include "image/cmdline.h"
#include "image/image.h"
#include "image/selector.h"
#include "image/uki/uki.h"
#include "image/unwrap.h"
#include "initramfs/cut.h"
#include "initramfs/initramfs.h"
#include "shared/command.h"
#include "shared/files.h"
#include "shared/known-digests.h"

static void add_part(struct selector *selector, bool split, const char *label,
		     size_t label_len, const char *path)
{
	*XADD(selector->parts, selector->nr_parts) = (struct part_option){
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
	struct selector *selector = to;
	int status;

	if (!value) {
		selector->split = true;
		return EXIT_OK;
	}
	status = take_value(row, &path, value);
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
	{ "efivars-dir", 0, "=DIR", take_value,
	  offsetof(struct selector, efivars_dir),
	  "read the EFI variables that choose the default entry\n"
	  "from DIR, not from /sys/firmware/efi/efivars" },
	{ "uki", 0, "=FILE", take_value, offsetof(struct selector, uki),
	  "use a unified kernel image" },
	{ "profile", 0, "=N|ID", take_value, offsetof(struct selector, profile),
	  "use profile N, from 0, or the one with this ID, of the\n"
	  "image of --uki" },
	{ "initrd", 0, "=[LABEL=]PATH", take_initrd, 0,
	  "add a part to the initramfs.  Repeat it for more parts:\n"
	  "the next kernel unpacks them in this order.  LABEL, 1\n"
	  "to 31 characters of A-Z a-z 0-9 . _ -, tells IMA what\n"
	  "the part is.  To name a file with a \"=\", put a\n"
	  "directory before it: ./a=b" },
	{ "split", 0, "[=IMAGE]", take_split, 0,
	  "add the parts joined in IMAGE; without one, split the\n"
	  "initrds of --uki or --entry" },
	{ "known", 0, "=FILE", take_each, offsetof(struct selector, known),
	  "end each part of --split where FILE has its digest:\n"
	  "output of sha256sum, or kexec2-known(5)" },
	{ "cmdline", 0, "=STR", take_once, offsetof(struct selector, cmdline),
	  "set the command line" },
	{ "append", 0, "=STR", take_once, offsetof(struct selector, append),
	  "add STR to the command line of --reuse-cmdline, --entry\n"
	  "or --uki; with KERNEL alone, the same as --cmdline" },
	{ "reuse-cmdline", 0, NULL, take_flag,
	  offsetof(struct selector, reuse_cmdline),
	  "set the command line to the running kernel's, without\n"
	  "BOOT_IMAGE=, initrd= and, with --crash, crashkernel=" },
	{ "concat", 0, NULL, take_flag, offsetof(struct selector, concat),
	  "for kernels without kexec_file_load2: join the parts\n"
	  "and use kexec_file_load.  IMA then sees one anonymous\n"
	  "file, and neither measures nor appraises each part" },
	{ "crash", 0, NULL, take_flag, offsetof(struct selector, crash),
	  "load the image that a panic starts" },
	{ "no-checks", 0, NULL, take_flag, offsetof(struct selector, no_checks),
	  "do not look at the kernel and the parts first; take\n"
	  "what is no kernel, and parts that cannot be unpacked" },
	{ 0 }
};

static bool splits(const struct selector *selector)
{
	size_t i;

	for (i = 0; i < selector->nr_parts; i++)
		if (selector->parts[i].split)
			return true;
	return selector->split;
}

int selector_finish(struct selector *selector, char **operands,
		    const char *command)
{
	const char *source = selector->has_entry ? "--entry" :
			     selector->uki ? "--uki" : NULL;

	selector->kernel = operands[0];
	if (selector->has_entry && selector->uki)
		complain("--entry cannot be combined with --uki");
	else if (!source && !operands[0])
		complain("%s: missing KERNEL, --entry or --uki", command);
	else if (selector->split && operands[0])
		complain("%s: --split without =IMAGE needs --uki or --entry; write --split=IMAGE (\"%s\")",
			 command, operands[1] ?: operands[0]);
	else if (source && operands[0])
		complain("%s cannot be combined with a KERNEL (\"%s\"); %s",
			 source, operands[0],
			 selector->has_entry && !selector->entry ?
			 "use --entry=ID to name an entry" :
			 "use --initrd for the initramfs");
	else if (operands[0] && operands[1])
		complain("%s: more than one KERNEL (\"%s\", \"%s\"); use --initrd for the initramfs",
			 command, operands[0], operands[1]);
	else if (selector->boot_dir && !selector->has_entry)
		complain("--boot-dir has no effect without --entry");
	else if (selector->profile && !selector->uki)
		complain("--profile has no effect without --uki");
	else if (selector->efivars_dir &&
		 (!selector->has_entry || selector->entry))
		complain("--efivars-dir has no effect without --entry alone");
	else if (selector->known.count && !splits(selector))
		complain("--known has no effect without --split");
	else if (selector->cmdline && selector->append)
		complain("--cmdline cannot be combined with --append");
	else if (selector->cmdline && selector->reuse_cmdline)
		complain("--cmdline cannot be combined with --reuse-cmdline; use --append to extend the running kernel's command line");
	else
		return 0;
	return -EINVAL;
}

void selector_clean(void *options)
{
	struct selector *selector = options;
	size_t i;

	for (i = 0; i < selector->nr_parts; i++)
		free(selector->parts[i].label);
	free(selector->parts);
	free(selector->known.values);
	*selector = (struct selector){ 0 };
}

static int open_kernel(const struct selector *selector, struct image *image)
{
	const struct bls_source source = { selector->boot_dir,
					   selector->efivars_dir };
	const char *name = selector->kernel;
	struct utsname uts;
	struct reason reason;
	size_t i;
	int err;

	uname(&uts);
	if (selector->has_entry) {
		name = selector->entry ?: "the default boot entry";
		err = image_add_entry(image, selector->entry, &source, &reason);
	} else if (selector->uki) {
		name = selector->uki;
		err = image_add_uki(image, name, selector->profile, &reason);
	} else {
		err = image_open_kernel(image, name, &reason);
	}
	if (!err)
		err = unwrap_kernel(image, uts.machine, &reason);
	if (!err)
		return EXIT_OK;
	complain("%s: %s", name, reason.text);
	/* Of an entry, further problems. */
	for (i = 0; selector->has_entry && i < image->nr_notices; i++)
		complain("%s", image->notices[i]);
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
		complain("if \"=\" is part of the file name, put \"./\" before the name");
	return EXIT_USAGE;
}

static int add_split_part(struct image *image, int fd, const char *path,
			  const struct initramfs *initramfs, size_t i,
			  bool known, struct reason *reason)
{
	const struct initramfs_part *part = &initramfs->parts[i];
	char piece[32];

	snprintf(piece, sizeof(piece), "#%zu", i);
	if (known && !part->known)
		image_note(image, "%s%s: no file with this content is known",
			   path, piece);
	return image_add_piece(image, fd, part->offset, part->size, path,
			       piece, part->label, reason);
}

static int add_split_parts(struct image *image, int fd, const char *path,
			   const struct initramfs *initramfs, bool known,
			   struct reason *reason)
{
	size_t i;
	int err = 0;

	if (initramfs->stop)
		return initramfs_refuse(initramfs, reason);
	if (!initramfs->nr_parts)
		return because(reason, -EINVAL, "contains no archive");
	if (initramfs->nr_parts > KEXEC_INITRD_MAX - image->nr_initrds)
		return because(reason, -EINVAL,
			       "too many initrds (%zu, maximum %d)",
			       image->nr_initrds + initramfs->nr_parts,
			       KEXEC_INITRD_MAX);
	for (i = 0; !err && i < initramfs->nr_parts; i++)
		err = add_split_part(image, fd, path, initramfs, i, known,
				     reason);
	return err;
}

int image_add_split(struct image *image, const char *path,
		    const struct known_digests *known, struct reason *reason)
{
	int fd = open_component(path, reason);
	struct initramfs initramfs;
	int err;

	if (fd < 0)
		return fd;
	err = initramfs_walk(&initramfs, fd, image->nr_initrds == 0,
			     INITRAMFS_UNPACKED_MAX, reason);
	if (!err)
		err = initramfs_cut(&initramfs, fd, known, reason);
	if (!err)
		err = add_split_parts(image, fd, path, &initramfs, known->nr,
				      reason);
	initramfs_free(&initramfs);
	close(fd);
	return err;
}

static int open_split(const struct known_digests *known, const char *path,
		      struct image *image)
{
	struct reason reason;

	if (!image_add_split(image, path, known, &reason))
		return EXIT_OK;
	complain("%s: %s", path, reason.text);
	return EXIT_FAILED;
}

/* One of a single part stays as it is, with the label that it has. */
static int split_initrd(struct image *image, struct component *initrd,
			const struct known_digests *known,
			struct reason *reason)
{
	struct initramfs initramfs;
	int err = initramfs_walk(&initramfs, initrd->fd,
				 image->nr_initrds == 0,
				 INITRAMFS_UNPACKED_MAX, reason) ?:
		  initramfs_cut(&initramfs, initrd->fd, known, reason);

	if (!err && initramfs.nr_parts == 1 && !initramfs.stop) {
		*XADD(image->initrds, image->nr_initrds) = *initrd;
		*initrd = (struct component){ .fd = -1 };
	} else if (!err) {
		err = add_split_parts(image, initrd->fd, initrd->name,
				      &initramfs, known->nr, reason);
	}
	initramfs_free(&initramfs);
	return err;
}

/* Replace the initrds that the image has by their parts. */
static int split_own(struct image *image, const struct known_digests *known)
{
	size_t i, count = image->nr_initrds;
	struct component *initrds = image->initrds;
	struct reason reason;
	int err = 0;

	image->initrds = NULL;
	image->nr_initrds = 0;
	for (i = 0; i < count; i++) {
		if (!err) {
			err = split_initrd(image, &initrds[i], known, &reason);
			if (err)
				complain("%s: %s", initrds[i].name,
					 reason.text);
		}
		component_free(&initrds[i]);
	}
	free(initrds);
	return err ? EXIT_FAILED : EXIT_OK;
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

static int seal_pieces(struct image *image)
{
	struct reason reason;

	if (!image_seal(image, &reason))
		return EXIT_OK;
	complain("%s", reason.text);
	return EXIT_FAILED;
}

static int read_known(const struct selector *selector,
		      struct known_digests *known)
{
	struct reason reason;
	const char *path;

	if (!known_digests_read(known, &selector->known, &path, &reason))
		return EXIT_OK;
	complain("%s: %s", path, reason.text);
	return EXIT_FAILED;
}

int open_image(const struct selector *selector, struct image *image)
{
	struct known_digests known = { NULL, 0 };
	int status;
	size_t i;

	*image = IMAGE_INIT;
	image->concat = selector->concat;
	status = read_known(selector, &known) ?: open_kernel(selector, image);
	if (!status && selector->split)
		status = split_own(image, &known);
	for (i = 0; !status && i < selector->nr_parts; i++) {
		const struct part_option *part = &selector->parts[i];

		status = part->split ? open_split(&known, part->path, image) :
				       open_initrd(part, image);
	}
	known_digests_free(&known);
	if (!status && !selector->in_place)
		status = seal_pieces(image);
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
