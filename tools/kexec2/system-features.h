/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What bears on kexec in the running system. */
#ifndef KEXEC2_SYSTEM_FEATURES_H
#define KEXEC2_SYSTEM_FEATURES_H

#include <stdbool.h>
#include <stddef.h>

/* Where /proc or /sys does not tell, it is not known. */
enum answer {
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_UNKNOWN,
};

/* Rules of the IMA policy that bear on a load. */
enum {
	RULE_KERNEL,		/* func=KEXEC_KERNEL_CHECK */
	RULE_INITRAMFS,		/* func=KEXEC_INITRAMFS_CHECK */
	RULE_CMDLINE,		/* func=KEXEC_CMDLINE */
	RULE_RECORDS,		/* func=CRITICAL_DATA, for kexec_file_load2 */
	NR_RULES,
};

/* What such a rule asks for. */
enum {
	RULE_MEASURES	= 1,
	RULE_APPRAISES	= 2,
	RULE_AUDITS	= 4,
};

/**
 * struct ima_policy - the IMA policy, as far as it can be read
 * @err:      0, or why not: a negative errno value.
 * @nr_rules: How many rules it has.
 * @asks:     RULE_MEASURES and others, for each of RULE_KERNEL and on.
 */
struct ima_policy {
	int err;
	size_t nr_rules;
	unsigned int asks[NR_RULES];
};

/**
 * ima_policy_line() - take a rule into account
 * @line: The rule.  Taken apart.
 */
void ima_policy_line(struct ima_policy *policy, char *line);

/* From securityfs; needs root, and CONFIG_IMA_READ_POLICY. */
void ima_policy_read(struct ima_policy *policy);

/* Is CONFIG_@name set in the running kernel, as /proc or /boot tell it? */
enum answer kernel_config(const char *name);

#define NR_BANKS	5
#define NOT_TOLD	(-2LL)	/* -1 is for no limit */

/**
 * struct features - what bears on kexec
 * @load2:	  ABI version of kexec_file_load2(2), or a negative errno value.
 * @file_load:	  kexec_file_load(2): 0, or a negative errno value.
 * @securityfs:	  Is it mounted?  Else some answers are not known.
 * @ima:	  Is IMA there?
 * @policy:	  Its policy.
 * @records:	  Version of the records that it makes of loads, 0 if not known.
 * @required:	  sysctl kernel.kexec_records_required, 1 or 0, or NOT_TOLD.
 * @carried_list: Is the measurement list carried over kexec?
 * @tpm:	  Is there a TPM?
 * @tpm_version:  1 or 2, 0 if not known.
 * @banks:	  Names of its PCR banks, up to NULL.
 * @lockdown:	  The mode, "" if this kernel has none or it is not known.
 * @secure_boot:  Was the firmware told to boot signed programs only?
 * @efi:	  Was this kernel booted by EFI firmware?
 * @disabled:	  sysctl kernel.kexec_load_disabled, 1 or 0, or NOT_TOLD.
 * @limit_reboot: Loads that are left, -1 without limit, or NOT_TOLD.
 * @limit_panic:  The same, of crash images.
 * @crash_size:	  Bytes reserved for a crash image, or NOT_TOLD.
 */
struct features {
	int load2;
	int file_load;
	bool securityfs;
	enum answer ima;
	struct ima_policy policy;
	int records;
	long long required;
	enum answer carried_list;
	bool tpm;
	int tpm_version;
	const char *banks[NR_BANKS + 1];
	char lockdown[32];
	enum answer secure_boot;
	bool efi;
	long long disabled;
	long long limit_reboot;
	long long limit_panic;
	long long crash_size;
};

void features_find(struct features *features);

#endif /* KEXEC2_SYSTEM_FEATURES_H */
