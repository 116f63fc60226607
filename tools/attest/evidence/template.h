/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Templates of IMA: the fields of an entry. */
#ifndef KEXEC2_EVIDENCE_TEMPLATE_H
#define KEXEC2_EVIDENCE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "list.h"

#define TEMPLATE_FIELDS_MAX	15	/* IMA_TEMPLATE_NUM_FIELDS_MAX */
#define TEMPLATE_NAME_MAX	255	/* that many, of 16 characters */

/* Of the template "ima": a SHA-1 digest, and the name filled up with zeros. */
#define TEMPLATE_IMA_DIGEST	20
#define TEMPLATE_IMA_NAME	256
#define TEMPLATE_IMA_SIZE	(TEMPLATE_IMA_DIGEST + TEMPLATE_IMA_NAME)

enum field_id {
	FIELD_D,
	FIELD_N,
	FIELD_D_NG,
	FIELD_D_NGV2,
	FIELD_N_NG,
	FIELD_SIG,
	FIELD_BUF,
	FIELD_D_MODSIG,
	FIELD_MODSIG,
	FIELD_EVMSIG,
	FIELD_IUID,
	FIELD_IGID,
	FIELD_IMODE,
	FIELD_XATTRNAMES,
	FIELD_XATTRLENGTHS,
	FIELD_XATTRVALUES,
};

struct template {
	bool ima;			/* its fields have no lengths, unlike
					 * those of d|n */
	size_t nr_fields;
	enum field_id fields[TEMPLATE_FIELDS_MAX];
};

/* By name or format string; false for one that is not known. */
bool template_find(struct template *template, struct bytes name);

/* Is it known, and has the field? */
bool template_has(const char *name, enum field_id field);

/*
 * The template name that the list shows for template= of a rule: that of the
 * built-in template with this name or format.  For an empty one, which is how
 * the kernel shows the template of ima_template_fmt=, @custom.
 */
const char *template_of_rule(const char *template, const char *custom);

/* Could it be a template's name? */
bool template_name_possible(struct bytes name);

/* Set the fields of @entry from its data.  0 or -EINVAL. */
int template_decode(const struct template *template, struct list_entry *entry,
		    bool big_endian, struct reason *reason);

/* What template_encode() needs at most, for that many bytes of text. */
#define TEMPLATE_ROOM(text_size) \
	(TEMPLATE_IMA_SIZE + (text_size) + TEMPLATE_FIELDS_MAX * 9)

/*
 * Rebuild the data of an entry of an ASCII list: @text is what follows the name
 * of the template.  0 or -EINVAL.
 */
int template_encode(const struct template *template, struct bytes text,
		    bool big_endian, uint8_t *data, size_t *size,
		    struct reason *reason);

/* Take the next field; false if its length is more than there is. */
bool template_next_field(struct bytes *data, bool big_endian,
			 struct bytes *field);

static inline uint32_t template_u32(const uint8_t *p, bool big_endian)
{
	if (big_endian)
		return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

#endif /* KEXEC2_EVIDENCE_TEMPLATE_H */
