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

struct options {
	struct selector selector;
	struct ima_options ima;
	bool binary;
	bool json;
};

static const struct option_row rows[] = {
	{ "binary", 0, NULL, take_flag, offsetof(struct options, binary),
	  "write the entries in the format of\n"
	  "binary_runtime_measurements, for one bank" },
	{ "json", 0, NULL, take_json, offsetof(struct options, json),
	  "print JSON" },
	{ 0 }
};

static int run(void *data, char **operands);

const struct command command_predict = {
	.name = "predict",
	.summary = "predict what a load adds to the measurement list",
	.usage = SELECTOR_USAGE,
	.about =
"Predict the entries that IMA adds to the measurement list if \"kexec2 load\" loads\n"
"the same files and succeeds.  Print them for each bank, in the format of\n"
"ascii_runtime_measurements.  Loads nothing.\n",
	.groups = {
		{ "What to load:", selector_rows,
		  offsetof(struct options, selector) },
		{ "Assumptions about IMA:", ima_rows, offsetof(struct options, ima) },
		{ NULL, rows, 0 },
	},
	.more =
"Example:\n"
"  kexec2-attest predict --bank=sha256 /boot/vmlinuz --initrd=/boot/initrd.img \\\n"
"    --reuse-cmdline\n",
	.operand = "KERNEL",
	.size = sizeof(struct options),
	.run = run,
	.clean = selector_clean,
};

static int show(const struct options *options,
		const struct prediction *prediction)
{
	const struct ima_settings *settings = prediction->settings;
	size_t i;

	if (options->json)
		return print_json(prediction_json(prediction));
	for (i = 0; i < prediction->nr_notices; i++)
		complain("warning: %s", prediction->notices[i]);
	if (options->binary) {
		write_prediction(prediction, &settings->banks[0]);
		return EXIT_OK;
	}
	for (i = 0; i < settings->nr_banks; i++) {
		printf("# %s\n", settings->banks[i].algo);
		print_prediction(prediction, &settings->banks[i]);
	}
	return EXIT_OK;
}

static int predict_image(const struct options *options,
			 const struct image *image)
{
	struct prediction prediction = { 0 };
	struct ima_settings settings;
	int status = EXIT_FAILED;
	struct reason reason;
	int err;

	err = ima_settings_read(&settings, &options->ima,
				options->selector.crash, image->nr_initrds);
	if (!err && options->binary && settings.nr_banks != 1) {
		complain("--binary writes one bank only; select it, for example with --bank=sha256");
		status = EXIT_USAGE;
	} else if (!err) {
		err = predict(&prediction, image, &settings, &reason);
		if (err)
			complain("%s", reason.text);
		else
			status = show(options, &prediction);
	}
	prediction_free(&prediction);
	ima_settings_free(&settings);
	return status;
}

static int run(void *data, char **operands)
{
	struct options *options = data;
	struct image image;
	int status;

	if (options->binary && options->json) {
		complain("--binary cannot be combined with --json");
		return usage_error(&command_predict);
	}
	if (selector_finish(&options->selector, operands, "predict"))
		return usage_error(&command_predict);
	status = open_image(&options->selector, &image);
	if (status != EXIT_OK)
		return status;
	status = predict_image(options, &image);
	image_free(&image);
	return status;
}
