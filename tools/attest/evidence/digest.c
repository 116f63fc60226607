// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Many small digests, without an allocation for each. */
/* SHA1_Init() and its like are deprecated since, without a replacement. */
#define OPENSSL_API_COMPAT 0x10101000L

#include <errno.h>
#include <string.h>

#include <openssl/sha.h>

#include "digest.h"

/* hash_algo_name[] of the kernel, where OpenSSL has another name for it. */
static const struct {
	const char *kernel;
	const char *openssl;
} names[] = {
	{ "sm3",	"SM3" },
	{ "sm3_256",	"SM3" },
	{ "rmd160",	"RIPEMD160" },
};

static const char *openssl_name(const char *algo)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(algo, names[i].kernel))
			return names[i].openssl;
	return algo;
}

/*
 * The two that lists are made of.  EVP of OpenSSL 3.0 allocates and clears
 * memory for each digest, which takes longer than a small digest does.
 */
static bool run_sha1(const void *a, size_t a_size, const void *b,
		     size_t b_size, uint8_t *digest)
{
	SHA_CTX ctx;

	return SHA1_Init(&ctx) && SHA1_Update(&ctx, a, a_size) &&
	       SHA1_Update(&ctx, b, b_size) && SHA1_Final(digest, &ctx);
}

static bool run_sha256(const void *a, size_t a_size, const void *b,
		       size_t b_size, uint8_t *digest)
{
	SHA256_CTX ctx;

	return SHA256_Init(&ctx) && SHA256_Update(&ctx, a, a_size) &&
	       SHA256_Update(&ctx, b, b_size) && SHA256_Final(digest, &ctx);
}

int digester_init(struct digester *digester, const char *algo)
{
	int size;

	digester->ctx = NULL;
	digester->size = 0;
	digester->run = !strcmp(algo, "sha1") ? run_sha1 :
			!strcmp(algo, "sha256") ? run_sha256 : NULL;
	digester->md = EVP_MD_fetch(NULL, openssl_name(algo), NULL);
	if (!digester->md)
		return -EOPNOTSUPP;

	/* Not those with output of any length: no digest has their size. */
	size = EVP_MD_get_size(digester->md);
	if (size <= 0 || size > LIST_DIGEST_MAX ||
	    EVP_MD_get_flags(digester->md) & EVP_MD_FLAG_XOF) {
		digester_free(digester);
		return -EOPNOTSUPP;
	}
	digester->size = (size_t)size;
	digester->ctx = EVP_MD_CTX_new();
	if (!digester->ctx ||
	    !EVP_DigestInit_ex2(digester->ctx, digester->md, NULL)) {
		digester_free(digester);
		return -ENOMEM;
	}
	return 0;
}

void digester_free(struct digester *digester)
{
	EVP_MD_CTX_free(digester->ctx);
	EVP_MD_free(digester->md);
	digester->ctx = NULL;
	digester->md = NULL;
	digester->size = 0;
}

bool digester_run(struct digester *digester, const void *a, size_t a_size,
		  const void *b, size_t b_size, uint8_t *digest)
{
	if (digester->run)
		return digester->run(a, a_size, b, b_size, digest);
	/* With no algorithm: the one that it was begun with. */
	return EVP_DigestInit_ex2(digester->ctx, NULL, NULL) &&
	       (!a_size || EVP_DigestUpdate(digester->ctx, a, a_size)) &&
	       (!b_size || EVP_DigestUpdate(digester->ctx, b, b_size)) &&
	       EVP_DigestFinal_ex(digester->ctx, digest, NULL);
}

static const struct {
	const char *name;
	size_t size;
	uint16_t bank;			/* TPM_ALG_ID, or 0 */
	bool file;			/* so IMA calls it */
} algos[] = {
	{ "sha1",	20, 0x0004, true },
	{ "sha256",	32, 0x000b, true },
	{ "sha384",	48, 0x000c, true },
	{ "sha512",	64, 0x000d, true },
	{ "sm3_256",	32, 0x0012, false },
	{ "sm3",	32, 0, true },
	{ "sha224",	28, 0, true },
	{ "sha3-256",	32, 0, true },
	{ "sha3-384",	48, 0, true },
	{ "sha3-512",	64, 0, true },
};

#define NR_ALGOS	(sizeof(algos) / sizeof(algos[0]))

const char *digest_algo_by_size(size_t size)
{
	size_t i;

	for (i = 0; i < NR_ALGOS; i++)
		if (algos[i].size == size)
			return algos[i].name;
	return NULL;
}

const char *digest_algo_of_bank(uint16_t bank)
{
	size_t i;

	for (i = 0; i < NR_ALGOS; i++)
		if (bank && algos[i].bank == bank)
			return algos[i].name;
	return NULL;
}

static size_t find_algo(const char *name)
{
	size_t i = 0;

	while (i < NR_ALGOS && strcmp(algos[i].name, name))
		i++;
	return i;
}

size_t digest_bank_size(const char *algo)
{
	size_t i = find_algo(algo);

	return i < NR_ALGOS && algos[i].bank ? algos[i].size : 0;
}

size_t digest_file_size(const char *algo)
{
	size_t i = find_algo(algo);

	return i < NR_ALGOS && algos[i].file ? algos[i].size : 0;
}

int digest_of(const char *algo, const void *data, size_t size,
	      uint8_t digest[LIST_DIGEST_MAX], size_t *digest_size)
{
	struct digester digester;
	int err = digester_init(&digester, algo);

	if (err)
		return err;
	if (!digester_run(&digester, data, size, NULL, 0, digest))
		err = -ENOMEM;
	*digest_size = digester.size;
	digester_free(&digester);
	return err;
}
