// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Stands for what tpm2-tss does in a build without it, WITH_TSS2=0. */
#include <errno.h>

#include "quote.h"
#include "tpm.h"

static int absent(struct reason *reason)
{
	return because(reason, -EOPNOTSUPP,
		       "this kexec2-attest was built without tpm2-tss, which reads and makes quotes");
}

int quote_check(const struct quote_files *files, struct bytes nonce,
		struct quote *quote, struct findings *findings,
		struct reason *reason)
{
	(void)files;
	(void)nonce;
	*quote = (struct quote){ .nr_banks = 0 };
	(void)findings;
	return absent(reason);
}

int tpm_quote(const struct tpm_question *question, struct tpm_answer *answer,
	      struct reason *reason)
{
	(void)question;
	(void)answer;
	return absent(reason);
}
