// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Options of the commands that take no operands: --help, and switches. */
#include <getopt.h>
#include <stdlib.h>

#include "kexec2.h"

#define SWITCHES_MAX	8

static void make_tables(const struct switch_option *switches,
			struct option *longopts, char *letters)
{
	size_t i;

	*letters++ = 'h';
	*longopts++ = (struct option){ "help", no_argument, NULL, 'h' };
	for (i = 0; switches[i].name; i++) {
		if (i == SWITCHES_MAX)
			abort();
		*longopts++ = (struct option){
			switches[i].name, no_argument, NULL, 0x100 + (int)i,
		};
		if (switches[i].letter)
			*letters++ = switches[i].letter;
	}
	*longopts = (struct option){ 0 };
	*letters = '\0';
}

static void set_switch(const struct switch_option *switches, int opt)
{
	size_t i;

	for (i = 0; switches[i].name; i++)
		if (opt == 0x100 + (int)i || opt == switches[i].letter)
			*switches[i].set = true;
}

bool parse_switches(const struct command *command, int argc, char **argv,
		    const struct switch_option *switches, int *status)
{
	struct option longopts[SWITCHES_MAX + 2];
	char letters[SWITCHES_MAX + 2];
	int opt;

	make_tables(switches, longopts, letters);
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
		set_switch(switches, opt);
	}
	if (optind < argc) {
		complain("%s takes no operand, but got \"%s\"", command->name,
			 argv[optind]);
		*status = usage_error(command);
		return false;
	}
	return true;
}
