// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Templates of IMA: builtin_templates[] and supported_fields[] of the kernel's
 * security/integrity/ima/ima_template.c.
 */
#include <errno.h>
#include <string.h>

#include "template.h"

static const struct {
	const char *name;
	struct template template;
} builtin[] = {
	{ "ima", { true, 2, { FIELD_D, FIELD_N } } },
	{ "ima-ng", { false, 2, { FIELD_D_NG, FIELD_N_NG } } },
	{ "ima-sig", { false, 3, { FIELD_D_NG, FIELD_N_NG, FIELD_SIG } } },
	{ "ima-ngv2", { false, 2, { FIELD_D_NGV2, FIELD_N_NG } } },
	{ "ima-sigv2", { false, 3, { FIELD_D_NGV2, FIELD_N_NG, FIELD_SIG } } },
	{ "ima-buf", { false, 3, { FIELD_D_NG, FIELD_N_NG, FIELD_BUF } } },
	{ "ima-modsig", { false, 5, { FIELD_D_NG, FIELD_N_NG, FIELD_SIG,
				      FIELD_D_MODSIG, FIELD_MODSIG } } },
	{ "evm-sig", { false, 9, { FIELD_D_NG, FIELD_N_NG, FIELD_EVMSIG,
				   FIELD_XATTRNAMES, FIELD_XATTRLENGTHS,
				   FIELD_XATTRVALUES, FIELD_IUID, FIELD_IGID,
				   FIELD_IMODE } } },
};

static const char *const field_names[] = {
	[FIELD_D]		= "d",
	[FIELD_N]		= "n",
	[FIELD_D_NG]		= "d-ng",
	[FIELD_D_NGV2]		= "d-ngv2",
	[FIELD_N_NG]		= "n-ng",
	[FIELD_SIG]		= "sig",
	[FIELD_BUF]		= "buf",
	[FIELD_D_MODSIG]	= "d-modsig",
	[FIELD_MODSIG]		= "modsig",
	[FIELD_EVMSIG]		= "evmsig",
	[FIELD_IUID]		= "iuid",
	[FIELD_IGID]		= "igid",
	[FIELD_IMODE]		= "imode",
	[FIELD_XATTRNAMES]	= "xattrnames",
	[FIELD_XATTRLENGTHS]	= "xattrlengths",
	[FIELD_XATTRVALUES]	= "xattrvalues",
};

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

static bool parse_format(struct template *template, struct bytes format)
{
	memset(template, 0, sizeof(*template));
	for (;;) {
		const uint8_t *bar = memchr(format.data, '|', format.size);
		struct bytes word = format;
		size_t i;

		if (bar)
			word.size = (size_t)(bar - format.data);
		for (i = 0; i < NR(field_names); i++)
			if (bytes_are(word, field_names[i]))
				break;
		if (i == NR(field_names) ||
		    template->nr_fields == TEMPLATE_FIELDS_MAX)
			return false;
		template->fields[template->nr_fields++] = (enum field_id)i;
		if (!bar)
			return true;
		format.data = bar + 1;
		format.size -= word.size + 1;
	}
}

bool template_find(struct template *template, struct bytes name)
{
	size_t i;

	for (i = 0; i < NR(builtin); i++) {
		if (bytes_are(name, builtin[i].name)) {
			*template = builtin[i].template;
			return true;
		}
	}
	return name.size && name.size <= TEMPLATE_NAME_MAX &&
	       parse_format(template, name);
}

const char *template_builtin(struct bytes name_or_format)
{
	struct template template;
	size_t i;

	if (!template_find(&template, name_or_format))
		return NULL;
	for (i = 0; i < NR(builtin); i++)
		if (!memcmp(template.fields, builtin[i].template.fields,
			    sizeof(template.fields)) &&
		    template.nr_fields == builtin[i].template.nr_fields)
			return builtin[i].name;
	return NULL;
}

bool template_name_possible(struct bytes name)
{
	size_t i;

	if (!name.size || name.size > TEMPLATE_NAME_MAX)
		return false;
	for (i = 0; i < name.size; i++) {
		uint8_t c = name.data[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-' && c != '_' && c != '|')
			return false;
	}
	return true;
}

bool template_next_field(struct bytes *data, bool big_endian,
			 struct bytes *field)
{
	uint32_t size;

	if (data->size < 4)
		return false;
	size = template_u32(data->data, big_endian);
	if (size > data->size - 4)
		return false;
	field->data = data->data + 4;
	field->size = size;
	data->data += 4 + size;
	data->size -= 4 + size;
	return true;
}

bool template_fields_possible(struct bytes data, bool big_endian)
{
	struct bytes field;

	while (data.size)
		if (!template_next_field(&data, big_endian, &field))
			return false;
	return true;
}

static bool cut_prefix(struct bytes *bytes, const char *prefix)
{
	size_t size = strlen(prefix);

	if (bytes->size < size || memcmp(bytes->data, prefix, size))
		return false;
	bytes->data += size;
	bytes->size -= size;
	return true;
}

/* ALGO ":" NUL DIGEST; hash_algo_name[] has letters, digits, "-" and "_". */
static bool split_digest(struct bytes field, struct bytes *algo,
			 struct bytes *digest)
{
	const uint8_t *nul = field.size ?
			     memchr(field.data, '\0', field.size) : NULL;

	if (!nul || nul - field.data < 2 || nul[-1] != ':')
		return false;
	algo->data = field.data;
	algo->size = (size_t)(nul - field.data) - 1;
	if (!template_name_possible(*algo))
		return false;
	digest->data = nul + 1;
	digest->size = field.size - algo->size - 2;
	return true;
}

/* A string with its NUL, and no other. */
static bool string_field(struct bytes field, struct bytes *string)
{
	if (!field.size ||
	    memchr(field.data, '\0', field.size) !=
	    field.data + field.size - 1)
		return false;
	string->data = field.data;
	string->size = field.size - 1;
	return true;
}

static bool plain_digest(struct list_entry *entry, struct bytes field)
{
	const char *algo = field.size == 16 ? "md5" : "sha1";

	if (field.size != 16 && field.size != 20)
		return false;
	entry->algo.data = (const uint8_t *)algo;
	entry->algo.size = strlen(algo);
	entry->file_digest = field;
	return true;
}

/* What nobody needs has to have its form, too. */
static bool decode_field(struct list_entry *entry, enum field_id id,
			 struct bytes field)
{
	struct bytes ignored;

	switch (id) {
	case FIELD_D:
		return plain_digest(entry, field);
	case FIELD_D_NGV2:
		if (!cut_prefix(&field, "verity:") &&
		    !cut_prefix(&field, "ima:"))
			return false;
		return split_digest(field, &entry->algo, &entry->file_digest);
	case FIELD_D_NG:
		return split_digest(field, &entry->algo, &entry->file_digest);
	case FIELD_N:
	case FIELD_N_NG:
		return string_field(field, &entry->name);
	case FIELD_BUF:
		entry->buf = field;
		return true;
	case FIELD_D_MODSIG:
		return !field.size || split_digest(field, &ignored, &ignored);
	case FIELD_XATTRNAMES:
		return !field.size || string_field(field, &ignored);
	default:
		return true;
	}
}

static int decode_ima(struct list_entry *entry, struct reason *reason)
{
	struct bytes digest = { entry->data.data, TEMPLATE_IMA_DIGEST };
	const uint8_t *name = digest.data + TEMPLATE_IMA_DIGEST;
	const uint8_t *nul = memchr(name, '\0', TEMPLATE_IMA_NAME);

	if (!nul)
		return because(reason, -EINVAL, "file name is not terminated");
	plain_digest(entry, digest);
	entry->name = (struct bytes){ name, (size_t)(nul - name) };
	entry->decoded = true;
	return 0;
}

int template_decode(const struct template *template, struct list_entry *entry,
		    bool big_endian, struct reason *reason)
{
	struct bytes rest = entry->data;
	size_t i;

	if (template->ima)
		return decode_ima(entry, reason);
	for (i = 0; i < template->nr_fields; i++) {
		enum field_id id = template->fields[i];
		struct bytes field;

		if (!template_next_field(&rest, big_endian, &field))
			return because(reason, -EINVAL,
				       "field %s exceeds the template data",
				       field_names[id]);
		if (!decode_field(entry, id, field))
			return because(reason, -EINVAL,
				       "field %s is malformed",
				       field_names[id]);
	}
	if (rest.size)
		return because(reason, -EINVAL,
			       "unexpected data after the last field");
	entry->decoded = true;
	return 0;
}
