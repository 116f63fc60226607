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
#include "shared/reason.h"

struct proof;

/**
 * proof_new() - begin
 * @values: What the PCRs hold, NULL for nothing.  With @quote, only those that it
 *	    selects count, and then only if its digest is that of them.
 * @start:  What the PCRs held before the first entry; zeros where nothing is
 *	    said, but a PCR of which only other banks are told is left out of
 *	    @values.  NULL for nothing.
 * @quote:  A quote that was checked, or NULL.
 *
 * All stay the caller's, and have to stay until proof_end().
 *
 * A bank whose algorithm the kernel was built without holds SHA-1 digests; this
 * is found out, and counts as the SHA-1 bank does.
 *
 * Return: 0, -EOPNOTSUPP for a bank that OpenSSL cannot replay, or -ENOMEM.
 */
int proof_new(struct proof **proof, const struct pcr_values *values,
	      const struct pcr_values *start, const struct quote *quote,
	      struct reason *reason);
void proof_free(struct proof *proof);

/* Take an entry into account.  0 or -ENOMEM. */
int proof_entry(struct proof *proof, const struct list_entry *entry,
		struct reason *reason);

/**
 * proof_end() - see what is proven
 * @ima_pcr:  The PCR that IMA uses unless a rule names another: the list has to
 *	      tell how it came to hold what it holds, even if it has no entry of it.
 * @sha1:     The SHA-1 bank alone is enough.
 * @findings: Receives why the list is none that belongs to the PCRs.
 *
 * Return: 0 or -ENOMEM.
 */
int proof_end(struct proof *proof, uint32_t ima_pcr, bool sha1,
	      struct findings *findings);

/*
 * After that: among how many entries from the first a PCR proves its own, of which
 * the last of these is one.  All, if there is nothing to compare with, or if it
 * does not agree.
 */
size_t proof_reach(const struct proof *proof, uint32_t pcr);

/* The largest of these: no PCR has anything to do with what comes behind it. */
size_t proof_reach_any(const struct proof *proof);

/* There is nothing to compare the list with. */
bool proof_is_empty(const struct proof *proof);

/* Is the PCR's value proven?  It is what it was in the end.  NULL if not. */
const uint8_t *proof_value(const struct proof *proof, const char *algo,
			   unsigned int pcr);

/* Bit N: an entry is of PCR N. */
uint64_t proof_pcrs(const struct proof *proof);

#endif /* KEXEC2_PROOF_H */
