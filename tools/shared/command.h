/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* A program with commands, and their options. */
#ifndef KEXEC2_COMMAND_H
#define KEXEC2_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/util.h"

/* Exit statuses. */
enum {
	EXIT_OK		= 0,
	EXIT_FAILED	= 1,	/* understood, but did not work */
	EXIT_USAGE	= 2,	/* not understood */
};

/**
 * struct option_row - an option: for getopt_long(), help, manual, completion
 * @name:     The long option.  A row without a name ends a table.
 * @letter:   The short one, or 0.
 * @argument: What follows the name: "=FILE", "[=FILE]", or NULL for nothing.
 * @take:     Called each time the option is given, with &options + @offset and
 *            its value, which is NULL if there is none.  Returns EXIT_OK; an
 *            exit status after a message; or OPTION_ANSWERED if that was all
 *            there is to do.
 * @offset:   Of what it sets, in the struct that the table is about.
 * @help:     What it does, "\n" where a line of the help ends; NULL if the help
 *            does not show it.
 *
 * Documentation/man/options.awk reads these tables, too: name, letter and
 * argument stand in this order in the first line of a row.
 */
struct option_row {
	const char *name;
	char letter;
	const char *argument;
	int (*take)(const struct option_row *row, void *to, const char *value);
	size_t offset;
	const char *help;
};

#define OPTION_ANSWERED	(-1)

/* Set a bool. */
int take_flag(const struct option_row *row, void *to, const char *value);
/* The same for --json, unless this build lacks it. */
int take_json(const struct option_row *row, void *to, const char *value);
/* Set a const char *; the last value counts. */
int take_text(const struct option_row *row, void *to, const char *value);
/* The same, but a second value is an error. */
int take_once(const struct option_row *row, void *to, const char *value);
/* The same, and so is an empty one. */
int take_value(const struct option_row *row, void *to, const char *value);
/*
 * Set an int or enum: 1 for the first word of an argument "=ONE|TWO", and so on.
 * That of "[=ONE|TWO]" need not be given, and is the first word then.
 */
int take_choice(const struct option_row *row, void *to, const char *value);

/* The values of an option that can be repeated, in their order. */
struct option_values {
	const char **values;
	size_t count;
};

/* Add to a struct option_values, whose @values are to be freed. */
int take_each(const struct option_row *row, void *to, const char *value);

/**
 * struct option_group - rows that stand together in the help
 * @heading: Printed before them, or NULL.
 * @rows:    A table.
 * @offset:  Of the struct that the table is about, in the options of a command.
 */
struct option_group {
	const char *heading;
	const struct option_row *rows;
	size_t offset;
};

/**
 * struct command - what can follow the name of the program
 * @name:    The word.
 * @summary: One line, for the list of commands.
 * @usage:   Operands and main options; "\n" before another form, and before a
 *           line that begins with a blank and goes on with the form.
 * @about:   What the help says before the options, up to the last newline.
 * @groups:  The options, but for --help, which ends the last group.
 * @more:    What the help says after them, or NULL.
 * @operand: What completion offers as an operand: "FILE", or a word to type; or
 *           NULL if the command takes none.
 * @hint:    What to use instead of an operand, for a message; or NULL.
 * @size:    Size of the struct that receives the options; zeros at first.
 * @run:     Does it; @operands ends with NULL.  Returns an exit status.
 * @clean:   Frees what the options own, also after wrong usage; or NULL.
 * @main:    Instead of @size and what follows: parses the arguments by itself.
 */
struct command {
	const char *name;
	const char *summary;
	const char *usage;
	const char *about;
	struct option_group groups[5];	/* the last one has no rows */
	const char *more;
	const char *operand;
	const char *hint;
	size_t size;
	int (*run)(void *options, char **operands);
	void (*clean)(void *options);
	int (*main)(int argc, char **argv);
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
 * parse_options() - read the options of a command
 * @options:  Receives them.
 * @operands: Receives the operands, up to NULL.
 * @status:   Receives the exit status, if there is no more to do.
 *
 * Return: true to go on; false after a message or the help.
 */
bool parse_options(const struct command *command, int argc, char **argv,
		   void *options, char ***operands, int *status);

/* How many letters to change, add, drop or swap to make @b of @a. */
int word_distance(const char *a, const char *b);

#endif /* KEXEC2_COMMAND_H */
