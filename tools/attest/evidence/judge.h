/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Is what was loaded what may be booted? */
#ifndef KEXEC2_JUDGE_H
#define KEXEC2_JUDGE_H

#include "findings.h"
#include "known.h"
#include "record.h"

/**
 * struct judged - a load, as far as it is known
 * @kernel:	 The item that its kernel is, or NULL.
 * @parts:	 The same of each part.
 * @cmdline:	 The same of the command line.
 * @cmdline_judged: It had to be known.
 * @composition: The composition that it is, or NULL.
 */
struct judged {
	const struct known_item *kernel;
	const struct known_item *parts[KEXEC_INITRD_MAX];
	const struct known_item *cmdline;
	bool cmdline_judged;
	const struct known_composition *composition;
};

/**
 * judge_load() - hold a load against what is known
 * @known:    What may be booted.
 * @cmdline:  The command line has to be known even if no item is one.
 * @load:     Its manifest.
 * @at:       Where findings stand, and their context.
 * @findings: Receives everything that is wrong.
 * @judged:   Receives what it is.
 */
void judge_load(const struct known *known, bool cmdline,
		const struct record *load, const struct finding *at,
		struct findings *findings, struct judged *judged);

#endif /* KEXEC2_JUDGE_H */
