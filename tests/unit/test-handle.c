// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a handle takes, keeps and passes to the kernel. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

/* Loading */

START_TEST(load_without_kernel)
{
	ck_assert_int_eq(kexec2_load(kx), -EINVAL);
	ck_assert_uint_eq(fake.calls, 0);
	check_failure(KEXEC_LOAD_ARGS, -1, "no kernel", "set_kernel", NULL);
}
END_TEST

START_TEST(load_without_parts)
{
	set_any_kernel();
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE_NO_INITRAMFS);
	ck_assert_uint_eq(fake.args.nr_initrds, 0);
	ck_assert_uint_eq(fake.args.initrds, 0);
	ck_assert_uint_eq(fake.args.cmdline, 0);
	ck_assert_uint_eq(fake.args.cmdline_size, 0);
}
END_TEST

START_TEST(load_sizes)
{
	set_any_kernel();
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.size, KEXEC_FILE_LOAD2_ARGS_SIZE_VER0);
	ck_assert_uint_eq(fake.flags, 0);
	ck_assert_uint_eq(fake.args.initrd_size, KEXEC_INITRD_SIZE_VER0);
	ck_assert_uint_eq(fake.args.report_size, KEXEC_LOAD_REPORT_SIZE_VER1);
	ck_assert(fake.args.report != 0);
}
END_TEST

/* A later kernel has larger structures, and writes no more than asked. */
START_TEST(load_on_later_kernel)
{
	fake.growth = FAKE_GROWTH;
	set_any_kernel();
	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("a", 1), "a"), 0);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("b", 1), "b"), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_str_eq(fake.initrds[1].label, "b");

	fake.err = EIO;
	fake.stage = KEXEC_LOAD_INITRD;
	fake.initrd = 1;
	ck_assert_int_eq(kexec2_load(kx), -EIO);
	check_failure(KEXEC_LOAD_INITRD, 1, "/b", NULL);
}
END_TEST

START_TEST(load_in_order)
{
	static const char *const names[] = { "ucode", "base", "modules" };
	const char *paths[3];
	size_t i;
	int fd;

	set_any_kernel();
	for (i = 0; i < 3; i++) {
		paths[i] = make_file(names[i], 10);
		if (i == 1) {
			fd = open_ro(paths[i]);
			ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, NULL, NULL),
					 0);
			close(fd);
			continue;
		}
		ck_assert_int_eq(kexec2_add_initrd_path(kx, paths[i],
							names[i]), 0);
	}
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.nr_initrds, 3);
	ck_assert_uint_eq(fake.args.flags, 0);
	for (i = 0; i < 3; i++) {
		ck_assert_uint_eq(fake.initrd_inos[i], inode(paths[i]));
		ck_assert_uint_eq(fake.initrds[i].flags, 0);
	}
	ck_assert_str_eq(fake.initrds[0].label, "ucode");
	ck_assert_str_eq(fake.initrds[1].label, "");
	ck_assert_str_eq(fake.initrds[2].label, "modules");
	ck_assert(fake.all_cloexec);
}
END_TEST

START_TEST(load_flags)
{
	static const uint64_t flags[] = {
		0, KEXEC_FILE_ON_CRASH, KEXEC_FILE_DEBUG,
		KEXEC_FILE_ON_CRASH | KEXEC_FILE_DEBUG, 1ULL << 62, 1ULL << 63,
		KEXEC_FILE_NO_INITRAMFS, KEXEC_FILE2_REQUIRE_MEASURE,
		KEXEC_FILE2_REQUIRE_MEASURE | KEXEC_FILE_ON_CRASH,
	};

	set_any_kernel();
	ck_assert_int_eq(kexec2_set_flags(kx, flags[_i]), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.flags,
			  flags[_i] | KEXEC_FILE_NO_INITRAMFS);

	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("a", 1), ""), 0);
	if (flags[_i] & KEXEC_FILE_NO_INITRAMFS) {
		ck_assert_int_eq(kexec2_load(kx), -EINVAL);
		check_failure(KEXEC_LOAD_ARGS, -1, "flags 0x4",
			      "KEXEC_FILE_NO_INITRAMFS", NULL);
		check_cause(KEXEC2_BAD_FLAGS);
		ck_assert_uint_eq(fake.calls, 1);
		return;
	}
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.flags, flags[_i]);
}
END_TEST

START_TEST(unload_is_no_flag)
{
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_UNLOAD), -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "flags 0x1 ", NULL);
	check_cause(KEXEC2_BAD_FLAGS);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, make_file("k", 1)),
			 -EINVAL);
}
END_TEST

START_TEST(load_cmdline)
{
	static const char text[] = "root=/dev/vda1 quiet";
	char *copy = strdup(text);

	set_any_kernel();
	ck_assert_int_eq(kexec2_set_cmdline(kx, copy), 0);
	memset(copy, 'x', strlen(copy));
	free(copy);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_str_eq(fake.cmdline, text);
	ck_assert_uint_eq(fake.args.cmdline_size, sizeof(text));

	ck_assert_int_eq(kexec2_set_cmdline(kx, "single"), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_str_eq(fake.cmdline, "single");

	ck_assert_int_eq(kexec2_set_cmdline(kx, _i ? "" : NULL), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.cmdline, 0);
	ck_assert_uint_eq(fake.args.cmdline_size, 0);
}
END_TEST

START_TEST(load_again)
{
	set_any_kernel();
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.calls, 2);
}
END_TEST

/* Names */

START_TEST(given_names)
{
	const char *paths[2] = { make_file("a", 1), make_file("b", 1) };
	const char *kernel = make_file("vmlinuz", 9);
	int fd;

	fd = open_ro(kernel);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, fd, "u.efi:.linux"), 0);
	close(fd);
	fd = open_ro(paths[0]);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, fd, "", "u.efi:.initrd"), 0);
	close(fd);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, paths[1], ""), 0);

	fake.err = EIO;
	fake.stage = KEXEC_LOAD_KERNEL;
	ck_assert_int_eq(kexec2_load(kx), -EIO);
	check_failure(KEXEC_LOAD_KERNEL, -1, "u.efi:.linux: ", NULL);
	fake.stage = KEXEC_LOAD_INITRD;
	fake.initrd = 0;
	ck_assert_int_eq(kexec2_load(kx), -EIO);
	check_failure(KEXEC_LOAD_INITRD, 0, "u.efi:.initrd (initrd 0): ", NULL);
	fake.initrd = 1;
	ck_assert_int_eq(kexec2_load(kx), -EIO);
	check_failure(KEXEC_LOAD_INITRD, 1, paths[1], " (initrd 1): ", NULL);

	/* another kernel does not inherit it */
	ck_assert_int_eq(kexec2_set_kernel_path(kx, kernel), 0);
	fake.stage = KEXEC_LOAD_KERNEL;
	fake.initrd = -1;
	ck_assert_int_eq(kexec2_load(kx), -EIO);
	check_failure(KEXEC_LOAD_KERNEL, -1, kernel, NULL);
}
END_TEST

/* The kernel */

START_TEST(kernel_is_replaced)
{
	const char *first = make_file("first", 1);
	const char *second = make_file("second", 1);
	int fd;

	ck_assert_int_eq(kexec2_set_kernel_path(kx, first), 0);
	fd = open_ro(second);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, fd, NULL), 0);
	close(fd);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.kernel_ino, inode(second));

	ck_assert_int_eq(kexec2_set_kernel_path(kx, first), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.kernel_ino, inode(first));
}
END_TEST

/* What is wrong with the kernel, with a new handle for each. */
START_TEST(kernel_refused)
{
	char path[128];
	int fds[2];

	ck_assert_int_eq(kexec2_set_kernel_path(kx, "/no/such"), -ENOENT);
	check_failure(KEXEC_LOAD_KERNEL, -1, "/no/such: no such file", NULL);
	check_cause(KEXEC2_NO_FILE);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, -1, NULL), -EBADF);
	check_failure(KEXEC_LOAD_KERNEL, -1, "fd -1", "open the file", NULL);
	check_cause(KEXEC2_BAD_FD);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, 9999, "image"), -EBADF);
	check_failure(KEXEC_LOAD_KERNEL, -1, "image: ", NULL);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, NULL), -EINVAL);
	check_failure(KEXEC_LOAD_KERNEL, -1, "kernel: missing", NULL);
	check_cause(KEXEC2_BAD_ARGUMENT);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, test_dir()), -EISDIR);
	check_failure(KEXEC_LOAD_KERNEL, -1, test_dir(), "directory", NULL);
	check_cause(KEXEC2_DIRECTORY);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, make_file("e", 0)),
			 -EINVAL);
	check_failure(KEXEC_LOAD_KERNEL, -1, "/e", "empty", NULL);
	check_cause(KEXEC2_EMPTY);
	kexec2_reset(kx);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, "/proc/self/maps"),
			 -EINVAL);
	check_failure(KEXEC_LOAD_KERNEL, -1, "/proc/self/maps", "/sys", NULL);
	kexec2_reset(kx);
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, fds[0], NULL), -EINVAL);
	close(fds[0]);
	close(fds[1]);
	check_failure(KEXEC_LOAD_KERNEL, -1, "pipe:[", "not a regular", NULL);
	check_cause(KEXEC2_NOT_REGULAR);
	kexec2_reset(kx);
	snprintf(path, sizeof(path), "%s/loop", test_dir());
	ck_assert_int_eq(symlink("loop", path), 0);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, path), -ELOOP);
	check_failure(KEXEC_LOAD_KERNEL, -1, path, "symbolic links", NULL);
	check_cause(KEXEC2_OTHER);
}
END_TEST

/* Setting it again does not undo a failure, and what was set stays. */
START_TEST(failures_stick)
{
	const char *kernel = make_file("vmlinuz", 1);
	const char *part = make_file("part", 1);
	const char *first;

	ck_assert_int_eq(kexec2_set_kernel_path(kx, kernel), 0);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, part, "base"), 0);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, "/no/such", "mods"),
			 -ENOENT);
	check_failure(KEXEC_LOAD_INITRD, 1, "/no/such (initrd 1): ", NULL);
	first = strdup(failure());

	ck_assert_int_eq(kexec2_add_initrd_path(kx, part, "mods"), -ENOENT);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, -1, NULL, NULL), -ENOENT);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, kernel), -ENOENT);
	ck_assert_int_eq(kexec2_set_kernel_fd(kx, -1, NULL), -ENOENT);
	ck_assert_int_eq(kexec2_set_cmdline(kx, "quiet"), -ENOENT);
	ck_assert_int_eq(kexec2_set_flags(kx, 0), -ENOENT);
	ck_assert_str_eq(failure(), first);

	ck_assert_int_eq(kexec2_load(kx), -ENOENT);
	ck_assert_int_eq(kexec2_load_joined(kx), -ENOENT);
	ck_assert_int_eq(kexec2_load_or_join(kx), -ENOENT);
	ck_assert_uint_eq(fake.calls + fake.old_calls, 0);
	check_failure(KEXEC_LOAD_INITRD, 1, first, NULL);
	check_cause(KEXEC2_NO_FILE);

	/* What is not about the image succeeds, and shows its own failures. */
	ck_assert_int_eq(kexec2_unload(kx, 0), 0);
	ck_assert_str_eq(failure(), "");
	check_cause(KEXEC2_NO_FAILURE);
	fake.reboot_err = EBUSY;
	ck_assert_int_eq(kexec2_exec(kx), -EBUSY);
	check_failure(KEXEC_LOAD_ARGS, -1, "normal image: another load", NULL);
	ck_assert_int_eq(kexec2_load(kx), -ENOENT);
	ck_assert_str_eq(failure(), first);
	free((char *)first);

	kexec2_reset(kx);
	ck_assert_str_eq(failure(), "");
	ck_assert_int_eq(kexec2_load(kx), -EINVAL);
	check_cause(KEXEC2_NO_KERNEL);
	ck_assert_int_eq(kexec2_set_kernel_path(kx, kernel), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.nr_initrds, 0);
	ck_assert_ptr_null((void *)(uintptr_t)fake.args.cmdline);
}
END_TEST

/* As the first example that everybody copies, with a part missing. */
START_TEST(unchecked_setters)
{
	kexec2_set_kernel_path(kx, make_file("vmlinuz", 1));
	kexec2_add_initrd_path(kx, "/no/such/early.cpio", "firmware");
	kexec2_add_initrd_path(kx, make_file("base", 1), "base");
	ck_assert_int_eq(kexec2_load(kx), -ENOENT);
	check_failure(KEXEC_LOAD_INITRD, 0, "/no/such/early.cpio", "initrd 0",
		      "no such file", NULL);
	ck_assert_uint_eq(fake.calls, 0);
}
END_TEST

/* A load that fails may be tried again. */
START_TEST(load_failures_do_not_stick)
{
	set_any_kernel();
	fake.err = EBUSY;
	fake.stage = KEXEC_LOAD_ARGS;
	ck_assert_int_eq(kexec2_load(kx), -EBUSY);
	check_cause(KEXEC2_BUSY);
	ck_assert_int_eq(kexec2_set_cmdline(kx, "quiet"), 0);
	ck_assert_str_eq(failure(), "");
	fake.err = 0;
	ck_assert_int_eq(kexec2_load(kx), 0);
	check_cause(KEXEC2_NO_FAILURE);
}
END_TEST

START_TEST(reset)
{
	char label[KEXEC_INITRD_LABEL_SIZE] = "b";

	set_any_kernel();
	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("a", 1),
						"a-long-label"), 0);
	ck_assert_int_eq(kexec2_set_cmdline(kx, "quiet"), 0);
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH), 0);
	ck_assert_ptr_eq(kexec2_ref(kx), kx);
	kexec2_reset(kx);
	kexec2_reset(NULL);
	ck_assert_int_eq(kexec2_load(kx), -EINVAL);

	ck_assert_int_eq(kexec2_set_kernel_path(kx, make_file("k", 1)), 0);
	ck_assert_int_eq(kexec2_add_initrd_path(kx, make_file("b", 1), "b"), 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.args.flags, 0);
	ck_assert_uint_eq(fake.args.nr_initrds, 1);
	ck_assert_uint_eq(fake.args.cmdline_size, 0);
	ck_assert_mem_eq(fake.initrds[0].label, label, sizeof(label));
	/* the reference is still there */
	ck_assert_ptr_null(kexec2_unref(kx));
	ck_assert_int_eq(kexec2_load(kx), 0);
}
END_TEST

/* A program that has not looked at what kexec2_new() returned */
START_TEST(no_handle)
{
	unsigned int stage = 99;
	int initrd = 99;

	ck_assert_str_eq(kexec2_failure(NULL, &stage, &initrd), "");
	ck_assert_uint_eq(stage, KEXEC_LOAD_DONE);
	ck_assert_int_eq(initrd, -1);
	ck_assert_uint_eq(kexec2_cause(NULL), KEXEC2_NO_FAILURE);
	ck_assert_int_eq(kexec2_set_kernel_fd(NULL, 0, NULL), -EINVAL);
	ck_assert_int_eq(kexec2_set_kernel_path(NULL, "/x"), -EINVAL);
	ck_assert_int_eq(kexec2_add_initrd_fd(NULL, 0, "", NULL), -EINVAL);
	ck_assert_int_eq(kexec2_add_initrd_path(NULL, "/x", ""), -EINVAL);
	ck_assert_int_eq(kexec2_set_cmdline(NULL, ""), -EINVAL);
	ck_assert_int_eq(kexec2_set_flags(NULL, 0), -EINVAL);
	ck_assert_int_eq(kexec2_load(NULL), -EINVAL);
	ck_assert_int_eq(kexec2_load_joined(NULL), -EINVAL);
	ck_assert_int_eq(kexec2_load_or_join(NULL), -EINVAL);
	ck_assert_uint_eq(fake.calls + fake.old_calls, 0);
	/* These need none. */
	ck_assert_int_eq(kexec2_unload(NULL, KEXEC_FILE_ON_CRASH), 0);
	ck_assert_int_eq(kexec2_unload(NULL, KEXEC_FILE_DEBUG), -EINVAL);
	ck_assert_int_eq(kexec2_is_loaded(NULL, 0), 0);
}
END_TEST

/* The caller keeps its descriptor, and may do with it what it likes. */
START_TEST(fds_are_duplicated)
{
	const char *kernel = make_file("vmlinuz", 1);
	const char *part = make_file("part", 1);
	int kernel_fd = open_ro(kernel);
	int part_fd = open_ro(part);

	ck_assert_int_eq(kexec2_set_kernel_fd(kx, kernel_fd, NULL), 0);
	ck_assert_int_eq(kexec2_add_initrd_fd(kx, part_fd, "x", NULL), 0);
	ck_assert_int_eq(fcntl(kernel_fd, F_GETFD), 0);
	ck_assert_int_eq(fcntl(part_fd, F_GETFD), 0);
	ck_assert_int_eq(dup2(0, kernel_fd), kernel_fd);
	close(kernel_fd);
	close(part_fd);

	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_uint_eq(fake.kernel_ino, inode(kernel));
	ck_assert_uint_eq(fake.initrd_inos[0], inode(part));
	ck_assert_int_ne(fake.args.kernel_fd, kernel_fd);
	ck_assert_int_gt(fake.args.kernel_fd, 2);
	ck_assert(fake.all_cloexec);
}
END_TEST

/* A program that has closed stdin does not get a part there. */
START_TEST(fds_avoid_standard_ones)
{
	int fd = open_ro(make_file("vmlinuz", 1));
	int saved = fcntl(0, F_DUPFD_CLOEXEC, 10);
	int ret;

	close(0);
	ret = kexec2_set_kernel_fd(kx, fd, NULL);
	dup2(saved, 0);
	close(saved);
	close(fd);
	ck_assert_int_eq(ret, 0);
	ck_assert_int_eq(kexec2_load(kx), 0);
	ck_assert_int_gt(fake.args.kernel_fd, 2);
}
END_TEST

/* Unloading */

START_TEST(unload)
{
	/* What the handle describes does not matter. */
	ck_assert_int_eq(kexec2_set_flags(kx, KEXEC_FILE_ON_CRASH |
					      KEXEC_FILE_DEBUG), 0);
	ck_assert_int_eq(kexec2_unload(kx, 0), 0);
	ck_assert_uint_eq(fake.calls, 0);
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert_int_eq(fake.old_kernel_fd, -1);
	ck_assert_int_eq(fake.old_initrd_fd, -1);
	ck_assert_uint_eq(fake.old_cmdline_len, 0);
	ck_assert_ptr_null(fake.old_cmdline);
	ck_assert_uint_eq(fake.old_flags, KEXEC_FILE_UNLOAD);

	ck_assert_int_eq(kexec2_unload(kx, KEXEC_FILE_ON_CRASH), 0);
	ck_assert_uint_eq(fake.old_flags,
			  KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH);
	ck_assert_int_eq(kexec2_unload(kx, KEXEC_FILE2_REQUIRE_MEASURE),
			 -EINVAL);
	check_failure(KEXEC_LOAD_ARGS, -1, "flags 0x100000000", NULL);
	check_cause(KEXEC2_BAD_FLAGS);
	ck_assert_uint_eq(fake.old_calls, 2);
}
END_TEST

START_TEST(unload_without_new_call)
{
	fake.absent = true;
	ck_assert_int_eq(kexec2_unload(kx, 0), 0);
	ck_assert_str_eq(failure(), "");
}
END_TEST

/* References and failures */

START_TEST(references)
{
	ck_assert_ptr_null(kexec2_unref(NULL));
	ck_assert_ptr_null(kexec2_ref(NULL));
	set_any_kernel();
	ck_assert_ptr_eq(kexec2_ref(kx), kx);
	ck_assert_ptr_null(kexec2_unref(kx));
	ck_assert_int_eq(kexec2_load(kx), 0);
}
END_TEST

static void *take_and_drop(void *arg)
{
	int i;

	(void)arg;
	for (i = 0; i < 20000; i++)
		kexec2_unref(kexec2_ref(kx));
	return NULL;
}

static void *use_own_handle(void *arg)
{
	struct kexec2 *own;
	char label[16];
	int i;

	for (i = 0; i < 200; i++) {
		if (kexec2_new(&own))
			return arg;
		snprintf(label, sizeof(label), "%p bad", arg);
		if (kexec2_add_initrd_fd(own, 0, label, NULL) != -EINVAL ||
		    !strstr(kexec2_failure(own, NULL, NULL), label))
			return arg;
		kexec2_reset(own);
		if (kexec2_set_kernel_path(own, "/no/such") != -ENOENT ||
		    !strstr(kexec2_failure(own, NULL, NULL), "/no/such"))
			return arg;
		kexec2_unref(own);
	}
	return NULL;
}

START_TEST(concurrent_use)
{
	void *(*const run)(void *) = _i ? use_own_handle : take_and_drop;
	static char names[4];
	pthread_t threads[4];
	void *bad;
	size_t i;

	set_any_kernel();
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, run,
						&names[i]), 0);
	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		ck_assert_int_eq(pthread_join(threads[i], &bad), 0);
		ck_assert_ptr_null(bad);
	}
	ck_assert_int_eq(kexec2_load(kx), 0);
}
END_TEST

START_TEST(failure_is_cleared)
{
	unsigned int stage = 99;
	int initrd = 99;

	ck_assert_str_eq(kexec2_failure(kx, &stage, &initrd), "");
	ck_assert_uint_eq(stage, KEXEC_LOAD_DONE);
	ck_assert_int_eq(initrd, -1);

	ck_assert_int_ne(kexec2_load(kx), 0);
	ck_assert_str_ne(failure(), "");
	ck_assert_int_eq(kexec2_set_flags(kx, 0), 0);
	ck_assert_str_eq(failure(), "");
	ck_assert_int_ne(kexec2_load(kx), 0);
	ck_assert_int_eq(kexec2_set_cmdline(kx, "a"), 0);
	ck_assert_str_eq(failure(), "");
	ck_assert_int_ne(kexec2_load(kx), 0);
	ck_assert_int_eq(kexec2_unload(kx, 0), 0);
	ck_assert_str_eq(failure(), "");
	ck_assert_int_ne(kexec2_load(kx), 0);
	ck_assert_int_eq(kexec2_is_loaded(kx, 0), 0);
	ck_assert_str_eq(failure(), "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("handle");
	TCase *load = tcase(suite, "load");
	TCase *kernel = tcase(suite, "kernel");
	TCase *other = tcase(suite, "other");

	tcase_add_test(load, load_without_kernel);
	tcase_add_test(load, load_without_parts);
	tcase_add_test(load, load_sizes);
	tcase_add_test(load, load_on_later_kernel);
	tcase_add_test(load, load_in_order);
	tcase_add_loop_test(load, load_flags, 0, 9);
	tcase_add_test(load, unload_is_no_flag);
	tcase_add_loop_test(load, load_cmdline, 0, 2);
	tcase_add_test(load, load_again);
	tcase_add_test(load, given_names);
	tcase_add_test(kernel, kernel_is_replaced);
	tcase_add_test(kernel, kernel_refused);
	tcase_add_test(kernel, fds_are_duplicated);
	tcase_add_test(kernel, fds_avoid_standard_ones);
	tcase_add_test(other, failures_stick);
	tcase_add_test(other, unchecked_setters);
	tcase_add_test(other, load_failures_do_not_stick);
	tcase_add_test(other, reset);
	tcase_add_test(other, no_handle);
	tcase_add_test(other, unload);
	tcase_add_test(other, unload_without_new_call);
	tcase_add_test(other, references);
	tcase_add_loop_test(other, concurrent_use, 0, 2);
	tcase_add_test(other, failure_is_cleared);
	return run_tests(suite);
}
