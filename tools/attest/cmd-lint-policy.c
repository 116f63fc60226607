// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 lint-policy: does a policy make IMA measure and appraise a load? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/magic.h>

#include "image/image.h"
#include "image/selector.h"
#include "ima/context.h"
#include "ima/entry.h"
#include "shared/json.h"
#include "attest.h"
#include "cmd-predict.h"

/* The default of CONFIG_IMA_MEASURE_PCR_IDX. */
#define IMA_PCR		10

#define RECORDS		"records of the load"

struct options {
	struct selector selector;
	struct ima_settings ima;
	bool quiet;
	bool json;
};

static const struct option_row rows[] = {
	{ "policy", 0, "=FILE", take_value, offsetof(struct options, ima.policy),
	  "read the IMA policy from FILE (default: the one in\n"
	  "force)" },
	{ "ima-hash", 0, "=ALGO", take_value, offsetof(struct options, ima.algo),
	  "digest algorithm for files (default: ima_hash=)" },
	{ "quiet", 'q', NULL, take_flag, offsetof(struct options, quiet),
	  "show problems only" },
	{ "json", 0, NULL, take_json, offsetof(struct options, json),
	  "print JSON" },
	{ 0 }
};

/* A problem escapes the policy, or is refused by it. */
enum level { FINE, NOTE, PROBLEM };

/* Whether a file, a buffer, or a part by its label is measured. */
enum outcome {
	MEASURED,
	EITHER,
	UNKNOWN,
	TEMPLATE,
	HIDDEN,
	NO_RULE,
};

struct saying {
	enum level level;
	const char *code;
	const char *text;
};

static const struct saying measured[] = {
	[MEASURED] = { FINE, "measured", "measured" },
	[EITHER] = { NOTE, "measured",
		"measured, but which rule matches depends on a condition that cannot be evaluated here" },
	[UNKNOWN] = { PROBLEM, "measure_unknown",
		"may not be measured: this depends on a condition that cannot be evaluated here" },
	[TEMPLATE] = { PROBLEM, "measure_template",
		"not measured: the template ima cannot hold the digest unless ima_hash= is sha1 or md5" },
	[HIDDEN] = { PROBLEM, "measure_hidden", "not measured" },
	[NO_RULE] = { PROBLEM, "not_measured",
		"not measured: no rule matches" },
};

static const struct saying measured_by_label[] = {
	[MEASURED] = { FINE, "label_measured", "measured by its label" },
	[EITHER] = { NOTE, "label_measured",
		"measured by its label, but which rule matches depends on a condition that cannot be evaluated here" },
	[UNKNOWN] = { PROBLEM, "label_unknown",
		"may not be measured by its label: this depends on a condition that cannot be evaluated here" },
	[TEMPLATE] = { PROBLEM, "label_template",
		"not measured by its label: the template ima cannot hold the digest" },
	[HIDDEN ... NO_RULE] = { PROBLEM, "label_hidden",
		"not measured by its label, although a rule names it" },
};

/**
 * struct lint - the effect of a policy on subjects, one after another
 * @subject:  "kernel /boot/vmlinuz", "initrd 0 ...".
 * @heading:  The subject that was printed last.
 * @findings: An array, or NULL to print text.
 */
struct lint {
	const struct ima_settings *settings;
	const char *subject;
	const char *heading;
	bool quiet;
	struct json_object *findings;
	size_t nr_problems;
};

static void print_rule(const char *words, const struct ima_rule *rule)
{
	if (rule) {
		printf("    %s line %zu: ", words, rule->line);
		put_text(stdout, rule->text, -1);
		putchar('\n');
	}
}

/*
 * The code, for programs, stays.  @rule: the one that decides, or NULL.  @late:
 * one that would, if it came before @rule, or NULL.
 */
static void say(struct lint *lint, enum level level, const char *code,
		const char *text, const struct ima_rule *rule,
		const struct ima_rule *late)
{
	static const struct {
		const char *word;
		const char *prefix;
	} levels[] = {
		[FINE] = { "fine", "" }, [NOTE] = { "note", "note: " },
		[PROBLEM] = { "problem", "problem: " },
	};
	struct json_object *object;

	lint->nr_problems += level == PROBLEM;
	if (lint->findings) {
		object = json_new();
		json_add_text(object, "subject", lint->subject);
		json_add_text(object, "level", levels[level].word);
		json_add_text(object, "code", code);
		json_add_text(object, "text", text);
		json_add_rule(object, "rule", rule);
		json_add_rule(object, "late_rule", late);
		json_append(lint->findings, object);
	} else if (!lint->quiet || level == PROBLEM) {
		if (strcmp(lint->heading, lint->subject) != 0) {
			put_text(stdout, lint->subject, -1);
			putchar('\n');
			lint->heading = lint->subject;
		}
		printf("  %s%s\n", levels[level].prefix, text);
		print_rule("by", rule);
		print_rule("which comes before", late);
	}
}

static void problem(struct lint *lint, const char *code, const char *text,
		    const struct ima_rule *rule)
{
	say(lint, PROBLEM, code, text, rule, NULL);
}

/* The first rule behind @after that does @action. */
static const struct ima_rule *later(const struct lint *lint,
				    const struct ima_subject *subject,
				    enum ima_action action,
				    const struct ima_rule *after)
{
	const struct ima_rules *rules = &lint->settings->rules;
	const struct ima_rule *rule = after;

	while (rule && ++rule < rules->rules + rules->nr_rules)
		if (rule->action == action &&
		    ima_rule_match(rule, subject) == IMA_MATCHES)
			return rule;
	return NULL;
}

/* The template "ima" holds SHA-1 or MD5 only. */
static bool wants_ima(const struct ima_rule *rule)
{
	return rule->template &&
	       ima_template_is_ima(ima_template_of_rule(rule->template, ""));
}

static enum outcome outcome_of(const struct ima_decision *decision,
			       bool buffer)
{
	bool decided = ima_decided(decision, IMA_MEASURE);
	const struct ima_rule *maybe = decision->maybe;

	if (maybe)
		return decided && maybe->action == IMA_MEASURE ? EITHER :
								 UNKNOWN;
	if (decided)
		return buffer && wants_ima(decision->rule) ? TEMPLATE :
							     MEASURED;
	return decision->rule ? HIDDEN : NO_RULE;
}

/* @file is NULL for a buffer, and for a part by its label. */
static void lint_measure(struct lint *lint, const struct ima_subject *subject,
			 const struct ima_file *file,
			 const struct saying *sayings)
{
	const struct ima_rules *rules = &lint->settings->rules;
	struct ima_decision decision = ima_decide(rules, subject, IMA_MEASURE);
	enum outcome outcome = outcome_of(&decision, !file);
	const struct ima_rule *late = NULL, *verity = NULL, *maybe = NULL;

	if (ima_decided(&decision, IMA_MEASURE) && file && !file->verity.len)
		verity = ima_wants_verity(rules, subject, &maybe);
	if (verity || maybe) {
		problem(lint, "measure_verity",
			verity ? "not measured: a rule requires an fs-verity digest, but it has none" :
				 "may not be measured: a rule may require an fs-verity digest, but it has none",
			verity ?: maybe);
		return;
	}
	if (outcome == HIDDEN)
		late = later(lint, subject, IMA_MEASURE, decision.rule);
	sayings += outcome;
	say(lint, sayings->level, sayings->code, sayings->text,
	    outcome == UNKNOWN ? decision.maybe : decision.rule, late);
}

static void lint_label(struct lint *lint, struct ima_subject subject,
		       const char *label)
{
	const struct ima_rules *rules = &lint->settings->rules;
	size_t i;

	subject.label = label;
	for (i = 0; i < rules->nr_rules; i++)
		if (rules->rules[i].func == IMA_FUNC_INITRAMFS &&
		    rules->rules[i].labels &&
		    ima_list_has(rules->rules[i].labels, '|', label)) {
			lint_measure(lint, &subject, NULL, measured_by_label);
			return;
		}
	say(lint, NOTE, "label_unused", "no rule names its label", NULL, NULL);
}

/*
 * Does the digest in security.ima, if it has one, differ from that of the file?
 * False after a message.
 */
static bool check_hash(struct ima_file *file, bool *stale)
{
	const char *algo = ima_xattr_algo(file->xattr, "sha1");
	int type = xattr_type(file->xattr);
	size_t head = type == XATTR_DIGEST_NG ? 2 : 1;
	const struct digest *digest;
	struct digest unused;

	*stale = false;
	/* Unknown if OpenSSL lacks the algorithm. */
	if ((type != XATTR_DIGEST && type != XATTR_DIGEST_NG) ||
	    digest_bytes(&unused, algo, "", 0))
		return true;
	digest = ima_file_digest(file, algo, file->st.st_size);
	/* The kernel compares the size of the algorithm. */
	*stale = digest && (file->xattr.size < head + digest->len ||
			    memcmp(file->xattr.data + head, digest->bytes,
				   digest->len) != 0);
	return digest;
}

/* Why the file fails the appraisal by the rule, or NULL. */
static const char *signature_problem(const struct ima_file *file,
				     const struct ima_rule *rule,
				     const char *ima_hash)
{
	bool has_sig = ima_file_signed(file, XATTR_SIGNATURE) ||
		       (file->xattr.size && xattr_type(file->evm) ==
					    XATTR_PORTABLE_SIGNATURE);
	const char *algo = ima_xattr_algo(file->xattr, ima_hash);

	if (rule->sig == IMA_SIG_NONE && !file->xattr.size)
		return "has no security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_IMASIG && !has_sig)
		return "has no signature in security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_MODSIG && !has_sig && !file->modsig.raw.size)
		return "has no signature, neither appended nor in security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_V3 &&
	    (!ima_file_signed(file, XATTR_VERITY_SIGNATURE) ||
	     !file->verity.len))
		return "has no fs-verity digest, or no signature of it in security.ima; the load fails";
	if (rule->algos && !ima_list_has(rule->algos, ',', algo))
		return "the algorithm of its security.ima, or ima_hash= if it has none, is not in appraise_algos=; the load fails where appraisal is enforced";
	return NULL;
}

static bool lint_appraise(struct lint *lint, const struct ima_subject *subject,
			  struct ima_file *file)
{
	struct ima_decision decision = ima_decide(&lint->settings->rules,
						  subject, IMA_APPRAISE);
	const struct ima_rule *late, *rule = decision.rule;
	const char *why = NULL;
	bool stale;

	if (decision.maybe) {
		problem(lint, "appraise_unknown", "may not be appraised: this depends on a condition that cannot be evaluated here",
			decision.maybe);
		return true;
	}
	if (!ima_decided(&decision, IMA_APPRAISE)) {
		late = later(lint, subject, IMA_APPRAISE, rule);
		say(lint, late ? PROBLEM : NOTE,
		    late ? "appraise_hidden" : "not_appraised",
		    "not appraised", rule, late);
		return true;
	}
	/* Without a file there is nothing to appraise. */
	if (file->fd >= 0) {
		if (!check_hash(file, &stale))
			return false;
		why = stale ? "the digest in its security.ima does not match its content; the load fails where appraisal is enforced" :
			      signature_problem(file, rule,
						lint->settings->algo);
	}
	if (why)
		problem(lint, "appraise_fails", why, rule);
	else
		say(lint, FINE, "appraised", "appraised", rule, NULL);
	return true;
}

static bool lint_file(struct lint *lint, const char *name,
		      struct ima_file *file, enum ima_func func,
		      const char *label)
{
	struct ima_subject subject = {
		.func = func,
		.inode = &file->inode,
		.cred = &lint->settings->cred,
	};

	lint->subject = name;
	lint_measure(lint, &subject, file, measured);
	if (*label)
		lint_label(lint, subject, label);
	if (!lint_appraise(lint, &subject, file))
		return false;
	if (func == IMA_FUNC_KERNEL) {
		lint->subject = "command line";
		subject.func = IMA_FUNC_CMDLINE;
		lint_measure(lint, &subject, NULL, measured);
	}
	return true;
}

static bool lint_image(struct lint *lint, const struct image *image)
{
	struct ima_file *files = ima_files_read(image);
	bool done = files;
	char *name;
	size_t i;

	for (i = 0; done && i <= image->nr_initrds; i++) {
		name = i ? xasprintf("initrd %zu %s", i - 1, files[i].what) :
			   xasprintf("kernel %s", files[i].what);
		done = lint_file(lint, name, &files[i], files[i].func,
				 i ? image->initrds[i - 1].label : "");
		lint->heading = "";
		free(name);
	}
	ima_files_free(files, image);
	return done;
}

/* Without a load; kernel and initrds of a UKI are memfds. */
static bool lint_anything(struct lint *lint, struct ima_file *root)
{
	struct ima_file tmpfs = {
		.fd = -1,
		.inode = { .fsmagic = TMPFS_MAGIC, .fsname = "tmpfs" },
	};

	return lint_file(lint, "kernel on the root file system", root,
			 IMA_FUNC_KERNEL, "") &&
	       lint_file(lint, "initrd on the root file system", root,
			 IMA_FUNC_INITRAMFS, "") &&
	       lint_file(lint, "kernel in a memfd", &tmpfs, IMA_FUNC_KERNEL,
			 "") &&
	       lint_file(lint, "initrd on tmpfs or in a memfd", &tmpfs,
			 IMA_FUNC_INITRAMFS, "");
}

/* The template of ima_template_fmt= is unknown. */
static bool lacks_buf(const struct ima_rule *rule)
{
	return rule->action == IMA_MEASURE && rule->template &&
	       *rule->template &&
	       !ima_template_has(ima_template_of_rule(rule->template, ""),
				 FIELD_BUF);
}

/* Does a kernel with records of version 2 refuse the rule? */
static void lint_refused(struct lint *lint, const struct ima_rule *rule)
{
	lint->subject = "policy";
	if (!rule->labels || !rule->template || rule->action != IMA_MEASURE)
		return;
	if (ima_template_has(rule->template, FIELD_D))
		problem(lint, "rule_refused", "kernels with records of version 2 refuse the policy: a template with the field d is not allowed with label=",
			rule);
	else if (rule->func == IMA_FUNC_CRITICAL_DATA && lacks_buf(rule) &&
		 ima_list_has(rule->labels, '|', IMA_RECORDS_LABEL))
		problem(lint, "rule_refused", "kernels with records of version 2 refuse the policy: the template lacks the field buf, which holds the text of the records",
			rule);
}

/* Problems of a rule with records, whether it decides or not. */
static void lint_records_rule(struct lint *lint, const struct ima_rule *rule)
{
	lint->subject = RECORDS;
	if (rule->func != IMA_FUNC_CRITICAL_DATA ||
	    (rule->labels &&
	     !ima_list_has(rule->labels, '|', IMA_RECORDS_LABEL)))
		return;
	if (rule->uid.op || rule->gid.op)
		problem(lint, "records_by_user", "the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init",
			rule);
	if (rule->pcr > 0 && rule->pcr != IMA_PCR)
		problem(lint, "records_pcr", "the rule does not use PCR 10, IMA's own: only there are boots and records proven to be in order, so these records are not accepted",
			rule);
	if (!rule->labels && lacks_buf(rule))
		problem(lint, "records_no_text", "the template lacks the field buf: kernels with records of version 1 log only the digest of the records, not their text",
			rule);
}

/* Without it, nothing proves which policy was in force. */
static void lint_policy_check(struct lint *lint, const struct ima_file *root)
{
	const struct ima_subject subject = {
		.func = IMA_FUNC_POLICY,
		.inode = &root->inode,
		.cred = &lint->settings->cred,
	};
	struct ima_decision decision = ima_decide(&lint->settings->rules,
						  &subject, IMA_MEASURE);

	if (ima_decided(&decision, IMA_MEASURE) && !decision.maybe)
		say(lint, FINE, "policy_measured",
		    "measured when it is loaded", decision.rule, NULL);
	else
		say(lint, NOTE, "policy_not_measured", "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
		    NULL, NULL);
}

static void lint_rules(struct lint *lint, const struct ima_file *root)
{
	const struct ima_rules *rules = &lint->settings->rules;
	const struct ima_subject records = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = &lint->settings->cred,
	};
	size_t i;

	lint->subject = RECORDS;
	lint_measure(lint, &records, NULL, measured);
	for (i = 0; i < rules->nr_rules; i++) {
		lint_refused(lint, &rules->rules[i]);
		lint_records_rule(lint, &rules->rules[i]);
	}
	lint->subject = "policy";
	lint_policy_check(lint, root);
	/* Typing errors, or words of a later kernel. */
	for (i = 0; i < rules->nr_rules; i++)
		if (rules->rules[i].unknown)
			say(lint, NOTE, "rule_unknown", "the rule has an unknown function or condition; kernels that do not know it refuse the policy",
			    &rules->rules[i], NULL);
}

/* @image: NULL for files of root on the root file system, and on tmpfs. */
static bool lint_policy(struct lint *lint, const struct image *image)
{
	struct ima_file root;
	bool done = ima_file_read_root(&root) &&
		    (image ? lint_image(lint, image) :
			     lint_anything(lint, &root));

	if (done)
		lint_rules(lint, &root);
	ima_file_free(&root);
	return done;
}

static int lint_with(struct options *options, const struct image *image)
{
	struct lint lint = {
		.settings = &options->ima,
		.heading = "",
		.quiet = options->quiet,
		.findings = options->json ? json_list() : NULL,
	};
	struct json_object *root;
	bool done = ima_settings_read_policy(&options->ima) &&
		    lint_policy(&lint, image);

	if (done && options->json) {
		root = json_new();
		json_add_text(root, "policy", options->ima.policy);
		json_add_size(root, "problems", lint.nr_problems);
		json_add(root, "findings", lint.findings);
		print_json(root);
	} else {
		json_object_put(lint.findings);
	}
	ima_settings_free(&options->ima);
	if (!done)
		return EXIT_USAGE;
	return lint.nr_problems ? EXIT_FAILED : EXIT_OK;
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
