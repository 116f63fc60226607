// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Bytes to walk over, in a file or in memory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "initramfs/input.h"
#include "shared/util.h"

#define WINDOW	(256U << 10)

int input_open(struct input *input, int fd, struct reason *reason)
{
	struct stat st;

	*input = (struct input){ .fd = fd };
	if (fstat(fd, &st))
		return because(reason, -EIO, "cannot be looked at (%s)",
			       strerror(errno));
	if (!S_ISREG(st.st_mode))
		return because(reason, -ENODEV, "is not a regular file");
	input->size = (uint64_t)st.st_size;
	input->window = xcalloc(WINDOW, 1);
	return 0;
}

void input_close(struct input *input)
{
	free(input->window);
	*input = (struct input){ .fd = -1 };
}

struct input input_of_memory(const void *bytes, size_t size)
{
	return (struct input){ .fd = -1, .bytes = bytes, .size = size };
}

/* Whatever read(2) says is -EIO, as other values mean something to callers. */
static int read_window(struct input *input, uint64_t offset,
		       struct reason *reason)
{
	ssize_t n;

	input->len = 0;
	do {
		n = pread(input->fd, input->window, WINDOW, (off_t)offset);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return because(reason, -EIO, "cannot be read (%s)",
			       strerror(errno));
	if (n == 0)
		return because(reason, -EIO,
			       "has become shorter while it was read");
	input->start = offset;
	input->len = (size_t)n;
	return 0;
}

int input_at(struct input *input, uint64_t offset, const uint8_t **at,
	     size_t *len, struct reason *reason)
{
	uint64_t left, there;
	int err;

	*at = NULL;
	*len = 0;
	if (offset >= input->size)
		return 0;
	left = input->size - offset;
	if (input->bytes) {
		*at = input->bytes + offset;
		*len = (size_t)left;
		return 0;
	}
	if (offset < input->start || offset - input->start >= input->len) {
		err = read_window(input, offset, reason);
		if (err)
			return err;
	}
	there = input->len - (offset - input->start);
	*at = input->window + (offset - input->start);
	*len = (size_t)(there < left ? there : left);
	return 0;
}

int input_read(struct input *input, uint64_t offset, void *buf, size_t len,
	       struct reason *reason)
{
	uint8_t *to = buf;

	while (len) {
		const uint8_t *at;
		size_t n;
		int err = input_at(input, offset, &at, &n, reason);

		if (err)
			return err;
		if (!n)
			return because(reason, -EIO, "ends too early");
		if (n > len)
			n = len;
		memcpy(to, at, n);
		to += n;
		offset += n;
		len -= n;
	}
	return 0;
}
