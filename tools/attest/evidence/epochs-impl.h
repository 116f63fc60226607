/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the files that divide a list into epochs share. */
#ifndef KEXEC2_EVIDENCE_EPOCHS_IMPL_H
#define KEXEC2_EVIDENCE_EPOCHS_IMPL_H

#include <stdlib.h>

#include "epochs.h"
#include "hints.h"

/**
 * struct epochs - a list that is being divided
 * @epoch:    The one that is being read.
 * @done:     The one before, if the last entry has ended it.
 * @any:      There was an entry.
 * @open:     The load whose commit may come next, or NO_ENTRY.
 * @next_seq: The number of the next record, 0 for any.
 * @hints:    Names of the digests of files.
 * @cmdlines: struct cmdline in a tree of tsearch(3).
 */
struct epochs {
	struct epoch epoch;
	struct epoch done;
	bool any;
	size_t open;
	uint64_t next_seq;
	struct hints hints;
	void *cmdlines;
};

/* Room for one more: twice as many at 1, 2, 4, ... */
static inline void *one_more(void *array, size_t n, size_t size)
{
	if (n & (n - 1))
		return array;
	return reallocarray(array, n ? 2 * n : 1, size);
}

/* epochs.c */

/* A new event, or NULL if there is no memory. */
struct event *epochs_event(struct epochs *epochs, enum event_type type,
			   size_t entry);

/* Both return 0 or -ENOMEM. */

/* An event of something amiss, which is told and no error. */
int epochs_amiss(struct epochs *epochs, enum event_type type, size_t entry,
		 const struct reason *why);

/* An event that has the text of the entry. */
int epochs_text(struct epochs *epochs, enum event_type type,
		const struct list_entry *entry);

/* epochs-record.c */

/* The image that was there goes away with entry @entry. */
void epochs_displace(struct epoch *epoch, const struct image *image,
		     enum load_fate fate, size_t entry);

/* Take a command line into account, or a record; @digest is of its buffer. */
int epochs_cmdline(struct epochs *epochs, const struct list_entry *entry,
		   const struct record_digest *digest);
int epochs_record(struct epochs *epochs, const struct list_entry *entry,
		  enum record_type type, const struct record_digest *digest);

#endif /* KEXEC2_EVIDENCE_EPOCHS_IMPL_H */
