/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The names that digests had lately in a measurement list.  A name proves
 * nothing, and is forgotten when many others came after it.
 */
#ifndef KEXEC2_EVIDENCE_HINTS_H
#define KEXEC2_EVIDENCE_HINTS_H

#include "list.h"
#include "record.h"

/* A load has 256 parts at most, and a kernel. */
#define HINTS	512

/* Longer names are not kept: PATH_MAX. */
#define HINT_NAME_MAX	4096

struct hint {
	uint8_t digest[LIST_DIGEST_MAX];
	size_t digest_size;
	char *name;
	size_t capacity;	/* of the name's buffer, which is used again */
};

struct hints {
	struct hint ring[HINTS];
	size_t next;
	size_t used;
};

/* 0 or -ENOMEM. */
int hints_add(struct hints *hints, const struct list_entry *entry);

/* A copy of the latest name in *@name, or NULL.  0 or -ENOMEM. */
int hints_find(const struct hints *hints, const struct record_digest *digest,
	       char **name);

void hints_forget(struct hints *hints);
void hints_free(struct hints *hints);

#endif /* KEXEC2_EVIDENCE_HINTS_H */
