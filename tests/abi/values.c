// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What programs have compiled in of the two headers and no symbol shows: the
 * value of each constant, and size and layout of each structure that is handed
 * over by its address.  tests/abi/abi.mk makes constants.h, a line
 * CONSTANT(name) for each #define with a value and each enumerator.
 */
#include <libkexec2.h>
#include <stdio.h>

#define CONSTANT(name)	printf("%s %#llx\n", #name, (unsigned long long)(name));
#define SIZE(type)	printf("%s: %zu bytes\n", #type, sizeof(type));
#define MEMBER(type, member)						\
	printf("%s.%s: %zu bytes at %zu\n", #type, #member,		\
	       sizeof(((type *)0)->member), offsetof(type, member));

int main(void)
{
#include "constants.h"

	SIZE(struct kexec_file_load2_args)
	MEMBER(struct kexec_file_load2_args, flags)
	MEMBER(struct kexec_file_load2_args, kernel_fd)
	MEMBER(struct kexec_file_load2_args, nr_initrds)
	MEMBER(struct kexec_file_load2_args, initrds)
	MEMBER(struct kexec_file_load2_args, initrd_size)
	MEMBER(struct kexec_file_load2_args, report_size)
	MEMBER(struct kexec_file_load2_args, cmdline)
	MEMBER(struct kexec_file_load2_args, cmdline_size)
	MEMBER(struct kexec_file_load2_args, report)

	SIZE(struct kexec_initrd)
	MEMBER(struct kexec_initrd, fd)
	MEMBER(struct kexec_initrd, flags)
	MEMBER(struct kexec_initrd, label)

	SIZE(struct kexec_load_report)
	MEMBER(struct kexec_load_report, stage)
	MEMBER(struct kexec_load_report, initrd)
	MEMBER(struct kexec_load_report, segment)

	SIZE(enum kexec_load_stage)
	SIZE(enum kexec2_cause)
	return 0;
}
