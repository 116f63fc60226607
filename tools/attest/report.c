// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a verdict says, for people and for programs. */
#include <stdio.h>

#include "report.h"

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
	if (judged->records_required)
		puts("  records      required by its command line");
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

void print_verdict(const struct verdict *verdict)
{
	const struct pcr_evidence *evidence = &verdict->input->evidence;
	const struct proof *proof = &verdict->proof;
	size_t i;

	puts(verdict->accepted ? "accepted" : "refused");
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
	if (!verdict->cmdlines_judged)
		puts("warning: command lines are not judged: no known file has one");
	if (verdict->input->rules->require_records)
		puts("note: the list does not tell whether the first kernel was booted with kexec_records=required");
	for (i = 0; i < verdict->nr_kexecs; i++) {
		const struct kexec_verdict *kexec = &verdict->kexecs[i];

		show_kexec(kexec, verdict->cmdlines_judged);
		if (kexec->pending.nr)
			puts("  booting it would be refused:");
		show_findings(&kexec->pending, "    ");
	}
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
	if (judged->records_known)
		json_add_bool(object, "records_required",
			      judged->records_required);
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
	return object;
}

void add_verdict(struct json_object *root, const struct verdict *verdict)
{
	struct json_object *kexecs = json_list(), *object;
	struct json_object *not_judged = json_list();
	const struct verify_input *input = verdict->input;
	size_t i;

	for (i = 0; i < verdict->nr_booted; i++)
		json_append(kexecs, kexec_json(verdict, i));
	/* The rules are about it, and a list does not tell. */
	if (input->rules->require_records)
		json_append(not_judged, json_text("first-kernel-cmdline"));
	json_add_text(root, "verdict",
		      verdict->accepted ? "accepted" : "refused");
	json_add(root, "reasons", findings_json(&verdict->findings));
	json_add_size(root, "more_reasons", verdict->findings.dropped);
	json_add_size(root, "entries", verdict->proof.entries);
	json_add_size(root, "entries_proven", verdict->proof.empty ? 0 :
		      verdict->proof.proven);
	json_add_size(root, "epochs", verdict->nr_epochs);
	json_add_bool(root, "cmdline_judged", verdict->cmdlines_judged);
	json_add_bool(root, "records_judged", input->rules->require_records);
	json_add(root, "not_judged", not_judged);
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
