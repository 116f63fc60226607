// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* "kexec2 log show --json" */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "log.h"

static bool put_number(struct json_object *object, const char *key,
		       uint64_t value)
{
	return json_add(object, key, json_object_new_uint64(value));
}

/* Entries count from 1, as in messages. */
static bool put_entry(struct json_object *object, const char *key,
		      size_t entry)
{
	return entry == NO_ENTRY || put_number(object, key, entry + 1);
}

static bool put_string(struct json_object *object, const char *key,
		       const char *text)
{
	return json_add(object, key, json_object_new_string(text));
}

static bool put_bool(struct json_object *object, const char *key, bool value)
{
	return json_add(object, key, json_object_new_boolean(value));
}

/* Hex digits behind @prefix. */
static bool put_hex(struct json_object *object, const char *key,
		    const char *prefix, const uint8_t *data, size_t size)
{
	size_t start = strlen(prefix), i;
	char *text = malloc(start + 2 * size + 1);
	bool done;

	if (!text)
		return false;
	memcpy(text, prefix, start + 1);
	for (i = 0; i < size; i++) {
		text[start + 2 * i] = "0123456789abcdef"[data[i] >> 4];
		text[start + 2 * i + 1] = "0123456789abcdef"[data[i] & 15];
	}
	text[start + 2 * size] = '\0';
	done = put_string(object, key, text);
	free(text);
	return done;
}

static bool put_digest(struct json_object *object, const char *algo,
		       const uint8_t *value, size_t size)
{
	char prefix[32];

	strcpy(prefix, algo);
	strcat(prefix, ":");
	return put_hex(object, "digest", prefix, value, size);
}

/*
 * Text of the list.  What JSON cannot have is replaced in it, and then the bytes
 * are in KEY_hex.
 */
static bool put_text(struct json_object *object, const char *key,
		     const uint8_t *data, size_t size)
{
	struct json_object *text;
	char hex[32];
	char *copy = malloc(size + 1);
	bool exact;

	if (!copy)
		return false;
	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	text = json_text(copy);
	free(copy);
	if (!text)
		return false;
	exact = (size_t)json_object_get_string_len(text) == size &&
		!memcmp(json_object_get_string(text), data, size);
	if (!json_add(object, key, text))
		return false;
	if (exact)
		return true;
	strcpy(hex, key);
	strcat(hex, "_hex");
	return put_hex(object, hex, "", data, size);
}

static bool put_name(struct json_object *object, const char *name)
{
	return !name || put_text(object, "name", (const uint8_t *)name,
				 strlen(name));
}

/* NULL if out of memory, with @object dropped. */
static struct json_object *whole(struct json_object *object, bool done)
{
	if (done)
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *file(const struct record_digest *digest,
				const char *name)
{
	struct json_object *object = json_object_new_object();

	return whole(object, object &&
		     put_digest(object, digest->algo, digest->value,
				digest->size) &&
		     put_number(object, "size", digest->bytes) &&
		     put_name(object, name));
}

static struct json_object *part(const struct load *load, size_t i)
{
	const struct record_part *part = &load->manifest.parts[i];
	struct json_object *object = file(&part->digest, load->part_names[i]);

	return whole(object, object &&
		     (!*part->label ||
		      put_string(object, "label", part->label)) &&
		     (!part->signed_ ||
		      json_add(object, "signed", file(&part->file, NULL))));
}

static struct json_object *parts(const struct load *load)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < load->manifest.nr_parts; i++) {
		struct json_object *object = part(load, i);

		if (!object || json_object_array_add(array, object)) {
			json_object_put(object);
			return whole(array, false);
		}
	}
	return array;
}

static struct json_object *command_line(const struct load *load)
{
	struct json_object *object = file(&load->manifest.cmdline, NULL);

	return whole(object, object &&
		     (!load->cmdline || put_text(object, "text", load->cmdline,
						 load->cmdline_size)));
}

static struct json_object *one_load(const struct load *load)
{
	const struct record *manifest = &load->manifest;
	struct json_object *object = json_object_new_object();

	return whole(object, object &&
		     put_string(object, "fate", fate_word(load->fate)) &&
		     put_string(object, "image",
				manifest->crash ? "crash" : "default") &&
		     put_number(object, "seq", manifest->seq) &&
		     put_entry(object, "manifest_entry",
			       load->manifest_entry) &&
		     put_entry(object, "commit_entry", load->commit_entry) &&
		     put_number(object, "flags", manifest->flags) &&
		     json_add(object, "kernel", file(&manifest->kernel,
						load->kernel_name)) &&
		     json_add(object, "initrds", parts(load)) &&
		     json_add(object, "cmdline", command_line(load)));
}

static bool put_counters(struct json_object *object,
			 const struct kexec_counters *counters)
{
	return put_number(object, "segment_size", counters->segment_size) &&
	       put_number(object, "list_size", counters->list_size) &&
	       put_number(object, "list_count", counters->list_count);
}

static bool put_event(struct json_object *object, const struct event *event)
{
	switch (event->type) {
	case EVENT_UNLOAD:
	case EVENT_KEXEC_LOAD:
		return put_string(object, "image",
				  event->crash ? "crash" : "default") &&
		       put_number(object, "seq", event->seq);
	case EVENT_CMDLINE:
	case EVENT_KERNEL_VERSION:
		return put_text(object, "text", event->text, event->text_size);
	case EVENT_COUNTERS_LOAD:
	case EVENT_COUNTERS_EXECUTE:
		return put_counters(object, &event->counters);
	case EVENT_EXECUTE:
		return put_number(object, "seq", event->seq) &&
		       (!event->reason ||
			put_string(object, "reason", event->reason));
	case EVENT_FOREIGN:
		return true;
	case EVENT_MALFORMED:
	case EVENT_NEWER:
	case EVENT_MIXED:
	case EVENT_STRAY_COMMIT:
		return put_string(object, "reason", event->reason);
	case EVENT_SEQUENCE:
	case EVENT_UNRECORDED:
		return put_number(object, "seq", event->seq) &&
		       put_number(object, "expected_seq", event->expected);
	}
	return false;
}

static struct json_object *one_event(const struct event *event)
{
	struct json_object *object = json_object_new_object();

	return whole(object, object &&
		     put_string(object, "type", event_word(event->type)) &&
		     put_entry(object, "entry", event->entry) &&
		     put_event(object, event));
}

static struct json_object *pcrs(uint64_t mask)
{
	struct json_object *array = json_object_new_array();
	int pcr;

	for (pcr = 0; array && pcr < LIST_PCRS; pcr++) {
		struct json_object *number;

		if (!(mask >> pcr & 1))
			continue;
		number = json_object_new_int(pcr);
		if (!number || json_object_array_add(array, number)) {
			json_object_put(number);
			return whole(array, false);
		}
	}
	return array;
}

static struct json_object *loads(const struct epoch *epoch)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < epoch->nr_loads; i++) {
		struct json_object *object = one_load(&epoch->loads[i]);

		if (!object || json_object_array_add(array, object)) {
			json_object_put(object);
			return whole(array, false);
		}
	}
	return array;
}

static struct json_object *all_events(const struct epoch *epoch)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < epoch->nr_events; i++) {
		struct json_object *object = one_event(&epoch->events[i]);

		if (!object || json_object_array_add(array, object)) {
			json_object_put(object);
			return whole(array, false);
		}
	}
	return array;
}

static struct json_object *boot_aggregate(const struct epoch *epoch)
{
	struct json_object *object = json_object_new_object();

	return whole(object, object &&
		     put_digest(object, epoch->boot_aggregate_algo,
				epoch->boot_aggregate,
				epoch->boot_aggregate_size) &&
		     put_bool(object, "late", epoch->late));
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
	struct json_object *object = json_object_new_object();

	return whole(object, object &&
		     put_number(object, "epoch", epoch->number + 1) &&
		     put_entry(object, "first_entry", epoch->first) &&
		     put_number(object, "entries", epoch->nr_entries) &&
		     put_number(object, "violations", epoch->nr_violations) &&
		     (!epoch->version ||
		      put_number(object, "record_version", epoch->version)) &&
		     json_add(object, "pcrs", pcrs(epoch->pcrs)) &&
		     (epoch->headless ||
		      json_add(object, "boot_aggregate", boot_aggregate(epoch))) &&
		     put_bool(object, "ended_by_kexec", !epoch->last) &&
		     put_string(object, "image",
				state_word(epoch->image.state)) &&
		     put_string(object, "crash_image",
				state_word(epoch->crash.state)) &&
		     json_add(object, "loads", loads(epoch)) &&
		     json_add(object, "events", all_events(epoch)));
}
