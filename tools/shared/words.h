/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Bytes that others wrote: texts, their lines, and the words in these. */
#ifndef KEXEC2_WORDS_H
#define KEXEC2_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "shared/util.h"

/* Not terminated; NULL for none. */
struct bytes {
	const uint8_t *data;
	size_t size;
};

static inline struct bytes bytes_of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

bool bytes_equal(struct bytes a, struct bytes b);
bool bytes_are(struct bytes bytes, const char *text);
bool bytes_zero(struct bytes bytes);
void bytes_skip(struct bytes *bytes, size_t size);

/* Take @size of them off; false if there are fewer. */
bool bytes_take(struct bytes *bytes, size_t size, struct bytes *taken);

/* Take those before the first @c, which is skipped; false without one. */
bool bytes_cut(struct bytes *bytes, char c, struct bytes *taken);

/* Take those at the start that are one of these characters. */
void bytes_span(struct bytes *bytes, const char *characters,
		struct bytes *taken);

/* Copy them, with a NUL behind; false if there is no room for that. */
bool bytes_copy(struct bytes bytes, char *to, size_t room);

/* Do they begin so?  That is skipped. */
bool bytes_begin(struct bytes *bytes, const char *text, size_t size);
bool bytes_prefix(struct bytes *bytes, const char *text);

/*
 * Have each line of a text parsed, without its newline.  The reason of a
 * failure tells the line.
 */
int words_each_line(struct bytes text, void *to,
		    int (*parse)(void *to, struct bytes line,
				 struct reason *reason),
		    struct reason *reason);

void words_skip_blanks(struct bytes *line);

/* Up to the next blank; false at the end of the line. */
bool words_next(struct bytes *line, struct bytes *word);

/* A number without sign and without zeros in front, as far as it goes. */
bool words_take_number(struct bytes *text, unsigned int base, uint64_t *value);

/* The same, decimal, and it is all there is. */
bool words_number(struct bytes word, uint64_t *value);

/* 0 to 15, or -1; of lower case, as the kernel writes it. */
int hex_digit(int c);

/* 1 to @max bytes, each two hex digits of either case. */
bool words_hex(struct bytes word, uint8_t *bytes, size_t max, size_t *size);

#endif /* KEXEC2_WORDS_H */
