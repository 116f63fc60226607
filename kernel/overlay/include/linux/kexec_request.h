/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A kexec load or unload, as the LSM hooks for it see it.
 */
#ifndef _LINUX_KEXEC_REQUEST_H
#define _LINUX_KEXEC_REQUEST_H

#include <crypto/hash.h>
#include <crypto/sha2.h>
#include <linux/types.h>
#include <uapi/linux/kexec_file_load2.h>

struct file;

/**
 * struct kexec_initrd_part - one part of the initramfs
 * @fd:    Descriptor that the caller named; used once, to find @file.
 * @file:  The file, or NULL before it is opened; the request has a reference.
 * @size:  Size of the file in bytes when it was opened.
 * @verity: fs-verity was enabled for the file when it was opened.
 * @label: See &struct kexec_initrd.
 * @buf:   The @size bytes that were read, or NULL before that.  They belong to
 *         the image, and are gone when it has been placed.
 * @payload: How many of them, from the first, go into the image.
 * @digest: Digest of these, by the hash algorithm of the LSMs, if @hashed.
 * @file_digest: Digest of the whole file, likewise.
 * @hashed: The digests are there.
 * @piece: How many bytes of the payload are hashed at a time for the digest of
 *         the image.
 * @image_digests: SHA-256 of each such piece, if @image_hashed; in
 *         @image_digests of the request.
 * @image_hashed: They are there.
 */
struct kexec_initrd_part {
	int		fd;
	struct file	*file;
	size_t		size;
	bool		verity;
	char		label[KEXEC_INITRD_LABEL_SIZE];
	const void	*buf;
	size_t		payload;
	u8		digest[HASH_MAX_DIGESTSIZE];
	u8		file_digest[HASH_MAX_DIGESTSIZE];
	bool		hashed;
	size_t		piece;
	u8		(*image_digests)[SHA256_DIGEST_SIZE];
	bool		image_hashed;
};

/**
 * struct kexec_request - what a load or unload asks for, and how far it came
 * @flags:       KEXEC_FILE_* and KEXEC_FILE2_* flags; 0 for kexec_load(2).
 * @type:        KEXEC_TYPE_* of the image.
 * @unload:      An image is to be unloaded, and none loaded.
 * @raw:         kexec_load(2): nothing is known of the image.
 * @verbatim:    kexec_file_load(2): the one part goes into the image as it
 *               is, under that call's limits.
 * @kernel_fd:   Descriptor of the kernel image; used once, to find @kernel.
 * @kernel:      The kernel image, or NULL before it is opened.
 * @initrds:     Parts of the initramfs, in order.  Owned by the caller.
 * @nr_initrds:  Number of parts.
 * @initrd_size: Upper bound in bytes of the joined initramfs; 0 before the
 *               parts are opened.
 * @cmdline_ptr: Command line in user memory; read once.
 * @cmdline_len: Length of the command line in bytes, with the NUL.
 * @cmdline:     The command line, or NULL before it is copied and after the
 *               image has taken it.
 * @report:      Stage that was entered last, and the part it is at.
 * @locked:      The load has the kexec lock.
 * @hash:        Name of the algorithm by which the LSMs want the parts to be
 *               hashed, or NULL; theirs to set when the load begins.
 * @image_digests: Digests of the pieces of all parts, or NULL.
 * @record:      Records are wanted of this load or unload: it is recorded or
 *               refused.  Set by IMA when the load begins or later, never
 *               cleared.
 * @record_seq:  Number of these records.
 * @record_digest: Digest of the manifest.
 *
 * Descriptors and user memory are resolved in steps.  Each step is done
 * once: kexec_file_load2(2) takes them all before the load begins,
 * kexec_file_load(2) leaves them to the code that loads, which takes each
 * where that call always has.
 */
struct kexec_request {
	u64				flags;
	int				type;
	bool				unload;
	bool				raw;
	bool				verbatim;
	int				kernel_fd;
	struct file			*kernel;
	struct kexec_initrd_part	*initrds;
	unsigned int			nr_initrds;
	size_t				initrd_size;
	const char __user		*cmdline_ptr;
	unsigned long			cmdline_len;
	char				*cmdline;
	struct kexec_load_report	report;
	bool				locked;
	const char			*hash;
	u8				(*image_digests)[SHA256_DIGEST_SIZE];
	bool				record;
	u64				record_seq;
	u8				record_digest[HASH_MAX_DIGESTSIZE];
};

bool kexec_records_required(void);

#ifdef CONFIG_KEXEC_FILE
const u8 *kexec_known_digest(const void *buf, size_t size, const char *algo);
#else
static inline const u8 *kexec_known_digest(const void *buf, size_t size,
					   const char *algo)
{
	return NULL;
}
#endif

#endif /* _LINUX_KEXEC_REQUEST_H */
