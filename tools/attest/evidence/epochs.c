// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a measurement list says of each boot that it tells of. */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "epochs.h"
#include "hints.h"
#include "replay.h"

/* A command line of the epoch, by its digest. */
struct cmdline {
	struct record_digest digest;
	size_t event;
};

/**
 * struct epochs - a list that is being divided
 * @epoch:    The one that is being read.
 * @done:     The one before, if the last entry has ended it.
 * @any:      There was an entry.
 * @open:     The load whose commit may come next, or NO_ENTRY.
 * @text:     Digest of the text of its manifest.
 * @next_seq: The number of the next record, 0 for any.
 * @hints:    Names of the digests of files.
 * @cmdlines: struct cmdline in a tree of tsearch(3).
 */
struct epochs {
	struct epoch epoch;
	struct epoch done;
	bool any;
	size_t open;
	struct record_digest text;
	uint64_t next_seq;
	struct hints hints;
	void *cmdlines;
};

struct epochs *epochs_new(void)
{
	struct epochs *epochs = calloc(1, sizeof(*epochs));

	if (epochs)
		epochs->open = NO_ENTRY;
	return epochs;
}

static void free_epoch(struct epoch *epoch)
{
	size_t i, j;

	for (i = 0; i < epoch->nr_loads; i++) {
		struct load *load = &epoch->loads[i];

		for (j = 0; load->part_names && j < load->manifest.nr_parts; j++)
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
	memset(epoch, 0, sizeof(*epoch));
}

static void forget(struct epochs *epochs)
{
	tdestroy(epochs->cmdlines, free);
	epochs->cmdlines = NULL;
	epochs->open = NO_ENTRY;
}

void epochs_free(struct epochs *epochs)
{
	if (!epochs)
		return;
	forget(epochs);
	hints_free(&epochs->hints);
	free_epoch(&epochs->epoch);
	free_epoch(&epochs->done);
	free(epochs);
}

/* Room for one more: twice as many at 1, 2, 4, ... */
static void *one_more(void *array, size_t n, size_t size)
{
	if (n & (n - 1))
		return array;
	return reallocarray(array, n ? 2 * n : 1, size);
}

static struct event *new_event(struct epochs *epochs, enum event_type type,
			       size_t entry)
{
	struct epoch *epoch = &epochs->epoch;
	struct event *events = one_more(epoch->events, epoch->nr_events,
					sizeof(*events));
	struct event *event;

	if (!events)
		return NULL;
	epoch->events = events;
	event = &events[epoch->nr_events++];
	memset(event, 0, sizeof(*event));
	event->type = type;
	event->entry = entry;
	event->until = NO_ENTRY;
	event->nr_loads = epoch->nr_loads;
	return event;
}

/* Something is amiss, which is told and no error. */
static int amiss(struct epochs *epochs, enum event_type type, size_t entry,
		 const struct reason *why)
{
	struct event *event = new_event(epochs, type, entry);

	if (!event)
		return -ENOMEM;
	event->reason = strdup(why->text);
	return event->reason ? 0 : -ENOMEM;
}

static int new_text(struct epochs *epochs, enum event_type type,
		    const struct list_entry *entry)
{
	struct event *event = new_event(epochs, type, entry->index);

	if (!event)
		return -ENOMEM;
	event->text = malloc(entry->buf.size + 1);
	if (!event->text)
		return -ENOMEM;
	if (entry->buf.size)
		memcpy(event->text, entry->buf.data, entry->buf.size);
	event->text_size = entry->buf.size;
	return 0;
}

/*
 * IMA puts the digest of the buffer into the entry.  0 with @digest being it, or
 * -EINVAL if it is not, or -ENOMEM.
 */
static int buffer_digest(const struct list_entry *entry,
			 struct record_digest *digest, struct reason *reason)
{
	int err;

	memset(digest, 0, sizeof(*digest));
	if (entry->algo.size >= sizeof(digest->algo))
		return because(reason, -EINVAL, "its algorithm is not known");
	memcpy(digest->algo, entry->algo.data, entry->algo.size);
	digest->bytes = entry->buf.size;
	err = digest_of(digest->algo, entry->buf.data, entry->buf.size,
			digest->value, &digest->size);
	if (err == -EOPNOTSUPP)
		return because(reason, -EINVAL,
			       "its digest is by %s, which OpenSSL has not",
			       digest->algo);
	if (err)
		return err;
	if (digest->size != entry->file_digest.size ||
	    memcmp(digest->value, entry->file_digest.data, digest->size))
		return because(reason, -EINVAL,
			       "its digest is not that of its buffer");
	return 0;
}

static int by_digest(const void *a, const void *b)
{
	const struct record_digest *x = &((const struct cmdline *)a)->digest;
	const struct record_digest *y = &((const struct cmdline *)b)->digest;
	int order = strcmp(x->algo, y->algo);

	if (order)
		return order;
	return memcmp(x->value, y->value, sizeof(x->value));
}

static int add_cmdline(struct epochs *epochs, const struct list_entry *entry,
		       const struct record_digest *digest)
{
	struct cmdline *new;
	void *node;
	int err = new_text(epochs, EVENT_CMDLINE, entry);

	if (err)
		return err;
	new = malloc(sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->digest = *digest;
	new->event = epochs->epoch.nr_events - 1;
	node = tsearch(new, &epochs->cmdlines, by_digest);
	if (!node || *(struct cmdline **)node != new)
		free(new);
	return node ? 0 : -ENOMEM;
}

/* The bytes of a command line, if an entry has them. */
static void find_cmdline(const struct epochs *epochs, struct load *load)
{
	static const uint8_t empty[1];
	struct cmdline key = { .digest = load->manifest.cmdline };
	const struct event *event;
	void *node;

	if (!key.digest.bytes) {
		/* IMA makes no entry of an empty buffer. */
		load->cmdline = empty;
		return;
	}
	node = tfind(&key, &epochs->cmdlines, by_digest);
	if (!node)
		return;
	event = &epochs->epoch.events[(*(struct cmdline **)node)->event];
	if (event->text_size != key.digest.bytes)
		return;
	load->cmdline = event->text;
	load->cmdline_size = event->text_size;
}

static int find_names(const struct epochs *epochs, struct load *load)
{
	const struct record *manifest = &load->manifest;
	size_t i;
	int err = hints_find(&epochs->hints, &manifest->kernel,
			     &load->kernel_name);

	if (err || !manifest->nr_parts)
		return err;
	load->part_names = calloc(manifest->nr_parts,
				  sizeof(*load->part_names));
	if (!load->part_names)
		return -ENOMEM;
	for (i = 0; i < manifest->nr_parts && !err; i++)
		err = hints_find(&epochs->hints, &manifest->parts[i].file,
				 &load->part_names[i]);
	return err;
}

/* Each record has the number that follows, but for a commit. */
static int check_seq(struct epochs *epochs, size_t entry, uint64_t seq)
{
	uint64_t expected = epochs->next_seq;
	struct event *event;

	epochs->next_seq = seq + 1;
	if (!expected || seq == expected)
		return 0;
	event = new_event(epochs, EVENT_SEQUENCE, entry);
	if (!event)
		return -ENOMEM;
	event->seq = seq;
	event->expected = expected;
	return 0;
}

/* Takes @record over. */
static int add_load(struct epochs *epochs, size_t entry, struct record *record,
		    const struct record_digest *text)
{
	struct epoch *epoch = &epochs->epoch;
	struct load *loads = one_more(epoch->loads, epoch->nr_loads,
				      sizeof(*loads));
	struct load *load;

	if (!loads) {
		record_free(record);
		return -ENOMEM;
	}
	epoch->loads = loads;
	load = &loads[epoch->nr_loads];
	memset(load, 0, sizeof(*load));
	load->manifest_entry = entry;
	load->commit_entry = NO_ENTRY;
	load->until = NO_ENTRY;
	load->manifest = *record;
	load->fate = LOAD_FAILED;
	epochs->open = epoch->nr_loads++;
	epochs->text = *text;
	find_cmdline(epochs, load);
	return find_names(epochs, load);
}

/* The image that was there goes away with entry @entry. */
static void displace(struct epoch *epoch, const struct image *image,
		     enum load_fate fate, size_t entry)
{
	if (image->state == IMAGE_LOAD) {
		epoch->loads[image->load].fate = fate;
		epoch->loads[image->load].until = entry;
	} else if (image->state == IMAGE_KEXEC_LOAD) {
		epoch->events[image->event].until = entry;
	}
}

static int commit(struct epochs *epochs, size_t entry,
		  const struct record *record)
{
	struct epoch *epoch = &epochs->epoch;
	struct record_digest manifest = record->manifest;
	struct reason why = { "" };
	struct image *image;
	struct load *load;

	if (epochs->open == NO_ENTRY) {
		because(&why, 0, "no manifest comes before it");
		return amiss(epochs, EVENT_STRAY_COMMIT, entry, &why);
	}
	load = &epoch->loads[epochs->open];
	manifest.bytes = epochs->text.bytes;
	if (load->manifest.seq != record->seq)
		because(&why, 0, "it has number %llu, and the manifest before it %llu",
			(unsigned long long)record->seq,
			(unsigned long long)load->manifest.seq);
	else if (!record_digest_equal(&manifest, &epochs->text))
		because(&why, 0, "its digest is not that of the manifest before it");
	if (*why.text)
		return amiss(epochs, EVENT_STRAY_COMMIT, entry, &why);

	image = load->manifest.crash ? &epoch->crash : &epoch->image;
	displace(epoch, image, LOAD_REPLACED, entry);
	*image = (struct image){
		.state = IMAGE_LOAD, .load = epochs->open, .entry = entry,
	};
	load->commit_entry = entry;
	load->fate = LOAD_IN_PLACE;
	epochs->open = NO_ENTRY;
	return 0;
}

static int gone(struct epochs *epochs, size_t entry,
		const struct record *record)
{
	struct epoch *epoch = &epochs->epoch;
	struct image *image = record->crash ? &epoch->crash : &epoch->image;
	bool unload = record->type == RECORD_UNLOAD;
	struct event *event = new_event(epochs, unload ? EVENT_UNLOAD :
					EVENT_KEXEC_LOAD, entry);

	if (!event)
		return -ENOMEM;
	event->crash = record->crash;
	event->seq = record->seq;
	displace(epoch, image, unload ? LOAD_UNLOADED : LOAD_REPLACED, entry);
	image->state = unload ? IMAGE_UNLOADED : IMAGE_KEXEC_LOAD;
	image->event = epoch->nr_events - 1;
	image->entry = entry;
	epochs->open = NO_ENTRY;
	return 0;
}

static int add_record(struct epochs *epochs, const struct list_entry *entry,
		      enum record_type type,
		      const struct record_digest *digest)
{
	struct record record;
	struct reason why;
	int err = record_parse(&record, type, entry->buf, &why);

	if (err && err != -ENOMEM) {
		record_free(&record);
		return amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	}
	if (!err && type != RECORD_COMMIT)
		err = check_seq(epochs, entry->index, record.seq);
	if (!err && type == RECORD_MANIFEST)
		return add_load(epochs, entry->index, &record, digest);
	if (!err)
		err = type == RECORD_COMMIT ?
		      commit(epochs, entry->index, &record) :
		      gone(epochs, entry->index, &record);
	record_free(&record);
	return err;
}

static int add_counters(struct epochs *epochs, const struct list_entry *entry,
			enum event_type type)
{
	struct kexec_counters counters;
	struct reason why;
	struct event *event;

	if (kexec_counters_parse(&counters, entry->buf, &why))
		return amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	event = new_event(epochs, type, entry->index);
	if (!event)
		return -ENOMEM;
	event->counters = counters;
	return 0;
}

/* The entries that IMA makes of buffers. */
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

static int add_buffer(struct epochs *epochs, const struct list_entry *entry)
{
	int type = record_type(entry->name), err;
	struct record_digest digest;
	struct reason why;
	size_t i;

	for (i = 0; i < NR_BUFFERS; i++)
		if (bytes_are(entry->name, buffers[i].name))
			break;
	if (type < 0 && i == NR_BUFFERS)
		return 0;
	if (entry->violation) {
		because(&why, 0, "it is a violation, which no buffer can be");
		return amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	}
	err = buffer_digest(entry, &digest, &why);
	if (err == -EINVAL)
		return amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	if (err)
		return err;
	if (type >= 0)
		return add_record(epochs, entry, (enum record_type)type,
				  &digest);
	switch (buffers[i].type) {
	case EVENT_CMDLINE:
		return add_cmdline(epochs, entry, &digest);
	case EVENT_KERNEL_VERSION:
		return new_text(epochs, EVENT_KERNEL_VERSION, entry);
	default:
		return add_counters(epochs, entry, buffers[i].type);
	}
}

/* Does it begin an epoch? */
static bool is_boot(const struct list_entry *entry, bool *late)
{
	if (!entry->decoded || entry->violation || list_is_buffer(entry) ||
	    !entry->file_digest.size ||
	    entry->file_digest.size > LIST_DIGEST_MAX)
		return false;
	*late = bytes_are(entry->name, "boot_aggregate_late");
	return *late || bytes_are(entry->name, "boot_aggregate");
}

static void end_epoch(struct epochs *epochs, size_t boot)
{
	struct epoch *epoch = &epochs->epoch;

	displace(epoch, &epoch->image, LOAD_EXECUTED, boot);
	forget(epochs);
	hints_forget(&epochs->hints);
	epochs->done = *epoch;
	memset(epoch, 0, sizeof(*epoch));
	epoch->number = epochs->done.number + 1;
}

static void begin_epoch(struct epochs *epochs, const struct list_entry *entry,
			bool boot, bool late)
{
	struct epoch *epoch = &epochs->epoch;

	epoch->first = entry->index;
	epoch->image.entry = NO_ENTRY;
	epoch->crash.entry = NO_ENTRY;
	epoch->headless = !boot;
	epoch->late = late;
	epochs->next_seq = boot;
	if (!boot)
		return;
	if (entry->algo.size < sizeof(epoch->boot_aggregate_algo))
		memcpy(epoch->boot_aggregate_algo, entry->algo.data,
		       entry->algo.size);
	memcpy(epoch->boot_aggregate, entry->file_digest.data,
	       entry->file_digest.size);
	epoch->boot_aggregate_size = entry->file_digest.size;
}

int epochs_add(struct epochs *epochs, const struct list_entry *entry,
	       const struct epoch **done, struct reason *reason)
{
	struct epoch *epoch = &epochs->epoch;
	bool late = false, boot = is_boot(entry, &late);
	int err = 0;

	*done = NULL;
	free_epoch(&epochs->done);
	if (epochs->any && boot) {
		end_epoch(epochs, entry->index);
		*done = &epochs->done;
	}
	if (boot || !epochs->any)
		begin_epoch(epochs, entry, boot, late);
	epochs->any = true;
	epoch->nr_entries++;
	epoch->nr_violations += entry->violation;
	epoch->pcrs |= 1ULL << entry->pcr;
	if (!entry->decoded || boot)
		return 0;
	if (list_is_buffer(entry))
		err = add_buffer(epochs, entry);
	else if (!entry->violation)
		err = hints_add(&epochs->hints, entry);
	return err ? because(reason, err, "out of memory") : 0;
}

const struct epoch *epochs_end(struct epochs *epochs)
{
	if (!epochs->any)
		return NULL;
	epochs->epoch.last = true;
	return &epochs->epoch;
}

const struct epoch *epochs_current(const struct epochs *epochs)
{
	return epochs->any ? &epochs->epoch : NULL;
}
