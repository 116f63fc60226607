/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The state that IMA works with, of this machine or as options describe another
 * one: policy, measurement list, algorithms.
 */
#ifndef KEXEC2_IMA_CONTEXT_H
#define KEXEC2_IMA_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/list.h"
#include "ima/policy.h"
#include "shared/command.h"
#include "shared/digest.h"

#define IMA_BANKS_MAX	8

/* A version of Linux, to @kernel of a struct ima_settings. */
int take_version(const struct option_row *row, void *to, const char *value);

/* Options that tell about IMA; a table about a struct ima_settings. */
extern const struct option_row ima_rows[];

/* A bank of the TPM. */
struct ima_bank {
	char algo[16];		/* as the TPM calls it */
	bool padded;		/* the kernel was built without the algorithm,
				 * and pads SHA-1 digests with zeros */
};

/*
 * The entries of this boot that are already in the list.  IMA adds no second
 * entry with the same data for the same PCR.  Entries that a kexec carried over
 * do not count.
 */
struct present {
	struct list list;
	const struct list_entry *boot;	/* the last boot_aggregate, which has
					 * the defaults, or NULL */
	const struct list_entry *hashed; /* it or the last buffer after it,
					  * which has ima_hash=, or NULL */
	uint64_t seq;		/* the highest of a record of a load, or 0 */
	bool seq_known;		/* false: @seq may be too low, as there is no
				 * record, and boot_aggregate is not first */
	unsigned int version;	/* of the last record of any boot, or 0 */
	bool counted;		/* it has a kexec_load of the label ima_kexec */
};

/* The state that IMA works with.  What options have not set is detected. */
struct ima_settings {
	const char *policy;	/* its file */
	const char *log;	/* the file of the list, or NULL */
	const char *bank_list;
	const char *algo;	/* ima_hash= */
	const char *template;	/* ima_template= */
	uint64_t seq;		/* of the next record of a load, 0 if unknown */
	uint64_t loads;		/* so many in a row, and the kexec; 0: just one
				 * load */
	unsigned int kernel;	/* its LINUX() by an option, or 0 */
	unsigned int version;	/* that, or that of the running one */
	unsigned int records;	/* version of those that the kernel makes */
	bool require_measure;
	bool verify_on_reboot;

	struct ima_rules rules;
	struct present present;
	struct ima_cred cred;	/* of the load */
	uint32_t pcr;		/* CONFIG_IMA_MEASURE_PCR_IDX */
	uint64_t flags;		/* of the system call */
	bool required;		/* even without a rule of the policy */
	bool crash_loaded;	/* the load unloads a crash image */
	bool counted;		/* a load tells of the list, by kexec_load */
	bool doubtful;		/* something else that affects the entries */
	struct ima_bank banks[IMA_BANKS_MAX];
	size_t nr_banks;
};

/**
 * ima_settings_read() - read the policy and the list, and detect the rest
 * @settings: Has what options set; ima_settings_free() it in any case.
 * @crash:    A crash image is to be loaded.
 *
 * Return: true, or false after a message.
 */
bool ima_settings_read(struct ima_settings *settings, bool crash,
		       size_t nr_initrds);

/* The same for the policy, the credentials, the version and ima_hash= only. */
bool ima_settings_read_policy(struct ima_settings *settings);

void ima_settings_free(struct ima_settings *settings);

/* The template digest that IMA extends the bank with. */
struct digest ima_bank_digest(const struct ima_bank *bank, struct bytes data);

/* Evaluate @present->list, which has to stay. */
void present_read(struct present *present);

/*
 * Does this boot have an entry with these template data or, with a @name as it
 * is in the list, an entry of a file with this name and digest?
 */
bool present_has(const struct present *present, uint32_t pcr, const char *name,
		 struct bytes bytes);

#endif /* KEXEC2_IMA_CONTEXT_H */
