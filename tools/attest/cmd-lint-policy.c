// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 lint-policy */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "image/image.h"
#include "image/selector.h"
#include "ima/context.h"
#include "ima/lint.h"
#include "shared/json.h"
#include "attest.h"

struct options {
	struct selector selector;
	struct ima_options ima;
	bool quiet;
	bool json;
};

static const struct option_row rows[] = {
	{ "policy", 0, "=FILE", take_value, offsetof(struct options, ima.policy),
	  "read the IMA policy from FILE (default: the one in\n"
	  "force)" },
	{ "ima-hash", 0, "=ALGO", take_value, offsetof(struct options, ima.hash),
	  "digest algorithm for files (default: ima_hash=)" },
	{ "quiet", 'q', NULL, take_flag, offsetof(struct options, quiet),
	  "show problems only" },
	{ "json", 0, NULL, take_json, offsetof(struct options, json),
	  "print JSON" },
	{ 0 }
};

static int run(void *data, char **operands);

const struct command command_lint_policy = {
	.name = "lint-policy",
	.summary = "check whether an IMA policy covers a load",
	.usage = "[KERNEL] [--initrd=[LABEL=]PATH]... [OPTION]...\n"
		 "--entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...\n"
		 "--uki=FILE [OPTION]...",
	.about =
"Show whether IMA measures and appraises the kernel, the initrds, the command\n"
"line and the records of a load, by which rule, or which rule hides them.  Loads\n"
"nothing.  Without a kernel, check files of root on the root file system, and\n"
"files on tmpfs or in a memfd.\n",
	.groups = {
		{ "What to load:", selector_rows,
		  offsetof(struct options, selector) },
		{ NULL, rows, 0 },
	},
	.more =
"Exit status: 0 everything is measured and has the required signatures, 1\n"
"something is not, 2 wrong usage, or the policy or a file cannot be read.\n"
"\n"
"Example:\n"
"  kexec2-attest lint-policy --policy=/etc/ima/ima-policy --entry\n",
	.operand = "KERNEL",
	.size = sizeof(struct options),
	.run = run,
	.clean = selector_clean,
};

static const char *const levels[] = {
	[LINT_FINE]    = "",
	[LINT_NOTE]    = "note: ",
	[LINT_PROBLEM] = "problem: ",
};

static void print_rule(const char *words, const struct ima_rule *rule)
{
	printf("    %s line %zu: ", words, rule->line);
	put_text(stdout, rule->text, -1);
	putchar('\n');
}

static void print_findings(const struct lint *lint, bool quiet)
{
	const char *subject = "";
	size_t i;

	for (i = 0; i < lint->nr_findings; i++) {
		const struct lint_finding *finding = &lint->findings[i];

		if (quiet && finding->level != LINT_PROBLEM)
			continue;
		if (strcmp(subject, finding->subject) != 0) {
			put_text(stdout, finding->subject, -1);
			putchar('\n');
			subject = finding->subject;
		}
		printf("  %s%s\n", levels[finding->level], finding->text);
		if (finding->rule)
			print_rule("by", finding->rule);
		if (finding->late)
			print_rule("which comes before", finding->late);
	}
}

static void add_rule(struct json_object *to, const char *key,
		     const struct ima_rule *rule)
{
	struct json_object *object;

	if (!rule) {
		json_add_null(to, key);
		return;
	}
	object = json_new();
	json_add_size(object, "line", rule->line);
	json_add_text(object, "text", rule->text);
	json_add(to, key, object);
}

static struct json_object *lint_json(const struct lint *lint, const char *path)
{
	static const char *const words[] = {
		[LINT_FINE] = "fine", [LINT_NOTE] = "note",
		[LINT_PROBLEM] = "problem",
	};
	struct json_object *root = json_new();
	struct json_object *array = json_list();
	size_t i;

	json_add_text(root, "policy", path);
	json_add_size(root, "problems", lint->nr_problems);
	for (i = 0; i < lint->nr_findings; i++) {
		const struct lint_finding *finding = &lint->findings[i];
		struct json_object *object = json_new();

		json_add_text(object, "subject", finding->subject);
		json_add_text(object, "level", words[finding->level]);
		json_add_text(object, "code", finding->code);
		json_add_text(object, "text", finding->text);
		add_rule(object, "rule", finding->rule);
		add_rule(object, "late_rule", finding->late);
		json_append(array, object);
	}
	json_add(root, "findings", array);
	return root;
}

static int show(const struct options *options, const struct lint *lint,
		const char *path)
{
	if (!options->json)
		print_findings(lint, options->quiet);
	else if (print_json(lint_json(lint, path)) != EXIT_OK)
		return EXIT_USAGE;
	return lint->nr_problems ? EXIT_FAILED : EXIT_OK;
}

static int lint_with(const struct options *options, const struct image *image)
{
	struct ima_settings settings;
	struct lint lint = { 0 };
	int status = EXIT_USAGE;
	struct reason reason;

	if (!ima_settings_read_policy(&settings, &options->ima)) {
		if (lint_policy(&lint, &settings, image, &reason))
			complain("%s", reason.text);
		else
			status = show(options, &lint, settings.policy_path);
	}
	lint_free(&lint);
	ima_settings_free(&settings);
	return status;
}

static int run(void *data, char **operands)
{
	static const struct selector nothing;
	struct options *options = data;
	struct image image;
	int status = EXIT_USAGE;

	if (!*operands && !memcmp(&options->selector, &nothing,
				  sizeof(nothing)))
		return lint_with(options, NULL);
	if (selector_finish(&options->selector, operands, "lint-policy"))
		return usage_error(&command_lint_policy);
	if (open_image(&options->selector, &image) == EXIT_OK) {
		status = lint_with(options, &image);
		image_free(&image);
	}
	return status;
}
