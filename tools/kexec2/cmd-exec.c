// SPDX-License-Identifier: GPL-2.0-only
/* kexec2 exec */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kexec2.h"

static int exec(int argc, char **argv);

const struct command command_exec = {
	.name = "exec",
	.run = exec,
	.summary = "start the loaded kernel, at once",
	.help =
"Usage: kexec2 exec\n"
"\n"
"Start the kernel that \"kexec2 load\" or another program has loaded.  This\n"
"writes cached data to disk (sync), but does not stop services and does not\n"
"unmount file systems: stop what must be stopped first.\n"
"\n"
"  -h, --help  show this help\n",
};

static void explain(int err)
{
	switch (err) {
	case -EPERM:
		complain("not permitted to start a kernel; run this as root, outside of containers");
		break;
	case -EINVAL:
		complain("no kernel is loaded, or this is a container; run \"kexec2 load\" first, on the host");
		break;
	case -EBUSY:
		complain("another load or unload is under way; try again when it is done");
		break;
	default:
		complain("the loaded kernel could not be started (%s); dmesg may say more",
			 strerror(-err));
	}
}

static int exec(int argc, char **argv)
{
	int err, status;

	if (!parse_simple_options(&command_exec, argc, argv, NULL, &status))
		return status;

	/* Without /sys, as in an initramfs, the kernel is to say it. */
	if (kexec2_is_loaded(0) == 0) {
		complain("no kernel is loaded; run \"kexec2 load\" first");
		return EXIT_FAILED;
	}

	sync();
	err = kexec2_exec();
	if (err == 0)
		return EXIT_OK;	/* it jumped back (KEXEC_PRESERVE_CONTEXT) */
	explain(err);
	return EXIT_FAILED;
}
