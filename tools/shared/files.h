/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Open a file that is to be loaded, or to be taken apart. */
#ifndef KEXEC2_FILES_H
#define KEXEC2_FILES_H

#include "shared/reason.h"

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

#endif /* KEXEC2_FILES_H */
