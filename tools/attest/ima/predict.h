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

#include "image/image.h"
#include "ima/context.h"
#include "ima/entry.h"

/**
 * struct prediction - the entries that a load adds
 * @files:   Those of @image.
 * @records: The rule that measures records.
 * @recorded: The load is recorded.
 * @entries: All entries, in order.
 * @certain: The load adds exactly these.
 * @notices: Reasons why entries are uncertain or missing: sentences.
 */
struct prediction {
	const struct image *image;
	const struct ima_settings *settings;
	struct ima_file *files;
	struct ima_decision records;
	bool recorded;
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
 *
 * Return: true, or false after a message.
 */
bool predict(struct prediction *prediction, const struct image *image,
	     const struct ima_settings *settings);
void prediction_free(struct prediction *prediction);

#endif /* KEXEC2_IMA_PREDICT_H */
