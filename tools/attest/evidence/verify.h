/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The verdict on a measurement list: first it is found out how much of it the
 * PCRs prove, and then each kexec that is proven is judged by its manifest.
 */
#ifndef KEXEC2_VERIFY_H
#define KEXEC2_VERIFY_H

#include "epochs.h"
#include "judge.h"
#include "proof.h"

/**
 * struct verify_input - what a list is verified against
 * @known:    What may be booted.
 * @rules:    How strict to be.
 * @evidence: What the list is compared with.
 */
struct verify_input {
	struct known known;
	struct rules rules;
	struct pcr_evidence evidence;
};

/**
 * struct kexec_verdict - a kexec, or a load that is in place at the end
 * @epoch:   In which it was loaded.
 * @load:    The load; its fate tells which.
 * @judged:  What it is.
 * @pending: Of a load that was not booted: why a boot of it would be refused.
 */
struct kexec_verdict {
	const struct epoch *epoch;
	const struct load *load;
	struct judged judged;
	struct findings pending;
};

/**
 * struct verdict - the outcome
 * @input:	What the list was verified against.
 * @accepted:	What was booted is what may be booted, and this is proven.
 * @findings:	Why not.
 * @kexecs:	Each kexec that has a manifest and is proven, in order; then the
 *		load that is in place at the end, and that for a crash.
 * @nr_booted:	How many of these @nr_kexecs were booted.
 * @proof:	How much of the list is proven.
 * @nr_epochs:	How many boots there are in what is proven.
 * @epochs:	What all this points to.
 */
struct verdict {
	const struct verify_input *input;
	bool accepted;
	struct findings findings;
	struct kexec_verdict *kexecs;
	size_t nr_kexecs;
	size_t nr_booted;
	struct proof proof;
	size_t nr_epochs;
	struct epoch *epochs;
};

/**
 * verify_list() - verify
 * @list:    The list, which has to stay as long as the verdict.
 * @verdict: Receives the outcome; to be freed with verdict_free(), also after a
 *	     failure.  What quote_check() found may be in its findings already,
 *	     the rest is zero.
 *
 * Return: 0 with a verdict, or as prove().
 */
int verify_list(const struct list *list, const struct verify_input *input,
		struct verdict *verdict, struct reason *reason);
void verdict_free(struct verdict *verdict);

#endif /* KEXEC2_VERIFY_H */
