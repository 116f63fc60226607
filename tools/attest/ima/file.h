/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The properties of a file that IMA uses. */
#ifndef KEXEC2_IMA_FILE_H
#define KEXEC2_IMA_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

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

/**
 * struct modsig - a signature that is appended to a file
 * @payload: Bytes before it; all there are without it.
 * @raw:     The PKCS#7 message, or NULL without a signature.
 * @algo:    The algorithm of the digest that is signed, as the kernel calls it;
 *	     NULL if what is signed is not the digest of the payload, or the
 *	     message cannot be read.
 */
struct modsig {
	off_t payload;
	uint8_t *raw;
	size_t raw_size;
	const char *algo;
};

/* More than one load needs of a file. */
#define FILE_DIGESTS_MAX	8

/**
 * struct ima_file - a file that is to be loaded
 * @fd:	       Open file; not owned.
 * @what:      Its name in messages; not owned.
 * @func:      IMA_FUNC_KERNEL or IMA_FUNC_INITRAMFS.
 * @inode:     Properties that rules match.  Its fsname is owned.
 * @internal:  On a mount of the kernel, such as a memfd: IMA reads it again
 *	       each time.
 * @out_of_sight: On a mount that this process cannot see, such as from a
 *	       chroot: the name that IMA uses is unknown.
 * @name:      Its name for IMA: see ima_d_path() of the kernel.
 * @base:      The last component, for names that are too long for a template.
 * @xattr:     security.ima, NULL for none.  @evm: security.evm.
 * @verity:    Its fs-verity digest; no bytes for none.
 * @digests:   Digests calculated so far.
 */
struct ima_file {
	int fd;
	const char *what;
	enum ima_func func;
	struct stat st;
	struct ima_inode inode;
	bool internal;
	bool out_of_sight;
	char *name;
	char *base;
	uint8_t *xattr;
	size_t xattr_size;
	uint8_t *evm;
	size_t evm_size;
	struct digest verity;
	struct modsig modsig;
	struct digest digests[FILE_DIGESTS_MAX];
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

/* The digest of the first @size bytes; NULL after a message. */
const struct digest *ima_file_digest(struct ima_file *file, const char *algo,
				     off_t size);

/* ima_get_hash_algo(): the algorithm that security.ima asks for, or @algo. */
const char *ima_xattr_algo(const uint8_t *xattr, size_t size,
			   const char *algo);

/* Has security.ima a signature of this type? */
bool ima_file_signed(const struct ima_file *file, int type);

#endif /* KEXEC2_IMA_FILE_H */
