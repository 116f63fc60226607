// SPDX-License-Identifier: GPL-2.0-only
/* The verdict on a measurement list. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proof.h"
#include "replay.h"
#include "template.h"
#include "verify.h"

/* The PCRs that boot_aggregate is made of: 0 to 7 with SHA-1, else 0 to 9. */
#define BOOT_PCRS_SHA1	8
#define BOOT_PCRS	10

/**
 * struct verification - a list that is being verified
 * @measured:	 Per digest that the rules ask for, its first entry in this
 *		 epoch, or NOWHERE.
 * @known_files: Entries of this epoch with a digest that is known.
 * @record_pcr:	 The PCR of the first boot_aggregate.
 * @anchored:	 There was one.
 * @mixed:	 A record of another PCR was found.
 * @violated:	 A violation was found.
 * @trimmed:	 The list does not begin with a boot.
 */
struct verification {
	const struct verify_options *options;
	struct verdict *verdict;
	struct proof *proof;
	struct epochs *epochs;
	size_t measured[RULES_MEASURED_MAX];
	size_t known_files;
	uint32_t record_pcr;
	bool anchored;
	bool mixed;
	bool violated;
	bool trimmed;
};

static int found(struct verification *v, enum finding_code code,
		 size_t entry, size_t epoch, const char *text)
{
	struct place place = { entry, entry, epoch, NOWHERE };

	return findings_add(&v->verdict->findings, code, place, "%s", text);
}

/*
 * Events of an epoch
 */

static int judge_counters(struct verification *v, const struct epoch *epoch,
			  const struct event *event)
{
	struct place place = { NOWHERE, event->entry, epoch->number, NOWHERE };
	uint64_t count = event->counters.list_count;

	/* Of a list that was trimmed nobody knows how much was there. */
	if (v->trimmed || count <= event->entry)
		return 0;
	return findings_add(&v->verdict->findings, FOUND_MISSING_RECORD, place,
			    "the kernel counted %llu entries before entry %zu: %llu are missing",
			    (unsigned long long)count, event->entry,
			    (unsigned long long)(count - event->entry));
}

static int judge_sequence(struct verification *v, const struct epoch *epoch,
			  const struct event *event)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE };

	return findings_add(&v->verdict->findings, FOUND_RECORD_SEQUENCE, place,
			    "the record in entry %zu has number %llu instead of %llu: records are missing, or the boot_aggregate in entry %zu is none",
			    event->entry, (unsigned long long)event->seq,
			    (unsigned long long)event->expected, epoch->first);
}

static int judge_reason(struct verification *v, const struct epoch *epoch,
			const struct event *event, enum finding_code code,
			const char *what)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE };
	struct shown why;

	return findings_add(&v->verdict->findings, code, place,
			    "entry %zu %s: %s", event->entry, what,
			    show_text(&why, event->reason));
}

static int judge_event(struct verification *v, const struct epoch *epoch,
		       const struct event *event)
{
	switch (event->type) {
	case EVENT_KEXEC_LOAD:
		if (v->options->rules->allow_kexec_load)
			return 0;
		return found(v, FOUND_KEXEC_LOAD, event->entry, epoch->number,
			     event->crash ?
			     "kexec_load(2) loaded a crash image, of which nothing is measured" :
			     "kexec_load(2) loaded an image, of which nothing is measured");
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		return judge_counters(v, epoch, event);
	case EVENT_MALFORMED:
		return judge_reason(v, epoch, event, FOUND_MALFORMED_RECORD,
				    "has the name of a record of kexec, but is none");
	case EVENT_STRAY_COMMIT:
		return judge_reason(v, epoch, event, FOUND_STRAY_COMMIT,
				    "is a commit that belongs to no manifest");
	case EVENT_SEQUENCE:
		return judge_sequence(v, epoch, event);
	default:
		return 0;
	}
}

/* boot_aggregate is the digest of the firmware's PCRs. */
static int judge_boot(struct verification *v, const struct epoch *epoch)
{
	uint8_t values[BOOT_PCRS * LIST_DIGEST_MAX], digest[LIST_DIGEST_MAX];
	const char *algo = epoch->boot_aggregate_algo;
	unsigned int pcrs = strcmp(algo, "sha1") ? BOOT_PCRS : BOOT_PCRS_SHA1;
	static const uint8_t zeros[LIST_DIGEST_MAX];
	unsigned int pcr;
	size_t size = pcr_algo_size(algo), n;

	if (epoch->headless)
		return 0;
	if (!memcmp(epoch->boot_aggregate, zeros, epoch->boot_aggregate_size))
		return found(v, FOUND_BOOT_AGGREGATE, epoch->first,
			     epoch->number,
			     "the boot_aggregate is zero: IMA found no TPM");
	for (pcr = 0; pcr < pcrs; pcr++) {
		const uint8_t *value = proof_value(v->proof, algo, pcr);

		if (!value)
			return 0;
		memcpy(values + pcr * size, value, size);
	}
	if (digest_of(algo, values, pcrs * size, digest, &n))
		return 0;
	if (n == epoch->boot_aggregate_size &&
	    !memcmp(digest, epoch->boot_aggregate, n))
		return 0;
	return found(v, FOUND_BOOT_AGGREGATE, epoch->first, epoch->number,
		     pcrs == BOOT_PCRS ?
		     "the boot_aggregate is not the digest of PCRs 0 to 9" :
		     "the boot_aggregate is not the digest of PCRs 0 to 7");
}

/*
 * A kexec
 */

static int copy_record(struct record *to, const struct record *from)
{
	*to = *from;
	to->parts = calloc(from->nr_parts + 1, sizeof(*to->parts));
	if (!to->parts)
		return -ENOMEM;
	if (from->nr_parts)
		memcpy(to->parts, from->parts,
		       from->nr_parts * sizeof(*to->parts));
	return 0;
}

static int no_manifest(struct verification *v, const struct epoch *epoch,
		       size_t boot)
{
	struct place place = { boot, boot, epoch->number, NOWHERE };
	struct findings *findings = &v->verdict->findings;

	switch (epoch->image.state) {
	case IMAGE_UNLOADED:
		return findings_add(findings, FOUND_NO_MANIFEST, place,
				    "what was booted is not recorded: entry %zu says that the image was unloaded",
				    epoch->image.entry);
	case IMAGE_KEXEC_LOAD:
		return findings_add(findings, FOUND_NO_MANIFEST, place,
				    "what was booted is not recorded: by entry %zu, kexec_load(2) loaded it",
				    epoch->image.entry);
	default:
		break;
	}
	if (v->known_files)
		return findings_add(findings, FOUND_NO_MANIFEST, place,
				    "what was booted is not recorded: there is no manifest with a commit, and %zu entries of known files do not tell which of them were loaded, or in what order; the policy lacks the rule for kexec_file_load2",
				    v->known_files);
	return findings_add(findings, FOUND_NO_MANIFEST, place,
			    "what was booted is not recorded: there is no manifest with a commit");
}

/* On kernels that make them, these records say that the list went along. */
static int judge_execute(struct verification *v, const struct epoch *epoch,
			 size_t boot)
{
	bool wanted = v->options->rules->require_execute_record, have = false;
	struct place place = { boot, boot, epoch->number, NOWHERE };
	size_t i, last_load = 0;

	if (epoch->image.state == IMAGE_LOAD)
		last_load = epoch->image.entry;
	for (i = 0; i < epoch->nr_events; i++) {
		const struct event *event = &epoch->events[i];

		if (event->type == EVENT_COUNTERS_LOAD) {
			wanted = true;
			have = false;
		} else if (event->type == EVENT_COUNTERS_EXECUTE) {
			wanted = true;
			have = event->entry > last_load;
		}
	}
	if (!wanted || have)
		return 0;
	return findings_add(&v->verdict->findings, FOUND_NO_EXECUTE_RECORD,
			    place,
			    "no kexec_execute record comes before the boot in entry %zu: entries got lost, or it is no boot",
			    boot);
}

static int judge_measured(struct verification *v, const struct epoch *epoch,
			  size_t boot)
{
	const struct rules *rules = v->options->rules;
	size_t i, before = boot;
	int err = 0;

	if (epoch->image.state == IMAGE_LOAD)
		before = epoch->loads[epoch->image.load].manifest_entry;
	for (i = 0; i < rules->nr_measured && !err; i++) {
		struct place place = { boot, NOWHERE, epoch->number, NOWHERE };
		struct shown_digest hex;

		if (v->measured[i] < before)
			continue;
		err = findings_add(&v->verdict->findings, FOUND_NOT_MEASURED,
				   place,
				   "no entry of epoch %zu has the digest %s before what was booted was loaded",
				   epoch->number,
				   show_digest(&hex, rules->measured[i].algo,
					       rules->measured[i].value,
					       rules->measured[i].size));
	}
	return err;
}

static struct kexec_verdict *new_kexec(struct verdict *verdict)
{
	size_t n = verdict->nr_kexecs;
	struct kexec_verdict *all = verdict->kexecs;

	if (!(n & (n - 1))) {
		all = reallocarray(all, n ? 2 * n : 1, sizeof(*all));
		if (!all)
			return NULL;
		verdict->kexecs = all;
	}
	memset(&all[n], 0, sizeof(all[n]));
	verdict->nr_kexecs++;
	return &all[n];
}

static int set_kexec(struct verification *v, struct kexec_verdict *kexec,
		     const struct epoch *epoch, size_t boot,
		     struct findings *findings)
{
	const struct load *load = &epoch->loads[epoch->image.load];
	struct place place = { boot == NO_ENTRY ? NOWHERE : boot,
			       load->manifest_entry, epoch->number, NOWHERE };
	int err;

	kexec->epoch = epoch->number;
	kexec->manifest_entry = load->manifest_entry;
	kexec->boot_entry = boot;
	err = copy_record(&kexec->load, &load->manifest);
	if (!err)
		err = judge_load(v->options->known,
				 v->options->rules->require_cmdline,
				 &kexec->load, place, findings,
				 &kexec->judged);
	return err;
}

static int judge_kexec(struct verification *v, const struct epoch *epoch,
		       size_t boot)
{
	struct kexec_verdict *kexec;
	int err = judge_execute(v, epoch, boot);

	if (!err)
		err = judge_measured(v, epoch, boot);
	if (err)
		return err;
	if (epoch->image.state != IMAGE_LOAD)
		return no_manifest(v, epoch, boot);
	kexec = new_kexec(v->verdict);
	if (!kexec)
		return -ENOMEM;
	return set_kexec(v, kexec, epoch, boot, &v->verdict->findings);
}

/* @boot: the entry that begins the next epoch, or NO_ENTRY. */
static int judge_epoch(struct verification *v, const struct epoch *epoch,
		       size_t boot)
{
	size_t i;
	int err = judge_boot(v, epoch);

	for (i = 0; i < epoch->nr_events && !err; i++)
		err = judge_event(v, epoch, &epoch->events[i]);
	if (!err && boot != NO_ENTRY)
		err = judge_kexec(v, epoch, boot);
	return err;
}

/*
 * Entries
 */

static bool is_buffer(const struct list_entry *entry)
{
	return bytes_are(entry->template, "ima-buf") ||
	       bytes_are(entry->template, "d-ng|n-ng|buf");
}

static bool is_record_name(struct bytes name)
{
	return record_type(name) >= 0 || bytes_are(name, "kexec_load") ||
	       bytes_are(name, "kexec_execute");
}

static bool is_record(const struct list_entry *entry)
{
	return entry->decoded && is_buffer(entry) &&
	       is_record_name(entry->name);
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
	return is_record_name(name) || bytes_are(name, "boot_aggregate") ||
	       bytes_are(name, "boot_aggregate_late");
}

static int check_template(struct verification *v,
			  const struct list_entry *entry,
			  const struct epoch *epoch)
{
	bool boot = !epoch->headless && epoch->first == entry->index;
	bool reserved = has_reserved_name(entry, true) ||
			has_reserved_name(entry, false);
	struct place place = { entry->index, entry->index, epoch->number,
			       NOWHERE };
	struct shown name;

	if (entry->decoded && (!reserved || boot || is_record(entry)))
		return 0;
	show_bytes(&name, entry->template.data, entry->template.size);
	if (reserved)
		return findings_add(&v->verdict->findings, FOUND_TEMPLATE,
				    place,
				    "entry %zu is a record or a boot by its data, and not by its template, \"%s\"",
				    entry->index, name.text);
	return findings_add(&v->verdict->findings, FOUND_TEMPLATE, place,
			    "entry %zu has the template \"%s\", which is not known",
			    entry->index, name.text);
}

/* Nothing proves in which order entries of two PCRs were made. */
static int check_pcr(struct verification *v, const struct list_entry *entry,
		     const struct epoch *epoch)
{
	bool boot = !epoch->headless && epoch->first == entry->index;
	struct place place = { entry->index, entry->index, epoch->number,
			       NOWHERE };

	if (!boot && !is_record(entry))
		return 0;
	if (!v->anchored) {
		v->anchored = true;
		v->record_pcr = entry->pcr;
	}
	if (v->mixed || entry->pcr == v->record_pcr)
		return 0;
	v->mixed = true;
	return findings_add(&v->verdict->findings, FOUND_PCR_MIXED, place,
			    "the record in entry %zu is of PCR %u, and those before it of PCR %u: their order is not proven",
			    entry->index, entry->pcr, v->record_pcr);
}

static bool file_digest(const struct list_entry *entry,
			struct record_digest *digest)
{
	if (!entry->decoded || entry->violation ||
	    entry->algo.size >= sizeof(digest->algo) ||
	    entry->file_digest.size > sizeof(digest->value))
		return false;
	memset(digest->algo, 0, sizeof(digest->algo));
	if (entry->algo.size)
		memcpy(digest->algo, entry->algo.data, entry->algo.size);
	if (entry->file_digest.size)
		memcpy(digest->value, entry->file_digest.data,
		       entry->file_digest.size);
	digest->size = entry->file_digest.size;
	return true;
}

static void note_file(struct verification *v, const struct list_entry *entry)
{
	const struct rules *rules = v->options->rules;
	struct record_digest digest;
	size_t i;

	if (!file_digest(entry, &digest))
		return;
	v->known_files += known_find(v->options->known, &digest) != NULL;
	for (i = 0; i < rules->nr_measured; i++) {
		const struct record_digest *want = &rules->measured[i];

		if (v->measured[i] == NOWHERE && want->size == digest.size &&
		    !strcmp(want->algo, digest.algo) &&
		    !memcmp(want->value, digest.value, digest.size))
			v->measured[i] = entry->index;
	}
}

static void begin_epoch(struct verification *v)
{
	size_t i;

	for (i = 0; i < RULES_MEASURED_MAX; i++)
		v->measured[i] = NOWHERE;
	v->known_files = 0;
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
		v->trimmed = true;
	if (done)
		err = judge_epoch(v, done, entry->index);
	if (!err)
		err = check_pcr(v, entry, now);
	if (!err)
		err = check_template(v, entry, now);
	if (now->first == entry->index)
		begin_epoch(v);
	if (!err && entry->violation && !v->violated &&
	    !v->options->rules->allow_violations) {
		v->violated = true;
		err = found(v, FOUND_VIOLATION, entry->index, now->number,
			    "a violation: a file was written while it was measured");
	}
	note_file(v, entry);
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

/* Which were booted where the PCRs prove it. */
static void cut_kexecs(struct verdict *verdict)
{
	while (verdict->nr_kexecs &&
	       verdict->kexecs[verdict->nr_kexecs - 1].boot_entry >=
	       verdict->proven)
		free_kexec(&verdict->kexecs[--verdict->nr_kexecs]);
}

static int judge_pending(struct verification *v, const struct epoch *last)
{
	struct verdict *verdict = v->verdict;

	if (last->image.state != IMAGE_LOAD ||
	    last->image.entry >= verdict->proven)
		return 0;
	verdict->has_pending = true;
	return set_kexec(v, &verdict->pending, last, NO_ENTRY,
			 &verdict->pending.pending);
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
		return found(v, FOUND_NO_KEXEC, NOWHERE, NOWHERE,
			     "there was no kexec: the kernel that runs was started by the firmware");
	}
	if (!rules->nr_compositions)
		return 0;
	runs = verdict->kexecs[verdict->nr_kexecs - 1].judged.composition;
	for (i = 0; runs && i < rules->nr_compositions; i++)
		if (!strcmp(runs->name, rules->compositions[i]))
			return 0;
	return found(v, FOUND_WRONG_COMPOSITION, NOWHERE, NOWHERE,
		     "what runs is none of the compositions that the rules require");
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
	err = judge_epoch(v, last, NO_ENTRY);
	if (!err)
		err = proof_end(v->proof, rules->allow_sha1, &verdict->proven,
				&verdict->findings);
	if (!err && v->trimmed && !(v->options->start &&
				    v->options->start->nr))
		err = found(v, FOUND_TRIMMED, NOWHERE, 0,
			    "the list does not begin with a boot: entries before its first were taken away, and what the PCRs held then is not told");
	verdict->unproven = proof_is_empty(v->proof);
	if (!err && verdict->unproven && !quote_failed &&
	    !rules->allow_unproven)
		err = found(v, FOUND_UNPROVEN, NOWHERE, NOWHERE,
			    "the list is compared with no PCR: anybody can write one");
	/* Their values may have been others at that boot. */
	if (proof_pcrs(v->proof) & ((1U << BOOT_PCRS) - 1))
		findings_drop(&verdict->findings, FOUND_BOOT_AGGREGATE);
	findings_cut(&verdict->findings, verdict->proven);
	cut_kexecs(verdict);
	if (!err)
		err = judge_pending(v, last);
	if (!err && verdict->proven)
		err = judge_running(v);
	verdict->cmdlines_judged = v->options->known->has_cmdlines ||
				   rules->require_cmdline;
	verdict->accepted = !findings_any(&verdict->findings);
	return err ? because(reason, err, "out of memory") : 0;
}

int verify_list(struct list *list, const struct verify_options *options,
		struct verdict *verdict, struct reason *reason)
{
	struct verification v = { .options = options, .verdict = verdict };
	bool quote_failed = findings_any(&verdict->findings);
	struct list_entry entry;
	int ret, err;

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
	findings_free(&verdict->findings);
	memset(verdict, 0, sizeof(*verdict));
}
