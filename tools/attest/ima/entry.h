/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Make entries of the measurement list: fill in the fields of a template, as
 * ima_template_lib.c of the kernel does.
 */
#ifndef KEXEC2_IMA_ENTRY_H
#define KEXEC2_IMA_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/template.h"
#include "ima/file.h"
#include "shared/digest.h"
#include "shared/util.h"

enum predicted_state {
	PREDICTED_ADDED,
	PREDICTED_PRESENT,	/* in the list, so not added again */
	PREDICTED_CACHED,	/* not added if IMA remembers the file */
};

/* An entry that a load adds. */
struct predicted {
	/*
	 * "kernel"; "initrd" by a rule without label=, "label" by its label;
	 * "cmdline", "unload", "manifest", "commit".
	 */
	const char *what;
	enum predicted_state state;
	size_t index;		/* of a part */
	const char *label;	/* by which a part is measured, or NULL */
	const struct ima_file *file;	/* or NULL for a buffer */
	const char *name;	/* with its blanks */
	struct bytes buf;	/* gone when the entry is made */
	uint32_t pcr;
	const char *template;	/* its name or format */
	const struct ima_rule *rule;	/* NULL: the kernel does without one */
	const struct ima_rule *maybe;	/* before it, with another effect */
	struct digest digest;	/* of the file or buffer */
	bool verity;		/* it is the digest of fs-verity */
	struct digest legacy;	/* for the field d: MD5 or SHA-1 */
	/* Appended to the file, if IMA may see it; and the digest it signs. */
	const struct modsig *modsig;
	struct digest modsig_digest;
	/* The fields as an ASCII list has them.  Owned. */
	char *text;
	struct bytes data;	/* the template data; owned */
};

/**
 * ima_entry_make() - make the data of an entry
 * @entry: Receives data and text, to be freed on success.
 *
 * In the byte order of this machine, which is little endian.
 *
 * Return: 0; -EOPNOTSUPP if the data cannot be predicted; or -EINVAL for a
 * template with which IMA adds no entry.
 */
int ima_entry_make(struct predicted *entry, struct reason *reason);

/* A name as the list has it, without blanks; to be freed. */
char *ima_listed_name(const char *name);

#endif /* KEXEC2_IMA_ENTRY_H */
