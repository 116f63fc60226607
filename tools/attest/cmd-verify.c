// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest verify */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attest.h"
#include "evidence/verify.h"
#include "shared/files.h"
#include "shared/json.h"
#include "shared/records-state.h"

/* A million references take less than that. */
#define FILE_MAX	((size_t)512 << 20)
#define NONCE_MAX	64

struct run {
	/* Words of the command line; not copied. */
	struct option_values logs;
	struct option_values known;
	struct option_values rules;
	struct option_values pcrs;
	struct option_values starts;
	const char *quote;
	const char *signature;
	const char *key;
	const char *nonce;
	bool json;

	struct verify_input input;
	struct list list;
	struct verdict verdict;
	/* On failure: the file, or the value of @option, and why. */
	const char *option;
	const char *what;
	struct reason reason;
};

static int take_tpm(const struct option_row *row, void *to, const char *value)
{
	(void)value;
	return take_each(row, to, TPM_DIR);
}

#define AT(field)	offsetof(struct run, field)

static const struct option_row rows[] = {
	{ "known", 0, "=FILE", take_each, AT(known),
	  "what may be booted: output of sha256sum, or\n"
	  "kexec2-known(5)" },
	{ "log", 0, "=FILE", take_each, AT(logs),
	  "a list, binary or ASCII; \"-\" is stdin.  Several are\n"
	  "joined in this order.  The default is the list of the\n"
	  "running system" },
	{ "pcr", 0, "=[ALGO,]FILE", take_each, AT(pcrs),
	  "values of PCRs: of tpm2_pcrread, tpm2_quote --pcr, lines\n"
	  "\"PCR-10: HEX\", or a directory with pcr-sha256/10" },
	{ "pcr-from-tpm", 0, NULL, take_tpm, AT(pcrs),
	  "those of this machine's TPM" },
	{ "quote", 0, "=FILE", take_once, AT(quote),
	  "a quote, as tpm2_quote --message writes it" },
	{ "signature", 0, "=FILE", take_once, AT(signature),
	  "its signature, of tpm2_quote --signature" },
	{ "ak", 0, "=FILE", take_once, AT(key),
	  "the key, TPM2B_PUBLIC or PEM" },
	{ "nonce", 0, "=HEX", take_once, AT(nonce),
	  "what tpm2_quote was given as --qualification" },
	{ "start", 0, "=[ALGO:]PCR=HEX", take_each, AT(starts),
	  "what a PCR held before the first entry" },
	{ "rules", 0, "=FILE", take_each, AT(rules),
	  "how strict to be, kexec2-known(5)" },
	{ "json", 0, NULL, take_json, AT(json), "print JSON" },
	{ 0 }
};

static int read_file(struct run *run, const char *path, struct bytes *file)
{
	struct content content;
	int err;

	run->what = path;
	err = read_content(open(path, O_RDONLY | O_CLOEXEC), FILE_MAX, &content,
			   &run->reason);
	*file = (struct bytes){ (const uint8_t *)content.data, content.size };
	return err;
}

static int read_known(struct run *run, const char *path)
{
	struct bytes file;
	int err = read_file(run, path, &file) ?:
		  known_parse(&run->input.known, file, &run->reason);

	free((void *)file.data);
	return err;
}

/* Compositions that are required have to be known. */
static int read_rules(struct run *run, const char *path)
{
	struct rules *rules = &run->input.rules;
	struct bytes file;
	size_t i;
	int err = read_file(run, path, &file) ?:
		  rules_parse(rules, file, &run->reason);

	free((void *)file.data);
	for (i = 0; i < rules->nr_compositions && !err; i++)
		if (!known_composition(&run->input.known,
				       rules->compositions[i]))
			err = because(&run->reason, -EINVAL,
				      "unknown composition \"%s\"",
				      rules->compositions[i]);
	return err;
}

static int check_quote(struct run *run, const struct quote_files *files)
{
	struct pcr_evidence *evidence = &run->input.evidence;
	struct findings *findings = &run->verdict.findings;
	const char *hex = run->nonce;
	uint8_t buffer[NONCE_MAX];
	struct bytes nonce = { NULL, 0 };
	int err;

	run->option = "--nonce=";
	run->what = hex;
	if (hex) {
		nonce.data = buffer;
		if (!words_hex(bytes_of(hex), buffer, NONCE_MAX, &nonce.size))
			return because(&run->reason, -EINVAL,
				       "expected 1 to %d bytes in hex",
				       NONCE_MAX);
	}
	run->option = "";
	run->what = run->quote;
	err = quote_check(files, nonce, &evidence->quote, findings,
			  &run->reason);
	evidence->quoted = !err && !findings->nr;
	evidence->fresh = hex;
	return err;
}

static int read_quote(struct run *run)
{
	struct quote_files files = { .message = { NULL, 0 } };
	int err;

	if (!run->quote)
		return 0;
	err = read_file(run, run->quote, &files.message) ?:
	      read_file(run, run->signature, &files.signature) ?:
	      read_file(run, run->key, &files.key) ?:
	      check_quote(run, &files);
	free((void *)files.message.data);
	free((void *)files.signature.data);
	free((void *)files.key.data);
	return err;
}

/*
 * Take the file of tpm2_quote --pcrs_format=values: nothing but the values of
 * the PCRs that the quote selects.  False, and nothing is taken, if it has
 * another size.  Text is at least twice as long.
 */
static bool bare_values(struct run *run, struct bytes file, int *err)
{
	struct pcr_evidence *evidence = &run->input.evidence;
	const struct quote *quote = &evidence->quote;
	size_t i, size = 0;
	struct bytes value;

	for (i = 0; i < quote->nr_banks; i++)
		size += bank_types[quote->banks[i].bank].size *
			(size_t)__builtin_popcount(quote->banks[i].pcrs);
	if (!evidence->quoted || !size || size != file.size)
		return false;
	for (i = 0; i < quote->nr_banks * TPM_PCRS && !*err; i++) {
		enum bank bank = quote->banks[i / TPM_PCRS].bank;

		if (!(quote->banks[i / TPM_PCRS].pcrs & 1U << i % TPM_PCRS))
			continue;
		bytes_take(&file, bank_types[bank].size, &value);
		*err = pcr_set(&evidence->values, bank, i % TPM_PCRS,
			       value.data, &run->reason);
	}
	return true;
}

/* [ALGO,]FILE, as evmctl takes it */
static int read_pcrs(struct run *run, const char *option)
{
	struct pcr_evidence *evidence = &run->input.evidence;
	struct bytes rest = bytes_of(option), algo;
	int bank = bytes_cut(&rest, ',', &algo) ? bank_by_name(algo) : -1, err;
	const char *path = bank < 0 ? option : (const char *)rest.data;
	struct bytes file;
	struct stat st;

	run->what = path;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return pcr_read_dir(&evidence->values, path, &run->reason);
	if (!strcmp(path, TPM_DIR))
		return because(&run->reason, -ENOENT,
			       "there is no TPM, or no driver for it");
	err = read_file(run, path, &file);
	if (!err && !bare_values(run, file, &err))
		err = pcr_parse(&evidence->values, file, bank, &run->reason);
	free((void *)file.data);
	return err;
}

/* [ALGO:]PCR=HEX */
static int read_start(struct run *run, const char *option)
{
	struct bytes hex = bytes_of(option), number, algo;
	uint8_t value[DIGEST_SIZE_MAX];
	uint64_t pcr;
	size_t size;
	int bank = -1;

	run->option = "--start=";
	run->what = option;
	if (bytes_cut(&hex, '=', &number)) {
		bool named = bytes_cut(&number, ':', &algo);

		if (words_number(number, &pcr) && pcr < TPM_PCRS &&
		    words_hex(hex, value, sizeof(value), &size))
			bank = named ? bank_by_name(algo) : bank_by_size(size);
	}
	if (bank < 0 || bank_types[bank].size != size)
		return because(&run->reason, -EINVAL,
			       "expected [ALGO:]PCR=HEX");
	return pcr_set(&run->input.evidence.start, (enum bank)bank,
		       (unsigned int)pcr, value, &run->reason);
}

static int each(struct run *run, const struct option_values *values,
		int (*take)(struct run *run, const char *value))
{
	size_t i;
	int err = 0;

	for (i = 0; i < values->count && !err; i++)
		err = take(run, values->values[i]);
	return err;
}

static int read_input(struct run *run)
{
	return each(run, &run->known, read_known) ?:
	       known_finish(&run->input.known, &run->reason) ?:
	       each(run, &run->rules, read_rules) ?:
	       read_quote(run) ?:
	       each(run, &run->pcrs, read_pcrs) ?:
	       each(run, &run->starts, read_start);
}

static bool check(struct run *run)
{
	if (!run->known.count) {
		complain("missing --known=FILE");
		return false;
	}
	if (!run->quote != !run->signature || !run->quote != !run->key) {
		complain("--quote, --signature and --ak must be given together");
		return false;
	}
	if (run->nonce && !run->quote) {
		complain("--nonce needs --quote");
		return false;
	}
	if (!run->logs.count)
		take_each(NULL, &run->logs, LIST_FILE);
	return true;
}

static int verify(struct run *run)
{
	const struct option_values *paths = &run->logs;
	int err = list_read(&run->list, paths->values, paths->count,
			    &run->reason);

	run->option = "";
	run->what = run->list.path;
	/* With a bad quote, there is nothing to compare with. */
	if (run->verdict.findings.nr)
		run->input.evidence.values = (struct pcr_values){ 0 };
	return err ? err : verify_list(&run->list, &run->input, &run->verdict,
				       &run->reason);
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

static void print_verdict(const struct verdict *verdict)
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
	if (verdict->input->rules.require_records)
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

static struct json_object *verdict_json(const struct verdict *verdict)
{
	struct json_object *root = json_new(), *kexecs = json_list();
	struct json_object *not_judged = json_list(), *object;
	const struct verify_input *input = verdict->input;
	size_t i;

	for (i = 0; i < verdict->nr_booted; i++)
		json_append(kexecs, kexec_json(verdict, i));
	/* The rules are about it, and a list does not tell. */
	if (input->rules.require_records)
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
	json_add_bool(root, "records_judged", input->rules.require_records);
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
	return root;
}

static int report(const struct run *run)
{
	if (!run->json)
		print_verdict(&run->verdict);
	else
		print_json(verdict_json(&run->verdict));
	/* A verdict that was not printed must not count. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write output (%s)", strerror(errno));
		clearerr(stdout);
		return EXIT_USAGE;
	}
	return run->verdict.accepted ? EXIT_OK : EXIT_FAILED;
}

static int run_verify(void *data, char **operands)
{
	struct run *run = data;

	(void)operands;
	no_memory_status = EXIT_USAGE;
	run->option = "";
	run->input.rules = RULES_INIT;
	/* tss2-mu shall not print what is told in a reason. */
	setenv("TSS2_LOG", "all+none", 0);
	if (!check(run))
		return usage_error(&command_verify);
	if (!read_input(run) && !verify(run))
		return report(run);
	complain("%s%s: %s", run->option, run->what, run->reason.text);
	return EXIT_USAGE;
}

static void clean(void *data)
{
	struct run *run = data;

	known_free(&run->input.known);
	rules_free(&run->input.rules);
	verdict_free(&run->verdict);
	list_free(&run->list);
	free(run->known.values);
	free(run->logs.values);
	free(run->pcrs.values);
	free(run->starts.values);
	free(run->rules.values);
}

const struct command command_verify = {
	.name = "verify",
	.summary = "judge a measurement list: was what was booted allowed?",
	.usage =
"--known=FILE... [--log=FILE]... [--pcr=FILE]...\n"
"           [--pcr-from-tpm] [--quote=FILE --signature=FILE --ak=FILE\n"
"           [--nonce=HEX]] [--start=PCR=HEX]... [--rules=FILE]... [--json]",
	.about =
"Replay IMA's measurement list, compare it with the PCRs of a TPM, and judge\n"
"each kexec in it by the kernel's records: the kernel, the initrds in their\n"
"order, and the command line.  See kexec2-verify(8).\n",
	.groups = { { NULL, rows, 0 } },
	.more =
"Exit status: 0 accepted, 1 refused, 2 something cannot be used.\n",
	.size = sizeof(struct run),
	.run = run_verify,
	.clean = clean,
};
