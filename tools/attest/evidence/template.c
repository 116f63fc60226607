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
	const char *format;
} builtin[] = {
	{ "ima", "d|n" },
	{ "ima-ng", "d-ng|n-ng" },
	{ "ima-sig", "d-ng|n-ng|sig" },
	{ "ima-ngv2", "d-ngv2|n-ng" },
	{ "ima-sigv2", "d-ngv2|n-ng|sig" },
	{ "ima-buf", "d-ng|n-ng|buf" },
	{ "ima-modsig", "d-ng|n-ng|sig|d-modsig|modsig" },
	{ "evm-sig", "d-ng|n-ng|evmsig|xattrnames|xattrlengths|xattrvalues|"
		     "iuid|igid|imode" },
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

static bool parse_format(struct template *template, struct bytes format)
{
	bool more;

	memset(template, 0, sizeof(*template));
	do {
		struct bytes word = format;
		size_t i = 0;

		more = bytes_cut(&format, '|', &word);
		while (i < ARRAY_SIZE(field_names) &&
		       !bytes_are(word, field_names[i]))
			i++;
		if (i == ARRAY_SIZE(field_names) ||
		    template->nr_fields == TEMPLATE_FIELDS_MAX)
			return false;
		template->fields[template->nr_fields++] = (enum field_id)i;
	} while (more);
	return true;
}

bool template_find(struct template *template, struct bytes name)
{
	bool ima = bytes_are(name, "ima");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(builtin); i++) {
		if (bytes_are(name, builtin[i].name)) {
			name = bytes_of(builtin[i].format);
			break;
		}
	}
	if (!name.size || name.size > TEMPLATE_NAME_MAX ||
	    !parse_format(template, name))
		return false;
	template->ima = ima;
	return true;
}

bool template_has(const char *name, enum field_id field)
{
	struct template template;
	size_t i = 0;

	if (!template_find(&template, bytes_of(name)))
		return false;
	while (i < template.nr_fields && template.fields[i] != field)
		i++;
	return i < template.nr_fields;
}

const char *template_of_rule(const char *template, const char *custom)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(builtin); i++)
		if (!strcmp(template, builtin[i].name) ||
		    !strcmp(template, builtin[i].format))
			return builtin[i].name;
	return *template ? template : custom;
}

bool template_name_possible(struct bytes name)
{
	struct bytes valid;

	bytes_span(&name, "abcdefghijklmnopqrstuvwxyz0123456789-_|", &valid);
	return !name.size && valid.size && valid.size <= TEMPLATE_NAME_MAX;
}

bool template_next_field(struct bytes *data, bool big_endian,
			 struct bytes *field)
{
	struct bytes size;

	return bytes_take(data, 4, &size) &&
	       bytes_take(data, template_u32(size.data, big_endian), field);
}

/* ALGO ":" NUL DIGEST; hash_algo_name[] has letters, digits, "-" and "_". */
static bool split_digest(struct bytes field, struct bytes *algo,
			 struct bytes *digest)
{
	if (!bytes_cut(&field, '\0', algo) || !algo->size ||
	    algo->data[--algo->size] != ':' || !template_name_possible(*algo))
		return false;
	*digest = field;
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

/* Check the form of all fields, also of those that nobody uses. */
static bool decode_field(struct list_entry *entry, enum field_id id,
			 struct bytes field)
{
	struct bytes ignored;

	switch (id) {
	case FIELD_D:
		return plain_digest(entry, field);
	case FIELD_D_NGV2:
		if (!bytes_prefix(&field, "verity:") &&
		    !bytes_prefix(&field, "ima:"))
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
	struct bytes digest = { entry->data.data,
				entry->data.size - TEMPLATE_IMA_NAME };
	const uint8_t *name = digest.data + digest.size;
	const uint8_t *nul = memchr(name, '\0', TEMPLATE_IMA_NAME);

	if (!nul)
		return because(reason, -EINVAL, "file name is not terminated");
	if (!plain_digest(entry, digest))
		return because(reason, -EINVAL,
			       "its fields do not match the template ima");
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

/* ima_show_template_data_ascii() of the kernel, backwards: */

static void put(uint8_t **to, const void *data, size_t size)
{
	if (size)
		memcpy(*to, data, size);
	*to += size;
}

static void put_u32(uint8_t *to, size_t size, uint32_t value, bool big_endian)
{
	size_t i;

	for (i = 0; i < size; i++)
		to[i] = (uint8_t)(value >> 8 * (big_endian ? size - 1 - i : i));
}

static bool put_hex(uint8_t **to, struct bytes text)
{
	size_t size = 0;
	bool ok = !text.size || words_hex(text, *to, text.size, &size);

	*to += size;
	return ok;
}

/* "sha256:HEX" or "verity:sha256:HEX" */
static bool put_digest(uint8_t **to, struct bytes text)
{
	const uint8_t *colon = text.size ?
			       memrchr(text.data, ':', text.size) : NULL;
	struct bytes head;

	if (!colon)
		return false;
	bytes_take(&text, (size_t)(colon + 1 - text.data), &head);
	put(to, head.data, head.size);
	put(to, "", 1);
	return put_hex(to, text);
}

static bool put_number(uint8_t **to, struct bytes text, size_t size,
		       bool big_endian)
{
	uint64_t value;

	if (!words_number(text, &value) || value >> 8 * size)
		return false;
	put_u32(*to, size, (uint32_t)value, big_endian);
	*to += size;
	return true;
}

static bool is_name(enum field_id id)
{
	return id == FIELD_N || id == FIELD_N_NG;
}

static bool put_value(uint8_t **to, enum field_id id, struct bytes text,
		      bool big_endian)
{
	switch (id) {
	case FIELD_D_NG:
	case FIELD_D_NGV2:
		return put_digest(to, text);
	case FIELD_D_MODSIG:
		return !text.size || put_digest(to, text);
	case FIELD_N:
	case FIELD_N_NG:
	case FIELD_XATTRNAMES:
		put(to, text.data, text.size);
		put(to, "", text.size || is_name(id));
		return true;
	case FIELD_IUID:
	case FIELD_IGID:
		return !text.size || put_number(to, text, 4, big_endian);
	case FIELD_IMODE:
		return !text.size || put_number(to, text, 2, big_endian);
	default:
		return put_hex(to, text);
	}
}

/*
 * The texts of the fields.  Each has one blank before it, also if it is empty.
 * Names cannot have blanks, since IMA makes them "_"; kernels before 3.13 did
 * not, so a name takes those that are to spare.
 */
static bool split(const struct template *template, struct bytes text,
		  struct bytes *texts)
{
	size_t i, size, blanks = 0;

	for (i = 0; i < text.size; i++)
		blanks += text.data[i] == ' ';
	for (i = 0; i < template->nr_fields; i++) {
		if (!bytes_prefix(&text, " "))
			return false;
		for (size = 0; size < text.size; size++) {
			if (text.data[size] != ' ')
				continue;
			if (!is_name(template->fields[i]) ||
			    blanks <= template->nr_fields)
				break;
			blanks--;
		}
		bytes_take(&text, size, &texts[i]);
	}
	return !text.size;
}

int template_encode(const struct template *template, struct bytes text,
		    bool big_endian, uint8_t *data, size_t *size,
		    struct reason *reason)
{
	struct bytes texts[TEMPLATE_FIELDS_MAX];
	uint8_t *to = data;
	size_t i;

	if (!split(template, text, texts))
		return because(reason, -EINVAL,
			       "its fields do not match its template");
	if (template->ima) {
		/* Without lengths, and the name filled up with zeros. */
		if (texts[0].size > 2 * TEMPLATE_IMA_DIGEST ||
		    texts[1].size >= TEMPLATE_IMA_NAME ||
		    !put_hex(&to, texts[0]))
			return because(reason, -EINVAL,
				       "its fields do not match the template ima");
		memset(to, 0, TEMPLATE_IMA_NAME);
		memcpy(to, texts[1].data, texts[1].size);
		*size = (size_t)(to - data) + TEMPLATE_IMA_NAME;
		return 0;
	}
	for (i = 0; i < template->nr_fields; i++) {
		uint8_t *length = to;

		to += 4;
		if (!put_value(&to, template->fields[i], texts[i], big_endian))
			return because(reason, -EINVAL,
				       "field %zu is malformed", i + 1);
		put_u32(length, 4, (uint32_t)(to - length - 4), big_endian);
	}
	*size = (size_t)(to - data);
	return 0;
}
