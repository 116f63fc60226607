// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The entries that a load will add to IMA's measurement list. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ima/predict-impl.h"
#include "shared/util.h"

const char *predicted_word(enum predicted_what what)
{
	static const char *const words[] = {
		[PREDICTED_KERNEL]   = "kernel",
		[PREDICTED_INITRD]   = "initrd",
		[PREDICTED_LABEL]    = "label",
		[PREDICTED_CMDLINE]  = "cmdline",
		[PREDICTED_UNLOAD]   = "unload",
		[PREDICTED_MANIFEST] = "manifest",
		[PREDICTED_COMMIT]   = "commit",
	};

	return words[what];
}

int predict_note(struct predictor *predictor, const char *format, ...)
{
	struct prediction *prediction = predictor->prediction;
	va_list args;

	prediction->notices = xreallocarray(prediction->notices,
					    prediction->nr_notices + 1,
					    sizeof(*prediction->notices));
	va_start(args, format);
	prediction->notices[prediction->nr_notices++] = xvasprintf(format,
								   args);
	va_end(args);
	return 0;
}

const char *predict_template(const struct predictor *predictor,
			     const struct ima_rule *rule, const char *other)
{
	return rule && rule->template ?
	       ima_template_of_rule(rule->template,
				    predictor->settings->template) : other;
}

/* IMA does not measure a file twice for a PCR, unless it cannot trust it. */
static bool is_cached(const struct predictor *predictor,
		      const struct ima_event *event, uint32_t pcr)
{
	const struct ima_file *file = event->file;
	size_t i;

	for (i = 0; i < predictor->nr_cached; i++)
		if (predictor->cached[i].dev == file->dev &&
		    predictor->cached[i].ino == file->ino &&
		    predictor->cached[i].pcr == pcr)
			return true;
	return false;
}

static void cache(struct predictor *predictor, const struct ima_event *event,
		  uint32_t pcr)
{
	predictor->cached = xreallocarray(predictor->cached,
					  predictor->nr_cached + 1,
					  sizeof(*predictor->cached));
	predictor->cached[predictor->nr_cached++] = (struct cached){
		.dev = event->file->dev,
		.ino = event->file->ino,
		.pcr = pcr,
	};
}

static void find_state(struct predictor *predictor, struct predicted *entry,
		      const struct ima_event *event)
{
	const struct present *present = predictor->settings->present;
	/* Kernels with records of version 2 remember nothing of these files. */
	bool caches = event->file && !event->file->internal &&
		      entry->what != PREDICTED_LABEL &&
		      predictor->settings->records == 1;
	bool again = caches && is_cached(predictor, event, entry->pcr) &&
		     !(event->modsig &&
		       ima_template_has_modsig(entry->template));

	if (again || present_has(present, entry->pcr, entry->data.bytes,
				 entry->data.size))
		entry->state = PREDICTED_PRESENT;
	else if (caches &&
		 present_has_file(present, entry->pcr, entry->name,
				  entry->digest.value, entry->digest.size))
		entry->state = PREDICTED_CACHED;
	if (entry->state == PREDICTED_CACHED) {
		predictor->prediction->certain = false;
		predict_note(predictor, "%s: the list has an entry of it by another template; if IMA still knows that it measured the file, there is no new one",
			     entry->name);
	}
	if (caches && !again)
		cache(predictor, event, entry->pcr);
}

int predict_entry(struct predictor *predictor, const struct predicted *proto,
		  const struct ima_event *event)
{
	struct prediction *prediction = predictor->prediction;
	struct predicted *entry;
	struct reason why;
	int err;

	prediction->entries = xreallocarray(prediction->entries,
					    prediction->nr_entries + 1,
					    sizeof(*entry));
	entry = &prediction->entries[prediction->nr_entries];
	*entry = *proto;
	entry->name = xstrdup(event->file ? event->file->name : event->name);
	entry->digest = ima_template_is_ima(entry->template) ?
			event->legacy : event->digest;
	err = ima_entry_make(&entry->data, entry->template, event, &why);
	if (err) {
		prediction->certain = prediction->certain && err == -EINVAL;
		if (err == -ENOMEM)
			because(predictor->reason, err, "%s", why.text);
		else
			err = predict_note(predictor, "%s: %s", entry->name,
					   why.text);
		free(prediction->entries[prediction->nr_entries].name);
		return err;
	}
	prediction->nr_entries++;
	find_state(predictor, entry, event);
	if (entry->state == PREDICTED_ADDED)
		present_add(predictor->settings->present, entry->pcr,
			    entry->data.bytes, entry->data.size);
	if (!entry->maybe || !entry->rule)
		return 0;
	prediction->certain = false;
	return predict_note(predictor, "%s: line %zu of the policy may match before line %zu, which is not known here: %s",
			    entry->name, entry->maybe->line, entry->rule->line,
			    entry->maybe->text);
}

static int predict_all(struct predictor *predictor)
{
	const struct image *image = predictor->image;
	uint64_t seq = predictor->settings->seq;
	size_t i;
	int err = 0;

	/* From version 2 on it goes when the new one has been read. */
	if (predictor->settings->records == 1)
		err = predict_unload(predictor, &seq);
	if (!err)
		err = predict_file(predictor, PREDICTED_KERNEL, 0,
				   &predictor->kernel, image->kernel.fd,
				   image->kernel.name);
	for (i = 0; !err && i < image->nr_initrds; i++) {
		const struct component *part = &image->initrds[i];

		err = predict_file(predictor, PREDICTED_INITRD, i,
				   &predictor->parts[i], part->fd, part->name);
		if (!err && *part->label)
			err = predict_label(predictor, i, &predictor->parts[i],
					    part->label);
	}
	if (!err)
		err = predict_cmdline(predictor);
	return err ? err : predict_records(predictor, seq);
}

static void free_measured(struct measured *measured)
{
	ima_file_free(&measured->file);
	modsig_free(&measured->modsig);
}

int predict(struct prediction *prediction, const struct image *image,
	    const struct ima_settings *settings, struct reason *reason)
{
	struct predictor predictor = {
		.prediction = prediction,
		.image = image,
		.settings = settings,
		.reason = reason,
	};
	size_t i;
	int err;

	*prediction = (struct prediction){ .certain = !settings->doubtful };
	predictor.parts = xcalloc(image->nr_initrds, sizeof(*predictor.parts));
	err = predict_all(&predictor);
	free_measured(&predictor.kernel);
	for (i = 0; i < image->nr_initrds; i++)
		free_measured(&predictor.parts[i]);
	free(predictor.parts);
	free(predictor.cached);
	return err;
}

void prediction_free(struct prediction *prediction)
{
	size_t i;

	for (i = 0; i < prediction->nr_entries; i++) {
		free(prediction->entries[i].name);
		free(prediction->entries[i].data.bytes);
	}
	free(prediction->entries);
	for (i = 0; i < prediction->nr_notices; i++)
		free(prediction->notices[i]);
	free(prediction->notices);
	*prediction = (struct prediction){ 0 };
}
