// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Bytes that others wrote: texts, their lines, and the words in these. */
#include <ctype.h>

#include "shared/words.h"

bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size));
}

bool bytes_zero(struct bytes bytes)
{
	return !bytes.size || (!bytes.data[0] &&
	       !memcmp(bytes.data, bytes.data + 1, bytes.size - 1));
}

bool bytes_are(struct bytes bytes, const char *text)
{
	return bytes_equal(bytes, bytes_of(text));
}

void bytes_skip(struct bytes *bytes, size_t size)
{
	bytes->data += size;
	bytes->size -= size;
}

bool bytes_take(struct bytes *bytes, size_t size, struct bytes *taken)
{
	if (bytes->size < size)
		return false;
	*taken = (struct bytes){ bytes->data, size };
	bytes_skip(bytes, size);
	return true;
}

bool bytes_cut(struct bytes *bytes, char c, struct bytes *taken)
{
	const uint8_t *end = bytes->size ? memchr(bytes->data, c, bytes->size) :
					   NULL;

	if (!end)
		return false;
	bytes_take(bytes, (size_t)(end - bytes->data), taken);
	bytes_skip(bytes, 1);
	return true;
}

void bytes_span(struct bytes *bytes, const char *characters,
		struct bytes *taken)
{
	size_t size = 0, n = strlen(characters);

	while (size < bytes->size &&
	       memchr(characters, bytes->data[size], n))
		size++;
	bytes_take(bytes, size, taken);
}

bool bytes_copy(struct bytes bytes, char *to, size_t room)
{
	if (bytes.size >= room)
		return false;
	if (bytes.size)
		memcpy(to, bytes.data, bytes.size);
	to[bytes.size] = '\0';
	return true;
}

bool bytes_begin(struct bytes *bytes, const char *text, size_t size)
{
	if (bytes->size < size || memcmp(bytes->data, text, size))
		return false;
	bytes_skip(bytes, size);
	return true;
}

bool bytes_prefix(struct bytes *bytes, const char *text)
{
	return bytes_begin(bytes, text, strlen(text));
}

int words_each_line(struct bytes text, void *to,
		    int (*parse)(void *to, struct bytes line,
				 struct reason *reason),
		    struct reason *reason)
{
	struct reason why;
	size_t number;

	for (number = 1; text.size; number++) {
		struct bytes line;
		int err;

		if (!bytes_cut(&text, '\n', &line))
			bytes_take(&text, text.size, &line);
		err = parse(to, line, &why);
		if (err)
			return because(reason, err, "line %zu: %.200s", number,
				       why.text);
	}
	return 0;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

void words_skip_blanks(struct bytes *line)
{
	while (line->size && is_blank(*line->data))
		bytes_skip(line, 1);
}

bool words_next(struct bytes *line, struct bytes *word)
{
	size_t size = 0;

	words_skip_blanks(line);
	while (size < line->size && !is_blank(line->data[size]))
		size++;
	return bytes_take(line, size, word) && size;
}

bool words_take_number(struct bytes *text, unsigned int base, uint64_t *value)
{
	const uint8_t *start = text->data;

	for (*value = 0; text->size; bytes_skip(text, 1)) {
		int digit = hex_digit(*text->data);

		if (digit < 0 || (unsigned int)digit >= base)
			break;
		if (*value > (UINT64_MAX - (uint64_t)digit) / base)
			return false;
		*value = *value * base + (uint64_t)digit;
	}
	return text->data > start &&
	       (*start != '0' || text->data == start + 1);
}

bool words_number(struct bytes word, uint64_t *value)
{
	return words_take_number(&word, 10, value) && !word.size;
}

int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool words_hex(struct bytes word, uint8_t *bytes, size_t max, size_t *size)
{
	size_t i;

	if (!word.size || word.size % 2 || word.size / 2 > max)
		return false;
	for (i = 0; i < word.size; i++) {
		int digit = hex_digit(tolower(word.data[i]));

		if (digit < 0)
			return false;
		bytes[i / 2] = (uint8_t)(i % 2 ? bytes[i / 2] << 4 | digit :
					 digit);
	}
	*size = word.size / 2;
	return true;
}
