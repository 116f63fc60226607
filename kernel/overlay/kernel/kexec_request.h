/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The steps of a kexec load, from the arguments to the image.
 */
#ifndef LINUX_KEXEC_REQUEST_H
#define LINUX_KEXEC_REQUEST_H

#include <linux/kexec.h>
#include <linux/kexec_request.h>
#include <linux/limits.h>
#include <linux/minmax.h>

/* Maximum size in bytes for kernel/initrd files. */
#define KEXEC_FILE_SIZE_MAX	min_t(s64, 4LL << 30, SSIZE_MAX)

/* The type of an image.  Without crash dumps, all are of one. */
static inline int kexec_request_type(bool on_crash)
{
	return IS_ENABLED(CONFIG_CRASH_DUMP) && on_crash ?
	       KEXEC_TYPE_CRASH : KEXEC_TYPE_DEFAULT;
}

/* Note which stage begins, for the report of a load that fails in it. */
static inline void kexec_request_enter(struct kexec_request *req,
				       enum kexec_load_stage stage)
{
	req->report.stage = stage;
	req->report.initrd = -1;
}

/*
 * A kernel image that no loader takes is of no known format.  Those of some
 * architectures say -EINVAL, which kexec_file_load(2) hands on.
 */
static inline int kexec_request_probed(const struct kexec_request *req, int ret)
{
	return ret == -EINVAL && !req->verbatim ? -ENOEXEC : ret;
}

/* kexec_load.c: the frame of every load and unload */
int kexec_load_begin(struct kexec_request *req);
int kexec_load_lock(struct kexec_request *req);
void kexec_load_unlock(struct kexec_request *req);
int kexec_load_record(struct kexec_request *req, const struct kimage *image);
int kexec_load_unload(struct kexec_request *req);
int kexec_load_install(struct kexec_request *req, struct kimage **image);
int kexec_load_verify(struct kexec_request *req);
void kexec_load_end(struct kexec_request *req);

/* kexec_request.c: what a load from files opens, and what it reads */
int kexec_request_open_kernel(struct kexec_request *req);
int kexec_request_open_initrds(struct kexec_request *req);
int kexec_request_copy_cmdline(struct kexec_request *req);
void kexec_request_readahead(struct kexec_request *req);
void kexec_request_release(struct kexec_request *req);

int kexec_request_read_kernel(struct kexec_request *req, struct kimage *image);
int kexec_request_take_cmdline(struct kexec_request *req, struct kimage *image);

/* kexec_initrd.c: how it reads the initramfs */
u64 kexec_initrd_next(u64 end);
int kexec_request_read_initrds(struct kexec_request *req, struct kimage *image);

int do_kexec_file_load(struct kexec_request *req);

#endif /* LINUX_KEXEC_REQUEST_H */
