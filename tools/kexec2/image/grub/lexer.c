// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Words of GRUB scripts: where they end, and what they become. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "image/grub/lexer.h"
#include "shared/files.h"

#define CONFIG_MAX (4U << 20)

int grub_refuse(struct reason *reason, const struct grub_script *script,
		unsigned int line, const char *format, ...)
{
	struct reason why;
	va_list ap;

	va_start(ap, format);
	vsnprintf(why.text, sizeof(why.text), format, ap);
	va_end(ap);
	return because(reason, -EINVAL, "%.96s:%u: %s", script->file, line,
		       why.text);
}

bool grub_token_is(const struct grub_token *token, const char *word)
{
	return token->type == GRUB_WORD && token->len == strlen(word) &&
	       !memcmp(token->text, word, token->len);
}

static void add_token(struct grub_script *script, enum grub_token_type type,
		      const char *text, size_t len, unsigned int line)
{
	*XADD(script->tokens, script->nr_tokens) =
		(struct grub_token){ type, text, len, line };
}

/* Behind the quote that ends it, or NULL. */
static const char *skip_quoted(const char *s, unsigned int *line)
{
	char quote = *s++;

	for (; *s && *s != quote; s++) {
		if (quote == '"' && *s == '\\' && s[1])
			s++;
		*line += *s == '\n';
	}
	return *s ? s + 1 : NULL;
}

/* Up to what ends a word, or NULL with the reason. */
static const char *skip_word(const struct grub_script *script, const char *s,
			     unsigned int *line, struct reason *reason)
{
	unsigned int first = *line;

	while (*s && !strchr(" \t\n;", *s)) {
		if (strchr("|&<>", *s)) {
			grub_refuse(reason, script, *line,
				    "\"%c\" outside of quotes, which grub-mkconfig does not write",
				    *s);
			return NULL;
		}
		if (*s == '\\' && s[1]) {
			*line += s[1] == '\n';
			s += 2;
		} else if (*s == '\'' || *s == '"') {
			s = skip_quoted(s, line);
			if (!s) {
				grub_refuse(reason, script, first,
					    "quote without its end");
				return NULL;
			}
		} else {
			s++;
		}
	}
	return s;
}

static enum grub_token_type type_of(const char *text, size_t len)
{
	if (len == 1 && *text == '{')
		return GRUB_OPEN;
	if (len == 1 && *text == '}')
		return GRUB_CLOSE;
	return GRUB_WORD;
}

int grub_script_parse(struct grub_script *script, const char *file,
		      const char *text, size_t size, struct reason *reason)
{
	unsigned int line = 1, first;
	const char *s, *end;

	*script = (struct grub_script){ .file = xstrdup(file),
					.text = xstrndup(text, size) };
	if (memchr(text, '\0', size))
		return because(reason, -EINVAL,
			       "%.96s: not a text file: it contains a NUL byte",
			       file);
	for (s = script->text; *s; s = end) {
		first = line;
		if (*s == ' ' || *s == '\t' || *s == '\r') {
			end = s + 1;
		} else if (*s == '\\' && s[1] == '\n') {
			end = s + 2;
			line++;
		} else if (*s == '#') {
			end = s + strcspn(s, "\n");
		} else if (*s == '\n' || *s == ';') {
			end = s + 1;
			add_token(script, GRUB_SEPARATOR, s, 1, line);
			line += *s == '\n';
		} else {
			end = skip_word(script, s, &line, reason);
			if (!end)
				return -EINVAL;
			add_token(script, type_of(s, (size_t)(end - s)), s,
				  (size_t)(end - s), first);
		}
	}
	add_token(script, GRUB_END, s, 0, line);
	return 0;
}

int grub_script_read(struct grub_script *script, const char *file,
		     struct reason *reason)
{
	struct content content;
	struct reason why;
	int err = read_content(open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY |
				    O_NONBLOCK), CONFIG_MAX, &content, &why);

	*script = (struct grub_script){ 0 };
	if (err)
		return because(reason, err, "%.96s: %s", file, why.text);
	err = grub_script_parse(script, file, content.data, content.size,
				reason);
	free(content.data);
	return err;
}

void grub_script_free(struct grub_script *script)
{
	free(script->file);
	free(script->text);
	free(script->tokens);
	*script = (struct grub_script){ 0 };
}

void grub_words_free(struct grub_words *words)
{
	while (words->count)
		free(words->words[--words->count]);
	free(words->words);
	*words = (struct grub_words){ 0 };
}

/* A word under way: it is one as soon as there is a quote or a character. */
struct builder {
	struct grub_words *words;
	char *text;
	size_t len;
	bool begun;
};

static void put(struct builder *builder, char c)
{
	builder->text = xgrow(builder->text, builder->len, 1);
	builder->text[builder->len++] = c;
	builder->begun = true;
}

static void end_word(struct builder *builder)
{
	if (builder->begun)
		*XADD(builder->words->words, builder->words->count) =
			builder->len ? xstrndup(builder->text, builder->len) :
				       xstrdup("");
	builder->len = 0;
	builder->begun = false;
}

/* Outside of quotes, its blanks part words. */
static void put_value(struct builder *builder, const char *value, bool quoted)
{
	for (; *value; value++) {
		if (!quoted && isspace((unsigned char)*value))
			end_word(builder);
		else
			put(builder, *value);
	}
}

/* How many characters of @s, behind "$", are a name; @skip stand before it. */
static size_t name_at(const char *s, const char *end, size_t *skip)
{
	size_t len = 0;

	*skip = s < end && *s == '{';
	s += *skip;
	if (s < end && (isdigit((unsigned char)*s) || strchr("?#@*", *s)))
		return 1;
	while (s + len < end &&
	       (isalnum((unsigned char)s[len]) || s[len] == '_'))
		len++;
	return len;
}

/* Returns what follows the variable, or @s if it is none. */
static const char *put_variable(struct builder *builder, const char *s,
				const char *end, const struct grub_env *env,
				const struct grub_words *args, bool quoted)
{
	const struct grub_variable *var;
	size_t skip, len = name_at(s + 1, end, &skip);
	const char *name = s + 1 + skip;

	if (!len || (skip && (name + len >= end || name[len] != '}')))
		return s;
	if (isdigit((unsigned char)*name)) {
		size_t i = (size_t)(*name - '0');

		if (i && i <= args->count)
			put_value(builder, args->words[i - 1], quoted);
	} else {
		var = grub_env_find(env, name, len);
		if (var && var->unsure)
			builder->words->unsure = true;
		else if (var)
			put_value(builder, var->value, quoted);
	}
	return name + len + skip;
}

void grub_expand(struct grub_words *words, const struct grub_token *token,
		 const struct grub_env *env, const struct grub_words *args)
{
	struct builder builder = { .words = words };
	const char *s = token->text, *end = s + token->len, *next;
	char quote = '\0';

	while (s < end) {
		if (quote ? *s == quote : *s == '\'' || *s == '"') {
			quote = quote ? '\0' : *s;
			builder.begun = true;
			s++;
		} else if (*s == '$' && quote != '\'') {
			next = put_variable(&builder, s, end, env, args,
					    quote);
			if (next == s)
				put(&builder, *s++);
			else
				s = next;
		} else if (*s == '\\' && quote != '\'' && s + 1 < end &&
			   (!quote || strchr("$\"\\\n", s[1]))) {
			if (s[1] != '\n')
				put(&builder, s[1]);
			s += 2;
		} else {
			put(&builder, *s++);
		}
	}
	end_word(&builder);
	free(builder.text);
}
