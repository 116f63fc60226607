// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The crash image stays when the load of another one fails.
 *
 * Both are in the same reserved memory.  Each way to fail that is known before
 * that is written to is tried with each call that has it.
 */
#define _GNU_SOURCE
#include <linux/capability.h>
#include "load2.h"

FIXTURE(crash)
{
	struct load2 l;
};

FIXTURE_SETUP(crash)
{
	if (read_number(CRASH_SIZE) <= 0)
		SKIP(return, "no memory is reserved for a crash image");

	load2_setup(_metadata, &self->l);
	if (_metadata->exit_code)
		return;
	self->l.args.flags = KEXEC_FILE_ON_CRASH;
	expect_success(&self->l);
	ASSERT_EQ(1, read_number(CRASH_LOADED));
}

FIXTURE_TEARDOWN(crash)
{
	EXPECT_EQ(0, sys_load1(-1, -1, 0, NULL,
			       KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH));
	EXPECT_EQ(0, read_number(CRASH_LOADED));
	EXPECT_FALSE(is_loaded());
}

static void __expect_kept(struct __test_metadata *_metadata, int line)
{
	EXPECT_EQ(1, read_number(CRASH_LOADED))
		TH_LOG("the crash image is gone before line %d", line);
}

#define expect_kept() __expect_kept(_metadata, __LINE__)

/* A load that fails, and what is wrong with it. */
static struct load2 *bad_load(const struct load2 *good)
{
	static struct load2 l;

	l = *good;
	l.args.initrds = u64_ptr(l.parts);
	l.args.report = u64_ptr(&l.report);
	return &l;
}

#define expect_bad(want, stage, initrd) do { \
	expect_load(l, want, stage, initrd); \
	expect_kept(); \
	l = bad_load(&self->l); \
} while (0)

TEST_F(crash, replace_and_unload)
{
	struct load2 *l = &self->l;

	expect_success(l);
	expect_kept();
	EXPECT_EQ(0, sys_load1(l->kernel, l->parts[0].fd,
			       sizeof(load2_cmdline), load2_cmdline,
			       KEXEC_FILE_ON_CRASH));
	expect_kept();
	l->args.flags |= KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_EQ(0, read_number(CRASH_LOADED));
	expect_success(l);
	l->args.flags = KEXEC_FILE_ON_CRASH;
	expect_success(l);
	expect_kept();
}

TEST_F(crash, files)
{
	struct load2 *l = bad_load(&self->l);

	l->args.kernel_fd = -1;
	expect_bad(-EBADF, KEXEC_LOAD_KERNEL, -1);
	l->args.kernel_fd = data_file(_metadata, "", 0);
	expect_bad(-EINVAL, KEXEC_LOAD_KERNEL, -1);
	l->args.kernel_fd = data_file(_metadata, "text", 4);
	expect_bad(-ENOEXEC, KEXEC_LOAD_KERNEL, -1);
	l->args.kernel_fd = no_kernel_file(_metadata);
	expect_bad(-ENOEXEC, KEXEC_LOAD_KERNEL, -1);

	l->parts[2].fd = -1;
	expect_bad(-EBADF, KEXEC_LOAD_INITRD, 2);
	l->parts[1].fd = data_file(_metadata, "", 0);
	expect_bad(-EINVAL, KEXEC_LOAD_INITRD, 1);
	l->parts[0].fd = work_file(_metadata);
	ASSERT_EQ(4, write(l->parts[0].fd, "part", 4));
	expect_bad(-ETXTBSY, KEXEC_LOAD_INITRD, 0);
}

/* Found out when all is read, or when it is laid out. */
TEST_F(crash, content)
{
	/* A module signature that is longer than its file. */
	static const char sig[] =
		"x\0\0\2\0\0\0\0\0\377\377\377\377~Module signature appended~\n";
	struct load2 *l = bad_load(&self->l);
#ifdef __x86_64__
	static char cmdline[3000];
#endif
	long size;

	l->parts[2].fd = data_file(_metadata, sig, sizeof(sig) - 1);
	expect_bad(-EBADMSG, KEXEC_LOAD_INITRD, 2);

	l->args.cmdline = 1;
	expect_bad(-EFAULT, KEXEC_LOAD_CMDLINE, -1);
	l->args.cmdline_size--;
	expect_bad(-EINVAL, KEXEC_LOAD_CMDLINE, -1);
#ifdef __x86_64__
	memset(cmdline, 'x', sizeof(cmdline) - 1);
	l->args.cmdline = u64_ptr(cmdline);
	l->args.cmdline_size = sizeof(cmdline);
	expect_bad(-EINVAL, KEXEC_LOAD_IMAGE, -1);
#endif

	/* As large as the reserved memory: no room for the kernel. */
	size = read_number(CRASH_SIZE);
	l->parts[2].fd = sparse_file(_metadata, size);
	ASSERT_LE(0, l->parts[2].fd);
	expect_bad(-EADDRNOTAVAIL, KEXEC_LOAD_IMAGE, -1);
}

TEST_F(crash, refused)
{
	struct load2 *l = bad_load(&self->l);
	pid_t pid;

	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		ASSERT_EQ(0, setresuid(65534, 65534, 65534));
		expect_args_error(l, -EPERM);
		EXPECT_EQ(-EPERM, sys_load1(l->kernel, l->parts[0].fd,
					    sizeof(load2_cmdline),
					    load2_cmdline,
					    KEXEC_FILE_ON_CRASH));
		_exit(_metadata->exit_code);
	}
	expect_child(pid);
	expect_kept();

	/* Known before anything begins, and not counted either. */
	l->args.flags |= KEXEC_FILE2_REQUIRE_MEASURE;
	if (load2_run(l) == 0)
		SKIP(return, "the IMA policy asks for the records of loads");
	expect_bad(-EPROTO, KEXEC_LOAD_MEASURE, -1);
	l->args.flags |= KEXEC_FILE2_REQUIRE_MEASURE | KEXEC_FILE_UNLOAD;
	expect_bad(-EPROTO, KEXEC_LOAD_MEASURE, -1);
}

TEST_F(crash, old_call)
{
	static const char cmdline[] = "quiet";
	static char large[3000];
	struct load2 *l = &self->l;
	const struct {
		int kernel;
		int initrd;
		const char *cmdline;
		unsigned long cmdline_size;
		long want;
	} bad[] = {
		{ -1, l->parts[0].fd, cmdline, sizeof(cmdline), -EBADF },
		{ data_file(_metadata, "text", 4), l->parts[0].fd,
		  cmdline, sizeof(cmdline), -LOAD1_NO_KERNEL },
		{ l->kernel, -1, cmdline, sizeof(cmdline), -EBADF },
		{ l->kernel, data_file(_metadata, "", 0),
		  cmdline, sizeof(cmdline), -EINVAL },
		{ l->kernel, l->parts[0].fd, (char *)1, sizeof(cmdline),
		  -EFAULT },
		{ l->kernel, l->parts[0].fd, cmdline, sizeof(cmdline) - 1,
		  -EINVAL },
#ifdef __x86_64__
		{ l->kernel, l->parts[0].fd, large, sizeof(large), -EINVAL },
#endif
		{ l->kernel, sparse_file(_metadata, read_number(CRASH_SIZE)),
		  cmdline, sizeof(cmdline), -EADDRNOTAVAIL },
	};
	size_t i;

	memset(large, 'x', sizeof(large) - 1);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(bad[i].want,
			  sys_load1(bad[i].kernel, bad[i].initrd,
				    bad[i].cmdline_size, bad[i].cmdline,
				    KEXEC_FILE_ON_CRASH))
			TH_LOG("load %zu", i);
		expect_kept();
	}
}

/* Where the reserved memory is: "30000000-3fffffff : Crash kernel" */
static unsigned long crash_start(void)
{
	unsigned long start = 0;
	char line[128];
	FILE *f;

	f = fopen("/proc/iomem", "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (strstr(line, ": Crash kernel"))
			start = strtoul(line, NULL, 16);
	}
	if (f)
		fclose(f);
	return start;
}

static long raw_load(unsigned long entry, unsigned long nr,
		     const struct kexec_segment *segments)
{
	long ret = syscall(__NR_kexec_load, entry, nr, segments,
			   (unsigned long)KEXEC_ON_CRASH);

	return ret < 0 ? -errno : ret;
}

TEST_F(crash, kexec_load)
{
	unsigned long start = crash_start(), page = page_size();
	struct kexec_segment good, seg[2];
	char *mem;

	ASSERT_NE(0UL, start);
	mem = guarded_pages(_metadata, 2);
	good = (struct kexec_segment){
		.buf = mem, .bufsz = page,
		.mem = (void *)start, .memsz = page,
	};
	seg[0] = good;
	if (raw_load(0, 1, seg) == -ENOSYS)
		SKIP(return, "no kexec_load");

	EXPECT_EQ(-EADDRNOTAVAIL, raw_load(0, 1, seg));
	expect_kept();
	EXPECT_EQ(-EFAULT, raw_load(start, 1, NULL));
	expect_kept();
	EXPECT_EQ(-EINVAL, raw_load(start, 17, seg));
	expect_kept();
	seg[0].mem = (void *)(start - page);
	EXPECT_EQ(-EADDRNOTAVAIL, raw_load(start, 1, seg));
	expect_kept();
	seg[0] = good;
	seg[0].mem = (void *)(start + 1);
	EXPECT_EQ(-EADDRNOTAVAIL, raw_load(start, 1, seg));
	expect_kept();
	seg[0] = good;
	seg[0].bufsz = page + 1;
	EXPECT_EQ(-EINVAL, raw_load(start, 1, seg));
	expect_kept();
	seg[0] = good;
	seg[1] = good;
	EXPECT_EQ(-EINVAL, raw_load(start, 2, seg));
	expect_kept();

#ifndef __riscv	/* which wants a device tree among the segments */
	/*
	 * Control.  What is found out while the memory is written to is the
	 * exception: the old image is no longer there.
	 */
	EXPECT_EQ(0, raw_load(start, 1, &good));
	expect_kept();
	good.buf = mem + 2 * page;
	EXPECT_EQ(-EFAULT, raw_load(start, 1, &good));
	EXPECT_EQ(0, read_number(CRASH_LOADED));
#endif
}

LOAD2_HARNESS_MAIN
