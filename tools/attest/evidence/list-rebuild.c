// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Template data from the fields of an ASCII list: what
 * ima_show_template_data_ascii() of the kernel does, backwards.
 *
 * Fields have one blank before each, also before an empty one.  Names cannot
 * have blanks, since IMA makes them "_"; kernels before 3.13 did not, so a name
 * takes what the other fields leave.
 */
#include <errno.h>
#include <string.h>

#include "hex.h"
#include "list-impl.h"

static void put(struct list *list, const void *data, size_t size)
{
	if (size)
		memcpy(list->data + list->data_size, data, size);
	list->data_size += size;
}

static bool put_hex(struct list *list, struct bytes text)
{
	size_t i;

	if (text.size % 2)
		return false;
	for (i = 0; i < text.size; i += 2) {
		int byte = hex_byte(text.data + i);

		if (byte < 0)
			return false;
		list->data[list->data_size++] = (uint8_t)byte;
	}
	return true;
}

/* "sha256:HEX" or "verity:sha256:HEX" */
static bool put_digest(struct list *list, struct bytes text)
{
	const uint8_t *colon = text.size ? memrchr(text.data, ':', text.size) :
					   NULL;
	size_t prefix;

	if (!colon)
		return false;
	prefix = (size_t)(colon - text.data) + 1;
	put(list, text.data, prefix);
	put(list, "", 1);
	text.data += prefix;
	text.size -= prefix;
	return put_hex(list, text);
}

static bool put_number(struct list *list, struct bytes text, size_t size,
		       bool big_endian)
{
	uint64_t value = 0;
	size_t i;

	if (text.size > 10 || (text.size > 1 && text.data[0] == '0'))
		return false;
	for (i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(text.data[i] - '0');
	}
	if (value >> 8 * size)
		return false;
	for (i = 0; i < size; i++) {
		size_t shift = 8 * (big_endian ? size - 1 - i : i);

		list->data[list->data_size++] = (uint8_t)(value >> shift);
	}
	return true;
}

static bool put_value(struct list *list, enum field_id id, struct bytes text,
		      bool big_endian)
{
	switch (id) {
	case FIELD_D:
	case FIELD_SIG:
	case FIELD_BUF:
	case FIELD_MODSIG:
	case FIELD_EVMSIG:
	case FIELD_XATTRLENGTHS:
	case FIELD_XATTRVALUES:
		return put_hex(list, text);
	case FIELD_D_NG:
	case FIELD_D_NGV2:
		return put_digest(list, text);
	case FIELD_D_MODSIG:
		return !text.size || put_digest(list, text);
	case FIELD_N:
	case FIELD_N_NG:
		put(list, text.data, text.size);
		put(list, "", 1);
		return true;
	case FIELD_XATTRNAMES:
		put(list, text.data, text.size);
		if (text.size)
			put(list, "", 1);
		return true;
	case FIELD_IUID:
	case FIELD_IGID:
		return !text.size || put_number(list, text, 4, big_endian);
	case FIELD_IMODE:
		return !text.size || put_number(list, text, 2, big_endian);
	}
	return false;
}

/* A field with its length before it. */
static bool put_field(struct list *list, enum field_id id, struct bytes text,
		      bool big_endian)
{
	size_t at = list->data_size, size, i;

	list->data_size += 4;
	if (!put_value(list, id, text, big_endian))
		return false;
	size = list->data_size - at - 4;
	for (i = 0; i < 4; i++)
		list->data[at + i] = (uint8_t)(size >>
					       8 * (big_endian ? 3 - i : i));
	return true;
}

static bool put_ima(struct list *list, const struct bytes *texts)
{
	if (texts[0].size != 2 * TEMPLATE_IMA_DIGEST ||
	    texts[1].size >= TEMPLATE_IMA_NAME || !put_hex(list, texts[0]))
		return false;
	put(list, texts[1].data, texts[1].size);
	memset(list->data + list->data_size, 0,
	       TEMPLATE_IMA_SIZE - list->data_size);
	list->data_size = TEMPLATE_IMA_SIZE;
	return true;
}

/* Each from the left up to a name, each from the right down to it. */
static bool split(const struct template *template, struct bytes text,
		  struct bytes *texts)
{
	size_t left = 0, right = template->nr_fields;

	while (left < right && template->fields[left] != FIELD_N &&
	       template->fields[left] != FIELD_N_NG) {
		const uint8_t *end;

		if (!text.size || text.data[0] != ' ')
			return false;
		text.data++;
		text.size--;
		end = text.size ? memchr(text.data, ' ', text.size) : NULL;
		texts[left].data = text.data;
		texts[left].size = end ? (size_t)(end - text.data) : text.size;
		text.data += texts[left].size;
		text.size -= texts[left].size;
		left++;
	}
	if (left == right)
		return !text.size;
	while (right > left + 1) {
		const uint8_t *blank = text.size ?
				       memrchr(text.data, ' ', text.size) :
				       NULL;

		if (!blank)
			return false;
		right--;
		texts[right].data = blank + 1;
		texts[right].size = text.size -
				    (size_t)(blank + 1 - text.data);
		text.size = (size_t)(blank - text.data);
	}
	if (!text.size || text.data[0] != ' ')
		return false;
	texts[left].data = text.data + 1;
	texts[left].size = text.size - 1;
	return true;
}

int list_rebuild(struct list *list, struct bytes fields, bool big_endian,
		 struct reason *reason)
{
	const struct template *template = &list->template;
	struct bytes texts[TEMPLATE_FIELDS_MAX];
	size_t i;

	list->data_size = 0;
	/* At most: a length, a NUL and a number for each field, and the text. */
	list_data_room(list, TEMPLATE_IMA_SIZE + fields.size +
		       TEMPLATE_FIELDS_MAX * 9);
	if (!split(template, fields, texts))
		return because(reason, -EINVAL,
			       "it has not the fields of its template");
	if (template->ima) {
		if (!put_ima(list, texts))
			return because(reason, -EINVAL,
				       "its fields are none of the template ima");
		return 0;
	}
	for (i = 0; i < template->nr_fields; i++)
		if (!put_field(list, template->fields[i], texts[i],
			       big_endian))
			return because(reason, -EINVAL,
				       "its field %zu is not what it should be",
				       i + 1);
	return 0;
}
