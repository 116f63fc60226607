// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * ASCII lists, as ima_ascii_measurements_show() of the kernel writes them:
 *
 *	PCR, with two places, " " template digest " " template's name
 *	and for each field " " and its text; newline
 *
 * A name may have newlines, so that a line is not always an entry, and may be
 * made to look like one.  The digest tells where an entry ends: it is that of
 * the data up to there.  These are rebuilt from the text, in the byte order for
 * which the digest agrees.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "list-ascii.h"
#include "shared/util.h"

/* What may come behind a newline in a name: PATH_MAX. */
#define SEARCH_MAX	4096

/* How much of a list is hashed in vain, in search of ends of entries. */
#define SEARCHED_MAX	(64U << 20)

void list_ascii_free(struct list_ascii *ascii)
{
	hash_free(&ascii->hash);
	free(ascii->data);
}

/*
 * Is it the PCR and the digest of an entry, of @digest_size bytes?  1, 0, or
 * -EAGAIN if it is as far as there are bytes.
 */
static int header(struct bytes text, size_t digest_size, uint32_t *pcr)
{
	size_t i, end = 3 + 2 * digest_size;
	const uint8_t *p = text.data;

	for (i = 0; i <= end; i++) {
		bool fine;

		if (i == text.size)
			return -EAGAIN;
		if (i == 2 || i == end)
			fine = p[i] == ' ';
		else if (i > 2)
			fine = hex_digit((char)p[i]) >= 0;
		else
			fine = (p[i] >= '0' + !i && p[i] <= '9') ||
			       (!i && p[i] == ' ');
		if (!fine)
			return 0;
	}
	*pcr = (p[0] == ' ' ? 0 : (uint32_t)(p[0] - '0') * 10) +
	       (uint32_t)(p[1] - '0');
	return *pcr < LIST_PCRS;
}

int list_ascii_detect(struct list_ascii *ascii, struct bytes text,
		      size_t *digest_size)
{
	static const size_t sizes[] = { 20, 32, 48, 64 };
	uint32_t pcr;
	int cut = 0;
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int ret = header(text, sizes[i], &pcr);

		if (ret == -EAGAIN)
			cut = ret;
		if (ret != 1)
			continue;
		*digest_size = ascii->digest_size = sizes[i];
		ascii->order = -1;
		hash_free(&ascii->hash);
		hash_init(&ascii->hash, hash_by_size(sizes[i]));
		return 1;
	}
	return cut;
}

static void put(struct list_ascii *ascii, struct bytes bytes)
{
	if (bytes.size)
		memcpy(ascii->data + ascii->size, bytes.data, bytes.size);
	ascii->size += bytes.size;
}

static void put_byte(struct list_ascii *ascii, uint8_t byte)
{
	ascii->data[ascii->size++] = byte;
}

static bool put_hex(struct list_ascii *ascii, struct bytes text)
{
	size_t i;

	for (i = 0; i + 1 < text.size; i += 2) {
		int high = hex_digit((char)text.data[i]);
		int low = hex_digit((char)text.data[i + 1]);

		if (high < 0 || low < 0)
			return false;
		put_byte(ascii, (uint8_t)(high << 4 | low));
	}
	return i == text.size;
}

/* "sha256:HEX" or "verity:sha256:HEX" */
static bool put_digest(struct list_ascii *ascii, struct bytes text)
{
	const uint8_t *colon = text.size ? memrchr(text.data, ':', text.size) :
					   NULL;
	size_t prefix = colon ? (size_t)(colon - text.data) + 1 : 0;

	put(ascii, (struct bytes){ text.data, prefix });
	put_byte(ascii, '\0');
	return colon && put_hex(ascii, (struct bytes){ colon + 1,
						       text.size - prefix });
}

static void put_u32(uint8_t *to, size_t size, uint32_t value, bool big_endian)
{
	size_t i;

	for (i = 0; i < size; i++)
		to[i] = (uint8_t)(value >> 8 * (big_endian ? size - 1 - i : i));
}

static bool put_number(struct list_ascii *ascii, struct bytes text, size_t size,
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
	put_u32(ascii->data + ascii->size, size, (uint32_t)value, big_endian);
	ascii->size += size;
	return !(value >> 8 * size);
}

static bool put_value(struct list_ascii *ascii, enum field_id id,
		      struct bytes text, bool big_endian)
{
	bool is_name = id == FIELD_N || id == FIELD_N_NG;

	switch (id) {
	case FIELD_D_NG:
	case FIELD_D_NGV2:
		return put_digest(ascii, text);
	case FIELD_D_MODSIG:
		return !text.size || put_digest(ascii, text);
	case FIELD_N:
	case FIELD_N_NG:
	case FIELD_XATTRNAMES:
		put(ascii, text);
		if (text.size || is_name)
			put_byte(ascii, '\0');
		return true;
	case FIELD_IUID:
	case FIELD_IGID:
		return !text.size || put_number(ascii, text, 4, big_endian);
	case FIELD_IMODE:
		return !text.size || put_number(ascii, text, 2, big_endian);
	default:
		return put_hex(ascii, text);
	}
}

/* A digest and a name that is filled up with zeros, without lengths. */
static bool put_ima(struct list_ascii *ascii, const struct bytes *texts)
{
	if (texts[0].size != 2 * TEMPLATE_IMA_DIGEST ||
	    texts[1].size >= TEMPLATE_IMA_NAME || !put_hex(ascii, texts[0]))
		return false;
	put(ascii, texts[1]);
	memset(ascii->data + ascii->size, 0, TEMPLATE_IMA_SIZE - ascii->size);
	ascii->size = TEMPLATE_IMA_SIZE;
	return true;
}

/*
 * The texts of the fields.  Each has one blank before it, also if it is empty.
 * Names cannot have blanks, since IMA makes them "_"; kernels before 3.13 did
 * not, so a name takes those that are to spare.
 */
static bool split(const struct template *template, struct bytes text,
		  struct bytes *texts)
{
	const uint8_t *p, *end = text.data + text.size;
	size_t i, blanks = 0;

	for (p = text.data; p < end; p++)
		blanks += *p == ' ';
	p = text.data;
	for (i = 0; i < template->nr_fields; i++) {
		bool is_name = template->fields[i] == FIELD_N ||
			       template->fields[i] == FIELD_N_NG;

		if (p == end || *p != ' ')
			return false;
		texts[i].data = ++p;
		for (; p < end; p++) {
			if (*p != ' ')
				continue;
			if (!is_name || blanks <= template->nr_fields)
				break;
			blanks--;
		}
		texts[i].size = (size_t)(p - texts[i].data);
	}
	return p == end;
}

/* What ima_show_template_data_ascii() of the kernel does, backwards. */
static int rebuild(struct list_ascii *ascii, const struct template *template,
		   struct bytes text, bool big_endian, struct reason *reason)
{
	/* The text, and for each field a length, a NUL and a number. */
	size_t room = TEMPLATE_IMA_SIZE + text.size + TEMPLATE_FIELDS_MAX * 9;
	struct bytes texts[TEMPLATE_FIELDS_MAX];
	size_t i;

	ascii->size = 0;
	if (ascii->capacity < room) {
		ascii->capacity = 2 * room;
		ascii->data = xreallocarray(ascii->data, ascii->capacity, 1);
	}
	if (!split(template, text, texts))
		return because(reason, -EINVAL,
			       "its fields do not match its template");
	if (template->ima)
		return put_ima(ascii, texts) ? 0 :
		       because(reason, -EINVAL,
			       "its fields do not match the template ima");
	for (i = 0; i < template->nr_fields; i++) {
		size_t at = ascii->size;

		ascii->size += 4;
		if (!put_value(ascii, template->fields[i], texts[i],
			       big_endian))
			return because(reason, -EINVAL,
				       "field %zu is malformed",
				       i + 1);
		put_u32(ascii->data + at, 4, (uint32_t)(ascii->size - at - 4),
			big_endian);
	}
	return 0;
}

/* Is the digest that of the data?  In each byte order, until one is known. */
static bool agrees(struct list_ascii *ascii, const struct template *template,
		   struct bytes text)
{
	uint8_t value[LIST_DIGEST_MAX];
	struct reason ignored;
	int big;

	if (!ascii->hash.size)
		return false;
	for (big = ascii->order > 0; big <= (ascii->order != 0); big++) {
		if (rebuild(ascii, template, text, big, &ignored))
			continue;
		hash_run(&ascii->hash, ascii->data, ascii->size, NULL, 0,
			 value);
		if (memcmp(value, ascii->digest, ascii->digest_size))
			continue;
		ascii->order = big;
		return true;
	}
	return false;
}

/*
 * Rebuild the data of an entry whose fields begin at @text.  Where it ends is
 * told by its digest; without one that agrees, as for a violation or where the
 * entry was altered, it is the first newline that another entry follows, or
 * nothing.
 */
static int find_end(struct list_ascii *ascii, const struct template *template,
		    struct bytes text, bool violation, size_t *end,
		    struct reason *reason)
{
	const uint8_t *newline = text.data - 1, *first = NULL;
	const uint8_t *stop = text.data + text.size;

	do {
		bool begin = newline < text.data, follows;
		struct bytes fields = text, rest;
		uint32_t pcr;

		newline = memchr(newline + 1, '\n',
				 (size_t)(stop - newline) - 1);
		if (!newline)
			break;
		fields.size = (size_t)(newline - text.data);
		rest = (struct bytes){ newline + 1,
				       (size_t)(stop - newline) - 1 };
		follows = header(rest, ascii->digest_size, &pcr) != 0;
		/* Mostly it is the first. */
		if (!violation && (begin || follows)) {
			*end = fields.size;
			if (agrees(ascii, template, fields))
				return 0;
			ascii->searched += begin ? 0 : fields.size;
		}
		if (follows && !first)
			first = newline;
	} while (!first || (!violation && ascii->searched < SEARCHED_MAX &&
			    newline - first <= SEARCH_MAX));
	if (!first)
		return -EAGAIN;
	*end = (size_t)(first - text.data);
	return rebuild(ascii, template, (struct bytes){ text.data, *end },
		       ascii->order == 1, reason);
}

/* The name of the template, which ends at a blank. */
static int find_template(struct template *template, struct bytes text,
			 struct bytes *name, struct reason *reason)
{
	const uint8_t *blank;

	*name = text;
	if (name->size > TEMPLATE_NAME_MAX + 1)
		name->size = TEMPLATE_NAME_MAX + 1;
	blank = name->size ? memchr(name->data, ' ', name->size) : NULL;
	if (blank)
		name->size = (size_t)(blank - name->data);
	if (!blank && (!name->size || template_name_possible(*name)))
		return -EAGAIN;
	if (!template_name_possible(*name))
		return because(reason, -EINVAL,
			       "missing template name after the digest");
	if (!template_find(template, *name))
		return because(reason, -EINVAL,
			       "unknown template \"%.*s\"; read the binary list",
			       (int)name->size, (const char *)name->data);
	return 0;
}

int list_ascii_entry(struct list_ascii *ascii, struct bytes text,
		     struct list_entry *entry, size_t *used,
		     struct reason *reason)
{
	const char *hex;
	struct template template;
	int err = header(text, ascii->digest_size, &entry->pcr);
	size_t i, end = 0;

	if (err == -EAGAIN)
		return err;
	if (!err)
		return because(reason, -EINVAL,
			       "it does not begin with a PCR and a digest of %zu bytes",
			       ascii->digest_size);
	entry->violation = true;
	hex = (const char *)text.data + 3;
	words_hex((struct words){ hex, hex + 2 * ascii->digest_size },
		  ascii->digest, sizeof(ascii->digest), &i);
	for (i = 0; i < ascii->digest_size; i++)
		entry->violation &= !ascii->digest[i];
	entry->digest = (struct bytes){ ascii->digest, ascii->digest_size };

	*used = 4 + 2 * ascii->digest_size;
	err = find_template(&template, (struct bytes){ text.data + *used,
			    text.size - *used }, &entry->template, reason);
	if (err)
		return err;
	*used += entry->template.size;
	err = find_end(ascii, &template, (struct bytes){ text.data + *used,
		       text.size - *used }, entry->violation, &end, reason);
	if (err)
		return err;
	*used += end + 1;
	entry->data = (struct bytes){ ascii->data, ascii->size };
	return template_decode(&template, entry, ascii->order == 1, reason);
}
