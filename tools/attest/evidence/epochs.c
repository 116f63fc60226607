// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a measurement list says of each boot that it tells of. */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "epochs.h"
#include "shared/util.h"

/* A load has 256 parts at most, and a kernel. */
#define HINTS	512

/* Longer names are not kept: PATH_MAX. */
#define HINT_NAME_MAX	4096

/* The name that a digest had lately.  It proves nothing. */
struct hint {
	struct record_digest digest;
	char *name;
};

/* A command line of the epoch, by its digest; the text is that of an event. */
struct cmdline {
	struct record_digest digest;
	const uint8_t *text;
};

/**
 * struct epochs - a list that is being divided
 * @first:    The first epoch.
 * @now:      The one that is being read.
 * @open:     The load whose commit may come next, or NO_ENTRY.
 * @next_seq: The number of the next record, 0 for any.
 * @cmdlines: struct cmdline in a tree of tsearch(3).
 * @hints:    A ring: @nr_hints were made in this epoch.
 */
struct epochs {
	struct epoch *first;
	struct epoch *now;
	size_t open;
	uint64_t next_seq;
	void *cmdlines;
	struct hint hints[HINTS];
	size_t nr_hints;
};

struct epochs *epochs_new(void)
{
	return xcalloc(1, sizeof(struct epochs));
}

static void free_epoch(struct epoch *epoch)
{
	size_t i, j;

	for (i = 0; i < epoch->nr_loads; i++) {
		struct load *load = &epoch->loads[i];

		for (j = 0; j < load->manifest.nr_parts; j++)
			free(load->part_names[j]);
		free(load->part_names);
		free(load->kernel_name);
		record_free(&load->manifest);
	}
	free(epoch->loads);
	for (i = 0; i < epoch->nr_events; i++) {
		free(epoch->events[i].text);
		free(epoch->events[i].reason);
	}
	free(epoch->events);
	free(epoch);
}

void epochs_free(struct epochs *epochs)
{
	struct epoch *epoch, *next;
	size_t i;

	if (!epochs)
		return;
	for (epoch = epochs->first; epoch; epoch = next) {
		next = epoch->next;
		free_epoch(epoch);
	}
	tdestroy(epochs->cmdlines, free);
	for (i = 0; i < HINTS; i++)
		free(epochs->hints[i].name);
	free(epochs);
}

/* Room for one more: twice as many at 1, 2, 4, ... */
static void *one_more(void *array, size_t n, size_t size)
{
	return n & (n - 1) ? array : xreallocarray(array, n ? 2 * n : 1, size);
}

static struct event *add_event(struct epochs *epochs, enum event_type type,
			       const struct list_entry *entry)
{
	struct epoch *epoch = epochs->now;
	struct event *event;

	epoch->events = one_more(epoch->events, epoch->nr_events,
				 sizeof(*event));
	event = &epoch->events[epoch->nr_events++];
	*event = (struct event){
		.type = type, .entry = entry->index,
		.nr_loads = epoch->nr_loads,
	};
	return event;
}

static void amiss(struct epochs *epochs, enum event_type type,
		  const struct list_entry *entry, const char *why)
{
	add_event(epochs, type, entry)->reason = xstrdup(why);
}

static struct event *add_text(struct epochs *epochs, enum event_type type,
			      const struct list_entry *entry)
{
	struct event *event = add_event(epochs, type, entry);

	event->text = xcalloc(entry->buf.size + 1, 1);
	if (entry->buf.size)
		memcpy(event->text, entry->buf.data, entry->buf.size);
	event->text_size = entry->buf.size;
	return event;
}

/*
 * Names of the digests of files
 */

static void add_hint(struct epochs *epochs, const struct list_entry *entry)
{
	struct hint *hint = &epochs->hints[epochs->nr_hints % HINTS];
	struct record_digest digest;

	if (entry->name.size > HINT_NAME_MAX ||
	    !digest_of_file(&digest, entry))
		return;
	free(hint->name);
	hint->name = xstrndup((const char *)entry->name.data ?: "",
			      entry->name.size);
	hint->digest = digest;
	epochs->nr_hints++;
}

/* A copy of the latest, or NULL. */
static char *find_name(const struct epochs *epochs,
		       const struct record_digest *digest)
{
	size_t i, n = epochs->nr_hints;

	for (i = 1; i <= n && i <= HINTS; i++) {
		const struct hint *hint = &epochs->hints[(n - i) % HINTS];

		if (hint->digest.size == digest->size &&
		    !memcmp(hint->digest.value, digest->value, digest->size))
			return xstrdup(hint->name);
	}
	return NULL;
}

/*
 * Command lines
 */

static void add_cmdline(struct epochs *epochs, const struct list_entry *entry,
			const struct record_digest *digest)
{
	struct cmdline *new = xcalloc(1, sizeof(*new));
	void *node;

	new->digest = *digest;
	new->text = add_text(epochs, EVENT_CMDLINE, entry)->text;
	node = tsearch(new, &epochs->cmdlines, digest_compare);
	if (!node)
		out_of_memory();
	if (*(struct cmdline **)node != new)
		free(new);
}

/* The bytes of a command line, if an entry has them. */
static const uint8_t *find_cmdline(const struct epochs *epochs,
				   const struct record_digest *digest)
{
	static const uint8_t empty[1];
	const struct cmdline key = { .digest = *digest };
	void *node;

	/* IMA makes no entry of an empty buffer. */
	if (!digest->bytes)
		return empty;
	node = tfind(&key, &epochs->cmdlines, digest_compare);
	return node ? (*(struct cmdline **)node)->text : NULL;
}

/*
 * Records
 */

/*
 * Each record has the number that follows, but for a commit and kexec-execute,
 * which have that of their manifest.
 */
static void check_seq(struct epochs *epochs, const struct list_entry *entry,
		      const struct record *record)
{
	uint64_t expected = epochs->next_seq, seq = record->seq;
	bool gap = record->version > 1 && seq > expected;
	struct event *event;

	if (record->type == RECORD_COMMIT || record->type == RECORD_EXECUTE)
		return;
	epochs->next_seq = seq + 1;
	if (!expected || seq == expected)
		return;
	event = add_event(epochs, gap ? EVENT_UNRECORDED : EVENT_SEQUENCE,
			  entry);
	event->seq = seq;
	event->expected = expected;
}

/* One kernel writes one version. */
static void check_version(struct epochs *epochs, const struct list_entry *entry,
			  const struct record *record)
{
	unsigned int before = epochs->now->version;
	struct reason why;

	if (before < record->version)
		epochs->now->version = record->version;
	if (!before || before == record->version)
		return;
	because(&why, 0, "its version is %u, after version %u",
		record->version, before);
	amiss(epochs, EVENT_MIXED, entry, why.text);
}

/* Takes @record over. */
static void add_load(struct epochs *epochs, const struct list_entry *entry,
		     const struct record *record,
		     const struct record_digest *text)
{
	struct epoch *epoch = epochs->now;
	struct load *load;
	size_t i;

	epoch->loads = one_more(epoch->loads, epoch->nr_loads, sizeof(*load));
	load = &epoch->loads[epoch->nr_loads];
	*load = (struct load){
		.manifest_entry = entry->index, .commit_entry = NO_ENTRY,
		.manifest = *record, .fate = LOAD_FAILED, .text = *text,
		.cmdline = find_cmdline(epochs, &record->cmdline),
		.kernel_name = find_name(epochs, &record->kernel),
		.part_names = xcalloc(record->nr_parts, sizeof(char *)),
	};
	if (load->cmdline)
		load->cmdline_size = record->cmdline.bytes;
	for (i = 0; i < record->nr_parts; i++)
		load->part_names[i] = find_name(epochs, &record->parts[i].file);
	epochs->open = epoch->nr_loads++;
}

/* The image that was in place goes away. */
static void displace(struct epoch *epoch, const struct in_place *image,
		     enum load_fate fate)
{
	if (image->state == IMAGE_LOAD)
		epoch->loads[image->load].fate = fate;
}

static bool is_of(const struct record *record, const struct load *load)
{
	struct record_digest manifest = record->manifest;

	manifest.bytes = load->text.bytes;
	return !digest_compare(&manifest, &load->text);
}

static void commit(struct epochs *epochs, const struct list_entry *entry,
		   const struct record *record)
{
	struct epoch *epoch = epochs->now;
	struct reason why = { "" };
	struct in_place *image;
	struct load *load;

	if (epochs->open == NO_ENTRY) {
		amiss(epochs, EVENT_STRAY_COMMIT, entry,
		      "no manifest before it");
		return;
	}
	load = &epoch->loads[epochs->open];
	if (load->manifest.seq != record->seq)
		because(&why, 0,
			"its number is %llu, that of the manifest %llu",
			(unsigned long long)record->seq,
			(unsigned long long)load->manifest.seq);
	else if (!is_of(record, load))
		because(&why, 0,
			"its digest is not that of the manifest before it");
	if (*why.text) {
		amiss(epochs, EVENT_STRAY_COMMIT, entry, why.text);
		return;
	}
	image = load->manifest.crash ? &epoch->crash : &epoch->image;
	displace(epoch, image, LOAD_REPLACED);
	*image = (struct in_place){
		.state = IMAGE_LOAD, .load = epochs->open,
		.entry = entry->index,
	};
	load->commit_entry = entry->index;
	load->fate = LOAD_IN_PLACE;
	epochs->open = NO_ENTRY;
}

static void gone(struct epochs *epochs, const struct list_entry *entry,
		 const struct record *record)
{
	struct epoch *epoch = epochs->now;
	struct in_place *image = record->crash ? &epoch->crash : &epoch->image;
	bool unload = record->type == RECORD_UNLOAD;
	struct event *event = add_event(epochs, unload ? EVENT_UNLOAD :
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
	    epochs->open == NO_ENTRY ||
	    !epoch->loads[epochs->open].manifest.crash)
		epochs->open = NO_ENTRY;
}

/* Is what is started what the records say is in place?  Else why not. */
static void check_executed(const struct epoch *epoch,
			   const struct record *record, struct reason *why)
{
	const struct in_place *image = &epoch->image;
	const struct load *load = NULL;
	uint64_t seq = image->seq;

	if (image->state == IMAGE_LOAD) {
		load = &epoch->loads[image->load];
		seq = load->manifest.seq;
	}
	if (image->state == IMAGE_NOT_RECORDED)
		because(why, 0, "no load is recorded before it");
	else if (image->state == IMAGE_UNLOADED)
		because(why, 0, "the image was unloaded before it");
	else if (seq != record->seq)
		because(why, 0,
			"it names load %llu, but load %llu was the last",
			(unsigned long long)record->seq,
			(unsigned long long)seq);
	else if (load && !is_of(record, load))
		because(why, 0, "its manifest is not that of the last load");
	else if (!load && record->manifest.size)
		because(why, 0,
			"it names a manifest, but kexec_load(2) came last");
}

static void execute(struct epochs *epochs, const struct list_entry *entry,
		    const struct record *record)
{
	struct event *event = add_event(epochs, EVENT_EXECUTE, entry);
	struct reason why = { "" };

	event->seq = record->seq;
	epochs->open = NO_ENTRY;
	check_executed(epochs->now, record, &why);
	if (*why.text)
		event->reason = xstrdup(why.text);
}

static void add_record(struct epochs *epochs, const struct list_entry *entry,
		       enum record_type type,
		       const struct record_digest *digest)
{
	struct record record;
	struct reason why;
	int err = record_parse(&record, type, entry->buf, &why);

	if (err) {
		record_free(&record);
		amiss(epochs, err == -EPROTONOSUPPORT ? EVENT_NEWER :
		      EVENT_MALFORMED, entry, why.text);
		return;
	}
	check_version(epochs, entry, &record);
	check_seq(epochs, entry, &record);
	if (type == RECORD_MANIFEST) {
		add_load(epochs, entry, &record, digest);
		return;
	}
	if (type == RECORD_COMMIT)
		commit(epochs, entry, &record);
	else if (type == RECORD_EXECUTE)
		execute(epochs, entry, &record);
	else
		gone(epochs, entry, &record);
	record_free(&record);
}

/*
 * Entries
 */

/* IMA puts the digest of the buffer into the entry.  NULL, or why it is not. */
static const char *buffer_digest(const struct list_entry *entry,
				 struct record_digest *digest,
				 struct reason *why)
{
	*digest = (struct record_digest){ .bytes = entry->buf.size };
	if (entry->violation)
		return "it is a violation, which a buffer cannot be";
	if (entry->algo.size >= sizeof(digest->algo))
		return "its digest algorithm is unknown";
	memcpy(digest->algo, entry->algo.data, entry->algo.size);
	if (digest_of(digest, entry->buf.data, entry->buf.size)) {
		because(why, 0,
			"OpenSSL does not support its digest algorithm %s",
			digest->algo);
		return why->text;
	}
	if (digest->size != entry->file_digest.size ||
	    memcmp(digest->value, entry->file_digest.data, digest->size))
		return "its digest does not match its buffer";
	return NULL;
}

static void add_counters(struct epochs *epochs, enum event_type type,
			 const struct list_entry *entry)
{
	struct kexec_counters counters;
	struct reason why;

	if (kexec_counters_parse(&counters, entry->buf, &why))
		amiss(epochs, EVENT_MALFORMED, entry, why.text);
	else
		add_event(epochs, type, entry)->counters = counters;
}

/* The entries that IMA makes of buffers, beside the records. */
static const struct {
	const char *name;
	enum event_type type;
} buffers[] = {
	{ "kexec-cmdline",	EVENT_CMDLINE },
	{ "kexec_load",		EVENT_COUNTERS_LOAD },
	{ "kexec_execute",	EVENT_COUNTERS_EXECUTE },
	{ "kernel_version",	EVENT_KERNEL_VERSION },
};

#define NR_BUFFERS	(sizeof(buffers) / sizeof(buffers[0]))

static void add_buffer(struct epochs *epochs, const struct list_entry *entry)
{
	int type = record_type(entry->name);
	struct record_digest digest;
	struct reason why;
	const char *bad;
	size_t i = 0;

	while (i < NR_BUFFERS && !bytes_are(entry->name, buffers[i].name))
		i++;
	if (type < 0 && i == NR_BUFFERS)
		return;
	if (record_is_named(entry->name) &&
	    !record_begins(entry->name, entry->buf)) {
		add_event(epochs, EVENT_FOREIGN, entry);
		return;
	}
	bad = buffer_digest(entry, &digest, &why);
	if (bad)
		amiss(epochs, EVENT_MALFORMED, entry, bad);
	else if (type >= 0)
		add_record(epochs, entry, (enum record_type)type, &digest);
	else if (buffers[i].type == EVENT_CMDLINE)
		add_cmdline(epochs, entry, &digest);
	else if (buffers[i].type == EVENT_KERNEL_VERSION)
		add_text(epochs, EVENT_KERNEL_VERSION, entry);
	else
		add_counters(epochs, buffers[i].type, entry);
}

/* Does it begin an epoch? */
static bool is_boot(const struct list_entry *entry)
{
	return entry->decoded && !entry->violation && !list_is_buffer(entry) &&
	       entry->file_digest.size &&
	       entry->file_digest.size <= LIST_DIGEST_MAX &&
	       record_is_boot(entry->name);
}

static void begin_epoch(struct epochs *epochs, const struct list_entry *entry,
			bool boot)
{
	struct epoch *epoch = xcalloc(1, sizeof(*epoch)), *before = epochs->now;

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
	} else {
		epochs->first = epoch;
	}
	epochs->now = epoch;
	epochs->open = NO_ENTRY;
	epochs->next_seq = boot;
	epochs->nr_hints = 0;
	tdestroy(epochs->cmdlines, free);
	epochs->cmdlines = NULL;
}

const struct epoch *epochs_add(struct epochs *epochs,
			       const struct list_entry *entry)
{
	bool boot = is_boot(entry);

	if (boot || !epochs->now)
		begin_epoch(epochs, entry, boot);
	epochs->now->nr_entries++;
	epochs->now->nr_violations += entry->violation;
	epochs->now->pcrs |= 1ULL << entry->pcr;
	if (!entry->decoded || boot)
		return epochs->now;
	if (list_is_buffer(entry))
		add_buffer(epochs, entry);
	else if (!entry->violation)
		add_hint(epochs, entry);
	return epochs->now;
}
