// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 policy, for verifiers that take JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/describe.h"
#include "shared/json.h"
#include "shared/command.h"
#include "policy-export.h"
#include "predict-output.h"

/* The PCR that Keylime replays. */
#define KEYLIME_PCR	10

/* A name with its digests, of which there may be several. */
static void add_digest(struct json_object *digests, const char *name,
		       const struct ima_digest *digest)
{
	struct json_object *hex = json_hex(NULL, digest->value, digest->size);
	struct json_object *array;
	size_t i;

	if (!json_object_object_get_ex(digests, name, &array)) {
		array = json_list();
		json_add(digests, name, array);
	}
	for (i = 0; i < json_object_array_length(array); i++)
		if (!strcmp(json_object_get_string(
				json_object_array_get_idx(array, i)),
			    json_object_get_string(hex))) {
			json_object_put(hex);
			return;
		}
	json_append(array, hex);
}

/* As it is in the list; NULL if it is no UTF-8. */
static char *listed_name(const char *name)
{
	char *listed = xstrdup(name), *p;
	struct json_object *text;

	for (p = listed; (p = strchr(p, ' ')); p++)
		*p = '_';
	text = json_text(listed);
	if (strcmp(json_object_get_string(text), listed) != 0) {
		complain("warning: %s: JSON has no names like that", listed);
		free(listed);
		listed = NULL;
	}
	json_object_put(text);
	return listed;
}

/* What its parser of lists takes: ast.py of Keylime. */
static bool keylime_takes(const struct predicted *entry)
{
	static const char *const templates[] = {
		"ima", "ima-ng", "ima-sig", "ima-buf",
	};
	size_t i;

	if (entry->pcr != KEYLIME_PCR) {
		complain("warning: %s: the entry goes to PCR %u; Keylime refuses lists with entries of PCRs other than %u",
			 entry->name, entry->pcr, KEYLIME_PCR);
		return false;
	}
	/* Its schema has no room for MD5. */
	if (entry->digest.size < 20) {
		complain("warning: %s: Keylime takes no digests by %s",
			 entry->name, entry->digest.algo);
		return false;
	}
	for (i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
		if (!strcmp(entry->template, templates[i]))
			return true;
	complain("warning: %s: Keylime does not know the template %s, and refuses lists with it",
		 entry->name, entry->template);
	return false;
}

static struct json_object *keylime_ima(void)
{
	struct json_object *ima = json_new();

	json_add(ima, "ignored_keyrings", json_list());
	/* Of the digests in ascii_runtime_measurements, which it reads. */
	json_add_text(ima, "log_hash_alg", "sha1");
	json_add_null(ima, "dm_policy");
	return ima;
}

int export_keylime(const struct prediction *prediction,
		   const struct ima_context *context)
{
	struct json_object *root = json_new();
	struct json_object *meta = json_new();
	struct json_object *digests = json_new();
	struct json_object *bufs = json_new();
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];
		char *name = keylime_takes(entry) ? listed_name(entry->name) :
						    NULL;

		if (name)
			add_digest(strcmp(entry->template, "ima-buf") ?
				   digests : bufs, name, &entry->digest);
		free(name);
	}
	if (context->settings.seq)
		complain("warning: kexec-manifest and kexec-commit are those of load %llu of a boot; each has other digests (--seq)",
			 (unsigned long long)context->settings.seq);
	json_add_number(meta, "version", 1);
	json_add_number(meta, "generator", 0);
	json_add(root, "meta", meta);
	json_add_number(root, "release", 0);
	json_add(root, "digests", digests);
	json_add(root, "excludes", json_list());
	json_add(root, "keyrings", json_new());
	json_add(root, "ima", keylime_ima());
	json_add(root, "ima-buf", bufs);
	json_add_text(root, "verification-keys", "");
	return print_json(root);
}

static struct json_object *pcrlock_record(const struct predicted *entry,
					  const struct ima_context *context)
{
	struct json_object *record = json_new();
	struct json_object *array = json_list();
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size;

	for (i = 0; i < context->nr_banks; i++) {
		struct json_object *object = json_new();

		if (!ima_bank_digest(&context->banks[i], &entry->data, digest,
				     &size)) {
			json_object_put(object);
			continue;
		}
		json_add_text(object, "hashAlg", context->banks[i].algo);
		json_add(object, "digest", json_hex(NULL, digest, size));
		json_append(array, object);
	}
	json_add_size(record, "pcr", entry->pcr);
	json_add(record, "digests", array);
	return record;
}

/*
 * What IMA's own PCR holds depends on all files that were measured, in order:
 * systemd-pcrlock does not read IMA's list, and cannot tell.
 */
int export_pcrlock(const struct prediction *prediction,
		   const struct ima_context *context)
{
	struct json_object *root, *records = json_list();
	size_t i, left_out = 0;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		/* IMA does not extend the PCR again. */
		if (entry->state == PREDICTED_PRESENT)
			continue;
		if (entry->pcr == context->settings.pcr) {
			left_out++;
			continue;
		}
		if (entry->what == PREDICTED_MANIFEST)
			complain("warning: kexec-manifest and kexec-commit are those of load %llu of a boot; each extends PCR %u with other digests",
				 (unsigned long long)context->settings.seq,
				 entry->pcr);
		json_append(records, pcrlock_record(entry, context));
	}
	if (!json_object_array_length(records)) {
		json_object_put(records);
		complain("all entries go to PCR %u, of which systemd-pcrlock knows nothing: what it holds depends on all that IMA measures; give parts a PCR of their own, as with measure func=KEXEC_INITRAMFS_CHECK label=base pcr=12",
			 context->settings.pcr);
		return EXIT_FAILED;
	}
	if (left_out)
		complain("warning: %zu entr%s of PCR %u left out, of which systemd-pcrlock knows nothing",
			 left_out, left_out == 1 ? "y" : "ies",
			 context->settings.pcr);
	root = json_new();
	json_add(root, "records", records);
	return print_json(root);
}

int export_json(const struct image *image, const struct prediction *prediction,
		const struct ima_context *context)
{
	struct description description = {
		.image = image,
		.flags = context->settings.flags,
	};
	struct json_object *root = NULL;

	if (describe(&description)) {
		description_free(&description);
		return EXIT_FAILED;
	}
	root = json_new();
	json_add(root, "files", describe_json(&description));
	json_add(root, "measurements", prediction_json(prediction, context));
	description_free(&description);
	return print_json(root);
}
