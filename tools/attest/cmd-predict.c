// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 predict */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "image/image.h"
#include "image/selector.h"
#include "ima/context.h"
#include "shared/json.h"
#include "attest.h"
#include "predict-output.h"

static int run(int argc, char **argv);

const struct command command_predict = {
	.name = "predict",
	.run = run,
	.summary = "tell what a load will add to the measurement list",
	.help =
"Usage: kexec2 predict KERNEL [--initrd=[LABEL=]PATH]... [OPTION]...\n"
"       kexec2 predict --entry[=ID|FILE] [--boot-dir=DIR] [OPTION]...\n"
"       kexec2 predict --uki=FILE [OPTION]...\n"
"\n"
"Tell which entries IMA will make when \"kexec2 load\" loads the same, if the\n"
"load succeeds: one a line, for each bank, as ascii_runtime_measurements has\n"
"them.  Nothing is loaded.\n"
"\n"
"What to load:\n"
SELECTOR_HELP
"\n"
"What IMA goes by:\n"
IMA_HELP
"\n"
"  --binary               write the entries as binary_runtime_measurements has\n"
"                         them, for one bank\n"
"  --json                 show it for programs\n"
"  -h, --help             show this help\n"
"\n"
"Example:\n"
"  kexec2 predict --bank=sha256 /boot/vmlinuz --initrd=/boot/initrd.img \\\n"
"    --reuse-cmdline\n",
};

struct options {
	struct selector selector;
	struct ima_options ima;
	bool binary;
	bool json;
	bool help;
};

enum { OPT_BINARY = 1, OPT_JSON };

static int parse(int argc, char **argv, struct options *options)
{
	static const struct option longopts[] = {
		SELECTOR_OPTIONS,
		IMA_OPTIONS,
		{ "binary", no_argument, NULL, OPT_BINARY },
		{ "json",   no_argument, NULL, OPT_JSON },
		{ "help",   no_argument, NULL, 'h' },
		{ NULL,	    0,		 NULL, 0 }
	};
	int err = 0, opt;

	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		if (opt == OPT_BINARY)
			options->binary = true;
		else if (opt == OPT_JSON)
			options->json = true;
		else if (opt == 'h')
			options->help = true;
		else if (opt >= OPT_SELECTOR)
			err = selector_take(&options->selector, opt, optarg);
		else
			err = ima_take_option(&options->ima, opt, optarg);
		if (err || options->help)
			return err;
	}
	if (options->binary && options->json) {
		complain("--binary and --json exclude each other");
		return -EINVAL;
	}
	return selector_finish(&options->selector, argv + optind, "predict");
}

static int show(const struct options *options,
		const struct prediction *prediction,
		const struct ima_context *context)
{
	size_t i;

	if (options->json)
		return print_json(prediction_json(prediction, context));
	for (i = 0; i < prediction->nr_notices; i++)
		complain("warning: %s", prediction->notices[i]);
	if (options->binary) {
		write_prediction(prediction, &context->banks[0]);
		return EXIT_OK;
	}
	for (i = 0; i < context->nr_banks; i++) {
		printf("# %s\n", context->banks[i].algo);
		print_prediction(prediction, &context->banks[i]);
	}
	return EXIT_OK;
}

static int predict_image(const struct options *options,
			 const struct image *image)
{
	struct prediction prediction = { 0 };
	struct ima_context context;
	int status = EXIT_FAILED;
	struct reason reason;
	int err;

	err = ima_context_open(&context, &options->ima, options->selector.crash,
			       image->nr_initrds);
	if (!err && options->binary && context.nr_banks != 1) {
		complain("--binary is for one bank; say which, as --bank=sha256");
		status = EXIT_USAGE;
	} else if (!err) {
		err = predict(&prediction, image, &context.settings, &reason);
		if (err)
			complain("%s", reason.text);
		else
			status = show(options, &prediction, &context);
	}
	prediction_free(&prediction);
	ima_context_free(&context);
	return status;
}

static int run(int argc, char **argv)
{
	struct options options = { 0 };
	struct image image;
	int status;

	if (parse(argc, argv, &options)) {
		status = usage_error(&command_predict);
	} else if (options.help) {
		status = show_help(&command_predict);
	} else {
		status = open_image(&options.selector, &image);
		if (status == EXIT_OK) {
			status = predict_image(&options, &image);
			image_free(&image);
		}
	}
	selector_free(&options.selector);
	return status;
}
