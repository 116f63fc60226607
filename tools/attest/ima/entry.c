// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Make entries of the measurement list. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ima/entry.h"
#include "shared/util.h"

/* IMA_EVENT_NAME_LEN_MAX: the longest name in the field "n", without the NUL. */
#define NAME_SIZE	(TEMPLATE_IMA_NAME - 1)

char *ima_listed_name(const char *name)
{
	char *listed = xstrdup(name), *p;

	for (p = listed; (p = strchr(p, ' ')); p++)
		*p = '_';
	return listed;
}

static void put_name(FILE *out, const char *name)
{
	for (; *name; name++)
		fputc(*name == ' ' ? '_' : *name, out);
}

/* IMA uses the last component if the path is too long for the field "n". */
static const char *short_name(const struct predicted *entry)
{
	return entry->file && strlen(entry->name) > NAME_SIZE ?
	       base_name(entry->name) : entry->name;
}

static void put_hex(FILE *out, struct bytes bytes)
{
	size_t i;

	for (i = 0; i < bytes.size; i++)
		fprintf(out, "%02x", bytes.data[i]);
}

static void put_digest(FILE *out, const char *type, const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	fprintf(out, "%s%s", type, digest_text(digest, text));
}

/* That of security.ima if @ima, else the one of EVM if it is portable. */
static void put_sig(FILE *out, const struct ima_file *file, bool ima)
{
	if (ima && (xattr_type(file->xattr) == XATTR_SIGNATURE ||
		    xattr_type(file->xattr) == XATTR_VERITY_SIGNATURE))
		put_hex(out, file->xattr);
	else if (xattr_type(file->evm) == XATTR_PORTABLE_SIGNATURE)
		put_hex(out, file->evm);
}

/*
 * Most fields are empty for a buffer.  0; -EINVAL if IMA adds no entry,
 * -EOPNOTSUPP if it cannot be predicted.
 */
static int put_field(FILE *out, enum field_id field,
		     const struct predicted *entry, struct reason *reason)
{
	static const struct ima_file none;
	const struct ima_file *file = entry->file ?: &none;
	const struct modsig *modsig = entry->modsig;

	switch (field) {
	case FIELD_D:
		if (!entry->legacy.len)
			return because(reason, -EINVAL, "IMA adds no entry for %s with the template %s",
				       !strcmp(entry->template, "ima") ?
				       "it" : "a buffer", entry->template);
		put_hex(out, (struct bytes){ entry->legacy.bytes,
					     entry->legacy.len });
		break;
	case FIELD_N:
		put_name(out, short_name(entry));
		break;
	case FIELD_D_NG:
		put_digest(out, "", &entry->digest);
		break;
	case FIELD_D_NGV2:
		put_digest(out, entry->verity ? "verity:" : "ima:",
			   &entry->digest);
		break;
	case FIELD_N_NG:
		put_name(out, entry->name);
		break;
	case FIELD_SIG:
	case FIELD_EVMSIG:
		put_sig(out, file, field == FIELD_SIG);
		break;
	case FIELD_BUF:
		put_hex(out, entry->buf);
		break;
	case FIELD_D_MODSIG:
		if (modsig && !entry->modsig_digest.len)
			return because(reason, -EOPNOTSUPP, "its appended signature has attributes or an unsupported algorithm");
		if (modsig)
			put_digest(out, "", &entry->modsig_digest);
		break;
	case FIELD_MODSIG:
		if (modsig)
			put_hex(out, modsig->raw);
		break;
	case FIELD_IUID:
	case FIELD_IGID:
	case FIELD_IMODE:
		if (entry->file)
			fprintf(out, "%u", field == FIELD_IMODE ?
				file->st.st_mode : field == FIELD_IUID ?
				file->st.st_uid : file->st.st_gid);
		break;
	case FIELD_XATTRNAMES:
	case FIELD_XATTRLENGTHS:
	case FIELD_XATTRVALUES:
		if (entry->file)
			return because(reason, -EOPNOTSUPP, "the template %s has extended attributes, and only the kernel knows which ones it includes",
				       entry->template);
		break;
	}
	return 0;
}

int ima_entry_make(struct predicted *entry, struct reason *reason)
{
	struct template template;
	size_t i, size;
	uint8_t *data;
	int err = 0;
	FILE *out;

	if (!template_find(&template, bytes_of(entry->template)))
		return because(reason, -EINVAL, "unknown template \"%s\"",
			       entry->template);
	out = open_memstream(&entry->text, &size);
	if (!out)
		out_of_memory();
	for (i = 0; !err && i < template.nr_fields; i++) {
		fputc(' ', out);
		err = put_field(out, template.fields[i], entry, reason);
	}
	if (fclose(out))
		out_of_memory();
	data = xcalloc(TEMPLATE_ROOM(size), 1);
	if (!err)
		err = template_encode(&template, bytes_of(entry->text), false,
				      data, &size, reason);
	entry->data = (struct bytes){ data, size };
	if (err) {
		free(data);
		free(entry->text);
	}
	return err;
}
