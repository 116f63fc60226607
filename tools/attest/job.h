/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What one machine tells, and the verdict on it. */
#ifndef KEXEC2_JOB_H
#define KEXEC2_JOB_H

#include "evidence/verify.h"

/* What a state was made of that is gone on from. */
struct origin {
	bool given;
	bool all_files;			/* all entries of files are in it */
	bool quoted;			/* by a quote, with these: */
	uint8_t key_id[32];
	uint32_t reset_count;
	uint32_t restart_count;
	uint64_t clock;
};

/*
 * Zeroed at first, but for what is known and the rules.  Evidence is added in
 * the order of the functions here; each returns 0, or an error with the reason.
 */
struct job {
	struct verify_input input;
	uint8_t nonce[64];
	size_t nonce_size;		/* 0: the quote may be of any time */
	struct origin origin;
	struct list list;
	struct verdict verdict;
	struct reason reason;
};

/* The nonce of the quote, in hex. */
int job_nonce(struct job *job, const char *hex);
int job_quote(struct job *job, const struct quote_files *files);

/* Values of PCRs, of a bank or -1, as pcr_parse() takes them. */
int job_pcrs(struct job *job, struct bytes file, int bank);

/* [ALGO:]PCR=HEX: what a PCR held before the first entry. */
int job_start(struct job *job, const char *text);

/* Judge the list by what was added. */
int job_judge(struct job *job);

void job_free(struct job *job);

#endif /* KEXEC2_JOB_H */
