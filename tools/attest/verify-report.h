/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The forms of the verdict. */
#ifndef KEXEC2_VERIFY_REPORT_H
#define KEXEC2_VERIFY_REPORT_H

#include <json-c/json.h>

#include "evidence/verify.h"

/* Print on stdout. */
void verify_text(const struct verdict *verdict);

/* The same as an object. */
struct json_object *verify_json(const struct verdict *verdict);

#endif /* KEXEC2_VERIFY_REPORT_H */
