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

/**
 * struct present - what the list has of this boot
 * @keys:      A tree of tsearch(3).
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
	void *keys;
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

/* Take an entry into account that is to come. */
void present_add(struct present *present, uint32_t pcr, const void *data,
		 size_t size);

#endif /* KEXEC2_IMA_PRESENT_H */
