/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What a verification has found, each with a code that stays the same. */
#ifndef KEXEC2_FINDINGS_H
#define KEXEC2_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOWHERE		SIZE_MAX

/* No more that stand somewhere are kept; the rest is counted. */
#define FINDINGS_MAX	256

enum finding_code {
	/* The list and the PCRs */
	FOUND_UNPROVEN,
	FOUND_NOTHING_PROVEN,
	FOUND_PCR_MISMATCH,
	FOUND_PCR_UNCOVERED,
	FOUND_PCR_RESETTABLE,
	FOUND_PCR_MIXED,
	FOUND_WEAK_BANK,
	FOUND_ALTERED_ENTRY,
	FOUND_TEMPLATE,
	FOUND_VIOLATION,
	FOUND_TRIMMED,
	FOUND_BOOT_AGGREGATE,
	FOUND_NO_TPM,
	/* The quote */
	FOUND_QUOTE_SIGNATURE,
	FOUND_QUOTE_KEY,
	FOUND_QUOTE_MAGIC,
	FOUND_QUOTE_TYPE,
	FOUND_QUOTE_NONCE,
	FOUND_QUOTE_DIGEST,
	/* The records of kexecs */
	FOUND_MALFORMED_RECORD,
	FOUND_STRAY_COMMIT,
	FOUND_NEWER_RECORD,
	FOUND_MIXED_RECORDS,
	FOUND_RECORD_SEQUENCE,
	FOUND_UNRECORDED_LOAD,
	FOUND_MISSING_RECORD,
	FOUND_NO_EXECUTE_RECORD,
	FOUND_WRONG_EXECUTE_RECORD,
	FOUND_NO_BOOT,
	FOUND_NO_MANIFEST,
	FOUND_KEXEC_LOAD,
	FOUND_NO_KEXEC,
	FOUND_NOT_MEASURED,
	FOUND_RECORDS_NOT_REQUIRED,
	/* What was booted */
	FOUND_UNKNOWN_KERNEL,
	FOUND_UNKNOWN_PART,
	FOUND_UNKNOWN_CMDLINE,
	FOUND_WRONG_ROLE,
	FOUND_WRONG_LABEL,
	FOUND_WRONG_ORDER,
	FOUND_TOO_OLD,
	FOUND_DUPLICATE_PART,
	FOUND_EXTRA_PART,
	FOUND_MISSING_PART,
	FOUND_WRONG_COMPOSITION,
	NR_FINDING_CODES
};

/**
 * struct finding - one reason to refuse
 * @code:  Which.
 * @at:	   The entry that has to be proven by the PCRs for this to count: what
 *	   stands behind the proven part of a list counts neither for nor
 *	   against.  NOWHERE: counts always.
 * @gone:  If not 0, the entry that puts an end to it, if the PCRs prove it.
 * @entry: Index of the entry that it is about, or NOWHERE.
 * @epoch: Number of the epoch, or NOWHERE.
 * @part:  Index of the part of the initramfs, or NOWHERE.
 * @text:  A sentence, printable ASCII only, without full stop.
 */
struct finding {
	enum finding_code code;
	size_t at;
	size_t gone;
	size_t entry;
	size_t epoch;
	size_t part;
	char *text;
};

/* Where a finding stands. */
struct place {
	size_t at;
	size_t entry;
	size_t epoch;
	size_t part;
	size_t gone;
};

#define PLACE_NONE ((struct place){ NOWHERE, NOWHERE, NOWHERE, NOWHERE, 0 })

/**
 * struct findings - all that was found
 * @placed:	Those kept that have an @at.
 * @dropped:	How many of these are not kept.
 * @dropped_at, @dropped_gone: The lowest @at among those, and the highest @gone,
 *		where 0 is the highest.
 *
 * What always counts is kept always: who makes a list cannot crowd it out.
 */
struct findings {
	struct finding *list;
	size_t nr;
	size_t capacity;
	size_t placed;
	size_t dropped;
	size_t dropped_at;
	size_t dropped_gone;
};

#define FINDINGS_INIT ((struct findings){ .dropped_at = NOWHERE })

/* The word for it, as in "unknown-part". */
const char *finding_word(enum finding_code code);

/*
 * 0 or -ENOMEM.  Text of others has to go through show_text() or show_bytes().
 */
__attribute__((format(printf, 4, 5)))
int findings_add(struct findings *findings, enum finding_code code,
		 struct place place, const char *format, ...);

/*
 * Drop what is about entries from @proven on, and what an entry before @record
 * puts an end to.
 */
void findings_cut(struct findings *findings, size_t proven, size_t record);

/* Drop all with that code that are about entries before @before. */
void findings_drop(struct findings *findings, enum finding_code code,
		   size_t before);

bool findings_any(const struct findings *findings);
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
