/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The properties of a file that IMA uses. */
#ifndef KEXEC2_IMA_FILE_H
#define KEXEC2_IMA_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "evidence/list.h"
#include "image/image.h"
#include "ima/policy.h"
#include "shared/digest.h"

/* Types of security.ima and security.evm: enum evm_ima_xattr_type. */
enum {
	XATTR_DIGEST = 1,
	XATTR_HMAC,
	XATTR_SIGNATURE,
	XATTR_DIGEST_NG,
	XATTR_PORTABLE_SIGNATURE,
	XATTR_VERITY_SIGNATURE,
};

/* A signature that is appended to a file. */
struct modsig {
	off_t payload;		/* bytes before it; all without a signature */
	struct bytes raw;	/* the PKCS#7 message, empty without one */
	/*
	 * The algorithm of the digest that is signed, as the kernel calls it;
	 * NULL if that is not the digest of the payload, or is unreadable.
	 */
	const char *algo;
};

/* A file to load. */
struct ima_file {
	int fd;			/* not owned */
	const char *what;	/* its name in messages; not owned */
	enum ima_func func;	/* IMA_FUNC_KERNEL, IMA_FUNC_INITRAMFS */
	struct stat st;
	struct ima_inode inode;	/* its fsname is owned */
	bool internal;		/* on a mount of the kernel, such as a memfd:
				 * IMA reads it again each time */
	bool out_of_sight;	/* on a mount that this process cannot see, as
				 * from a chroot: IMA's name is unknown */
	char *name;		/* for IMA: ima_d_path() of the kernel */
	struct bytes xattr;	/* security.ima, or empty */
	struct bytes evm;	/* security.evm, or empty */
	struct digest verity;	/* of fs-verity; no bytes for none */
	struct modsig modsig;
	struct digest *digests;	/* so far */
	size_t nr_digests;
};

/**
 * ima_file_read() - read the properties of a file
 * @file: Receives it; ima_file_free() it, also after a failure.
 * @fd:	  Open for reading; must stay open.
 * @what: Its name for messages; must stay valid.
 *
 * Return: true, or false after a message.
 */
bool ima_file_read(struct ima_file *file, int fd, const char *what,
		   enum ima_func func);
void ima_file_free(struct ima_file *file);

/*
 * The files of an image, the kernel first and then its initrds, or NULL after a
 * message; and free them, NULL is fine.
 */
struct ima_file *ima_files_read(const struct image *image);
void ima_files_free(struct ima_file *files, const struct image *image);

/* A file of root on the root file system: sets @inode only. */
bool ima_file_read_root(struct ima_file *file);

/*
 * The digest of the first @size bytes, valid up to the next call; NULL after a
 * message.
 */
const struct digest *ima_file_digest(struct ima_file *file, const char *algo,
				     off_t size);

/*
 * ima_get_hash_algo() of a kernel of this LINUX(): the algorithm that
 * security.ima asks for, or @algo.
 */
const char *ima_xattr_algo(struct bytes xattr, unsigned int version,
			   const char *algo);

/* 0 without the attribute. */
static inline int xattr_type(struct bytes xattr)
{
	return xattr.size ? xattr.data[0] : 0;
}

/* Has security.ima a signature of this type and version?  0 is any version. */
bool ima_file_signed(const struct ima_file *file, int type, int version);

#endif /* KEXEC2_IMA_FILE_H */
