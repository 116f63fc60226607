// SPDX-License-Identifier: GPL-2.0-only
/*
 * Replaying a measurement list into PCRs: ima_pcr_extend(), ima_init_digests()
 * and ima_calc_field_array_hash() of the kernel.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "replay.h"

#define SHA1_SIZE	20

/* An algorithm, and the digest by it of the data of the last entry. */
struct algorithm {
	char name[16];
	struct digester digester;
	uint8_t digest[LIST_DIGEST_MAX];
	bool of_data;		/* a bank is extended with it */
};

struct bank {
	size_t algorithm;
	enum replay_mode mode;
	uint8_t extended[LIST_DIGEST_MAX];
	uint8_t pcr[LIST_PCRS][LIST_DIGEST_MAX];
};

struct replay {
	struct algorithm algorithms[REPLAY_BANKS + 1];
	size_t nr_algorithms;
	struct bank *banks[REPLAY_BANKS];
	size_t nr_banks;
	size_t sha1;		/* of the padded banks */
	uint32_t pcrs;
};

static const char *const algos[] = {
	"sha1", "sha256", "sha384", "sha512", "sm3_256"
};

struct replay *replay_new(void)
{
	return calloc(1, sizeof(struct replay));
}

void replay_free(struct replay *replay)
{
	size_t i;

	if (!replay)
		return;
	for (i = 0; i < replay->nr_algorithms; i++)
		digester_free(&replay->algorithms[i].digester);
	for (i = 0; i < replay->nr_banks; i++)
		free(replay->banks[i]);
	free(replay);
}

static int find_algorithm(struct replay *replay, const char *algo,
			  size_t *found, struct reason *reason)
{
	struct algorithm *new = &replay->algorithms[replay->nr_algorithms];
	size_t i;
	int err;

	for (i = 0; i < replay->nr_algorithms; i++) {
		if (!strcmp(replay->algorithms[i].name, algo)) {
			*found = i;
			return 0;
		}
	}
	err = digester_init(&new->digester, algo);
	if (err == -EOPNOTSUPP)
		return because(reason, err, "OpenSSL has no %s here", algo);
	if (err)
		return because(reason, err, "out of memory");
	strcpy(new->name, algo);
	*found = replay->nr_algorithms++;
	return 0;
}

int replay_add_bank(struct replay *replay, const char *algo,
		    enum replay_mode mode, struct reason *reason)
{
	struct bank *bank;
	size_t i, algorithm, data;
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
	err = find_algorithm(replay, algo, &algorithm, reason);
	data = algorithm;
	if (!err && mode == REPLAY_PADDED_SHA1) {
		err = find_algorithm(replay, "sha1", &data, reason);
		replay->sha1 = data;
	}
	if (err)
		return err;
	bank = calloc(1, sizeof(*bank));
	if (!bank)
		return because(reason, -ENOMEM, "out of memory");
	replay->algorithms[data].of_data = true;
	bank->algorithm = algorithm;
	bank->mode = mode;
	replay->banks[replay->nr_banks] = bank;
	return (int)replay->nr_banks++;
}

size_t replay_banks(const struct replay *replay)
{
	return replay->nr_banks;
}

const char *replay_algo(const struct replay *replay, size_t bank)
{
	return replay->algorithms[replay->banks[bank]->algorithm].name;
}

enum replay_mode replay_bank_mode(const struct replay *replay, size_t bank)
{
	return replay->banks[bank]->mode;
}

size_t replay_digest_size(const struct replay *replay, size_t bank)
{
	size_t i = replay->banks[bank]->algorithm;

	return replay->algorithms[i].digester.size;
}

void replay_start(struct replay *replay, size_t bank, uint32_t pcr,
		  const uint8_t *value)
{
	memcpy(replay->banks[bank]->pcr[pcr], value,
	       replay_digest_size(replay, bank));
}

/* What the entry extends a bank with. */
static void set_extended(const struct replay *replay, struct bank *bank,
			 bool violation)
{
	const struct algorithm *algorithm =
		&replay->algorithms[bank->algorithm];
	size_t size = algorithm->digester.size, used = size;
	const uint8_t *digest = algorithm->digest;

	if (bank->mode == REPLAY_PADDED_SHA1) {
		digest = replay->algorithms[replay->sha1].digest;
		used = SHA1_SIZE;
	}
	if (violation)
		memset(bank->extended, 0xff, used);
	else
		memcpy(bank->extended, digest, used);
	memset(bank->extended + used, 0, size - used);
}

static bool extend(struct replay *replay, struct bank *bank, uint32_t pcr,
		   bool violation)
{
	struct algorithm *algorithm = &replay->algorithms[bank->algorithm];
	size_t size = algorithm->digester.size;
	uint8_t *value = bank->pcr[pcr];

	set_extended(replay, bank, violation);
	return digester_run(&algorithm->digester, value, size, bank->extended,
			    size, value);
}

int replay_extend(struct replay *replay, const struct list_entry *entry,
		  struct reason *reason)
{
	size_t i;

	for (i = 0; i < replay->nr_algorithms && !entry->violation; i++) {
		struct algorithm *algorithm = &replay->algorithms[i];

		if (algorithm->of_data &&
		    !digester_run(&algorithm->digester, entry->data.data,
				  entry->data.size, NULL, 0,
				  algorithm->digest))
			return because(reason, -ENOMEM,
				       "OpenSSL cannot make a digest by %s",
				       algorithm->name);
	}
	for (i = 0; i < replay->nr_banks; i++)
		if (!extend(replay, replay->banks[i], entry->pcr,
			    entry->violation))
			return because(reason, -ENOMEM,
				       "OpenSSL cannot make a digest by %s",
				       replay_algo(replay, i));
	replay->pcrs |= 1U << entry->pcr;
	return 0;
}

const uint8_t *replay_value(const struct replay *replay, size_t bank,
			    uint32_t pcr)
{
	return replay->banks[bank]->pcr[pcr];
}

uint32_t replay_pcrs(const struct replay *replay)
{
	return replay->pcrs;
}

const uint8_t *replay_last_digest(const struct replay *replay, size_t bank)
{
	return replay->banks[bank]->extended;
}

enum replay_check replay_check_digest(const struct replay *replay,
				      const struct list_entry *entry)
{
	enum replay_check check = REPLAY_CANNOT_TELL;
	size_t i;

	if (entry->violation)
		return REPLAY_CANNOT_TELL;
	/* Algorithms may have digests of the same size: one has to agree. */
	for (i = 0; i < replay->nr_algorithms; i++) {
		const struct algorithm *algorithm = &replay->algorithms[i];

		if (!algorithm->of_data ||
		    algorithm->digester.size != entry->digest.size)
			continue;
		if (!memcmp(algorithm->digest, entry->digest.data,
			    entry->digest.size))
			return REPLAY_AGREES;
		check = REPLAY_DIFFERS;
	}
	return check;
}
