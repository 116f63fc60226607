// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Show an image. */
#include <string.h>
#include <sys/param.h>

#include "image/describe.h"
#include "shared/json.h"
#include "libkexec2.h"
#include "shared/command.h"

static const struct {
	uint64_t flag;
	const char *name;
} flag_names[] = {
	{ KEXEC_FILE_ON_CRASH, "KEXEC_FILE_ON_CRASH" },
	{ KEXEC_FILE_NO_INITRAMFS, "KEXEC_FILE_NO_INITRAMFS" },
	{ KEXEC_FILE_DEBUG, "KEXEC_FILE_DEBUG" },
	{ KEXEC_FILE2_REQUIRE_MEASURE, "KEXEC_FILE2_REQUIRE_MEASURE" },
	{ KEXEC_FILE2_VERIFY_ON_REBOOT, "KEXEC_FILE2_VERIFY_ON_REBOOT" },
};

/* @file: what has been read of it; @i: 0 for the kernel. */
static bool is_digested(const struct image *image, size_t i,
			const struct examined *file)
{
	const struct component *component = i ? &image->initrds[i - 1] :
						&image->kernel;
	mode_t mode = file->stat.st_mode;
	char number[32] = "";

	if (i)
		snprintf(number, sizeof(number), " (initrd %zu)", i - 1);
	if (file->stat_err)
		complain("%s%s: cannot be examined (%s)", component->name,
			 number, strerror(-file->stat_err));
	else if (!S_ISREG(mode))
		complain("%s%s: %s", component->name, number, S_ISDIR(mode) ?
			 "is a directory; name a regular file" :
			 "not a regular file; copy its content to one");
	else if (file->digest_err)
		complain("%s%s: cannot be digested (%s); check the file",
			 component->name, number, strerror(-file->digest_err));
	/* Files of /proc have content, but no size. */
	else if (!file->digest.size || !file->stat.st_size)
		complain("%s%s: empty, or a file of /proc or /sys; name a file with content",
			 component->name, number);
	else
		return true;
	return false;
}

/* Of the one file that the parts are joined to, or NULL. */
static const struct digest *joined_digest(const struct image *image,
					  const struct examined *files)
{
	const struct examined *joined = &files[2 + image->nr_initrds];

	return joined->digest.size ? &joined->digest : NULL;
}

bool check_digests(const struct image *image, const struct examined *files)
{
	const struct examined *joined = &files[2 + image->nr_initrds];
	int err = files[1 + image->nr_initrds].digest_err;
	size_t i;

	for (i = 0; i <= image->nr_initrds; i++)
		if (!is_digested(image, i, &files[i]))
			return false;
	if (err)
		complain("the command line cannot be digested (%s)",
			 strerror(-err));
	if (joined->digest_err)
		complain("%s", joined->reason.text);
	return !err && !joined->digest_err;
}

/* For people */

static void print_digest(const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	printf("  %s\n", digest_text(digest, text));
}

static void print_component(const char *what, const struct component *component,
			    const struct digest *digest, int label_width)
{
	printf("%-10s  %-*s  %10lld  ", what, label_width, component->label,
	       (long long)digest->size);
	put_text(stdout, component->name, -1);
	putchar('\n');
	print_digest(digest);
}

static int longest_label(const struct image *image)
{
	size_t i, longest = strlen("LABEL");

	for (i = 0; i < image->nr_initrds; i++)
		longest = MAX(longest, strlen(image->initrds[i].label));
	return (int)longest;
}

static void print_flags(uint64_t flags)
{
	size_t i;

	printf("flags         0x%llx", (unsigned long long)flags);
	for (i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (flags & flag_names[i].flag)
			printf("\n  %s", flag_names[i].name);
	putchar('\n');
}

void print_image(const struct image *image, const struct examined *files,
		 uint64_t flags)
{
	const struct digest *joined = joined_digest(image, files);
	const struct digest *cmdline = &files[1 + image->nr_initrds].digest;
	int label_width = longest_label(image);
	char what[32];
	size_t i;

	printf("%-10s  %-*s  %10s  NAME\n", "", label_width, "LABEL", "SIZE");
	print_component("kernel", &image->kernel, &files[0].digest,
			label_width);
	for (i = 0; i < image->nr_initrds; i++) {
		snprintf(what, sizeof(what), "initrd %zu", i);
		print_component(what, &image->initrds[i], &files[1 + i].digest,
				label_width);
	}
	if (joined) {
		printf("%-10s  %-*s  %10lld  the initramfs, one file for kexec_file_load\n",
		       "joined", label_width, "", (long long)joined->size);
		print_digest(joined);
	}
	printf("command line  %lld bytes\n", (long long)cmdline->size);
	if (cmdline->size) {
		print_digest(cmdline);
		printf("  ");
		put_text(stdout, image->cmdline, -1);
		putchar('\n');
	}
	if (image->devicetree.fd >= 0) {
		printf("device tree   the running kernel's, not ");
		put_text(stdout, image->devicetree.name, -1);
		putchar('\n');
	}
	print_flags(flags);
	printf("system call   %s\n",
	       image->concat ? "kexec_file_load" : "kexec_file_load2");
}

/* For programs */

static void add_digest(struct json_object *object, const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	json_add_size(object, "size", digest->size);
	json_add_text(object, "digest",
		      digest->len ? digest_text(digest, text) : NULL);
}

static struct json_object *component_json(const struct component *component,
					  const struct digest *digest)
{
	struct json_object *object = json_new();

	json_add_text(object, "name", component->name);
	add_digest(object, digest);
	return object;
}

struct json_object *image_json(const struct image *image,
			       const struct examined *files, uint64_t flags)
{
	const struct digest *joined = joined_digest(image, files);
	struct json_object *root = json_new(), *array = json_list(), *object;
	size_t i;

	json_add_text(root, "image",
		      flags & KEXEC_FILE_ON_CRASH ? "crash" : "normal");
	json_add_text(root, "system_call",
		      image->concat ? "kexec_file_load" : "kexec_file_load2");
	json_add_number(root, "flags", (int64_t)flags);
	for (i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (flags & flag_names[i].flag)
			json_append(array, json_text(flag_names[i].name));
	json_add(root, "flag_names", array);

	json_add(root, "kernel",
		 component_json(&image->kernel, &files[0].digest));
	array = json_list();
	for (i = 0; i < image->nr_initrds; i++) {
		const struct component *initrd = &image->initrds[i];

		object = component_json(initrd, &files[1 + i].digest);
		json_add_number(object, "index", (int64_t)i);
		json_add_text(object, "label",
			      *initrd->label ? initrd->label : NULL);
		json_append(array, object);
	}
	json_add(root, "initrds", array);
	if (joined) {
		object = json_new();
		add_digest(object, joined);
		json_add(root, "joined", object);
	}

	object = json_new();
	json_add_text(object, "text", image->cmdline ?: "");
	add_digest(object, &files[1 + image->nr_initrds].digest);
	json_add(root, "cmdline", object);
	if (image->devicetree.fd >= 0)
		json_add_text(root, "device_tree_ignored",
			      image->devicetree.name);
	return root;
}
