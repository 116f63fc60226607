/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The verdict on a measurement list: each kexec that it tells of is judged by
 * its manifest, and the PCRs have to prove the list.
 *
 * One pass, entry by entry; what is in memory grows with the kexecs, not with the
 * list.
 */
#ifndef KEXEC2_VERIFY_H
#define KEXEC2_VERIFY_H

#include "epochs.h"
#include "findings.h"
#include "judge.h"
#include "known.h"
#include "pcrs.h"
#include "quote.h"
#include "rules.h"

/**
 * struct verify_options - what to verify against
 * @known: What may be booted.
 * @rules: How strict.
 * @values, @start, @quote: As of proof_new(); NULL where there is none.  If
 *	   @start tells of IMA's PCR, the list was trimmed.
 */
struct verify_options {
	const struct known *known;
	const struct rules *rules;
	const struct pcr_values *values;
	const struct pcr_values *start;
	const struct quote *quote;
};

/**
 * struct kexec_verdict - a kexec, or a load that is in place at the end
 * @epoch:	    Number of the epoch in which it was loaded.
 * @manifest_entry: Index of the manifest's entry.
 * @boot_entry:	    Index of the boot_aggregate that follows; NO_ENTRY for what
 *		    was not booted.
 * @load:	    The manifest.
 * @judged:	    What it is.
 * @records_known:  Its command line is there, or known, as a text.
 * @records_required: It says kexec_records=required.
 * @pending:	    Of a load that was not booted: why it could not be accepted.
 */
struct kexec_verdict {
	size_t epoch;
	size_t manifest_entry;
	size_t boot_entry;
	struct record load;
	struct judged judged;
	bool records_known;
	bool records_required;
	struct findings pending;
};

/**
 * struct verdict - the outcome
 * @accepted:	What was booted is what may be booted, and this is proven.
 * @findings:	Why not.
 * @kexecs:	Each kexec that has a manifest and is proven, in order.
 * @pending:	What is loaded at the end, if @has_pending, and what would be said of
 *		it if it was booted.
 * @crash:	The same of what is loaded for a crash.
 * @entries:	How many the list has.
 * @proven:	How many from the first the PCRs prove: each its own.
 * @epochs:	How many boots there are among these.
 * @unproven:	Nothing was there to compare with.
 * @cmdlines_judged: Command lines had to be known.
 * @records_judged: They had to say kexec_records=required.
 */
struct verdict {
	bool accepted;
	struct findings findings;
	struct kexec_verdict *kexecs;
	size_t nr_kexecs;
	struct kexec_verdict pending;
	bool has_pending;
	struct kexec_verdict crash;
	bool has_crash;
	size_t entries;
	size_t proven;
	size_t epochs;
	bool unproven;
	bool cmdlines_judged;
	bool records_judged;
};

/**
 * verify_list() - verify
 * @list:    The list, from its first entry on.
 * @verdict: Receives the outcome; to be freed with verdict_free(), also after a
 *	     failure.  What quote_check() found may be in its findings already.
 *
 * Return: 0 with a verdict, -EINVAL for a list that is none, or is empty or cut
 * short, -EOPNOTSUPP for a bank that cannot be replayed, -ENOMEM, or what
 * reading failed with.
 */
int verify_list(struct list *list, const struct verify_options *options,
		struct verdict *verdict, struct reason *reason);
void verdict_free(struct verdict *verdict);

#endif /* KEXEC2_VERIFY_H */
