// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The texts that the kernel has IMA record of a kexec.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "record.h"

#define VERSION		"kexec_file_load2 "
#define COUNTERS	"kexec_segment_size="

/* What is not yet parsed. */
struct text {
	const uint8_t *p;
	const uint8_t *end;
};

static const struct {
	const char *name;
	enum record_type type;
} types[] = {
	{ "kexec-manifest",	RECORD_MANIFEST },
	{ "kexec-commit",	RECORD_COMMIT },
	{ "kexec-unload",	RECORD_UNLOAD },
	{ "kexec-load",		RECORD_KEXEC_LOAD },
	{ "kexec-execute",	RECORD_EXECUTE },
};

int record_type(struct bytes name)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (bytes_are(name, types[i].name))
			return (int)types[i].type;
	return -ENOENT;
}

bool record_digest_equal(const struct record_digest *a,
			 const struct record_digest *b)
{
	return a->size == b->size && a->bytes == b->bytes &&
	       !strcmp(a->algo, b->algo) && !memcmp(a->value, b->value, a->size);
}

static bool skip(struct text *text, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(text->end - text->p) < size ||
	    memcmp(text->p, word, size))
		return false;
	text->p += size;
	return true;
}

/* As printf() writes it: no sign, no zeros in front. */
static bool number(struct text *text, uint64_t *value)
{
	const uint8_t *start = text->p;

	*value = 0;
	while (text->p < text->end && *text->p >= '0' && *text->p <= '9') {
		uint64_t digit = (uint64_t)(*text->p - '0');

		if (*value > (UINT64_MAX - digit) / 10)
			return false;
		*value = *value * 10 + digit;
		text->p++;
	}
	return text->p > start && (*start != '0' || text->p == start + 1);
}

static bool hex_number(struct text *text, uint64_t *value)
{
	const uint8_t *start = text->p;

	*value = 0;
	while (text->p < text->end && hex_digit(*text->p) >= 0) {
		if (*value >> 60)
			return false;
		*value = *value << 4 | (uint64_t)hex_digit(*text->p++);
	}
	return text->p > start && (*start != '0' || text->p == start + 1);
}

/* ALGO ":" HEX */
static bool digest(struct text *text, struct record_digest *digest)
{
	size_t size = 0;

	while (text->p < text->end && *text->p != ':') {
		uint8_t c = *text->p++;

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-' && c != '_')
			return false;
		if (size == sizeof(digest->algo) - 1)
			return false;
		digest->algo[size++] = (char)c;
	}
	digest->algo[size] = '\0';
	if (!size || !skip(text, ":"))
		return false;

	digest->size = 0;
	while (text->p < text->end && hex_digit(*text->p) >= 0) {
		if (digest->size == sizeof(digest->value) ||
		    text->end - text->p < 2 || hex_digit(text->p[1]) < 0)
			return false;
		digest->value[digest->size++] =
			(uint8_t)(hex_digit(text->p[0]) << 4 | hex_digit(text->p[1]));
		text->p += 2;
	}
	return digest->size > 0;
}

/* " " ALGO ":" HEX " " SIZE */
static bool sized_digest(struct text *text, struct record_digest *to)
{
	return skip(text, " ") && digest(text, to) && skip(text, " ") &&
	       number(text, &to->bytes);
}

static bool label(struct text *text, char *to)
{
	size_t size = 0;

	if (text->end - text->p >= 2 && text->p[0] == '-' && text->p[1] == ' ') {
		text->p++;
		to[0] = '\0';
		return true;
	}
	while (text->p < text->end && *text->p != ' ') {
		uint8_t c = *text->p++;

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '.' && c != '_' &&
		    c != '-')
			return false;
		if (size == KEXEC_INITRD_LABEL_SIZE - 1)
			return false;
		to[size++] = (char)c;
	}
	to[size] = '\0';
	return size > 0;
}

static int malformed(const struct text *text, const uint8_t *start,
		     struct reason *reason)
{
	size_t line = 1;

	while (start < text->p)
		line += *start++ == '\n';
	return because(reason, -EINVAL, "line %zu of it is malformed", line);
}

static int version(struct text *text, struct record *record,
		   struct reason *reason)
{
	uint64_t value;

	if (!skip(text, VERSION) || !number(text, &value) ||
	    !skip(text, "\n") || !value)
		return because(reason, -EINVAL,
			       "it does not begin with a version");
	if (value > RECORD_VERSION)
		return because(reason, -EPROTONOSUPPORT,
			       "its version is %llu, and up to %u is known",
			       (unsigned long long)value, RECORD_VERSION);
	record->version = (unsigned int)value;
	if (value == 1 && record->type == RECORD_EXECUTE)
		return because(reason, -EINVAL,
			       "version 1 has no such record");
	return 0;
}

/* Of the text of the manifest. */
static bool manifest_line(struct text *text, struct record *record)
{
	return skip(text, "manifest ") && digest(text, &record->manifest) &&
	       skip(text, "\n");
}

static bool image(struct text *text, bool *crash)
{
	*crash = skip(text, "image crash\n");
	return *crash || skip(text, "image default\n");
}

/* Twice as many at 1, 2, 4, ... */
static bool room_for_part(struct record *record)
{
	size_t n = record->nr_parts;
	struct record_part *parts;

	if (n & (n - 1))
		return true;
	parts = reallocarray(record->parts, n ? 2 * n : 1, sizeof(*parts));
	if (!parts)
		return false;
	record->parts = parts;
	return true;
}

static bool part(struct text *text, struct record *record)
{
	struct record_part *part = &record->parts[record->nr_parts];
	uint64_t index;

	memset(part, 0, sizeof(*part));
	if (!number(text, &index) || index != record->nr_parts ||
	    !skip(text, " ") || !label(text, part->label) ||
	    !sized_digest(text, &part->digest))
		return false;
	part->signed_ = skip(text, " signed");
	part->file = part->digest;
	if (part->signed_ && !sized_digest(text, &part->file))
		return false;
	record->nr_parts++;
	return skip(text, "\n");
}

static int manifest(struct text *text, struct record *record,
		    struct reason *reason)
{
	const uint8_t *start = text->p;

	if (!skip(text, "flags 0x") || !hex_number(text, &record->flags) ||
	    !skip(text, "\nkernel") || !sized_digest(text, &record->kernel) ||
	    !skip(text, "\n"))
		return malformed(text, start, reason);
	while (skip(text, "initrd ")) {
		if (record->nr_parts == KEXEC_INITRD_MAX)
			return because(reason, -EINVAL,
				       "it has more than %u parts",
				       KEXEC_INITRD_MAX);
		if (!room_for_part(record))
			return because(reason, -ENOMEM, "out of memory");
		if (!part(text, record))
			return malformed(text, start, reason);
	}
	if (!skip(text, "cmdline") || !sized_digest(text, &record->cmdline) ||
	    !skip(text, "\n"))
		return malformed(text, start, reason);
	return 0;
}

bool record_is_named(struct bytes name)
{
	return record_type(name) >= 0 || bytes_are(name, "kexec_load") ||
	       bytes_are(name, "kexec_execute");
}

bool record_begins(struct bytes name, struct bytes text)
{
	struct text rest = { text.data, text.data + text.size };

	return skip(&rest, record_type(name) >= 0 ? VERSION : COUNTERS);
}

int record_parse(struct record *record, enum record_type type,
		 struct bytes text, struct reason *reason)
{
	const uint8_t *start = text.data;
	struct text rest = { text.data, text.data + text.size };
	int err;

	memset(record, 0, sizeof(*record));
	record->type = type;
	err = version(&rest, record, reason);
	if (err)
		return err;
	if (!skip(&rest, "seq ") || !number(&rest, &record->seq) ||
	    !record->seq || !skip(&rest, "\n"))
		return malformed(&rest, start, reason);
	if (type == RECORD_COMMIT || type == RECORD_EXECUTE) {
		/* What kexec_load(2) has put in place has no manifest. */
		bool may_end = type == RECORD_EXECUTE && rest.p == rest.end;

		if (!may_end && !manifest_line(&rest, record))
			return malformed(&rest, start, reason);
	} else if (!image(&rest, &record->crash)) {
		return malformed(&rest, start, reason);
	}
	if (type == RECORD_MANIFEST) {
		err = manifest(&rest, record, reason);
		if (err)
			return err;
	}
	if (rest.p != rest.end)
		return because(reason, -EINVAL,
			       "it goes on after its last line");
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

static bool word_is(const uint8_t *word, const uint8_t *end, const char *text)
{
	size_t size = strlen(text);

	/* Quotes around all of it are taken off. */
	if (word < end && *word == '"') {
		word++;
		end -= word < end && end[-1] == '"';
	}
	return (size_t)(end - word) == size && !memcmp(word, text, size);
}

/* As next_arg() of the kernel splits it: quotes keep blanks together. */
bool cmdline_requires_records(const void *cmdline, size_t size)
{
	const uint8_t *p = cmdline, *end = p + size;

	while (p < end && *p) {
		const uint8_t *word = p;
		bool quoted = false;

		for (; p < end && *p && (quoted || !is_blank(*p)); p++)
			quoted ^= *p == '"';
		/* What follows is for init. */
		if (word_is(word, p, "--"))
			return false;
		if (word_is(word, p, "kexec_records=required"))
			return true;
		if (p < end && *p)
			p++;
	}
	return false;
}

int kexec_counters_parse(struct kexec_counters *counters, struct bytes text,
			 struct reason *reason)
{
	struct text rest = { text.data, text.data + text.size };

	if (!skip(&rest, COUNTERS) ||
	    !number(&rest, &counters->segment_size) ||
	    !skip(&rest, ";ima_binary_runtime_size=") ||
	    !number(&rest, &counters->list_size) ||
	    !skip(&rest, ";ima_runtime_measurements_count=") ||
	    !number(&rest, &counters->list_count) ||
	    !skip(&rest, ";") || rest.p != rest.end)
		return because(reason, -EINVAL,
			       "its counters are malformed");
	return 0;
}
