// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What GRUB's blscfg makes of an entry: values of variables in their places,
 * and words, as GRUB parses the lines once more.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/bls/bls.h"
#include "image/grub/env.h"
#include "shared/util.h"

#define BLANKS " \t"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
#define DIGITS "0123456789"

/* A variable can stand in the value of another, but not in that one's. */
#define DEPTH	2

/* $NAME or ${NAME}; not the "$" of memmap=64M$0x18880000. */
const char *bls_variable(const char *value, size_t *len)
{
	const char *s = value;
	size_t brace;

	for (; (s = strchr(s, '$')); s++) {
		brace = s[1] == '{';
		if (!s[1 + brace] || !strchr(LETTERS, s[1 + brace]))
			continue;
		*len = 1 + brace + strspn(s + 1 + brace, LETTERS DIGITS);
		if (brace && s[*len] == '}')
			(*len)++;
		return s;
	}
	return NULL;
}

static void note_unset(struct bls_entry *entry, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < entry->nr_unset; i++)
		if (!strncmp(entry->unset[i], name, len) &&
		    !entry->unset[i][len])
			return;
	*XADD(entry->unset, entry->nr_unset) = xstrndup(name, len);
}

static char *own(struct bls_entry *entry, char *text)
{
	*XADD(entry->owned, entry->nr_owned) = text;
	return text;
}

/*
 * What cannot be told stays, for the check to refuse: what grub.cfg sets to
 * different values, and the device of $root outside of "($root)/boot/file".
 */
static char *expand_once(struct bls_entry *entry, const struct grub_env *env,
			 const char *text)
{
	size_t size, len, brace;
	char *result = NULL;
	FILE *out = open_memstream(&result, &size);
	const char *at;

	if (!out)
		out_of_memory();
	while ((at = bls_variable(text, &len))) {
		const struct grub_variable *var;

		brace = at[1] == '{';
		var = grub_env_find(env, at + 1 + brace, len - 1 - 2 * brace);
		fwrite(text, 1, (size_t)(at - text), out);
		if (var ? var->unsure : !strncmp(at + 1 + brace, "root",
						 len - 1 - 2 * brace))
			fwrite(at, 1, len, out);
		else if (var)
			fputs(var->value, out);
		else
			note_unset(entry, at, len);
		text = at + len;
	}
	fputs(text, out);
	if (fclose(out))
		out_of_memory();
	return result;
}

static const char *expand(struct bls_entry *entry, const struct grub_env *env,
			  const char *value)
{
	size_t i, len;

	for (i = 0; i < DEPTH && value && bls_variable(value, &len); i++)
		value = own(entry, expand_once(entry, env, value));
	return value;
}

/* Of several blanks outside of quotes, GRUB passes on one. */
static char *squeeze(const char *text)
{
	char *result = xcalloc(strlen(text) + 1, 1), *to = result, quote = '\0';

	for (; *text; text++) {
		if (!quote && strchr(BLANKS, *text)) {
			if (to > result && to[-1] != ' ')
				*to++ = ' ';
			continue;
		}
		if (*text == quote)
			quote = '\0';
		else if (!quote && (*text == '"' || *text == '\''))
			quote = *text;
		*to++ = *text;
	}
	if (to > result && to[-1] == ' ')
		to--;
	*to = '\0';
	return result;
}

static void expand_options(struct bls_entry *entry, const struct grub_env *env)
{
	const char *value = entry->options;
	size_t len;
	char *made;

	if (!value && entry->linux_image)
		value = grub_env_get(env, "default_kernelopts");
	else if (!value || !bls_variable(value, &len))
		return;
	made = value ? squeeze(expand(entry, env, value)) : NULL;
	free(entry->options);
	entry->options = made;
	if (made && !*made) {
		free(made);
		entry->options = NULL;
	}
}

/* Behind "($root)" or "(hd0,gpt2)": the device is the one of the entries. */
static const char *skip_device(const char *path)
{
	const char *end = *path == '(' ? strchr(path, ')') : NULL;

	return end ? end + 1 : path;
}

static bool is_full(const struct bls_entry *entry)
{
	return entry->nr_initrds == KEXEC_INITRD_MAX;
}

/* Each word of a line is a file to GRUB. */
static int add_words(struct bls_entry *entry, const char *value,
		     const char *prefix, struct reason *reason)
{
	char *rest = own(entry, xstrdup(value)), *word;

	while ((word = strsep(&rest, BLANKS))) {
		if (!*word)
			continue;
		if (is_full(entry))
			return because(reason, -E2BIG,
				       "too many initrds (maximum %d); join some of them",
				       KEXEC_INITRD_MAX);
		if (*prefix)
			word = own(entry, xasprintf("%s%s", prefix, word));
		*XADD(entry->initrds, entry->nr_initrds) = skip_device(word);
	}
	return 0;
}

/* The directory of a path, with its "/". */
static char *directory_of(const char *path)
{
	return xstrndup(path, (size_t)(base_name(path) - path));
}

/* $early_initrd has names beside the first initrd, or the kernel. */
static int expand_initrds(struct bls_entry *entry, const struct grub_env *env,
			  struct reason *reason)
{
	const char **lines = entry->initrds, *early, *first;
	size_t i, count = entry->nr_initrds;
	int err = 0;

	early = grub_env_get(env, "early_initrd");
	entry->initrds = NULL;
	entry->nr_initrds = 0;
	for (i = 0; i < count; i++)
		lines[i] = expand(entry, env, lines[i]);
	first = count ? lines[0] : entry->linux_image;
	if (early && first)
		err = add_words(entry, early, own(entry, directory_of(first)),
				reason);
	for (i = 0; !err && i < count; i++)
		err = add_words(entry, lines[i], "", reason);
	free(lines);
	return err;
}

int bls_expand(struct bls_entry *entry, const struct grub_env *env,
	       struct reason *reason)
{
	if (entry->linux_image)
		entry->linux_image = skip_device(expand(entry, env,
							entry->linux_image));
	if (entry->devicetree)
		entry->devicetree = skip_device(expand(entry, env,
						       entry->devicetree));
	if (entry->devicetree && !*entry->devicetree)
		entry->devicetree = NULL;
	expand_options(entry, env);
	return expand_initrds(entry, env, reason);
}
