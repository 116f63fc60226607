// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The command line of "kexec2 load". */
#include <errno.h>
#include <getopt.h>

#include "kexec2.h"

enum {
	OPT_REQUIRE_MEASURE = 1,
	OPT_STRICT,
	OPT_NO_CHECKS,
	OPT_CONCAT,
	OPT_DRY_RUN,
	OPT_JSON,
};

_Static_assert((int)OPT_JSON < 'h' && (int)'v' < (int)OPT_SELECTOR,
	       "values of getopt_long() differ");

static int take_option(struct load_options *options, int opt)
{
	switch (opt) {
	case OPT_REQUIRE_MEASURE:
		options->require_measure = true;
		return 0;
	case OPT_STRICT:
		options->strict = true;
		return 0;
	case OPT_NO_CHECKS:
		options->no_checks = true;
		return 0;
	case OPT_CONCAT:
		options->concat = true;
		return 0;
	case OPT_DRY_RUN:
		options->dry_run = true;
		return 0;
	case OPT_JSON:
		options->json = true;
		return 0;
	case 'v':
		options->verbose = true;
		return 0;
	case 'h':
		options->help = true;
		return 0;
	default:
		return selector_take(&options->selector, opt, optarg);
	}
}

static int check(const struct load_options *options)
{
	if (options->concat && options->require_measure) {
		complain("--concat and --require-measure exclude each other: IMA cannot record the parts of what is joined");
		return -EINVAL;
	}
	return 0;
}

/*
 * 0, -EINVAL after a message, or -ENOMEM.  The options point into argv, and
 * are to be freed in any case.
 */
int parse_load_options(int argc, char **argv, struct load_options *options)
{
	static const struct option longopts[] = {
		SELECTOR_OPTIONS,
		{ "require-measure", no_argument, NULL, OPT_REQUIRE_MEASURE },
		{ "strict",	     no_argument, NULL, OPT_STRICT },
		{ "no-checks",	     no_argument, NULL, OPT_NO_CHECKS },
		{ "concat",	     no_argument, NULL, OPT_CONCAT },
		{ "dry-run",	     no_argument, NULL, OPT_DRY_RUN },
		{ "json",	     no_argument, NULL, OPT_JSON },
		{ "verbose",	     no_argument, NULL, 'v' },
		{ "help",	     no_argument, NULL, 'h' },
		{ NULL,		     0,		  NULL, 0 }
	};
	int err, opt;

	*options = (struct load_options){ 0 };
	optind = 0;
	while ((opt = getopt_long(argc, argv, "vh", longopts, NULL)) != -1) {
		err = take_option(options, opt);
		if (err)
			return err;
		if (options->help)
			return 0;
	}
	err = selector_finish(&options->selector, argv + optind, "load");
	return err ? err : check(options);
}

void free_load_options(struct load_options *options)
{
	selector_free(&options->selector);
	*options = (struct load_options){ 0 };
}
