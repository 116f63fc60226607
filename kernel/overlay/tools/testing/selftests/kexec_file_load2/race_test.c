// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2(2) while others change what it was given.
 *
 * No luck is needed: the command line is on a page that userfaultfd holds
 * back.  A call that copies it stops there until the test lets it go on.
 * kexec_file_load2() is then past its arguments and descriptors, and its load
 * has not begun; that of kexec_file_load() has, and all files are read.
 */
#define _GNU_SOURCE
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include "load2.h"

#define WAIT_MS		20000

/* A call that stops in a thread of its own. */
struct stopped {
	struct load2 *l;
	bool old;
	int uffd;
	char *page;
	pthread_t thread;
	long ret;
};

FIXTURE(race)
{
	struct load2 l;
	struct stopped call;
};

static void setup(struct __test_metadata *_metadata, struct load2 *l,
		  struct stopped *call)
{
	load2_setup(_metadata, l);
	if (_metadata->exit_code)
		return;

	call->l = l;
	call->uffd = syscall(__NR_userfaultfd, O_CLOEXEC);
	if (call->uffd < 0)
		SKIP(return, "userfaultfd: %s", strerror(errno));
	close(call->uffd);
}

FIXTURE_SETUP(race)
{
	setup(_metadata, &self->l, &self->call);
}

FIXTURE_TEARDOWN(race)
{
	load2_teardown(_metadata);
}

/* A page for the command line on which whoever reads it stops. */
static void stop_at_cmdline(struct __test_metadata *_metadata,
			    struct stopped *call)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range.len = page_size(),
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	call->uffd = syscall(__NR_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	ASSERT_LE(0, call->uffd);
	ASSERT_EQ(0, ioctl(call->uffd, UFFDIO_API, &api));
	call->page = mmap(NULL, page_size(), PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, call->page);
	reg.range.start = u64_ptr(call->page);
	ASSERT_EQ(0, ioctl(call->uffd, UFFDIO_REGISTER, &reg));
	call->l->args.cmdline = u64_ptr(call->page);
}

static void *run_call(void *arg)
{
	struct stopped *call = arg;
	struct load2 *l = call->l;

	if (call->old)
		call->ret = sys_load1(l->kernel, l->parts[0].fd,
				      l->args.cmdline_size, call->page, 0);
	else
		call->ret = load2_run(l);
	return NULL;
}

/* Returns when the call has stopped. */
static void start(struct __test_metadata *_metadata, struct stopped *call)
{
	struct uffd_msg msg;
	struct pollfd pfd;

	stop_at_cmdline(_metadata, call);
	call->ret = 1;
	ASSERT_EQ(0, pthread_create(&call->thread, NULL, run_call, call));

	pfd.fd = call->uffd;
	pfd.events = POLLIN;
	ASSERT_EQ(1, poll(&pfd, 1, WAIT_MS))
		TH_LOG("the call returned %ld before it copied the command line",
		       call->ret);
	ASSERT_EQ((ssize_t)sizeof(msg), read(call->uffd, &msg, sizeof(msg)));
	ASSERT_EQ(UFFD_EVENT_PAGEFAULT, msg.event);
	ASSERT_EQ(1, call->ret);
}

/* Lets the call go on, and returns what it returned. */
static long finish(struct __test_metadata *_metadata, struct stopped *call)
{
	struct uffdio_copy copy = {
		.dst = u64_ptr(call->page),
		.len = page_size(),
	};
	char *page;

	page = calloc(1, page_size());
	ASSERT_NE(NULL, page);
	memcpy(page, load2_cmdline, sizeof(load2_cmdline));
	copy.src = u64_ptr(page);
	ASSERT_EQ(0, ioctl(call->uffd, UFFDIO_COPY, &copy));
	ASSERT_EQ(0, pthread_join(call->thread, NULL));
	free(page);
	munmap(call->page, page_size());
	close(call->uffd);
	return call->ret;
}

#define expect_finish(call, want, stage, initrd) \
	expect_report((call)->l, finish(_metadata, call), want, stage, initrd)
#define expect_finish_success(call) \
	expect_finish(call, 0, KEXEC_LOAD_DONE, -1)

/*
 * Read once
 */

/* The report is there before anything happens. */
TEST_F(race, early_report)
{
	struct stopped *call = &self->call;

	start(_metadata, call);
	EXPECT_EQ((__u32)KEXEC_LOAD_ARGS, self->l.report.stage);
	EXPECT_EQ(-1, self->l.report.initrd);
	EXPECT_FALSE(is_loaded());
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

/* What is loaded is loaded, with or without a report. */
TEST_F(race, report_goes_away)
{
	struct stopped *call = &self->call;
	void *report;

	report = mmap(NULL, page_size(), PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, report);
	self->l.args.report = u64_ptr(report);
	start(_metadata, call);
	ASSERT_EQ(0, munmap(report, page_size()));
	EXPECT_EQ(0, finish(_metadata, call));
	EXPECT_TRUE(is_loaded());
}

TEST_F(race, arguments_change)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;

	memcpy(l->parts[1].label, "label", 5);
	start(_metadata, call);
	memset(l->parts, 0xff, sizeof(l->parts));
	memset(&l->args, 0xff, sizeof(l->args));
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

TEST_F(race, arguments_go_away)
{
	struct stopped *call = &self->call;
	struct kexec_initrd *parts;

	parts = mmap(NULL, page_size(), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, parts);
	memcpy(parts, self->l.parts, 3 * sizeof(*parts));
	self->l.args.initrds = u64_ptr(parts);
	start(_metadata, call);
	ASSERT_EQ(0, munmap(parts, page_size()));
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

/* Other files behind the same numbers, none of which could be loaded. */
TEST_F(race, descriptors_change)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	int text, empty, dir, fds[2];

	text = data_file(_metadata, "text", 4);
	empty = data_file(_metadata, "", 0);
	dir = open("/", O_RDONLY | O_DIRECTORY);
	ASSERT_LE(0, dir);
	ASSERT_EQ(0, pipe(fds));

	start(_metadata, call);
	ASSERT_EQ(l->kernel, dup2(text, l->kernel));
	ASSERT_EQ(l->parts[0].fd, dup2(empty, l->parts[0].fd));
	ASSERT_EQ(l->parts[1].fd, dup2(dir, l->parts[1].fd));
	ASSERT_EQ(l->parts[2].fd, dup2(fds[0], l->parts[2].fd));
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());

	/* Control: now they cannot. */
	l->args.cmdline = u64_ptr(load2_cmdline);
	expect_load(l, -EINVAL, KEXEC_LOAD_INITRD, 0);
}

TEST_F(race, descriptors_close)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	unsigned int i;

	start(_metadata, call);
	ASSERT_EQ(0, close(l->kernel));
	for (i = 0; i < 3; i++)
		ASSERT_EQ(0, close(l->parts[i].fd));
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

/* A part is closed to writers while it is read, and not before. */
TEST_F(race, writer_comes)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	unsigned int i;
	int writer;

	expect_success(l);
	for (i = 0; i < 3; i++) {
		start(_metadata, call);
		writer = reopen(l->parts[i].fd, O_WRONLY);
		EXPECT_LE(0, writer);
		expect_finish(call, -ETXTBSY, KEXEC_LOAD_INITRD, i);
		close(writer);
	}
	EXPECT_TRUE(is_loaded());

	/* One that comes and goes is in nobody's way. */
	start(_metadata, call);
	EXPECT_TRUE(is_writable(l->parts[1].fd));
	expect_finish_success(call);
}

TEST_F(race, writer_truncates)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	int writer;

	start(_metadata, call);
	writer = reopen(l->parts[1].fd, O_WRONLY | O_TRUNC);
	EXPECT_LE(0, writer);
	close(writer);
	expect_finish(call, -EIO, KEXEC_LOAD_INITRD, 1);
	EXPECT_FALSE(is_loaded());
}

/*
 * Files that change: the writers of a memfd are not denied
 */

#define MEMFD_SIZE	10000

static int memfd_part(struct __test_metadata *_metadata)
{
	static const char data[MEMFD_SIZE];
	int fd = memfd_create("part", MFD_CLOEXEC);

	ASSERT_LE(0, fd);
	ASSERT_EQ((ssize_t)sizeof(data), write(fd, data, sizeof(data)));
	return fd;
}

FIXTURE(resize)
{
	struct load2 l;
	struct stopped call;
};

FIXTURE_VARIANT(resize)
{
	off_t size;
};

FIXTURE_VARIANT_ADD(resize, to_nothing)
{
	.size = 0,
};

FIXTURE_VARIANT_ADD(resize, smaller)
{
	.size = MEMFD_SIZE / 2,
};

FIXTURE_VARIANT_ADD(resize, one_less)
{
	.size = MEMFD_SIZE - 1,
};

FIXTURE_VARIANT_ADD(resize, one_more)
{
	.size = MEMFD_SIZE + 1,
};

FIXTURE_VARIANT_ADD(resize, larger)
{
	.size = MEMFD_SIZE * 5,
};

FIXTURE_VARIANT_ADD(resize, larger_than_any)
{
	.size = 1LL << 40,
};

FIXTURE_SETUP(resize)
{
	setup(_metadata, &self->l, &self->call);
}

FIXTURE_TEARDOWN(resize)
{
	load2_teardown(_metadata);
}

TEST_F(resize, while_loaded)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	unsigned int nr, i;

	expect_success(l);
	for (nr = 0; nr < 3; nr++) {
		for (i = 0; i < 3; i++)
			l->parts[i].fd = memfd_part(_metadata);
		start(_metadata, call);
		ASSERT_EQ(0, ftruncate(l->parts[nr].fd, variant->size));
		expect_finish(call, -EIO, KEXEC_LOAD_INITRD, nr);
		for (i = 0; i < 3; i++) {
			EXPECT_TRUE(is_writable(l->parts[i].fd));
			close(l->parts[i].fd);
		}
	}
	EXPECT_TRUE(is_loaded());
}

TEST_F(race, contents_change)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;

	l->parts[1].fd = memfd_part(_metadata);
	start(_metadata, call);
	ASSERT_EQ(7, pwrite(l->parts[1].fd, "changed", 7, 100));
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

/* There and back again: the size is what it was when it was read. */
TEST_F(race, size_changes_back)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;

	l->parts[1].fd = memfd_part(_metadata);
	start(_metadata, call);
	ASSERT_EQ(0, ftruncate(l->parts[1].fd, 0));
	ASSERT_EQ(0, ftruncate(l->parts[1].fd, MEMFD_SIZE));
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

/*
 * The locks
 */

/* A call that waits for its caller's memory is in nobody's way. */
TEST_F(race, nothing_has_begun)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	struct load2 other = *l;

	start(_metadata, call);
	EXPECT_EQ(0, sys_load1(l->kernel, l->parts[0].fd,
			       sizeof(load2_cmdline), load2_cmdline, 0));
	EXPECT_TRUE(is_loaded());
	EXPECT_EQ(0, load1_unload());
	EXPECT_FALSE(is_loaded());

	/* With the same files, too. */
	other.args.initrds = u64_ptr(other.parts);
	other.args.report = u64_ptr(&other.report);
	expect_success(&other);
	EXPECT_TRUE(is_loaded());
	other.args.flags = KEXEC_FILE_UNLOAD;
	expect_success(&other);
	EXPECT_FALSE(is_loaded());

	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
}

TEST_F(race, busy)
{
	struct stopped *call = &self->call;
	struct load2 *l = &self->l;
	struct load2 other = *l;

	call->old = true;
	start(_metadata, call);

	other.args.cmdline = u64_ptr(load2_cmdline);
	other.args.initrds = u64_ptr(other.parts);
	other.args.report = u64_ptr(&other.report);
	expect_args_error(&other, -EBUSY);
	other.args.flags = KEXEC_FILE_UNLOAD;
	expect_args_error(&other, -EBUSY);
	other.args.flags = KEXEC_FILE_ON_CRASH;
	expect_args_error(&other, -EBUSY);

	/* What the kexec lock keeps away is not kept away. */
	if (read_number(CRASH_SIZE) != -ENOENT)
		EXPECT_LE(0, read_number(CRASH_SIZE));

	/* What is wrong with the call itself comes first. */
	other.args.flags = 0;
	other.parts[1].fd = -1;
	expect_load(&other, -EBADF, KEXEC_LOAD_INITRD, 1);
	other.parts[1].fd = l->parts[1].fd;

	EXPECT_EQ(0, finish(_metadata, call));
	EXPECT_TRUE(is_loaded());
	expect_success(&other);
}

/* Two calls that stop at once: both load, the later one stays. */
TEST_F(race, two_calls)
{
	struct stopped *call = &self->call;
	struct load2 l2 = self->l;
	struct stopped call2 = { .l = &l2 };

	l2.args.initrds = u64_ptr(l2.parts);
	l2.args.report = u64_ptr(&l2.report);
	start(_metadata, call);
	start(_metadata, &call2);
	expect_finish_success(call);
	EXPECT_TRUE(is_loaded());
	expect_finish_success(&call2);
	EXPECT_TRUE(is_loaded());
}

/* Run a call that stops in a process, and kill that. */
static void kill_stopped(struct __test_metadata *_metadata,
			 struct stopped *call)
{
	int fds[2], status;
	pid_t pid;
	char c;

	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		start(_metadata, call);
		ASSERT_EQ(1, write(fds[1], "x", 1));
		pause();
		_exit(1);
	}
	close(fds[1]);
	ASSERT_EQ(1, read(fds[0], &c, 1));
	close(fds[0]);

	if (call->old)
		EXPECT_EQ(-EBUSY, load1_unload());

	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(SIGKILL, WTERMSIG(status));
}

TEST_F(race, killed)
{
	struct load2 *l = &self->l;
	unsigned int round;

	expect_success(l);
	for (round = 0; round < 5; round++) {
		kill_stopped(_metadata, &self->call);
		EXPECT_TRUE(is_loaded());
	}
	expect_success(l);
}

TEST_F(race, old_call_killed)
{
	struct load2 *l = &self->l;
	unsigned int round;

	self->call.old = true;
	for (round = 0; round < 5; round++) {
		kill_stopped(_metadata, &self->call);
		EXPECT_FALSE(is_loaded());
	}
	expect_success(l);
}

LOAD2_HARNESS_MAIN
