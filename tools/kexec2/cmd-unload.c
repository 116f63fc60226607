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

/* @loaded: what kexec2_is_loaded() said before. */
static void report(bool json, const char *image, int loaded)
{
	struct json_object *root;

	if (json) {
		root = json_new();
		json_add_text(root, "image", image);
		json_add_answer(root, "was_loaded", loaded);
		print_json(root);
	} else if (loaded == 0) {
		printf("kexec2: no %s image was loaded\n", image);
	} else {
		printf("kexec2: unloaded the %s image\n", image);
	}
}

static int unload(void *data, char **operands)
{
	const struct unload_options *options = data;
	uint64_t flags = options->crash ? KEXEC_FILE_ON_CRASH : 0;
	int loaded = kexec2_is_loaded(NULL, flags);
	struct kexec2 *kx = new_handle(NULL);
	int err = kexec2_unload(kx, flags);

	(void)operands;
	if (err)
		complain("%s", kexec2_failure(kx, NULL, NULL));
	else
		report(options->json, options->crash ? "crash" : "normal",
		       loaded);
	kexec2_unref(kx);
	return err ? EXIT_FAILED : EXIT_OK;
}

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
