/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Entries of IMA as CEL-JSON: TCG Canonical Event Log Format, 1.0, with the
 * content "ima_template".  Digests and template data are in hex, and a record
 * that is written has the one digest that the list has.
 */
#ifndef KEXEC2_CEL_H
#define KEXEC2_CEL_H

#include "list.h"
#include "shared/json.h"

struct json_object *cel_json(const struct list_entry *entry);

/* A member of this type, or NULL, also of what is no object. */
struct json_object *cel_member(struct json_object *object, const char *key,
			       enum json_type type);

/*
 * Add the entry of a record to a list, by its number, which has to be that of
 * the next one at least.  0, or -EINVAL.
 */
int cel_read(struct list *list, struct json_object *record,
	     struct reason *reason);

/* Does a piece begin as records do?  No other list has such bytes. */
bool cel_begins(struct bytes piece);

/*
 * Add the entries of all records of a piece: an array, one after another, or a
 * sequence as in RFC 7464.  Records of other contents, such as those of the
 * firmware, are no entries.  0, or -EINVAL with the entry and the offset.
 */
int cel_parse(struct list *list, struct bytes piece, struct reason *reason);

#endif /* KEXEC2_CEL_H */
