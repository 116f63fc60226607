/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Lines of text files, and the words in them. */
#ifndef KEXEC2_WORDS_H
#define KEXEC2_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What is not yet read of a text, or of a line. */
struct words {
	const char *p;
	const char *end;
};

/* The next line without its newline; false at the end. */
static inline bool words_line(struct words *text, struct words *line)
{
	const char *newline;

	if (text->p == text->end)
		return false;
	newline = memchr(text->p, '\n', (size_t)(text->end - text->p));
	line->p = text->p;
	line->end = newline ? newline : text->end;
	text->p = newline ? newline + 1 : text->end;
	return true;
}

static inline void words_skip_blanks(struct words *line)
{
	while (line->p < line->end && (*line->p == ' ' || *line->p == '\t'))
		line->p++;
}

/* Up to the next blank; false at the end of the line. */
static inline bool words_next(struct words *line, struct words *word)
{
	words_skip_blanks(line);
	word->p = line->p;
	while (line->p < line->end && *line->p != ' ' && *line->p != '\t')
		line->p++;
	word->end = line->p;
	return word->p < word->end;
}

static inline size_t words_size(const struct words *word)
{
	return (size_t)(word->end - word->p);
}

static inline bool words_are(const struct words *word, const char *text)
{
	return words_size(word) == strlen(text) &&
	       !memcmp(word->p, text, words_size(word));
}

/* Does it begin so?  That is skipped. */
static inline bool words_prefix(struct words *word, const char *text)
{
	size_t size = strlen(text);

	if (words_size(word) < size || memcmp(word->p, text, size))
		return false;
	word->p += size;
	return true;
}

/* A decimal number without sign and without zeros in front. */
static inline bool words_number(const struct words *word, uint64_t *value)
{
	const char *p;

	*value = 0;
	if (word->p == word->end ||
	    (*word->p == '0' && words_size(word) > 1))
		return false;
	for (p = word->p; p < word->end; p++) {
		uint64_t digit = (uint64_t)(*p - '0');

		if (*p < '0' || *p > '9' || *value > (UINT64_MAX - digit) / 10)
			return false;
		*value = *value * 10 + digit;
	}
	return true;
}

static inline int words_nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* All of it, two hex digits a byte, at most @max bytes and at least one. */
static inline bool words_hex(const struct words *word, uint8_t *bytes,
			     size_t max, size_t *size)
{
	size_t digits = words_size(word), i;

	if (!digits || digits % 2 || digits / 2 > max)
		return false;
	for (i = 0; i < digits; i += 2) {
		int high = words_nibble(word->p[i]);
		int low = words_nibble(word->p[i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i / 2] = (uint8_t)(high << 4 | low);
	}
	*size = digits / 2;
	return true;
}

#endif /* KEXEC2_WORDS_H */
