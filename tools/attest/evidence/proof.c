// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* How much of a list the PCRs prove. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "proof.h"
#include "replay.h"

/* PCRs 16 and up: software can set them back, PC Client profile, 2.3.3. */
#define PCR_RESETTABLE	16

#define NEVER		SIZE_MAX

/**
 * struct bank - a bank that is compared
 * @replayed: Per mode; the second is NULL unless the kernel may lack the
 *	      algorithm, and extend the bank with SHA-1 digests.
 * @told:     What the PCRs hold, as far as this is told; or NULL.
 * @wanted:   Bit N: the list has to lead to the value of PCR N, in some mode.
 * @quoted:   Bit N: the quote selects PCR N.
 * @reached:  Per mode and PCR, after how many entries it last held its value,
 *	      or NEVER.
 */
struct bank {
	struct replay_bank *replayed[REPLAY_MODES];
	const struct pcr_bank *told;
	uint32_t wanted;
	uint32_t quoted;
	size_t reached[REPLAY_MODES][TPM_PCRS];
};

/**
 * struct proving - a list that is being compared
 * @nr_modes:  Whether there is a bank with two.
 * @by_digest: Bit N: the quote selects PCR N, whose value is not told.
 * @hash:      The algorithm of the quote's digest.
 * @reached:   Per mode, behind how many entries that was the digest of the PCRs
 *	       last, or NEVER.
 * @pcrs:      Bit N: there are entries of PCR N.
 * @first, @last: Per PCR that has entries.
 * @altered:   The first entry whose logged digest is none of it, or NEVER.
 */
struct proving {
	const struct pcr_evidence *evidence;
	struct replay replay;
	struct bank banks[PCR_BANKS];
	size_t nr_banks;
	int nr_modes;
	uint32_t by_digest;
	struct digester hash;
	size_t reached[REPLAY_MODES];
	uint64_t pcrs;
	size_t first[LIST_PCRS];
	size_t last[LIST_PCRS];
	size_t altered;
};

static struct bank *find_bank(struct proving *p, const char *algo)
{
	size_t i;

	for (i = 0; i < p->nr_banks; i++)
		if (!strcmp(p->banks[i].replayed[0]->algo, algo))
			return &p->banks[i];
	return NULL;
}

/* A kernel that can kexec files has SHA-256, and IMA has SHA-1. */
static int nr_modes(const char *algo)
{
	return strcmp(algo, "sha1") && strcmp(algo, "sha256") ?
	       REPLAY_MODES : 1;
}

/* The bank, which is begun with if need be; NULL with a reason. */
static struct bank *use_bank(struct proving *p, const char *algo,
			     struct reason *reason)
{
	const struct pcr_evidence *evidence = p->evidence;
	const struct pcr_bank *start = evidence->start ?
		pcr_bank_find(evidence->start, algo) : NULL;
	struct bank *bank = find_bank(p, algo);
	unsigned int pcr;
	int mode;

	if (bank)
		return bank;
	bank = &p->banks[p->nr_banks];
	bank->told = evidence->values ?
		     pcr_bank_find(evidence->values, algo) : NULL;
	for (mode = 0; mode < nr_modes(algo); mode++) {
		struct replay_bank *replayed =
			replay_add_bank(&p->replay, algo,
					(enum replay_mode)mode, reason);

		if (!replayed)
			return NULL;
		bank->replayed[mode] = replayed;
		for (pcr = 0; pcr < TPM_PCRS; pcr++)
			if (start && start->known & 1U << pcr)
				memcpy(replayed->pcr[pcr], start->value[pcr],
				       replayed->size);
	}
	if (p->nr_modes < mode)
		p->nr_modes = mode;
	p->nr_banks++;
	return bank;
}

/*
 * The goals: values that are told, and the digest of a quote
 */

/* Does the PCR hold what is told?  Then so far the list leads to it. */
static void look_at_value(struct bank *bank, unsigned int pcr, size_t entries)
{
	int mode;

	if (!(bank->wanted & 1U << pcr))
		return;
	for (mode = 0; mode < REPLAY_MODES && bank->replayed[mode]; mode++)
		if (!memcmp(bank->replayed[mode]->pcr[pcr],
			    bank->told->value[pcr], bank->told->size))
			bank->reached[mode][pcr] = entries;
}

/* Does the quote's digest belong to what is told, and replayed so far? */
static bool is_quoted(struct proving *p, int mode)
{
	uint8_t values[PCR_BANKS * TPM_PCRS * LIST_DIGEST_MAX];
	const struct quote *quote = p->evidence->quote;
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size = 0;
	unsigned int pcr;

	for (i = 0; i < quote->nr_banks; i++) {
		struct bank *bank = find_bank(p, quote->banks[i].algo);
		const struct replay_bank *replayed;

		if (!bank)
			continue;
		replayed = bank->replayed[mode] ?: bank->replayed[0];
		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (size + replayed->size > sizeof(values))
				return false;
			memcpy(values + size, bank->told &&
			       bank->told->known & 1U << pcr ?
			       bank->told->value[pcr] : replayed->pcr[pcr],
			       replayed->size);
			size += replayed->size;
		}
	}
	return digester_run(&p->hash, values, size, NULL, 0, digest) &&
	       p->hash.size == quote->digest_size &&
	       !memcmp(digest, quote->digest, quote->digest_size);
}

static void look_at_digest(struct proving *p, size_t entries)
{
	int mode;

	for (mode = 0; mode < p->nr_modes; mode++)
		if (is_quoted(p, mode))
			p->reached[mode] = entries;
}

/* PCRs whose start is told in other banks only: they cannot be compared. */
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
static uint32_t wanted(const struct pcr_evidence *evidence,
		       const struct pcr_bank *told)
{
	const struct quote *quote = evidence->quote;
	uint32_t pcrs = told->known, quoted = 0;
	size_t i;

	for (i = 0; quote && i < quote->nr_banks; i++)
		if (!strcmp(quote->banks[i].algo, told->algo))
			quoted |= quote->banks[i].pcrs;
	if (quote)
		pcrs &= quoted;
	if (evidence->start)
		pcrs &= ~start_missing(evidence->start, told->algo);
	return pcrs;
}

static int set_values(struct proving *p, struct proof *proof,
		      struct reason *reason)
{
	const struct pcr_values *values = p->evidence->values;
	unsigned int pcr;
	size_t i;

	for (i = 0; values && i < values->nr; i++) {
		struct bank *bank;

		proof->compared[i] = wanted(p->evidence, &values->banks[i]);
		if (!proof->compared[i])
			continue;
		bank = use_bank(p, values->banks[i].algo, reason);
		if (!bank)
			return -EOPNOTSUPP;
		bank->wanted = proof->compared[i];
		memset(bank->reached, 0xff, sizeof(bank->reached));
		for (pcr = 0; pcr < TPM_PCRS; pcr++)
			look_at_value(bank, pcr, 0);
		proof->empty = false;
	}
	return 0;
}

static int set_quote(struct proving *p, struct proof *proof,
		     struct reason *reason)
{
	const struct quote *quote = p->evidence->quote;
	size_t i;
	int err;

	if (!quote)
		return 0;
	for (i = 0; i < quote->nr_banks; i++) {
		struct bank *bank;

		if (!quote->banks[i].pcrs)
			continue;
		bank = use_bank(p, quote->banks[i].algo, reason);
		if (!bank)
			return -EOPNOTSUPP;
		bank->quoted |= quote->banks[i].pcrs;
		p->by_digest |= bank->quoted &
				~(bank->told ? bank->told->known : 0);
	}
	err = digester_init(&p->hash, quote->hash);
	if (err)
		return because(reason, err, "OpenSSL does not support %s",
			       quote->hash);
	memset(p->reached, 0xff, sizeof(p->reached));
	look_at_digest(p, 0);
	proof->empty = false;
	return 0;
}

static void add_entry(struct proving *p, const struct list_entry *entry)
{
	uint32_t pcr = entry->pcr;
	size_t i;

	if (!(p->pcrs & 1ULL << pcr))
		p->first[pcr] = entry->index;
	p->last[pcr] = entry->index;
	p->pcrs |= 1ULL << pcr;
	replay_extend(&p->replay, entry);
	for (i = 0; i < p->nr_banks && pcr < TPM_PCRS; i++)
		look_at_value(&p->banks[i], pcr, entry->index + 1);
	if (pcr < TPM_PCRS && p->by_digest & 1U << pcr)
		look_at_digest(p, entry->index + 1);
	/*
	 * The digest that is logged is no proof, but tells where a list was
	 * altered by who did not think of it.
	 */
	if (p->altered == NEVER && replay_is_altered(&p->replay, entry))
		p->altered = entry->index;
}

/*
 * The end
 */

/* Does only a bank that was extended with SHA-1 digests lead there? */
static bool is_padded(const size_t *native, const size_t *padded)
{
	return *native == NEVER && *padded != NEVER;
}

static void reach_no_further(struct proof *proof, unsigned int pcr, size_t upto)
{
	if (upto < proof->reach[pcr])
		proof->reach[pcr] = upto;
}

/* The values that are told, and how far each proves the list. */
static void end_values(const struct bank *bank, uint64_t pcrs,
		       struct proof *proof, struct findings *findings)
{
	const struct replay_bank *replayed = bank->replayed[0];
	unsigned int pcr;

	for (pcr = 0; pcr < TPM_PCRS; pcr++) {
		struct shown_digest list, holds;
		size_t upto = bank->reached[REPLAY_NATIVE][pcr];

		if (!(bank->wanted & pcrs & 1U << pcr))
			continue;
		if (upto == NEVER)
			upto = bank->reached[REPLAY_PADDED_SHA1][pcr];
		reach_no_further(proof, pcr, upto);
		if (upto != NEVER)
			continue;
		proof->mismatch = true;
		findings_add(findings, (struct finding){
			FOUND_PCR_MISMATCH, .n = { pcr }, .s = {
				show_digest(&list, replayed->algo,
					    replayed->pcr[pcr], replayed->size),
				show_digest(&holds, replayed->algo,
					    bank->told->value[pcr],
					    replayed->size) } });
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
	size_t upto = p->reached[REPLAY_NATIVE];
	struct shown pcrs;
	unsigned int pcr;

	if (upto == NEVER)
		upto = p->reached[REPLAY_PADDED_SHA1];
	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (p->by_digest & 1U << pcr)
			reach_no_further(proof, pcr, upto);
	if (upto != NEVER)
		return;
	proof->mismatch |= p->by_digest != 0;
	findings_add(findings, (struct finding){
		.code = untold ? FOUND_PCR_MISMATCH_UNTOLD :
			p->by_digest ? FOUND_PCR_MISMATCH_QUOTED :
			FOUND_QUOTE_DIGEST, .s = { show_pcrs(&pcrs, untold) } });
}

/* What keeps a PCR that the list has entries of from proving them. */
static void cover(const struct proving *p, unsigned int pcr, bool sha1,
		  struct findings *findings)
{
	bool entries = p->pcrs & 1ULL << pcr, any = false;
	struct finding finding = {
		.entry = entries ? p->first[pcr] + 1 : 0, .n = { pcr },
	};
	size_t i;

	finding.code = FOUND_WEAK_BANK;
	for (i = 0; i < p->nr_banks && pcr < PCR_RESETTABLE; i++) {
		const struct bank *bank = &p->banks[i];
		const char *algo = bank->replayed[0]->algo;
		bool value = bank->wanted & 1U << pcr;

		if (!value && !(bank->quoted & 1U << pcr))
			continue;
		any = true;
		if (!strcmp(algo, "sha1"))
			continue;
		if (!bank->replayed[REPLAY_PADDED_SHA1] ||
		    !(value ? is_padded(&bank->reached[0][pcr],
					&bank->reached[1][pcr]) :
			      is_padded(&p->reached[0], &p->reached[1])))
			return;
		finding.code = FOUND_WEAK_BANK_PADDED;
		finding.s[0] = algo;
	}
	if (pcr >= TPM_PCRS)
		finding.code = FOUND_PCR_UNCOVERED_NONE;
	else if (pcr >= PCR_RESETTABLE)
		finding.code = FOUND_PCR_RESETTABLE;
	else if (!any)
		finding.code = entries ? FOUND_PCR_UNCOVERED :
			       FOUND_PCR_UNCOVERED_IMA;
	else if (sha1)
		return;
	findings_add(findings, finding);
}

static void end(const struct proving *p, struct proof *proof,
		const struct rules *rules, struct findings *findings)
{
	uint64_t pcrs = p->pcrs | 1ULL << rules->ima_pcr;
	unsigned int pcr;
	size_t i;

	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		proof->reach[pcr] = proof->entries;
	if (!proof->empty) {
		for (i = 0; i < p->nr_banks; i++)
			end_values(&p->banks[i], pcrs, proof, findings);
		if (p->evidence->quote)
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
	if (!proof->empty && p->altered < proof->proven)
		findings_add(findings, (struct finding){
			FOUND_ALTERED_ENTRY, .entry = p->altered + 1 });
}

int prove(struct proof *proof, struct list *list,
	  const struct pcr_evidence *evidence, const struct rules *rules,
	  struct findings *findings, struct reason *reason)
{
	struct proving p = {
		.evidence = evidence, .nr_modes = 1, .altered = NEVER,
	};
	struct list_entry entry;
	int ret;

	*proof = (struct proof){ .empty = true };
	ret = set_values(&p, proof, reason);
	if (!ret)
		ret = set_quote(&p, proof, reason);
	while (!ret && (ret = list_next(list, &entry, reason)) > 0) {
		proof->entries = entry.index + 1;
		add_entry(&p, &entry);
		ret = 0;
	}
	if (!ret && !proof->entries)
		ret = because(reason, -EINVAL, "the list is empty");
	if (!ret)
		end(&p, proof, rules, findings);
	replay_free(&p.replay);
	digester_free(&p.hash);
	return ret;
}

const uint8_t *proof_value(const struct proof *proof,
			   const struct pcr_evidence *evidence,
			   const char *algo, unsigned int pcr)
{
	const struct pcr_values *values = evidence->values;
	size_t i;

	for (i = 0; values && i < values->nr; i++)
		if (!strcmp(values->banks[i].algo, algo) &&
		    proof->compared[i] & 1U << pcr)
			return values->banks[i].value[pcr];
	return NULL;
}
