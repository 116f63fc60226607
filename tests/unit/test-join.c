// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The file of --concat: its bytes, its digest beforehand, and what fails. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "image/join.h"
#include "unit.h"

/* An appended signature of four bytes: PKEY_ID_PKCS7, and its length. */
#define SIGNED	"abcdSIGN\0\0\2\0\0\0\0\0\0\0\0\4~Module signature appended~\n"

static struct image image;
static struct reason reason;
static int memfd_err;

int __real_memfd_create(const char *name, unsigned int flags);
int __wrap_memfd_create(const char *name, unsigned int flags);
int __wrap_memfd_create(const char *name, unsigned int flags)
{
	if (!memfd_err)
		return __real_memfd_create(name, flags);
	errno = memfd_err;
	return -1;
}

static int file_of(const void *bytes, size_t size)
{
	int fd = __real_memfd_create("part", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	return fd;
}

static void add(const void *bytes, size_t size, const char *label)
{
	ck_assert_int_eq(image_take_initrd(&image, file_of(bytes, size), "part",
					   label, &reason), 0);
}

static void add_piece(const void *bytes, size_t size, uint64_t offset,
		      uint64_t piece)
{
	int fd = file_of(bytes, size);

	ck_assert_int_eq(image_add_piece(&image, fd, offset, piece, "file",
					 ":piece", "p", &reason), 0);
	close(fd);
}

static void start(void)
{
	image_free(&image);
	image = IMAGE_INIT;
}

/* Digest them, join them, and compare both with what is expected. */
static void check(const void *bytes, size_t size)
{
	struct digest before, digest;
	char got[256];

	ck_assert_int_eq(join_digest(&image, "sha256", &before, &reason), 0);
	ck_assert_int_eq(join_parts(&image, &reason), 0);
	ck_assert_uint_eq(image.nr_initrds, 1);
	ck_assert_str_eq(image.initrds[0].label, "");
	ck_assert_int_eq(pread(image.initrds[0].fd, got, sizeof(got), 0),
			 (ssize_t)size);
	ck_assert_mem_eq(got, bytes, size);
	ck_assert_int_eq(digest_bytes(&digest, "sha256", bytes, size), 0);
	ck_assert_mem_eq(before.bytes, digest.bytes, digest.len);
}

START_TEST(joined)
{
	start();
	add("abc", 3, "a");
	add("defg", 4, NULL);
	add("", 0, NULL);
	add_piece("-hijk-", 6, 1, 4);
	check("abc\0\0\0\0\0defg\0\0\0\0\0\0\0\0hijk", 24);
	ck_assert_str_eq(image.initrds[0].name, "initramfs of 4 parts");
	/* A signature belongs to a file, and one part stays a file. */
	start();
	add(SIGNED, sizeof(SIGNED) - 1, "s");
	check(SIGNED, sizeof(SIGNED) - 1);
	start();
	add(SIGNED, sizeof(SIGNED) - 1, "s");
	add("e", 1, "e");
	check("abcd\0\0\0\0e", 9);
	/* None is none. */
	start();
	ck_assert_int_eq(join_parts(&image, &reason), 0);
	ck_assert_uint_eq(image.nr_initrds, 0);
	image_free(&image);
}
END_TEST

/* What cannot be read is named, and the parts stay. */
static void fails(int err, const char *words)
{
	size_t before = image.nr_initrds;

	ck_assert_int_eq(join_parts(&image, &reason), err);
	ck_assert_has(reason.text, words);
	ck_assert_uint_eq(image.nr_initrds, before);
}

START_TEST(failures)
{
	struct rlimit limit, small;
	struct digest digest;
	int fd;

	start();
	add("abc", 3, NULL);
	add_piece("def", 3, 1, 9);
	fails(-EINVAL, "file:piece: ");
	ck_assert_int_eq(join_digest(&image, "sha256", &digest, &reason),
			 -EINVAL);
	start();
	add("abc", 3, NULL);
	add("def", 3, NULL);
	ck_assert_int_eq(join_digest(&image, "frob", &digest, &reason),
			 -EOPNOTSUPP);
	ck_assert_has(reason.text, "cannot be digested");
	memfd_err = EMFILE;
	fails(-EMFILE, "cannot copy to memory (Too many open files)");
	memfd_err = 0;
	/* What would be too large is a signal first. */
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	small = (struct rlimit){ 5, limit.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	fails(-EFBIG, "part: cannot copy to memory (File too large)");
	setrlimit(RLIMIT_FSIZE, &limit);
	fd = image.initrds[1].fd;
	image.initrds[1].fd = -1;
	fails(-EBADF, "part: cannot be examined");
	image.initrds[1].fd = fd;
	image_free(&image);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("join");
	TCase *tc = tcase(suite, "join");

	image = IMAGE_INIT;
	tcase_add_test(tc, joined);
	tcase_add_test(tc, failures);
	return run_tests(suite);
}
