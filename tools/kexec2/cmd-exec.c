// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 exec */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "again.h"
#include "kexec2.h"

/* What sd_booted(3) looks at. */
#define SYSTEMD_RUNS	"/run/systemd/system"

struct exec_options {
	bool force;
	bool prepare;
};

static const struct option_row rows[] = {
	{ "force", 'f', NULL, take_flag, offsetof(struct exec_options, force),
	  "start it at once, even where systemd runs" },
	{ "prepare", 0, NULL, take_flag, offsetof(struct exec_options, prepare),
	  "start nothing, but load again if there is little room" },
	{ 0 }
};

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

static int exec(void *data, char **operands)
{
	const struct exec_options *options = data;
	struct kexec2 *kx;
	int err;

	(void)operands;
	/* Without /sys, as in an initramfs, the kernel is to say it. */
	if (kexec2_is_loaded(NULL, 0) == 0) {
		complain("no kernel is loaded; run \"kexec2 load\" first");
		return EXIT_FAILED;
	}
	if (options->prepare)
		return !room_is_low() || load_again() ? EXIT_OK : EXIT_FAILED;
	if (!options->force && access(SYSTEMD_RUNS, F_OK) == 0) {
		/* Services that stop are measured, too. */
		if (room_is_low())
			load_again();
		return exec_through_systemd();
	}

	if (kexec2_new(&kx))
		out_of_memory();
	sync();
	err = start_loaded(kx);	/* 0: it jumped back (KEXEC_PRESERVE_CONTEXT) */
	if (err)
		complain("%s", kexec2_failure(kx, NULL, NULL));
	kexec2_unref(kx);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_exec = {
	.name = "exec",
	.summary = "start the loaded kernel",
	.usage = "[--force | --prepare]",
	.about =
"Start the kernel that \"kexec2 load\" or another program has loaded.  Where\n"
"systemd runs, this is \"systemctl kexec\": services are stopped and file systems\n"
"unmounted first.  Elsewhere, and with --force, the kernel is started at once:\n"
"this writes cached data to disk (sync), but does not stop services and does\n"
"not unmount file systems; stop what must be stopped first.\n"
"\n"
"If the measurement list has outgrown the room that the loaded image has for\n"
"it, what \"kexec2 load\" has loaded is loaded again, from the same files.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(struct exec_options),
	.run = exec,
};
