// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Output for programs. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "shared/command.h"

/* Something was not added, for lack of memory. */
static bool lost;

bool json_add(struct json_object *to, const char *key,
	      struct json_object *value)
{
	if (to && value && !json_object_object_add(to, key, value))
		return true;
	json_object_put(value);
	lost = true;
	return false;
}

void json_append(struct json_object *to, struct json_object *value)
{
	if (to && value && !json_object_array_add(to, value))
		return;
	json_object_put(value);
	lost = true;
}

void json_add_null(struct json_object *to, const char *key)
{
	if (!to || json_object_object_add(to, key, NULL))
		lost = true;
}

int print_json(struct json_object *root)
{
	const char *text = root && !lost ? json_object_to_json_string_ext(root,
			JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
			JSON_C_TO_STRING_NOSLASHESCAPE) : NULL;

	lost = false;
	if (!text) {
		complain("out of memory");
		json_object_put(root);
		return EXIT_FAILED;
	}
	puts(text);
	json_object_put(root);
	return EXIT_OK;
}

/*
 * Length of the well-formed sequence at @text, or 0: RFC 3629, section 4, which
 * excludes surrogates, overlong forms and what is above U+10FFFF.
 */
static size_t utf8_length(const unsigned char *text)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t len, i;

	if (text[0] < 0x80)
		return 1;
	if (text[0] >= 0xc2 && text[0] <= 0xdf)
		len = 2;
	else if ((text[0] & 0xf0) == 0xe0)
		len = 3;
	else if (text[0] >= 0xf0 && text[0] <= 0xf4)
		len = 4;
	else
		return 0;
	if (text[0] == 0xe0)
		low = 0xa0;
	else if (text[0] == 0xed)
		high = 0x9f;
	else if (text[0] == 0xf0)
		low = 0x90;
	else if (text[0] == 0xf4)
		high = 0x8f;
	if (text[1] < low || text[1] > high)
		return 0;
	for (i = 2; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return len;
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
	copy = malloc(strlen(text) * (sizeof(replacement) - 1) + 1);
	if (!copy)
		return NULL;
	for (out = copy; *in; in += len ? len : 1) {
		len = utf8_length(in);
		if (len)
			out = mempcpy(out, in, len);
		else
			out = mempcpy(out, replacement, sizeof(replacement) - 1);
	}
	string = json_object_new_string_len(copy, (int)(out - copy));
	free(copy);
	return string;
}
