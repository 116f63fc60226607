// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the records of an epoch say of its loads. */
#include <errno.h>
#include <search.h>
#include <string.h>

#include "epochs-impl.h"

/* A command line of the epoch, by its digest. */
struct cmdline {
	struct record_digest digest;
	size_t event;
};

static int by_digest(const void *a, const void *b)
{
	const struct record_digest *x = &((const struct cmdline *)a)->digest;
	const struct record_digest *y = &((const struct cmdline *)b)->digest;
	int order = strcmp(x->algo, y->algo);

	if (order)
		return order;
	return memcmp(x->value, y->value, sizeof(x->value));
}

int epochs_cmdline(struct epochs *epochs, const struct list_entry *entry,
		   const struct record_digest *digest)
{
	struct cmdline *new;
	void *node;
	int err = epochs_text(epochs, EVENT_CMDLINE, entry);

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

/*
 * Each record has the number that follows, but for a commit and kexec-execute,
 * which have that of their manifest.
 */
static int check_seq(struct epochs *epochs, size_t entry,
		     const struct record *record)
{
	uint64_t expected = epochs->next_seq, seq = record->seq;
	bool gap = record->version > 1 && seq > expected;
	struct event *event;

	if (record->type == RECORD_COMMIT || record->type == RECORD_EXECUTE)
		return 0;
	epochs->next_seq = seq + 1;
	if (!expected || seq == expected)
		return 0;
	event = epochs_event(epochs, gap ? EVENT_UNRECORDED : EVENT_SEQUENCE,
			  entry);
	if (!event)
		return -ENOMEM;
	event->seq = seq;
	event->expected = expected;
	return 0;
}

/* One kernel writes one version. */
static int check_version(struct epochs *epochs, size_t entry,
			 const struct record *record)
{
	unsigned int before = epochs->epoch.version;
	struct reason why;

	if (before < record->version)
		epochs->epoch.version = record->version;
	if (!before || before == record->version)
		return 0;
	because(&why, 0, "its version is %u, and that of a record before it %u",
		record->version, before);
	return epochs_amiss(epochs, EVENT_MIXED, entry, &why);
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
	load->text = *text;
	epochs->open = epoch->nr_loads++;
	find_cmdline(epochs, load);
	return find_names(epochs, load);
}

void epochs_displace(struct epoch *epoch, const struct image *image,
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
		return epochs_amiss(epochs, EVENT_STRAY_COMMIT, entry, &why);
	}
	load = &epoch->loads[epochs->open];
	manifest.bytes = load->text.bytes;
	if (load->manifest.seq != record->seq)
		because(&why, 0, "it has number %llu, and the manifest before it %llu",
			(unsigned long long)record->seq,
			(unsigned long long)load->manifest.seq);
	else if (!record_digest_equal(&manifest, &load->text))
		because(&why, 0, "its digest is not that of the manifest before it");
	if (*why.text)
		return epochs_amiss(epochs, EVENT_STRAY_COMMIT, entry, &why);

	image = load->manifest.crash ? &epoch->crash : &epoch->image;
	epochs_displace(epoch, image, LOAD_REPLACED, entry);
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
	/* From version 2 on the old crash image goes when the new one is read. */
	bool stays_open = unload && record->crash && record->version > 1 &&
			  epochs->open != NO_ENTRY &&
			  epoch->loads[epochs->open].manifest.crash;
	struct event *event = epochs_event(epochs, unload ? EVENT_UNLOAD :
					EVENT_KEXEC_LOAD, entry);

	if (!event)
		return -ENOMEM;
	event->crash = record->crash;
	event->seq = record->seq;
	epochs_displace(epoch, image, unload ? LOAD_UNLOADED : LOAD_REPLACED, entry);
	image->state = unload ? IMAGE_UNLOADED : IMAGE_KEXEC_LOAD;
	image->event = epoch->nr_events - 1;
	image->entry = entry;
	if (!stays_open)
		epochs->open = NO_ENTRY;
	return 0;
}

/* Is what is started what the records say is in place?  Else why not. */
static void check_executed(const struct epoch *epoch,
			   const struct record *record, struct reason *why)
{
	struct record_digest manifest = record->manifest;
	const struct load *load;
	uint64_t seq = 0;

	switch (epoch->image.state) {
	case IMAGE_NOT_RECORDED:
		because(why, 0, "no load is recorded before it");
		return;
	case IMAGE_UNLOADED:
		because(why, 0, "the image was unloaded before it");
		return;
	case IMAGE_KEXEC_LOAD:
		seq = epoch->events[epoch->image.event].seq;
		if (manifest.size)
			because(why, 0, "it has a manifest, and kexec_load(2) came last");
		break;
	case IMAGE_LOAD:
		load = &epoch->loads[epoch->image.load];
		seq = load->manifest.seq;
		manifest.bytes = load->text.bytes;
		if (!record_digest_equal(&manifest, &load->text))
			because(why, 0, "its manifest is not that of the load before it");
		break;
	}
	if (seq != record->seq)
		because(why, 0, "it is of load %llu, and load %llu came last",
			(unsigned long long)record->seq,
			(unsigned long long)seq);
}

static int execute(struct epochs *epochs, size_t entry,
		   const struct record *record)
{
	struct event *event = epochs_event(epochs, EVENT_EXECUTE, entry);
	struct reason why = { "" };

	if (!event)
		return -ENOMEM;
	event->seq = record->seq;
	epochs->open = NO_ENTRY;
	check_executed(&epochs->epoch, record, &why);
	if (!*why.text)
		return 0;
	event->reason = strdup(why.text);
	return event->reason ? 0 : -ENOMEM;
}

int epochs_record(struct epochs *epochs, const struct list_entry *entry,
		  enum record_type type, const struct record_digest *digest)
{
	struct record record;
	struct reason why;
	int err = record_parse(&record, type, entry->buf, &why);

	if (err && err != -ENOMEM) {
		record_free(&record);
		return epochs_amiss(epochs, err == -EPROTONOSUPPORT ?
				    EVENT_NEWER : EVENT_MALFORMED, entry->index,
				    &why);
	}
	if (!err)
		err = check_version(epochs, entry->index, &record);
	if (!err)
		err = check_seq(epochs, entry->index, &record);
	if (!err && type == RECORD_MANIFEST)
		return add_load(epochs, entry->index, &record, digest);
	if (!err && type == RECORD_COMMIT)
		err = commit(epochs, entry->index, &record);
	else if (!err && type == RECORD_EXECUTE)
		err = execute(epochs, entry->index, &record);
	else if (!err)
		err = gone(epochs, entry->index, &record);
	record_free(&record);
	return err;
}
