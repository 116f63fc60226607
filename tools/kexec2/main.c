// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2: load a kernel and the parts of its initramfs, and start it. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "kexec2.h"

#define ATTEST	"kexec2-attest"

/* Commands of kexec2-attest, which has their help, too. */
static const struct command attest_commands[] = {
	{ .name = "verify",
	  .summary = "judge a measurement list: was what was booted allowed?" },
	{ .name = "log",
	  .summary = "show what a measurement list tells of kexecs" },
	{ .name = "predict",
	  .summary = "predict what a load adds to the measurement list" },
	{ .name = "lint-policy",
	  .summary = "check whether an IMA policy covers a load" },
	{ .name = "policy",
	  .summary = "generate IMA rules, or references for verifiers" },
};

static const struct command *const commands[] = {
	&command_load,
	&command_unload,
	&command_status,
	&command_verify_image,
	&command_exec,
	&command_features,
	&command_entries,
	&command_kexec,
	&command_split,
	&command_pack,
	&attest_commands[0],
	&attest_commands[1],
	&attest_commands[2],
	&attest_commands[3],
	&attest_commands[4],
	NULL
};

static const struct program program = {
	.name = "kexec2",
	.purpose =
"Boot into another kernel without going through the firmware, with an\n"
"initramfs in parts, each of which IMA measures and appraises by itself.\n",
	.statuses = "0 success, 1 failure, 2 wrong usage",
	.commands = commands,
};

static bool is_for_attest(const char *word)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(attest_commands); i++)
		if (strcmp(attest_commands[i].name, word) == 0)
			return true;
	return false;
}

/* The one beside this program, or else the one in PATH. */
static int run_attest(char **argv, const char *word)
{
	static char name[] = ATTEST;
	char path[PATH_MAX], *slash;
	ssize_t len;

	argv[0] = name;
	len = readlink("/proc/self/exe", path, sizeof(path) - sizeof(name));
	path[len < 0 ? 0 : len] = '\0';
	slash = strrchr(path, '/');
	if (slash) {
		memcpy(slash + 1, name, sizeof(name));
		execv(path, argv);
	}
	execvp(name, argv);
	if (errno == ENOENT)
		complain("\"%s\" is a command of " ATTEST
			 ", which is not installed; install package " ATTEST,
			 word);
	else
		complain(ATTEST " cannot be run (%s)", strerror(errno));
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	static char name[] = "kexec2";
	const char *word = argc > 1 ? argv[1] : "";

	/* Called in place of the program of kexec-tools? */
	if (argc > 0 && !strcmp(base_name(argv[0]), "kexec")) {
		argv[0] = name;
		return finish_output(command_kexec.main(argc, argv));
	}
	if (argc > 2 && !strcmp(word, "help"))
		word = argc > 3 && !strcmp(argv[2], "--list") ? argv[3] :
								argv[2];
	if (is_for_attest(word))
		return run_attest(argv, word);
	return run_program(&program, argc, argv);
}
