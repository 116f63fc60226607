// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Show the predicted entries of a load. */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "predict-output.h"
#include "shared/json.h"

static bool bank_digest(const struct ima_bank *bank,
			const struct predicted *entry, struct digest *digest)
{
	return ima_bank_digest(bank, entry->data.bytes, entry->data.size,
			       digest);
}

void print_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank)
{
	static const char *const states[] = {
		[PREDICTED_ADDED]   = "",
		[PREDICTED_PRESENT] = "# in the list already: ",
		[PREDICTED_CACHED]  = "# possibly not added: ",
	};
	struct digest digest;
	size_t i, j;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		if (!bank_digest(bank, entry, &digest))
			continue;
		printf("%s%2u ", states[entry->state], entry->pcr);
		for (j = 0; j < digest.len; j++)
			printf("%02x", digest.bytes[j]);
		printf(" %s%s\n", entry->template, entry->data.text);
	}
}

static void write_u32(size_t n)
{
	uint32_t le = htole32((uint32_t)n);

	fwrite(&le, 1, sizeof(le), stdout);
}

/* The template "ima" has one length, that of the name without NUL. */
static void write_ima(const struct ima_data *data)
{
	size_t digest_size = data->size - TEMPLATE_IMA_NAME;
	const char *name = data->bytes + digest_size;

	fwrite(data->bytes, 1, digest_size, stdout);
	write_u32(strlen(name));
	fputs(name, stdout);
}

void write_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank)
{
	struct digest digest;
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		if (entry->state == PREDICTED_PRESENT ||
		    !bank_digest(bank, entry, &digest))
			continue;
		write_u32(entry->pcr);
		fwrite(digest.bytes, 1, digest.len, stdout);
		write_u32(strlen(entry->template));
		fputs(entry->template, stdout);
		if (ima_template_is_ima(entry->template)) {
			write_ima(&entry->data);
			continue;
		}
		write_u32(entry->data.size);
		fwrite(entry->data.bytes, 1, entry->data.size, stdout);
	}
}

static struct json_object *digests_json(const struct predicted *entry,
					const struct ima_settings *settings)
{
	struct json_object *array = json_list();
	struct digest digest;
	size_t i;

	for (i = 0; i < settings->nr_banks; i++)
		if (bank_digest(&settings->banks[i], entry, &digest))
			json_append(array, json_hex(settings->banks[i].algo,
						    digest.bytes, digest.len));
	return array;
}

static struct json_object *entry_json(const struct predicted *entry,
				      const struct ima_settings *settings)
{
	static const char *const whats[] = {
		[PREDICTED_KERNEL]   = "kernel",
		[PREDICTED_INITRD]   = "initrd",
		[PREDICTED_LABEL]    = "label",
		[PREDICTED_CMDLINE]  = "cmdline",
		[PREDICTED_UNLOAD]   = "unload",
		[PREDICTED_MANIFEST] = "manifest",
		[PREDICTED_COMMIT]   = "commit",
	};
	static const char *const states[] = {
		[PREDICTED_ADDED]   = "added",
		[PREDICTED_PRESENT] = "present",
		[PREDICTED_CACHED]  = "uncertain",
	};
	struct json_object *object = json_new(), *rule;

	json_add_text(object, "what", whats[entry->what]);
	if (entry->what == PREDICTED_INITRD || entry->what == PREDICTED_LABEL)
		json_add_size(object, "initrd", entry->index);
	if (entry->label)
		json_add_text(object, "label", entry->label);
	json_add_text(object, "state", states[entry->state]);
	json_add_size(object, "pcr", entry->pcr);
	json_add_text(object, "template", entry->template);
	json_add_text(object, "name", entry->name);
	json_add(object, "digest", json_hex(entry->digest.algorithm,
					    entry->digest.bytes,
					    entry->digest.len));
	json_add(object, "template_data",
		 json_hex(NULL, (const uint8_t *)entry->data.bytes,
			  entry->data.size));
	json_add(object, "template_digests", digests_json(entry, settings));
	if (entry->rule) {
		rule = json_new();
		json_add_size(rule, "line", entry->rule->line);
		json_add_text(rule, "text", entry->rule->text);
		json_add(object, "rule", rule);
	}
	return object;
}

struct json_object *prediction_json(const struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	struct json_object *root = json_new();
	struct json_object *entries = json_list();
	struct json_object *notices = json_list();
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++)
		json_append(entries, entry_json(&prediction->entries[i],
						settings));
	for (i = 0; i < prediction->nr_notices; i++)
		json_append(notices, json_text(prediction->notices[i]));
	json_add_bool(root, "certain", prediction->certain);
	json_add_text(root, "ima_hash", settings->algo);
	json_add_text(root, "ima_template", settings->template);
	if (settings->seq)
		json_add_size(root, "seq", settings->seq);
	else
		json_add_null(root, "seq");
	json_add_number(root, "records_version", settings->records);
	json_add(root, "entries", entries);
	json_add(root, "notices", notices);
	return root;
}
