// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Tell what is to be loaded. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "image/describe.h"
#include "shared/json.h"
#include "libkexec2.h"
#include "shared/command.h"

#define ALGORITHM	"sha256"

static const struct {
	uint64_t flag;
	const char *name;
} flag_names[] = {
	{ KEXEC_FILE_ON_CRASH, "KEXEC_FILE_ON_CRASH" },
	{ KEXEC_FILE_NO_INITRAMFS, "KEXEC_FILE_NO_INITRAMFS" },
	{ KEXEC_FILE_DEBUG, "KEXEC_FILE_DEBUG" },
	{ KEXEC_FILE2_REQUIRE_MEASURE, "KEXEC_FILE2_REQUIRE_MEASURE" },
};

#define NR_FLAGS	(sizeof(flag_names) / sizeof(flag_names[0]))

static int describe_component(const struct component *component,
			      struct digest *digest)
{
	struct stat st;
	int err;

	if (fstat(component->fd, &st) < 0) {
		err = -errno;
		complain("%s: cannot be examined (%s)", component->name,
			 strerror(-err));
		return err;
	}
	if (!S_ISREG(st.st_mode)) {
		complain("%s: this is not a regular file; copy its content to one and load that",
			 component->name);
		return -EINVAL;
	}
	err = digest_file(digest, ALGORITHM, component->fd, component->name);
	if (err) {
		complain("%s: cannot be digested (%s); check the file",
			 component->name, strerror(-err));
		return err;
	}
	/* Files of /proc have content, but no size. */
	if (!digest->size || !st.st_size) {
		complain("%s: this file is empty, or one of /proc or /sys; name a regular file with content",
			 component->name);
		return -EINVAL;
	}
	return 0;
}

int describe(struct description *description)
{
	const struct image *image = description->image;
	const char *cmdline = image->cmdline ? image->cmdline : "";
	size_t i;
	int err;

	description->initrds =
		xcalloc(image->nr_initrds, sizeof(*description->initrds));
	err = describe_component(&image->kernel, &description->kernel);
	for (i = 0; !err && i < image->nr_initrds; i++)
		err = describe_component(&image->initrds[i],
					 &description->initrds[i]);
	if (err)
		return err;
	err = digest_bytes(&description->cmdline, ALGORITHM, cmdline,
			   strlen(cmdline));
	if (err)
		complain("the command line cannot be digested (%s)",
			 strerror(-err));
	return err;
}

void description_free(struct description *description)
{
	free(description->initrds);
	description->initrds = NULL;
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
	size_t longest = strlen("LABEL");
	size_t i, len;

	for (i = 0; i < image->nr_initrds; i++) {
		len = strlen(image->initrds[i].label);
		if (len > longest)
			longest = len;
	}
	return (int)longest;
}

static void print_flags(uint64_t flags)
{
	size_t i;

	printf("flags         0x%llx", (unsigned long long)flags);
	for (i = 0; i < NR_FLAGS; i++)
		if (flags & flag_names[i].flag)
			printf("\n  %s", flag_names[i].name);
	putchar('\n');
}

void print_description(const struct description *description)
{
	const struct image *image = description->image;
	int label_width = longest_label(image);
	char what[32];
	size_t i;

	printf("%-10s  %-*s  %10s  NAME\n", "", label_width, "LABEL", "SIZE");
	print_component("kernel", &image->kernel, &description->kernel,
			label_width);
	for (i = 0; i < image->nr_initrds; i++) {
		snprintf(what, sizeof(what), "initrd %zu", i + 1);
		print_component(what, &image->initrds[i],
				&description->initrds[i], label_width);
	}
	printf("command line  %lld bytes\n",
	       (long long)description->cmdline.size);
	if (description->cmdline.size) {
		print_digest(&description->cmdline);
		printf("  ");
		put_text(stdout, image->cmdline, -1);
		putchar('\n');
	}
	if (image->devicetree.fd >= 0) {
		printf("device tree   the running kernel's, not ");
		put_text(stdout, image->devicetree.name, -1);
		putchar('\n');
	}
	print_flags(description->flags);
	printf("system call   %s\n", description->joined ?
	       "kexec_file_load" : "kexec_file_load2");
}

/* For programs */

static void add_digest(struct json_object *object, const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	json_add_number(object, "size", digest->size);
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

static struct json_object *initrds_json(const struct description *description)
{
	const struct image *image = description->image;
	struct json_object *array = json_list(), *object;
	size_t i;

	for (i = 0; i < image->nr_initrds; i++) {
		const struct component *initrd = &image->initrds[i];

		object = component_json(initrd, &description->initrds[i]);
		json_add_number(object, "index", (int64_t)i);
		json_add_text(object, "label",
			      *initrd->label ? initrd->label : NULL);
		json_append(array, object);
	}
	return array;
}

static struct json_object *cmdline_json(const struct description *description)
{
	const char *cmdline = description->image->cmdline;
	struct json_object *object = json_new();

	json_add_text(object, "text", cmdline ? cmdline : "");
	add_digest(object, &description->cmdline);
	return object;
}

static struct json_object *flags_json(uint64_t flags)
{
	struct json_object *array = json_list();
	size_t i;

	for (i = 0; i < NR_FLAGS; i++)
		if (flags & flag_names[i].flag)
			json_append(array, json_text(flag_names[i].name));
	return array;
}

struct json_object *describe_json(const struct description *description)
{
	const struct image *image = description->image;
	struct json_object *root = json_new();

	json_add_text(root, "image", description->flags & KEXEC_FILE_ON_CRASH ?
		      "crash" : "normal");
	json_add_text(root, "system_call", description->joined ?
		      "kexec_file_load" : "kexec_file_load2");
	json_add_number(root, "flags", (int64_t)description->flags);
	json_add(root, "flag_names", flags_json(description->flags));
	json_add(root, "kernel",
		 component_json(&image->kernel, &description->kernel));
	json_add(root, "initrds", initrds_json(description));
	json_add(root, "cmdline", cmdline_json(description));
	if (image->devicetree.fd >= 0)
		json_add_text(root, "device_tree_ignored",
			      image->devicetree.name);
	return root;
}
