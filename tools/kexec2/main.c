// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2: load a kernel and the parts of its initramfs, and start it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kexec2.h"

static const struct command *const commands[] = {
	&command_load,
	&command_unload,
	&command_status,
	&command_exec,
	&command_features,
	&command_entries,
	&command_kexec,
	&command_split,
	&command_verify,
	&command_log,
	&command_predict,
	&command_lint_policy,
	&command_policy,
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	complain("there is no command \"%s\"", name);
	return NULL;
}

static void show_overview(FILE *out)
{
	size_t i;

	fputs("Usage: kexec2 COMMAND [ARGUMENT]...\n"
	      "\n"
	      "Boot into another kernel without going through the firmware, with an\n"
	      "initramfs in parts, each of which IMA measures and appraises by itself.\n"
	      "\n"
	      "Commands:\n", out);
	for (i = 0; i < NR_COMMANDS; i++)
		fprintf(out, "  %-11s %s\n", commands[i]->name,
			commands[i]->summary);
	fputs("  help        explain a command: kexec2 help COMMAND\n"
	      "\n"
	      "  -h, --help     show this help\n"
	      "  -V, --version  show the version\n"
	      "\n"
	      "Exit status: 0 success, 1 failure, 2 wrong usage.\n", out);
}

static int help(int argc, char **argv)
{
	const struct command *command;

	if (argc == 0) {
		show_overview(stdout);
		return EXIT_OK;
	}
	command = find_command(argv[0]);
	return command ? show_help(command) : usage_error(NULL);
}

/* Called in place of the program of kexec-tools? */
static bool is_kexec(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash ? slash + 1 : path, "kexec") == 0;
}

static int run(int argc, char **argv)
{
	static char name[] = "kexec2";
	const struct command *command;
	const char *word;

	if (argc > 0 && is_kexec(argv[0])) {
		argv[0] = name;
		return command_kexec.run(argc, argv);
	}
	if (argc < 2) {
		show_overview(stderr);
		return EXIT_USAGE;
	}
	word = argv[1];
	if (!strcmp(word, "-h") || !strcmp(word, "--help"))
		return help(0, NULL);
	if (!strcmp(word, "help"))
		return help(argc - 2, argv + 2);
	if (!strcmp(word, "-V") || !strcmp(word, "--version")) {
		puts("kexec2 " KEXEC2_VERSION);
		return EXIT_OK;
	}
	if (word[0] == '-') {
		complain("there is no option \"%s\" before the command", word);
		return usage_error(NULL);
	}
	command = find_command(word);
	if (!command)
		return usage_error(NULL);
	argv[1] = name;
	return command->run(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	int status = run(argc, argv);

	/* Output that got lost, as on a full disk, is not a success. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write the output (%s)", strerror(errno));
		return EXIT_FAILED;
	}
	return status;
}
