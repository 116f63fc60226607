// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2(2) and the sysctls that limit and disable loading.
 *
 * They can only be made stricter: run this on a machine that is to be booted
 * again.  Only what is permitted and well-formed is counted.
 */
#define _GNU_SOURCE
#include "load2.h"

#define DISABLED	"/proc/sys/kernel/kexec_load_disabled"
#define LIMIT_REBOOT	"/proc/sys/kernel/kexec_load_limit_reboot"
#define LIMIT_PANIC	"/proc/sys/kernel/kexec_load_limit_panic"

/* Two loads and an unload. */
#define LIMIT		3

FIXTURE(limits)
{
	struct load2 l;
};

FIXTURE_SETUP(limits)
{
	if (read_number(DISABLED) < 0)
		SKIP(return, "%s: %s", DISABLED,
		     strerror(-read_number(DISABLED)));
	if (read_number(DISABLED))
		SKIP(return, "loading is disabled already");
	load2_setup(_metadata, &self->l);
}

/* An unload is counted, too: the tests unload while they can. */
FIXTURE_TEARDOWN(limits)
{
	EXPECT_FALSE(is_loaded());
}

static struct load2 *copy_load2(const struct load2 *good, __u64 type)
{
	static struct load2 l;

	l = *good;
	l.args.flags = type;
	l.args.initrds = u64_ptr(l.parts);
	l.args.report = u64_ptr(&l.report);
	return &l;
}

static void __expect_uncounted(struct __test_metadata *_metadata, int line,
			       const char *limit)
{
	EXPECT_EQ(LIMIT, read_number(limit))
		TH_LOG("counted before line %d", line);
}

#define expect_uncounted() __expect_uncounted(_metadata, __LINE__, limit)

/* To look at the image is no load. */
static void expect_verify(struct __test_metadata *_metadata, __u64 type,
			  long want)
{
	struct kexec_load_report report;

	if (can_verify())
		EXPECT_EQ(want, verify(&report, type));
}

/* Bad arguments of every kind, none of which is counted. */
static void expect_not_counted(struct __test_metadata *_metadata,
			       const struct load2 *good, __u64 type,
			       const char *limit)
{
	struct load2 *l;
	int fd, writer;
	pid_t pid;
	char c;

	expect_verify(_metadata, type, -ENOENT);
	expect_uncounted();

	/* The arguments */
	l = copy_load2(good, type);
	EXPECT_EQ(-EFAULT, sys_load2(NULL, sizeof(l->args), 0));
	EXPECT_EQ(-EINVAL, sys_load2(&l->args, ARGS_VER0 - 1, 0));
	EXPECT_EQ(-E2BIG, sys_load2(&l->args, SIZE_MAX, 0));
	EXPECT_EQ(-EINVAL, sys_load2(&l->args, sizeof(l->args), 2));
	expect_uncounted();
	l->args.flags |= 1ULL << 63;
	expect_args_error(l, -EINVAL);
	l->args.flags |= KEXEC_FILE_UNLOAD;
	expect_args_error(l, -EINVAL);
	expect_uncounted();
	l = copy_load2(good, type);
	l->args.flags |= KEXEC_FILE_NO_INITRAMFS;
	expect_args_error(l, -EINVAL);
	expect_uncounted();

	/* The report */
	l = copy_load2(good, type);
	l->args.report = 1;
	EXPECT_EQ(-EFAULT, load2_run(l));
	l->args.flags |= KEXEC_FILE_UNLOAD;
	EXPECT_EQ(-EFAULT, load2_run(l));
	l = copy_load2(good, type);
	l->args.report_size = 1;
	EXPECT_EQ(-EINVAL, load2_run(l));
	expect_uncounted();

	/* The elements */
	l = copy_load2(good, type);
	l->args.nr_initrds = KEXEC_INITRD_MAX + 1;
	expect_args_error(l, -EINVAL);
	l = copy_load2(good, type);
	l->args.initrds = 1;
	expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, 0);
	l = copy_load2(good, type);
	l->args.initrd_size = INITRD_VER0 - 1;
	expect_args_error(l, -EINVAL);
	l = copy_load2(good, type);
	l->parts[1].flags = 1;
	expect_load(l, -EINVAL, KEXEC_LOAD_ARGS, 1);
	l = copy_load2(good, type);
	for (c = 1; c <= '*'; c++) {
		l->parts[1].label[0] = c;
		expect_load(l, -EINVAL, KEXEC_LOAD_ARGS, 1);
	}
	expect_uncounted();

	/* The files, as far as they are looked at before they are read */
	l = copy_load2(good, type);
	l->args.kernel_fd = -1;
	expect_load(l, -EBADF, KEXEC_LOAD_KERNEL, -1);
	l = copy_load2(good, type);
	l->parts[2].fd = -1;
	expect_load(l, -EBADF, KEXEC_LOAD_INITRD, 2);
	l = copy_load2(good, type);
	l->parts[2].fd = data_file(_metadata, "", 0);
	expect_load(l, -EINVAL, KEXEC_LOAD_INITRD, 2);
	l = copy_load2(good, type);
	writer = reopen(l->parts[2].fd, O_WRONLY);
	ASSERT_LE(0, writer);
	expect_load(l, -ETXTBSY, KEXEC_LOAD_INITRD, 2);
	close(writer);
	fd = sparse_file(_metadata, 4ULL << 30);
	if (fd >= 0) {
		l->parts[2].fd = fd;
		expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 2);
	}
	expect_uncounted();

	/* The command line */
	l = copy_load2(good, type);
	l->args.cmdline = 1;
	expect_load(l, -EFAULT, KEXEC_LOAD_CMDLINE, -1);
	l = copy_load2(good, type);
	l->args.cmdline_size--;
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	l->args.cmdline_size = ~0ULL;
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	expect_uncounted();

	/* Whoever is not permitted anyway */
	l = copy_load2(good, type);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		ASSERT_EQ(0, setresuid(65534, 65534, 65534));
		expect_args_error(l, -EPERM);
		_exit(0);
	}
	expect_child(pid);
	expect_uncounted();

	/* Nor is a question */
	EXPECT_EQ(KEXEC_FILE_LOAD2_ABI_VERSION,
		  sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI));
	expect_uncounted();
}

TEST_F(limits, reboot)
{
	struct load2 *l = &self->l;
	long panic = read_number(LIMIT_PANIC);
	long limit = read_number(LIMIT_REBOOT);

	if (limit >= 0 && limit <= LIMIT)
		SKIP(return, "the limit is %ld already", limit);
	ASSERT_EQ(0, write_text(LIMIT_REBOOT, "3"));
	ASSERT_EQ(LIMIT, read_number(LIMIT_REBOOT));

	expect_not_counted(_metadata, l, 0, LIMIT_REBOOT);

	expect_success(l);
	EXPECT_EQ(LIMIT - 1, read_number(LIMIT_REBOOT));
	expect_success(l);
	EXPECT_EQ(LIMIT - 2, read_number(LIMIT_REBOOT));
	EXPECT_TRUE(is_loaded());
	l->args.flags = KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_EQ(0, read_number(LIMIT_REBOOT));
	EXPECT_FALSE(is_loaded());

	expect_args_error(l, -EPERM);
	l->args.flags = 0;
	expect_args_error(l, -EPERM);
	EXPECT_FALSE(is_loaded());
	EXPECT_EQ(0, read_number(LIMIT_REBOOT));
	EXPECT_EQ(KEXEC_FILE_LOAD2_ABI_VERSION,
		  sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI));

	/* The other limit is another limit. */
	EXPECT_EQ(panic, read_number(LIMIT_PANIC));
}

TEST_F(limits, panic)
{
	struct load2 *l = &self->l;
	long reboot = read_number(LIMIT_REBOOT);
	long limit = read_number(LIMIT_PANIC);

	if (limit >= 0 && limit <= LIMIT)
		SKIP(return, "the limit is %ld already", limit);
	ASSERT_EQ(0, write_text(LIMIT_PANIC, "3"));
	ASSERT_EQ(LIMIT, read_number(LIMIT_PANIC));

	expect_not_counted(_metadata, l, KEXEC_FILE_ON_CRASH, LIMIT_PANIC);

	/* There may be no memory for a crash image, so only unload. */
	l->args.flags = KEXEC_FILE_ON_CRASH | KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_EQ(LIMIT - 1, read_number(LIMIT_PANIC));
	EXPECT_EQ(reboot, read_number(LIMIT_REBOOT));
}

/* The last one, and before it something is still permitted. */
TEST_F(limits, disabled)
{
	struct load2 *l = &self->l;
	long limit;

	l->args.flags = KEXEC_FILE_ON_CRASH | KEXEC_FILE_UNLOAD;
	expect_success(l);
	limit = read_number(LIMIT_PANIC);
	ASSERT_NE(0, limit);

	ASSERT_EQ(0, write_text(DISABLED, "1"));
	expect_args_error(l, -EPERM);
	EXPECT_EQ(limit, read_number(LIMIT_PANIC));
	expect_verify(_metadata, 0, -ENOENT);
	expect_verify(_metadata, KEXEC_FILE_ON_CRASH, -ENOENT);
	l->args.flags = KEXEC_FILE_ON_CRASH;
	expect_args_error(l, -EPERM);
	EXPECT_EQ(limit, read_number(LIMIT_PANIC));
	l->args.flags = KEXEC_FILE_UNLOAD;
	expect_args_error(l, -EPERM);
	l->args.flags = 0;
	expect_args_error(l, -EPERM);
	EXPECT_TRUE(is_writable(l->parts[0].fd));
	EXPECT_EQ(KEXEC_FILE_LOAD2_ABI_VERSION,
		  sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI));
}

LOAD2_HARNESS_MAIN
