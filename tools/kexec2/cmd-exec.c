// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 exec */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "again.h"
#include "kexec2.h"

/* What sd_booted(3) looks at. */
#define SYSTEMD_RUNS	"/run/systemd/system"

struct exec_options {
	bool force;
	bool prepare;
	enum { NO_CHECK, FAIL, REBOOT, RELOAD } verify;
};

static const struct option_row rows[] = {
	{ "force", 'f', NULL, take_flag, offsetof(struct exec_options, force),
	  "start it at once, even where systemd runs, or where\n"
	  "the measurement list is lost" },
	{ "prepare", 0, NULL, take_flag, offsetof(struct exec_options, prepare),
	  "start nothing, but load again if there is little room" },
	{ "verify", 0, "[=fail|reboot|reload]", take_choice,
	  offsetof(struct exec_options, verify),
	  "start it only if it is as it was loaded; else fail, reboot\n"
	  "through the firmware, or load it from the same files again" },
	{ 0 }
};

/* systemd finds that a kernel is loaded, and loads no other one. */
static int run_systemctl(const char *verb)
{
	char *const argv[] = {
		(char *)"systemctl", (char *)verb, NULL,
	};

	execvp(argv[0], argv);
	complain("systemctl: cannot be run (%s); stop what must be stopped, and use \"kexec2 exec --force\"",
		 strerror(errno));
	return EXIT_FAILED;
}

static bool through_systemd(const struct exec_options *options)
{
	return !options->force && access(SYSTEMD_RUNS, F_OK) == 0;
}

static void reboot_instead(const struct exec_options *options)
{
	complain("rebooting through the firmware");
	if (through_systemd(options)) {
		run_systemctl("reboot");
		return;
	}
	sync();
	if (reboot(RB_AUTOBOOT) < 0)
		complain("cannot reboot (%s)", strerror(errno));
}

/* Returns true to go on. */
static bool check_image(const struct exec_options *options, struct kexec2 *kx)
{
	int err = kexec2_verify(kx, 0, NULL);

	if (err == -EILSEQ && options->verify == RELOAD &&
	    load_again("bits have changed in the loaded image"))
		err = kexec2_verify(kx, 0, NULL);
	if (!err)
		return true;
	complain("%s", kexec2_failure(kx, NULL, NULL));
	if (err == -EILSEQ && options->verify == REBOOT)
		reboot_instead(options);
	return false;
}

static bool may_lose_list(const struct exec_options *options)
{
	const char *why = why_list_is_lost();

	if (!why)
		return true;
	if (options->force)
		complain("warning: the measurement list will be lost: %s", why);
	else
		complain("the measurement list would be lost: %s; use --force to start it all the same, at once%s",
			 why, through_systemd(options) ?
			 ", or \"systemctl kexec\" to stop services first" : "");
	return options->force;
}

static int start(const struct exec_options *options, struct kexec2 *kx)
{
	if (options->verify && !check_image(options, kx))
		return EXIT_FAILED;
	if (options->prepare)
		return !room_is_low() || make_room() ? EXIT_OK : EXIT_FAILED;
	if (!may_lose_list(options))
		return EXIT_FAILED;
	if (through_systemd(options)) {
		/* Services that stop are measured, too. */
		if (room_is_low())
			make_room();
		return run_systemctl("kexec");
	}

	sync();
	if (start_loaded(kx) == 0)
		return EXIT_OK;	/* it jumped back (KEXEC_PRESERVE_CONTEXT) */
	complain("%s", kexec2_failure(kx, NULL, NULL));
	return EXIT_FAILED;
}

static int exec(void *data, char **operands)
{
	struct kexec2 *kx;
	int status;

	(void)operands;
	/* Without /sys, as in an initramfs, the kernel is to say it. */
	if (kexec2_is_loaded(NULL, 0) == 0) {
		complain("no kernel is loaded; run \"kexec2 load\" first");
		return EXIT_FAILED;
	}
	kx = new_handle(NULL);
	status = start(data, kx);
	kexec2_unref(kx);
	return status;
}

const struct command command_exec = {
	.name = "exec",
	.summary = "start the loaded kernel",
	.usage = "[--force | --prepare] [--verify[=fail|reboot|reload]]",
	.about =
"Start the kernel that \"kexec2 load\" or another program has loaded.  Where\n"
"systemd runs, this is \"systemctl kexec\": services are stopped and file systems\n"
"unmounted first.  Elsewhere, and with --force, the kernel is started at once:\n"
"this writes cached data to disk (sync), but does not stop services and does\n"
"not unmount file systems; stop what must be stopped first.\n"
"\n"
"If the measurement list has outgrown the room that the loaded image has for\n"
"it, what \"kexec2 load\" has loaded is loaded again, from the same files.  If the\n"
"list will be lost, as the image does not carry it, or as the kernel in it has no\n"
"CONFIG_IMA_KEXEC, the image is started only with --force.\n"
"\n"
"With --verify the kernel is asked, before anything is stopped, whether the image\n"
"is as it was loaded.\n",
	.groups = { { NULL, rows, 0 } },
	.size = sizeof(struct exec_options),
	.run = exec,
};
