// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A quote of a TPM 2.0: tss2-mu parses it, OpenSSL checks the signature. */
#include <errno.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <tss2/tss2_mu.h>

#include "digest.h"
#include "quote.h"

const bool quote_supported = true;

/* What is checked, taken apart. */
struct parts {
	const uint8_t *message;		/* what was signed: TPMS_ATTEST */
	size_t message_size;
	TPMT_SIGNATURE signature;
	bool plain;			/* no TPMT_SIGNATURE */
	TPMT_PUBLIC public;
	bool pem;			/* no TPMT_PUBLIC */
	EVP_PKEY *key;
};

static const EVP_MD *hash_md(TPMI_ALG_HASH hash)
{
	switch (hash) {
	case TPM2_ALG_SHA256:	return EVP_sha256();
	case TPM2_ALG_SHA384:	return EVP_sha384();
	case TPM2_ALG_SHA512:	return EVP_sha512();
	default:		return NULL;	/* SHA-1 is no signature */
	}
}

static size_t be16(const uint8_t *p)
{
	return (size_t)p[0] << 8 | p[1];
}

/* A TPM2B has its size in front. */
static bool has_size(const uint8_t *data, size_t size)
{
	return size > 2 && be16(data) == size - 2;
}

/*
 * The key
 */

static const struct curve {
	TPM2_ECC_CURVE id;
	const char *name;
	size_t size;
} curves[] = {
	{ TPM2_ECC_NIST_P256, "prime256v1", 32 },
	{ TPM2_ECC_NIST_P384, "secp384r1", 48 },
	{ TPM2_ECC_NIST_P521, "secp521r1", 66 },
};

#define NR_CURVES	(sizeof(curves) / sizeof(curves[0]))

/* An uncompressed point: 4, x, y, with zeros in front of either. */
static bool put_point(uint8_t *to, const TPMS_ECC_POINT *point, size_t size)
{
	if (point->x.size > size || point->y.size > size)
		return false;
	memset(to, 0, 1 + 2 * size);
	to[0] = 4;
	memcpy(to + 1 + size - point->x.size, point->x.buffer, point->x.size);
	memcpy(to + 1 + 2 * size - point->y.size, point->y.buffer,
	       point->y.size);
	return true;
}

static EVP_PKEY *from_params(const char *type, OSSL_PARAM *params)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (ctx && EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return key;
}

static EVP_PKEY *rsa_key(const TPMT_PUBLIC *public)
{
	const TPM2B_PUBLIC_KEY_RSA *modulus = &public->unique.rsa;
	UINT32 e = public->parameters.rsaDetail.exponent ? : 0x10001;
	BIGNUM *n = BN_bin2bn(modulus->buffer, modulus->size, NULL);
	uint8_t native[sizeof(modulus->buffer)];
	bool fits = n && BN_bn2nativepad(n, native, sizeof(native)) > 0;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, native,
					sizeof(native)),
		OSSL_PARAM_construct_uint32(OSSL_PKEY_PARAM_RSA_E, &e),
		OSSL_PARAM_construct_end()
	};

	BN_free(n);
	return fits ? from_params("RSA", params) : NULL;
}

static EVP_PKEY *ecc_key(const TPMT_PUBLIC *public, const struct curve *curve)
{
	uint8_t point[1 + 2 * 66];
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
						 (char *)(uintptr_t)curve->name,
						 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
						  point, 1 + 2 * curve->size),
		OSSL_PARAM_construct_end()
	};

	return put_point(point, &public->unique.ecc, curve->size) ?
	       from_params("EC", params) : NULL;
}

static int key_from_public(struct parts *parts, struct reason *reason)
{
	const TPMT_PUBLIC *public = &parts->public;
	size_t i = public->type == TPM2_ALG_ECC ? 0 : NR_CURVES;

	while (i < NR_CURVES &&
	       curves[i].id != public->parameters.eccDetail.curveID)
		i++;
	if (public->type == TPM2_ALG_RSA)
		parts->key = rsa_key(public);
	else if (i < NR_CURVES)
		parts->key = ecc_key(public, &curves[i]);
	else
		return because(reason, -EOPNOTSUPP,
			       "the key is neither RSA nor of a NIST curve");
	return parts->key ? 0 : because(reason, -EINVAL,
					"OpenSSL does not accept the key");
}

static int read_key(struct parts *parts, const uint8_t *data, size_t size,
		    struct reason *reason)
{
	static const char begin[] = "-----BEGIN ";
	size_t at = 0;
	BIO *bio;

	if (size > sizeof(begin) && !memcmp(data, begin, sizeof(begin) - 1)) {
		parts->pem = true;
		bio = BIO_new_mem_buf(data, (int)size);
		parts->key = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) :
			     NULL;
		BIO_free(bio);
		ERR_clear_error();
		return parts->key ? 0 :
		       because(reason, -EINVAL, "the PEM holds no public key");
	}
	if (has_size(data, size))
		at = 2;
	if (Tss2_MU_TPMT_PUBLIC_Unmarshal(data, size, &at, &parts->public) ||
	    at != size)
		return because(reason, -EINVAL,
			       "the key is neither TPM2B_PUBLIC, TPMT_PUBLIC nor PEM");
	return key_from_public(parts, reason);
}

/* A key that signs whatever it is given makes anything look like a quote. */
static void judge_key(const struct parts *parts, struct findings *findings)
{
	const TPMA_OBJECT want = TPMA_OBJECT_RESTRICTED |
		TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_FIXEDTPM |
		TPMA_OBJECT_SENSITIVEDATAORIGIN;
	const EVP_PKEY *key = parts->key;
	char attributes[16];

	snprintf(attributes, sizeof(attributes), "0x%x",
		 parts->public.objectAttributes);
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	    EVP_PKEY_get_bits(key) < 2048)
		findings_add(findings, (struct finding){
			FOUND_QUOTE_KEY_SHORT,
			.n = { (uint64_t)EVP_PKEY_get_bits(key) } });
	else if (!parts->pem &&
		 (parts->public.objectAttributes &
		  (want | TPMA_OBJECT_DECRYPT)) != want)
		findings_add(findings, (struct finding){
			FOUND_QUOTE_KEY, .s = { attributes } });
}

/*
 * The signature
 */

static bool verify(const struct parts *parts, const EVP_MD *md, int padding,
		   const uint8_t *signature, size_t size)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_ctx = NULL;
	bool ok;

	ok = ctx && EVP_DigestVerifyInit(ctx, &key_ctx, md, NULL,
					 parts->key) == 1 &&
	     (!padding ||
	      EVP_PKEY_CTX_set_rsa_padding(key_ctx, padding) == 1) &&
	     EVP_DigestVerify(ctx, signature, size, parts->message,
			      parts->message_size) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}

static bool verify_ecdsa(const struct parts *parts, const EVP_MD *md,
			 const TPMS_SIGNATURE_ECC *ecc)
{
	BIGNUM *r = BN_bin2bn(ecc->signatureR.buffer, ecc->signatureR.size,
			      NULL);
	BIGNUM *s = BN_bin2bn(ecc->signatureS.buffer, ecc->signatureS.size,
			      NULL);
	ECDSA_SIG *sig = ECDSA_SIG_new();
	unsigned char *der = NULL;
	bool ok = false;
	int size;

	if (!r || !s || !sig || ECDSA_SIG_set0(sig, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(sig);
		return false;
	}
	size = i2d_ECDSA_SIG(sig, &der);
	if (size > 0)
		ok = verify(parts, md, 0, der, (size_t)size);
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	return ok;
}

static bool verify_structured(const struct parts *parts, TPMI_ALG_HASH *hash)
{
	const TPMT_SIGNATURE *sig = &parts->signature;
	bool rsa = EVP_PKEY_get_base_id(parts->key) == EVP_PKEY_RSA;
	const TPM2B_PUBLIC_KEY_RSA *bytes = &sig->signature.rsassa.sig;
	const EVP_MD *md;

	*hash = sig->signature.any.hashAlg;
	md = hash_md(*hash);
	if (!md)
		return false;
	switch (sig->sigAlg) {
	case TPM2_ALG_RSASSA:
		return rsa && verify(parts, md, RSA_PKCS1_PADDING,
				     bytes->buffer, bytes->size);
	case TPM2_ALG_RSAPSS:
		return rsa && verify(parts, md, RSA_PKCS1_PSS_PADDING,
				     bytes->buffer, bytes->size);
	case TPM2_ALG_ECDSA:
		return !rsa && verify_ecdsa(parts, md,
					    &sig->signature.ecdsa);
	default:
		return false;
	}
}

/* Without structure the scheme is not told, so each is tried. */
static bool verify_plain(const struct parts *parts, const uint8_t *signature,
			 size_t size, TPMI_ALG_HASH *hash)
{
	static const TPMI_ALG_HASH hashes[] = {
		TPM2_ALG_SHA256, TPM2_ALG_SHA384, TPM2_ALG_SHA512,
	};
	bool rsa = EVP_PKEY_get_base_id(parts->key) == EVP_PKEY_RSA;
	size_t i;

	for (i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++) {
		const EVP_MD *md = hash_md(hashes[i]);

		*hash = hashes[i];
		if (verify(parts, md, rsa ? RSA_PKCS1_PADDING : 0, signature,
			   size) ||
		    (rsa && verify(parts, md, RSA_PKCS1_PSS_PADDING, signature,
				   size)))
			return true;
	}
	return false;
}

static void read_signature(struct parts *parts, const uint8_t *data,
			   size_t size)
{
	size_t at = 0;

	parts->plain = Tss2_MU_TPMT_SIGNATURE_Unmarshal(data, size, &at,
							&parts->signature) ||
		       at != size;
}

/*
 * What was signed
 */

static int selection(const TPML_PCR_SELECTION *from, struct quote *quote,
		     struct reason *reason)
{
	UINT32 i, b;

	if (from->count > QUOTE_BANKS)
		return because(reason, -EINVAL, "the quote has too many banks");
	quote->nr_banks = from->count;
	for (i = 0; i < from->count; i++) {
		const TPMS_PCR_SELECTION *bank = &from->pcrSelections[i];
		const char *name = digest_algo_of_bank(bank->hash);

		if (!name)
			return because(reason, -EOPNOTSUPP,
				       "the quote selects PCRs of the unknown bank 0x%x",
				       bank->hash);
		strcpy(quote->banks[i].algo, name);
		for (b = 0; b < bank->sizeofSelect && b < 4; b++)
			quote->banks[i].pcrs |=
				(uint32_t)bank->pcrSelect[b] << 8 * b;
	}
	return 0;
}

static int read_attest(const TPMS_ATTEST *attest, TPMI_ALG_HASH hash,
		       struct quote *quote, struct reason *reason)
{
	const TPMS_QUOTE_INFO *info = &attest->attested.quote;

	quote->digest_size = info->pcrDigest.size;
	quote->nonce_size = attest->extraData.size;
	if (quote->digest_size > sizeof(quote->digest) ||
	    quote->nonce_size > sizeof(quote->nonce))
		return because(reason, -EINVAL, "the quote is malformed");
	memcpy(quote->digest, info->pcrDigest.buffer, quote->digest_size);
	memcpy(quote->nonce, attest->extraData.buffer, quote->nonce_size);
	strcpy(quote->hash, digest_algo_of_bank(hash));
	quote->clock = attest->clockInfo.clock;
	quote->reset_count = attest->clockInfo.resetCount;
	quote->restart_count = attest->clockInfo.restartCount;
	return selection(&info->pcrSelect, quote, reason);
}

static int judge_message(const struct parts *parts, TPMI_ALG_HASH hash,
			 const uint8_t *nonce, size_t nonce_size,
			 struct quote *quote, struct findings *findings,
			 struct reason *reason)
{
	const uint8_t *message = parts->message;
	char begins[16], type[24];
	TPMS_ATTEST attest = { 0 };
	size_t at = 0;
	int err;

	if (parts->message_size < 6)
		return because(reason, -EINVAL, "the quote is truncated");
	snprintf(begins, sizeof(begins), "0x%02x%02x%02x%02x", message[0],
		 message[1], message[2], message[3]);
	snprintf(type, sizeof(type), "0x%04zx", be16(message + 4));
	if (be16(message) != TPM2_GENERATED_VALUE >> 16 ||
	    be16(message + 2) != (TPM2_GENERATED_VALUE & 0xffff)) {
		findings_add(findings, (struct finding){
			FOUND_QUOTE_MAGIC, .s = { begins } });
		return 0;
	}
	if (be16(message + 4) != TPM2_ST_ATTEST_QUOTE) {
		findings_add(findings, (struct finding){
			FOUND_QUOTE_TYPE, .s = { type } });
		return 0;
	}
	if (Tss2_MU_TPMS_ATTEST_Unmarshal(message, parts->message_size, &at,
					  &attest) ||
	    at != parts->message_size)
		return because(reason, -EINVAL, "the quote is malformed");
	err = read_attest(&attest, hash, quote, reason);
	if (err)
		return err;
	if (nonce && (quote->nonce_size != nonce_size ||
		      memcmp(quote->nonce, nonce, nonce_size)))
		findings_add(findings,
			     (struct finding){ .code = FOUND_QUOTE_NONCE });
	return 0;
}

int quote_check(const struct quote_files *files, const uint8_t *nonce,
		size_t nonce_size, struct quote *quote,
		struct findings *findings, struct reason *reason)
{
	struct parts parts = {
		.message = files->message, .message_size = files->message_size,
	};
	TPMI_ALG_HASH hash = TPM2_ALG_NULL;
	bool valid;
	int err;

	memset(quote, 0, sizeof(*quote));
	if (!files->message_size || !files->signature_size || !files->key_size)
		return because(reason, -EINVAL,
			       "the quote, its signature or the key is empty");
	/* Only what is in a TPM2B was signed. */
	if (has_size(parts.message, parts.message_size)) {
		parts.message += 2;
		parts.message_size -= 2;
	}
	err = read_key(&parts, files->key, files->key_size, reason);
	if (err)
		return err;
	read_signature(&parts, files->signature, files->signature_size);
	valid = parts.plain ?
		verify_plain(&parts, files->signature, files->signature_size,
			     &hash) :
		verify_structured(&parts, &hash);
	if (!valid)
		findings_add(findings,
			     (struct finding){ .code = FOUND_QUOTE_SIGNATURE });
	else
		judge_key(&parts, findings);
	if (valid)
		err = judge_message(&parts, hash, nonce, nonce_size, quote,
				    findings, reason);
	EVP_PKEY_free(parts.key);
	if (err == -ENOMEM)
		because(reason, err, "out of memory");
	return err;
}
