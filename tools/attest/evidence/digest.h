/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Many small digests, without an allocation for each. */
#ifndef KEXEC2_EVIDENCE_DIGEST_H
#define KEXEC2_EVIDENCE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>

#include "list.h"

struct digester {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
	size_t size;
	/* Without EVP, if not NULL. */
	bool (*run)(const void *a, size_t a_size, const void *b, size_t b_size,
		    uint8_t *digest);
};

/* @algo as the kernel calls it.  0, -EOPNOTSUPP or -ENOMEM. */
int digester_init(struct digester *digester, const char *algo);
void digester_free(struct digester *digester);

/* The digest of @a and @b joined; false if OpenSSL fails. */
bool digester_run(struct digester *digester, const void *a, size_t a_size,
		  const void *b, size_t b_size, uint8_t *digest);

/* The algorithm that is most common for digests of that size, or NULL. */
const char *digest_algo_by_size(size_t size);

/* The algorithm of a bank of PCRs, by its TPM_ALG_ID; NULL if unknown. */
const char *digest_algo_of_bank(uint16_t bank);

/*
 * Size of the digests of a bank of PCRs, and of files in a measurement list,
 * with the algorithm of that name; 0 if there are none.
 */
size_t digest_bank_size(const char *algo);
size_t digest_file_size(const char *algo);

/* Digest of @size bytes with the algorithm of that name.  0 or -EOPNOTSUPP. */
int digest_of(const char *algo, const void *data, size_t size,
	      uint8_t digest[LIST_DIGEST_MAX], size_t *digest_size);

#endif /* KEXEC2_EVIDENCE_DIGEST_H */
