/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Judge a load by known digests. */
#ifndef KEXEC2_JUDGE_H
#define KEXEC2_JUDGE_H

#include "epochs.h"
#include "findings.h"
#include "known.h"
#include "rules.h"

/* A load, as far as it is known: items and composition, or NULL. */
struct judged {
	const struct known_item *kernel;
	const struct known_item *parts[KEXEC_INITRD_MAX];
	const struct known_item *cmdline;
	bool text_known;		/* that of the command line, */
	unsigned int flags;		/* and these of cmdline_flags() */
	const struct known_composition *composition;
};

/* @at: where findings stand. */
void judge_load(const struct known *known, const struct rules *rules,
		const struct load *load, struct place at,
		struct findings *findings, struct judged *judged);

/* Do command lines have to be known? */
static inline bool cmdlines_are_judged(const struct rules *rules)
{
	return !rules->allow_any_cmdline || rules->require_cmdline;
}

#endif /* KEXEC2_JUDGE_H */
