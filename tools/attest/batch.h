/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Judge many lists: jobs on stdin, verdicts on stdout. */
#ifndef KEXEC2_BATCH_H
#define KEXEC2_BATCH_H

#include <stdbool.h>

#include "ear.h"

#define BATCH_WORKERS_MAX	512

struct batch_options {
	const struct known *known;
	const struct rules *rules;
	const struct ear *ear;		/* NULL: answer with verdicts */
	unsigned int workers;		/* 0: one for each processor */
	bool progress;			/* on stderr, once a second */
};

/*
 * Answer each line of stdin, until its end.  Returns an exit status: EXIT_OK if
 * all were accepted, EXIT_USAGE, with a message, if not all could be answered.
 */
int run_batch(const struct batch_options *options);

#endif /* KEXEC2_BATCH_H */
