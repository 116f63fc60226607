/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Open files that are to be loaded or taken apart, and read others whole. */
#ifndef KEXEC2_FILES_H
#define KEXEC2_FILES_H

#include <stddef.h>

#include "shared/util.h"

/**
 * open_component() - open a file for reading
 * @path:   The file.
 * @reason: Receives, on failure, the cause and what to do.
 *
 * Does not wait for the writer of a FIFO, which the load refuses later.
 *
 * Return: a descriptor, close-on-exec, or an error of open(2).
 */
int open_component(const char *path, struct reason *reason);

/* What open_component() says of an @err of open(2).  Returns -@err. */
int cannot_open(int err, struct reason *reason);

/* All bytes of a file, with a NUL behind them; free() the data. */
struct content {
	char *data;
	size_t size;
};

/*
 * Read the file that open(2) returned up to its end, and close it unless it is
 * stdin.  0, -EFBIG for more than @max bytes, or an error of open(2) or
 * read(2), with the reason and without data.
 */
int read_content(int fd, size_t max, struct content *content,
		 struct reason *reason);

#endif /* KEXEC2_FILES_H */
