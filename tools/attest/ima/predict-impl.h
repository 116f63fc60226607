/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the files that predict share. */
#ifndef KEXEC2_IMA_PREDICT_IMPL_H
#define KEXEC2_IMA_PREDICT_IMPL_H

#include "ima/file.h"
#include "ima/predict.h"

/**
 * struct measured - a file of the load, and what was found out of it
 * @what:    For messages: its name.
 * @whole:   Digest of all of it, by ima_hash=.
 * @payload: Digest of what goes into the image, which is not all of it if
 *	     @modsig.payload is less than the size.
 */
struct measured {
	const char *what;
	struct ima_file file;
	struct modsig modsig;
	struct ima_digest whole;
	struct ima_digest payload;
};

/* A file and a PCR that IMA knows it has measured in this load. */
struct cached {
	dev_t dev;
	ino_t ino;
	uint32_t pcr;
};

struct predictor {
	struct prediction *prediction;
	const struct image *image;
	const struct ima_settings *settings;
	struct measured kernel;
	struct measured *parts;
	struct cached *cached;
	size_t nr_cached;
	struct reason *reason;
};

__attribute__((format(printf, 2, 3)))
int predict_note(struct predictor *predictor, const char *format, ...);

/*
 * Add an entry of @event: its data are made, and looked for in the list.  0 or
 * a negative errno value.
 */
int predict_entry(struct predictor *predictor, const struct predicted *proto,
		  const struct ima_event *event);

/* predict-file.c: the entry of a file without label, and that by label */

int predict_file(struct predictor *predictor, enum predicted_what what,
		 size_t index, struct measured *measured, int fd,
		 const char *name);
int predict_label(struct predictor *predictor, size_t index,
		  struct measured *measured, const char *label);

/* predict-record.c: the command line, and the records of the load */

int predict_cmdline(struct predictor *predictor);
int predict_unload(struct predictor *predictor, uint64_t *seq);
int predict_records(struct predictor *predictor, uint64_t seq);

/* As the list has it: of a rule, or of none. */
const char *predict_template(const struct predictor *predictor,
			     const struct ima_rule *rule, const char *other);

/* Does the policy ask for records? */
bool predict_wanted(const struct predictor *predictor,
		    struct ima_decision *decision);

#endif /* KEXEC2_IMA_PREDICT_IMPL_H */
