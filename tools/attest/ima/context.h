/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What IMA goes by on this machine, or on another one as options tell: policy,
 * measurement list, algorithms.  For the commands that predict and judge.
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
 * @padded: The kernel was built without it, and fills SHA-1 digests up with zeros.
 */
struct ima_bank {
	char algo[16];
	bool padded;
};

/**
 * struct ima_settings - what IMA goes by
 * @policy_path: For messages.
 * @rules:	 The policy.
 * @present:	 What is in the list; what is predicted is added.
 * @list_read:	 There is a list, which was read.
 * @cred:	 Who loads.
 * @algo:	 ima_hash=.
 * @template:	 ima_template=.
 * @pcr:	 CONFIG_IMA_MEASURE_PCR_IDX.
 * @flags:	 Of the system call.
 * @seq:	 The number of the next record of a load, 0 if not known.
 * @records:	 Version of the records that the kernel makes.
 * @required:	 It makes them whatever the policy says.
 * @crash_loaded: There is a crash image, which a load of another gives up.
 * @doubtful:	 Something else is not known that bears on the entries.
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
 * ima_settings_read() - read the policy and the list, and find the rest
 * @settings: Receives it; ima_settings_free() it in any case.
 * @crash:    A crash image is to be loaded.
 *
 * Return: 0, or a negative errno value after a message.
 */
int ima_settings_read(struct ima_settings *settings,
		      const struct ima_options *options, bool crash,
		      size_t nr_initrds);

/* The same of the policy, who loads, and ima_hash= alone. */
int ima_settings_read_policy(struct ima_settings *settings,
			     const struct ima_options *options);

void ima_settings_free(struct ima_settings *settings);

/* The template digest that IMA extends the bank with; false if OpenSSL fails. */
bool ima_bank_digest(const struct ima_bank *bank, const void *data, size_t size,
		     struct digest *digest);

#endif /* KEXEC2_IMA_CONTEXT_H */
