// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The options of kexec-tools: which are honoured, and why others are not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dropin/dropin.h"
#include "kexec2.h"

/**
 * struct refusal - an option that is refused, or has no effect
 * @name:	Without the dashes.
 * @has_value:	It takes one.
 * @is_number:	Another value is wrong usage.
 * @archs:	Where it exists, of enum kexec_arch.
 * @for_loader: It is for the loader of a kernel format; see for_load().
 * @why:	Why it cannot be honoured, and what to do.  NULL if the call
 *		does the same by itself, or its result is the same.
 * @always:	Refused even where nothing is loaded, as it is an action.
 * @status:	Exit status of the refusal; 0 for KEXEC_DIED.
 */
struct refusal {
	const char *name;
	bool has_value;
	bool is_number;
	unsigned int archs;
	bool for_loader;
	const char *why;
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

#define IGNORED(n, a, ...)	{ .name = (n), .archs = (a), __VA_ARGS__ }
#define REFUSED(n, a, ...) \
	{ .name = (n), .archs = (a), .why = __VA_ARGS__ }

static const struct refusal refusals[] = {
	IGNORED("hotplug", ANY),
	IGNORED("elf64-core-headers", X86),
	IGNORED("args-linux", X86, .for_loader = true),
	IGNORED("pass-memmap-cmdline", X86, .for_loader = true),
	IGNORED("reuse-video-type", X86, .for_loader = true),

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
 * @loader:    The first option that is wrong if nothing is loaded, or NULL.
 */
struct parser {
	enum kexec_arch arch;
	struct kexec_request request;
	bool has_load;
	bool no_ifdown;
	bool no_sync;
	bool old_call;
	const char *type;
	const struct refusal *refused;
	const char *loader;
};

static int refuse(const struct refusal *refusal)
{
	complain("--%s is refused: %s", refusal->name, refusal->why);
	return refusal->status ?: KEXEC_DIED;
}

/* The action that the options come to; the last one counts. */
static int take_action(const struct option_row *row, void *to,
		       const char *value)
{
	struct parser *parser = to;
	struct kexec_request *request = &parser->request;

	(void)value;
	request->shutdown = false;
	switch (row->letter) {
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
	return EXIT_OK;
}

/* In bytes; 0 also where the kernel has no crash images or /sys is missing. */
static long long crash_memory_size(void)
{
	long long size = file_number(CRASH_SIZE_FILE);

	return size > 0 ? size : 0;
}

static int take_question(const struct option_row *row, void *to,
			 const char *value)
{
	(void)to;
	(void)value;
	if (row->letter == 'v')
		puts("kexec2 " KEXEC2_VERSION);
	else
		printf("%lld\n", crash_memory_size());
	return OPTION_ANSWERED;
}

/* On x86_64, these options are wrong usage where nothing is loaded. */
static struct kexec_request *for_load(struct parser *parser,
				      const struct option_row *row)
{
	if (!parser->loader)
		parser->loader = row->name;
	return &parser->request;
}

static int take_initrd(const struct option_row *row, void *to,
		       const char *value)
{
	return take_each(row, &for_load(to, row)->initrds, value);
}

static int take_append(const struct option_row *row, void *to,
		       const char *value)
{
	return take_text(row, &for_load(to, row)->append, value);
}

static int take_reuse_cmdline(const struct option_row *row, void *to,
			      const char *value)
{
	return take_flag(row, &for_load(to, row)->reuse_cmdline, value);
}

static int take_dtb(const struct option_row *row, void *to, const char *value)
{
	struct parser *parser = to;

	if (parser->arch != KEXEC_X86_64)
		return take_text(row, &parser->request.dtb, value);
	complain("unrecognized option '--%s'", row->name);
	return EXIT_USAGE;
}

static int take_call(const struct option_row *row, void *to, const char *value)
{
	struct parser *parser = to;

	(void)value;
	parser->request.file_only = row->letter == 's';
	parser->old_call = row->letter == 'c';
	return EXIT_OK;
}

static int take_other(const struct option_row *row, void *to, const char *value)
{
	const struct refusal *refusal = refusals;
	struct parser *parser = to;
	char *end;

	while (strcmp(refusal->name, row->name))
		refusal++;
	if (refusal->always)
		return refuse(refusal);
	if (refusal->is_number) {
		strtoul(value, &end, 0);
		if (*end) {
			complain("--%s=%s is not a number", row->name, value);
			return EXIT_USAGE;
		}
	}
	if (refusal->why && !parser->refused)
		parser->refused = refusal;
	if (refusal->for_loader)
		for_load(parser, row);
	return EXIT_OK;
}

#define AT(field)	offsetof(struct parser, field)

static const struct option_row actions[] = {
	{ "load", 'l', NULL, take_action, 0, "load KERNEL" },
	{ "load-panic", 'p', NULL, take_action, 0,
	  "load KERNEL for a panic to start" },
	{ "unload", 'u', NULL, take_action, 0,
	  "unload; with -p, the crash image" },
	{ "exec", 'e', NULL, take_action, 0,
	  "start the loaded kernel at once" },
	{ "force", 'f', NULL, take_action, 0,
	  "load KERNEL and start it at once" },
	{ "status", 'S', NULL, take_flag, AT(request.status),
	  "exit with 1 if an image for a panic (with -l, a normal\n"
	  "one) is loaded, with 0 if not" },
	{ "print-ckr-size", 0, NULL, take_question, 0,
	  "show the size of the memory for a crash kernel" },
	{ "version", 'v', NULL, take_question, 0, "show the version" },
	{ 0 }
};

static const struct option_row inputs[] = {
	{ "initrd", 0, "=FILE", take_initrd, 0,
	  "a part of the initramfs; repeat it for more parts" },
	{ "ramdisk", 0, "=FILE", take_initrd, 0, "the same" },
	{ "append", 0, "=STRING", take_append, 0, "the command line" },
	{ "command-line", 0, "=STRING", take_append, 0, "the same" },
	{ "reuse-cmdline", 0, NULL, take_reuse_cmdline, 0,
	  "the running kernel's command line, and --append" },
	{ "reuseinitrd", 0, NULL, take_flag, AT(request.reuse_initrd),
	  "the running kernel's initramfs (retain_initrd)" },
	{ "dtb", 0, "=FILE", take_dtb, 0,
	  "not on x86_64; only the running kernel's is accepted" },
	{ "type", 't', "=TYPE", take_text, AT(type),
	  "bzImage64 or bzImage on x86_64, Image on arm64" },
	{ 0 }
};

static const struct option_row ways[] = {
	{ "kexec-file-syscall", 's', NULL, take_call, 0,
	  "use kexec_file_load2(2), or kexec_file_load(2) where\n"
	  "the kernel lacks it" },
	{ "kexec-syscall-auto", 'a', NULL, take_call, 0, "the same" },
	{ "kexec-syscall", 'c', NULL, take_call, 0, NULL },
	{ "debug", 'd', NULL, take_flag, AT(request.debug),
	  "print what is loaded, and make the kernel log more" },
	{ "no-ifdown", 'x', NULL, take_flag, AT(no_ifdown),
	  "leave network interfaces up before the start" },
	{ "no-sync", 'y', NULL, take_flag, AT(no_sync),
	  "do not write cached data to disk" },
	{ "no-cma", 0, NULL, take_flag, AT(request.no_cma),
	  "do not use memory of the contiguous allocator" },
	{ "force-dtb", 0, NULL, take_flag, AT(request.force_dtb),
	  "pass the device tree on, where ACPI is used, too" },
	/* The kernel takes the digest that this is about anyway. */
	{ "no-checks", 'i', NULL, take_flag, AT(request.no_checks), NULL },
	{ 0 }
};

/* Rows for those of @refusals that this architecture has. */
static struct option_row others[ARRAY_SIZE(refusals) + 1];

static void make_others(enum kexec_arch arch)
{
	struct option_row *row = others;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++)
		if (refusals[i].archs & arch)
			*row++ = (struct option_row){
				.name = refusals[i].name,
				.argument = refusals[i].has_value ?
					    "=VALUE" : NULL,
				.take = take_other,
			};
	*row = (struct option_row){ 0 };
}

const struct command command_kexec = {
	.name = "kexec",
	.summary = "take the options of kexec-tools",
	.usage = "[OPTION]... [KERNEL]",
	.about =
"Take the options of kexec(8) of kexec-tools, and give its exit statuses.  The\n"
"same happens when the program is called \"kexec\".  One thing is different: a\n"
"repeated --initrd adds a part of the initramfs.  Without an action, load KERNEL\n"
"and run \"shutdown -r now\".\n",
	.groups = {
		{ "Actions:", actions, 0 },
		{ "What is loaded:", inputs, 0 },
		{ "How it is done:", ways, 0 },
		{ NULL, others, 0 },
	},
	.more =
"kexec2-kexec(8) has the rest: options that have no effect, options that are\n"
"refused, as -c is, and why.\n"
"\n"
"Exit status: 0 success, 1 wrong usage, 253 no system call (-s), 255 failure.\n",
	.operand = "KERNEL",
	.main = kexec_main,
};

/* What can be told only when all of it has been seen. */
static int check(const struct parser *parser)
{
	const struct kexec_request *request = &parser->request;

	if (!request->load) {
		if (parser->loader && parser->arch == KEXEC_X86_64) {
			complain("--%s has no effect without a load",
				 parser->loader);
			usage_error(&command_kexec);
			return KEXEC_DIED;
		}
		return KEXEC_OK;
	}
	if (request->crash && crash_memory_size() == 0) {
		complain("no memory reserved for a crash kernel; boot with crashkernel=256M or more");
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
	struct kexec_request *request = &parser->request;

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

bool parse_kexec_request(int argc, char **argv, enum kexec_arch arch,
			 struct kexec_request *request, int *status)
{
	struct parser parser = {
		.arch = arch,
		.request = { .load = true, .shutdown = true, .sync = true },
	};
	char **operands;
	bool go_on;

	make_others(arch);
	go_on = parse_options(&command_kexec, argc, argv, &parser, &operands,
			      status);
	if (go_on) {
		finish(&parser, *operands);
		*status = check(&parser);
	} else if (*status == EXIT_USAGE) {
		*status = KEXEC_DIED;
	}
	*request = parser.request;
	return go_on && *status == KEXEC_OK;
}

void free_kexec_request(struct kexec_request *request)
{
	free(request->initrds.values);
	*request = (struct kexec_request){ 0 };
}
