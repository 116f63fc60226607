/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The commands of kexec2-attest. */
#ifndef KEXEC2_ATTEST_H
#define KEXEC2_ATTEST_H

#include "shared/command.h"

extern const struct command command_verify;
extern const struct command command_evidence;
extern const struct command command_archive;
extern const struct command command_log;
extern const struct command command_predict;
extern const struct command command_lint_policy;
extern const struct command command_policy;

#endif /* KEXEC2_ATTEST_H */
