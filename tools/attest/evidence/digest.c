// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Many small digests, without an allocation for each. */
/* SHA1_Init() and its like are deprecated since, and nothing is in their place. */
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
 * The two that lists are made of.  EVP of OpenSSL 3.0 allocates and clears memory
 * for each digest, which takes longer than a small digest does.
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

	/* Not those with output of any length, whose size is 0 or no digest's. */
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

const char *digest_algo_by_size(size_t size)
{
	switch (size) {
	case 20:
		return "sha1";
	case 32:
		return "sha256";
	case 48:
		return "sha384";
	case 64:
		return "sha512";
	default:
		return NULL;
	}
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
