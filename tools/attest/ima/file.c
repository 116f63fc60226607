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

#include "evidence/template.h"
#include "ima/file.h"
#include "image/sealed.h"
#include "shared/util.h"

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

const char *ima_xattr_algo(struct bytes xattr, unsigned int version,
			   const char *algo)
{
	const uint8_t *data = xattr.data;
	const char *found = NULL;

	switch (xattr_type(xattr)) {
	case XATTR_VERITY_SIGNATURE:
	case XATTR_SIGNATURE:
		if (xattr.size > SIGNATURE_HEADER &&
		    (data[0] == XATTR_SIGNATURE ?
		     data[1] == 2 ||
		     (data[1] == 3 && version >= LINUX(7, 2)) : data[1] == 3))
			found = ima_algo_name(data[2]);
		break;
	case XATTR_DIGEST_NG:
		if (xattr.size > 1)
			found = ima_algo_name(data[1]);
		break;
	case XATTR_DIGEST:
		if (xattr.size == 21 && memcmp(data + 17, "\0\0\0\0", 4))
			found = "sha1";
		else if (xattr.size == 21 || xattr.size == 17)
			found = "md5";
		break;
	}
	return found ?: algo;
}

bool ima_file_signed(const struct ima_file *file, int type, int version)
{
	return file->xattr.size > SIGNATURE_HEADER &&
	       xattr_type(file->xattr) == type &&
	       (!version || file->xattr.data[1] == version);
}

/* @err: Of errno, or 0 for a file that is cut.  Returns false. */
static bool fail(const struct ima_file *file, const char *what, int err)
{
	complain("%s: %s (%s)", file->what, what,
		 err ? strerror(err) : "the file became shorter");
	return false;
}

/* Of any size; no attribute is no error. */
static bool read_xattr(const struct ima_file *file, const char *name,
		       struct bytes *value)
{
	uint8_t *xattr = xcalloc(XATTR_SIZE_MAX, 1);
	ssize_t len = fgetxattr(file->fd, name, xattr, XATTR_SIZE_MAX);

	if (len > 0) {
		*value = (struct bytes){ xattr, (size_t)len };
		return true;
	}
	free(xattr);
	if (len == 0 || errno == ENODATA || errno == EOPNOTSUPP)
		return true;
	complain("%s: cannot read %s (%s)", file->what, name, strerror(errno));
	return false;
}

/*
 * The type of the mounted file system, without the subtype of FUSE; none if
 * this process does not see the mount.
 */
static bool find_mount(struct ima_file *file, int fd)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	struct statx mount = { 0 };
	char *line = NULL, *type;
	size_t size = 0;

	if (!mounts)
		return fail(file, "cannot identify its mount", errno);
	statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &mount);
	while (!file->inode.fsname && getline(&line, &size, mounts) >= 0) {
		/* Blanks in paths are escaped: there is only one. */
		type = strstr(line, " - ");
		if (type && strtoull(line, NULL, 10) == mount.stx_mnt_id)
			file->inode.fsname = xstrndup(type + 3,
						      strcspn(type + 3, " ."));
	}
	free(line);
	fclose(mounts);
	file->out_of_sight = !file->inode.fsname;
	return true;
}

/*
 * Unlike /proc, d_absolute_path() does not mark deleted files.  It fails on
 * mounts that belong to no name space, such as that of memfds: then IMA uses
 * the last component, which may have slashes.
 */
static bool find_name(struct ima_file *file)
{
	const ssize_t deleted = strlen(DELETED);
	char link[64], path[PATH_MAX + 1] = "";
	struct stat st;
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", file->fd);
	len = readlink(link, path, PATH_MAX);
	if (len < 0)
		return fail(file, "cannot read its path", errno);
	file->internal = file->out_of_sight &&
			 !strncmp(path, MEMFD, strlen(MEMFD));
	if (file->internal) {
		file->out_of_sight = false;
		file->inode.fsname =
			xstrdup(file->inode.fsmagic == TMPFS_MAGIC ?
				"tmpfs" : "hugetlbfs");
	}
	if (len > deleted && !strcmp(path + len - deleted, DELETED) &&
	    (file->internal || lstat(path, &st) < 0 ||
	     st.st_dev != file->st.st_dev || st.st_ino != file->st.st_ino))
		path[len - deleted] = '\0';
	/* IMA has room for NAME_MAX bytes with the NUL. */
	file->name = file->internal ? xstrndup(path + 1, NAME_MAX - 1) :
				      xstrdup(path);
	return true;
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
		strcpy(file->verity.algorithm, "sha256");
	else if (digest.algo == FS_VERITY_HASH_ALG_SHA512)
		strcpy(file->verity.algorithm, "sha512");
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
static bool find_file_system(struct ima_file *file, int fd)
{
	struct ima_inode *inode = &file->inode;
	struct fs_uuid uuid = { 0 };
	char *to = inode->fsuuid;
	struct statfs fs;
	size_t i;

	if (fstatfs(fd, &fs) < 0)
		return fail(file, "cannot identify its file system", errno);
	/* f_type may be signed, s_magic is not. */
	inode->fsmagic = (unsigned int)fs.f_type;
	/* ENOTTY: it has none; rules compare with zeros. */
	if (ioctl(fd, GET_FS_UUID, &uuid) ? errno == ENOTTY :
	    uuid.len == sizeof(uuid.uuid))
		for (i = 0; i < sizeof(uuid.uuid); i++)
			to += sprintf(to, i >= 4 && i <= 10 && i % 2 == 0 ?
				      "-%02x" : "%02x", uuid.uuid[i]);
	if (!find_mount(file, fd))
		return false;
	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (inode->fsname && !strcmp(inode->fsname, magics[i].fsname))
			inode->fsmagic = magics[i].magic;
	return true;
}

bool ima_file_read_root(struct ima_file *file)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool found;

	*file = (struct ima_file){ .fd = -1, .what = "/" };
	if (fd < 0)
		return fail(file, "cannot be opened", errno);
	found = find_file_system(file, fd);
	close(fd);
	return found;
}

const struct digest *ima_file_digest(struct ima_file *file, const char *algo,
				     off_t size)
{
	struct digest *digest = file->digests;
	int err;

	for (; digest < file->digests + file->nr_digests; digest++)
		if (digest->size == (uint64_t)size &&
		    !strcmp(digest->algorithm, algo))
			return digest;
	file->digests = xgrow(file->digests, file->nr_digests, sizeof(*digest));
	digest = &file->digests[file->nr_digests];
	err = digest_part(digest, algo, file->fd, size, file->what);
	if (!err && digest->size == (uint64_t)size) {
		file->nr_digests++;
		return digest;
	}
	if (err == -EOPNOTSUPP)
		complain("%s: unsupported digest algorithm \"%s\"",
			 file->what, algo);
	else
		fail(file, "cannot be read", -err);
	return NULL;
}

/*
 * Signatures appended by scripts/sign-file of the kernel: PKCS#7, struct
 * module_signature, and a marker.
 */

#define MARKER		"~Module signature appended~\n"
#define MARKER_SIZE	(sizeof(MARKER) - 1)
#define INFO_SIZE	12	/* struct module_signature */
#define RAW_MAX		(16U << 20)	/* more than kmalloc() gets */

/* For a single signer who signs the digest of the payload itself. */
static const char *signed_algo(struct bytes raw)
{
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &raw.data,
						   (long)raw.size);
	STACK_OF(CMS_SignerInfo) *signers;
	const ASN1_OBJECT *object;
	const char *name, *algo = NULL;
	X509_ALGOR *digest;

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
	algo = name ? ima_algo_named(name, strlen(name)) : NULL;
out:
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return algo;
}

static bool read_at(const struct ima_file *file, uint8_t *to, size_t size,
		    off_t offset)
{
	struct reason reason;

	if (!read_bytes(file->fd, to, size, (uint64_t)offset, &reason))
		return true;
	complain("%s: %s", file->what, reason.text);
	return false;
}

static bool read_modsig(struct ima_file *file)
{
	/* id_type is PKEY_ID_PKCS7; all but it and sig_len must be zero. */
	static const uint8_t head[INFO_SIZE - 4] = { [2] = 2 };
	struct modsig *modsig = &file->modsig;
	uint8_t end[INFO_SIZE + MARKER_SIZE], *raw;
	off_t rest = file->st.st_size - (off_t)sizeof(end);
	uint32_t len;

	modsig->payload = file->st.st_size;
	if (rest <= 0)
		return true;
	if (!read_at(file, end, sizeof(end), rest))
		return false;
	if (memcmp(end + INFO_SIZE, MARKER, MARKER_SIZE) != 0)
		return true;
	len = template_u32(end + sizeof(head), true);
	if (!len || len > RAW_MAX || len >= rest ||
	    memcmp(end, head, sizeof(head)) != 0) {
		/* For a kernel image, IMA takes it for none. */
		if (file->func == IMA_FUNC_KERNEL)
			return true;
		complain("%s: its appended signature is damaged; the kernel will refuse it",
			 file->what);
		return false;
	}
	raw = xcalloc(len, 1);
	modsig->raw = (struct bytes){ raw, len };
	modsig->payload = rest - (off_t)len;
	if (!read_at(file, raw, len, modsig->payload))
		return false;
	modsig->algo = signed_algo(modsig->raw);
	return true;
}

bool ima_file_read(struct ima_file *file, int fd, const char *what,
		   enum ima_func func)
{
	*file = (struct ima_file){ .fd = fd, .what = what, .func = func };
	if (fstat(fd, &file->st) < 0)
		return fail(file, "cannot be examined", errno);
	if (!S_ISREG(file->st.st_mode) || !file->st.st_size) {
		complain("%s: is %s and cannot be loaded", what,
			 S_ISREG(file->st.st_mode) ? "empty" :
						     "not a regular file");
		return false;
	}
	file->inode.owner = file->st.st_uid;
	file->inode.group = file->st.st_gid;
	find_verity(file);
	return find_file_system(file, fd) && find_name(file) &&
	       read_xattr(file, "security.ima", &file->xattr) &&
	       read_xattr(file, "security.evm", &file->evm) &&
	       read_modsig(file);
}

void ima_file_free(struct ima_file *file)
{
	free((char *)file->inode.fsname);
	free(file->name);
	free(file->digests);
	free((void *)file->xattr.data);
	free((void *)file->evm.data);
	free((void *)file->modsig.raw.data);
	*file = (struct ima_file){ .fd = -1 };
}

struct ima_file *ima_files_read(const struct image *image)
{
	struct ima_file *files = xcalloc(image->nr_initrds + 1, sizeof(*files));
	size_t i;

	for (i = 0; i <= image->nr_initrds; i++) {
		const struct component *component =
			i ? &image->initrds[i - 1] : &image->kernel;

		if (!ima_file_read(&files[i], component->fd, component->name,
				   i ? IMA_FUNC_INITRAMFS : IMA_FUNC_KERNEL)) {
			ima_files_free(files, image);
			return NULL;
		}
	}
	return files;
}

void ima_files_free(struct ima_file *files, const struct image *image)
{
	size_t i;

	for (i = 0; files && i <= image->nr_initrds; i++)
		ima_file_free(&files[i]);
	free(files);
}
