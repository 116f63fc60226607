// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A boot entry: its name and its lines. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image/bls/bls.h"
#include "shared/util.h"

#define BLANKS " \t"
#define UNKNOWN_MAX 32	/* keys that are told */

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
	const char *plus = memrchr(name, '+', (size_t)(end - name));
	const char *s = plus ? plus + 1 : end;

	if (plus != name && get_number(&s, end, left)) {
		*done = 0;
		if (s == end || (*s++ == '-' && get_number(&s, end, done) &&
				 s == end))
			return plus;
	}
	*left = *done = -1;
	return end;
}

static const char *find_suffix(const struct bls_entry *entry, const char *name)
{
	const char *suffix = entry->type == BLS_TYPE2 ? BLS_SUFFIX2 :
							BLS_SUFFIX;

	return name + strlen(name) -
	       (has_suffix(name, suffix) ? strlen(suffix) : 0);
}

void bls_set_name(struct bls_entry *entry, const char *name)
{
	const char *suffix = find_suffix(entry, name);
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

/* By the number of the profile, where the ID has its name. */
static bool is_profile(const struct bls_entry *entry, const char *id)
{
	const char *at = strchrnul(entry->id, '@');
	size_t len = (size_t)(at - entry->id) + (*at == '@');

	return strncasecmp(entry->id, id, len) == 0 &&
	       strcmp(id + len, entry->profile) == 0;
}

/* Without regard to case, which most file systems that hold entries lack. */
bool bls_has_id(const struct bls_entry *entry, const char *id)
{
	const char *end = find_suffix(entry, id);
	size_t len = strlen(entry->stem);
	int left, done;

	if (!strcasecmp(entry->id, id))
		return true;
	if (entry->type == BLS_TYPE2 && entry->profile)
		return is_profile(entry, id);
	if ((size_t)(end - id) != len)
		end = find_counter(id, end, &left, &done);
	return (size_t)(end - id) == len &&
	       strncasecmp(entry->stem, id, len) == 0;
}

/* Of what can stand only once, where the value goes. */
static const struct {
	const char *key;
	size_t offset;
} keys[] = {
#define KEY(name, member) { name, offsetof(struct bls_entry, member) }
	KEY("title", title),
	KEY("version", version),
	KEY("machine-id", machine_id),
	KEY("sort-key", sort_key),
	KEY("architecture", architecture),
	KEY("linux", linux_image),
	KEY("efi", efi),
	KEY("uki", uki),
	KEY("uki-url", uki_url),
	KEY("profile", profile),
	KEY("extra", extra),
	KEY("devicetree", devicetree),
	KEY("devicetree-dir", devicetree_dir),
	KEY("devicetree-overlay", devicetree_overlay),
};

/* Those of GRUB, whose menu they are about, and what only names the entry. */
static const char *const ignored_keys[] = {
	"grub_users", "grub_arg", "grub_class", "grub_hotkey", "id",
};

/* False if there is no such key. */
static bool set_key(struct bls_entry *entry, const char *key, const char *value)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		if (strcmp(keys[i].key, key) != 0)
			continue;
		*(const char **)((char *)entry + keys[i].offset) = value;
		return true;
	}
	return false;
}

/*
 * Strip blanks around a value, and a pair of quotes around all of it: not those
 * of "a" "b".
 */
static char *trim(char *value)
{
	size_t len;

	value += strspn(value, BLANKS);
	len = strlen(value);
	while (len && strchr(BLANKS, value[len - 1]))
		len--;
	if (len > 1 && (*value == '"' || *value == '\'') &&
	    memchr(value + 1, *value, len - 1) == value + len - 1) {
		value++;
		len -= 2;
	}
	value[len] = '\0';
	return value;
}

static int add_initrd(struct bls_entry *entry, const char *value,
		      struct reason *reason)
{
	if (entry->nr_initrds == KEXEC_INITRD_MAX)
		return because(reason, -E2BIG,
			       "too many initrd lines (maximum %d); join some of the initrds",
			       KEXEC_INITRD_MAX);
	*XADD(entry->initrds, entry->nr_initrds) = value;
	return 0;
}

/*
 * @end is where the options end.  They are never longer than the file: each
 * blank between them stands for the key of a line.
 */
static void add_options(struct bls_entry *entry, const char *value, size_t size,
			char **end)
{
	if (!entry->options)
		*end = entry->options = xcalloc(size + 1, 1);
	else
		*(*end)++ = ' ';
	*end = stpcpy(*end, value);
}

bool bls_line(char **rest, char **key, char **value)
{
	/* The empty line between CR and LF does no harm. */
	while ((*key = strsep(rest, "\r\n"))) {
		*key += strspn(*key, BLANKS);
		*value = *key + strcspn(*key, BLANKS);
		if (**key == '#' || !**value)
			continue;
		**value = '\0';
		*value = trim(*value + 1);
		if (**value)
			return true;
	}
	return false;
}

/* The first of them, each once. */
static void note_unknown(struct bls_entry *entry, const char *key)
{
	size_t i;

	if (entry->nr_unknown == UNKNOWN_MAX)
		return;
	for (i = 0; i < ARRAY_SIZE(ignored_keys); i++)
		if (!strcmp(key, ignored_keys[i]))
			return;
	for (i = 0; i < entry->nr_unknown; i++)
		if (!strcmp(key, entry->unknown[i]))
			return;
	*XADD(entry->unknown, entry->nr_unknown) = key;
}

int bls_parse(struct bls_entry *entry, const char *text, size_t size,
	      struct reason *reason)
{
	char *rest, *key, *value, *options = NULL;
	int err = 0;

	if (size > BLS_SIZE_MAX)
		return because(reason, -EFBIG,
			       "too large for a boot entry (maximum %u bytes)",
			       BLS_SIZE_MAX);
	if (memchr(text, '\0', size))
		return because(reason, -EINVAL,
			       "not a text file: it contains a NUL byte");

	entry->text = rest = xstrndup(text, size);
	while (!err && bls_line(&rest, &key, &value)) {
		if (set_key(entry, key, value))
			continue;
		if (!strcmp(key, "initrd"))
			err = add_initrd(entry, value, reason);
		else if (!strcmp(key, "options"))
			add_options(entry, value, size, &options);
		else
			note_unknown(entry, key);
	}
	return err;
}

static void free_strings(char **strings, size_t count)
{
	while (count)
		free(strings[--count]);
	free(strings);
}

void bls_entry_free(struct bls_entry *entry)
{
	free(entry->id);
	free(entry->stem);
	free(entry->file);
	free(entry->root);
	free(entry->text);
	free(entry->initrds);
	free(entry->options);
	free(entry->unknown);
	free_strings(entry->owned, entry->nr_owned);
	free_strings(entry->unset, entry->nr_unset);
	*entry = BLS_ENTRY_INIT;
}
