// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * PCRs and quotes that do not belong to the list, or are forged, beside those that
 * do; and lists that were trimmed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>

#include "stories.h"
#include "unit.h"

/* Against the PCR values. */

static void forge_value(void) { bank()->value[10][5] ^= 1; }
static void forge_zero_value(void) { memset(bank()->value[10], 0, 32); }
static void forge_no_value(void) { bank()->known &= ~(1U << 10); }
static void forge_no_values(void) { memset(&e.values, 0, sizeof(e.values)); }
static void forge_value_pcr0(void) { bank()->value[0][5] ^= 1; }

static void forge_other_bank(void)
{
	uint8_t sha1[20];

	softtpm_read(ALG_SHA1, 10, sha1, sizeof(sha1));
	memset(bank()->value[10], 0, 32);
	memcpy(bank()->value[10], sha1, sizeof(sha1));
}

static void forge_only_sha1(void)
{
	memset(&e.values, 0, sizeof(e.values));
	tell(ALG_SHA1, "sha1", 10);
}

static void forge_swapped_pcrs(void)
{
	memcpy(bank()->value[10], bank()->value[0], 32);
}

static void forge_start(void)
{
	uint8_t value[32] = { 1 };

	ck_assert_int_eq(pcr_set(&e.start, BANK_SHA256, 10, value, &reason), 0);
}

/* Against the quote. */

static void quote_banks(void)
{
	struct selection both[] = {
		{ ALG_SHA384, 1U << 10 }, { ALG_SHA256, 1U << 10 },
	};
	uint32_t key = softtpm_key(e.key_type, &e.key);

	softtpm_quote(key, both, 2, e.nonce, e.nonce_size, &e.message,
		      &e.signature);
	softtpm_flush(key);
}

static void forge_nonce(void) { e.nonce[0] ^= 1; }
static void forge_short_nonce(void) { e.nonce_size--; }

static void forge_long_nonce(void)
{
	e.nonce[e.nonce_size++] = 0;
}

/* A quote of before, for a request of now. */
static void forge_replay(void)
{
	static struct blob message, signature;

	message = e.message;
	signature = e.signature;
	e.nonce[3] ^= 0x55;
	requote(ALG_SHA256, e.pcrs);
	e.message = message;
	e.signature = signature;
}

static void forge_other_key(void)
{
	uint32_t key = softtpm_key(e.key_type == KEY_ECC ? KEY_RSASSA : KEY_ECC,
				   &e.key);

	softtpm_flush(key);
}

static void forge_message(void)
{
	e.message.data[e.message.size - 1] ^= 1;
}

static void forge_message_nonce(void)
{
	uint8_t *p = memmem(e.message.data, e.message.size, e.nonce,
			    e.nonce_size);

	ck_assert_ptr_nonnull(p);
	*p ^= 1;
	e.nonce[0] ^= 1;
}

static void forge_signature(void)
{
	e.signature.data[e.signature.size - 1] ^= 1;
}

static void forge_scheme(void)
{
	e.signature.data[1] ^= 2;	/* RSASSA and RSAPSS, or nothing */
}

static void forge_hash(void)
{
	e.signature.data[3] = 0x0c;	/* SHA-384 */
}

static void forge_signature_zero(void)
{
	memset(e.signature.data + 6, 0, e.signature.size - 6);
}

static void forge_quote_time(void)
{
	uint32_t key = softtpm_key(e.key_type, &e.key);

	softtpm_time(key, e.nonce, e.nonce_size, &e.message, &e.signature);
	softtpm_flush(key);
}

static void forge_free_key(void)
{
	e.key_type = KEY_FREE;
	requote(ALG_SHA256, e.pcrs);
}

static void forge_selection(void) { requote(ALG_SHA256, 1U << 0); }
static void forge_selection_none(void) { requote(ALG_SHA256, 0); }
static void forge_selection_sha1(void) { requote(ALG_SHA1, 1U << 10); }

static void forge_quote_before(void)
{
	static struct machine later;

	later = *m;
	softtpm_reset();
	requote(ALG_SHA256, e.pcrs);
	*m = later;
}

static void forge_magic(void)
{
	e.message.data[0] = 0xfe;
	sign_by_software(EVP_EC_gen("P-256"), EVP_sha256());
}

static void forge_empty_signature(void) { e.signature.size = 0; }
static void forge_empty_message(void) { e.message.size = 0; }
static void forge_empty_key(void) { e.key.size = 0; }
static void forge_cut_message(void) { e.message.size -= 5; }
static void forge_cut_key(void) { e.key.size -= 5; }

static const struct forgery forgeries[] = {
	/* The values were forged. */
	{ "another value", story_normal, forge_value, "pcr-mismatch", 2, VALUES, NULL },
	{ "a PCR that was never extended", story_normal, forge_zero_value, "nothing-proven", 2, VALUES, NULL },
	{ "no value of the PCR", story_normal, forge_no_value, "pcr-uncovered", 2, VALUES, NULL },
	{ "no values", story_normal, forge_no_values, "unproven", 2, VALUES, NULL },
	{ "the value of another bank", story_normal, forge_other_bank, "pcr-mismatch", 2, VALUES, NULL },
	{ "only SHA-1", story_normal, forge_only_sha1, "weak-bank", 2, VALUES, NULL },
	{ "the value of another PCR", story_normal, forge_swapped_pcrs, "pcr-mismatch", 2, VALUES, NULL },
	{ "other firmware", story_normal, forge_value_pcr0, "boot-aggregate", 2, VALUES, NULL },
	{ "another start", story_normal, forge_start, "pcr-mismatch", 2, 0, NULL },
	/* The quote was forged. */
	{ "another nonce", story_normal, forge_nonce, "quote-nonce", 2, QUOTE, NULL },
	{ "a shorter nonce", story_normal, forge_short_nonce, "quote-nonce", 2, QUOTE, NULL },
	{ "a longer nonce", story_normal, forge_long_nonce, "quote-nonce", 2, QUOTE, NULL },
	{ "an old quote", story_normal, forge_replay, "quote-nonce", 2, QUOTE, NULL },
	{ "another key", story_normal, forge_other_key, "quote-signature", 2, QUOTE, NULL },
	{ "a digest in the quote changed", story_normal, forge_message, "quote-signature", 2, QUOTE, NULL },
	{ "the nonce in the quote changed", story_normal, forge_message_nonce, "quote-signature", 2, QUOTE, NULL },
	{ "a bit of the signature", story_normal, forge_signature, "quote-signature", 2, QUOTE, NULL },
	{ "another scheme", story_normal, forge_scheme, "quote-signature", 2, QUOTE, NULL },
	{ "another hash", story_normal, forge_hash, "quote-signature", 2, QUOTE, NULL },
	{ "a signature of zeros", story_normal, forge_signature_zero, "quote-signature", 2, QUOTE, NULL },
	{ "attested, but no quote", story_normal, forge_quote_time, "quote-type", 2, QUOTE, NULL },
	{ "a key that signs anything", story_normal, forge_free_key, "quote-key", 2, QUOTE, NULL },
	{ "not made by a TPM", story_normal, forge_magic, "quote-magic", 2, QUOTE, NULL },
	{ "a quote of other PCRs", story_normal, forge_selection, "pcr-uncovered", 2, QUOTE, "pcr-mismatch" },
	{ "a quote of no PCRs", story_normal, forge_selection_none, "pcr-uncovered", 2, QUOTE, NULL },
	{ "a quote of SHA-1", story_normal, forge_selection_sha1, "weak-bank", 2, QUOTE, NULL },
	{ "a quote of before", story_normal, forge_quote_before, "nothing-proven", 2, QUOTE, NULL },
	{ "no signature", story_normal, forge_empty_signature, UNUSABLE, 2, QUOTE, NULL },
	{ "no quote", story_normal, forge_empty_message, UNUSABLE, 2, QUOTE, NULL },
	{ "no key", story_normal, forge_empty_key, UNUSABLE, 2, QUOTE, NULL },
	{ "a quote cut short", story_normal, forge_cut_message, "quote-signature", 2, QUOTE, NULL },
	{ "a key cut short", story_normal, forge_cut_key, UNUSABLE, 2, QUOTE, NULL },
};

START_TEST(forgeries_are_refused)
{
	try_forgery(&forgeries[_i]);
}
END_TEST

/* Each kind of key, and a quote of several PCRs with and without values. */
START_TEST(kinds_of_keys)
{
	enum softtpm_key key;

	setup_tpm();
	set_known(2);
	for (key = KEY_ECC; key <= KEY_RSAPSS; key++) {
		e.key_type = key;
		story_normal();
		collect(true);
		ck_assert_int_eq(judge(true), 0);
		ck_assert_msg(verdict.accepted, "key %d:%s", key,
			      all_findings());
		forge_signature();
		ck_assert_int_eq(judge(true), 0);
		ck_assert(findings_have(&verdict.findings,
					"quote-signature"));
	}
	story_normal();
	collect(false);
	e.key_type = KEY_ECC;
	requote(ALG_SHA256, 0x7ff);
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	/* Values that are not those of the quote. */
	e.values.banks[BANK_SHA256].value[3][0] ^= 1;
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, "quote-digest"));
	/* A key without TPM structures. */
	story_normal();
	collect(true);
	sign_by_software(EVP_EC_gen("P-256"), EVP_sha256());
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, "quote-key"));
	strcpy(e.rules, "allow unrestricted-key\n");
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

static void is_weak(const char *bank)
{
	ck_assert(!verdict.accepted);
	ck_assert_uint_eq(verdict.findings.nr, 1);
	ck_assert(findings_have(&verdict.findings, "weak-bank"));
	ck_assert_has(verdict.findings.list[0].text, bank);
}

/* @without: a kernel that fills the SHA-384 bank up with SHA-1 digests. */
static void judge_sha384(bool without, bool quote, bool sha256)
{
	set_known(2);
	strcpy(e.rules, "allow violations\n");
	m->no_sha384 = without;
	story_with_violation();
	collect(quote);
	if (quote)
		requote(ALG_SHA384, 1U << 10);
	else
		memset(&e.values, 0, sizeof(e.values));
	if (!quote)
		tell(ALG_SHA384, "sha384", 10);
	if (sha256)
		tell(ALG_SHA256, "sha256", 10);
	ck_assert_int_eq(judge(quote), 0);
}

/* Banks that the kernel has no algorithm for are as good as SHA-1. */
START_TEST(other_banks)
{
	int quote;

	setup_tpm();
	for (quote = 0; quote < 2; quote++) {
		judge_sha384(false, quote, false);
		ck_assert_msg(verdict.accepted, "%s", all_findings());
		judge_sha384(true, quote, false);
		is_weak("sha384");
		strcat(e.rules, "allow sha1\n");
		ck_assert_int_eq(judge(quote), 0);
		ck_assert_msg(verdict.accepted, "%s", all_findings());
	}
	judge_sha384(true, false, true);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	e.values.banks[BANK_SHA384].value[10][47] ^= 1;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "pcr-mismatch"));

	/* A quote of both banks, without values: at the same entry. */
	judge_sha384(true, true, false);
	quote_banks();
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	softtpm_extend(10, e.key.data, e.key.data, e.key.data);
	quote_banks();
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, "pcr-mismatch"));
	forget();
	softtpm_stop();
}
END_TEST

/* A PCR that no TPM has is none that proves anything. */
START_TEST(no_such_pcr)
{
	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	collect(false);
	m->entries[m->nr] = m->entries[1];
	m->entries[m->nr++].pcr = 40;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(!verdict.accepted);
	ck_assert_uint_eq(verdict.findings.nr, 1);
	ck_assert_str_eq(verdict.findings.list[0].word,
			 "pcr-uncovered");
	ck_assert_has(verdict.findings.list[0].text,
		      "PCR 40, which no TPM has");
	m->nr--;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* A list that was trimmed, with what the PCR held before its first entry. */
START_TEST(trimmed)
{
	uint8_t value[32];
	size_t first;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	softtpm_read(ALG_SHA256, 10, value, sizeof(value));
	first = m->nr;
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	collect(true);
	ck_assert_int_eq(pcr_set(&e.start, BANK_SHA256, 10, value, &reason), 0);
	while (first--)
		drop(0);
	ck_assert_int_eq(judge(true), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	drop(0);
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, "pcr-mismatch"));

	/* Only of a PCR that the list begins with, in the bank that is told. */
	memset(&e.start, 0, sizeof(e.start));
	ck_assert_int_eq(pcr_set(&e.start, BANK_SHA256, 11, value, &reason), 0);
	ck_assert_int_eq(judge(true), 0);
	ck_assert(findings_have(&verdict.findings, "trimmed"));
	forget();
	softtpm_stop();
}
END_TEST

/* CONFIG_IMA_MEASURE_PCR_IDX is another. */
START_TEST(another_pcr)
{
	uint8_t value[32];
	size_t i;

	setup_tpm();
	set_known(2);
	story_normal();
	collect(false);
	for (i = 0; i < m->nr; i++)
		m->entries[i].pcr = 14;
	memset(&e.values, 0, sizeof(e.values));
	softtpm_read(ALG_SHA256, 10, value, sizeof(value));
	ck_assert_int_eq(pcr_set(&e.values, BANK_SHA256, 14, value, &reason), 0);
	*e.rules = '\0';
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "pcr-mixed"));
	ck_assert(findings_have(&verdict.findings, "pcr-uncovered"));
	strcpy(e.rules, "require pcr 14\n");
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

/* Counters of a trimmed list: as many more as were taken away, in all of them. */
START_TEST(trimmed_counters)
{
	uint8_t value[32], file[32];
	int lost;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	for (lost = 0; lost < 2; lost++) {
		size_t first;

		m->counters = true;
		machine_boot(m);
		machine_load(m, "linux", normal, "quiet");
		machine_execute(m);
		softtpm_read(ALG_SHA256, 10, value, sizeof(value));
		/* It is trimmed right at a boot, which shows in counters only. */
		first = m->nr;
		machine_aggregate(m, "boot_aggregate");
		machine_load(m, "linux", normal, "quiet");
		content("a file", file);
		machine_file(m, "/bin/sh", file);
		machine_kexec(m);
		m->counters = false;
		collect(false);
		/* A bank whose start is not told is none to compare with. */
		tell(ALG_SHA1, "sha1", 10);
		ck_assert_int_eq(pcr_set(&e.start, BANK_SHA256, 10, value,
					 &reason), 0);
		while (first--)
			drop(0);
		if (lost)
			drop(named("kexec_load", 0) + 1);
		ck_assert_int_eq(judge(false), 0);
		ck_assert_int_eq(verdict.accepted, !lost);
		ck_assert_int_eq(findings_have(&verdict.findings,
					       "missing-record"), lost);
	}
	forget();
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-proofs");
	TCase *tc = tcase(suite, "forgeries");

	tcase_add_loop_test(tc, forgeries_are_refused, 0,
			    (int)ARRAY_SIZE(forgeries));
	tc = tcase(suite, "proofs");
	tcase_add_test(tc, kinds_of_keys);
	tcase_add_test(tc, other_banks);
	tcase_add_test(tc, no_such_pcr);
	tcase_add_test(tc, trimmed);
	tcase_add_test(tc, trimmed_counters);
	tcase_add_test(tc, another_pcr);
	return run_tests(suite);
}
