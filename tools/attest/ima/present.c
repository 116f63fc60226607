// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The entries of this boot that are already in the measurement list. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

#include "evidence/record.h"
#include "ima/entry.h"
#include "ima/present.h"
#include "shared/util.h"

/* The digest of an entry, or of its name and file digest; and its PCR. */
struct key {
	uint8_t digest[SHA256_DIGEST_LENGTH];
	uint32_t pcr;
	enum { KEY_DATA, KEY_FILE } kind;
};

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct key));
}

static void add(struct present *present, const struct key *key)
{
	struct key *new = xcalloc(1, sizeof(*new)), **found;

	*new = *key;
	found = tsearch(new, &present->keys, compare);
	if (!found)
		out_of_memory();
	if (*found != new)
		free(new);
}

static struct key data_key(uint32_t pcr, const void *data, size_t size)
{
	struct key key = { .pcr = pcr, .kind = KEY_DATA };

	SHA256(data, size, key.digest);
	return key;
}

/* @name has no blanks, as in the list. */
static struct key file_key(uint32_t pcr, struct bytes name, struct bytes digest)
{
	struct key key = { .pcr = pcr, .kind = KEY_FILE };
	uint8_t sums[2 * SHA256_DIGEST_LENGTH];

	SHA256(name.data, name.size, sums);
	SHA256(digest.data, digest.size, sums + SHA256_DIGEST_LENGTH);
	SHA256(sums, sizeof(sums), key.digest);
	return key;
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
	tdestroy(present->keys, free);
	present->keys = NULL;
	present->seq = 0;
	present->seq_known = true;
	present->pcr = entry->pcr;
	set_text(present->template, sizeof(present->template),
		 entry->template);
	set_text(present->algo, sizeof(present->algo), entry->algo);
}

static void take_record(struct present *present, const struct list_entry *entry)
{
	int type = record_type(entry->name);
	struct reason ignored;
	struct record record;

	if (type < 0)
		return;
	if (!record_parse(&record, (enum record_type)type, entry->buf,
			  &ignored)) {
		/* An unload may come between manifest and commit. */
		if (present->seq < record.seq)
			present->seq = record.seq;
		present->version = record.version;
		present->seq_known = true;
	}
	record_free(&record);
}

static void take(struct present *present, const struct list_entry *entry)
{
	struct key key;

	if (entry->violation)
		return;
	if (entry->decoded && (bytes_are(entry->name, "boot_aggregate") ||
			       bytes_are(entry->name, "boot_aggregate_late")))
		begin_boot(present, entry);
	present_add(present, entry->pcr, entry->data.data, entry->data.size);
	if (!entry->decoded)
		return;
	if (entry->buf.data) {
		set_text(present->algo, sizeof(present->algo), entry->algo);
		take_record(present, entry);
		return;
	}
	/* A record with a template that lacks its text. */
	if (record_type(entry->name) >= 0)
		present->seq_known = false;
	key = file_key(entry->pcr, entry->name, entry->file_digest);
	add(present, &key);
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
		take(present, &entry);
	}
	return ret;
}

void present_free(struct present *present)
{
	tdestroy(present->keys, free);
	*present = (struct present){ 0 };
}

bool present_has(const struct present *present, uint32_t pcr,
		 const void *data, size_t size)
{
	const struct key key = data_key(pcr, data, size);

	return tfind(&key, &present->keys, compare);
}

bool present_has_file(const struct present *present, uint32_t pcr,
		      const char *name, const uint8_t *digest, size_t size)
{
	char *listed = ima_listed_name(name);
	const struct key key =
		file_key(pcr, (struct bytes){ (uint8_t *)listed,
					      strlen(listed) },
			 (struct bytes){ digest, size });

	free(listed);
	return tfind(&key, &present->keys, compare);
}

void present_add(struct present *present, uint32_t pcr, const void *data,
		 size_t size)
{
	const struct key key = data_key(pcr, data, size);

	add(present, &key);
}
