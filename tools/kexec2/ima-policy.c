// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The IMA policy, as the kernel shows it: a rule per line, an action and its
 * conditions between blanks (Documentation/ABI/testing/ima_policy).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system-features.h"

#define POLICY	"/sys/kernel/security/ima/policy"

static const char *const funcs[NR_RULES] = {
	[RULE_KERNEL]	 = "KEXEC_KERNEL_CHECK",
	[RULE_INITRAMFS] = "KEXEC_INITRAMFS_CHECK",
	[RULE_CMDLINE]	 = "KEXEC_CMDLINE",
	[RULE_RECORDS]	 = "CRITICAL_DATA",
};

static unsigned int action(const char *word)
{
	if (!strcmp(word, "measure"))
		return RULE_MEASURES;
	if (!strcmp(word, "appraise"))
		return RULE_APPRAISES;
	if (!strcmp(word, "audit"))
		return RULE_AUDITS;
	return 0;
}

/* The value of a condition, or NULL if @word is another one. */
static const char *value(const char *word, const char *name)
{
	size_t len = strlen(name);

	return strncmp(word, name, len) == 0 && word[len] == '=' ?
	       word + len + 1 : NULL;
}

/* Is @label among those of a list such as "a|b"? */
static bool lists(const char *list, const char *label)
{
	size_t len;

	for (;; list += len + 1) {
		len = strcspn(list, "|");
		if (len == strlen(label) && !memcmp(list, label, len))
			return true;
		if (!list[len])
			return false;
	}
}

void ima_policy_line(struct ima_policy *policy, char *line)
{
	const char *func = NULL, *label = NULL;
	unsigned int asks;
	char *word, *save;
	size_t i;

	word = strtok_r(line, " \t\n", &save);
	if (!word)
		return;
	policy->nr_rules++;
	asks = action(word);
	while ((word = strtok_r(NULL, " \t\n", &save))) {
		if (value(word, "func"))
			func = value(word, "func");
		else if (value(word, "label"))
			label = value(word, "label");
	}
	for (i = 0; func && i < NR_RULES; i++) {
		if (strcmp(func, funcs[i]) != 0)
			continue;
		/* Without a label, a rule is for all critical data. */
		if (i == RULE_RECORDS && label &&
		    !lists(label, "kexec_file_load2"))
			continue;
		policy->asks[i] |= asks;
	}
}

void ima_policy_read(struct ima_policy *policy)
{
	FILE *file = fopen(POLICY, "re");
	char *line = NULL;
	size_t size = 0;

	*policy = (struct ima_policy){ 0 };
	if (!file) {
		policy->err = -errno;
		return;
	}
	errno = 0;
	while (getline(&line, &size, file) >= 0)
		ima_policy_line(policy, line);
	if (ferror(file))
		policy->err = errno ? -errno : -EIO;
	free(line);
	fclose(file);
}
