// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * How much of a list the PCRs prove.  It is replayed as ima_pcr_extend() of the
 * kernel extends those of the TPM:
 *
 *	PCR = H(PCR || H(template data))
 *
 * with the algorithm H of the bank.  A violation extends ones.  An entry of a
 * PCR that no TPM has extends nothing.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "proof.h"

/* PCRs 16 and up: software can set them back, PC Client profile, 2.3.3. */
#define PCR_RESETTABLE	16

/* The PCRs that boot_aggregate is made of: 0 to 7 with SHA-1, else 0 to 9. */
#define BOOT_PCRS_SHA1	8
#define BOOT_PCRS	10

#define NEVER		SIZE_MAX

/*
 * What a kernel extends a bank with whose algorithm it was built without: the
 * SHA-1 digest, filled up with zeros; but all ones for a violation, as for any
 * other bank (ima_calc_field_array_hash(), ima_init_digests()).
 */
enum mode {
	MODE_NATIVE,
	MODE_PADDED_SHA1,
	NR_MODES
};

/**
 * struct replay - a bank that is compared
 * @nr_modes: One, or two if the kernel may lack the algorithm; 0 for a bank
 *	      that is not compared.
 * @pcr:      Per mode, what the PCRs hold.
 * @wanted:   Bit N: the list has to lead to the value of PCR N, in some mode.
 * @quoted:   Bit N: the quote selects PCR N.
 * @reached:  Per mode and PCR, after how many entries it last held its value,
 *	      or NEVER.
 */
struct replay {
	int nr_modes;
	uint8_t pcr[NR_MODES][TPM_PCRS][LIST_DIGEST_MAX];
	uint32_t wanted;
	uint32_t quoted;
	size_t reached[NR_MODES][TPM_PCRS];
};

/**
 * struct proving - a list that is being compared
 * @hashes:    Per bank, its algorithm if it is used; else the size is 0.
 * @digests:   Of the data of the last entry, by these.
 * @logged:    The bank whose size the digest has that was logged of it, or -1.
 * @nr_modes:  Whether there is a bank with two.
 * @by_digest: Bit N: the quote selects PCR N, whose value is not told.
 * @reached:   Per mode, behind how many entries the quote's digest was that of
 *	       the PCRs last, or NEVER.
 * @pcrs:      Bit N: there are entries of PCR N.
 * @first, @last: Per PCR that has entries.
 * @altered:   The first entry whose logged digest is none of it, or NEVER.
 */
struct proving {
	const struct pcr_evidence *evidence;
	struct hash hashes[NR_BANKS];
	uint8_t digests[NR_BANKS][LIST_DIGEST_MAX];
	int logged;
	struct replay banks[NR_BANKS];
	int nr_modes;
	uint32_t by_digest;
	size_t reached[NR_MODES];
	uint64_t pcrs;
	size_t first[LIST_PCRS];
	size_t last[LIST_PCRS];
	size_t altered;
};

static int use_hash(struct proving *p, enum bank bank)
{
	return p->hashes[bank].size ? 0 :
	       hash_init(&p->hashes[bank], bank_types[bank].name);
}

static int use_bank(struct proving *p, enum bank bank, struct reason *reason)
{
	struct replay *replay = &p->banks[bank];
	int mode;

	/* A kernel that can kexec files has SHA-256, and IMA has SHA-1. */
	replay->nr_modes = bank == BANK_SHA1 || bank == BANK_SHA256 ? 1 :
			   NR_MODES;
	if (p->nr_modes < replay->nr_modes)
		p->nr_modes = replay->nr_modes;
	for (mode = 0; mode < replay->nr_modes; mode++) {
		if (use_hash(p, mode == MODE_NATIVE ? bank : BANK_SHA1))
			return because(reason, -EOPNOTSUPP,
				       "OpenSSL does not support %s",
				       bank_types[bank].name);
		memcpy(replay->pcr[mode], p->evidence->start.banks[bank].value,
		       sizeof(replay->pcr[mode]));
	}
	return 0;
}

/*
 * The goals: values that are told, and the digest of a quote
 */

/* Does the PCR hold what is told?  Then so far the list leads to it. */
static void look_at_value(struct proving *p, enum bank bank, unsigned int pcr,
			  size_t entries)
{
	const uint8_t *told = p->evidence->values.banks[bank].value[pcr];
	struct replay *replay = &p->banks[bank];
	int mode;

	if (!(replay->wanted & 1U << pcr))
		return;
	for (mode = 0; mode < replay->nr_modes; mode++)
		if (!memcmp(replay->pcr[mode][pcr], told,
			    bank_types[bank].size))
			replay->reached[mode][pcr] = entries;
}

/* Does the quote's digest belong to what is told, and replayed so far? */
static bool is_quoted(struct proving *p, int mode)
{
	uint8_t values[NR_BANKS * TPM_PCRS * LIST_DIGEST_MAX];
	const struct quote *quote = &p->evidence->quote;
	struct hash *hash = &p->hashes[quote->hash];
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size = 0;
	unsigned int pcr;

	for (i = 0; i < quote->nr_banks; i++) {
		enum bank bank = quote->banks[i].bank;
		const struct pcr_bank *told = &p->evidence->values.banks[bank];
		const struct replay *replay = &p->banks[bank];
		int m = mode < replay->nr_modes ? mode : MODE_NATIVE;

		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (size + bank_types[bank].size > sizeof(values))
				return false;
			memcpy(values + size, told->known & 1U << pcr ?
			       told->value[pcr] : replay->pcr[m][pcr],
			       bank_types[bank].size);
			size += bank_types[bank].size;
		}
	}
	hash_run(hash, values, size, NULL, 0, digest);
	return hash->size == quote->digest_size &&
	       !memcmp(digest, quote->digest, quote->digest_size);
}

static void look_at_digest(struct proving *p, size_t entries)
{
	int mode;

	for (mode = 0; mode < p->nr_modes; mode++)
		if (is_quoted(p, mode))
			p->reached[mode] = entries;
}

static int set_quote(struct proving *p, struct proof *proof,
		     struct reason *reason)
{
	const struct quote *quote = &p->evidence->quote;
	size_t i;

	for (i = 0; i < quote->nr_banks; i++) {
		enum bank bank = quote->banks[i].bank;
		uint32_t pcrs = quote->banks[i].pcrs;
		int err = pcrs ? use_bank(p, bank, reason) : 0;

		if (err)
			return err;
		p->banks[bank].quoted |= pcrs;
		p->by_digest |= pcrs & ~p->evidence->values.banks[bank].known;
	}
	if (use_hash(p, quote->hash))
		return because(reason, -EOPNOTSUPP,
			       "OpenSSL does not support %s",
			       bank_types[quote->hash].name);
	memset(p->reached, 0xff, sizeof(p->reached));
	look_at_digest(p, 0);
	proof->empty = false;
	return 0;
}

/* Goals are the values that are told, of a quote only what it has signed. */
static int set_values(struct proving *p, struct proof *proof,
		      struct reason *reason)
{
	const struct pcr_evidence *evidence = p->evidence;
	uint32_t started = pcrs_told(&evidence->start);
	enum bank bank;
	unsigned int pcr;

	for (bank = 0; bank < NR_BANKS; bank++) {
		struct replay *replay = &p->banks[bank];
		uint32_t wanted = evidence->values.banks[bank].known;
		int err;

		if (evidence->quoted)
			wanted &= replay->quoted;
		/* Whose start is told in other banks only. */
		wanted &= ~started | evidence->start.banks[bank].known;
		if (!wanted)
			continue;
		err = use_bank(p, bank, reason);
		if (err)
			return err;
		replay->wanted = proof->compared[bank] = wanted;
		memset(replay->reached, 0xff, sizeof(replay->reached));
		for (pcr = 0; pcr < TPM_PCRS; pcr++)
			look_at_value(p, bank, pcr, 0);
		proof->empty = false;
	}
	return 0;
}

/*
 * The list
 */

static void digest_entry(struct proving *p, const struct list_entry *entry)
{
	int logged = bank_by_size(entry->digest.size);
	enum bank bank;

	/* Digests that are logged are checked, too, if it can be done. */
	if (logged >= 0 && logged != p->logged)
		use_hash(p, (enum bank)logged);
	p->logged = logged;
	for (bank = 0; bank < NR_BANKS && !entry->violation; bank++)
		if (p->hashes[bank].size)
			hash_run(&p->hashes[bank], entry->data.data,
				 entry->data.size, NULL, 0, p->digests[bank]);
}

static void extend(struct proving *p, enum bank bank,
		   const struct list_entry *entry)
{
	size_t size = bank_types[bank].size;
	struct replay *replay = &p->banks[bank];
	int mode;

	for (mode = 0; mode < replay->nr_modes; mode++) {
		uint8_t *pcr = replay->pcr[mode][entry->pcr];
		uint8_t with[LIST_DIGEST_MAX] = { 0 };

		if (entry->violation)
			memset(with, 0xff, size);
		else if (mode == MODE_NATIVE)
			memcpy(with, p->digests[bank], size);
		else
			memcpy(with, p->digests[BANK_SHA1],
			       bank_types[BANK_SHA1].size);
		hash_run(&p->hashes[bank], pcr, size, with, size, pcr);
	}
	look_at_value(p, bank, entry->pcr, entry->index + 1);
}

/* Nothing tells a list of the SM3 bank from one of the SHA-256 bank. */
static bool is_sm3(struct bytes logged, struct bytes data)
{
	struct record_digest digest = { .algo = "sm3" };

	return !digest_of(&digest, data.data, data.size) &&
	       digest.size == logged.size &&
	       !memcmp(digest.value, logged.data, logged.size);
}

/*
 * Does the logged digest not match the data?  It proves nothing, but shows what
 * was altered by who did not think of it.
 */
static bool is_altered(const struct proving *p, const struct list_entry *entry)
{
	struct bytes logged = entry->digest;
	bool differs = false;
	enum bank bank;

	if (entry->violation)
		return false;
	/* Algorithms may have digests of the same size: one has to agree. */
	for (bank = 0; bank < NR_BANKS; bank++) {
		if (p->hashes[bank].size != logged.size)
			continue;
		if (!memcmp(p->digests[bank], logged.data, logged.size))
			return false;
		differs = true;
	}
	return differs && !is_sm3(logged, entry->data);
}

static void add_entry(struct proving *p, const struct list_entry *entry)
{
	uint32_t pcr = entry->pcr;
	enum bank bank;

	if (!(p->pcrs & 1ULL << pcr))
		p->first[pcr] = entry->index;
	p->last[pcr] = entry->index;
	p->pcrs |= 1ULL << pcr;
	digest_entry(p, entry);
	for (bank = 0; bank < NR_BANKS && pcr < TPM_PCRS; bank++)
		extend(p, bank, entry);
	if (pcr < TPM_PCRS && p->by_digest & 1U << pcr)
		look_at_digest(p, entry->index + 1);
	if (p->altered == NEVER && is_altered(p, entry))
		p->altered = entry->index;
}

/*
 * The end
 */

static void reach_no_further(struct proof *proof, unsigned int pcr, size_t upto)
{
	if (upto < proof->reach[pcr])
		proof->reach[pcr] = upto;
}

static const char *show_value(struct shown *shown, enum bank bank,
			      const uint8_t *value)
{
	struct record_digest digest = { .size = bank_types[bank].size };

	strcpy(digest.algo, bank_types[bank].name);
	memcpy(digest.value, value, digest.size);
	return show_digest(shown, &digest);
}

/* The values that are told, and how far each proves the list. */
static void end_values(const struct proving *p, enum bank bank, uint64_t pcrs,
		       struct proof *proof, struct findings *findings)
{
	const struct replay *replay = &p->banks[bank];
	const struct pcr_bank *told = &p->evidence->values.banks[bank];
	unsigned int pcr;

	for (pcr = 0; pcr < TPM_PCRS; pcr++) {
		size_t upto = replay->reached[MODE_NATIVE][pcr];
		struct shown list, holds;

		if (!(replay->wanted & pcrs & 1U << pcr))
			continue;
		if (upto == NEVER)
			upto = replay->reached[MODE_PADDED_SHA1][pcr];
		reach_no_further(proof, pcr, upto);
		if (upto != NEVER)
			continue;
		proof->mismatch = true;
		findings_add(findings, NOWHERE, "pcr-mismatch",
			     "the list does not lead to the value of PCR %u: replayed it gives %s, the PCR holds %s; entries are missing or were changed",
			     pcr, show_value(&list, bank,
					     replay->pcr[MODE_NATIVE][pcr]),
			     show_value(&holds, bank, told->value[pcr]));
	}
}

/* "0, 1, 9" */
static const char *show_pcrs(struct shown *shown, uint32_t pcrs)
{
	char *out = shown->text;
	unsigned int pcr;

	*out = '\0';
	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (pcrs & 1U << pcr)
			out += sprintf(out, "%s%u", out == shown->text ? "" :
				       ", ", pcr);
	return shown->text;
}

static void end_quote(const struct proving *p, struct proof *proof,
		      struct findings *findings)
{
	uint32_t untold = p->by_digest & ~(uint32_t)p->pcrs;
	size_t upto = p->reached[MODE_NATIVE];
	struct shown pcrs;
	unsigned int pcr;

	if (upto == NEVER)
		upto = p->reached[MODE_PADDED_SHA1];
	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (p->by_digest & 1U << pcr)
			reach_no_further(proof, pcr, upto);
	if (upto != NEVER)
		return;
	proof->mismatch |= p->by_digest != 0;
	if (untold)
		findings_add(findings, NOWHERE, "pcr-mismatch",
			     "the list does not lead to the quoted PCRs: the values of PCR %s, which have no entries, are not given (--pcr), or entries are missing or were changed",
			     show_pcrs(&pcrs, untold));
	else if (p->by_digest)
		findings_add(findings, NOWHERE, "pcr-mismatch",
			     "the list does not lead to the quoted PCRs: entries are missing or were changed");
	else
		findings_add(findings, NOWHERE, "quote-digest",
			     "the given PCR values are not those that were quoted");
}

/* What keeps a PCR from proving its entries; IMA's need not have any. */
static void cover(const struct proving *p, unsigned int pcr, bool allow_sha1,
		  struct findings *findings)
{
	bool entries = p->pcrs & 1ULL << pcr, any = false;
	const struct place at = {
		.entry = entries ? p->first[pcr] + 1 : 0,
	};
	const char *padded = NULL;
	enum bank bank;

	if (pcr >= PCR_RESETTABLE) {
		findings_add(findings, at, pcr < TPM_PCRS ? "pcr-resettable" :
			     "pcr-uncovered", "entry %zu is of PCR %u, %s",
			     at.entry, pcr, pcr < TPM_PCRS ?
			     "which software can reset: it proves nothing" :
			     "which no TPM has: nothing proves it");
		return;
	}
	for (bank = 0; bank < NR_BANKS; bank++) {
		const struct replay *replay = &p->banks[bank];
		bool value = replay->wanted & 1U << pcr;
		size_t native, sha1;

		if (!value && !(replay->quoted & 1U << pcr))
			continue;
		any = true;
		if (bank == BANK_SHA1)
			continue;
		/* Does only a bank that was extended with SHA-1 lead there? */
		native = value ? replay->reached[MODE_NATIVE][pcr] :
			 p->reached[MODE_NATIVE];
		sha1 = value ? replay->reached[MODE_PADDED_SHA1][pcr] :
		       p->reached[MODE_PADDED_SHA1];
		if (replay->nr_modes == 1 || native != NEVER || sha1 == NEVER)
			return;
		padded = bank_types[bank].name;
	}
	if (!any && entries)
		findings_add(findings, at, "pcr-uncovered",
			     "entry %zu is of PCR %u, whose value is not given or not quoted: nothing proves it",
			     at.entry, pcr);
	else if (!any)
		findings_add(findings, at, "pcr-uncovered",
			     "the value of PCR %u, which IMA extends, is not given or not quoted",
			     pcr);
	else if (padded && !allow_sha1)
		findings_add(findings, at, "weak-bank",
			     "the kernel lacked %s and extended that bank of PCR %u with SHA-1 digests, and SHA-1 is broken",
			     padded, pcr);
	else if (!allow_sha1)
		findings_add(findings, at, "weak-bank",
			     "only the SHA-1 bank of PCR %u is given, and SHA-1 is broken",
			     pcr);
}

static void end(const struct proving *p, struct proof *proof,
		const struct rules *rules, struct findings *findings)
{
	uint64_t pcrs = p->pcrs | 1ULL << rules->ima_pcr;
	struct place at = NOWHERE;
	unsigned int pcr;
	enum bank bank;

	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		proof->reach[pcr] = proof->entries;
	if (!proof->empty) {
		for (bank = 0; bank < NR_BANKS; bank++)
			end_values(p, bank, pcrs, proof, findings);
		if (p->evidence->quoted)
			end_quote(p, proof, findings);
		for (pcr = 0; pcr < LIST_PCRS; pcr++)
			if (pcrs & 1ULL << pcr)
				cover(p, pcr, rules->allow_sha1, findings);
	}
	for (pcr = 0; pcr < LIST_PCRS; pcr++) {
		size_t reach = proof->reach[pcr];

		if (!(p->pcrs & 1ULL << pcr))
			continue;
		if (proof->proven < reach)
			proof->proven = reach;
		if (pcr < BOOT_PCRS && p->first[pcr] < reach) {
			size_t last = p->last[pcr] < reach ? p->last[pcr] :
				      reach - 1;

			if (proof->boots < last)
				proof->boots = last;
		}
	}
	at.entry = p->altered + 1;
	if (!proof->empty && p->altered < proof->proven)
		findings_add(findings, at, "altered-entry",
			     "entry %zu was altered: its logged digest does not match its data",
			     at.entry);
}

int prove(struct proof *proof, struct list *list,
	  const struct pcr_evidence *evidence, const struct rules *rules,
	  struct findings *findings, struct reason *reason)
{
	struct proving p = {
		.evidence = evidence, .logged = -1, .nr_modes = 1,
		.altered = NEVER,
	};
	struct list_entry entry;
	enum bank bank;
	int ret = 0;

	*proof = (struct proof){ .empty = true };
	if (evidence->quoted)
		ret = set_quote(&p, proof, reason);
	if (!ret)
		ret = set_values(&p, proof, reason);
	while (!ret && (ret = list_next(list, &entry, reason)) > 0) {
		proof->entries = entry.index + 1;
		add_entry(&p, &entry);
		ret = 0;
	}
	if (!ret && !proof->entries)
		ret = because(reason, -EINVAL, "the list is empty");
	if (!ret)
		end(&p, proof, rules, findings);
	for (bank = 0; bank < NR_BANKS; bank++)
		hash_free(&p.hashes[bank]);
	return ret;
}

void prove_boot(const struct proof *proof, const struct pcr_evidence *evidence,
		const struct record_digest *boot_aggregate, struct place at,
		struct findings *findings)
{
	static const uint8_t zeros[LIST_DIGEST_MAX];
	int bank = bank_by_name(boot_aggregate->algo,
				strlen(boot_aggregate->algo));
	unsigned int pcr, pcrs = bank == BANK_SHA1 ? BOOT_PCRS_SHA1 : BOOT_PCRS;
	struct record_digest digest = *boot_aggregate;
	uint8_t values[BOOT_PCRS * LIST_DIGEST_MAX];
	size_t size;

	if (!memcmp(boot_aggregate->value, zeros, boot_aggregate->size)) {
		findings_add(findings, at, "no-tpm",
			     "boot_aggregate is zero: IMA found no TPM");
		return;
	}
	if (at.entry <= proof->boots || bank < 0 ||
	    ~proof->compared[bank] & ((1U << pcrs) - 1))
		return;
	size = bank_types[bank].size;
	for (pcr = 0; pcr < pcrs; pcr++)
		memcpy(values + pcr * size,
		       evidence->values.banks[bank].value[pcr], size);
	if (!digest_of(&digest, values, pcrs * size) &&
	    digest_compare(&digest, boot_aggregate))
		findings_add(findings, at, "boot-aggregate",
			     "boot_aggregate is not the digest of PCRs 0 to %u",
			     pcrs - 1);
}
