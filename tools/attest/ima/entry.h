/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Making an entry of the measurement list: the fields of a template from what
 * was measured, as ima_template_lib.c of the kernel does.
 */
#ifndef KEXEC2_IMA_ENTRY_H
#define KEXEC2_IMA_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/list.h"
#include "evidence/template.h"
#include "ima/file.h"
#include "ima/modsig.h"
#include "shared/reason.h"

/* A digest as IMA has it; @algo as the kernel calls it. */
struct ima_digest {
	const char *algo;
	uint8_t value[LIST_DIGEST_MAX];
	size_t size;
};

/**
 * struct ima_event - what was measured
 * @digest: Of the file, or of the buffer.
 * @verity: It is the digest of fs-verity.
 * @legacy: The digest for the template "ima", which is MD5 or SHA-1.
 * @file:   The file, or NULL for a buffer.
 * @name:   Name of a buffer.
 * @buf:    The buffer.
 * @modsig: The signature appended to the file, if the policy lets IMA see it,
 *	    or NULL; and the digest that it signs.
 */
struct ima_event {
	struct ima_digest digest;
	bool verity;
	struct ima_digest legacy;
	const struct ima_file *file;
	const char *name;
	struct bytes buf;
	const struct modsig *modsig;
	struct ima_digest modsig_digest;
};

/**
 * struct ima_data - template data
 * @bytes: What the template digest is taken of.  Owned.
 */
struct ima_data {
	uint8_t *bytes;
	size_t size;
};

/**
 * ima_entry_make() - make the data of an entry
 * @data:     Receives them; the bytes are to be freed.
 * @template: Its name or format.
 *
 * In the byte order of this machine, which is little endian.
 *
 * Return: 0; -EOPNOTSUPP for what cannot be told beforehand; -EINVAL for a
 * template that IMA makes no entry with; or -ENOMEM.
 */
int ima_entry_make(struct ima_data *data, const char *template,
		   const struct ima_event *event, struct reason *reason);

/* Does the template have the field? */
bool ima_template_has(const char *template, enum field_id field);

/* Does the template have one of the fields modsig and d-modsig? */
bool ima_template_has_modsig(const char *template);

/*
 * Is it the one called "ima"?  ima_template_fmt=d|n makes another one, which has
 * no name, and whose fields have their sizes.
 */
bool ima_template_is_ima(const char *template);

/*
 * What template= of a rule means, as the list has it: the name of a template that
 * is built in, for its format, too; or @custom, for that of ima_template_fmt=, of
 * which the kernel shows an empty name.
 */
const char *ima_template_of_rule(const char *template, const char *custom);

#endif /* KEXEC2_IMA_ENTRY_H */
