/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Memory, messages and terminal output, and small files of /proc and /sys. */
#ifndef KEXEC2_UTIL_H
#define KEXEC2_UTIL_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/* What messages begin with. */
extern const char *program_name;

/* What out_of_memory() exits with: 1, where that is no verdict. */
extern int no_memory_status;

/*
 * Where out_of_memory() goes on in this thread, by longjmp(3), if that is not
 * the end of the program.
 */
extern _Thread_local jmp_buf *no_memory_jump;

/* End the program with a message, as nothing sensible is left to do. */
__attribute__((noreturn))
void out_of_memory(void);

/* As the functions of libc, but they do not fail: out_of_memory(). */
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *array, size_t count, size_t size);
/* Room for one more behind @count: the array grows at 0, 1, 2, 4, ... */
void *xgrow(void *array, size_t count, size_t size);
/* Add an element to an array that nothing else grows.  Its address. */
#define XADD(array, count) \
	((array) = xgrow(array, count, sizeof(*(array))), &(array)[(count)++])
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t size);

/* Write bytes as hexadecimal digits, with a NUL: 2 * @size + 1 characters. */
void hex_text(char *to, const uint8_t *bytes, size_t size);
__attribute__((format(printf, 1, 2)))
char *xasprintf(const char *format, ...);
__attribute__((format(printf, 1, 0)))
char *xvasprintf(const char *format, va_list ap);

/* Print one line on stderr, behind the name of the program. */
__attribute__((format(printf, 1, 2)))
void complain(const char *format, ...);

/* Length of the well-formed character that @text begins with, or 0. */
size_t utf8_length(const char *text);

/* Does it begin with a control character?  C1 is one in UTF-8, too. */
bool is_control(const char *text);

/*
 * Print @text, which may come from anywhere, with control characters as \xNN or
 * \u00NN so that it cannot steer the terminal, in at most @width columns (-1:
 * all of it).  Returns the number of columns, if all is ASCII.
 */
int put_text(FILE *out, const char *text, int width);

/* What follows the last "/" of a path, or all of it. */
const char *base_name(const char *path);

/* Does @name end in @suffix, in either case, with something before it? */
bool has_suffix(const char *name, const char *suffix);

/*
 * Why something that was read cannot be used.  What parses files prints
 * nothing: it returns a negative errno value and leaves the reason here, for
 * the command to print behind the name of the file.
 */
struct reason {
	char text[256];		/* without file name, full stop, newline */
};

/**
 * because() - leave a reason, and pass on the error
 * @reason: Where to.  Cut where it is too long.
 * @err:    Negative errno value: -EINVAL for malformed input, -ENOMEM, or what
 *          reading it failed with.
 *
 * Return: @err.
 */
__attribute__((format(printf, 3, 4)))
int because(struct reason *reason, int err, const char *format, ...);

/* "17 bytes", "4.3 MiB".  Returns @buf. */
char *format_size(off_t size, char *buf, size_t buf_size);

/* Read a file up to its first newline.  0 or a negative errno value. */
int read_line(const char *path, char *buf, size_t size);

/* Read the number in a file of /proc or /sys; NO_NUMBER if there is none. */
#define NO_NUMBER	LLONG_MIN
long long file_number(const char *path);

#endif /* KEXEC2_UTIL_H */
