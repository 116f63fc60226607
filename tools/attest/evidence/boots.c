// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Judge how each kernel of a list began: its boot_aggregate and its policy. */
#include "boots.h"
#include "shared/util.h"

struct judging {
	const struct list *list;
	const struct proof *proof;
	const struct rules *rules;
	struct findings *findings;
};

static struct place in(const struct epoch *epoch)
{
	return (struct place){
		.entry = (epoch->late_entry == NO_ENTRY ? epoch->first :
			  epoch->late_entry) + 1,
		.epoch = epoch->number + 1,
	};
}

bool proven_file(const struct list_entry *entry, const struct proof *proof,
		 struct digest *digest)
{
	return entry->index < proof->reach[entry->pcr] && !entry->violation &&
	       digest_of_file(digest, entry);
}

/* In IMA's PCR; others may prove less. */
static bool is_measured(const struct judging *j, const struct epoch *epoch,
			size_t end, const struct digest *digest)
{
	struct digest file;
	const struct list *list = j->list;
	size_t i = list_find(list, epoch->first);

	for (; i < list->nr && list->entries[i].index < end; i++)
		if (list->entries[i].pcr == j->rules->ima_pcr &&
		    proven_file(&list->entries[i], j->proof, &file) &&
		    !digest_compare(&file, digest))
			return true;
	return false;
}

/* Before the load that was booted; or ever, in the epoch that runs. */
static bool judge_measured(const struct judging *j, const struct epoch *epoch)
{
	const struct in_place *image = &epoch->image;
	size_t i, end = epoch->next ? epoch->next->first : list_end(j->list);
	bool all = true;
	char hex[DIGEST_TEXT_MAX];

	if (epoch->next && image->state == IMAGE_LOAD)
		end = epoch->loads[image->load].manifest_entry;
	for (i = 0; i < j->rules->nr_measured; i++) {
		const struct digest *digest = &j->rules->measured[i];

		if (is_measured(j, epoch, end, digest))
			continue;
		all = false;
		findings_add(j->findings,
			     (struct place){ .epoch = epoch->number + 1 },
			     "not-measured",
			     "epoch %zu%s has no entry with the digest %s%s",
			     epoch->number + 1, epoch->next ? "" :
			     ", which runs,", digest_text(digest, hex),
			     epoch->next ?
			     " before the booted image was loaded" : "");
	}
	return all;
}

/*
 * What extends a PCR after a kernel has begun makes the boot_aggregate of the
 * next another, as systemd does since version 259.  That of the kernel that
 * runs has to be of the PCRs as they are.
 */
static void judge_difference(const struct judging *j,
			     const struct epoch *epoch, bool last_tied,
			     struct findings *remarks)
{
	static const char says[] =
		"boot_aggregate is not the digest of PCRs 0 to 9";

	if (epoch->next && last_tied)
		findings_add(remarks, in(epoch), "boot-aggregate",
			     "%s, but that of the kernel that runs is: they were extended in between, as systemd 259 does",
			     says);
	else if (j->rules->allow_extended_pcrs)
		findings_add(remarks, in(epoch), "boot-aggregate",
			     "%s: they were extended, or the firmware was another",
			     says);
	else
		findings_add(j->findings, in(epoch), "boot-aggregate",
			     "%s: the firmware was another, or they were extended, as systemd 259 does (no rule \"allow extended-pcrs\")",
			     says);
}

void judge_boots(struct boots *boots, const struct list *list,
		 const struct epoch *first, const struct proof *proof,
		 const struct pcr_evidence *evidence,
		 const struct rules *rules, struct findings *findings,
		 struct findings *remarks)
{
	const struct judging j = { list, proof, rules, findings };
	const struct epoch *epoch;
	bool last_tied = false, told = false;
	size_t i;

	for (epoch = first; epoch; epoch = epoch->next) {
		struct boot *boot;

		boot = XADD(boots->list, boots->nr);
		*boot = (struct boot){ .epoch = epoch };
		boot->tie = epoch->headless ? BOOT_UNTIED :
			prove_boot(proof, evidence, &epoch->boot_aggregate,
				   in(epoch).entry, &boot->tied);
		last_tied = boot->tie == BOOT_TIED;
		boot->policy = judge_measured(&j, epoch);
	}
	for (i = 0; i < boots->nr; i++) {
		enum boot_tie tie = boots->list[i].tie;

		epoch = boots->list[i].epoch;
		if (tie == BOOT_NO_TPM)
			findings_add(findings, in(epoch), "no-tpm",
				     "boot_aggregate is zero: IMA found no TPM");
		else if (tie == BOOT_DIFFERS)
			judge_difference(&j, epoch, last_tied, remarks);
		else if (tie == BOOT_UNTIED && !told && i &&
			 !epoch->headless && !first->headless &&
			 digest_compare(&epoch->boot_aggregate,
					&first->boot_aggregate)) {
			told = true;
			findings_add(remarks, in(epoch), "boot-aggregate",
				     "boot_aggregate differs from that of the first kernel, and PCRs 0 to 9 are not told: nothing explains it");
		}
	}
}
