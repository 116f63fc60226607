/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Bytes to walk over, in a file or in memory, without all of it in memory. */
#ifndef KEXEC2_INITRAMFS_INPUT_H
#define KEXEC2_INITRAMFS_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "shared/reason.h"

/**
 * struct input - where the bytes come from
 * @size:   How many there are.  May be made smaller, to hide what is behind.
 * @bytes:  All of them, or NULL if they are in a file.
 * @fd:	    The file; not owned.
 * @window: A piece of the file.
 * @start:  Offset of the window.
 * @len:    Bytes in the window.
 */
struct input {
	uint64_t size;
	const uint8_t *bytes;
	int fd;
	uint8_t *window;
	uint64_t start;
	size_t len;
};

/**
 * input_open() - walk over a regular file
 * @fd: Open for reading.  Has to stay open; its offset is neither used nor
 *      moved.
 *
 * Return: 0, to be undone by input_close(); -ENODEV if it is no regular file;
 * -ENOMEM; or -EIO.
 */
int input_open(struct input *input, int fd, struct reason *reason);
void input_close(struct input *input);

/* Walk over memory; there is nothing to close. */
struct input input_of_memory(const void *bytes, size_t size);

/**
 * input_at() - look at what is at an offset
 * @at:  Receives where it is, valid until the next call.
 * @len: Receives how many bytes of it there are: at least one, or none if
 *       @offset is not less than the size.
 *
 * Return: 0, or -EIO, also for a file that has become shorter.
 */
int input_at(struct input *input, uint64_t offset, const uint8_t **at,
	     size_t *len, struct reason *reason);

/* Copy @len bytes, all of which have to be there.  0 or -EIO. */
int input_read(struct input *input, uint64_t offset, void *buf, size_t len,
	       struct reason *reason);

#endif /* KEXEC2_INITRAMFS_INPUT_H */
