// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A model of IMA's list, and processes that are killed while they use it. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attest.h"
#include "imafs.h"
#include "tree.h"
#include "unit.h"

struct imafs *imafs;
struct buffer measured;

int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap___open64_2(const char *path, int flags);
ssize_t __real_write(int fd, const void *data, size_t size);
ssize_t __wrap_write(int fd, const void *data, size_t size);
ssize_t __real_pwritev64(int fd, const struct iovec *parts, int n, off64_t at);
ssize_t __wrap_pwritev64(int fd, const struct iovec *parts, int n, off64_t at);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __wrap_usleep(useconds_t time);

/* The files are memory, filled anew when what they show has changed. */
static void fill(int fd, const void *data, size_t size)
{
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
}

static int file_of(const char *name, const void *data, size_t size)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd < 0)
		abort();
	fill(fd, data, size);
	return fd;
}

int __wrap_open64(const char *path, int flags, ...)
{
	const char *name = strrchr(path, '/');
	unsigned int mode;
	va_list ap;

	va_start(ap, flags);
	mode = flags & O_CREAT ? va_arg(ap, unsigned int) : 0;
	va_end(ap);
	if (imafs && !strcmp(path, "/dev/tpmrm0") && imafs->tpm)
		return file_of("ima-tpm", "", 0);
	if (!imafs || !name ||
	    (strcmp(name, "/list") && strcmp(name, "/list_staged")))
		return __real_open64(path, flags, mode);
	if (imafs->busy) {
		imafs->busy--;
		errno = EBUSY;
		return -1;
	}
	return !strcmp(name, "/list") ?
	       file_of("ima-current", imafs->current, imafs->nr_current) :
	       file_of("ima-staged", imafs->staged, imafs->nr_staged);
}

int __wrap___open64_2(const char *path, int flags)
{
	return __wrap_open64(path, flags);
}

/* ima_queue_stage() */
static int stage(void)
{
	if (imafs->nr_staged)
		return EEXIST;
	if (!imafs->nr_current)
		return ENOENT;
	if (imafs->suspended)
		return EACCES;
	memcpy(imafs->staged, imafs->current, imafs->nr_current);
	imafs->nr_staged = imafs->nr_current;
	imafs->nr_current = 0;
	return 0;
}

/* ima_queue_staged_delete_all() */
static int delete(void)
{
	if (!imafs->nr_staged)
		return ENOENT;
	imafs->suspended |= imafs->suspend_at_delete;
	if (imafs->suspended)
		return ESTALE;
	imafs->nr_staged = 0;
	if (imafs->die_at_delete)
		kill(getpid(), SIGKILL);
	return 0;
}

static void answer(int fd)
{
	unsigned char bytes[35] = { 0x80, 0x01, 0, 0, 0, 35 };

	bytes[29] = (unsigned char)imafs->resets;
	fill(fd, bytes, sizeof(bytes));
	lseek(fd, 0, SEEK_SET);
}

ssize_t __wrap_write(int fd, const void *data, size_t size)
{
	char link[32], name[64] = "";

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (imafs && readlink(link, name, sizeof(name) - 1) < 0)
		abort();
	if (!strncmp(name, "/memfd:ima-tpm", 14)) {
		answer(fd);
	} else if (!strncmp(name, "/memfd:ima-staged", 17)) {
		if (size != 2 || ((const char *)data)[1] != '\n')
			abort();
		errno = *(const char *)data == 'A' ? stage() : delete();
		size = errno ? (size_t)-1 : size;
		{
			int err = errno;

			fill(fd, imafs->staged, imafs->nr_staged);
			errno = err;
		}
	} else {
		return __real_write(fd, data, size);
	}
	return (ssize_t)size;
}

/* As much as there is space for. */
ssize_t __wrap_pwritev64(int fd, const struct iovec *parts, int n, off64_t at)
{
	struct iovec part = parts[0];

	if (!imafs || imafs->space < 0)
		return __real_pwritev64(fd, parts, n, at);
	if (!imafs->space && part.iov_len) {
		errno = ENOSPC;
		return -1;
	}
	if (part.iov_len > (size_t)imafs->space)
		part.iov_len = (size_t)imafs->space;
	imafs->space -= (long)part.iov_len;
	return __real_pwritev64(fd, &part, 1, at);
}

int __wrap_fsync(int fd)
{
	if (!imafs || !imafs->sync_fails)
		return __real_fsync(fd);
	errno = EIO;
	return -1;
}

int __wrap_usleep(useconds_t time)
{
	(void)time;
	return 0;
}

/*
 * What happens to the machine.
 */
static void add(const struct buffer *entry, bool now)
{
	if (imafs->nr_current + entry->size > IMAFS_ROOM)
		abort();
	memcpy(imafs->current + imafs->nr_current, entry->data, entry->size);
	imafs->nr_current += entry->size;
	if (now)
		put(&measured, entry->data, entry->size);
}

void imafs_measure(const char *name, bool violation)
{
	const struct field fields[] = {
		D("sha256:", 32), { 's', NULL, name, strlen(name), 0 },
		{ 0, NULL, NULL, 0, 0 },
	};
	struct maker maker = { .algo = "sha1" };

	make(&maker, 10, "ima-ng", fields, violation);
	add(&maker.binary, true);
	maker_free(&maker);
}

void imafs_stage(void)
{
	ck_assert_int_eq(stage(), 0);
}

static void boot(void)
{
	static char id[40];

	imafs->boots++;
	imafs->suspended = imafs->suspend_at_delete = false;
	snprintf(id, sizeof(id), "00112233-4455-6677-8899-%012x\n",
		 imafs->boots);
	fake_file("/proc/sys/kernel/random/boot_id", id);
	put_file("list", "");
	if (imafs->staging)
		put_file("list_staged", "");
	else
		unlink(at("list_staged"));
	imafs_measure("boot_aggregate", false);
}

void imafs_kexec(bool carried)
{
	struct buffer all = { NULL, 0 };

	put(&all, imafs->staged, imafs->nr_staged);
	put(&all, imafs->current, imafs->nr_current);
	imafs->nr_staged = imafs->nr_current = 0;
	if (carried)
		add(&all, false);
	free(all.data);
	boot();
}

void imafs_reset(void)
{
	measured.size = 0;
	imafs->nr_staged = imafs->nr_current = 0;
	imafs->resets++;
	boot();
}

void imafs_start(void)
{
	if (!imafs)
		imafs = mmap(NULL, sizeof(*imafs), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(imafs, MAP_FAILED);
	imafs->space = -1;
	imafs_reset();
}

/*
 * A process.
 */
static const struct command *const commands[] = { &command_archive, NULL };
static const struct program program = {
	.name = "kexec2-attest", .commands = commands,
};

static void child(const char *dir)
{
	char *argv[] = { "kexec2-attest", "archive",
			 xasprintf("--dir=%s", dir), "--keep=3",
			 xasprintf("--log=%s", at("list")), NULL };
	int out = open(at("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 ||
	    ptrace(PTRACE_TRACEME, 0, 0, 0))
		_exit(99);
	raise(SIGSTOP);
	_exit(run_program(&program, 5, argv));
}

int imafs_archive(const char *dir, unsigned int kill_at)
{
	unsigned int stops = 0;
	pid_t pid = fork();
	int status;

	if (!pid)
		child(dir);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSTOPPED(status));
	ck_assert_int_eq(ptrace(PTRACE_SETOPTIONS, pid, 0,
				PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL), 0);
	do {
		/* At the beginning and at the end of each call. */
		if (kill_at && stops == 2 * kill_at - 1)
			kill(pid, SIGKILL);
		else
			ptrace(kill_at ? PTRACE_SYSCALL : PTRACE_CONT, pid, 0,
			       0);
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		stops += WIFSTOPPED(status) &&
			 WSTOPSIG(status) == (SIGTRAP | 0x80);
	} while (WIFSTOPPED(status));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
