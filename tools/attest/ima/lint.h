/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Check whether a policy makes IMA measure and appraise a load. */
#ifndef KEXEC2_IMA_LINT_H
#define KEXEC2_IMA_LINT_H

#include <stddef.h>

#include "image/image.h"
#include "ima/context.h"
#include "shared/reason.h"

enum lint_level {
	LINT_FINE,
	LINT_NOTE,
	LINT_PROBLEM,
};

/**
 * struct lint_finding - the effect of a policy on one subject
 * @level:   A problem escapes the policy, or is refused by it.
 * @code:    A name for programs, lower_snake_case, that stays.
 * @subject: "kernel /boot/vmlinuz", "initrd 0 ...".
 * @text:    A sentence without the subject and the rules.
 * @rule:    The rule that decides, or NULL.
 * @late:    A rule that would, if it came before @rule, or NULL.
 */
struct lint_finding {
	enum lint_level level;
	const char *code;
	char *subject;
	const char *text;
	const struct ima_rule *rule;
	const struct ima_rule *late;
};

struct lint {
	struct lint_finding *findings;
	size_t nr_findings;
	size_t nr_problems;
};

/**
 * lint_policy() - check a policy
 * @lint:     Receives it; lint_free() it, also after a failure.  Points into
 *	      @settings.
 * @settings: From ima_settings_read_policy().
 * @image:    The load; NULL for files of root on the root file system, and
 *	      files on tmpfs or in a memfd.
 *
 * Return: 0, or a negative errno value with a reason that names the file.
 */
int lint_policy(struct lint *lint, const struct ima_settings *settings,
		const struct image *image, struct reason *reason);
void lint_free(struct lint *lint);

#endif /* KEXEC2_IMA_LINT_H */
