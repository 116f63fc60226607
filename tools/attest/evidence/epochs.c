// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Divide a measurement list into boots, and take the records of each. */
#include <errno.h>
#include <search.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "epochs.h"
#include "shared/util.h"

/* Among how many files a name is looked for; a load has 256 parts at most. */
#define HINTS	512

/* Longer names are none: PATH_MAX. */
#define HINT_NAME_MAX	4096

/* A list that is being divided. */
struct division {
	const struct list *list;
	struct epoch *epoch;		/* the current one */
	size_t open;			/* load that waits for its commit */
	uint64_t next_seq;		/* of the next record; 0: any */
	void *cmdlines;			/* their entries, by tsearch(3) */
};

static struct event *add_event(struct division *d, enum event_type type,
			       const struct list_entry *entry)
{
	struct epoch *epoch = d->epoch;
	struct event *event;

	epoch->events = xgrow(epoch->events, epoch->nr_events, sizeof(*event));
	event = &epoch->events[epoch->nr_events++];
	*event = (struct event){
		.type = type, .entry = entry->index, .text = entry->buf,
		.nr_loads = epoch->nr_loads,
	};
	return event;
}

__attribute__((format(printf, 4, 5)))
static void amiss(struct division *d, enum event_type type,
		  const struct list_entry *entry, const char *format, ...)
{
	struct event *event = add_event(d, type, entry);
	va_list ap;

	va_start(ap, format);
	vsnprintf(event->reason, sizeof(event->reason), format, ap);
	va_end(ap);
}

static bool has_digest(const struct list_entry *entry,
		       const struct digest *digest)
{
	return entry->file_digest.size == digest->len &&
	       !memcmp(entry->file_digest.data, digest->bytes, digest->len);
}

/* Does it begin an epoch? */
static bool is_boot(const struct list_entry *entry)
{
	return entry->decoded && !entry->violation && !list_is_buffer(entry) &&
	       entry->file_digest.size &&
	       entry->file_digest.size <= DIGEST_SIZE_MAX &&
	       record_is_boot(entry->name);
}

struct bytes find_name(const struct list *list, const struct load *load,
		       const struct digest *digest)
{
	size_t i = load->manifest_entry, files = 0;
	struct digest ignored;

	while (i-- && files < HINTS && !is_boot(&list->entries[i])) {
		const struct list_entry *entry = &list->entries[i];

		if (!entry->decoded || entry->violation ||
		    list_is_buffer(entry) ||
		    entry->name.size > HINT_NAME_MAX ||
		    !digest_of_file(&ignored, entry))
			continue;
		if (has_digest(entry, digest))
			return entry->name;
		files++;
	}
	return (struct bytes){ 0 };
}

static int by_digest(const void *a, const void *b)
{
	const struct list_entry *x = a, *y = b;
	struct digest p, q;

	digest_of_file(&p, x);
	digest_of_file(&q, y);
	p.size = x->buf.size;
	q.size = y->buf.size;
	return digest_compare(&p, &q);
}

static void add_cmdline(struct division *d, const struct list_entry *entry)
{
	if (!tsearch(entry, &d->cmdlines, by_digest))
		out_of_memory();
	add_event(d, EVENT_CMDLINE, entry);
}

/* The bytes of a command line, if an entry has them. */
static struct bytes find_cmdline(const struct division *d,
				 const struct digest *digest)
{
	const struct list_entry key = {
		.algo = bytes_of(digest->algorithm),
		.file_digest = { digest->bytes, digest->len },
		.buf.size = digest->size,
	};
	void *node;

	/* IMA makes no entry of an empty buffer. */
	if (!digest->size)
		return bytes_of("");
	node = tfind(&key, &d->cmdlines, by_digest);
	return node ? (*(const struct list_entry **)node)->buf :
		      (struct bytes){ 0 };
}

static void keep_entry(void *entry)
{
	(void)entry;
}

static void drop_cmdlines(struct division *d)
{
	tdestroy(d->cmdlines, keep_entry);
	d->cmdlines = NULL;
}

/*
 * Each record has the number that follows, but for a commit and kexec-execute,
 * which have that of their manifest.
 */
static void check_seq(struct division *d, const struct list_entry *entry,
		      const struct record *record)
{
	uint64_t expected = d->next_seq, seq = record->seq;
	bool gap = record->version > 1 && seq > expected;
	struct event *event;

	if (record->type == RECORD_COMMIT || record->type == RECORD_EXECUTE)
		return;
	d->next_seq = seq + 1;
	if (!expected || seq == expected)
		return;
	event = add_event(d, gap ? EVENT_UNRECORDED : EVENT_SEQUENCE,
			  entry);
	event->seq = seq;
	event->expected = expected;
}

/* One kernel writes one version. */
static void check_version(struct division *d, const struct list_entry *entry,
			  const struct record *record)
{
	unsigned int before = d->epoch->version;

	if (before < record->version)
		d->epoch->version = record->version;
	if (before && before != record->version)
		amiss(d, EVENT_MIXED, entry,
		      "its version is %u, after version %u", record->version,
		      before);
}

/* Takes @record over. */
static void add_load(struct division *d, const struct list_entry *entry,
		     const struct record *record)
{
	struct epoch *epoch = d->epoch;

	epoch->loads = xgrow(epoch->loads, epoch->nr_loads,
			     sizeof(*epoch->loads));
	epoch->loads[epoch->nr_loads] = (struct load){
		.manifest_entry = entry->index, .commit_entry = NO_ENTRY,
		.manifest = *record, .fate = LOAD_FAILED,
		.cmdline = find_cmdline(d, &record->cmdline),
	};
	d->open = epoch->nr_loads++;
}

/* The image that was in place goes away. */
static void displace(struct epoch *epoch, const struct in_place *image,
		     enum load_fate fate)
{
	if (image->state == IMAGE_LOAD)
		epoch->loads[image->load].fate = fate;
}

/* Is it the manifest of that load which the record names? */
static bool is_of(const struct division *d, const struct record *record,
		  const struct load *load)
{
	const struct list_entry *of = &d->list->entries[load->manifest_entry];

	return has_digest(of, &record->manifest) &&
	       bytes_are(of->algo, record->manifest.algorithm);
}

static void commit(struct division *d, const struct list_entry *entry,
		   const struct record *record)
{
	struct epoch *epoch = d->epoch;
	struct load *load = d->open == NO_ENTRY ? NULL : &epoch->loads[d->open];
	struct in_place *image;

	if (!load) {
		amiss(d, EVENT_STRAY_COMMIT, entry, "no manifest before it");
	} else if (load->manifest.seq != record->seq) {
		amiss(d, EVENT_STRAY_COMMIT, entry,
		      "its number is %llu, that of the manifest %llu",
		      (unsigned long long)record->seq,
		      (unsigned long long)load->manifest.seq);
	} else if (!is_of(d, record, load)) {
		amiss(d, EVENT_STRAY_COMMIT, entry,
		      "its digest is not that of the manifest before it");
	} else {
		image = load->manifest.crash ? &epoch->crash : &epoch->image;
		displace(epoch, image, LOAD_REPLACED);
		*image = (struct in_place){
			.state = IMAGE_LOAD, .load = d->open,
			.entry = entry->index,
		};
		load->commit_entry = entry->index;
		load->fate = LOAD_IN_PLACE;
		d->open = NO_ENTRY;
	}
}

static void gone(struct division *d, const struct list_entry *entry,
		 const struct record *record)
{
	struct epoch *epoch = d->epoch;
	struct in_place *image = record->crash ? &epoch->crash : &epoch->image;
	bool unload = record->type == RECORD_UNLOAD;
	struct event *event = add_event(d, unload ? EVENT_UNLOAD :
					EVENT_KEXEC_LOAD, entry);

	event->crash = record->crash;
	event->seq = record->seq;
	displace(epoch, image, unload ? LOAD_UNLOADED : LOAD_REPLACED);
	*image = (struct in_place){
		.state = unload ? IMAGE_UNLOADED : IMAGE_KEXEC_LOAD,
		.seq = record->seq, .entry = entry->index,
	};
	/* Since version 2 the old crash image goes when the new one is read. */
	if (!unload || !record->crash || record->version == 1 ||
	    d->open == NO_ENTRY ||
	    !epoch->loads[d->open].manifest.crash)
		d->open = NO_ENTRY;
}

/* A kexec starts the image that the records say is in place. */
static void execute(struct division *d, const struct list_entry *entry,
		    const struct record *record)
{
	const struct in_place *image = &d->epoch->image;
	const struct load *load = NULL;
	uint64_t seq = image->seq;

	if (image->state == IMAGE_LOAD) {
		load = &d->epoch->loads[image->load];
		seq = load->manifest.seq;
	}
	d->open = NO_ENTRY;
	if (image->state == IMAGE_NOT_RECORDED)
		amiss(d, EVENT_EXECUTE, entry,
		      "no load is recorded before it");
	else if (image->state == IMAGE_UNLOADED)
		amiss(d, EVENT_EXECUTE, entry,
		      "the image was unloaded before it");
	else if (seq != record->seq)
		amiss(d, EVENT_EXECUTE, entry,
		      "it names load %llu, but load %llu was the last",
		      (unsigned long long)record->seq,
		      (unsigned long long)seq);
	else if (load && !is_of(d, record, load))
		amiss(d, EVENT_EXECUTE, entry,
		      "its manifest is not that of the last load");
	else if (!load && record->manifest.len)
		amiss(d, EVENT_EXECUTE, entry,
		      "it names a manifest, but kexec_load(2) came last");
	else
		add_event(d, EVENT_EXECUTE, entry);
	d->epoch->events[d->epoch->nr_events - 1].seq = record->seq;
}

static void add_record(struct division *d, const struct list_entry *entry,
		       enum record_type type)
{
	struct record record;
	struct reason why;
	int err = record_parse(&record, type, entry->buf, &why);

	if (err) {
		record_free(&record);
		amiss(d, err == -EPROTONOSUPPORT ? EVENT_NEWER :
		      EVENT_MALFORMED, entry, "%s", why.text);
		return;
	}
	if (type >= RECORD_COUNTERS_LOAD) {
		add_event(d, type == RECORD_COUNTERS_LOAD ?
			  EVENT_COUNTERS_LOAD : EVENT_COUNTERS_EXECUTE,
			  entry)->counters = record.counters;
		return;
	}
	check_version(d, entry, &record);
	check_seq(d, entry, &record);
	if (type == RECORD_MANIFEST) {
		add_load(d, entry, &record);
		return;
	}
	if (type == RECORD_COMMIT)
		commit(d, entry, &record);
	else if (type == RECORD_EXECUTE)
		execute(d, entry, &record);
	else
		gone(d, entry, &record);
	record_free(&record);
}

/* IMA puts the digest of the buffer into the entry. */
static bool check_buffer(struct division *d, const struct list_entry *entry)
{
	struct digest logged, digest;

	digest_of_file(&logged, entry);
	if (entry->violation)
		amiss(d, EVENT_MALFORMED, entry,
		      "it is a violation, which a buffer cannot be");
	else if (!*logged.algorithm)
		amiss(d, EVENT_MALFORMED, entry,
		      "its digest algorithm is unknown");
	else if (digest_bytes(&digest, logged.algorithm, entry->buf.data,
			      entry->buf.size))
		amiss(d, EVENT_MALFORMED, entry,
		      "OpenSSL does not support its digest algorithm %s",
		      logged.algorithm);
	else if (!has_digest(entry, &digest))
		amiss(d, EVENT_MALFORMED, entry,
		      "its digest does not match its buffer");
	else
		return true;
	return false;
}

static void add_buffer(struct division *d, const struct list_entry *entry)
{
	bool cmdline = bytes_are(entry->name, "kexec-cmdline");
	int type = record_type(entry->name);

	if (type < 0 && !cmdline && !bytes_are(entry->name, "kernel_version"))
		return;
	if (type >= 0 && !record_begins(entry->name, entry->buf))
		add_event(d, EVENT_FOREIGN, entry);
	else if (!check_buffer(d, entry))
		return;
	else if (type >= 0)
		add_record(d, entry, (enum record_type)type);
	else if (cmdline)
		add_cmdline(d, entry);
	else
		add_event(d, EVENT_KERNEL_VERSION, entry);
}

/* Returns the new one. */
static struct epoch *begin_epoch(struct division *d,
				 const struct list_entry *entry, bool boot)
{
	struct epoch *epoch = xcalloc(1, sizeof(*epoch)), *before = d->epoch;

	epoch->first = entry->index;
	epoch->image.entry = epoch->crash.entry = NO_ENTRY;
	epoch->headless = !boot;
	if (boot) {
		epoch->late = bytes_are(entry->name, "boot_aggregate_late");
		digest_of_file(&epoch->boot_aggregate, entry);
	}
	if (before) {
		displace(before, &before->image, LOAD_EXECUTED);
		before->next = epoch;
		epoch->number = before->number + 1;
	}
	d->epoch = epoch;
	d->open = NO_ENTRY;
	d->next_seq = boot;
	drop_cmdlines(d);
	return epoch;
}

struct epoch *divide(const struct list *list, const size_t *reach)
{
	struct division d = { .list = list };
	struct epoch *first = NULL;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct list_entry *entry = &list->entries[i];
		bool boot = is_boot(entry);

		if (reach && i >= reach[entry->pcr])
			continue;
		if (boot || !first) {
			struct epoch *epoch = begin_epoch(&d, entry, boot);

			first = first ?: epoch;
		}
		d.epoch->nr_entries++;
		d.epoch->nr_violations += entry->violation;
		d.epoch->pcrs |= 1ULL << entry->pcr;
		if (!boot && entry->decoded && list_is_buffer(entry))
			add_buffer(&d, entry);
	}
	drop_cmdlines(&d);
	return first;
}

void epochs_free(struct epoch *epoch)
{
	while (epoch) {
		struct epoch *next = epoch->next;
		size_t i;

		for (i = 0; i < epoch->nr_loads; i++)
			record_free(&epoch->loads[i].manifest);
		free(epoch->loads);
		free(epoch->events);
		free(epoch);
		epoch = next;
	}
}
