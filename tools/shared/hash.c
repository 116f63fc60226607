// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Digests, of the algorithms that IMA and the banks of a TPM have. */
#include <errno.h>
#include <string.h>

#if WITH_CRYPTO
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#endif

#include "shared/hash.h"
#include "shared/util.h"

const struct bank_type bank_types[NR_HASHES] = {
	[BANK_SHA1]   = { "sha1",	"sha1",		20, 0x0004 },
	[BANK_SHA256] = { "sha256",	"sha256",	32, 0x000b },
	[BANK_SHA384] = { "sha384",	"sha384",	48, 0x000c },
	[BANK_SHA512] = { "sha512",	"sha512",	64, 0x000d },
	[BANK_SM3]    = { "sm3_256",	"sm3",		32, 0x0012 },
	{ .kernel = "sha224",	.size = 28 },
	{ .kernel = "sha3-256",	.size = 32 },
	{ .kernel = "sha3-384",	.size = 48 },
	{ .kernel = "sha3-512",	.size = 64 },
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
	int i;

	for (i = 0; i < NR_HASHES; i++)
		if (bank_types[i].size == size)
			return bank_types[i].kernel;
	return NULL;
}

bool digest_parse(struct digest *digest, struct bytes word)
{
	struct bytes algo;
	size_t i = 0;

	*digest = (struct digest){ .len = 0 };
	if (!bytes_cut(&word, ':', &algo) ||
	    !bytes_copy(algo, digest->algorithm, sizeof(digest->algorithm)))
		return false;
	while (i < NR_HASHES &&
	       strcmp(bank_types[i].kernel, digest->algorithm))
		i++;
	return words_hex(word, digest->bytes, sizeof(digest->bytes),
			 &digest->len) && i < NR_HASHES &&
	       bank_types[i].size == digest->len;
}

int digest_compare(const void *a, const void *b)
{
	const struct digest *x = a, *y = b;
	int order = strcmp(x->algorithm, y->algorithm);

	if (!order)
		order = (x->len > y->len) - (x->len < y->len);
	if (!order)
		order = memcmp(x->bytes, y->bytes, x->len);
	return order ? order : (x->size > y->size) - (x->size < y->size);
}

#if WITH_CRYPTO
int signature_check(struct bytes pem, struct bytes signature, struct bytes data)
{
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.size);
	EVP_PKEY *key = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int err = -EINVAL;

	if (key && EVP_PKEY_is_a(key, "ED25519"))
		err = ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL,
						  key) == 1 &&
		      EVP_DigestVerify(ctx, signature.data, signature.size,
				       data.data, data.size) == 1 ? 0 :
								  -EKEYREJECTED;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	BIO_free(bio);
	ERR_clear_error();
	return err;
}
#endif
