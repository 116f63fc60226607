/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Predict the entries that a load adds to IMA's measurement list: those of
 * process_measurement(), ima_kexec_initrd() and process_buffer_measurement() of
 * the kernel, and the records of the load.
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
	PREDICTED_PRESENT,	/* in the list, so not added again */
	PREDICTED_CACHED,	/* not added if IMA remembers the file */
};

/**
 * struct predicted - an entry
 * @name:     The name in the entry, with its blanks.
 * @template: Its name.
 * @data:     The template data.
 * @digest:   Digest of the file or buffer.
 * @rule:     The rule that measures it; NULL if the kernel does without one.
 * @maybe:    A rule before it that may have another effect, or NULL.
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
 * struct prediction - all entries, in order
 * @settings: The state that IMA works with.
 * @certain: The load adds exactly these entries.
 * @notices: Why this is uncertain, and what has no entry: sentences.
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
 * predict() - predict the entries of a load that succeeds
 * @prediction: Receives it; prediction_free() it, also after a failure.  Points
 *		into @settings and @image.
 * @settings:   The entries are added to its list.
 *
 * Return: 0, or a negative errno value with a reason that names the file.
 */
int predict(struct prediction *prediction,
	    const struct image *image,
	    struct ima_settings *settings, struct reason *reason);
void prediction_free(struct prediction *prediction);

#endif /* KEXEC2_IMA_PREDICT_H */
