// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Digests, of the algorithms that IMA and the banks of a TPM have. */
#include <errno.h>
#include <string.h>

#include "hash.h"
#include "shared/util.h"

const struct bank_type bank_types[NR_BANKS] = {
	[BANK_SHA1]   = { "sha1",	20, 0x0004 },
	[BANK_SHA256] = { "sha256",	32, 0x000b },
	[BANK_SHA384] = { "sha384",	48, 0x000c },
	[BANK_SHA512] = { "sha512",	64, 0x000d },
	[BANK_SM3]    = { "sm3_256",	32, 0x0012 },
};

/* Of files, as hash_algo_name[] of the kernel has them. */
static const struct {
	const char *name;
	size_t size;
} file_hashes[] = {
	{ "sha1",	20 },
	{ "sha256",	32 },
	{ "sha384",	48 },
	{ "sha512",	64 },
	{ "sm3",	32 },
	{ "sha224",	28 },
	{ "sha3-256",	32 },
	{ "sha3-384",	48 },
	{ "sha3-512",	64 },
};

int bank_by_name(struct bytes name)
{
	int i;

	for (i = 0; i < NR_BANKS; i++)
		if (bytes_are(name, bank_types[i].name))
			return i;
	return -1;
}

int bank_by_id(uint16_t id)
{
	int i;

	for (i = 0; i < NR_BANKS; i++)
		if (bank_types[i].id == id)
			return i;
	return -1;
}

int bank_by_size(size_t size)
{
	int i;

	for (i = 0; i < NR_BANKS; i++)
		if (bank_types[i].size == size)
			return i;
	return -1;
}

const char *hash_by_size(size_t size)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(file_hashes); i++)
		if (file_hashes[i].size == size)
			return file_hashes[i].name;
	return NULL;
}

int hash_init(struct hash *hash, const char *algo)
{
	int size;

	*hash = (struct hash){
		.md = EVP_MD_fetch(NULL, strcmp(algo, "sm3_256") ? algo :
				   "sm3", NULL),
	};
	if (!hash->md)
		return -EOPNOTSUPP;

	/* Not those with output of any length: no digest has their size. */
	size = EVP_MD_get_size(hash->md);
	if (size <= 0 || size > LIST_DIGEST_MAX ||
	    EVP_MD_get_flags(hash->md) & EVP_MD_FLAG_XOF) {
		hash_free(hash);
		return -EOPNOTSUPP;
	}
	hash->size = (size_t)size;
	hash->ctx = EVP_MD_CTX_new();
	if (!hash->ctx || !EVP_DigestInit_ex2(hash->ctx, hash->md, NULL))
		out_of_memory();
	return 0;
}

void hash_free(struct hash *hash)
{
	EVP_MD_CTX_free(hash->ctx);
	EVP_MD_free(hash->md);
	*hash = (struct hash){ 0 };
}

void hash_run(struct hash *hash, const void *a, size_t a_size, const void *b,
	      size_t b_size, uint8_t *digest)
{
	/* Begin anew, with the same algorithm. */
	if (!EVP_DigestInit_ex2(hash->ctx, NULL, NULL) ||
	    (a_size && !EVP_DigestUpdate(hash->ctx, a, a_size)) ||
	    (b_size && !EVP_DigestUpdate(hash->ctx, b, b_size)) ||
	    !EVP_DigestFinal_ex(hash->ctx, digest, NULL))
		out_of_memory();
}

int digest_of(struct record_digest *digest, const void *data, size_t size)
{
	struct hash hash;
	int err = hash_init(&hash, digest->algo);

	if (err)
		return err;
	hash_run(&hash, data, size, NULL, 0, digest->value);
	digest->size = hash.size;
	hash_free(&hash);
	return 0;
}

bool digest_of_file(struct record_digest *digest,
		    const struct list_entry *entry)
{
	const struct bytes *algo = &entry->algo, *value = &entry->file_digest;

	*digest = (struct record_digest){ .size = 0 };
	if (algo->size && algo->size < sizeof(digest->algo))
		memcpy(digest->algo, algo->data, algo->size);
	if (value->size && value->size <= sizeof(digest->value)) {
		memcpy(digest->value, value->data, value->size);
		digest->size = value->size;
	}
	return *digest->algo && digest->size;
}

bool digest_parse(struct record_digest *digest, struct bytes word)
{
	struct bytes algo;
	size_t i = 0;

	*digest = (struct record_digest){ .size = 0 };
	if (!bytes_cut(&word, ':', &algo) || algo.size >= sizeof(digest->algo))
		return false;
	memcpy(digest->algo, algo.data, algo.size);
	while (i < ARRAY_SIZE(file_hashes) &&
	       strcmp(file_hashes[i].name, digest->algo))
		i++;
	return words_hex(word, digest->value, sizeof(digest->value),
			 &digest->size) && i < ARRAY_SIZE(file_hashes) &&
	       file_hashes[i].size == digest->size;
}

int digest_compare(const void *a, const void *b)
{
	const struct record_digest *x = a, *y = b;
	int order = strcmp(x->algo, y->algo);

	if (!order)
		order = (x->size > y->size) - (x->size < y->size);
	if (!order)
		order = memcmp(x->value, y->value, x->size);
	return order ? order : (x->bytes > y->bytes) - (x->bytes < y->bytes);
}
