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

/* Note why there is no entry or, if not @certain, why it may be another one. */
__attribute__((format(printf, 3, 4)))
static void note(struct prediction *prediction, bool certain,
		 const char *format, ...)
{
	va_list args;

	if (!certain)
		prediction->certain = false;
	va_start(args, format);
	*XADD(prediction->notices, prediction->nr_notices) =
		xvasprintf(format, args);
	va_end(args);
}

/* The template of a rule as the list shows it, or @other. */
static const char *template_of(const struct prediction *prediction,
			       const struct ima_rule *rule, const char *other)
{
	return rule && rule->template ?
	       template_of_rule(rule->template,
				    prediction->settings->template) : other;
}

static bool has_modsig(const char *template)
{
	return template_has(template, FIELD_D_MODSIG) ||
	       template_has(template, FIELD_MODSIG);
}

/*
 * Is the entry in the list, or does the load add it before?  @cached: IMA also
 * remembers files of the same load that it has measured into a PCR.
 */
static bool is_present(const struct prediction *prediction,
		       const struct predicted *entry, bool cached)
{
	const struct predicted *before = prediction->entries;
	const struct predicted *end = before + prediction->nr_entries;

	for (; before < end; before++) {
		if (before->pcr != entry->pcr)
			continue;
		if (cached && before->file && !before->label &&
		    before->file->st.st_dev == entry->file->st.st_dev &&
		    before->file->st.st_ino == entry->file->st.st_ino)
			return true;
		if (before->state != PREDICTED_CACHED &&
		    bytes_equal(before->data, entry->data))
			return true;
	}
	return present_has(&prediction->settings->present, entry->pcr, NULL,
			   entry->data);
}

static void find_state(struct prediction *prediction, struct predicted *entry)
{
	const struct bytes digest = { entry->digest.bytes, entry->digest.len };
	/* Kernels with records of version 2 remember nothing of these files. */
	bool cached = entry->file && !entry->file->internal && !entry->label &&
		      prediction->settings->records == 1;
	char *name = ima_listed_name(entry->name);

	if (is_present(prediction, entry, cached &&
		       !(entry->modsig && has_modsig(entry->template)))) {
		entry->state = PREDICTED_PRESENT;
	} else if (cached && present_has(&prediction->settings->present,
					 entry->pcr, name, digest)) {
		entry->state = PREDICTED_CACHED;
		note(prediction, false, "%s: the list has an entry of this file with another template; if IMA still remembers the file, it adds no entry",
		     entry->name);
	}
	free(name);
}

/* Add an entry, unless it cannot be made. */
static void add_entry(struct prediction *prediction, struct predicted *entry)
{
	struct reason why;
	int err = ima_entry_make(entry, &why);

	if (err) {
		note(prediction, err == -EINVAL, "%s: %s", entry->name,
		     why.text);
		return;
	}
	if (!strcmp(entry->template, "ima"))
		entry->digest = entry->legacy;
	find_state(prediction, entry);
	if (entry->maybe && entry->rule)
		note(prediction, false, "%s: line %zu of the policy may match before line %zu, but cannot be evaluated here: %s",
		     entry->name, entry->maybe->line, entry->rule->line,
		     entry->maybe->text);
	*XADD(prediction->entries, prediction->nr_entries) = *entry;
}

/*
 * Files.
 */

/* The field d holds MD5 or SHA-1. */
static bool is_legacy(const char *algo)
{
	return !strcmp(algo, "sha1") || !strcmp(algo, "md5");
}

static bool take_digest(struct ima_file *file, struct digest *to,
			const char *algo, off_t size)
{
	const struct digest *digest = ima_file_digest(file, algo, size);

	if (digest)
		*to = *digest;
	return digest;
}

/* Calculate the digests that the template needs. */
static bool take_digests(const struct ima_settings *settings,
			 struct ima_file *file, struct predicted *entry,
			 bool appraised)
{
	const char *ima_hash = settings->algo, *algo = ima_hash;
	off_t size = file->st.st_size;

	/*
	 * IMA ignores the xattr when it measures by label, and with the
	 * template "ima" unless it appraises the file.
	 */
	if (!entry->label &&
	    (appraised || strcmp(entry->template, "ima")))
		algo = ima_xattr_algo(file->xattr, settings->version, algo);
	if (entry->verity)
		entry->digest = file->verity;
	else if (!take_digest(file, &entry->digest, algo, size))
		return false;
	if (!is_legacy(algo))
		algo = is_legacy(ima_hash) ? ima_hash : "sha1";
	if (!entry->label && template_has(entry->template, FIELD_D) &&
	    !take_digest(file, &entry->legacy, algo, size))
		return false;
	return !entry->modsig || !entry->modsig->algo ||
	       take_digest(file, &entry->modsig_digest, entry->modsig->algo,
			   entry->modsig->payload);
}

static void note_maybe(struct prediction *prediction, const char *name,
		       const char *what, const struct ima_rule *maybe)
{
	note(prediction, false, "%s: line %zu of the policy may %s, but cannot be evaluated here: %s",
	     name, maybe->line, what, maybe->text);
}

static void note_hidden(struct prediction *prediction, const char *name,
			const struct ima_decision *decision)
{
	if (decision->maybe)
		note_maybe(prediction, name, "measure it", decision->maybe);
	else if (decision->rule)
		note(prediction, true, "%s: not measured because of line %zu of the policy: %s",
		     name, decision->rule->line, decision->rule->text);
	else
		note(prediction, true, "%s: no rule of the policy measures it",
		     name);
}

/* Predict the entry by rules without label=, or the one by its label. */
static bool predict_file(struct prediction *prediction, size_t index,
			 struct ima_file *file, const char *label)
{
	const struct ima_settings *settings = prediction->settings;
	const struct ima_rules *rules = &settings->rules;
	const struct ima_subject subject = {
		.func = file->func,
		.label = label,
		.inode = &file->inode,
		.cred = &settings->cred,
	};
	struct ima_decision measure = ima_decide(rules, &subject, IMA_MEASURE);
	struct ima_decision appraise = { NULL, NULL };
	const struct ima_rule *verity = NULL, *maybe = NULL;
	struct predicted entry;
	bool appraised, see_modsig;

	if (!label) {
		appraise = ima_decide(rules, &subject, IMA_APPRAISE);
		verity = ima_wants_verity(rules, &subject, &maybe);
	}
	appraised = ima_decided(&appraise, IMA_APPRAISE);
	if (verity && !file->verity.len) {
		note(prediction, !maybe, "%s: not measured because line %zu of the policy requires an fs-verity digest, but it has none: %s",
		     file->what, verity->line, verity->text);
		if (appraised)
			complain("%s: the policy appraises its fs-verity digest, but it has none; the load will fail",
				 file->what);
		return !appraised;
	}
	if (!verity && maybe)
		note_maybe(prediction, file->what,
			   "select its fs-verity digest", maybe);
	if (!ima_decided(&measure, IMA_MEASURE)) {
		if (!label || measure.maybe)
			note_hidden(prediction, file->what, &measure);
		return true;
	}
	entry = (struct predicted){
		.what = file->func == IMA_FUNC_KERNEL ? "kernel" :
			label ? "label" : "initrd",
		.index = index,
		.label = label,
		.file = file,
		.name = file->name,
		.pcr = measure.rule->pcr >= 0 ? (uint32_t)measure.rule->pcr :
						settings->pcr,
		.template = template_of(prediction, measure.rule,
					settings->template),
		.rule = measure.rule,
		.maybe = measure.maybe ?: appraise.maybe,
		.verity = verity,
	};
	/* When measuring by label, IMA reads it for the template only. */
	see_modsig = label ? has_modsig(entry.template) :
		     appraised && appraise.rule->sig == IMA_SIG_MODSIG;
	if (see_modsig && file->modsig.raw.size)
		entry.modsig = &file->modsig;
	if (!take_digests(settings, file, &entry, appraised))
		return false;
	add_entry(prediction, &entry);
	return true;
}

/* @index: From 0, the kernel. */
static bool predict_part(struct prediction *prediction, size_t index)
{
	const char *algo = prediction->settings->algo;
	struct ima_file *file = &prediction->files[index];
	const char *label;

	/* The digests of the manifest, so that put_manifest() has them. */
	if (!ima_file_digest(file, algo, file->st.st_size) ||
	    !ima_file_digest(file, algo, file->modsig.payload))
		return false;
	if (file->out_of_sight)
		note(prediction, false, "%s: its mount is not visible here; IMA may use another name, and other rules may match",
		     file->what);
	if (!index)
		return predict_file(prediction, 0, file, NULL);
	label = prediction->image->initrds[--index].label;
	return predict_file(prediction, index, file, NULL) &&
	       (!*label || predict_file(prediction, index, file, label));
}

static bool predict_files(struct prediction *prediction)
{
	size_t i;

	prediction->files = ima_files_read(prediction->image);
	if (!prediction->files)
		return false;
	for (i = 0; i <= prediction->image->nr_initrds; i++)
		if (!predict_part(prediction, i))
			return false;
	return true;
}

/*
 * The command line and the records of a load.  See
 * Documentation/userspace-api/kexec_file_load2.rst for their format.
 */

/* With ima_hash=, which predict() has checked. */
static struct digest text_digest(const struct prediction *prediction,
				 const char *text)
{
	struct digest digest;

	if (digest_bytes(&digest, prediction->settings->algo, text,
			 strlen(text)))
		out_of_memory();
	return digest;
}

/*
 * Records of version 2 use ima-buf if the template of the rule cannot hold
 * their text.
 */
static const char *buffer_template(const struct prediction *prediction,
				   bool record, const struct ima_rule *rule)
{
	const char *template = template_of(prediction, rule, "ima-buf");

	if (!record || prediction->settings->records == 1 ||
	    (template_has(template, FIELD_BUF) &&
	     !template_has(template, FIELD_D)))
		return template;
	return "ima-buf";
}

/*
 * Predict the entry of a buffer, named "kexec-...".  For buffers, pcr=0 means
 * the default PCR.  Returns the digest of the buffer.
 */
static struct digest predict_buffer(struct prediction *prediction,
				    const char *name, const char *text,
				    const struct ima_decision *decision)
{
	const struct ima_rule *rule = decision->rule;
	struct digest digest = text_digest(prediction, text);
	bool record = decision == &prediction->records;
	struct predicted entry = {
		.what = name + strlen("kexec-"),
		.name = name,
		.buf = { (const uint8_t *)text, strlen(text) },
		.pcr = rule && rule->pcr > 0 ? (uint32_t)rule->pcr :
					       prediction->settings->pcr,
		.template = buffer_template(prediction, record, rule),
		.rule = rule,
		.maybe = decision->maybe,
		.digest = digest,
	};

	if (is_legacy(digest.algorithm))
		entry.legacy = digest;
	add_entry(prediction, &entry);
	return digest;
}

static void predict_cmdline(struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	const char *cmdline = prediction->image->cmdline;
	const struct ima_subject subject = {
		.func = IMA_FUNC_CMDLINE,
		.inode = &prediction->files[0].inode,
		.cred = &settings->cred,
	};
	struct ima_decision decision;

	if (!cmdline || !*cmdline)
		return;
	decision = ima_decide(&settings->rules, &subject, IMA_MEASURE);
	if (ima_decided(&decision, IMA_MEASURE))
		predict_buffer(prediction, "kexec-cmdline", cmdline, &decision);
	else
		note_hidden(prediction, "command line", &decision);
}

static void find_records_rule(struct prediction *prediction)
{
	static const struct ima_cred init = {
		.uid.capable = true, .gid.capable = true,
	};
	const struct ima_settings *settings = prediction->settings;
	/* From version 2 on, IMA matches rules for records as init. */
	const struct ima_subject subject = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = settings->records == 1 ? &settings->cred : &init,
	};

	if (!settings->required)
		prediction->records = ima_decide(&settings->rules, &subject,
						 IMA_MEASURE);
	prediction->recorded = settings->required ||
			       ima_decided(&prediction->records, IMA_MEASURE);
}

static void put_digest(FILE *out, const struct digest *digest)
{
	char text[DIGEST_TEXT_MAX];

	fprintf(out, " %s %lld", digest_text(digest, text),
		(long long)digest->size);
}

/* Behind the first lines, which kexec-unload has, too. */
static void put_manifest(FILE *out, struct prediction *prediction)
{
	const struct image *image = prediction->image;
	const char *algo = prediction->settings->algo;
	struct ima_file *file = prediction->files;
	struct digest digest = text_digest(prediction, image->cmdline ?: "");
	size_t i;

	fprintf(out, "flags 0x%llx\nkernel",
		(unsigned long long)prediction->settings->flags);
	put_digest(out, ima_file_digest(file, algo, file->st.st_size));
	for (i = 0; i < image->nr_initrds; i++) {
		const char *label = image->initrds[i].label;

		file++;
		fprintf(out, "\ninitrd %zu %s", i, *label ? label : "-");
		put_digest(out, ima_file_digest(file, algo,
						file->modsig.payload));
		if (!file->modsig.raw.size)
			continue;
		fputs(" signed", out);
		put_digest(out, ima_file_digest(file, algo, file->st.st_size));
	}
	fputs("\ncmdline", out);
	put_digest(out, &digest);
	fputc('\n', out);
}

/* @manifest: Digest of the manifest, for its commit. */
static struct digest predict_record(struct prediction *prediction,
				    const char *name, uint64_t seq,
				    const struct digest *manifest)
{
	const struct ima_settings *settings = prediction->settings;
	char *text = NULL, hex[DIGEST_TEXT_MAX];
	struct digest digest;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		out_of_memory();
	fprintf(out, "kexec_file_load2 %u\nseq %llu\n", settings->records,
		(unsigned long long)seq);
	if (manifest)
		fprintf(out, "manifest %s\n", digest_text(manifest, hex));
	else
		fprintf(out, "image %s\n", settings->flags &
			KEXEC_FILE_ON_CRASH ? "crash" : "default");
	if (!strcmp(name, "kexec-manifest"))
		put_manifest(out, prediction);
	if (fclose(out) != 0)
		out_of_memory();
	digest = predict_buffer(prediction, name, text, &prediction->records);
	free(text);
	return digest;
}

static void predict_records(struct prediction *prediction, uint64_t seq)
{
	const struct ima_settings *settings = prediction->settings;
	struct digest manifest;

	if (!prediction->recorded) {
		bool fails = settings->flags & KEXEC_FILE2_REQUIRE_MEASURE;

		note(prediction, !fails, "%s; add: measure func=CRITICAL_DATA label=" IMA_RECORDS_LABEL,
		     fails ? "the load will fail (EPROTO): --require-measure requires measured records, but no rule of the policy measures them" :
			     "no rule of the policy measures the records of the load");
		return;
	}
	if (!seq) {
		note(prediction, false, "kexec-manifest and kexec-commit are omitted because the number of the load is unknown; set it with --seq=N");
		return;
	}
	manifest = predict_record(prediction, "kexec-manifest", seq, NULL);
	if (settings->records > 1 && settings->crash_loaded)
		predict_record(prediction, "kexec-unload", seq + 1, NULL);
	predict_record(prediction, "kexec-commit", seq, &manifest);
	if (settings->loads && settings->records > 1)
		predict_record(prediction, "kexec-execute", seq, &manifest);
}

/* An image that carries the list has a segment of a size that is told. */
static void note_counters(struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	const struct ima_subject subject = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = "ima_kexec",
		.cred = &settings->cred,
	};
	struct ima_decision measure = ima_decide(&settings->rules, &subject,
						 IMA_MEASURE);

	if (settings->counted && ima_decided(&measure, IMA_MEASURE) &&
	    !(settings->flags & KEXEC_FILE_ON_CRASH))
		note(prediction, false, "kexec_load: line %zu of the policy measures it (label ima_kexec), behind kexec-manifest; its numbers are not predicted",
		     measure.rule->line);
}

/* The same again, with unloads between, which have numbers, too. */
static void predict_more(struct prediction *prediction, uint64_t seq)
{
	uint64_t i;

	for (i = 1; i < prediction->settings->loads; i++) {
		predict_record(prediction, "kexec-unload", seq + i, NULL);
		predict_records(prediction, seq + i);
	}
}

bool predict(struct prediction *prediction, const struct image *image,
	     const struct ima_settings *settings)
{
	uint64_t seq = settings->seq;
	struct digest digest;

	*prediction = (struct prediction){
		.image = image,
		.settings = settings,
		.certain = !settings->doubtful,
	};
	if (digest_bytes(&digest, settings->algo, "", 0)) {
		complain("unsupported digest algorithm \"%s\"", settings->algo);
		return false;
	}
	find_records_rule(prediction);
	/* Version 1 records the unload first, before reading the files. */
	if (settings->records == 1 && seq && prediction->recorded &&
	    settings->crash_loaded)
		predict_record(prediction, "kexec-unload", seq++, NULL);
	if (!predict_files(prediction))
		return false;
	predict_cmdline(prediction);
	predict_records(prediction, seq);
	note_counters(prediction);
	if (seq && prediction->recorded)
		predict_more(prediction, seq);
	return true;
}

void prediction_free(struct prediction *prediction)
{
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++) {
		free((void *)prediction->entries[i].data.data);
		free(prediction->entries[i].text);
	}
	free(prediction->entries);
	for (i = 0; i < prediction->nr_notices; i++)
		free(prediction->notices[i]);
	free(prediction->notices);
	ima_files_free(prediction->files, prediction->image);
	*prediction = (struct prediction){ 0 };
}
