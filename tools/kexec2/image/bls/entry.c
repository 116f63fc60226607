// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The name and the lines of a boot entry. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image/bls/bls.h"
#include "shared/util.h"

#define SUFFIX	".conf"

bool bls_is_conf(const char *name)
{
	size_t len = strlen(name);

	return len > strlen(SUFFIX) &&
	       strcasecmp(name + len - strlen(SUFFIX), SUFFIX) == 0;
}

/* A number of digits alone, up to @end or another character. */
static bool get_number(const char **s, const char *end, int *number)
{
	const char *start = *s;
	int value = 0;

	for (; *s < end && **s >= '0' && **s <= '9'; (*s)++)
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, **s - '0', &value))
			return false;
	*number = value;
	return *s > start;
}

/* The "+" of a counter that @name has before @end, or @end. */
static const char *find_counter(const char *name, const char *end, int *left,
				int *done)
{
	const char *plus = memrchr(name, '+', (size_t)(end - name)), *s;

	*left = *done = -1;
	if (!plus || plus == name)
		return end;
	s = plus + 1;
	if (!get_number(&s, end, left))
		goto none;
	*done = 0;
	if (s < end && *s == '-') {
		s++;
		if (!get_number(&s, end, done))
			goto none;
	}
	if (s == end)
		return plus;
none:
	*left = *done = -1;
	return end;
}

static const char *find_suffix(const char *name)
{
	return name + strlen(name) - (bls_is_conf(name) ? strlen(SUFFIX) : 0);
}

void bls_set_name(struct bls_entry *entry, const char *name)
{
	const char *suffix = find_suffix(name);
	const char *end = suffix;

	entry->tries_left = entry->tries_done = -1;
	if (*suffix)
		end = find_counter(name, suffix, &entry->tries_left,
				   &entry->tries_done);
	free(entry->stem);
	free(entry->id);
	entry->stem = xstrndup(name, (size_t)(end - name));
	entry->id = xasprintf("%s%s", entry->stem, suffix);
}

/* Without regard to case, which most file systems that hold entries lack. */
bool bls_has_id(const struct bls_entry *entry, const char *id)
{
	const char *end = find_suffix(id);
	size_t len = strlen(entry->stem);
	int left, done;

	if ((size_t)(end - id) != len)
		end = find_counter(id, end, &left, &done);
	return (size_t)(end - id) == len &&
	       strncasecmp(entry->stem, id, len) == 0;
}

/* A piece of the file. */
struct piece {
	const char *start;
	size_t len;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is(const struct piece *piece, const char *word)
{
	return piece->len == strlen(word) &&
	       memcmp(piece->start, word, piece->len) == 0;
}

static void trim(struct piece *piece)
{
	while (piece->len && is_blank(piece->start[0])) {
		piece->start++;
		piece->len--;
	}
	while (piece->len && is_blank(piece->start[piece->len - 1]))
		piece->len--;
}

/* Only quotes that plainly belong together: not those of "a" "b". */
static void unquote(struct piece *value)
{
	char quote = value->start[0];

	if (value->len < 2 || (quote != '"' && quote != '\'') ||
	    value->start[value->len - 1] != quote ||
	    memchr(value->start + 1, quote, value->len - 2))
		return;
	value->start++;
	value->len -= 2;
}

/* Take a line off @rest; the empty line between CR and LF does no harm. */
static struct piece next_line(struct piece *rest)
{
	struct piece line = { .start = rest->start };

	while (line.len < rest->len && !is_line_end(line.start[line.len]))
		line.len++;
	rest->start += line.len;
	rest->len -= line.len;
	if (rest->len) {
		rest->start++;
		rest->len--;
	}
	return line;
}

/* False for a line without a key or without a value. */
static bool split_line(struct piece line, struct piece *key,
		       struct piece *value)
{
	trim(&line);
	if (!line.len || line.start[0] == '#')
		return false;
	*key = (struct piece){ .start = line.start };
	while (key->len < line.len && !is_blank(line.start[key->len]))
		key->len++;
	*value = (struct piece){ .start = line.start + key->len,
				 .len = line.len - key->len };
	trim(value);
	if (!value->len)
		return false;
	unquote(value);
	return value->len > 0;
}

static char **single_value(struct bls_entry *entry, const struct piece *key)
{
	const struct {
		const char *key;
		char **value;
	} keys[] = {
		{ "title",		&entry->title },
		{ "version",		&entry->version },
		{ "machine-id",		&entry->machine_id },
		{ "sort-key",		&entry->sort_key },
		{ "architecture",	&entry->architecture },
		{ "linux",		&entry->linux_image },
		{ "efi",		&entry->efi },
		{ "uki",		&entry->uki },
		{ "uki-url",		&entry->uki_url },
		{ "profile",		&entry->profile },
		{ "extra",		&entry->extra },
		{ "devicetree",		&entry->devicetree },
		{ "devicetree-overlay",	&entry->devicetree_overlay },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (is(key, keys[i].key))
			return keys[i].value;
	return NULL;
}

static int add_initrd(struct bls_entry *entry, const struct piece *value,
		      struct reason *reason)
{
	if (entry->nr_initrds == KEXEC_INITRD_MAX)
		return because(reason, -E2BIG,
			       "it has more than %d initrd lines, and no more parts can be loaded; join some of them",
			       KEXEC_INITRD_MAX);
	entry->initrds = xreallocarray(entry->initrds, entry->nr_initrds + 1,
				       sizeof(*entry->initrds));
	entry->initrds[entry->nr_initrds++] = xstrndup(value->start,
						       value->len);
	return 0;
}

/*
 * @len is how much of the options there is.  They are never longer than the
 * file: each blank between them stands for the key of a line.
 */
static void add_options(struct bls_entry *entry, const struct piece *value,
			size_t size, size_t *len)
{
	if (!entry->options)
		entry->options = xcalloc(size + 1, 1);
	if (*len)
		entry->options[(*len)++] = ' ';
	memcpy(entry->options + *len, value->start, value->len);
	*len += value->len;
	entry->options[*len] = '\0';
}

int bls_parse(struct bls_entry *entry, const char *text, size_t size,
	      struct reason *reason)
{
	struct piece rest = { .start = text, .len = size };
	struct piece line, key, value;
	size_t options_len = 0;
	char **single;
	int err = 0;

	if (size > BLS_SIZE_MAX)
		return because(reason, -EFBIG,
			       "it is larger than %u bytes, and so no boot entry",
			       BLS_SIZE_MAX);
	if (size && memchr(text, '\0', size))
		return because(reason, -EINVAL,
			       "it holds a NUL byte, and so is no text");

	while (!err && rest.len) {
		line = next_line(&rest);
		if (!split_line(line, &key, &value))
			continue;
		single = single_value(entry, &key);
		if (single) {
			free(*single);
			*single = xstrndup(value.start, value.len);
		} else if (is(&key, "initrd")) {
			err = add_initrd(entry, &value, reason);
		} else if (is(&key, "options")) {
			add_options(entry, &value, size, &options_len);
		}
	}
	return err;
}

void bls_entry_free(struct bls_entry *entry)
{
	size_t i;

	free(entry->id);
	free(entry->stem);
	free(entry->file);
	free(entry->root);
	free(entry->title);
	free(entry->version);
	free(entry->machine_id);
	free(entry->sort_key);
	free(entry->architecture);
	free(entry->linux_image);
	free(entry->efi);
	free(entry->uki);
	free(entry->uki_url);
	free(entry->profile);
	free(entry->extra);
	free(entry->devicetree);
	free(entry->devicetree_overlay);
	for (i = 0; i < entry->nr_initrds; i++)
		free(entry->initrds[i]);
	free(entry->initrds);
	free(entry->options);
	*entry = BLS_ENTRY_INIT;
}
