// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * hold-load FLAGS KERNEL INITRD COMMAND - run COMMAND while a load waits
 *
 * The load is one of kexec_file_load(2), with FLAGS.  It has read both files and
 * waits for its command line, which is on a page that userfaultfd holds back.
 * COMMAND is for the shell.  When it ends the load is given up; exits with the
 * status of COMMAND, or with 111.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long flags;
static int kernel, initrd;
static char *cmdline;

static void *load(void *unused)
{
	long ret = syscall(SYS_kexec_file_load, kernel, initrd, 8UL, cmdline,
			   flags);

	err(111, "the load did not wait: %ld", ret);
	return unused;
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

	if (argc != 5)
		errx(111, "usage: hold-load FLAGS KERNEL INITRD COMMAND");
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
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 111);
}
