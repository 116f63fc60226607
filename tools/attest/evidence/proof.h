/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * How much of a list the PCRs prove.
 *
 * IMA puts an entry into the list before it extends the PCR, and a list is read
 * at another time than the PCRs, so that a list may go on beyond what they
 * hold.  That is no forgery; but what is behind proves nothing.
 */
#ifndef KEXEC2_PROOF_H
#define KEXEC2_PROOF_H

#include "findings.h"
#include "list.h"
#include "pcrs.h"
#include "quote.h"
#include "rules.h"
#include "shared/reason.h"

/* The PCRs that boot_aggregate is made of: 0 to 7 with SHA-1, else 0 to 9. */
#define BOOT_PCRS_SHA1	8
#define BOOT_PCRS	10

/**
 * struct pcr_evidence - what a list is compared with
 * @values: What the PCRs hold, NULL for nothing.  With @quote, only those that it
 *	    selects count, and then only if its digest is that of them.
 * @start:  What the PCRs held before the first entry; zeros where nothing is
 *	    said, but a PCR of which only other banks are told is left out of
 *	    @values.  NULL for nothing.  If it tells of IMA's PCR, the list was
 *	    trimmed.
 * @quote:  A quote that was checked, or NULL.
 */
struct pcr_evidence {
	const struct pcr_values *values;
	const struct pcr_values *start;
	const struct quote *quote;
};

/**
 * struct proof - how much of a list is proven
 * @entries:  How many the list has.
 * @reach:    Per PCR, among how many entries from the first it proves its own, of
 *	      which the last of these is one.  All, if there is nothing to compare
 *	      with, or if it does not agree.
 * @proven:   The largest of these: no PCR has anything to do with what comes
 *	      behind it.
 * @empty:    There is nothing to compare the list with.
 * @mismatch: The list does not lead to what a PCR holds.
 * @boots:    boot_aggregate of entries before this one may have been of other
 *	      values: IMA itself has extended what it is of, by a rule with pcr=.
 * @compared: Per bank of the values, bit N: the list is compared with PCR N.
 */
struct proof {
	size_t entries;
	size_t reach[LIST_PCRS];
	size_t proven;
	bool empty;
	bool mismatch;
	size_t boots;
	uint32_t compared[PCR_BANKS];
};

/**
 * prove() - compare a list with the PCRs
 * @list:     Read from where it is to its end.
 * @rules:    Which PCR is IMA's, and whether SHA-1 alone is enough.
 * @findings: Receives why the list is none that belongs to the PCRs.
 *
 * A bank whose algorithm the kernel was built without holds SHA-1 digests; this
 * is found out, and counts as the SHA-1 bank does.
 *
 * Return: 0, -EOPNOTSUPP for a bank that OpenSSL cannot replay, or as
 * list_next().
 */
int prove(struct proof *proof, struct list *list,
	  const struct pcr_evidence *evidence, const struct rules *rules,
	  struct findings *findings, struct reason *reason);

/* What a PCR holds that the list is compared with, or NULL. */
const uint8_t *proof_value(const struct proof *proof,
			   const struct pcr_evidence *evidence, const char *algo,
			   unsigned int pcr);

#endif /* KEXEC2_PROOF_H */
