/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The table of kexec-tools' options. */
#ifndef KEXEC2_DROPIN_OPTIONS_H
#define KEXEC2_DROPIN_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "dropin/dropin.h"

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

/**
 * kexec_long_options() - the options of an architecture for getopt_long()
 * @options: Receives them, and an empty one at the end.
 */
void kexec_long_options(enum kexec_arch arch,
			struct option options[KEXEC_OPTIONS_MAX]);

/* The row of what getopt_long() has returned; NULL for none. */
const struct kexec_option *kexec_find_option(int opt, enum kexec_arch arch);

/* Is it the name of a kernel format that the call loads? */
bool kexec_type_is_known(const char *type, enum kexec_arch arch);

#endif /* KEXEC2_DROPIN_OPTIONS_H */
