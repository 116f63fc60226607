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

#include "pcrs.h"
#include "quote.h"
#include "rules.h"

/**
 * struct pcr_evidence - what a list is compared with
 * @values: Values of PCRs.  With a quote only those that it selects count, and
 *	    only if its digest matches them.
 * @start:  Their values before the first entry; zero where not given.  A PCR
 *	    that has a start in some banks is compared in these only.  If IMA's
 *	    PCR has one, the list was trimmed.
 * @quote:  A quote, if @quoted: it was checked, and nothing is against it.
 * @fresh:  So was its nonce.
 */
struct pcr_evidence {
	struct pcr_values values;
	struct pcr_values start;
	struct quote quote;
	bool quoted;
	bool fresh;
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
 * @compared: Per bank, bit N: PCR N is compared.
 */
struct proof {
	size_t entries;
	size_t reach[LIST_PCRS];
	size_t proven;
	bool empty;
	bool mismatch;
	size_t boots;
	uint32_t compared[NR_BANKS];
};

/**
 * prove() - compare a list with the PCRs
 * @rules:    Which PCR is IMA's, and whether SHA-1 alone is enough.
 * @findings: Receives why the list is none that belongs to the PCRs.
 *
 * A bank whose algorithm the kernel was built without holds SHA-1 digests; this
 * is found out, and counts as the SHA-1 bank does.
 *
 * Return: 0, -EOPNOTSUPP for a bank that OpenSSL cannot replay, or -EINVAL for
 * an empty list.
 */
int prove(struct proof *proof, const struct list *list,
	  const struct pcr_evidence *evidence, const struct rules *rules,
	  struct findings *findings, struct reason *reason);

/* Is a boot_aggregate, in the entry @at, the digest of the firmware's PCRs? */
void prove_boot(const struct proof *proof, const struct pcr_evidence *evidence,
		const struct record_digest *boot_aggregate, struct place at,
		struct findings *findings);

#endif /* KEXEC2_PROOF_H */
