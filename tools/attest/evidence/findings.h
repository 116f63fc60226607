/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Findings of a verification. */
#ifndef KEXEC2_FINDINGS_H
#define KEXEC2_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/words.h"


/* More findings that stand in an entry are only counted. */
#define FINDINGS_MAX	256

/* Where something was found; numbers are from 1, 0 for none. */
struct place {
	size_t entry;
	size_t epoch;
	size_t part;			/* of the initramfs */
	const char *context;		/* begins the sentence, or NULL */
};

/* The list as a whole, or a quote. */
#define NOWHERE	((struct place){ 0 })

/* A reason to refuse. */
struct finding {
	const char *word;		/* a code, as "unknown-part" */
	struct place at;
	char *text;			/* a sentence in printable ASCII */
};

/* Zeroed at first. */
struct findings {
	struct finding *list;
	size_t nr;
	size_t dropped;			/* those that are not kept */
};

/* Text of others has to go through show_text() or show_bytes(). */
__attribute__((format(printf, 4, 5)))
void findings_add(struct findings *findings, struct place at, const char *word,
		  const char *format, ...);

bool findings_have(const struct findings *findings, const char *word);
void findings_free(struct findings *findings);

/* Append a byte as printable ASCII, up to four characters.  Their end. */
char *show_byte(char *to, uint8_t byte);

/* Text of others made printable, cut where it is long. */
struct shown {
	char text[260];
};

const char *show_bytes(struct shown *shown, struct bytes bytes);
const char *show_text(struct shown *shown, const char *text);

#endif /* KEXEC2_FINDINGS_H */
