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

/* What options say of IMA; NULL or 0 for those that are not given. */
struct ima_options {
	const char *policy;
	const char *log;
	const char *hash;
	const char *template;
	const char *banks;
	uint64_t seq;
	unsigned int records;
	bool require_measure;
};

/* The options; a table about a struct ima_options. */
extern const struct option_row ima_rows[];

/* A bank of the TPM. */
struct ima_bank {
	char algo[16];		/* as the TPM calls it */
	bool padded;		/* the kernel was built without the algorithm,
				 * and pads SHA-1 digests with zeros */
};

/**
 * struct present - the entries of this boot that are already in the list
 * @keys:      A tree of tsearch(3).
 * @seq:       The highest number of a record of a load, 0 for none.
 * @seq_known: False if the list does not begin with boot_aggregate and has no
 *	       record, so that @seq may be too low.
 * @version:   Version of the last record of any boot, 0 for none.
 * @template:  Template of the last boot_aggregate, which is the default one; ""
 *	       for none.
 * @pcr:       PCR of the last boot_aggregate, which is the default one.
 * @algo:      Digest algorithm of the last buffer, which is ima_hash=, else of
 *	       the last boot_aggregate; "" for none.
 *
 * IMA adds no second entry with the same data for the same PCR.  Entries that a
 * kexec carried over do not count.
 */
struct present {
	void *keys;
	uint64_t seq;
	bool seq_known;
	unsigned int version;
	char template[256];
	uint32_t pcr;
	char algo[16];
};

/**
 * struct ima_settings - the state that IMA works with
 * @policy_path: For messages.
 * @rules:	 The policy.
 * @present:	 Entries of the list; predict() adds to them.
 * @list_read:	 The list was read.
 * @cred:	 Credentials of the load.
 * @algo:	 ima_hash=.
 * @template:	 ima_template=.
 * @pcr:	 CONFIG_IMA_MEASURE_PCR_IDX.
 * @flags:	 Of the system call.
 * @seq:	 Number of the next record of a load, 0 if unknown.
 * @records:	 Version of the records that the kernel makes.
 * @required:	 It makes them even without a rule of the policy.
 * @crash_loaded: A crash image is loaded, which loading another one unloads.
 * @doubtful:	 Something else that affects the entries is unknown.
 */
struct ima_settings {
	const char *policy_path;
	struct ima_rules rules;
	struct present present;
	bool list_read;
	struct ima_cred cred;
	char algo[32];
	char template[256];
	uint32_t pcr;
	uint64_t flags;
	uint64_t seq;
	unsigned int records;
	bool required;
	bool crash_loaded;
	bool doubtful;
	struct ima_bank banks[IMA_BANKS_MAX];
	size_t nr_banks;
};

/**
 * ima_settings_read() - read the policy and the list, and detect the rest
 * @settings: Receives it; ima_settings_free() it in any case.
 * @crash:    A crash image is to be loaded.
 *
 * Return: true, or false after a message.
 */
bool ima_settings_read(struct ima_settings *settings,
		       const struct ima_options *options, bool crash,
		       size_t nr_initrds);

/* The same for the policy, the credentials and ima_hash= only. */
bool ima_settings_read_policy(struct ima_settings *settings,
			      const struct ima_options *options);

void ima_settings_free(struct ima_settings *settings);

/* The template digest that IMA extends the bank with.  False: no digest. */
bool ima_bank_digest(const struct ima_bank *bank, const void *data, size_t size,
		     struct digest *digest);

/* Read a measurement list to its end.  0, or an error of list_next(). */
int present_read(struct present *present, struct list *list,
		 struct reason *reason);
void present_free(struct present *present);

/*
 * Has the list an entry with these template data, if @digest is empty; else one
 * of a file with this name, without blanks, and this digest?
 */
bool present_has(const struct present *present, uint32_t pcr,
		 struct bytes data, struct bytes digest);
void present_add(struct present *present, uint32_t pcr, struct bytes data,
		 struct bytes digest);

#endif /* KEXEC2_IMA_CONTEXT_H */
