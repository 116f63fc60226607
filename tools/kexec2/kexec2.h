/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the files of the command share. */
#ifndef KEXEC2_H
#define KEXEC2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "libkexec2.h"
#include "image/selector.h"

/* Exit statuses. */
enum {
	EXIT_OK		= 0,
	EXIT_FAILED	= 1,	/* understood, but did not work */
	EXIT_USAGE	= 2,	/* not understood */
};

/**
 * struct command - what can follow "kexec2"
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

extern const struct command command_load;
extern const struct command command_unload;
extern const struct command command_status;
extern const struct command command_exec;
extern const struct command command_features;
extern const struct command command_entries;
extern const struct command command_kexec;
extern const struct command command_split;
extern const struct command command_verify;
extern const struct command command_log;
extern const struct command command_predict;
extern const struct command command_lint_policy;
extern const struct command command_policy;

/* message.c */

__attribute__((format(printf, 1, 2)))
void complain(const char *format, ...);
int usage_error(const struct command *command);
int show_help(const struct command *command);
char *format_size(off_t size, char *buf, size_t buf_size);

/*
 * Print @text, which may come from anywhere, with control characters as \xNN so
 * that it cannot steer the terminal, in at most @width columns (-1: all of it).
 * Returns the number of columns, if all is ASCII.
 */
int put_text(FILE *out, const char *text, int width);

/**
 * struct switch_option - an option without a value, --help excepted
 * @name:   The long option.
 * @letter: The short one, or 0.
 * @set:    Becomes true when it is given.
 */
struct switch_option {
	const char *name;
	char letter;
	bool *set;
};

/*
 * switches.c: for the commands that take no operands, and no options but
 * --help and @switches, which end with an empty one.  True to go on, else
 * @status is the exit status.
 */
bool parse_switches(const struct command *command, int argc, char **argv,
		    const struct switch_option *switches, int *status);

/* load-options.c */

/**
 * struct load_options - what "kexec2 load" is to do
 * @selector:	     What is to be loaded.
 * @require_measure: --require-measure: IMA must record it.
 * @strict:	     --strict: what would be warned of is an error.
 * @no_checks:	     --no-checks: do not look into the parts.
 * @concat:	     --concat: join the parts, for kexec_file_load(2).
 * @dry_run:	     --dry-run: show it, and load nothing.
 * @json:	     --json: show it for programs.
 * @verbose:	     --verbose: show it, and load it.
 * @help:	     --help: nothing else counts.
 */
struct load_options {
	struct selector selector;
	bool require_measure;
	bool strict;
	bool no_checks;
	bool concat;
	bool dry_run;
	bool json;
	bool verbose;
	bool help;
};

int parse_load_options(int argc, char **argv, struct load_options *options);
void free_load_options(struct load_options *options);

/* cmd-load.c: do it, and return the exit status after saying what was done */

int load_as_told(const struct load_options *options);

/* cmdline.c: to be freed, NULL if out of memory */

char *reuse_cmdline(const char *running, const char *append, bool crash);
char *extend_cmdline(const char *cmdline, const char *append);
int make_cmdline(const struct selector *selector, const char *own,
		 char **cmdline);

/* system.c: a file of /proc or /sys, up to its first newline */

int read_line(const char *path, char *buf, size_t size);

#endif /* KEXEC2_H */
