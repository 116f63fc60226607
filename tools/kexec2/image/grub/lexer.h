/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The words of a GRUB script. */
#ifndef KEXEC2_GRUB_LEXER_H
#define KEXEC2_GRUB_LEXER_H

#include <stddef.h>

#include "image/grub/env.h"
#include "shared/util.h"

enum grub_token_type {
	GRUB_WORD,
	GRUB_SEPARATOR,		/* a newline or ";" */
	GRUB_OPEN,		/* "{" */
	GRUB_CLOSE,		/* "}" */
	GRUB_END,
};

/**
 * struct grub_token - a piece of a script
 * @text: Where it stands in the script, with quotes, variables and backslashes.
 * @len:  Its length.
 * @line: Of the file, from 1.
 */
struct grub_token {
	enum grub_token_type type;
	const char *text;
	size_t len;
	unsigned int line;
};

/**
 * struct grub_script - a file
 * @file:      Its path.
 * @text:      Its content.
 * @tokens:    The last one is GRUB_END.
 */
struct grub_script {
	char *file, *text;
	struct grub_token *tokens;
	size_t nr_tokens;
};

/**
 * grub_script_parse() - take a script apart
 * @script: Receives it; to be freed in any case.
 * @file:   Its path, for reasons.
 *
 * Return: 0, or -EINVAL for a quote without its end, a NUL, or a character with
 * a meaning that no script of grub-mkconfig uses.
 */
int grub_script_parse(struct grub_script *script, const char *file,
		      const char *text, size_t size, struct reason *reason);
void grub_script_free(struct grub_script *script);

/* The same from a file; or an error of open(2) or read(2). */
int grub_script_read(struct grub_script *script, const char *file,
		     struct reason *reason);

/* "FILE:LINE: ...", cut where it is too long.  Returns -EINVAL. */
__attribute__((format(printf, 4, 5)))
int grub_refuse(struct reason *reason, const struct grub_script *script,
		unsigned int line, const char *format, ...);

/* Is it this word, without quotes? */
bool grub_token_is(const struct grub_token *token, const char *word);

/* The words that one becomes, and whether their values are known. */
struct grub_words {
	char **words;
	size_t count;
	bool unsure;
};

/**
 * grub_expand() - remove quotes, and put in values of variables
 * @words: Gets what the token becomes: one word, or more or none for variables
 *	   that stand outside of quotes.
 * @env:   Variables.
 * @args:  Values of $1 and so on.
 */
void grub_expand(struct grub_words *words, const struct grub_token *token,
		 const struct grub_env *env, const struct grub_words *args);
void grub_words_free(struct grub_words *words);

#endif /* KEXEC2_GRUB_LEXER_H */
