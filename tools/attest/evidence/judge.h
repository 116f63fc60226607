/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Is what was loaded what may be booted? */
#ifndef KEXEC2_JUDGE_H
#define KEXEC2_JUDGE_H

#include "epochs.h"
#include "findings.h"
#include "known.h"
#include "rules.h"

/**
 * struct judged - a load, as far as it is known
 * @kernel:	 The item that its kernel is, or NULL.
 * @parts:	 The same of each part.
 * @cmdline:	 The same of the command line.
 * @records_known: It is there, or known, as a text.
 * @records_required: It says kexec_records=required.
 * @composition: The composition that it is, or NULL.
 */
struct judged {
	const struct known_item *kernel;
	const struct known_item *parts[KEXEC_INITRD_MAX];
	const struct known_item *cmdline;
	bool records_known;
	bool records_required;
	const struct known_composition *composition;
};

/**
 * judge_load() - hold a load against what is known
 * @known:    What may be booted.
 * @rules:    What is required of its command line.
 * @load:     The load.
 * @at:       Where findings stand.
 * @findings: Receives everything that is wrong.
 * @judged:   Receives what it is.
 */
void judge_load(const struct known *known, const struct rules *rules,
		const struct load *load, struct place at,
		struct findings *findings, struct judged *judged);

/* Do command lines have to be known? */
static inline bool cmdlines_are_judged(const struct known *known,
				       const struct rules *rules)
{
	return known->has_cmdlines || rules->require_cmdline;
}

#endif /* KEXEC2_JUDGE_H */
