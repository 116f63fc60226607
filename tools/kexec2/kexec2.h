/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The commands of kexec2, and the options of "kexec2 load". */
#ifndef KEXEC2_H
#define KEXEC2_H

#include "image/selector.h"
#include "libkexec2.h"
#include "shared/command.h"

extern const struct command command_load;
extern const struct command command_unload;
extern const struct command command_status;
extern const struct command command_exec;
extern const struct command command_features;
extern const struct command command_entries;
extern const struct command command_kexec;
extern const struct command command_split;

/* cmd-load.c */

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

#endif /* KEXEC2_H */
