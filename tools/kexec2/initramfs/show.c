// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The parts of a joined initramfs, for people and for programs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "initramfs/show.h"
#include "shared/json.h"

char *initramfs_part_path(const char *dir, const struct initramfs *initramfs,
			  size_t i)
{
	char *path;

	if (asprintf(&path, "%s/%02zu-%s.img", dir, i + 1,
		     initramfs->parts[i].label) < 0)
		return NULL;
	return path;
}

void initramfs_print(const struct initramfs *initramfs)
{
	size_t i;

	if (!initramfs->nr_parts)
		return;
	printf("%4s  %-10s  %-10s %12s %12s %12s %8s\n", "PART", "LABEL",
	       "KIND", "OFFSET", "SIZE", "UNPACKED", "ENTRIES");
	for (i = 0; i < initramfs->nr_parts; i++) {
		const struct initramfs_part *part = &initramfs->parts[i];

		printf("%4zu  %-10s  %-10s %12" PRIu64 " %12" PRIu64
		       " %12" PRIu64 " %8" PRIu64 "\n", i + 1, part->label,
		       initramfs_kind_name(part->kind), part->offset,
		       part->size, part->unpacked, part->entries);
	}
	if (!initramfs->stop && initramfs->bootconfig < initramfs->size)
		printf("      bootconfig in the last part: %14" PRIu64
		       " %12" PRIu64 "\n", initramfs->bootconfig,
		       initramfs->size - initramfs->bootconfig);
}

static struct json_object *number(uint64_t value)
{
	return json_object_new_uint64(value);
}

static struct json_object *part_json(const struct initramfs *initramfs,
				     size_t i, const char *dir)
{
	const struct initramfs_part *part = &initramfs->parts[i];
	struct json_object *object = json_object_new_object();
	char *path = dir ? initramfs_part_path(dir, initramfs, i) : NULL;
	bool good = object && (path || !dir);

	good = good && json_add(object, "index", number(i)) &&
	       json_add(object, "label", json_object_new_string(part->label)) &&
	       json_add(object, "kind",
		   json_object_new_string(initramfs_kind_name(part->kind))) &&
	       json_add(object, "offset", number(part->offset)) &&
	       json_add(object, "size", number(part->size)) &&
	       json_add(object, "unpacked_size", number(part->unpacked)) &&
	       json_add(object, "entries", number(part->entries)) &&
	       json_add(object, "early", json_object_new_boolean(part->early)) &&
	       json_add(object, "trailer", json_object_new_boolean(!part->open)) &&
	       json_add(object, "truncated",
		   json_object_new_boolean(part->truncated));
	if (good && path)
		good = json_add(object, "file", json_text(path));
	free(path);
	if (good)
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *parts_json(const struct initramfs *initramfs,
				      const char *dir)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < initramfs->nr_parts; i++) {
		struct json_object *part = part_json(initramfs, i, dir);

		if (part && !json_object_array_add(array, part))
			continue;
		json_object_put(part);
		json_object_put(array);
		return NULL;
	}
	return array;
}

static bool add_stop(struct json_object *root,
		     const struct initramfs *initramfs)
{
	struct json_object *stop;

	if (!initramfs->stop)
		return true;
	stop = json_object_new_object();
	if (!stop || !json_add(root, "stop", stop))
		return false;
	return json_add(stop, "kind", json_object_new_string(
			   initramfs->stop == INITRAMFS_JUNK ? "junk" :
			   "damaged")) &&
	       json_add(stop, "offset", number(initramfs->stop_offset)) &&
	       json_add(stop, "why", json_object_new_string(initramfs->why.text));
}

static bool add_bootconfig(struct json_object *root,
			   const struct initramfs *initramfs)
{
	struct json_object *bootconfig;

	if (initramfs->bootconfig == initramfs->size)
		return true;
	bootconfig = json_object_new_object();
	if (!bootconfig || !json_add(root, "bootconfig", bootconfig))
		return false;
	return json_add(bootconfig, "offset", number(initramfs->bootconfig)) &&
	       json_add(bootconfig, "size",
		   number(initramfs->size - initramfs->bootconfig));
}

struct json_object *initramfs_json(const struct initramfs *initramfs,
				   const char *image, const char *dir)
{
	struct json_object *root = json_object_new_object();

	if (initramfs->stop)
		dir = NULL;
	if (root && json_add(root, "image", json_text(image)) &&
	    json_add(root, "size", number(initramfs->size)) &&
	    json_add(root, "parts", parts_json(initramfs, dir)) &&
	    add_bootconfig(root, initramfs) && add_stop(root, initramfs))
		return root;
	json_object_put(root);
	return NULL;
}
