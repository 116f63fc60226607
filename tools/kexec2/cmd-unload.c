// SPDX-License-Identifier: GPL-2.0-only
/* kexec2 unload */
#include <stdio.h>

#include "kexec2.h"

static int unload(int argc, char **argv);

const struct command command_unload = {
	.name = "unload",
	.run = unload,
	.summary = "unload the kernel that is loaded",
	.help =
"Usage: kexec2 unload [--crash]\n"
"\n"
"Unload the kernel that \"kexec2 load\" or another program has loaded.  Works on\n"
"kernels without the kexec_file_load2 system call, too.\n"
"\n"
"  --crash     unload the image that a panic starts\n"
"  -h, --help  show this help\n",
};

static int unload(int argc, char **argv)
{
	const char *image = "normal";
	struct kexec2 *kx;
	bool crash = false;
	uint64_t flags = 0;
	int loaded, status;

	if (!parse_simple_options(&command_unload, argc, argv, &crash,
				  &status))
		return status;
	if (crash) {
		image = "crash";
		flags = KEXEC_FILE_ON_CRASH;
	}

	if (kexec2_new(&kx)) {
		complain("out of memory");
		return EXIT_FAILED;
	}
	loaded = kexec2_is_loaded(flags);
	status = EXIT_OK;
	if (kexec2_set_flags(kx, flags) || kexec2_unload(kx)) {
		complain("%s", kexec2_failure(kx, NULL, NULL));
		status = EXIT_FAILED;
	} else if (loaded == 0) {
		printf("kexec2: no %s image was loaded\n", image);
	} else {
		printf("kexec2: unloaded the %s image\n", image);
	}
	kexec2_unref(kx);
	return status;
}
