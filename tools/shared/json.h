/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Output for programs: an object per command.  Keys are lower_snake_case, sizes
 * are in bytes, digests are "sha256:HEX".
 */
#ifndef KEXEC2_JSON_H
#define KEXEC2_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if WITH_JSON
#include <json-c/json.h>
#else
struct json_object;
#define json_object_get(object)	(object)
#define json_object_put(object)	((void)(object))
#endif

/*
 * None of these fails: without memory, the program ends.  A value that is given
 * away is owned by the object or array from then on.
 */

/* An empty object, an empty array. */
struct json_object *json_new(void);
struct json_object *json_list(void);

/* Print a command's object on stdout, and drop it.  Returns EXIT_OK. */
int print_json(struct json_object *root);

/**
 * json_text() - a string that need not be valid UTF-8
 * @text: Each byte that is no part of valid UTF-8 becomes U+FFFD, as JSON has
 *        no other bytes.  NULL becomes null.
 *
 * Return: a new string.
 */
struct json_object *json_text(const char *text);

/* Two hex digits for each byte. */
struct json_object *json_hex(const uint8_t *bytes, size_t size);

/* Add to an object. */
void json_add(struct json_object *to, const char *key,
	      struct json_object *value);
void json_add_null(struct json_object *to, const char *key);
void json_add_text(struct json_object *to, const char *key, const char *text);
void json_add_number(struct json_object *to, const char *key, int64_t number);
void json_add_size(struct json_object *to, const char *key, uint64_t size);
void json_add_bool(struct json_object *to, const char *key, bool value);
/* The same, or null for an unknown value, below 0. */
void json_add_count(struct json_object *to, const char *key, int64_t count);
void json_add_answer(struct json_object *to, const char *key, int answer);

/* Add to an array. */
void json_append(struct json_object *to, struct json_object *value);

#endif /* KEXEC2_JSON_H */
