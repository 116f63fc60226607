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
	char *text = xcalloc(2 * size + 1, 1), *at = text;
	struct json_object *string;
	size_t i;

	for (i = 0; i < size; i++) {
		*at++ = "0123456789abcdef"[bytes[i] >> 4];
		*at++ = "0123456789abcdef"[bytes[i] & 15];
	}
	string = json_text(text);
	free(text);
	return string;
}

void json_append(struct json_object *to, struct json_object *value)
{
	if (json_object_array_add(checked(to), checked(value)))
		out_of_memory();
}

int print_json(struct json_object *root)
{
	const char *text = json_object_to_json_string_ext(checked(root),
			JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
			JSON_C_TO_STRING_NOSLASHESCAPE);

	if (!text)
		out_of_memory();
	puts(text);
	json_object_put(root);
	return EXIT_OK;
}

/*
 * Length of the well-formed sequence at @text, or 0: RFC 3629, section 4, which
 * excludes surrogates, overlong forms and code points above U+10FFFF.
 */
static size_t utf8_length(const unsigned char *text)
{
	/* Of a sequence with so many bytes behind the first. */
	static const unsigned int least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned int c = text[0];
	size_t i, more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

	if (c > 0xf7 || (!more && c > 0x7f))
		return 0;
	if (more)
		c &= 0x3fU >> more;
	for (i = 1; i <= more; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (text[i] & 0x3f);
	}
	return c < least[more] || c > 0x10ffff || c >> 11 == 0xd800 >> 11 ? 0 :
	       more + 1;
}

struct json_object *json_text(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	const unsigned char *in = (const unsigned char *)text;
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
