// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The properties of a file that IMA uses. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/fsverity.h>
#include <linux/magic.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "ima/file.h"
#include "shared/util.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

#define DELETED		" (deleted)"
#define MEMFD		"/memfd:"

/* <linux/fs.h> has it since Linux 6.9. */
struct fs_uuid {
	uint8_t len;
	uint8_t uuid[16];
};
#define GET_FS_UUID	_IOR(0x15, 0, struct fs_uuid)

/* struct signature_v2_hdr: type, version, algorithm, key, size; packed. */
#define SIGNATURE_HEADER	9

const char *ima_xattr_algo(const uint8_t *xattr, size_t size,
			   const char *algo)
{
	const char *found = NULL;

	if (size < 2)
		return algo;
	switch (xattr[0]) {
	case XATTR_VERITY_SIGNATURE:
	case XATTR_SIGNATURE:
		if (size > SIGNATURE_HEADER &&
		    xattr[1] == (xattr[0] == XATTR_SIGNATURE ? 2 : 3))
			found = ima_algo_name(xattr[2]);
		break;
	case XATTR_DIGEST_NG:
		found = ima_algo_name(xattr[1]);
		break;
	case XATTR_DIGEST:
		if (size == 21)
			found = memcmp(xattr + 17, "\0\0\0\0", 4) ? "sha1" :
								    "md5";
		else if (size == 17)
			found = "md5";
		break;
	}
	return found ? found : algo;
}

bool ima_file_signed(const struct ima_file *file, int type)
{
	return file->xattr_size > SIGNATURE_HEADER && file->xattr[0] == type;
}

/* fgetxattr() of any size; no attribute is no error. */
static int read_xattr(int fd, const char *name, uint8_t **value, size_t *size,
		      struct reason *reason)
{
	uint8_t *xattr = xcalloc(XATTR_SIZE_MAX, 1);
	ssize_t len = fgetxattr(fd, name, xattr, XATTR_SIZE_MAX);

	if (len > 0) {
		*value = xattr;
		*size = (size_t)len;
		return 0;
	}
	free(xattr);
	if (len == 0 || errno == ENODATA || errno == EOPNOTSUPP)
		return 0;
	return because(reason, -errno, "cannot read %s (%s)", name,
		       strerror(errno));
}

/* The mount ID of a descriptor, or -1. */
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
 * The type of a mounted file system, without the subtype of FUSE.  0, -ENOENT
 * if this process has no such mount, or -errno.
 */
static int find_mount(long id, const char **fsname)
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
		/* Blanks in paths are escaped: there is only one. */
		type = strstr(line, " - ");
		if (!type)
			continue;
		*fsname = xstrndup(type + 3, strcspn(type + 3, " ."));
		err = 0;
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

/* Read the link of a descriptor in /proc.  0 or -errno. */
static int read_link(int fd, char path[PATH_MAX + 1])
{
	char link[64];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, PATH_MAX);
	path[len < 0 ? 0 : len] = '\0';
	return len < 0 ? -errno : 0;
}

/*
 * Unlike /proc, d_absolute_path() does not mark deleted files.  It fails on
 * mounts that belong to no name space, such as that of memfds: then IMA uses
 * the last component.
 */
static int find_name(struct ima_file *file, struct reason *reason)
{
	const size_t deleted = strlen(DELETED);
	char path[PATH_MAX + 1], *base;
	size_t len;
	int err = read_link(file->fd, path);

	if (err)
		return because(reason, err,
			       "cannot read its path (%s)",
			       strerror(-err));
	len = strlen(path);
	if (len > deleted && !strcmp(path + len - deleted, DELETED) &&
	    (file->internal || !leads_to(path, file)))
		path[len - deleted] = '\0';
	base = strrchr(path, '/');
	base = base ? base + 1 : path;
	/* The name of a memfd may have slashes. */
	if (file->internal && !strncmp(path, MEMFD, strlen(MEMFD)))
		base = path + 1;
	file->base = xstrdup(base);
	/* IMA has room for NAME_MAX bytes with the NUL. */
	file->name = file->internal ? xstrndup(base, NAME_MAX - 1) :
				      xstrdup(path);
	return 0;
}

static void find_verity(struct ima_file *file)
{
	/* struct fsverity_digest ends with a flexible array. */
	struct {
		uint16_t algo;
		uint16_t size;
		uint8_t bytes[DIGEST_SIZE_MAX];
	} digest = { .size = DIGEST_SIZE_MAX };

	if (ioctl(file->fd, FS_IOC_MEASURE_VERITY, &digest) < 0 ||
	    digest.size > DIGEST_SIZE_MAX)
		return;
	if (digest.algo == FS_VERITY_HASH_ALG_SHA256)
		file->verity.algorithm = "sha256";
	else if (digest.algo == FS_VERITY_HASH_ALG_SHA512)
		file->verity.algorithm = "sha512";
	else
		return;
	file->verity.len = digest.size;
	memcpy(file->verity.bytes, digest.bytes, digest.size);
}

/* s_magic, where statfs(2) reports another value. */
static const struct {
	const char *fsname;
	unsigned long magic;
} magics[] = {
	{ "9p",	  V9FS_MAGIC },		/* that of the server */
	{ "cifs", CIFS_SUPER_MAGIC },	/* SMB2_SUPER_MAGIC */
	{ "smb3", CIFS_SUPER_MAGIC },
};

/* The file system that @fd is on. */
static int find_file_system(struct ima_file *file, int fd,
			    struct reason *reason)
{
	struct ima_inode *inode = &file->inode;
	struct fs_uuid uuid = { 0 };
	char path[PATH_MAX + 1];
	struct statfs fs;
	size_t i;
	int err;

	if (fstatfs(fd, &fs) < 0)
		return because(reason, -errno, "cannot identify its file system (%s)",
			       strerror(errno));
	/* f_type may be signed, s_magic is not. */
	inode->fsmagic = (unsigned int)fs.f_type;
	/* ENOTTY: it has none; rules compare with zeros. */
	if (ioctl(fd, GET_FS_UUID, &uuid) == 0)
		inode->fsuuid_known = uuid.len == sizeof(uuid.uuid);
	else
		inode->fsuuid_known = errno == ENOTTY;
	memcpy(inode->fsuuid, uuid.uuid, sizeof(uuid.uuid));
	err = find_mount(mount_of(fd), &inode->fsname);
	if (err && err != -ENOENT)
		return because(reason, err, "cannot identify its mount (%s)",
			       strerror(-err));
	file->internal = err == -ENOENT && !read_link(fd, path) &&
			 !strncmp(path, MEMFD, strlen(MEMFD));
	file->out_of_sight = err == -ENOENT && !file->internal;
	if (file->internal)
		inode->fsname = xstrdup(inode->fsmagic == TMPFS_MAGIC ?
					"tmpfs" : "hugetlbfs");
	for (i = 0; i < NR(magics); i++)
		if (inode->fsname && !strcmp(inode->fsname, magics[i].fsname))
			inode->fsmagic = magics[i].magic;
	return 0;
}

int ima_file_read_root(struct ima_file *file, struct reason *reason)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	*file = (struct ima_file){ .fd = -1 };
	if (fd < 0)
		return because(reason, -errno, "/: %s", strerror(errno));
	err = find_file_system(file, fd, reason);
	close(fd);
	return err;
}

static int look(struct ima_file *file, struct reason *reason)
{
	struct stat st;
	int err;

	if (fstat(file->fd, &st) < 0)
		return because(reason, -errno, "cannot be examined (%s)",
			       strerror(errno));
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return because(reason, -EINVAL, "is %s and cannot be loaded",
			       S_ISREG(st.st_mode) ? "empty" :
						     "not a regular file");
	file->dev = st.st_dev;
	file->ino = st.st_ino;
	file->mode = st.st_mode;
	file->inode.owner = st.st_uid;
	file->inode.group = st.st_gid;
	file->size = st.st_size;
	find_verity(file);
	err = find_file_system(file, file->fd, reason);
	if (!err)
		err = find_name(file, reason);
	if (!err)
		err = read_xattr(file->fd, "security.ima", &file->xattr,
				 &file->xattr_size, reason);
	return err ? err : read_xattr(file->fd, "security.evm", &file->evm,
				      &file->evm_size, reason);
}

static int in_file(const struct ima_file *file, int err, struct reason *reason)
{
	struct reason why = *reason;

	return because(reason, err, "%.100s: %s", file->what, why.text);
}

int ima_file_read(struct ima_file *file, int fd, const char *what,
		  enum ima_func func, struct reason *reason)
{
	int err;

	*file = (struct ima_file){ .fd = fd, .what = what };
	err = look(file, reason);
	if (err)
		return in_file(file, err, reason);
	err = modsig_read(&file->modsig, fd, file->size, reason);
	/* For a kernel image, IMA takes a damaged signature for none. */
	if (err == -EBADMSG && func == IMA_FUNC_KERNEL) {
		file->modsig = (struct modsig){ .payload = file->size };
		return 0;
	}
	return err ? in_file(file, err, reason) : 0;
}

void ima_file_free(struct ima_file *file)
{
	free((char *)file->inode.fsname);
	free(file->name);
	free(file->base);
	free(file->xattr);
	free(file->evm);
	modsig_free(&file->modsig);
	*file = (struct ima_file){ .fd = -1 };
}

int ima_file_digest(struct ima_file *file, struct digest *digest,
		    const char *algo, off_t size, struct reason *reason)
{
	size_t i;
	int err;

	for (i = 0; i < file->nr_digests; i++)
		if (file->digests[i].size == size &&
		    !strcmp(file->digests[i].algorithm, algo)) {
			*digest = file->digests[i];
			return 0;
		}
	err = digest_part(digest, algo, file->fd, size, file->what);
	if (err == -EOPNOTSUPP)
		return because(reason, err, "%.100s: unsupported digest algorithm \"%s\"",
			       file->what, algo);
	if (err || digest->size < size)
		return because(reason, err ? err : -EIO,
			       "%.100s: cannot be read (%s)", file->what,
			       err ? strerror(-err) : "the file became shorter");
	if (file->nr_digests < FILE_DIGESTS_MAX)
		file->digests[file->nr_digests++] = *digest;
	return 0;
}

/*
 * Signatures appended by scripts/sign-file of the kernel: PKCS#7, struct
 * module_signature, and a marker.
 */

#define MARKER		"~Module signature appended~\n"
#define MARKER_SIZE	(sizeof(MARKER) - 1)
#define INFO_SIZE	12	/* struct module_signature */
#define PKCS7		2	/* enum pkey_id_type */
#define RAW_MAX		(16U << 20)

/* For a single signer who signs the digest of the payload itself. */
static const char *signed_algo(const uint8_t *raw, size_t size)
{
	const unsigned char *p = raw;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)size);
	STACK_OF(CMS_SignerInfo) *signers;
	const ASN1_OBJECT *object;
	const char *name, *algo = NULL;
	X509_ALGOR *digest;
	unsigned int i;

	if (!cms)
		goto out;
	signers = CMS_get0_SignerInfos(cms);
	if (sk_CMS_SignerInfo_num(signers) != 1 ||
	    CMS_signed_get_attr_count(sk_CMS_SignerInfo_value(signers, 0)) > 0)
		goto out;
	CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, 0), NULL,
				 NULL, &digest, NULL);
	X509_ALGOR_get0(&object, NULL, NULL, digest);
	/* The kernel's names are the long ones of OpenSSL. */
	name = OBJ_nid2ln(OBJ_obj2nid(object));
	for (i = 0; name && ima_algo_name(i); i++)
		if (!strcmp(name, ima_algo_name(i)))
			algo = ima_algo_name(i);
out:
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return algo;
}

static int read_at(int fd, uint8_t *to, size_t size, off_t offset,
		   struct reason *reason)
{
	size_t done;
	ssize_t n;

	for (done = 0; done < size; done += (size_t)n) {
		n = pread(fd, to + done, size - done, offset + (off_t)done);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return because(reason, n ? -errno : -EIO,
				       "cannot be read (%s)",
				       n ? strerror(errno) : "the file became shorter");
	}
	return 0;
}

int modsig_read(struct modsig *modsig, int fd, off_t size,
		struct reason *reason)
{
	static const uint8_t zeros[7];
	uint8_t end[INFO_SIZE + MARKER_SIZE];
	off_t rest = size - (off_t)sizeof(end);
	uint32_t len;
	int err;

	*modsig = (struct modsig){ .payload = size };
	if (rest <= 0)
		return 0;
	err = read_at(fd, end, sizeof(end), rest, reason);
	if (err || memcmp(end + INFO_SIZE, MARKER, MARKER_SIZE) != 0)
		return err;
	len = (uint32_t)end[8] << 24 | (uint32_t)end[9] << 16 |
	      (uint32_t)end[10] << 8 | end[11];
	/* All but id_type and sig_len must be zero. */
	if (len >= rest || end[2] != PKCS7 || memcmp(end, zeros, 2) != 0 ||
	    memcmp(end + 3, zeros, 5) != 0)
		return because(reason, -EBADMSG,
			       "its appended signature is damaged; the kernel will refuse it");
	if (!len || len > RAW_MAX)
		return because(reason, -EBADMSG,
			       "its appended signature has an invalid size (%u bytes)",
			       len);
	modsig->raw = xcalloc(len, 1);
	modsig->raw_size = len;
	modsig->payload = rest - (off_t)len;
	err = read_at(fd, modsig->raw, len, modsig->payload, reason);
	modsig->present = !err;
	if (!err)
		modsig->algo = signed_algo(modsig->raw, len);
	return err;
}

void modsig_free(struct modsig *modsig)
{
	free(modsig->raw);
	*modsig = (struct modsig){ 0 };
}
