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
#include "shared/reason.h"

/**
 * struct ima_event - a measurement
 * @digest: Of the file, or of the buffer; @digest.algorithm as the kernel calls
 *	    it.
 * @verity: It is the digest of fs-verity.
 * @legacy: The digest for the field d, which is MD5 or SHA-1.
 * @file:   The file, or NULL for a buffer.
 * @name:   Name of a buffer.
 * @buf:    The buffer.
 * @modsig: The signature appended to the file, if the policy lets IMA see it,
 *	    or NULL; and the digest that it signs.
 */
struct ima_event {
	struct digest digest;
	bool verity;
	struct digest legacy;
	const struct ima_file *file;
	const char *name;
	struct bytes buf;
	const struct modsig *modsig;
	struct digest modsig_digest;
};

/**
 * struct ima_data - template data, twice.  Owned.
 * @bytes: What the template digest is taken of.
 * @text:  As an ASCII list has them, behind the name of the template.  Control
 *	   characters of names are \xNN.
 */
struct ima_data {
	char *bytes;
	size_t size;
	char *text;
	size_t text_size;
};

/**
 * ima_entry_make() - make the data of an entry
 * @data:     Receives the data; ima_data_free() it on success.
 * @template: Its name or format.
 *
 * In the byte order of this machine, which is little endian.
 *
 * Return: 0; -EOPNOTSUPP if the data cannot be predicted; or -EINVAL for a
 * template with which IMA adds no entry.
 */
int ima_entry_make(struct ima_data *data, const char *template,
		   const struct ima_event *event, struct reason *reason);
void ima_data_free(struct ima_data *data);

/* A name as the list has it, without blanks; to be freed. */
char *ima_listed_name(const char *name);

/* Does the template have the field? */
bool ima_template_has(const char *template, enum field_id field);

/*
 * Is it the template "ima"?  ima_template_fmt=d|n is another one: it has no
 * name, and its fields have lengths.
 */
bool ima_template_is_ima(const char *template);

/*
 * The template name that the list shows for template= of a rule: that of the
 * built-in template with this name or format.  For an empty one, which is how
 * the kernel shows the template of ima_template_fmt=, @custom.
 */
const char *ima_template_of_rule(const char *template, const char *custom);

#endif /* KEXEC2_IMA_ENTRY_H */
