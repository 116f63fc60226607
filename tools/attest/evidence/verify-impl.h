/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the files that make up a verdict share. */
#ifndef KEXEC2_EVIDENCE_VERIFY_IMPL_H
#define KEXEC2_EVIDENCE_VERIFY_IMPL_H

#include "proof.h"
#include "verify.h"

/* The PCRs that boot_aggregate is made of: 0 to 7 with SHA-1, else 0 to 9. */
#define BOOT_PCRS_SHA1	8
#define BOOT_PCRS	10

/**
 * struct verification - a list that is being verified
 * @measured:	 Per digest that the rules ask for, its first entry in this
 *		 epoch, or NOWHERE.
 * @known_files: Entries of this epoch with a digest that is known.
 * @ahead:	 How many entries more than the list has the kernel has counted in
 *		 this epoch, as far as is known; of a trimmed list, if @has_ahead.
 * @mixed:	 A record of another PCR was found.
 * @violated:	 A violation was found.
 * @headless:	 The list does not begin with a boot.
 * @trimmed:	 Nor with the first entry that was made.
 * @records:	 How many entries from the first IMA's own PCR proves, as far as they
 *		 are its own: boots and records are.
 * @low:	 Per PCR that boot_aggregate is of, its first and its last entry,
 *		 or NOWHERE.
 */
struct verification {
	const struct verify_options *options;
	struct verdict *verdict;
	struct proof *proof;
	struct epochs *epochs;
	size_t measured[RULES_MEASURED_MAX];
	size_t known_files;
	bool has_ahead;
	int64_t ahead;
	bool mixed;
	bool violated;
	bool headless;
	bool trimmed;
	size_t records;
	struct {
		size_t first;
		size_t last;
	} low[BOOT_PCRS];
};

/* Both return 0 or -ENOMEM. */

/* verify-entry.c: judge an entry of epoch @epoch by itself. */
int verify_entry(struct verification *v, const struct list_entry *entry,
		 const struct epoch *epoch);

/*
 * verify-epoch.c: judge an epoch that has ended with entry @boot, or with the
 * list: NO_ENTRY.
 */
int verify_epoch(struct verification *v, const struct epoch *epoch,
		 size_t boot);

/*
 * Judge a load of the epoch, which was booted at @boot or not at all (NO_ENTRY),
 * and put what is found into @findings.
 */
int verify_load(struct verification *v, const struct epoch *epoch,
		const struct load *load, size_t boot,
		struct kexec_verdict *kexec, struct findings *findings);

#endif /* KEXEC2_EVIDENCE_VERIFY_IMPL_H */
