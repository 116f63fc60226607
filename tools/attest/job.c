// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What one machine tells, and the verdict on it. */
#include <errno.h>
#include <string.h>

#include "job.h"

int job_nonce(struct job *job, const char *hex)
{
	return words_hex(bytes_of(hex), job->nonce, sizeof(job->nonce),
			 &job->nonce_size) ? 0 :
	       because(&job->reason, -EINVAL,
		       "expected 1 to %zu bytes in hex", sizeof(job->nonce));
}

int job_quote(struct job *job, const struct quote_files *files)
{
	struct pcr_evidence *evidence = &job->input.evidence;
	struct findings *findings = &job->verdict.findings;
	struct bytes nonce = { job->nonce_size ? job->nonce : NULL,
			       job->nonce_size };
	int err = quote_check(files, nonce, &evidence->quote, findings,
			      &job->reason);

	evidence->quoted = !err && !findings->nr;
	evidence->fresh = nonce.size;
	return err;
}

/*
 * Take the file of tpm2_quote --pcrs_format=values: nothing but the values of
 * the PCRs that the quote selects.  False, and nothing is taken, if it has
 * another size.  Text is at least twice as long.
 */
static bool bare_values(struct job *job, struct bytes file, int *err)
{
	struct pcr_evidence *evidence = &job->input.evidence;
	const struct quote *quote = &evidence->quote;
	size_t i, size = 0;
	struct bytes value;

	*err = 0;
	for (i = 0; i < quote->nr_banks; i++)
		size += bank_types[quote->banks[i].bank].size *
			(size_t)__builtin_popcount(quote->banks[i].pcrs);
	if (!evidence->quoted || !size || size != file.size)
		return false;
	for (i = 0; i < quote->nr_banks * TPM_PCRS && !*err; i++) {
		enum bank bank = quote->banks[i / TPM_PCRS].bank;

		if (!(quote->banks[i / TPM_PCRS].pcrs & 1U << i % TPM_PCRS))
			continue;
		bytes_take(&file, bank_types[bank].size, &value);
		*err = pcr_set(&evidence->values, bank, i % TPM_PCRS,
			       value.data, &job->reason);
	}
	return true;
}

int job_pcrs(struct job *job, struct bytes file, int bank)
{
	int err;

	return bare_values(job, file, &err) ? err :
	       pcr_parse(&job->input.evidence.values, file, bank,
			 &job->reason);
}

int job_start(struct job *job, const char *text)
{
	struct bytes hex = bytes_of(text), number, algo;
	uint8_t value[DIGEST_SIZE_MAX];
	uint64_t pcr;
	size_t size;
	int bank = -1;

	if (bytes_cut(&hex, '=', &number)) {
		bool named = bytes_cut(&number, ':', &algo);

		if (words_number(number, &pcr) && pcr < TPM_PCRS &&
		    words_hex(hex, value, sizeof(value), &size))
			bank = named ? bank_by_name(algo) : bank_by_size(size);
	}
	if (bank < 0 || bank_types[bank].size != size)
		return because(&job->reason, -EINVAL,
			       "expected [ALGO:]PCR=HEX");
	return pcr_set(&job->input.evidence.start, (enum bank)bank,
		       (unsigned int)pcr, value, &job->reason);
}

/*
 * A state is void for another TPM, or after a boot by firmware: a reset of the
 * TPM, or a restart of one that was told to keep its state, which a suspend is,
 * too.  And an earlier quote of the same boot must not take back what was seen.
 */
static void compare_origin(struct job *job)
{
	const struct pcr_evidence *evidence = &job->input.evidence;
	const struct quote *quote = &evidence->quote;
	struct findings *findings = &job->verdict.findings;
	const struct origin *origin = &job->origin;

	if (!origin->given || findings->nr)
		return;
	if (job->input.rules->measured_only && !origin->all_files)
		findings_add(findings, NOWHERE, "state-void",
			     "the state was made without the rule \"require measured-only\", and lacks entries of files: send the whole list, without a state");
	else if (origin->quoted != evidence->quoted)
		findings_add(findings, NOWHERE, "state-void",
			     "the state was made %s a quote: send the whole list, without a state",
			     origin->quoted ? "with" : "without");
	else if (!origin->quoted)
		return;
	else if (memcmp(origin->key_id, quote->key_id, sizeof(quote->key_id)))
		findings_add(findings, NOWHERE, "state-void",
			     "the state was made with a quote of another key");
	else if (origin->reset_count != quote->reset_count)
		findings_add(findings, NOWHERE, "state-void",
			     "the state was made at reset count %u, and it is %u now: the firmware has booted, send the whole list, without a state",
			     origin->reset_count, quote->reset_count);
	else if (origin->restart_count != quote->restart_count)
		findings_add(findings, NOWHERE, "state-void",
			     "the state was made at restart count %u, and it is %u now: the machine was suspended, or the firmware has booted; send the whole list, without a state",
			     origin->restart_count, quote->restart_count);
	else if (origin->clock > quote->clock)
		findings_add(findings, NOWHERE, "state-void",
			     "the quote is older than the state");
}

int job_judge(struct job *job)
{
	compare_origin(job);
	/* With a bad quote, there is nothing to compare with. */
	if (job->verdict.findings.nr) {
		job->input.evidence.values = (struct pcr_values){ 0 };
		job->input.evidence.quoted = false;
	}
	return verify_list(&job->list, &job->input, &job->verdict,
			   &job->reason);
}

void job_free(struct job *job)
{
	verdict_free(&job->verdict);
	list_free(&job->list);
	events_free(&job->input.evidence.events);
}
