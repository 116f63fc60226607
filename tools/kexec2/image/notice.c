// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the user should know of how a composition came about. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "image/composition.h"

int composition_note(struct composition *composition, const char *format, ...)
{
	size_t count = composition->nr_notices;
	char **notices, *notice;
	va_list ap;
	int len;

	notices = reallocarray(composition->notices, count + 1,
			       sizeof(*notices));
	if (!notices)
		return -ENOMEM;
	composition->notices = notices;
	va_start(ap, format);
	len = vasprintf(&notice, format, ap);
	va_end(ap);
	if (len < 0)
		return -ENOMEM;
	notices[count] = notice;
	composition->nr_notices++;
	return 0;
}
