// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 status */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/json.h"
#include "kexec2.h"

static int status(int argc, char **argv);

const struct command command_status = {
	.name = "status",
	.run = status,
	.summary = "show what is loaded",
	.help =
"Usage: kexec2 status [--json]\n"
"\n"
"Show whether a normal image, which \"kexec2 exec\" boots, and a crash image,\n"
"which a panic boots, are loaded.  The exit status is 0 if that could be read.\n"
"\n"
"  --json      show it for programs, and the memory reserved for a crash image\n"
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

/* What crashkernel= has reserved, in bytes, or NULL where that is not told. */
static struct json_object *reserved_json(void)
{
	char line[32];

	if (read_line("/sys/kernel/kexec_crash_size", line, sizeof(line)) ||
	    !*line)
		return NULL;
	return json_object_new_int64(atoll(line));
}

static int status_json(int normal, int crash)
{
	struct json_object *root = json_object_new_object();

	if (root &&
	    (json_object_object_add(root, "normal_loaded",
				    json_object_new_boolean(normal)) ||
	     json_object_object_add(root, "crash_loaded", crash < 0 ? NULL :
				    json_object_new_boolean(crash)) ||
	     json_object_object_add(root, "crash_reserved",
				    reserved_json()))) {
		json_object_put(root);
		root = NULL;
	}
	return print_json(root);
}

static int status(int argc, char **argv)
{
	bool json = false;
	const struct switch_option switches[] = {
		{ "json", 0, &json },
		{ NULL, 0, NULL }
	};
	int normal, crash, exit_status;

	if (!parse_switches(&command_status, argc, argv, switches,
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
	if (json)
		return status_json(normal, crash);
	printf("normal image: %s\n", in_words(normal));
	printf("crash image:  %s\n", in_words(crash));
	return EXIT_OK;
}
