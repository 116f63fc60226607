/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Digests, of the algorithms that IMA and the banks of a TPM have. */
#ifndef KEXEC2_HASH_H
#define KEXEC2_HASH_H

#include "shared/digest.h"
#include "shared/words.h"

/* The banks that PCRs can have. */
enum bank {
	BANK_SHA1,
	BANK_SHA256,
	BANK_SHA384,
	BANK_SHA512,
	BANK_SM3,
	NR_BANKS
};

/* These, and more algorithms that IMA has for files. */
#define NR_HASHES	(NR_BANKS + 4)

struct bank_type {
	const char *name;		/* of the bank; NULL: for files only */
	const char *kernel;		/* in hash_algo_name[] of the kernel */
	size_t size;			/* of a digest */
	uint16_t id;			/* TPM_ALG_ID */
};

extern const struct bank_type bank_types[NR_HASHES];

/* The bank, or -1. */
int bank_by_name(struct bytes name);
int bank_by_id(uint16_t id);
/* SHA, for those of SM3 have the size of SHA-256. */
int bank_by_size(size_t size);

/* The algorithm that is most common for digests of that size, or NULL. */
const char *hash_by_size(size_t size);

/*
 * The digests here have the algorithm as the kernel calls it, and a size of 0
 * if it is not told how much was digested.
 */

/* All of "sha256:HEX", of an algorithm that IMA has for files. */
bool digest_parse(struct digest *digest, struct bytes word);

/* An order of them, for tsearch(3); 0 if they are equal. */
int digest_compare(const void *a, const void *b);

/*
 * Is @signature, of 64 bytes, the Ed25519 signature of the data by the key in
 * @pem?  -EINVAL without such a key.
 */
int signature_check(struct bytes pem, struct bytes signature,
		    struct bytes data);

#endif /* KEXEC2_HASH_H */
