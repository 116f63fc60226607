// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * KEXEC_FILE2_VERIFY: an image that is as it was loaded, and one that is not.
 *
 * Bits are flipped by kexec_flip_debug, where the kernel has it.
 */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include "load2.h"

#define PARAMETERS	"/sys/module/kexec_flip_debug/parameters/"

#define LOADS		200

/* Flips in each place, besides its first and last bit. */
#define FLIPS		6

#define expect_verify(flags, want, want_stage, want_segment) do { \
	struct kexec_load_report __report; \
	EXPECT_EQ(want, verify(&__report, flags)); \
	EXPECT_EQ(want_stage, __report.stage); \
	EXPECT_EQ(-1, __report.initrd); \
	EXPECT_EQ(want_segment, __report.segment); \
} while (0)
#define expect_intact(flags) \
	expect_verify(flags, 0, KEXEC_LOAD_DONE, 0U)

FIXTURE(verify)
{
	struct load2 l;
};

FIXTURE_SETUP(verify)
{
	load2_setup(_metadata, &self->l);
	if (!_metadata->exit_code && !can_verify())
		SKIP(return, "the kernel has no KEXEC_VERIFY");
}

FIXTURE_TEARDOWN(verify)
{
	load2_teardown(_metadata);
	sys_load1(-1, -1, 0, NULL, KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH);
}

TEST_F(verify, nothing_loaded)
{
	expect_verify(0, -ENOENT, KEXEC_LOAD_ARGS, 0U);
	expect_verify(KEXEC_FILE_ON_CRASH, -ENOENT, KEXEC_LOAD_ARGS, 0U);

	/* One is loaded, and not the other. */
	expect_success(&self->l);
	expect_verify(KEXEC_FILE_ON_CRASH, -ENOENT, KEXEC_LOAD_ARGS, 0U);
}

TEST_F(verify, intact)
{
	struct load2 *l = &self->l;

	expect_success(l);
	expect_intact(0);
	expect_intact(0);
	EXPECT_TRUE(is_loaded());

	/* Parts that begin and end within pages, many, or none */
	load2_set_parts(_metadata, l, KEXEC_INITRD_MAX);
	expect_success(l);
	expect_intact(0);
	l->args.nr_initrds = 0;
	expect_success(l);
	expect_intact(0);

	l->args.flags = KEXEC_FILE2_VERIFY_ON_REBOOT;
	expect_success(l);
	expect_intact(0);

	EXPECT_EQ(0, sys_load1(l->kernel, l->parts[0].fd, sizeof(load2_cmdline),
			       load2_cmdline, 0));
	expect_intact(0);

	/* A load that fails leaves the image, and its digests. */
	l->args.kernel_fd = l->parts[0].fd;
	EXPECT_EQ(-ENOEXEC, load2_run(l));
	expect_intact(0);
}

/* What tells what to load, all of which has to be zero. */
TEST_F(verify, arguments)
{
	static const __u64 flags[] = {
		KEXEC_FILE_UNLOAD, KEXEC_FILE_NO_INITRAMFS, KEXEC_FILE_DEBUG,
		KEXEC_FILE2_REQUIRE_MEASURE, KEXEC_FILE2_VERIFY_ON_REBOOT,
		1ULL << 63,
	};
	static const struct kexec_file_load2_args bad[] = {
		{ .kernel_fd = 1 },
		{ .nr_initrds = 1 },
		{ .initrds = 1 },
		{ .initrd_size = 1 },
		{ .cmdline = 1 },
		{ .cmdline_size = 1 },
	};
	struct kexec_load_report report;
	struct load2 *l = &self->l;
	struct kexec_file_load2_args *args = &l->args;
	size_t i;

	expect_success(l);
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		EXPECT_EQ(-EINVAL, verify(&report, flags[i]))
			TH_LOG("flags %#llx", flags[i]);
		EXPECT_EQ(KEXEC_LOAD_ARGS, report.stage);
	}

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		*args = bad[i];
		args->flags = KEXEC_FILE2_VERIFY;
		args->report = u64_ptr(&l->report);
		args->report_size = sizeof(l->report);
		if (!expect_args_error(l, -EINVAL))
			TH_LOG("field %zu", i);
	}

	/* To check at reboot is for what reboot(2) starts. */
	args->flags = KEXEC_FILE2_VERIFY_ON_REBOOT | KEXEC_FILE_UNLOAD;
	expect_args_error(l, -EINVAL);
	args->flags = KEXEC_FILE2_VERIFY_ON_REBOOT | KEXEC_FILE_ON_CRASH;
	expect_args_error(l, -EINVAL);
	EXPECT_TRUE(is_loaded());
}

/* The first report had no segment. */
TEST_F(verify, report_size)
{
	unsigned char mem[REPORT_VER1 + 1];
	struct load2 *l = &self->l;
	__u32 segment = POISON32;

	expect_success(l);
	memset(&l->args, 0, sizeof(l->args));
	l->args.flags = KEXEC_FILE2_VERIFY;
	EXPECT_EQ(0, sys_load2(&l->args, sizeof(l->args), 0));

	l->args.report = u64_ptr(mem);
	l->args.report_size = REPORT_VER0;
	memset(mem, POISON, sizeof(mem));
	EXPECT_EQ(0, sys_load2(&l->args, sizeof(l->args), 0));
	EXPECT_EQ(POISON, mem[REPORT_VER0]);

	l->args.report_size = REPORT_VER1;
	EXPECT_EQ(0, sys_load2(&l->args, sizeof(l->args), 0));
	memcpy(&segment, mem + REPORT_VER0, sizeof(segment));
	EXPECT_EQ(0U, segment);
	EXPECT_EQ(POISON, mem[REPORT_VER1]);
}

TEST_F(verify, permission)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	pid_t pid;

	expect_success(&self->l);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		ASSERT_EQ(0, syscall(__NR_capget, &header, data));
		data[0].effective &= ~(1U << CAP_SYS_BOOT);
		ASSERT_EQ(0, syscall(__NR_capset, &header, data));
		expect_verify(0, -EPERM, KEXEC_LOAD_ARGS, 0U);
		_exit(_metadata->exit_code != KSFT_PASS);
	}
	expect_child(pid);
}

/* A page of memory that is no kernel's, for any place that is free. */
static long load_raw(unsigned long flags)
{
	long ret = -EADDRNOTAVAIL, page = page_size();
	void *buf = mmap(NULL, page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct kexec_segment seg = {
		.buf = buf, .bufsz = page, .memsz = page,
	};
	unsigned long mem;

	for (mem = 16UL << 20; ret == -EADDRNOTAVAIL && mem < 1UL << 32;
	     mem += 16UL << 20) {
		seg.mem = (void *)mem;
		ret = syscall(__NR_kexec_load, mem, 1UL, &seg, flags);
		ret = ret < 0 ? -errno : ret;
	}
	munmap(buf, page);
	return ret;
}

TEST_F(verify, kexec_load)
{
	long ret;

	expect_success(&self->l);
	ret = load_raw(0);
	if (ret)
		SKIP(return, "kexec_load: %s", strerror(-ret));
	expect_verify(0, -ENODATA, KEXEC_LOAD_IMAGE, 0U);
	EXPECT_TRUE(is_loaded());

	/* And the next one has digests again. */
	expect_success(&self->l);
	expect_intact(0);
}

/* Flip a bit; -ERANGE if there is no such bit, as behind the end of a place. */
static int flip(__u64 flags, const char *place, unsigned long offset,
		unsigned int bit)
{
	char text[64];

	snprintf(text, sizeof(text), "%s %lu %u", place, offset, bit);
	return write_text(flags & KEXEC_FILE_ON_CRASH ?
			  PARAMETERS "flip_crash" : PARAMETERS "flip", text);
}

/* Flip a bit twice, and see that the image is damaged in between. */
static bool found(struct __test_metadata *_metadata, __u64 flags,
		  const char *place, unsigned long offset, unsigned int bit,
		  bool left_out)
{
	long want = left_out ? 0 : -EILSEQ;
	bool segment = *place >= '0' && *place <= '9';
	unsigned int index = segment && !left_out ? atoi(place) + 1 : 0;
	struct kexec_load_report report;
	long ret;

	ASSERT_EQ(0, flip(flags, place, offset, bit));
	ret = verify(&report, flags);
	ASSERT_EQ(0, flip(flags, place, offset, bit));

	if (ret == want && report.segment == index &&
	    report.stage == (ret ? KEXEC_LOAD_IMAGE : KEXEC_LOAD_DONE))
		return true;
	EXPECT_EQ(want, ret);
	EXPECT_EQ(index, report.segment);
	TH_LOG("%s, byte %lu, bit %u", place, offset, bit);
	return false;
}

/* The first bit of each place, the last one, and some in between. */
static void expect_all_found(struct __test_metadata *_metadata, __u64 flags)
{
	const char *path = flags & KEXEC_FILE_ON_CRASH ?
			   PARAMETERS "flip_crash" : PARAMETERS "flip";
	char line[64], place[16], rest[16];
	unsigned int places = 0, i;
	unsigned long size;
	FILE *file;

	file = fopen(path, "re");
	if (!file)
		SKIP(return, "the kernel has no KEXEC_DEBUG_FLIP");
	while (fgets(line, sizeof(line), file)) {
		bool left_out;
		int words;

		words = sscanf(line, "%15s %lu %15s", place, &size, rest);
		ASSERT_LE(2, words);
		left_out = words == 3;
		/* The image of a crash kernel has no list, but its end. */
		if (!size)
			continue;

		places++;
		found(_metadata, flags, place, 0, 0, left_out);
		found(_metadata, flags, place, size - 1, 7, left_out);
		EXPECT_EQ(-ERANGE, flip(flags, place, size, 0));
		/* IND_DONE, without which the list goes on behind its end. */
		if (!strcmp(place, "list"))
			found(_metadata, flags, place, size - sizeof(long), 2,
			      left_out);
		for (i = 0; i < FLIPS; i++) {
			if (!found(_metadata, flags, place, random() % size,
				   random() % 8, left_out))
				break;
		}
	}
	fclose(file);
	/* Kernel, command line and parameters, initramfs, purgatory */
	EXPECT_LE(3U, places);
	expect_intact(flags);
}

TEST_F(verify, flips)
{
	load2_set_parts(_metadata, &self->l, 20);
	expect_success(&self->l);
	expect_all_found(_metadata, 0);
}

TEST_F(verify, flips_of_the_old_call)
{
	struct load2 *l = &self->l;

	ASSERT_EQ(0, sys_load1(l->kernel, l->parts[2].fd, sizeof(load2_cmdline),
			       load2_cmdline, 0));
	expect_all_found(_metadata, 0);
}

TEST_F(verify, flips_crash)
{
	if (read_number(CRASH_SIZE) <= 0)
		SKIP(return, "no memory is reserved for a crash image");

	self->l.args.flags = KEXEC_FILE_ON_CRASH;
	expect_success(&self->l);
	expect_intact(KEXEC_FILE_ON_CRASH);
	expect_all_found(_metadata, KEXEC_FILE_ON_CRASH);
}

/* The system is up when reboot(2) says that the image is damaged. */
TEST_F(verify, reboot)
{
	struct load2 *l = &self->l;

	l->args.flags = KEXEC_FILE2_VERIFY_ON_REBOOT;
	expect_success(l);
	if (flip(0, "list", 8, 0))
		SKIP(return, "the kernel has no KEXEC_DEBUG_FLIP");
	EXPECT_EQ(-1, reboot(LINUX_REBOOT_CMD_KEXEC));
	EXPECT_EQ(EILSEQ, errno);
	EXPECT_TRUE(is_loaded());

	/* Which is the way out. */
	expect_success(l);
	expect_intact(0);
}

/* There is no false alarm, whatever the parts are and wherever they go. */
TEST_F_TIMEOUT(verify, many_loads, 900)
{
	struct load2 *l = &self->l;
	struct kexec_load_report report;
	unsigned int i, j;

	for (i = 0; i < LOADS; i++) {
		char data[16384];

		l->args.nr_initrds = 0;
		for (j = 0; j < i % 5; j++) {
			memset(data, random(), sizeof(data));
			load2_add(l, data_file(_metadata, data,
					       1 + random() % sizeof(data)));
		}
		ASSERT_EQ(0, load2_run(l));
		ASSERT_EQ(0, verify(&report, 0))
			TH_LOG("load %u", i);
		while (j--)
			close(l->parts[j].fd);
	}
}

LOAD2_HARNESS_MAIN
