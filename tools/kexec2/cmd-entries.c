// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 entries */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "image/bls/bls.h"
#include "image/bls/show.h"
#include "kexec2.h"

static int entries(int argc, char **argv);

const struct command command_entries = {
	.name = "entries",
	.run = entries,
	.summary = "list the boot entries",
	.help =
"Usage: kexec2 entries [--json] [--boot-dir=DIR]\n"
"\n"
"List the boot entries (Boot Loader Specification, type #1) in the order in\n"
"which a boot loader shows them, with what keeps each from being loaded.  \"*\"\n"
"marks the one that \"kexec2 load --entry\" takes if it is given no ID.\n"
"\n"
"  --boot-dir=DIR  look in DIR/loader/entries, instead of the same below /boot,\n"
"                  /efi and /boot/efi\n"
"  --json          print them as JSON\n"
"  -h, --help      show this help\n"
"\n"
"The exit status is 1 if there are none.\n",
};

struct entries_options {
	const char *boot_dir;
	bool json;
};

/* As parse_switches(): true to go on, else @status is set. */
static bool parse(int argc, char **argv, struct entries_options *options,
		  int *status)
{
	static const struct option longopts[] = {
		{ "boot-dir",	required_argument,	NULL, 'b' },
		{ "json",	no_argument,		NULL, 'j' },
		{ "help",	no_argument,		NULL, 'h' },
		{ NULL,		0,			NULL, 0 }
	};
	int opt;

	*options = (struct entries_options){ 0 };
	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		switch (opt) {
		case 'b':
			options->boot_dir = optarg;
			break;
		case 'j':
			options->json = true;
			break;
		case 'h':
			*status = show_help(&command_entries);
			return false;
		default:
			*status = usage_error(&command_entries);
			return false;
		}
	}
	if (optind < argc) {
		complain("entries takes no operand, but got \"%s\"; to look in a directory, use --boot-dir",
			 argv[optind]);
		*status = usage_error(&command_entries);
		return false;
	}
	return true;
}

static int entries(int argc, char **argv)
{
	struct entries_options options;
	struct reason reason;
	struct bls_list list;
	struct utsname uts;
	int status;

	if (!parse(argc, argv, &options, &status))
		return status;
	uname(&uts);
	status = EXIT_FAILED;
	if (bls_find(&list, options.boot_dir, &reason))
		complain("%s", reason.text);
	else if (!list.count)
		complain("there are no boot entries (loader/entries/*.conf) in %s; say where they are, with --boot-dir",
			 options.boot_dir ? options.boot_dir :
			 "/boot, /efi or /boot/efi");
	else if (options.json)
		status = bls_print_json(&list, uts.machine);
	else
		status = bls_print_table(&list, uts.machine);
	bls_list_free(&list);
	return status;
}
