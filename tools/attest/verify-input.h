/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What "kexec2 verify" is given, read from files. */
#ifndef KEXEC2_VERIFY_INPUT_H
#define KEXEC2_VERIFY_INPUT_H

#include "evidence/verify.h"
#include "shared/command.h"

#define NONCE_MAX	64

/* Words of the command line; not copied. */
struct verify_arguments {
	struct option_values logs;
	struct option_values known;
	struct option_values rules;
	struct option_values pcrs;
	struct option_values starts;
	const char *quote;
	const char *signature;
	const char *key;
	const char *nonce;
	bool json;
};

/* What the files say. */
struct verify_input {
	struct known known;
	struct rules rules;
	struct pcr_values values;
	struct pcr_values start;
	struct quote quote;
	bool quoted;		/* there is a quote, and nothing against it */
};

/*
 * Read it all, but for the list.  @findings receives what is wrong with a quote.
 * False after a message on stderr: it cannot be used.
 */
bool verify_input_read(struct verify_input *input,
		       const struct verify_arguments *arguments,
		       struct findings *findings);
void verify_input_free(struct verify_input *input);

#endif /* KEXEC2_VERIFY_INPUT_H */
