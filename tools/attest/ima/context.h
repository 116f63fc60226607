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

#include "ima/policy.h"
#include "ima/present.h"
#include "shared/command.h"
#include "shared/digest.h"

#define IMA_BANKS_MAX	8

/**
 * struct ima_options - what options say of IMA
 * @policy:	     --policy, or NULL for the one in force.
 * @log:	     --log, or NULL for the list of this machine.
 * @hash:	     --ima-hash, or NULL.
 * @template:	     --ima-template, or NULL.
 * @banks:	     --bank, or NULL for those of the TPM.
 * @seq:	     --seq, 0 for none.
 * @records:	     --records, 0 for none.
 * @require_measure: --require-measure.
 */
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

/**
 * struct ima_bank - a bank of the TPM
 * @algo:   Its algorithm, as the TPM calls it.
 * @padded: The kernel was built without it, and pads SHA-1 digests with zeros.
 */
struct ima_bank {
	char algo[16];
	bool padded;
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
 * Return: 0, or a negative errno value after a message.
 */
int ima_settings_read(struct ima_settings *settings,
		      const struct ima_options *options, bool crash,
		      size_t nr_initrds);

/* The same for the policy, the credentials and ima_hash= only. */
int ima_settings_read_policy(struct ima_settings *settings,
			     const struct ima_options *options);

void ima_settings_free(struct ima_settings *settings);

/* The template digest that IMA extends the bank with.  False: no digest. */
bool ima_bank_digest(const struct ima_bank *bank, const void *data, size_t size,
		     struct digest *digest);

#endif /* KEXEC2_IMA_CONTEXT_H */
