// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 split */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/files.h"
#include "image/sealed.h"
#include "initramfs/cut.h"
#include "initramfs/initramfs.h"
#include "shared/json.h"
#include "shared/known-digests.h"
#include "kexec2.h"

struct split_options {
	const char *image;
	const char *dir;
	bool force;
	bool json;
	struct option_values known;
};

static const struct option_row rows[] = {
	{ "output", 'o', "=DIR", take_text, offsetof(struct split_options, dir),
	  "write each part to DIR/NN-LABEL.img; DIR is created if\n"
	  "it does not exist" },
	{ "force", 0, NULL, take_flag, offsetof(struct split_options, force),
	  "replace existing files" },
	{ "known", 0, "=FILE", take_each, offsetof(struct split_options, known),
	  "end each part where FILE has its digest: output of\n"
	  "sha256sum, or kexec2-known(5)" },
	{ "json", 0, NULL, take_json, offsetof(struct split_options, json),
	  "print JSON" },
	{ 0 }
};

static char *part_path(const char *dir, const struct initramfs *initramfs,
		       size_t i)
{
	return xasprintf("%s/%02zu-%s.img", dir, i, initramfs->parts[i].label);
}

/* @known: with the names of known files. */
static void print_parts(const struct initramfs *initramfs, bool known)
{
	size_t i;

	if (!initramfs->nr_parts)
		return;
	printf("%4s  %-10s  %-10s %12s %12s %12s %8s\n", "PART", "LABEL",
	       "KIND", "OFFSET", "SIZE", "UNPACKED", "ENTRIES");
	for (i = 0; i < initramfs->nr_parts; i++) {
		const struct initramfs_part *part = &initramfs->parts[i];

		printf("%4zu  %-10s  %-10s %12" PRIu64 " %12" PRIu64
		       " %12" PRIu64 " %8" PRIu64 "\n",
		       i, part->label, initramfs_kind_name(part->kind),
		       part->offset, part->size, part->unpacked, part->entries);
		if (part->metadata)
			printf("      entries with extended attributes: %"
			       PRIu64 "\n", part->metadata);
		if (!known)
			continue;
		printf("      %s", part->known ? "is " : "is not known");
		put_text(stdout, part->known ?: "", -1);
		putchar('\n');
	}
	if (!initramfs->stop && initramfs->bootconfig < initramfs->size)
		printf("      bootconfig in the last part: %14" PRIu64
		       " %12" PRIu64 "\n", initramfs->bootconfig,
		       initramfs->size - initramfs->bootconfig);
}

static struct json_object *part_json(const struct initramfs *initramfs,
				     size_t i, const char *dir, bool known)
{
	const struct initramfs_part *part = &initramfs->parts[i];
	struct json_object *object = json_new();
	char *path;

	json_add_size(object, "index", i);
	json_add_text(object, "label", part->label);
	json_add_text(object, "kind", initramfs_kind_name(part->kind));
	json_add_size(object, "offset", part->offset);
	json_add_size(object, "size", part->size);
	json_add_size(object, "padding", part->padding);
	json_add_size(object, "unpacked_size", part->unpacked);
	json_add_size(object, "entries", part->entries);
	json_add_size(object, "xattr_entries", part->metadata);
	json_add_bool(object, "early", part->early);
	json_add_bool(object, "trailer", !part->open);
	json_add_bool(object, "truncated", part->truncated);
	if (known)
		json_add_text(object, "known", part->known);
	if (!dir)
		return object;
	path = part_path(dir, initramfs, i);
	json_add_text(object, "file", path);
	free(path);
	return object;
}

static struct json_object *image_json(const struct initramfs *initramfs,
				      const struct split_options *options)
{
	/* Where the parts were written, or NULL. */
	const char *dir = initramfs->stop ? NULL : options->dir;
	struct json_object *root = json_new(), *parts = json_list(), *object;
	size_t i;

	json_add_text(root, "image", options->image);
	json_add_size(root, "size", initramfs->size);
	for (i = 0; i < initramfs->nr_parts; i++)
		json_append(parts, part_json(initramfs, i, dir,
					     options->known.count));
	json_add(root, "parts", parts);
	if (initramfs->bootconfig != initramfs->size) {
		object = json_new();
		json_add_size(object, "offset", initramfs->bootconfig);
		json_add_size(object, "size",
			      initramfs->size - initramfs->bootconfig);
		json_add(root, "bootconfig", object);
	}
	if (initramfs->stop) {
		object = json_new();
		json_add_text(object, "kind", initramfs->stop ==
			      INITRAMFS_JUNK ? "junk" : "damaged");
		json_add_size(object, "offset", initramfs->stop_offset);
		json_add_text(object, "why", initramfs->why.text);
		json_add(root, "stop", object);
	}
	return root;
}

/* A file that is not whole does not stay. */
static int write_part(int fd, const struct initramfs_part *part,
		      const char *path, bool force)
{
	int to, err;

	if (force && unlink(path) && errno != ENOENT) {
		complain("%s: cannot be replaced (%s)", path, strerror(errno));
		return EXIT_FAILED;
	}
	to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to < 0) {
		complain("%s: cannot be made (%s)%s", path, strerror(errno),
			 errno == EEXIST ? "; --force replaces it" : "");
		return EXIT_FAILED;
	}
	err = copy_bytes(fd, part->offset, part->size, to);
	if (close(to) && !err)
		err = -errno;
	if (!err)
		return EXIT_OK;
	complain("%s: cannot be written (%s)", path, strerror(-err));
	unlink(path);
	return EXIT_FAILED;
}

static int write_parts(int fd, const struct initramfs *initramfs,
		       const struct split_options *options)
{
	int status = EXIT_OK;
	size_t i;

	if (mkdir(options->dir, 0777) && errno != EEXIST) {
		complain("%s: cannot be made (%s)", options->dir,
			 strerror(errno));
		return EXIT_FAILED;
	}
	for (i = 0; status == EXIT_OK && i < initramfs->nr_parts; i++) {
		char *path = part_path(options->dir, initramfs, i);

		status = write_part(fd, &initramfs->parts[i], path,
				    options->force);
		free(path);
	}
	return status;
}

static int show_and_write(int fd, const struct initramfs *initramfs,
			  const struct split_options *options)
{
	struct reason reason;
	int status = EXIT_OK;

	if (!initramfs->stop && !initramfs->nr_parts) {
		complain("%s: contains no archive", options->image);
		return EXIT_FAILED;
	}
	if (options->dir && !initramfs->stop)
		status = write_parts(fd, initramfs, options);
	if (status != EXIT_OK)
		return status;
	if (options->json)
		status = print_json(image_json(initramfs, options));
	else
		print_parts(initramfs, options->known.count);
	if (!initramfs->stop)
		return status;
	initramfs_refuse(initramfs, &reason);
	fflush(stdout);
	complain("%s: %s", options->image, reason.text);
	return EXIT_FAILED;
}

static int walk_and_cut(int fd, const struct split_options *options,
			const struct known_digests *known)
{
	struct initramfs initramfs;
	int status = EXIT_FAILED;
	struct reason reason;

	if (initramfs_walk(&initramfs, fd, true, INITRAMFS_UNPACKED_MAX,
			   &reason) ||
	    initramfs_cut(&initramfs, fd, known, &reason))
		complain("%s: %s", options->image, reason.text);
	else
		status = show_and_write(fd, &initramfs, options);
	initramfs_free(&initramfs);
	return status;
}

static int split_image(const struct split_options *options)
{
	struct known_digests known = { NULL, 0 };
	const char *path = options->image;
	int status = EXIT_FAILED;
	struct reason reason;
	int fd = open_component(path, &reason);

	if (fd < 0 ||
	    known_digests_read(&known, &options->known, &path, &reason))
		complain("%s: %s", path, reason.text);
	else
		status = walk_and_cut(fd, options, &known);
	known_digests_free(&known);
	if (fd >= 0)
		close(fd);
	return status;
}

static void clean(void *data)
{
	struct split_options *options = data;

	free(options->known.values);
}

static int split(void *data, char **operands)
{
	struct split_options *options = data;

	options->image = operands[0];
	if (!operands[0])
		complain("split: missing IMAGE");
	else if (operands[1])
		complain("split: more than one IMAGE (\"%s\", \"%s\")",
			 operands[0], operands[1]);
	else if (options->force && !options->dir)
		complain("--force has no effect without --output");
	else
		return split_image(options);
	return usage_error(&command_split);
}

const struct command command_split = {
	.name = "split",
	.summary = "find the parts of a joined initramfs",
	.usage = "IMAGE [--known=FILE] [-o DIR [--force]] [--json]",
	.about =
"List the archives that IMAGE is joined from, as the kernel finds them: cpio\n"
"archives and compressed ones.  Zeros up to the next multiple of 512 from its\n"
"start belong to an archive, as cpio writes whole blocks; other zeros between\n"
"parts belong to none.  A bootconfig belongs to the last part.  Parts that\n"
"\"kexec2 load\" gets unpack to the same files as IMAGE.\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"Labels: \"early\" for an uncompressed archive with microcode or ACPI tables,\n"
"\"initrd\" for any other; a second one is \"early2\" or \"initrd2\", and so on.\n"
"\n"
"Exit status: 1 also if the kernel would stop before the end of IMAGE; nothing\n"
"is written then.\n",
	.operand = "IMAGE",
	.size = sizeof(struct split_options),
	.run = split,
	.clean = clean,
};
