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

/* A command line in an entry, by the digest that it has there. */
struct cmdline {
	struct digest digest;
	struct bytes text;
	size_t event;			/* of its last entry */
};

/* A list that is being divided. */
struct division {
	const struct list *list;
	const struct list_entry *entry;	/* the current one, */
	struct record record;		/* its record, or zero */
	struct epoch *epoch;		/* and its epoch */
	size_t open;			/* load that waits for its commit */
	uint64_t next_seq;		/* of the next record; 0: any */
	void *cmdlines;			/* so far, by tsearch(3) */
};

static struct event *add_event(struct division *d, enum event_type type)
{
	struct event *event = XADD(d->epoch->events, d->epoch->nr_events);

	*event = (struct event){
		.type = type, .entry = d->entry->index, .text = d->entry->buf,
		.nr_loads = d->epoch->nr_loads, .crash = d->record.crash,
		.seq = d->record.seq, .counters = d->record.counters,
	};
	return event;
}

__attribute__((format(printf, 3, 4)))
static void amiss(struct division *d, enum event_type type,
		  const char *format, ...)
{
	struct event *event = add_event(d, type);
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

	while (i-- && files < HINTS && !is_boot(list_at(list, i))) {
		const struct list_entry *entry = list_at(list, i);

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

static void add_cmdline(struct division *d)
{
	struct cmdline *new = xcalloc(1, sizeof(*new)), **node;

	digest_of_file(&new->digest, d->entry);
	new->text = d->entry->buf;
	new->digest.size = new->text.size;
	node = tsearch(new, &d->cmdlines, digest_compare);
	if (!node)
		out_of_memory();
	if (*node != new)
		free(new);
	(*node)->event = d->epoch->nr_events;
	add_event(d, EVENT_CMDLINE);
}

static void drop_cmdlines(struct division *d)
{
	tdestroy(d->cmdlines, free);
	d->cmdlines = NULL;
}

/* The bytes of a manifest's command line, if an entry has them. */
static struct bytes follow_cmdline(const struct division *d,
				   const struct digest *digest)
{
	struct cmdline **node = tfind(digest, &d->cmdlines, digest_compare);

	/* IMA makes no entry of an empty buffer. */
	if (!digest->size)
		return bytes_of("");
	if (!node)
		return (struct bytes){ 0 };
	d->epoch->events[(*node)->event].followed = true;
	return (*node)->text;
}

/*
 * Each record has the number that follows, but for a commit and kexec-execute,
 * which have that of their manifest.
 */
static void check_seq(struct division *d)
{
	const struct record *record = &d->record;
	uint64_t expected = d->next_seq;

	if (record->type == RECORD_COMMIT || record->type == RECORD_EXECUTE)
		return;
	d->next_seq = record->seq + 1;
	if (expected && record->seq != expected)
		add_event(d, record->version > 1 && record->seq > expected ?
			  EVENT_UNRECORDED : EVENT_SEQUENCE)->expected =
			expected;
}

/* One kernel writes one version. */
static void check_version(struct division *d)
{
	unsigned int before = d->epoch->version, version = d->record.version;

	if (before < version)
		d->epoch->version = version;
	if (before && before != version)
		amiss(d, EVENT_MIXED, "its version is %u, after version %u",
		      version, before);
}

static void add_load(struct division *d)
{
	struct load *load = XADD(d->epoch->loads, d->epoch->nr_loads);

	*load = (struct load){
		.manifest_entry = d->entry->index, .commit_entry = NO_ENTRY,
		.manifest = d->record, .fate = LOAD_FAILED,
		.cmdline = follow_cmdline(d, &d->record.cmdline),
	};
	d->record.parts = NULL;
	d->open = d->epoch->nr_loads - 1;
}

/* The image that was in place goes away. */
static void displace(struct epoch *epoch, const struct in_place *image,
		     enum load_fate fate)
{
	if (image->state == IMAGE_LOAD)
		epoch->loads[image->load].fate = fate;
}

/* Is it the manifest of that load which the record names? */
static bool is_of(const struct division *d, const struct load *load)
{
	const struct list_entry *of = list_at(d->list, load->manifest_entry);

	return has_digest(of, &d->record.manifest) &&
	       bytes_are(of->algo, d->record.manifest.algorithm);
}

static void commit(struct division *d)
{
	struct epoch *epoch = d->epoch;
	struct load *load = d->open == NO_ENTRY ? NULL : &epoch->loads[d->open];
	struct in_place *image;

	if (!load) {
		amiss(d, EVENT_STRAY_COMMIT, "no manifest before it");
	} else if (load->manifest.seq != d->record.seq) {
		amiss(d, EVENT_STRAY_COMMIT,
		      "its number is %llu, that of the manifest %llu",
		      (unsigned long long)d->record.seq,
		      (unsigned long long)load->manifest.seq);
	} else if (!is_of(d, load)) {
		amiss(d, EVENT_STRAY_COMMIT,
		      "its digest is not that of the manifest before it");
	} else {
		image = load->manifest.crash ? &epoch->crash : &epoch->image;
		displace(epoch, image, LOAD_REPLACED);
		*image = (struct in_place){
			.state = IMAGE_LOAD, .load = d->open,
			.seq = d->record.seq, .entry = d->entry->index,
		};
		load->commit_entry = d->entry->index;
		load->fate = LOAD_IN_PLACE;
		d->open = NO_ENTRY;
	}
}

static void gone(struct division *d)
{
	const struct record *record = &d->record;
	struct epoch *epoch = d->epoch;
	struct in_place *image = record->crash ? &epoch->crash : &epoch->image;
	bool unload = record->type == RECORD_UNLOAD;

	add_event(d, unload ? EVENT_UNLOAD : EVENT_KEXEC_LOAD);
	displace(epoch, image, unload ? LOAD_UNLOADED : LOAD_REPLACED);
	*image = (struct in_place){
		.state = unload ? IMAGE_UNLOADED : IMAGE_KEXEC_LOAD,
		.seq = record->seq, .entry = d->entry->index,
	};
	/* Since version 2 the old crash image goes when the new one is read. */
	if (!unload || !record->crash || record->version == 1 ||
	    d->open == NO_ENTRY ||
	    !epoch->loads[d->open].manifest.crash)
		d->open = NO_ENTRY;
}

/* A kexec starts the image that the records say is in place. */
static void execute(struct division *d)
{
	const struct in_place *image = &d->epoch->image;
	const struct record *record = &d->record;
	bool load = image->state == IMAGE_LOAD;

	d->open = NO_ENTRY;
	if (image->state == IMAGE_NOT_RECORDED)
		amiss(d, EVENT_EXECUTE, "no load is recorded before it");
	else if (image->state == IMAGE_UNLOADED)
		amiss(d, EVENT_EXECUTE, "the image was unloaded before it");
	else if (image->seq != record->seq)
		amiss(d, EVENT_EXECUTE,
		      "it names load %llu, but load %llu was the last",
		      (unsigned long long)record->seq,
		      (unsigned long long)image->seq);
	else if (load && !is_of(d, &d->epoch->loads[image->load]))
		amiss(d, EVENT_EXECUTE,
		      "its manifest is not that of the last load");
	else if (!load && record->manifest.len)
		amiss(d, EVENT_EXECUTE,
		      "it names a manifest, but kexec_load(2) came last");
	else
		add_event(d, EVENT_EXECUTE);
}

static void add_record(struct division *d, enum record_type type)
{
	struct reason why;
	int err = record_parse(&d->record, type, d->entry->buf, &why);

	if (err) {
		amiss(d, err == -EPROTONOSUPPORT ? EVENT_NEWER :
		      EVENT_MALFORMED, "%s", why.text);
	} else if (type >= RECORD_COUNTERS_LOAD) {
		add_event(d, type == RECORD_COUNTERS_LOAD ?
			  EVENT_COUNTERS_LOAD : EVENT_COUNTERS_EXECUTE);
	} else {
		check_version(d);
		check_seq(d);
		if (type == RECORD_MANIFEST)
			add_load(d);
		else if (type == RECORD_COMMIT)
			commit(d);
		else if (type == RECORD_EXECUTE)
			execute(d);
		else
			gone(d);
	}
	record_free(&d->record);
	d->record = (struct record){ 0 };
}

/* IMA puts the digest of the buffer into the entry. */
static bool check_buffer(struct division *d)
{
	const struct list_entry *entry = d->entry;
	struct digest logged, digest;

	digest_of_file(&logged, entry);
	if (entry->violation)
		amiss(d, EVENT_MALFORMED,
		      "it is a violation, which a buffer cannot be");
	else if (!*logged.algorithm)
		amiss(d, EVENT_MALFORMED, "its digest algorithm is unknown");
	else if (digest_bytes(&digest, logged.algorithm, entry->buf.data,
			      entry->buf.size))
		amiss(d, EVENT_MALFORMED,
		      "OpenSSL does not support its digest algorithm %s",
		      logged.algorithm);
	else if (!has_digest(entry, &digest))
		amiss(d, EVENT_MALFORMED,
		      "its digest does not match its buffer");
	else
		return true;
	return false;
}

static void add_buffer(struct division *d)
{
	struct bytes name = d->entry->name;
	bool cmdline = bytes_are(name, "kexec-cmdline");
	int type = record_type(name);

	if (type < 0 && !cmdline && !bytes_are(name, "kernel_version"))
		return;
	if (type >= 0 && !record_begins(name, d->entry->buf))
		add_event(d, EVENT_FOREIGN);
	else if (!check_buffer(d))
		return;
	else if (type >= 0)
		add_record(d, (enum record_type)type);
	else if (cmdline)
		add_cmdline(d);
	else
		add_event(d, EVENT_KERNEL_VERSION);
}

static void begin_epoch(struct division *d, bool boot)
{
	struct epoch *epoch = xcalloc(1, sizeof(*epoch)), *before = d->epoch;

	epoch->first = d->entry->index;
	epoch->image.entry = epoch->crash.entry = NO_ENTRY;
	epoch->late_entry = NO_ENTRY;
	epoch->headless = !boot;
	if (boot) {
		epoch->late = bytes_are(d->entry->name, "boot_aggregate_late");
		digest_of_file(&epoch->boot_aggregate, d->entry);
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
}

/*
 * A kernel that finds the TPM late makes both entries, and between them no more
 * than buffers that are measured while it starts.
 */
static bool continues_boot(const struct division *d)
{
	const struct epoch *epoch = d->epoch;
	size_t i;

	if (!epoch || epoch->headless || epoch->late || epoch->nr_loads ||
	    epoch->nr_files || !bytes_are(d->entry->name, "boot_aggregate_late"))
		return false;
	for (i = 0; i < epoch->nr_events; i++)
		if (epoch->events[i].type != EVENT_KERNEL_VERSION)
			return false;
	return true;
}

static void continue_boot(struct division *d)
{
	d->epoch->late = true;
	d->epoch->late_entry = d->entry->index;
	digest_of_file(&d->epoch->boot_aggregate, d->entry);
}

struct epoch *divide(const struct list *list, const size_t *reach)
{
	struct division d = { .list = list };
	struct epoch *first = NULL;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		const struct list_entry *entry = &list->entries[i];
		bool boot = is_boot(entry);

		if (reach && entry->index >= reach[entry->pcr])
			continue;
		d.entry = entry;
		if (boot && continues_boot(&d))
			continue_boot(&d);
		else if (boot || !first)
			begin_epoch(&d, boot);
		first = first ?: d.epoch;
		d.epoch->nr_entries++;
		d.epoch->nr_violations += entry->violation;
		d.epoch->nr_files += !boot && !list_is_buffer(entry);
		d.epoch->pcrs |= 1ULL << entry->pcr;
		if (!boot && entry->decoded && list_is_buffer(entry))
			add_buffer(&d);
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
