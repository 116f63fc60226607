// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

struct kexec2 *kx;

static char dir[64];
static char paths[32][128];
static unsigned int nr_paths;
static unsigned int open_before;

static unsigned int count_fds(void)
{
	DIR *fds = opendir("/proc/self/fd");
	unsigned int count = 0;

	ck_assert_ptr_nonnull(fds);
	while (readdir(fds))
		count++;
	closedir(fds);
	return count;
}

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void setup(void)
{
	fake_reset();
	nr_paths = 0;
	snprintf(dir, sizeof(dir), "/tmp/kexec2-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	open_before = count_fds();
	ck_assert_int_eq(kexec2_new(&kx), 0);
}

static void teardown(void)
{
	kx = kexec2_unref(kx);
	nftw(dir, remove_entry, 4, FTW_DEPTH | FTW_PHYS);
	ck_assert_uint_eq(count_fds(), open_before);
}

TCase *tcase(Suite *suite, const char *name)
{
	TCase *tc = tcase_create(name);

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 120);
	suite_add_tcase(suite, tc);
	return tc;
}

const char *test_dir(void)
{
	return dir;
}

const char *make_file(const char *name, size_t size)
{
	char *path;
	int fd;

	ck_assert_uint_lt(nr_paths, ARRAY_SIZE(paths));
	path = paths[nr_paths++];
	snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, (off_t)size), 0);
	close(fd);
	return path;
}

const char *make_initrd(const char *name, size_t size)
{
	static const char trailer[] =
		"070701" "00000000" "00000000" "00000000" "00000000" "00000001"
		"00000000" "00000000" "00000000" "00000000" "00000000" "00000000"
		"0000000b" "00000000"
		"TRAILER!!!";
	const char *path = make_file(name, size);
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_uint_ge(size, 124);
	ck_assert_int_eq(pwrite(fd, trailer, sizeof(trailer), 0),
			 (ssize_t)sizeof(trailer));
	close(fd);
	return path;
}

int open_ro(const char *path)
{
	int fd = open(path, O_RDONLY);

	ck_assert_int_ge(fd, 0);
	return fd;
}

void set_any_kernel(void)
{
	ck_assert_int_eq(kexec2_set_kernel_path(kx, make_file("vmlinuz", 9)),
			 0);
}

ino_t inode(const char *path)
{
	struct stat st;

	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_ino;
}

const char *failure(void)
{
	return kexec2_failure(kx, NULL, NULL);
}

void check_failure(unsigned int stage, int initrd, ...)
{
	unsigned int got_stage;
	const char *sentence, *words;
	int got_initrd;
	va_list ap;

	sentence = kexec2_failure(kx, &got_stage, &got_initrd);
	ck_assert_uint_eq(got_stage, stage);
	ck_assert_int_eq(got_initrd, initrd);
	va_start(ap, initrd);
	while ((words = va_arg(ap, const char *)))
		ck_assert_has(sentence, words);
	va_end(ap);
}

void check_cause(unsigned int cause)
{
	ck_assert_uint_eq(kexec2_cause(kx), cause);
}

int run_tests(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_set_tap(runner, "-");
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
