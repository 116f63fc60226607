// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict, for programs. */
#include <string.h>

#include "shared/json.h"
#include "verify-report.h"

/* Takes over @value, also if it fails; no value is out of memory. */
static bool add(struct json_object *object, const char *key,
		struct json_object *value)
{
	if (value && object && !json_object_object_add(object, key, value))
		return true;
	json_object_put(value);
	return false;
}

static bool add_number(struct json_object *object, const char *key,
		       uint64_t value)
{
	return add(object, key, json_object_new_uint64(value));
}

static bool add_bool(struct json_object *object, const char *key, bool value)
{
	return add(object, key, json_object_new_boolean(value));
}

/* Nothing where there is none. */
static bool add_index(struct json_object *object, const char *key, size_t value)
{
	return value == NOWHERE || add_number(object, key, value);
}

/* Entries and epochs are counted from 1, as in all that is shown of a list. */
static bool add_count(struct json_object *object, const char *key, size_t value)
{
	return add_index(object, key, value == NOWHERE ? NOWHERE : value + 1);
}

static bool append(struct json_object *array, struct json_object *value)
{
	if (value && array && !json_object_array_add(array, value))
		return true;
	json_object_put(value);
	return false;
}

/* @object if it is whole. */
static struct json_object *whole(struct json_object *object, bool ok)
{
	if (ok)
		return object;
	json_object_put(object);
	return NULL;
}

static struct json_object *finding_json(const struct finding *finding)
{
	struct json_object *object = json_object_new_object();

	return whole(object,
		     add(object, "code",
			 json_text(finding_word(finding->code))) &&
		     add(object, "text", json_text(finding->text)) &&
		     add_count(object, "entry", finding->entry) &&
		     add_count(object, "epoch", finding->epoch) &&
		     add_index(object, "part", finding->part));
}

static struct json_object *findings_json(const struct findings *findings)
{
	struct json_object *array = json_object_new_array();
	bool ok = array;
	size_t i;

	for (i = 0; i < findings->nr && ok; i++)
		ok = append(array, finding_json(&findings->list[i]));
	return whole(array, ok);
}

static struct json_object *part_json(const struct known *known,
				     const struct record_digest *digest,
				     const char *label,
				     const struct known_item *item)
{
	struct json_object *object = json_object_new_object();
	struct shown_digest hex;
	bool ok = add(object, "digest",
		      json_text(show_digest(&hex, digest->algo, digest->value,
					    digest->size))) &&
		  add_number(object, "size", digest->bytes);

	if (ok && label && *label)
		ok = add(object, "label", json_text(label));
	if (ok && item)
		ok = add(object, "known",
			 json_text(known->names[item->name].text));
	if (ok && item && item->versioned)
		ok = add_number(object, "version", item->version);
	return whole(object, ok);
}

static struct json_object *kexec_json(const struct kexec_verdict *kexec,
				      const struct known *known)
{
	struct json_object *object = json_object_new_object();
	struct json_object *parts = json_object_new_array();
	const struct judged *judged = &kexec->judged;
	bool ok = add_count(object, "epoch", kexec->epoch) &&
		  add_count(object, "entry", kexec->manifest_entry) &&
		  add_count(object, "boot_entry", kexec->boot_entry);
	size_t i;

	if (ok && judged->composition)
		ok = add(object, "composition",
			 json_text(judged->composition->name));
	ok = ok && add(object, "kernel", part_json(known, &kexec->load.kernel,
						   NULL, judged->kernel));
	for (i = 0; i < judged->nr_parts && ok; i++) {
		const struct record_part *part = &kexec->load.parts[i];

		ok = append(parts, part_json(known, &part->file, part->label,
					     judged->parts[i]));
	}
	if (!ok) {
		json_object_put(parts);
		return whole(object, false);
	}
	return whole(object,
		     add(object, "parts", parts) &&
		     add(object, "cmdline",
			 part_json(known, &kexec->load.cmdline, NULL,
				   judged->cmdline)) &&
		     (!kexec->records_known ||
		      add_bool(object, "records_required",
			       kexec->records_required)) &&
		     add_bool(object, "cmdline_judged",
			      judged->cmdline_judged));
}

static struct json_object *pending_json(const struct kexec_verdict *kexec,
					const struct known *known)
{
	struct json_object *object = kexec_json(kexec, known);

	return whole(object, object &&
		     add(object, "reasons", findings_json(&kexec->pending)));
}

static struct json_object *quote_json(const struct verify_input *input)
{
	struct json_object *object = json_object_new_object();
	const struct quote *quote = &input->quote;

	return whole(object,
		     add_bool(object, "nonce_checked", !input->no_nonce) &&
		     add_number(object, "clock_ms", quote->clock) &&
		     add_number(object, "reset_count", quote->reset_count) &&
		     add_number(object, "restart_count",
				quote->restart_count));
}

/* What the rules are about, and a list does not tell. */
static struct json_object *not_judged_json(const struct verdict *verdict)
{
	struct json_object *array = json_object_new_array();

	return whole(array, array &&
		     (!verdict->records_judged ||
		      append(array, json_text("first-kernel-cmdline"))));
}

struct json_object *verify_json(const struct verdict *verdict,
				const struct verify_input *input)
{
	struct json_object *root = json_object_new_object();
	struct json_object *kexecs = json_object_new_array();
	bool ok = kexecs;
	size_t i;

	for (i = 0; i < verdict->nr_kexecs && ok; i++)
		ok = append(kexecs, kexec_json(&verdict->kexecs[i],
					       &input->known));
	if (!ok || !root) {
		json_object_put(kexecs);
		return whole(root, false);
	}
	ok = add(root, "verdict", json_text(verdict->accepted ? "accepted" :
					    "refused")) &&
	     add(root, "reasons", findings_json(&verdict->findings)) &&
	     add_number(root, "more_reasons", verdict->findings.dropped) &&
	     add_number(root, "entries", verdict->entries) &&
	     add_number(root, "entries_proven",
			verdict->unproven ? 0 : verdict->proven) &&
	     add_number(root, "epochs", verdict->epochs) &&
	     add_bool(root, "cmdline_judged", verdict->cmdlines_judged) &&
	     add_bool(root, "records_judged", verdict->records_judged) &&
	     add(root, "not_judged", not_judged_json(verdict));
	if (!ok) {
		json_object_put(kexecs);
		return whole(root, false);
	}
	ok = add(root, "kexecs", kexecs);
	if (ok && verdict->has_pending)
		ok = add(root, "pending", pending_json(&verdict->pending,
						       &input->known));
	if (ok && verdict->has_crash)
		ok = add(root, "crash", pending_json(&verdict->crash,
						     &input->known));
	if (ok && input->quoted)
		ok = add(root, "quote", quote_json(input));
	return whole(root, ok);
}
