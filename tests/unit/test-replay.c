// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Replaying measurement lists. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evidence/replay-batch.h"
#include "listmaker.h"
#include "unit.h"

static struct reason reason;
static struct replay *replay;

static void replay_list(struct list *list, enum replay_check *check)
{
	struct list_entry e;
	int ret;

	while ((ret = list_next(list, &e, &reason)) == 1) {
		ck_assert_int_eq(replay_extend(replay, &e, &reason), 0);
		if (check)
			check[e.index] = replay_check_digest(replay, &e);
	}
	ck_assert_int_eq(ret, 0);
	list_close(list);
}

static void replay_buffer(const struct buffer *buffer, enum replay_check *check)
{
	struct list *list;

	ck_assert_int_eq(list_open_memory(&list, buffer->data, buffer->size,
					  NULL, &reason), 0);
	replay_list(list, check);
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
	int bank[2], i, mode;
	size_t size;

	memset(start, 0x5a, sizeof(start));
	for (mode = 0; mode < 2; mode++) {
		bank[mode] = replay_add_bank(replay, algos[_i].ours, mode,
					     &reason);
		ck_assert_int_eq(bank[mode], mode);
		ck_assert_str_eq(replay_algo(replay, mode), algos[_i].ours);
		ck_assert_int_eq(replay_bank_mode(replay, mode), mode);
		memset(expect[mode][0], 0, 64);
		memset(expect[mode][1], 0x5a, 64);
		replay_start(replay, mode, 23, start);
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
		size = replay_digest_size(replay, mode);
		ck_assert_mem_eq(replay_value(replay, mode, 10),
				 expect[mode][0], size);
		ck_assert_mem_eq(replay_value(replay, mode, 23),
				 expect[mode][1], size);
	}
	maker_free(&m);
}
END_TEST

START_TEST(altered)
{
	enum replay_check check[4];
	struct maker m = { .algo = "sha256" };
	int i;

	for (i = 0; i < 4; i++)
		make_plain(&m, "name");
	m.binary.data[m.starts[2] - 3] ^= 1;	/* in a name */
	m.binary.data[m.starts[3] + 10] ^= 1;	/* in a digest */
	ck_assert_int_eq(replay_add_bank(replay, "sha1", 0, &reason), 0);
	replay_buffer(&m.binary, check);
	ck_assert_int_eq(check[1], REPLAY_CANNOT_TELL);
	replay_free(replay);
	replay = replay_new();
	ck_assert_int_eq(replay_add_bank(replay, "sha256", 0, &reason), 0);
	replay_buffer(&m.binary, check);
	ck_assert_int_eq(check[0], REPLAY_AGREES);
	ck_assert_int_eq(check[1], REPLAY_DIFFERS);
	ck_assert_int_eq(check[2], REPLAY_AGREES);
	ck_assert_int_eq(check[3], REPLAY_DIFFERS);
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
		ck_assert_int_eq(replay_add_bank(replay, none[i], 0, &reason),
				 -EOPNOTSUPP);
	for (i = 0; i < REPLAY_BANKS; i++)
		ck_assert_int_eq(replay_add_bank(replay, algos[i % 4].ours,
						 i / 4, &reason), i);
	ck_assert_int_eq(replay_add_bank(replay, "sha1", 0, &reason), -ENOSPC);
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
	enum replay_check check[48];
	struct list *list;
	int pcr, i, n = 0;

	ck_assert_int_eq(replay_add_bank(replay, "sha256", 0, &reason), 0);
	ck_assert_int_eq(list_open(&list, &lists[_i], 1, NULL, &reason), 0);
	replay_list(list, check);
	ck_assert_int_eq(check[0], _i ? REPLAY_AGREES : REPLAY_CANNOT_TELL);
	ck_assert_ptr_nonnull(pcrs);
	while (fscanf(pcrs, "%d %64s", &pcr, text) == 2) {
		for (i = 0; i < 32; i++)
			sprintf(value + 2 * i, "%02X",
				replay_value(replay, 0, pcr)[i]);
		ck_assert_str_eq(value, text);
		n++;
	}
	fclose(pcrs);
	ck_assert_int_eq(n, 2);
}
END_TEST

/*
 * Many entries at once are what they are one by one: more than two batches, in
 * all banks, of which one is filled up; PCRs that no TPM has, violations, a
 * record larger than a batch, and pieces with digests of two sizes.
 */
#define MANY	5000

struct many {
	struct replay *one;		/* the same, one by one */
	struct list *list;
	size_t steps;
};

static const char *const many_banks[] = {
	"sha256", "sha1", "sha384", "sha512", "sha512",
};

static void add_banks(struct replay *to)
{
	uint8_t start[64];
	size_t i;

	memset(start, 0x77, sizeof(start));
	for (i = 0; i < ARRAY_SIZE(many_banks); i++)
		ck_assert_int_eq(replay_add_bank(to, many_banks[i], i == 4,
						 &reason), i);
	for (i = 0; i < ARRAY_SIZE(many_banks); i++)
		replay_start(to, i, 10, start);
}

static void put_many(struct maker *m, size_t n)
{
	static char large[300 << 10];
	struct field fields[] = {
		D("sha256:", 32), S(""), { 0, NULL, NULL, 0, 0 }
	};
	size_t i;
	char name[32];

	memset(large, 'x', sizeof(large));
	for (i = 0; i < n; i++) {
		bool is_large = i == 1500 || i == 1501;

		fields[1].data = is_large ? large : name;
		fields[1].size = is_large ? sizeof(large) :
				 (size_t)sprintf(name, "/file/%zu", i);
		make(m, i % 7 == 3 ? 11 : i % 97 == 5 ? 40 : 10, "ima-ng",
		     fields, i % 89 == 4);
	}
}

static void compare_step(void *context, const struct replay_step *step)
{
	struct many *many = context;
	struct list_entry entry;
	size_t bank;

	ck_assert_int_eq(list_next(many->list, &entry, &reason), 1);
	ck_assert_int_eq(replay_extend(many->one, &entry, &reason), 0);
	ck_assert_uint_eq(step->index, many->steps++);
	ck_assert_uint_eq(step->index, entry.index);
	ck_assert_uint_eq(step->pcr, entry.pcr);
	/* It has been told of the digests in the second piece, too. */
	ck_assert_int_eq(step->check, entry.violation ? REPLAY_CANNOT_TELL :
			 entry.index == 1234 || entry.index == MANY + 8 ?
			 REPLAY_DIFFERS : REPLAY_AGREES);
	for (bank = 0; bank < ARRAY_SIZE(many_banks) && entry.pcr < TPM_PCRS;
	     bank++)
		ck_assert_mem_eq(step->value[bank],
				 replay_value(many->one, bank, entry.pcr),
				 replay_digest_size(many->one, bank));
}

START_TEST(in_batches)
{
	struct maker first = { .algo = "sha1" }, second = { .algo = "sha256" };
	const struct maker *makers[] = { &first, &second };
	struct replay_batches *batches;
	struct many many = { .one = replay_new() };
	char paths[2][512];
	const char *list[2] = { paths[0], paths[1] };
	struct list_entry entry;
	struct list *from;
	size_t i, bank;

	put_many(&first, MANY);
	put_many(&second, 20);
	for (i = 0; i < 2; i++) {
		FILE *file;

		snprintf(paths[i], sizeof(paths[i]), "%s/%zu", test_dir(), i);
		file = fopen(paths[i], "w");
		ck_assert_ptr_nonnull(file);
		fwrite(makers[i]->binary.data, 1, makers[i]->binary.size, file);
		ck_assert_int_eq(fclose(file), 0);
	}
	add_banks(replay);
	add_banks(many.one);
	batches = replay_batches_new(replay, true, compare_step, &many);
	ck_assert_ptr_nonnull(batches);
	ck_assert_int_eq(list_open(&from, list, 2, NULL, &reason), 0);
	ck_assert_int_eq(list_open(&many.list, list, 2, NULL, &reason), 0);
	while (list_next(from, &entry, &reason) == 1) {
		uint8_t digest[64];

		memcpy(digest, entry.digest.data, entry.digest.size);
		if (entry.index == 1234 || entry.index == MANY + 8)
			digest[3] ^= 1;
		entry.digest.data = digest;
		ck_assert_int_eq(replay_batches_add(batches, &entry, &reason),
				 0);
	}
	ck_assert_uint_eq(list_count(from), MANY + 20);
	ck_assert_int_eq(replay_batches_finish(batches, &reason), 0);
	ck_assert_uint_eq(many.steps, MANY + 20);
	for (bank = 0; bank < ARRAY_SIZE(many_banks); bank++)
		for (i = 0; i < TPM_PCRS; i++)
			ck_assert_mem_eq(replay_value(replay, bank, i),
					 replay_value(many.one, bank, i),
					 replay_digest_size(replay, bank));
	replay_batches_free(batches);
	replay_free(many.one);
	list_close(from);
	list_close(many.list);
	unlink(paths[0]);
	unlink(paths[1]);
	maker_free(&first);
	maker_free(&second);
}
END_TEST

/* Without entries, and given up in the middle. */
START_TEST(given_up)
{
	struct maker m = { .algo = "sha1" };
	struct replay_batches *batches;
	struct many many = { .steps = 0 };
	struct list_entry entry;
	struct list *list;

	batches = replay_batches_new(replay, true, compare_step, &many);
	ck_assert_int_eq(replay_batches_finish(batches, &reason), 0);
	ck_assert_uint_eq(many.steps, 0);
	replay_batches_free(batches);

	add_banks(replay);
	many.one = replay_new();
	add_banks(many.one);
	batches = replay_batches_new(replay, true, compare_step, &many);
	put_many(&m, 1400);
	ck_assert_int_eq(list_open_memory(&list, m.binary.data, m.binary.size,
					  NULL, &reason), 0);
	while (list_next(list, &entry, &reason) == 1)
		ck_assert_int_eq(replay_batches_add(batches, &entry, &reason),
				 0);
	replay_batches_free(batches);
	replay_batches_free(NULL);
	replay_free(many.one);
	list_close(list);
	maker_free(&m);
}
END_TEST

static void setup(void)
{
	replay = replay_new();
	ck_assert_ptr_nonnull(replay);
}

static void teardown(void)
{
	replay_free(replay);
}

int main(void)
{
	Suite *suite = suite_create("replay");
	TCase *tc = tcase(suite, "replay");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, banks, 0, ARRAY_SIZE(algos));
	tcase_add_test(tc, altered);
	tcase_add_test(tc, refused_banks);
	tcase_add_loop_test(tc, from_guest, 0, 2);
	tcase_add_test(tc, in_batches);
	tcase_add_test(tc, given_up);
	return run_tests(suite);
}
