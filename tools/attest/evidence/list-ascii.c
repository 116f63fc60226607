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
 * the data up to there.
 */
#include <errno.h>
#include <string.h>

#include "hex.h"
#include "list-impl.h"

/* What may come behind a newline in a name: PATH_MAX. */
#define SEARCH_MAX	4096

/* No text is longer: two digits a byte, and a little more for the rest. */
#define LINE_MAX_BYTES	(2 * (size_t)LIST_RECORD_MAX + 4096)

/* The beginning of an entry, with the longest name of a template. */
#define HEADER_MAX	(4 + 2 * LIST_DIGEST_MAX + TEMPLATE_NAME_MAX + 1)

static const size_t digest_sizes[] = { 20, 32, 48, 64 };

#define NR_SIZES	(sizeof(digest_sizes) / sizeof(digest_sizes[0]))

/*
 * Is it the PCR and the digest of an entry?  1, or 0, or -EAGAIN if it is as far
 * as there are bytes.  @fields is where the name of the template begins.
 */
static int header(const uint8_t *p, size_t size, size_t digest_size,
		  uint32_t *pcr, size_t *fields)
{
	size_t i, end = 3 + 2 * digest_size;

	*pcr = 0;
	for (i = 0; i <= end; i++) {
		bool fine;

		if (i == size)
			return -EAGAIN;
		if (i == 0)
			fine = p[0] == ' ' || (p[0] >= '1' && p[0] <= '9');
		else if (i == 1)
			fine = p[1] >= '0' && p[1] <= '9';
		else if (i == 2 || i == end)
			fine = p[i] == ' ';
		else
			fine = (p[i] >= '0' && p[i] <= '9') ||
			       (p[i] >= 'a' && p[i] <= 'f');
		if (!fine)
			return 0;
	}
	*pcr = (p[0] == ' ' ? 0 : (uint32_t)(p[0] - '0') * 10) +
	       (uint32_t)(p[1] - '0');
	*fields = end + 1;
	return *pcr < LIST_PCRS;
}

int list_ascii_detect(struct list *list, struct reason *reason)
{
	int cut = 0, err = list_input_want(&list->input, HEADER_MAX, reason);
	size_t i;

	if (err)
		return err;
	for (i = 0; i < NR_SIZES; i++) {
		uint32_t pcr;
		size_t fields;
		int ret;

		if (list->options.digest_size &&
		    list->options.digest_size != digest_sizes[i])
			continue;
		ret = header(list_input_at(&list->input),
			     list_input_have(&list->input), digest_sizes[i],
			     &pcr, &fields);
		if (ret == -EAGAIN)
			cut = ret;
		if (ret != 1)
			continue;
		list->format = LIST_ASCII;
		list->digest_size = digest_sizes[i];
		return 1;
	}
	return cut;
}

/* Find a newline from @from on.  0 with @at set, or -EAGAIN at the end. */
static int find_newline(struct list *list, size_t from, size_t *at,
			struct reason *reason)
{
	struct list_input *input = &list->input;

	for (;;) {
		size_t have = list_input_have(input);
		const uint8_t *newline = have > from ?
			memchr(list_input_at(input) + from, '\n', have - from) :
			NULL;
		int err;

		if (newline) {
			*at = (size_t)(newline - list_input_at(input));
			return 0;
		}
		from = have;
		if (have > LINE_MAX_BYTES)
			return because(reason, -EINVAL,
				       "it has more than %zu bytes",
				       LINE_MAX_BYTES);
		err = list_input_want(input, have + 1, reason);
		if (err)
			return err;
		if (list_input_have(input) == have)
			return because(reason, -EAGAIN,
				       "the file ends in the middle of it");
	}
}

/* May an entry end at this newline?  So does the file, or another follows. */
static int may_end(struct list *list, size_t newline, struct reason *reason)
{
	struct list_input *input = &list->input;
	uint32_t pcr;
	size_t fields, at = newline + 1;
	int err = list_input_want(input, at + HEADER_MAX, reason);

	if (err)
		return err;
	return header(list_input_at(input) + at, list_input_have(input) - at,
		      list->digest_size, &pcr, &fields) != 0;
}

static bool start_digester(struct list *list)
{
	if (list->digester_size == list->digest_size)
		return true;
	if (list->digester_size)
		digester_free(&list->digester);
	list->digester_size = 0;
	if (digester_init(&list->digester,
			  digest_algo_by_size(list->digest_size)))
		return false;
	list->digester_size = list->digest_size;
	return true;
}

/* Rebuild the data of an entry that ends there; is the digest theirs? */
static int attempt(struct list *list, size_t fields, size_t newline,
		   const uint8_t *digest, bool big_endian, bool *agrees,
		   struct reason *reason)
{
	struct bytes text = {
		list_input_at(&list->input) + fields, newline - fields
	};
	uint8_t value[LIST_DIGEST_MAX];
	int err = list_rebuild(list, text, big_endian, reason);

	*agrees = false;
	if (err)
		return err;
	if (start_digester(list))
		*agrees = digester_run(&list->digester, list->data,
				       list->data_size, NULL, 0, value) &&
			  !memcmp(value, digest, list->digest_size);
	return 0;
}

/* The same in the byte orders that are possible; the one that fits is kept. */
static int attempt_orders(struct list *list, size_t fields, size_t newline,
			  const uint8_t *digest, bool *agrees,
			  struct reason *reason)
{
	bool big_endian = list->order == LIST_BIG_ENDIAN;
	int err = attempt(list, fields, newline, digest, big_endian, agrees,
			  reason);

	if (err || list->order != LIST_ORDER_AUTO)
		return err;
	if (!*agrees) {
		err = attempt(list, fields, newline, digest, true, agrees,
			      reason);
		big_endian = true;
	}
	if (*agrees)
		list->order = big_endian ? LIST_BIG_ENDIAN :
					   LIST_LITTLE_ENDIAN;
	return err;
}

/*
 * Find the newline that ends the entry.  By its digest; without one that
 * agrees, as for a violation or where the entry was altered, it is the first
 * newline that another entry follows.
 */
static int find_end(struct list *list, size_t fields,
		    const struct list_entry *entry, size_t *end,
		    struct reason *reason)
{
	size_t newline = 0, first = 0, from = fields;
	bool agrees = false, have_first = false;
	struct reason ignored;
	int err;

	for (;;) {
		err = find_newline(list, from, &newline, reason);
		if (err == -EAGAIN && have_first)
			break;
		if (err)
			return err;
		if (from == fields && !entry->violation) {
			/* Mostly it is the first. */
			err = attempt_orders(list, fields, newline,
					     entry->digest.data, &agrees,
					     &ignored);
			if (agrees || err == -ENOMEM)
				break;
		}
		err = may_end(list, newline, reason);
		if (err < 0)
			return err;
		if (err && !have_first) {
			have_first = true;
			first = newline;
		}
		if (err && from != fields && !entry->violation) {
			err = attempt_orders(list, fields, newline,
					     entry->digest.data, &agrees,
					     &ignored);
			if (agrees || err == -ENOMEM)
				break;
			list->searched += newline - fields;
		}
		from = newline + 1;
		if (have_first &&
		    (entry->violation ||
		     list->searched >= LIST_SEARCH_MAX ||
		     newline - first > SEARCH_MAX))
			break;
	}
	if (agrees) {
		*end = newline;
		return 0;
	}
	if (err == -ENOMEM)
		return because(reason, err, "out of memory");
	*end = first;
	return list_rebuild(list,
			    (struct bytes){ list_input_at(&list->input) +
					    fields, first - fields },
			    list->order == LIST_BIG_ENDIAN, reason);
}

static bool all_zero(const uint8_t *digits, size_t size)
{
	while (size--)
		if (*digits++ != '0')
			return false;
	return true;
}

/* The name of the template, of which a blank is the end. */
static int find_template(struct list *list, size_t at, size_t *fields,
			 struct reason *reason)
{
	const uint8_t *p = list_input_at(&list->input) + at;
	size_t have = list_input_have(&list->input) - at;
	size_t most = have < TEMPLATE_NAME_MAX + 1 ? have :
						     TEMPLATE_NAME_MAX + 1;
	const uint8_t *blank = most ? memchr(p, ' ', most) : NULL;
	struct bytes name = { p, blank ? (size_t)(blank - p) : most };

	if (!blank && have <= TEMPLATE_NAME_MAX &&
	    (!name.size || template_name_possible(name)))
		return because(reason, -EINVAL,
			       "the file ends in the middle of it");
	if (!blank || !template_name_possible(name))
		return because(reason, -EINVAL,
			       "no template follows its digest");
	if (!list_template(list, name))
		return because(reason, -EINVAL,
			       "its template \"%.*s\" is not known; read the binary list",
			       (int)name.size, (const char *)name.data);
	*fields = at + name.size;
	return 0;
}

/* True for a violation. */
static bool take_digest(struct list *list, uint8_t *digest)
{
	const uint8_t *digits = list_input_at(&list->input) + 3;
	size_t i;

	for (i = 0; i < list->digest_size; i++)
		digest[i] = (uint8_t)hex_byte(digits + 2 * i);
	return all_zero(digits, 2 * list->digest_size);
}

int list_ascii_next(struct list *list, struct list_entry *entry,
		    struct reason *reason)
{
	struct list_input *input = &list->input;
	size_t name, fields = 0, end;
	int err = list_input_want(input, HEADER_MAX, reason);

	if (err)
		return err;
	err = header(list_input_at(input), list_input_have(input),
		     list->digest_size, &entry->pcr, &name);
	if (err == -EAGAIN)
		return because(reason, -EINVAL,
			       "the file ends in the middle of it");
	if (err == 0)
		return because(reason, -EINVAL,
			       "it does not begin with a PCR and a digest of %zu bytes",
			       list->digest_size);
	err = find_template(list, name, &fields, reason);
	if (err)
		return err;

	entry->violation = take_digest(list, list->digest);
	entry->digest = (struct bytes){ list->digest, list->digest_size };
	err = find_end(list, fields, entry, &end, reason);
	if (err)
		return err == -EAGAIN ? -EINVAL : err;

	entry->template = (struct bytes){
		list_input_at(input) + name, fields - name
	};
	entry->data = (struct bytes){ list->data, list->data_size };
	entry->big_endian = list->order == LIST_BIG_ENDIAN;
	err = template_decode(&list->template, entry, reason);
	if (err)
		return err;
	list_input_use(input, end + 1);
	return 0;
}
