// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The command line, and the records of a load, as the kernel makes them;
 * Documentation/userspace-api/kexec_file_load2.rst has the format.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/digest.h"
#include "ima/predict-impl.h"
#include "libkexec2.h"
#include "shared/util.h"

#define VERSION_LINE	"kexec_file_load2 %u\n"

static int digest_text_of(struct predictor *predictor,
			  struct ima_digest *digest, const void *text,
			  size_t size)
{
	int err;

	digest->algo = predictor->settings->algo;
	err = digest_of(digest->algo, text, size, digest->value,
			&digest->size);
	return err ? because(predictor->reason, err,
			     "there is no digest %s here", digest->algo) : 0;
}

/*
 * The text of records of version 2 is in the list whatever the template of the
 * rule has.
 */
static const char *buffer_template(const struct predictor *predictor,
				   enum predicted_what what,
				   const struct ima_rule *rule)
{
	const char *template = predict_template(predictor, rule, "ima-buf");

	if (what == PREDICTED_CMDLINE || predictor->settings->records == 1 ||
	    (ima_template_has(template, FIELD_BUF) &&
	     !ima_template_has(template, FIELD_D)))
		return template;
	return "ima-buf";
}

/* An entry of bytes.  By a rule with pcr=0 it goes to the default PCR, too. */
static int predict_buffer(struct predictor *predictor,
			  enum predicted_what what, const char *name,
			  const void *text, size_t size,
			  const struct ima_decision *decision)
{
	const struct ima_rule *rule = decision->rule;
	struct ima_event event = {
		.name = name,
		.buf = { text, size },
	};
	struct predicted entry = {
		.what = what,
		.pcr = rule && rule->pcr > 0 ? (uint32_t)rule->pcr :
					       predictor->settings->pcr,
		.template = buffer_template(predictor, what, rule),
		.rule = rule,
		.maybe = decision->maybe,
	};
	int err = digest_text_of(predictor, &event.digest, text, size);

	if (err)
		return err;
	if (!strcmp(event.digest.algo, "sha1") ||
	    !strcmp(event.digest.algo, "md5"))
		event.legacy = event.digest;
	return predict_entry(predictor, &entry, &event);
}

int predict_cmdline(struct predictor *predictor)
{
	const struct ima_settings *settings = predictor->settings;
	const char *cmdline = predictor->image->cmdline;
	struct ima_subject subject =
		ima_file_subject(&predictor->kernel.file, IMA_FUNC_CMDLINE,
				 &settings->cred);
	struct ima_decision decision;

	if (!cmdline || !*cmdline)
		return 0;
	decision = ima_decide(settings->rules, &subject, IMA_MEASURE);
	if (ima_decided(&decision, IMA_MEASURE))
		return predict_buffer(predictor, PREDICTED_CMDLINE,
				      "kexec-cmdline", cmdline,
				      strlen(cmdline), &decision);
	if (!decision.maybe)
		return predict_note(predictor, "command line: no rule of the policy measures it");
	predictor->prediction->certain = false;
	return predict_note(predictor, "command line: line %zu of the policy may measure it, which is not known here: %s",
			    decision.maybe->line, decision.maybe->text);
}

bool predict_wanted(const struct predictor *predictor,
		    struct ima_decision *decision)
{
	static const struct ima_cred init = {
		.cap_setuid = true, .cap_setgid = true,
	};
	const struct ima_settings *settings = predictor->settings;
	const struct ima_subject subject = {
		.func = IMA_FUNC_CRITICAL_DATA,
		.label = IMA_RECORDS_LABEL,
		.cred = settings->records == 1 ? &settings->cred : &init,
	};

	/* Nor are they those of who loads, from version 2 on. */
	*decision = (struct ima_decision){ 0 };
	if (settings->required)
		return true;
	*decision = ima_decide(settings->rules, &subject, IMA_MEASURE);
	return ima_decided(decision, IMA_MEASURE);
}

static void put_digest(FILE *out, const struct ima_digest *digest, off_t size)
{
	size_t i;

	fprintf(out, " %s:", digest->algo);
	for (i = 0; i < digest->size; i++)
		fprintf(out, "%02x", digest->value[i]);
	fprintf(out, " %lld", (long long)size);
}

static void put_head(FILE *out, const struct predictor *predictor, uint64_t seq)
{
	fprintf(out, VERSION_LINE "seq %llu\nimage %s\n",
		predictor->settings->records, (unsigned long long)seq,
		predictor->settings->flags & KEXEC_FILE_ON_CRASH ? "crash" :
								   "default");
}

static void put_manifest(FILE *out, const struct predictor *predictor,
			 uint64_t seq, const struct ima_digest *cmdline)
{
	const struct image *image = predictor->image;
	size_t i;

	put_head(out, predictor, seq);
	fprintf(out, "flags 0x%llx\nkernel",
		(unsigned long long)predictor->settings->flags);
	put_digest(out, &predictor->kernel.whole, predictor->kernel.file.size);
	for (i = 0; i < image->nr_initrds; i++) {
		const struct measured *part = &predictor->parts[i];
		const char *label = image->initrds[i].label;

		fprintf(out, "\ninitrd %zu %s", i, *label ? label : "-");
		put_digest(out, &part->payload, part->modsig.payload);
		if (part->modsig.payload == part->file.size)
			continue;
		fputs(" signed", out);
		put_digest(out, &part->whole, part->file.size);
	}
	fputs("\ncmdline", out);
	put_digest(out, cmdline,
		   image->cmdline ? (off_t)strlen(image->cmdline) : 0);
	fputc('\n', out);
}

static int predict_manifest(struct predictor *predictor, uint64_t seq,
			    const struct ima_decision *decision,
			    struct ima_digest *digest)
{
	const char *cmdline = predictor->image->cmdline;
	struct ima_digest cmdline_digest;
	char *text = NULL;
	size_t size;
	FILE *out;
	int err;

	err = digest_text_of(predictor, &cmdline_digest, cmdline ? cmdline : "",
			     cmdline ? strlen(cmdline) : 0);
	if (err)
		return err;
	out = open_memstream(&text, &size);
	if (!out)
		out_of_memory();
	put_manifest(out, predictor, seq, &cmdline_digest);
	if (fclose(out) != 0)
		out_of_memory();
	err = digest_text_of(predictor, digest, text, size);
	if (!err)
		err = predict_buffer(predictor, PREDICTED_MANIFEST,
				     "kexec-manifest", text, size, decision);
	free(text);
	return err;
}

/* The head alone: what is recorded of an image that goes away. */
int predict_unload(struct predictor *predictor, uint64_t *seq)
{
	struct ima_decision decision;
	char *text = NULL;
	size_t size;
	FILE *out;
	int err;

	if (!predictor->settings->crash_loaded ||
	    !(predictor->settings->flags & KEXEC_FILE_ON_CRASH) ||
	    !predict_wanted(predictor, &decision) || !*seq)
		return 0;
	out = open_memstream(&text, &size);
	if (!out)
		out_of_memory();
	put_head(out, predictor, (*seq)++);
	if (fclose(out) != 0)
		out_of_memory();
	err = predict_buffer(predictor, PREDICTED_UNLOAD, "kexec-unload",
			     text, size, &decision);
	free(text);
	return err;
}

static int predict_commit(struct predictor *predictor, uint64_t seq,
			  const struct ima_decision *decision,
			  const struct ima_digest *manifest)
{
	char hex[2 * LIST_DIGEST_MAX + 1] = "", *text;
	size_t i;
	int err;

	for (i = 0; i < manifest->size; i++)
		snprintf(hex + 2 * i, 3, "%02x", manifest->value[i]);
	text = xasprintf(VERSION_LINE "seq %llu\nmanifest %s:%s\n",
			 predictor->settings->records,
			 (unsigned long long)seq, manifest->algo, hex);
	err = predict_buffer(predictor, PREDICTED_COMMIT, "kexec-commit",
			     text, strlen(text), decision);
	free(text);
	return err;
}

int predict_records(struct predictor *predictor, uint64_t seq)
{
	struct ima_decision decision;
	bool wanted = predict_wanted(predictor, &decision);
	struct ima_digest manifest;
	uint64_t after;
	int err;

	if (!wanted &&
	    predictor->settings->flags & KEXEC_FILE2_REQUIRE_MEASURE) {
		predictor->prediction->certain = false;
		return predict_note(predictor, "the load will fail (EPROTO): --require-measure wants its records measured, and no rule of the policy does; it needs: measure func=CRITICAL_DATA label=" IMA_RECORDS_LABEL);
	}
	if (!wanted)
		return predict_note(predictor, "no rule of the policy measures the records of the load; it needs: measure func=CRITICAL_DATA label=" IMA_RECORDS_LABEL);
	if (!seq) {
		predictor->prediction->certain = false;
		return predict_note(predictor, "the number of the next record is not known, so kexec-manifest and kexec-commit are left out; --seq=N tells it");
	}
	err = predict_manifest(predictor, seq, &decision, &manifest);
	after = seq + 1;
	if (!err && predictor->settings->records > 1)
		err = predict_unload(predictor, &after);
	return err ? err : predict_commit(predictor, seq, &decision,
					  &manifest);
}
