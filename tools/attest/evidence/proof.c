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
#include <openssl/evp.h>
#include <string.h>

#include "proof.h"

/* PCRs 16 and up: software can set them back, PC Client profile, 2.3.3. */
#define PCR_RESETTABLE	16

#define NEVER		SIZE_MAX

/* A replay of the list, and how far it led to the values that are told. */
struct replay {
	uint8_t pcr[NR_BANKS][TPM_PCRS][DIGEST_SIZE_MAX];
	/* Behind how many entries a PCR held its value last, or NEVER. */
	size_t reached[NR_BANKS][TPM_PCRS];
	size_t quoted;			/* the same of the quote's digest */
};

/* A list that is being compared.  Bit N of masks is about PCR N. */
struct proving {
	const struct pcr_evidence *evidence;
	const struct list *list;
	EVP_MD_CTX *hashes[NR_BANKS];	/* NULL: OpenSSL lacks it */
	uint32_t used;			/* bit N: bank N is replayed */
	uint32_t wanted[NR_BANKS];	/* the list has to lead to its value */
	uint32_t quoted[NR_BANKS];	/* the quote selects it, */
	uint32_t by_digest;		/* and its value is not told */
	uint64_t pcrs;			/* it has entries */
	size_t first[LIST_PCRS];
	size_t last[LIST_PCRS];
	struct replay native;
	/*
	 * With banks whose algorithm the kernel may lack: it extends these with
	 * the SHA-1 digest, filled up with zeros; but with all ones for a
	 * violation (ima_calc_field_array_hash(), ima_init_digests()).
	 */
	struct replay padded;
};

/* A kernel that can kexec files has SHA-256, and IMA has SHA-1. */
static bool may_be_padded(enum bank bank)
{
	return bank != BANK_SHA1 && bank != BANK_SHA256;
}

/* It takes its algorithm, and SHA-1 if it may be padded. */
static int use_bank(struct proving *p, enum bank bank, struct reason *reason)
{
	enum bank needed = p->hashes[bank] && may_be_padded(bank) ? BANK_SHA1 :
								    bank;

	p->used |= 1U << bank;
	return p->hashes[needed] ? 0 :
	       because(reason, -EOPNOTSUPP, "OpenSSL does not support %s",
		       bank_types[needed].name);
}

/*
 * The goals: values that are told, of a quote only what it has signed; and the
 * digest of a quote
 */

static int set_quote(struct proving *p, struct reason *reason)
{
	const struct quote *quote = &p->evidence->quote;
	size_t i;
	int err = 0;

	for (i = 0; i < quote->nr_banks && !err; i++) {
		enum bank bank = quote->banks[i].bank;
		uint32_t pcrs = quote->banks[i].pcrs;

		p->quoted[bank] |= pcrs;
		p->by_digest |= pcrs & ~p->evidence->values.banks[bank].known;
		if (pcrs)
			err = use_bank(p, bank, reason);
	}
	return err;
}

static int set_values(struct proving *p, struct proof *proof,
		      struct reason *reason)
{
	const struct pcr_evidence *evidence = p->evidence;
	uint32_t started = pcrs_told(&evidence->start);
	enum bank bank;
	int err = 0;

	for (bank = 0; bank < NR_BANKS && !err; bank++) {
		uint32_t wanted = evidence->values.banks[bank].known;

		if (evidence->quoted)
			wanted &= p->quoted[bank];
		/* Whose start is told in other banks only. */
		wanted &= ~started | evidence->start.banks[bank].known;
		p->wanted[bank] = proof->compared[bank] = wanted;
		if (wanted)
			err = use_bank(p, bank, reason);
	}
	return err;
}

/* Does the PCR hold what is told?  Then so far the list leads to it. */
static void look_at_value(const struct proving *p, struct replay *replay,
			  enum bank bank, unsigned int pcr, size_t entries)
{
	if (p->wanted[bank] & 1U << pcr &&
	    !memcmp(replay->pcr[bank][pcr],
		    p->evidence->values.banks[bank].value[pcr],
		    bank_types[bank].size))
		replay->reached[bank][pcr] = entries;
}

/* Does the quote's digest belong to what is told, and replayed so far? */
static void look_at_quote(struct proving *p, struct replay *replay,
			  size_t entries)
{
	uint8_t values[NR_BANKS * TPM_PCRS * DIGEST_SIZE_MAX];
	const struct quote *quote = &p->evidence->quote;
	uint8_t digest[DIGEST_SIZE_MAX];
	size_t i, size = 0;
	unsigned int pcr;

	for (i = 0; i < quote->nr_banks; i++) {
		enum bank bank = quote->banks[i].bank;
		const struct pcr_bank *told = &p->evidence->values.banks[bank];

		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (size + bank_types[bank].size > sizeof(values))
				return;
			memcpy(values + size, told->known & 1U << pcr ?
			       told->value[pcr] : replay->pcr[bank][pcr],
			       bank_types[bank].size);
			size += bank_types[bank].size;
		}
	}
	hash_run(p->hashes[quote->hash], values, size, NULL, 0, digest);
	if (bank_types[quote->hash].size == quote->digest_size &&
	    !memcmp(digest, quote->digest, quote->digest_size))
		replay->quoted = entries;
}

static void extend(struct proving *p, struct replay *replay, enum bank bank,
		   const struct list_entry *entry)
{
	bool padded = replay == &p->padded && may_be_padded(bank);
	uint8_t *pcr = replay->pcr[bank][entry->pcr];
	uint8_t with[DIGEST_SIZE_MAX] = { 0 };
	size_t size = bank_types[bank].size;

	if (entry->violation)
		memset(with, 0xff, size);
	else
		hash_run(p->hashes[padded ? BANK_SHA1 : bank],
			 entry->data.data, entry->data.size, NULL, 0, with);
	hash_run(p->hashes[bank], pcr, size, with, size, pcr);
	look_at_value(p, replay, bank, entry->pcr, entry->index + 1);
}

/* Replay up to the entry with the index @end. */
static void run(struct proving *p, struct replay *replay, size_t end)
{
	const struct list *list = p->list;
	const struct list_entry *entry;
	enum bank bank;
	unsigned int pcr;
	size_t i;

	for (bank = 0; bank < NR_BANKS; bank++) {
		memcpy(replay->pcr[bank], p->evidence->start.banks[bank].value,
		       sizeof(replay->pcr[bank]));
		for (pcr = 0; pcr < TPM_PCRS; pcr++)
			look_at_value(p, replay, bank, pcr, list->base);
	}
	if (p->evidence->quoted)
		look_at_quote(p, replay, list->base);
	/* What was kept is in the PCRs at the start. */
	for (i = list->nr_resumed; i < list->nr; i++) {
		entry = &list->entries[i];
		pcr = entry->pcr;
		if (entry->index >= end)
			break;
		for (bank = 0; bank < NR_BANKS && pcr < TPM_PCRS; bank++)
			if (p->used & 1U << bank)
				extend(p, replay, bank, entry);
		if (pcr < TPM_PCRS && p->by_digest & 1U << pcr)
			look_at_quote(p, replay, entry->index + 1);
	}
}

/*
 * Does the logged digest not match the data?  It proves nothing, but shows what
 * was altered by who did not think of it.
 */
static bool is_altered(struct proving *p, const struct list_entry *entry)
{
	uint8_t digest[DIGEST_SIZE_MAX];
	bool differs = false;
	enum bank bank;

	/* Algorithms may have digests of the same size: one has to agree. */
	for (bank = 0; bank < NR_BANKS && !entry->violation; bank++) {
		if (bank_types[bank].size != entry->digest.size ||
		    !p->hashes[bank])
			continue;
		hash_run(p->hashes[bank], entry->data.data, entry->data.size,
			 NULL, 0, digest);
		if (!memcmp(digest, entry->digest.data, entry->digest.size))
			return false;
		differs = true;
	}
	return differs;
}

static const char *show_value(char *text, enum bank bank, const uint8_t *value)
{
	struct digest digest = { .len = bank_types[bank].size };

	strcpy(digest.algorithm, bank_types[bank].name);
	memcpy(digest.bytes, value, digest.len);
	return digest_text(&digest, text);
}

/* Who extends a PCR before IMA has the first entry, or beside it. */
static const char *who_extends(unsigned int pcr)
{
	switch (pcr) {
	case 8: case 9:
		return "; GRUB and the kernel's EFI stub extend it before IMA does, so give its value of then (--start)";
	case 11: case 12: case 13:
		return "; systemd-stub extends it before IMA does, so give its value of then (--start), or use no pcr= in the policy";
	case 14:
		return "; shim extends it before IMA does, so give its value of then (--start), or use no pcr= in the policy";
	case 15:
		return "; systemd extends it, too, so use no pcr= in the policy";
	default:
		return ", or the list was read before the PCRs";
	}
}

/* The values that are told, and how far each proves the list. */
static void end_values(const struct proving *p, enum bank bank, uint64_t pcrs,
		       struct proof *proof, struct findings *findings)
{
	const struct pcr_bank *told = &p->evidence->values.banks[bank];
	unsigned int pcr;

	for (pcr = 0; pcr < TPM_PCRS; pcr++) {
		size_t upto = p->native.reached[bank][pcr];
		char list[DIGEST_TEXT_MAX], holds[DIGEST_TEXT_MAX];

		if (!(p->wanted[bank] & pcrs & 1U << pcr))
			continue;
		proof->padded[bank] |= (uint32_t)(upto == NEVER) << pcr;
		if (upto == NEVER)
			upto = p->padded.reached[bank][pcr];
		if (upto < proof->reach[pcr])
			proof->reach[pcr] = upto;
		if (upto != NEVER)
			continue;
		proof->mismatch = true;
		findings_add(findings, NOWHERE, "pcr-mismatch",
			     "the list does not lead to the value of PCR %u: replayed it gives %s, the PCR holds %s; entries are missing or were changed%s",
			     pcr, show_value(list, bank,
					     p->native.pcr[bank][pcr]),
			     show_value(holds, bank, told->value[pcr]),
			     who_extends(pcr));
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
	size_t upto = p->native.quoted;
	struct shown pcrs;
	unsigned int pcr;
	enum bank bank;

	for (bank = 0; upto == NEVER && bank < NR_BANKS; bank++)
		proof->padded[bank] |= p->by_digest;
	if (upto == NEVER)
		upto = p->padded.quoted;
	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (p->by_digest & 1U << pcr && upto < proof->reach[pcr])
			proof->reach[pcr] = upto;
	if (upto != NEVER)
		return;
	proof->mismatch |= p->by_digest != 0;
	if (untold)
		findings_add(findings, NOWHERE, "pcr-mismatch",
			     "the list does not lead to the quoted PCRs: the values of PCR %s, which have no entries, are not given (--pcr), or entries are missing or were changed",
			     show_pcrs(&pcrs, untold));
	else if (p->by_digest)
		findings_add(findings, NOWHERE, "pcr-mismatch",
			     "the list does not lead to the quoted PCRs: entries are missing or were changed, or the list was read before the quote was made");
	else
		findings_add(findings, NOWHERE, "quote-digest",
			     "the given PCR values are not those that were quoted");
}

/* Tell why a PCR cannot prove its entries; IMA's need not have any. */
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
		bool value = p->wanted[bank] & 1U << pcr;
		size_t native, sha1;

		if (!value && !(p->quoted[bank] & 1U << pcr))
			continue;
		any = true;
		if (bank == BANK_SHA1)
			continue;
		/* Does only a bank that was extended with SHA-1 lead there? */
		native = value ? p->native.reached[bank][pcr] :
			 p->native.quoted;
		sha1 = value ? p->padded.reached[bank][pcr] : p->padded.quoted;
		if (!may_be_padded(bank) || native != NEVER || sha1 == NEVER)
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
			     "the kernel lacked %s and extended that bank of PCR %u with SHA-1 digests, and SHA-1 is broken (no rule \"allow sha1\")",
			     padded, pcr);
	else if (!allow_sha1)
		findings_add(findings, at, "weak-bank",
			     "only the SHA-1 bank of PCR %u is given, and SHA-1 is broken (no rule \"allow sha1\")",
			     pcr);
}

static void end(const struct proving *p, struct proof *proof,
		const struct rules *rules, struct findings *findings)
{
	uint64_t pcrs = p->pcrs | 1ULL << rules->ima_pcr;
	unsigned int pcr;
	enum bank bank;

	for (bank = 0; bank < NR_BANKS; bank++)
		end_values(p, bank, pcrs, proof, findings);
	if (p->evidence->quoted)
		end_quote(p, proof, findings);
	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		if (pcrs & 1ULL << pcr)
			cover(p, pcr, rules->allow_sha1, findings);
}

static void set_proven(const struct proving *p, struct proof *proof)
{
	unsigned int pcr;

	for (pcr = 0; pcr < LIST_PCRS; pcr++) {
		size_t reach = proof->reach[pcr], last = p->last[pcr];

		if (!(p->pcrs & 1ULL << pcr))
			continue;
		if (proof->proven < reach)
			proof->proven = reach;
		if (last >= reach)
			last = reach - 1;
		if (pcr < BOOT_PCRS && p->first[pcr] < reach &&
		    proof->boots < last)
			proof->boots = last;
	}
}

static void find_altered(struct proving *p, struct proof *proof,
			 struct findings *findings)
{
	struct place at = NOWHERE;
	size_t i;

	for (i = 0; i < p->list->nr; i++) {
		const struct list_entry *entry = &p->list->entries[i];

		if (entry->index >= proof->proven)
			return;
		if (!is_altered(p, entry))
			continue;
		proof->altered = at.entry = entry->index + 1;
		findings_add(findings, at, "altered-entry",
			     "entry %zu was altered: its logged digest does not match its data",
			     at.entry);
		return;
	}
}

static void set_pcrs(struct proving *p)
{
	size_t i = p->list->nr;

	while (i--) {
		const struct list_entry *entry = &p->list->entries[i];
		uint32_t pcr = entry->pcr;

		if (!(p->pcrs & 1ULL << pcr))
			p->last[pcr] = entry->index;
		p->first[pcr] = entry->index;
		p->pcrs |= 1ULL << pcr;
	}
}

/* Get ready to replay: 0, or as prove(); proving_end() in either case. */
static int proving_start(struct proving *p, struct proof *proof,
			 struct reason *reason)
{
	enum bank bank;
	int err = 0;

	for (bank = 0; bank < NR_BANKS; bank++)
		digest_start(&p->hashes[bank], bank_types[bank].name);
	set_pcrs(p);
	memset(&p->native, 0xff, sizeof(p->native));
	memset(&p->padded, 0xff, sizeof(p->padded));
	if (p->evidence->quoted)
		err = set_quote(p, reason);
	return err ?: set_values(p, proof, reason);
}

static void proving_end(struct proving *p)
{
	enum bank bank;

	for (bank = 0; bank < NR_BANKS; bank++)
		EVP_MD_CTX_free(p->hashes[bank]);
}

int prove(struct proof *proof, const struct list *list,
	  const struct pcr_evidence *evidence, const struct rules *rules,
	  struct findings *findings, struct reason *reason)
{
	struct proving p = { .evidence = evidence, .list = list };
	size_t pcr;
	int err;

	*proof = (struct proof){ .entries = list_end(list) };
	if (!list->nr)
		return because(reason, -EINVAL, "the list is empty");
	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		proof->reach[pcr] = list_end(list);
	err = proving_start(&p, proof, reason);
	proof->empty = !evidence->quoted && !p.used;
	if (!err && !proof->empty) {
		run(&p, &p.native, NEVER);
		if (p.used & ~(1U << BANK_SHA1 | 1U << BANK_SHA256))
			run(&p, &p.padded, NEVER);
		end(&p, proof, rules, findings);
	}
	set_proven(&p, proof);
	if (!err && !proof->empty)
		find_altered(&p, proof, findings);
	proving_end(&p);
	return err;
}

/* Is it the digest of the first @n PCRs, as they are told? */
static bool is_of_pcrs(const struct pcr_bank *told, enum bank bank,
		       unsigned int n, const struct digest *boot_aggregate)
{
	uint8_t values[BOOT_PCRS * DIGEST_SIZE_MAX];
	size_t size = bank_types[bank].size;
	struct digest digest;
	unsigned int pcr;

	for (pcr = 0; pcr < n; pcr++)
		memcpy(values + pcr * size, told->value[pcr], size);
	if (digest_bytes(&digest, boot_aggregate->algorithm, values, n * size))
		return false;
	digest.size = boot_aggregate->size;
	return !digest_compare(&digest, boot_aggregate);
}

/* All entries before that are proven, whichever PCR they are of. */
static size_t proven_by_all(const struct proving *p, const struct proof *proof)
{
	size_t pcr, end = proof->proven;

	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		if (p->pcrs & 1ULL << pcr && proof->reach[pcr] < end &&
		    p->last[pcr] >= proof->reach[pcr])
			end = proof->reach[pcr];
	return end;
}

bool prove_on(const struct proof *proof, const struct list *list,
	      const struct pcr_evidence *evidence, struct pcr_values *values,
	      size_t *entries)
{
	struct proving p = { .evidence = evidence, .list = list };
	struct proof ignored = { .entries = 0 };
	struct reason reason;
	size_t i;

	*values = (struct pcr_values){ 0 };
	if (proof->empty || proof->mismatch || !proof->proven)
		return false;
	if (!proving_start(&p, &ignored, &reason)) {
		*entries = proven_by_all(&p, proof);
		run(&p, &p.native, *entries);
		run(&p, &p.padded, *entries);
	}
	for (i = 0; i < NR_BANKS * TPM_PCRS; i++) {
		enum bank bank = (enum bank)(i / TPM_PCRS);
		unsigned int pcr = i % TPM_PCRS;

		if ((p.wanted[bank] | p.quoted[bank]) & p.pcrs & 1U << pcr)
			pcr_set(values, bank, pcr, proof->padded[bank] & 1U <<
				pcr ? p.padded.pcr[bank][pcr] :
				p.native.pcr[bank][pcr], &reason);
	}
	proving_end(&p);
	return pcrs_told(values);
}

enum boot_tie prove_boot(const struct proof *proof,
			 const struct pcr_evidence *evidence,
			 const struct digest *boot_aggregate, size_t entry,
			 uint32_t *pcrs)
{
	static const uint8_t zeros[DIGEST_SIZE_MAX];
	static const unsigned int sets[] = { BOOT_PCRS, BOOT_PCRS_SHA1 };
	int bank = bank_by_name(bytes_of(boot_aggregate->algorithm));
	enum boot_tie tie = BOOT_UNTIED;
	size_t i;

	*pcrs = 0;
	if (!memcmp(boot_aggregate->bytes, zeros, boot_aggregate->len))
		return BOOT_NO_TPM;
	if (entry <= proof->boots || bank < 0)
		return BOOT_UNTIED;
	for (i = bank == BANK_SHA1; i < ARRAY_SIZE(sets); i++) {
		*pcrs = (1U << sets[i]) - 1;
		if (~proof->compared[bank] & *pcrs)
			continue;
		if (is_of_pcrs(&evidence->values.banks[bank],
			       (enum bank)bank, sets[i], boot_aggregate))
			return BOOT_TIED;
		/* It may be of more PCRs than those that are told. */
		if (!i || bank == BANK_SHA1)
			tie = BOOT_DIFFERS;
	}
	*pcrs = 0;
	return tie;
}
