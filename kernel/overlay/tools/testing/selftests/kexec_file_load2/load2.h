/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What the tests of kexec_file_load2(2) share.
 *
 * They run as root and load the kernel image that KEXEC_TEST_KERNEL names,
 * /boot/vmlinuz if it names none.  Work files are in TMPDIR, or /tmp; they
 * have no name and vanish with the test that made them.
 */
#ifndef LOAD2_H
#define LOAD2_H

#include <fcntl.h>
#include <limits.h>
#include <linux/kexec.h>
#include <linux/kexec_file_load2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include "../kselftest_harness.h"

/* Each load hashes the kernel image, and some machines are emulated. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	180

#ifndef KEXEC_FILE_DEBUG
#define KEXEC_FILE_DEBUG	0x00000008
#endif

#define ARGS_VER0	KEXEC_FILE_LOAD2_ARGS_SIZE_VER0
#define INITRD_VER0	KEXEC_INITRD_SIZE_VER0
#define REPORT_VER0	KEXEC_LOAD_REPORT_SIZE_VER0
#define REPORT_VER1	KEXEC_LOAD_REPORT_SIZE_VER1

/* Not a stage, and no index of a part. */
#define POISON		0xa5
#define POISON32	0xa5a5a5a5u

#define LOADED		"/sys/kernel/kexec_loaded"
#define CRASH_LOADED	"/sys/kernel/kexec_crash_loaded"
#define CRASH_SIZE	"/sys/kernel/kexec_crash_size"

static const char load2_cmdline[] = "console=ttyS0 panic=1";

/* A load that succeeds, for tests to spoil. */
struct load2 {
	int kernel;
	struct kexec_load_report report;
	struct kexec_initrd parts[KEXEC_INITRD_MAX + 1];
	struct kexec_file_load2_args args;
};

/* Both calls return a negative errno. */
static inline long sys_load2(const void *args, size_t size, unsigned int flags)
{
	long ret = syscall(__NR_kexec_file_load2, args, size, flags);

	return ret < 0 ? -errno : ret;
}

static inline long sys_load1(int kernel, int initrd, unsigned long cmdline_len,
			     const char *cmdline, unsigned long flags)
{
	long ret = syscall(__NR_kexec_file_load, kernel, initrd, cmdline_len,
			   cmdline, flags);

	return ret < 0 ? -errno : ret;
}

static inline long load1_unload(void)
{
	return sys_load1(-1, -1, 0, NULL, KEXEC_FILE_UNLOAD);
}

static inline long load2_run(struct load2 *l)
{
	memset(&l->report, POISON, sizeof(l->report));
	return sys_load2(&l->args, sizeof(l->args), 0);
}

/* @flags: 0, or KEXEC_FILE_ON_CRASH. */
static inline long verify(struct kexec_load_report *report, __u64 flags)
{
	struct kexec_file_load2_args args = {
		.flags		= KEXEC_FILE2_VERIFY | flags,
		.report_size	= sizeof(*report),
		.report		= (uintptr_t)report,
	};

	memset(report, POISON, sizeof(*report));
	return sys_load2(&args, sizeof(args), 0);
}

/* The kernel has KEXEC_FILE2_VERIFY. */
static inline bool can_verify(void)
{
	struct kexec_load_report report;

	return verify(&report, 0) != -EINVAL;
}

static inline __u64 u64_ptr(const void *ptr)
{
	return (uintptr_t)ptr;
}

static inline size_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

/* The number in a file of /sys or /proc, or -errno. */
static inline long read_number(const char *path)
{
	char buf[32] = "";
	ssize_t len;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	len = read(fd, buf, sizeof(buf) - 1);
	close(fd);
	return len > 0 ? strtol(buf, NULL, 0) : -EIO;
}

static inline int write_text(const char *path, const char *text)
{
	ssize_t len;
	int err = 0;
	int fd;

	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	len = write(fd, text, strlen(text));
	if (len < 0)
		err = -errno;
	close(fd);
	return err;
}

static inline bool is_loaded(void)
{
	return read_number(LOADED) == 1;
}

static inline const char *kernel_path(void)
{
	const char *path = getenv("KEXEC_TEST_KERNEL");

	return path ?: "/boot/vmlinuz";
}

/* The file behind @fd once more, with flags of its own. */
static inline int reopen(int fd, int flags)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, flags | O_CLOEXEC);
}

/* Nobody denies write access to the file. */
static inline bool is_writable(int fd)
{
	int writer = reopen(fd, O_WRONLY);

	if (writer < 0)
		return false;
	close(writer);
	return true;
}

/* A file without a name, open for reading and writing. */
static inline int work_file(struct __test_metadata *_metadata)
{
	const char *dir = getenv("TMPDIR");
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/kexec_file_load2.XXXXXX",
		 dir ?: "/tmp");
	fd = mkostemp(path, O_CLOEXEC);
	ASSERT_LE(0, fd)
		TH_LOG("%s: %s", path, strerror(errno));
	ASSERT_EQ(0, unlink(path));
	return fd;
}

/* A file with @len bytes of @data, open for reading. */
static inline int data_file(struct __test_metadata *_metadata,
			    const void *data, size_t len)
{
	int rw, fd;

	rw = work_file(_metadata);
	ASSERT_EQ((ssize_t)len, write(rw, data, len));
	fd = reopen(rw, O_RDONLY);
	ASSERT_LE(0, fd);
	close(rw);
	return fd;
}

/* A large file that is no kernel; riscv takes zeros for an old one. */
static inline int no_kernel_file(struct __test_metadata *_metadata)
{
	static char text[1 << 20];

	memset(text, 'x', sizeof(text));
	return data_file(_metadata, text, sizeof(text));
}

/* What kexec_file_load(2) says of no kernel is up to the architecture. */
#ifdef __x86_64__
#define LOAD1_NO_KERNEL	ENOEXEC
#else
#define LOAD1_NO_KERNEL	EINVAL
#endif

/* A file of @len bytes that are zero, or -1 if it cannot be that large. */
static inline int sparse_file(struct __test_metadata *_metadata, off_t len)
{
	int rw, fd;

	rw = work_file(_metadata);
	if (ftruncate(rw, len)) {
		close(rw);
		return -1;
	}
	fd = reopen(rw, O_RDONLY);
	ASSERT_LE(0, fd);
	close(rw);
	return fd;
}

/* @pages pages, and behind them one that cannot be read. */
static inline char *guarded_pages(struct __test_metadata *_metadata,
				  size_t pages)
{
	size_t len = pages * page_size();
	char *mem;

	mem = mmap(NULL, len + page_size(), PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, mem);
	ASSERT_EQ(0, mprotect(mem + len, page_size(), PROT_NONE));
	return mem;
}

static inline void load2_add(struct load2 *l, int fd)
{
	l->parts[l->args.nr_initrds++] = (struct kexec_initrd){ .fd = fd };
}

/* Replace the parts by @nr files of different, odd sizes. */
static inline void load2_set_parts(struct __test_metadata *_metadata,
				   struct load2 *l, unsigned int nr)
{
	char data[1024];

	memset(data, 'p', sizeof(data));
	l->args.nr_initrds = 0;
	while (l->args.nr_initrds < nr)
		load2_add(l, data_file(_metadata, data,
				       1 + l->args.nr_initrds * 3));
}

static inline void open_kernel(struct __test_metadata *_metadata,
			       struct load2 *l)
{
	l->kernel = open(kernel_path(), O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, l->kernel)
		TH_LOG("%s: %s", kernel_path(), strerror(errno));
}

/* For FIXTURE_SETUP(): three parts, or a test to be skipped. */
static inline void load2_setup(struct __test_metadata *_metadata,
			       struct load2 *l)
{
	long abi = sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI);

	if (abi == -ENOSYS)
		SKIP(return, "kexec_file_load2: %s", strerror(-abi));
	ASSERT_LE(1, abi);

	open_kernel(_metadata, l);
	l->args = (struct kexec_file_load2_args){
		.kernel_fd	= l->kernel,
		.initrds	= u64_ptr(l->parts),
		.initrd_size	= sizeof(l->parts[0]),
		.report_size	= sizeof(l->report),
		.cmdline	= u64_ptr(load2_cmdline),
		.cmdline_size	= sizeof(load2_cmdline),
		.report		= u64_ptr(&l->report),
	};
	load2_set_parts(_metadata, l, 3);
}

static inline void load2_teardown(struct __test_metadata *_metadata)
{
	EXPECT_EQ(0, load1_unload());
	EXPECT_FALSE(is_loaded());
}

/* @ret is what the call returned, the rest is what it should be. */
static inline bool __expect_report(struct __test_metadata *_metadata, int line,
				   const struct load2 *l, long ret, long want,
				   enum kexec_load_stage stage, int initrd)
{
	if (ret == want && l->report.stage == stage &&
	    l->report.initrd == initrd)
		return true;

	EXPECT_EQ(want, ret);
	EXPECT_EQ(stage, l->report.stage);
	EXPECT_EQ(initrd, l->report.initrd);
	TH_LOG("called in line %d", line);
	return false;
}

#define expect_report(l, ret, want, stage, initrd) \
	__expect_report(_metadata, __LINE__, l, ret, want, stage, initrd)
#define expect_load(l, want, stage, initrd) \
	expect_report(l, load2_run(l), want, stage, initrd)
#define expect_success(l) \
	expect_load(l, 0, KEXEC_LOAD_DONE, -1)
#define expect_args_error(l, want) \
	expect_load(l, want, KEXEC_LOAD_ARGS, -1)

/* Wait for a child of fork(), which leaves with _exit(0). */
#define expect_child(pid) do { \
	int __status = -1; \
	ASSERT_EQ(pid, waitpid(pid, &__status, 0)); \
	EXPECT_EQ(0, __status); \
} while (0)

/* A test that was killed could not unload. */
static inline void load2_atexit(void)
{
	load1_unload();
}

/* Leave, with a reason, where no test can run. */
static inline void load2_preflight(void)
{
	if (geteuid()) {
		ksft_print_header();
		ksft_exit_skip("not root\n");
	}
	if (access(kernel_path(), R_OK)) {
		ksft_print_header();
		ksft_exit_skip("%s: %s, set KEXEC_TEST_KERNEL\n",
			       kernel_path(), strerror(errno));
	}
	if (read_number(LOADED) < 0) {
		ksft_print_header();
		ksft_exit_skip("%s: no kexec, or no /sys\n", LOADED);
	}
	if (read_number(LOADED) > 0 || read_number(CRASH_LOADED) > 0) {
		ksft_print_header();
		ksft_exit_skip("an image is loaded, unload it first\n");
	}
}

/* In place of TEST_HARNESS_MAIN. */
#define LOAD2_HARNESS_MAIN \
	int main(int argc, char **argv) \
	{ \
		load2_preflight(); \
		atexit(load2_atexit); \
		return test_harness_run(argc, argv); \
	}

#endif /* LOAD2_H */
