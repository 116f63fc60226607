// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Measurement lists, from bytes to epochs, and what has to hold of them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/epochs.h"
#include "evidence/list.h"
#include "evidence/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

static void touch(struct bytes bytes)
{
	size_t i;

	for (i = 0; i < bytes.size; i++)
		sink ^= bytes.data[i];
}

static void touch_entry(const struct list_entry *e)
{
	const struct bytes all[] = {
		e->digest, e->template, e->data, e->algo, e->file_digest,
		e->name, e->buf,
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		touch(all[i]);
}

/* Each load that is said to have a commit is the one that is in place once. */
static void check_epoch(const struct epoch *epoch)
{
	size_t i, in_place = 0;

	for (i = 0; i < epoch->nr_loads; i++) {
		const struct load *load = &epoch->loads[i];

		if ((load->fate == LOAD_FAILED) !=
		    (load->commit_entry == NO_ENTRY))
			abort();
		in_place += load->fate == LOAD_IN_PLACE ||
			    load->fate == LOAD_EXECUTED;
		if (load->cmdline)
			touch((struct bytes){ load->cmdline,
					      load->cmdline_size });
	}
	if (in_place > 2)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct epochs *epochs = epochs_new();
	static struct replay replay;
	const struct epoch *epoch = NULL, *next;
	struct list_entry entry;
	struct reason reason;
	struct list *list = list_open_memory(data, size);
	size_t count = 0;

	if (!replay_add_bank(&replay, "sha1", REPLAY_NATIVE, &reason) ||
	    !replay_add_bank(&replay, "sha256", REPLAY_PADDED_SHA1, &reason))
		abort();
	while (list_next(list, &entry, &reason) == 1) {
		if (entry.pcr >= LIST_PCRS || entry.index != count++)
			abort();
		touch_entry(&entry);
		replay_extend(&replay, &entry);
		replay_is_altered(&replay, &entry);
		next = epochs_add(epochs, &entry);
		if (epoch && epoch != next)
			check_epoch(epoch);
		epoch = next;
	}
	if (epoch)
		check_epoch(epoch);
	list_close(list);
	epochs_free(epochs);
	replay_free(&replay);
	return 0;
}
