// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* From the options of kexec-tools to what is to be done. */
#include <stdio.h>
#include <stdlib.h>

#include "dropin/options.h"
#include "kexec2.h"

#define NO_OLD_CALL	"kexec_load(2) is not used here, as no signature and no IMA rule covers what it loads; leave it out"

/**
 * struct parser - the state between options
 * @arch:      Where.
 * @request:   What they have added up to.
 * @has_load:  -l was given, which tells -S to look at the normal image.
 * @no_ifdown: -x
 * @no_sync:   -y
 * @old_call:  -c was the last of -s, -a and -c.
 * @type:      -t, or NULL.
 * @refused:   The first option that is refused if something is loaded.
 * @loader:    The first option that is wrong if nothing is loaded.
 */
struct parser {
	enum kexec_arch arch;
	struct kexec_request *request;
	bool has_load;
	bool no_ifdown;
	bool no_sync;
	bool old_call;
	const char *type;
	const struct kexec_option *refused;
	const struct kexec_option *loader;
};

static int wrong_usage(void)
{
	usage_error(&command_kexec);
	return KEXEC_DIED;
}

static int refuse(const struct kexec_option *option)
{
	complain("--%s is refused: %s", option->name, option->refused);
	return option->status ? option->status : KEXEC_DIED;
}

/* What an option makes of it that says what to do; the last one counts. */
static void take_action(struct parser *parser, int letter)
{
	struct kexec_request *request = parser->request;

	request->shutdown = false;
	switch (letter) {
	case 'l':
		parser->has_load = true;
		request->load = true;
		request->exec = false;
		break;
	case 'p':
		request->crash = true;
		request->load = true;
		request->exec = false;
		request->sync = false;
		break;
	case 'u':
		request->unload = true;
		request->load = false;
		request->sync = false;
		break;
	case 'e':
		request->load = false;
		request->exec = true;
		request->sync = true;
		break;
	case 'f':
		request->load = true;
		request->exec = true;
		request->sync = true;
		break;
	}
}

static void add_initrd(struct kexec_request *request, const char *path)
{
	request->initrds = xreallocarray(request->initrds,
					 request->nr_initrds + 1,
					 sizeof(*request->initrds));
	request->initrds[request->nr_initrds++] = path;
}

static int check_number(const struct kexec_option *option, const char *value)
{
	char *end;

	strtoul(value, &end, 0);
	if (*end == '\0')
		return KEXEC_OK;
	complain("--%s=%s is not a number", option->name, value);
	return wrong_usage();
}

/* The options that have no effect, or are refused. */
static int take_other(struct parser *parser, const struct kexec_option *option)
{
	int status = KEXEC_OK;

	if (option->always)
		return refuse(option);
	if (option->is_number)
		status = check_number(option, optarg);
	if (option->refused && !parser->refused)
		parser->refused = option;
	return status;
}

static int take_long(struct parser *parser, const struct kexec_option *option)
{
	struct kexec_request *request = parser->request;

	switch (option->letter) {
	case KEXEC_OPT_APPEND:
		request->append = optarg;
		return KEXEC_OK;
	case KEXEC_OPT_REUSE_CMDLINE:
		request->reuse_cmdline = true;
		return KEXEC_OK;
	case KEXEC_OPT_INITRD:
		add_initrd(request, optarg);
		return KEXEC_OK;
	case KEXEC_OPT_REUSE_INITRD:
		request->reuse_initrd = true;
		return KEXEC_OK;
	case KEXEC_OPT_DTB:
		request->dtb = optarg;
		return KEXEC_OK;
	case KEXEC_OPT_NO_CMA:
		request->no_cma = true;
		return KEXEC_OK;
	case KEXEC_OPT_FORCE_DTB:
		request->force_dtb = true;
		return KEXEC_OK;
	default:
		return take_other(parser, option);
	}
}

static void take_letter(struct parser *parser, int letter)
{
	struct kexec_request *request = parser->request;

	switch (letter) {
	case 'd':
		request->debug = true;
		break;
	case 'x':
		parser->no_ifdown = true;
		break;
	case 'y':
		parser->no_sync = true;
		break;
	case 's':
	case 'a':
	case 'c':
		request->file_only = letter == 's';
		parser->old_call = letter == 'c';
		break;
	case 'S':
		request->status = true;
		break;
	case 't':
		parser->type = optarg;
		break;
	case 'i':	/* the digest that it is about, the kernel makes anyway */
		request->no_checks = true;
		break;
	default:
		take_action(parser, letter);
	}
}

/* What can be told only when all of it has been seen. */
static int check(const struct parser *parser)
{
	const struct kexec_request *request = parser->request;

	if (!request->load) {
		if (parser->loader && parser->arch == KEXEC_X86_64) {
			complain("--%s is for a load, and nothing is loaded here",
				 parser->loader->name);
			return wrong_usage();
		}
		return KEXEC_OK;
	}
	if (request->crash && crash_memory_size() == 0) {
		complain("no memory is reserved for a crash kernel; boot with crashkernel=256M or more");
		return KEXEC_DIED;
	}
	if (parser->old_call) {
		complain("--kexec-syscall (-c) is refused: " NO_OLD_CALL);
		return KEXEC_DIED;
	}
	if (parser->refused)
		return refuse(parser->refused);
	if (parser->type && !kexec_type_is_known(parser->type, parser->arch)) {
		complain("--type=%s is refused: the call does not load this format%s",
			 parser->type,
			 parser->arch == KEXEC_X86_64 ? ", but bzImage64" :
			 parser->arch == KEXEC_ARM64 ? ", but Image" : "");
		return KEXEC_FAILED;
	}
	return KEXEC_OK;
}

static void finish(struct parser *parser, const char *kernel)
{
	struct kexec_request *request = parser->request;

	request->kernel = kernel;
	/* kexec-tools takes them down after "-f -l", too, and starts nothing. */
	request->ifdown = request->exec && !parser->no_ifdown;
	if (parser->no_sync)
		request->sync = false;
	if (request->status) {
		request->crash = request->crash || !parser->has_load;
		request->load = false;
	}
}

/* Options that are a question: the answer is all there is to do. */
static bool answers(int opt)
{
	switch (opt) {
	case 'h':
		show_help(&command_kexec);
		return true;
	case 'v':
		puts("kexec2 " KEXEC2_VERSION);
		return true;
	case KEXEC_OPT_CRASH_SIZE:
		printf("%ju\n", (uintmax_t)crash_memory_size());
		return true;
	default:
		return false;
	}
}

bool parse_kexec_request(int argc, char **argv, enum kexec_arch arch,
			 struct kexec_request *request, int *status)
{
	struct option options[KEXEC_OPTIONS_MAX];
	struct parser parser = { .arch = arch, .request = request };
	const struct kexec_option *option;
	int opt;

	*request = (struct kexec_request){
		.load = true, .shutdown = true, .sync = true,
	};
	*status = KEXEC_OK;
	kexec_long_options(arch, options);
	optind = 0;
	while ((opt = getopt_long(argc, argv, KEXEC_SHORT_OPTIONS, options,
				  NULL)) != -1) {
		if (answers(opt))
			return false;
		option = kexec_find_option(opt, arch);
		if (!option)
			*status = wrong_usage();
		else if (opt < KEXEC_OPT_FIRST_LONG)
			take_letter(&parser, opt);
		else
			*status = take_long(&parser, option);
		if (*status)
			return false;
		if (option->for_loader && !parser.loader)
			parser.loader = option;
	}
	finish(&parser, argv[optind]);
	*status = check(&parser);
	return *status == KEXEC_OK;
}

void free_kexec_request(struct kexec_request *request)
{
	free(request->initrds);
	*request = (struct kexec_request){ 0 };
}
