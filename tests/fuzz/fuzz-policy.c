// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* IMA policies, and what has to hold of what they say. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ima/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct ima_cred root;

static void check(const struct ima_rules *rules,
		  const struct ima_subject *subject, enum ima_action action)
{
	struct ima_decision decision = ima_decide(rules, subject, action);
	const struct ima_rule *rule = decision.rule;
	size_t i;

	if (rule && ima_rule_match(rule, subject) != IMA_MATCHES)
		abort();
	if (rule && rule->action != action &&
	    rule->action != action + 1)
		abort();
	if (decision.maybe &&
	    (ima_rule_match(decision.maybe, subject) != IMA_MAY_MATCH ||
	     (rule && decision.maybe > rule)))
		abort();
	/* Nothing before the rule that decides matches. */
	for (i = 0; rule && &rules->rules[i] < rule; i++)
		if ((rules->rules[i].action == action ||
		     rules->rules[i].action == action + 1) &&
		    ima_rule_match(&rules->rules[i], subject) == IMA_MATCHES)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct ima_inode ext4 = {
		.fsname = "ext4", .fsmagic = 0xef53,
	};
	static const struct ima_inode tmpfs = {
		.fsname = "tmpfs", .fsmagic = 0x01021994,
		.fsuuid = "00000000-0000-0000-0000-000000000000",
	};
	static const struct ima_inode owned = { .owner = 1000 };
	struct ima_subject subjects[] = {
		{ .func = IMA_FUNC_KERNEL, .inode = &ext4 },
		{ .func = IMA_FUNC_INITRAMFS, .inode = &tmpfs },
		{ .func = IMA_FUNC_INITRAMFS, .inode = &owned, .label = "a" },
		{ .func = IMA_FUNC_CMDLINE, .inode = &owned },
		{ .func = IMA_FUNC_CRITICAL_DATA, .label = IMA_RECORDS_LABEL },
	};
	struct ima_rules rules;
	struct reason reason;
	size_t i;

	if (!ima_policy_parse(&rules, (const char *)data, size,
			      LINUX(6, 12), &reason)) {
		for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
			subjects[i].cred = &root;
			check(&rules, &subjects[i], IMA_MEASURE);
			check(&rules, &subjects[i], IMA_APPRAISE);
		}
	} else if (!memchr(reason.text, '\0', sizeof(reason.text))) {
		abort();
	}
	ima_policy_free(&rules);
	return 0;
}
