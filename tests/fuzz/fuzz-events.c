// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Event logs: read, replayed, and looked through for a boot_aggregate. */
#include <stdlib.h>

#include "evidence/events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pcr_bank zeros = { .known = 0 };
	const struct digest digest = { "sha256", { 1 }, 32, 0 };
	struct events events = { .list = NULL };
	struct replayed replayed;
	struct reason reason;

	if (!events_add(&events, (struct bytes){ data, size }, &reason)) {
		events_replay(&replayed, &events, BANK_SHA256, &zeros, &zeros,
			      0xffff);
		if (events_find(&replayed, &events, &digest))
			abort();
		if (replayed.pcrs & replayed.differ)
			abort();
	}
	events_free(&events);
	return 0;
}
