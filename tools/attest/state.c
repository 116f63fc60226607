// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What is needed to go on from a verdict.
 *
 * Kept of the list is each entry that an epoch or a finding is made of, so that
 * the next verdict is that on the whole list.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/cel.h"
#include "state.h"

#define VERSION		1

/* Entries that have been looked at. */
struct keeping {
	const struct job *job;
	const size_t *last;		/* per PCR: index of the last entry */
	uint64_t pcrs;			/* bit N: one of PCR N was met */
	bool violation;			/* so was one, */
	bool known;			/* a known file since the last boot, */
	bool execute;			/* and the last one began a kexec */
};

/* Does a rule ask for the file, or is it the first that is known? */
static bool is_file_that_counts(struct keeping *k, const struct digest *digest)
{
	const struct verify_input *input = &k->job->input;
	size_t i;

	for (i = 0; i < input->rules->nr_measured; i++)
		if (!digest_compare(digest, &input->rules->measured[i]))
			return true;
	if (k->known || !known_find(input->known, digest))
		return false;
	k->known = true;
	return true;
}

static bool begins_kexec(const struct list_entry *entry)
{
	int type = list_is_buffer(entry) ? record_type(entry->name) : -1;

	return type == RECORD_EXECUTE || type == RECORD_COUNTERS_EXECUTE;
}

static bool keeps(struct keeping *k, const struct list_entry *entry)
{
	bool boot = entry->decoded && record_is_boot(entry->name);
	bool first = !(k->pcrs & 1ULL << entry->pcr), keep;
	struct digest digest;

	if (boot)
		k->known = false;
	keep = (k->job->input.rules->measured_only && is_file(entry)) ||
	       first || boot || k->execute || !entry->decoded ||
	       list_is_buffer(entry) || has_reserved_name(entry) ||
	       entry->index == k->last[entry->pcr] ||
	       entry->index + 1 == k->job->verdict.proof.altered ||
	       (entry->violation && !k->violation);
	if (!entry->violation && digest_of_file(&digest, entry))
		keep |= is_file_that_counts(k, &digest);
	k->pcrs |= 1ULL << entry->pcr;
	k->violation |= entry->violation;
	k->execute = entry->decoded && begins_kexec(entry);
	return keep;
}

static struct json_object *list_json(const struct job *job, size_t entries)
{
	struct json_object *array = json_list();
	const struct list *list = &job->list;
	size_t i, last[LIST_PCRS] = { 0 };
	struct keeping k = { .job = job, .last = last };

	for (i = 0; i < list->nr && list->entries[i].index < entries; i++)
		last[list->entries[i].pcr] = list->entries[i].index;
	for (i = 0; i < list->nr && list->entries[i].index < entries; i++)
		if (keeps(&k, &list->entries[i]))
			json_append(array, cel_json(&list->entries[i]));
	return array;
}

static struct json_object *pcrs_json(const struct pcr_values *values)
{
	struct json_object *root = json_new();
	enum bank bank;
	unsigned int pcr;

	for (bank = 0; bank < NR_BANKS; bank++) {
		const struct pcr_bank *from = &values->banks[bank];
		struct json_object *object;

		if (!from->known)
			continue;
		object = json_new();
		for (pcr = 0; pcr < TPM_PCRS; pcr++) {
			char key[16];

			if (!(from->known & 1U << pcr))
				continue;
			snprintf(key, sizeof(key), "%u", pcr);
			json_add(object, key, json_hex(from->value[pcr],
						       bank_types[bank].size));
		}
		json_add(root, bank_types[bank].name, object);
	}
	return root;
}

static struct json_object *origin_json(const struct quote *quote)
{
	struct json_object *object = json_new();

	json_add(object, "ak", json_hex(quote->key_id, sizeof(quote->key_id)));
	json_add_size(object, "reset_count", quote->reset_count);
	json_add_size(object, "restart_count", quote->restart_count);
	json_add_size(object, "clock_ms", quote->clock);
	return object;
}

static struct json_object *state_json(const struct job *job)
{
	const struct pcr_evidence *evidence = &job->input.evidence;
	struct pcr_values *values = xcalloc(1, sizeof(*values));
	const struct verdict *verdict = &job->verdict;
	struct json_object *root = NULL;
	size_t entries = 0;

	if (prove_on(&verdict->proof, &job->list, evidence, values,
		     &entries)) {
		root = json_new();
		json_add_number(root, "version", VERSION);
		json_add_size(root, "entries", entries);
		json_add_bool(root, "trimmed",
			      is_trimmed(&job->list, &job->input));
		json_add_bool(root, "all_files",
			      job->input.rules->measured_only);
		if (evidence->quoted)
			json_add(root, "quote", origin_json(&evidence->quote));
		json_add(root, "pcrs", pcrs_json(values));
		json_add(root, "list", list_json(job, entries));
	}
	free(values);
	return root;
}

void add_state(struct json_object *root, const struct job *job)
{
	struct json_object *state = state_json(job);

	if (state)
		json_add(root, "state", state);
	else
		json_add_null(root, "state");
}

bool state_write(const struct job *job, const char *path)
{
	struct json_object *state = state_json(job);
	FILE *file = fopen(path, "we");
	bool ok = file && fprintf(file, "%s\n", json_object_to_json_string_ext(
				  state, JSON_C_TO_STRING_PLAIN)) > 0;

	if (file && fclose(file))
		ok = false;
	json_object_put(state);
	if (!ok)
		complain("%s: cannot be written (%s)", path, strerror(errno));
	return ok;
}

/*
 * And back.  A member of this type, or NULL.
 */
static struct json_object *get(struct json_object *object, const char *key,
			       enum json_type type)
{
	struct json_object *value;

	return json_object_object_get_ex(object, key, &value) &&
	       json_object_is_type(value, type) ? value : NULL;
}

static int malformed(struct job *job, const char *what)
{
	return because(&job->reason, -EINVAL, "\"%s\" is missing or malformed",
		       what);
}

static int read_origin(struct job *job, struct json_object *quote)
{
	struct json_object *key = get(quote, "ak", json_type_string);
	struct json_object *reset = get(quote, "reset_count", json_type_int);
	struct json_object *restart = get(quote, "restart_count",
					  json_type_int);
	struct json_object *clock = get(quote, "clock_ms", json_type_int);
	struct origin *origin = &job->origin;
	size_t size;

	if (!key || !reset || !restart || !clock ||
	    !words_hex(bytes_of(json_object_get_string(key)), origin->key_id,
		       sizeof(origin->key_id), &size) ||
	    size != sizeof(origin->key_id))
		return malformed(job, "quote");
	origin->quoted = true;
	origin->reset_count = (uint32_t)json_object_get_uint64(reset);
	origin->restart_count = (uint32_t)json_object_get_uint64(restart);
	origin->clock = json_object_get_uint64(clock);
	return 0;
}

static int read_bank(struct job *job, enum bank bank,
		     struct json_object *values)
{
	json_object_object_foreach(values, key, text) {
		uint8_t value[DIGEST_SIZE_MAX];
		uint64_t pcr;
		size_t size;
		int err;

		if (!words_number(bytes_of(key), &pcr) || pcr >= TPM_PCRS ||
		    !json_object_is_type(text, json_type_string) ||
		    !words_hex(bytes_of(json_object_get_string(text)), value,
			       sizeof(value), &size) ||
		    size != bank_types[bank].size)
			return malformed(job, "pcrs");
		err = pcr_set(&job->input.evidence.start, bank,
			      (unsigned int)pcr, value, &job->reason);
		if (err)
			return err;
	}
	return 0;
}

static int read_pcrs(struct job *job, struct json_object *pcrs)
{
	json_object_object_foreach(pcrs, key, values) {
		int bank = bank_by_name(bytes_of(key)), err;

		if (bank < 0 || !json_object_is_type(values, json_type_object))
			return malformed(job, "pcrs");
		err = read_bank(job, (enum bank)bank, values);
		if (err)
			return err;
	}
	return 0;
}

static int read_list(struct job *job, struct json_object *list, size_t entries)
{
	size_t i, n = json_object_array_length(list), end = 0;
	struct reason why;
	int err;

	for (i = 0; i < n; i++) {
		/* Each begins where the one before it ends. */
		job->list.base = end - job->list.nr;
		err = cel_read(&job->list, json_object_array_get_idx(list, i),
			       &why);
		if (err)
			return because(&job->reason, err, "record %zu: %.200s",
				       i, why.text);
		end = job->list.entries[i].index + 1;
	}
	if (!n || end > entries)
		return malformed(job, "list");
	return 0;
}

int state_read(struct job *job, struct json_object *state, size_t from)
{
	struct json_object *version = get(state, "version", json_type_int);
	struct json_object *entries = get(state, "entries", json_type_int);
	struct json_object *pcrs = get(state, "pcrs", json_type_object);
	struct json_object *list = get(state, "list", json_type_array);
	struct json_object *trimmed = get(state, "trimmed", json_type_boolean);
	struct json_object *quote = get(state, "quote", json_type_object);
	int64_t base = entries ? json_object_get_int64(entries) : 0;
	int err;

	if (!version || json_object_get_int64(version) != VERSION)
		return because(&job->reason, -EINVAL,
			       "not a state that this program has made");
	if (base <= 0 || !pcrs || !list || !trimmed)
		return malformed(job, "entries\", \"pcrs\", \"list\" or \"trimmed");
	if (from != SIZE_MAX && from > (size_t)base)
		return because(&job->reason, -EINVAL,
			       "entries from %lld on are needed, and the list begins with entry %zu",
			       (long long)base, from);
	job->origin.given = true;
	err = (quote ? read_origin(job, quote) : 0) ?: read_pcrs(job, pcrs) ?:
	      read_list(job, list, (size_t)base);
	if (err)
		return err;
	/* Which those that were made before the rule lack. */
	job->origin.all_files = json_object_get_boolean(
		get(state, "all_files", json_type_boolean));
	job->input.evidence.trimmed = json_object_get_boolean(trimmed);
	job->list.nr_resumed = job->list.nr;
	job->list.base = (size_t)base;
	job->list.skip = from == SIZE_MAX ? 0 : (size_t)base - from;
	return 0;
}
