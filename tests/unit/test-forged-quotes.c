// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Quotes that software has signed, so that they are whatever somebody likes, and
 * keys that are not those of a TPM.  Each is beside one that is accepted.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "stories.h"
#include "unit.h"

static size_t be16(const uint8_t *p)
{
	return (size_t)p[0] << 8 | p[1];
}

/* Where the selection of PCRs stands in the quote, TPMS_ATTEST. */
static size_t selection_at(void)
{
	size_t at = 4 + 2;

	at += 2 + be16(e.message.data + at);	/* qualifiedSigner */
	at += 2 + be16(e.message.data + at);	/* extraData */
	return at + 17 + 8;			/* clockInfo, firmwareVersion */
}

/* Of one bank: u32 count, u16 algorithm, u8 3, three bytes. */
#define DIGEST_AT	(selection_at() + 4 + 2 + 1 + 3)

static void sign_simply(void)
{
	sign_by_software(EVP_EC_gen("P-256"), EVP_sha256());
}

static void begin(void)
{
	setup_tpm();
	set_known(2);
	strcpy(e.rules, "allow unrestricted-key\n");
	cheat = false;
	story_normal();
	collect(true);
}

static void end(void)
{
	forget();
	softtpm_stop();
}

static void is_accepted(const char *what)
{
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s:%s", what, all_findings());
}

static void is_refused(const char *what, const char *word)
{
	ck_assert_msg(!judge(true), "%s: %s", what, reason.text);
	ck_assert_msg(!verdict.accepted && findings_have(&verdict.findings,
							 word),
		      "%s:%s", what, all_findings());
}

static void is_unusable(const char *what)
{
	ck_assert_msg(judge(true) == -EINVAL, "%s:%s", what, all_findings());
}

/* The digest over the PCRs is by the hash of the signature. */
static void digest_by_hash(const EVP_MD *md)
{
	uint8_t value[32];
	unsigned int size;

	softtpm_read(ALG_SHA256, 10, value, sizeof(value));
	ck_assert_int_eq(EVP_Digest(value, sizeof(value),
				    e.message.data + DIGEST_AT + 2, &size, md,
				    NULL), 1);
	e.message.data[DIGEST_AT + 1] = (uint8_t)size;
	e.message.size = DIGEST_AT + 2 + size;
}

START_TEST(hashes_and_curves)
{
	static const char *const curves[] = { "P-256", "P-384", "P-521" };
	const struct {
		const EVP_MD *md;
		bool good;
	} hashes[] = {
		{ EVP_sha256(), true }, { EVP_sha384(), true },
		{ EVP_sha512(), true }, { EVP_sha1(), false },
		{ EVP_sha224(), false },
	};
	size_t i;

	begin();
	for (i = 0; i < ARRAY_SIZE(hashes); i++) {
		collect(true);
		digest_by_hash(hashes[i].md);
		sign_by_software(EVP_EC_gen(curves[i % 3]), hashes[i].md);
		if (hashes[i].good)
			is_accepted(EVP_MD_get0_name(hashes[i].md));
		else
			is_refused(EVP_MD_get0_name(hashes[i].md),
				   "quote-signature");
	}
	collect(true);
	sign_by_software(EVP_RSA_gen(2048), EVP_sha256());
	is_accepted("RSA-2048");
	sign_by_software(EVP_RSA_gen(1024), EVP_sha256());
	is_refused("RSA-1024", "quote-key");
	end();
}
END_TEST

/* What begins as a quote, and is none. */
START_TEST(messages)
{
	struct blob whole;
	size_t i;

	begin();
	sign_simply();
	is_accepted("what the TPM has made");
	whole = e.message;

	for (i = 0; i < 4; i++) {
		e.message.data[i] ^= 1;
		sign_simply();
		is_refused("another magic", "quote-magic");
		e.message = whole;
	}
	for (i = 4; i < 6; i++) {
		e.message.data[i] ^= 1;
		sign_simply();
		is_refused("another type", "quote-type");
		e.message = whole;
	}
	for (i = 1; i < whole.size; i++) {
		e.message.size = i;
		sign_simply();
		is_unusable("cut short");
	}
	e.message = whole;
	e.message.data[e.message.size++] = 0;
	sign_simply();
	is_unusable("a byte behind it");

	/* As TPM2B_ATTEST, the size does not count for the signature. */
	e.message = whole;
	sign_simply();
	memmove(e.message.data + 2, whole.data, whole.size);
	e.message.data[0] = (uint8_t)(whole.size >> 8);
	e.message.data[1] = (uint8_t)whole.size;
	e.message.size = whole.size + 2;
	is_accepted("TPM2B_ATTEST");
	end();
}
END_TEST

/* The digest of the PCRs is all of it. */
START_TEST(digests)
{
	struct blob whole;
	size_t at;

	begin();
	whole = e.message;
	at = DIGEST_AT;
	for (; e.message.data[at + 1]; e.message.data[at + 1]--) {
		e.message.size = at + 2 + e.message.data[at + 1];
		sign_simply();
		if (e.message.size == whole.size)
			is_accepted("all of it");
		else
			is_refused("a part of it", "pcr-mismatch");
	}
	e.message.size = at + 2;
	sign_simply();
	is_refused("nothing of it", "pcr-mismatch");
	end();
}
END_TEST

/* Banks that come again, and more than there can be values of. */
START_TEST(selections)
{
	uint8_t one[6], *count;
	struct blob whole;
	size_t at, tail, n;

	begin();
	whole = e.message;
	at = selection_at();
	memcpy(one, e.message.data + at + 4, sizeof(one));
	count = e.message.data + at + 3;
	for (n = 2; n <= 17; n++) {
		memset(one + 3, 0xff, 3);
		tail = whole.size - (at + 4 + sizeof(one));
		memmove(e.message.data + at + 4 + n * sizeof(one),
			whole.data + at + 4 + sizeof(one), tail);
		memcpy(e.message.data + at + 4 + (n - 1) * sizeof(one), one,
		       sizeof(one));
		*count = (uint8_t)n;
		e.message.size = at + 4 + n * sizeof(one) + tail;
		sign_simply();
		if (n > 16)
			is_unusable("17 banks");
		else
			is_refused("all PCRs, again and again",
				   "pcr-mismatch");
	}
	end();
}
END_TEST

/* What is told beside a quote, and not quoted, proves nothing. */
START_TEST(not_quoted)
{
	uint8_t wrong[20] = { 1 };

	begin();
	cheat = true;
	story_other_pcr();
	cheat = false;
	collect(true);
	tell(ALG_SHA256, "sha256", 11);
	tell(ALG_SHA256, "sha256", 12);
	is_refused("the PCR of the entry is told only", "pcr-uncovered");

	story_normal();
	collect(true);
	ck_assert_int_eq(pcr_set(&e.values, BANK_SHA1, 10, wrong, &reason), 0);
	is_accepted("a wrong value of a bank that is not quoted");
	end();
}
END_TEST

/* TPMA_OBJECT in TPM2B_PUBLIC, behind its size, type and nameAlg. */
#define ATTRIBUTES_AT	6

/* What each bit of a key's attributes is for; the signature stays good. */
START_TEST(attributes)
{
	static const struct {
		const char *what;
		uint32_t bit;
		bool set;
	} cases[] = {
		{ "it can leave its TPM", 0x2, false },
		{ "it comes from elsewhere", 0x20, false },
		{ "it signs anything", 0x10000, false },
		{ "it does not sign", 0x40000, false },
		{ "it decrypts, too", 0x20000, true },
	};
	uint8_t *p;
	struct blob key;
	size_t i;

	begin();
	is_accepted("as it is");
	key = e.key;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		uint32_t bits;

		e.key = key;
		p = e.key.data + ATTRIBUTES_AT;
		bits = (uint32_t)be16(p) << 16 | (uint32_t)be16(p + 2);
		ck_assert_msg(!(bits & cases[i].bit) == cases[i].set, "%s",
			      cases[i].what);
		bits ^= cases[i].bit;
		p[0] = (uint8_t)(bits >> 24);
		p[1] = (uint8_t)(bits >> 16);
		p[2] = (uint8_t)(bits >> 8);
		p[3] = (uint8_t)bits;
		is_refused(cases[i].what, "quote-key");
	}
	e.key = key;
	e.key.data[e.key.size++] = 0;
	is_unusable("a byte behind the key");
	/* TPMT_PUBLIC is what is in a TPM2B_PUBLIC. */
	memmove(e.key.data, key.data + 2, key.size - 2);
	e.key.size = key.size - 2;
	is_accepted("TPMT_PUBLIC");
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-quotes");
	TCase *tc = tcase(suite, "quotes");

	tcase_add_test(tc, hashes_and_curves);
	tcase_add_test(tc, messages);
	tcase_add_test(tc, digests);
	tcase_add_test(tc, selections);
	tcase_add_test(tc, not_quoted);
	tcase_add_test(tc, attributes);
	return run_tests(suite);
}
