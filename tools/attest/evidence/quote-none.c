// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Stands for quote-tss.c in a build without tss2-mu, WITH_TSS2=0, and in the
 * static program: there is no static tss2-mu.
 */
#include <errno.h>

#include "quote.h"

int quote_check(const struct quote_files *files, struct bytes nonce,
		struct quote *quote, struct findings *findings,
		struct reason *reason)
{
	(void)files;
	(void)nonce;
	(void)quote;
	(void)findings;
	return because(reason, -EOPNOTSUPP,
		       "this kexec2-attest was built without tss2-mu, which reads quotes");
}
