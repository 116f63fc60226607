// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* How much of a list the PCRs prove. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "proof.h"
#include "replay.h"

/* PCRs 16 and up: software can set them back, PC Client profile, 2.3.3. */
#define PCR_RESETTABLE	16

/* A kernel without the algorithm of a bank extends it with SHA-1 digests. */
#define MODES		2

/**
 * struct proof_bank - a bank that is replayed
 * @nr_modes: 1, or 2 if the kernel may have had no such algorithm.
 * @replayed: Per mode, its number in the replay.
 * @told:     What the PCRs hold, as far as this is told; or NULL.
 * @wanted:   Bit N: the list has to lead to the value of PCR N, in one of the modes.
 * @quoted:   Bit N: the quote selects PCR N.
 * @now:      Per mode, what the PCRs hold after the entries so far.
 */
struct proof_bank {
	char algo[16];
	size_t size;
	size_t nr_modes;
	size_t replayed[MODES];
	const struct pcr_bank *told;
	uint32_t wanted;
	uint32_t quoted;
	uint8_t now[MODES][TPM_PCRS][LIST_DIGEST_MAX];
};

/**
 * struct proof - how much of a list is proven
 * @digest:    Per mode, behind how many entries the list has led to the quote's
 *	       digest, or NOWHERE.
 * @nr_modes:  Whether there is a bank with two.
 * @by_digest: Bit N: the quote selects PCR N, whose value is not told.
 * @hash:      The algorithm of its digest.
 * @logged_size: Of the digests that the list has.
 * @first:     Per PCR, the first entry of it, or NOWHERE.
 * @pcrs:      Bit N: there are entries of PCR N.
 * @reach:     Per PCR, in the end: of the first so many entries, it proves its
 *	       own.
 */
struct proof {
	const struct quote *quote;
	struct replay *replay;
	size_t logged_size;
	struct proof_bank *banks[PCR_BANKS];
	size_t nr_banks;
	size_t digest[MODES];
	size_t nr_modes;
	uint32_t by_digest;
	struct digester hash;
	size_t nr_entries;
	size_t first[LIST_PCRS];
	uint64_t pcrs;
	size_t reach[LIST_PCRS];
	bool altered;
	size_t altered_entry;
};

static struct proof_bank *find_bank(const struct proof *proof,
				    const char *algo)
{
	size_t i;

	for (i = 0; i < proof->nr_banks; i++)
		if (!strcmp(proof->banks[i]->algo, algo))
			return proof->banks[i];
	return NULL;
}

/* A kernel that can kexec files has SHA-256, and IMA has SHA-1. */
static size_t modes_of(const char *algo)
{
	return strcmp(algo, "sha1") && strcmp(algo, "sha256") ? MODES : 1;
}

static int replay_bank(struct proof *proof, struct proof_bank *bank,
		       enum replay_mode mode, const struct pcr_bank *start,
		       struct reason *reason)
{
	unsigned int pcr;
	int ret = replay_add_bank(proof->replay, bank->algo, mode, reason);

	if (ret < 0)
		return ret;
	bank->replayed[mode] = (size_t)ret;
	bank->size = replay_digest_size(proof->replay, (size_t)ret);
	for (pcr = 0; pcr < TPM_PCRS; pcr++) {
		if (!start || !(start->known & 1U << pcr))
			continue;
		replay_start(proof->replay, (size_t)ret, pcr,
			     start->value[pcr]);
		memcpy(bank->now[mode][pcr], start->value[pcr], bank->size);
	}
	return 0;
}

/* The bank, which is begun with if need be. */
static int use_bank(struct proof *proof, const char *algo,
		    const struct pcr_values *values,
		    const struct pcr_values *start, struct proof_bank **found,
		    struct reason *reason)
{
	struct proof_bank *bank = find_bank(proof, algo);
	size_t mode;
	int err = 0;

	*found = bank;
	if (bank)
		return 0;
	bank = calloc(1, sizeof(*bank));
	if (!bank)
		return because(reason, -ENOMEM, "out of memory");
	strcpy(bank->algo, algo);
	bank->nr_modes = modes_of(algo);
	bank->told = values ? pcr_bank_find(values, algo) : NULL;
	for (mode = 0; mode < bank->nr_modes && !err; mode++)
		err = replay_bank(proof, bank, (enum replay_mode)mode,
				  start ? pcr_bank_find(start, algo) : NULL,
				  reason);
	if (err) {
		free(bank);
		return err;
	}
	if (proof->nr_modes < bank->nr_modes)
		proof->nr_modes = bank->nr_modes;
	proof->banks[proof->nr_banks++] = bank;
	*found = bank;
	return 0;
}

static uint32_t told(const struct proof_bank *bank)
{
	return bank->told ? bank->told->known : 0;
}

static uint32_t quoted(const struct quote *quote, const char *algo)
{
	uint32_t pcrs = 0;
	size_t i;

	for (i = 0; i < quote->nr_banks; i++)
		if (!strcmp(quote->banks[i].algo, algo))
			pcrs |= quote->banks[i].pcrs;
	return pcrs;
}

/* PCRs whose start only other banks tell: nothing can be compared with these. */
static uint32_t start_missing(const struct pcr_values *start, const char *algo)
{
	const struct pcr_bank *bank = pcr_bank_find(start, algo);
	uint32_t any = 0;
	size_t i;

	for (i = 0; i < start->nr; i++)
		any |= start->banks[i].known;
	return any & ~(bank ? bank->known : 0);
}

/* Goals are the values that are told, of a quote only what it has signed. */
static int add_values(struct proof *proof, const struct pcr_values *values,
		      const struct pcr_values *start, struct reason *reason)
{
	size_t i, mode;

	for (i = 0; i < values->nr; i++) {
		const struct pcr_bank *from = &values->banks[i];
		uint32_t pcrs = from->known, pcr;
		struct proof_bank *bank;
		int err;

		if (proof->quote)
			pcrs &= quoted(proof->quote, from->algo);
		if (start)
			pcrs &= ~start_missing(start, from->algo);
		if (!pcrs)
			continue;
		err = use_bank(proof, from->algo, values, start, &bank, reason);
		if (err)
			return err;
		bank->wanted = pcrs;
		for (mode = 0; mode < bank->nr_modes; mode++)
			for (pcr = 0; pcr < TPM_PCRS; pcr++)
				if (pcrs & 1U << pcr)
					replay_watch(proof->replay,
						     bank->replayed[mode], pcr,
						     bank->told->value[pcr]);
	}
	return 0;
}

/* Does the quote's digest belong to what is told, and replayed so far? */
static bool check_digest(struct proof *proof, size_t mode)
{
	uint8_t values[PCR_BANKS * TPM_PCRS * LIST_DIGEST_MAX];
	const struct quote *quote = proof->quote;
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size = 0;
	uint32_t pcr;

	for (i = 0; i < quote->nr_banks; i++) {
		struct proof_bank *bank = find_bank(proof,
						    quote->banks[i].algo);
		size_t as = bank && mode < bank->nr_modes ? mode : 0;

		if (!bank)
			continue;
		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (size + bank->size > sizeof(values))
				return false;
			memcpy(values + size, told(bank) & 1U << pcr ?
			       bank->told->value[pcr] : bank->now[as][pcr],
			       bank->size);
			size += bank->size;
		}
	}
	return digester_run(&proof->hash, values, size, NULL, 0, digest) &&
	       proof->hash.size == quote->digest_size &&
	       !memcmp(digest, quote->digest, quote->digest_size);
}

static int add_quote(struct proof *proof, const struct pcr_values *values,
		     const struct pcr_values *start, struct reason *reason)
{
	const struct quote *quote = proof->quote;
	size_t i, mode;
	int err;

	for (i = 0; i < quote->nr_banks; i++) {
		struct proof_bank *bank;

		if (!quote->banks[i].pcrs)
			continue;
		err = use_bank(proof, quote->banks[i].algo, values, start,
			       &bank, reason);
		if (err)
			return err;
		bank->quoted |= quote->banks[i].pcrs;
		proof->by_digest |= bank->quoted & ~told(bank);
	}
	err = digester_init(&proof->hash, quote->hash);
	if (err)
		return because(reason, err, "OpenSSL has no %s here",
			       quote->hash);
	for (mode = 0; mode < MODES; mode++) {
		proof->digest[mode] = NOWHERE;
		if (mode < proof->nr_modes && check_digest(proof, mode))
			proof->digest[mode] = 0;
	}
	return 0;
}

/* An entry has extended a PCR that is quoted, and whose value is not told. */
static void extended(struct proof *proof, const struct list_entry *entry)
{
	size_t i, mode;

	for (i = 0; i < proof->nr_banks; i++) {
		struct proof_bank *bank = proof->banks[i];

		for (mode = 0; mode < bank->nr_modes; mode++)
			memcpy(bank->now[mode][entry->pcr],
			       replay_value(proof->replay,
					    bank->replayed[mode], entry->pcr),
			       bank->size);
	}
	for (mode = 0; mode < proof->nr_modes; mode++)
		if (check_digest(proof, mode))
			proof->digest[mode] = entry->index + 1;
}

int proof_new(struct proof **proof, const struct pcr_values *values,
	      const struct pcr_values *start, const struct quote *quote,
	      struct reason *reason)
{
	struct proof *new = calloc(1, sizeof(*new));
	unsigned int pcr;
	int err = 0;

	*proof = new;
	if (!new)
		return because(reason, -ENOMEM, "out of memory");
	new->quote = quote;
	new->nr_modes = 1;
	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		new->first[pcr] = NOWHERE;
	new->replay = replay_new();
	if (!new->replay)
		err = because(reason, -ENOMEM, "out of memory");
	if (!err && values)
		err = add_values(new, values, start, reason);
	if (!err && quote)
		err = add_quote(new, values, start, reason);
	if (err) {
		proof_free(new);
		*proof = NULL;
	}
	return err;
}

void proof_free(struct proof *proof)
{
	size_t i;

	if (!proof)
		return;
	replay_free(proof->replay);
	digester_free(&proof->hash);
	for (i = 0; i < proof->nr_banks; i++)
		free(proof->banks[i]);
	free(proof);
}

int proof_entry(struct proof *proof, const struct list_entry *entry,
		struct reason *reason)
{
	size_t size = entry->digest.size;
	int err = 0;

	if (proof->first[entry->pcr] == NOWHERE)
		proof->first[entry->pcr] = entry->index;
	proof->pcrs |= 1ULL << entry->pcr;
	proof->nr_entries = entry->index + 1;
	if (size != proof->logged_size)
		err = replay_add_logged(proof->replay, size, reason);
	proof->logged_size = size;
	if (!err)
		err = replay_extend(proof->replay, entry, reason);
	if (err)
		return err;
	if (entry->pcr < TPM_PCRS && proof->by_digest & 1U << entry->pcr)
		extended(proof, entry);
	/*
	 * The digest that is logged is no proof, but tells where a list was
	 * altered by who did not think of it.
	 */
	if (!proof->altered &&
	    replay_check_digest(proof->replay, entry) == REPLAY_DIFFERS) {
		proof->altered = true;
		proof->altered_entry = entry->index;
	}
	return 0;
}

bool proof_is_empty(const struct proof *proof)
{
	size_t i;

	for (i = 0; i < proof->nr_banks; i++)
		if (proof->banks[i]->wanted)
			return false;
	return !proof->quote;
}

uint64_t proof_pcrs(const struct proof *proof)
{
	return proof->pcrs;
}

const uint8_t *proof_value(const struct proof *proof, const char *algo,
			   unsigned int pcr)
{
	const struct proof_bank *bank = find_bank(proof, algo);

	return bank && bank->wanted & 1U << pcr ? bank->told->value[pcr] :
						  NULL;
}

/* How far the list leads to the PCR's value, in one of the modes. */
static size_t reached(const struct proof *proof,
		      const struct proof_bank *bank, unsigned int pcr,
		      size_t *mode)
{
	size_t upto = NOWHERE;

	for (*mode = 0; *mode < bank->nr_modes && upto == NOWHERE; ++*mode)
		upto = replay_seen(proof->replay, bank->replayed[*mode], pcr);
	--*mode;
	return upto;
}

/* The same of the quote's digest. */
static size_t reached_digest(const struct proof *proof, size_t *mode)
{
	size_t upto = NOWHERE;

	for (*mode = 0; *mode < proof->nr_modes && upto == NOWHERE; ++*mode)
		upto = proof->digest[*mode];
	--*mode;
	return upto;
}

static int mismatch(const struct proof *proof, const struct proof_bank *bank,
		    unsigned int pcr, struct findings *findings)
{
	struct shown_digest list, holds;

	return findings_add(findings, FOUND_PCR_MISMATCH, PLACE_NONE,
			    "the list does not lead to what PCR %u holds: it gives %s, and the PCR is %s; entries are missing, at the end or before, or are not those that were made",
			    pcr,
			    show_digest(&list, bank->algo,
					replay_value(proof->replay,
						     bank->replayed[0], pcr),
					bank->size),
			    show_digest(&holds, bank->algo,
					bank->told->value[pcr], bank->size));
}

static void reach_no_further(struct proof *proof, unsigned int pcr, size_t upto)
{
	if (upto < proof->reach[pcr])
		proof->reach[pcr] = upto;
}

/* The values that are told, and how far each proves the list. */
static int end_values(struct proof *proof, uint64_t pcrs,
		      struct findings *findings)
{
	unsigned int pcr;
	size_t i, mode;
	int err = 0;

	for (i = 0; i < proof->nr_banks; i++) {
		const struct proof_bank *bank = proof->banks[i];

		for (pcr = 0; pcr < TPM_PCRS && !err; pcr++) {
			size_t upto;

			if (!(bank->wanted & pcrs & 1U << pcr))
				continue;
			upto = reached(proof, bank, pcr, &mode);
			if (upto == NOWHERE)
				err = mismatch(proof, bank, pcr, findings);
			else
				reach_no_further(proof, pcr, upto);
		}
	}
	return err;
}

static int end_quote(struct proof *proof, struct findings *findings)
{
	size_t mode, upto = reached_digest(proof, &mode);
	unsigned int pcr;

	if (upto != NOWHERE) {
		for (pcr = 0; pcr < TPM_PCRS; pcr++)
			if (proof->by_digest & 1U << pcr)
				reach_no_further(proof, pcr, upto);
		return 0;
	}
	if (!proof->by_digest)
		return findings_add(findings, FOUND_QUOTE_DIGEST, PLACE_NONE,
				    "the values of the PCRs are not those that were quoted");
	return findings_add(findings, FOUND_PCR_MISMATCH, PLACE_NONE,
			    "the list does not lead to the PCRs that were quoted: entries are missing, at the end or before, or are not those that were made; or a PCR that was quoted has a value that is not told");
}

/* Do SHA-1 digests lead to the PCR's value, in a bank of another algorithm? */
static bool is_padded(const struct proof *proof, const struct proof_bank *bank,
		      unsigned int pcr)
{
	size_t mode, upto = bank->wanted & 1U << pcr ?
			    reached(proof, bank, pcr, &mode) :
			    reached_digest(proof, &mode);

	return upto != NOWHERE && mode == REPLAY_PADDED_SHA1 &&
	       bank->nr_modes == MODES;
}

/* What keeps a PCR that the list has entries of from proving them. */
static int cover(const struct proof *proof, unsigned int pcr, bool sha1,
		 struct findings *findings)
{
	const struct proof_bank *padded = NULL;
	struct place place = PLACE_NONE;
	bool any = false;
	size_t i;

	place.entry = proof->first[pcr];
	if (pcr >= TPM_PCRS)
		return findings_add(findings, FOUND_PCR_UNCOVERED, place,
				    "entry %zu is of PCR %u, which no TPM has, so nothing proves it",
				    place.entry + 1, pcr);
	if (pcr >= PCR_RESETTABLE)
		return findings_add(findings, FOUND_PCR_RESETTABLE, place,
				    "entry %zu is of PCR %u, which software can set back, so it proves nothing",
				    place.entry + 1, pcr);
	for (i = 0; i < proof->nr_banks; i++) {
		const struct proof_bank *bank = proof->banks[i];

		if (!((bank->wanted | bank->quoted) & 1U << pcr))
			continue;
		any = true;
		if (!strcmp(bank->algo, "sha1"))
			continue;
		if (!is_padded(proof, bank, pcr))
			return 0;
		padded = bank;
	}
	if (!any && place.entry == NOWHERE)
		return findings_add(findings, FOUND_PCR_UNCOVERED, place,
				    "the value of PCR %u, which IMA extends, is not told or not quoted",
				    pcr);
	if (!any)
		return findings_add(findings, FOUND_PCR_UNCOVERED, place,
				    "entry %zu is of PCR %u, whose value is not told or not quoted, so nothing proves it",
				    place.entry + 1, pcr);
	if (sha1)
		return 0;
	if (padded)
		return findings_add(findings, FOUND_WEAK_BANK, place,
				    "the kernel had no %s, and has extended that bank of PCR %u with SHA-1 digests, which can be collided",
				    padded->algo, pcr);
	return findings_add(findings, FOUND_WEAK_BANK, place,
			    "only the SHA-1 bank of PCR %u is told, and SHA-1 can be collided",
			    pcr);
}

size_t proof_reach(const struct proof *proof, uint32_t pcr)
{
	return proof->reach[pcr];
}

size_t proof_reach_any(const struct proof *proof)
{
	size_t most = 0;
	unsigned int pcr;

	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		if (proof->pcrs & 1ULL << pcr && proof->reach[pcr] > most)
			most = proof->reach[pcr];
	return most;
}

int proof_end(struct proof *proof, uint32_t ima_pcr, bool sha1,
	      struct findings *findings)
{
	uint64_t pcrs = proof->pcrs | 1ULL << ima_pcr;
	struct place place = PLACE_NONE;
	unsigned int pcr;
	int err;

	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		proof->reach[pcr] = proof->nr_entries;
	if (proof_is_empty(proof))
		return 0;
	err = end_values(proof, pcrs, findings);
	if (!err && proof->quote)
		err = end_quote(proof, findings);
	for (pcr = 0; pcr < LIST_PCRS && !err; pcr++)
		if (pcrs & 1ULL << pcr)
			err = cover(proof, pcr, sha1, findings);
	if (!err && proof->altered) {
		place.at = place.entry = proof->altered_entry;
		err = findings_add(findings, FOUND_ALTERED_ENTRY, place,
				   "entry %zu was altered: the digest that is logged is not that of its data",
				   place.entry + 1);
	}
	return err;
}
