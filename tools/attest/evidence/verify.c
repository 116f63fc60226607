// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict on a measurement list. */
#include <stdlib.h>
#include <string.h>

#include "shared/util.h"
#include "template.h"
#include "verify.h"

struct verification {
	const struct list *list;
	const struct verify_input *input;
	const struct rules *rules;
	struct verdict *verdict;
	struct findings *findings;
	const struct epoch *epoch;	/* that is being judged */
	size_t boot;			/* the entry behind it, or NO_ENTRY */
	size_t end;			/* behind its last proven entry */
	/* By how many entries the kernel counted more than the list has. */
	bool has_ahead;
	int64_t ahead;
	bool mixed;			/* a record of another PCR was found */
	size_t counted;			/* so many entries there were */
	bool violated;
	bool trimmed;			/* the first entries are missing */
};

/* In an entry of the epoch, or in none: NO_ENTRY. */
static struct place in(const struct verification *v, size_t entry)
{
	return (struct place){
		.entry = entry == NO_ENTRY ? 0 : entry + 1,
		.epoch = v->epoch->number + 1,
	};
}

/* A buffer that has the name of a record, and may still be none. */
static bool is_named(const struct list_entry *entry)
{
	return entry->decoded && list_is_buffer(entry) &&
	       record_type(entry->name) >= 0;
}

/*
 * PCRs prove the data of an entry, and not the template that the list says it
 * has, nor the byte order: a record could be made to look like something else.
 * So see whether the second field of the data is a name that matters.
 */
static bool named_in_order(const struct list_entry *entry, bool big_endian)
{
	struct bytes rest = entry->data, name;

	if (!template_next_field(&rest, big_endian, &name) ||
	    !template_next_field(&rest, big_endian, &name) || !name.size ||
	    name.data[--name.size])
		return false;
	/* Most entries are of files, whose names begin with a slash. */
	if (!name.size || (*name.data != 'k' && *name.data != 'b'))
		return false;
	return record_type(name) >= 0 || record_is_boot(name);
}

bool has_reserved_name(const struct list_entry *entry)
{
	return named_in_order(entry, true) || named_in_order(entry, false);
}

static void judge_entry(struct verification *v, const struct list_entry *entry)
{
	bool boot = (!v->epoch->headless && v->epoch->first == entry->index) ||
		    v->epoch->late_entry == entry->index;
	bool reserved = has_reserved_name(entry);
	uint32_t ima_pcr = v->rules->ima_pcr;
	struct place at = in(v, entry->index);
	struct shown template;

	/*
	 * Nothing proves in which order entries of two PCRs were made; and what
	 * software has put into a PCR that IMA does not use is no record.
	 */
	if (!v->mixed && entry->pcr != ima_pcr &&
	    (boot || (is_named(entry) &&
		      record_begins(entry->name, entry->buf)))) {
		v->mixed = true;
		findings_add(v->findings, at, "pcr-mixed",
			     "the record in entry %zu is of PCR %u, not of IMA's own PCR %u",
			     at.entry, entry->pcr, ima_pcr);
	}
	if (!entry->decoded || (reserved && !boot && !is_named(entry))) {
		show_bytes(&template, entry->template);
		findings_add(v->findings, at, "template", "entry %zu has the %s \"%s\"",
			     at.entry, reserved ?
			     "data of a record or a boot, but the template" :
			     "unknown template", template.text);
	}
	if (entry->violation && !v->violated && !v->rules->allow_violations) {
		v->violated = true;
		findings_add(v->findings, at, "violation",
			     "entry %zu is a violation: a file was written while it was measured (no rule \"allow violations\")",
			     at.entry);
	}
}

/*
 * Entries that were made while the kernel was counting are an honest surplus.
 * All up to its last count were there before.
 */
static void judge_surplus(struct verification *v, const struct event *event)
{
	const struct place at = in(v, event->entry);
	uint64_t count = event->counters.list_count;

	if (count < v->counted)
		findings_add(v->findings, at, "surplus-entries",
			     "the kernel counted %llu entries before entry %zu, and the list has %zu even before its last count: others than the kernel have made entries",
			     (unsigned long long)count, at.entry, v->counted);
	else
		findings_add(&v->verdict->remarks, at, "surplus-entries",
			     "the kernel counted %llu entries before entry %zu: %llu of them are not its own, or were made meanwhile",
			     (unsigned long long)count, at.entry,
			     (unsigned long long)(event->entry - count));
}

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
		findings_add(v->findings, in(v, event->entry), "missing-record",
			     "the kernel counted %llu entries before entry %zu: %lld are missing",
			     (unsigned long long)event->counters.list_count,
			     event->entry + 1, (long long)(ahead - before));
	if (ahead < 0 && !v->trimmed)
		judge_surplus(v, event);
	v->counted = event->entry + 1;
}

/* Events that are told with their reason, if they have one. */
static const struct {
	const char *word;
	const char *says;
} reasons[] = {
	[EVENT_EXECUTE] = { "wrong-execute-record",
			    "says that another image was started" },
	[EVENT_MALFORMED] = { "malformed-record",
			      "is named like a record of kexec but is malformed" },
	[EVENT_NEWER] = { "newer-record", "is a record of a newer kernel" },
	[EVENT_MIXED] = { "mixed-records",
			  "is a record that this kernel does not make" },
	[EVENT_STRAY_COMMIT] = { "stray-commit",
				 "is a commit without its manifest" },
};

static void judge_event(struct verification *v, const struct event *event)
{
	unsigned long long seq = event->seq, expected = event->expected;
	const struct place at = in(v, event->entry);
	struct shown why;

	switch (event->type) {
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		judge_counters(v, event);
		break;
	case EVENT_KEXEC_LOAD:
		if (!v->rules->allow_kexec_load)
			findings_add(v->findings, at, "kexec-load",
				     "kexec_load(2) loaded %s image in entry %zu without measuring it (no rule \"allow kexec-load\")",
				     event->crash ? "a crash" : "an", at.entry);
		break;
	case EVENT_SEQUENCE:
		findings_add(v->findings, at, "record-sequence",
			     "the record in entry %zu has number %llu, expected %llu: records are missing, or the boot_aggregate in entry %zu is not a boot",
			     at.entry, seq, expected, v->epoch->first + 1);
		break;
	case EVENT_UNRECORDED:
		if (!v->rules->allow_unrecorded)
			findings_add(v->findings, at, "unrecorded-load",
				     "the record in entry %zu has number %llu, expected %llu: a load or unload before it was not recorded (no rule \"allow unrecorded\")",
				     at.entry, seq, expected);
		break;
	case EVENT_CMDLINE:
		if (!event->followed && !v->rules->allow_unrecorded)
			findings_add(v->findings, at, "unrecorded-load",
				     "no manifest follows the command line in entry %zu: a load was not recorded, or has failed early (no rule \"allow unrecorded\")",
				     at.entry);
		break;
	default:
		if (*event->reason)
			findings_add(v->findings, at,
				     reasons[event->type].word,
				     "entry %zu %s: %s", at.entry,
				     reasons[event->type].says,
				     show_text(&why, event->reason));
	}
}

/* The first event that says that a kexec began, or NULL. */
static const struct event *find_execute(const struct epoch *epoch)
{
	size_t i;

	for (i = 0; i < epoch->nr_events; i++)
		if (epoch->events[i].type == EVENT_EXECUTE ||
		    epoch->events[i].type == EVENT_COUNTERS_EXECUTE)
			return &epoch->events[i];
	return NULL;
}

/*
 * The kernel that has begun a kexec, in event @first, loads nothing more; one
 * that writes records of version 2 has IMA measure nothing more, either, but
 * kexec_execute.
 */
static void judge_after_execute(struct verification *v,
				const struct event *first)
{
	const struct epoch *epoch = v->epoch;
	const struct event *event, *ours = NULL, *imas = NULL;
	size_t last, i;

	for (event = first; event < epoch->events + epoch->nr_events; event++) {
		if (event->type == EVENT_EXECUTE && !ours) {
			ours = event;
		} else if (event->type == EVENT_COUNTERS_EXECUTE && !imas) {
			imas = event;
		} else if (event->type == EVENT_EXECUTE ||
			   event->type == EVENT_COUNTERS_EXECUTE ||
			   event->type == EVENT_COUNTERS_LOAD ||
			   event->type == EVENT_UNLOAD ||
			   event->type == EVENT_KEXEC_LOAD) {
			findings_add(v->findings, in(v, event->entry),
				     "record-sequence",
				     "the record in entry %zu follows kexec_execute or kexec-execute, after which the kernel makes none",
				     event->entry + 1);
			return;
		}
	}
	for (i = 0; i < epoch->nr_loads; i++) {
		size_t manifest = epoch->loads[i].manifest_entry;

		if (manifest < first->entry)
			continue;
		findings_add(v->findings, in(v, manifest), "record-sequence",
			     "the manifest in entry %zu follows kexec_execute or kexec-execute, after which the kernel loads nothing",
			     manifest + 1);
		return;
	}
	if (!ours)
		return;
	last = ours->entry + (imas && imas->entry == ours->entry + 1);
	if (last + 1 < v->end)
		findings_add(v->findings, in(v, last + 1), "record-sequence",
			     "entry %zu follows kexec-execute, after which IMA makes none",
			     last + 2);
}

static void judge_one(struct verification *v, const struct load *load)
{
	struct verdict *verdict = v->verdict;
	bool booted = load->fate == LOAD_EXECUTED;
	struct kexec_verdict *kexec = XADD(verdict->kexecs,
					   verdict->nr_kexecs);

	*kexec = (struct kexec_verdict){ .epoch = v->epoch, .load = load };
	judge_load(v->input->known, v->rules, load,
		   in(v, load->manifest_entry),
		   booted ? v->findings : &kexec->pending, &kexec->judged);
	verdict->nr_booted += booted;
}

/*
 * Whoever can write to the TPM can add a good load, or a boot, that never was;
 * the records of what was really loaded stay.  So all of them have to be good,
 * unless the rules say otherwise.
 */
static void judge_unbooted(struct verification *v, const struct load *load)
{
	static const char *const hows[] = {
		[LOAD_FAILED] = "and not committed, so it failed (no rule \"allow failed\")",
		[LOAD_REPLACED] = "and replaced (no rule \"allow replaced\")",
		[LOAD_UNLOADED] = "and unloaded (no rule \"allow replaced\")",
		[LOAD_IN_PLACE] = "and ready to boot (no rule \"allow pending\")",
	};
	struct place at = in(v, load->manifest_entry);
	const struct rules *rules = v->rules;
	bool failed = load->fate == LOAD_FAILED;
	bool crash = load->manifest.crash;
	struct judged ignored;
	char context[96];

	if (failed)
		findings_add(&v->verdict->remarks, at, "failed-load",
			     "the load in entry %zu has failed: its manifest has no commit",
			     at.entry);
	if (load->fate == LOAD_EXECUTED ||
	    (failed ? rules->allow_failed : crash ? rules->allow_crash :
	     load->fate == LOAD_IN_PLACE ? rules->allow_pending :
	     rules->allow_replaced))
		return;
	snprintf(context, sizeof(context), "loaded in entry %zu %s", at.entry,
		 crash && !failed ? "for a crash (no rule \"allow crash\")" :
		 hows[load->fate]);
	at.context = context;
	judge_load(v->input->known, rules, load, at, v->findings, &ignored);
}

static void no_execute(struct verification *v, const char *name)
{
	findings_add(v->findings, in(v, v->boot), "no-execute-record",
		     "no %s record before the boot in entry %zu: entries are missing, or it is not a boot",
		     name, v->boot + 1);
}

/*
 * Before it boots, a kernel with records of version 2 makes kexec-execute, and
 * one that made kexec_load makes kexec_execute, after the last load.
 */
static void judge_execute(struct verification *v)
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
		no_execute(v, "kexec-execute");
	if (!imas && (made || (v->rules->require_execute_record && !ours)))
		no_execute(v, "kexec_execute");
}

static void not_recorded(struct verification *v)
{
	static const char intro[] = "the booted image is not recorded:";
	const struct in_place *image = &v->epoch->image;
	const struct place at = in(v, v->boot);
	struct digest digest;
	size_t i = list_find(v->list, v->epoch->first), known_files = 0;

	for (; i < v->list->nr && v->list->entries[i].index < v->boot; i++)
		known_files += proven_file(&v->list->entries[i],
					   &v->verdict->proof, &digest) &&
			       known_find(v->input->known, &digest);
	if (image->state == IMAGE_UNLOADED)
		findings_add(v->findings, at, "no-manifest",
			     "%s the last one was unloaded in entry %zu", intro,
			     image->entry + 1);
	else if (image->state == IMAGE_KEXEC_LOAD)
		findings_add(v->findings, at, "no-manifest",
			     "%s kexec_load(2) loaded it in entry %zu", intro,
			     image->entry + 1);
	else if (!known_files)
		findings_add(v->findings, at, "no-manifest",
			     "%s there is no manifest with a commit", intro);
	else
		findings_add(v->findings, at, "no-manifest",
			     "%s there is no manifest with a commit, and entries of known files do not tell which of them were loaded, or in what order; add the rule for kexec_file_load2 to the IMA policy",
			     intro);
}

static void judge_kexec(struct verification *v)
{
	const struct in_place *image = &v->epoch->image;

	judge_execute(v);
	if (image->state == IMAGE_LOAD)
		judge_one(v, &v->epoch->loads[image->load]);
	else
		not_recorded(v);
}

/*
 * At the end of the proven entries: a kernel may have booted that recorded
 * nothing.  @first: the event that says that a kexec began, or NULL.
 */
static void judge_silence(struct verification *v, const struct event *event,
			  const struct event *first)
{
	const struct in_place *image = &v->epoch->image;
	const struct place at = in(v, event->entry);

	if (event == first)
		findings_add(v->findings, at, "no-boot",
			     "a kexec began in entry %zu, but the kernel that was booted has recorded nothing",
			     at.entry);
	if (event->type == EVENT_KEXEC_LOAD && event->entry == image->entry &&
	    v->rules->allow_kexec_load && !v->rules->allow_pending)
		findings_add(v->findings, at, "no-manifest",
			     "the image that is ready to boot is not recorded: kexec_load(2) loaded it in entry %zu",
			     at.entry);
}

static void judge_records(struct verification *v)
{
	const struct epoch *epoch = v->epoch;
	const struct event *first = find_execute(epoch);
	size_t i;

	for (i = 0; i < epoch->nr_events; i++) {
		judge_event(v, &epoch->events[i]);
		if (v->boot == NO_ENTRY)
			judge_silence(v, &epoch->events[i], first);
	}
	for (i = 0; i < epoch->nr_loads; i++)
		judge_unbooted(v, &epoch->loads[i]);
	if (first)
		judge_after_execute(v, first);
	if (v->boot != NO_ENTRY)
		judge_kexec(v);
}

static void judge_epoch(struct verification *v, const struct epoch *epoch)
{
	const struct list *list = v->list;
	size_t i, end = epoch->next ? epoch->next->first : list_end(list);

	v->epoch = epoch;
	v->boot = epoch->next ? epoch->next->first : NO_ENTRY;
	v->trimmed |= epoch->headless;
	v->has_ahead = false;
	v->ahead = 0;
	v->counted = epoch->first + !epoch->headless;
	for (i = list_find(list, epoch->first);
	     i < list->nr && list->entries[i].index < end; i++) {
		const struct list_entry *entry = &list->entries[i];

		if (entry->index >= v->verdict->proof.reach[entry->pcr])
			continue;
		v->end = entry->index + 1;
		judge_entry(v, entry);
	}
	judge_records(v);
}

static void show_in_place(struct verification *v, const struct in_place *image)
{
	if (image->state == IMAGE_LOAD)
		judge_one(v, &v->epoch->loads[image->load]);
}

/* The last kexec has booted the running kernel. */
static void judge_running(struct verification *v)
{
	const struct verdict *verdict = v->verdict;
	const struct rules *rules = v->rules;
	const struct known_composition *runs;

	if (!verdict->nr_booted) {
		if (!rules->allow_no_kexec &&
		    !findings_have(v->findings, "no-manifest"))
			findings_add(v->findings, NOWHERE, "no-kexec",
				     "there was no kexec: the firmware started the running kernel (no rule \"allow no-kexec\")");
		return;
	}
	runs = verdict->kexecs[verdict->nr_booted - 1].judged.composition;
	if (rules->nr_compositions && !(runs && rules_want(rules, runs->name)))
		findings_add(v->findings, NOWHERE, "wrong-composition",
			     "the running composition is not one that the rules require");
}

/* What @quote does not say of itself. */
static void judge_quote(struct verification *v, bool failed)
{
	const struct pcr_evidence *evidence = &v->input->evidence;

	if (!evidence->quoted) {
		if (v->rules->require_quote && !failed)
			findings_add(v->findings, NOWHERE, "unsigned",
				     "there is no quote: nobody has signed the PCR values");
		return;
	}
	if (!evidence->quote.has_attributes &&
	    !v->rules->allow_unrestricted_key)
		findings_add(v->findings, NOWHERE, "quote-key",
			     "the key is in PEM, which does not tell whether it only signs what its TPM has made: give it as TPM2B_PUBLIC (no rule \"allow unrestricted-key\")");
	if (!evidence->quote.safe && v->rules->require_safe_clock)
		findings_add(v->findings, NOWHERE, "quote-clock",
			     "the clock of the TPM is not safe: it may have gone back when the power was lost");
	if (v->rules->has_reset_count &&
	    evidence->quote.restart_count != v->rules->restart_count)
		findings_add(v->findings, NOWHERE, "quote-reset",
			     "the TPM was restarted %u times, not %llu: the machine was suspended, or the firmware has booted without a reset of the TPM, and PCRs are zero then as well (--reset-count=N,RESTARTS)",
			     evidence->quote.restart_count,
			     (unsigned long long)v->rules->restart_count);
	if (v->rules->has_reset_count &&
	    evidence->quote.reset_count != v->rules->reset_count)
		findings_add(v->findings, NOWHERE, "quote-reset",
			     "the TPM was reset %u times, not %llu: the machine was booted anew, or the list was made after a reset",
			     evidence->quote.reset_count,
			     (unsigned long long)v->rules->reset_count);
	if (!evidence->fresh && v->rules->require_quote)
		findings_add(v->findings, NOWHERE, "quote-nonce",
			     "the quote may be old: no nonce was given");
}

static void judge_list(struct verification *v, bool headless, bool quote_failed)
{
	const struct proof *proof = &v->verdict->proof;
	uint32_t ima_pcr = v->rules->ima_pcr;

	if (headless)
		findings_add(v->findings, (struct place){ .epoch = 1 },
			     "trimmed",
			     "the list does not begin with a boot: it was trimmed, and the value of PCR %u before its first entry is not given (--start)",
			     ima_pcr);
	judge_quote(v, quote_failed);
	if (proof->empty && !quote_failed && !v->rules->allow_unproven)
		findings_add(v->findings, NOWHERE, "unproven",
			     "no PCR values and no quote are given: anybody can write such a list (no rule \"allow unproven\")");
	if (!proof->reach[ima_pcr])
		findings_add(v->findings, NOWHERE, "nothing-proven",
			     "the PCRs hold their values from before the first entry: they prove nothing");
	else if (v->epoch)
		judge_running(v);
}

bool is_trimmed(const struct list *list, const struct verify_input *input)
{
	/* What a state tells of the PCR is none of its first value. */
	return input->evidence.trimmed ||
	       (!list->base && pcrs_told(&input->evidence.start) &
		1U << input->rules->ima_pcr);
}

int verify_list(const struct list *list, const struct verify_input *input,
		struct verdict *verdict, struct reason *reason)
{
	struct verification v = {
		.list = list, .input = input, .rules = input->rules,
		.verdict = verdict, .findings = &verdict->findings,
		.trimmed = is_trimmed(list, input),
	};
	bool refused = v.findings->nr, told = v.trimmed;
	const struct epoch *epoch;
	int err = prove(&verdict->proof, list, &input->evidence, v.rules,
			v.findings, reason);

	verdict->input = input;
	verdict->cmdlines_judged = cmdlines_are_judged(v.rules);
	if (err)
		return err;
	verdict->epochs = divide(list, verdict->proof.reach);
	for (epoch = verdict->epochs; epoch; epoch = epoch->next)
		judge_epoch(&v, epoch);
	judge_boots(&verdict->boots, list, verdict->epochs, &verdict->proof,
		    input, v.findings, &verdict->remarks);
	verdict->nr_epochs = v.epoch ? v.epoch->number + 1 : 0;
	judge_list(&v, v.trimmed && !told, refused);
	if (v.epoch) {
		show_in_place(&v, &v.epoch->image);
		show_in_place(&v, &v.epoch->crash);
	}
	verdict->accepted = !v.findings->nr;
	return 0;
}

void verdict_free(struct verdict *verdict)
{
	size_t i;

	for (i = 0; i < verdict->nr_kexecs; i++)
		findings_free(&verdict->kexecs[i].pending);
	free(verdict->kexecs);
	findings_free(&verdict->findings);
	findings_free(&verdict->remarks);
	free(verdict->boots.list);
	epochs_free(verdict->epochs);
	memset(verdict, 0, sizeof(*verdict));
}
