// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Archives of measurement lists, with digests that are made right, and a list
 * behind: the input from its first "\n--\n" on.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where a frame begins, as archive_begins() has it, its size is at byte 64. */
static void mend(uint8_t *data, size_t size)
{
	struct frame frame;
	uint64_t length;
	uint32_t words[4];

	while (archive_begins((struct bytes){ data, size }) &&
	       size >= ARCHIVE_HEADER) {
		memcpy(words, data + 8, sizeof(words));
		memcpy(&length, data + 64, sizeof(length));
		if (length > size - ARCHIVE_HEADER)
			return;
		frame = (struct frame){
			.type = words[0], .staged = words[1],
			.has_resets = words[2], .resets = words[3],
			.entries = { data + ARCHIVE_HEADER, length },
		};
		memcpy(frame.boot_id, data + 24, sizeof(frame.boot_id));
		memcpy(&frame.first, data + 40, sizeof(frame.first));
		memcpy(&frame.count, data + 48, sizeof(frame.count));
		memcpy(&frame.offset, data + 56, sizeof(frame.offset));
		frame_header(&frame, data);
		data += ARCHIVE_HEADER + length;
		size -= ARCHIVE_HEADER + length;
	}
}

static char *copy_of(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);

	if (!copy)
		abort();
	return memcpy(copy, data, size);
}

/* All entries are in a row. */
static void check(const struct list *list)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (list->entries[i].index != i)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *cut = memmem(data, size, "\n--\n", 4);
	size_t first = cut ? (size_t)(cut - data) : size;
	char *copy = copy_of(data, first);
	struct list list = { .nr = 0 };
	struct archive archive;
	struct reason reason;

	mend((uint8_t *)copy, first);
	if (!archive_read(&archive, (struct bytes){ (uint8_t *)copy, first },
			  NULL, NULL, &reason) &&
	    (archive.kept > archive.nr || archive.size > first))
		abort();
	if (!list_add(&list, copy, first, &reason) && cut) {
		if (list.nr_carried > list.nr)
			abort();
		size -= first + 4;
		list_add(&list, copy_of(cut + 4, size), size, &reason);
	}
	check(&list);
	list_free(&list);
	return 0;
}
