// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The parts that a handle takes: files, labels, and how many. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

/* A FIFO without a writer must not make the caller wait. */
START_TEST(fifo_does_not_block)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/fifo", test_dir());
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	alarm(10);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, path, NULL), -EINVAL);
	alarm(0);
	check_failure(KEXEC_LOAD_INITRD, 0, path, "not a regular file", NULL);
}
END_TEST

START_TEST(label_good)
{
	static const char *const labels[] = {
		"", "a", "Z", "0", ".", "-", "_", "base.img_1-A",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
		"abcdefghijklmnopqrstuvwxyz.-_56",
	};
	const char *label = labels[_i];
	char expected[KEXEC_INITRD_LABEL_SIZE] = { 0 };

	set_any_kernel();
	memcpy(expected, label, strlen(label));
	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("a", 1), label),
			 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_mem_eq(fake.initrds[0].label, expected, sizeof(expected));
}
END_TEST

START_TEST(label_bad)
{
	static const char *const labels[] = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		" ", "a b", "a/b", "a=b", "a|b", "a\n", "\x7f", "a:b", "a,b",
		"\xc3\xa4", "*", "a+b", "~",
	};
	const char *part = make_file("a", 1);
	int fd = open_ro(part);

	ck_assert_int_eq(kexec2_add_initrd_path(kx, part, labels[_i]), -EINVAL);
	check_failure(KEXEC_LOAD_INITRD, 0, part, " (initrd 0): invalid label",
		      "1 to 31 characters of A-Z a-z 0-9 . _ -", NULL);
	check_cause(KEXEC2_BAD_LABEL);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, labels[_i], NULL), -EINVAL);
	check_failure(KEXEC_LOAD_INITRD, 0, "label", NULL);
	close(fd);
	kexec2_reset(kx);

	set_any_kernel();
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.nr_initrds, 0);
}
END_TEST

/* Every byte, against the definition of the uapi header. */
START_TEST(label_every_character)
{
	const char *part = make_file("a", 1);
	char label[] = "?";
	bool good;
	int c;

	for (c = 1; c < 256; c++) {
		label[0] = (char)c;
		good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		       (c >= '0' && c <= '9') || c == '.' || c == '_' ||
		       c == '-';
		ck_assert_int_eq(kexec2_add_initrd_path(kx, part, label),
				 good ? 0 : -EINVAL);
		kexec2_reset(kx);
	}
}
END_TEST

START_TEST(parts_at_most_256)
{
	const char *part = make_file("a", 1);
	char label[KEXEC_INITRD_LABEL_SIZE];
	struct rlimit limit;
	unsigned int i;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_uint_gt(limit.rlim_cur, 300);
	set_any_kernel();
	for (i = 0; i < 256; i++) {
		snprintf(label, sizeof(label), "part-%u", i);
		ck_assert_int_eq(kexec2_add_initrd_path(kx, part, label), 0);
	}
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.nr_initrds, 256);
	for (i = 0; i < 256; i++) {
		snprintf(label, sizeof(label), "part-%u", i);
		ck_assert_str_eq(fake.initrds[i].label, label);
	}

	ck_assert_int_eq(kexec2_add_initrd_path(kx, part, "x"), -EINVAL);
	check_failure(KEXEC_LOAD_INITRD, 256, "initrd 256",
		      "too many initrds (257, maximum 256)", NULL);
	check_cause(KEXEC2_TOO_MANY_PARTS);
	ck_assert_int_eq(kexec2_load(kx), -EINVAL);
}
END_TEST

START_TEST(parts_refused)
{
	const char *part = make_file("a", 1);
	const int fill = 40;
	struct rlimit limit, low;
	int fds[40];
	int n;

	ck_assert_int_eq(kexec2_add_initrd_path(kx, part, "one"), 0);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, 9999, "two", NULL), -EBADF);
	check_failure(KEXEC_LOAD_INITRD, 1, "fd 9999, ", " (initrd 1): ",
		      "not an open file descriptor", NULL);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, NULL, "two"), -EINVAL);
	check_failure(KEXEC_LOAD_INITRD, 0, "initrd 0", "missing", NULL);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, test_dir(), ""), -EISDIR);
	check_failure(KEXEC_LOAD_INITRD, 0, test_dir(), "is a directory", NULL);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("0", 0), ""),
			 -EINVAL);
	check_failure(KEXEC_LOAD_INITRD, 0, "/0 (initrd 0): empty", NULL);
	kexec2_reset(kx);

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = (rlim_t)fill;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &low), 0);
	for (n = 0; n < fill; n++) {
		fds[n] = dup(0);
		if (fds[n] < 0)
			break;
	}
	ck_assert_int_eq(kexec2_add_initrd_path(kx, part, "two"), -EMFILE);
	check_failure(KEXEC_LOAD_INITRD, 0, part, "ulimit -n", NULL);
	check_cause(KEXEC2_TOO_MANY_FILES);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	while (n-- > 0)
		close(fds[n]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("parts");
	TCase *files = tcase(suite, "files");
	TCase *labels = tcase(suite, "labels");
	TCase *number = tcase(suite, "number");

	tcase_add_test(files, fifo_does_not_block);
	tcase_add_test(files, parts_refused);
	tcase_add_loop_test(labels, label_good, 0, 10);
	tcase_add_loop_test(labels, label_bad, 0, 15);
	tcase_add_test(labels, label_every_character);
	tcase_add_test(number, parts_at_most_256);
	return run_tests(suite);
}
