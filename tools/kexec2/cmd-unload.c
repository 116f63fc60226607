// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 unload */
#include <stdio.h>

#include "shared/json.h"
#include "kexec2.h"

struct unload_options {
	bool crash;
	bool json;
};

static const struct option_row rows[] = {
	{ "crash", 0, NULL, take_flag, offsetof(struct unload_options, crash),
	  "unload the image that a panic starts" },
	{ "json", 0, NULL, take_json, offsetof(struct unload_options, json),
	  "print JSON" },
	{ 0 }
};

static int unload(void *data, char **operands);

const struct command command_unload = {
	.name = "unload",
	.summary = "unload the kernel that is loaded",
	.usage = "[--crash] [--json]",
	.about =
"Unload the kernel that \"kexec2 load\" or another program has loaded.  Works on\n"
"kernels without the kexec_file_load2 system call, too.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(struct unload_options),
	.run = unload,
};

static void report(const char *image, int loaded)
{
	if (loaded == 0)
		printf("kexec2: no %s image was loaded\n", image);
	else
		printf("kexec2: unloaded the %s image\n", image);
}

/* @loaded: what kexec2_is_loaded() said before. */
static int report_json(const char *image, int loaded)
{
	struct json_object *root = json_new();

	json_add_text(root, "image", image);
	if (loaded < 0)
		json_add_null(root, "was_loaded");
	else
		json_add_bool(root, "was_loaded", loaded);
	return print_json(root);
}

static int unload(void *data, char **operands)
{
	const struct unload_options *options = data;
	const char *image = "normal";
	struct kexec2 *kx;
	uint64_t flags = 0;
	int loaded, status;

	(void)operands;
	if (options->crash) {
		image = "crash";
		flags = KEXEC_FILE_ON_CRASH;
	}

	if (kexec2_new(&kx))
		out_of_memory();
	loaded = kexec2_is_loaded(NULL, flags);
	status = EXIT_OK;
	if (kexec2_unload(kx, flags)) {
		complain("%s", kexec2_failure(kx, NULL, NULL));
		status = EXIT_FAILED;
	} else if (options->json) {
		status = report_json(image, loaded);
	} else {
		report(image, loaded);
	}
	kexec2_unref(kx);
	return status;
}
