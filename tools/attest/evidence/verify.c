// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict on a measurement list. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "verify-impl.h"

static void begin_epoch(struct verification *v)
{
	size_t i;

	for (i = 0; i < RULES_MEASURED_MAX; i++)
		v->measured[i] = NOWHERE;
	v->known_files = 0;
	v->has_ahead = false;
	v->ahead = 0;
	v->verdict->epochs++;
}

static int take_entry(struct verification *v, const struct list_entry *entry,
		      struct reason *reason)
{
	const struct epoch *done, *now;
	int err = proof_entry(v->proof, entry, reason);

	if (!err)
		err = epochs_add(v->epochs, entry, &done, reason);
	if (err)
		return err;
	now = epochs_current(v->epochs);
	if (!entry->index && now->headless)
		v->headless = v->trimmed = true;
	if (done)
		err = verify_epoch(v, done, entry->index);
	if (now->first == entry->index)
		begin_epoch(v);
	if (!err)
		err = verify_entry(v, entry, now);
	return err ? because(reason, err, "out of memory") : 0;
}

/*
 * The end
 */

static void free_kexec(struct kexec_verdict *kexec)
{
	record_free(&kexec->load);
	judged_free(&kexec->judged);
	findings_free(&kexec->pending);
}

static int always(struct verification *v, enum finding_code code,
		  const char *text)
{
	return findings_add(&v->verdict->findings, code, PLACE_NONE, "%s",
			    text);
}

/* Which were booted where the PCRs prove it. */
static void cut_kexecs(struct verification *v)
{
	struct verdict *verdict = v->verdict;

	while (verdict->nr_kexecs &&
	       verdict->kexecs[verdict->nr_kexecs - 1].boot_entry >=
	       v->records)
		free_kexec(&verdict->kexecs[--verdict->nr_kexecs]);
}

/* What is in place at the end, for the reader. */
static int show_in_place(struct verification *v, const struct epoch *last,
			 const struct image *image,
			 struct kexec_verdict *kexec, bool *have)
{
	if (image->state != IMAGE_LOAD || image->entry >= v->records)
		return 0;
	*have = true;
	return verify_load(v, last, &last->loads[image->load], NO_ENTRY, kexec,
			   &kexec->pending);
}

/* What runs is what was booted last. */
static int judge_running(struct verification *v)
{
	struct verdict *verdict = v->verdict;
	const struct rules *rules = v->options->rules;
	const struct known_composition *runs;
	size_t i;

	if (!verdict->nr_kexecs) {
		if (rules->allow_no_kexec ||
		    findings_have(&verdict->findings, FOUND_NO_MANIFEST))
			return 0;
		return always(v, FOUND_NO_KEXEC,
			     "there was no kexec: the kernel that runs was started by the firmware");
	}
	if (!rules->nr_compositions)
		return 0;
	runs = verdict->kexecs[verdict->nr_kexecs - 1].judged.composition;
	for (i = 0; runs && i < rules->nr_compositions; i++)
		if (!strcmp(runs->name, rules->compositions[i]))
			return 0;
	return always(v, FOUND_WRONG_COMPOSITION,
		     "what runs is none of the compositions that the rules require");
}

static bool start_is_told(const struct verify_options *options)
{
	return options->start &&
	       pcr_is_told(options->start, options->rules->ima_pcr);
}

/*
 * IMA itself may have extended PCRs that boot_aggregate is of, by a rule with
 * pcr=: then the boots before may have had other values.
 */
static void forgive_boots(struct verification *v)
{
	size_t pcr, before = 0;

	for (pcr = 0; pcr < BOOT_PCRS; pcr++) {
		size_t reach = proof_reach(v->proof, (uint32_t)pcr);
		size_t last = v->low[pcr].last;

		if (v->low[pcr].first == NOWHERE ||
		    v->low[pcr].first >= reach)
			continue;
		if (last >= reach)
			last = reach - 1;
		if (before < last)
			before = last;
	}
	findings_drop(&v->verdict->findings, FOUND_BOOT_AGGREGATE, before);
}

/* What holds of the list as a whole. */
static int judge_list(struct verification *v, bool quote_failed)
{
	const struct rules *rules = v->options->rules;
	struct verdict *verdict = v->verdict;
	int err = 0;

	if (v->headless && !start_is_told(v->options))
		err = findings_add(&verdict->findings, FOUND_TRIMMED,
				   (struct place){ NOWHERE, NOWHERE, 0, NOWHERE, 0 },
				   "the list does not begin with a boot: entries before its first were taken away, and what PCR %u held then is not told",
				   rules->ima_pcr);
	if (!err && verdict->unproven && !quote_failed &&
	    !rules->allow_unproven)
		err = always(v, FOUND_UNPROVEN,
			     "the list is compared with no PCR: anybody can write one");
	if (!err && !verdict->unproven && !v->records)
		err = always(v, FOUND_NOTHING_PROVEN,
			     "the PCRs hold what they held before the first entry: they prove none");
	return err;
}

static int finish(struct verification *v, bool quote_failed,
		  struct reason *reason)
{
	const struct rules *rules = v->options->rules;
	struct verdict *verdict = v->verdict;
	const struct epoch *last = epochs_end(v->epochs);
	int err;

	if (!last)
		return because(reason, -EINVAL, "there is no entry in it");
	verdict->entries = last->first + last->nr_entries;
	verdict->unproven = proof_is_empty(v->proof);
	err = verify_epoch(v, last, NO_ENTRY);
	if (!err)
		err = proof_end(v->proof, rules->ima_pcr, rules->allow_sha1,
				&verdict->findings);
	verdict->proven = proof_reach_any(v->proof);
	v->records = proof_reach(v->proof, rules->ima_pcr);
	forgive_boots(v);
	/* Of a trimmed list, counters explain what is missing, and prove nothing. */
	if (v->trimmed &&
	    !findings_have(&verdict->findings, FOUND_PCR_MISMATCH))
		findings_drop(&verdict->findings, FOUND_MISSING_RECORD,
			      NOWHERE);
	findings_cut(&verdict->findings, verdict->proven, v->records);
	cut_kexecs(v);
	if (!err)
		err = judge_list(v, quote_failed);
	if (!err)
		err = show_in_place(v, last, &last->image, &verdict->pending,
				    &verdict->has_pending);
	if (!err)
		err = show_in_place(v, last, &last->crash, &verdict->crash,
				    &verdict->has_crash);
	if (!err && v->records)
		err = judge_running(v);
	verdict->cmdlines_judged = v->options->known->has_cmdlines ||
				   rules->require_cmdline;
	verdict->records_judged = rules->require_records;
	verdict->accepted = !findings_any(&verdict->findings);
	return err ? because(reason, err, "out of memory") : 0;
}

int verify_list(struct list *list, const struct verify_options *options,
		struct verdict *verdict, struct reason *reason)
{
	struct verification v = {
		.options = options, .verdict = verdict,
		.trimmed = start_is_told(options),
	};
	bool quote_failed = findings_any(&verdict->findings);
	struct list_entry entry;
	size_t pcr;
	int ret, err;

	for (pcr = 0; pcr < BOOT_PCRS; pcr++)
		v.low[pcr].first = v.low[pcr].last = NOWHERE;
	err = proof_new(&v.proof, options->values, options->start,
			options->quote, reason);
	if (err)
		return err;
	v.epochs = epochs_new();
	if (!v.epochs)
		err = because(reason, -ENOMEM, "out of memory");
	ret = 1;
	while (!err && (ret = list_next(list, &entry, reason)) > 0)
		err = take_entry(&v, &entry, reason);
	if (!err && ret < 0)
		err = ret;
	if (!err)
		err = finish(&v, quote_failed, reason);
	epochs_free(v.epochs);
	proof_free(v.proof);
	return err;
}

void verdict_free(struct verdict *verdict)
{
	size_t i;

	for (i = 0; i < verdict->nr_kexecs; i++)
		free_kexec(&verdict->kexecs[i]);
	free(verdict->kexecs);
	free_kexec(&verdict->pending);
	free_kexec(&verdict->crash);
	findings_free(&verdict->findings);
	memset(verdict, 0, sizeof(*verdict));
}
