// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Making an entry of the measurement list. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/template.h"
#include "ima/entry.h"

/* IMA_EVENT_NAME_LEN_MAX: what the field "n" has room for, without the NUL. */
#define NAME_SIZE	(TEMPLATE_IMA_NAME - 1)

/* The largest: a digest with its type and algorithm. */
#define DIGEST_FIELD_MAX	(16 + 32 + LIST_DIGEST_MAX)

/* Where the data go.  @failed: there was no memory. */
struct writer {
	struct ima_data *data;
	bool failed;
};

static void put(struct writer *writer, const void *bytes, size_t size)
{
	struct ima_data *data = writer->data;
	uint8_t *grown;

	if (writer->failed || !size)
		return;
	grown = realloc(data->bytes, data->size + size);
	if (!grown) {
		writer->failed = true;
		return;
	}
	memcpy(grown + data->size, bytes, size);
	data->bytes = grown;
	data->size += size;
}

static void put_u32(struct writer *writer, uint32_t n)
{
	const uint8_t le[] = { (uint8_t)n, (uint8_t)(n >> 8),
			       (uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	put(writer, le, sizeof(le));
}

/* A field: its size, and it. */
static void put_field(struct writer *writer, const void *bytes, size_t size)
{
	put_u32(writer, (uint32_t)size);
	put(writer, bytes, size);
}

static void put_digest(struct writer *writer, const char *type,
		       const struct ima_digest *digest)
{
	uint8_t field[DIGEST_FIELD_MAX];
	const char *const words[] = { type, *type ? ":" : "", digest->algo,
				      ":" };
	size_t i, size = 0;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		memcpy(field + size, words[i], strlen(words[i]));
		size += strlen(words[i]);
	}
	field[size++] = '\0';
	memcpy(field + size, digest->value, digest->size);
	put_field(writer, field, size + digest->size);
}

/* With the NUL, and without blanks. */
static void put_name(struct writer *writer, const char *name)
{
	char *copy = strdup(name), *p;

	if (!copy) {
		writer->failed = true;
		return;
	}
	for (p = copy; (p = strchr(p, ' ')); p++)
		*p = '_';
	put_field(writer, copy, strlen(copy) + 1);
	free(copy);
}

/* A name that is too long for the field "n" gives way to the last component. */
static const char *short_name(const struct ima_event *event)
{
	if (!event->file)
		return event->name;
	return strlen(event->file->name) <= NAME_SIZE ? event->file->name :
							event->file->base;
}

static void put_evmsig(struct writer *writer, const struct ima_file *file)
{
	if (file && file->evm_size &&
	    file->evm[0] == XATTR_PORTABLE_SIGNATURE)
		put_field(writer, file->evm, file->evm_size);
	else
		put_field(writer, NULL, 0);
}

static void put_sig(struct writer *writer, const struct ima_file *file)
{
	if (file && file->xattr_size &&
	    (file->xattr[0] == XATTR_SIGNATURE ||
	     file->xattr[0] == XATTR_VERITY_SIGNATURE))
		put_field(writer, file->xattr, file->xattr_size);
	else
		put_evmsig(writer, file);
}

static void put_number(struct writer *writer, const struct ima_file *file,
		       uint32_t n, size_t size)
{
	const uint8_t le[] = { (uint8_t)n, (uint8_t)(n >> 8),
			       (uint8_t)(n >> 16), (uint8_t)(n >> 24) };

	put_field(writer, le, file ? size : 0);
}

/* False for a field that depends on what cannot be seen from here. */
static bool put_any(struct writer *writer, enum field_id field,
		    const struct ima_event *event)
{
	const struct ima_file *file = event->file;

	switch (field) {
	case FIELD_D:
		put_field(writer, event->legacy.value, event->legacy.size);
		return true;
	case FIELD_N:
		put_name(writer, short_name(event));
		return true;
	case FIELD_D_NG:
		put_digest(writer, "", &event->digest);
		return true;
	case FIELD_D_NGV2:
		put_digest(writer, event->verity ? "verity" : "ima",
			   &event->digest);
		return true;
	case FIELD_N_NG:
		put_name(writer, file ? file->name : event->name);
		return true;
	case FIELD_SIG:
		put_sig(writer, file);
		return true;
	case FIELD_BUF:
		put_field(writer, event->buf.data, event->buf.size);
		return true;
	case FIELD_D_MODSIG:
		if (event->modsig)
			put_digest(writer, "", &event->modsig_digest);
		else
			put_field(writer, NULL, 0);
		return true;
	case FIELD_MODSIG:
		if (event->modsig)
			put_field(writer, event->modsig->raw,
				  event->modsig->raw_size);
		else
			put_field(writer, NULL, 0);
		return true;
	case FIELD_EVMSIG:
		put_evmsig(writer, file);
		return true;
	case FIELD_IUID:
		put_number(writer, file, file ? file->owner : 0, 4);
		return true;
	case FIELD_IGID:
		put_number(writer, file, file ? file->group : 0, 4);
		return true;
	case FIELD_IMODE:
		put_number(writer, file, file ? file->mode : 0, 2);
		return true;
	case FIELD_XATTRNAMES:
	case FIELD_XATTRLENGTHS:
	case FIELD_XATTRVALUES:
		/* A buffer has none. */
		put_field(writer, NULL, 0);
		return !file;
	}
	return false;
}

/* The digest, and the name filled up with zeros: neither has its size. */
static void put_ima(struct writer *writer, const struct ima_event *event)
{
	uint8_t name[TEMPLATE_IMA_NAME] = { 0 };
	const char *text = short_name(event);
	size_t i, len = strlen(text);

	if (len > NAME_SIZE)
		len = NAME_SIZE;
	for (i = 0; i < len; i++)
		name[i] = text[i] == ' ' ? '_' : (uint8_t)text[i];
	put(writer, event->legacy.value, event->legacy.size);
	put(writer, name, sizeof(name));
}

static bool find(struct template *template, const char *name)
{
	const struct bytes bytes = { (const uint8_t *)name, strlen(name) };

	return template_find(template, bytes);
}

static int put_fields(struct writer *writer, const struct template *template,
		      const char *name, const struct ima_event *event,
		      struct reason *reason)
{
	size_t i;

	for (i = 0; i < template->nr_fields; i++) {
		if (template->fields[i] == FIELD_D && !event->legacy.size)
			return because(reason, -EINVAL,
				       "IMA makes no entry of a buffer with the template %s",
				       name);
		if (template->fields[i] == FIELD_D_MODSIG && event->modsig &&
		    !event->modsig_digest.size)
			return because(reason, -EOPNOTSUPP,
				       "its appended signature has attributes, or an algorithm, that cannot be dealt with");
		if (!put_any(writer, template->fields[i], event))
			return because(reason, -EOPNOTSUPP,
				       "the template %s has extended attributes, of which only the kernel knows those that count",
				       name);
	}
	return 0;
}

int ima_entry_make(struct ima_data *data, const char *template,
		   const struct ima_event *event, struct reason *reason)
{
	struct writer writer = { .data = data };
	struct template parsed;
	int err = 0;

	*data = (struct ima_data){ 0 };
	if (!find(&parsed, template))
		return because(reason, -EINVAL, "there is no template \"%s\"",
			       template);
	if (ima_template_is_ima(template)) {
		if (!event->legacy.size)
			return because(reason, -EINVAL,
				       "IMA makes no entry of it with the template ima");
		put_ima(&writer, event);
	} else {
		err = put_fields(&writer, &parsed, template, event, reason);
	}
	if (!err && writer.failed)
		err = because(reason, -ENOMEM, "out of memory");
	if (err) {
		free(data->bytes);
		*data = (struct ima_data){ 0 };
	}
	return err;
}

bool ima_template_has(const char *template, enum field_id field)
{
	struct template parsed;
	size_t i;

	if (!find(&parsed, template))
		return false;
	for (i = 0; i < parsed.nr_fields; i++)
		if (parsed.fields[i] == field)
			return true;
	return false;
}

bool ima_template_has_modsig(const char *template)
{
	return ima_template_has(template, FIELD_D_MODSIG) ||
	       ima_template_has(template, FIELD_MODSIG);
}

bool ima_template_is_ima(const char *template)
{
	return !strcmp(template, "ima");
}

const char *ima_template_of_rule(const char *template, const char *custom)
{
	const struct bytes text = {
		(const uint8_t *)template, strlen(template)
	};
	const char *name = template_builtin(text);

	if (name)
		return name;
	return *template ? template : custom;
}
