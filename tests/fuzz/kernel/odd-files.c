// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * A file whose reader cannot rely on it.
 *
 * The kernel's own protocol is spoken, for which libfuse would have to be in the
 * guest: <linux/fuse.h>.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <unistd.h>
#include "odd-files.h"

#define PART		2		/* the node of the file */
#define LARGEST			12000
#define LATE_US		20000

struct server {
	int fd;
	unsigned short random[3];
};

static unsigned int below(struct server *s, unsigned int end)
{
	return nrand48(s->random) % end;
}

static void attributes(struct server *s, uint64_t node, struct fuse_attr *attr)
{
	attr->ino = node;
	attr->nlink = 1;
	if (node == FUSE_ROOT_ID) {
		attr->mode = S_IFDIR | 0700;
		return;
	}
	attr->mode = S_IFREG | 0600;
	attr->size = below(s, 8) ? 4096 : below(s, LARGEST);
}

/* Fill @out for a request.  Returns the bytes that are used of it, or -errno. */
static int answer(struct server *s, const struct fuse_in_header *in,
		  const void *arg, void *out)
{
	struct fuse_entry_out *entry = out;
	struct fuse_attr_out *attr = out;
	struct fuse_open_out *opened = out;
	struct fuse_init_out *init = out;
	const struct fuse_read_in *read_in = arg;
	unsigned int size;

	switch (in->opcode) {
	case FUSE_INIT:
		init->major = FUSE_KERNEL_VERSION;
		init->minor = FUSE_KERNEL_MINOR_VERSION;
		init->max_write = 4096;
		return sizeof(*init);
	case FUSE_LOOKUP:
		if (strcmp(arg, "part"))
			return -ENOENT;
		entry->nodeid = PART;
		attributes(s, PART, &entry->attr);
		return sizeof(*entry);
	case FUSE_GETATTR:
		attributes(s, in->nodeid, &attr->attr);
		return sizeof(*attr);
	case FUSE_OPEN:
		opened->open_flags = below(s, 2) ? FOPEN_DIRECT_IO : 0;
		return sizeof(*opened);
	case FUSE_READ:
		if (!below(s, 16))
			return -EIO;
		if (!below(s, 16))
			usleep(below(s, LATE_US));
		size = below(s, 8) ? read_in->size : below(s, read_in->size);
		memset(out, below(s, 256), size);
		return size;
	case FUSE_FLUSH:
	case FUSE_RELEASE:
		return 0;
	}
	return -ENOSYS;
}

static void serve(struct server *s)
{
	static _Alignas(8) char request[1 << 16], reply[1 << 18];
	struct fuse_in_header *in = (void *)request;

	for (;;) {
		struct fuse_out_header head = { };
		struct iovec parts[] = {
			{ &head, sizeof(head) }, { reply, 0 },
		};
		int ret;

		if (read(s->fd, request, sizeof(request)) < 0) {
			if (errno == EINTR || errno == ENOENT || errno == EAGAIN)
				continue;
			_exit(0);
		}
		if (in->opcode == FUSE_FORGET || in->opcode == FUSE_BATCH_FORGET ||
		    in->opcode == FUSE_INTERRUPT)
			continue;
		memset(reply, 0, 256);
		ret = answer(s, in, in + 1, reply);
		head.unique = in->unique;
		head.error = ret < 0 ? ret : 0;
		parts[1].iov_len = ret < 0 ? 0 : ret;
		head.len = sizeof(head) + parts[1].iov_len;
		/* Who asked may have gone. */
		(void)!writev(s->fd, parts, 2);
	}
}

/*
 * The server is a process of its own: one that exits closes its files before its
 * end of the connection, and would wait for itself.
 */
int mount_odd_files(const char *dir, unsigned long long seed)
{
	struct server s = { .fd = open("/dev/fuse", O_RDWR | O_CLOEXEC) };
	char options[80];
	int ret = 0;

	if (s.fd < 0)
		return -errno;
	memcpy(s.random, &seed, sizeof(s.random));
	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40000,user_id=0,group_id=0", s.fd);
	if (mount("odd", dir, "fuse", MS_NOSUID | MS_NODEV, options)) {
		ret = -errno;
		goto out;
	}
	switch (fork()) {
	case -1:
		ret = -errno;
		umount2(dir, MNT_DETACH);
		break;
	case 0:
		if (!prctl(PR_SET_PDEATHSIG, SIGKILL))
			serve(&s);
		_exit(1);
	}
out:
	close(s.fd);
	return ret;
}
