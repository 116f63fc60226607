// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Measurement lists, from bytes to epochs, and what has to hold of them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/epochs.h"
#include "evidence/list.h"
#include "evidence/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

static void touch(struct bytes bytes)
{
	size_t i;

	for (i = 0; i < bytes.size; i++)
		sink ^= bytes.data[i];
}

static void touch_entry(const struct list_entry *e)
{
	const struct bytes all[] = {
		e->digest, e->template, e->data, e->algo, e->file_digest,
		e->name, e->buf,
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		touch(all[i]);
}

/* Each load that is said to have a commit is the one that is in place once. */
static void check_epoch(const struct epoch *epoch)
{
	size_t i, in_place = 0;

	for (i = 0; i < epoch->nr_loads; i++) {
		const struct load *load = &epoch->loads[i];

		if ((load->fate == LOAD_FAILED) !=
		    (load->commit_entry == NO_ENTRY))
			abort();
		in_place += load->fate == LOAD_IN_PLACE ||
			    load->fate == LOAD_EXECUTED;
		touch(load->cmdline);
	}
	if (in_place > 2)
		abort();
}

/* Into banks of each kind, whose values are not what it leads to. */
static void replay(const struct list *list)
{
	static struct pcr_evidence evidence;
	const struct rules rules = RULES_INIT;
	struct findings findings = { 0 };
	struct reason reason;
	struct proof proof;

	evidence.values.banks[BANK_SHA1].known = 1U << 10;
	evidence.values.banks[BANK_SHA256].known = 1U << 10;
	evidence.values.banks[BANK_SHA384].known = 1U << 10;
	if (!prove(&proof, list, &evidence, &rules, &findings, &reason) &&
	    (proof.entries != list->nr || proof.empty ||
	     proof.proven > list->nr))
		abort();
	findings_free(&findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct epoch *epoch;
	struct epoch *epochs;
	struct reason reason;
	struct list list;
	size_t i;

	list_parse(&list, data, size, &reason);
	for (i = 0; i < list.nr; i++) {
		if (list.entries[i].pcr >= LIST_PCRS ||
		    list.entries[i].index != i)
			abort();
		touch_entry(&list.entries[i]);
	}
	epochs = divide(&list, NULL);
	for (epoch = epochs; epoch; epoch = epoch->next)
		check_epoch(epoch);
	replay(&list);
	epochs_free(epochs);
	list_free(&list);
	return 0;
}
