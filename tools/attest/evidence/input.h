/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Bytes of files, or of memory, through a buffer that grows as they come. */
#ifndef KEXEC2_EVIDENCE_INPUT_H
#define KEXEC2_EVIDENCE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/reason.h"

/**
 * struct list_input - where a list is read from
 * @fd:	     Open file, or -1.
 * @buf:     What was read and not yet used up begins at @buf + @start, and ends
 *	     at @buf + @end.
 * @offset:  Of @start, in the file.
 * @at_end:  Nothing more will come.
 * @foreign: @buf is not ours.
 */
struct list_input {
	int fd;
	uint8_t *buf;
	size_t capacity;
	size_t start;
	size_t end;
	uint64_t offset;
	bool at_end;
	bool foreign;
};

#define LIST_INPUT_INIT ((struct list_input){ .fd = -1, .at_end = true })

/* 0 or what open(2) failed with.  What an earlier file left is dropped. */
int list_input_open(struct list_input *input, const char *path,
		    struct reason *reason);
void list_input_memory(struct list_input *input, const void *data,
		       size_t size);
void list_input_close(struct list_input *input);

/*
 * Have @size bytes at hand, or all there are.  The buffer grows with what has
 * come, whatever @size is.  Moves the bytes: pointers to them are void.  0
 * or what read(2) failed with.
 */
int list_input_fill(struct list_input *input, size_t size,
		    struct reason *reason);

static inline const uint8_t *list_input_at(const struct list_input *input)
{
	return input->buf + input->start;
}

static inline size_t list_input_have(const struct list_input *input)
{
	return input->end - input->start;
}

static inline int list_input_want(struct list_input *input, size_t size,
				  struct reason *reason)
{
	if (list_input_have(input) >= size || input->at_end)
		return 0;
	return list_input_fill(input, size, reason);
}

static inline void list_input_use(struct list_input *input, size_t size)
{
	input->start += size;
	input->offset += size;
}

#endif /* KEXEC2_EVIDENCE_INPUT_H */
