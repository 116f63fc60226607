/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * How much of a list the PCRs prove.
 *
 * IMA puts an entry into the list before it extends the PCR, and a list is read
 * at another time than the PCRs, so that a list may go on beyond what they
 * hold.  That is not a forgery, but entries beyond them prove nothing.
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
 * @values: Values of PCRs, or NULL.  With a quote only those that it selects
 *	    count, and only if its digest matches them.
 * @start:  Their values before the first entry, or NULL; zero where not given.
 *	    A PCR that has a start in some banks is compared in these only.  If
 *	    IMA's PCR has one, the list was trimmed.
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
 * @reach:    Per PCR: it proves its entries with an index below this, the last
 *	      of which is just before it.  @entries if there is nothing to
 *	      compare with, or on a mismatch.
 * @proven:   The largest of these: entries from here on are unproven.
 * @empty:    There is nothing to compare the list with.
 * @mismatch: The list does not lead to what a PCR holds.
 * @boots:    IMA itself has extended PCRs that boot_aggregate is made of, by a
 *	      rule with pcr=: those before this entry cannot be checked.
 * @compared: Per bank of the values, bit N: PCR N is compared.
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

/* The value of a PCR that is compared, or NULL. */
const uint8_t *proof_value(const struct proof *proof,
			   const struct pcr_evidence *evidence,
			   const char *algo, unsigned int pcr);

#endif /* KEXEC2_PROOF_H */
