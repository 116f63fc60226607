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
#include "ima/predict.h"
#include "ima/present.h"
#include "shared/command.h"

#define IMA_POLICY_FILE	"/sys/kernel/security/ima/policy"
#define IMA_LIST_FILE	"/sys/kernel/security/ima/binary_runtime_measurements"

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
 * struct ima_context - all of it
 * @policy_path: For messages.
 * @settings:	 Points to @rules, @present and the texts.
 * @list_read:	 There is a list, which was read.
 */
struct ima_context {
	const char *policy_path;
	struct ima_rules rules;
	struct present present;
	struct ima_settings settings;
	bool list_read;
	char algo[32];
	char template[256];
	struct ima_bank banks[IMA_BANKS_MAX];
	size_t nr_banks;
};

/**
 * ima_policy_open() - read the policy alone
 *
 * Return: 0, or a negative errno value after a message.
 */
int ima_policy_open(struct ima_context *context,
		    const struct ima_options *options);

/* ima_hash= of this machine, or what an option says. */
const char *ima_hash_of(struct ima_context *context,
			const struct ima_options *options);

/**
 * ima_context_open() - read the policy and the list, and find the rest
 * @context: Receives it; ima_context_free() it in any case.
 * @crash:   A crash image is to be loaded.
 *
 * Return: 0, or a negative errno value after a message.
 */
int ima_context_open(struct ima_context *context,
		     const struct ima_options *options, bool crash,
		     size_t nr_initrds);

/* The template digest that IMA extends the bank with; false if OpenSSL fails. */
bool ima_bank_digest(const struct ima_bank *bank, const struct ima_data *data,
		     uint8_t digest[LIST_DIGEST_MAX], size_t *size);

void ima_context_free(struct ima_context *context);

#endif /* KEXEC2_IMA_CONTEXT_H */
