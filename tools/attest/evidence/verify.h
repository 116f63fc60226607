/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The verdict on a measurement list: find out how much of it the PCRs prove,
 * then judge each kexec that is proven by its manifest.
 */
#ifndef KEXEC2_VERIFY_H
#define KEXEC2_VERIFY_H

#include "boots.h"
#include "epochs.h"
#include "judge.h"
#include "proof.h"

/* A kexec, or a load that is in place at the end: the fate of @load tells. */
struct kexec_verdict {
	const struct epoch *epoch;
	const struct load *load;
	struct judged judged;
	struct findings pending;	/* why a boot of it would be refused */
};

struct verdict {
	const struct verify_input *input;
	bool accepted;
	bool cmdlines_judged;
	struct findings findings;	/* why it is refused */
	struct findings remarks;	/* what else is to be known */
	/*
	 * Each kexec that has a manifest and is proven, in order, @nr_booted of
	 * them; then the load that is in place at the end, and the crash image.
	 */
	struct kexec_verdict *kexecs;
	size_t nr_kexecs;
	size_t nr_booted;
	struct proof proof;
	struct boots boots;
	size_t nr_epochs;		/* that are proven */
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

/* Is it told that first entries are missing, by the value of the PCR then? */
bool is_trimmed(const struct list *list, const struct verify_input *input);

/*
 * Do its data look like those of a record or a boot, whatever template the list
 * says it has?
 */
bool has_reserved_name(const struct list_entry *entry);

void verdict_free(struct verdict *verdict);

#endif /* KEXEC2_VERIFY_H */
