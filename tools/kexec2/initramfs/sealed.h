/* SPDX-License-Identifier: GPL-2.0-only */
/* A part of a file as a file of its own, which nobody can change. */
#ifndef KEXEC2_INITRAMFS_SEALED_H
#define KEXEC2_INITRAMFS_SEALED_H

#include <stdint.h>

#include "reason.h"

/* Copy @size bytes at @offset of @from to where @to is.  0 or negative errno. */
int copy_part(int from, uint64_t offset, uint64_t size, int to);

/**
 * seal_part() - copy a part of a file into a sealed memfd
 * @name: Of the memfd; cut to what memfd_create(2) takes.
 *
 * Return: a descriptor for reading only, close-on-exec, while there is none for
 * writing; or a negative errno value with the reason.
 */
int seal_part(int fd, uint64_t offset, uint64_t size, const char *name,
	      struct reason *reason);

#endif /* KEXEC2_INITRAMFS_SEALED_H */
