// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What a verifier is given as text: known files, rules and values of PCRs.  The
 * first byte says which.
 */
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/judge.h"
#include "evidence/known.h"
#include "evidence/pcrs.h"
#include "evidence/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct target {
	const struct known *known;
	struct load load;
	struct record_part parts[4];
};

static void add_part(const void *node, VISIT visit, void *to)
{
	const struct known_item *item = *(struct known_item *const *)node;
	struct digest digest = item->digest;
	struct target *target = to;
	struct record *load = &target->load.manifest;
	struct record_part *part = &target->parts[load->nr_parts];

	if (visit == endorder || visit == preorder || load->nr_parts == 4)
		return;
	if (!known_find(target->known, &digest))
		abort();
	if (item->role == KNOWN_KERNEL) {
		load->kernel = digest;
	} else if (item->role == KNOWN_CMDLINE) {
		load->cmdline = digest;
	} else {
		load->nr_parts++;
		part->digest = part->file = digest;
		if (item->label)
			strcpy(part->label, item->label);
	}
}

/* A load of what is known, so that compositions and orders are judged. */
static void judge(const struct known *known)
{
	struct target target = { .known = known };
	const struct rules rules = RULES_INIT;
	struct findings findings = { 0 };
	struct judged judged;

	target.load.manifest.parts = target.parts;
	twalk_r(known->items_by_digest, add_part, &target);
	judge_load(known, &rules, &target.load, NOWHERE, &findings, &judged);
	/* What is no composition is told why. */
	if (known->nr_compositions && !judged.composition && !findings.nr)
		abort();
	findings_free(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pcr_values values;
	struct known known = { 0 };
	struct rules rules = RULES_INIT;
	const struct bytes text = { data + 1, size - 1 };
	struct reason reason = { "" };
	int err = 0;

	if (!size)
		return 0;
	switch (*data) {
	case 'r':
		err = rules_parse(&rules, text, &reason);
		break;
	case 'p':
		memset(&values, 0, sizeof(values));
		err = pcr_parse(&values, text, -1, &reason);
		break;
	default:
		err = known_parse(&known, text, &reason);
		if (!err)
			err = known_finish(&known, &reason);
		if (!err)
			judge(&known);
	}
	if (err && !*reason.text)
		abort();
	known_free(&known);
	rules_free(&rules);
	return 0;
}
