// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The names that digests had lately in a measurement list. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hints.h"
#include "shared/util.h"

int hints_add(struct hints *hints, const struct list_entry *entry)
{
	struct hint *hint = &hints->ring[hints->next];
	size_t size = entry->name.size;

	if (!entry->file_digest.size || size > HINT_NAME_MAX ||
	    entry->file_digest.size > sizeof(hint->digest))
		return 0;
	if (hint->capacity < size + 1) {
		hint->name = xreallocarray(hint->name, size + 1, 1);
		hint->capacity = size + 1;
	}
	if (size)
		memcpy(hint->name, entry->name.data, size);
	hint->name[size] = '\0';
	memcpy(hint->digest, entry->file_digest.data, entry->file_digest.size);
	hint->digest_size = entry->file_digest.size;
	hints->next = (hints->next + 1) % HINTS;
	if (hints->used < HINTS)
		hints->used++;
	return 0;
}

int hints_find(const struct hints *hints, const struct record_digest *digest,
	       char **name)
{
	size_t i;

	*name = NULL;
	for (i = 1; i <= hints->used; i++) {
		const struct hint *hint =
			&hints->ring[(hints->next + HINTS - i) % HINTS];

		if (hint->digest_size != digest->size ||
		    memcmp(hint->digest, digest->value, digest->size))
			continue;
		*name = xstrdup(hint->name);
		return 0;
	}
	return 0;
}

void hints_forget(struct hints *hints)
{
	hints->next = hints->used = 0;
}

void hints_free(struct hints *hints)
{
	size_t i;

	for (i = 0; i < HINTS; i++)
		free(hints->ring[i].name);
}
