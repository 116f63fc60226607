/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Lines of text files, and the words in them. */
#ifndef KEXEC2_WORDS_H
#define KEXEC2_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/util.h"

/* What is not yet read of a text, or of a line. */
struct words {
	const char *p;
	const char *end;
};

/*
 * Have each line of a text parsed, without its newline.  The reason of a
 * failure tells the line.
 */
int words_each_line(struct words text, void *to,
		    int (*parse)(void *to, struct words line,
				 struct reason *reason),
		    struct reason *reason);

void words_skip_blanks(struct words *line);

/* Up to the next blank; false at the end of the line. */
bool words_next(struct words *line, struct words *word);
bool words_are(const struct words *word, const char *text);

/* Does it begin so?  That is skipped. */
bool words_skip(struct words *text, const char *word, size_t size);
bool words_prefix(struct words *text, const char *word);

/* A number without sign and without zeros in front, as far as it goes. */
bool words_take_number(struct words *text, unsigned int base, uint64_t *value);

/* The same, decimal, and it is all there is. */
bool words_number(struct words word, uint64_t *value);

/* 0 to 15, or -1; of lower case, as the kernel writes it, or of either. */
int hex_digit(char c);
int words_nibble(char c);

/* 1 to @max bytes, each two hex digits of either case. */
bool words_hex(struct words word, uint8_t *bytes, size_t max, size_t *size);

static inline struct words words_of(const char *text, size_t size)
{
	return (struct words){ text, text + size };
}

static inline size_t words_size(const struct words *word)
{
	return (size_t)(word->end - word->p);
}

#endif /* KEXEC2_WORDS_H */
