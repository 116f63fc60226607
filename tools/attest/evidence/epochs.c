// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a measurement list says of each boot that it tells of. */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "epochs-impl.h"
#include "digest.h"

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

struct event *epochs_event(struct epochs *epochs, enum event_type type,
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

int epochs_amiss(struct epochs *epochs, enum event_type type, size_t entry,
		 const struct reason *why)
{
	struct event *event = epochs_event(epochs, type, entry);

	if (!event)
		return -ENOMEM;
	event->reason = strdup(why->text);
	return event->reason ? 0 : -ENOMEM;
}

int epochs_text(struct epochs *epochs, enum event_type type,
		const struct list_entry *entry)
{
	struct event *event = epochs_event(epochs, type, entry->index);

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

static int add_counters(struct epochs *epochs, const struct list_entry *entry,
			enum event_type type)
{
	struct kexec_counters counters;
	struct reason why;
	struct event *event;

	if (kexec_counters_parse(&counters, entry->buf, &why))
		return epochs_amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	event = epochs_event(epochs, type, entry->index);
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
	if (record_is_named(entry->name) &&
	    !record_begins(entry->name, entry->buf))
		return epochs_event(epochs, EVENT_FOREIGN, entry->index) ? 0 :
		       -ENOMEM;
	if (entry->violation) {
		because(&why, 0, "it is a violation, which no buffer can be");
		return epochs_amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	}
	err = buffer_digest(entry, &digest, &why);
	if (err == -EINVAL)
		return epochs_amiss(epochs, EVENT_MALFORMED, entry->index, &why);
	if (err)
		return err;
	if (type >= 0)
		return epochs_record(epochs, entry, (enum record_type)type,
				  &digest);
	switch (buffers[i].type) {
	case EVENT_CMDLINE:
		return epochs_cmdline(epochs, entry, &digest);
	case EVENT_KERNEL_VERSION:
		return epochs_text(epochs, EVENT_KERNEL_VERSION, entry);
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

	epochs_displace(epoch, &epoch->image, LOAD_EXECUTED, boot);
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
