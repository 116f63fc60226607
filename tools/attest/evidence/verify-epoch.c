// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict on an epoch: what was loaded in it, and with what it ended. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "verify-impl.h"

static int found(struct verification *v, enum finding_code code,
		 const struct epoch *epoch, size_t entry, const char *text)
{
	struct place place = { entry, entry, epoch->number, NOWHERE, 0 };

	return findings_add(&v->verdict->findings, code, place, "%s", text);
}

/*
 * Events
 */

/*
 * Of a list that was trimmed nobody knows how many entries there were; but from
 * one record to the next the kernel counts as many as the list has, or less:
 * entries may come between its counting and the record.
 */
static int judge_counters(struct verification *v, const struct epoch *epoch,
			  const struct event *event)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE, 0 };
	int64_t ahead = (int64_t)(event->counters.list_count - event->entry);
	int64_t before = v->ahead;

	if (v->trimmed && !v->has_ahead)
		before = ahead;
	v->has_ahead = true;
	v->ahead = ahead > before ? ahead : before;
	if (ahead <= before)
		return 0;
	return findings_add(&v->verdict->findings, FOUND_MISSING_RECORD, place,
			    "the kernel counted %llu entries before entry %zu: %lld are missing",
			    (unsigned long long)event->counters.list_count,
			    event->entry + 1, (long long)(ahead - before));
}

static int judge_sequence(struct verification *v, const struct epoch *epoch,
			  const struct event *event)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE, 0 };

	return findings_add(&v->verdict->findings, FOUND_RECORD_SEQUENCE, place,
			    "the record in entry %zu has number %llu instead of %llu: records are missing, or the boot_aggregate in entry %zu is none",
			    event->entry + 1, (unsigned long long)event->seq,
			    (unsigned long long)event->expected,
			    epoch->first + 1);
}

static int judge_unrecorded(struct verification *v, const struct epoch *epoch,
			    const struct event *event)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE, 0 };

	if (v->options->rules->allow_unrecorded)
		return 0;
	return findings_add(&v->verdict->findings, FOUND_UNRECORDED_LOAD, place,
			    "the record in entry %zu has number %llu instead of %llu: a load or an unload before it is not recorded",
			    event->entry + 1, (unsigned long long)event->seq,
			    (unsigned long long)event->expected);
}

static int judge_reason(struct verification *v, const struct epoch *epoch,
			const struct event *event, enum finding_code code,
			const char *what)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE, 0 };
	struct shown why;

	return findings_add(&v->verdict->findings, code, place,
			    "entry %zu %s: %s", event->entry + 1, what,
			    show_text(&why, event->reason));
}

static int judge_event(struct verification *v, const struct epoch *epoch,
		       const struct event *event)
{
	switch (event->type) {
	case EVENT_KEXEC_LOAD:
		if (v->options->rules->allow_kexec_load)
			return 0;
		return found(v, FOUND_KEXEC_LOAD, epoch, event->entry,
			     event->crash ?
			     "kexec_load(2) loaded a crash image, of which nothing is measured" :
			     "kexec_load(2) loaded an image, of which nothing is measured");
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		return judge_counters(v, epoch, event);
	case EVENT_EXECUTE:
		return !event->reason ? 0 :
		       judge_reason(v, epoch, event, FOUND_WRONG_EXECUTE_RECORD,
				    "says that something else was started");
	case EVENT_MALFORMED:
		return judge_reason(v, epoch, event, FOUND_MALFORMED_RECORD,
				    "has the name of a record of kexec, but is none");
	case EVENT_NEWER:
		return judge_reason(v, epoch, event, FOUND_NEWER_RECORD,
				    "is a newer record than this program knows");
	case EVENT_MIXED:
		return judge_reason(v, epoch, event, FOUND_MIXED_RECORDS,
				    "is a record that another kernel makes");
	case EVENT_STRAY_COMMIT:
		return judge_reason(v, epoch, event, FOUND_STRAY_COMMIT,
				    "is a commit that belongs to no manifest");
	case EVENT_SEQUENCE:
		return judge_sequence(v, epoch, event);
	case EVENT_UNRECORDED:
		return judge_unrecorded(v, epoch, event);
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
		return found(v, FOUND_NO_TPM, epoch, epoch->first,
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
	return found(v, FOUND_BOOT_AGGREGATE, epoch, epoch->first,
		     pcrs == BOOT_PCRS ?
		     "the boot_aggregate is not the digest of PCRs 0 to 9" :
		     "the boot_aggregate is not the digest of PCRs 0 to 7");
}

/*
 * Loads
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

/* What the kernel that is loaded will refuse. */
static int judge_requirement(struct verification *v, const struct load *load,
			     struct place place, struct kexec_verdict *kexec,
			     struct findings *findings)
{
	const struct known_item *known = kexec->judged.cmdline;
	bool text = known && known->role == KNOWN_CMDLINE && known->is_text;

	kexec->records_known = load->cmdline || text;
	kexec->records_required = load->cmdline ?
		cmdline_requires_records(load->cmdline, load->cmdline_size) :
		text && known->requires_records;
	/* What a panic has booted is in a list of its own. */
	if (!v->options->rules->require_records || load->manifest.crash ||
	    kexec->records_required)
		return 0;
	return findings_add(findings, FOUND_RECORDS_NOT_REQUIRED, place,
			    kexec->records_known ?
			    "the command line lacks kexec_records=required" :
			    "nothing tells whether the command line has kexec_records=required: it is neither in an entry kexec-cmdline nor known as a text");
}

int verify_load(struct verification *v, const struct epoch *epoch,
		const struct load *load, size_t boot,
		struct kexec_verdict *kexec, struct findings *findings)
{
	struct place place = { boot == NO_ENTRY ? load->commit_entry : boot,
			       load->manifest_entry, epoch->number, NOWHERE, 0 };
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
	return err ? err : judge_requirement(v, load, place, kexec, findings);
}

/*
 * Whoever can write to the TPM can add a good load, or a boot, that never was;
 * the records of what was really loaded stay.  So all of them have to be good,
 * unless the rules say otherwise.
 *
 * Whether what has displaced a load is proven turns out in the end: if not, the
 * load is still in place.  NULL if it is not judged, or how it ended.
 */
static const char *not_booted(const struct rules *rules,
			      const struct load *load, struct place *place)
{
	bool pending = !rules->allow_pending;

	place->at = load->commit_entry;
	if (load->fate == LOAD_FAILED)
		return NULL;
	if (load->manifest.crash)
		return rules->allow_crash ? NULL : "for a crash";
	if (!rules->allow_replaced &&
	    (load->fate == LOAD_REPLACED || load->fate == LOAD_UNLOADED)) {
		if (!pending)
			place->at = load->until;
		return load->fate == LOAD_REPLACED ? "and replaced" :
						     "and unloaded";
	}
	if (load->until != NO_ENTRY)
		place->gone = load->until;
	return pending ? "and ready to be booted" : NULL;
}

static int judge_unbooted(struct verification *v, const struct epoch *epoch,
			  const struct load *load)
{
	struct findings all = FINDINGS_INIT;
	struct kexec_verdict kexec = { 0 };
	struct place place = PLACE_NONE;
	const char *how = not_booted(v->options->rules, load, &place);
	size_t i;
	int err;

	if (!how)
		return 0;
	err = verify_load(v, epoch, load, NO_ENTRY, &kexec, &all);
	for (i = 0; i < all.nr && !err; i++) {
		const struct finding *one = &all.list[i];

		place.entry = one->entry;
		place.epoch = one->epoch;
		place.part = one->part;
		err = findings_add(&v->verdict->findings, one->code, place,
				   "loaded in entry %zu %s: %s",
				   load->manifest_entry + 1, how, one->text);
	}
	record_free(&kexec.load);
	judged_free(&kexec.judged);
	findings_free(&all);
	return err;
}

static bool is_execute(const struct event *event)
{
	return event->type == EVENT_EXECUTE ||
	       event->type == EVENT_COUNTERS_EXECUTE;
}

/* The first event of either kind, and if there is one, the last. */
static const struct event *executed(const struct epoch *epoch,
				    const struct event **last)
{
	const struct event *first = NULL;
	size_t i;

	for (i = 0; i < epoch->nr_events; i++) {
		if (!is_execute(&epoch->events[i]))
			continue;
		*last = &epoch->events[i];
		first = first ? first : *last;
	}
	return first;
}

/*
 * The kernel that has begun a kexec loads nothing more; one that writes records
 * of version 2 has IMA measure nothing more, either.
 */
static int judge_after_execute(struct verification *v,
			       const struct epoch *epoch)
{
	const struct event *last = NULL, *first = executed(epoch, &last);
	size_t end = epoch->first + epoch->nr_entries, i;
	bool ours = false, imas = false;

	if (!first)
		return 0;
	for (i = 0; i < epoch->nr_events; i++) {
		const struct event *event = &epoch->events[i];
		bool *seen = event->type == EVENT_EXECUTE ? &ours : &imas;

		if (event->entry < first->entry)
			continue;
		if (is_execute(event) ? *seen :
		    event->type == EVENT_COUNTERS_LOAD ||
		    event->type == EVENT_UNLOAD ||
		    event->type == EVENT_KEXEC_LOAD)
			return found(v, FOUND_RECORD_SEQUENCE, epoch,
				     event->entry,
				     "a record comes after kexec_execute or kexec-execute, when the kernel makes none");
		if (is_execute(event))
			*seen = true;
	}
	for (i = 0; i < epoch->nr_loads; i++)
		if (epoch->loads[i].manifest_entry > first->entry)
			return found(v, FOUND_RECORD_SEQUENCE, epoch,
				     epoch->loads[i].manifest_entry,
				     "a manifest comes after kexec_execute or kexec-execute, when the kernel loads nothing");
	if (first->type == EVENT_EXECUTE && last->entry > first->entry + 1)
		last = first;
	if (ours && last->entry + 1 < end)
		return found(v, FOUND_RECORD_SEQUENCE, epoch, last->entry + 1,
			     "an entry comes after kexec-execute, when IMA makes none");
	return 0;
}

/*
 * A kexec
 */

static int no_manifest(struct verification *v, const struct epoch *epoch,
		       size_t boot)
{
	struct place place = { boot, boot, epoch->number, NOWHERE, 0 };
	struct findings *findings = &v->verdict->findings;

	switch (epoch->image.state) {
	case IMAGE_UNLOADED:
		return findings_add(findings, FOUND_NO_MANIFEST, place,
				    "what was booted is not recorded: entry %zu says that the image was unloaded",
				    epoch->image.entry + 1);
	case IMAGE_KEXEC_LOAD:
		return findings_add(findings, FOUND_NO_MANIFEST, place,
				    "what was booted is not recorded: by entry %zu, kexec_load(2) loaded it",
				    epoch->image.entry + 1);
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

/* One kind of these: does the last one come after what was loaded last? */
static bool has_execute(const struct epoch *epoch, enum event_type type,
			bool *made)
{
	size_t i, last_load = 0;
	bool have = false;

	if (epoch->image.state == IMAGE_LOAD)
		last_load = epoch->image.entry;
	for (i = 0; i < epoch->nr_events; i++) {
		const struct event *event = &epoch->events[i];

		if (event->type == EVENT_COUNTERS_LOAD) {
			*made = true;
			have &= type == EVENT_EXECUTE;
		} else if (event->type == EVENT_COUNTERS_EXECUTE) {
			*made = true;
		}
		if (event->type == type)
			have = event->entry > last_load;
	}
	return have;
}

/*
 * On kernels that make them, these records say that the list went along:
 * kexec_execute those that made kexec_load, and kexec-execute those whose records
 * are of version 2.
 */
static int judge_execute(struct verification *v, const struct epoch *epoch,
			 size_t boot)
{
	bool wanted = v->options->rules->require_execute_record, made = false;
	struct place place = { boot, boot, epoch->number, NOWHERE, 0 };
	bool ours = has_execute(epoch, EVENT_EXECUTE, &made);
	bool imas = has_execute(epoch, EVENT_COUNTERS_EXECUTE, &made);
	int err = 0;

	if (epoch->version > 1 && !ours)
		err = findings_add(&v->verdict->findings,
				   FOUND_NO_EXECUTE_RECORD, place,
				   "no kexec-execute record comes before the boot in entry %zu: entries got lost, or it is no boot",
				   boot + 1);
	if (err || imas || !(made || (wanted && !ours)))
		return err;
	return findings_add(&v->verdict->findings, FOUND_NO_EXECUTE_RECORD,
			    place,
			    "no kexec_execute record comes before the boot in entry %zu: entries got lost, or it is no boot",
			    boot + 1);
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
		struct place place = { boot, NOWHERE, epoch->number, NOWHERE,
				       0 };
		struct shown_digest hex;

		if (v->measured[i] < before)
			continue;
		err = findings_add(&v->verdict->findings, FOUND_NOT_MEASURED,
				   place,
				   "no entry of epoch %zu has the digest %s before what was booted was loaded",
				   epoch->number + 1,
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
	return verify_load(v, epoch, &epoch->loads[epoch->image.load], boot,
			   kexec, &v->verdict->findings);
}

/*
 * What was booted may have kept silent, and what the list says of it, unless it
 * is proven, may be invented.
 */
static int judge_silence(struct verification *v, const struct epoch *epoch,
			 const struct event *event, size_t boot)
{
	struct place place = { event->entry, event->entry, epoch->number,
			       NOWHERE, boot == NO_ENTRY ? 0 : boot };
	const struct rules *rules = v->options->rules;
	const struct event *last;

	if (is_execute(event))
		return event != executed(epoch, &last) ? 0 :
		       findings_add(&v->verdict->findings, FOUND_NO_BOOT,
				    place,
				    "a kexec was begun in entry %zu, and the kernel that was booted has told of nothing",
				    event->entry + 1);
	if (event->type != EVENT_KEXEC_LOAD || event->crash ||
	    !rules->allow_kexec_load || rules->allow_pending)
		return 0;
	place.gone = event->until == NO_ENTRY ? 0 : event->until;
	return findings_add(&v->verdict->findings, FOUND_NO_MANIFEST, place,
			    "what is ready to be booted is not recorded: by entry %zu, kexec_load(2) loaded it",
			    event->entry + 1);
}

int verify_epoch(struct verification *v, const struct epoch *epoch,
		 size_t boot)
{
	size_t i;
	int err = judge_boot(v, epoch);

	for (i = 0; i < epoch->nr_events && !err; i++) {
		err = judge_event(v, epoch, &epoch->events[i]);
		if (!err)
			err = judge_silence(v, epoch, &epoch->events[i], boot);
	}
	for (i = 0; i < epoch->nr_loads && !err; i++)
		err = judge_unbooted(v, epoch, &epoch->loads[i]);
	if (!err)
		err = judge_after_execute(v, epoch);
	if (!err && boot != NO_ENTRY)
		err = judge_kexec(v, epoch, boot);
	return err;
}
