// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What of this boot is in the measurement list already. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

#include "evidence/record.h"
#include "ima/present.h"
#include "shared/util.h"

enum { KIND_DATA = 1, KIND_FILE };

static size_t slot_of(const struct present *present,
		      const struct present_key *key)
{
	uint64_t hash;
	size_t slot;

	memcpy(&hash, key->digest, sizeof(hash));
	slot = (size_t)hash & (present->size - 1);
	while (present->keys[slot].kind &&
	       memcmp(&present->keys[slot], key, sizeof(*key)) != 0)
		slot = (slot + 1) & (present->size - 1);
	return slot;
}

/* At most half of the slots are in use. */
static void grow(struct present *present)
{
	struct present bigger = {
		.size = present->size ? present->size * 2 : 1024,
	};
	size_t i;

	bigger.keys = xcalloc(bigger.size, sizeof(*bigger.keys));
	for (i = 0; i < present->size; i++)
		if (present->keys[i].kind)
			bigger.keys[slot_of(&bigger, &present->keys[i])] =
				present->keys[i];
	free(present->keys);
	present->keys = bigger.keys;
	present->size = bigger.size;
}

static int add(struct present *present, const struct present_key *key)
{
	size_t slot;

	if (present->used * 2 >= present->size)
		grow(present);
	slot = slot_of(present, key);
	if (present->keys[slot].kind)
		return 0;
	present->keys[slot] = *key;
	present->used++;
	return 0;
}

static bool has(const struct present *present, const struct present_key *key)
{
	return present->size &&
	       present->keys[slot_of(present, key)].kind != 0;
}

static struct present_key data_key(uint32_t pcr, const void *data, size_t size)
{
	struct present_key key = { .pcr = pcr, .kind = KIND_DATA };

	SHA256(data, size, key.digest);
	return key;
}

/* The name is as it is in the list: without blanks. */
static struct present_key file_key(uint32_t pcr, struct bytes name,
				   struct bytes digest)
{
	struct present_key key = { .pcr = pcr, .kind = KIND_FILE };
	uint8_t sums[2 * PRESENT_KEY];

	SHA256(name.data, name.size, sums);
	SHA256(digest.data, digest.size, sums + PRESENT_KEY);
	SHA256(sums, sizeof(sums), key.digest);
	return key;
}

static void forget(struct present *present)
{
	if (present->size)
		memset(present->keys, 0, present->size *
		       sizeof(*present->keys));
	present->used = 0;
	present->seq = 0;
	present->seq_known = true;
}

static void set_text(char *to, size_t size, struct bytes text)
{
	if (text.size < size) {
		memcpy(to, text.data, text.size);
		to[text.size] = '\0';
	}
}

static void begin_boot(struct present *present, const struct list_entry *entry)
{
	forget(present);
	present->boots++;
	present->pcr = entry->pcr;
	set_text(present->template, sizeof(present->template),
		 entry->template);
	set_text(present->algo, sizeof(present->algo), entry->algo);
}

static int take_record(struct present *present, const struct list_entry *entry)
{
	int type = record_type(entry->name);
	struct reason ignored;
	struct record record;
	int err;

	if (type < 0)
		return 0;
	err = record_parse(&record, (enum record_type)type, entry->buf,
			   &ignored);
	if (!err) {
		/* A crash image goes between a manifest and its commit. */
		if (present->seq < record.seq)
			present->seq = record.seq;
		present->version = record.version;
		present->seq_known = true;
	}
	record_free(&record);
	return err == -ENOMEM ? err : 0;
}

static int take(struct present *present, const struct list_entry *entry)
{
	struct present_key key;
	int err;

	if (!entry->violation && entry->decoded &&
	    (bytes_are(entry->name, "boot_aggregate") ||
	     bytes_are(entry->name, "boot_aggregate_late")))
		begin_boot(present, entry);
	if (entry->violation)
		return 0;
	key = data_key(entry->pcr, entry->data.data, entry->data.size);
	err = add(present, &key);
	if (err || !entry->decoded)
		return err;
	if (entry->buf.data) {
		set_text(present->algo, sizeof(present->algo), entry->algo);
		return take_record(present, entry);
	}
	/* A record, by a template without its text. */
	if (record_type(entry->name) >= 0)
		present->seq_known = false;
	key = file_key(entry->pcr, entry->name, entry->file_digest);
	return add(present, &key);
}

int present_read(struct present *present, struct list *list,
		 struct reason *reason)
{
	struct list_entry entry;
	int ret;

	*present = (struct present){ .pcr = 10, .seq_known = true };
	while ((ret = list_next(list, &entry, reason)) == 1) {
		if (!entry.index)
			present->seq_known = false;
		if (take(present, &entry))
			return because(reason, -ENOMEM, "out of memory");
	}
	return ret;
}

void present_free(struct present *present)
{
	free(present->keys);
	*present = (struct present){ 0 };
}

bool present_has(const struct present *present, uint32_t pcr,
		 const void *data, size_t size)
{
	const struct present_key key = data_key(pcr, data, size);

	return has(present, &key);
}

bool present_has_file(const struct present *present, uint32_t pcr,
		      const char *name, const uint8_t *digest, size_t size)
{
	char *listed = strdup(name), *p;
	struct present_key key;

	if (!listed)
		return false;
	for (p = listed; (p = strchr(p, ' ')); p++)
		*p = '_';
	key = file_key(pcr, (struct bytes){ (uint8_t *)listed, strlen(listed) },
		       (struct bytes){ digest, size });
	free(listed);
	return has(present, &key);
}

int present_add(struct present *present, uint32_t pcr, const void *data,
		size_t size)
{
	const struct present_key key = data_key(pcr, data, size);

	return add(present, &key);
}
