// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The table of kexec-tools' options: which are honoured, and why others not. */
#include <string.h>

#include "dropin/options.h"

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

void kexec_long_options(enum kexec_arch arch,
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

const struct kexec_option *kexec_find_option(int opt, enum kexec_arch arch)
{
	size_t row;

	for (row = 0; row < NR_ROWS; row++)
		if (value_of(row) == opt && (table[row].archs & arch))
			return &table[row];
	return NULL;
}

/* Names that "kexec --type" has for what kexec_file_load(2) takes. */
bool kexec_type_is_known(const char *type, enum kexec_arch arch)
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
