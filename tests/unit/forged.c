// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Evidence, true and forged. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>

#include "forged.h"
#include "split.h"
#include "unit.h"

struct evidence e;
struct verdict verdict;
struct reason reason;
bool cheat;
static struct list given;
static uint8_t *bytes;

const char *const normal[] = {
	"firmware=firmware", "base=base", "modules=modules", NULL
};

/* @line has %s where the digest goes. */
void add_known(const char *line, const char *name)
{
	size_t size = strlen(e.known), before = strcspn(line, "%");
	char hex[65];

	snprintf(e.known + size, sizeof(e.known) - size, "%.*s%s%s\n",
		 (int)before, line, content_hex(name, hex), line + before + 2);
}

static const char compositions[] =
	"composition normal = linux firmware base modules? normal-line\n"
	"composition rescue = linux rescue normal-line\n";

/* @form: 0 plain, 1 items with constraints, 2 and compositions */
void set_known(int form)
{
	*e.known = '\0';
	if (!form) {
		add_known("%s  vmlinuz", "linux");
		add_known("%s *firmware.img", "firmware");
		add_known("%s  base.img", "base");
		add_known("\\%s  modules\\n.img", "modules");
		strcat(e.known, "cmdline \"quiet\" normal-line\n");
		return;
	}
	strcpy(e.known, "# what may be booted\nminimum linux 2\nminimum base 2\n"
	       "cmdline \"quiet\" normal-line\n");
	add_known("sha256:%s linux role=kernel version=3", "linux");
	add_known("sha256:%s linux role=kernel version=1", "old linux");
	add_known("sha256:%s firmware label=firmware order=first", "firmware");
	add_known("sha256:%s base role=initrd label=base version=2 order=before:modules",
		  "base");
	add_known("sha256:%s base role=initrd label=base version=1", "old base");
	add_known("sha256:%s modules label=modules", "modules");
	add_known("sha256:%s rescue role=initrd label=-", "rescue");
	if (form == 2)
		strcat(e.known, compositions);
}

void requote(uint16_t alg, uint32_t pcrs)
{
	struct selection selection = { alg, pcrs };
	struct blob public;
	uint32_t key = softtpm_key(e.key_type, &public);

	softtpm_quote(key, &selection, 1, e.nonce, e.nonce_size, &e.message,
		      &e.signature);
	e.key = public;
	softtpm_flush(key);
}

uint8_t *raw(size_t *size)
{
	uint8_t *list = machine_list(m, size, NULL);

	e.raw = list;
	return list;
}

struct pcr_bank *bank(void)
{
	return &e.values.banks[BANK_SHA256];
}

void drop(size_t i)
{
	memmove(&m->entries[i], &m->entries[i + 1],
		(m->nr - i - 1) * sizeof(m->entries[0]));
	m->nr--;
}

size_t named(const char *name, size_t number)
{
	size_t i, size = strlen(name) + 1;

	for (i = 0; i < m->nr; i++)
		if (memmem(m->entries[i].data, m->entries[i].size, name, size) &&
		    !number--)
			return i;
	ck_abort_msg("there is no entry %s", name);
	return 0;
}


/* The verdict points into the list, and this into its bytes. */
static void drop_verdict(void)
{
	verdict_free(&verdict);
	list_free(&given);
	free(bytes);
	bytes = NULL;
}

void forget(void)
{
	free(e.raw);
	e.raw = NULL;
	drop_verdict();
}

/* What a verifier would ask the machine for. */
void tell(uint16_t alg, const char *algo, unsigned int pcr)
{
	int bank = bank_by_name(bytes_of(algo));
	uint8_t value[64];

	ck_assert_int_ge(bank, 0);
	softtpm_read(alg, pcr, value, bank_types[bank].size);
	ck_assert_int_eq(pcr_set(&e.values, bank, pcr, value, &reason), 0);
}

void collect(bool quote)
{
	static const char nonce[] = "0123456789abcde";
	unsigned int pcr;

	memset(&e.values, 0, sizeof(e.values));
	memset(&e.start, 0, sizeof(e.start));
	e.nonce_size = 15;
	memcpy(e.nonce, nonce, sizeof(e.nonce));
	e.pcrs = 1U << 10;
	if (quote) {
		requote(ALG_SHA256, e.pcrs);
		return;
	}
	for (pcr = 0; pcr < 24; pcr++)
		tell(ALG_SHA256, "sha256", pcr);
}

/* 0 with a verdict, or why there is none. */
int judge(bool quoted)
{
	struct quote_files files = {
		{ e.message.data, e.message.size },
		{ e.signature.data, e.signature.size },
		{ e.key.data, e.key.size },
	};
	static struct verify_input input;
	struct rules rules = RULES_INIT;
	struct known known = { 0 };
	size_t size;
	int err = 0;

	*reason.text = '\0';
	drop_verdict();
	input = (struct verify_input){
		.known = &known, .rules = &rules,
		.evidence = { .values = e.values, .start = e.start },
	};
	ck_assert_msg(!known_parse(&known, bytes_of(e.known), &reason),
		      "%s", reason.text);
	ck_assert_msg(!known_finish(&known, &reason), "%s", reason.text);
	ck_assert_int_eq(rules_parse(&rules, bytes_of(e.rules), &reason),
			 0);
	if (quoted) {
		err = quote_check(&files,
				  (struct bytes){ e.nonce, e.nonce_size },
				  &input.evidence.quote, &verdict.findings, &reason);
		input.evidence.quoted = !err &&
					!verdict.findings.nr;
	}
	if (!err) {
		bytes = machine_list(m, &size, NULL);
		err = list_parse(&given, e.raw ? e.raw : bytes,
				 e.raw ? e.raw_size : size, &reason);
	}
	if (!err)
		err = verify_list(&given, &input, &verdict, &reason);
	/* Unless the quote was no good, and nothing was compared. */
	if (!err && quoted == input.evidence.quoted)
		split_and_judge(&given, &input, &verdict, m->no_sha384);
	known_free(&known);
	rules_free(&rules);
	ck_assert_msg(!err || *reason.text, "no reason");
	return err;
}

const char *all_findings(void)
{
	static char text[8192];
	size_t i, size = 0;

	*text = '\0';
	for (i = 0; i < verdict.findings.nr && size < 7000; i++)
		size += (size_t)snprintf(text + size, 900, "\n  %s: %s",
			verdict.findings.list[i].word,
			verdict.findings.list[i].text);
	return text;
}

static void twin(const struct forgery *forgery, bool quote)
{
	int err;

	set_known(forgery->known);
	*e.rules = '\0';
	if (forgery->word && !strcmp(forgery->word, "pcr-mixed"))
		strcpy(e.rules, "require cmdline\n");
	cheat = false;
	m->counters = false;
	forgery->story();
	collect(quote);
	err = judge(quote);
	ck_assert_msg(!err && verdict.accepted,
		      "the honest twin of \"%s\" (%s): %s%s", forgery->name,
		      quote ? "quote" : "values", reason.text, all_findings());
	forget();
}

void sign_by_software(EVP_PKEY *key, const EVP_MD *md)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	BIO *bio = BIO_new(BIO_s_mem());
	size_t size = sizeof(e.signature.data);
	char *pem;

	ck_assert(key && ctx && bio);
	ck_assert_int_eq(EVP_DigestSignInit(ctx, NULL, md, NULL, key), 1);
	ck_assert_int_eq(EVP_DigestSign(ctx, e.signature.data, &size,
					e.message.data, e.message.size), 1);
	e.signature.size = size;
	ck_assert_int_eq(PEM_write_bio_PUBKEY(bio, key), 1);
	e.key.size = (size_t)BIO_get_mem_data(bio, &pem);
	memcpy(e.key.data, pem, e.key.size);
	BIO_free(bio);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
}

static bool is_among(const char *words, const char *word)
{
	size_t size = strlen(word);
	const char *p = words;

	for (; p && (p = strstr(p, word)); p += size)
		if ((p == words || p[-1] == ' ') &&
		    (p[size] == ' ' || !p[size]))
			return true;
	return false;
}

/* What was not done is not found. */
static void nothing_else(const struct forgery *forgery)
{
	size_t i;

	for (i = 0; i < verdict.findings.nr; i++) {
		const struct finding *finding = &verdict.findings.list[i];

		ck_assert_msg((forgery->word &&
			       !strcmp(finding->word, forgery->word)) ||
			      is_among(forgery->others, finding->word),
			      "\"%s\" is %s, too: %s", forgery->name,
			      finding->word, finding->text);
	}
}

static bool is_found(const char *word)
{
	return findings_have(&verdict.findings, word) ||
	       (m->version == 2 && !strcmp(word, "record-sequence") &&
		findings_have(&verdict.findings, "unrecorded-load"));
}

static void forged(const struct forgery *forgery, bool quote)
{
	int err;

	set_known(forgery->known);
	*e.rules = '\0';
	cheat = true;
	m->counters = false;
	forgery->story();
	collect(quote);
	if (forgery->forge)
		forgery->forge();
	err = judge(quote);
	ck_assert_msg(err || !verdict.accepted, "\"%s\" (%s) is accepted",
		      forgery->name, quote ? "quote" : "values");
	if (forgery->word == UNUSABLE)
		ck_assert_msg(err == -EINVAL, "\"%s\" is not unusable:%s",
			      forgery->name, all_findings());
	else
		ck_assert_msg(!err && is_found(forgery->word),
			      "\"%s\" (%s) is not %s: %s%s", forgery->name,
			      quote ? "quote" : "values",
			      forgery->word, reason.text,
			      all_findings());
	if (m->version == 1 || forgery->only & VERSION2)
		nothing_else(forgery);
	forget();
}

void setup_tpm(void)
{
	softtpm_start();
	e.key_type = KEY_ECC;
}

void try_forgery(const struct forgery *forgery)
{
	int quote, i;

	setup_tpm();
	for (i = 0; i < 4; i++) {
		quote = i & 1;
		if (forgery->only & (quote ? VALUES : QUOTE) ||
		    (forgery->only & VERSION2 && i < 2))
			continue;
		m->version = 1 + i / 2;
		twin(forgery, quote);
		e.key_type = KEY_ECC;
		forged(forgery, quote);
		e.key_type = KEY_ECC;
	}
	softtpm_stop();
}
