/* SPDX-License-Identifier: GPL-2.0-only */
/* Bytes of a file as a file of their own, which nobody can change. */
#ifndef KEXEC2_UKI_SEALED_H
#define KEXEC2_UKI_SEALED_H

#include <stdint.h>

#include "reason.h"

#define SEALED_NAME_MAX	249	/* of memfd_create(2), without "memfd:" */

/**
 * sealed_copy() - copy bytes of a file into a sealed memfd
 * @fd:	    The file, open for reading.
 * @offset: From where on, in bytes.
 * @size:   How many bytes.
 * @image:  What the file is called, without directories.
 * @what:   What the bytes are called.
 *
 * The memfd is named "IMAGE:WHAT", IMAGE cut where that is too long; IMA
 * records it as "memfd:IMAGE:WHAT".  It is sealed against every change, seals
 * included, and not executable where the kernel knows that.
 *
 * Return: a descriptor that is open for reading only and close-on-exec; the
 * one for writing is closed, as a file with writers cannot be loaded.  Or a
 * negative errno value with the reason.
 */
int sealed_copy(int fd, uint64_t offset, uint64_t size, const char *image,
		const char *what, struct reason *reason);

#endif /* KEXEC2_UKI_SEALED_H */
