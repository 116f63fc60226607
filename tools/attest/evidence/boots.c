// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Judge how each kernel of a list began: its boot_aggregate and its policy. */
#include <string.h>

#include "boots.h"
#include "shared/util.h"

struct judging {
	const struct list *list;
	const struct known *known;
	const struct proof *proof;
	const struct rules *rules;
	struct findings *findings;
	struct replayed replayed[NR_BANKS];
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

bool is_file(const struct list_entry *entry)
{
	struct digest logged, digest;

	if (entry->violation || record_is_boot(entry->name))
		return false;
	return !list_is_buffer(entry) || !digest_of_file(&logged, entry) ||
	       digest_bytes(&digest, logged.algorithm, entry->buf.data,
			    entry->buf.size) ||
	       logged.len != digest.len ||
	       memcmp(logged.bytes, digest.bytes, digest.len) != 0;
}

/* May it be measured where the rules name all that may be? */
static bool is_named(const struct judging *j, const struct list_entry *entry)
{
	const struct rules *rules = j->rules;
	struct digest file;
	size_t i;

	if (!digest_of_file(&file, entry) || known_revoked(j->known, &file))
		return false;
	for (i = 0; i < rules->nr_measured; i++)
		if (!digest_compare(&file, &rules->measured[i]))
			return true;
	for (i = 0; i < rules->nr_files; i++)
		if (!digest_compare(&file, &rules->files[i]))
			return true;
	return known_find(j->known, &file);
}

/* In each PCR: who writes a policy chooses that of its files. */
static bool judge_only(const struct judging *j, const struct epoch *epoch)
{
	size_t end = epoch->next ? epoch->next->first : list_end(j->list);
	const struct list *list = j->list;
	size_t i = list_find(list, epoch->first);
	struct shown name;

	for (; i < list->nr && list->entries[i].index < end; i++) {
		const struct list_entry *entry = &list->entries[i];

		if (entry->index >= j->proof->reach[entry->pcr] ||
		    !is_file(entry) || is_named(j, entry))
			continue;
		findings_add(j->findings, (struct place){
				.entry = entry->index + 1,
				.epoch = epoch->number + 1,
			     }, "unknown-file",
			     "entry %zu, the first such one of epoch %zu, is of a file that is not known and not named by \"require measured-only\", as a policy would be: %s",
			     entry->index + 1, epoch->number + 1,
			     show_bytes(&name, entry->name));
		return false;
	}
	return true;
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

/* Replay logs into the PCRs that IMA does not extend. */
static void replay_logs(struct judging *j, struct boots *boots,
			const struct pcr_evidence *evidence,
			struct findings *remarks)
{
	uint32_t imas = 1U << j->rules->ima_pcr;
	char text[128];
	enum bank bank;
	size_t i;

	for (i = 0; i < j->list->nr; i++)
		if (j->list->entries[i].pcr < TPM_PCRS)
			imas |= 1U << j->list->entries[i].pcr;
	for (bank = 0; bank < NR_BANKS && evidence->events.given; bank++) {
		struct replayed *replayed = &j->replayed[bank];

		if (!j->proof->compared[bank])
			continue;
		events_replay(replayed, &evidence->events, bank,
			      &evidence->start.banks[bank],
			      &evidence->values.banks[bank],
			      j->proof->compared[bank] & ~imas);
		boots->logged[bank] = replayed->pcrs;
		if (replayed->differ)
			findings_add(remarks, NOWHERE, "log-mismatch",
				     "the event logs do not lead to the values of PCR %s of %s: one is missing, or somebody else has extended them",
				     pcrs_text(replayed->differ, text),
				     bank_types[bank].name);
	}
}

/* Was it of the PCRs at a time, from which the logs lead to those of now? */
static bool is_logged(struct judging *j, const struct pcr_evidence *evidence,
		      struct boot *boot)
{
	const struct digest *digest = &boot->epoch->boot_aggregate;
	int bank = bank_by_name(bytes_of(digest->algorithm));

	if (bank >= 0 && evidence->events.given)
		boot->tied = (1U << events_find(&j->replayed[bank],
						&evidence->events,
						digest)) - 1;
	return boot->tied;
}

void judge_boots(struct boots *boots, const struct list *list,
		 const struct epoch *first, const struct proof *proof,
		 const struct verify_input *input, struct findings *findings,
		 struct findings *remarks)
{
	struct judging j = { list, input->known, proof, input->rules,
			     findings, { { 0 } } };
	const struct epoch *epoch;
	bool last_tied = false, told = false;
	size_t i;

	replay_logs(&j, boots, &input->evidence, remarks);
	for (epoch = first; epoch; epoch = epoch->next) {
		struct boot *boot;

		boot = XADD(boots->list, boots->nr);
		*boot = (struct boot){ .epoch = epoch };
		boot->tie = epoch->headless ? BOOT_UNTIED :
			prove_boot(proof, &input->evidence,
				   &epoch->boot_aggregate, in(epoch).entry,
				   &boot->tied);
		if (boot->tie == BOOT_DIFFERS &&
		    is_logged(&j, &input->evidence, boot))
			boot->tie = BOOT_LOGGED;
		last_tied = boot->tie == BOOT_TIED || boot->tie == BOOT_LOGGED;
		boot->policy = judge_measured(&j, epoch);
		boot->only = input->rules->measured_only &&
			     judge_only(&j, epoch);
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
