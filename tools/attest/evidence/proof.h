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

#include "events.h"
#include "pcrs.h"
#include "quote.h"
#include "rules.h"

/* What a list is compared with. */
struct pcr_evidence {
	/* With a quote, only those count that it selects and vouches for. */
	struct pcr_values values;
	/*
	 * Before the first entry; else zero.  A PCR that has a start in some
	 * banks is compared in these only.  With one of IMA's PCR, the list was
	 * trimmed.
	 */
	struct pcr_values start;
	struct events events;		/* logs of what others extended */
	struct quote quote;
	bool trimmed;			/* so was what was kept of the list */
	bool quoted;			/* there is a good quote, */
	bool fresh;			/* with the nonce */
};

/* How much of a list is proven. */
struct proof {
	size_t entries;
	/*
	 * Per PCR: its entries with an index below this are proven, the last of
	 * which is just before it.  All without a value, or on a mismatch.
	 */
	size_t reach[LIST_PCRS];
	size_t proven;			/* the largest of these */
	bool empty;			/* nothing to compare with */
	bool mismatch;			/* a PCR has another value */
	/*
	 * A rule with pcr= had IMA extend a PCR of boot_aggregate: one before
	 * this entry cannot be checked.
	 */
	size_t boots;
	uint32_t compared[NR_BANKS];	/* bit N: PCR N is */
	uint32_t padded[NR_BANKS];	/* it leads there by SHA-1 digests */
	size_t altered;			/* the first such entry, from 1, or 0 */
};

/**
 * prove() - compare a list with the PCRs
 * @rules:    The PCR of IMA, and whether SHA-1 alone is enough.
 * @findings: Receives why the list does not belong to the PCRs.
 *
 * A bank whose algorithm the kernel was built without holds SHA-1 digests, and
 * counts as the SHA-1 bank does.
 *
 * Return: 0, -EOPNOTSUPP for a bank that OpenSSL cannot replay, or -EINVAL for
 * an empty list.
 */
int prove(struct proof *proof, const struct list *list,
	  const struct pcr_evidence *evidence, const struct rules *rules,
	  struct findings *findings, struct reason *reason);

/**
 * prove_on() - what to go on from, when more entries come
 * @values:  Receives the values of the PCRs that have entries, in the banks
 *	     that were compared, behind those entries that are all proven.
 * @entries: Receives how many these are.
 *
 * Return: false if the list did not lead to the PCRs.
 */
bool prove_on(const struct proof *proof, const struct list *list,
	      const struct pcr_evidence *evidence, struct pcr_values *values,
	      size_t *entries);

/* Is a boot_aggregate the digest of the firmware's PCRs, as they are told? */
enum boot_tie {
	BOOT_UNTIED,		/* they are not told, or a rule extends them */
	BOOT_TIED,
	BOOT_LOGGED,		/* by logs that lead from it to the PCRs */
	BOOT_DIFFERS,
	BOOT_NO_TPM,		/* it is zero */
};

/* @entry: its number, from 1.  @pcrs: receives those that it is of, if tied. */
enum boot_tie prove_boot(const struct proof *proof,
			 const struct pcr_evidence *evidence,
			 const struct digest *boot_aggregate, size_t entry,
			 uint32_t *pcrs);

#endif /* KEXEC2_PROOF_H */
