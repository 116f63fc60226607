/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Memory, messages and terminal output, and small files of /proc and /sys. */
#ifndef KEXEC2_UTIL_H
#define KEXEC2_UTIL_H

#include <stdarg.h>
#include <stdio.h>
#include <sys/types.h>

/* What messages begin with. */
extern const char *program_name;

/* End the program with a message, as nothing sensible is left to do. */
__attribute__((noreturn))
void out_of_memory(void);

/* As the functions of libc, but they do not fail: out_of_memory(). */
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *array, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t size);
__attribute__((format(printf, 1, 2)))
char *xasprintf(const char *format, ...);
__attribute__((format(printf, 1, 0)))
char *xvasprintf(const char *format, va_list ap);

/* Print one line on stderr, behind the name of the program. */
__attribute__((format(printf, 1, 2)))
void complain(const char *format, ...);

/*
 * Print @text, which may come from anywhere, with control characters as \xNN so
 * that it cannot steer the terminal, in at most @width columns (-1: all of it).
 * Returns the number of columns, if all is ASCII.
 */
int put_text(FILE *out, const char *text, int width);

/* "17 bytes", "4.3 MiB".  Returns @buf. */
char *format_size(off_t size, char *buf, size_t buf_size);

/* Read a file up to its first newline.  0 or a negative errno value. */
int read_line(const char *path, char *buf, size_t size);

#endif /* KEXEC2_UTIL_H */
