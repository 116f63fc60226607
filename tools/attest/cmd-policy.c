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

static int run(int argc, char **argv);

const struct command command_policy = {
	.name = "policy",
	.run = run,
	.summary = "make rules or references of what is to be loaded",
	.help =
"Usage: kexec2 policy --format=FORMAT KERNEL [--initrd=[LABEL=]PATH]...\n"
"                     [OPTION]...\n"
"       kexec2 policy --format=FORMAT --entry[=ID|FILE] [OPTION]...\n"
"       kexec2 policy --format=FORMAT --uki=FILE [OPTION]...\n"
"\n"
"Make rules for IMA of what is to be loaded, or what a verifier wants to know of\n"
"it beforehand.  Nothing is loaded.\n"
"\n"
"  --format=FORMAT        ima      IMA rules that measure it, and appraise it if\n"
"                                  it is signed\n"
"                         known    a file of known digests for kexec2 verify\n"
"                         keylime  a Keylime runtime policy, to be merged\n"
"                         pcrlock  a file for systemd-pcrlock, of entries that\n"
"                                  go to PCRs other than IMA's\n"
"                         json     files, digests and entries\n"
"\n"
"What to load:\n"
SELECTOR_HELP
"\n"
"What IMA goes by, for keylime, pcrlock and json:\n"
IMA_HELP
"\n"
"  -h, --help             show this help\n"
"\n"
"Example:\n"
"  kexec2 policy --format=ima --entry >/etc/ima/ima-policy\n",
};

static const char *const formats[] = {
	"ima", "known", "keylime", "pcrlock", "json",
};

enum format { IMA, KNOWN, KEYLIME, PCRLOCK, JSON, NR_FORMATS };

struct options {
	struct selector selector;
	struct ima_options ima;
	enum format format;
	bool has_format;
	bool help;
};

enum { OPT_FORMAT = 1 };

static int set_format(struct options *options, const char *value)
{
	size_t i;

	for (i = 0; i < NR_FORMATS; i++) {
		if (strcmp(value, formats[i]) != 0)
			continue;
		options->format = (enum format)i;
		options->has_format = true;
		return 0;
	}
	complain("--format=%s is none of ima, known, keylime, pcrlock and json",
		 value);
	return -EINVAL;
}

static int parse(int argc, char **argv, struct options *options)
{
	static const struct option longopts[] = {
		SELECTOR_OPTIONS,
		IMA_OPTIONS,
		{ "format", required_argument, NULL, OPT_FORMAT },
		{ "help",   no_argument,       NULL, 'h' },
		{ NULL,	    0,		       NULL, 0 }
	};
	int err = 0, opt;

	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (opt == OPT_FORMAT)
			err = set_format(options, optarg);
		else if (opt == 'h')
			options->help = true;
		else if (opt >= OPT_SELECTOR)
			err = selector_take(&options->selector, opt, optarg);
		else
			err = ima_take_option(&options->ima, opt, optarg);
		if (err || options->help)
			return err;
	}
	if (!options->has_format) {
		complain("policy needs --format=FORMAT: ima, known, keylime, pcrlock or json");
		return -EINVAL;
	}
	return selector_finish(&options->selector, argv + optind, "policy");
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

static int run(int argc, char **argv)
{
	struct options options = { 0 };
	struct image image;
	int status;

	if (parse(argc, argv, &options)) {
		status = usage_error(&command_policy);
	} else if (options.help) {
		status = show_help(&command_policy);
	} else {
		status = open_image(&options.selector, &image);
		if (status == EXIT_OK) {
			status = export(&options, &image);
			image_free(&image);
		}
	}
	selector_free(&options.selector);
	return status;
}
