// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Find the rule that decides: ima_match_rules() of the kernel. */
#include <string.h>

#include "ima/policy.h"

static bool id_is(const struct ima_id_condition *condition, uint32_t id)
{
	switch (condition->op) {
	case '<':
		return id < condition->id;
	case '>':
		return id > condition->id;
	default:
		return id == condition->id;
	}
}

/* Without the capability to change IDs, only the effective ID counts. */
static bool ids_match(const struct ima_id_condition *condition, uint32_t real,
		      uint32_t effective, uint32_t saved, bool capable)
{
	if (!condition->op)
		return true;
	if (!condition->effective)
		return id_is(condition, real);
	return id_is(condition, effective) ||
	       (capable && (id_is(condition, saved) || id_is(condition, real)));
}

static bool cred_matches(const struct ima_rule *rule,
			 const struct ima_cred *cred)
{
	return ids_match(&rule->uid, cred->uid, cred->euid, cred->suid,
			 cred->cap_setuid) &&
	       ids_match(&rule->gid, cred->gid, cred->egid, cred->sgid,
			 cred->cap_setgid);
}

static enum ima_match inode_match(const struct ima_rule *rule,
				  const struct ima_inode *inode)
{
	enum ima_match match = IMA_MATCHES;

	if ((rule->has_fsmagic && rule->fsmagic != inode->fsmagic) ||
	    (rule->fowner.op && !id_is(&rule->fowner, inode->owner)) ||
	    (rule->fgroup.op && !id_is(&rule->fgroup, inode->group)))
		return IMA_NO_MATCH;
	if (rule->fsname && !inode->fsname)
		match = IMA_MAY_MATCH;
	else if (rule->fsname && strcmp(rule->fsname, inode->fsname) != 0)
		return IMA_NO_MATCH;
	if (rule->has_fsuuid && !inode->fsuuid_known)
		match = IMA_MAY_MATCH;
	else if (rule->has_fsuuid && memcmp(rule->fsuuid, inode->fsuuid,
					    sizeof(rule->fsuuid)) != 0)
		return IMA_NO_MATCH;
	return match;
}

/*
 * IMA measures a part with a label twice: by rules without label=, and by
 * measure rules with its label.
 */
static bool label_matches(const struct ima_rule *rule,
			  const struct ima_subject *subject)
{
	if (rule->labels)
		return subject->label &&
		       ima_list_has(rule->labels, '|', subject->label);
	return !(subject->func == IMA_FUNC_INITRAMFS && subject->label &&
		 rule->action == IMA_MEASURE);
}

enum ima_match ima_rule_match(const struct ima_rule *rule,
			      const struct ima_subject *subject)
{
	bool critical = subject->func == IMA_FUNC_CRITICAL_DATA;
	bool is_buffer = critical || subject->func == IMA_FUNC_CMDLINE;
	enum ima_match match = IMA_MATCHES;

	if (rule->func != subject->func &&
	    (rule->func != IMA_FUNC_ANY || critical))
		return IMA_NO_MATCH;
	if (rule->mask == IMA_MASK_OTHER ||
	    (rule->mask == IMA_MASK_READ && is_buffer))
		return IMA_NO_MATCH;
	if (!label_matches(rule, subject) ||
	    !cred_matches(rule, subject->cred))
		return IMA_NO_MATCH;
	if (subject->inode)
		match = inode_match(rule, subject->inode);
	if (match == IMA_MATCHES && (rule->lsm || rule->unknown))
		match = IMA_MAY_MATCH;
	return match;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Do both rules have the same effect?  @b: NULL for no rule. */
static bool same_effect(const struct ima_rule *a, const struct ima_rule *b,
			enum ima_action action)
{
	if (!b)
		return a->action != action;
	return a->action == b->action && a->pcr == b->pcr &&
	       same_text(a->template, b->template) && a->sig == b->sig &&
	       a->verity == b->verity && same_text(a->algos, b->algos);
}

static bool concerns(const struct ima_rule *rule, enum ima_action action)
{
	return rule->action == action || rule->action == action + 1;
}

struct ima_decision ima_decide(const struct ima_rules *rules,
			       const struct ima_subject *subject,
			       enum ima_action action)
{
	struct ima_decision decision = { NULL, NULL };
	const struct ima_rule *rule;
	size_t i, end = rules->nr_rules;

	for (i = 0; i < end; i++) {
		rule = &rules->rules[i];
		if (concerns(rule, action) &&
		    ima_rule_match(rule, subject) == IMA_MATCHES) {
			decision.rule = rule;
			end = i;
		}
	}
	for (i = 0; i < end && !decision.maybe; i++) {
		rule = &rules->rules[i];
		if (concerns(rule, action) &&
		    ima_rule_match(rule, subject) == IMA_MAY_MATCH &&
		    !same_effect(rule, decision.rule, action))
			decision.maybe = rule;
	}
	return decision;
}

const struct ima_rule *ima_wants_verity(const struct ima_rules *rules,
					const struct ima_subject *subject,
					const struct ima_rule **maybe)
{
	static const enum ima_action actions[] = {
		IMA_MEASURE, IMA_APPRAISE, IMA_AUDIT, IMA_HASH,
	};
	struct ima_subject opened = *subject;
	size_t i;

	*maybe = NULL;
	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		struct ima_decision decision = ima_decide(rules, subject,
							  actions[i]);

		if (decision.rule && decision.rule->verity)
			return decision.rule;
		if (decision.maybe && decision.maybe->verity)
			*maybe = decision.maybe;
		/* The effect of opening the file persists. */
		opened.func = IMA_FUNC_FILE;
		decision = ima_decide(rules, &opened, actions[i]);
		if (decision.rule && decision.rule->verity)
			*maybe = decision.rule;
		else if (decision.maybe && decision.maybe->verity)
			*maybe = decision.maybe;
	}
	return NULL;
}
