// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A list that is judged piece by piece. */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "split.h"
#include "state.h"
#include "unit.h"

static const struct list *whole;
static const struct verify_input *input;
static bool lacks_sha384;

/* Is the value of the PCR told, or quoted? */
static bool is_compared(enum bank bank, unsigned int pcr)
{
	const struct pcr_evidence *evidence = &input->evidence;
	bool told = evidence->values.banks[bank].known & 1U << pcr;
	size_t i;

	if (!evidence->quoted)
		return told;
	for (i = 0; i < evidence->quote.nr_banks; i++)
		if (evidence->quote.banks[i].bank == bank &&
		    evidence->quote.banks[i].pcrs & 1U << pcr)
			return true;
	return false;
}

static void extend(uint8_t *value, enum bank bank,
		   const struct list_entry *entry)
{
	const EVP_MD *md = EVP_get_digestbyname(bank_types[bank].name);
	uint8_t joined[2 * DIGEST_SIZE_MAX] = { 0 };
	size_t size = bank_types[bank].size;
	bool padded = lacks_sha384 && bank == BANK_SHA384;

	memcpy(joined, value, size);
	if (entry->violation)
		memset(joined + size, 0xff, size);
	else
		EVP_Digest(entry->data.data, entry->data.size, joined + size,
			   NULL, padded ? EVP_sha1() : md, NULL);
	EVP_Digest(joined, 2 * size, value, NULL, md, NULL);
}

/* What a TPM holds after the first entries. */
static void values_after(size_t entries, struct pcr_values *values)
{
	uint8_t value[DIGEST_SIZE_MAX];
	struct reason reason;
	enum bank bank;
	unsigned int pcr;
	size_t i;

	*values = (struct pcr_values){ 0 };
	for (bank = 0; bank < NR_BANKS; bank++) {
		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			bool any = false;

			if (!is_compared(bank, pcr))
				continue;
			memcpy(value, input->evidence.start.banks[bank]
			       .value[pcr], sizeof(value));
			for (i = 0; i < whole->nr; i++) {
				if (whole->entries[i].pcr != pcr)
					continue;
				any = true;
				if (i < entries)
					extend(value, bank, &whole->entries[i]);
			}
			if (!any)
				memcpy(value, input->evidence.values.banks[bank]
				       .value[pcr], sizeof(value));
			pcr_set(values, bank, pcr, value, &reason);
		}
	}
}

/* Judge the entries up to @end, from a state or from the first. */
static void judge_piece(struct job *job, struct json_object *state, size_t from,
			size_t end)
{
	size_t i;

	*job = (struct job){ .input = *input };
	if (state) {
		job->input.evidence.start = (struct pcr_values){ 0 };
		ck_assert_msg(!state_read(job, state, SIZE_MAX), "%s",
			      job->reason.text);
		ck_assert_uint_eq(list_end(&job->list), from);
		/* The pieces before are not quoted here. */
		job->origin.given = false;
	}
	if (end < whole->nr) {
		job->input.evidence.quoted = false;
		values_after(end, &job->input.evidence.values);
	}
	for (i = from; i < end; i++)
		ck_assert_msg(!list_put(&job->list, &whole->entries[i],
					&job->reason), "%s", job->reason.text);
	ck_assert_msg(!job_judge(job), "%s", job->reason.text);
}

/* The state behind it, as text would have it; or NULL. */
static struct json_object *state_after(struct job *job)
{
	struct json_object *root = json_new(), *state, *copy;

	add_state(root, job);
	ck_assert(json_object_object_get_ex(root, "state", &state));
	copy = state ? json_tokener_parse(json_object_to_json_string(state)) :
	       NULL;
	json_object_put(root);
	return copy;
}

/* The verdicts. */
static void same(const struct verdict *is, const struct verdict *expected,
		 size_t j, size_t k)
{
	size_t i;

	for (i = 0; i < is->findings.nr || i < expected->findings.nr; i++) {
		const struct finding *a = &is->findings.list[i];
		const struct finding *b = &expected->findings.list[i];

		ck_assert_msg(i < expected->findings.nr,
			      "split at %zu and %zu, more is found: %s: %s", j,
			      k, a->word, a->text);
		ck_assert_msg(i < is->findings.nr,
			      "split at %zu and %zu, not found: %s: %s", j, k,
			      b->word, b->text);
		/* Which tells how a kernel with SHA-384 would go on. */
		if (lacks_sha384 && !strcmp(b->word, "pcr-mismatch"))
			continue;
		ck_assert_msg(!strcmp(a->word, b->word) &&
			      !strcmp(a->text, b->text),
			      "split at %zu and %zu: %s: %s\nnot: %s: %s", j, k,
			      a->word, a->text, b->word, b->text);
		ck_assert_uint_eq(a->at.entry, b->at.entry);
		ck_assert_uint_eq(a->at.epoch, b->at.epoch);
	}
	ck_assert_int_eq(is->accepted, expected->accepted);
	ck_assert_uint_eq(is->nr_kexecs, expected->nr_kexecs);
	ck_assert_uint_eq(is->nr_booted, expected->nr_booted);
	ck_assert_uint_eq(is->nr_epochs, expected->nr_epochs);
	ck_assert_uint_eq(is->proof.entries, expected->proof.entries);
	ck_assert_uint_eq(is->proof.proven, expected->proof.proven);
}

/* So many are proven, whichever PCR they are of. */
static size_t proven(const struct verdict *verdict)
{
	size_t i, end = whole->nr;

	for (i = whole->nr; i--;)
		if (i >= verdict->proof.reach[whole->entries[i].pcr])
			end = i;
	return end;
}

void split_and_judge(const struct list *list, const struct verify_input *in,
		     const struct verdict *expected, bool no_sha384)
{
	static struct job job;
	static size_t turn;
	size_t j, k, end, step = list->nr / 8 + 1;

	whole = list;
	input = in;
	lacks_sha384 = no_sha384;
	end = proven(expected);
	/* Elsewhere each time. */
	for (k = 1 + turn++ % step; k <= end && k < whole->nr; k += step) {
		struct json_object *state;

		j = k * 7 % (k + 1);
		judge_piece(&job, NULL, 0, j ?: k);
		state = state_after(&job);
		job_free(&job);
		if (state && j && j < k) {
			struct json_object *first = state;

			judge_piece(&job, first, j, k);
			state = state_after(&job);
			json_object_put(first);
			job_free(&job);
		}
		/* What no PCR proves cannot be gone on from. */
		if (!state)
			continue;
		judge_piece(&job, state, k, whole->nr);
		same(&job.verdict, expected, j, k);
		json_object_put(state);
		job_free(&job);
	}
}
