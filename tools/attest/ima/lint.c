// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Check whether a policy makes IMA measure and appraise a load. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/magic.h>

#include "ima/entry.h"
#include "ima/lint.h"
#include "shared/util.h"

/* The default of CONFIG_IMA_MEASURE_PCR_IDX. */
#define IMA_PCR		10

#define RECORDS		"records of the load"

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
	enum lint_level level;
	const char *code;
	const char *text;
};

static const struct saying measured[] = {
	[MEASURED] = { LINT_FINE, "measured", "measured" },
	[EITHER] = { LINT_NOTE, "measured",
		"measured, but which rule matches depends on a condition that cannot be evaluated here" },
	[UNKNOWN] = { LINT_PROBLEM, "measure_unknown",
		"may not be measured: this depends on a condition that cannot be evaluated here" },
	[TEMPLATE] = { LINT_PROBLEM, "measure_template",
		"not measured: the template ima cannot hold the digest unless ima_hash= is sha1 or md5" },
	[HIDDEN] = { LINT_PROBLEM, "measure_hidden", "not measured" },
	[NO_RULE] = { LINT_PROBLEM, "not_measured",
		"not measured: no rule matches" },
};

static const struct saying measured_by_label[] = {
	[MEASURED] = { LINT_FINE, "label_measured", "measured by its label" },
	[EITHER] = { LINT_NOTE, "label_measured",
		"measured by its label, but which rule matches depends on a condition that cannot be evaluated here" },
	[UNKNOWN] = { LINT_PROBLEM, "label_unknown",
		"may not be measured by its label: this depends on a condition that cannot be evaluated here" },
	[TEMPLATE] = { LINT_PROBLEM, "label_template",
		"not measured by its label: the template ima cannot hold the digest" },
	[HIDDEN] = { LINT_PROBLEM, "label_hidden",
		"not measured by its label, although a rule names it" },
	[NO_RULE] = { LINT_PROBLEM, "label_hidden",
		"not measured by its label, although a rule names it" },
};

struct linter {
	struct lint *lint;
	const struct ima_settings *settings;
	struct reason *reason;
};

static void say(struct linter *linter, const char *subject,
		enum lint_level level, const char *code, const char *text,
		const struct ima_rule *rule, const struct ima_rule *late)
{
	struct lint *lint = linter->lint;

	lint->findings = xreallocarray(lint->findings, lint->nr_findings + 1,
				       sizeof(*lint->findings));
	lint->findings[lint->nr_findings++] = (struct lint_finding){
		level, code, xstrdup(subject), text, rule, late
	};
	lint->nr_problems += level == LINT_PROBLEM;
}

static void problem(struct linter *linter, const char *subject,
		    const char *code, const char *text,
		    const struct ima_rule *rule)
{
	say(linter, subject, LINT_PROBLEM, code, text, rule, NULL);
}

/* The first rule behind @after that does @action. */
static const struct ima_rule *later(const struct linter *linter,
				    const struct ima_subject *subject,
				    enum ima_action action,
				    const struct ima_rule *after)
{
	const struct ima_rules *rules = &linter->settings->rules;
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
static void lint_measure(struct linter *linter, const char *name,
			 const struct ima_subject *subject,
			 const struct ima_file *file,
			 const struct saying *sayings)
{
	const struct ima_rules *rules = &linter->settings->rules;
	struct ima_decision decision = ima_decide(rules, subject, IMA_MEASURE);
	enum outcome outcome = outcome_of(&decision, !file);
	const struct ima_rule *late = NULL, *verity = NULL, *maybe = NULL;

	if (ima_decided(&decision, IMA_MEASURE) && file && !file->verity.len)
		verity = ima_wants_verity(rules, subject, &maybe);
	if (verity) {
		problem(linter, name, "measure_verity", "not measured: a rule requires an fs-verity digest, but it has none",
			verity);
		return;
	}
	if (maybe) {
		problem(linter, name, "measure_verity", "may not be measured: a rule may require an fs-verity digest, but it has none",
			maybe);
		return;
	}
	if (outcome == HIDDEN)
		late = later(linter, subject, IMA_MEASURE, decision.rule);
	say(linter, name, sayings[outcome].level, sayings[outcome].code,
	    sayings[outcome].text,
	    outcome == UNKNOWN ? decision.maybe : decision.rule, late);
}

static void lint_label(struct linter *linter, const char *name,
		       struct ima_subject subject, const char *label)
{
	const struct ima_rules *rules = &linter->settings->rules;
	size_t i;

	for (i = 0; i < rules->nr_rules; i++)
		if (rules->rules[i].func == IMA_FUNC_INITRAMFS &&
		    rules->rules[i].labels &&
		    ima_list_has(rules->rules[i].labels, '|', label))
			break;
	subject.label = label;
	if (i == rules->nr_rules)
		say(linter, name, LINT_NOTE, "label_unused",
		    "no rule names its label", NULL, NULL);
	else
		lint_measure(linter, name, &subject, NULL, measured_by_label);
}

/*
 * Does the digest in security.ima, if it has one, differ from that of the file?
 */
static int check_hash(struct ima_file *file, bool *stale, struct reason *reason)
{
	int type = file->xattr_size ? file->xattr[0] : 0;
	size_t head = type == XATTR_DIGEST_NG ? 2 : 1;
	struct digest digest;
	int err;

	*stale = false;
	if (type != XATTR_DIGEST && type != XATTR_DIGEST_NG)
		return 0;
	err = ima_file_digest(file, &digest,
			      ima_xattr_algo(file->xattr, file->xattr_size,
					     "sha1"), file->size, reason);
	/* Unknown if OpenSSL lacks the algorithm. */
	if (err)
		return err == -EOPNOTSUPP ? 0 : err;
	/* The kernel compares the size of the algorithm. */
	*stale = file->xattr_size < head + digest.len ||
		 memcmp(file->xattr + head, digest.bytes, digest.len) != 0;
	return 0;
}

/* Why the file fails the appraisal by the rule, or NULL. */
static const char *signature_problem(const struct ima_file *file,
				     const struct ima_rule *rule,
				     const char *ima_hash)
{
	bool has_sig = ima_file_signed(file, XATTR_SIGNATURE) ||
		       (file->xattr_size && file->evm_size &&
			file->evm[0] == XATTR_PORTABLE_SIGNATURE);
	const char *algo = ima_xattr_algo(file->xattr, file->xattr_size,
					  ima_hash);

	if (rule->sig == IMA_SIG_NONE && !file->xattr_size)
		return "has no security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_IMASIG && !has_sig)
		return "has no signature in security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_MODSIG && !has_sig && !file->modsig.present)
		return "has no signature, neither appended nor in security.ima; the load fails where appraisal is enforced";
	if (rule->sig == IMA_SIG_V3 &&
	    (!ima_file_signed(file, XATTR_VERITY_SIGNATURE) ||
	     !file->verity.len))
		return "has no fs-verity digest, or no signature of it in security.ima; the load fails";
	if (rule->algos && !ima_list_has(rule->algos, ',', algo))
		return "the algorithm of its security.ima, or ima_hash= if it has none, is not in appraise_algos=; the load fails where appraisal is enforced";
	return NULL;
}

static int lint_appraise(struct linter *linter, const char *name,
			 const struct ima_subject *subject,
			 struct ima_file *file)
{
	struct ima_decision decision = ima_decide(&linter->settings->rules,
						  subject, IMA_APPRAISE);
	const struct ima_rule *late, *rule = decision.rule;
	const char *why = NULL;
	bool stale;
	int err;

	if (decision.maybe) {
		problem(linter, name, "appraise_unknown", "may not be appraised: this depends on a condition that cannot be evaluated here",
			decision.maybe);
		return 0;
	}
	if (!ima_decided(&decision, IMA_APPRAISE)) {
		late = later(linter, subject, IMA_APPRAISE, rule);
		say(linter, name, late ? LINT_PROBLEM : LINT_NOTE,
		    late ? "appraise_hidden" : "not_appraised",
		    "not appraised", rule, late);
		return 0;
	}
	/* Without a file there is nothing to appraise. */
	if (file->fd >= 0) {
		err = check_hash(file, &stale, linter->reason);
		if (err)
			return err;
		why = stale ? "the digest in its security.ima does not match its content; the load fails where appraisal is enforced" :
			      signature_problem(file, rule,
						linter->settings->algo);
	}
	if (why)
		problem(linter, name, "appraise_fails", why, rule);
	else
		say(linter, name, LINT_FINE, "appraised", "appraised", rule,
		    NULL);
	return 0;
}

static int lint_file(struct linter *linter, const char *name,
		     struct ima_file *file, enum ima_func func,
		     const char *label)
{
	struct ima_subject subject = {
		.func = func,
		.inode = &file->inode,
		.cred = &linter->settings->cred,
	};
	int err;

	lint_measure(linter, name, &subject, file, measured);
	if (*label)
		lint_label(linter, name, subject, label);
	err = lint_appraise(linter, name, &subject, file);
	if (err || func != IMA_FUNC_KERNEL)
		return err;
	subject.func = IMA_FUNC_CMDLINE;
	lint_measure(linter, "command line", &subject, NULL, measured);
	return 0;
}

/* @what: "kernel", "initrd 0". */
static int lint_component(struct linter *linter,
			  const struct component *component,
			  const char *what, enum ima_func func)
{
	char *name = xasprintf("%s %s", what, component->name);
	struct ima_file file;
	int err;

	err = ima_file_read(&file, component->fd, component->name, func,
			    linter->reason);
	if (!err)
		err = lint_file(linter, name, &file, func, component->label);
	free(name);
	ima_file_free(&file);
	return err;
}

static int lint_image(struct linter *linter, const struct image *image)
{
	char what[32];
	size_t i;
	int err = lint_component(linter, &image->kernel, "kernel",
				 IMA_FUNC_KERNEL);

	for (i = 0; !err && i < image->nr_initrds; i++) {
		snprintf(what, sizeof(what), "initrd %zu", i);
		err = lint_component(linter, &image->initrds[i], what,
				     IMA_FUNC_INITRAMFS);
	}
	return err;
}

/* Without a load; kernel and initrds of a UKI are memfds. */
static int lint_anything(struct linter *linter, struct ima_file *root)
{
	struct ima_file tmpfs = {
		.fd = -1,
		.inode = { .fsmagic = TMPFS_MAGIC, .fsname = "tmpfs" },
	};
	int err = lint_file(linter, "kernel on the root file system", root,
			    IMA_FUNC_KERNEL, "");

	if (!err)
		err = lint_file(linter, "initrd on the root file system", root,
				IMA_FUNC_INITRAMFS, "");
	if (!err)
		err = lint_file(linter, "kernel in a memfd", &tmpfs,
				IMA_FUNC_KERNEL, "");
	return err ? err : lint_file(linter, "initrd on tmpfs or in a memfd",
				     &tmpfs, IMA_FUNC_INITRAMFS, "");
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
static void lint_refused(struct linter *linter, const struct ima_rule *rule)
{
	if (!rule->labels || !rule->template || rule->action != IMA_MEASURE)
		return;
	if (ima_template_has(rule->template, FIELD_D))
		problem(linter, "policy", "rule_refused", "kernels with records of version 2 refuse the policy: a template with the field d is not allowed with label=",
			rule);
	else if (rule->func == IMA_FUNC_CRITICAL_DATA && lacks_buf(rule) &&
		 ima_list_has(rule->labels, '|', IMA_RECORDS_LABEL))
		problem(linter, "policy", "rule_refused", "kernels with records of version 2 refuse the policy: the template lacks the field buf, which holds the text of the records",
			rule);
}

/* Problems of a rule with records, whether it decides or not. */
static void lint_records_rule(struct linter *linter,
			      const struct ima_rule *rule)
{
	if (rule->func != IMA_FUNC_CRITICAL_DATA ||
	    (rule->labels &&
	     !ima_list_has(rule->labels, '|', IMA_RECORDS_LABEL)))
		return;
	if (rule->uid.op || rule->gid.op)
		problem(linter, RECORDS, "records_by_user", "the rule depends on a user or group: kernels with records of version 1 compare it with the caller and do not record other users' loads; later ones always compare it with init",
			rule);
	if (rule->pcr > 0 && rule->pcr != IMA_PCR)
		problem(linter, RECORDS, "records_pcr", "the rule does not use PCR 10, IMA's own: only there are boots and records proven to be in order, so these records are not accepted",
			rule);
	if (!rule->labels && lacks_buf(rule))
		problem(linter, RECORDS, "records_no_text", "the template lacks the field buf: kernels with records of version 1 log only the digest of the records, not their text",
			rule);
}

/* Without it, nothing proves which policy was in force. */
static void lint_policy_check(struct linter *linter,
			      const struct ima_file *root)
{
	const struct ima_subject subject = {
		.func = IMA_FUNC_POLICY,
		.inode = &root->inode,
		.cred = &linter->settings->cred,
	};
	struct ima_decision decision = ima_decide(&linter->settings->rules,
						  &subject, IMA_MEASURE);

	if (ima_decided(&decision, IMA_MEASURE) && !decision.maybe)
		say(linter, "policy", LINT_FINE, "policy_measured",
		    "measured when it is loaded", decision.rule, NULL);
	else
		say(linter, "policy", LINT_NOTE, "policy_not_measured", "not measured when it is loaded, so nothing proves that these rules were in force; add: measure func=POLICY_CHECK",
		    NULL, NULL);
}

static void lint_rules(struct linter *linter, const struct ima_file *root)
{
	const struct ima_rules *rules = &linter->settings->rules;
	const struct ima_subject records = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = &linter->settings->cred,
	};
	size_t i;

	lint_measure(linter, RECORDS, &records, NULL, measured);
	for (i = 0; i < rules->nr_rules; i++) {
		lint_refused(linter, &rules->rules[i]);
		lint_records_rule(linter, &rules->rules[i]);
	}
	lint_policy_check(linter, root);
	/* Typing errors, or words of a later kernel. */
	for (i = 0; i < rules->nr_rules; i++)
		if (rules->rules[i].unknown)
			say(linter, "policy", LINT_NOTE, "rule_unknown", "the rule has an unknown function or condition; kernels that do not know it refuse the policy",
			    &rules->rules[i], NULL);
}

int lint_policy(struct lint *lint, const struct ima_settings *settings,
		const struct image *image, struct reason *reason)
{
	struct linter linter = {
		.lint = lint, .settings = settings, .reason = reason,
	};
	struct ima_file root;
	int err = ima_file_read_root(&root, reason);

	*lint = (struct lint){ 0 };
	if (!err)
		err = image ? lint_image(&linter, image) :
			      lint_anything(&linter, &root);
	if (!err)
		lint_rules(&linter, &root);
	ima_file_free(&root);
	return err;
}

void lint_free(struct lint *lint)
{
	size_t i;

	for (i = 0; i < lint->nr_findings; i++)
		free(lint->findings[i].subject);
	free(lint->findings);
	*lint = (struct lint){ 0 };
}
