// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Lines of text files, and the words in them. */
#include <ctype.h>
#include <string.h>

#include "words.h"

int words_each_line(struct words text, void *to,
		    int (*parse)(void *to, struct words line,
				 struct reason *reason),
		    struct reason *reason)
{
	struct reason why;
	size_t number;

	for (number = 1; text.p < text.end; number++) {
		const char *newline = memchr(text.p, '\n', words_size(&text));
		struct words line = { text.p, newline ? newline : text.end };
		int err = parse(to, line, &why);

		if (err)
			return because(reason, err, "line %zu: %.200s", number,
				       why.text);
		text.p = newline ? newline + 1 : text.end;
	}
	return 0;
}

void words_skip_blanks(struct words *line)
{
	while (line->p < line->end && (*line->p == ' ' || *line->p == '\t'))
		line->p++;
}

bool words_next(struct words *line, struct words *word)
{
	words_skip_blanks(line);
	word->p = line->p;
	while (line->p < line->end && *line->p != ' ' && *line->p != '\t')
		line->p++;
	word->end = line->p;
	return word->p < word->end;
}

bool words_are(const struct words *word, const char *text)
{
	return words_size(word) == strlen(text) &&
	       !memcmp(word->p, text, words_size(word));
}

bool words_skip(struct words *text, const char *word, size_t size)
{
	if (words_size(text) < size || memcmp(text->p, word, size))
		return false;
	text->p += size;
	return true;
}

bool words_prefix(struct words *text, const char *word)
{
	return words_skip(text, word, strlen(word));
}

bool words_take_number(struct words *text, unsigned int base, uint64_t *value)
{
	const char *start = text->p;

	for (*value = 0; text->p < text->end; text->p++) {
		int digit = hex_digit(*text->p);

		if (digit < 0 || (unsigned int)digit >= base)
			break;
		if (*value > (UINT64_MAX - (uint64_t)digit) / base)
			return false;
		*value = *value * base + (uint64_t)digit;
	}
	return text->p > start && (*start != '0' || text->p == start + 1);
}

bool words_number(struct words word, uint64_t *value)
{
	return words_take_number(&word, 10, value) && word.p == word.end;
}

int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int words_nibble(char c)
{
	return hex_digit((char)tolower((unsigned char)c));
}

bool words_hex(struct words word, uint8_t *bytes, size_t max, size_t *size)
{
	size_t digits = words_size(&word), i;

	if (!digits || digits % 2 || digits / 2 > max)
		return false;
	for (i = 0; i < digits; i++) {
		int digit = words_nibble(word.p[i]);

		if (digit < 0)
			return false;
		bytes[i / 2] = (uint8_t)(i % 2 ? bytes[i / 2] << 4 | digit :
					 digit);
	}
	*size = digits / 2;
	return true;
}
