// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Replaying measurement lists. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evidence/replay.h"
#include "listmaker.h"
#include "unit.h"

static struct reason reason;
static struct replay replay;

static void replay_list(struct list *list, bool *altered)
{
	struct list_entry e;
	int ret;

	while ((ret = list_next(list, &e, &reason)) == 1) {
		replay_extend(&replay, &e);
		if (altered)
			altered[e.index] = replay_is_altered(&replay, &e);
	}
	ck_assert_int_eq(ret, 0);
	list_close(list);
}

static void replay_buffer(const struct buffer *buffer, bool *altered)
{
	replay_list(list_open_memory(buffer->data, buffer->size), altered);
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

static const struct {
	const char *ours, *openssl;
} algos[] = {
	{ "sha1", "sha1" }, { "sha256", "sha256" }, { "sha384", "sha384" },
	{ "sha512", "sha512" }, { "sm3_256", "sm3" },
};

/* Each bank, native and padded, against extends that are made here. */
START_TEST(banks)
{
	static const struct field fields[] = {
		D("sha256:", 32), S("/x"), { 0, NULL, NULL, 0, 0 }
	};
	uint8_t expect[2][2][64], start[64], with[64];
	struct maker m = { .algo = "sha1" };
	struct replay_bank *bank[2];
	int i, mode;
	size_t size;

	memset(start, 0x5a, sizeof(start));
	for (mode = 0; mode < 2; mode++) {
		bank[mode] = replay_add_bank(&replay, algos[_i].ours, mode,
					     &reason);
		ck_assert_ptr_eq(bank[mode], &replay.banks[mode]);
		ck_assert_str_eq(bank[mode]->algo, algos[_i].ours);
		ck_assert_int_eq(bank[mode]->mode, mode);
		memset(expect[mode][0], 0, 64);
		memset(expect[mode][1], 0x5a, 64);
		memcpy(bank[mode]->pcr[23], start, sizeof(start));
	}
	for (i = 0; i < 3; i++) {
		make(&m, i == 1 ? 23 : 10, "ima-ng", fields, i == 2);
		for (mode = 0; mode < 2; mode++) {
			memset(with, 0, sizeof(with));
			digest_by(mode ? "sha1" : algos[_i].openssl,
				  m.data.data, m.data.size, with, &size);
			if (i == 2)
				memset(with, 0xff, sizeof(with));
			extend(algos[_i].openssl, expect[mode][i == 1], with);
		}
	}
	replay_buffer(&m.binary, NULL);
	for (mode = 0; mode < 2; mode++) {
		size = bank[mode]->size;
		ck_assert_mem_eq(bank[mode]->pcr[10], expect[mode][0], size);
		ck_assert_mem_eq(bank[mode]->pcr[23], expect[mode][1], size);
	}
	maker_free(&m);
}
END_TEST

static void add_bank(const char *algo)
{
	ck_assert_ptr_nonnull(replay_add_bank(&replay, algo, 0, &reason));
}

START_TEST(altered_entries)
{
	struct maker m = { .algo = "sha256" };
	bool altered[4];
	int i;

	for (i = 0; i < 4; i++)
		make_plain(&m, "name");
	m.binary.data[m.starts[2] - 3] ^= 1;	/* in a name */
	m.binary.data[m.starts[3] + 10] ^= 1;	/* in a digest */
	add_bank("sha1");
	replay_buffer(&m.binary, altered);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(altered[i], i % 2);
	maker_free(&m);
}
END_TEST

START_TEST(refused_banks)
{
	static const char *const none[] = {
		"sha224", "shake128", "", "SHA1", "md5", "sha256 ",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(none); i++)
		ck_assert_ptr_null(replay_add_bank(&replay, none[i], 0,
						   &reason));
	for (i = 0; i < REPLAY_BANKS; i++)
		ck_assert_ptr_eq(replay_add_bank(&replay, algos[i % 4].ours,
						 i / 4, &reason),
				 &replay.banks[i]);
	ck_assert_ptr_null(replay_add_bank(&replay, "sha1", 0, &reason));
}
END_TEST

/* The lists of a guest give what its TPM held. */
START_TEST(from_guest)
{
	static const char *const lists[] = {
		"tests/unit/lists/binary-sha1", "tests/unit/lists/ascii-sha256",
	};
	FILE *pcrs = fopen("tests/unit/lists/pcrs-sha256", "r");
	char text[65], value[65];
	bool altered[48];
	struct list *list;
	int pcr, i, n = 0;

	add_bank("sha256");
	ck_assert_int_eq(list_open(&list, &lists[_i], 1, &reason), 0);
	replay_list(list, altered);
	ck_assert(!altered[0] && !altered[47]);
	ck_assert_ptr_nonnull(pcrs);
	while (fscanf(pcrs, "%d %64s", &pcr, text) == 2) {
		for (i = 0; i < 32; i++)
			sprintf(value + 2 * i, "%02X",
				replay.banks[0].pcr[pcr][i]);
		ck_assert_str_eq(value, text);
		n++;
	}
	fclose(pcrs);
	ck_assert_int_eq(n, 2);
}
END_TEST

/* A list may go on with digests of another size: those can be checked, too. */
START_TEST(two_sizes)
{
	struct maker first = { .algo = "sha1" }, second = { .algo = "sha384" };
	const struct maker *makers[] = { &first, &second };
	struct field fields[] = {
		D("sha256:", 32), S("/file"), { 0, NULL, NULL, 0, 0 }
	};
	uint8_t zeros[64] = { 0 }, digest[64];
	struct list_entry entry;
	struct list *list;
	size_t i;

	make(&first, 10, "ima-ng", fields, false);
	make(&second, 10, "ima-ng", fields, false);
	add_bank("sha256");
	for (i = 0; i < 2; i++) {
		list = list_open_memory(makers[i]->binary.data,
					makers[i]->binary.size);
		ck_assert_int_eq(list_next(list, &entry, &reason), 1);
		replay_extend(&replay, &entry);
		ck_assert(!replay_is_altered(&replay, &entry));
		memcpy(digest, entry.digest.data, entry.digest.size);
		digest[3] ^= 1;
		entry.digest.data = digest;
		ck_assert(replay_is_altered(&replay, &entry));
		list_close(list);
	}
	ck_assert_mem_ne(replay.banks[0].pcr[10], zeros, 32);
	maker_free(&first);
	maker_free(&second);
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
	size_t i;

	make(&m, 40, "ima-ng", fields, false);
	make(&m, 63, "ima-ng", fields, true);
	add_bank("sha256");
	replay_buffer(&m.binary, NULL);
	for (i = 0; i < TPM_PCRS; i++)
		ck_assert_mem_eq(replay.banks[0].pcr[i], zeros, 32);
	maker_free(&m);
}
END_TEST

static void teardown(void)
{
	replay_free(&replay);
}

int main(void)
{
	Suite *suite = suite_create("replay");
	TCase *tc = tcase(suite, "replay");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_loop_test(tc, banks, 0, ARRAY_SIZE(algos));
	tcase_add_test(tc, altered_entries);
	tcase_add_test(tc, refused_banks);
	tcase_add_loop_test(tc, from_guest, 0, 2);
	tcase_add_test(tc, two_sizes);
	tcase_add_test(tc, no_such_pcr);
	return run_tests(suite);
}
