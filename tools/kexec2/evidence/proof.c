// SPDX-License-Identifier: GPL-2.0-only
/* How much of a list the PCRs prove. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "proof.h"
#include "replay.h"

/* PCRs 16 and up: software can set them back, PC Client profile, 2.3.3. */
#define PCR_RESETTABLE	16

/*
 * Something that the list has to lead to: a PCR's value, or a quote's digest.
 * It agrees now, or agreed before the entry @until, or (NOWHERE) never.
 */
struct goal {
	bool agrees;
	size_t until;
};

struct proof {
	const struct pcr_values *values;
	const struct pcr_values *start;
	const struct quote *quote;
	struct replay *replay;
	size_t nr_banks;
	struct {
		uint32_t wanted;	/* bit N: PCR N has a goal */
		struct goal goals[LIST_PCRS];
	} banks[REPLAY_BANKS];
	struct goal digest;		/* of the quote */
	bool by_digest;			/* not all of its values are told */
	struct digester hash;
	size_t nr_entries;
	size_t first[LIST_PCRS];	/* entry of the PCR, or NOWHERE */
	uint32_t pcrs;
	bool altered;
	size_t altered_entry;
	struct digester logged;		/* of what the list has logged */
	size_t logged_size;
};

static uint32_t quoted(const struct quote *quote, const char *algo)
{
	uint32_t pcrs = 0;
	size_t i;

	for (i = 0; i < quote->nr_banks; i++)
		if (!strcmp(quote->banks[i].algo, algo))
			pcrs |= quote->banks[i].pcrs;
	return pcrs;
}

static const uint8_t *told(const struct pcr_values *values, const char *algo,
			   unsigned int pcr)
{
	const struct pcr_bank *bank = values ? pcr_bank_find(values, algo) :
				      NULL;

	return bank && bank->known & 1U << pcr ? bank->value[pcr] : NULL;
}

static int find_bank(const struct proof *proof, const char *algo, size_t *bank)
{
	for (*bank = 0; *bank < proof->nr_banks; ++*bank)
		if (!strcmp(replay_algo(proof->replay, *bank), algo))
			return 0;
	return -ENOENT;
}

static int add_bank(struct proof *proof, const char *algo,
		    struct reason *reason)
{
	unsigned int pcr;
	size_t bank;
	int ret;

	if (!find_bank(proof, algo, &bank))
		return 0;
	ret = replay_add_bank(proof->replay, algo, REPLAY_NATIVE, reason);
	if (ret < 0)
		return ret;
	bank = (size_t)ret;
	proof->nr_banks = bank + 1;
	for (pcr = 0; pcr < LIST_PCRS; pcr++) {
		const uint8_t *value = told(proof->start, algo, pcr);

		if (value)
			replay_start(proof->replay, bank, pcr, value);
	}
	return 0;
}

static void check_goal(struct proof *proof, size_t bank, unsigned int pcr)
{
	const char *algo = replay_algo(proof->replay, bank);

	proof->banks[bank].goals[pcr].agrees =
		!memcmp(replay_value(proof->replay, bank, pcr),
			told(proof->values, algo, pcr),
			replay_digest_size(proof->replay, bank));
}

/* Goals are the values that are told, of a quote only what it has signed. */
static int add_values(struct proof *proof, struct reason *reason)
{
	size_t i, bank;
	unsigned int pcr;
	int err;

	for (i = 0; proof->values && i < proof->values->nr; i++) {
		const struct pcr_bank *from = &proof->values->banks[i];
		uint32_t pcrs = from->known;

		if (proof->quote)
			pcrs &= quoted(proof->quote, from->algo);
		if (!pcrs)
			continue;
		err = add_bank(proof, from->algo, reason);
		if (err)
			return err;
		find_bank(proof, from->algo, &bank);
		proof->banks[bank].wanted = pcrs;
		for (pcr = 0; pcr < LIST_PCRS; pcr++) {
			proof->banks[bank].goals[pcr].until = NOWHERE;
			if (pcrs & 1U << pcr)
				check_goal(proof, bank, pcr);
		}
	}
	return 0;
}

/* Does the quote's digest belong to what is told, and replayed so far? */
static bool check_digest(struct proof *proof)
{
	const struct quote *quote = proof->quote;
	uint8_t values[LIST_PCRS * LIST_DIGEST_MAX], digest[LIST_DIGEST_MAX];
	EVP_MD_CTX *ctx = proof->hash.ctx;
	size_t i, bank = 0, size;
	unsigned int pcr;

	if (EVP_DigestInit_ex(ctx, proof->hash.md, NULL) != 1)
		return false;
	for (i = 0; i < quote->nr_banks; i++) {
		const char *algo = quote->banks[i].algo;

		if (find_bank(proof, algo, &bank))
			continue;
		for (pcr = 0, size = 0; pcr < LIST_PCRS; pcr++) {
			size_t one = replay_digest_size(proof->replay, bank);
			const uint8_t *value = told(proof->values, algo, pcr);

			if (!(quote->banks[i].pcrs & 1U << pcr))
				continue;
			if (!value)
				value = replay_value(proof->replay, bank, pcr);
			memcpy(values + size, value, one);
			size += one;
		}
		if (EVP_DigestUpdate(ctx, values, size) != 1)
			return false;
	}
	return EVP_DigestFinal_ex(ctx, digest, NULL) == 1 &&
	       proof->hash.size == quote->digest_size &&
	       !memcmp(digest, quote->digest, quote->digest_size);
}

static int add_quote(struct proof *proof, struct reason *reason)
{
	const struct quote *quote = proof->quote;
	unsigned int pcr;
	size_t i;
	int err;

	for (i = 0; i < quote->nr_banks; i++) {
		if (!quote->banks[i].pcrs)
			continue;
		err = add_bank(proof, quote->banks[i].algo, reason);
		if (err)
			return err;
		for (pcr = 0; pcr < LIST_PCRS; pcr++)
			if (quote->banks[i].pcrs & 1U << pcr &&
			    !told(proof->values, quote->banks[i].algo, pcr))
				proof->by_digest = true;
	}
	err = digester_init(&proof->hash, quote->hash);
	if (err)
		return because(reason, err, "OpenSSL has no %s here",
			       quote->hash);
	proof->digest.until = NOWHERE;
	proof->digest.agrees = check_digest(proof);
	return 0;
}

int proof_new(struct proof **proof, const struct pcr_values *values,
	      const struct pcr_values *start, const struct quote *quote,
	      struct reason *reason)
{
	struct proof *new = calloc(1, sizeof(*new));
	unsigned int pcr;
	int err;

	*proof = new;
	if (!new)
		return because(reason, -ENOMEM, "out of memory");
	new->values = values;
	new->start = start;
	new->quote = quote;
	for (pcr = 0; pcr < LIST_PCRS; pcr++)
		new->first[pcr] = NOWHERE;
	new->replay = replay_new();
	if (!new->replay)
		err = because(reason, -ENOMEM, "out of memory");
	else
		err = add_values(new, reason);
	if (!err && quote)
		err = add_quote(new, reason);
	if (err) {
		proof_free(new);
		*proof = NULL;
	}
	return err;
}

void proof_free(struct proof *proof)
{
	if (!proof)
		return;
	replay_free(proof->replay);
	digester_free(&proof->hash);
	digester_free(&proof->logged);
	free(proof);
}

/*
 * The digest that is logged is no proof, but tells where a list was altered by
 * who did not think of it.
 */
static void check_logged(struct proof *proof, const struct list_entry *entry)
{
	enum replay_check check = replay_check_digest(proof->replay, entry);
	uint8_t digest[LIST_DIGEST_MAX];
	const char *algo;

	if (proof->altered || entry->violation)
		return;
	if (check == REPLAY_CANNOT_TELL) {
		algo = digest_algo_by_size(entry->digest.size);
		if (!algo)
			return;
		if (proof->logged_size != entry->digest.size) {
			digester_free(&proof->logged);
			memset(&proof->logged, 0, sizeof(proof->logged));
			proof->logged_size = 0;
			if (digester_init(&proof->logged, algo))
				return;
			proof->logged_size = entry->digest.size;
		}
		if (!digester_run(&proof->logged, entry->data.data,
				  entry->data.size, NULL, 0, digest))
			return;
		check = memcmp(digest, entry->digest.data, entry->digest.size) ?
			REPLAY_DIFFERS : REPLAY_AGREES;
	}
	if (check == REPLAY_DIFFERS) {
		proof->altered = true;
		proof->altered_entry = entry->index;
	}
}

static void was_good(struct goal *goal, size_t entry)
{
	if (goal->agrees)
		goal->until = entry;
}

int proof_entry(struct proof *proof, const struct list_entry *entry,
		struct reason *reason)
{
	bool in_quote = false;
	size_t bank;
	int err;

	for (bank = 0; bank < proof->nr_banks; bank++)
		if (proof->banks[bank].wanted & 1U << entry->pcr)
			was_good(&proof->banks[bank].goals[entry->pcr],
				 entry->index);
	err = replay_extend(proof->replay, entry, reason);
	if (err)
		return err;
	for (bank = 0; bank < proof->nr_banks; bank++) {
		if (proof->banks[bank].wanted & 1U << entry->pcr)
			check_goal(proof, bank, entry->pcr);
		if (proof->by_digest)
			in_quote |= quoted(proof->quote,
				replay_algo(proof->replay, bank)) &
				1U << entry->pcr;
	}
	if (in_quote) {
		was_good(&proof->digest, entry->index);
		proof->digest.agrees = check_digest(proof);
	}
	if (proof->first[entry->pcr] == NOWHERE)
		proof->first[entry->pcr] = entry->index;
	proof->pcrs |= 1U << entry->pcr;
	proof->nr_entries = entry->index + 1;
	check_logged(proof, entry);
	return 0;
}

bool proof_is_empty(const struct proof *proof)
{
	size_t bank;

	for (bank = 0; bank < proof->nr_banks; bank++)
		if (proof->banks[bank].wanted)
			return false;
	return !proof->quote;
}

uint32_t proof_pcrs(const struct proof *proof)
{
	return proof->pcrs;
}

const uint8_t *proof_value(const struct proof *proof, const char *algo,
			   unsigned int pcr)
{
	size_t bank;

	if (find_bank(proof, algo, &bank))
		return NULL;
	if (proof->banks[bank].wanted & 1U << pcr)
		return told(proof->values, algo, pcr);
	return NULL;
}

/* How far the list agrees with a goal, NOWHERE for never. */
static size_t reached(const struct proof *proof, const struct goal *goal)
{
	return goal->agrees ? proof->nr_entries : goal->until;
}

static int mismatch(const struct proof *proof, size_t bank, unsigned int pcr,
		    struct findings *findings)
{
	const char *algo = replay_algo(proof->replay, bank);
	size_t size = replay_digest_size(proof->replay, bank);
	struct shown_digest list, holds;

	return findings_add(findings, FOUND_PCR_MISMATCH, PLACE_NONE,
			    "the list does not lead to what PCR %u holds: it gives %s, and the PCR is %s; entries are missing, at the end or before, or are not those that were made",
			    pcr,
			    show_digest(&list, algo,
					replay_value(proof->replay, bank, pcr),
					size),
			    show_digest(&holds, algo,
					told(proof->values, algo, pcr), size));
}

/* The values that are told, and how far each proves the list. */
static int end_values(const struct proof *proof, size_t *proven, bool *matches,
		      struct findings *findings)
{
	unsigned int pcr;
	size_t bank;
	int err = 0;

	for (bank = 0; bank < proof->nr_banks; bank++) {
		for (pcr = 0; pcr < LIST_PCRS && !err; pcr++) {
			size_t upto;

			if (!(proof->banks[bank].wanted & proof->pcrs &
			      1U << pcr))
				continue;
			upto = reached(proof, &proof->banks[bank].goals[pcr]);
			if (upto == NOWHERE) {
				*matches = false;
				err = mismatch(proof, bank, pcr, findings);
			} else if (upto < *proven) {
				*proven = upto;
			}
		}
	}
	return err;
}

static int end_quote(const struct proof *proof, size_t *proven, bool *matches,
		     struct findings *findings)
{
	size_t upto = reached(proof, &proof->digest);

	if (upto != NOWHERE) {
		if (upto < *proven)
			*proven = upto;
		return 0;
	}
	*matches = false;
	if (!proof->by_digest)
		return findings_add(findings, FOUND_QUOTE_DIGEST, PLACE_NONE,
				    "the values of the PCRs are not those that were quoted");
	return findings_add(findings, FOUND_PCR_MISMATCH, PLACE_NONE,
			    "the list does not lead to the PCRs that were quoted: entries are missing, at the end or before, or are not those that were made; or a PCR that was quoted has a value that is not told");
}

/* Each PCR that the list is about has to be compared with something. */
static int covered(const struct proof *proof, bool sha1,
		   struct findings *findings)
{
	struct place place = PLACE_NONE;
	unsigned int pcr;
	size_t bank;
	int err = 0;

	for (pcr = 0; pcr < LIST_PCRS && !err; pcr++) {
		bool any = false, strong = false;

		if (!(proof->pcrs & 1U << pcr))
			continue;
		for (bank = 0; bank < proof->nr_banks; bank++) {
			const char *algo = replay_algo(proof->replay, bank);
			uint32_t pcrs = proof->banks[bank].wanted;

			if (proof->quote)
				pcrs |= quoted(proof->quote, algo);
			if (!(pcrs & 1U << pcr))
				continue;
			any = true;
			strong |= strcmp(algo, "sha1") != 0;
		}
		place.at = place.entry = proof->first[pcr];
		if (pcr >= PCR_RESETTABLE)
			err = findings_add(findings, FOUND_PCR_RESETTABLE,
					   place,
					   "entry %zu is of PCR %u, which software can set back, so it proves nothing",
					   proof->first[pcr], pcr);
		else if (!any)
			err = findings_add(findings, FOUND_PCR_UNCOVERED, place,
					   "entry %zu is of PCR %u, whose value is not told or not quoted, so nothing proves it",
					   proof->first[pcr], pcr);
		else if (!strong && !sha1)
			err = findings_add(findings, FOUND_WEAK_BANK, place,
					   "only the SHA-1 bank of PCR %u is told, and SHA-1 can be collided",
					   pcr);
	}
	return err;
}

int proof_end(struct proof *proof, bool sha1, size_t *proven,
	      struct findings *findings)
{
	struct place place = PLACE_NONE;
	bool matches = true;
	int err;

	*proven = proof->nr_entries;
	if (proof_is_empty(proof))
		return 0;
	err = end_values(proof, proven, &matches, findings);
	if (!err && proof->quote)
		err = end_quote(proof, proven, &matches, findings);
	if (!err)
		err = covered(proof, sha1, findings);
	/* What nothing agrees with is judged as it stands, for the reader. */
	if (!err && matches && !*proven)
		err = findings_add(findings, FOUND_NOTHING_PROVEN, PLACE_NONE,
				   "the PCRs hold what they held before the first entry: they prove none");
	if (!err && proof->altered &&
	    (!matches || proof->altered_entry < *proven)) {
		place.entry = proof->altered_entry;
		err = findings_add(findings, FOUND_ALTERED_ENTRY, place,
				   "entry %zu was altered: the digest that is logged is not that of its data",
				   proof->altered_entry);
	}
	if (!err && !matches)
		*proven = proof->nr_entries;
	return err;
}
