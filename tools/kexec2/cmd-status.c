// SPDX-License-Identifier: GPL-2.0-only
/* kexec2 status */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kexec2.h"

static int status(int argc, char **argv);

const struct command command_status = {
	.name = "status",
	.run = status,
	.summary = "show what is loaded",
	.help =
"Usage: kexec2 status\n"
"\n"
"Show whether a normal image, which \"kexec2 exec\" boots, and a crash image,\n"
"which a panic boots, are loaded.  The exit status is 0 if that could be read.\n"
"\n"
"  -h, --help  show this help\n",
};

static const char *in_words(int loaded)
{
	switch (loaded) {
	case 1:
		return "loaded";
	case 0:
		return "not loaded";
	default:
		return "not supported by this kernel";
	}
}

static int status(int argc, char **argv)
{
	int normal, crash, exit_status;

	if (!parse_simple_options(&command_status, argc, argv, NULL,
				  &exit_status))
		return exit_status;

	normal = kexec2_is_loaded(0);
	crash = kexec2_is_loaded(KEXEC_FILE_ON_CRASH);
	if (normal == -ENOENT) {
		complain("/sys/kernel/kexec_loaded: there is no such file; mount sysfs on /sys, or boot a kernel with CONFIG_KEXEC_FILE");
		return EXIT_FAILED;
	}
	if (normal < 0 || (crash < 0 && crash != -ENOENT)) {
		complain("/sys/kernel/kexec_%sloaded: cannot be read (%s); check the mount of /sys",
			 normal < 0 ? "" : "crash_",
			 strerror(normal < 0 ? -normal : -crash));
		return EXIT_FAILED;
	}
	printf("normal image: %s\n", in_words(normal));
	printf("crash image:  %s\n", in_words(crash));
	return EXIT_OK;
}
