// SPDX-License-Identifier: GPL-2.0-only
/* Options of the commands that take no operands: --help, and maybe --crash. */
#include <getopt.h>

#include "kexec2.h"

bool parse_simple_options(const struct command *command, int argc,
			  char **argv, bool *crash, int *status)
{
	static const struct option with_crash[] = {
		{ "help",	no_argument,	NULL, 'h' },
		{ "crash",	no_argument,	NULL, 'c' },
		{ NULL,		0,		NULL, 0 }
	};
	static const struct option without_crash[] = {
		{ "help",	no_argument,	NULL, 'h' },
		{ NULL,		0,		NULL, 0 }
	};
	int opt;

	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", crash ? with_crash :
				  without_crash, NULL)) != -1) {
		switch (opt) {
		case 'c':
			*crash = true;
			break;
		case 'h':
			*status = show_help(command);
			return false;
		default:
			*status = usage_error(command);
			return false;
		}
	}
	if (optind < argc) {
		complain("%s takes no operand, but got \"%s\"", command->name,
			 argv[optind]);
		*status = usage_error(command);
		return false;
	}
	return true;
}
