// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict, for people and for programs. */
#include <stdio.h>

#include "shared/json.h"
#include "verify-report.h"

/*
 * For people
 */

static void show_item(const char *what, const struct known_item *item)
{
	struct shown name;

	printf("  %-12s ", what);
	if (!item)
		fputs("(not known)", stdout);
	else
		fputs(show_text(&name, item->name->text), stdout);
	if (item && item->versioned)
		printf(" version %llu", (unsigned long long)item->version);
	putchar('\n');
}

static void show_kexec(const struct kexec_verdict *kexec)
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
	if (judged->cmdline || judged->cmdline_judged)
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
		if (findings->list[i].severity == SEVERITY_REFUSE)
			printf("%s%s: %s\n", before, findings->list[i].word,
			       findings->list[i].text);
	if (findings->dropped)
		printf("%sand %zu more\n", before, findings->dropped);
}

static void show_remarks(const struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		enum severity severity = findings->list[i].severity;

		if (severity != SEVERITY_REFUSE)
			printf("%s: %s\n", severity == SEVERITY_WARNING ?
			       "warning" : "note", findings->list[i].text);
	}
}

static void show_pending(const struct kexec_verdict *kexec)
{
	if (!kexec->load)
		return;
	show_kexec(kexec);
	if (!findings_refuse(&kexec->pending))
		return;
	puts("  booting it would be refused:");
	show_findings(&kexec->pending, "    ");
}

void verify_text(const struct verdict *verdict)
{
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
	show_remarks(&verdict->findings);
	for (i = 0; i < verdict->nr_kexecs; i++)
		show_kexec(&verdict->kexecs[i]);
	show_pending(&verdict->pending);
	show_pending(&verdict->crash);
}

/*
 * For programs: entries and epochs are counted from 1, as in all that is shown
 * of a list
 */

/* Nothing where there is none. */
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
		struct json_object *object;

		if (finding->severity != SEVERITY_REFUSE)
			continue;
		object = json_new();
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

static struct json_object *part_json(const struct record_digest *digest,
				     const char *label,
				     const struct known_item *item)
{
	struct json_object *object = json_new();

	json_add(object, "digest", json_hex(digest->algo, digest->value,
					    digest->size));
	json_add_size(object, "size", digest->bytes);
	if (*label)
		json_add_text(object, "label", label);
	if (item)
		json_add_text(object, "known", item->name->text);
	if (item && item->versioned)
		json_add_size(object, "version", item->version);
	return object;
}

static struct json_object *kexec_json(const struct kexec_verdict *kexec)
{
	struct json_object *object = json_new(), *parts = json_list();
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
	json_add_bool(object, "cmdline_judged", judged->cmdline_judged);
	return object;
}

static void add_pending(struct json_object *root, const char *key,
			const struct kexec_verdict *kexec)
{
	struct json_object *object;

	if (!kexec->load)
		return;
	object = kexec_json(kexec);
	json_add(object, "reasons", findings_json(&kexec->pending));
	json_add(root, key, object);
}

static struct json_object *quote_json(const struct quote *quote,
				      const struct findings *findings)
{
	struct json_object *object = json_new();

	json_add_bool(object, "nonce_checked",
		      !findings_have(findings, "nonce"));
	json_add_size(object, "clock_ms", quote->clock);
	json_add_size(object, "reset_count", quote->reset_count);
	json_add_size(object, "restart_count", quote->restart_count);
	return object;
}

struct json_object *verify_json(const struct verdict *verdict)
{
	struct json_object *root = json_new(), *kexecs = json_list();
	struct json_object *not_judged = json_list();
	const struct pcr_evidence *evidence = &verdict->input->evidence;
	const struct findings *findings = &verdict->findings;
	size_t i;

	for (i = 0; i < verdict->nr_kexecs; i++)
		json_append(kexecs, kexec_json(&verdict->kexecs[i]));
	/* What the rules are about, and a list does not tell. */
	for (i = 0; i < findings->nr; i++)
		if (findings->list[i].severity == SEVERITY_NOTE)
			json_append(not_judged,
				    json_text(findings->list[i].word));
	json_add_text(root, "verdict",
		      verdict->accepted ? "accepted" : "refused");
	json_add(root, "reasons", findings_json(findings));
	json_add_size(root, "more_reasons", findings->dropped);
	json_add_size(root, "entries", verdict->proof.entries);
	json_add_size(root, "entries_proven", verdict->proof.empty ? 0 :
		      verdict->proof.proven);
	json_add_size(root, "epochs", verdict->nr_epochs);
	json_add_bool(root, "cmdline_judged", verdict->cmdlines_judged);
	json_add_bool(root, "records_judged",
		      verdict->input->rules.require_records);
	json_add(root, "not_judged", not_judged);
	json_add(root, "kexecs", kexecs);
	add_pending(root, "pending", &verdict->pending);
	add_pending(root, "crash", &verdict->crash);
	if (evidence->quoted)
		json_add(root, "quote", quote_json(&evidence->quote, findings));
	return root;
}
