// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Output for programs. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "shared/command.h"

#if !WITH_JSON
/* None of these is reached, as --json is refused. */
#define json_object_new_object()		NULL
#define json_object_new_array()			NULL
#define json_object_new_int64(number)		((void)(number), NULL)
#define json_object_new_uint64(number)		((void)(number), NULL)
#define json_object_new_boolean(value)		((void)(value), NULL)
#define json_object_new_string_len(text, len)	((void)(text), NULL)
#define json_object_object_add(to, key, value)	((void)(key), !(to) || !(value))
#define json_object_array_add(to, value)	(!(to) || !(value))
#define json_object_to_json_string_ext(object, flags)	((void)(object), NULL)
#endif

static struct json_object *checked(struct json_object *value)
{
	if (!value)
		out_of_memory();
	return value;
}

struct json_object *json_new(void)
{
	return checked(json_object_new_object());
}

struct json_object *json_list(void)
{
	return checked(json_object_new_array());
}

void json_add(struct json_object *to, const char *key,
	      struct json_object *value)
{
	if (json_object_object_add(checked(to), key, checked(value)))
		out_of_memory();
}

void json_add_null(struct json_object *to, const char *key)
{
	if (json_object_object_add(to, key, NULL))
		out_of_memory();
}

void json_add_text(struct json_object *to, const char *key, const char *text)
{
	if (text)
		json_add(to, key, json_text(text));
	else
		json_add_null(to, key);
}

void json_add_number(struct json_object *to, const char *key, int64_t number)
{
	json_add(to, key, json_object_new_int64(number));
}

void json_add_size(struct json_object *to, const char *key, uint64_t size)
{
	json_add(to, key, json_object_new_uint64(size));
}

void json_add_bool(struct json_object *to, const char *key, bool value)
{
	json_add(to, key, json_object_new_boolean(value));
}

void json_add_count(struct json_object *to, const char *key, int64_t count)
{
	if (count < 0)
		json_add_null(to, key);
	else
		json_add_number(to, key, count);
}

void json_add_answer(struct json_object *to, const char *key, int answer)
{
	if (answer < 0)
		json_add_null(to, key);
	else
		json_add_bool(to, key, answer);
}

struct json_object *json_hex(const uint8_t *bytes, size_t size)
{
	char *text = xcalloc(2 * size + 1, 1);
	struct json_object *string;

	hex_text(text, bytes, size);
	string = json_text(text);
	free(text);
	return string;
}

void json_append(struct json_object *to, struct json_object *value)
{
	if (json_object_array_add(checked(to), checked(value)))
		out_of_memory();
}

/*
 * json-c escapes other controls; those it leaves are within strings.  Some
 * versions have an empty list or object on two lines.
 */
static void put_json(const char *text)
{
	size_t blank;
	char end;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == 0x7f)
			printf("\\u007f");
		else if (c == 0xc2 && (unsigned char)text[1] < 0xa0)
			printf("\\u00%02x", (unsigned char)*++text);
		else
			putchar(c);
		end = c == '[' ? ']' : c == '{' ? '}' : 0;
		/* Within strings a newline is escaped, and blanks stay. */
		blank = end && text[1] == '\n' ? strspn(text + 1, "\n ") : 0;
		if (blank && text[blank + 1] == end)
			text += blank;
	}
	putchar('\n');
}

int print_json(struct json_object *root)
{
	const char *text = json_object_to_json_string_ext(checked(root),
			JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
			JSON_C_TO_STRING_NOSLASHESCAPE);

	if (!text)
		out_of_memory();
	put_json(text);
	json_object_put(root);
	return EXIT_OK;
}

struct json_object *json_text(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	const char *in = text;
	struct json_object *string;
	char *copy, *out;
	size_t len;

	if (!text)
		return NULL;
	copy = xcalloc(strlen(text) + 1, sizeof(replacement) - 1);
	for (out = copy; *in; in += len ? len : 1) {
		len = utf8_length(in);
		if (len)
			out = mempcpy(out, in, len);
		else
			out = mempcpy(out, replacement,
				      sizeof(replacement) - 1);
	}
	string = checked(json_object_new_string_len(copy, (int)(out - copy)));
	free(copy);
	return string;
}
