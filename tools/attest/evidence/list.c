// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Reading IMA measurement lists, one entry at a time. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "list-impl.h"
#include "shared/util.h"

static int open_piece(struct list *list, struct reason *reason)
{
	list->format = list->options.format;
	list->order = list->options.order;
	list->digest_size = list->options.digest_size;
	return list_input_open(&list->input, list->paths[list->piece], reason);
}

static struct list *new_list(const struct list_options *options)
{
	struct list *list = xcalloc(1, sizeof(*list));

	list->input = LIST_INPUT_INIT;
	if (options)
		list->options = *options;
	return list;
}

int list_open(struct list **list, const char *const *paths, size_t n,
	      const struct list_options *options, struct reason *reason)
{
	struct list *new = new_list(options);
	int err;

	*list = NULL;
	new->paths = paths;
	new->nr_paths = n;
	err = open_piece(new, reason);
	if (err) {
		list_close(new);
		return err;
	}
	*list = new;
	return 0;
}

int list_open_memory(struct list **list, const void *data, size_t size,
		     const struct list_options *options, struct reason *reason)
{
	struct list *new = new_list(options);

	(void)reason;
	*list = new;
	list_input_memory(&new->input, data, size);
	new->format = new->options.format;
	new->order = new->options.order;
	new->digest_size = new->options.digest_size;
	return 0;
}

void list_close(struct list *list)
{
	if (!list)
		return;
	list_input_close(&list->input);
	if (list->digester_size)
		digester_free(&list->digester);
	free(list->data);
	free(list);
}

const char *list_path(const struct list *list)
{
	return list->paths ? list->paths[list->piece] : "memory";
}

size_t list_count(const struct list *list)
{
	return list->count;
}

bool list_template(struct list *list, struct bytes name)
{
	if (name.size == list->template_name_size && name.size &&
	    !memcmp(name.data, list->template_name, name.size))
		return list->template_known;
	list->template_known = template_find(&list->template, name);
	list->template_name_size = 0;
	if (name.size <= sizeof(list->template_name)) {
		memcpy(list->template_name, name.data, name.size);
		list->template_name_size = name.size;
	}
	return list->template_known;
}

void list_data_room(struct list *list, size_t size)
{
	size_t capacity = list->data_capacity ? list->data_capacity : 4096;

	/* Both are bounded by the size of a record. */
	if (size <= list->data_capacity - list->data_size)
		return;
	while (capacity < list->data_size + size)
		capacity *= 2;
	list->data = xreallocarray(list->data, capacity, 1);
	list->data_capacity = capacity;
}

/* Find out what the piece is; only with bytes at hand. */
static int detect(struct list *list, struct reason *reason)
{
	int found = 0, cut = 0;

	if (list->format != LIST_BINARY) {
		found = list_ascii_detect(list, reason);
		cut = found == -EAGAIN;
	}
	if ((found == 0 || cut) && list->format != LIST_ASCII) {
		found = list_binary_detect(list, reason);
		cut = cut || found == -EAGAIN;
	}
	if (found > 0)
		return 0;
	if (cut)
		return because(reason, -EINVAL,
			       "the file ends in the middle of it");
	if (found < 0)
		return found;
	return because(reason, -EINVAL, "this is no measurement list%s",
		       list->options.format || list->options.order ||
		       list->options.digest_size ?
		       " in the form that was asked for" : "");
}

/* 1 with bytes at hand, 0 after the last of the last piece. */
static int more(struct list *list, struct reason *reason)
{
	for (;;) {
		int err = list_input_want(&list->input, 1, reason);

		if (err)
			return err;
		if (list_input_have(&list->input))
			return 1;
		if (!list->paths || list->piece + 1 >= list->nr_paths)
			return 0;
		list->piece++;
		err = open_piece(list, reason);
		if (err)
			return err;
	}
}

/* What went wrong, and where. */
static int at_entry(const struct list *list, int err, struct reason *reason)
{
	struct reason why = *reason;

	return because(reason, err, "entry %zu, at byte %llu: %.200s",
		       list->count + 1,
		       (unsigned long long)list->input.offset, why.text);
}

int list_next(struct list *list, struct list_entry *entry,
	      struct reason *reason)
{
	uint64_t offset;
	int ret;

	if (list->failed)
		return because(reason, -EINVAL, "an entry before was no entry");
	ret = more(list, reason);
	if (ret <= 0) {
		list->failed = ret < 0;
		return ret;
	}

	offset = list->input.offset;
	memset(entry, 0, sizeof(*entry));
	ret = 0;
	if (list->format == LIST_AUTO || !list->digest_size ||
	    (list->format == LIST_BINARY && !list->order))
		ret = detect(list, reason);
	if (!ret)
		ret = list->format == LIST_BINARY ?
		      list_binary_next(list, entry, reason) :
		      list_ascii_next(list, entry, reason);
	if (ret) {
		list->failed = true;
		return at_entry(list, ret, reason);
	}
	entry->index = list->count++;
	entry->piece = list->piece;
	entry->offset = offset;
	return 1;
}
