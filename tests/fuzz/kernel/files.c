// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Files of all kinds, for calls that take descriptors.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../../vm/lib/crafted.h"
#include "files.h"
#include "odd-files.h"

#define DIR_NAME	"/tmp/fuzz"

int fds[SLOTS];

static int open_in(const char *name, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), DIR_NAME "/%s", name);
	return open(path, flags | O_CLOEXEC, 0600);
}

static int filled(int fd, size_t size)
{
	char data[2000];

	memset(data, 'x', sizeof(data));
	if (fd >= 0 && pwrite(fd, data, size, 0) < 0)
		err(2, "pwrite");
	return fd;
}

static int memfd(struct random *r, int seals)
{
	int fd = memfd_create("part", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	filled(fd, 1 + below(r, 2000));
	if (seals)
		fcntl(fd, F_ADD_SEALS, seals);
	return fd;
}

/* What ends like a signature, and may be none. */
static int signed_file(struct random *r)
{
	static const char marker[] = "~Module signature appended~\n";
	unsigned char data[600], *at = data;

	at += below(r, 400);
	memset(data, 's', sizeof(data));
	/* struct module_signature: id_type 2, and a length. */
	memset(at, 0, 12);
	at[2] = one_in(r, 4) ? below(r, 256) : 2;
	at[8] = one_in(r, 8) ? 0xff : 0;
	at[10] = one_in(r, 8);
	at[11] = below(r, 100);
	memcpy(at + 12, marker, sizeof(marker) - 1);
	return crafted_file(data, at + 12 + sizeof(marker) - 1 - data);
}

/* A kernel image, but for some bytes of its header. */
static int bad_kernel(struct random *r)
{
	static unsigned char image[1 << 16];
	int fd = crafted_kernel();
	ssize_t len = pread(fd, image, sizeof(image), 0);

	close(fd);
	for (unsigned int n = 1 + below(r, 4); len > 0x264 && n; n--)
		image[0x1f1 + below(r, 0x264 - 0x1f1)] =
			one_of(r, 0, 1, 0x7f, 0x80, 0xff, next(r) & 0xff);
	return crafted_file(image, one_in(r, 4) ? below(r, len) : len);
}

static int piped(void)
{
	int ends[2];

	if (pipe(ends))
		return -1;
	close(ends[1]);
	return ends[0];
}

static int sparse(off_t size)
{
	int rw = open_in("sparse", O_RDWR | O_CREAT | O_TRUNC), fd;

	if (ftruncate(rw, size))
		err(2, "ftruncate");
	fd = open_in("sparse", O_RDONLY);
	close(rw);
	unlink(DIR_NAME "/sparse");
	return fd;
}

int any_file(struct random *r)
{
	switch (below(r, 30)) {
	case 0:	return crafted_file("part", 4);
	case 1:	return memfd(r, 0);
	case 2:	return memfd(r, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW);
	case 3:	return open_in("part", O_RDONLY);
	case 4:	return open_in("over/part", O_RDONLY);
	case 5:	return open_in("over/upper", O_RDONLY);
	case 6:	return signed_file(r);
	case 7:	return sparse(1 + below(r, 1 << 20));
	case 8:	return crafted_kernel();
	case 9:	return bad_kernel(r);
	case 10: return open_in("part", O_RDWR);
	case 11: return open_in("part", O_WRONLY);
	case 12: return open_in("part", O_PATH);
	case 13: return open_in("link", O_PATH | O_NOFOLLOW);
	case 14: return open_in("part", O_RDONLY | O_DIRECT);
	case 15: return crafted_file("", 0);
	case 16: return sparse(one_of(r, 1LL << 31, 1LL << 32, 1LL << 40));
	case 17: return piped();
	case 18: return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	case 19: return open("/dev/zero", O_RDWR | O_CLOEXEC);
	case 20: return open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	case 21: return open("/proc/kcore", O_RDONLY | O_CLOEXEC);
	case 22: return open("/sys/kernel/kexec_loaded", O_RDONLY | O_CLOEXEC);
	case 23: return open("/sys/kernel/security/ima/policy",
			     O_RDONLY | O_CLOEXEC);
	case 24: return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	case 25: return epoll_create1(EPOLL_CLOEXEC);
	case 26: return open_in("odd/part", O_RDONLY);
	case 27: return open_in("odd/part", O_RDONLY | O_DIRECT);
	case 28: return open_in("ro/part", O_RDONLY);
	default: return open("/dev/kmsg", O_RDONLY | O_CLOEXEC);
	}
}

void replace(struct random *r, int slot, int fd)
{
	if (fd < 0)
		return;
	if (!one_in(r, 16))
		dup3(fd, fds[slot], O_CLOEXEC);
	else
		close(fds[slot]);
	close(fd);
}

void refresh(struct random *r)
{
	replace(r, GOOD_KERNEL, crafted_kernel());
	for (int i = GOOD_PARTS; i < PARTS_END; i++)
		replace(r, i, one_in(r, 2) ? memfd(r, 0) :
			crafted_file("a part", 1 + below(r, 6)));
}

void make_files(struct random *r, unsigned long long seed)
{
	int fd;

	if (mkdir(DIR_NAME, 0700) ||
	    mount("fuzz", DIR_NAME, "tmpfs", 0, NULL))
		err(2, DIR_NAME);
	fd = filled(open_in("part", O_RDWR | O_CREAT), 1000);
	close(fd);
	if (symlink("part", DIR_NAME "/link") ||
	    mkdir(DIR_NAME "/low", 0700) || mkdir(DIR_NAME "/up", 0700) ||
	    mkdir(DIR_NAME "/work", 0700) || mkdir(DIR_NAME "/over", 0700) ||
	    mkdir(DIR_NAME "/odd", 0700) || mkdir(DIR_NAME "/ro", 0700))
		err(2, DIR_NAME);
	close(filled(open_in("low/part", O_RDWR | O_CREAT), 100));
	/* Where the kernel has none, there are no such files. */
	if (!mount("over", DIR_NAME "/over", "overlay", 0, "lowerdir=" DIR_NAME
		   "/low,upperdir=" DIR_NAME "/up,workdir=" DIR_NAME "/work"))
		close(filled(open_in("over/upper", O_RDWR | O_CREAT), 100));
	if (mount_odd_files(DIR_NAME "/odd", seed))
		warnx("there is no FUSE");
	if (mount("/dev/vda", DIR_NAME "/ro", "erofs", MS_RDONLY, NULL))
		warnx("there is no erofs");

	/* Numbers of their own, which nobody else is given. */
	for (int i = 0; i < SLOTS; i++) {
		fds[i] = 100 + i;
		if (dup3(0, fds[i], O_CLOEXEC) < 0)
			err(2, "dup3");
	}
	refresh(r);
	for (int i = PARTS_END; i < SLOTS; i++)
		replace(r, i, any_file(r));
}
