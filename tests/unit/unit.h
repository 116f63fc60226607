/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What the unit tests share. */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>
#include <stddef.h>
#include <string.h>
#include <sys/types.h>

#include "fake.h"
#include "libkexec2.h"
#include "shared/util.h"

#define ck_assert_has(text, words) do {					\
	const char *_text = (text), *_words = (words);			\
	ck_assert_msg(strstr(_text, _words), "\"%s\" lacks \"%s\"",	\
		      _text, _words);					\
} while (0)

/* Run as TAP on stdout; the exit status of main(). */
int run_tests(Suite *suite);

/*
 * A test case in which each test has a fresh fake kernel and the handle kx,
 * and fails if it leaves a descriptor open.
 */
TCase *tcase(Suite *suite, const char *name);
extern struct kexec2 *kx;

/* Files for a test, removed after it. */
const char *make_file(const char *name, size_t size);
/* An empty archive, about which there is nothing to warn; 124 bytes or more. */
const char *make_initrd(const char *name, size_t size);
int open_ro(const char *path);
const char *test_dir(void);
ino_t inode(const char *path);

/* A kernel for kx to load. */
void set_any_kernel(void);

const char *failure(void);

/* The last failure is at @stage with part @initrd, and says all of @... */
void check_failure(unsigned int stage, int initrd, ...)
__attribute__((sentinel));

/* ... and kexec2_cause() tells this. */
void check_cause(unsigned int cause);

#endif /* UNIT_H */
