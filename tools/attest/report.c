// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a verdict says, for people and for programs. */
#include <stdio.h>
#include <string.h>

#include "report.h"

const char *verdict_word(const struct verdict *verdict)
{
	return verdict->accepted ? "accepted" : "refused";
}

/*
 * For people
 */

static void show_item(const char *what, const struct known_item *item)
{
	struct shown name;

	printf("  %-12s %s", what, item ? show_text(&name, item->name->text) :
					  "(not known)");
	if (item && item->versioned)
		printf(" version %llu", (unsigned long long)item->version);
	putchar('\n');
}

/* What root of that kernel may still do, as far as its command line tells. */
static void show_root(unsigned int flags)
{
	printf("  records      %s by its command line\n",
	       flags & CMDLINE_RECORDS ? "required" : "not required");
	printf("  root         %s, %s\n",
	       flags & CMDLINE_CONFIDENTIALITY ? "lockdown=confidentiality" :
	       flags & CMDLINE_INTEGRITY ? "lockdown=integrity" :
	       "no lockdown=", flags & CMDLINE_SIGNED ?
	       "module.sig_enforce" : "no module.sig_enforce");
}

static void show_kexec(const struct kexec_verdict *kexec, bool cmdlines_judged)
{
	const struct record *manifest = &kexec->load->manifest;
	const struct judged *judged = &kexec->judged;
	const struct load *load = kexec->load;
	size_t i, entry = load->manifest_entry + 1;
	struct shown name;
	char part[32];

	if (load->fate != LOAD_EXECUTED)
		printf("loaded %s (entry %zu)\n", manifest->crash ?
		       "for a crash" : "and ready to boot", entry);
	else
		printf("kexec from epoch %zu to %zu (entry %zu)\n",
		       kexec->epoch->number + 1, kexec->epoch->number + 2,
		       entry);
	if (judged->composition)
		printf("  composition  %s\n",
		       show_text(&name, judged->composition->name));
	show_item("kernel", judged->kernel);
	for (i = 0; i < manifest->nr_parts; i++) {
		snprintf(part, sizeof(part), "part %zu", i);
		show_item(part, judged->parts[i]);
	}
	if (judged->cmdline || cmdlines_judged)
		show_item("cmdline", judged->cmdline);
	else
		puts("  cmdline      (not judged)");
	if (judged->text_known)
		show_root(judged->flags);
	else
		puts("  root         (the text of the command line is not known)");
}

static void show_findings(const struct findings *findings, const char *before)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		printf("%s%s: %s\n", before, findings->list[i].word,
		       findings->list[i].text);
	if (findings->dropped)
		printf("%sand %zu more\n", before, findings->dropped);
}

static void show_key(const struct pcr_evidence *evidence)
{
	const struct quote *quote = &evidence->quote;

	printf("  proof        a quote by a key %s, ", quote->key);
	if (quote->has_attributes)
		printf("which signs only what its TPM has made (attributes 0x%x)",
		       quote->attributes);
	else
		printf("of which PEM does not tell what it signs");
	printf("; %s nonce\n", evidence->fresh ? "with the" : "without a");
	printf("  TPM          reset %u, restart %u, %s\n",
	       quote->reset_count, quote->restart_count, quote->safe ?
	       "clock safe" : "clock not safe: it may have gone back");
}

static void show_told(const struct verdict *verdict)
{
	const struct pcr_evidence *evidence = &verdict->input->evidence;
	const struct quote *quote = &evidence->quote;
	uint32_t compared = 0;
	char text[128];
	size_t i;

	for (i = 0; i < NR_BANKS; i++) {
		compared |= verdict->proof.compared[i];
		if (verdict->proof.compared[i])
			printf("  PCRs         %s of %s\n",
			       pcrs_text(verdict->proof.compared[i], text),
			       bank_types[i].name);
	}
	if (~compared & 0x3ff)
		printf("  PCRs         %s of the firmware are not told\n",
		       pcrs_text(~compared & 0x3ff, text));
	for (i = 0; i < NR_BANKS; i++)
		if (verdict->boots.logged[i])
			printf("  event logs   lead to PCRs %s of %s\n",
			       pcrs_text(verdict->boots.logged[i], text),
			       bank_types[i].name);
	for (i = 0; i < quote->nr_banks && evidence->quoted; i++) {
		enum bank bank = quote->banks[i].bank;
		uint32_t untold = quote->banks[i].pcrs &
				  ~evidence->values.banks[bank].known;

		if (untold)
			printf("  PCRs         %s of %s are quoted, and their values are not told\n",
			       pcrs_text(untold, text), bank_types[bank].name);
	}
}

static void show_boot(const struct verdict *verdict, const struct boot *boot)
{
	const struct epoch *epoch = boot->epoch;
	char text[128];

	printf("  epoch %-6zu boot_aggregate ", epoch->number + 1);
	if (boot->tied)
		printf("of PCRs %s%s", pcrs_text(boot->tied, text),
		       boot->tie == BOOT_LOGGED ?
		       ", as they were by the event logs" : "");
	else
		printf("%s", boot->tie == BOOT_DIFFERS ?
		       "of other values than the PCRs have" :
		       "compared with nothing");
	if (verdict->input->rules->nr_measured)
		printf("; its policy was %smeasured", boot->policy ? "" :
		       "not ");
	else
		printf("; no policy is required");
	if (boot->only)
		fputs(", and no file is unknown", stdout);
	printf("; %s%s\n", epoch->version ? "records made" :
	       "no record shows that its policy asks for them",
	       epoch->next ? "" : "; it runs");
}

/* What the verdict rests on, and what it leaves open. */
static void show_basis(const struct verdict *verdict)
{
	const struct proof *proof = &verdict->proof;
	const char *allowed;
	size_t i = 0;

	puts("rests on");
	if (verdict->input->evidence.quoted)
		show_key(&verdict->input->evidence);
	else
		printf("  proof        %s\n", proof->empty ? "none" :
		       "PCR values that nobody has signed");
	show_told(verdict);
	for (i = 0; i < verdict->boots.nr; i++)
		show_boot(verdict, &verdict->boots.list[i]);
	for (i = 0; (allowed = rules_allowed(verdict->input->rules, &i));)
		printf("  allowed      %s\n", allowed);
	puts("not judged");
	puts("  the first kernel and its command line, which the firmware has booted");
	if (!verdict->cmdlines_judged)
		puts("  command lines");
	if (proof->proven < proof->entries)
		printf("  %zu entries behind what the PCRs hold\n",
		       proof->entries - proof->proven);
}

void print_verdict(const struct verdict *verdict)
{
	const struct pcr_evidence *evidence = &verdict->input->evidence;
	const struct proof *proof = &verdict->proof;
	size_t i;

	puts(verdict_word(verdict));
	show_findings(&verdict->findings, "  ");
	printf("%zu entries", proof->entries);
	if (proof->empty)
		fputs(", none is proven", stdout);
	else if (proof->proven < proof->entries)
		printf("; those after %zu are unproven and ignored",
		       proof->proven);
	putchar('\n');
	if (evidence->quoted && !evidence->fresh)
		puts("warning: without --nonce the quote may be old");
	for (i = 0; i < verdict->remarks.nr; i++)
		printf("warning: %s\n", verdict->remarks.list[i].text);
	if (verdict->input->rules->require_records)
		puts("note: the list does not tell whether the first kernel was booted with kexec_records=required");
	for (i = 0; i < verdict->nr_kexecs; i++) {
		const struct kexec_verdict *kexec = &verdict->kexecs[i];

		show_kexec(kexec, verdict->cmdlines_judged);
		if (kexec->pending.nr)
			puts("  booting it would be refused:");
		show_findings(&kexec->pending, "    ");
	}
	show_basis(verdict);
}

/*
 * For programs: entries and epochs are counted from 1, as in all that is shown
 * of a list
 */

/* Unless it is 0, for none. */
static void add_count(struct json_object *object, const char *key, size_t count)
{
	if (count)
		json_add_size(object, key, count);
}

static struct json_object *findings_json(const struct findings *findings)
{
	struct json_object *array = json_list();
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		const struct finding *finding = &findings->list[i];
		struct json_object *object = json_new();

		json_add_text(object, "code", finding->word);
		json_add_text(object, "text", finding->text);
		add_count(object, "entry", finding->at.entry);
		add_count(object, "epoch", finding->at.epoch);
		if (finding->at.part)
			json_add_size(object, "part", finding->at.part - 1);
		json_append(array, object);
	}
	return array;
}

static struct json_object *part_json(const struct digest *digest,
				     const char *label,
				     const struct known_item *item)
{
	struct json_object *object = json_new();
	char text[DIGEST_TEXT_MAX];

	json_add_text(object, "digest", digest_text(digest, text));
	json_add_size(object, "size", digest->size);
	if (*label)
		json_add_text(object, "label", label);
	if (item)
		json_add_text(object, "known", item->name->text);
	if (item && item->versioned)
		json_add_size(object, "version", item->version);
	return object;
}

static struct json_object *kexec_json(const struct verdict *verdict, size_t n)
{
	struct json_object *object = json_new(), *parts = json_list();
	const struct kexec_verdict *kexec = &verdict->kexecs[n];
	const struct record *manifest = &kexec->load->manifest;
	const struct judged *judged = &kexec->judged;
	size_t i;

	json_add_size(object, "epoch", kexec->epoch->number + 1);
	json_add_size(object, "entry", kexec->load->manifest_entry + 1);
	if (kexec->load->fate == LOAD_EXECUTED)
		json_add_size(object, "boot_entry",
			      kexec->epoch->next->first + 1);
	if (judged->composition)
		json_add_text(object, "composition",
			      judged->composition->name);
	json_add(object, "kernel", part_json(&manifest->kernel, "",
					     judged->kernel));
	for (i = 0; i < manifest->nr_parts; i++) {
		const struct record_part *part = &manifest->parts[i];

		json_append(parts, part_json(&part->file, part->label,
					     judged->parts[i]));
	}
	json_add(object, "parts", parts);
	json_add(object, "cmdline", part_json(&manifest->cmdline, "",
					      judged->cmdline));
	if (judged->text_known) {
		json_add_bool(object, "records_required",
			      judged->flags & CMDLINE_RECORDS);
		json_add_text(object, "lockdown",
			      judged->flags & CMDLINE_CONFIDENTIALITY ?
			      "confidentiality" :
			      judged->flags & CMDLINE_INTEGRITY ? "integrity" :
			      "none");
		json_add_bool(object, "modules_signed",
			      judged->flags & CMDLINE_SIGNED);
	}
	json_add_bool(object, "cmdline_judged",
		      verdict->cmdlines_judged);
	return object;
}

static struct json_object *quote_json(const struct pcr_evidence *evidence)
{
	const struct quote *quote = &evidence->quote;
	struct json_object *object = json_new();

	json_add_bool(object, "nonce_checked", evidence->fresh);
	json_add_size(object, "clock_ms", quote->clock);
	json_add_size(object, "reset_count", quote->reset_count);
	json_add_size(object, "restart_count", quote->restart_count);
	json_add_bool(object, "clock_safe", quote->safe);
	json_add_text(object, "key", quote->key);
	if (quote->has_attributes)
		json_add_size(object, "key_attributes", quote->attributes);
	return object;
}

static struct json_object *pcrs_json(uint32_t pcrs)
{
	struct json_object *array = json_list();
	unsigned int pcr;

	for (pcr = 0; pcr < TPM_PCRS; pcr++)
		if (pcrs & 1U << pcr)
			json_append(array, json_object_new_int((int)pcr));
	return array;
}

static struct json_object *boot_json(const struct verdict *verdict,
				     const struct boot *boot)
{
	const struct epoch *epoch = boot->epoch;
	struct json_object *object = json_new();

	json_add_size(object, "epoch", epoch->number + 1);
	json_add_bool(object, "runs", !epoch->next);
	json_add(object, "boot_aggregate_pcrs", pcrs_json(boot->tied));
	if (verdict->input->evidence.events.given)
		json_add_bool(object, "boot_aggregate_logged",
			      boot->tie == BOOT_LOGGED);
	json_add_bool(object, "boot_aggregate_differs",
		      boot->tie == BOOT_DIFFERS);
	if (verdict->input->rules->nr_measured)
		json_add_bool(object, "policy_measured", boot->policy);
	if (verdict->input->rules->measured_only)
		json_add_bool(object, "files_known", boot->only);
	json_add_bool(object, "records_made", epoch->version);
	return object;
}

static struct json_object *basis_json(const struct verdict *verdict)
{
	const struct pcr_evidence *evidence = &verdict->input->evidence;
	const struct quote *quote = &evidence->quote;
	struct json_object *object = json_new(), *told = json_new();
	struct json_object *untold = json_new(), *boots = json_list();
	struct json_object *allowed = json_list(), *logged = json_new();
	const char *name;
	size_t i;

	for (i = 0; i < NR_BANKS; i++)
		if (verdict->proof.compared[i])
			json_add(told, bank_types[i].name,
				 pcrs_json(verdict->proof.compared[i]));
	for (i = 0; i < quote->nr_banks && evidence->quoted; i++) {
		enum bank bank = quote->banks[i].bank;

		json_add(untold, bank_types[bank].name,
			 pcrs_json(quote->banks[i].pcrs &
				   ~evidence->values.banks[bank].known));
	}
	for (i = 0; i < verdict->boots.nr; i++)
		json_append(boots, boot_json(verdict,
					     &verdict->boots.list[i]));
	for (i = 0; (name = rules_allowed(verdict->input->rules, &i));)
		json_append(allowed, json_text(name));
	json_add_text(object, "proof", evidence->quoted ? "quote" :
		      verdict->proof.empty ? "none" : "values");
	for (i = 0; i < NR_BANKS; i++)
		if (verdict->boots.logged[i])
			json_add(logged, bank_types[i].name,
				 pcrs_json(verdict->boots.logged[i]));
	json_add(object, "pcrs", told);
	if (evidence->events.given)
		json_add(object, "pcrs_logged", logged);
	else
		json_object_put(logged);
	json_add(object, "pcrs_untold", untold);
	json_add(object, "boots", boots);
	json_add(object, "allowed", allowed);
	return object;
}

static struct json_object *not_judged_json(const struct verdict *verdict)
{
	struct json_object *array = json_list();

	json_append(array, json_text("first-kernel"));
	json_append(array, json_text("first-kernel-cmdline"));
	if (!verdict->cmdlines_judged)
		json_append(array, json_text("cmdlines"));
	if (verdict->proof.proven < verdict->proof.entries)
		json_append(array, json_text("entries-behind"));
	return array;
}

void add_verdict(struct json_object *root, const struct verdict *verdict)
{
	struct json_object *kexecs = json_list(), *object;
	const struct verify_input *input = verdict->input;
	size_t i;

	for (i = 0; i < verdict->nr_booted; i++)
		json_append(kexecs, kexec_json(verdict, i));
	json_add_text(root, "verdict", verdict_word(verdict));
	json_add(root, "reasons", findings_json(&verdict->findings));
	json_add_size(root, "more_reasons", verdict->findings.dropped);
	json_add(root, "warnings", findings_json(&verdict->remarks));
	json_add_size(root, "entries", verdict->proof.entries);
	json_add_size(root, "entries_proven", verdict->proof.empty ? 0 :
		      verdict->proof.proven);
	json_add_size(root, "epochs", verdict->nr_epochs);
	json_add_bool(root, "cmdline_judged", verdict->cmdlines_judged);
	json_add_bool(root, "records_judged", input->rules->require_records);
	json_add(root, "not_judged", not_judged_json(verdict));
	json_add(root, "basis", basis_json(verdict));
	json_add(root, "kexecs", kexecs);
	for (; i < verdict->nr_kexecs; i++) {
		const struct kexec_verdict *kexec = &verdict->kexecs[i];

		object = kexec_json(verdict, i);
		json_add(object, "reasons", findings_json(&kexec->pending));
		json_add(root, kexec->load->manifest.crash ? "crash" :
			 "pending", object);
	}
	if (input->evidence.quoted)
		json_add(root, "quote", quote_json(&input->evidence));
}
