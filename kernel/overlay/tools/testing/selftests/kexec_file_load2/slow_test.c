// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2(2) while it reads a file that does not come.
 *
 * fanotify holds the read back until the test lets it go on.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/fanotify.h>
#include "load2.h"

#define WAIT_MS		60000

/* A call in a thread of its own that reads a file of its own. */
struct slow {
	struct load2 *l;
	bool old;
	int fan;
	int event;
	pthread_t thread;
	long ret;
};

FIXTURE(slow)
{
	struct load2 l;
	struct load2 other;
	struct slow call;
};

/* Which file does not come. */
FIXTURE_VARIANT(slow)
{
	bool old;
	int part;
};

FIXTURE_VARIANT_ADD(slow, kernel)
{
	.part = -1,
};

FIXTURE_VARIANT_ADD(slow, first_part)
{
	.part = 0,
};

FIXTURE_VARIANT_ADD(slow, last_part)
{
	.part = 2,
};

FIXTURE_VARIANT_ADD(slow, old_call)
{
	.old = true,
	.part = 0,
};

/* The kernel image in a file that nobody else reads. */
static int kernel_copy(struct __test_metadata *_metadata, int kernel)
{
	int rw = work_file(_metadata), fd;
	struct stat st;
	off_t pos = 0;
	char *image;

	ASSERT_EQ(0, fstat(kernel, &st));
	image = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, kernel, 0);
	ASSERT_NE(MAP_FAILED, image);
	while (pos < st.st_size) {
		ssize_t len = write(rw, image + pos, st.st_size - pos);

		ASSERT_LT(0, len);
		pos += len;
	}
	munmap(image, st.st_size);
	fd = reopen(rw, O_RDONLY);
	ASSERT_LE(0, fd);
	close(rw);
	return fd;
}

/* A descriptor that holds back whoever reads @fd, or -1. */
static int hold(int fd)
{
	char path[32];
	int fan;

	fan = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY);
	if (fan < 0)
		return -1;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fanotify_mark(fan, FAN_MARK_ADD, FAN_ACCESS_PERM, AT_FDCWD, path)) {
		close(fan);
		return -1;
	}
	return fan;
}

FIXTURE_SETUP(slow)
{
	int fan;

	load2_setup(_metadata, &self->l);
	if (_metadata->exit_code)
		return;

	fan = hold(self->l.parts[0].fd);
	if (fan < 0)
		SKIP(return, "fanotify: %s", strerror(errno));
	close(fan);

	/* The files of the other calls are there for all to read. */
	self->other = self->l;
	self->other.args.initrds = u64_ptr(self->other.parts);
	self->other.args.report = u64_ptr(&self->other.report);
	self->l.kernel = kernel_copy(_metadata, self->l.kernel);
	self->l.args.kernel_fd = self->l.kernel;
	load2_set_parts(_metadata, &self->l, 3);
	self->call.l = &self->l;
	self->call.old = variant->old;
}

FIXTURE_TEARDOWN(slow)
{
	load2_teardown(_metadata);
}

static void *run_call(void *arg)
{
	struct slow *call = arg;
	struct load2 *l = call->l;

	if (call->old)
		call->ret = sys_load1(l->kernel, l->parts[0].fd,
				      sizeof(load2_cmdline), load2_cmdline,
				      l->args.flags);
	else
		call->ret = load2_run(l);
	return NULL;
}

/*
 * Returns when the call reads @fd and gets nothing.  A file that was opened when
 * nobody watched its file system is never held back, so @fd is opened anew.
 */
static void start(struct __test_metadata *_metadata, struct slow *call, int fd)
{
	struct fanotify_event_metadata event;
	struct pollfd pfd;
	int anew;

	call->fan = hold(fd);
	ASSERT_LE(0, call->fan);
	anew = reopen(fd, O_RDONLY);
	ASSERT_LE(0, anew);
	ASSERT_EQ(fd, dup3(anew, fd, O_CLOEXEC));
	close(anew);
	call->ret = 1;
	ASSERT_EQ(0, pthread_create(&call->thread, NULL, run_call, call));
	pfd.fd = call->fan;
	pfd.events = POLLIN;
	ASSERT_EQ(1, poll(&pfd, 1, WAIT_MS))
		TH_LOG("the call returned %ld and read nothing", call->ret);
	ASSERT_EQ((ssize_t)sizeof(event),
		  read(call->fan, &event, sizeof(event)));
	ASSERT_EQ(FAN_ACCESS_PERM, event.mask);
	call->event = event.fd;
	ASSERT_EQ(1, call->ret);
}

/* Closing the descriptor lets all go on that waits for it. */
static long finish(struct __test_metadata *_metadata, struct slow *call)
{
	close(call->event);
	close(call->fan);
	ASSERT_EQ(0, pthread_join(call->thread, NULL));
	return call->ret;
}

static int slow_fd(const struct load2 *l, int part)
{
	return part < 0 ? l->kernel : l->parts[part].fd;
}

/* Loads and unloads by every call, of both images. */
TEST_F(slow, others_are_busy)
{
	struct load2 *other = &self->other;
	long crash = read_number(CRASH_LOADED);
	struct kexec_load_report report;
	__u64 flags;

	expect_success(other);
	start(_metadata, &self->call, slow_fd(&self->l, variant->part));

	for (flags = 0; flags <= (KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH);
	     flags++) {
		other->args.flags = flags;
		expect_args_error(other, -EBUSY);
		EXPECT_EQ(-EBUSY, sys_load1(other->kernel, other->parts[0].fd,
					    sizeof(load2_cmdline),
					    load2_cmdline, flags));
	}
	EXPECT_EQ(-1, syscall(__NR_kexec_load, 0UL, 0UL, NULL, 0UL));
	EXPECT_EQ(EBUSY, errno);
	EXPECT_EQ(-1, syscall(__NR_kexec_load, 0UL, 0UL, NULL,
			      (unsigned long)KEXEC_ON_CRASH));
	EXPECT_EQ(EBUSY, errno);
	if (can_verify()) {
		EXPECT_EQ(-EBUSY, verify(&report, 0));
		EXPECT_EQ(KEXEC_LOAD_ARGS, report.stage);
	}
	EXPECT_TRUE(is_loaded());
	EXPECT_EQ(crash, read_number(CRASH_LOADED));

	/* What is wrong with the call itself comes first. */
	other->args.flags = 0;
	other->parts[1].fd = -1;
	expect_load(other, -EBADF, KEXEC_LOAD_INITRD, 1);
	other->parts[1].fd = other->parts[2].fd;

	EXPECT_EQ(0, finish(_metadata, &self->call));
	EXPECT_TRUE(is_loaded());
	expect_success(other);
}

/* Who needs the kexec lock gets it: this file needs it. */
TEST_F(slow, kexec_lock_is_free)
{
	long size = read_number(CRASH_SIZE);
	unsigned int i;

	if (size < 0)
		SKIP(return, "no crash images");

	start(_metadata, &self->call, slow_fd(&self->l, variant->part));
	for (i = 0; i < 100; i++)
		ASSERT_EQ(size, read_number(CRASH_SIZE));
	EXPECT_EQ(0, finish(_metadata, &self->call));
}

/* Those who take it for a moment do not fail a load that has read all. */
TEST_F(slow, short_holders_of_the_lock)
{
	unsigned int round;
	int status;
	pid_t pid;

	if (read_number(CRASH_SIZE) < 0)
		SKIP(return, "no crash images");

	for (round = 0; round < 10; round++) {
		start(_metadata, &self->call,
		      slow_fd(&self->l, variant->part));
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid) {
			/* With a copy of these open, the call is held back. */
			close(self->call.event);
			close(self->call.fan);
			while (1)
				read_number(CRASH_SIZE);
		}
		EXPECT_EQ(0, finish(_metadata, &self->call));
		ASSERT_EQ(0, kill(pid, SIGKILL));
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
	}
}

/* Only what is being read is closed to writers. */
TEST_F(slow, writers)
{
	struct load2 *l = &self->l;
	int i;

	if (variant->part < 0)
		SKIP(return, "parts have this test");

	start(_metadata, &self->call, slow_fd(l, variant->part));
	for (i = 0; i < 3; i++) {
		bool open = is_writable(l->parts[i].fd);

		if (i == variant->part) {
			EXPECT_FALSE(open);
			EXPECT_EQ(ETXTBSY, errno);
		} else {
			EXPECT_TRUE(open);
		}
	}
	EXPECT_EQ(0, finish(_metadata, &self->call));
	for (i = 0; i < 3; i++)
		EXPECT_TRUE(is_writable(l->parts[i].fd));
}

TEST_F(slow, killed)
{
	struct load2 *other = &self->other;
	int fds[2], status;
	pid_t pid;
	char c;

	expect_success(other);
	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		start(_metadata, &self->call,
		      slow_fd(&self->l, variant->part));
		ASSERT_EQ(1, write(fds[1], "x", 1));
		pause();
		_exit(1);
	}
	close(fds[1]);
	ASSERT_EQ(1, read(fds[0], &c, 1));
	close(fds[0]);
	expect_args_error(other, -EBUSY);

	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_TRUE(is_loaded());
	expect_success(other);
}

LOAD2_HARNESS_MAIN
