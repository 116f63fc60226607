/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * IMA policies: the rules as ima_parse_rule() of the kernel's
 * security/integrity/ima/ima_policy.c takes them, and what the first of them
 * that matches says of a file or a buffer (ima_match_policy() there).
 */
#ifndef KEXEC2_IMA_POLICY_H
#define KEXEC2_IMA_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "shared/reason.h"

/* The label of the records that the kernel makes of a load. */
#define IMA_RECORDS_LABEL	"kexec_file_load2"

/* A policy has not so much; ima_write_policy() takes one page at a time. */
#define IMA_POLICY_MAX		(1U << 20)

/* An action, and behind it the one that spares files from it. */
enum ima_action {
	IMA_MEASURE,
	IMA_DONT_MEASURE,
	IMA_APPRAISE,
	IMA_DONT_APPRAISE,
	IMA_HASH,
	IMA_DONT_HASH,
	IMA_AUDIT,
};

/* Only those that bear on a load are told apart. */
enum ima_func {
	IMA_FUNC_ANY,		/* the rule names none */
	IMA_FUNC_KERNEL,
	IMA_FUNC_INITRAMFS,
	IMA_FUNC_CMDLINE,
	IMA_FUNC_CRITICAL_DATA,
	IMA_FUNC_POLICY,
	IMA_FUNC_FILE,		/* FILE_CHECK, PATH_CHECK: kexec2 opens it, too */
	IMA_FUNC_OTHER,
};

/* What is loaded is read, and a buffer is asked for nothing. */
enum ima_mask {
	IMA_MASK_ANY,		/* the rule has none */
	IMA_MASK_READ,
	IMA_MASK_OTHER,
};

enum ima_sig {
	IMA_SIG_NONE,		/* a digest in security.ima will do */
	IMA_SIG_IMASIG,
	IMA_SIG_MODSIG,		/* imasig|modsig */
	IMA_SIG_V3,
};

/* uid=, gid<, fowner> and the like; @op is 0 without it. */
struct ima_id_condition {
	char op;
	bool effective;		/* euid, egid */
	uint32_t id;
};

/**
 * struct ima_rule - a rule
 * @line:     Where it stands, from 1.
 * @text:     It, without the blanks around it.
 * @fsmagic, @fsname, @fsuuid: Conditions; @has_fsmagic and @has_fsuuid, and NULL.
 * @pcr:      pcr=, or -1.
 * @template: template=, or NULL.
 * @labels:   label=, with "|" between, or NULL.
 * @sig:      appraise_type=.
 * @verity:   digest_type=verity.
 * @algos:    appraise_algos=, with "," between, or NULL.
 * @lsm:      A condition on security labels, of which nothing is known here.
 * @unknown:  A condition, or a function, that is not known here, or NULL.
 */
struct ima_rule {
	size_t line;
	const char *text;
	enum ima_action action;
	enum ima_func func;
	enum ima_mask mask;
	bool has_fsmagic;
	bool has_fsuuid;
	bool verity;
	bool lsm;
	unsigned long fsmagic;
	uint8_t fsuuid[16];
	const char *fsname;
	struct ima_id_condition uid;
	struct ima_id_condition gid;
	struct ima_id_condition fowner;
	struct ima_id_condition fgroup;
	int pcr;
	const char *template;
	const char *labels;
	enum ima_sig sig;
	const char *algos;
	const char *unknown;
};

/**
 * struct ima_rules - a policy
 * @text:  Its lines, which the rules point into.
 * @words: The same, taken apart into words.
 */
struct ima_rules {
	struct ima_rule *rules;
	size_t nr_rules;
	char *text;
	char *words;
};

#define IMA_RULES_INIT ((struct ima_rules){ 0 })

/**
 * ima_policy_parse() - parse a policy
 * @rules: Receives it; ima_policy_free() it, also after a failure.
 * @text:  As it is written to, or read from, /sys/kernel/security/ima/policy.
 *
 * Conditions that are not known are kept: such a rule may match or not.  What
 * the kernel refuses is refused, as far as it is known.
 *
 * Return: 0, or -EINVAL with the line in the reason.
 */
int ima_policy_parse(struct ima_rules *rules, const char *text, size_t size,
		     struct reason *reason);
void ima_policy_free(struct ima_rules *rules);

/* hash_algo_name[] of the kernel: what a number means, or NULL. */
const char *ima_algo_name(unsigned int number);

/* Is @word one of those of a list, such as "a|b"? */
bool ima_list_has(const char *list, char separator, const char *word);

/* Who loads. */
struct ima_cred {
	uid_t uid, euid, suid;
	gid_t gid, egid, sgid;
	bool cap_setuid, cap_setgid;
};

/**
 * struct ima_inode - what rules ask of a file
 * @fsname: Type of the file system, or NULL if not known.
 * @fsuuid: Its UUID, if @fsuuid_known.
 */
struct ima_inode {
	unsigned long fsmagic;
	const char *fsname;
	bool fsuuid_known;
	uint8_t fsuuid[16];
	uid_t owner;
	gid_t group;
};

/**
 * struct ima_subject - what a rule is to match
 * @func:    IMA_FUNC_KERNEL, ...
 * @label:   The label of critical data, or of a part that is measured by it;
 *	     NULL: none.
 * @inode:   The file, or NULL.
 * @cred:    Who loads.
 */
struct ima_subject {
	enum ima_func func;
	const char *label;
	const struct ima_inode *inode;
	const struct ima_cred *cred;
};

enum ima_match {
	IMA_NO_MATCH,
	IMA_MAY_MATCH,
	IMA_MATCHES,
};

enum ima_match ima_rule_match(const struct ima_rule *rule,
			      const struct ima_subject *subject);

/**
 * struct ima_decision - what a policy says
 * @rule:  The first rule that matches, or NULL.  It may be a dont_ rule.
 * @maybe: One before it that may match, and would say something else, or NULL.
 */
struct ima_decision {
	const struct ima_rule *rule;
	const struct ima_rule *maybe;
};

/**
 * ima_decide() - whether, and how, something is measured or appraised
 * @action: IMA_MEASURE, IMA_APPRAISE, IMA_AUDIT or IMA_HASH.
 */
struct ima_decision ima_decide(const struct ima_rules *rules,
			       const struct ima_subject *subject,
			       enum ima_action action);

/**
 * ima_wants_verity() - is fs-verity's digest what IMA takes of a file?
 * @maybe: Receives the rule that may make it so, if this is not known.
 *
 * digest_type=verity of any rule that decides on something does: one that only
 * audits, too, and one that says dont_.
 *
 * Return: the rule that makes it so, or NULL.
 */
const struct ima_rule *ima_wants_verity(const struct ima_rules *rules,
					const struct ima_subject *subject,
					const struct ima_rule **maybe);

/* Does it, for sure, do what was asked for? */
static inline bool ima_decided(const struct ima_decision *decision,
			       enum ima_action action)
{
	return decision->rule && decision->rule->action == action;
}

#endif /* KEXEC2_IMA_POLICY_H */
