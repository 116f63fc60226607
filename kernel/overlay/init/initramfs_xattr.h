/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
#ifndef _INIT_INITRAMFS_XATTR_H
#define _INIT_INITRAMFS_XATTR_H

#include <linux/string.h>
#include <linux/types.h>

#ifdef CONFIG_INITRAMFS_XATTR

/* The name of an entry with extended attributes of the file before it. */
static inline bool initramfs_xattr_entry(const char *name)
{
	return strcmp(name, "METADATA!!!") == 0;
}

void initramfs_xattr_header(void);
void initramfs_xattr_made(const char *name, umode_t mode);
char *initramfs_xattr_room(size_t size);
void initramfs_xattr_set(const char *data, size_t len, bool sum_present,
			 u32 sum);
void initramfs_xattr_end(void);

#else

static inline bool initramfs_xattr_entry(const char *name)
{
	return false;
}

static inline void initramfs_xattr_header(void) {}
static inline void initramfs_xattr_made(const char *name, umode_t mode) {}

static inline char *initramfs_xattr_room(size_t size)
{
	return NULL;
}

static inline void initramfs_xattr_set(const char *data, size_t len,
				       bool sum_present, u32 sum) {}
static inline void initramfs_xattr_end(void) {}

#endif

#endif /* _INIT_INITRAMFS_XATTR_H */
