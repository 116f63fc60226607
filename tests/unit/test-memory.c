// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Every allocation of the library fails once.  It must say so, leak nothing,
 * and leave the handle as it was.  The linker sends the library's calls here
 * (--wrap).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

static unsigned int countdown;	/* 0: none fails */
static bool armed;		/* in the library, not in libcheck */
static bool failed;

#define IN_LIBRARY(call)	\
	({ int ret_; armed = true; ret_ = (call); armed = false; ret_; })

static bool fails(void)
{
	if (!armed || !countdown || --countdown)
		return false;
	failed = true;
	errno = ENOMEM;
	return true;
}

#define WRAP(type, name, params, args, on_failure)	\
	type __real_##name params;			\
	type __wrap_##name params;			\
	type __wrap_##name params			\
	{						\
		if (fails())				\
			return on_failure;		\
		return __real_##name args;		\
	}

WRAP(void *, calloc, (size_t n, size_t size), (n, size), NULL)
WRAP(char *, strdup, (const char *s), (s), NULL)
WRAP(FILE *, fmemopen, (void *p, size_t size, const char *mode),
     (p, size, mode), NULL)
static int __attribute__((format(printf, 2, 0)))
failing_vasprintf(char **p, const char *format, va_list ap)
{
	return fails() ? -1 : vasprintf(p, format, ap);
}

#define WRAP_ASPRINTF(name, nr, ...)					\
int __wrap_##name(char **p, ##__VA_ARGS__, const char *format, ...)	\
__attribute__((format(printf, nr, nr + 1)));				\
int __wrap_##name(char **p, ##__VA_ARGS__, const char *format, ...)	\
{									\
	va_list ap;							\
	int len;							\
									\
	va_start(ap, format);						\
	len = failing_vasprintf(p, format, ap);				\
	va_end(ap);							\
	return len;							\
}
WRAP_ASPRINTF(asprintf, 2)
/* What it is where _FORTIFY_SOURCE is defined. */
WRAP_ASPRINTF(__asprintf_chk, 3, __attribute__((unused)) int flag)

/* 0 or -ENOMEM; any other error of @call is for @err. */
static void expect(int ret, int err)
{
	if (ret != -ENOMEM || err == -ENOMEM) {
		ck_assert_int_eq(ret, err);
		return;
	}
	ck_assert(failed);
}

static void check_sentence(int ret)
{
	if (ret)
		ck_assert_uint_gt(strlen(failure()), 20);
	else
		ck_assert_str_eq(failure(), "");
}

/* Calls the library again without the failure, as it sticks. */
#define SET(call, err)						\
	do {							\
		int got = IN_LIBRARY(call);			\
								\
		expect(got, err);				\
		check_sentence(got);				\
		if (got == (err))				\
			break;					\
		ck_assert_uint_eq(kexec2_cause(kx),		\
				  KEXEC2_OUT_OF_MEMORY);	\
		kexec2_reset(kx);				\
		ck_assert_int_eq(call, err);			\
	} while (0)

static void scenario(const char *kernel, const char *part)
{
	struct kexec2 *other = NULL;
	int fd = open(part, O_RDONLY | O_CLOEXEC);
	int ret;

	ret = IN_LIBRARY(kexec2_new(&other));
	expect(ret, 0);
	if (ret)
		ck_assert_ptr_null(other);
	kexec2_unref(other);

	SET(kexec2_add_initrd_path(kx, part, "a"), 0);
	SET(kexec2_add_initrd_fd(kx, fd, "a", NULL), 0);
	SET(kexec2_add_initrd_fd(kx, fd, "a", "a name"), 0);
	close(fd);
	SET(kexec2_set_cmdline(kx, "quiet"), 0);
	SET(kexec2_add_initrd_path(kx, "/no/such", ""), -ENOENT);
	kexec2_reset(kx);
	SET(kexec2_add_initrd_path(kx, part, "no label"), -EINVAL);
	kexec2_reset(kx);
	SET(kexec2_add_initrd_path(kx, part, "a"), 0);
	SET(kexec2_set_kernel_path(kx, kernel), 0);

	fake.old_err = ENOSYS;
	ck_assert_int_eq(IN_LIBRARY(kexec2_load_joined(kx)), -ENOSYS);
	check_sentence(-ENOSYS);
	fake.err = ENOMEM;
	fake.stage = KEXEC_LOAD_INITRD;
	ck_assert_int_eq(IN_LIBRARY(kexec2_load(kx)), -ENOMEM);
	check_sentence(-ENOMEM);
}

START_TEST(every_allocation)
{
	const char *kernel = make_file("vmlinuz", 1);
	const char *part = make_file("a\033", 1);
	unsigned int n;

	for (n = 1; ; n++) {
		kexec2_unref(kx);
		ck_assert_int_eq(kexec2_new(&kx), 0);
		fake.err = 0;
		failed = false;
		countdown = n;
		scenario(kernel, part);
		countdown = 0;
		if (!failed)
			break;
	}
	ck_assert_uint_gt(n, 10);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *tc = tcase(suite, "memory");

	tcase_add_test(tc, every_allocation);
	return run_tests(suite);
}
