// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A program with commands: which of them is meant, help, and options. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/command.h"
#include "shared/json.h"

int usage_error(const struct command *command)
{
	if (command)
		fprintf(stderr, "Try \"kexec2 help %s\".\n", command->name);
	else
		fprintf(stderr, "Try \"kexec2 help\".\n");
	return EXIT_USAGE;
}

int show_help(const struct command *command)
{
	fputs(command->help, stdout);
	return EXIT_OK;
}

#define OPTIONS_MAX	16
#define OPT_FIRST	0x100	/* above all letters */

static void make_tables(const struct command_option *options,
			struct option *longopts, char *letters)
{
	int i;

	*letters++ = 'h';
	*longopts++ = (struct option){ "help", no_argument, NULL, 'h' };
	for (i = 0; options[i].name; i++) {
		if (i == OPTIONS_MAX)
			abort();
		*longopts++ = (struct option){
			options[i].name, options[i].value ?
			required_argument : no_argument, NULL, OPT_FIRST + i,
		};
		if (!options[i].letter)
			continue;
		*letters++ = options[i].letter;
		if (options[i].value)
			*letters++ = ':';
	}
	*longopts = (struct option){ 0 };
	*letters = '\0';
}

static bool take_option(const struct command_option *options, int opt)
{
	int i;

	for (i = 0; options[i].name; i++) {
		if (opt != OPT_FIRST + i && opt != options[i].letter)
			continue;
		if (options[i].value)
			*options[i].value = optarg;
		else
			*options[i].set = true;
		if (!strcmp(options[i].name, "json") && !json_supported())
			return false;
	}
	return true;
}

bool parse_options(const struct command *command, int argc, char **argv,
		   const struct command_option *options, char ***operands,
		   int *status)
{
	struct option longopts[OPTIONS_MAX + 2];
	char letters[2 * OPTIONS_MAX + 2];
	int opt;

	make_tables(options, longopts, letters);
	optind = 0;
	while ((opt = getopt_long(argc, argv, letters, longopts, NULL)) != -1) {
		if (opt == 'h') {
			*status = show_help(command);
			return false;
		}
		if (opt == '?') {
			*status = usage_error(command);
			return false;
		}
		if (!take_option(options, opt)) {
			*status = EXIT_FAILED;
			return false;
		}
	}
	if (operands) {
		*operands = argv + optind;
	} else if (optind < argc) {
		complain("%s takes no operand, but got \"%s\"", command->name,
			 argv[optind]);
		*status = usage_error(command);
		return false;
	}
	return true;
}

static const struct command *find_command(const struct program *program,
					  const char *name)
{
	const struct command *const *command;

	for (command = program->commands; *command; command++)
		if (strcmp((*command)->name, name) == 0)
			return *command;
	complain("there is no command \"%s\"", name);
	return NULL;
}

static void show_overview(const struct program *program, FILE *out)
{
	const struct command *const *command;

	fprintf(out, "Usage: %s COMMAND [ARGUMENT]...\n\n%s\nCommands:\n",
		program->name, program->purpose);
	for (command = program->commands; *command; command++)
		fprintf(out, "  %-11s %s\n", (*command)->name,
			(*command)->summary);
	fprintf(out,
		"  help        explain a command: %s help COMMAND\n"
		"\n"
		"  -h, --help     show this help\n"
		"  -V, --version  show the version\n"
		"\n"
		"Exit status: %s.\n", program->name, program->statuses);
}

static int help(const struct program *program, int argc, char **argv)
{
	const struct command *command;

	if (argc == 0) {
		show_overview(program, stdout);
		return EXIT_OK;
	}
	command = find_command(program, argv[0]);
	return command ? show_help(command) : usage_error(NULL);
}

static int run(const struct program *program, int argc, char **argv)
{
	static char name[] = "kexec2";
	const struct command *command;
	const char *word;

	if (argc < 2) {
		show_overview(program, stderr);
		return EXIT_USAGE;
	}
	word = argv[1];
	if (!strcmp(word, "-h") || !strcmp(word, "--help"))
		return help(program, 0, NULL);
	if (!strcmp(word, "help"))
		return help(program, argc - 2, argv + 2);
	if (!strcmp(word, "-V") || !strcmp(word, "--version")) {
		printf("%s %s\n", program->name, KEXEC2_VERSION);
		return EXIT_OK;
	}
	if (word[0] == '-') {
		complain("there is no option \"%s\" before the command", word);
		return usage_error(NULL);
	}
	command = find_command(program, word);
	if (!command)
		return usage_error(NULL);
	argv[1] = name;
	return command->run(argc - 1, argv + 1);
}

int finish_output(int status)
{
	/* Output that got lost, as on a full disk, is not a success. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		complain("cannot write the output (%s)", strerror(errno));
		return EXIT_FAILED;
	}
	return status;
}

int run_program(const struct program *program, int argc, char **argv)
{
	return finish_output(run(program, argc, argv));
}
