// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Records of kexecs that the kernel has IMA measure. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"
#include "shared/util.h"

#define VERSION		"kexec_file_load2 "
#define COUNTERS	"kexec_segment_size="

static const char *const names[NR_RECORD_TYPES] = {
	[RECORD_MANIFEST]	  = "kexec-manifest",
	[RECORD_COMMIT]		  = "kexec-commit",
	[RECORD_UNLOAD]		  = "kexec-unload",
	[RECORD_KEXEC_LOAD]	  = "kexec-load",
	[RECORD_EXECUTE]	  = "kexec-execute",
	[RECORD_COUNTERS_LOAD]	  = "kexec_load",
	[RECORD_COUNTERS_EXECUTE] = "kexec_execute",
};

int record_type(struct bytes name)
{
	int type;

	for (type = 0; type < NR_RECORD_TYPES; type++)
		if (bytes_are(name, names[type]))
			return type;
	return -ENOENT;
}

/* At least one of the characters, and fewer than @size. */
static bool word(struct bytes *text, const char *characters, char *to,
		 size_t size)
{
	struct bytes word;

	bytes_span(text, characters, &word);
	return word.size && bytes_copy(word, to, size);
}

#define LOWER	"abcdefghijklmnopqrstuvwxyz0123456789_-"
#define UPPER	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* ALGO ":" HEX, in lower case */
static bool digest(struct bytes *text, struct digest *digest)
{
	struct bytes hex;

	if (!word(text, LOWER, digest->algorithm, sizeof(digest->algorithm)) ||
	    !bytes_prefix(text, ":"))
		return false;
	bytes_span(text, "0123456789abcdef", &hex);
	return words_hex(hex, digest->bytes, sizeof(digest->bytes),
			 &digest->len);
}

/* A label, or "-" for none. */
static bool label(struct bytes *text, char *to)
{
	if (!word(text, LOWER UPPER ".", to, KEXEC_INITRD_LABEL_SIZE))
		return false;
	if (!strcmp(to, "-"))
		*to = '\0';
	return true;
}

/*
 * Read text of this form, in which %u and %x are numbers (uint64_t), %d is a
 * digest, %s a digest and the size of what it is of (struct digest), and
 * %l a label.
 */
static bool scan(struct bytes *text, const char *form, ...)
{
	struct digest *sized;
	bool ok = true;
	va_list ap;

	va_start(ap, form);
	while (ok && *form) {
		size_t plain = strcspn(form, "%");

		ok = bytes_begin(text, form, plain);
		form += plain;
		if (!ok || !*form)
			break;
		switch (form[1]) {
		case 'u':
		case 'x':
			ok = words_take_number(text, form[1] == 'u' ? 10 : 16,
					       va_arg(ap, uint64_t *));
			break;
		case 'd':
			ok = digest(text, va_arg(ap, struct digest *));
			break;
		case 's':
			sized = va_arg(ap, struct digest *);
			ok = digest(text, sized) && bytes_prefix(text, " ") &&
			     words_take_number(text, 10, &sized->size);
			break;
		case 'l':
			ok = label(text, va_arg(ap, char *));
			break;
		}
		form += 2;
	}
	va_end(ap);
	return ok;
}

static int malformed(const struct bytes *text, const uint8_t *start,
		     struct reason *reason)
{
	size_t line = 1;

	while (start < text->data)
		line += *start++ == '\n';
	return because(reason, -EINVAL, "line %zu of it is malformed", line);
}

static int version(struct bytes *text, struct record *record,
		   struct reason *reason)
{
	uint64_t value;

	if (!scan(text, VERSION "%u\n", &value) || !value)
		return because(reason, -EINVAL,
			       "missing version");
	if (value > RECORD_VERSION)
		return because(reason, -EPROTONOSUPPORT,
			       "unknown version %llu (maximum %u)",
			       (unsigned long long)value, RECORD_VERSION);
	record->version = (unsigned int)value;
	if (value == 1 && record->type == RECORD_EXECUTE)
		return because(reason, -EINVAL,
			       "version 1 does not have this record");
	return 0;
}

static bool image(struct bytes *text, bool *crash)
{
	*crash = scan(text, "image crash\n");
	return *crash || scan(text, "image default\n");
}

static bool part(struct bytes *text, struct record *record)
{
	struct record_part *part = XADD(record->parts, record->nr_parts);
	uint64_t index;

	*part = (struct record_part){ .signed_ = false };
	if (!scan(text, "%u %l %s", &index, part->label, &part->digest) ||
	    index != record->nr_parts - 1)
		return false;
	part->signed_ = scan(text, " signed ");
	part->file = part->digest;
	if (part->signed_ && !scan(text, "%s", &part->file))
		return false;
	return scan(text, "\n");
}

static bool manifest(struct bytes *text, struct record *record)
{
	if (!scan(text, "flags 0x%x\nkernel %s\n", &record->flags,
		  &record->kernel))
		return false;
	while (record->nr_parts < KEXEC_INITRD_MAX && scan(text, "initrd "))
		if (!part(text, record))
			return false;
	return scan(text, "cmdline %s\n", &record->cmdline);
}

bool record_is_boot(struct bytes name)
{
	return bytes_are(name, "boot_aggregate") ||
	       bytes_are(name, "boot_aggregate_late");
}

bool record_begins(struct bytes name, struct bytes text)
{
	int type = record_type(name);

	return type >= 0 && scan(&text, type < RECORD_COUNTERS_LOAD ? VERSION :
							      COUNTERS);
}

int record_parse(struct record *record, enum record_type type,
		 struct bytes text, struct reason *reason)
{
	struct kexec_counters *counters = &record->counters;
	struct bytes rest = text;
	bool ok;
	int err;

	memset(record, 0, sizeof(*record));
	record->type = type;
	if (type >= RECORD_COUNTERS_LOAD)
		return scan(&rest, COUNTERS "%u;ima_binary_runtime_size=%u;"
			    "ima_runtime_measurements_count=%u;",
			    &counters->segment_size, &counters->list_size,
			    &counters->list_count) && !rest.size &&
		       counters->list_count <= INT64_MAX ? 0 :
		       because(reason, -EINVAL, "its counters are malformed");
	err = version(&rest, record, reason);
	if (err)
		return err;
	ok = scan(&rest, "seq %u\n", &record->seq) && record->seq;
	switch (type) {
	case RECORD_COMMIT:
	case RECORD_EXECUTE:
		/* An image of kexec_load(2) has no manifest. */
		if (type == RECORD_COMMIT || rest.size)
			ok = ok && scan(&rest, "manifest %d\n",
					&record->manifest);
		break;
	case RECORD_MANIFEST:
		ok = ok && image(&rest, &record->crash) &&
		     manifest(&rest, record);
		break;
	default:
		ok = ok && image(&rest, &record->crash);
	}
	if (!ok)
		return malformed(&rest, text.data, reason);
	if (rest.size)
		return because(reason, -EINVAL,
			       "unexpected text after the last line");
	return 0;
}

void record_free(struct record *record)
{
	free(record->parts);
	record->parts = NULL;
	record->nr_parts = 0;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0;
}

static bool word_is(struct bytes word, const char *text)
{
	/* Quotes around all of it are taken off. */
	if (bytes_prefix(&word, "\"") && word.size)
		word.size -= word.data[word.size - 1] == '"';
	return bytes_are(word, text);
}

static unsigned int word_flags(struct bytes word)
{
	static const struct {
		const char *word;
		unsigned int flag;
	} words[] = {
		{ "kexec_records=required", CMDLINE_RECORDS },
		{ "lockdown=integrity", CMDLINE_INTEGRITY },
		{ "lockdown=confidentiality", CMDLINE_CONFIDENTIALITY },
		{ "module.sig_enforce", CMDLINE_SIGNED },
		{ "module.sig_enforce=1", CMDLINE_SIGNED },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (word_is(word, words[i].word))
			return words[i].flag;
	return 0;
}

/* As next_arg() of the kernel splits it: quotes keep blanks together. */
unsigned int cmdline_flags(struct bytes cmdline)
{
	unsigned int flags = 0;

	while (cmdline.size && *cmdline.data) {
		bool quoted = false;
		struct bytes word;
		size_t size = 0;

		for (; size < cmdline.size && cmdline.data[size]; size++) {
			if (!quoted && is_blank(cmdline.data[size]))
				break;
			quoted ^= cmdline.data[size] == '"';
		}
		bytes_take(&cmdline, size, &word);
		/* What follows is for init. */
		if (word_is(word, "--"))
			break;
		flags |= word_flags(word);
		if (cmdline.size && *cmdline.data)
			bytes_skip(&cmdline, 1);
	}
	return flags;
}
