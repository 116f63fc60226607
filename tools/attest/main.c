// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2-attest: predict and verify what was booted. */
#include <stddef.h>

#include "attest.h"

static const struct command *const commands[] = {
	&command_verify,
	&command_evidence,
	&command_archive,
	&command_log,
	&command_predict,
	&command_lint_policy,
	&command_policy,
	NULL
};

static const struct program program = {
	.name = "kexec2-attest",
	.purpose =
"Judge what was booted by kexec, by the measurement list and the TPM, and tell\n"
"what a load will add to the list.\n",
	.statuses = "0 success, 1 failure, 2 wrong usage",
	.commands = commands,
};

int main(int argc, char **argv)
{
	return run_program(&program, argc, argv);
}
