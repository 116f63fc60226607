// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
#include <check.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture.h"

char captured_out[16384], captured_err[16384];

static struct stream {
	int fd, saved, memory;
	char *text;
	size_t size;
} streams[] = {
	{ .fd = 1, .text = captured_out, .size = sizeof(captured_out) },
	{ .fd = 2, .text = captured_err, .size = sizeof(captured_err) },
};

void capture_start(void)
{
	int i;

	fflush(NULL);
	for (i = 0; i < 2; i++) {
		struct stream *s = &streams[i];

		s->saved = dup(s->fd);
		s->memory = memfd_create("captured", MFD_CLOEXEC);
		ck_assert_int_ge(s->memory, 0);
		ck_assert_int_eq(dup2(s->memory, s->fd), s->fd);
	}
}

void capture_stop(void)
{
	ssize_t n;
	int i;

	fflush(NULL);
	for (i = 0; i < 2; i++) {
		struct stream *s = &streams[i];

		n = pread(s->memory, s->text, s->size - 1, 0);
		s->text[n < 0 ? 0 : n] = '\0';
		dup2(s->saved, s->fd);
		close(s->saved);
		close(s->memory);
	}
}
