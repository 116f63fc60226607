// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Make entries of the measurement list. */
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ima/entry.h"
#include "shared/util.h"

/* IMA_EVENT_NAME_LEN_MAX: the longest name in the field "n", without the NUL. */
#define NAME_SIZE	(TEMPLATE_IMA_NAME - 1)

/* The data, and the text of them in an ASCII list. */
struct writer {
	FILE *data;
	FILE *text;
};

static void put_number(FILE *out, uint32_t n, size_t size)
{
	n = htole32(n);
	fwrite(&n, 1, size, out);
}

static void put_hex(FILE *out, const uint8_t *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		fprintf(out, "%02x", bytes[i]);
}

/* A field behind its length. */
static void put_bytes(struct writer *writer, const uint8_t *bytes, size_t size)
{
	put_number(writer->data, (uint32_t)size, 4);
	if (size)
		fwrite(bytes, 1, size, writer->data);
	put_hex(writer->text, bytes, size);
}

static void put_digest(struct writer *writer, const char *type,
		       const struct digest *digest)
{
	char head[48];
	int size = snprintf(head, sizeof(head), "%s%s:", type,
			    digest->algorithm);

	put_number(writer->data, (uint32_t)((size_t)size + 1 + digest->len), 4);
	fwrite(head, 1, (size_t)size + 1, writer->data);
	fwrite(digest->bytes, 1, digest->len, writer->data);
	fputs(head, writer->text);
	put_hex(writer->text, digest->bytes, digest->len);
}

char *ima_listed_name(const char *name)
{
	char *listed = xstrdup(name), *p;

	for (p = listed; (p = strchr(p, ' ')); p++)
		*p = '_';
	return listed;
}

static void put_name(struct writer *writer, const char *name)
{
	char *listed = ima_listed_name(name);
	size_t size = strlen(listed) + 1;

	put_number(writer->data, (uint32_t)size, 4);
	fwrite(listed, 1, size, writer->data);
	put_text(writer->text, listed, -1);
	free(listed);
}

/* IMA uses the last component if the path is too long for the field "n". */
static const char *short_name(const struct predicted *entry)
{
	return entry->file && strlen(entry->name) > NAME_SIZE ?
	       entry->file->base : entry->name;
}

/* That of security.ima if @ima, else the one of EVM if it is portable. */
static void put_sig(struct writer *writer, const struct ima_file *file,
		    bool ima)
{
	if (ima && file && file->xattr_size &&
	    (file->xattr[0] == XATTR_SIGNATURE ||
	     file->xattr[0] == XATTR_VERITY_SIGNATURE))
		put_bytes(writer, file->xattr, file->xattr_size);
	else if (file && file->evm_size &&
		 file->evm[0] == XATTR_PORTABLE_SIGNATURE)
		put_bytes(writer, file->evm, file->evm_size);
	else
		put_bytes(writer, NULL, 0);
}

/* Empty for a buffer. */
static void put_attribute(struct writer *writer, bool has, uint32_t n,
			  uint32_t size)
{
	put_number(writer->data, has ? size : 0, 4);
	if (has) {
		put_number(writer->data, n, size);
		fprintf(writer->text, "%u", n);
	}
}

/* 0; -EINVAL if IMA adds no entry, -EOPNOTSUPP if it cannot be predicted. */
static int put_field(struct writer *writer, enum field_id field,
		     const struct predicted *entry, struct reason *reason)
{
	static const struct stat none;
	const struct ima_file *file = entry->file;
	const struct stat *st = file ? &file->st : &none;
	const struct modsig *modsig = entry->modsig;

	switch (field) {
	case FIELD_D:
		if (!entry->legacy.len)
			return because(reason, -EINVAL, "IMA adds no entry for a buffer with the template %s",
				       entry->template);
		put_bytes(writer, entry->legacy.bytes, entry->legacy.len);
		break;
	case FIELD_N:
		put_name(writer, short_name(entry));
		break;
	case FIELD_D_NG:
		put_digest(writer, "", &entry->digest);
		break;
	case FIELD_D_NGV2:
		put_digest(writer, entry->verity ? "verity:" : "ima:",
			   &entry->digest);
		break;
	case FIELD_N_NG:
		put_name(writer, entry->name);
		break;
	case FIELD_SIG:
	case FIELD_EVMSIG:
		put_sig(writer, file, field == FIELD_SIG);
		break;
	case FIELD_BUF:
		put_bytes(writer, entry->buf.data, entry->buf.size);
		break;
	case FIELD_D_MODSIG:
		if (modsig && !entry->modsig_digest.len)
			return because(reason, -EOPNOTSUPP, "its appended signature has attributes or an unsupported algorithm");
		if (modsig)
			put_digest(writer, "", &entry->modsig_digest);
		else
			put_bytes(writer, NULL, 0);
		break;
	case FIELD_MODSIG:
		put_bytes(writer, modsig ? modsig->raw : NULL,
			  modsig ? modsig->raw_size : 0);
		break;
	case FIELD_IUID:
		put_attribute(writer, file, st->st_uid, 4);
		break;
	case FIELD_IGID:
		put_attribute(writer, file, st->st_gid, 4);
		break;
	case FIELD_IMODE:
		put_attribute(writer, file, st->st_mode, 2);
		break;
	case FIELD_XATTRNAMES:
	case FIELD_XATTRLENGTHS:
	case FIELD_XATTRVALUES:
		/* A buffer has none. */
		if (file)
			return because(reason, -EOPNOTSUPP, "the template %s has extended attributes, and only the kernel knows which ones it includes",
				       entry->template);
		put_bytes(writer, NULL, 0);
		break;
	}
	return 0;
}

/* The digest and the name, padded with zeros; neither has a length. */
static int put_ima(struct writer *writer, const struct predicted *entry,
		   struct reason *reason)
{
	char *listed = ima_listed_name(short_name(entry));
	char name[TEMPLATE_IMA_NAME] = { 0 };

	strncpy(name, listed, NAME_SIZE);
	free(listed);
	if (!entry->legacy.len)
		return because(reason, -EINVAL,
			       "IMA adds no entry for it with the template ima");
	fwrite(entry->legacy.bytes, 1, entry->legacy.len, writer->data);
	fwrite(name, 1, sizeof(name), writer->data);
	fputc(' ', writer->text);
	put_hex(writer->text, entry->legacy.bytes, entry->legacy.len);
	fputc(' ', writer->text);
	put_text(writer->text, name, -1);
	return 0;
}

int ima_entry_make(struct predicted *entry, struct reason *reason)
{
	struct template template;
	struct writer writer;
	size_t i;
	int err = 0;

	if (!template_find(&template, bytes_of(entry->template)))
		return because(reason, -EINVAL, "unknown template \"%s\"",
			       entry->template);
	writer.data = open_memstream(&entry->data, &entry->size);
	writer.text = open_memstream(&entry->text, &entry->text_size);
	if (!writer.data || !writer.text)
		out_of_memory();
	if (template.ima)
		err = put_ima(&writer, entry, reason);
	for (i = 0; !err && !template.ima && i < template.nr_fields; i++) {
		fputc(' ', writer.text);
		err = put_field(&writer, template.fields[i], entry, reason);
	}
	if (fclose(writer.data) || fclose(writer.text))
		out_of_memory();
	if (err) {
		free(entry->data);
		free(entry->text);
	}
	return err;
}

bool ima_template_has(const char *template, enum field_id field)
{
	struct template parsed;
	size_t i;

	if (!template_find(&parsed, bytes_of(template)))
		return false;
	for (i = 0; i < parsed.nr_fields; i++)
		if (parsed.fields[i] == field)
			return true;
	return false;
}

const char *ima_template_of_rule(const char *template, const char *custom)
{
	return template_builtin(bytes_of(template)) ?:
	       (*template ? template : custom);
}
