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
#include <string.h>

#include "shared/hash.h"
#include "shared/util.h"
#include "ascii.h"
#include "template.h"

/* How far behind a newline in its name an entry may end: PATH_MAX. */
#define SEARCH_MAX	4096

/* How much of an ASCII piece is hashed in vain, to find ends of entries. */
#define SEARCHED_MAX	(64U << 20)

static uint32_t pcr_of(struct bytes text)
{
	return (text.data[0] == ' ' ? 0 : (text.data[0] - '0') * 10U) +
	       (text.data[1] - '0');
}

int ascii_is_header(struct bytes text, size_t digest_size)
{
	size_t i, end = 3 + 2 * digest_size;

	for (i = 0; i <= end && i < text.size; i++) {
		uint8_t c = text.data[i];
		bool fine;

		if (i == 2 || i == end)
			fine = c == ' ';
		else if (i > 2)
			fine = hex_digit(c) >= 0;
		else
			fine = (c >= '0' + !i && c <= '9') || (!i && c == ' ');
		if (!fine)
			return 0;
	}
	return i <= end ? -EAGAIN : pcr_of(text) < LIST_PCRS;
}

static int encode(struct reader *reader, const struct template *template,
		  struct bytes text, bool big_endian, size_t *size,
		  struct reason *reason)
{
	reader->data = xreallocarray(reader->data, 1,
				   TEMPLATE_ROOM(text.size));
	return template_encode(template, text, big_endian, reader->data, size,
			       reason);
}

/* Is the digest that of the data?  In each byte order, until one is known. */
static bool agrees(struct reader *reader, const struct template *template,
		   struct bytes text, size_t *size)
{
	uint8_t value[DIGEST_SIZE_MAX];
	struct reason ignored;
	int big;

	if (!reader->hash)
		return false;
	for (big = reader->order > 0; big <= (reader->order != 0); big++) {
		if (encode(reader, template, text, big, size, &ignored))
			continue;
		hash_run(reader->hash, reader->data, *size, NULL, 0, value);
		if (memcmp(value, reader->digest, reader->digest_size))
			continue;
		reader->order = big;
		return true;
	}
	return false;
}

/*
 * Does the entry end there?  Then @size receives the size of its data.  Other
 * programs may have put a carriage return before the newline.
 */
static bool ends_at(struct reader *reader, const struct template *template,
		    const uint8_t *start, const uint8_t *end, size_t *size)
{
	struct bytes text = { start, (size_t)(end - start) };

	if (agrees(reader, template, text, size))
		return true;
	if (!text.size || end[-1] != '\r')
		return false;
	text.size--;
	if (!agrees(reader, template, text, size))
		return false;
	reader->crlf = true;
	return true;
}

/*
 * Take off the fields of an entry, and rebuild its data.  Where it ends is told
 * by its digest; without one that agrees, as for a violation or where the entry
 * was altered, it is the first newline that another entry follows, or nothing.
 * The last newline of the list may be missing.
 */
static int take_fields(struct reader *reader, const struct template *template,
		       struct bytes *rest, struct list_entry *entry,
		       struct reason *reason)
{
	const uint8_t *start = rest->data;
	const uint8_t *stop = start + rest->size, *newline = start - 1;
	const uint8_t *likely = NULL, *end = NULL;
	int err = 0;

	while (!likely || (!entry->violation &&
			   newline - likely <= SEARCH_MAX &&
			   reader->searched < SEARCHED_MAX)) {
		bool first = newline < start, follows;
		struct bytes next;

		newline = newline == stop ? NULL :
			  memchr(newline + 1, '\n',
				 (size_t)(stop - newline) - 1) ?: stop;
		if (!newline || (newline == stop && stop[-1] == '\n'))
			break;
		next.data = newline + 1;
		next.size = newline == stop ? 0 :
			    (size_t)(stop - newline) - 1;
		follows = ascii_is_header(next, reader->digest_size) != 0;
		/* Mostly it is the first. */
		if (!entry->violation && (first || follows)) {
			if (ends_at(reader, template, start, newline,
				    &entry->data.size)) {
				end = newline;
				break;
			}
			reader->searched += first ? 0 :
					  (size_t)(newline - start);
		}
		/* What is cut short agrees with nothing. */
		if (follows && !likely && newline < stop)
			likely = newline;
	}
	if (!end && !likely)
		return -EAGAIN;
	if (!end) {
		end = likely;
		err = encode(reader, template,
			     (struct bytes){ start, (size_t)(end - start) -
			     (reader->crlf && end > start && end[-1] == '\r') },
			     reader->order == 1, &entry->data.size, reason);
	}
	if (!err)
		entry->data = list_keep(reader->list, reader->data,
				   entry->data.size);
	bytes_skip(rest, (size_t)(end - start) + (end < stop));
	return err;
}

/* The name of the template, which ends at a blank. */
static int take_template(struct bytes *rest, struct bytes *name,
			 struct template *template, struct reason *reason)
{
	struct bytes head = *rest;
	bool ends;

	if (head.size > TEMPLATE_NAME_MAX + 1)
		head.size = TEMPLATE_NAME_MAX + 1;
	*name = head;
	ends = bytes_cut(&head, ' ', name);
	bytes_skip(rest, name->size);
	if (!ends && (!name->size || template_name_possible(*name)))
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

int ascii_entry(struct reader *reader, struct bytes *rest,
		struct list_entry *entry, struct reason *reason)
{
	size_t digits = 2 * reader->digest_size, size;
	int err = ascii_is_header(*rest, reader->digest_size);
	struct bytes header = *rest;
	struct template template;

	if (err < 0)
		return err;
	if (!err)
		return because(reason, -EINVAL,
			       "it does not begin with a PCR and a digest of %zu bytes",
			       reader->digest_size);
	bytes_skip(rest, 4 + digits);
	entry->pcr = pcr_of(header);
	words_hex((struct bytes){ header.data + 3, digits }, reader->digest,
		  sizeof(reader->digest), &size);
	entry->digest = list_keep(reader->list, reader->digest, size);
	entry->violation = bytes_zero(entry->digest);
	err = take_template(rest, &entry->template, &template, reason);
	if (!err)
		err = take_fields(reader, &template, rest, entry, reason);
	return err ? err : template_decode(&template, entry, reader->order == 1,
					   reason);
}
