// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Logs of what others than IMA have extended. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cel.h"
#include "events.h"
#include "template.h"

#define EV_NO_ACTION	3

#define RECORD_SEPARATOR	0x1e

/* Machines have some hundred. */
#define EVENTS_MAX	65536

/* Of the header: algorithms that the events have digests of. */
struct algorithms {
	size_t nr;
	struct {
		uint16_t id;
		uint16_t size;
	} list[16];
};

static bool add_event(struct events *events, const struct pcr_event *event)
{
	if (events->nr == EVENTS_MAX)
		return false;
	*XADD(events->list, events->nr) = *event;
	return true;
}

static bool take16(struct bytes *file, uint16_t *value)
{
	struct bytes taken;

	if (!bytes_take(file, 2, &taken))
		return false;
	*value = (uint16_t)(taken.data[1] << 8 | taken.data[0]);
	return true;
}

static bool take32(struct bytes *file, uint32_t *value)
{
	struct bytes taken;

	if (!bytes_take(file, 4, &taken))
		return false;
	*value = template_u32(taken.data, false);
	return true;
}

/* TCG_PCClientPCREvent with TCG_EfiSpecIDEvent. */
static bool take_header(struct bytes *file, struct algorithms *algorithms)
{
	struct bytes head, event, rest;
	uint32_t size, count;
	size_t i;

	if (!bytes_take(file, 28, &head) || !take32(file, &size) ||
	    !bytes_take(file, size, &event) ||
	    template_u32(head.data + 4, false) != EV_NO_ACTION ||
	    !bytes_begin(&event, "Spec ID Event03", 16) ||
	    !bytes_take(&event, 8, &rest) || !take32(&event, &count) ||
	    count > ARRAY_SIZE(algorithms->list))
		return false;
	algorithms->nr = count;
	for (i = 0; i < count; i++)
		if (!take16(&event, &algorithms->list[i].id) ||
		    !take16(&event, &algorithms->list[i].size))
			return false;
	return true;
}

static bool take_digest(struct bytes *file, const struct algorithms *algorithms,
			struct pcr_event *event)
{
	struct bytes bytes;
	uint16_t id;
	size_t i = 0;
	int bank;

	if (!take16(file, &id))
		return false;
	while (i < algorithms->nr && algorithms->list[i].id != id)
		i++;
	if (i == algorithms->nr ||
	    !bytes_take(file, algorithms->list[i].size, &bytes))
		return false;
	bank = bank_by_id(id);
	if (bank < 0)
		return true;
	if (bytes.size != bank_types[bank].size)
		return false;
	event->digests[bank].known = true;
	memcpy(event->digests[bank].bytes, bytes.data, bytes.size);
	return true;
}

/* TCG_PCR_EVENT2 */
static bool take_event(struct bytes *file, const struct algorithms *algorithms,
		       struct events *events)
{
	struct pcr_event event = { .pcr = 0 };
	uint32_t pcr, type, count, size;
	struct bytes data;

	if (!take32(file, &pcr) || !take32(file, &type) ||
	    !take32(file, &count))
		return false;
	while (count--)
		if (!take_digest(file, algorithms, &event))
			return false;
	if (!take32(file, &size) || !bytes_take(file, size, &data))
		return false;
	event.pcr = pcr;
	if (type != EV_NO_ACTION)
		return pcr < TPM_PCRS && add_event(events, &event);
	if (bytes_begin(&data, "StartupLocality", 16) && data.size)
		events->locality = *data.data;
	return true;
}

static int read_firmware(struct events *events, struct bytes file,
			 struct reason *reason)
{
	struct algorithms algorithms;
	struct bytes rest = file;

	if (events->nr)
		return because(reason, -EINVAL,
			       "the firmware's log comes before others");
	if (!take_header(&rest, &algorithms))
		return because(reason, -EINVAL,
			       "not an event log of the firmware of a TPM 2.0");
	while (rest.size) {
		size_t at = file.size - rest.size;

		if (!take_event(&rest, &algorithms, events))
			return because(reason, -EINVAL,
				       "the event at byte %zu is malformed",
				       at);
	}
	events->nr_firmware = events->nr;
	return 0;
}

/*
 * systemd's
 */

/* {"hashAlg": ALGO, "digest": HEX}; of an unknown algorithm, it is ignored. */
static bool read_digest(struct json_object *object, struct pcr_event *event)
{
	struct json_object *name = cel_member(object, "hashAlg",
					      json_type_string);
	struct json_object *hex = cel_member(object, "digest",
					     json_type_string);
	struct pcr_event_digest *to;
	size_t size;
	int bank;

	if (!name || !hex)
		return false;
	bank = bank_by_name(bytes_of(json_object_get_string(name)));
	if (bank < 0)
		return true;
	to = &event->digests[bank];
	to->known = words_hex(bytes_of(json_object_get_string(hex)), to->bytes,
			      bank_types[bank].size, &size) &&
		    size == bank_types[bank].size;
	return to->known;
}

/* One that has no PCR is of an index of the NV storage. */
static bool read_record(struct events *events, struct json_object *record)
{
	struct json_object *digests, *pcr;
	struct pcr_event event = { .pcr = 0 };
	size_t i;

	if (!json_object_is_type(record, json_type_object))
		return false;
	if (!json_object_object_get_ex(record, "pcr", &pcr))
		return true;
	digests = cel_member(record, "digests", json_type_array);
	if (!digests || !json_object_is_type(pcr, json_type_int) ||
	    json_object_get_int64(pcr) < 0 ||
	    json_object_get_int64(pcr) >= TPM_PCRS)
		return false;
	event.pcr = (unsigned int)json_object_get_int64(pcr);
	for (i = 0; i < json_object_array_length(digests); i++)
		if (!read_digest(json_object_array_get_idx(digests, i), &event))
			return false;
	return add_event(events, &event);
}

static int read_systemd(struct events *events, struct bytes file,
			struct reason *reason)
{
	struct json_tokener *parser = json_tokener_new();
	size_t n = 0;
	bool ok = true;

	if (!parser)
		out_of_memory();
	while (file.size && ok) {
		struct json_object *record;
		struct bytes text = file;

		if (!bytes_cut(&file, RECORD_SEPARATOR, &text))
			file.size = 0;
		if (!text.size)
			continue;
		n++;
		record = json_tokener_parse_ex(parser, (const char *)text.data,
					       (int)text.size);
		ok = record && read_record(events, record);
		json_object_put(record);
		json_tokener_reset(parser);
	}
	json_tokener_free(parser);
	return ok ? 0 :
	       because(reason, -EINVAL,
		       "record %zu is malformed, or this is no log of systemd",
		       n);
}

int events_add(struct events *events, struct bytes file, struct reason *reason)
{
	events->given = true;
	return file.size && *file.data == RECORD_SEPARATOR ?
	       read_systemd(events, file, reason) :
	       read_firmware(events, file, reason);
}

/*
 * Both
 */

/* False for an event without a digest of the bank. */
static bool extend(struct replayed *replayed, const struct pcr_event *event)
{
	const struct bank_type *type = &bank_types[replayed->bank];
	uint8_t *value = replayed->values[event->pcr];
	uint8_t both[2 * DIGEST_SIZE_MAX];
	struct digest digest;

	memcpy(both, value, type->size);
	memcpy(both + type->size, event->digests[replayed->bank].bytes,
	       type->size);
	if (!event->digests[replayed->bank].known ||
	    digest_bytes(&digest, type->kernel, both, 2 * type->size))
		return false;
	memcpy(value, digest.bytes, type->size);
	return true;
}

static void begin(struct replayed *replayed, const struct events *events,
		  const struct pcr_bank *start)
{
	size_t size = bank_types[replayed->bank].size;
	unsigned int pcr;

	memset(replayed->values, 0, sizeof(replayed->values));
	replayed->values[0][size - 1] = events->locality;
	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (start->known & 1U << pcr)
			memcpy(replayed->values[pcr], start->value[pcr], size);
}

void events_replay(struct replayed *replayed, const struct events *events,
		   enum bank bank, const struct pcr_bank *start,
		   const struct pcr_bank *told, uint32_t pcrs)
{
	size_t i, size = bank_types[bank].size;
	uint32_t extended = 0, broken = 0;
	unsigned int pcr;

	*replayed = (struct replayed){ .bank = bank };
	begin(replayed, events, start);
	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (!memcmp(replayed->values[pcr], told->value[pcr], size))
			replayed->pcrs |= 1U << pcr;
	for (i = 0; i < events->nr; i++) {
		pcr = events->list[i].pcr;
		extended |= 1U << pcr;
		if (!extend(replayed, &events->list[i]))
			broken |= 1U << pcr;
		if (broken & 1U << pcr ||
		    memcmp(replayed->values[pcr], told->value[pcr], size))
			continue;
		replayed->pcrs |= 1U << pcr;
		replayed->reach[pcr] = i + 1;
	}
	replayed->differ = extended & pcrs & ~replayed->pcrs;
	replayed->pcrs &= pcrs;
	begin(replayed, events, start);
}

static bool is_of(const struct replayed *replayed, unsigned int n,
		  const struct digest *digest)
{
	size_t size = bank_types[replayed->bank].size;
	uint8_t all[BOOT_PCRS * DIGEST_SIZE_MAX];
	struct digest now;
	unsigned int pcr;

	for (pcr = 0; pcr < n; pcr++)
		memcpy(all + pcr * size, replayed->values[pcr], size);
	if (~replayed->pcrs & ((1U << n) - 1) ||
	    digest_bytes(&now, digest->algorithm, all, n * size))
		return false;
	now.size = digest->size;
	return !digest_compare(&now, digest);
}

unsigned int events_find(struct replayed *replayed,
			 const struct events *events,
			 const struct digest *digest)
{
	for (; replayed->at <= events->nr; replayed->at++) {
		const struct pcr_event *event;

		if (replayed->at >= events->nr_firmware &&
		    is_of(replayed, BOOT_PCRS, digest))
			return BOOT_PCRS;
		if (replayed->at >= events->nr_firmware &&
		    is_of(replayed, BOOT_PCRS_SHA1, digest))
			return BOOT_PCRS_SHA1;
		if (replayed->at == events->nr)
			continue;
		event = &events->list[replayed->at];
		if (replayed->at < replayed->reach[event->pcr])
			extend(replayed, event);
	}
	return 0;
}

void events_free(struct events *events)
{
	free(events->list);
	*events = (struct events){ .list = NULL };
}
