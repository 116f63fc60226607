// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * A quote, its signature and its key: each with two bytes of size before it.
 * Nothing that was not signed may pass.
 */
#include <stdint.h>
#include <stdlib.h>

#include "evidence/quote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next piece in memory of its own, so that no byte more can be read. */
static void *piece(const uint8_t **data, size_t *left, size_t *size)
{
	uint8_t *copy;
	size_t i;

	*size = 0;
	if (*left >= 2) {
		*size = (size_t)(*data)[0] << 8 | (*data)[1];
		*data += 2;
		*left -= 2;
	}
	if (*size > *left)
		*size = *left;
	copy = malloc(*size + !*size);
	if (!copy)
		abort();
	for (i = 0; i < *size; i++)
		copy[i] = (*data)[i];
	*data += *size;
	*left -= *size;
	return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t nonce[] = { 0, 1, 2, 3 };
	struct findings findings = { 0 };
	struct quote_files files;
	struct reason reason = { "" };
	struct quote quote;
	void *message, *signature, *key;
	int err;

	message = piece(&data, &size, &files.message.size);
	signature = piece(&data, &size, &files.signature.size);
	key = piece(&data, &size, &files.key.size);
	files.message.data = message;
	files.signature.data = signature;
	files.key.data = key;
	err = quote_check(&files, (struct bytes){ nonce, sizeof(nonce) },
			  &quote, &findings, &reason);
	if (err && !*reason.text)
		abort();
	if (!err && !findings.nr &&
	    (quote.nr_banks > QUOTE_BANKS || quote.digest_size > sizeof(quote.digest)))
		abort();
	findings_free(&findings);
	free(message);
	free(signature);
	free(key);
	return 0;
}
