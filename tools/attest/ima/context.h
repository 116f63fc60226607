/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What IMA goes by on this machine, or on another one as options tell: policy,
 * measurement list, algorithms.  For the commands that predict and judge.
 */
#ifndef KEXEC2_IMA_CONTEXT_H
#define KEXEC2_IMA_CONTEXT_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ima/policy.h"
#include "ima/predict.h"
#include "ima/present.h"

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

/* Values of getopt_long(), between those of a command and of a selector. */
enum {
	OPT_IMA = 0x800,
	OPT_IMA_POLICY = OPT_IMA,
	OPT_IMA_LOG,
	OPT_IMA_HASH,
	OPT_IMA_TEMPLATE,
	OPT_IMA_BANK,
	OPT_IMA_SEQ,
	OPT_IMA_RECORDS,
	OPT_IMA_REQUIRE,
};

#define IMA_OPTIONS							\
	{ "policy",	     required_argument, NULL, OPT_IMA_POLICY },	\
	{ "log",	     required_argument, NULL, OPT_IMA_LOG },	\
	{ "ima-hash",	     required_argument, NULL, OPT_IMA_HASH },	\
	{ "ima-template",    required_argument, NULL, OPT_IMA_TEMPLATE },\
	{ "bank",	     required_argument, NULL, OPT_IMA_BANK },	\
	{ "seq",	     required_argument, NULL, OPT_IMA_SEQ },	\
	{ "records",	     required_argument, NULL, OPT_IMA_RECORDS },\
	{ "require-measure", no_argument,	NULL, OPT_IMA_REQUIRE }

#define IMA_HELP							\
"  --policy=FILE          the IMA policy; without it, the one in force\n" \
"  --log=FILE             a measurement list, for what is in it already; without\n" \
"                         it, the list of this machine\n"		\
"  --seq=N                the number that the kernel gives to the load; without\n" \
"                         it, the one after the last of this machine, or of\n" \
"                         the list\n"					\
"  --records=1|2          the version of the records that the kernel makes;\n" \
"                         without it, that of this machine, or of the list\n" \
"  --bank=ALGO[,ALGO]...  the banks; without it, those of the TPM\n"	\
"  --ima-hash=ALGO        the digest that IMA takes of files: ima_hash=\n" \
"  --ima-template=NAME    the template of rules without one: ima_template=\n" \
"  --require-measure      the load is to be one with --require-measure\n"

/* Take an option from OPT_IMA on.  0, or -EINVAL after a message. */
int ima_take_option(struct ima_options *options, int opt, const char *value);

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
