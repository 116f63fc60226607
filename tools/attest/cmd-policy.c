// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 policy */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "image/image.h"
#include "image/selector.h"
#include "ima/context.h"
#include "attest.h"
#include "policy-export.h"

enum format { NO_FORMAT, IMA, KNOWN, KEYLIME, PCRLOCK, JSON, NR_FORMATS };

struct options {
	struct selector selector;
	struct ima_options ima;
	enum format format;
};

static int take_format(const struct option_row *row, void *to,
		       const char *value);

static const struct option_row format_rows[] = {
	{ "format", 0, "=FORMAT", take_format, offsetof(struct options, format),
	  "ima      IMA rules that measure it, and appraise it if\n"
	  "         it is signed\n"
	  "known    a file of known digests for kexec2 verify\n"
	  "keylime  a Keylime runtime policy, to be merged\n"
	  "pcrlock  a file for systemd-pcrlock, of entries that\n"
	  "         go to PCRs other than IMA's\n"
	  "json     files, digests and entries" },
	{ 0 }
}, no_rows[] = { { 0 } };

static int run(void *data, char **operands);
static void clean(void *data);

const struct command command_policy = {
	.name = "policy",
	.summary = "make rules or references of what is to be loaded",
	.usage =
"--format=FORMAT KERNEL [--initrd=[LABEL=]PATH]...\n"
"                     [OPTION]...\n"
"--format=FORMAT --entry[=ID|FILE] [OPTION]...\n"
"--format=FORMAT --uki=FILE [OPTION]...",
	.about =
"Make rules for IMA of what is to be loaded, or what a verifier wants to know of\n"
"it beforehand.  Nothing is loaded.\n",
	.groups = {
		{ NULL, format_rows, 0 },
		{ "What to load:", selector_rows,
		  offsetof(struct options, selector) },
		{ "What IMA goes by, for keylime, pcrlock and json:", ima_rows,
		  offsetof(struct options, ima) },
		{ NULL, no_rows, 0 },
	},
	.more =
"Example:\n"
"  kexec2 policy --format=ima --entry >/etc/ima/ima-policy\n",
	.operand = "KERNEL",
	.size = sizeof(struct options),
	.run = run,
	.clean = clean,
};

static int take_format(const struct option_row *row, void *to,
		       const char *value)
{
	static const char *const names[NR_FORMATS] = {
		[IMA] = "ima", [KNOWN] = "known", [KEYLIME] = "keylime",
		[PCRLOCK] = "pcrlock", [JSON] = "json",
	};
	int i;

	for (i = IMA; i < NR_FORMATS; i++) {
		if (strcmp(value, names[i]) != 0)
			continue;
		*(enum format *)to = (enum format)i;
		return EXIT_OK;
	}
	complain("--%s=%s is none of ima, known, keylime, pcrlock and json",
		 row->name, value);
	return EXIT_USAGE;
}

static void clean(void *data)
{
	struct options *options = data;

	selector_free(&options->selector);
}

static int export_prediction(const struct options *options,
			     const struct image *image,
			     const struct prediction *prediction,
			     const struct ima_context *context)
{
	size_t i;

	if (options->format == JSON)
		return export_json(image, prediction, context);
	for (i = 0; i < prediction->nr_notices; i++)
		complain("warning: %s", prediction->notices[i]);
	if (options->format == PCRLOCK)
		return export_pcrlock(prediction, context);
	return export_keylime(prediction, context);
}

/* Of a load on a machine whose list has none of it. */
static int predict_and_export(const struct options *options,
			      const struct image *image)
{
	struct prediction prediction = { 0 };
	struct ima_context context;
	int status = EXIT_FAILED;
	struct reason reason;
	int err;

	err = ima_context_open(&context, &options->ima, options->selector.crash,
			       image->nr_initrds);
	if (!err) {
		present_free(&context.present);
		context.settings.crash_loaded = false;
		err = predict(&prediction, image, &context.settings, &reason);
		if (err)
			complain("%s", reason.text);
		else
			status = export_prediction(options, image, &prediction,
						   &context);
	}
	prediction_free(&prediction);
	ima_context_free(&context);
	return status;
}

static int export(const struct options *options, const struct image *image)
{
	switch (options->format) {
	case IMA:
		return export_ima(image);
	case KNOWN:
		return export_known(image);
	default:
		return predict_and_export(options, image);
	}
}

static int run(void *data, char **operands)
{
	struct options *options = data;
	struct image image;
	int status;

	if (!options->format) {
		complain("policy needs --format=FORMAT: ima, known, keylime, pcrlock or json");
		return usage_error(&command_policy);
	}
	if (selector_finish(&options->selector, operands, "policy"))
		return usage_error(&command_policy);
	status = open_image(&options->selector, &image);
	if (status != EXIT_OK)
		return status;
	status = export(options, &image);
	image_free(&image);
	return status;
}
