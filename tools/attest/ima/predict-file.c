// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The entries of the files of a load. */
#include <errno.h>
#include <string.h>

#include "ima/file-digests.h"
#include "ima/predict-impl.h"

/* Which digests are needed; the order in file_digests(). */
enum { WHOLE, PAYLOAD, ENTRY, LEGACY, SIGNED, NR_DIGESTS };

/* MD5 and SHA-1 are all that the template "ima" has room for. */
static bool is_legacy(const char *algo)
{
	return !strcmp(algo, "sha1") || !strcmp(algo, "md5");
}

static const char *legacy_algo(const char *entry, const char *algo)
{
	if (is_legacy(entry))
		return entry;
	return is_legacy(algo) ? algo : "sha1";
}

/*
 * The xattr is not looked at for the template "ima", unless the file is
 * appraised.
 */
static const char *entry_algo(const struct predictor *predictor,
			      const struct ima_file *file,
			      const char *template, bool appraised)
{
	const char *algo = predictor->settings->algo;

	if (ima_template_is_ima(template) && !appraised)
		return algo;
	return ima_xattr_algo(file->xattr, file->xattr_size, algo);
}

static const char *template_of(const struct predictor *predictor,
			       const struct ima_rule *rule)
{
	return predict_template(predictor, rule,
				predictor->settings->template);
}

static uint32_t pcr_of(const struct predictor *predictor,
		       const struct ima_rule *rule)
{
	return rule->pcr >= 0 ? (uint32_t)rule->pcr : predictor->settings->pcr;
}

/* Of which file a reason tells. */
static int in_file(struct predictor *predictor, const char *name, int err)
{
	struct reason why = *predictor->reason;

	return because(predictor->reason, err, "%.100s: %s", name, why.text);
}

/* What is known of the file, and of a signature that is appended to it. */
static int look(struct predictor *predictor, enum predicted_what what,
		struct measured *measured, int fd)
{
	struct reason *reason = predictor->reason;
	int err = ima_file_read(&measured->file, fd, reason);

	if (err)
		return err;
	err = modsig_read(&measured->modsig, fd, measured->file.size, reason);
	/* To IMA, and for a kernel image, a damaged signature is none. */
	if (err == -EBADMSG && what == PREDICTED_KERNEL) {
		modsig_free(&measured->modsig);
		measured->modsig.payload = measured->file.size;
		err = 0;
	}
	return err;
}

static int take_digests(struct predictor *predictor, struct measured *measured,
			struct ima_event *event, const char *algo)
{
	const struct modsig *modsig = &measured->modsig;
	const char *ima_hash = predictor->settings->algo;
	off_t size = measured->file.size;
	struct file_digest digests[NR_DIGESTS] = {
		[WHOLE]	  = { { .algo = ima_hash }, size },
		[PAYLOAD] = { { .algo = ima_hash }, modsig->payload },
		[ENTRY]	  = { { .algo = algo }, size },
		[LEGACY]  = { { .algo = legacy_algo(algo, ima_hash) }, size },
		[SIGNED]  = { { .algo = modsig->algo ? modsig->algo :
						       ima_hash },
			      modsig->payload },
	};
	int err = file_digests(measured->file.fd, measured->what, digests,
			       NR_DIGESTS, predictor->reason);

	if (err)
		return err;
	measured->whole = digests[WHOLE].digest;
	measured->payload = digests[PAYLOAD].digest;
	event->digest = digests[ENTRY].digest;
	event->legacy = digests[LEGACY].digest;
	if (modsig->algo)
		event->modsig_digest = digests[SIGNED].digest;
	return 0;
}

static void use_verity(struct ima_event *event)
{
	const struct ima_file *file = event->file;

	event->verity = true;
	event->digest = (struct ima_digest){
		.algo = file->verity_algo,
		.size = file->verity_size,
	};
	memcpy(event->digest.value, file->verity_digest, file->verity_size);
}

static int note_hidden(struct predictor *predictor, const char *name,
		       const struct ima_decision *decision)
{
	if (decision->maybe) {
		predictor->prediction->certain = false;
		return predict_note(predictor, "%s: line %zu of the policy may measure it, which is not known here: %s",
				    name, decision->maybe->line,
				    decision->maybe->text);
	}
	if (decision->rule)
		return predict_note(predictor, "%s: not measured, because of line %zu of the policy: %s",
				    name, decision->rule->line,
				    decision->rule->text);
	return predict_note(predictor, "%s: no rule of the policy measures it",
			    name);
}

/*
 * Take the digest of fs-verity, where a rule wants it.  1 if the file has none and
 * so no entry, but an error if it is appraised.
 */
static int find_verity(struct predictor *predictor, const char *name,
		       const struct ima_subject *subject, bool appraised,
		       struct ima_event *event)
{
	const struct ima_rule *maybe, *rule;
	int err = 0;

	rule = ima_wants_verity(predictor->settings->rules, subject, &maybe);
	if (rule && event->file->verity) {
		use_verity(event);
		return 0;
	}
	if (rule && appraised)
		return in_file(predictor, name,
			       because(predictor->reason, -ENODATA,
				       "it has no fs-verity digest, which the policy wants to appraise; it will not be loaded"));
	if (rule)
		err = predict_note(predictor, "%s: not measured, as line %zu of the policy wants its fs-verity digest, and it has none: %s",
				   name, rule->line, rule->text);
	else if (maybe)
		err = predict_note(predictor, "%s: by line %zu of the policy its fs-verity digest may be taken, which is not known here: %s",
				   name, maybe->line, maybe->text);
	if (maybe)
		predictor->prediction->certain = false;
	return err ? err : rule != NULL;
}

/* A name that only the kernel knows. */
static int note_out_of_sight(struct predictor *predictor, const char *name)
{
	predictor->prediction->certain = false;
	return predict_note(predictor, "%s: it is on a mount that is out of sight here; IMA may call it otherwise, and other rules may apply",
			    name);
}

int predict_file(struct predictor *predictor, enum predicted_what what,
		 size_t index, struct measured *measured, int fd,
		 const char *name)
{
	const struct ima_settings *settings = predictor->settings;
	enum ima_func func = what == PREDICTED_KERNEL ? IMA_FUNC_KERNEL :
							IMA_FUNC_INITRAMFS;
	struct ima_event event = { .file = &measured->file };
	struct predicted entry = { .what = what, .index = index };
	struct ima_decision measure, appraise;
	struct ima_subject subject;
	bool appraised;
	int err;

	measured->what = name;
	err = look(predictor, what, measured, fd);
	if (err)
		return in_file(predictor, name, err);
	subject = ima_file_subject(&measured->file, func, &settings->cred);
	measure = ima_decide(settings->rules, &subject, IMA_MEASURE);
	appraise = ima_decide(settings->rules, &subject, IMA_APPRAISE);
	appraised = ima_decided(&appraise, IMA_APPRAISE);
	entry.template = template_of(predictor, measure.rule);
	err = take_digests(predictor, measured, &event,
			   entry_algo(predictor, &measured->file,
				      entry.template, appraised));
	if (err)
		return in_file(predictor, name, err);
	if (measured->file.out_of_sight)
		err = note_out_of_sight(predictor, name);
	if (!err)
		err = find_verity(predictor, name, &subject, appraised,
				  &event);
	if (err)
		return err < 0 ? err : 0;
	if (!ima_decided(&measure, IMA_MEASURE))
		return note_hidden(predictor, name, &measure);
	if (appraised && appraise.rule->sig == IMA_SIG_MODSIG &&
	    measured->modsig.present)
		event.modsig = &measured->modsig;
	entry.pcr = pcr_of(predictor, measure.rule);
	entry.rule = measure.rule;
	entry.maybe = measure.maybe ? measure.maybe : appraise.maybe;
	return predict_entry(predictor, &entry, &event);
}

int predict_label(struct predictor *predictor, size_t index,
		  struct measured *measured, const char *label)
{
	const struct ima_settings *settings = predictor->settings;
	struct ima_subject subject = ima_file_subject(&measured->file,
						      IMA_FUNC_INITRAMFS,
						      &settings->cred);
	struct predicted entry = {
		.what = PREDICTED_LABEL,
		.index = index,
		.label = label,
	};
	struct ima_event event = {
		.file = &measured->file,
		.digest = measured->whole,
	};
	struct file_digest signed_digest = {
		{ .algo = measured->modsig.algo }, measured->modsig.payload
	};
	struct ima_decision decision;
	int err;

	subject.label = label;
	decision = ima_decide(settings->rules, &subject, IMA_MEASURE);
	if (!ima_decided(&decision, IMA_MEASURE))
		return decision.maybe ? note_hidden(predictor, measured->what,
						    &decision) : 0;
	entry.template = template_of(predictor, decision.rule);
	entry.pcr = pcr_of(predictor, decision.rule);
	entry.rule = decision.rule;
	entry.maybe = decision.maybe;
	/* Here the template alone decides whether the signature is read. */
	if (ima_template_has_modsig(entry.template) &&
	    measured->modsig.present) {
		event.modsig = &measured->modsig;
		if (measured->modsig.algo) {
			err = file_digests(measured->file.fd, NULL,
					   &signed_digest, 1,
					   predictor->reason);
			if (err)
				return in_file(predictor, measured->what, err);
			event.modsig_digest = signed_digest.digest;
		}
	}
	return predict_entry(predictor, &entry, &event);
}
