// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a verification has found. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "shared/util.h"

static const char *const words[NR_FINDING_CODES] = {
	[FOUND_UNPROVEN]	= "unproven",
	[FOUND_NOTHING_PROVEN]	= "nothing-proven",
	[FOUND_PCR_MISMATCH]	= "pcr-mismatch",
	[FOUND_PCR_UNCOVERED]	= "pcr-uncovered",
	[FOUND_PCR_RESETTABLE]	= "pcr-resettable",
	[FOUND_PCR_MIXED]	= "pcr-mixed",
	[FOUND_WEAK_BANK]	= "weak-bank",
	[FOUND_ALTERED_ENTRY]	= "altered-entry",
	[FOUND_TEMPLATE]	= "template",
	[FOUND_VIOLATION]	= "violation",
	[FOUND_TRIMMED]		= "trimmed",
	[FOUND_BOOT_AGGREGATE]	= "boot-aggregate",
	[FOUND_NO_TPM]		= "no-tpm",
	[FOUND_QUOTE_SIGNATURE]	= "quote-signature",
	[FOUND_QUOTE_KEY]	= "quote-key",
	[FOUND_QUOTE_MAGIC]	= "quote-magic",
	[FOUND_QUOTE_TYPE]	= "quote-type",
	[FOUND_QUOTE_NONCE]	= "quote-nonce",
	[FOUND_QUOTE_DIGEST]	= "quote-digest",
	[FOUND_MALFORMED_RECORD] = "malformed-record",
	[FOUND_STRAY_COMMIT]	= "stray-commit",
	[FOUND_NEWER_RECORD]	= "newer-record",
	[FOUND_MIXED_RECORDS]	= "mixed-records",
	[FOUND_RECORD_SEQUENCE]	= "record-sequence",
	[FOUND_UNRECORDED_LOAD]	= "unrecorded-load",
	[FOUND_MISSING_RECORD]	= "missing-record",
	[FOUND_NO_EXECUTE_RECORD] = "no-execute-record",
	[FOUND_WRONG_EXECUTE_RECORD] = "wrong-execute-record",
	[FOUND_NO_BOOT]		= "no-boot",
	[FOUND_NO_MANIFEST]	= "no-manifest",
	[FOUND_KEXEC_LOAD]	= "kexec-load",
	[FOUND_NO_KEXEC]	= "no-kexec",
	[FOUND_NOT_MEASURED]	= "not-measured",
	[FOUND_RECORDS_NOT_REQUIRED] = "records-not-required",
	[FOUND_UNKNOWN_KERNEL]	= "unknown-kernel",
	[FOUND_UNKNOWN_PART]	= "unknown-part",
	[FOUND_UNKNOWN_CMDLINE]	= "unknown-cmdline",
	[FOUND_WRONG_ROLE]	= "wrong-role",
	[FOUND_WRONG_LABEL]	= "wrong-label",
	[FOUND_WRONG_ORDER]	= "wrong-order",
	[FOUND_TOO_OLD]		= "too-old",
	[FOUND_DUPLICATE_PART]	= "duplicate-part",
	[FOUND_EXTRA_PART]	= "extra-part",
	[FOUND_MISSING_PART]	= "missing-part",
	[FOUND_WRONG_COMPOSITION] = "wrong-composition",
};

const char *finding_word(enum finding_code code)
{
	return words[code];
}

static void more_room(struct findings *findings)
{
	if (findings->nr < findings->capacity)
		return;
	findings->capacity = findings->capacity ? 2 * findings->capacity : 8;
	findings->list = xreallocarray(findings->list, findings->capacity,
				       sizeof(*findings->list));
}

/* Nothing puts an end to it, ever. */
static size_t gone(size_t entry)
{
	return entry ? entry : NOWHERE;
}

int findings_add(struct findings *findings, enum finding_code code,
		 struct place place, const char *format, ...)
{
	struct finding *new;
	va_list ap;

	if (place.at != NOWHERE && findings->placed == FINDINGS_MAX) {
		findings->dropped++;
		if (place.at < findings->dropped_at)
			findings->dropped_at = place.at;
		if (gone(place.gone) > findings->dropped_gone)
			findings->dropped_gone = gone(place.gone);
		return 0;
	}
	more_room(findings);
	new = &findings->list[findings->nr];
	*new = (struct finding){
		.code = code, .at = place.at, .gone = place.gone,
		.entry = place.entry, .epoch = place.epoch, .part = place.part,
	};
	va_start(ap, format);
	new->text = xvasprintf(format, ap);
	va_end(ap);
	findings->nr++;
	findings->placed += place.at != NOWHERE;
	return 0;
}

static void keep_if(struct findings *findings,
		    bool (*keep)(const struct finding *finding,
				 const size_t *bounds, enum finding_code code),
		    const size_t *bounds, enum finding_code code)
{
	size_t i, kept = 0;

	for (i = 0; i < findings->nr; i++) {
		struct finding *finding = &findings->list[i];

		if (keep(finding, bounds, code)) {
			findings->list[kept++] = *finding;
		} else {
			free(finding->text);
			findings->placed -= finding->at != NOWHERE;
		}
	}
	findings->nr = kept;
}

static bool is_proven(const struct finding *finding, const size_t *bounds,
		      enum finding_code code)
{
	(void)code;
	return (finding->at == NOWHERE || finding->at < bounds[0]) &&
	       gone(finding->gone) >= bounds[1];
}

static bool is_other(const struct finding *finding, const size_t *before,
		     enum finding_code code)
{
	return finding->code != code || finding->entry >= *before;
}

void findings_drop(struct findings *findings, enum finding_code code,
		   size_t before)
{
	keep_if(findings, is_other, &before, code);
}

void findings_cut(struct findings *findings, size_t proven, size_t record)
{
	const size_t bounds[] = { proven, record };

	keep_if(findings, is_proven, bounds, NR_FINDING_CODES);
	/* Which of these were about what, nobody knows any more. */
	if (findings->dropped_at >= proven || findings->dropped_gone < record)
		findings->dropped = 0;
}

bool findings_any(const struct findings *findings)
{
	return findings->nr || findings->dropped;
}

bool findings_have(const struct findings *findings, enum finding_code code)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		if (findings->list[i].code == code)
			return true;
	return false;
}

void findings_free(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		free(findings->list[i].text);
	free(findings->list);
	*findings = FINDINGS_INIT;
}

const char *show_bytes(struct shown *shown, const void *data, size_t size)
{
	static const char more[] = "...";
	const size_t limit = sizeof(shown->text) - sizeof(more) - 4;
	const uint8_t *bytes = data;
	char *out = shown->text;
	size_t i;

	for (i = 0; i < size; i++) {
		if ((size_t)(out - shown->text) > limit) {
			out = stpcpy(out, more);
			break;
		}
		if (bytes[i] == '\\' || bytes[i] == '"')
			*out++ = '\\';
		if (bytes[i] >= ' ' && bytes[i] <= '~')
			*out++ = (char)bytes[i];
		else if (bytes[i] == '\n')
			out = stpcpy(out, "\\n");
		else
			out += sprintf(out, "\\x%02x", bytes[i]);
	}
	*out = '\0';
	return shown->text;
}

const char *show_text(struct shown *shown, const char *text)
{
	return show_bytes(shown, text, strlen(text));
}

const char *show_digest(struct shown_digest *shown, const char *algo,
			const uint8_t *value, size_t size)
{
	char *out = shown->text;
	size_t i;

	if (size > 64)
		size = 64;
	out += snprintf(out, 17, "%.15s:", algo);
	for (i = 0; i < size; i++)
		out += sprintf(out, "%02x", value[i]);
	return shown->text;
}
