// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A quote of a TPM 2.0: tss2-mu parses it, OpenSSL checks the signature. */
#include <errno.h>
#include <stdio.h>
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

#include "quote.h"
#include "shared/library.h"
#include "template.h"

#define MU_FUNCTIONS(X) \
	X(Tss2_MU_TPMS_ATTEST_Unmarshal) X(Tss2_MU_TPMT_PUBLIC_Unmarshal) \
	X(Tss2_MU_TPMT_SIGNATURE_Unmarshal)

LIBRARY(mu, "libtss2-mu.so.0", "tpm", MU_FUNCTIONS);

/* The files of a quote, taken apart. */
struct parts {
	struct bytes message;		/* TPMS_ATTEST */
	TPMT_SIGNATURE read;		/* TPM2_ALG_NULL if it does not tell */
	struct bytes signature;		/* the file, or of @read or @der */
	unsigned char *der;
	TPMT_PUBLIC public;		/* without type if the key was PEM */
	EVP_PKEY *key;
};

/* A TPM2B has its size in front. */
static bool has_size(struct bytes file)
{
	return file.size > 2 &&
	       (file.data[0] << 8 | file.data[1]) + 2U == file.size;
}

static const struct curve {
	TPM2_ECC_CURVE id;
	const char *name;
	size_t size;
} curves[] = {
	{ TPM2_ECC_NIST_P256, "prime256v1", 32 },
	{ TPM2_ECC_NIST_P384, "secp384r1", 48 },
	{ TPM2_ECC_NIST_P521, "secp521r1", 66 },
};

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

	if (!ctx)
		out_of_memory();
	if (EVP_PKEY_fromdata_init(ctx) == 1 &&
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return key;
}

static EVP_PKEY *rsa_key(const TPMT_PUBLIC *public)
{
	const TPM2B_PUBLIC_KEY_RSA *modulus = &public->unique.rsa;
	UINT32 exponent = public->parameters.rsaDetail.exponent ?: 0x10001;
	uint8_t native[sizeof(modulus->buffer)];
	OSSL_PARAM params[] = {
		OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, native, modulus->size),
		OSSL_PARAM_uint32(OSSL_PKEY_PARAM_RSA_E, &exponent),
		OSSL_PARAM_END
	};
	BIGNUM *n = BN_bin2bn(modulus->buffer, modulus->size, NULL);

	if (!n || BN_bn2nativepad(n, native, modulus->size) < 0)
		out_of_memory();
	BN_free(n);
	return from_params("RSA", params);
}

static EVP_PKEY *ecc_key(const TPMT_PUBLIC *public, const struct curve *curve)
{
	uint8_t point[1 + 2 * 66];
	OSSL_PARAM params[] = {
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
				       (char *)curve->name,
				       strlen(curve->name)),
		OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point,
					1 + 2 * curve->size),
		OSSL_PARAM_END
	};

	return put_point(point, &public->unique.ecc, curve->size) ?
	       from_params("EC", params) : NULL;
}

static int key_from_public(struct parts *parts, struct reason *reason)
{
	const TPMT_PUBLIC *public = &parts->public;
	size_t i = public->type == TPM2_ALG_ECC ? 0 : ARRAY_SIZE(curves);

	while (i < ARRAY_SIZE(curves) &&
	       curves[i].id != public->parameters.eccDetail.curveID)
		i++;
	if (public->type == TPM2_ALG_RSA)
		parts->key = rsa_key(public);
	else if (i < ARRAY_SIZE(curves))
		parts->key = ecc_key(public, &curves[i]);
	else
		return because(reason, -EOPNOTSUPP,
			       "the key is neither RSA nor of a NIST curve");
	return parts->key ? 0 : because(reason, -EINVAL,
					"OpenSSL does not accept the key");
}

static int read_key(struct parts *parts, struct bytes file,
		    struct reason *reason)
{
	struct bytes rest = file;
	size_t at = 0;
	BIO *bio;

	if (bytes_prefix(&rest, "-----BEGIN ")) {
		bio = BIO_new_mem_buf(file.data, (int)file.size);
		parts->key = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) :
			     NULL;
		BIO_free(bio);
		ERR_clear_error();
		return parts->key ? 0 :
		       because(reason, -EINVAL, "the PEM holds no public key");
	}
	if (has_size(file))
		at = 2;
	if (mu.Tss2_MU_TPMT_PUBLIC_Unmarshal(file.data, file.size, &at,
					     &parts->public) || at != file.size)
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
	const TPMA_OBJECT has = parts->public.objectAttributes;
	int bits = EVP_PKEY_get_bits(parts->key);

	if (EVP_PKEY_get_base_id(parts->key) == EVP_PKEY_RSA && bits < 2048)
		findings_add(findings, NOWHERE, "quote-key",
			     "the key has only %d bits", bits);
	else if (parts->public.type &&
		 (has & (want | TPMA_OBJECT_DECRYPT)) != want)
		findings_add(findings, NOWHERE, "quote-key",
			     "the key can sign data that its TPM did not make (attributes 0x%x)",
			     has);
}

static void describe_key(const struct parts *parts, struct quote *quote)
{
	bool rsa = EVP_PKEY_get_base_id(parts->key) == EVP_PKEY_RSA;

	snprintf(quote->key, sizeof(quote->key), "%s %u", rsa ? "RSA" : "ECC",
		 (unsigned int)EVP_PKEY_get_bits(parts->key) % 100000);
	quote->has_attributes = parts->public.type;
	quote->attributes = parts->public.objectAttributes;
}

/* The same for each form of its file. */
static void identify_key(EVP_PKEY *key, struct quote *quote)
{
	static const char *const numbers[] = {
		OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E,
		OSSL_PKEY_PARAM_EC_PUB_X, OSSL_PKEY_PARAM_EC_PUB_Y,
	};
	uint8_t bytes[ARRAY_SIZE(numbers)][2048] = { { 0 } };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		BIGNUM *number = NULL;

		if (EVP_PKEY_get_bn_param(key, numbers[i], &number) == 1 &&
		    BN_bn2binpad(number, bytes[i], sizeof(bytes[i])) < 0)
			out_of_memory();
		BN_free(number);
	}
	ERR_clear_error();
	if (!EVP_Digest(bytes, sizeof(bytes), quote->key_id, NULL,
			EVP_sha256(), NULL))
		out_of_memory();
}

static bool verify(const struct parts *parts, const char *hash, int padding)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_ctx = NULL;
	bool ok;

	ok = ctx && EVP_DigestVerifyInit_ex(ctx, &key_ctx, hash, NULL, NULL,
					    parts->key, NULL) == 1 &&
	     (!padding ||
	      EVP_PKEY_CTX_set_rsa_padding(key_ctx, padding) == 1) &&
	     EVP_DigestVerify(ctx, parts->signature.data, parts->signature.size,
			      parts->message.data, parts->message.size) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}

/* Try what the signature does not tell.  Returns its hash, or -1. */
static int find_valid(const struct parts *parts)
{
	static const struct {
		TPMI_ALG_SIG_SCHEME id;
		int key;
		int padding;
	} schemes[] = {
		{ TPM2_ALG_RSASSA, EVP_PKEY_RSA, RSA_PKCS1_PADDING },
		{ TPM2_ALG_RSAPSS, EVP_PKEY_RSA, RSA_PKCS1_PSS_PADDING },
		{ TPM2_ALG_ECDSA, EVP_PKEY_EC, 0 },
	};
	/* SHA-1 is no signature. */
	static const enum bank hashes[] = {
		BANK_SHA256, BANK_SHA384, BANK_SHA512,
	};
	const TPMT_SIGNATURE *read = &parts->read;
	size_t i;

	for (i = 0; i < 9; i++) {
		const struct bank_type *hash = &bank_types[hashes[i % 3]];

		if ((read->sigAlg == TPM2_ALG_NULL ||
		     (read->sigAlg == schemes[i / 3].id &&
		      read->signature.any.hashAlg == hash->id)) &&
		    EVP_PKEY_get_base_id(parts->key) == schemes[i / 3].key &&
		    verify(parts, hash->name, schemes[i / 3].padding))
			return (int)hashes[i % 3];
	}
	return -1;
}

/* OpenSSL takes it as DER. */
static void put_ecdsa(struct parts *parts, const TPMS_SIGNATURE_ECC *ecc)
{
	BIGNUM *r = BN_bin2bn(ecc->signatureR.buffer, ecc->signatureR.size,
			      NULL);
	BIGNUM *s = BN_bin2bn(ecc->signatureS.buffer, ecc->signatureS.size,
			      NULL);
	ECDSA_SIG *sig = ECDSA_SIG_new();
	int size;

	if (!r || !s || !sig || ECDSA_SIG_set0(sig, r, s) != 1)
		out_of_memory();
	size = i2d_ECDSA_SIG(sig, &parts->der);
	parts->signature = (struct bytes){ parts->der,
					   size > 0 ? (size_t)size : 0 };
	ECDSA_SIG_free(sig);
}

static void read_signature(struct parts *parts, struct bytes file)
{
	const TPM2B_PUBLIC_KEY_RSA *rsa = &parts->read.signature.rsassa.sig;
	size_t at = 0;

	parts->signature = file;
	if (mu.Tss2_MU_TPMT_SIGNATURE_Unmarshal(file.data, file.size, &at,
						&parts->read) ||
	    at != file.size)
		parts->read.sigAlg = TPM2_ALG_NULL;
	else if (parts->read.sigAlg == TPM2_ALG_ECDSA)
		put_ecdsa(parts, &parts->read.signature.ecdsa);
	else if (parts->read.sigAlg == TPM2_ALG_RSASSA ||
		 parts->read.sigAlg == TPM2_ALG_RSAPSS)
		parts->signature = (struct bytes){ rsa->buffer, rsa->size };
}

static int read_attest(const TPMS_ATTEST *attest, struct quote *quote,
		       struct reason *reason)
{
	const TPMS_QUOTE_INFO *info = &attest->attested.quote;
	UINT32 i, b;

	/* tss2-mu has checked the sizes. */
	_Static_assert(QUOTE_BANKS == TPM2_NUM_PCR_BANKS &&
		       sizeof(quote->digest) == sizeof(info->pcrDigest.buffer),
		       "room for any quote");
	quote->digest_size = info->pcrDigest.size;
	memcpy(quote->digest, info->pcrDigest.buffer, quote->digest_size);
	quote->clock = attest->clockInfo.clock;
	quote->reset_count = attest->clockInfo.resetCount;
	quote->restart_count = attest->clockInfo.restartCount;
	quote->safe = attest->clockInfo.safe == TPM2_YES;
	quote->nr_banks = info->pcrSelect.count;
	for (i = 0; i < quote->nr_banks; i++) {
		const TPMS_PCR_SELECTION *selection =
			&info->pcrSelect.pcrSelections[i];
		int bank = bank_by_id(selection->hash);

		if (bank < 0)
			return because(reason, -EOPNOTSUPP,
				       "the quote selects PCRs of the unknown bank 0x%x",
				       selection->hash);
		quote->banks[i].bank = (enum bank)bank;
		for (b = 0; b < selection->sizeofSelect && b < 4; b++)
			quote->banks[i].pcrs |=
				(uint32_t)selection->pcrSelect[b] << 8 * b;
	}
	return 0;
}

static int judge_message(struct bytes message, struct bytes nonce,
			 struct quote *quote, struct findings *findings,
			 struct reason *reason)
{
	TPMS_ATTEST attest = { 0 };
	unsigned int magic, type;
	size_t at = 0;
	int err;

	if (message.size < 6)
		return because(reason, -EINVAL, "the quote is truncated");
	magic = template_u32(message.data, true);
	type = message.data[4] << 8 | message.data[5];
	if (magic != TPM2_GENERATED_VALUE) {
		findings_add(findings, NOWHERE, "quote-magic",
			     "the signed data was not made by a TPM: it begins with 0x%08x",
			     magic);
		return 0;
	}
	if (type != TPM2_ST_ATTEST_QUOTE) {
		findings_add(findings, NOWHERE, "quote-type",
			     "the signed data is not a quote, its type is 0x%04x",
			     type);
		return 0;
	}
	if (mu.Tss2_MU_TPMS_ATTEST_Unmarshal(message.data, message.size, &at,
					     &attest) || at != message.size)
		return because(reason, -EINVAL, "the quote is malformed");
	err = read_attest(&attest, quote, reason);
	if (err)
		return err;
	if (nonce.data && (attest.extraData.size != nonce.size ||
			   memcmp(attest.extraData.buffer, nonce.data,
				  nonce.size)))
		findings_add(findings, NOWHERE, "quote-nonce",
			     "the quote has another nonce: it was made at another time");
	return 0;
}

int quote_check(const struct quote_files *files, struct bytes nonce,
		struct quote *quote, struct findings *findings,
		struct reason *reason)
{
	struct parts parts = { .message = files->message };
	int hash, err;

	memset(quote, 0, sizeof(*quote));
	quote->wrong = !files->key.size ? QUOTE_KEY :
		       !files->signature.size ? QUOTE_SIGNATURE :
		       QUOTE_MESSAGE;
	if (quote->wrong || !files->message.size)
		return because(reason, -EINVAL,
			       "the quote, its signature or the key is empty");
	/* Only what is in a TPM2B was signed. */
	if (has_size(parts.message))
		bytes_skip(&parts.message, 2);
	err = library_open(&mu_library, reason);
	if (err)
		return err;
	quote->wrong = QUOTE_KEY;
	err = read_key(&parts, files->key, reason);
	if (err)
		return err;
	quote->wrong = QUOTE_MESSAGE;
	read_signature(&parts, files->signature);
	hash = find_valid(&parts);
	if (hash < 0) {
		findings_add(findings, NOWHERE, "quote-signature",
			     "the signature does not match the quote and the key");
	} else {
		quote->hash = (enum bank)hash;
		judge_key(&parts, findings);
		describe_key(&parts, quote);
		identify_key(parts.key, quote);
		err = judge_message(parts.message, nonce, quote, findings,
				    reason);
	}
	OPENSSL_free(parts.der);
	EVP_PKEY_free(parts.key);
	return err;
}
