// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict, for programs. */
#include <string.h>

#include "shared/json.h"
#include "verify-report.h"

/* Nothing where there is none. */
static void add_index(struct json_object *object, const char *key, size_t value)
{
	if (value != NOWHERE)
		json_add_size(object, key, value);
}

/* Entries and epochs are counted from 1, as in all that is shown of a list. */
static void add_count(struct json_object *object, const char *key, size_t value)
{
	add_index(object, key, value == NOWHERE ? NOWHERE : value + 1);
}

static struct json_object *findings_json(const struct findings *findings)
{
	struct json_object *array = json_list();
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		const struct finding *finding = &findings->list[i];
		struct json_object *object = json_new();

		json_add_text(object, "code", finding_word(finding->code));
		json_add_text(object, "text", finding->text);
		add_count(object, "entry", finding->entry);
		add_count(object, "epoch", finding->epoch);
		add_index(object, "part", finding->part);
		json_append(array, object);
	}
	return array;
}

static struct json_object *part_json(const struct known *known,
				     const struct record_digest *digest,
				     const char *label,
				     const struct known_item *item)
{
	struct json_object *object = json_new();
	struct shown_digest hex;

	json_add_text(object, "digest", show_digest(&hex, digest->algo,
						    digest->value,
						    digest->size));
	json_add_size(object, "size", digest->bytes);
	if (label && *label)
		json_add_text(object, "label", label);
	if (item)
		json_add_text(object, "known", known->names[item->name].text);
	if (item && item->versioned)
		json_add_size(object, "version", item->version);
	return object;
}

static struct json_object *kexec_json(const struct kexec_verdict *kexec,
				      const struct known *known)
{
	struct json_object *object = json_new(), *parts = json_list();
	const struct judged *judged = &kexec->judged;
	size_t i;

	add_count(object, "epoch", kexec->epoch);
	add_count(object, "entry", kexec->manifest_entry);
	add_count(object, "boot_entry", kexec->boot_entry);
	if (judged->composition)
		json_add_text(object, "composition",
			      judged->composition->name);
	json_add(object, "kernel", part_json(known, &kexec->load.kernel, NULL,
					     judged->kernel));
	for (i = 0; i < judged->nr_parts; i++) {
		const struct record_part *part = &kexec->load.parts[i];

		json_append(parts, part_json(known, &part->file, part->label,
					     judged->parts[i]));
	}
	json_add(object, "parts", parts);
	json_add(object, "cmdline", part_json(known, &kexec->load.cmdline, NULL,
					      judged->cmdline));
	if (kexec->records_known)
		json_add_bool(object, "records_required",
			      kexec->records_required);
	json_add_bool(object, "cmdline_judged", judged->cmdline_judged);
	return object;
}

static struct json_object *pending_json(const struct kexec_verdict *kexec,
					const struct known *known)
{
	struct json_object *object = kexec_json(kexec, known);

	json_add(object, "reasons", findings_json(&kexec->pending));
	return object;
}

static struct json_object *quote_json(const struct verify_input *input)
{
	struct json_object *object = json_new();
	const struct quote *quote = &input->quote;

	json_add_bool(object, "nonce_checked", !input->no_nonce);
	json_add_size(object, "clock_ms", quote->clock);
	json_add_size(object, "reset_count", quote->reset_count);
	json_add_size(object, "restart_count", quote->restart_count);
	return object;
}

struct json_object *verify_json(const struct verdict *verdict,
				const struct verify_input *input)
{
	struct json_object *root = json_new(), *kexecs = json_list();
	struct json_object *not_judged = json_list();
	size_t i;

	for (i = 0; i < verdict->nr_kexecs; i++)
		json_append(kexecs, kexec_json(&verdict->kexecs[i],
					       &input->known));
	/* What the rules are about, and a list does not tell. */
	if (verdict->records_judged)
		json_append(not_judged, json_text("first-kernel-cmdline"));
	json_add_text(root, "verdict",
		      verdict->accepted ? "accepted" : "refused");
	json_add(root, "reasons", findings_json(&verdict->findings));
	json_add_size(root, "more_reasons", verdict->findings.dropped);
	json_add_size(root, "entries", verdict->entries);
	json_add_size(root, "entries_proven",
		      verdict->unproven ? 0 : verdict->proven);
	json_add_size(root, "epochs", verdict->epochs);
	json_add_bool(root, "cmdline_judged", verdict->cmdlines_judged);
	json_add_bool(root, "records_judged", verdict->records_judged);
	json_add(root, "not_judged", not_judged);
	json_add(root, "kexecs", kexecs);
	if (verdict->has_pending)
		json_add(root, "pending", pending_json(&verdict->pending,
						       &input->known));
	if (verdict->has_crash)
		json_add(root, "crash", pending_json(&verdict->crash,
						     &input->known));
	if (input->quoted)
		json_add(root, "quote", quote_json(input));
	return root;
}
