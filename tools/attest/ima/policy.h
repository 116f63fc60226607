/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * IMA policies: parse rules as ima_parse_rule() does in the kernel's
 * security/integrity/ima/ima_policy.c, and find the first one that matches a
 * file or a buffer, as ima_match_policy() does.
 */
#ifndef KEXEC2_IMA_POLICY_H
#define KEXEC2_IMA_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/util.h"

/* The label of the records that the kernel makes of a load. */
#define IMA_RECORDS_LABEL	"kexec_file_load2"

/* More than any policy has; ima_write_policy() takes one page at a time. */
#define IMA_POLICY_MAX		(1U << 20)

/* Each action is followed by its dont_ action. */
enum ima_action {
	IMA_NO_ACTION,
	IMA_MEASURE,
	IMA_DONT_MEASURE,
	IMA_APPRAISE,
	IMA_DONT_APPRAISE,
	IMA_HASH,
	IMA_DONT_HASH,
	IMA_AUDIT,
};

/* Functions that do not affect a load are IMA_FUNC_OTHER. */
enum ima_func {
	IMA_FUNC_ANY,		/* the rule names none */
	IMA_FUNC_KERNEL,
	IMA_FUNC_INITRAMFS,
	IMA_FUNC_CMDLINE,
	IMA_FUNC_CRITICAL_DATA,
	IMA_FUNC_POLICY,
	IMA_FUNC_FILE,		/* FILE_CHECK, PATH_CHECK: kexec2 opens files */
	IMA_FUNC_OTHER,
};

enum ima_sig {
	IMA_SIG_NONE,		/* a digest in security.ima is enough */
	IMA_SIG_IMASIG,
	IMA_SIG_MODSIG,		/* imasig|modsig */
	IMA_SIG_V3,
};

/**
 * struct ima_rule - a rule
 * @line:    From 1.
 * @text:    Without blanks around it.
 * @lsm:     It has conditions on security labels, which cannot be evaluated.
 * @unknown: An unknown condition or function, or NULL.
 * @pcr:     That of @pcr_text, or -1.
 * @uid:     Values of conditions, from here on: each ends with the word, and
 *           the operator stands before it.  NULL without the condition.
 * @verity:  digest_type=verity
 */
struct ima_rule {
	size_t line;
	const char *text;
	enum ima_action action;
	enum ima_func func;
	enum ima_sig sig;
	bool lsm;
	const char *unknown;
	int pcr;
	const char *uid, *euid, *gid, *egid, *fowner, *fgroup;
	const char *function, *mask, *fsmagic, *fsname, *fsuuid;
	const char *pcr_text, *template;
	const char *labels;	/* with "|" between */
	const char *verity, *appraise_type;
	const char *algos;	/* with "," between */
	const char *ignored;
};

/* A policy. */
struct ima_rules {
	struct ima_rule *rules;
	size_t nr_rules;
	char *text;		/* its lines; rules point into it */
	char *words;		/* the same, split into words */
};

#define IMA_RULES_INIT ((struct ima_rules){ 0 })

/* A version of Linux, to compare. */
#define LINUX(major, minor)	((unsigned int)(major) << 16 | (minor))

/**
 * ima_policy_parse() - parse a policy
 * @rules: Receives it; ima_policy_free() it, also after a failure.
 * @text:  In the format of /sys/kernel/security/ima/policy.
 * @version: Of the kernel that judges, a LINUX().
 *
 * Rules that the kernel refuses are refused.  A rule with an unknown condition
 * may match or not.
 *
 * Return: 0, or -EINVAL with the line in the reason.
 */
int ima_policy_parse(struct ima_rules *rules, const char *text, size_t size,
		     unsigned int version, struct reason *reason);
void ima_policy_free(struct ima_rules *rules);

/* hash_algo_name[] of the kernel; NULL for an unknown number or name. */
const char *ima_algo_name(unsigned int number);
const char *ima_algo_named(const char *name, size_t size);

/* The known function or condition that looks like the word, or NULL. */
const char *ima_nearest(const char *word);

/* Does a list such as "a|b" have @word? */
bool ima_list_has(const char *list, char separator, const char *word);

/* Credentials of a load. */
struct ima_cred {
	struct ima_ids {
		uint32_t real, effective, saved;
		bool capable;	/* CAP_SETUID, CAP_SETGID */
	} uid, gid;
};

/* Properties of a file that rules match. */
struct ima_inode {
	unsigned long fsmagic;
	const char *fsname;	/* NULL if unknown */
	char fsuuid[37];	/* "" if unknown */
	uint32_t owner;
	uint32_t group;
};

/* A file or buffer to match. */
struct ima_subject {
	enum ima_func func;
	const char *label;	/* of critical data, or of a part that is
				 * measured by it; or NULL */
	const struct ima_inode *inode;	/* NULL for a buffer without a file */
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
 * struct ima_decision - the rule that decides
 * @rule:  The first rule that matches, or NULL.  It may be a dont_ rule.
 * @maybe: A rule before it that may match and has another effect, or NULL.
 */
struct ima_decision {
	const struct ima_rule *rule;
	const struct ima_rule *maybe;
};

/* @action: IMA_MEASURE, IMA_APPRAISE, IMA_AUDIT or IMA_HASH. */
struct ima_decision ima_decide(const struct ima_rules *rules,
			       const struct ima_subject *subject,
			       enum ima_action action);

/* Is the decision to do @action? */
static inline bool ima_decided(const struct ima_decision *decision,
			       enum ima_action action)
{
	return decision->rule && decision->rule->action == action;
}

/**
 * ima_wants_verity() - does IMA use the fs-verity digest of a file?
 * @maybe: Receives a rule that may select it, or NULL.
 *
 * IMA does if any rule that decides on an action has digest_type=verity, even
 * an audit or a dont_ rule.
 *
 * Return: that rule, or NULL.
 */
const struct ima_rule *ima_wants_verity(const struct ima_rules *rules,
					const struct ima_subject *subject,
					const struct ima_rule **maybe);

#endif /* KEXEC2_IMA_POLICY_H */
