/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What a verification finds, each with a word that stays the same. */
#ifndef KEXEC2_FINDINGS_H
#define KEXEC2_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No more are kept that stand somewhere in the list; the rest is counted. */
#define FINDINGS_MAX	256

/* Several may share a word, and say it in other sentences. */
enum finding_code {
	/* The quote */
	FOUND_QUOTE_SIGNATURE, FOUND_QUOTE_KEY, FOUND_QUOTE_KEY_SHORT,
	FOUND_QUOTE_MAGIC, FOUND_QUOTE_TYPE, FOUND_QUOTE_NONCE,
	FOUND_QUOTE_DIGEST,
	/* The list and the PCRs */
	FOUND_UNPROVEN, FOUND_NOTHING_PROVEN, FOUND_PCR_MISMATCH,
	FOUND_PCR_MISMATCH_QUOTED, FOUND_PCR_MISMATCH_UNTOLD,
	FOUND_PCR_UNCOVERED,
	FOUND_PCR_UNCOVERED_NONE, FOUND_PCR_UNCOVERED_IMA,
	FOUND_PCR_RESETTABLE, FOUND_PCR_MIXED, FOUND_WEAK_BANK,
	FOUND_WEAK_BANK_PADDED, FOUND_ALTERED_ENTRY, FOUND_TEMPLATE,
	FOUND_TEMPLATE_UNKNOWN, FOUND_VIOLATION, FOUND_TRIMMED,
	FOUND_BOOT_AGGREGATE, FOUND_NO_TPM,
	/* The records of kexecs */
	FOUND_MALFORMED_RECORD, FOUND_STRAY_COMMIT, FOUND_NEWER_RECORD,
	FOUND_MIXED_RECORDS, FOUND_RECORD_SEQUENCE,
	FOUND_RECORD_SEQUENCE_EXECUTED, FOUND_RECORD_SEQUENCE_LOADED,
	FOUND_RECORD_SEQUENCE_ENTRY, FOUND_UNRECORDED_LOAD,
	FOUND_MISSING_RECORD, FOUND_NO_EXECUTE_RECORD,
	FOUND_WRONG_EXECUTE_RECORD, FOUND_NO_BOOT, FOUND_NO_MANIFEST,
	FOUND_NO_MANIFEST_RULE, FOUND_NO_MANIFEST_UNLOADED,
	FOUND_NO_MANIFEST_KEXEC_LOAD, FOUND_NO_MANIFEST_PENDING,
	FOUND_KEXEC_LOAD, FOUND_NO_KEXEC, FOUND_NOT_MEASURED,
	FOUND_RECORDS_NOT_REQUIRED, FOUND_RECORDS_UNKNOWN,
	/* What was booted */
	FOUND_UNKNOWN_KERNEL, FOUND_UNKNOWN_PART, FOUND_UNKNOWN_CMDLINE,
	FOUND_WRONG_ROLE, FOUND_WRONG_LABEL, FOUND_WRONG_ORDER,
	FOUND_WRONG_ORDER_BEFORE, FOUND_WRONG_ORDER_ALL, FOUND_TOO_OLD,
	FOUND_TOO_OLD_UNVERSIONED, FOUND_DUPLICATE_PART,
	FOUND_DUPLICATE_PART_CLOSEST, FOUND_EXTRA_PART, FOUND_MISSING_PART,
	FOUND_WRONG_COMPOSITION, FOUND_WRONG_COMPOSITION_RUNS,
	/* Told, and no reason to refuse */
	FOUND_NONCE_UNCHECKED, FOUND_CMDLINES_UNJUDGED,
	FOUND_FIRST_CMDLINE_UNJUDGED,
	NR_FINDING_CODES
};

enum severity { SEVERITY_REFUSE, SEVERITY_WARNING, SEVERITY_NOTE };

/**
 * struct finding - one thing that was found
 * @code:    What.
 * @entry:   Number of the entry that it is about, from 1; 0 for none.
 * @epoch:   Number of the epoch, from 1; 0 for none.
 * @part:    Index of the part of the initramfs, plus 1; 0 for none.
 * @text:    A sentence, printable ASCII only, without full stop.
 * @context: For findings_add(), what comes before the sentence, or NULL.
 * @n, @s:   For findings_add(), what the sentence is about; see the table.
 */
struct finding {
	enum finding_code code;
	size_t entry;
	size_t epoch;
	size_t part;
	char *text;
	const char *context;
	uint64_t n[3];
	const char *s[5];
};

/* All that was found, zeroed at first.  @dropped: how many are not kept. */
struct findings {
	struct finding *list;
	size_t nr;
	size_t dropped;
};

/* The word for it, as in "unknown-part". */
const char *finding_word(enum finding_code code);
enum severity finding_severity(enum finding_code code);

/*
 * Add a finding, and make its text.  What others wrote has to go through
 * show_text() or show_bytes() before it becomes one of @s.
 */
void findings_add(struct findings *findings, struct finding finding);

/* Is there a reason to refuse? */
bool findings_refuse(const struct findings *findings);

/* Is there one with the word of this code? */
bool findings_have(const struct findings *findings, enum finding_code code);
void findings_free(struct findings *findings);

/* Text of others made printable, cut where it is long. */
struct shown {
	char text[260];
};

const char *show_bytes(struct shown *shown, const void *data, size_t size);
const char *show_text(struct shown *shown, const char *text);

/* "sha256:HEX" */
struct shown_digest {
	char text[16 + 1 + 2 * 64 + 1];
};

const char *show_digest(struct shown_digest *shown, const char *algo,
			const uint8_t *value, size_t size);

#endif /* KEXEC2_FINDINGS_H */
