// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Replaying a measurement list into PCRs: ima_pcr_extend(), ima_init_digests()
 * and ima_calc_field_array_hash() of the kernel.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "replay.h"

#define ALGORITHMS_MAX	5	/* all that banks can have */
#define SHA1_SIZE	20

/**
 * struct replay_algorithm - an algorithm that digests of the data are made by
 * @digest: Of the last entry.
 */
struct replay_algorithm {
	char name[16];
	struct digester digester;
	uint8_t digest[LIST_DIGEST_MAX];
};

/**
 * struct replay_bank - a bank
 * @digester: What makes PCR || digest into PCR.
 * @data:     The algorithm whose digests it is extended with.
 * @watched:  Per PCR, a value, or NULL; @seen: what replay_seen() says.
 */
struct replay_bank {
	char name[16];
	struct digester digester;
	size_t data;
	enum replay_mode mode;
	uint8_t pcr[TPM_PCRS][LIST_DIGEST_MAX];
	const uint8_t *watched[TPM_PCRS];
	size_t seen[TPM_PCRS];
};

struct replay {
	struct replay_algorithm algorithms[ALGORITHMS_MAX];
	size_t nr_algorithms;
	struct replay_bank *banks[REPLAY_BANKS];
	size_t nr_banks;
};

static const char *const algos[] = {
	"sha1", "sha256", "sha384", "sha512", "sm3_256"
};

struct replay *replay_new(void)
{
	return calloc(1, sizeof(struct replay));
}

static void free_bank(struct replay_bank *bank)
{
	digester_free(&bank->digester);
	free(bank);
}

void replay_free(struct replay *replay)
{
	size_t i;

	if (!replay)
		return;
	for (i = 0; i < replay->nr_algorithms; i++)
		digester_free(&replay->algorithms[i].digester);
	for (i = 0; i < replay->nr_banks; i++)
		free_bank(replay->banks[i]);
	free(replay);
}

static int new_digester(struct digester *digester, const char *algo,
			struct reason *reason)
{
	int err = digester_init(digester, algo);

	if (err == -EOPNOTSUPP)
		return because(reason, err, "OpenSSL has no %s here", algo);
	return err ? because(reason, err, "out of memory") : 0;
}

static int use_algorithm(struct replay *replay, const char *algo,
			 size_t *found, struct reason *reason)
{
	struct replay_algorithm *new =
		&replay->algorithms[replay->nr_algorithms];
	size_t i;
	int err;

	for (i = 0; i < replay->nr_algorithms; i++) {
		if (!strcmp(replay->algorithms[i].name, algo)) {
			*found = i;
			return 0;
		}
	}
	err = new_digester(&new->digester, algo, reason);
	if (err)
		return err;
	strcpy(new->name, algo);
	*found = replay->nr_algorithms++;
	return 0;
}

int replay_add_bank(struct replay *replay, const char *algo,
		    enum replay_mode mode, struct reason *reason)
{
	struct replay_bank *bank;
	size_t i;
	int err;

	for (i = 0; i < sizeof(algos) / sizeof(algos[0]); i++)
		if (!strcmp(algo, algos[i]))
			break;
	if (i == sizeof(algos) / sizeof(algos[0]))
		return because(reason, -EOPNOTSUPP,
			       "\"%.32s\" is no algorithm of PCR banks that is known",
			       algo);
	if (replay->nr_banks == REPLAY_BANKS)
		return because(reason, -ENOSPC, "more than %d banks",
			       REPLAY_BANKS);
	bank = calloc(1, sizeof(*bank));
	if (!bank)
		return because(reason, -ENOMEM, "out of memory");
	err = new_digester(&bank->digester, algo, reason);
	if (!err)
		err = use_algorithm(replay, mode == REPLAY_NATIVE ? algo :
				    "sha1", &bank->data, reason);
	if (err) {
		free_bank(bank);
		return err;
	}
	strcpy(bank->name, algo);
	bank->mode = mode;
	replay->banks[replay->nr_banks] = bank;
	return (int)replay->nr_banks++;
}

int replay_add_logged(struct replay *replay, size_t digest_size,
		      struct reason *reason)
{
	const char *algo = digest_algo_by_size(digest_size);
	size_t i;
	int err;

	if (!algo)
		return 0;
	err = use_algorithm(replay, algo, &i, reason);
	return err == -EOPNOTSUPP ? 0 : err;
}

size_t replay_banks(const struct replay *replay)
{
	return replay->nr_banks;
}

const char *replay_algo(const struct replay *replay, size_t bank)
{
	return replay->banks[bank]->name;
}

enum replay_mode replay_bank_mode(const struct replay *replay, size_t bank)
{
	return replay->banks[bank]->mode;
}

size_t replay_digest_size(const struct replay *replay, size_t bank)
{
	return replay->banks[bank]->digester.size;
}

void replay_start(struct replay *replay, size_t bank, uint32_t pcr,
		  const uint8_t *value)
{
	memcpy(replay->banks[bank]->pcr[pcr], value,
	       replay_digest_size(replay, bank));
}

void replay_watch(struct replay *replay, size_t bank, uint32_t pcr,
		  const uint8_t *value)
{
	struct replay_bank *to = replay->banks[bank];

	to->watched[pcr] = value;
	to->seen[pcr] = memcmp(to->pcr[pcr], value, to->digester.size) ?
			REPLAY_NEVER : 0;
}

size_t replay_seen(const struct replay *replay, size_t bank, uint32_t pcr)
{
	return replay->banks[bank]->seen[pcr];
}

static bool extend_bank(struct replay *replay, size_t bank,
			const struct list_entry *entry)
{
	struct replay_bank *to = replay->banks[bank];
	size_t size = to->digester.size;
	uint8_t *pcr = to->pcr[entry->pcr];
	uint8_t with[LIST_DIGEST_MAX] = { 0 };

	if (entry->violation)
		memset(with, 0xff, size);
	else
		memcpy(with, replay->algorithms[to->data].digest,
		       to->mode == REPLAY_PADDED_SHA1 ? SHA1_SIZE : size);
	if (!digester_run(&to->digester, pcr, size, with, size, pcr))
		return false;
	if (to->watched[entry->pcr] &&
	    !memcmp(pcr, to->watched[entry->pcr], size))
		to->seen[entry->pcr] = entry->index + 1;
	return true;
}

static int openssl_failed(const char *algo, struct reason *reason)
{
	return because(reason, -ENOMEM, "OpenSSL cannot make a digest by %s",
		       algo);
}

int replay_extend(struct replay *replay, const struct list_entry *entry,
		  struct reason *reason)
{
	size_t i;

	for (i = 0; i < replay->nr_algorithms && !entry->violation; i++) {
		struct replay_algorithm *algorithm = &replay->algorithms[i];

		if (!digester_run(&algorithm->digester, entry->data.data,
				  entry->data.size, NULL, 0,
				  algorithm->digest))
			return openssl_failed(algorithm->name, reason);
	}
	for (i = 0; i < replay->nr_banks && entry->pcr < TPM_PCRS; i++)
		if (!extend_bank(replay, i, entry))
			return openssl_failed(replay_algo(replay, i), reason);
	return 0;
}

const uint8_t *replay_value(const struct replay *replay, size_t bank,
			    uint32_t pcr)
{
	return replay->banks[bank]->pcr[pcr];
}

/* Nothing tells a list of the SM3 bank from one of the SHA-256 bank. */
static bool is_sm3(struct bytes logged, struct bytes data)
{
	uint8_t digest[LIST_DIGEST_MAX];
	size_t size;

	return !digest_of("sm3_256", data.data, data.size, digest, &size) &&
	       size == logged.size && !memcmp(digest, logged.data, size);
}

enum replay_check replay_check_digest(const struct replay *replay,
				      const struct list_entry *entry)
{
	enum replay_check check = REPLAY_CANNOT_TELL;
	struct bytes logged = entry->digest;
	size_t i;

	if (entry->violation)
		return check;
	/* Algorithms may have digests of the same size: one has to agree. */
	for (i = 0; i < replay->nr_algorithms; i++) {
		if (replay->algorithms[i].digester.size != logged.size)
			continue;
		if (!memcmp(replay->algorithms[i].digest, logged.data,
			    logged.size))
			return REPLAY_AGREES;
		check = REPLAY_DIFFERS;
	}
	if (check == REPLAY_DIFFERS && is_sm3(logged, entry->data))
		return REPLAY_AGREES;
	return check;
}
