// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Replaying measurement lists, and comparing them with PCRs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/proof.h"
#include "listmaker.h"
#include "unit.h"

static struct pcr_evidence evidence;
static struct findings findings;
static struct proof proof;
static struct reason reason;

static void prove_list(struct list *list)
{
	const struct rules rules = RULES_INIT;

	findings_free(&findings);
	ck_assert_msg(!prove(&proof, list, &evidence, &rules, &findings,
			     &reason), "%s", reason.text);
	list_free(list);
}

static void prove_buffer(const struct buffer *buffer)
{
	struct list list;

	ck_assert_int_eq(list_parse(&list, buffer->data, buffer->size, &reason),
			 0);
	prove_list(&list);
}

static void tell(enum bank bank, unsigned int pcr, const uint8_t *value)
{
	ck_assert_int_eq(pcr_set(&evidence.values, bank, pcr, value, &reason),
			 0);
}

/* What a TPM does, by itself: PCR = H(PCR || @with). */
static void extend(const char *algo, uint8_t *pcr, const uint8_t *with)
{
	uint8_t both[128], digest[64];
	size_t size;

	digest_by(algo, "", 0, digest, &size);
	memcpy(both, pcr, size);
	memcpy(both + size, with, size);
	digest_by(algo, both, 2 * size, pcr, &size);
}

static const char *const openssl_names[NR_BANKS] = {
	"sha1", "sha256", "sha384", "sha512", "sm3"
};

/* Each bank, native and padded, against extends that are made here. */
START_TEST(banks)
{
	static const struct field fields[] = {
		D("sha256:", 32), S("/x"), { 0, NULL, NULL, 0, 0 }
	};
	const char *algo = openssl_names[_i % NR_BANKS];
	bool padded = _i >= NR_BANKS;
	struct maker m = { .algo = "sha1" };
	uint8_t pcr[2][64] = { 0 }, with[64];
	enum bank bank = _i % NR_BANKS;
	size_t size;
	int i;

	/* The kernel has these algorithms. */
	if (padded && (bank == BANK_SHA1 || bank == BANK_SHA256))
		return;
	memset(pcr[1], 0x5a, 64);
	ck_assert_int_eq(pcr_set(&evidence.start, bank, 12, pcr[1], &reason),
			 0);
	ck_assert_int_eq(pcr_set(&evidence.start, bank, 10, pcr[0], &reason),
			 0);
	for (i = 0; i < 3; i++) {
		make(&m, i == 1 ? 12 : 10, "ima-ng", fields, i == 2);
		memset(with, 0, sizeof(with));
		digest_by(padded ? "sha1" : algo, m.data.data, m.data.size,
			  with, &size);
		if (i == 2)
			memset(with, 0xff, sizeof(with));
		extend(algo, pcr[i == 1], with);
	}
	tell(bank, 10, pcr[0]);
	tell(bank, 12, pcr[1]);
	prove_buffer(&m.binary);
	ck_assert(!proof.mismatch && !proof.empty);
	ck_assert_uint_eq(proof.proven, 3);
	ck_assert_uint_eq(proof.reach[10], 3);
	ck_assert_uint_eq(proof.reach[12], 2);
	ck_assert_uint_eq(proof.compared[bank], 1U << 10 | 1U << 12);
	ck_assert_int_eq(findings_have(&findings, "weak-bank"),
			 padded || bank == BANK_SHA1);

	evidence.values.banks[bank].value[12][0] ^= 1;
	prove_buffer(&m.binary);
	ck_assert(proof.mismatch);
	ck_assert(findings_have(&findings, "pcr-mismatch"));
	maker_free(&m);
}
END_TEST

/* The first that was altered without care is named. */
START_TEST(altered_entries)
{
	struct maker m = { .algo = "sha256" };
	uint8_t pcr[20] = { 0 }, with[64];
	size_t size;
	int i;

	for (i = 0; i < 4; i++)
		make_plain(&m, "name");
	if (_i)
		m.binary.data[m.starts[3] - 3] ^= 1;	/* in a name */
	m.binary.data[m.starts[3] + 10] ^= 1;		/* in a digest */
	for (i = 0; i < 4; i++) {
		size = (i < 3 ? m.starts[i + 1] : m.binary.size) - m.starts[i] -
		       m.data.size;
		digest_by("sha1", m.binary.data + m.starts[i] + size,
			  m.data.size, with, &size);
		extend("sha1", pcr, with);
	}
	tell(BANK_SHA1, 10, pcr);
	prove_buffer(&m.binary);
	ck_assert(!proof.mismatch);
	ck_assert_uint_eq(findings.nr, 2);
	ck_assert_str_eq(findings.list[0].word, "weak-bank");
	ck_assert_str_eq(findings.list[1].word, "altered-entry");
	ck_assert_uint_eq(findings.list[1].at.entry, _i ? 3 : 4);
	maker_free(&m);
}
END_TEST

/* The lists of a guest give what its TPM held. */
START_TEST(from_guest)
{
	static const char *const lists[] = {
		"tests/unit/lists/binary-sha1", "tests/unit/lists/ascii-sha256",
	};
	FILE *pcrs = fopen("tests/unit/lists/pcrs-sha256", "r");
	char line[80], text[160] = "";
	struct list list;
	int pcr, n = 0;

	ck_assert_ptr_nonnull(pcrs);
	while (fscanf(pcrs, "%d %64s", &pcr, line) == 2) {
		sprintf(text + strlen(text), "PCR-%d: %s\n", pcr, line);
		n++;
	}
	fclose(pcrs);
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(pcr_parse(&evidence.values, bytes_of(text), -1,
				   &reason), 0);
	ck_assert_int_eq(list_read(&list, &lists[_i], 1, &reason), 0);
	prove_list(&list);
	ck_assert_uint_eq(proof.entries, 48);
	ck_assert_uint_eq(proof.proven, 48);
	ck_assert_uint_eq(findings.nr, 0);
}
END_TEST

/* A list may go on with digests of another size: those are checked, too. */
START_TEST(two_sizes)
{
	struct maker first = { .algo = "sha1" }, second = { .algo = "sha384" };
	struct field fields[] = {
		D("sha256:", 32), S("/file"), { 0, NULL, NULL, 0, 0 }
	};
	struct maker *makers[] = { &first, &second };
	uint8_t pcr[32] = { 0 }, with[64];
	const char *list[2];
	char paths[2][512];
	struct list l;
	size_t i, size;
	FILE *file;

	for (i = 0; i < 2; i++) {
		make(makers[i], 10, "ima-ng", fields, false);
		digest_by("sha256", makers[i]->data.data, makers[i]->data.size,
			  with, &size);
		extend("sha256", pcr, with);
		if (_i == (int)i + 1)
			makers[i]->binary.data[7] ^= 1;
		snprintf(paths[i], sizeof(paths[i]), "%s/%zu", test_dir(), i);
		file = fopen(paths[i], "w");
		fwrite(makers[i]->binary.data, 1, makers[i]->binary.size, file);
		fclose(file);
		list[i] = paths[i];
		maker_free(makers[i]);
	}
	tell(BANK_SHA256, 10, pcr);
	ck_assert_int_eq(list_read(&l, list, 2, &reason), 0);
	prove_list(&l);
	ck_assert_uint_eq(proof.proven, 2);
	ck_assert_uint_eq(findings.nr, _i != 0);
	if (_i) {
		ck_assert_str_eq(findings.list[0].word, "altered-entry");
		ck_assert_uint_eq(findings.list[0].at.entry, _i);
	}
	for (i = 0; i < 2; i++)
		remove(paths[i]);
}
END_TEST

/* An entry of a PCR that no TPM has extends nothing. */
START_TEST(no_such_pcr)
{
	struct maker m = { .algo = "sha1" };
	struct field fields[] = {
		D("sha256:", 32), S("/file"), { 0, NULL, NULL, 0, 0 }
	};
	uint8_t zeros[64] = { 0 };
	unsigned int i;

	make(&m, 40, "ima-ng", fields, false);
	make(&m, 63, "ima-ng", fields, true);
	for (i = 0; i < TPM_PCRS; i++)
		tell(BANK_SHA256, i, zeros);
	prove_buffer(&m.binary);
	ck_assert(!proof.mismatch);
	ck_assert_uint_eq(findings.nr, 2);
	ck_assert_str_eq(findings.list[0].word, "pcr-uncovered");
	ck_assert_str_eq(findings.list[1].word, "pcr-uncovered");
	maker_free(&m);
}
END_TEST

static void setup(void)
{
	evidence = (struct pcr_evidence){ .quoted = false };
}

static void teardown(void)
{
	findings_free(&findings);
}

int main(void)
{
	Suite *suite = suite_create("proof");
	TCase *tc = tcase(suite, "replay");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, banks, 0, 2 * NR_BANKS);
	tcase_add_loop_test(tc, altered_entries, 0, 2);
	tcase_add_loop_test(tc, from_guest, 0, 2);
	tcase_add_loop_test(tc, two_sizes, 0, 3);
	tcase_add_test(tc, no_such_pcr);
	return run_tests(suite);
}
