// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2(2): the files that it is given, and the command line.
 */
#define _GNU_SOURCE
#include <endian.h>
#include "load2.h"

/* The joined initramfs stays below this. */
#define INITRD_LIMIT	((4ULL << 30) - page_size())

/* More than x86 takes, less than the call copies. */
#define LONG_CMDLINE	3000

FIXTURE(file)
{
	struct load2 l;
};

FIXTURE_SETUP(file)
{
	load2_setup(_metadata, &self->l);
}

FIXTURE_TEARDOWN(file)
{
	load2_teardown(_metadata);
}

static bool all_writable(const struct load2 *l)
{
	unsigned int i;

	for (i = 0; i < l->args.nr_initrds; i++) {
		if (!is_writable(l->parts[i].fd))
			return false;
	}
	return true;
}

/*
 * Files that no part can be
 */

static int open_none(struct __test_metadata *_metadata)
{
	(void)_metadata;
	return -1;
}

static int open_negative(struct __test_metadata *_metadata)
{
	(void)_metadata;
	return AT_FDCWD;
}

static int open_closed(struct __test_metadata *_metadata)
{
	int fd = data_file(_metadata, "part", 4);

	close(fd);
	return fd;
}

static int reopened(struct __test_metadata *_metadata, int flags)
{
	int ro = data_file(_metadata, "part", 4);
	int fd = reopen(ro, flags);

	close(ro);
	return fd;
}

static int open_wronly(struct __test_metadata *_metadata)
{
	return reopened(_metadata, O_WRONLY);
}

static int open_path(struct __test_metadata *_metadata)
{
	return reopened(_metadata, O_PATH);
}

static int open_rdwr(struct __test_metadata *_metadata)
{
	return reopened(_metadata, O_RDWR);
}

static int open_direct(struct __test_metadata *_metadata)
{
	return reopened(_metadata, O_RDONLY | O_DIRECT);
}

/* There is a writer, but not this descriptor; it leaks, until the test ends. */
static int open_elsewhere(struct __test_metadata *_metadata)
{
	int ro = data_file(_metadata, "part", 4);

	ASSERT_LE(0, reopen(ro, O_WRONLY));
	return ro;
}

static int open_memfd_writer(struct __test_metadata *_metadata)
{
	int fd = memfd_create("part", MFD_CLOEXEC);

	ASSERT_LE(0, fd);
	ASSERT_EQ(4, write(fd, "part", 4));
	ASSERT_LE(0, reopen(fd, O_RDWR));
	return fd;
}

static int open_empty(struct __test_metadata *_metadata)
{
	return data_file(_metadata, "", 0);
}

static int open_directory(struct __test_metadata *_metadata)
{
	(void)_metadata;
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_pipe(struct __test_metadata *_metadata)
{
	int fds[2];

	ASSERT_EQ(0, pipe(fds));
	return fds[0];
}

static int open_null(struct __test_metadata *_metadata)
{
	(void)_metadata;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Regular, and of size 0 to stat(2). */
static int open_proc(struct __test_metadata *_metadata)
{
	(void)_metadata;
	return open("/proc/self/status", O_RDONLY | O_CLOEXEC);
}

static const struct bad_file {
	const char *name;
	int (*open)(struct __test_metadata *_metadata);
	int err;
	bool no_fd;
	bool not_old;		/* the old call takes it */
} bad_files[] = {
	{ "-1",			open_none,		EBADF, true, false },
	{ "AT_FDCWD",		open_negative,		EBADF, true, false },
	{ "closed",		open_closed,		EBADF, true, false },
	{ "O_WRONLY",		open_wronly,		EBADF, false, false },
	{ "O_PATH",		open_path,		EBADF, false, false },
	{ "directory",		open_directory,		EINVAL, false, false },
	{ "pipe",		open_pipe,		EINVAL, false, false },
	{ "/dev/null",		open_null,		EINVAL, false, false },
	{ "empty file",		open_empty,		EINVAL, false, false },
	{ "/proc file",		open_proc,		EINVAL, false, false },
	{ "O_DIRECT",		open_direct,		EINVAL, false, true },
	{ "O_RDWR",		open_rdwr,		ETXTBSY, false, false },
	{ "writer elsewhere",	open_elsewhere,		ETXTBSY, false, false },
	{ "memfd with writer",	open_memfd_writer,	ETXTBSY, false, false },
};

TEST_F(file, bad_parts)
{
	static const unsigned int at[] = { 0, 2, 4 };
	struct load2 *l = &self->l;
	size_t i, j;
	int fd, good;

	load2_set_parts(_metadata, l, 5);
	for (i = 0; i < ARRAY_SIZE(bad_files); i++) {
		const struct bad_file *bad = &bad_files[i];

		fd = bad->open(_metadata);
		if (fd < 0 && !bad->no_fd) {
			TH_LOG("%s: %s, left out", bad->name, strerror(errno));
			continue;
		}
		for (j = 0; j < ARRAY_SIZE(at); j++) {
			good = l->parts[at[j]].fd;
			l->parts[at[j]].fd = fd;
			if (!expect_load(l, -bad->err, KEXEC_LOAD_INITRD,
					 at[j]))
				TH_LOG("%s", bad->name);
			l->parts[at[j]].fd = good;
			EXPECT_TRUE(all_writable(l));
		}
		if (!bad->no_fd)
			close(fd);
	}
	EXPECT_FALSE(is_loaded());

	/* Control: without them it is a load. */
	expect_success(l);
	EXPECT_TRUE(all_writable(l));
}

/* The first bad one is the one that is named. */
TEST_F(file, two_bad_parts)
{
	struct load2 *l = &self->l;

	l->parts[1].fd = open_empty(_metadata);
	l->parts[2].fd = -1;
	expect_load(l, -EINVAL, KEXEC_LOAD_INITRD, 1);
	l->parts[1].fd = -1;
	l->parts[2].fd = open_empty(_metadata);
	expect_load(l, -EBADF, KEXEC_LOAD_INITRD, 1);
}

/* The writer that was in the way goes on, and once it is gone all is well. */
TEST_F(file, writer_goes_on)
{
	struct load2 *l = &self->l;
	int writer;

	writer = reopen(l->parts[1].fd, O_WRONLY);
	ASSERT_LE(0, writer);
	expect_load(l, -ETXTBSY, KEXEC_LOAD_INITRD, 1);
	EXPECT_EQ(7, write(writer, "written", 7));
	expect_load(l, -ETXTBSY, KEXEC_LOAD_INITRD, 1);
	close(writer);
	expect_success(l);
	EXPECT_TRUE(all_writable(l));
}

/* The writers of a memfd are not counted until it is opened anew. */
TEST_F(file, memfd)
{
	struct load2 *l = &self->l;
	int fd;

	fd = memfd_create("part", MFD_CLOEXEC);
	ASSERT_LE(0, fd);
	ASSERT_EQ(4, write(fd, "part", 4));
	l->parts[1].fd = fd;
	expect_success(l);
	EXPECT_TRUE(is_loaded());
}

/* A file position is not where the reading starts, and does not move. */
TEST_F(file, position)
{
	struct load2 *l = &self->l;
	int fd;

	fd = data_file(_metadata, "part", 4);
	EXPECT_EQ(4, lseek(fd, 0, SEEK_END));
	l->parts[1].fd = fd;
	expect_success(l);
	EXPECT_EQ(4, lseek(fd, 0, SEEK_CUR));
}

/*
 * The kernel image
 */

TEST_F(file, bad_kernels)
{
	struct load2 *l = &self->l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad_files); i++) {
		const struct bad_file *bad = &bad_files[i];

		if (bad->not_old)
			continue;
		l->args.kernel_fd = bad->open(_metadata);
		if (!expect_load(l, -bad->err, KEXEC_LOAD_KERNEL, -1))
			TH_LOG("%s", bad->name);
		EXPECT_TRUE(all_writable(l));
		if (!bad->no_fd)
			close(l->args.kernel_fd);
	}

	/* Of no format that there is. */
	l->args.kernel_fd = data_file(_metadata, "#!/bin/sh\n", 10);
	expect_load(l, -ENOEXEC, KEXEC_LOAD_KERNEL, -1);
	EXPECT_TRUE(is_writable(l->args.kernel_fd));
	EXPECT_TRUE(all_writable(l));
	l->args.kernel_fd = no_kernel_file(_metadata);
	expect_load(l, -ENOEXEC, KEXEC_LOAD_KERNEL, -1);
	EXPECT_FALSE(is_loaded());
}

/*
 * How large the parts are
 */

TEST_F(file, part_too_large)
{
	struct load2 *l = &self->l;
	unsigned int nr;
	int fd, good;

	fd = sparse_file(_metadata, INITRD_LIMIT + 1);
	if (fd < 0)
		SKIP(return, "no files of 4 GiB in TMPDIR");
	for (nr = 0; nr < 3; nr++) {
		good = l->parts[nr].fd;
		l->parts[nr].fd = fd;
		expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, nr);
		l->parts[nr].fd = good;
	}
	EXPECT_TRUE(is_writable(fd));
	EXPECT_TRUE(all_writable(l));

	/* Sizes that do not fit into 32 bits, or 63. */
	fd = sparse_file(_metadata, (4ULL << 30) + 1);
	ASSERT_LE(0, fd);
	l->parts[1].fd = fd;
	expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 1);
	fd = sparse_file(_metadata, LLONG_MAX - page_size() + 1);
	if (fd >= 0) {
		l->parts[1].fd = fd;
		expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 1);
	}
	EXPECT_FALSE(is_loaded());
}

TEST_F(file, sum_too_large)
{
	struct load2 *l = &self->l;
	unsigned int i;
	int fd, small;

	small = l->parts[0].fd;
	fd = sparse_file(_metadata, INITRD_LIMIT - 1);
	if (fd < 0)
		SKIP(return, "no files of 4 GiB in TMPDIR");

	l->parts[0].fd = fd;
	expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 1);
	l->parts[1].fd = fd;
	expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 1);
	l->parts[0].fd = small;
	l->parts[1].fd = small;
	l->parts[2].fd = fd;
	expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 2);

	/* The sum goes over 64 bits only if nobody looks in between. */
	l->args.nr_initrds = 0;
	for (i = 0; i < KEXEC_INITRD_MAX; i++)
		load2_add(l, fd);
	expect_load(l, -EFBIG, KEXEC_LOAD_INITRD, 1);
	EXPECT_TRUE(is_writable(fd));
	EXPECT_TRUE(is_writable(small));
	EXPECT_FALSE(is_loaded());
}

/* An image takes at most half of the memory. */
TEST_F(file, sum_over_half_of_memory)
{
	struct load2 *l = &self->l;
	struct sysinfo info;
	__u64 half;
	int fd;

	ASSERT_EQ(0, sysinfo(&info));
	half = (__u64)info.totalram * info.mem_unit / 2;
	if (half + 2 * page_size() > INITRD_LIMIT)
		SKIP(return, "too much memory");

	fd = sparse_file(_metadata, half / 2 + page_size());
	ASSERT_LE(0, fd);
	l->args.nr_initrds = 0;
	load2_add(l, fd);
	load2_add(l, fd);
	expect_load(l, -ENOMEM, KEXEC_LOAD_INITRD, -1);
	EXPECT_TRUE(is_writable(fd));

	/* As large as a part can be. */
	fd = sparse_file(_metadata, INITRD_LIMIT);
	if (fd >= 0) {
		l->args.nr_initrds = 0;
		load2_add(l, fd);
		expect_load(l, -ENOMEM, KEXEC_LOAD_INITRD, -1);
		EXPECT_TRUE(is_writable(fd));
	}
	EXPECT_FALSE(is_loaded());
}

/*
 * The command line
 */

static void set_cmdline(struct load2 *l, const char *cmdline, __u64 size)
{
	l->args.cmdline = u64_ptr(cmdline);
	l->args.cmdline_size = size;
}

TEST_F(file, cmdline)
{
	struct load2 *l = &self->l;
	char *mem, *end, *large;

	set_cmdline(l, NULL, 0);
	expect_success(l);
	set_cmdline(l, (char *)1, 0);
	expect_success(l);
	set_cmdline(l, "", 1);
	expect_success(l);
	EXPECT_EQ(0, load1_unload());

	/* Without NUL, or with one in other places only. */
	set_cmdline(l, "quiet", 5);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, "\0quiet", 6);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	EXPECT_TRUE(all_writable(l));

	mem = guarded_pages(_metadata, 1);
	end = mem + page_size();
	memset(mem, 'x', page_size());
	set_cmdline(l, NULL, 1);
	expect_load(l, -EFAULT, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, (char *)-1L, 8);
	expect_load(l, -EFAULT, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, end, 1);
	expect_load(l, -EFAULT, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, end - 8, 9);
	expect_load(l, -EFAULT, KEXEC_LOAD_CMDLINE, -1);
	EXPECT_TRUE(all_writable(l));
	end[-1] = '\0';
	set_cmdline(l, end - 8, 8);
	expect_success(l);
	EXPECT_EQ(0, load1_unload());

	/* Longer than is even copied, whatever is there. */
	large = calloc(1, (64 << 10) + 1);
	ASSERT_NE(NULL, large);
	set_cmdline(l, large, (64 << 10) + 1);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, large, 1ULL << 32);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, large, ~0ULL);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	set_cmdline(l, NULL, ~0ULL);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	EXPECT_TRUE(all_writable(l));
	EXPECT_FALSE(is_loaded());
}

#ifdef __x86_64__
static void set_long_cmdline(struct load2 *l)
{
	static char cmdline[LONG_CMDLINE];

	memset(cmdline, 'x', sizeof(cmdline) - 1);
	set_cmdline(l, cmdline, sizeof(cmdline));
}
#endif

TEST_F(file, cmdline_too_long_for_image)
{
#ifdef __x86_64__
	static char large[64 << 10];
	struct load2 *l = &self->l;

	set_long_cmdline(l);
	expect_load(l, -EINVAL, KEXEC_LOAD_IMAGE, -1);
	EXPECT_TRUE(all_writable(l));
	set_cmdline(l, large, sizeof(large));
	expect_load(l, -EINVAL, KEXEC_LOAD_IMAGE, -1);
	EXPECT_FALSE(is_loaded());
#else
	SKIP(return, "the limit is that of x86");
#endif
}

/*
 * What is loaded
 */

TEST_F(file, failure_keeps_image)
{
	struct load2 *l = &self->l;
	struct load2 good = *l;

	expect_success(l);

	l->args.kernel_fd = -1;
	expect_load(l, -EBADF, KEXEC_LOAD_KERNEL, -1);
	EXPECT_TRUE(is_loaded());
	l->args.kernel_fd = data_file(_metadata, "text", 4);
	expect_load(l, -ENOEXEC, KEXEC_LOAD_KERNEL, -1);
	EXPECT_TRUE(is_loaded());
	l->args.kernel_fd = good.args.kernel_fd;

	l->parts[2].fd = -1;
	expect_load(l, -EBADF, KEXEC_LOAD_INITRD, 2);
	EXPECT_TRUE(is_loaded());
	l->parts[2].fd = good.parts[2].fd;

	set_cmdline(l, "quiet", 5);
	expect_load(l, -EINVAL, KEXEC_LOAD_CMDLINE, -1);
	EXPECT_TRUE(is_loaded());
#ifdef __x86_64__
	set_long_cmdline(l);
	expect_load(l, -EINVAL, KEXEC_LOAD_IMAGE, -1);
	EXPECT_TRUE(is_loaded());
#endif

	l->args = good.args;
	expect_success(l);
	EXPECT_TRUE(is_loaded());
}

TEST_F(file, no_place_for_crash_image)
{
	struct load2 *l = &self->l;

	if (read_number(CRASH_SIZE) < 0)
		SKIP(return, "no crash images");
	if (read_number(CRASH_SIZE) > 0)
		SKIP(return, "memory is reserved for a crash image");

	expect_success(l);
	l->args.flags = KEXEC_FILE_ON_CRASH;
	expect_load(l, -EADDRNOTAVAIL, KEXEC_LOAD_IMAGE, -1);
	EXPECT_EQ(0, read_number(CRASH_LOADED));
	EXPECT_TRUE(is_loaded());
	EXPECT_TRUE(all_writable(l));

	/* There is none, and the other one stays. */
	l->args.flags = KEXEC_FILE_ON_CRASH | KEXEC_FILE_UNLOAD;
	expect_success(l);
	EXPECT_TRUE(is_loaded());
}

/* "VmallocUsed:    1234 kB" */
static long vmalloc_kbytes(void)
{
	char line[128];
	long kbytes = -1;
	FILE *f;

	f = fopen("/proc/meminfo", "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "VmallocUsed: %ld", &kbytes) == 1)
			break;
	}
	if (f)
		fclose(f);
	return kbytes;
}

#define LEAK_SIZE	(1024L * 1024)
#define LEAK_ROUNDS	12
#define LEAK_FILES	100

/* Many small parts and a larger one; @files and @kbytes are in use. */
static void leak_setup(struct __test_metadata *_metadata, struct load2 *l,
		       long *files, long *kbytes)
{
	int fd;

	load2_set_parts(_metadata, l, 64);
	fd = sparse_file(_metadata, LEAK_SIZE);
	ASSERT_LE(0, fd);
	l->parts[63].fd = fd;
	*files = read_number("/proc/sys/fs/file-nr");
	ASSERT_LT(0, *files);
	*kbytes = vmalloc_kbytes();
	ASSERT_LE(0, *kbytes);
}

/*
 * A reference that is not given back keeps the file open, and that counts only
 * if each call has files of its own.
 */
static long run_with_new_files(struct __test_metadata *_metadata,
			       struct load2 *l)
{
	int part = l->parts[0].fd;
	long ret;

	l->args.kernel_fd = open(kernel_path(), O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, l->args.kernel_fd);
	l->parts[0].fd = reopen(part, O_RDONLY);
	ASSERT_LE(0, l->parts[0].fd);
	ret = load2_run(l);
	close(l->args.kernel_fd);
	close(l->parts[0].fd);
	l->args.kernel_fd = l->kernel;
	l->parts[0].fd = part;
	return ret;
}

#define expect_new_load(l, want, stage, initrd) \
	expect_report(l, run_with_new_files(_metadata, l), want, stage, initrd)

/* Half of what it would be if each round leaked; others open files, too. */
#define expect_no_leak(files, kbytes) do { \
	EXPECT_GT((files) + LEAK_FILES, \
		  read_number("/proc/sys/fs/file-nr")); \
	EXPECT_GT((kbytes) + LEAK_ROUNDS / 2 * LEAK_SIZE / 1024, \
		  vmalloc_kbytes()); \
} while (0)

TEST_F(file, failures_leak_nothing)
{
	struct load2 *l = &self->l;
	long files, kbytes;
	int writer, good;
	unsigned int i;

	writer = data_file(_metadata, "part", 4);
	ASSERT_LE(0, reopen(writer, O_WRONLY));
	leak_setup(_metadata, l, &files, &kbytes);

	/* Found in the last of many parts, before any is read. */
	good = l->parts[63].fd;
	l->parts[63].fd = writer;
	for (i = 0; i < 2 * LEAK_FILES; i++)
		expect_new_load(l, -ETXTBSY, KEXEC_LOAD_INITRD, 63);
	l->parts[63].fd = good;

	/* Found when all are open. */
	set_cmdline(l, NULL, 1);
	for (i = 0; i < 2 * LEAK_FILES; i++)
		expect_new_load(l, -EFAULT, KEXEC_LOAD_CMDLINE, -1);
#ifdef __x86_64__
	/* Found when all are read. */
	set_long_cmdline(l);
	for (i = 0; i < LEAK_ROUNDS; i++)
		expect_new_load(l, -EINVAL, KEXEC_LOAD_IMAGE, -1);
#endif
	expect_no_leak(files, kbytes);
	EXPECT_TRUE(all_writable(l));
}

TEST_F(file, loads_leak_nothing)
{
	struct load2 *l = &self->l;
	long files, kbytes;
	unsigned int i;

	leak_setup(_metadata, l, &files, &kbytes);
	for (i = 0; i < LEAK_ROUNDS; i++)
		expect_new_load(l, 0, KEXEC_LOAD_DONE, -1);
	EXPECT_EQ(0, load1_unload());
	expect_no_leak(files, kbytes);
	EXPECT_TRUE(all_writable(l));
}

/*
 * Parts that end in a signature, as a module does
 */

#define MARKER		"~Module signature appended~\n"
#define MARKER_LEN	(sizeof(MARKER) - 1)
#define PKCS7		2

struct sig_info {
	__u8	algo;
	__u8	hash;
	__u8	id_type;
	__u8	signer_len;
	__u8	key_id_len;
	__u8	pad[3];
	__u32	sig_len;		/* big endian */
};

#define PAYLOAD_LEN	1000
#define SIG_LEN		256

static int signed_file(struct __test_metadata *_metadata,
		       const struct sig_info *info)
{
	char data[PAYLOAD_LEN + SIG_LEN + sizeof(*info) + MARKER_LEN];

	memset(data, 0, PAYLOAD_LEN);
	memset(data + PAYLOAD_LEN, 's', SIG_LEN);
	memcpy(data + PAYLOAD_LEN + SIG_LEN, info, sizeof(*info));
	memcpy(data + PAYLOAD_LEN + SIG_LEN + sizeof(*info), MARKER,
	       MARKER_LEN);
	return data_file(_metadata, data, sizeof(data));
}

static void expect_signed(struct __test_metadata *_metadata, struct load2 *l,
			  const char *name, const struct sig_info *info,
			  int err)
{
	int good, fd, nr;

	fd = signed_file(_metadata, info);
	/* A load takes longer, and does not say which part it was. */
	for (nr = 0; nr < (err ? 3 : 1); nr++) {
		good = l->parts[nr].fd;
		l->parts[nr].fd = fd;
		if (!(err ? expect_load(l, -err, KEXEC_LOAD_INITRD, nr) :
			    expect_success(l)))
			TH_LOG("%s, part %u", name, nr);
		EXPECT_TRUE(all_writable(l));
		l->parts[nr].fd = good;
	}
	close(fd);
}

TEST_F(file, signature)
{
	const struct sig_info good = {
		.id_type = PKCS7,
		.sig_len = htobe32(SIG_LEN),
	};
	struct load2 *l = &self->l;
	struct sig_info info = good;

	expect_signed(_metadata, l, "good", &info, 0);
	/* In each part, and several of them. */
	load2_add(l, signed_file(_metadata, &info));
	load2_add(l, signed_file(_metadata, &info));
	expect_success(l);
	EXPECT_TRUE(all_writable(l));
	l->args.nr_initrds = 3;
	info.sig_len = 0;
	expect_signed(_metadata, l, "no signature", &info, 0);
	/* A payload of one byte is one. */
	info.sig_len = htobe32(PAYLOAD_LEN + SIG_LEN - 1);
	expect_signed(_metadata, l, "one byte signed", &info, 0);
	EXPECT_EQ(0, load1_unload());

	info.sig_len = htobe32(PAYLOAD_LEN + SIG_LEN);
	expect_signed(_metadata, l, "nothing signed", &info, EBADMSG);
	info.sig_len = htobe32(PAYLOAD_LEN + SIG_LEN + 1);
	expect_signed(_metadata, l, "signature too long", &info, EBADMSG);
	info.sig_len = 0xffffffff;
	expect_signed(_metadata, l, "signature much too long", &info, EBADMSG);
	/* Little endian: 64 KiB. */
	info.sig_len = htole32(SIG_LEN);
	expect_signed(_metadata, l, "wrong byte order", &info, EBADMSG);

	info = good;
	info.id_type = 0;
	expect_signed(_metadata, l, "PGP", &info, ENOPKG);
	info.id_type = 3;
	expect_signed(_metadata, l, "of no type", &info, ENOPKG);

	info = good;
	info.algo = 1;
	expect_signed(_metadata, l, "algo", &info, EBADMSG);
	info = good;
	info.hash = 1;
	expect_signed(_metadata, l, "hash", &info, EBADMSG);
	info = good;
	info.signer_len = 1;
	expect_signed(_metadata, l, "signer_len", &info, EBADMSG);
	info = good;
	info.key_id_len = 1;
	expect_signed(_metadata, l, "key_id_len", &info, EBADMSG);
	info = good;
	info.pad[2] = 1;
	expect_signed(_metadata, l, "pad", &info, EBADMSG);
	EXPECT_FALSE(is_loaded());
}

/* What only looks like one. */
TEST_F(file, no_signature)
{
	struct load2 *l = &self->l;
	char data[200];

	/* The marker alone, and with less than a signature before it. */
	l->parts[1].fd = data_file(_metadata, MARKER, MARKER_LEN);
	expect_success(l);
	memset(data, 0xff, sizeof(data));
	memcpy(data + sizeof(struct sig_info), MARKER, MARKER_LEN);
	l->parts[1].fd = data_file(_metadata, data,
				   sizeof(struct sig_info) + MARKER_LEN);
	expect_success(l);
	l->parts[1].fd = data_file(_metadata, data + 1,
				   sizeof(struct sig_info) - 1 + MARKER_LEN);
	expect_success(l);
	/* Control: one byte more, and it is read, and is none. */
	memset(data, 0xff, sizeof(data));
	memcpy(data + 1 + sizeof(struct sig_info), MARKER, MARKER_LEN);
	l->parts[1].fd = data_file(_metadata, data,
				   1 + sizeof(struct sig_info) + MARKER_LEN);
	expect_load(l, -EBADMSG, KEXEC_LOAD_INITRD, 1);

	/* Not at the end. */
	l->parts[1].fd = data_file(_metadata, data, sizeof(data));
	expect_success(l);
	l->parts[1].fd = data_file(_metadata, data,
				   2 + sizeof(struct sig_info) + MARKER_LEN);
	expect_success(l);

	/* Not whole, and not quite the marker. */
	l->parts[1].fd = data_file(_metadata, data,
				   sizeof(struct sig_info) + MARKER_LEN);
	expect_success(l);
	memcpy(data + sizeof(data) - MARKER_LEN, MARKER, MARKER_LEN);
	data[sizeof(data) - MARKER_LEN] = '-';
	l->parts[1].fd = data_file(_metadata, data, sizeof(data));
	expect_success(l);
}

/*
 * kexec_file_load(2) is what it always was.  These pass on kernels without
 * kexec_file_load2(2), too.
 */

FIXTURE(old_call)
{
	int kernel;
	int initrd;
};

FIXTURE_SETUP(old_call)
{
	self->kernel = open(kernel_path(), O_RDONLY | O_CLOEXEC);
	ASSERT_LE(0, self->kernel);
	self->initrd = data_file(_metadata, "part", 4);
}

FIXTURE_TEARDOWN(old_call)
{
	load2_teardown(_metadata);
}

static long load1(int kernel, int initrd)
{
	return sys_load1(kernel, initrd, sizeof(load2_cmdline), load2_cmdline,
			 0);
}

TEST_F(old_call, load_unload)
{
	EXPECT_EQ(0, load1(self->kernel, self->initrd));
	EXPECT_TRUE(is_loaded());
	EXPECT_TRUE(is_writable(self->initrd));
	EXPECT_EQ(0, load1(self->kernel, self->initrd));
	EXPECT_EQ(0, load1_unload());
	EXPECT_FALSE(is_loaded());
	EXPECT_EQ(0, load1_unload());
}

TEST_F(old_call, kernel)
{
	int text = data_file(_metadata, "text", 4);
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(bad_files); i++) {
		if (bad_files[i].not_old)
			continue;
		fd = bad_files[i].open(_metadata);
		EXPECT_EQ(-bad_files[i].err, load1(fd, self->initrd))
			TH_LOG("%s", bad_files[i].name);
		/* The kernel comes first. */
		EXPECT_EQ(-bad_files[i].err, load1(fd, -1))
			TH_LOG("%s", bad_files[i].name);
	}
	EXPECT_EQ(-LOAD1_NO_KERNEL, load1(text, self->initrd));
	EXPECT_EQ(-LOAD1_NO_KERNEL, load1(text, -1));
	EXPECT_EQ(-LOAD1_NO_KERNEL, sys_load1(text, -1, 1, NULL, 0));
	EXPECT_TRUE(is_writable(text));
}

TEST_F(old_call, initrd)
{
	size_t i;
	int fd;

	EXPECT_EQ(0, load1(self->kernel, self->initrd));
	for (i = 0; i < ARRAY_SIZE(bad_files); i++) {
		if (bad_files[i].not_old)
			continue;
		fd = bad_files[i].open(_metadata);
		EXPECT_EQ(-bad_files[i].err, load1(self->kernel, fd))
			TH_LOG("%s", bad_files[i].name);
		/* It comes before the command line. */
		EXPECT_EQ(-bad_files[i].err,
			  sys_load1(self->kernel, fd, 1, NULL, 0))
			TH_LOG("%s", bad_files[i].name);
		EXPECT_TRUE(is_loaded());
	}
}

TEST_F(old_call, initrd_too_large)
{
	int fd = sparse_file(_metadata, (4ULL << 30) + 1);

	if (fd < 0)
		SKIP(return, "no files of 4 GiB in TMPDIR");
	EXPECT_EQ(-EFBIG, load1(self->kernel, fd));
	EXPECT_TRUE(is_writable(fd));
}

TEST_F(old_call, memfd)
{
	int fd = memfd_create("part", MFD_CLOEXEC);

	ASSERT_LE(0, fd);
	ASSERT_EQ(4, write(fd, "part", 4));
	EXPECT_EQ(0, load1(self->kernel, fd));
}

TEST_F(old_call, cmdline)
{
	int kernel = self->kernel;
	int initrd = self->initrd;
#ifdef __x86_64__
	static char cmdline[LONG_CMDLINE];
#endif

	EXPECT_EQ(-EINVAL, sys_load1(kernel, initrd, 5, "quiet", 0));
	EXPECT_EQ(-EFAULT, sys_load1(kernel, initrd, 1, NULL, 0));
	EXPECT_EQ(-EFAULT, sys_load1(kernel, initrd, 8, (char *)-1L, 0));
	EXPECT_TRUE(is_writable(initrd));
	EXPECT_FALSE(is_loaded());
#ifdef __x86_64__
	memset(cmdline, 'x', sizeof(cmdline) - 1);
	EXPECT_EQ(-EINVAL, sys_load1(kernel, initrd, sizeof(cmdline), cmdline,
				     0));
	EXPECT_FALSE(is_loaded());
#endif
	EXPECT_EQ(0, sys_load1(kernel, initrd, 0, NULL, 0));
	EXPECT_EQ(0, sys_load1(kernel, initrd, 0, (char *)1, 0));
	EXPECT_EQ(0, sys_load1(kernel, initrd, 1, "", 0));
}

TEST_F(old_call, flags)
{
	EXPECT_EQ(-EINVAL, sys_load1(self->kernel, self->initrd, 0, NULL,
				     1UL << 31));
	EXPECT_EQ(-EINVAL, sys_load1(-1, -1, 0, NULL, 1UL << 31));
	EXPECT_EQ(-EINVAL, sys_load1(-1, -1, 0, NULL,
				     KEXEC_FILE_UNLOAD | 1UL << 31));
#if __LONG_WIDTH__ > 32
	EXPECT_EQ(-EINVAL, sys_load1(-1, -1, 0, NULL, 1UL << 32));
	EXPECT_EQ(-EINVAL, sys_load1(-1, -1, 0, NULL, 1UL << 63));
#endif
	EXPECT_FALSE(is_loaded());
	EXPECT_EQ(0, sys_load1(self->kernel, -1, 0, NULL,
			       KEXEC_FILE_NO_INITRAMFS));
	EXPECT_TRUE(is_loaded());
	EXPECT_EQ(0, sys_load1(-1, -1, 1, NULL, KEXEC_FILE_UNLOAD));
	EXPECT_FALSE(is_loaded());
}

/* It does not look for a signature. */
TEST_F(old_call, signature)
{
	const struct sig_info info = { .id_type = 3 };

	EXPECT_EQ(0, load1(self->kernel, signed_file(_metadata, &info)));
}

LOAD2_HARNESS_MAIN
