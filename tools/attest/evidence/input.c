// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Bytes of files, or of memory, through a buffer that grows as they come. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/files.h"
#include "input.h"
#include "shared/util.h"

#define FIRST_CAPACITY	(256U << 10)

static void close_file(struct list_input *input)
{
	if (input->fd > STDIN_FILENO)
		close(input->fd);
	input->fd = -1;
}

int list_input_open(struct list_input *input, const char *path,
		    struct reason *reason)
{
	close_file(input);
	input->start = input->end = 0;
	input->offset = 0;
	input->at_end = false;
	if (!strcmp(path, "-")) {
		input->fd = STDIN_FILENO;
		return 0;
	}
	input->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (input->fd < 0) {
		input->at_end = true;
		return cannot_open(errno, reason);
	}
	return 0;
}

/* The bytes are only read, whatever the type of the pointer. */
void list_input_memory(struct list_input *input, const void *data, size_t size)
{
	*input = LIST_INPUT_INIT;
	input->buf = (uint8_t *)(uintptr_t)data;
	input->end = input->capacity = size;
	input->foreign = true;
}

void list_input_close(struct list_input *input)
{
	close_file(input);
	if (!input->foreign)
		free(input->buf);
	*input = LIST_INPUT_INIT;
}

static void make_room(struct list_input *input)
{
	if (input->end < input->capacity)
		return;
	if (!input->start) {
		input->capacity = input->capacity ? 2 * input->capacity :
						    FIRST_CAPACITY;
		input->buf = xreallocarray(input->buf, input->capacity, 1);
		return;
	}
	memmove(input->buf, input->buf + input->start, list_input_have(input));
	input->end -= input->start;
	input->start = 0;
}

int list_input_fill(struct list_input *input, size_t size,
		    struct reason *reason)
{
	while (list_input_have(input) < size && !input->at_end) {
		ssize_t n;

		make_room(input);
		n = read(input->fd, input->buf + input->end,
			 input->capacity - input->end);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return because(reason, -errno, "cannot be read (%s)",
				       strerror(errno));
		if (n == 0)
			input->at_end = true;
		input->end += (size_t)n;
	}
	return 0;
}
