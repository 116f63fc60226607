// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Open a file, or say why not, in the words that the library has for it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/files.h"
#include "shared/util.h"

static const struct {
	int err;
	const char *text;
} causes[] = {
	{ ENOENT, "no such file; check the name" },
	{ ENOTDIR, "a part of the path is not a directory; check the name" },
	{ EACCES, "no permission to read the file; run as root, or correct the permissions of the file and its directories" },
	{ ELOOP, "too many symbolic links; check where they point" },
	{ EMFILE, "too many open files in this process; raise the limit (ulimit -n)" },
	{ ENFILE, "too many open files in the system; raise the sysctl fs.file-max" },
	{ ENXIO, "a socket, or a device that is not there; name a regular file" },
};

int cannot_open(int err, struct reason *reason)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(causes); i++)
		if (causes[i].err == err)
			return because(reason, -err, "%s", causes[i].text);
	return because(reason, -err, "cannot be opened (%s); check the file",
		       strerror(err));
}

int open_component(const char *path, struct reason *reason)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	return fd < 0 ? cannot_open(errno, reason) : fd;
}

static int read_all(int fd, size_t max, struct content *content)
{
	size_t capacity = 0;
	char *data;

	for (;;) {
		ssize_t got;

		if (content->size == capacity) {
			if (capacity >= max)
				return -EFBIG;
			capacity = 2 * capacity ?: 64 << 10;
			data = realloc(content->data, capacity);
			if (!data)
				return -ENOMEM;
			content->data = data;
		}
		got = read(fd, content->data + content->size,
			   capacity - content->size);
		if (got < 0 && errno != EINTR)
			return -errno;
		content->size += got > 0 ? (size_t)got : 0;
		if (got)
			continue;
		content->data[content->size] = '\0';
		return 0;
	}
}

int read_content(int fd, size_t max, struct content *content,
		 struct reason *reason)
{
	int err;

	*content = (struct content){ NULL, 0 };
	if (fd < 0)
		return cannot_open(errno, reason);
	err = read_all(fd, max, content);
	if (fd > STDIN_FILENO)
		close(fd);
	if (!err)
		return 0;
	free(content->data);
	*content = (struct content){ NULL, 0 };
	return because(reason, err, "cannot be read (%s)", strerror(-err));
}
