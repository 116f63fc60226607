/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What one kexec_file_load(2) or kexec_file_load2(2) asks for.
 */
#ifndef LINUX_KEXEC_REQUEST_H
#define LINUX_KEXEC_REQUEST_H

#include <crypto/hash.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/types.h>
#include <uapi/linux/kexec_file_load2.h>

/* Maximum size in bytes for kernel/initrd files. */
#define KEXEC_FILE_SIZE_MAX	min_t(s64, 4LL << 30, SSIZE_MAX)

struct file;
struct kimage;

/**
 * struct kexec_initrd_part - one part of the initramfs
 * @fd:    Descriptor that the caller named; used once, to find @file.
 * @file:  The file, write access to it denied, or NULL before it is opened
 *         and after it is read.
 * @size:  Size of the file in bytes when it was opened.
 * @verity: fs-verity was enabled for the file when it was opened.
 * @label: See &struct kexec_initrd.
 * @payload: How many bytes of it, from the first, go into the image.
 * @digest: Digest of these, if the load is recorded.
 * @file_digest: Digest of the whole file, likewise.
 * @hashed: The digests are there.
 */
struct kexec_initrd_part {
	int		fd;
	struct file	*file;
	size_t		size;
	bool		verity;
	char		label[KEXEC_INITRD_LABEL_SIZE];
	size_t		payload;
	u8		digest[HASH_MAX_DIGESTSIZE];
	u8		file_digest[HASH_MAX_DIGESTSIZE];
	bool		hashed;
};

/**
 * struct kexec_request - the arguments of a load, and how far it came
 * @flags:       KEXEC_FILE_* and KEXEC_FILE2_* flags.
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
 * @verbatim:    kexec_file_load(2): the one part goes into the image as it
 *               is, under that call's limits.
 * @record:      The policy asks for a record of the load.
 * @record_seq:  Number of that record.
 * @record_digest: Digest of the manifest.
 * @report:      Stage that was entered last, and the part it is at.
 *
 * Descriptors and user memory are resolved in steps.  Each step is done
 * once: kexec_file_load2(2) takes them all before the kexec lock,
 * kexec_file_load(2) leaves them to the code that loads, which takes each
 * where that call always has.
 */
struct kexec_request {
	u64				flags;
	int				kernel_fd;
	struct file			*kernel;
	struct kexec_initrd_part	*initrds;
	unsigned int			nr_initrds;
	size_t				initrd_size;
	const char __user		*cmdline_ptr;
	unsigned long			cmdline_len;
	char				*cmdline;
	bool				verbatim;
	bool				record;
	u64				record_seq;
	u8				record_digest[HASH_MAX_DIGESTSIZE];
	struct kexec_load_report	report;
};

/* Note which stage begins, for the report of a load that fails in it. */
static inline void kexec_request_enter(struct kexec_request *req,
				       enum kexec_load_stage stage)
{
	req->report.stage = stage;
	req->report.initrd = -1;
}

int kexec_request_open_kernel(struct kexec_request *req);
int kexec_request_open_initrds(struct kexec_request *req);
int kexec_request_copy_cmdline(struct kexec_request *req);
void kexec_request_readahead(struct kexec_request *req);
void kexec_request_release(struct kexec_request *req);

int kexec_request_read_kernel(struct kexec_request *req, struct kimage *image);
int kexec_request_read_initrds(struct kexec_request *req, struct kimage *image);
int kexec_request_take_cmdline(struct kexec_request *req, struct kimage *image);

int kexec_manifest_begin(struct kexec_request *req);
void kexec_manifest_initrd(struct kexec_request *req,
			   struct kexec_initrd_part *part, void *buf,
			   size_t size, size_t payload);
int kexec_manifest_record(struct kexec_request *req,
			  const struct kimage *image);
int kexec_manifest_commit(struct kexec_request *req);

#ifdef CONFIG_KEXEC_FILE
void kexec_manifest_gone(int type, const char *name);
#else
static inline void kexec_manifest_gone(int type, const char *name) { }
#endif

int do_kexec_file_load(struct kexec_request *req);

#endif /* LINUX_KEXEC_REQUEST_H */
