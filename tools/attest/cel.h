/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Entries of IMA as CEL-JSON: TCG Canonical Event Log Format, 1.0, with the
 * content "ima_template".
 */
#ifndef KEXEC2_CEL_H
#define KEXEC2_CEL_H

#include "evidence/list.h"
#include "shared/json.h"

struct json_object *cel_json(const struct list_entry *entry);

/*
 * Add the entry of a record to a list, by its number, which has to be that of
 * the next one at least.  0, or -EINVAL.
 */
int cel_read(struct list *list, struct json_object *record,
	     struct reason *reason);

#endif /* KEXEC2_CEL_H */
