// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What goes to people. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "kexec2.h"

int put_text(FILE *out, const char *text, int width)
{
	int used = 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		int need = c < ' ' || c == 0x7f ? 4 : 1;

		if (width >= 0 && used + need > width)
			break;
		if (need == 4)
			fprintf(out, "\\x%02x", c);
		else
			putc(c, out);
		used += need;
	}
	return used;
}

/* One line on stderr. */
void complain(const char *format, ...)
{
	char *text;
	va_list ap;
	int len;

	va_start(ap, format);
	len = vasprintf(&text, format, ap);
	va_end(ap);
	fputs("kexec2: ", stderr);
	put_text(stderr, len < 0 ? "out of memory" : text, -1);
	putc('\n', stderr);
	if (len >= 0)
		free(text);
}

/* After the message that says what is wrong. */
int usage_error(const struct command *command)
{
	if (command)
		fprintf(stderr, "Try \"kexec2 help %s\".\n", command->name);
	else
		fprintf(stderr, "Try \"kexec2 help\".\n");
	return EXIT_USAGE;
}

int show_help(const struct command *command)
{
	fputs(command->help, stdout);
	return EXIT_OK;
}

char *format_size(off_t size, char *buf, size_t buf_size)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
	double value = (double)size / 1024;
	size_t unit = 0;

	if (size < 1024) {
		snprintf(buf, buf_size, "%d bytes", (int)size);
		return buf;
	}
	while (value >= 1024 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		value /= 1024;
		unit++;
	}
	snprintf(buf, buf_size, "%.1f %s", value, units[unit]);
	return buf;
}
