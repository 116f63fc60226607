// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Binary lists, as ima_measurements_show() writes them, in the byte order of the
 * machine (with ima_canonical_fmt: little endian):
 *
 *	u32 PCR, digest, u32 size, template's name, u32 size, template data
 *
 * For the template "ima" the second size is missing, and the data are 20 bytes
 * of digest, u32 size, name.
 */
#include <errno.h>
#include <string.h>

#include "list-impl.h"

static const size_t digest_sizes[] = { 20, 32, 48, 64 };

#define NR_SIZES	(sizeof(digest_sizes) / sizeof(digest_sizes[0]))

/* A record that is being taken apart; grows as more of it is needed. */
struct cursor {
	struct list *list;
	size_t at;
	bool big_endian;
};

static int cut_short(struct reason *reason)
{
	return because(reason, -EAGAIN, "the file ends in the middle of it");
}

/* 0 with @size bytes at cursor; -EAGAIN if the file ends before them. */
static int need(struct cursor *c, size_t size, struct reason *reason)
{
	struct list_input *input = &c->list->input;
	int err = list_input_want(input, c->at + size, reason);

	if (err)
		return err;
	return list_input_have(input) < c->at + size ? cut_short(reason) : 0;
}

static const uint8_t *here(const struct cursor *c)
{
	return list_input_at(&c->list->input) + c->at;
}

static int number(struct cursor *c, uint32_t *value, struct reason *reason)
{
	int err = need(c, 4, reason);

	if (err)
		return err;
	*value = template_u32(here(c), c->big_endian);
	c->at += 4;
	return 0;
}

/* Data of the template "ima", as they are hashed. */
static int rebuild_ima(struct cursor *c, struct reason *reason)
{
	struct list *list = c->list;
	uint32_t size;
	size_t digest;
	int err = need(c, TEMPLATE_IMA_DIGEST, reason);

	if (err)
		return err;
	digest = c->at;
	c->at += TEMPLATE_IMA_DIGEST;
	err = number(c, &size, reason);
	if (err)
		return err;
	if (size >= TEMPLATE_IMA_NAME)
		return because(reason, -EINVAL,
			       "its name has %u bytes, of 255 at most", size);
	err = need(c, size, reason);
	if (err)
		return err;
	if (size && memchr(here(c), '\0', size))
		return because(reason, -EINVAL, "its name has a NUL");

	list->data_size = 0;
	list_data_room(list, TEMPLATE_IMA_SIZE);
	memcpy(list->data, list_input_at(&list->input) + digest,
	       TEMPLATE_IMA_DIGEST);
	memset(list->data + TEMPLATE_IMA_DIGEST, 0, TEMPLATE_IMA_NAME);
	memcpy(list->data + TEMPLATE_IMA_DIGEST, here(c), size);
	list->data_size = TEMPLATE_IMA_SIZE;
	c->at += size;
	return 0;
}

static bool all_zero(struct bytes bytes)
{
	return !bytes.data[0] &&
	       !memcmp(bytes.data, bytes.data + 1, bytes.size - 1);
}

/* Parse a record of these parameters.  On success @c is behind it. */
static int parse(struct cursor *c, size_t digest_size,
		 struct list_entry *entry, struct reason *reason)
{
	struct list *list = c->list;
	size_t digest_at, name_at, data_at;
	uint32_t name_size, data_size = 0;
	bool known;
	int err;

	err = number(c, &entry->pcr, reason);
	if (err)
		return err;
	if (entry->pcr >= LIST_PCRS)
		return because(reason, -EINVAL, "there is no PCR %u",
			       entry->pcr);
	digest_at = c->at;
	err = need(c, digest_size, reason);
	if (err)
		return err;
	c->at += digest_size;

	err = number(c, &name_size, reason);
	if (err)
		return err;
	if (!name_size || name_size > TEMPLATE_NAME_MAX)
		return because(reason, -EINVAL,
			       "the name of its template has %u bytes",
			       name_size);
	name_at = c->at;
	err = need(c, name_size, reason);
	if (err)
		return err;
	entry->template = (struct bytes){ here(c), name_size };
	c->at += name_size;
	known = list_template(list, entry->template);
	if (!known && !template_name_possible(entry->template))
		return because(reason, -EINVAL,
			       "the name of its template has odd characters");

	entry->big_endian = c->big_endian;
	if (known && list->template.ima) {
		err = rebuild_ima(c, reason);
		data_at = 0;
	} else {
		err = number(c, &data_size, reason);
		if (!err && data_size > LIST_RECORD_MAX)
			err = because(reason, -EINVAL,
				      "its data have %u bytes, of %u at most",
				      data_size, LIST_RECORD_MAX);
		data_at = c->at;
		if (!err)
			err = need(c, data_size, reason);
		c->at += data_size;
	}
	if (err)
		return err;

	/* The buffer stays where it is from here on. */
	entry->digest = (struct bytes){
		list_input_at(&list->input) + digest_at, digest_size
	};
	entry->template.data = list_input_at(&list->input) + name_at;
	entry->violation = all_zero(entry->digest);
	entry->data = known && list->template.ima ?
		      (struct bytes){ list->data, list->data_size } :
		      (struct bytes){ list_input_at(&list->input) + data_at,
				      data_size };
	if (known)
		return template_decode(&list->template, entry, reason);
	if (!template_fields_possible(entry->data, c->big_endian))
		return because(reason, -EINVAL,
			       "its template \"%.*s\" is not known, and its data are no fields",
			       (int)name_size, (const char *)entry->template.data);
	return 0;
}

int list_binary_next(struct list *list, struct list_entry *entry,
		     struct reason *reason)
{
	struct cursor c = {
		.list = list,
		.big_endian = list->order == LIST_BIG_ENDIAN,
	};
	int err = parse(&c, list->digest_size, entry, reason);

	if (err == -EAGAIN)
		return -EINVAL;
	if (err)
		return err;
	list_input_use(&list->input, c.at);
	return 0;
}

/*
 * One reading of the first record: is it a record?  An unknown template
 * counts only if no other reading has a known one.
 */
static int attempt(struct list *list, size_t digest_size, enum list_order order,
		   bool unknown, struct reason *reason)
{
	struct list_entry entry = { .index = 0 };
	struct cursor c = {
		.list = list,
		.big_endian = order == LIST_BIG_ENDIAN,
	};
	int err = parse(&c, digest_size, &entry, reason);

	if (err == -EINVAL)
		return 0;
	if (err)
		return err;
	if (!unknown && !entry.decoded)
		return 0;
	list->format = LIST_BINARY;
	list->order = order;
	list->digest_size = digest_size;
	return 1;
}

static int try_all(struct list *list, bool unknown, struct reason *reason)
{
	int cut = 0;
	size_t i;

	for (i = 0; i < NR_SIZES; i++) {
		enum list_order order;

		if (list->options.digest_size &&
		    list->options.digest_size != digest_sizes[i])
			continue;
		for (order = LIST_LITTLE_ENDIAN; order <= LIST_BIG_ENDIAN;
		     order++) {
			int ret;

			if (list->options.order && list->options.order != order)
				continue;
			ret = attempt(list, digest_sizes[i], order, unknown,
				      reason);
			if (ret == -EAGAIN)
				cut = ret;
			else if (ret)
				return ret;
		}
	}
	return cut;
}

int list_binary_detect(struct list *list, struct reason *reason)
{
	int ret = try_all(list, false, reason), unknown;

	if (ret && ret != -EAGAIN)
		return ret;
	unknown = try_all(list, true, reason);
	return unknown ? unknown : ret;
}
