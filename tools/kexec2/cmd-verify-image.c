// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 verify-image */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>

#include "shared/json.h"
#include "kexec2.h"

struct verify_options {
	bool crash;
	bool json;
};

static const struct option_row rows[] = {
	{ "crash", 0, NULL, take_flag, offsetof(struct verify_options, crash),
	  "check the image that a panic starts" },
	{ "json", 0, NULL, take_json, offsetof(struct verify_options, json),
	  "print JSON" },
	{ 0 }
};

/* @segment: what kexec2_verify() said, -1 for none. */
static int report_json(const char *image, bool intact, int segment)
{
	struct json_object *root = json_new();

	json_add_text(root, "image", image);
	json_add_bool(root, "intact", intact);
	json_add_count(root, "segment", segment);
	return print_json(root);
}

static int verify_image(void *data, char **operands)
{
	const struct verify_options *options = data;
	const char *image = options->crash ? "crash" : "normal";
	uint64_t flags = options->crash ? KEXEC_FILE_ON_CRASH : 0;
	struct kexec2 *kx = new_handle(NULL);
	int segment, err = kexec2_verify(kx, flags, &segment);
	int status = err ? EXIT_FAILED : EXIT_OK;

	(void)operands;
	if (options->json && (!err || err == -EILSEQ))
		status = report_json(image, !err, segment) ?: status;
	else if (!err)
		printf("kexec2: the %s image is as it was loaded\n", image);
	if (err)
		complain("%s", kexec2_failure(kx, NULL, NULL));
	kexec2_unref(kx);
	return status;
}

const struct command command_verify_image = {
	.name = "verify-image",
	.summary = "check that the loaded kernel is as it was loaded",
	.usage = "[--crash] [--json]",
	.about =
"Ask the running kernel to compare what is loaded with what it has loaded.  An\n"
"image waits in memory, and one that is corrupted there does not boot.  To check\n"
"it before it is started, use \"kexec2 exec --verify\".\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(struct verify_options),
	.run = verify_image,
};
