// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The verdict, for people. */
#include <stdio.h>

#include "verify-report.h"

static void show_item(const struct known *known, const struct known_item *item)
{
	struct shown name;

	if (!item) {
		fputs("(not known)", stdout);
		return;
	}
	fputs(show_text(&name, known->names[item->name].text), stdout);
	if (item->versioned)
		printf(" version %llu", (unsigned long long)item->version);
}

static void show_kexec(const struct kexec_verdict *kexec,
		       const struct known *known)
{
	const struct judged *judged = &kexec->judged;
	struct shown name;
	size_t i;

	if (kexec->boot_entry == NO_ENTRY)
		printf("loaded %s (entry %zu)\n", kexec->load.crash ?
		       "for a crash" : "and ready to be booted",
		       kexec->manifest_entry + 1);
	else
		printf("kexec from epoch %zu to %zu (entry %zu)\n",
		       kexec->epoch + 1, kexec->epoch + 2,
		       kexec->manifest_entry + 1);
	if (judged->composition)
		printf("  composition  %s\n",
		       show_text(&name, judged->composition->name));
	fputs("  kernel       ", stdout);
	show_item(known, judged->kernel);
	putchar('\n');
	for (i = 0; i < judged->nr_parts; i++) {
		printf("  part %-7zu ", i);
		show_item(known, judged->parts[i]);
		putchar('\n');
	}
	fputs("  cmdline      ", stdout);
	if (judged->cmdline || judged->cmdline_judged)
		show_item(known, judged->cmdline);
	else
		fputs("(not judged)", stdout);
	putchar('\n');
	if (kexec->records_required)
		puts("  records      required by its command line");
}

static void show_findings(const struct findings *findings, const char *before)
{
	size_t i;

	for (i = 0; i < findings->nr; i++)
		printf("%s%s: %s\n", before,
		       finding_word(findings->list[i].code),
		       findings->list[i].text);
	if (findings->dropped)
		printf("%sand %zu more\n", before, findings->dropped);
}

static void show_proof(const struct verdict *verdict,
		       const struct verify_input *input)
{
	if (verdict->unproven)
		printf("%zu entries, none of them proven\n", verdict->entries);
	else if (verdict->proven < verdict->entries)
		printf("%zu entries, the PCRs prove the first %zu; the rest does not count\n",
		       verdict->entries, verdict->proven);
	else
		printf("%zu entries\n", verdict->entries);
	if (input->quoted && input->no_nonce)
		puts("warning: without --nonce the quote may be an old one");
	if (!verdict->cmdlines_judged)
		puts("warning: command lines are not judged, no known file has any");
	if (verdict->records_judged)
		puts("note: nothing in the list tells whether the first kernel was booted with kexec_records=required");
}

static void show_pending(const struct kexec_verdict *kexec,
			 const struct known *known)
{
	show_kexec(kexec, known);
	if (!findings_any(&kexec->pending))
		return;
	puts("  booting it would be refused:");
	show_findings(&kexec->pending, "    ");
}

void verify_text(const struct verdict *verdict,
		 const struct verify_input *input)
{
	size_t i;

	puts(verdict->accepted ? "accepted" : "refused");
	show_findings(&verdict->findings, "  ");
	show_proof(verdict, input);
	for (i = 0; i < verdict->nr_kexecs; i++)
		show_kexec(&verdict->kexecs[i], &input->known);
	if (verdict->has_pending)
		show_pending(&verdict->pending, &input->known);
	if (verdict->has_crash)
		show_pending(&verdict->crash, &input->known);
}
