/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Pieces of files: read, copied, and as files that nobody can change. */
#ifndef KEXEC2_SEALED_H
#define KEXEC2_SEALED_H

#include <stddef.h>
#include <stdint.h>

#include "shared/util.h"

#define SEALED_NAME_MAX	249	/* of memfd_create(2), without "memfd:" */

/**
 * read_bytes() - read a piece of a file, all of it
 *
 * Return: 0, -EINVAL if the file ends before, or an error of pread(2), with
 * the reason.
 */
int read_bytes(int fd, void *buf, size_t size, uint64_t offset,
	       struct reason *reason);

/* A number of @size bytes, at most 4, the lowest first. */
uint32_t get_le(const void *bytes, size_t size);

/**
 * copy_bytes() - copy a piece of a file to where another one is
 * @from:   Open for reading.  Its offset stays.
 * @offset: From where on, in bytes.
 * @size:   How many bytes.
 * @to:	    Open for writing.
 *
 * Return: 0, -EIO if the file ends before, or an error of sendfile(2).
 */
int copy_bytes(int from, uint64_t offset, uint64_t size, int to);

/* Not executable where the kernel knows that.  A descriptor, or an error. */
int memfd_make(const char *name);

/**
 * sealed_copy() - copy a piece of a file into a sealed memfd
 * @fd:	    The file, open for reading.
 * @offset: From where on, in bytes.
 * @size:   How many bytes.
 * @file:   What the file is called, without directories.
 * @piece:  What tells the piece from others, with a character that sets it off.
 *
 * The memfd is named FILE and PIECE, FILE cut where that is too long; IMA
 * records it as "memfd:" and this.  It is sealed against every change, seals
 * included, and not executable where the kernel knows that.
 *
 * Return: a descriptor that is open for reading only and close-on-exec; the
 * one for writing is closed, as a file with writers cannot be loaded.  Or a
 * negative errno value with the reason.
 */
int sealed_copy(int fd, uint64_t offset, uint64_t size, const char *file,
		const char *piece, struct reason *reason);

#endif /* KEXEC2_SEALED_H */
