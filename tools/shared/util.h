/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Messages and terminal output, and small files of /proc and /sys. */
#ifndef KEXEC2_UTIL_H
#define KEXEC2_UTIL_H

#include <stdio.h>
#include <sys/types.h>

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
