// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2(2): its structures, flags, report and permission.
 */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <sched.h>
#include "load2.h"

#define IMA_LIST	"/sys/kernel/security/ima/ascii_runtime_measurements"

FIXTURE(abi)
{
	struct load2 l;
};

FIXTURE_SETUP(abi)
{
	load2_setup(_metadata, &self->l);
}

FIXTURE_TEARDOWN(abi)
{
	load2_teardown(_metadata);
}

/* Arguments that are right as far as they are looked at before the files. */
static void stop_at_kernel(struct load2 *l)
{
	l->args.kernel_fd = -1;
}

#define expect_stop_at_kernel(l) \
	expect_load(l, -EBADF, KEXEC_LOAD_KERNEL, -1)

/*
 * The call
 */

TEST_F(abi, load_replace_unload)
{
	struct load2 *l = &self->l;

	EXPECT_FALSE(is_loaded());
	expect_success(l);
	EXPECT_TRUE(is_loaded());
	expect_success(l);
	EXPECT_TRUE(is_loaded());

	l->args.flags = KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_FALSE(is_loaded());
	/* As with the old call, nothing loaded is no error. */
	expect_success(l);
}

/* What one call loads, the other unloads. */
TEST_F(abi, one_image_for_both_calls)
{
	struct load2 *l = &self->l;

	expect_success(l);
	EXPECT_EQ(0, load1_unload());
	EXPECT_FALSE(is_loaded());

	EXPECT_EQ(0, sys_load1(l->kernel, l->parts[0].fd, 0, NULL, 0));
	EXPECT_TRUE(is_loaded());
	l->args.flags = KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_FALSE(is_loaded());
}

TEST_F(abi, version)
{
	struct load2 *l = &self->l;

	EXPECT_EQ(KEXEC_FILE_LOAD2_ABI_VERSION,
		  sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI));
	EXPECT_EQ(-EINVAL, sys_load2(&l->args, 0, KEXEC_FILE_LOAD2_ABI));
	EXPECT_EQ(-EINVAL, sys_load2(NULL, ARGS_VER0, KEXEC_FILE_LOAD2_ABI));
	EXPECT_EQ(-EINVAL, sys_load2(&l->args, sizeof(l->args),
				     KEXEC_FILE_LOAD2_ABI));
	EXPECT_FALSE(is_loaded());
}

TEST_F(abi, version_without_privilege)
{
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid) {
		ASSERT_EQ(0, setresuid(65534, 65534, 65534));
		EXPECT_EQ(KEXEC_FILE_LOAD2_ABI_VERSION,
			  sys_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI));
		EXPECT_EQ(-EINVAL, sys_load2(NULL, 0, 2));
		_exit(0);
	}
	expect_child(pid);
}

TEST_F(abi, unknown_call_flags)
{
	struct load2 *l = &self->l;
	unsigned int flag;

	for (flag = 2; flag; flag <<= 1) {
		EXPECT_EQ(-EINVAL, sys_load2(NULL, 0, flag));
		EXPECT_EQ(-EINVAL, sys_load2(NULL, 0,
					     flag | KEXEC_FILE_LOAD2_ABI));
		EXPECT_EQ(-EINVAL, sys_load2(&l->args, sizeof(l->args), flag));
	}
	EXPECT_FALSE(is_loaded());
}

/*
 * The arguments
 */

TEST_F(abi, args_size_and_alignment)
{
	const struct {
		size_t size;
		long ret;
	} tests[] = {
		{ 0,			-EINVAL },
		{ 1,			-EINVAL },
		{ ARGS_VER0 - 1,	-EINVAL },
		{ ARGS_VER0,		0 },
		{ ARGS_VER0 + 1,	0 },
		{ ARGS_VER0 + 7,	0 },
		{ ARGS_VER0 + 8,	0 },
		{ ARGS_VER0 + 100,	0 },
		{ page_size() - 1,	0 },
		{ page_size(),		0 },
		{ page_size() + 1,	-E2BIG },
		{ page_size() * 2,	-E2BIG },
		{ SIZE_MAX,		-E2BIG },
	};
	struct load2 *l = &self->l;
	char *mem, *end, *args;
	size_t i, misalign, have;

	mem = guarded_pages(_metadata, 3);
	end = mem + 3 * page_size();
	l->args.flags = KEXEC_FILE_UNLOAD;

	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		have = tests[i].size < 2 * page_size() ?
		       tests[i].size : 2 * page_size();
		/* Without misalignment nothing can be read behind the end. */
		for (misalign = 0; misalign <= 8; misalign++) {
			memset(mem, 0, 3 * page_size());
			args = end - have - misalign;
			memcpy(args, &l->args,
			       have < ARGS_VER0 ? have : ARGS_VER0);
			memset(args + have, POISON, misalign);
			EXPECT_EQ(tests[i].ret,
				  sys_load2(args, tests[i].size, 0))
				TH_LOG("size %zu, misaligned by %zu",
				       tests[i].size, misalign);
		}
	}
}

TEST_F(abi, args_dirty_tail)
{
	const size_t sizes[] = {
		ARGS_VER0 + 1, ARGS_VER0 + 8, ARGS_VER0 + 100, page_size(),
	};
	struct load2 *l = &self->l;
	char *mem, *args;
	size_t i, dirt;

	expect_success(l);
	l->args.flags = KEXEC_FILE_UNLOAD;
	mem = guarded_pages(_metadata, 1);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		args = mem + page_size() - sizes[i];
		memset(args, 0, sizes[i]);
		memcpy(args, &l->args, ARGS_VER0);
		for (dirt = ARGS_VER0; dirt < sizes[i]; dirt++) {
			/* All of the short tails, the ends of the long one. */
			if (dirt > ARGS_VER0 + 16 && dirt < sizes[i] - 16)
				continue;
			args[dirt] = 1;
			EXPECT_EQ(-E2BIG, sys_load2(args, sizes[i], 0))
				TH_LOG("size %zu, dirt at %zu", sizes[i], dirt);
			args[dirt] = 0;
		}
	}
	EXPECT_TRUE(is_loaded());

	/* Control: the same without dirt unloads. */
	EXPECT_EQ(0, sys_load2(args, page_size(), 0));
	EXPECT_FALSE(is_loaded());
}

TEST_F(abi, args_bad_pointer)
{
	struct load2 *l = &self->l;
	char *mem, *end;
	size_t part;

	EXPECT_EQ(-EFAULT, sys_load2(NULL, ARGS_VER0, 0));
	EXPECT_EQ(-EFAULT, sys_load2((void *)1, ARGS_VER0, 0));
	EXPECT_EQ(-EFAULT, sys_load2((void *)-1L, ARGS_VER0, 0));
	EXPECT_EQ(-EFAULT, sys_load2((void *)(-page_size()), ARGS_VER0, 0));

	/* Mapped only in part, arguments or tail. */
	mem = guarded_pages(_metadata, 1);
	end = mem + page_size();
	l->args.flags = KEXEC_FILE_UNLOAD;
	for (part = 0; part < ARGS_VER0; part++) {
		memcpy(end - part, &l->args, part);
		EXPECT_EQ(-EFAULT, sys_load2(end - part, ARGS_VER0, 0))
			TH_LOG("%zu bytes mapped", part);
	}
	memset(mem, 0, page_size());
	memcpy(end - 100, &l->args, ARGS_VER0);
	EXPECT_EQ(0, sys_load2(end - 100, 100, 0));
	EXPECT_EQ(-EFAULT, sys_load2(end - 100, 101, 0));
}

TEST_F(abi, unload_ignores_the_rest)
{
	struct load2 *l = &self->l;

	expect_success(l);
	memset(&l->args, 0xff, sizeof(l->args));
	l->args.flags = KEXEC_FILE_UNLOAD | KEXEC_FILE_NO_INITRAMFS;
	l->args.report = u64_ptr(&l->report);
	l->args.report_size = sizeof(l->report);
	expect_success(l);
	EXPECT_FALSE(is_loaded());

	memset(&l->args, 0, sizeof(l->args));
	l->args.flags = KEXEC_FILE_UNLOAD;
	EXPECT_EQ(0, sys_load2(&l->args, sizeof(l->args), 0));
}

/*
 * The flags of the old call, whatever they are by now, and those of this one.
 * KEXEC_FILE2_VERIFY goes with nothing else.
 */
TEST_F(abi, flags)
{
	struct load2 *l = &self->l;
	unsigned int bit;
	long old;

	stop_at_kernel(l);
	l->args.nr_initrds = 0;
	for (bit = 0; bit < 64; bit++) {
		l->args.flags = 1ULL << bit;
		if (l->args.flags == KEXEC_FILE_UNLOAD)
			continue;

		old = -EINVAL;
		if (bit < 32)
			old = sys_load1(-1, -1, 0, NULL, 1UL << bit);
		else if (l->args.flags == KEXEC_FILE2_REQUIRE_MEASURE ||
			 (l->args.flags == KEXEC_FILE2_VERIFY_ON_REBOOT &&
			  can_verify()))
			old = -EBADF;
		ASSERT_TRUE(old == -EINVAL || old == -EBADF);
		if (!(old == -EBADF ? expect_stop_at_kernel(l) :
				      expect_args_error(l, -EINVAL)))
			TH_LOG("bit %u", bit);
	}

	/* The ones this was written with. */
	l->args.flags = KEXEC_FILE_ON_CRASH | KEXEC_FILE_NO_INITRAMFS |
			KEXEC_FILE_DEBUG;
	expect_stop_at_kernel(l);
}

TEST_F(abi, unload_refuses_unknown_flags)
{
	struct load2 *l = &self->l;

	expect_success(l);
	l->args.flags = KEXEC_FILE_UNLOAD | 1ULL << 63;
	expect_args_error(l, -EINVAL);
	l->args.flags = KEXEC_FILE_UNLOAD | 1ULL << 35;
	expect_args_error(l, -EINVAL);
	l->args.flags = KEXEC_FILE_UNLOAD | 1ULL << 31;
	expect_args_error(l, -EINVAL);
	EXPECT_TRUE(is_loaded());
}

/* A load makes a manifest and a commit if the IMA policy asks for them. */
static unsigned int nr_records(struct __test_metadata *_metadata,
			       const char *name)
{
	unsigned int nr = 0;
	char *line = NULL;
	size_t size = 0;
	FILE *list;

	list = fopen(IMA_LIST, "r");
	if (!list && errno == ENOENT)
		return 0;
	ASSERT_NE(NULL, list);
	while (getline(&line, &size, list) > 0)
		nr += !!strstr(line, name);
	free(line);
	fclose(list);
	return nr;
}

#define nr_manifests()	nr_records(_metadata, " kexec-manifest ")
#define nr_commits()	nr_records(_metadata, " kexec-commit ")

TEST_F(abi, require_measure_without_rule)
{
	unsigned int manifests = nr_manifests();
	struct load2 *l = &self->l;

	expect_success(l);
	if (nr_manifests() != manifests)
		SKIP(return, "the IMA policy asks for the records of loads");
	l->args.flags = KEXEC_FILE2_REQUIRE_MEASURE;
	expect_load(l, -EPROTO, KEXEC_LOAD_MEASURE, -1);
	EXPECT_TRUE(is_loaded());

	EXPECT_EQ(0, load1_unload());
	expect_load(l, -EPROTO, KEXEC_LOAD_MEASURE, -1);
	EXPECT_FALSE(is_loaded());

	l->args.nr_initrds = 0;
	l->args.flags |= KEXEC_FILE_NO_INITRAMFS;
	expect_load(l, -EPROTO, KEXEC_LOAD_MEASURE, -1);
	EXPECT_FALSE(is_loaded());
	EXPECT_EQ(manifests, nr_manifests());

	/* Control: it is the flag that makes it fail. */
	l->args.flags &= ~KEXEC_FILE2_REQUIRE_MEASURE;
	expect_success(l);
	EXPECT_TRUE(is_loaded());

	/* An unload that must be recorded and cannot be. */
	l->args.flags = KEXEC_FILE_UNLOAD | KEXEC_FILE2_REQUIRE_MEASURE;
	expect_load(l, -EPROTO, KEXEC_LOAD_MEASURE, -1);
	EXPECT_TRUE(is_loaded());
}

TEST_F(abi, require_measure_with_rule)
{
	unsigned int manifests = nr_manifests(), commits = nr_commits();
	struct load2 *l = &self->l;

	expect_success(l);
	if (nr_manifests() == manifests)
		SKIP(return, "the IMA policy asks for no records of loads");
	l->args.flags = KEXEC_FILE2_REQUIRE_MEASURE;
	expect_success(l);
	expect_success(l);
	EXPECT_TRUE(is_loaded());
	EXPECT_EQ(manifests + 3, nr_manifests());
	EXPECT_EQ(commits + 3, nr_commits());
}

TEST_F(abi, no_initramfs)
{
	struct load2 *l = &self->l;

	l->args.flags = KEXEC_FILE_NO_INITRAMFS;
	expect_args_error(l, -EINVAL);
	EXPECT_FALSE(is_loaded());
	l->args.nr_initrds = 1;
	expect_args_error(l, -EINVAL);

	/* Without parts nobody asks where and how large they are. */
	l->args.nr_initrds = 0;
	l->args.initrds = 0;
	l->args.initrd_size = 0;
	expect_success(l);
	EXPECT_TRUE(is_loaded());
}

TEST_F(abi, no_parts)
{
	struct load2 *l = &self->l;

	l->args.nr_initrds = 0;
	l->args.initrds = 0;
	l->args.initrd_size = 0;
	expect_success(l);
	EXPECT_TRUE(is_loaded());
}

/*
 * The report
 */

TEST_F(abi, no_report)
{
	struct load2 *l = &self->l;

	l->args.report_size = 0;
	EXPECT_EQ(0, load2_run(l));
	EXPECT_EQ(POISON32, l->report.stage);
	EXPECT_EQ((__s32)POISON32, l->report.initrd);

	/* Where there is none it has no size, neither a wrong one. */
	l->args.report = 0;
	l->args.report_size = sizeof(l->report);
	EXPECT_EQ(0, load2_run(l));
	l->args.report_size = 3;
	EXPECT_EQ(0, load2_run(l));
	l->args.report_size = UINT_MAX;
	EXPECT_EQ(0, load2_run(l));
	l->args.report = 1;
	l->args.report_size = 0;
	EXPECT_EQ(0, load2_run(l));
}

TEST_F(abi, report_size)
{
	const struct {
		unsigned int size;
		long ret;
	} tests[] = {
		{ 1,				-EINVAL },
		{ REPORT_VER0 - 1,		-EINVAL },
		{ REPORT_VER0,			0 },
		{ REPORT_VER0 + 1,		0 },
		{ REPORT_VER1 - 1,		0 },
		{ REPORT_VER1,			0 },
		{ REPORT_VER1 + 1,		0 },
		{ page_size() - 1,		0 },
		{ page_size(),			0 },
		{ page_size() + 1,		-E2BIG },
		{ UINT_MAX,			-E2BIG },
	};
	struct kexec_load_report want;
	struct load2 *l = &self->l;
	size_t i, byte, len;
	char *mem, *report;
	bool fail;

	len = 2 * page_size();
	mem = guarded_pages(_metadata, 2);
	for (i = 0; i < ARRAY_SIZE(tests) * 2; i++) {
		unsigned int size = tests[i / 2].size;
		long ret = tests[i / 2].ret;

		/* A call that unloads, and one that fails. */
		fail = i % 2;
		l->args.flags = fail ? 1ULL << 63 : KEXEC_FILE_UNLOAD;
		want.stage = fail ? KEXEC_LOAD_ARGS : KEXEC_LOAD_DONE;
		want.initrd = -1;
		want.segment = 0;

		memset(mem, POISON, len);
		report = mem + len - (size < len ? size : len);
		l->args.report = u64_ptr(report);
		l->args.report_size = size;
		EXPECT_EQ(ret ?: (fail ? -EINVAL : 0),
			  sys_load2(&l->args, sizeof(l->args), 0))
			TH_LOG("report size %u", size);
		if (ret) {
			EXPECT_EQ((char)POISON, report[0]);
			continue;
		}

		EXPECT_EQ(0, memcmp(report, &want, size < sizeof(want) ?
						   size : sizeof(want)));
		/* The rest is filled up with zeros. */
		for (byte = sizeof(want); byte < size; byte++)
			ASSERT_EQ(0, report[byte]);
		EXPECT_EQ((char)POISON, report[-1]);
	}
}

/* Nothing but the report is written, wherever it is. */
TEST_F(abi, report_alignment)
{
	struct kexec_load_report report;
	struct load2 *l = &self->l;
	char mem[64];
	size_t i;

	stop_at_kernel(l);
	for (i = 8; i < 17; i++) {
		memset(mem, POISON, sizeof(mem));
		l->args.report = u64_ptr(mem + i);
		EXPECT_EQ(-EBADF, sys_load2(&l->args, sizeof(l->args), 0));
		memcpy(&report, mem + i, sizeof(report));
		EXPECT_EQ(KEXEC_LOAD_KERNEL, report.stage);
		EXPECT_EQ(-1, report.initrd);
		EXPECT_EQ((char)POISON, mem[i - 1]);
		EXPECT_EQ((char)POISON, mem[i + sizeof(report)]);
	}
}

TEST_F(abi, report_bad_pointer)
{
	size_t page = page_size();
	struct load2 *l = &self->l;
	const char *bad[6];
	char *mem, *rdonly;
	size_t i;

	mem = guarded_pages(_metadata, 1);
	rdonly = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	ASSERT_NE(MAP_FAILED, rdonly);
	bad[0] = (char *)1;
	bad[1] = (char *)-1L;
	bad[2] = (char *)(-page);
	bad[3] = mem + page;
	bad[4] = mem + page - REPORT_VER0 / 2;
	bad[5] = rdonly;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		l->args.flags = 0;
		l->args.report = u64_ptr(bad[i]);
		EXPECT_EQ(-EFAULT, sys_load2(&l->args, sizeof(l->args), 0))
			TH_LOG("report at %p", bad[i]);
		EXPECT_FALSE(is_loaded());
	}

	l->args.report = u64_ptr(&l->report);
	expect_success(l);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		l->args.flags = KEXEC_FILE_UNLOAD;
		l->args.report = u64_ptr(bad[i]);
		EXPECT_EQ(-EFAULT, sys_load2(&l->args, sizeof(l->args), 0))
			TH_LOG("report at %p", bad[i]);
		EXPECT_TRUE(is_loaded());
	}

	/* The head can be written, the tail cannot. */
	l->args.report = u64_ptr(mem + page - REPORT_VER0);
	l->args.report_size = REPORT_VER0 + 1;
	EXPECT_EQ(-EFAULT, sys_load2(&l->args, sizeof(l->args), 0));
	EXPECT_TRUE(is_loaded());
}

/*
 * The elements
 */

TEST_F(abi, number_of_parts)
{
	struct load2 *l = &self->l;

	load2_set_parts(_metadata, l, KEXEC_INITRD_MAX + 1);
	expect_args_error(l, -EINVAL);
	l->args.nr_initrds = 1U << 31;
	expect_args_error(l, -EINVAL);
	l->args.nr_initrds = UINT_MAX;
	expect_args_error(l, -EINVAL);
	EXPECT_FALSE(is_loaded());

	l->args.nr_initrds = KEXEC_INITRD_MAX;
	expect_success(l);
	EXPECT_TRUE(is_loaded());

	l->args.nr_initrds = 1;
	expect_success(l);
}

/* One file may be several parts. */
TEST_F(abi, same_part_again)
{
	struct load2 *l = &self->l;
	int fd = l->parts[0].fd;

	l->args.nr_initrds = 0;
	while (l->args.nr_initrds < KEXEC_INITRD_MAX)
		load2_add(l, fd);
	expect_success(l);
	EXPECT_TRUE(is_writable(fd));
}

TEST_F(abi, element_stride)
{
	const struct {
		size_t stride;
		long ret;
	} tests[] = {
		{ 0,			-EINVAL },
		{ 1,			-EINVAL },
		{ INITRD_VER0 - 1,	-EINVAL },
		{ INITRD_VER0,		0 },
		{ INITRD_VER0 + 1,	0 },
		{ INITRD_VER0 + 8,	0 },
		{ page_size(),		0 },
		{ page_size() + 1,	-E2BIG },
		{ UINT_MAX,		-E2BIG },
	};
	struct load2 *l = &self->l;
	char *mem, *elements;
	size_t i, stride;
	unsigned int nr;

	mem = guarded_pages(_metadata, 4);
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		stride = tests[i].stride;
		if (stride > page_size())
			stride = page_size();
		memset(mem, 0, 4 * page_size());
		/* The last element ends where nothing can be read. */
		elements = mem + 4 * page_size() - 3 * stride;
		for (nr = 0; nr < 3 && stride >= INITRD_VER0; nr++)
			memcpy(elements + nr * stride, &l->parts[nr],
			       INITRD_VER0);
		l->args.initrds = u64_ptr(elements);
		l->args.initrd_size = tests[i].stride;
		if (!(tests[i].ret ? expect_args_error(l, tests[i].ret) :
				     expect_success(l)))
			TH_LOG("stride %zu", tests[i].stride);
	}
}

TEST_F(abi, element_dirty_tail)
{
	size_t strides[] = { INITRD_VER0 + 1, INITRD_VER0 + 8, page_size() };
	struct load2 *l = &self->l;
	size_t i, stride, dirt;
	unsigned int nr;
	char *mem;

	mem = guarded_pages(_metadata, 3);
	l->args.initrds = u64_ptr(mem);
	for (i = 0; i < ARRAY_SIZE(strides); i++) {
		stride = strides[i];
		l->args.initrd_size = stride;
		memset(mem, 0, 3 * page_size());
		for (nr = 0; nr < 3; nr++)
			memcpy(mem + nr * stride, &l->parts[nr], INITRD_VER0);
		for (nr = 0; nr < 3; nr++) {
			for (dirt = INITRD_VER0; dirt < stride; dirt++) {
				if (dirt > INITRD_VER0 && dirt < stride - 1)
					continue;
				mem[nr * stride + dirt] = 1;
				expect_load(l, -E2BIG, KEXEC_LOAD_ARGS, nr);
				mem[nr * stride + dirt] = 0;
			}
		}
	}
	EXPECT_FALSE(is_loaded());
}

TEST_F(abi, element_bad_pointer)
{
	struct load2 *l = &self->l;
	char *mem, *end;
	int nr;

	l->args.initrds = 0;
	expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, 0);
	l->args.initrds = 1;
	expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, 0);
	l->args.initrds = -(__u64)page_size();
	expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, 0);
	l->args.initrds = -1ULL;
	expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, 0);
	/* The array would go around the end of the address space. */
	l->args.initrds = -(__u64)INITRD_VER0;
	expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, 0);

	/* Only some of the elements can be read, or half of one. */
	mem = guarded_pages(_metadata, 1);
	end = mem + page_size();
	for (nr = 0; nr < 3; nr++) {
		l->args.initrds = u64_ptr(end - nr * INITRD_VER0);
		memcpy(end - nr * INITRD_VER0, l->parts, nr * INITRD_VER0);
		expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, nr);

		l->args.initrds -= INITRD_VER0 / 2;
		memcpy(end - nr * INITRD_VER0 - INITRD_VER0 / 2, l->parts,
		       nr * INITRD_VER0 + INITRD_VER0 / 2);
		expect_load(l, -EFAULT, KEXEC_LOAD_ARGS, nr);
	}
	EXPECT_FALSE(is_loaded());
}

TEST_F(abi, element_flags)
{
	struct load2 *l = &self->l;
	unsigned int nr, bit;

	for (nr = 0; nr < 3; nr++) {
		for (bit = 0; bit < 32; bit++) {
			l->parts[nr].flags = 1U << bit;
			expect_load(l, -EINVAL, KEXEC_LOAD_ARGS, nr);
		}
		l->parts[nr].flags = 0;
	}
	EXPECT_FALSE(is_loaded());
}

static bool in_label(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
}

TEST_F(abi, label_characters)
{
	static const size_t at[] = { 0, 1, KEXEC_INITRD_LABEL_SIZE - 2 };
	struct load2 *l = &self->l;
	unsigned int nr;
	size_t i;
	int c;

	stop_at_kernel(l);
	for (i = 0; i < ARRAY_SIZE(at); i++) {
		for (nr = 0; nr < 3; nr++) {
			char *label = l->parts[nr].label;

			for (c = 1; c < 256; c++) {
				memset(label, 'x', at[i]);
				label[at[i]] = c;
				if (in_label(c))
					expect_stop_at_kernel(l);
				else
					expect_load(l, -EINVAL,
						    KEXEC_LOAD_ARGS, nr);
			}
			memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
		}
	}
	EXPECT_FALSE(is_loaded());
}

TEST_F(abi, label_length)
{
	struct load2 *l = &self->l;
	unsigned int nr, len;

	stop_at_kernel(l);
	for (nr = 0; nr < 3; nr++) {
		char *label = l->parts[nr].label;

		for (len = 0; len < KEXEC_INITRD_LABEL_SIZE; len++) {
			memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
			memset(label, 'x', len);
			expect_stop_at_kernel(l);
		}

		/* No room for the NUL. */
		memset(label, 'x', KEXEC_INITRD_LABEL_SIZE);
		expect_load(l, -EINVAL, KEXEC_LOAD_ARGS, nr);
		memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
	}
}

TEST_F(abi, label_dirt_behind_nul)
{
	struct load2 *l = &self->l;
	unsigned int nr, len, dirt;

	stop_at_kernel(l);
	for (nr = 0; nr < 3; nr++) {
		char *label = l->parts[nr].label;

		for (len = 0; len < KEXEC_INITRD_LABEL_SIZE - 1; len++) {
			dirt = len + 1;
			for (; dirt < KEXEC_INITRD_LABEL_SIZE; dirt++) {
				memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
				memset(label, 'x', len);
				label[dirt] = 'y';
				expect_load(l, -EINVAL, KEXEC_LOAD_ARGS, nr);
			}
		}
		memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
	}
}

TEST_F(abi, labels_load)
{
	struct load2 *l = &self->l;

	memcpy(l->parts[0].label, "early-firmware_1.0", 18);
	memcpy(l->parts[1].label, "0123456789.ABCDEFGHIJKLMNOPQRST", 31);
	/* A label is not a name, the next part may have the same. */
	memcpy(l->parts[2].label, l->parts[1].label, 31);
	expect_success(l);
	EXPECT_TRUE(is_loaded());
}

/*
 * Permission
 */

static int drop_cap_sys_boot(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	if (syscall(__NR_capget, &header, data))
		return -errno;
	data[0].effective &= ~(1U << CAP_SYS_BOOT);
	data[0].permitted &= ~(1U << CAP_SYS_BOOT);
	if (syscall(__NR_capset, &header, data))
		return -errno;
	return 0;
}

/* Neither allowed to load nor to learn what a load would make of it. */
static void expect_nothing_permitted(struct __test_metadata *_metadata,
				     struct load2 *l)
{
	expect_args_error(l, -EPERM);
	l->args.flags = 1ULL << 63;
	expect_args_error(l, -EPERM);
	l->args.flags = KEXEC_FILE_UNLOAD;
	expect_args_error(l, -EPERM);
	l->args.flags = KEXEC_FILE_ON_CRASH;
	expect_args_error(l, -EPERM);
	l->args.flags = 0;
	l->args.kernel_fd = -1;
	expect_args_error(l, -EPERM);
	l->args.kernel_fd = l->parts[0].fd;
	expect_args_error(l, -EPERM);
	l->args.nr_initrds = UINT_MAX;
	expect_args_error(l, -EPERM);
	l->args.nr_initrds = 1;
	l->args.initrd_size = 0;
	expect_args_error(l, -EPERM);
	l->args.initrd_size = INITRD_VER0;
	l->args.initrds = 1;
	expect_args_error(l, -EPERM);
	l->args.initrds = u64_ptr(l->parts);
	l->parts[0].fd = -1;
	expect_args_error(l, -EPERM);
	l->args.cmdline = 1;
	expect_args_error(l, -EPERM);
}

TEST_F(abi, without_cap_sys_boot)
{
	pid_t pid;

	expect_success(&self->l);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		ASSERT_EQ(0, drop_cap_sys_boot());
		expect_nothing_permitted(_metadata, &self->l);
		_exit(0);
	}
	expect_child(pid);
	EXPECT_TRUE(is_loaded());
}

TEST_F(abi, without_root)
{
	pid_t pid;

	expect_success(&self->l);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		ASSERT_EQ(0, setresuid(65534, 65534, 65534));
		expect_nothing_permitted(_metadata, &self->l);
		_exit(0);
	}
	expect_child(pid);
	EXPECT_TRUE(is_loaded());
}

TEST_F(abi, root_of_user_namespace)
{
	int status;
	pid_t pid;

	expect_success(&self->l);
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		if (unshare(CLONE_NEWUSER))
			_exit(KSFT_SKIP);
		expect_nothing_permitted(_metadata, &self->l);
		_exit(0);
	}
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(is_loaded());
	if (WIFEXITED(status) && WEXITSTATUS(status) == KSFT_SKIP)
		SKIP(return, "no user namespaces");
	EXPECT_EQ(0, status);
}

LOAD2_HARNESS_MAIN
