// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Would a policy have IMA measure and appraise what is loaded? */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/magic.h>

#include "ima/entry.h"
#include "ima/file-digests.h"
#include "ima/file.h"
#include "ima/lint.h"
#include "ima/modsig.h"
#include "shared/util.h"

/* Where boots are, unless CONFIG_IMA_MEASURE_PCR_IDX is another. */
#define IMA_PCR		10

struct linter {
	struct lint *lint;
	const struct ima_rules *rules;
	const struct ima_cred *cred;
	const char *ima_hash;
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
	struct lint_finding *finding;

	lint->findings = xreallocarray(lint->findings, lint->nr_findings + 1,
				       sizeof(*finding));
	finding = &lint->findings[lint->nr_findings++];
	*finding = *proto;
	finding->subject = xstrdup(subject);
	lint->nr_problems += proto->level == LINT_PROBLEM;
	return 0;
}

/* The template "ima" has room for SHA-1 or MD5, and IMA takes none of buffers. */
static bool wants_ima(const struct ima_rule *rule)
{
	return rule->template &&
	       ima_template_is_ima(ima_template_of_rule(rule->template, ""));
}

static bool is_buffer(const struct ima_subject *subject)
{
	return subject->func == IMA_FUNC_CMDLINE ||
	       subject->func == IMA_FUNC_CRITICAL_DATA;
}

/* Whichever of the two decides, does it do what was asked for? */
static bool either(const struct ima_decision *decision, enum ima_action action)
{
	return decision->maybe && ima_decided(decision, action) &&
	       decision->maybe->action == action;
}

/* @file: NULL for a buffer. */
static int lint_measure(struct linter *linter, const char *name,
			const struct ima_subject *subject,
			const struct ima_file *file)
{
	struct ima_decision decision = ima_decide(linter->rules, subject,
						  IMA_MEASURE);
	struct lint_finding finding = { .rule = decision.rule };
	const struct ima_rule *verity = NULL, *maybe = NULL;

	if (file && !file->verity)
		verity = ima_wants_verity(linter->rules, subject, &maybe);
	if (ima_decided(&decision, IMA_MEASURE) && (verity || maybe)) {
		finding.rule = verity ? verity : maybe;
		finding.level = LINT_PROBLEM;
		finding.code = "measure_verity";
		finding.text = verity ?
			"not measured: a rule wants the fs-verity digest, and it has none" :
			"maybe not measured: a rule may want the fs-verity digest, and it has none";
	} else if (either(&decision, IMA_MEASURE)) {
		finding.level = LINT_NOTE;
		finding.code = "measured";
		finding.text = "measured; by which rule depends on a condition that is not known here";
	} else if (decision.maybe) {
		finding.rule = decision.maybe;
		finding.level = LINT_PROBLEM;
		finding.code = "measure_unknown";
		finding.text = "whether it is measured depends on a condition that is not known here";
	} else if (ima_decided(&decision, IMA_MEASURE) &&
		   is_buffer(subject) && wants_ima(decision.rule)) {
		finding.level = LINT_PROBLEM;
		finding.code = "measure_template";
		finding.text = "not measured: the template ima has no room for the digest, unless ima_hash= is sha1 or md5";
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

/*
 * Is the digest in security.ima that of the file?  Only if it is one: where else
 * there is nothing to say.
 */
static int check_hash(const struct ima_file *file, bool *stale,
		      struct reason *reason)
{
	size_t head = file->xattr_size && file->xattr[0] == XATTR_DIGEST_NG ?
		      2 : 1;
	struct file_digest digest = {
		.digest.algo = ima_xattr_algo(file->xattr, file->xattr_size,
					      "sha1"),
		.size = file->size,
	};
	int err;

	*stale = false;
	if (!file->xattr_size || (file->xattr[0] != XATTR_DIGEST &&
				  file->xattr[0] != XATTR_DIGEST_NG))
		return 0;
	err = file_digests(file->fd, NULL, &digest, 1, reason);
	/* By an algorithm that OpenSSL has not: nobody knows. */
	if (err)
		return err == -EOPNOTSUPP ? 0 : err;
	/* The kernel compares as many bytes as the algorithm has. */
	*stale = file->xattr_size < head + digest.digest.size ||
		 memcmp(file->xattr + head, digest.digest.value,
			digest.digest.size) != 0;
	return 0;
}

static bool is_among(const char *algos, const char *algo)
{
	size_t len = strlen(algo);
	const char *p = algos;

	for (; p; p = strchr(p, ','), p += p != NULL)
		if (!strncmp(p, algo, len) && (p[len] == ',' || !p[len]))
			return true;
	return false;
}

/* Has the file what the rule wants it to have?  Else why not. */
static const char *appraise_problem(const struct ima_file *file,
				    const struct modsig *modsig,
				    const struct ima_rule *rule,
				    const char *ima_hash)
{
	bool has_sig = ima_file_signed(file, XATTR_SIGNATURE) ||
		       (file->xattr_size && file->evm_size &&
			file->evm[0] == XATTR_PORTABLE_SIGNATURE);
	const char *algo = ima_xattr_algo(file->xattr, file->xattr_size,
					  ima_hash);

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
	if (rule->algos && !is_among(rule->algos, algo))
		return "the algorithm of its security.ima, or ima_hash= without one, is not among appraise_algos=, so the load fails where appraisal is enforced";
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
		finding.level = LINT_PROBLEM;
		finding.code = "appraise_unknown";
		finding.text = "whether it is appraised depends on a condition that is not known here";
	} else if (ima_decided(&decision, IMA_APPRAISE)) {
		finding.text = NULL;
		if (modsig) {
			bool stale;
			int err = check_hash(file, &stale, linter->reason);

			if (err)
				return err;
			finding.text = stale ?
				"the digest in its security.ima is not that of its content, so the load fails where appraisal is enforced" :
				appraise_problem(file, modsig, decision.rule,
						 linter->ima_hash);
		}
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
	if (either(&decision, IMA_MEASURE)) {
		finding.rule = decision.rule;
		finding.code = "label_measured";
		finding.text = "measured by its label; by which rule depends on a condition that is not known here";
	} else if (decision.maybe) {
		finding.level = LINT_PROBLEM;
		finding.code = "label_unknown";
		finding.text = "whether it is measured by its label depends on a condition that is not known here";
	} else if (!ima_decided(&decision, IMA_MEASURE)) {
		finding.level = LINT_PROBLEM;
		finding.code = "label_hidden";
		finding.text = "not measured by its label, which a rule names";
		finding.late = later(linter, &subject, IMA_MEASURE,
				     decision.rule);
	} else if (wants_ima(decision.rule)) {
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
	int err = lint_measure(linter, name, &subject, file);

	if (!err && label && *label)
		err = lint_label(linter, name, subject, label);
	if (!err)
		err = lint_appraise(linter, name, &subject, file, modsig);
	if (err || func != IMA_FUNC_KERNEL)
		return err;
	subject = ima_file_subject(file, IMA_FUNC_CMDLINE, linter->cred);
	return lint_measure(linter, "command line", &subject, NULL);
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
	} else {
		name = xasprintf("%s %s", what, component->name);
	}
	if (!err)
		err = lint_file(linter, name, &file, &modsig, func,
				component->label);
	free(name);
	modsig_free(&modsig);
	ima_file_free(&file);
	return err;
}

/* A file of root on the root file system. */
static int on_root(struct linter *linter, struct ima_file *root)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	*root = (struct ima_file){ .fd = -1 };
	if (fd < 0)
		return because(linter->reason, -errno, "/: %s",
			       strerror(errno));
	err = ima_file_system(root, fd, linter->reason);
	close(fd);
	return err;
}

/* Nothing in particular is to be loaded; kernel and parts of a UKI are memfds. */
static int lint_anything(struct linter *linter)
{
	struct ima_file root, tmpfs = {
		.fd = -1,
		.fsmagic = TMPFS_MAGIC,
		.fsname = (char *)"tmpfs",
		.fsuuid_known = false,
	};
	int err = on_root(linter, &root);

	if (!err)
		err = lint_file(linter, "kernel on the root file system",
				&root, NULL, IMA_FUNC_KERNEL, NULL);
	if (!err)
		err = lint_file(linter, "initrd on the root file system",
				&root, NULL, IMA_FUNC_INITRAMFS, NULL);
	if (!err)
		err = lint_file(linter, "kernel in a memfd", &tmpfs, NULL,
				IMA_FUNC_KERNEL, NULL);
	if (!err)
		err = lint_file(linter, "initrd on tmpfs or in a memfd",
				&tmpfs, NULL, IMA_FUNC_INITRAMFS, NULL);
	ima_file_free(&root);
	return err;
}

/* What may be a slip of the pen, and if not, what is not known here. */
static int lint_unknown(struct linter *linter)
{
	size_t i;
	int err = 0;

	for (i = 0; i < linter->rules->nr_rules && !err; i++) {
		const struct lint_finding finding = {
			.level = LINT_NOTE,
			.code = "rule_unknown",
			.text = "it has a function, or a condition, that is not known here; kernels that do not know it either refuse the policy",
			.rule = &linter->rules->rules[i],
		};

		if (linter->rules->rules[i].unknown)
			err = find(linter, &finding, "policy");
	}
	return err;
}

/* That of ima_template_fmt= is not known. */
static bool lacks_buf(const struct ima_rule *rule)
{
	return rule->action == IMA_MEASURE && rule->template &&
	       *rule->template &&
	       !ima_template_has(ima_template_of_rule(rule->template, ""),
				 FIELD_BUF);
}

/* Why a kernel whose records are of version 2 refuses the policy, or NULL. */
static const char *refused(const struct ima_rule *rule)
{
	const char *template;

	if (!rule->labels || !rule->template || rule->action != IMA_MEASURE)
		return NULL;
	template = ima_template_of_rule(rule->template, "");
	if (ima_template_is_ima(template) ||
	    ima_template_has(template, FIELD_D))
		return "kernels whose records are of version 2 refuse the policy: with label= the template must not have the field d";
	if (rule->func == IMA_FUNC_CRITICAL_DATA && lacks_buf(rule) &&
	    ima_labels_have(rule->labels, IMA_RECORDS_LABEL))
		return "kernels whose records are of version 2 refuse the policy: its template lacks the field buf, and so the text of the records";
	return NULL;
}

/* What rules say of the records, beyond which of them decides. */
static int lint_records(struct linter *linter)
{
	size_t i;
	int err = 0;

	for (i = 0; i < linter->rules->nr_rules && !err; i++) {
		const struct ima_rule *rule = &linter->rules->rules[i];
		bool records = rule->func == IMA_FUNC_CRITICAL_DATA &&
			       (!rule->labels ||
				ima_labels_have(rule->labels,
						IMA_RECORDS_LABEL));
		struct lint_finding finding = {
			.level = LINT_PROBLEM,
			.code = "rule_refused",
			.text = refused(rule),
			.rule = rule,
		};

		if (finding.text)
			err = find(linter, &finding, "policy");
		if (!err && records && (rule->uid.op || rule->gid.op)) {
			finding.code = "records_by_user";
			finding.text = "it depends on a user or group: kernels whose records are of version 1 compare that with who loads, and miss the loads of others; later ones compare it with init, whoever loads";
			err = find(linter, &finding, "records of the load");
		}
		if (!err && records && rule->action == IMA_MEASURE &&
		    rule->pcr > 0 && rule->pcr != IMA_PCR) {
			finding.code = "records_pcr";
			finding.text = "its PCR is not IMA's own, 10, which alone proves records and boots in their order: they are not accepted there";
			err = find(linter, &finding, "records of the load");
		}
		if (!err && records && !rule->labels && lacks_buf(rule)) {
			finding.code = "records_no_text";
			finding.text = "its template lacks the field buf: kernels whose records are of version 1 keep their digest alone, and not their text";
			err = find(linter, &finding, "records of the load");
		}
	}
	return err;
}

static int lint_all(struct linter *linter, const struct image *image)
{
	char what[32];
	size_t i;
	int err;

	if (!image)
		return lint_anything(linter);
	err = lint_component(linter, &image->kernel, "kernel", IMA_FUNC_KERNEL);
	for (i = 0; !err && i < image->nr_initrds; i++) {
		snprintf(what, sizeof(what), "initrd %zu", i);
		err = lint_component(linter, &image->initrds[i], what,
				     IMA_FUNC_INITRAMFS);
	}
	return err;
}

/* Without it, nothing tells which policy was in force. */
static int lint_policy_check(struct linter *linter)
{
	struct ima_subject subject;
	struct ima_decision decision;
	struct ima_file root;
	int err = on_root(linter, &root);
	struct lint_finding finding = {
		.level = LINT_NOTE,
		.code = "policy_not_measured",
		.text = "not measured when it is loaded, so nothing proves that these rules were in force: measure func=POLICY_CHECK",
	};

	if (err)
		return err;
	subject = ima_file_subject(&root, IMA_FUNC_POLICY, linter->cred);
	decision = ima_decide(linter->rules, &subject, IMA_MEASURE);
	ima_file_free(&root);
	if (ima_decided(&decision, IMA_MEASURE) && !decision.maybe)
		finding = (struct lint_finding){
			.code = "policy_measured",
			.text = "measured when it is loaded",
			.rule = decision.rule,
		};
	return find(linter, &finding, "policy");
}

int lint_policy(struct lint *lint, const struct ima_rules *rules,
		const struct ima_cred *cred, const char *ima_hash,
		const struct image *image, struct reason *reason)
{
	struct linter linter = {
		.lint = lint,
		.rules = rules,
		.cred = cred,
		.ima_hash = ima_hash,
		.reason = reason,
	};
	const struct ima_subject records = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = cred,
	};
	int err;

	*lint = (struct lint){ 0 };
	err = lint_all(&linter, image);
	if (!err)
		err = lint_measure(&linter, "records of the load", &records,
				   NULL);
	if (!err)
		err = lint_records(&linter);
	if (!err)
		err = lint_policy_check(&linter);
	return err ? err : lint_unknown(&linter);
}

void lint_free(struct lint *lint)
{
	size_t i;

	for (i = 0; i < lint->nr_findings; i++)
		free(lint->findings[i].subject);
	free(lint->findings);
	*lint = (struct lint){ 0 };
}
