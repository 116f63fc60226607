// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The kernel's reader of extended attributes in an initramfs, in this process,
 * and ours: both have to find the same attributes, and the same faults.  What
 * we write has to be read as it was.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <linux/limits.h>
#include <linux/xattr.h>

#include "initramfs/metadata.h"
#include "shared/util.h"
#include "shared/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct xattrs theirs;
static unsigned int told;

/*
 * What the reader uses of the kernel.
 */
typedef uint8_t u8;
typedef uint32_t u32;
typedef unsigned short umode_t;

struct inode {
	umode_t i_mode;
};

struct path {
	struct inode *mnt, *dentry;
};

#define CONFIG_INITRAMFS_XATTR
#define __init
#define __initdata
#define GFP_KERNEL		0
#define SZ_1M			(1 << 20)
#define d_inode(dentry)		(dentry)
#define mnt_idmap(mnt)		(mnt)
#define mnt_want_write(mnt)	0
#define mnt_drop_write(mnt)
#define inode_lock(inode)
#define inode_unlock(inode)
#define path_put(path)
#define kvmalloc(size, gfp)	malloc(size)
#define kvfree(memory)		free(memory)
#define strscpy(to, from, size)	strcpy(to, from)
#define pr_warn(...)		(told++)
#define pr_warn_ratelimited(...) (told++)

static struct inode file = { S_IFREG | 0644 };

static int kern_path(const char *name, unsigned int flags, struct path *path)
{
	(void)flags;
	*path = (struct path){ &file, &file };
	return strcmp(name, "file") ? -ENOENT : 0;
}

static void *kvmemdup(const void *from, size_t size, int gfp)
{
	void *to = malloc(size);

	(void)gfp;
	return to ? memcpy(to, from, size) : NULL;
}

static int hex2bin(u8 *to, const char *from, size_t count)
{
	size_t size;

	return words_hex((struct bytes){ (const uint8_t *)from, 2 * count }, to,
			 count, &size) ? 0 : -EINVAL;
}

static u32 get_unaligned_be32(const u8 *at)
{
	return (u32)at[0] << 24 | (u32)at[1] << 16 | (u32)at[2] << 8 | at[3];
}

/* A tmpfs takes all, but for the mere beginning of a name. */
static int vfs_setxattr(void *idmap, struct inode *inode, const char *name,
			const void *value, size_t size, int flags)
{
	(void)idmap, (void)inode, (void)flags;
	if (name[strlen(name) - 1] == '.' && !strchr(name, '.')[1])
		return -EINVAL;
	xattrs_set(&theirs, name, value ?: "", size);
	return 0;
}

#define __vfs_setxattr_noperm	vfs_setxattr

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "kernel/initramfs_xattr.c"
#pragma GCC diagnostic pop

static void insist(bool good)
{
	if (!good)
		abort();
}

static void equal(const struct xattrs *a, const struct xattrs *b)
{
	size_t i;

	insist(a->count == b->count);
	for (i = 0; i < a->count; i++) {
		insist(!strcmp(a->list[i].name, b->list[i].name));
		insist(a->list[i].size == b->list[i].size);
		insist(!memcmp(a->list[i].value, b->list[i].value,
			       a->list[i].size));
	}
}

static void read_by_kernel(const uint8_t *data, size_t size)
{
	char *room;

	initramfs_xattr_header();
	initramfs_xattr_made("file", file.i_mode);
	initramfs_xattr_header();
	room = initramfs_xattr_room(size);
	if (room) {
		/* Its end is that of what was allocated. */
		char *exact = malloc(size ?: 1);

		insist(exact != NULL);
		memcpy(exact, data, size);
		initramfs_xattr_set(exact, size, false, 0);
		free(exact);
	}
	initramfs_xattr_end();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xattrs ours = { 0 }, again = { 0 };
	const char *fault = metadata_read(&ours, data, size);
	size_t written;
	uint8_t *bytes;

	told = 0;
	read_by_kernel(data, size);
	insist(!told == !fault);
	equal(&ours, &theirs);

	bytes = metadata_write(&ours, &written);
	if (bytes) {
		insist(!metadata_read(&again, bytes, written));
		equal(&ours, &again);
	}
	free(bytes);
	xattrs_free(&again);
	xattrs_free(&theirs);
	xattrs_free(&ours);
	return 0;
}
