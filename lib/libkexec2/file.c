// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The handle's own descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

int kx_file_dup(struct kx_file *file, int fd)
{
	/* Above the standard ones, which the program may close and reuse. */
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);

	if (copy < 0)
		return -errno;
	*file = (struct kx_file){ .fd = copy, .given_fd = fd };
	return 0;
}

int kx_file_open(struct kx_file *file, const char *path)
{
	char *copy = strdup(path);
	int err, fd;

	if (!copy)
		return -ENOMEM;
	/* O_NONBLOCK: do not wait for the writer of a FIFO. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0) {
		err = errno;
		free(copy);
		return -err;
	}
	*file = (struct kx_file){ .fd = fd, .given_fd = -1, .name = copy };
	return 0;
}

void kx_file_close(struct kx_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	free(file->name);
	*file = KX_NO_FILE;
}

/*
 * The name of the file for people: its path or the name it was given, else "fd 7" with
 * what /proc tells of it.  To be freed; NULL if out of memory.
 */
char *kx_file_name(const struct kx_file *file)
{
	char link[sizeof("/proc/self/fd/") + 3 * sizeof(int)];
	char target[PATH_MAX];
	char *name = NULL;
	ssize_t len = -1;

	if (file->name)
		return strdup(file->name);

	if (file->fd >= 0) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", file->fd);
		len = readlink(link, target, sizeof(target) - 1);
	}
	if (len <= 0) {
		if (asprintf(&name, "fd %d", file->given_fd) < 0)
			return NULL;
		return name;
	}
	target[len] = '\0';
	/* The name of a memfd looks like a path and is none. */
	if (target[0] == '/' && strncmp(target, "/memfd:", 7) != 0)
		return strdup(target);
	if (asprintf(&name, "fd %d, %s", file->given_fd,
		     target + (target[0] == '/')) < 0)
		return NULL;
	return name;
}
