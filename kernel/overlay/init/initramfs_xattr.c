// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Extended attributes of files in an initramfs: entries named METADATA!!!,
 * see Documentation/driver-api/early-userspace/buffer-format.rst.
 *
 * Whatever is wrong with such an entry is told, and costs the file its
 * attributes: an appraisal policy will refuse it.  The archive goes on.
 */
#define pr_fmt(fmt) "initramfs: " fmt

#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/hex.h>
#include <linux/init.h>
#include <linux/limits.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/unaligned.h>
#include <linux/xattr.h>

#include "initramfs_xattr.h"

#define BLOCK_HEADER	10	/* size, version, type */
#define BLOCK_VERSION	1
#define BLOCK_XATTRS	1
#define XATTR_HEADER	8	/* size */

/* No file has that many attributes. */
#define ENTRY_MAX	SZ_1M

/* The file of the last entry, if there is one, and of the one before. */
static char target[PATH_MAX] __initdata;
static umode_t target_mode __initdata;
static bool made __initdata;
static bool made_before __initdata;

static char *buffer __initdata;
static size_t buffer_size __initdata;
static unsigned int nr_skipped __initdata;

static void __init skip_entry(const char *why)
{
	nr_skipped++;
	if (made_before)
		pr_warn_ratelimited("%*pE: METADATA!!! skipped: %s\n",
				    (int)strlen(target), target, why);
	else
		pr_warn_ratelimited("METADATA!!! skipped: %s\n", why);
}

static void __init skip_xattr(const char *name, int err)
{
	nr_skipped++;
	pr_warn_ratelimited("%*pE: xattr %*pE not set: %d\n",
			    (int)strlen(target), target,
			    (int)strnlen(name, XATTR_NAME_MAX), name, err);
}

/*
 * IMA asks for the hash algorithm of a signature that is set, and the kernel for
 * the module of one that it does not have, or not yet: modprobe would wait for
 * the initramfs.  Appraisal judges the signature.
 */
static int __init set_signature(const struct path *path, const void *value,
				size_t len)
{
	int err;

	inode_lock(d_inode(path->dentry));
	err = __vfs_setxattr_noperm(mnt_idmap(path->mnt), path->dentry,
				    XATTR_NAME_IMA, value, len, 0);
	inode_unlock(d_inode(path->dentry));
	return err;
}

static int __init set_xattr(const struct path *path, const char *name,
			    const char *bytes, size_t len)
{
	void *value = NULL;
	int err;

	if (strncmp(name, XATTR_SECURITY_PREFIX, XATTR_SECURITY_PREFIX_LEN) &&
	    strncmp(name, XATTR_TRUSTED_PREFIX, XATTR_TRUSTED_PREFIX_LEN) &&
	    strncmp(name, XATTR_USER_PREFIX, XATTR_USER_PREFIX_LEN))
		return -EOPNOTSUPP;
	if (strlen(name) > XATTR_NAME_MAX)
		return -ERANGE;
	if (len > XATTR_SIZE_MAX)
		return -E2BIG;

	/* Who reads a value expects it to be aligned. */
	if (len) {
		value = kvmemdup(bytes, len, GFP_KERNEL);
		if (!value)
			return -ENOMEM;
	}
	err = mnt_want_write(path->mnt);
	if (!err) {
		if (strcmp(name, XATTR_NAME_IMA))
			err = vfs_setxattr(mnt_idmap(path->mnt), path->dentry,
					   name, value, len, 0);
		else
			err = set_signature(path, value, len);
		mnt_drop_write(path->mnt);
	}
	kvfree(value);
	return err;
}

/* The size that is at the beginning of what it counts, or 0 if it is wrong. */
static size_t __init size_at(const char *p, size_t len, size_t least)
{
	u8 bytes[4];
	size_t size;

	if (len < least || hex2bin(bytes, p, sizeof(bytes)))
		return 0;
	size = get_unaligned_be32(bytes);
	return size < least || size > len ? 0 : size;
}

/* With no path, see whether it can be read to the end. */
static bool __init walk_xattrs(const char *p, size_t len,
			       const struct path *path)
{
	while (len) {
		size_t size = size_at(p, len, XATTR_HEADER + 2);
		const char *name = p + XATTR_HEADER;
		const char *value;
		int err;

		value = size ? memchr(name, 0, size - XATTR_HEADER) : NULL;
		if (!value || value == name)
			return false;
		value++;
		p += size;
		len -= size;
		if (!path)
			continue;
		err = set_xattr(path, name, value, p - value);
		if (err)
			skip_xattr(name, err);
	}
	return true;
}

static bool __init walk_blocks(const char *p, size_t len,
			       const struct path *path)
{
	do {
		size_t size = size_at(p, len, BLOCK_HEADER);

		if (!size)
			return false;
		if (p[8] != BLOCK_VERSION || p[9] != BLOCK_XATTRS) {
			if (path)
				skip_entry("unknown version or type");
		} else if (!walk_xattrs(p + BLOCK_HEADER, size - BLOCK_HEADER,
					path)) {
			return false;
		}
		p += size;
		len -= size;
	} while (len);
	return true;
}

static bool __init sum_is(const char *data, size_t len, u32 sum)
{
	while (len--)
		sum -= (u8)*data++;
	return sum == 0;
}

/* A header was read: what was made before it is what METADATA!!! is about. */
void __init initramfs_xattr_header(void)
{
	made_before = made;
	made = false;
}

/* The entry under way has made this file, or found it there. */
void __init initramfs_xattr_made(const char *name, umode_t mode)
{
	strscpy(target, name, sizeof(target));
	target_mode = mode;
	made = true;
}

/* Memory for the contents of METADATA!!!, or NULL if they are to be skipped. */
char * __init initramfs_xattr_room(size_t size)
{
	/* One more may follow. */
	made = made_before;

	if (size > ENTRY_MAX) {
		skip_entry("too large");
		return NULL;
	}
	/* At least a byte, so that there is something to return. */
	if (!buffer || size > buffer_size) {
		kvfree(buffer);
		buffer_size = size + 1;
		buffer = kvmalloc(buffer_size, GFP_KERNEL);
		if (!buffer)
			skip_entry("no memory");
	}
	return buffer;
}

/* Set the attributes that METADATA!!! has, on the file before it. */
void __init initramfs_xattr_set(const char *data, size_t len, bool sum_present,
				u32 sum)
{
	struct path path;
	int err;

	if (!made_before) {
		skip_entry("there is no file before it");
		return;
	}
	if (sum_present && !sum_is(data, len, sum)) {
		skip_entry("bad data checksum");
		return;
	}
	if (!walk_blocks(data, len, NULL)) {
		skip_entry("damaged");
		return;
	}
	/* Of a symbolic link it is the link that has them. */
	err = kern_path(target, 0, &path);
	if (err) {
		skip_entry("the file is not there");
		return;
	}
	if ((d_inode(path.dentry)->i_mode ^ target_mode) & S_IFMT)
		skip_entry("something else is in place of the file");
	else
		walk_blocks(data, len, &path);
	path_put(&path);
}

/* All archives of an image are unpacked. */
void __init initramfs_xattr_end(void)
{
	kvfree(buffer);
	buffer = NULL;
	made = false;
	if (nr_skipped)
		pr_warn("%u xattrs or METADATA!!! entries skipped\n",
			nr_skipped);
	nr_skipped = 0;
}
