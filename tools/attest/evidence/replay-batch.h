/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Replaying many entries: they are collected, and hashed by all processors while
 * the next ones are read.  A list that fits into one batch is hashed without a
 * thread.
 */
#ifndef KEXEC2_REPLAY_BATCH_H
#define KEXEC2_REPLAY_BATCH_H

#include "replay.h"

/**
 * struct replay_step - an entry, after it was replayed
 * @index:     Of the entry.
 * @pcr:       Its PCR; below TPM_PCRS, it holds @value now.
 * @value:     Per bank, the value of that PCR; if all entries are told.
 * @check:     What replay_check_digest() says.
 */
struct replay_step {
	size_t index;
	uint32_t pcr;
	const uint8_t *value[REPLAY_BANKS];
	enum replay_check check;
};

/*
 * Is told of each entry, in order, some time after it was added; or, as this takes
 * time, only of those whose logged digest is not that of their data.
 */
typedef void (*replay_told)(void *context, const struct replay_step *step);

struct replay_batches;

/**
 * replay_batches_new() - begin
 * @replay: All its banks are there.  It stays the caller's, who must not look at
 *	    it before replay_batches_finish().
 * @all:    Tell of all entries.
 *
 * Return: NULL if there is no memory.
 */
struct replay_batches *replay_batches_new(struct replay *replay,
					  bool all, replay_told told,
					  void *context);
void replay_batches_free(struct replay_batches *batches); /* NULL is fine */

/*
 * Add the next entry, whose index follows that of the one before; it is copied.  0, or
 * -ENOMEM also if OpenSSL fails.
 */
int replay_batches_add(struct replay_batches *batches,
		       const struct list_entry *entry, struct reason *reason);

/* All were added, and all are told when this returns.  The same. */
int replay_batches_finish(struct replay_batches *batches,
			  struct reason *reason);

#endif /* KEXEC2_REPLAY_BATCH_H */
