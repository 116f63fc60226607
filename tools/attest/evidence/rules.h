/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* How strict to be in a verification.  The format is in kexec2-known(5). */
#ifndef KEXEC2_RULES_H
#define KEXEC2_RULES_H

#include "record.h"

#define RULES_MEASURED_MAX	16

/* The switches are called as in kexec2-known(5), which describes them. */
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
	bool allow_failed;
	bool allow_any_cmdline;
	bool allow_unrestricted_key;
	bool allow_extended_pcrs;
	bool require_quote;
	bool require_safe_clock;
	bool require_execute_record;
	bool require_records;
	bool require_cmdline;		/* the default, if none allows any */
	bool has_reset_count;
	uint64_t reset_count;		/* that the quote has to say, */
	uint64_t restart_count;		/* and this one */
	uint32_t ima_pcr;		/* of boot_aggregate and the records */
	char **compositions;		/* one of these must run */
	size_t nr_compositions;
	/* Each boot must have measured these, before a kexec. */
	struct digest measured[RULES_MEASURED_MAX];
	size_t nr_measured;
	/* No file but these, those above and known ones may be measured. */
	bool measured_only;
	struct digest *files;
	size_t nr_files;
};

/* CONFIG_IMA_MEASURE_PCR_IDX is 10, and cannot be set before Linux 7.3. */
#define RULES_INIT ((struct rules){ .ima_pcr = 10 })

/* The next that is allowed, from *@i on, or NULL. */
const char *rules_allowed(const struct rules *rules, size_t *i);

/* Is it one of the compositions that are required? */
bool rules_want(const struct rules *rules, const char *composition);

/* RESETS[,RESTARTS]: what a quote has to say.  Or false. */
bool rules_count(struct rules *rules, const char *text);

/* 0, or -EINVAL with the line in the reason. */
int rules_parse(struct rules *rules, struct bytes file, struct reason *reason);
void rules_free(struct rules *rules);

#endif /* KEXEC2_RULES_H */
