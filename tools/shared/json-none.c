// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Stands for json.c in a build without json-c, WITH_JSON=0, where nothing but
 * json_supported() is ever called.
 */
#include <stddef.h>

#include "shared/json.h"
#include "shared/command.h"

bool json_supported(void)
{
	complain("--json is not supported: %s was built without json-c",
		 program_name);
	return false;
}

struct json_object *json_object_get(struct json_object *object)
{
	return object;
}

int json_object_put(struct json_object *object)
{
	return !object;
}

struct json_object *json_new(void)
{
	return NULL;
}

struct json_object *json_list(void)
{
	return NULL;
}

int print_json(struct json_object *root)
{
	(void)root;
	return EXIT_FAILED;
}

struct json_object *json_text(const char *text)
{
	(void)text;
	return NULL;
}

void json_add(struct json_object *to, const char *key,
	      struct json_object *value)
{
	(void)to;
	(void)key;
	(void)value;
}

void json_add_null(struct json_object *to, const char *key)
{
	json_add(to, key, NULL);
}

void json_add_text(struct json_object *to, const char *key, const char *text)
{
	json_add(to, key, json_text(text));
}

void json_add_number(struct json_object *to, const char *key, int64_t number)
{
	(void)number;
	json_add(to, key, NULL);
}

void json_add_size(struct json_object *to, const char *key, uint64_t size)
{
	(void)to;
	(void)key;
	(void)size;
}

void json_add_bool(struct json_object *to, const char *key, bool value)
{
	(void)value;
	json_add(to, key, NULL);
}

void json_append(struct json_object *to, struct json_object *value)
{
	json_add(to, NULL, value);
}
