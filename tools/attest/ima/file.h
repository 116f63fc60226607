/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The properties of a file that IMA uses. */
#ifndef KEXEC2_IMA_FILE_H
#define KEXEC2_IMA_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ima/policy.h"
#include "shared/digest.h"
#include "shared/reason.h"

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
 * @present: There is one.
 * @payload: Bytes before it; all there are without it.
 * @raw:     The PKCS#7 message.
 * @algo:    The algorithm of the digest that is signed, as the kernel calls it;
 *	     NULL if what is signed is not the digest of the payload, or the
 *	     message cannot be read.
 */
struct modsig {
	bool present;
	off_t payload;
	uint8_t *raw;
	size_t raw_size;
	const char *algo;
};

/* How many digests of a file are kept. */
#define FILE_DIGESTS_MAX	4

/**
 * struct ima_file - a file that is to be loaded
 * @fd:	       Open file; not owned.
 * @what:      Its name in messages; not owned.
 * @dev, @ino: Its identity.
 * @size:      In bytes.
 * @inode:     Properties that rules match.  Its fsname is owned.
 * @internal:  On a mount of the kernel, such as a memfd: IMA reads it again
 *	       each time.
 * @out_of_sight: On a mount that this process cannot see, such as from a
 *	       chroot: the name that IMA uses is unknown.
 * @name:      Its name for IMA: see ima_d_path() of the kernel.
 * @base:      The last component, for names that are too long for a template.
 * @xattr:     security.ima, NULL for none.  @evm: security.evm.
 * @verity:    Its fs-verity digest; no bytes for none.
 * @modsig:    The signature that is appended to it.
 * @digests:   Digests calculated so far, @nr_digests of them.
 */
struct ima_file {
	int fd;
	const char *what;
	dev_t dev;
	ino_t ino;
	mode_t mode;
	off_t size;
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
 * @func: IMA_FUNC_KERNEL or IMA_FUNC_INITRAMFS.
 *
 * Return: 0, or a negative errno value with a reason that names the file.
 */
int ima_file_read(struct ima_file *file, int fd, const char *what,
		  enum ima_func func, struct reason *reason);
void ima_file_free(struct ima_file *file);

/* A file of root on the root file system: sets @inode only. */
int ima_file_read_root(struct ima_file *file, struct reason *reason);

/**
 * ima_file_digest() - calculate the digest of the first bytes of a file
 * @digest: Receives it.
 * @size:   How many bytes.
 *
 * Return: 0, -EOPNOTSUPP for an algorithm that OpenSSL lacks, or another
 * negative errno value; with a reason that names the file.
 */
int ima_file_digest(struct ima_file *file, struct digest *digest,
		    const char *algo, off_t size, struct reason *reason);

/* ima_get_hash_algo(): the algorithm that security.ima asks for, or @algo. */
const char *ima_xattr_algo(const uint8_t *xattr, size_t size,
			   const char *algo);

/* Has security.ima a signature of this type? */
bool ima_file_signed(const struct ima_file *file, int type);

/**
 * modsig_read() - look for a signature at the end of a file
 * @modsig: Receives it; modsig_free() it, also after a failure.
 * @size:   Of the file.
 *
 * Return: 0, with a signature or without; -EBADMSG if the kernel would refuse
 * the signature as damaged, or an error of pread(2).
 */
int modsig_read(struct modsig *modsig, int fd, off_t size,
		struct reason *reason);
void modsig_free(struct modsig *modsig);

#endif /* KEXEC2_IMA_FILE_H */
