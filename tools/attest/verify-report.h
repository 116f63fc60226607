/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The forms of the verdict. */
#ifndef KEXEC2_VERIFY_REPORT_H
#define KEXEC2_VERIFY_REPORT_H

#include <json-c/json.h>

#include "evidence/verify.h"

/* What the command is given, read from files. */
struct verify_input {
	struct known known;
	struct rules rules;
	struct pcr_values values;
	struct pcr_values start;
	struct quote quote;
	bool quoted;		/* there is a quote, and nothing against it */
};

/* Print on stdout. */
void verify_text(const struct verdict *verdict,
		 const struct verify_input *input);

/* The same as an object. */
struct json_object *verify_json(const struct verdict *verdict,
				const struct verify_input *input);

#endif /* KEXEC2_VERIFY_REPORT_H */
