// SPDX-License-Identifier: GPL-2.0-only
/* Would a policy have IMA measure and appraise what is loaded? */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include <linux/magic.h>

#include "ima/entry.h"
#include "ima/file.h"
#include "ima/lint.h"
#include "ima/modsig.h"

struct linter {
	struct lint *lint;
	const struct ima_rules *rules;
	const struct ima_cred *cred;
	struct reason *reason;
};

/* The first of these rules that says @action of it, behind @after. */
static const struct ima_rule *later(const struct linter *linter,
				    const struct ima_subject *subject,
				    enum ima_action action,
				    const struct ima_rule *after)
{
	const struct ima_rules *rules = linter->rules;
	size_t i;

	for (i = 0; after && i < rules->nr_rules; i++)
		if (&rules->rules[i] > after &&
		    rules->rules[i].action == action &&
		    ima_rule_match(&rules->rules[i], subject) == IMA_MATCHES)
			return &rules->rules[i];
	return NULL;
}

static int find(struct linter *linter, const struct lint_finding *proto,
		const char *subject)
{
	struct lint *lint = linter->lint;
	struct lint_finding *findings, *finding;

	findings = reallocarray(lint->findings, lint->nr_findings + 1,
				sizeof(*findings));
	if (!findings)
		return because(linter->reason, -ENOMEM, "out of memory");
	lint->findings = findings;
	finding = &findings[lint->nr_findings];
	*finding = *proto;
	finding->subject = strdup(subject);
	if (!finding->subject)
		return because(linter->reason, -ENOMEM, "out of memory");
	lint->nr_findings++;
	lint->nr_problems += proto->level == LINT_PROBLEM;
	return 0;
}

static int lint_measure(struct linter *linter, const char *name,
			const struct ima_subject *subject)
{
	struct ima_decision decision = ima_decide(linter->rules, subject,
						  IMA_MEASURE);
	struct lint_finding finding = { .rule = decision.rule };

	if (decision.maybe) {
		finding.rule = decision.maybe;
		finding.level = LINT_PROBLEM;
		finding.code = "measure_unknown";
		finding.text = "whether it is measured depends on a condition that is not known here";
	} else if (ima_decided(&decision, IMA_MEASURE)) {
		finding.code = "measured";
		finding.text = "measured";
	} else if (decision.rule) {
		finding.level = LINT_PROBLEM;
		finding.code = "measure_hidden";
		finding.text = "not measured";
		finding.late = later(linter, subject, IMA_MEASURE,
				     decision.rule);
	} else {
		finding.level = LINT_PROBLEM;
		finding.code = "not_measured";
		finding.text = "not measured: there is no rule for it";
	}
	return find(linter, &finding, name);
}

/* Has the file what the rule wants it to have?  Else why not. */
static const char *appraise_problem(const struct ima_file *file,
				    const struct modsig *modsig,
				    const struct ima_rule *rule)
{
	bool has_sig = ima_file_signed(file, XATTR_SIGNATURE) ||
		       (file->xattr_size && file->evm_size &&
			file->evm[0] == XATTR_PORTABLE_SIGNATURE);
	const char *algo = ima_xattr_algo(file->xattr, file->xattr_size, "");

	switch (rule->sig) {
	case IMA_SIG_NONE:
		if (!file->xattr_size)
			return "it has no security.ima, so the load fails where appraisal is enforced";
		break;
	case IMA_SIG_IMASIG:
		if (!has_sig)
			return "it has no signature in security.ima, so the load fails where appraisal is enforced";
		break;
	case IMA_SIG_MODSIG:
		if (!has_sig && !modsig->present)
			return "it has no signature, appended or in security.ima, so the load fails where appraisal is enforced";
		break;
	case IMA_SIG_V3:
		if (!ima_file_signed(file, XATTR_VERITY_SIGNATURE) ||
		    !file->verity)
			return "it has no fs-verity digest, or no signature of it in security.ima, so the load fails";
		break;
	}
	if (rule->algos && *algo) {
		size_t len = strlen(algo);
		const char *p = rule->algos;

		for (; p; p = strchr(p, ','), p += p != NULL)
			if (!strncmp(p, algo, len) &&
			    (p[len] == ',' || !p[len]))
				return NULL;
		return "the algorithm of its security.ima is not among appraise_algos=, so the load fails where appraisal is enforced";
	}
	return NULL;
}

static int lint_appraise(struct linter *linter, const char *name,
			 const struct ima_subject *subject,
			 const struct ima_file *file,
			 const struct modsig *modsig)
{
	struct ima_decision decision = ima_decide(linter->rules, subject,
						  IMA_APPRAISE);
	struct lint_finding finding = {
		.rule = decision.rule,
		.code = "not_appraised",
		.level = LINT_NOTE,
		.text = "not appraised",
	};

	if (decision.maybe) {
		finding.rule = decision.maybe;
		finding.code = "appraise_unknown";
		finding.text = "whether it is appraised depends on a condition that is not known here";
	} else if (ima_decided(&decision, IMA_APPRAISE)) {
		finding.text = modsig ? appraise_problem(file, modsig,
							 decision.rule) : NULL;
		finding.level = finding.text ? LINT_PROBLEM : LINT_FINE;
		finding.code = finding.text ? "appraise_fails" : "appraised";
		if (!finding.text)
			finding.text = "appraised";
	} else if (decision.rule) {
		finding.late = later(linter, subject, IMA_APPRAISE,
				     decision.rule);
		if (finding.late) {
			finding.level = LINT_PROBLEM;
			finding.code = "appraise_hidden";
		}
	}
	return find(linter, &finding, name);
}

static bool any_rule_has(const struct ima_rules *rules, const char *label)
{
	size_t i;

	for (i = 0; i < rules->nr_rules; i++)
		if (rules->rules[i].func == IMA_FUNC_INITRAMFS &&
		    rules->rules[i].labels &&
		    ima_labels_have(rules->rules[i].labels, label))
			return true;
	return false;
}

static int lint_label(struct linter *linter, const char *name,
		      struct ima_subject subject, const char *label)
{
	struct ima_decision decision;
	struct lint_finding finding = { .level = LINT_NOTE };

	if (!any_rule_has(linter->rules, label)) {
		finding.code = "label_unused";
		finding.text = "no rule names its label";
		return find(linter, &finding, name);
	}
	subject.label = label;
	decision = ima_decide(linter->rules, &subject, IMA_MEASURE);
	finding.rule = decision.maybe ? decision.maybe : decision.rule;
	if (decision.maybe) {
		finding.level = LINT_PROBLEM;
		finding.code = "label_unknown";
		finding.text = "whether it is measured by its label depends on a condition that is not known here";
	} else if (!ima_decided(&decision, IMA_MEASURE)) {
		finding.level = LINT_PROBLEM;
		finding.code = "label_hidden";
		finding.text = "not measured by its label, which a rule names";
		finding.late = later(linter, &subject, IMA_MEASURE,
				     decision.rule);
	} else if (decision.rule->template &&
		   ima_template_is_ima(decision.rule->template)) {
		finding.level = LINT_PROBLEM;
		finding.code = "label_template";
		finding.text = "not measured by its label: the template ima has no room for the digest";
	} else {
		finding.level = LINT_FINE;
		finding.code = "label_measured";
		finding.text = "measured by its label";
	}
	return find(linter, &finding, name);
}

static int lint_file(struct linter *linter, const char *name,
		     const struct ima_file *file, const struct modsig *modsig,
		     enum ima_func func, const char *label)
{
	struct ima_subject subject = ima_file_subject(file, func,
						      linter->cred);
	int err = lint_measure(linter, name, &subject);

	if (!err && label && *label)
		err = lint_label(linter, name, subject, label);
	if (!err)
		err = lint_appraise(linter, name, &subject, file, modsig);
	if (err || func != IMA_FUNC_KERNEL)
		return err;
	subject = ima_file_subject(file, IMA_FUNC_CMDLINE, linter->cred);
	return lint_measure(linter, "command line", &subject);
}

static int lint_component(struct linter *linter,
			  const struct component *component,
			  const char *what, enum ima_func func)
{
	struct modsig modsig = { 0 };
	struct ima_file file;
	char *name = NULL;
	int err;

	err = ima_file_read(&file, component->fd, linter->reason);
	if (!err)
		err = modsig_read(&modsig, component->fd, file.size,
				  linter->reason);
	/* A damaged signature is none, where it is not refused. */
	if (err == -EBADMSG && func == IMA_FUNC_KERNEL)
		err = 0;
	if (err) {
		struct reason why = *linter->reason;

		because(linter->reason, err, "%.100s: %s", component->name,
			why.text);
	} else if (asprintf(&name, "%s %s", what, component->name) < 0) {
		name = NULL;
		err = because(linter->reason, -ENOMEM, "out of memory");
	}
	if (!err)
		err = lint_file(linter, name, &file, &modsig, func,
				component->label);
	free(name);
	modsig_free(&modsig);
	ima_file_free(&file);
	return err;
}

/* Nothing in particular is to be loaded. */
static int lint_anything(struct linter *linter)
{
	struct ima_file root = { .fd = -1 }, tmpfs = {
		.fd = -1,
		.fsmagic = TMPFS_MAGIC,
		.fsname = (char *)"tmpfs",
	};
	struct statfs fs;
	int err;

	if (statfs("/", &fs) < 0)
		return because(linter->reason, -errno,
			       "/: cannot tell the file system (%s)",
			       strerror(errno));
	root.fsmagic = (unsigned int)fs.f_type;
	err = lint_file(linter, "kernel on the root file system", &root, NULL,
			IMA_FUNC_KERNEL, NULL);
	if (!err)
		err = lint_file(linter, "initrd on the root file system",
				&root, NULL, IMA_FUNC_INITRAMFS, NULL);
	return err ? err : lint_file(linter,
				     "initrd on tmpfs or in a memfd", &tmpfs,
				     NULL, IMA_FUNC_INITRAMFS, NULL);
}

static int lint_all(struct linter *linter,
		    const struct composition *composition)
{
	char what[32];
	size_t i;
	int err;

	if (!composition)
		return lint_anything(linter);
	err = lint_component(linter, &composition->kernel, "kernel",
			     IMA_FUNC_KERNEL);
	for (i = 0; !err && i < composition->nr_initrds; i++) {
		snprintf(what, sizeof(what), "initrd %zu", i);
		err = lint_component(linter, &composition->initrds[i], what,
				     IMA_FUNC_INITRAMFS);
	}
	return err;
}

/* Without it, nothing tells which policy was in force. */
static int lint_policy_check(struct linter *linter)
{
	const struct ima_subject subject = {
		.func = IMA_FUNC_POLICY,
		.mask = IMA_MAY_READ,
		.cred = linter->cred,
	};
	struct ima_decision decision = ima_decide(linter->rules, &subject,
						  IMA_MEASURE);
	struct lint_finding finding = {
		.level = LINT_NOTE,
		.code = "policy_not_measured",
		.text = "not measured when it is loaded, so nothing proves that these rules were in force: measure func=POLICY_CHECK",
	};

	if (ima_decided(&decision, IMA_MEASURE) && !decision.maybe)
		finding = (struct lint_finding){
			.code = "policy_measured",
			.text = "measured when it is loaded",
			.rule = decision.rule,
		};
	return find(linter, &finding, "policy");
}

int lint_policy(struct lint *lint, const struct ima_rules *rules,
		const struct ima_cred *cred,
		const struct composition *composition, struct reason *reason)
{
	struct linter linter = {
		.lint = lint,
		.rules = rules,
		.cred = cred,
		.reason = reason,
	};
	const struct ima_subject records = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = cred,
	};
	int err;

	*lint = (struct lint){ 0 };
	err = lint_all(&linter, composition);
	if (!err)
		err = lint_measure(&linter, "records of the load", &records);
	return err ? err : lint_policy_check(&linter);
}

void lint_free(struct lint *lint)
{
	size_t i;

	for (i = 0; i < lint->nr_findings; i++)
		free(lint->findings[i].subject);
	free(lint->findings);
	*lint = (struct lint){ 0 };
}
