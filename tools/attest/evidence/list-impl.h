/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the readers of binary and of ASCII lists share. */
#ifndef KEXEC2_EVIDENCE_LIST_IMPL_H
#define KEXEC2_EVIDENCE_LIST_IMPL_H

#include "digest.h"
#include "input.h"
#include "list.h"
#include "template.h"

/* How much of an ASCII list is hashed in vain, in search of ends of entries. */
#define LIST_SEARCH_MAX		(64U << 20)

/**
 * struct list - a list that is being read
 * @paths:	  The pieces; NULL for memory.
 * @options:	  What was known beforehand.
 * @format:	  Of this piece; LIST_AUTO until its first record.
 * @order:	  Of this piece, in an ASCII list possibly not found out yet.
 * @digest_size:  Of this piece.
 * @failed:	  The list had an error.
 * @template:	  The template of the last entry, and its name.
 * @digest:	  The digest of an ASCII entry.
 * @data:	  Template data that the list does not have as such.
 * @searched:	  Bytes that were hashed in vain, to find the ends of entries.
 * @digester:	  The algorithm of digests of @digester_size bytes, if that is
 *		  not 0.
 */
struct list {
	struct list_input input;
	const char *const *paths;
	size_t nr_paths;
	size_t piece;
	struct list_options options;
	enum list_format format;
	enum list_order order;
	size_t digest_size;
	size_t count;
	bool failed;

	struct template template;
	bool template_known;
	uint8_t template_name[TEMPLATE_NAME_MAX];
	size_t template_name_size;

	uint8_t digest[LIST_DIGEST_MAX];
	uint8_t *data;
	size_t data_size;
	size_t data_capacity;

	struct digester digester;
	size_t digester_size;
	size_t searched;
};

/* Look up a template; false for one that is not known.  Fast if it is the last. */
bool list_template(struct list *list, struct bytes name);

/* Make room for so many bytes more behind the data that are rebuilt. */
void list_data_room(struct list *list, size_t size);

/* list-binary.c */

/* Read an entry at the start of the input.  0 or a negative errno value. */
int list_binary_next(struct list *list, struct list_entry *entry,
		     struct reason *reason);

/*
 * What is at the start of the input?  1 for a record, with format, order and
 * digest size set; 0 if it is none; -EAGAIN if it may be one, cut short; or an
 * error of reading.
 */
int list_binary_detect(struct list *list, struct reason *reason);

/* list-ascii.c: the same */

int list_ascii_next(struct list *list, struct list_entry *entry,
		    struct reason *reason);
int list_ascii_detect(struct list *list, struct reason *reason);

/* list-rebuild.c */

/*
 * Make template data of the fields of an ASCII entry, in list->data.  0, -EINVAL
 * or -ENOMEM.
 */
int list_rebuild(struct list *list, struct bytes fields, bool big_endian,
		 struct reason *reason);

#endif /* KEXEC2_EVIDENCE_LIST_IMPL_H */
