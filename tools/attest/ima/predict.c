// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Predict the entries that a load adds to IMA's measurement list. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ima/predict.h"
#include "libkexec2.h"
#include "shared/util.h"

/* A file of the load, and its digests in the manifest. */
struct part {
	struct ima_file file;
	struct digest whole;
	struct digest payload;
};

/* @records: The rule that measures records; @recorded: The load is recorded. */
struct predictor {
	struct prediction *prediction;
	const struct image *image;
	struct ima_settings *settings;
	struct part kernel;
	struct part *parts;
	struct ima_decision records;
	bool recorded;
	struct reason *reason;
};

/* Note why there is no entry or, if not @certain, why it may be another one. */
__attribute__((format(printf, 3, 4)))
static void note(struct predictor *predictor, bool certain,
		 const char *format, ...)
{
	struct prediction *prediction = predictor->prediction;
	va_list args;

	if (!certain)
		prediction->certain = false;
	prediction->notices = xreallocarray(prediction->notices,
					    prediction->nr_notices + 1,
					    sizeof(*prediction->notices));
	va_start(args, format);
	prediction->notices[prediction->nr_notices++] = xvasprintf(format,
								   args);
	va_end(args);
}

/* The template of a rule as the list shows it, or @other. */
static const char *template_of(const struct predictor *predictor,
			       const struct ima_rule *rule, const char *other)
{
	return rule && rule->template ?
	       ima_template_of_rule(rule->template,
				    predictor->settings->template) : other;
}

static bool has_modsig(const char *template)
{
	return ima_template_has(template, FIELD_D_MODSIG) ||
	       ima_template_has(template, FIELD_MODSIG);
}

/* IMA remembers files of the same load that it has measured into a PCR. */
static bool measured_before(const struct predictor *predictor,
			    const struct predicted *entry,
			    const struct ima_file *file)
{
	const struct predicted *before = predictor->prediction->entries;

	for (; before < entry; before++) {
		const struct ima_file *other = &predictor->kernel.file;

		if (before->what == PREDICTED_INITRD)
			other = &predictor->parts[before->index].file;
		else if (before->what != PREDICTED_KERNEL)
			continue;
		if (before->pcr == entry->pcr && other->dev == file->dev &&
		    other->ino == file->ino)
			return true;
	}
	return false;
}

static void find_state(struct predictor *predictor, struct predicted *entry,
		       const struct ima_event *event)
{
	const struct present *present = &predictor->settings->present;
	/* Kernels with records of version 2 remember nothing of these files. */
	bool caches = event->file && !event->file->internal &&
		      entry->what != PREDICTED_LABEL &&
		      predictor->settings->records == 1;
	bool again = caches &&
		     !(event->modsig && has_modsig(entry->template)) &&
		     measured_before(predictor, entry, event->file);

	if (again || present_has(present, entry->pcr, entry->data.bytes,
				 entry->data.size)) {
		entry->state = PREDICTED_PRESENT;
	} else if (caches &&
		   present_has_file(present, entry->pcr, entry->name,
				    entry->digest.bytes, entry->digest.len)) {
		entry->state = PREDICTED_CACHED;
		note(predictor, false, "%s: the list has an entry of this file with another template; if IMA still remembers the file, it adds no entry",
		     entry->name);
	}
}

/* Add an entry for @event, unless it cannot be made. */
static void add_entry(struct predictor *predictor,
		      const struct predicted *proto,
		      const struct ima_event *event)
{
	struct prediction *prediction = predictor->prediction;
	const char *name = event->file ? event->file->name : event->name;
	struct predicted *entry;
	struct reason why;
	int err;

	prediction->entries = xreallocarray(prediction->entries,
					    prediction->nr_entries + 1,
					    sizeof(*entry));
	entry = &prediction->entries[prediction->nr_entries];
	*entry = *proto;
	err = ima_entry_make(&entry->data, entry->template, event, &why);
	if (err) {
		note(predictor, err == -EINVAL, "%s: %s", name, why.text);
		return;
	}
	prediction->nr_entries++;
	entry->name = xstrdup(name);
	entry->digest = ima_template_is_ima(entry->template) ?
			event->legacy : event->digest;
	find_state(predictor, entry, event);
	if (entry->state == PREDICTED_ADDED)
		present_add(&predictor->settings->present, entry->pcr,
			    entry->data.bytes, entry->data.size);
	if (entry->maybe && entry->rule)
		note(predictor, false, "%s: line %zu of the policy may match before line %zu, but cannot be evaluated here: %s",
		     name, entry->maybe->line, entry->rule->line,
		     entry->maybe->text);
}

/*
 * Files.
 */

/* The field d holds MD5 or SHA-1. */
static bool is_legacy(const char *algo)
{
	return !strcmp(algo, "sha1") || !strcmp(algo, "md5");
}

/* Calculate the digests that the template needs. */
static int take_digests(struct predictor *predictor, struct ima_file *file,
			const struct predicted *entry, bool appraised,
			struct ima_event *event)
{
	const char *algo = predictor->settings->algo, *legacy = "sha1";
	const struct modsig *modsig = event->modsig;
	struct reason *reason = predictor->reason;
	int err = 0;

	if (is_legacy(algo))
		legacy = algo;
	/*
	 * IMA ignores the xattr when it measures by label, and with the
	 * template "ima" unless it appraises the file.
	 */
	if (!entry->label &&
	    (appraised || !ima_template_is_ima(entry->template)))
		algo = ima_xattr_algo(file->xattr, file->xattr_size, algo);
	if (is_legacy(algo))
		legacy = algo;
	if (event->verity)
		event->digest = file->verity;
	else
		err = ima_file_digest(file, &event->digest, algo, file->size,
				      reason);
	if (!err && !entry->label && ima_template_has(entry->template, FIELD_D))
		err = ima_file_digest(file, &event->legacy, legacy, file->size,
				      reason);
	if (!err && modsig && modsig->algo)
		err = ima_file_digest(file, &event->modsig_digest,
				      modsig->algo, modsig->payload, reason);
	return err;
}

static void note_hidden(struct predictor *predictor, const char *name,
			const struct ima_decision *decision)
{
	if (decision->maybe)
		note(predictor, false, "%s: line %zu of the policy may measure it, but cannot be evaluated here: %s",
		     name, decision->maybe->line, decision->maybe->text);
	else if (decision->rule)
		note(predictor, true, "%s: not measured because of line %zu of the policy: %s",
		     name, decision->rule->line, decision->rule->text);
	else
		note(predictor, true, "%s: no rule of the policy measures it",
		     name);
}

/*
 * Does a rule select the fs-verity digest?  Returns 1 if it does and the file
 * has none, so that there is no entry, or an error if the file is appraised.
 */
static int find_verity(struct predictor *predictor,
		       const struct ima_file *file,
		       const struct ima_subject *subject, bool appraised,
		       bool *verity)
{
	const struct ima_rule *maybe, *rule;

	rule = ima_wants_verity(&predictor->settings->rules, subject, &maybe);
	*verity = rule && file->verity.len;
	if (*verity)
		return 0;
	if (rule && appraised)
		return because(predictor->reason, -ENODATA,
			       "%.100s: the policy appraises its fs-verity digest, but it has none; the load will fail",
			       file->what);
	if (rule)
		note(predictor, !maybe, "%s: not measured because line %zu of the policy requires an fs-verity digest, but it has none: %s",
		     file->what, rule->line, rule->text);
	else if (maybe)
		note(predictor, false, "%s: line %zu of the policy may select its fs-verity digest, but cannot be evaluated here: %s",
		     file->what, maybe->line, maybe->text);
	return rule != NULL;
}

/* Predict the entry by rules without label=, or the one by its label. */
static int predict_file(struct predictor *predictor, enum predicted_what what,
			size_t index, struct ima_file *file, const char *label)
{
	const struct ima_settings *settings = predictor->settings;
	const struct ima_subject subject = {
		.func = what == PREDICTED_KERNEL ? IMA_FUNC_KERNEL :
						   IMA_FUNC_INITRAMFS,
		.label = label,
		.inode = &file->inode,
		.cred = &settings->cred,
	};
	struct ima_decision appraise = { NULL, NULL }, measure =
		ima_decide(&settings->rules, &subject, IMA_MEASURE);
	struct predicted entry = {
		.what = what,
		.index = index,
		.label = label,
		.template = template_of(predictor, measure.rule,
					settings->template),
		.rule = measure.rule,
	};
	struct ima_event event = { .file = file };
	bool appraised, see_modsig;
	int err;

	if (!label)
		appraise = ima_decide(&settings->rules, &subject, IMA_APPRAISE);
	appraised = ima_decided(&appraise, IMA_APPRAISE);
	entry.maybe = measure.maybe ? measure.maybe : appraise.maybe;
	if (!label) {
		err = find_verity(predictor, file, &subject, appraised,
				  &event.verity);
		if (err)
			return err < 0 ? err : 0;
	}
	if (!ima_decided(&measure, IMA_MEASURE)) {
		if (!label || measure.maybe)
			note_hidden(predictor, file->what, &measure);
		return 0;
	}
	/* When measuring by label, IMA reads it for the template only. */
	see_modsig = label ? has_modsig(entry.template) :
		     appraised && appraise.rule->sig == IMA_SIG_MODSIG;
	if (see_modsig && file->modsig.present)
		event.modsig = &file->modsig;
	entry.pcr = measure.rule->pcr >= 0 ? (uint32_t)measure.rule->pcr :
					     settings->pcr;
	err = take_digests(predictor, file, &entry, appraised, &event);
	if (!err)
		add_entry(predictor, &entry, &event);
	return err;
}

/* Read a file, and predict its entries. */
static int predict_part(struct predictor *predictor, enum predicted_what what,
			size_t index, const struct component *component,
			struct part *part)
{
	const char *algo = predictor->settings->algo;
	struct reason *reason = predictor->reason;
	struct ima_file *file = &part->file;
	int err = ima_file_read(file, component->fd, component->name,
				what == PREDICTED_KERNEL ? IMA_FUNC_KERNEL :
							   IMA_FUNC_INITRAMFS,
				reason);

	if (!err)
		err = ima_file_digest(file, &part->whole, algo, file->size,
				      reason);
	if (!err)
		err = ima_file_digest(file, &part->payload, algo,
				      file->modsig.payload, reason);
	if (err)
		return err;
	if (file->out_of_sight)
		note(predictor, false, "%s: its mount is not visible here; IMA may use another name, and other rules may match",
		     file->what);
	err = predict_file(predictor, what, index, file, NULL);
	if (!err && *component->label)
		err = predict_file(predictor, PREDICTED_LABEL, index, file,
				   component->label);
	return err;
}

static int predict_files(struct predictor *predictor)
{
	const struct image *image = predictor->image;
	size_t i;
	int err = predict_part(predictor, PREDICTED_KERNEL, 0, &image->kernel,
			       &predictor->kernel);

	for (i = 0; !err && i < image->nr_initrds; i++)
		err = predict_part(predictor, PREDICTED_INITRD, i,
				   &image->initrds[i], &predictor->parts[i]);
	return err;
}

/*
 * The command line and the records of a load.  See
 * Documentation/userspace-api/kexec_file_load2.rst for their format.
 */

/* With ima_hash=, which predict() has checked. */
static struct digest text_digest(const struct predictor *predictor,
				 const char *text, size_t size)
{
	struct digest digest;

	if (digest_bytes(&digest, predictor->settings->algo, text, size))
		out_of_memory();
	return digest;
}

/*
 * Records of version 2 use ima-buf if the template of the rule cannot hold
 * their text.
 */
static const char *buffer_template(const struct predictor *predictor,
				   enum predicted_what what,
				   const struct ima_rule *rule)
{
	const char *template = template_of(predictor, rule, "ima-buf");

	if (what == PREDICTED_CMDLINE || predictor->settings->records == 1 ||
	    (ima_template_has(template, FIELD_BUF) &&
	     !ima_template_has(template, FIELD_D)))
		return template;
	return "ima-buf";
}

/*
 * Predict the entry of a buffer.  For buffers, pcr=0 means the default PCR.
 * Returns the digest of the buffer.
 */
static struct digest predict_buffer(struct predictor *predictor,
				    enum predicted_what what, const char *text,
				    const struct ima_decision *decision)
{
	static const char *const names[] = {
		[PREDICTED_CMDLINE]  = "kexec-cmdline",
		[PREDICTED_UNLOAD]   = "kexec-unload",
		[PREDICTED_MANIFEST] = "kexec-manifest",
		[PREDICTED_COMMIT]   = "kexec-commit",
	};
	const struct ima_rule *rule = decision->rule;
	struct predicted entry = {
		.what = what,
		.pcr = rule && rule->pcr > 0 ? (uint32_t)rule->pcr :
					       predictor->settings->pcr,
		.template = buffer_template(predictor, what, rule),
		.rule = rule,
		.maybe = decision->maybe,
	};
	struct ima_event event = {
		.name = names[what],
		.buf = { (const uint8_t *)text, strlen(text) },
		.digest = text_digest(predictor, text, strlen(text)),
	};

	if (is_legacy(event.digest.algorithm))
		event.legacy = event.digest;
	add_entry(predictor, &entry, &event);
	return event.digest;
}

static void predict_cmdline(struct predictor *predictor)
{
	const struct ima_settings *settings = predictor->settings;
	const char *cmdline = predictor->image->cmdline;
	const struct ima_subject subject = {
		.func = IMA_FUNC_CMDLINE,
		.inode = &predictor->kernel.file.inode,
		.cred = &settings->cred,
	};
	struct ima_decision decision;

	if (!cmdline || !*cmdline)
		return;
	decision = ima_decide(&settings->rules, &subject, IMA_MEASURE);
	if (ima_decided(&decision, IMA_MEASURE))
		predict_buffer(predictor, PREDICTED_CMDLINE, cmdline,
			       &decision);
	else if (decision.maybe)
		note(predictor, false, "command line: line %zu of the policy may measure it, but cannot be evaluated here: %s",
		     decision.maybe->line, decision.maybe->text);
	else
		note(predictor, true, "command line: no rule of the policy measures it");
}

static void find_records_rule(struct predictor *predictor)
{
	static const struct ima_cred init = {
		.uid.capable = true, .gid.capable = true,
	};
	const struct ima_settings *settings = predictor->settings;
	/* From version 2 on, IMA matches rules for records as init. */
	const struct ima_subject subject = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = settings->records == 1 ? &settings->cred : &init,
	};

	if (!settings->required)
		predictor->records = ima_decide(&settings->rules, &subject,
						IMA_MEASURE);
	predictor->recorded = settings->required ||
			      ima_decided(&predictor->records, IMA_MEASURE);
}

/* The first lines of a record, and all of kexec-unload. */
static void put_head(FILE *out, const struct predictor *predictor, uint64_t seq)
{
	fprintf(out, "kexec_file_load2 %u\nseq %llu\nimage %s\n",
		predictor->settings->records, (unsigned long long)seq,
		predictor->settings->flags & KEXEC_FILE_ON_CRASH ? "crash" :
								   "default");
}

static void put_digest(FILE *out, const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	fprintf(out, " %s %lld", digest_text(digest, text),
		(long long)digest->size);
}

static void put_manifest(FILE *out, const struct predictor *predictor,
			 uint64_t seq)
{
	const struct image *image = predictor->image;
	const char *cmdline = image->cmdline ? image->cmdline : "";
	struct digest digest = text_digest(predictor, cmdline,
					   strlen(cmdline));
	size_t i;

	put_head(out, predictor, seq);
	fprintf(out, "flags 0x%llx\nkernel",
		(unsigned long long)predictor->settings->flags);
	put_digest(out, &predictor->kernel.whole);
	for (i = 0; i < image->nr_initrds; i++) {
		const struct part *part = &predictor->parts[i];
		const char *label = image->initrds[i].label;

		fprintf(out, "\ninitrd %zu %s", i, *label ? label : "-");
		put_digest(out, &part->payload);
		if (!part->file.modsig.present)
			continue;
		fputs(" signed", out);
		put_digest(out, &part->whole);
	}
	fputs("\ncmdline", out);
	put_digest(out, &digest);
	fputc('\n', out);
}

/* @manifest: Digest of the manifest, for its commit. */
static struct digest predict_record(struct predictor *predictor,
				    enum predicted_what what, uint64_t seq,
				    const struct digest *manifest)
{
	char *text = NULL, hex[DIGEST_TEXT_MAX];
	struct digest digest;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		out_of_memory();
	if (what == PREDICTED_MANIFEST)
		put_manifest(out, predictor, seq);
	else if (what == PREDICTED_UNLOAD)
		put_head(out, predictor, seq);
	else
		fprintf(out, "kexec_file_load2 %u\nseq %llu\nmanifest %s\n",
			predictor->settings->records, (unsigned long long)seq,
			digest_text(manifest, hex));
	if (fclose(out) != 0)
		out_of_memory();
	digest = predict_buffer(predictor, what, text, &predictor->records);
	free(text);
	return digest;
}

/* Does the load unload an old crash image? */
static bool unloads(const struct ima_settings *settings)
{
	return settings->crash_loaded && settings->flags & KEXEC_FILE_ON_CRASH;
}

static void predict_records(struct predictor *predictor, uint64_t seq)
{
	const struct ima_settings *settings = predictor->settings;
	struct digest manifest;

	if (!predictor->recorded) {
		bool fails = settings->flags & KEXEC_FILE2_REQUIRE_MEASURE;

		note(predictor, !fails, "%s; add: measure func=CRITICAL_DATA label=" IMA_RECORDS_LABEL,
		     fails ? "the load will fail (EPROTO): --require-measure requires measured records, but no rule of the policy measures them" :
			     "no rule of the policy measures the records of the load");
		return;
	}
	if (!seq) {
		note(predictor, false, "kexec-manifest and kexec-commit are omitted because the number of the load is unknown; set it with --seq=N");
		return;
	}
	manifest = predict_record(predictor, PREDICTED_MANIFEST, seq, NULL);
	if (settings->records > 1 && unloads(settings))
		predict_record(predictor, PREDICTED_UNLOAD, seq + 1, NULL);
	predict_record(predictor, PREDICTED_COMMIT, seq, &manifest);
}

int predict(struct prediction *prediction,
	    const struct image *image,
	    struct ima_settings *settings, struct reason *reason)
{
	struct predictor predictor = {
		.prediction = prediction,
		.image = image,
		.settings = settings,
		.reason = reason,
	};
	uint64_t seq = settings->seq;
	struct digest digest;
	size_t i;
	int err;

	*prediction = (struct prediction){
		.settings = settings,
		.certain = !settings->doubtful,
	};
	err = digest_bytes(&digest, settings->algo, "", 0);
	if (err)
		return because(reason, err, "unsupported digest algorithm \"%s\"",
			       settings->algo);
	predictor.parts = xcalloc(image->nr_initrds, sizeof(*predictor.parts));
	find_records_rule(&predictor);
	/* Version 1 records the unload first, before reading the files. */
	if (settings->records == 1 && seq && predictor.recorded &&
	    unloads(settings))
		predict_record(&predictor, PREDICTED_UNLOAD, seq++, NULL);
	err = predict_files(&predictor);
	if (!err) {
		predict_cmdline(&predictor);
		predict_records(&predictor, seq);
	}
	ima_file_free(&predictor.kernel.file);
	for (i = 0; i < image->nr_initrds; i++)
		ima_file_free(&predictor.parts[i].file);
	free(predictor.parts);
	return err;
}

void prediction_free(struct prediction *prediction)
{
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++) {
		free(prediction->entries[i].name);
		ima_data_free(&prediction->entries[i].data);
	}
	free(prediction->entries);
	for (i = 0; i < prediction->nr_notices; i++)
		free(prediction->notices[i]);
	free(prediction->notices);
	*prediction = (struct prediction){ 0 };
}
