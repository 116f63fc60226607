/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What IMA looks at in a file, besides its bytes. */
#ifndef KEXEC2_IMA_FILE_H
#define KEXEC2_IMA_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "evidence/list.h"
#include "ima/policy.h"
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
 * struct ima_file - a file that is to be loaded
 * @fd:	       Open file; not owned.
 * @dev, @ino: Which it is.
 * @size:      In bytes.
 * @internal:  On a mount of the kernel's own, as a memfd is: IMA reads it anew
 *	       each time.
 * @out_of_sight: On a mount that this process cannot see, as from a chroot: what
 *	       IMA calls it is not known.
 * @name:      What IMA calls it: see ima_d_path() of the kernel.
 * @base:      The last component, for names that a template has no room for.
 * @fsname:    Type of the file system; NULL if not known.
 * @xattr:     security.ima, NULL for none.  @evm: security.evm.
 * @verity:    It has an fs-verity digest: @verity_algo and @verity_digest.
 */
struct ima_file {
	int fd;
	dev_t dev;
	ino_t ino;
	mode_t mode;
	uid_t owner;
	gid_t group;
	off_t size;
	bool internal;
	bool out_of_sight;
	char *name;
	char *base;
	unsigned long fsmagic;
	char *fsname;
	bool fsuuid_known;
	uint8_t fsuuid[16];
	uint8_t *xattr;
	size_t xattr_size;
	uint8_t *evm;
	size_t evm_size;
	bool verity;
	const char *verity_algo;
	uint8_t verity_digest[LIST_DIGEST_MAX];
	size_t verity_size;
};

/**
 * ima_file_read() - find out what there is to know of a file
 * @file: Receives it; ima_file_free() it, also after a failure.
 * @fd:	  Open for reading, and to stay open.
 *
 * Return: 0, or a negative errno value.
 */
int ima_file_read(struct ima_file *file, int fd, struct reason *reason);
void ima_file_free(struct ima_file *file);

/* What rules ask of the file system that @fd is on; the same. */
int ima_file_system(struct ima_file *file, int fd, struct reason *reason);

/* A subject for the rules, of this file, read for @func. */
struct ima_subject ima_file_subject(const struct ima_file *file,
				    enum ima_func func,
				    const struct ima_cred *cred);

/* ima_get_hash_algo(): the algorithm that security.ima asks for, or @algo. */
const char *ima_xattr_algo(const uint8_t *xattr, size_t size,
			   const char *algo);

/* Is that the name of an algorithm, as the kernel has it? */
bool ima_algo_known(const char *name, size_t size);

/* Has security.ima a signature of this type? */
bool ima_file_signed(const struct ima_file *file, int type);

/* Who loads: this process, or root if it cannot be it. */
void ima_cred_read(struct ima_cred *cred);

#endif /* KEXEC2_IMA_FILE_H */
