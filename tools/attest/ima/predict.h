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
#include "ima/entry.h"
#include "ima/file.h"
#include "ima/policy.h"
#include "ima/present.h"
#include "shared/reason.h"

/**
 * struct ima_settings - what IMA goes by
 * @rules:	 The policy.
 * @cred:	 Who loads.
 * @algo:	 ima_hash=.
 * @template:	 ima_template=.
 * @pcr:	 CONFIG_IMA_MEASURE_PCR_IDX.
 * @flags:	 Of the system call.
 * @seq:	 The number of the next record of a load, 0 if not known.
 * @records:	 Version of the records that the kernel makes.
 * @required:	 It makes them whatever the policy says.
 * @crash_loaded: There is a crash image, which a load of another gives up.
 * @doubtful:	 Something else is not known that bears on the entries.
 * @present:	 What is in the list; what is predicted is added.
 */
struct ima_settings {
	const struct ima_rules *rules;
	struct ima_cred cred;
	const char *algo;
	const char *template;
	uint32_t pcr;
	uint64_t flags;
	uint64_t seq;
	unsigned int records;
	bool required;
	bool crash_loaded;
	bool doubtful;
	struct present *present;
};

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
	struct ima_digest digest;
	const struct ima_rule *rule;
	const struct ima_rule *maybe;
};

/**
 * struct prediction - all of them, in order
 * @certain: It is exactly these.
 * @notices: Why it is not, and what has no entry: sentences.
 */
struct prediction {
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
 *
 * Reads all files.
 *
 * Return: 0, or a negative errno value with a reason that names the file.
 */
int predict(struct prediction *prediction, const struct image *image,
	    const struct ima_settings *settings, struct reason *reason);
void prediction_free(struct prediction *prediction);

/* "kernel", "initrd", "label", "cmdline", "unload", "manifest", "commit" */
const char *predicted_word(enum predicted_what what);

#endif /* KEXEC2_IMA_PREDICT_H */
