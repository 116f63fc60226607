// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Predict a load, and show the entries. */
#include "image/image.h"
#include "predict-output.h"
#include "shared/json.h"

int with_prediction(const struct selector *selector,
		    const struct ima_options *options, bool empty,
		    int (*show)(const struct prediction *prediction,
				const void *data),
		    const void *data)
{
	struct prediction prediction = { 0 };
	struct ima_settings settings;
	struct image image;
	int status = open_image(selector, &image);

	if (status != EXIT_OK)
		return status;
	status = EXIT_FAILED;
	if (ima_settings_read(&settings, options, selector->crash,
			      image.nr_initrds)) {
		if (empty) {
			present_free(&settings.present);
			settings.crash_loaded = false;
		}
		if (predict(&prediction, &image, &settings))
			status = show(&prediction, data);
	}
	prediction_free(&prediction);
	ima_settings_free(&settings);
	image_free(&image);
	return status;
}

void show_notices(const struct prediction *prediction)
{
	size_t i;

	for (i = 0; i < prediction->nr_notices; i++)
		complain("warning: %s", prediction->notices[i]);
}

void json_add_rule(struct json_object *to, const char *key,
		   const struct ima_rule *rule)
{
	struct json_object *object;

	if (!rule) {
		json_add_null(to, key);
		return;
	}
	object = json_new();
	json_add_size(object, "line", rule->line);
	json_add_text(object, "text", rule->text);
	json_add(to, key, object);
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
	struct json_object *object = json_new(), *digests = json_list();
	const struct ima_bank *bank = settings->banks;
	struct digest digest;

	for (; bank < settings->banks + settings->nr_banks; bank++)
		if (ima_bank_digest(bank, entry->data, entry->size, &digest))
			json_append(digests, json_hex(bank->algo, digest.bytes,
						      digest.len));
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
		 json_hex(NULL, (const uint8_t *)entry->data, entry->size));
	json_add(object, "template_digests", digests);
	if (entry->rule)
		json_add_rule(object, "rule", entry->rule);
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
