// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What a verifier is given as text: known files, rules and values of PCRs.  The
 * first byte says which.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/judge.h"
#include "evidence/known.h"
#include "evidence/pcrs.h"
#include "evidence/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A load of what is known, so that compositions and orders are judged. */
static void judge(const struct known *known)
{
	struct record_part parts[4];
	struct load load = { .manifest.parts = parts };
	const struct rules rules = RULES_INIT;
	const struct finding at = { .part = 0 };
	struct findings findings = { 0 };
	struct judged judged;
	size_t i;

	memset(parts, 0, sizeof(parts));
	for (i = 0; i < known->nr_items && load.manifest.nr_parts < 4; i++) {
		const struct known_item *item = &known->items[i];
		struct record_digest digest = { .size = item->size };

		memcpy(digest.algo, item->algo, sizeof(digest.algo));
		memcpy(digest.value, item->value, item->size);
		if (!known_find(known, &digest))
			abort();
		if (item->role == KNOWN_KERNEL) {
			load.manifest.kernel = digest;
		} else if (item->role == KNOWN_CMDLINE) {
			load.manifest.cmdline = digest;
		} else {
			struct record_part *part = &parts[load.manifest.nr_parts++];

			part->digest = part->file = digest;
			if (item->label)
				strcpy(part->label, item->label);
		}
	}
	judge_load(known, &rules, &load, &at, &findings, &judged);
	/* What is no composition is told why. */
	if (known->nr_compositions && !judged.composition &&
	    !findings_refuse(&findings))
		abort();
	findings_free(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pcr_values values;
	struct known known = KNOWN_INIT;
	struct rules rules = RULES_INIT;
	struct reason reason = { "" };
	int err = 0;

	if (!size)
		return 0;
	switch (*data) {
	case 'r':
		err = rules_parse(&rules, data + 1, size - 1, &reason);
		break;
	case 'p':
		memset(&values, 0, sizeof(values));
		err = pcr_parse(&values, data + 1, size - 1, NULL, &reason);
		break;
	default:
		err = known_parse(&known, data + 1, size - 1, &reason);
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
