/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Extended attributes, and entries of a cpio archive that have those of the
 * file before them: Documentation/driver-api/early-userspace/buffer-format.rst
 * of a kernel with CONFIG_INITRAMFS_XATTR.
 */
#ifndef KEXEC2_METADATA_H
#define KEXEC2_METADATA_H

#include <stddef.h>
#include <stdint.h>

#define METADATA_NAME	"METADATA!!!"
#define METADATA_MAX	(1U << 20)	/* the kernel reads no larger one */

struct xattr {
	char *name;
	uint8_t *value;
	size_t size;
};

/* In the order of their names.  Zeros, to begin with. */
struct xattrs {
	struct xattr *list;
	size_t count;
};

/* Set it, in place of one with its name. */
void xattrs_set(struct xattrs *xattrs, const char *name, const void *value,
		size_t size);
void xattrs_free(struct xattrs *xattrs);

/* Does the kernel set one with this name and size?  NULL, or why not. */
const char *xattr_fault(const char *name, size_t size);

/**
 * metadata_read() - read what such an entry contains
 * @xattrs: The attributes are set there, but for what the kernel skips; NULL
 *          to see what that would be.
 *
 * Return: NULL, or what is wrong with something that the kernel skips.
 */
const char *metadata_read(struct xattrs *xattrs, const uint8_t *data,
			  size_t size);

/* What such an entry is to contain, to be freed; NULL if it is too large. */
uint8_t *metadata_write(const struct xattrs *xattrs, size_t *size);

#endif /* KEXEC2_METADATA_H */
