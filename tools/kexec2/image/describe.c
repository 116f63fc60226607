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
	const struct composition *composition = description->composition;
	const char *cmdline = composition->cmdline ? composition->cmdline : "";
	size_t i;
	int err;

	description->initrds = calloc(composition->nr_initrds + 1,
				      sizeof(*description->initrds));
	if (!description->initrds) {
		complain("out of memory");
		return -ENOMEM;
	}
	err = describe_component(&composition->kernel, &description->kernel);
	for (i = 0; !err && i < composition->nr_initrds; i++)
		err = describe_component(&composition->initrds[i],
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

static int longest_label(const struct composition *composition)
{
	size_t longest = strlen("LABEL");
	size_t i, len;

	for (i = 0; i < composition->nr_initrds; i++) {
		len = strlen(composition->initrds[i].label);
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
	const struct composition *composition = description->composition;
	int label_width = longest_label(composition);
	char what[32];
	size_t i;

	printf("%-10s  %-*s  %10s  NAME\n", "", label_width, "LABEL", "SIZE");
	print_component("kernel", &composition->kernel, &description->kernel,
			label_width);
	for (i = 0; i < composition->nr_initrds; i++) {
		snprintf(what, sizeof(what), "initrd %zu", i + 1);
		print_component(what, &composition->initrds[i],
				&description->initrds[i], label_width);
	}
	printf("command line  %lld bytes\n",
	       (long long)description->cmdline.size);
	if (description->cmdline.size) {
		print_digest(&description->cmdline);
		printf("  ");
		put_text(stdout, composition->cmdline, -1);
		putchar('\n');
	}
	if (composition->devicetree.fd >= 0) {
		printf("device tree   the running kernel's, not ");
		put_text(stdout, composition->devicetree.name, -1);
		putchar('\n');
	}
	print_flags(description->flags);
	printf("system call   %s\n", description->joined ?
	       "kexec_file_load" : "kexec_file_load2");
}

/* For programs */

static int add_digest(struct json_object *object, const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	return !json_add(object, "size", json_object_new_int64(digest->size)) ||
	       (digest->len ?
		!json_add(object, "digest",
			  json_object_new_string(digest_text(digest, text))) :
		json_object_object_add(object, "digest", NULL) != 0);
}

static struct json_object *component_json(const struct component *component,
					  const struct digest *digest)
{
	struct json_object *object = json_object_new_object();

	if (!object || !json_add(object, "name", json_text(component->name)) ||
	    add_digest(object, digest)) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

static struct json_object *initrds_json(const struct description *description)
{
	const struct composition *composition = description->composition;
	struct json_object *array = json_object_new_array();
	struct json_object *object;
	size_t i;

	for (i = 0; array && i < composition->nr_initrds; i++) {
		const struct component *initrd = &composition->initrds[i];

		object = component_json(initrd, &description->initrds[i]);
		if (object && json_add(object, "index",
				   json_object_new_int64((int64_t)i)) &&
		    (!*initrd->label ?
		     !json_object_object_add(object, "label", NULL) :
		     json_add(object, "label",
			  json_object_new_string(initrd->label))) &&
		    !json_object_array_add(array, object))
			continue;
		json_object_put(object);
		json_object_put(array);
		return NULL;
	}
	return array;
}

static struct json_object *cmdline_json(const struct description *description)
{
	const char *cmdline = description->composition->cmdline;
	struct json_object *object = json_object_new_object();

	if (!object || !json_add(object, "text", json_text(cmdline ? cmdline : "")) ||
	    add_digest(object, &description->cmdline)) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

static struct json_object *flags_json(uint64_t flags)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < NR_FLAGS; i++) {
		struct json_object *name;

		if (!(flags & flag_names[i].flag))
			continue;
		name = json_object_new_string(flag_names[i].name);
		if (name && !json_object_array_add(array, name))
			continue;
		json_object_put(name);
		json_object_put(array);
		return NULL;
	}
	return array;
}

struct json_object *describe_json(const struct description *description)
{
	const struct composition *composition = description->composition;
	const char *devicetree = composition->devicetree.fd < 0 ? NULL :
				 composition->devicetree.name;
	struct json_object *root = json_object_new_object();

	if (!root ||
	    !json_add(root, "image", json_object_new_string(
		description->flags & KEXEC_FILE_ON_CRASH ? "crash" :
							   "normal")) ||
	    !json_add(root, "system_call", json_object_new_string(
		description->joined ? "kexec_file_load" :
				      "kexec_file_load2")) ||
	    !json_add(root, "flags", json_object_new_uint64(description->flags)) ||
	    !json_add(root, "flag_names", flags_json(description->flags)) ||
	    !json_add(root, "kernel", component_json(&composition->kernel,
					       &description->kernel)) ||
	    !json_add(root, "initrds", initrds_json(description)) ||
	    !json_add(root, "cmdline", cmdline_json(description)) ||
	    (devicetree ?
	     !json_add(root, "device_tree_ignored", json_text(devicetree)) : 0)) {
		json_object_put(root);
		return NULL;
	}
	return root;
}
