// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* In place of quote-tss.c, in a static program: tss2-mu has no static library. */
#include <errno.h>

#include "quote.h"

const bool quote_supported;

int quote_check(const struct quote_files *files, const uint8_t *nonce,
		size_t nonce_size, struct quote *quote,
		struct findings *findings, struct reason *reason)
{
	(void)files;
	(void)nonce;
	(void)nonce_size;
	(void)quote;
	(void)findings;
	return because(reason, -EOPNOTSUPP,
		       "this program is static, and was built without quotes");
}
