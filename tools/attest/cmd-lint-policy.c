// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest lint-policy: will IMA measure and appraise a load? */
#include <stdarg.h>
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

/**
 * struct lint - the effect of a policy on subjects, one after another
 * @subject:  "kernel /boot/vmlinuz", "initrd 0 ...".
 * @heading:  The subject that was printed last.
 * @findings: For JSON.
 * @failed:   A file cannot be read.
 */
struct lint {
	struct selector selector;
	struct ima_settings ima;
	bool quiet;
	bool json;
	const char *subject;
	const char *heading;
	struct json_object *findings;
	size_t nr_problems;
	size_t nr_notes;
	bool failed;
};

static const struct option_row rows[] = {
	{ "policy", 0, "=FILE", take_value, offsetof(struct lint, ima.policy),
	  "read the IMA policy from FILE (default: the one in\n"
	  "force)" },
	{ "ima-hash", 0, "=ALGO", take_value, offsetof(struct lint, ima.algo),
	  "digest algorithm for files (default: ima_hash=)" },
	{ "kernel-version", 0, "=VERSION", take_version,
	  offsetof(struct lint, ima.kernel),
	  "judge the policy as Linux VERSION does, such as 6.12\n"
	  "(default: the running kernel)" },
	{ "quiet", 'q', NULL, take_flag, offsetof(struct lint, quiet),
	  "show problems only" },
	{ "json", 0, NULL, take_json, offsetof(struct lint, json),
	  "print JSON" },
	{ 0 }
};

/* A problem escapes the policy, or is refused by it. */
enum level { FINE, NOTE, PROBLEM };

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
__attribute__((format(printf, 6, 7)))
static void say(struct lint *lint, enum level level, const char *code,
		const struct ima_rule *rule, const struct ima_rule *late,
		const char *format, ...)
{
	static const char *const levels[] = {
		[FINE] = "fine", [NOTE] = "note", [PROBLEM] = "problem",
	};
	struct json_object *object;
	char *text;
	va_list ap;

	va_start(ap, format);
	text = xvasprintf(format, ap);
	va_end(ap);
	lint->nr_problems += level == PROBLEM;
	lint->nr_notes += level == NOTE;
	if (lint->json) {
		object = json_new();
		json_add_text(object, "subject", lint->subject);
		json_add_text(object, "level", levels[level]);
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
		printf("  %s%s%s\n", level == FINE ? "" : levels[level],
		       level == FINE ? "" : ": ", text);
		print_rule("by", rule);
		print_rule("which comes before", late);
	}
	free(text);
}

/* The first rule behind @after that does @action. */
static const struct ima_rule *later(const struct lint *lint,
				    const struct ima_subject *subject,
				    enum ima_action action,
				    const struct ima_rule *after)
{
	const struct ima_rules *rules = &lint->ima.rules;
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
	       !strcmp(template_of_rule(rule->template, ""), "ima");
}

/* @file is NULL for a buffer, and for a part by its label. */
static void lint_measure(struct lint *lint, const struct ima_subject *subject,
			 const struct ima_file *file)
{
	const struct ima_rules *rules = &lint->ima.rules;
	struct ima_decision decision = ima_decide(rules, subject, IMA_MEASURE);
	const struct ima_rule *rule = decision.rule, *maybe = decision.maybe;
	const struct ima_rule *verity, *maybe_verity;
	bool measured = ima_decided(&decision, IMA_MEASURE);
	bool label = subject->func == IMA_FUNC_INITRAMFS && subject->label;
	const char *by = label ? " by its label" : "";

	if (measured && file && !file->verity.len) {
		verity = ima_wants_verity(rules, subject, &maybe_verity);
		if (verity || maybe_verity) {
			say(lint, PROBLEM, "measure_verity",
			    verity ?: maybe_verity, NULL,
			    "%s: a rule %s an fs-verity digest, but it has none",
			    verity ? "not measured" : "may not be measured",
			    verity ? "requires" : "may require");
			return;
		}
	}
	if (maybe && measured && maybe->action == IMA_MEASURE)
		say(lint, NOTE, label ? "label_measured" : "measured", rule,
		    NULL, "measured%s, but which rule matches depends on a condition that cannot be evaluated here",
		    by);
	else if (maybe)
		say(lint, PROBLEM, label ? "label_unknown" : "measure_unknown",
		    maybe, NULL, "may not be measured%s: this depends on a condition that cannot be evaluated here",
		    by);
	else if (measured && !file && wants_ima(rule))
		say(lint, PROBLEM,
		    label ? "label_template" : "measure_template", rule, NULL,
		    "not measured%s: the template ima cannot hold the digest%s",
		    by, label ? "" : " unless ima_hash= is sha1 or md5");
	else if (measured)
		say(lint, FINE, label ? "label_measured" : "measured", rule,
		    NULL, "measured%s", by);
	else
		say(lint, PROBLEM, label ? "label_hidden" :
		    rule ? "measure_hidden" : "not_measured", rule,
		    later(lint, subject, IMA_MEASURE, rule), "not measured%s%s",
		    by, label ? ", although a rule names it" :
		    rule ? "" : ": no rule matches");
}

/* Of a list such as "a|b", the label that may be @label, mistyped; or NULL. */
static char *near_label(const char *labels, const char *label)
{
	while (labels) {
		size_t size = strcspn(labels, "|");
		char *one = xstrndup(labels, size);
		int d = word_distance(one, label);

		if (d && (!strcasecmp(one, label) ||
			  (d < 3 && d < (int)strlen(label) / 2)))
			return one;
		free(one);
		labels = labels[size] ? labels + size + 1 : NULL;
	}
	return NULL;
}

static void lint_label(struct lint *lint, struct ima_subject subject,
		       const char *label)
{
	const struct ima_rule *rule = lint->ima.rules.rules, *near = NULL;
	char *other = NULL;
	size_t i;

	subject.label = label;
	for (i = 0; i < lint->ima.rules.nr_rules; i++, rule++)
		if (rule->func == IMA_FUNC_INITRAMFS && rule->labels &&
		    ima_list_has(rule->labels, '|', label)) {
			lint_measure(lint, &subject, NULL);
			free(other);
			return;
		} else if (rule->func == IMA_FUNC_INITRAMFS && rule->labels &&
			   !other) {
			other = near_label(rule->labels, label);
			near = other ? rule : NULL;
		}
	say(lint, NOTE, "label_unused", near, NULL,
	    "no rule names its label%s%s%s", other ? "; did you mean " : "",
	    other ?: "", other ? "?" : "");
	free(other);
}

/* Does the digest in security.ima, if any, differ from that of the file? */
static bool is_stale(struct lint *lint, struct ima_file *file)
{
	const char *algo = ima_xattr_algo(file->xattr, lint->ima.version,
					  "sha1");
	int type = xattr_type(file->xattr);
	size_t head = type == XATTR_DIGEST_NG ? 2 : 1;
	const struct digest *digest;
	struct digest unused;

	/* Unknown if OpenSSL lacks the algorithm. */
	if ((type != XATTR_DIGEST && type != XATTR_DIGEST_NG) ||
	    digest_bytes(&unused, algo, "", 0))
		return false;
	digest = ima_file_digest(file, algo, file->st.st_size);
	lint->failed = !digest;
	/* The kernel compares the size of the algorithm. */
	return digest && (file->xattr.size < head + digest->len ||
			  memcmp(file->xattr.data + head, digest->bytes,
				 digest->len) != 0);
}

/* Why the file fails the appraisal by the rule, or NULL. */
static const char *appraisal_problem(struct lint *lint, struct ima_file *file,
				     const struct ima_rule *rule)
{
	bool portable = file->xattr.size &&
			xattr_type(file->evm) == XATTR_PORTABLE_SIGNATURE;
	bool has_sig = portable || ima_file_signed(file, XATTR_SIGNATURE, 0);
	const char *algo = ima_xattr_algo(file->xattr, lint->ima.version,
					  lint->ima.algo);

	/* Without a file there is nothing to appraise. */
	if (file->fd < 0)
		return NULL;
	if (is_stale(lint, file))
		return "the digest in its security.ima does not match its content; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_NONE && !file->xattr.size)
		return "has no security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_MODSIG && file->modsig.raw.size) {
		/* An appended signature will do. */
	} else if (rule->sig && rule->verity) {
		if (!ima_file_signed(file, XATTR_VERITY_SIGNATURE, 0) ||
		    !file->verity.len)
			return "has no fs-verity digest, or no signature of it in security.ima; the load fails";
	} else if (rule->sig == IMA_SIG_IMASIG && !has_sig) {
		return "has no signature in security.ima; the load fails where appraisal is enforced";
	} else if (rule->sig == IMA_SIG_MODSIG && !has_sig) {
		return "has no signature, neither appended nor in security.ima; the load fails where appraisal is enforced";
	} else if (rule->sig == IMA_SIG_V3 && !portable &&
		   !ima_file_signed(file, XATTR_SIGNATURE, 3)) {
		return "has no signature of version 3 in security.ima; the load fails where appraisal is enforced";
	}
	if (rule->algos && !ima_list_has(rule->algos, ',', algo))
		return "the algorithm of its security.ima, or ima_hash= if it has none, is not in appraise_algos=; the load fails where appraisal is enforced";
	return NULL;
}

static void lint_appraise(struct lint *lint, const struct ima_subject *subject,
			  struct ima_file *file)
{
	struct ima_decision decision = ima_decide(&lint->ima.rules, subject,
						  IMA_APPRAISE);
	const struct ima_rule *late, *rule = decision.rule;
	const char *why;

	if (decision.maybe) {
		say(lint, PROBLEM, "appraise_unknown", decision.maybe, NULL,
		    "may not be appraised: this depends on a condition that cannot be evaluated here");
	} else if (!ima_decided(&decision, IMA_APPRAISE)) {
		late = later(lint, subject, IMA_APPRAISE, rule);
		say(lint, late ? PROBLEM : NOTE,
		    late ? "appraise_hidden" : "not_appraised", rule, late,
		    "not appraised");
	} else {
		why = appraisal_problem(lint, file, rule);
		if (!lint->failed)
			say(lint, why ? PROBLEM : FINE,
			    why ? "appraise_fails" : "appraised", rule, NULL,
			    "%s", why ?: "appraised");
	}
}

static void lint_file(struct lint *lint, const char *name,
		      struct ima_file *file, const char *label)
{
	struct ima_subject subject = {
		.func = file->func,
		.inode = &file->inode,
		.cred = &lint->ima.cred,
	};

	lint->subject = name;
	lint_measure(lint, &subject, file);
	if (*label)
		lint_label(lint, subject, label);
	lint_appraise(lint, &subject, file);
	if (file->func == IMA_FUNC_KERNEL && !lint->failed) {
		lint->subject = "command line";
		subject.func = IMA_FUNC_CMDLINE;
		lint_measure(lint, &subject, NULL);
	}
}

static void lint_image(struct lint *lint, const struct image *image)
{
	struct ima_file *files = ima_files_read(image);
	char *name;
	size_t i;

	lint->failed = !files;
	for (i = 0; !lint->failed && i <= image->nr_initrds; i++) {
		name = i ? xasprintf("initrd %zu %s", i - 1, files[i].what) :
			   xasprintf("kernel %s", files[i].what);
		lint_file(lint, name, &files[i],
			  i ? image->initrds[i - 1].label : "");
		lint->heading = "";
		free(name);
	}
	ima_files_free(files, image);
}

/* Without a load; kernel and initrds of a UKI are memfds. */
static void lint_anything(struct lint *lint, struct ima_file *root)
{
	struct ima_file tmpfs = {
		.fd = -1,
		.func = IMA_FUNC_KERNEL,
		.inode = { .fsmagic = TMPFS_MAGIC, .fsname = "tmpfs" },
	};

	root->func = IMA_FUNC_KERNEL;
	lint_file(lint, "kernel on the root file system", root, "");
	root->func = IMA_FUNC_INITRAMFS;
	lint_file(lint, "initrd on the root file system", root, "");
	lint_file(lint, "kernel in a memfd", &tmpfs, "");
	tmpfs.func = IMA_FUNC_INITRAMFS;
	lint_file(lint, "initrd on tmpfs or in a memfd", &tmpfs, "");
}

/* Problems of a rule, whether it decides or not. */
static void lint_rule(struct lint *lint, const struct ima_rule *rule)
{
	bool records = rule->func == IMA_FUNC_CRITICAL_DATA &&
		       (!rule->labels ||
			ima_list_has(rule->labels, '|', IMA_RECORDS_LABEL));
	bool template = rule->action == IMA_MEASURE && rule->template;
	/* The template of ima_template_fmt= is unknown. */
	bool lacks_buf = template && *rule->template &&
			 !template_has(template_of_rule(rule->template,
								""), FIELD_BUF);
	char *typo;

	lint->subject = "policy";
	if (rule->labels && template &&
	    template_has(rule->template, FIELD_D))
		say(lint, PROBLEM, "rule_refused", rule, NULL, "kernels with records of version 2 refuse the policy: a template with the field d is not allowed with label=");
	else if (rule->labels && records && lacks_buf)
		say(lint, PROBLEM, "rule_refused", rule, NULL, "kernels with records of version 2 refuse the policy: the template lacks the field buf, which holds the text of the records");
	if (rule->func >= IMA_FUNC_KERNEL && rule->func <= IMA_FUNC_CMDLINE &&
	    (rule->uid || rule->euid || rule->gid || rule->egid))
		say(lint, NOTE, "rule_by_user", rule, NULL, "the rule depends on a user or group: it decides otherwise on a load by another one");
	/* GRUB and the EFI stub, systemd-stub, shim, systemd. */
	if (rule->pcr >= 8 && rule->pcr <= 15 && rule->pcr != IMA_PCR)
		say(lint, NOTE, "pcr_shared", rule, NULL, "boot loaders and systemd extend PCR %d, too: where they do, verify needs --start with its value from before IMA",
		    rule->pcr);
	lint->subject = RECORDS;
	typo = rule->func == IMA_FUNC_CRITICAL_DATA && !records ?
	       near_label(rule->labels, IMA_RECORDS_LABEL) : NULL;
	if (typo)
		say(lint, PROBLEM, "label_typo", rule, NULL,
		    "nothing has the label %s; did you mean "
		    IMA_RECORDS_LABEL "?", typo);
	free(typo);
	if (records && (rule->uid || rule->gid))
		say(lint, PROBLEM, "records_by_user", rule, NULL, "the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init");
	if (records && rule->pcr >= 0 && rule->pcr != IMA_PCR)
		say(lint, PROBLEM, "records_pcr", rule, NULL, "the rule does not use PCR 10, IMA's own: only there are boots and records proven to be in order, so these records are not accepted");
	if (records && !rule->labels && lacks_buf)
		say(lint, PROBLEM, "records_no_text", rule, NULL, "the template lacks the field buf: kernels with records of version 1 log only the digest of the records, not their text");
}

static void lint_rules(struct lint *lint, const struct ima_file *root)
{
	const struct ima_rules *rules = &lint->ima.rules;
	struct ima_subject subject = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = &lint->ima.cred,
	};
	struct ima_decision decision;
	size_t i;

	lint->subject = RECORDS;
	lint_measure(lint, &subject, NULL);
	for (i = 0; i < rules->nr_rules; i++)
		lint_rule(lint, &rules->rules[i]);
	lint->subject = "policy";
	/* Otherwise nothing proves which policy was in force. */
	subject.func = IMA_FUNC_POLICY;
	subject.label = NULL;
	subject.inode = &root->inode;
	decision = ima_decide(rules, &subject, IMA_MEASURE);
	if (ima_decided(&decision, IMA_MEASURE) && !decision.maybe)
		say(lint, FINE, "policy_measured", decision.rule, NULL,
		    "measured when it is loaded");
	else
		say(lint, NOTE, "policy_not_measured", NULL, NULL, "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK");
	/* Typing errors, or words of a later kernel. */
	for (i = 0; i < rules->nr_rules; i++) {
		const char *unknown = rules->rules[i].unknown;
		const char *near = unknown ? ima_nearest(unknown) : NULL;

		if (unknown)
			say(lint, NOTE, "rule_unknown", &rules->rules[i], NULL,
			    "the rule has an unknown function or condition%s%s%s; kernels that do not know it refuse the policy",
			    near ? " (did you mean " : "", near ?: "",
			    near ? "?)" : "");
	}
}

static void summarize(const struct lint *lint)
{
	if (lint->nr_problems)
		printf("%zu problem%s", lint->nr_problems,
		       lint->nr_problems > 1 ? "s" : "");
	else
		printf("no problems");
	if (lint->nr_notes)
		printf(", %zu note%s", lint->nr_notes,
		       lint->nr_notes > 1 ? "s" : "");
	printf(" in %zu rules\n", lint->ima.rules.nr_rules);
}

/* @image: NULL for files of root on the root file system, and on tmpfs. */
static int lint_policy(struct lint *lint, const struct image *image)
{
	struct json_object *object;
	struct ima_file root;

	lint->heading = "";
	if (!ima_settings_read_policy(&lint->ima))
		return EXIT_USAGE;
	lint->findings = lint->json ? json_list() : NULL;
	lint->failed = !ima_file_read_root(&root);
	if (!lint->failed && image)
		lint_image(lint, image);
	else if (!lint->failed)
		lint_anything(lint, &root);
	if (!lint->failed)
		lint_rules(lint, &root);
	ima_file_free(&root);
	if (!lint->failed && lint->json) {
		object = json_new();
		json_add_text(object, "policy", lint->ima.policy);
		json_add_size(object, "problems", lint->nr_problems);
		json_add(object, "findings", json_object_get(lint->findings));
		print_json(object);
	} else if (!lint->failed && !lint->quiet) {
		summarize(lint);
	}
	json_object_put(lint->findings);
	return lint->failed ? EXIT_USAGE :
	       lint->nr_problems ? EXIT_FAILED : EXIT_OK;
}

static int run(void *data, char **operands)
{
	static const struct selector nothing;
	struct lint *lint = data;
	struct selector *selector = &lint->selector;
	struct image image;
	int status = EXIT_USAGE;

	no_memory_status = EXIT_USAGE;
	if (!*operands && !memcmp(selector, &nothing, sizeof(nothing))) {
		status = lint_policy(lint, NULL);
	} else if (selector_finish(selector, operands, "lint-policy")) {
		return usage_error(&command_lint_policy);
	} else if (open_measured(selector, &image) == EXIT_OK) {
		status = lint_policy(lint, &image);
		image_free(&image);
	}
	ima_settings_free(&lint->ima);
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
		  offsetof(struct lint, selector) },
		{ NULL, rows, 0 },
	},
	.more =
"Exit status: 0 everything is measured and has the required signatures, 1\n"
"something is not, 2 wrong usage, or the policy or a file cannot be read.\n"
"\n"
"Example:\n"
"  kexec2-attest lint-policy --policy=/etc/ima/ima-policy --entry\n",
	.operand = "KERNEL",
	.size = sizeof(struct lint),
	.run = run,
	.clean = selector_clean,
};
