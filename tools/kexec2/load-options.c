// SPDX-License-Identifier: GPL-2.0-only
/* The command line of "kexec2 load". */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "kexec2.h"

enum {
	OPT_INITRD = 1,
	OPT_CMDLINE,
	OPT_APPEND,
	OPT_REUSE_CMDLINE,
	OPT_CRASH,
	OPT_REQUIRE_MEASURE,
	OPT_HELP,
};

/* [LABEL=]PATH: a "/" before the first "=" makes all of it a path. */
static int add_initrd(struct load_options *options, const char *value)
{
	size_t len = strcspn(value, "=/");
	struct initrd_option *initrds, *initrd;
	const char *path = value;

	if (value[len] == '=')
		path = value + len + 1;
	else
		len = 0;
	if (!*path) {
		complain("--initrd=%s names no file", value);
		return -EINVAL;
	}

	initrds = reallocarray(options->initrds, options->nr_initrds + 1,
			       sizeof(*initrds));
	if (!initrds)
		return -ENOMEM;
	options->initrds = initrds;
	initrd = &initrds[options->nr_initrds];
	initrd->path = path;
	initrd->label = strndup(value, len);
	if (!initrd->label)
		return -ENOMEM;
	options->nr_initrds++;
	return 0;
}

static int set_once(const char **to, const char *value, const char *name)
{
	if (*to) {
		complain("%s is given twice", name);
		return -EINVAL;
	}
	*to = value;
	return 0;
}

static int take_option(struct load_options *options, int opt)
{
	switch (opt) {
	case OPT_INITRD:
		return add_initrd(options, optarg);
	case OPT_CMDLINE:
		return set_once(&options->cmdline, optarg, "--cmdline");
	case OPT_APPEND:
		return set_once(&options->append, optarg, "--append");
	case OPT_REUSE_CMDLINE:
		options->reuse_cmdline = true;
		return 0;
	case OPT_CRASH:
		options->crash = true;
		return 0;
	case OPT_REQUIRE_MEASURE:
		options->require_measure = true;
		return 0;
	case OPT_HELP:
	case 'h':
		options->help = true;
		return 0;
	default:
		return -EINVAL;
	}
}

/* What can be told only when all of it has been seen. */
static int check(struct load_options *options, char **operands)
{
	if (!operands[0]) {
		complain("load needs the KERNEL to load");
		return -EINVAL;
	}
	if (operands[1]) {
		complain("load takes one KERNEL, but got \"%s\" and \"%s\"; give the initramfs as --initrd",
			 operands[0], operands[1]);
		return -EINVAL;
	}
	if (options->cmdline && options->append) {
		complain("--cmdline and --append both set the command line; give one of them");
		return -EINVAL;
	}
	if (options->cmdline && options->reuse_cmdline) {
		complain("--cmdline and --reuse-cmdline exclude each other; to add to the running kernel's command line, use --append");
		return -EINVAL;
	}
	options->kernel = operands[0];
	return 0;
}

/*
 * 0, -EINVAL after a message, or -ENOMEM.  The options point into argv, and
 * are to be freed in any case.
 */
int parse_load_options(int argc, char **argv, struct load_options *options)
{
	static const struct option longopts[] = {
		{ "initrd",	     required_argument,	NULL, OPT_INITRD },
		{ "cmdline",	     required_argument,	NULL, OPT_CMDLINE },
		{ "append",	     required_argument,	NULL, OPT_APPEND },
		{ "reuse-cmdline",   no_argument, NULL, OPT_REUSE_CMDLINE },
		{ "crash",	     no_argument, NULL, OPT_CRASH },
		{ "require-measure", no_argument, NULL, OPT_REQUIRE_MEASURE },
		{ "help",	     no_argument, NULL, OPT_HELP },
		{ NULL,		     0,		  NULL, 0 }
	};
	int err, opt;

	*options = (struct load_options){ 0 };
	optind = 0;
	while ((opt = getopt_long(argc, argv, "h", longopts, NULL)) != -1) {
		err = take_option(options, opt);
		if (err)
			return err;
		if (options->help)
			return 0;
	}
	return check(options, argv + optind);
}

void free_load_options(struct load_options *options)
{
	size_t i;

	for (i = 0; i < options->nr_initrds; i++)
		free(options->initrds[i].label);
	free(options->initrds);
	*options = (struct load_options){ 0 };
}
