// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Sign files for IMA. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#if WITH_CRYPTO
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#endif

#include "pack/signer.h"
#include "shared/digest.h"

#if WITH_CRYPTO
/* struct signature_v2_hdr of security/integrity/integrity.h */
struct header {
	uint8_t type;		/* EVM_IMA_XATTR_DIGSIG */
	uint8_t version;
	uint8_t hash;		/* enum hash_algo of the kernel */
	uint8_t key[4];
	uint8_t size[2];	/* big endian */
} __attribute__((packed));

struct signer {
	EVP_PKEY *key;
	const EVP_MD *md;
	const char *hash;
	struct header header;
};

static uint8_t kernel_hash(const char *hash)
{
	return !strcmp(hash, "sha256") ? 4 : !strcmp(hash, "sha384") ? 5 : 6;
}

static int openssl_failed(struct reason *reason, const char *what)
{
	unsigned long err = ERR_get_error();
	const char *why = ERR_SYSTEM_ERROR(err) ?
				  strerror(ERR_GET_REASON(err)) :
				  ERR_reason_error_string(err);

	ERR_clear_error();
	return because(reason, -EIO, "%s (%s)", what, why ?: "no reason given");
}

/* The kernel looks for the end of it. */
static void take_key_id(struct header *header, const uint8_t *id, size_t size)
{
	memcpy(header->key, id + size - sizeof(header->key),
	       sizeof(header->key));
}

/* As most certificates have it: of the key without its type. */
static int id_of_key(struct signer *signer, struct reason *reason)
{
	uint8_t id[SHA_DIGEST_LENGTH];
	X509_PUBKEY *pub = NULL;
	const uint8_t *bits;
	int size, err = 0;

	if (X509_PUBKEY_set(&pub, signer->key) == 1 &&
	    X509_PUBKEY_get0_param(NULL, &bits, &size, NULL, pub) == 1 &&
	    EVP_Digest(bits, (size_t)size, id, NULL, EVP_sha1(), NULL) == 1)
		take_key_id(&signer->header, id, sizeof(id));
	else
		err = openssl_failed(reason, "its identifier cannot be made");
	X509_PUBKEY_free(pub);
	return err;
}

static X509 *read_cert(const char *file)
{
	BIO *bio = BIO_new_file(file, "r");
	X509 *cert = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;

	if (bio && !cert && BIO_reset(bio) == 0)
		cert = d2i_X509_bio(bio, NULL);
	BIO_free(bio);
	return cert;
}

static int id_of_cert(struct signer *signer, const char *file,
		      struct reason *reason)
{
	X509 *cert = read_cert(file);
	const ASN1_OCTET_STRING *id;
	int err = 0;

	if (!cert)
		return openssl_failed(reason, "its certificate cannot be read");
	ERR_clear_error();
	id = X509_get0_subject_key_id(cert);
	if (X509_check_private_key(cert, signer->key) != 1)
		err = openssl_failed(reason, "the certificate is of another key");
	else if (!id || ASN1_STRING_length(id) < 4)
		err = because(reason, -EIO,
			      "the certificate has no subject key identifier");
	else
		take_key_id(&signer->header, ASN1_STRING_get0_data(id),
			    (size_t)ASN1_STRING_length(id));
	X509_free(cert);
	return err;
}

static int read_key(struct signer *signer, const char *file,
		    struct reason *reason)
{
	BIO *bio = BIO_new_file(file, "r");

	signer->key = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) :
			    NULL;
	BIO_free(bio);
	if (!signer->key)
		return openssl_failed(reason, "no private key can be read");
	if (EVP_PKEY_is_a(signer->key, "RSA") ||
	    EVP_PKEY_is_a(signer->key, "EC"))
		return 0;
	return because(reason, -EIO,
		       "neither an RSA key nor one of an elliptic curve, which IMA wants");
}

struct signer *signer_new(const char *key, const char *cert, const char *hash,
			  struct reason *reason)
{
	struct signer *signer = xcalloc(1, sizeof(*signer));
	int err;

	signer->hash = hash;
	signer->md = EVP_get_digestbyname(hash);
	signer->header = (struct header){
		.type = 3,
		.version = 2,
		.hash = kernel_hash(hash),
	};
	err = read_key(signer, key, reason);
	if (!err)
		err = cert ? id_of_cert(signer, cert, reason) :
			     id_of_key(signer, reason);
	if (!err)
		return signer;
	signer_free(signer);
	return NULL;
}

void signer_free(struct signer *signer)
{
	if (signer)
		EVP_PKEY_free(signer->key);
	free(signer);
}

int signer_sign(const struct signer *signer, const void *data, size_t size,
		struct xattrs *xattrs, struct reason *reason)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(signer->key, NULL);
	struct header *header;
	struct digest digest;
	size_t len = 0;
	int err = 0;

	header = xcalloc(1, sizeof(*header) + UINT16_MAX);
	*header = signer->header;
	if (!ctx || digest_bytes(&digest, signer->hash, data, size) ||
	    EVP_PKEY_sign_init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_signature_md(ctx, signer->md) != 1 ||
	    EVP_PKEY_sign(ctx, NULL, &len, digest.bytes, digest.len) != 1 ||
	    len > UINT16_MAX ||
	    EVP_PKEY_sign(ctx, (uint8_t *)(header + 1), &len, digest.bytes,
			  digest.len) != 1) {
		err = openssl_failed(reason, "cannot be signed");
	} else {
		header->size[0] = (uint8_t)(len >> 8);
		header->size[1] = (uint8_t)len;
		xattrs_set(xattrs, SIGNATURE_XATTR, header,
			   sizeof(*header) + len);
	}
	EVP_PKEY_CTX_free(ctx);
	free(header);
	return err;
}
#else
struct signer *signer_new(const char *key, const char *cert, const char *hash,
			  struct reason *reason)
{
	(void)key, (void)cert, (void)hash;
	because(reason, -EOPNOTSUPP, "this kexec2 was built without libcrypto");
	return NULL;
}

void signer_free(struct signer *signer)
{
	(void)signer;
}

int signer_sign(const struct signer *signer, const void *data, size_t size,
		struct xattrs *xattrs, struct reason *reason)
{
	(void)signer, (void)data, (void)size, (void)xattrs, (void)reason;
	return -EOPNOTSUPP;
}
#endif
