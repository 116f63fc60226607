/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What a verification finds, each with a word that stays the same. */
#ifndef KEXEC2_FINDINGS_H
#define KEXEC2_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "hash.h"

/* No more are kept that stand somewhere in the list; the rest is counted. */
#define FINDINGS_MAX	256

/**
 * struct place - where something was found
 * @entry:   Number of the entry, from 1; 0 for none.
 * @epoch:   Number of the epoch, from 1; 0 for none.
 * @part:    Index of the part of the initramfs, plus 1; 0 for none.
 * @context: What comes before the sentence, or NULL.
 */
struct place {
	size_t entry;
	size_t epoch;
	size_t part;
	const char *context;
};

/* The list as a whole, or a quote. */
#define NOWHERE	((struct place){ 0 })

/**
 * struct finding - a reason to refuse
 * @word: What, as in "unknown-part".
 * @text: A sentence, printable ASCII only, without full stop.
 */
struct finding {
	const char *word;
	struct place at;
	char *text;
};

/* All of them, zeroed at first.  @dropped: how many are not kept. */
struct findings {
	struct finding *list;
	size_t nr;
	size_t dropped;
};

/*
 * Add one.  What others wrote has to go through show_text() or show_bytes()
 * before it becomes part of the sentence.
 */
__attribute__((format(printf, 4, 5)))
void findings_add(struct findings *findings, struct place at, const char *word,
		  const char *format, ...);

bool findings_have(const struct findings *findings, const char *word);
void findings_free(struct findings *findings);

/* Text of others made printable, cut where it is long. */
struct shown {
	char text[260];
};

const char *show_bytes(struct shown *shown, const void *data, size_t size);
const char *show_text(struct shown *shown, const char *text);

/* "sha256:HEX" */
const char *show_digest(struct shown *shown,
			const struct record_digest *digest);

#endif /* KEXEC2_FINDINGS_H */
