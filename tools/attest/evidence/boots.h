/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Judge how each kernel of a list began: its boot_aggregate and its policy. */
#ifndef KEXEC2_BOOTS_H
#define KEXEC2_BOOTS_H

#include "epochs.h"
#include "known.h"
#include "proof.h"

struct verify_input {
	const struct known *known;
	const struct rules *rules;
	struct pcr_evidence evidence;
};

struct boot {
	const struct epoch *epoch;
	enum boot_tie tie;
	uint32_t tied;		/* bit N: its boot_aggregate has PCR N */
	bool policy;		/* all was measured that the rules require, */
	bool only;		/* and no file that nobody names */
};

struct boots {
	uint32_t logged[NR_BANKS];	/* bit N: event logs lead to PCR N */
	struct boot *list;
	size_t nr;
};

/**
 * judge_boots() - judge how each kernel began
 * @boots:    Receives an element for each epoch; its list is to be freed.
 * @first:    The first epoch, or NULL.
 * @findings: Receives why not to accept,
 * @remarks:  and what else is to be known.
 */
void judge_boots(struct boots *boots, const struct list *list,
		 const struct epoch *first, const struct proof *proof,
		 const struct verify_input *input, struct findings *findings,
		 struct findings *remarks);

/* The digest of a file that the entry proves.  Or false. */
bool proven_file(const struct list_entry *entry, const struct proof *proof,
		 struct digest *digest);

/*
 * Is it of a file?  No PCR covers the template that the list says it has: what
 * looks like a buffer is one if its digest is that of the buffer.
 */
bool is_file(const struct list_entry *entry);

#endif /* KEXEC2_BOOTS_H */
