/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What a verdict says, for people and for programs. */
#ifndef KEXEC2_REPORT_H
#define KEXEC2_REPORT_H

#include "evidence/verify.h"
#include "shared/json.h"

/* "accepted" or "refused" */
const char *verdict_word(const struct verdict *verdict);

void print_verdict(const struct verdict *verdict);
/* Add to an object what it says. */
void add_verdict(struct json_object *root, const struct verdict *verdict);

#endif /* KEXEC2_REPORT_H */
