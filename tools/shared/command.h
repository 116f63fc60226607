/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* A program with commands: which of them is meant, help, and options. */
#ifndef KEXEC2_COMMAND_H
#define KEXEC2_COMMAND_H

#include <stdbool.h>

#include "shared/util.h"

/* Exit statuses. */
enum {
	EXIT_OK		= 0,
	EXIT_FAILED	= 1,	/* understood, but did not work */
	EXIT_USAGE	= 2,	/* not understood */
};

/**
 * struct command - what can follow the name of the program
 * @name:    The word.
 * @run:     Does it; argv[0] is "kexec2", for the messages of getopt_long().
 *           Returns an exit status.
 * @summary: One line, for the list of commands.
 * @help:    All there is to say, from the usage on.
 */
struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
	const char *help;
};

/**
 * struct program - a program with commands
 * @name:     What it is called.
 * @purpose:  Some lines on what it is for.
 * @statuses: What its exit statuses mean.
 * @commands: What it can do, up to NULL.
 */
struct program {
	const char *name;
	const char *purpose;
	const char *statuses;
	const struct command *const *commands;
};

/* Do what the arguments of main() ask for; returns the exit status. */
int run_program(const struct program *program, int argc, char **argv);

/* Flush stdout at the end; returns @status, or that this failed. */
int finish_output(int status);

/* After the message that says what is wrong.  Returns EXIT_USAGE. */
int usage_error(const struct command *command);

/* Returns EXIT_OK. */
int show_help(const struct command *command);

/**
 * struct command_option - an option, --help excepted
 * @name:   The long option.
 * @letter: The short one, or 0.
 * @set:    Becomes true when it is given, if it takes no value.
 * @value:  Receives its value, the last one if it is repeated; or NULL.
 */
struct command_option {
	const char *name;
	char letter;
	bool *set;
	const char **value;
};

/**
 * parse_options() - read the options of a command
 * @options:  End with an empty one.
 * @operands: Receives the operands, up to NULL; or NULL if there may be none.
 * @status:   Receives the exit status, if there is no more to do.
 *
 * Return: true to go on; false after a message or the help.
 */
bool parse_options(const struct command *command, int argc, char **argv,
		   const struct command_option *options, char ***operands,
		   int *status);

#endif /* KEXEC2_COMMAND_H */
