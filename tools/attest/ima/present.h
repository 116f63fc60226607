/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The entries of this boot that are already in the measurement list.  IMA adds
 * no second entry with the same data for the same PCR; carried entries do not
 * count.
 */
#ifndef KEXEC2_IMA_PRESENT_H
#define KEXEC2_IMA_PRESENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/list.h"
#include "shared/reason.h"

/**
 * struct present - entries of this boot
 * @keys:      A tree of tsearch(3).
 * @seq:       The highest number of a record of a load, 0 for none.
 * @seq_known: False if the list does not begin with boot_aggregate and has no
 *	       record, so that @seq may be too low.
 * @version:   Version of the last record of any boot, 0 for none.
 * @template:  Template of the last boot_aggregate, which is the default one; ""
 *	       for none.
 * @pcr:       PCR of the last boot_aggregate, which is the default one.
 * @algo:      Digest algorithm of the last buffer, which is ima_hash=, else of
 *	       the last boot_aggregate; "" for none.
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

/* Does the list have an entry with these data for this PCR? */
bool present_has(const struct present *present, uint32_t pcr,
		 const void *data, size_t size);

/* ... or one of a file with this name and digest, with any template? */
bool present_has_file(const struct present *present, uint32_t pcr,
		      const char *name, const uint8_t *digest, size_t size);

/* Add an entry. */
void present_add(struct present *present, uint32_t pcr, const void *data,
		 size_t size);

#endif /* KEXEC2_IMA_PRESENT_H */
