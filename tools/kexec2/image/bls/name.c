// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Names of boot entries, and the boot counter in them. */
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
