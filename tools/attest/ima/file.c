// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What IMA looks at in a file, besides its bytes. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/capability.h>
#include <linux/fsverity.h>
#include <linux/magic.h>

#include "ima/file.h"

#define DELETED		" (deleted)"
#define MEMFD		"/memfd:"

/* <linux/fs.h> has it since Linux 6.9. */
struct fs_uuid {
	uint8_t len;
	uint8_t uuid[16];
};
#define GET_FS_UUID	_IOR(0x15, 0, struct fs_uuid)

/* hash_algo_name[] of the kernel: what the numbers in security.ima mean. */
static const char *const algos[] = {
	"md4", "md5", "sha1", "rmd160", "sha256", "sha384", "sha512", "sha224",
	"rmd128", "rmd256", "rmd320", "wp256", "wp384", "wp512", "tgr128",
	"tgr160", "tgr192", "sm3", "streebog256", "streebog512", "sha3-256",
	"sha3-384", "sha3-512",
};

#define NR_ALGOS	(sizeof(algos) / sizeof(algos[0]))

/* struct signature_v2_hdr: type, version, algorithm, key, size; packed. */
#define SIGNATURE_HEADER	9

static const char *signature_algo(const uint8_t *xattr, size_t size,
				  uint8_t version, const char *algo)
{
	if (size <= SIGNATURE_HEADER || xattr[1] != version ||
	    xattr[2] >= NR_ALGOS)
		return algo;
	return algos[xattr[2]];
}

const char *ima_xattr_algo(const uint8_t *xattr, size_t size,
			   const char *algo)
{
	if (size < 2)
		return algo;
	switch (xattr[0]) {
	case XATTR_VERITY_SIGNATURE:
		return signature_algo(xattr, size, 3, algo);
	case XATTR_SIGNATURE:
		return signature_algo(xattr, size, 2, algo);
	case XATTR_DIGEST_NG:
		return xattr[1] < NR_ALGOS ? algos[xattr[1]] : algo;
	case XATTR_DIGEST:
		if (size == 17)
			return "md5";
		if (size != 21)
			return algo;
		return memcmp(xattr + 17, "\0\0\0\0", 4) ? "sha1" : "md5";
	default:
		return algo;
	}
}

bool ima_algo_known(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < NR_ALGOS; i++)
		if (strlen(algos[i]) == size && !memcmp(algos[i], name, size))
			return true;
	return false;
}

bool ima_file_signed(const struct ima_file *file, int type)
{
	return file->xattr_size > SIGNATURE_HEADER && file->xattr[0] == type;
}

/* fgetxattr() of any size; none is no error. */
static int read_xattr(int fd, const char *name, uint8_t **value, size_t *size,
		      struct reason *reason)
{
	ssize_t len;

	/* XATTR_SIZE_MAX */
	*value = malloc(65536);
	if (!*value)
		return because(reason, -ENOMEM, "out of memory");
	len = fgetxattr(fd, name, *value, 65536);
	if (len > 0) {
		*size = (size_t)len;
		return 0;
	}
	free(*value);
	*value = NULL;
	*size = 0;
	if (len == 0 || errno == ENODATA || errno == EOPNOTSUPP)
		return 0;
	return because(reason, -errno, "cannot read %s (%s)", name,
		       strerror(errno));
}

/* The number of the mount that a descriptor is on, or -1. */
static long mount_of(int fd)
{
	char path[64], *line = NULL;
	size_t size = 0;
	long id = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (id < 0 && getline(&line, &size, file) >= 0)
		if (sscanf(line, "mnt_id: %ld", &id) != 1)
			id = -1;
	free(line);
	fclose(file);
	return id;
}

/*
 * The type of a mounted file system, without what FUSE adds to it.  0, -ENOENT
 * if there is no such mount for this process, or -ENOMEM or -errno.
 */
static int find_mount(long id, char **fsname)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char *line = NULL, *type;
	int err = -ENOENT;
	size_t size = 0;
	long found;

	if (!file)
		return -errno;
	while (err == -ENOENT && getline(&line, &size, file) >= 0) {
		if (sscanf(line, "%ld ", &found) != 1 || found != id)
			continue;
		/* Blanks in paths are escaped: this one stands alone. */
		type = strstr(line, " - ");
		if (!type)
			continue;
		*fsname = strndup(type + 3, strcspn(type + 3, " ."));
		err = *fsname ? 0 : -ENOMEM;
	}
	free(line);
	fclose(file);
	return err;
}

/* Does the path lead to this file? */
static bool leads_to(const char *path, const struct ima_file *file)
{
	struct stat st;

	return lstat(path, &st) == 0 && st.st_dev == file->dev &&
	       st.st_ino == file->ino;
}

/*
 * d_absolute_path() says nothing of files being deleted, as /proc does, and
 * gives up on mounts that belong to no name space, as that of memfds: then
 * IMA takes the last component.
 */
static int find_name(struct ima_file *file, bool mounted,
		     struct reason *reason)
{
	char link[64], path[PATH_MAX + 1], *base;
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", file->fd);
	len = readlink(link, path, PATH_MAX);
	if (len < 0)
		return because(reason, -errno,
			       "cannot tell what IMA will call it (%s)",
			       strerror(errno));
	path[len] = '\0';
	if (len > (ssize_t)strlen(DELETED) &&
	    !strcmp(path + len - strlen(DELETED), DELETED) &&
	    (!mounted || !leads_to(path, file)))
		path[(size_t)len - strlen(DELETED)] = '\0';
	base = strrchr(path, '/');
	base = base ? base + 1 : path;
	/* The name of a memfd may have slashes. */
	if (!mounted && !strncmp(path, MEMFD, strlen(MEMFD)))
		base = path + 1;
	file->base = strdup(base);
	/* NAME_MAX bytes with the NUL is what there is room for. */
	file->name = mounted ? strdup(path) : strndup(base, NAME_MAX - 1);
	return file->base && file->name ? 0 :
	       because(reason, -ENOMEM, "out of memory");
}

static void find_verity(struct ima_file *file)
{
	/* struct fsverity_digest, which has no size of its own. */
	struct {
		uint16_t algo;
		uint16_t size;
		uint8_t bytes[LIST_DIGEST_MAX];
	} digest = { .size = LIST_DIGEST_MAX };

	if (ioctl(file->fd, FS_IOC_MEASURE_VERITY, &digest) < 0 ||
	    digest.size > LIST_DIGEST_MAX)
		return;
	if (digest.algo == FS_VERITY_HASH_ALG_SHA256)
		file->verity_algo = "sha256";
	else if (digest.algo == FS_VERITY_HASH_ALG_SHA512)
		file->verity_algo = "sha512";
	else
		return;
	file->verity = true;
	file->verity_size = digest.size;
	memcpy(file->verity_digest, digest.bytes, file->verity_size);
}

/* s_magic, where statfs(2) says something else. */
static const struct {
	const char *fsname;
	unsigned long magic;
} magics[] = {
	{ "9p",	  V9FS_MAGIC },		/* that of the server */
	{ "cifs", CIFS_SUPER_MAGIC },	/* SMB2_SUPER_MAGIC */
	{ "smb3", CIFS_SUPER_MAGIC },
};

static void correct_magic(struct ima_file *file)
{
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (file->fsname && !strcmp(file->fsname, magics[i].fsname))
			file->fsmagic = magics[i].magic;
}

static bool is_memfd(int fd)
{
	char link[64], path[sizeof(MEMFD)] = "";

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	return readlink(link, path, sizeof(path) - 1) ==
	       (ssize_t)sizeof(path) - 1 && !strcmp(path, MEMFD);
}

int ima_file_system(struct ima_file *file, int fd, struct reason *reason)
{
	struct fs_uuid uuid = { 0 };
	struct statfs fs;
	int err;

	if (fstatfs(fd, &fs) < 0)
		return because(reason, -errno, "cannot tell its file system (%s)",
			       strerror(errno));
	/* Four bytes mean an unsigned number, which f_type may not be. */
	file->fsmagic = (unsigned int)fs.f_type;
	/* ENOTTY: it has none, which is all zero to the rules. */
	if (ioctl(fd, GET_FS_UUID, &uuid) == 0)
		file->fsuuid_known = uuid.len == sizeof(uuid.uuid);
	else
		file->fsuuid_known = errno == ENOTTY;
	memcpy(file->fsuuid, uuid.uuid, sizeof(uuid.uuid));
	err = find_mount(mount_of(fd), &file->fsname);
	if (err && err != -ENOENT)
		return because(reason, err, "cannot tell its mount (%s)",
			       strerror(-err));
	file->internal = err == -ENOENT && is_memfd(fd);
	file->out_of_sight = err == -ENOENT && !file->internal;
	if (file->internal) {
		file->fsname = strdup(file->fsmagic == TMPFS_MAGIC ? "tmpfs" :
				      "hugetlbfs");
		if (!file->fsname)
			return because(reason, -ENOMEM, "out of memory");
	}
	correct_magic(file);
	return 0;
}

int ima_file_read(struct ima_file *file, int fd, struct reason *reason)
{
	struct stat st;
	int err;

	*file = (struct ima_file){ .fd = fd };
	if (fstat(fd, &st) < 0)
		return because(reason, -errno, "cannot look at it (%s)",
			       strerror(errno));
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return because(reason, -EINVAL, "it is %s, which cannot be loaded",
			       S_ISREG(st.st_mode) ? "empty" :
						     "not a regular file");
	file->dev = st.st_dev;
	file->ino = st.st_ino;
	file->mode = st.st_mode;
	file->owner = st.st_uid;
	file->group = st.st_gid;
	file->size = st.st_size;
	err = ima_file_system(file, fd, reason);
	if (!err)
		err = find_name(file, !file->internal, reason);
	if (!err)
		err = read_xattr(fd, "security.ima", &file->xattr,
				 &file->xattr_size, reason);
	if (!err)
		err = read_xattr(fd, "security.evm", &file->evm,
				 &file->evm_size, reason);
	if (!err)
		find_verity(file);
	return err;
}

void ima_file_free(struct ima_file *file)
{
	free(file->name);
	free(file->base);
	free(file->fsname);
	free(file->xattr);
	free(file->evm);
	*file = (struct ima_file){ .fd = -1 };
}

struct ima_subject ima_file_subject(const struct ima_file *file,
				    enum ima_func func,
				    const struct ima_cred *cred)
{
	struct ima_subject subject = {
		.func = func,
		.mask = func == IMA_FUNC_CMDLINE ? IMA_MAY_NOTHING :
						   IMA_MAY_READ,
		.inode = true,
		.fsmagic = file->fsmagic,
		.fsname = file->fsname,
		.fsuuid_known = file->fsuuid_known,
		.owner = file->owner,
		.group = file->group,
		.cred = cred,
	};

	memcpy(subject.fsuuid, file->fsuuid, sizeof(subject.fsuuid));
	return subject;
}

/* Bit @cap of the effective capabilities. */
static bool has_capability(int cap)
{
	unsigned long long caps = 0;
	char *line = NULL;
	size_t size = 0;
	FILE *file = fopen("/proc/self/status", "re");

	if (!file)
		return geteuid() == 0;
	while (getline(&line, &size, file) >= 0)
		if (sscanf(line, "CapEff: %llx", &caps) == 1)
			break;
	free(line);
	fclose(file);
	return caps >> cap & 1;
}

void ima_cred_read(struct ima_cred *cred)
{
	*cred = (struct ima_cred){ .cap_setuid = true, .cap_setgid = true };
	if (!has_capability(CAP_SYS_BOOT) ||
	    getresuid(&cred->uid, &cred->euid, &cred->suid) < 0 ||
	    getresgid(&cred->gid, &cred->egid, &cred->sgid) < 0) {
		*cred = (struct ima_cred){ .cap_setuid = true,
					   .cap_setgid = true };
		return;
	}
	cred->cap_setuid = has_capability(CAP_SETUID);
	cred->cap_setgid = has_capability(CAP_SETGID);
}
