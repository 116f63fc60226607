// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The options of kexec-tools: which are honoured, and why others are not. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dropin/dropin.h"
#include "kexec2.h"

#define KEXEC_SHORT_OPTIONS	"h?vdfixyluet:pscaS"
#define KEXEC_OPTIONS_MAX	64

/* Values of options without a letter. */
enum {
	KEXEC_OPT_FIRST_LONG = 256,
	KEXEC_OPT_APPEND = KEXEC_OPT_FIRST_LONG,
	KEXEC_OPT_REUSE_CMDLINE,
	KEXEC_OPT_INITRD,
	KEXEC_OPT_REUSE_INITRD,
	KEXEC_OPT_DTB,
	KEXEC_OPT_NO_CMA,
	KEXEC_OPT_FORCE_DTB,
	KEXEC_OPT_CRASH_SIZE,
	KEXEC_OPT_ROW,		/* plus the row: no effect, or refused */
};

/**
 * struct kexec_option - an option of kexec-tools
 * @name:	Without the dashes.
 * @letter:	The short option or KEXEC_OPT_*.  KEXEC_OPT_ROW is for those that
 *		only the row tells apart, which have no effect or are refused.
 * @has_value:	It takes one.
 * @is_number:	Another value is wrong usage.
 * @archs:	Where it exists, of enum kexec_arch.
 * @for_loader: On x86_64, an option for the loader of a kernel format, which
 *		is wrong usage where nothing is loaded.
 * @refused:	Why it cannot be honoured, and what to do; or NULL.
 * @always:	Refused even where nothing is loaded, as it is an action.
 * @status:	Exit status of the refusal; 0 for KEXEC_DIED.
 */
struct kexec_option {
	const char *name;
	int letter;
	bool has_value;
	bool is_number;
	unsigned int archs;
	bool for_loader;
	const char *refused;
	bool always;
	int status;
};

#define ANY	(KEXEC_X86_64 | KEXEC_ARM64 | KEXEC_OTHER)
#define X86	KEXEC_X86_64
#define FDT	(KEXEC_ARM64 | KEXEC_OTHER)

#define NO_PURGATORY	"the kernel's own purgatory prints nothing and touches no device; leave it out"
#define NO_PLACE	"the kernel chooses where the image goes; leave it out"
#define NO_RETURN	"only kexec_load(2) can return to this kernel, and that call is not used here; leave it out"
#define NO_XEN		"live update is for the Xen hypervisor, which this does not load; use kexec-tools for it"
#define ONE_ENTRY	"the call enters the kernel in 64-bit mode only; leave it out"
#define LINUX_ONLY	"the call passes Linux boot parameters only; leave it out"

#define FLAG(n, l, a)	{ .name = (n), .letter = (l), .archs = (a) }
#define VALUE(n, l, a)	{ .name = (n), .letter = (l), .archs = (a), \
			  .has_value = true }
#define LOADER_FLAG(n, l, a)	{ .name = (n), .letter = (l), .archs = (a), \
				  .for_loader = true }
#define LOADER_VALUE(n, l, a)	{ .name = (n), .letter = (l), .archs = (a), \
				  .for_loader = true, .has_value = true }

#define REFUSED(n, a, why, ...)	{ .name = (n), .letter = KEXEC_OPT_ROW, \
				  .archs = (a), .refused = (why), __VA_ARGS__ }

static const struct kexec_option table[] = {
	FLAG("help", 'h', ANY),
	FLAG("version", 'v', ANY),
	FLAG("debug", 'd', ANY),
	FLAG("force", 'f', ANY),
	FLAG("no-ifdown", 'x', ANY),
	FLAG("no-sync", 'y', ANY),
	FLAG("load", 'l', ANY),
	FLAG("unload", 'u', ANY),
	FLAG("exec", 'e', ANY),
	VALUE("type", 't', ANY),
	FLAG("load-panic", 'p', ANY),
	FLAG("kexec-file-syscall", 's', ANY),
	FLAG("kexec-syscall", 'c', ANY),
	FLAG("kexec-syscall-auto", 'a', ANY),
	FLAG("status", 'S', ANY),
	FLAG("print-ckr-size", KEXEC_OPT_CRASH_SIZE, ANY),
	FLAG("reuseinitrd", KEXEC_OPT_REUSE_INITRD, ANY),
	FLAG("no-cma", KEXEC_OPT_NO_CMA, ANY),
	FLAG("force-dtb", KEXEC_OPT_FORCE_DTB, ANY),
	LOADER_VALUE("append", KEXEC_OPT_APPEND, ANY),
	LOADER_VALUE("command-line", KEXEC_OPT_APPEND, ANY),
	LOADER_FLAG("reuse-cmdline", KEXEC_OPT_REUSE_CMDLINE, ANY),
	LOADER_VALUE("initrd", KEXEC_OPT_INITRD, ANY),
	LOADER_VALUE("ramdisk", KEXEC_OPT_INITRD, ANY),
	VALUE("dtb", KEXEC_OPT_DTB, FDT),

	/* The call does the same by itself, or its result is the same. */
	FLAG("no-checks", 'i', ANY),
	FLAG("hotplug", KEXEC_OPT_ROW, ANY),
	FLAG("elf64-core-headers", KEXEC_OPT_ROW, X86),
	LOADER_FLAG("args-linux", KEXEC_OPT_ROW, X86),
	LOADER_FLAG("pass-memmap-cmdline", KEXEC_OPT_ROW, X86),
	LOADER_FLAG("reuse-video-type", KEXEC_OPT_ROW, X86),

	REFUSED("entry", ANY,
		"the entry point is the one that the kernel image names; leave it out",
		.has_value = true, .is_number = true),
	REFUSED("mem-min", ANY, NO_PLACE,
		.has_value = true, .is_number = true),
	REFUSED("mem-max", ANY, NO_PLACE,
		.has_value = true, .is_number = true),
	REFUSED("load-preserve-context", ANY, NO_RETURN, .always = true),
	REFUSED("load-jump-back-helper", ANY, NO_RETURN, .always = true),
	REFUSED("load-live-update", ANY, NO_XEN, .always = true),
	REFUSED("exec-live-update", ANY, NO_XEN, .always = true),
	REFUSED("real-mode", X86, ONE_ENTRY,
		.for_loader = true, .status = KEXEC_FAILED),
	REFUSED("entry-32bit", X86, ONE_ENTRY,
		.for_loader = true, .status = KEXEC_FAILED),
	REFUSED("args-elf", X86, LINUX_ONLY, .for_loader = true),
	REFUSED("args-none", X86, LINUX_ONLY, .for_loader = true),
	REFUSED("module", X86,
		"the call loads Linux kernels only; use kexec-tools for multiboot",
		.has_value = true, .for_loader = true),
	REFUSED("noefi", X86,
		"the kernel passes on what it knows of EFI; put \"noefi\" into the command line instead",
		.for_loader = true),
	REFUSED("elf32-core-headers", X86,
		"the kernel makes ELF64 core headers; leave it out"),
	REFUSED("reset-vga", X86, NO_PURGATORY),
	REFUSED("console-vga", X86, NO_PURGATORY),
	REFUSED("console-serial", X86, NO_PURGATORY),
	REFUSED("serial", X86 | KEXEC_ARM64, NO_PURGATORY, .has_value = true),
	REFUSED("serial-baud", X86, NO_PURGATORY, .has_value = true),
};

#define NR_ROWS	(sizeof(table) / sizeof(table[0]))

_Static_assert(NR_ROWS < KEXEC_OPTIONS_MAX, "no room for the last, empty one");

static int value_of(size_t row)
{
	return table[row].letter == KEXEC_OPT_ROW ? KEXEC_OPT_ROW + (int)row :
						    table[row].letter;
}

static void kexec_long_options(enum kexec_arch arch,
			struct option options[KEXEC_OPTIONS_MAX])
{
	size_t row;

	for (row = 0; row < NR_ROWS; row++) {
		if (!(table[row].archs & arch))
			continue;
		*options++ = (struct option){
			.name = table[row].name,
			.has_arg = table[row].has_value ? required_argument :
							  no_argument,
			.val = value_of(row),
		};
	}
	*options = (struct option){ 0 };
}

static const struct kexec_option *kexec_find_option(int opt, enum kexec_arch arch)
{
	size_t row;

	for (row = 0; row < NR_ROWS; row++)
		if (value_of(row) == opt && (table[row].archs & arch))
			return &table[row];
	return NULL;
}

/* Names that "kexec --type" has for what kexec_file_load(2) takes. */
static bool kexec_type_is_known(const char *type, enum kexec_arch arch)
{
	switch (arch) {
	case KEXEC_X86_64:
		return !strcmp(type, "bzImage64") || !strcmp(type, "bzImage");
	case KEXEC_ARM64:
		return !strcmp(type, "Image");
	default:
		return false;
	}
}

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

/* In bytes; 0 also where the kernel has no crash images or /sys is missing. */
static uint64_t crash_memory_size(void)
{
	char line[32];

	if (read_line("/sys/kernel/kexec_crash_size", line, sizeof(line)))
		return 0;
	return strtoull(line, NULL, 10);
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
