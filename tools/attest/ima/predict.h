/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The entries that a load will add to IMA's measurement list, before it: those
 * of process_measurement(), ima_kexec_initrd() and process_buffer_measurement()
 * of the kernel, and the records of kernel/kexec_manifest.c.
 */
#ifndef KEXEC2_IMA_PREDICT_H
#define KEXEC2_IMA_PREDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "image/image.h"
#include "ima/context.h"
#include "ima/entry.h"
#include "shared/reason.h"

enum predicted_what {
	PREDICTED_KERNEL,
	PREDICTED_INITRD,	/* part @index, by a rule without label= */
	PREDICTED_LABEL,	/* part @index, by its label */
	PREDICTED_CMDLINE,
	PREDICTED_UNLOAD,
	PREDICTED_MANIFEST,
	PREDICTED_COMMIT,
};

enum predicted_state {
	PREDICTED_ADDED,
	PREDICTED_PRESENT,	/* is there, and so not added */
	PREDICTED_CACHED,	/* not added if IMA still has the file in its cache */
};

/**
 * struct predicted - an entry
 * @name:     As in the entry, blanks not yet replaced.
 * @template: Its name.
 * @data:     What the template digests are taken of.
 * @digest:   Of the file or buffer.
 * @rule:     The rule that asks for it; NULL if the kernel itself does.
 * @maybe:    A rule before it that may have another say, or NULL.
 */
struct predicted {
	enum predicted_what what;
	enum predicted_state state;
	size_t index;
	const char *label;
	char *name;
	uint32_t pcr;
	const char *template;
	struct ima_data data;
	struct digest digest;
	const struct ima_rule *rule;
	const struct ima_rule *maybe;
};

/**
 * struct prediction - all of them, in order
 * @settings: What IMA goes by.
 * @certain: It is exactly these.
 * @notices: Why it is not, and what has no entry: sentences.
 */
struct prediction {
	const struct ima_settings *settings;
	struct predicted *entries;
	size_t nr_entries;
	bool certain;
	char **notices;
	size_t nr_notices;
};

/**
 * predict() - tell which entries a load adds, if it succeeds
 * @prediction: Receives it; prediction_free() it, also after a failure.  Points
 *		into @settings and @image.
 * @settings:   What is predicted is taken to be in its list from then on.
 *
 * Return: 0, or a negative errno value with a reason that names the file.
 */
int predict(struct prediction *prediction,
	    const struct image *image,
	    struct ima_settings *settings, struct reason *reason);
void prediction_free(struct prediction *prediction);

#endif /* KEXEC2_IMA_PREDICT_H */
