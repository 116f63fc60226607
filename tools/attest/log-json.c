// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* "kexec2 log show --json" */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "shared/json.h"
#include "shared/util.h"

/* Entries count from 1, as in messages. */
static void add_entry(struct json_object *object, const char *key,
		      size_t entry)
{
	if (entry != NO_ENTRY)
		json_add_size(object, key, entry + 1);
}

/*
 * Text of the list.  What JSON cannot have is replaced in it, and then the bytes
 * are in KEY_hex.
 */
static void add_bytes(struct json_object *object, const char *key,
		      const uint8_t *data, size_t size)
{
	char *copy = xstrndup(data ? (const char *)data : "", size), hex[32];
	struct json_object *text = json_text(copy);

	free(copy);
	if ((size_t)json_object_get_string_len(text) != size ||
	    (size && memcmp(json_object_get_string(text), data, size))) {
		snprintf(hex, sizeof(hex), "%s_hex", key);
		json_add(object, key, text);
		json_add(object, hex, json_hex(NULL, data, size));
	} else {
		json_add(object, key, text);
	}
}

static struct json_object *file(const struct record_digest *digest,
				const char *name)
{
	struct json_object *object = json_new();

	json_add(object, "digest", json_hex(digest->algo, digest->value,
					    digest->size));
	json_add_size(object, "size", digest->bytes);
	if (name)
		add_bytes(object, "name", (const uint8_t *)name, strlen(name));
	return object;
}

static struct json_object *part(const struct load *load, size_t i)
{
	const struct record_part *part = &load->manifest.parts[i];
	struct json_object *object = file(&part->digest, load->part_names[i]);

	if (*part->label)
		json_add_text(object, "label", part->label);
	if (part->signed_)
		json_add(object, "signed", file(&part->file, NULL));
	return object;
}

static struct json_object *one_load(const struct load *load)
{
	const struct record *manifest = &load->manifest;
	struct json_object *object = json_new(), *parts = json_list();
	struct json_object *cmdline = file(&manifest->cmdline, NULL);
	size_t i;

	for (i = 0; i < manifest->nr_parts; i++)
		json_append(parts, part(load, i));
	if (load->cmdline)
		add_bytes(cmdline, "text", load->cmdline, load->cmdline_size);
	json_add_text(object, "fate", fate_word(load->fate));
	json_add_text(object, "image", manifest->crash ? "crash" : "default");
	json_add_size(object, "seq", manifest->seq);
	add_entry(object, "manifest_entry", load->manifest_entry);
	add_entry(object, "commit_entry", load->commit_entry);
	json_add_size(object, "flags", manifest->flags);
	json_add(object, "kernel", file(&manifest->kernel, load->kernel_name));
	json_add(object, "initrds", parts);
	json_add(object, "cmdline", cmdline);
	return object;
}

static struct json_object *one_event(const struct event *event)
{
	struct json_object *object = json_new();

	json_add_text(object, "type", event_word(event->type));
	add_entry(object, "entry", event->entry);
	switch (event->type) {
	case EVENT_UNLOAD:
	case EVENT_KEXEC_LOAD:
		json_add_text(object, "image",
			      event->crash ? "crash" : "default");
		json_add_size(object, "seq", event->seq);
		break;
	case EVENT_CMDLINE:
	case EVENT_KERNEL_VERSION:
		add_bytes(object, "text", event->text, event->text_size);
		break;
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		json_add_size(object, "segment_size",
			      event->counters.segment_size);
		json_add_size(object, "list_size", event->counters.list_size);
		json_add_size(object, "list_count",
			      event->counters.list_count);
		break;
	case EVENT_EXECUTE:
		json_add_size(object, "seq", event->seq);
		if (event->reason)
			json_add_text(object, "reason", event->reason);
		break;
	case EVENT_FOREIGN:
		break;
	case EVENT_MALFORMED:
	case EVENT_NEWER:
	case EVENT_MIXED:
	case EVENT_STRAY_COMMIT:
		json_add_text(object, "reason", event->reason);
		break;
	case EVENT_SEQUENCE:
	case EVENT_UNRECORDED:
		json_add_size(object, "seq", event->seq);
		json_add_size(object, "expected_seq", event->expected);
		break;
	}
	return object;
}

static struct json_object *boot_aggregate(const struct epoch *epoch)
{
	struct json_object *object = json_new();

	json_add(object, "digest", json_hex(epoch->boot_aggregate_algo,
					    epoch->boot_aggregate,
					    epoch->boot_aggregate_size));
	json_add_bool(object, "late", epoch->late);
	return object;
}

static const char *state_word(enum image_state state)
{
	switch (state) {
	case IMAGE_LOAD:
		return "load";
	case IMAGE_UNLOADED:
		return "unloaded";
	case IMAGE_KEXEC_LOAD:
		return "kexec_load";
	case IMAGE_NOT_RECORDED:
		break;
	}
	return "not_recorded";
}

struct json_object *log_json(const struct epoch *epoch)
{
	struct json_object *object = json_new(), *pcrs = json_list();
	struct json_object *loads = json_list(), *events = json_list();
	size_t i;

	for (i = 0; i < LIST_PCRS; i++)
		if (epoch->pcrs >> i & 1)
			json_append(pcrs, json_object_new_int((int)i));
	for (i = 0; i < epoch->nr_loads; i++)
		json_append(loads, one_load(&epoch->loads[i]));
	for (i = 0; i < epoch->nr_events; i++)
		json_append(events, one_event(&epoch->events[i]));
	json_add_size(object, "epoch", epoch->number + 1);
	add_entry(object, "first_entry", epoch->first);
	json_add_size(object, "entries", epoch->nr_entries);
	json_add_size(object, "violations", epoch->nr_violations);
	if (epoch->version)
		json_add_size(object, "record_version", epoch->version);
	json_add(object, "pcrs", pcrs);
	if (!epoch->headless)
		json_add(object, "boot_aggregate", boot_aggregate(epoch));
	json_add_bool(object, "ended_by_kexec", epoch->next != NULL);
	json_add_text(object, "image", state_word(epoch->image.state));
	json_add_text(object, "crash_image", state_word(epoch->crash.state));
	json_add(object, "loads", loads);
	json_add(object, "events", events);
	return object;
}
