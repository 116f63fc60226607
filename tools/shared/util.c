// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Memory, messages and terminal output, and small files of /proc and /sys. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "shared/util.h"

const char *program_name = "kexec2";
int no_memory_status = 1;
_Thread_local jmp_buf *no_memory_jump;

void out_of_memory(void)
{
	if (no_memory_jump)
		longjmp(*no_memory_jump, 1);
	fprintf(stderr, "%s: out of memory\n", program_name);
	/* Without what atexit() has to say, and with what is printed so far. */
	fflush(NULL);
	_exit(no_memory_status);
}

static void *checked(void *memory)
{
	if (!memory)
		out_of_memory();
	return memory;
}

void *xcalloc(size_t count, size_t size)
{
	return checked(calloc(count ?: 1, size));
}

void *xreallocarray(void *array, size_t count, size_t size)
{
	return checked(reallocarray(array, count ?: 1, size));
}

void *xgrow(void *array, size_t count, size_t size)
{
	return count & (count - 1) ? array :
	       xreallocarray(array, count ? 2 * count : 1, size);
}

char *xstrdup(const char *text)
{
	return checked(strdup(text));
}

char *xstrndup(const char *text, size_t size)
{
	return checked(strndup(text, size));
}

void hex_text(char *to, const uint8_t *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		*to++ = "0123456789abcdef"[bytes[i] >> 4];
		*to++ = "0123456789abcdef"[bytes[i] & 15];
	}
	*to = '\0';
}

char *xvasprintf(const char *format, va_list ap)
{
	char *text;

	return vasprintf(&text, format, ap) < 0 ? checked(NULL) : text;
}

char *xasprintf(const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = xvasprintf(format, ap);
	va_end(ap);
	return text;
}

/* RFC 3629, section 4: no surrogates, overlong forms, or above U+10FFFF. */
size_t utf8_length(const char *text)
{
	const unsigned char *in = (const unsigned char *)text;
	/* Of a sequence with so many bytes behind the first. */
	static const unsigned int least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned int c = in[0];
	size_t i, more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

	if (c > 0xf7 || (!more && c > 0x7f))
		return 0;
	if (more)
		c &= 0x3fU >> more;
	for (i = 1; i <= more; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (in[i] & 0x3f);
	}
	return c < least[more] || c > 0x10ffff || c >> 11 == 0xd800 >> 11 ? 0 :
	       more + 1;
}

bool is_control(const char *text)
{
	unsigned char c = (unsigned char)*text;

	/* C1, as UTF-8 and as a byte, which others take for a character. */
	if (c == 0xc2 && utf8_length(text))
		c = (unsigned char)text[1];
	return c < ' ' || (c >= 0x7f && c < 0xa0);
}

int put_text(FILE *out, const char *text, int width)
{
	char shown[8];
	int used = 0;

	while (*text) {
		int len = (int)utf8_length(text) ?: 1;
		unsigned char last = (unsigned char)text[len - 1];

		if (!is_control(text))
			snprintf(shown, sizeof(shown), "%.*s", len, text);
		else
			snprintf(shown, sizeof(shown), len > 1 ? "\\u%04x" :
				 "\\x%02x", last);
		if (width >= 0 && used + (int)strlen(shown) > width)
			break;
		fputs(shown, out);
		used += (int)strlen(shown);
		text += len;
	}
	return used;
}

void complain(const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = xvasprintf(format, ap);
	va_end(ap);
	fprintf(stderr, "%s: ", program_name);
	put_text(stderr, text, -1);
	putc('\n', stderr);
	free(text);
}

int because(struct reason *reason, int err, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(reason->text, sizeof(reason->text), format, ap);
	va_end(ap);
	return err;
}

const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);

	return len > suffix_len && !strcasecmp(name + len - suffix_len, suffix);
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
	while (value >= 1024 && unit + 1 < ARRAY_SIZE(units)) {
		value /= 1024;
		unit++;
	}
	snprintf(buf, buf_size, "%.1f %s", value, units[unit]);
	return buf;
}

int read_line(const char *path, char *buf, size_t size)
{
	FILE *file = fopen(path, "re");
	int err = 0;

	if (!file)
		return -errno;
	errno = 0;
	if (!fgets(buf, (int)size, file)) {
		if (ferror(file))
			err = errno ? -errno : -EIO;
		buf[0] = '\0';
	}
	fclose(file);
	buf[strcspn(buf, "\n")] = '\0';
	return err;
}

long long file_number(const char *path)
{
	char line[32], *end;
	long long number;

	if (read_line(path, line, sizeof(line)))
		return NO_NUMBER;
	number = strtoll(line, &end, 10);
	return end != line && !*end ? number : NO_NUMBER;
}
