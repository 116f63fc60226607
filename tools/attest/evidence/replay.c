// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Replaying a measurement list into PCRs: ima_pcr_extend(), ima_init_digests()
 * and ima_calc_field_array_hash() of the kernel.
 */
#include <string.h>

#include "replay.h"
#include "shared/util.h"

#define SHA1_SIZE	20

static const char *const algos[REPLAY_ALGORITHMS] = {
	"sha1", "sha256", "sha384", "sha512", "sm3_256"
};

void replay_free(struct replay *replay)
{
	size_t i;

	for (i = 0; i < replay->nr_algorithms; i++)
		digester_free(&replay->algorithms[i].digester);
	for (i = 0; i < replay->nr_banks; i++)
		digester_free(&replay->banks[i].digester);
	memset(replay, 0, sizeof(*replay));
}

/* Its index, or -1 if OpenSSL does not have it. */
static int use_algorithm(struct replay *replay, const char *algo)
{
	struct replay_algorithm *new =
		&replay->algorithms[replay->nr_algorithms];
	size_t i;

	for (i = 0; i < replay->nr_algorithms; i++)
		if (!strcmp(replay->algorithms[i].name, algo))
			return (int)i;
	if (digester_init(&new->digester, algo))
		return -1;
	strcpy(new->name, algo);
	return (int)replay->nr_algorithms++;
}

struct replay_bank *replay_add_bank(struct replay *replay, const char *algo,
				    enum replay_mode mode,
				    struct reason *reason)
{
	struct replay_bank *bank = &replay->banks[replay->nr_banks];
	size_t i = 0;
	int data;

	while (i < REPLAY_ALGORITHMS && strcmp(algo, algos[i]))
		i++;
	if (i == REPLAY_ALGORITHMS || replay->nr_banks == REPLAY_BANKS) {
		because(reason, 0, "unknown PCR bank \"%.32s\"", algo);
		return NULL;
	}
	data = use_algorithm(replay, mode == REPLAY_NATIVE ? algo : "sha1");
	if (data < 0 || digester_init(&bank->digester, algo)) {
		because(reason, 0, "OpenSSL does not support %s", algo);
		return NULL;
	}
	strcpy(bank->algo, algo);
	bank->mode = mode;
	bank->size = bank->digester.size;
	bank->data = (size_t)data;
	replay->nr_banks++;
	return bank;
}

static void run(struct digester *digester, const void *a, size_t a_size,
		const void *b, size_t b_size, uint8_t *digest)
{
	if (!digester_run(digester, a, a_size, b, b_size, digest))
		out_of_memory();
}

void replay_extend(struct replay *replay, const struct list_entry *entry)
{
	size_t i;

	/* Digests that are logged are checked, too, if it can be done. */
	if (entry->digest.size != replay->logged_size) {
		const char *algo = digest_algo_by_size(entry->digest.size);

		replay->logged_size = entry->digest.size;
		if (algo)
			use_algorithm(replay, algo);
	}
	for (i = 0; i < replay->nr_algorithms && !entry->violation; i++)
		run(&replay->algorithms[i].digester, entry->data.data,
		    entry->data.size, NULL, 0, replay->algorithms[i].digest);
	for (i = 0; i < replay->nr_banks && entry->pcr < TPM_PCRS; i++) {
		struct replay_bank *bank = &replay->banks[i];
		uint8_t with[LIST_DIGEST_MAX] = { 0 };
		uint8_t *pcr = bank->pcr[entry->pcr];

		if (entry->violation)
			memset(with, 0xff, bank->size);
		else
			memcpy(with, replay->algorithms[bank->data].digest,
			       bank->mode == REPLAY_PADDED_SHA1 ? SHA1_SIZE :
			       bank->size);
		run(&bank->digester, pcr, bank->size, with, bank->size, pcr);
	}
}

/* Nothing tells a list of the SM3 bank from one of the SHA-256 bank. */
static bool is_sm3(struct bytes logged, struct bytes data)
{
	uint8_t digest[LIST_DIGEST_MAX];
	size_t size;

	return !digest_of("sm3_256", data.data, data.size, digest, &size) &&
	       size == logged.size && !memcmp(digest, logged.data, size);
}

bool replay_is_altered(const struct replay *replay,
		       const struct list_entry *entry)
{
	struct bytes logged = entry->digest;
	bool differs = false;
	size_t i;

	if (entry->violation)
		return false;
	/* Algorithms may have digests of the same size: one has to agree. */
	for (i = 0; i < replay->nr_algorithms; i++) {
		if (replay->algorithms[i].digester.size != logged.size)
			continue;
		if (!memcmp(replay->algorithms[i].digest, logged.data,
			    logged.size))
			return false;
		differs = true;
	}
	return differs && !is_sm3(logged, entry->data);
}
