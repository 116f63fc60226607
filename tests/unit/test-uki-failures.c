// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Everything that composing a unified kernel image asks of the kernel fails
 * once: it must say so, and leak nothing.  The linker sends the calls here
 * (--wrap).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/uki/uki.h"
#include "pe-file.h"
#include "unit.h"

static unsigned int countdown;	/* 0: none fails */
static bool armed;		/* in the command, not in libcheck */
static int failed;		/* the error that was made up, or 0 */
static bool old_kernel;		/* that knows no MFD_NOEXEC_SEAL */

static bool fails(int err)
{
	if (!armed || !countdown || --countdown)
		return false;
	failed = err;
	errno = err;
	return true;
}

#define WRAP(type, name, params, args, err, on_failure)	\
	type __real_##name params;			\
	type __wrap_##name params;			\
	type __wrap_##name params			\
	{						\
		if (fails(err))				\
			return on_failure;		\
		return __real_##name args;		\
	}

WRAP(ssize_t, sendfile64, (int to, int from, off_t *offset, size_t size),
     (to, from, offset, size), ENOSPC, -1)
WRAP(ssize_t, pread64, (int fd, void *buf, size_t size, off_t offset),
     (fd, buf, size, offset), EIO, -1)

int __real_memfd_create(const char *name, unsigned int flags);
int __wrap_memfd_create(const char *name, unsigned int flags);
int __wrap_memfd_create(const char *name, unsigned int flags)
{
	if (fails(EMFILE))
		return -1;
	if (armed && old_kernel &&
	    flags & ~(unsigned int)(MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
		errno = EINVAL;
		return -1;
	}
	return __real_memfd_create(name, flags);
}

int __real_fcntl64(int fd, int cmd, ...);
int __wrap_fcntl64(int fd, int cmd, ...);
int __wrap_fcntl64(int fd, int cmd, ...)
{
	va_list ap;
	int arg;

	if (cmd == F_ADD_SEALS && fails(EPERM))
		return -1;
	va_start(ap, cmd);
	arg = va_arg(ap, int);
	va_end(ap);
	return __real_fcntl64(fd, cmd, arg);
}

static void write_pe(const char *path, const struct pe_spec *specs)
{
	struct pe_file file;
	FILE *to = fopen(path, "w");

	pe_file(&file, specs);
	ck_assert_ptr_nonnull(to);
	ck_assert_uint_eq(fwrite(file.bytes, file.size, 1, to), 1);
	ck_assert_int_eq(fclose(to), 0);
}

static char path[128];

static void make_files(void)
{
	static const struct pe_spec image[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(".ucode", "ucode"),
		PE_SECTION(".initrd", "initrd"), PE_SECTION(".cmdline", "a"),
		PE_SECTION(".uname", "6.12"), PE_SECTION(".dtb", "tree"),
		PE_END,
	};
	static const struct pe_spec addon[] = {
		PE_SECTION(".initrd", "more"), PE_SECTION(".cmdline", "b"),
		PE_SECTION(".uname", "6.12"), PE_END,
	};
	static const struct pe_spec other[] = {
		PE_SECTION(".initrd", "more"), PE_SECTION(".uname", "6.1"),
		PE_END,
	};
	char name[256];

	snprintf(path, sizeof(path), "%s/linux.efi", test_dir());
	write_pe(path, image);
	snprintf(name, sizeof(name), "%s.extra.d", path);
	ck_assert_int_eq(mkdir(name, 0700), 0);
	snprintf(name, sizeof(name), "%s.extra.d/a.addon.efi", path);
	write_pe(name, addon);
	snprintf(name, sizeof(name), "%s.extra.d/b.addon.efi", path);
	write_pe(name, other);
	snprintf(name, sizeof(name), "%s.extra.d/c.cred", path);
	write_pe(name, other);
}

START_TEST(each_call)
{
	unsigned int nth, errors[2] = { 0 };

	make_files();
	for (nth = 1;; nth++) {
		struct image image = IMAGE_INIT;
		struct reason reason = { "" };
		int err;

		failed = 0;
		countdown = nth;
		armed = true;
		err = image_add_uki(&image, path, NULL, &reason);
		armed = false;
		ck_assert_int_eq(err, -failed);
		if (!failed) {
			ck_assert_uint_eq(image.nr_initrds, 3);
			ck_assert_str_eq(image.cmdline, "a b");
			ck_assert_uint_eq(image.nr_notices, 2);
			image_free(&image);
			break;
		}
		ck_assert_has(reason.text, strerror(-err));
		errors[0] += err == -EIO;
		errors[1] += err == -EPERM || err == -ENOSPC || err == -EMFILE;
		image_free(&image);
	}
	ck_assert_uint_gt(errors[0], 10);
	ck_assert_uint_eq(errors[1], 5 * 3);	/* for each that is copied */
}
END_TEST

START_TEST(without_noexec)
{
	struct image image = IMAGE_INIT;
	struct reason reason;
	int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

	make_files();
	countdown = 0;
	armed = old_kernel = true;
	ck_assert_int_eq(image_add_uki(&image, path, NULL, &reason), 0);
	armed = old_kernel = false;
	ck_assert_int_eq(fcntl(image.kernel.fd, F_GET_SEALS), seals);
	image_free(&image);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("uki-failures");
	TCase *failures = tcase(suite, "failures");

	tcase_add_test(failures, each_call);
	tcase_add_test(failures, without_noexec);
	return run_tests(suite);
}
