/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Digests, of the algorithms that IMA and the banks of a TPM have. */
#ifndef KEXEC2_HASH_H
#define KEXEC2_HASH_H

#include <openssl/evp.h>

#include "list.h"

/* The banks that PCRs can have. */
enum bank {
	BANK_SHA1,
	BANK_SHA256,
	BANK_SHA384,
	BANK_SHA512,
	BANK_SM3,
	NR_BANKS
};

struct bank_type {
	const char *name;
	size_t size;			/* of a digest */
	uint16_t id;			/* TPM_ALG_ID */
};

extern const struct bank_type bank_types[NR_BANKS];

/* The bank, or -1. */
int bank_by_name(struct bytes name);
int bank_by_id(uint16_t id);
/* SHA, for those of SM3 have the size of SHA-256. */
int bank_by_size(size_t size);

/* The algorithm that is most common for digests of that size, or NULL. */
const char *hash_by_size(size_t size);

/* Digests of one algorithm. */
struct hash {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
	size_t size;
};

/* @algo as the kernel calls it.  0 or -EOPNOTSUPP; with a size of 0 then. */
int hash_init(struct hash *hash, const char *algo);
void hash_free(struct hash *hash);

/* The digest of @a and @b joined. */
void hash_run(struct hash *hash, const void *a, size_t a_size, const void *b,
	      size_t b_size, uint8_t *digest);

struct record_digest {
	char algo[16];			/* as the kernel calls it */
	uint8_t value[LIST_DIGEST_MAX];	/* zeros behind @size */
	size_t size;
	uint64_t bytes;			/* that were digested; 0: not told */
};

/* Set the value, by @digest->algo.  0 or -EOPNOTSUPP. */
int digest_of(struct record_digest *digest, const void *data, size_t size);

/* The file digest of an entry; false if it has none, or it is too long. */
bool digest_of_file(struct record_digest *digest,
		    const struct list_entry *entry);

/* All of "sha256:HEX", of an algorithm that IMA has for files. */
bool digest_parse(struct record_digest *digest, struct bytes word);

/* An order of them, for tsearch(3); 0 if they are equal. */
int digest_compare(const void *a, const void *b);

#endif /* KEXEC2_HASH_H */
