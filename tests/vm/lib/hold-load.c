// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * hold-load FLAGS KERNEL INITRD COMMAND [TEXT]: run COMMAND while a load waits
 *
 * The load is one of kexec_file_load(2), with FLAGS.  It has read both files and
 * waits for its command line, which is on a page that userfaultfd holds back.
 * COMMAND is for the shell.  When it ends the load is given up; exits with the
 * status of COMMAND, or with 111.
 *
 * With TEXT the load gets that for its command line then, and goes on; prints
 * "loaded" or the name of its error.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long flags;
static int kernel, initrd;
static char *cmdline;
static size_t cmdline_len = 8;
static bool released;

static void *load(void *unused)
{
	long ret = syscall(SYS_kexec_file_load, kernel, initrd, cmdline_len,
			   cmdline, flags);

	if (!released)
		err(111, "the load did not wait: %ld", ret);
	puts(ret ? strerrorname_np(errno) : "loaded");
	return unused;
}

/* Put TEXT where the load waits for it. */
static void release(int fd, const char *text, size_t page)
{
	char *from = aligned_alloc(page, page);
	struct uffdio_copy copy = {
		.src = (unsigned long)from,
		.dst = (unsigned long)cmdline,
		.len = page,
	};

	if (!from)
		err(111, "memory");
	strcpy(from, text);
	released = true;
	if (ioctl(fd, UFFDIO_COPY, &copy))
		err(111, "UFFDIO_COPY");
}

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err(111, "%s", path);
	return fd;
}

int main(int argc, char **argv)
{
	long page = sysconf(_SC_PAGESIZE);
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct pollfd fault = { .events = POLLIN };
	pthread_t thread;
	int status;

	if (argc != 5 && (argc != 6 || strlen(argv[5]) >= (size_t)page))
		errx(111, "usage: hold-load FLAGS KERNEL INITRD COMMAND [TEXT]");
	if (argc == 6)
		cmdline_len = strlen(argv[5]) + 1;
	flags = strtoul(argv[1], NULL, 0);
	kernel = open_file(argv[2]);
	initrd = open_file(argv[3]);

	fault.fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	cmdline = mmap(NULL, page, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	reg.range.start = (unsigned long)cmdline;
	reg.range.len = page;
	if (fault.fd < 0 || cmdline == MAP_FAILED ||
	    ioctl(fault.fd, UFFDIO_API, &api) ||
	    ioctl(fault.fd, UFFDIO_REGISTER, &reg))
		err(111, "userfaultfd");

	if (pthread_create(&thread, NULL, load, NULL))
		errx(111, "pthread_create");
	if (poll(&fault, 1, 60000) != 1)
		errx(111, "the load does not come to its command line");

	status = system(argv[4]);
	if (argc == 6) {
		release(fault.fd, argv[5], page);
		pthread_join(thread, NULL);
		fflush(stdout);
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 111);
}
