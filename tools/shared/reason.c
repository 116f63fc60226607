// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Why something cannot be used. */
#include <stdarg.h>
#include <stdio.h>

#include "shared/reason.h"

int because(struct reason *reason, int err, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(reason->text, sizeof(reason->text), format, ap);
	va_end(ap);
	return err;
}
