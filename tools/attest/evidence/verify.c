// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict on a measurement list. */
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "shared/util.h"
#include "template.h"
#include "verify.h"

/**
 * struct verification - what is proven, and being judged
 * @epoch:	 The one that the last entry was of.
 * @end:	 Behind its last entry that is proven.
 * @measured:	 Per digest that the rules ask for, its first entry in this
 *		 epoch, or NO_ENTRY.
 * @known_files: Entries of this epoch with a digest that is known.
 * @ahead:	 By how many entries the kernel has counted more than the list
 *		 has, in this epoch.  Of a trimmed list only with @has_ahead.
 * @mixed:	 A record of another PCR was found.
 * @violated:	 A violation was found.
 * @trimmed:	 The list does not begin with the first entry that was made.
 */
struct verification {
	const struct known *known;
	const struct rules *rules;
	const struct pcr_evidence *evidence;
	struct verdict *verdict;
	const struct epoch *epoch;
	size_t end;
	size_t measured[RULES_MEASURED_MAX];
	size_t known_files;
	bool has_ahead;
	int64_t ahead;
	bool mixed;
	bool violated;
	bool trimmed;
};

/* Of an entry of the epoch, or of none: NO_ENTRY. */
static void found(struct verification *v, size_t entry, struct finding finding)
{
	finding.entry = entry == NO_ENTRY ? 0 : entry + 1;
	finding.epoch = v->epoch->number + 1;
	findings_add(&v->verdict->findings, finding);
}

/* Of the list as a whole. */
static void always(struct verification *v, enum finding_code code)
{
	findings_add(&v->verdict->findings, (struct finding){ .code = code });
}

/*
 * Entries
 */

/* A buffer that has the name of a record, and may still be none. */
static bool is_named(const struct list_entry *entry)
{
	return entry->decoded && list_is_buffer(entry) &&
	       record_is_named(entry->name);
}

/*
 * PCRs prove the data of an entry, and not the template that the list says it
 * has, nor the byte order: a record could be made to look like something else.
 * So see whether the second field of the data is a name that matters.
 */
static bool has_reserved_name(const struct list_entry *entry, bool big_endian)
{
	size_t left = entry->data.size, size;
	const uint8_t *p = entry->data.data;
	struct bytes name;

	if (left < 8)
		return false;
	size = template_u32(p, big_endian);
	if (size > left - 8)
		return false;
	p += 4 + size;
	left -= 4 + size;
	size = template_u32(p, big_endian);
	if (!size || size > left - 4 || p[4 + size - 1])
		return false;
	name = (struct bytes){ p + 4, size - 1 };
	/* Most entries are of files, whose names begin with a slash. */
	if (!name.size || (*name.data != 'k' && *name.data != 'b'))
		return false;
	return record_is_named(name) || bytes_are(name, "boot_aggregate") ||
	       bytes_are(name, "boot_aggregate_late");
}

static void judge_entry(struct verification *v, const struct list_entry *entry)
{
	bool boot = !v->epoch->headless && v->epoch->first == entry->index;
	bool reserved = has_reserved_name(entry, true) ||
			has_reserved_name(entry, false);
	uint32_t ima_pcr = v->rules->ima_pcr;
	struct shown template;

	/*
	 * Nothing proves in which order entries of two PCRs were made; and what
	 * software has put into a PCR that IMA does not use is no record.
	 */
	if (!v->mixed && entry->pcr != ima_pcr &&
	    (boot || (is_named(entry) &&
		      record_begins(entry->name, entry->buf)))) {
		v->mixed = true;
		found(v, entry->index, (struct finding){
			FOUND_PCR_MIXED, .n = { entry->pcr, ima_pcr } });
	}
	if (!entry->decoded || (reserved && !boot && !is_named(entry))) {
		show_bytes(&template, entry->template.data,
			   entry->template.size);
		found(v, entry->index, (struct finding){
			reserved ? FOUND_TEMPLATE : FOUND_TEMPLATE_UNKNOWN,
			.s = { template.text } });
	}
	if (entry->violation && !v->violated && !v->rules->allow_violations) {
		v->violated = true;
		found(v, entry->index, (struct finding){
			.code = FOUND_VIOLATION });
	}
}

static void note_file(struct verification *v, const struct list_entry *entry)
{
	struct record_digest digest = { .size = entry->file_digest.size };
	size_t i;

	if (!entry->decoded || entry->violation ||
	    entry->algo.size >= sizeof(digest.algo) ||
	    digest.size > sizeof(digest.value))
		return;
	if (entry->algo.size)
		memcpy(digest.algo, entry->algo.data, entry->algo.size);
	if (digest.size)
		memcpy(digest.value, entry->file_digest.data, digest.size);
	v->known_files += known_find(v->known, &digest) != NULL;
	/* Other PCRs may prove less. */
	for (i = 0; i < v->rules->nr_measured &&
	     entry->pcr == v->rules->ima_pcr; i++)
		if (v->measured[i] == NO_ENTRY &&
		    record_digest_equal(&v->rules->measured[i], &digest))
			v->measured[i] = entry->index;
}

/*
 * Events
 */

/*
 * Of a list that was trimmed nobody knows how many entries there were; but from
 * one record to the next the kernel counts as many as the list has, or less:
 * entries may come between its counting and the record.  If the list leads to
 * the PCRs all the same, nothing is missing.
 */
static void judge_counters(struct verification *v, const struct event *event)
{
	int64_t ahead = (int64_t)(event->counters.list_count - event->entry);
	int64_t before = v->trimmed && !v->has_ahead ? ahead : v->ahead;

	v->has_ahead = true;
	v->ahead = ahead > before ? ahead : before;
	if (ahead > before && (!v->trimmed || v->verdict->proof.mismatch))
		found(v, event->entry, (struct finding){
			FOUND_MISSING_RECORD, .n = {
				event->counters.list_count,
				(uint64_t)(ahead - before) } });
}

static void judge_event(struct verification *v, const struct event *event)
{
	static const enum finding_code codes[] = {
		[EVENT_KEXEC_LOAD]	= FOUND_KEXEC_LOAD,
		[EVENT_EXECUTE]		= FOUND_WRONG_EXECUTE_RECORD,
		[EVENT_MALFORMED]	= FOUND_MALFORMED_RECORD,
		[EVENT_NEWER]		= FOUND_NEWER_RECORD,
		[EVENT_MIXED]		= FOUND_MIXED_RECORDS,
		[EVENT_STRAY_COMMIT]	= FOUND_STRAY_COMMIT,
		[EVENT_SEQUENCE]	= FOUND_RECORD_SEQUENCE,
		[EVENT_UNRECORDED]	= FOUND_UNRECORDED_LOAD,
	};
	struct finding finding = { .n = {
		event->seq, event->expected, v->epoch->first + 1 } };
	struct shown why;

	switch (event->type) {
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		judge_counters(v, event);
		return;
	case EVENT_KEXEC_LOAD:
		if (v->rules->allow_kexec_load)
			return;
		finding.s[0] = event->crash ? "a crash" : "an";
		break;
	case EVENT_UNRECORDED:
		if (v->rules->allow_unrecorded)
			return;
		break;
	case EVENT_SEQUENCE:
		break;
	default:
		if (!event->reason)
			return;
		finding.s[0] = show_text(&why, event->reason);
	}
	finding.code = codes[event->type];
	found(v, event->entry, finding);
}

static bool is_execute(const struct event *event)
{
	return event->type == EVENT_EXECUTE ||
	       event->type == EVENT_COUNTERS_EXECUTE;
}

/* The first that says so, or NULL. */
static const struct event *find_execute(const struct epoch *epoch)
{
	size_t i;

	for (i = 0; i < epoch->nr_events; i++)
		if (is_execute(&epoch->events[i]))
			return &epoch->events[i];
	return NULL;
}

/*
 * The kernel that has begun a kexec loads nothing more; one that writes records
 * of version 2 has IMA measure nothing more, either, but kexec_execute.
 */
static void judge_after_execute(struct verification *v)
{
	const struct epoch *epoch = v->epoch;
	const struct event *first = find_execute(epoch);
	const struct event *ours = NULL, *imas = NULL;
	size_t last, i = first ? (size_t)(first - epoch->events) : 0;

	for (; first && i < epoch->nr_events; i++) {
		const struct event *event = &epoch->events[i];
		const struct event **seen = event->type == EVENT_EXECUTE ?
					    &ours : &imas;

		if (is_execute(event) ? *seen != NULL :
		    event->type == EVENT_COUNTERS_LOAD ||
		    event->type == EVENT_UNLOAD ||
		    event->type == EVENT_KEXEC_LOAD) {
			found(v, event->entry, (struct finding){
				.code = FOUND_RECORD_SEQUENCE_EXECUTED });
			return;
		}
		if (is_execute(event))
			*seen = event;
	}
	for (i = 0; first && i < epoch->nr_loads; i++) {
		if (epoch->loads[i].manifest_entry < first->entry)
			continue;
		found(v, epoch->loads[i].manifest_entry, (struct finding){
			.code = FOUND_RECORD_SEQUENCE_LOADED });
		return;
	}
	if (!ours)
		return;
	last = ours->entry + (imas && imas->entry == ours->entry + 1);
	if (last + 1 < v->end)
		found(v, last + 1, (struct finding){
			.code = FOUND_RECORD_SEQUENCE_ENTRY });
}

/* boot_aggregate is the digest of the firmware's PCRs. */
static void judge_boot(struct verification *v)
{
	uint8_t values[BOOT_PCRS * LIST_DIGEST_MAX], digest[LIST_DIGEST_MAX];
	static const uint8_t zeros[LIST_DIGEST_MAX];
	const struct epoch *epoch = v->epoch;
	const char *algo = epoch->boot_aggregate_algo;
	unsigned int pcr, pcrs = strcmp(algo, "sha1") ? BOOT_PCRS :
							BOOT_PCRS_SHA1;
	size_t size = digest_bank_size(algo), n;

	if (epoch->headless)
		return;
	if (!memcmp(epoch->boot_aggregate, zeros, epoch->boot_aggregate_size)) {
		found(v, epoch->first, (struct finding){
			.code = FOUND_NO_TPM });
		return;
	}
	if (epoch->first < v->verdict->proof.boots)
		return;
	for (pcr = 0; pcr < pcrs; pcr++) {
		const uint8_t *value = proof_value(&v->verdict->proof,
						   v->evidence, algo, pcr);

		if (!value)
			return;
		memcpy(values + pcr * size, value, size);
	}
	if (!digest_of(algo, values, pcrs * size, digest, &n) &&
	    (n != epoch->boot_aggregate_size ||
	     memcmp(digest, epoch->boot_aggregate, n)))
		found(v, epoch->first, (struct finding){
			FOUND_BOOT_AGGREGATE, .n = { pcrs - 1 } });
}

/*
 * Loads
 */

/*
 * Judge a load of the epoch.  @boot: where it was booted, or NO_ENTRY.
 * @context: what comes before what is found, or NULL.
 */
static void judge_one(struct verification *v, const struct load *load,
		      size_t boot, const char *context,
		      struct kexec_verdict *kexec, struct findings *findings)
{
	struct finding at = {
		.entry = load->manifest_entry + 1,
		.epoch = v->epoch->number + 1, .context = context,
	};

	*kexec = (struct kexec_verdict){
		.epoch = v->epoch, .load = load, .boot_entry = boot,
	};
	judge_load(v->known, v->rules, load, &at, findings, &kexec->judged);
}

/*
 * Whoever can write to the TPM can add a good load, or a boot, that never was;
 * the records of what was really loaded stay.  So all of them have to be good,
 * unless the rules say otherwise.
 */
static void judge_unbooted(struct verification *v, const struct load *load)
{
	const struct rules *rules = v->rules;
	struct kexec_verdict kexec;
	const char *how = NULL;
	char context[96];

	if (load->fate == LOAD_FAILED)
		return;
	if (load->manifest.crash)
		how = rules->allow_crash ? NULL :
		      "for a crash (no rule \"allow crash\")";
	else if (load->fate == LOAD_REPLACED)
		how = rules->allow_replaced ? NULL :
		      "and replaced (no rule \"allow replaced\")";
	else if (load->fate == LOAD_UNLOADED)
		how = rules->allow_replaced ? NULL :
		      "and unloaded (no rule \"allow replaced\")";
	else if (load->fate == LOAD_IN_PLACE)
		how = rules->allow_pending ? NULL :
		      "and ready to boot (no rule \"allow pending\")";
	if (!how)
		return;
	snprintf(context, sizeof(context), "loaded in entry %zu %s",
		 load->manifest_entry + 1, how);
	judge_one(v, load, NO_ENTRY, context, &kexec, &v->verdict->findings);
}

/*
 * A kexec, and what may have been one: what was booted may have kept silent
 */

/*
 * Before it boots, a kernel with records of version 2 makes kexec-execute, and
 * one that made kexec_load makes kexec_execute, after the last load.
 */
static void judge_execute(struct verification *v, size_t boot)
{
	const struct in_place *image = &v->epoch->image;
	size_t i, loaded = image->state == IMAGE_LOAD ? image->entry : 0;
	bool ours = false, imas = false, made = false;

	for (i = 0; i < v->epoch->nr_events; i++) {
		const struct event *event = &v->epoch->events[i];

		if (event->type == EVENT_EXECUTE)
			ours = event->entry > loaded;
		if (event->type == EVENT_COUNTERS_EXECUTE)
			imas = event->entry > loaded;
		if (event->type == EVENT_COUNTERS_LOAD)
			imas = false;
		made |= event->type == EVENT_COUNTERS_LOAD ||
			event->type == EVENT_COUNTERS_EXECUTE;
	}
	if (v->epoch->version > 1 && !ours)
		found(v, boot, (struct finding){ FOUND_NO_EXECUTE_RECORD,
						 .s = { "kexec-execute" } });
	if (!imas && (made || (v->rules->require_execute_record && !ours)))
		found(v, boot, (struct finding){ FOUND_NO_EXECUTE_RECORD,
						 .s = { "kexec_execute" } });
}

static void judge_measured(struct verification *v, size_t boot)
{
	const struct in_place *image = &v->epoch->image;
	size_t i, before = boot;

	if (image->state == IMAGE_LOAD)
		before = v->epoch->loads[image->load].manifest_entry;
	for (i = 0; i < v->rules->nr_measured; i++) {
		const struct record_digest *digest = &v->rules->measured[i];
		struct shown_digest hex;

		if (v->measured[i] < before)
			continue;
		show_digest(&hex, digest->algo, digest->value, digest->size);
		found(v, NO_ENTRY, (struct finding){ FOUND_NOT_MEASURED,
						     .s = { hex.text } });
	}
}

static void judge_kexec(struct verification *v, size_t boot)
{
	const struct in_place *image = &v->epoch->image;
	struct finding none = { .n = { image->entry + 1 } };
	struct verdict *verdict = v->verdict;

	judge_execute(v, boot);
	judge_measured(v, boot);
	switch (image->state) {
	case IMAGE_LOAD:
		verdict->kexecs = xreallocarray(verdict->kexecs,
						verdict->nr_kexecs + 1,
						sizeof(*verdict->kexecs));
		judge_one(v, &v->epoch->loads[image->load], boot, NULL,
			  &verdict->kexecs[verdict->nr_kexecs++],
			  &verdict->findings);
		return;
	case IMAGE_UNLOADED:
		none.code = FOUND_NO_MANIFEST_UNLOADED;
		break;
	case IMAGE_KEXEC_LOAD:
		none.code = FOUND_NO_MANIFEST_KEXEC_LOAD;
		break;
	case IMAGE_NOT_RECORDED:
		none.code = v->known_files ? FOUND_NO_MANIFEST_RULE :
			    FOUND_NO_MANIFEST;
		none.n[0] = v->known_files;
	}
	found(v, boot, none);
}

/* The end of what is proven: what may have been booted, and told of nothing. */
static void judge_silence(struct verification *v, const struct event *event)
{
	const struct in_place *image = &v->epoch->image;

	if (event == find_execute(v->epoch))
		found(v, event->entry, (struct finding){
			.code = FOUND_NO_BOOT });
	if (event->type == EVENT_KEXEC_LOAD && event->entry == image->entry &&
	    v->rules->allow_kexec_load && !v->rules->allow_pending)
		found(v, event->entry, (struct finding){
			.code = FOUND_NO_MANIFEST_PENDING });
}

/* @boot: the entry that has ended the epoch; NO_ENTRY for the last one. */
static void judge_epoch(struct verification *v, size_t boot)
{
	const struct epoch *epoch = v->epoch;
	size_t i;

	judge_boot(v);
	for (i = 0; i < epoch->nr_events; i++) {
		judge_event(v, &epoch->events[i]);
		if (boot == NO_ENTRY)
			judge_silence(v, &epoch->events[i]);
	}
	for (i = 0; i < epoch->nr_loads; i++)
		judge_unbooted(v, &epoch->loads[i]);
	judge_after_execute(v);
	if (boot != NO_ENTRY)
		judge_kexec(v, boot);
}

/*
 * The list
 */

static void take_entry(struct verification *v, const struct list_entry *entry)
{
	const struct epoch *epoch = epochs_add(v->verdict->epochs, entry);

	if (epoch != v->epoch) {
		if (v->epoch)
			judge_epoch(v, entry->index);
		v->epoch = epoch;
		v->trimmed |= epoch->headless;
		memset(v->measured, 0xff, sizeof(v->measured));
		v->known_files = 0;
		v->has_ahead = false;
		v->ahead = 0;
	}
	v->end = entry->index + 1;
	judge_entry(v, entry);
	note_file(v, entry);
}

/* What is in place at the end, for the reader. */
static void show_in_place(struct verification *v, const struct in_place *image,
			  struct kexec_verdict *kexec)
{
	if (image->state == IMAGE_LOAD)
		judge_one(v, &v->epoch->loads[image->load], NO_ENTRY, NULL,
			  kexec, &kexec->pending);
}

/* What runs is what was booted last. */
static void judge_running(struct verification *v)
{
	struct verdict *verdict = v->verdict;
	const struct rules *rules = v->rules;
	const struct known_composition *runs;
	size_t i;

	if (!verdict->nr_kexecs) {
		if (!rules->allow_no_kexec &&
		    !findings_have(&verdict->findings, FOUND_NO_MANIFEST))
			always(v, FOUND_NO_KEXEC);
		return;
	}
	runs = verdict->kexecs[verdict->nr_kexecs - 1].judged.composition;
	for (i = 0; i < rules->nr_compositions; i++)
		if (runs && !strcmp(runs->name, rules->compositions[i]))
			return;
	if (rules->nr_compositions)
		always(v, FOUND_WRONG_COMPOSITION_RUNS);
}

/* What holds of the list as a whole. */
static void judge_list(struct verification *v, bool headless, bool quote_failed)
{
	const struct proof *proof = &v->verdict->proof;
	uint32_t ima_pcr = v->rules->ima_pcr;

	if (headless)
		findings_add(&v->verdict->findings, (struct finding){
			FOUND_TRIMMED, .epoch = 1, .n = { ima_pcr } });
	if (proof->empty && !quote_failed && !v->rules->allow_unproven)
		always(v, FOUND_UNPROVEN);
	if (!proof->reach[ima_pcr])
		always(v, FOUND_NOTHING_PROVEN);
	else if (v->epoch)
		judge_running(v);
	v->verdict->cmdlines_judged = v->known->has_cmdlines ||
				      v->rules->require_cmdline;
	v->verdict->records_judged = v->rules->require_records;
	if (!v->verdict->cmdlines_judged)
		always(v, FOUND_CMDLINES_UNJUDGED);
	if (v->verdict->records_judged)
		always(v, FOUND_FIRST_CMDLINE_UNJUDGED);
}

int verify_list(struct list *list, const struct verify_options *options,
		struct verdict *verdict, struct reason *reason)
{
	struct verification v = {
		.known = options->known, .rules = options->rules,
		.evidence = &options->evidence, .verdict = verdict,
		.trimmed = options->evidence.start &&
			   pcr_is_told(options->evidence.start,
				       options->rules->ima_pcr),
	};
	bool refused = findings_refuse(&verdict->findings), told = v.trimmed;
	struct list_entry entry;
	int err = prove(&verdict->proof, list, v.evidence, v.rules,
			&verdict->findings, reason);

	if (err)
		return err;
	list_rewind(list);
	verdict->epochs = epochs_new();
	while ((err = list_next(list, &entry, reason)) > 0)
		if (entry.index < verdict->proof.reach[entry.pcr])
			take_entry(&v, &entry);
	if (err)
		return err;
	if (v.epoch) {
		verdict->nr_epochs = v.epoch->number + 1;
		judge_epoch(&v, NO_ENTRY);
		show_in_place(&v, &v.epoch->image, &verdict->pending);
		show_in_place(&v, &v.epoch->crash, &verdict->crash);
	}
	judge_list(&v, v.trimmed && !told, refused);
	verdict->accepted = !findings_refuse(&verdict->findings);
	return 0;
}

void verdict_free(struct verdict *verdict)
{
	free(verdict->kexecs);
	findings_free(&verdict->pending.pending);
	findings_free(&verdict->crash.pending);
	findings_free(&verdict->findings);
	epochs_free(verdict->epochs);
	memset(verdict, 0, sizeof(*verdict));
}
