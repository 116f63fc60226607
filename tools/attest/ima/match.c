// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Which rule of an IMA policy decides: ima_match_rules() of the kernel. */
#include <string.h>

#include "ima/policy.h"

bool ima_labels_have(const char *labels, const char *label)
{
	size_t len, wanted = strlen(label);

	for (;; labels += len + 1) {
		len = strcspn(labels, "|");
		if (len == wanted && !memcmp(labels, label, len))
			return true;
		if (!labels[len])
			return false;
	}
}

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

/* Without the capability to change it, the effective ID counts alone. */
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

static bool mask_matches(const struct ima_rule *rule, enum ima_mask mask)
{
	/* With one bit each, "^" makes no difference. */
	return rule->mask == IMA_MAY_NOTHING || rule->mask == mask;
}

static enum ima_match file_system_match(const struct ima_rule *rule,
					const struct ima_subject *subject)
{
	enum ima_match match = IMA_MATCHES;

	if (rule->has_fsmagic && rule->fsmagic != subject->fsmagic)
		return IMA_NO_MATCH;
	if (rule->fsname && !subject->fsname)
		match = IMA_MAY_MATCH;
	else if (rule->fsname && strcmp(rule->fsname, subject->fsname) != 0)
		return IMA_NO_MATCH;
	if (rule->has_fsuuid && !subject->fsuuid_known)
		match = IMA_MAY_MATCH;
	else if (rule->has_fsuuid &&
		 memcmp(rule->fsuuid, subject->fsuuid,
			sizeof(rule->fsuuid)) != 0)
		return IMA_NO_MATCH;
	return match;
}

/*
 * A part with a label is matched twice: without it, by the rules that have
 * none; and with it, when measure rules without one have had their turn.
 */
static bool label_matches(const struct ima_rule *rule,
			  const struct ima_subject *subject)
{
	if (rule->labels)
		return subject->label &&
		       ima_labels_have(rule->labels, subject->label);
	return !(subject->func == IMA_FUNC_INITRAMFS && subject->label &&
		 rule->action == IMA_MEASURE);
}

enum ima_match ima_rule_match(const struct ima_rule *rule,
			      const struct ima_subject *subject)
{
	enum ima_match match = IMA_MATCHES;

	if (rule->func != subject->func &&
	    (rule->func != IMA_FUNC_ANY ||
	     subject->func == IMA_FUNC_CRITICAL_DATA))
		return IMA_NO_MATCH;
	if (!label_matches(rule, subject) ||
	    !mask_matches(rule, subject->mask) ||
	    !cred_matches(rule, subject->cred))
		return IMA_NO_MATCH;
	if (subject->inode) {
		match = file_system_match(rule, subject);
		if (match == IMA_NO_MATCH ||
		    (rule->fowner.op && !id_is(&rule->fowner, subject->owner)) ||
		    (rule->fgroup.op && !id_is(&rule->fgroup, subject->group)))
			return IMA_NO_MATCH;
	}
	return rule->lsm || rule->unknown ? IMA_MAY_MATCH : match;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Would it make no difference which of the two decides? */
static bool same_effect(const struct ima_rule *a, const struct ima_rule *b)
{
	return a->action == b->action && a->pcr == b->pcr &&
	       same_text(a->template, b->template) && a->sig == b->sig &&
	       a->verity == b->verity && same_text(a->algos, b->algos);
}

static bool concerns(const struct ima_rule *rule, enum ima_action action)
{
	return rule->action == action ||
	       (action == IMA_MEASURE && rule->action == IMA_DONT_MEASURE) ||
	       (action == IMA_APPRAISE && rule->action == IMA_DONT_APPRAISE) ||
	       (action == IMA_HASH && rule->action == IMA_DONT_HASH);
}

struct ima_decision ima_decide(const struct ima_rules *rules,
			       const struct ima_subject *subject,
			       enum ima_action action)
{
	const struct ima_rule *maybe[2] = { NULL, NULL };
	struct ima_decision decision = { NULL, NULL };
	size_t i;

	for (i = 0; i < rules->nr_rules && !decision.rule; i++) {
		const struct ima_rule *rule = &rules->rules[i];

		if (!concerns(rule, action))
			continue;
		switch (ima_rule_match(rule, subject)) {
		case IMA_MATCHES:
			decision.rule = rule;
			break;
		case IMA_MAY_MATCH:
			/* The first, and one that says something else. */
			if (!maybe[0])
				maybe[0] = rule;
			else if (!maybe[1] && !same_effect(maybe[0], rule))
				maybe[1] = rule;
			break;
		case IMA_NO_MATCH:
			break;
		}
	}
	if (!maybe[0])
		return decision;
	if (!decision.rule) {
		/* A dont_ rule that may match where nothing else does. */
		if (maybe[0]->action == action)
			decision.maybe = maybe[0];
		else if (maybe[1])
			decision.maybe = maybe[1];
		return decision;
	}
	if (!same_effect(maybe[0], decision.rule))
		decision.maybe = maybe[0];
	else if (maybe[1])
		decision.maybe = maybe[1];
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
		/* What opening a file brings about stays with it. */
		opened.func = IMA_FUNC_FILE;
		decision = ima_decide(rules, &opened, actions[i]);
		if (decision.rule && decision.rule->verity)
			*maybe = decision.rule;
		else if (decision.maybe && decision.maybe->verity)
			*maybe = decision.maybe;
	}
	return NULL;
}
