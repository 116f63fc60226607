// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Show what a load will add to the measurement list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/template.h"
#include "shared/json.h"
#include "shared/command.h"
#include "predict-output.h"

static void put_hex(const uint8_t *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		printf("%02x", bytes[i]);
}

/* As ima_show_template_data_ascii(): what precedes the NUL, then hex. */
static void put_digest_field(const uint8_t *field, size_t size)
{
	const uint8_t *nul = memchr(field, '\0', size);

	if (!nul)
		return;
	put_text(stdout, (const char *)field, -1);
	put_hex(nul + 1, size - (size_t)(nul + 1 - field));
}

static void put_number(const uint8_t *field, size_t size)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < size && i < sizeof(n); i++)
		n |= (uint32_t)field[i] << 8 * i;
	printf("%u", n);
}

static void put_field(enum field_id id, const uint8_t *field, size_t size)
{
	switch (id) {
	case FIELD_D_NG:
	case FIELD_D_NGV2:
	case FIELD_D_MODSIG:
		put_digest_field(field, size);
		break;
	case FIELD_N:
	case FIELD_N_NG:
	case FIELD_XATTRNAMES:
		put_text(stdout, (const char *)field, -1);
		break;
	case FIELD_IUID:
	case FIELD_IGID:
	case FIELD_IMODE:
		put_number(field, size);
		break;
	default:
		put_hex(field, size);
		break;
	}
}

static void put_fields(const struct predicted *entry)
{
	const struct bytes name = { (const uint8_t *)entry->template,
				    strlen(entry->template) };
	const uint8_t *p = entry->data.bytes;
	struct template template;
	size_t i, size;

	if (!template_find(&template, name))
		return;
	if (template.ima) {
		putchar(' ');
		put_hex(p, entry->data.size - TEMPLATE_IMA_NAME);
		putchar(' ');
		put_text(stdout, (const char *)p + entry->data.size -
			 TEMPLATE_IMA_NAME, -1);
		return;
	}
	for (i = 0; i < template.nr_fields; i++) {
		putchar(' ');
		size = template_u32(p, false);
		p += 4;
		if (size)
			put_field(template.fields[i], p, size);
		p += size;
	}
}

void print_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank)
{
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		if (!ima_bank_digest(bank, &entry->data, digest, &size))
			continue;
		if (entry->state == PREDICTED_PRESENT)
			printf("# in the list already: ");
		else if (entry->state == PREDICTED_CACHED)
			printf("# possibly not added: ");
		printf("%2u ", entry->pcr);
		put_hex(digest, size);
		printf(" %s", entry->template);
		put_fields(entry);
		putchar('\n');
	}
}

static void write_u32(uint32_t n)
{
	const uint8_t le[] = { (uint8_t)n, (uint8_t)(n >> 8),
			       (uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	fwrite(le, 1, sizeof(le), stdout);
}

/* Of an entry of "ima", the list has one size: that of the name without NUL. */
static void write_ima(const struct ima_data *data)
{
	size_t digest_size = data->size - TEMPLATE_IMA_NAME;
	const char *name = (const char *)data->bytes + digest_size;

	fwrite(data->bytes, 1, digest_size, stdout);
	write_u32((uint32_t)strlen(name));
	fputs(name, stdout);
}

void write_prediction(const struct prediction *prediction,
		      const struct ima_bank *bank)
{
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size;

	for (i = 0; i < prediction->nr_entries; i++) {
		const struct predicted *entry = &prediction->entries[i];

		if (entry->state == PREDICTED_PRESENT ||
		    !ima_bank_digest(bank, &entry->data, digest, &size))
			continue;
		write_u32(entry->pcr);
		fwrite(digest, 1, size, stdout);
		write_u32((uint32_t)strlen(entry->template));
		fputs(entry->template, stdout);
		if (!strcmp(entry->template, "ima")) {
			write_ima(&entry->data);
			continue;
		}
		write_u32((uint32_t)entry->data.size);
		fwrite(entry->data.bytes, 1, entry->data.size, stdout);
	}
}

static struct json_object *digests_json(const struct predicted *entry,
					const struct ima_context *context)
{
	struct json_object *array = json_list();
	uint8_t digest[LIST_DIGEST_MAX];
	size_t i, size;

	for (i = 0; i < context->nr_banks; i++)
		if (ima_bank_digest(&context->banks[i], &entry->data, digest,
				    &size))
			json_append(array, json_hex(context->banks[i].algo,
						    digest, size));
	return array;
}

static struct json_object *rule_json(const struct ima_rule *rule)
{
	struct json_object *object = json_new();

	json_add_size(object, "line", rule->line);
	json_add_text(object, "text", rule->text);
	return object;
}

static const char *state_word(enum predicted_state state)
{
	switch (state) {
	case PREDICTED_PRESENT:
		return "present";
	case PREDICTED_CACHED:
		return "uncertain";
	default:
		return "added";
	}
}

static struct json_object *entry_json(const struct predicted *entry,
				      const struct ima_context *context)
{
	struct json_object *object = json_new();

	json_add_text(object, "what", predicted_word(entry->what));
	if (entry->what == PREDICTED_INITRD || entry->what == PREDICTED_LABEL)
		json_add_size(object, "initrd", entry->index);
	if (entry->label)
		json_add_text(object, "label", entry->label);
	json_add_text(object, "state", state_word(entry->state));
	json_add_size(object, "pcr", entry->pcr);
	json_add_text(object, "template", entry->template);
	json_add_text(object, "name", entry->name);
	json_add(object, "digest", json_hex(entry->digest.algo,
					    entry->digest.value,
					    entry->digest.size));
	json_add(object, "template_data", json_hex(NULL, entry->data.bytes,
						   entry->data.size));
	json_add(object, "template_digests", digests_json(entry, context));
	if (entry->rule)
		json_add(object, "rule", rule_json(entry->rule));
	return object;
}

struct json_object *prediction_json(const struct prediction *prediction,
				    const struct ima_context *context)
{
	struct json_object *root = json_new();
	struct json_object *entries = json_list();
	struct json_object *notices = json_list();
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++)
		json_append(entries, entry_json(&prediction->entries[i],
						context));
	for (i = 0; i < prediction->nr_notices; i++)
		json_append(notices, json_text(prediction->notices[i]));
	json_add_bool(root, "certain", prediction->certain);
	json_add_text(root, "ima_hash", context->settings.algo);
	json_add_text(root, "ima_template", context->settings.template);
	if (context->settings.seq)
		json_add_size(root, "seq", context->settings.seq);
	else
		json_add_null(root, "seq");
	json_add_number(root, "records_version", context->settings.records);
	json_add(root, "entries", entries);
	json_add(root, "notices", notices);
	return root;
}
