/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What of this boot is in the measurement list already.  IMA adds no second
 * entry with the same data to the same PCR; carried entries do not count.
 */
#ifndef KEXEC2_IMA_PRESENT_H
#define KEXEC2_IMA_PRESENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/list.h"
#include "shared/reason.h"

#define PRESENT_KEY	32	/* SHA-256 */

struct present_key {
	uint8_t digest[PRESENT_KEY];
	uint32_t pcr;
	uint32_t kind;		/* 0: not used */
};

/**
 * struct present - what the list has of this boot
 * @keys:      A hash table of @size slots, @used of them in use.
 * @boots:     How many boot_aggregate entries there were.
 * @seq:       The highest number of a record of a load, 0 for none.
 * @seq_known: Whether @seq is all there was: not so for a list that does not
 *	       begin with boot_aggregate, and has no record.
 * @version:   Of the last record, of whichever boot; 0 for none.
 * @template:  Of the last boot_aggregate: the one that is used where a rule
 *	       has none; "" if there is no list.
 * @pcr:       Its PCR: where entries go by default.
 * @algo:      Algorithm of the last digest of a buffer, which is ima_hash=, or
 *	       else that of boot_aggregate; "" if neither is there.
 */
struct present {
	struct present_key *keys;
	size_t size;
	size_t used;
	size_t boots;
	uint64_t seq;
	bool seq_known;
	unsigned int version;
	char template[256];
	uint32_t pcr;
	char algo[16];
};

/**
 * present_read() - read a measurement list
 * @present: Receives it; present_free() it, also after a failure.
 * @list:    From list_open(); read to its end.
 *
 * Return: 0, or an error of list_next().
 */
int present_read(struct present *present, struct list *list,
		 struct reason *reason);
void present_free(struct present *present);

/* Is there an entry with these data, in this PCR? */
bool present_has(const struct present *present, uint32_t pcr,
		 const void *data, size_t size);

/* ... or one of a file with this name and digest, by whatever template? */
bool present_has_file(const struct present *present, uint32_t pcr,
		      const char *name, const uint8_t *digest, size_t size);

/* Take an entry into account that is to come.  0 or -ENOMEM. */
int present_add(struct present *present, uint32_t pcr, const void *data,
		size_t size);

#endif /* KEXEC2_IMA_PRESENT_H */
