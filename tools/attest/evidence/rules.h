/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* How strict a verification is.  The format is in kexec2-known(5). */
#ifndef KEXEC2_RULES_H
#define KEXEC2_RULES_H

#include "record.h"

#define RULES_MEASURED_MAX	16

/**
 * struct rules - what differs from the default, RULES_INIT
 * @allow_violations: Violations are no reason to refuse.
 * @allow_kexec_load: A load by kexec_load(2) is none, unless it is what was
 *		      booted.
 * @allow_no_kexec:   A list without any kexec is accepted.
 * @allow_unproven:   A list that is not compared with any PCR is accepted.
 * @allow_sha1:	      A PCR of the SHA-1 bank alone proves something.
 * @allow_replaced:   Loads that were replaced or unloaded are not judged.
 * @allow_pending:    Nor is what is loaded at the end.
 * @allow_crash:      Nor is what was loaded for a crash.
 * @allow_unrecorded: Numbers may be left out: loads that no record tells of.
 * @require_execute_record: Each kexec must have a kexec_execute record.
 * @require_records:  Each kernel that was booted must have been told to load
 *		      nothing unrecorded: kexec_records=required.
 * @require_cmdline:  The command line must be known, even if no item is one.
 * @ima_pcr:	      Of which PCR boot_aggregate and the records have to be.
 * @compositions:     One of these must be what runs; names.
 * @measured:	      Each epoch with a kexec must have an entry with each of
 *		      these digests before it.
 */
struct rules {
	bool allow_violations;
	bool allow_kexec_load;
	bool allow_no_kexec;
	bool allow_unproven;
	bool allow_sha1;
	bool allow_replaced;
	bool allow_pending;
	bool allow_crash;
	bool allow_unrecorded;
	bool require_execute_record;
	bool require_records;
	bool require_cmdline;
	uint32_t ima_pcr;
	char **compositions;
	size_t nr_compositions;
	struct record_digest measured[RULES_MEASURED_MAX];
	size_t nr_measured;
};

/* CONFIG_IMA_MEASURE_PCR_IDX is 10, and cannot be set before Linux 7.3. */
#define RULES_INIT ((struct rules){ .ima_pcr = 10 })

/* 0, or -EINVAL with the line in the reason. */
int rules_parse(struct rules *rules, const void *data, size_t size,
		struct reason *reason);
void rules_free(struct rules *rules);

#endif /* KEXEC2_RULES_H */
