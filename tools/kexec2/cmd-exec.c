// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 exec */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kexec2.h"

/* What sd_booted(3) looks at. */
#define SYSTEMD_RUNS	"/run/systemd/system"

static int exec(int argc, char **argv);

const struct command command_exec = {
	.name = "exec",
	.run = exec,
	.summary = "start the loaded kernel",
	.help =
"Usage: kexec2 exec [--force]\n"
"\n"
"Start the kernel that \"kexec2 load\" or another program has loaded.  Where\n"
"systemd runs, this is \"systemctl kexec\": services are stopped and file systems\n"
"unmounted first.  Elsewhere, and with --force, the kernel is started at once:\n"
"this writes cached data to disk (sync), but does not stop services and does\n"
"not unmount file systems; stop what must be stopped first.\n"
"\n"
"  -f, --force  start it at once, also where systemd runs\n"
"  -h, --help   show this help\n",
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

/* systemd finds that a kernel is loaded, and loads no other one. */
static int exec_through_systemd(void)
{
	static char *const argv[] = {
		(char *)"systemctl", (char *)"kexec", NULL,
	};

	execvp(argv[0], argv);
	complain("systemctl: cannot be run (%s); stop what must be stopped, and use \"kexec2 exec --force\"",
		 strerror(errno));
	return EXIT_FAILED;
}

static int exec(int argc, char **argv)
{
	bool force = false;
	const struct command_option options[] = {
		{ "force", 'f', &force, NULL },
		{ 0 }
	};
	int err, status;

	if (!parse_options(&command_exec, argc, argv, options, NULL,
			   &status))
		return status;

	/* Without /sys, as in an initramfs, the kernel is to say it. */
	if (kexec2_is_loaded(NULL, 0) == 0) {
		complain("no kernel is loaded; run \"kexec2 load\" first");
		return EXIT_FAILED;
	}
	if (!force && access(SYSTEMD_RUNS, F_OK) == 0)
		return exec_through_systemd();

	sync();
	err = kexec2_exec(NULL);
	if (err == 0)
		return EXIT_OK;	/* it jumped back (KEXEC_PRESERVE_CONTEXT) */
	explain(err);
	return EXIT_FAILED;
}
