/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Find out whether a loaded image is as it was loaded.
 */
#ifndef LINUX_KEXEC_VERIFY_H
#define LINUX_KEXEC_VERIFY_H

#include <linux/errno.h>
#include <linux/kexec.h>
#include <linux/types.h>

struct kexec_request;
struct page;

#ifdef CONFIG_KEXEC_VERIFY
bool kexec_verify_is_late(const struct kimage *image);
void kexec_verify_free(struct kimage *image);
int kexec_verify_prepare(struct kimage *image, const struct kexec_request *req);
int kexec_verify_seal(struct kimage *image, const struct kexec_request *req);
int kexec_verify_image(struct kimage *image, unsigned int *segment);
int kexec_verify_reboot(struct kimage *image);
void kexec_verify_late(struct kimage *image);
#else
static inline bool kexec_verify_is_late(const struct kimage *image)
{
	return false;
}

static inline void kexec_verify_free(struct kimage *image)
{
}

static inline int kexec_verify_prepare(struct kimage *image,
				       const struct kexec_request *req)
{
	return 0;
}

static inline int kexec_verify_seal(struct kimage *image,
				    const struct kexec_request *req)
{
	return 0;
}

static inline int kexec_verify_image(struct kimage *image,
				     unsigned int *segment)
{
	return -ENODATA;
}

static inline int kexec_verify_reboot(struct kimage *image)
{
	return 0;
}

static inline void kexec_verify_late(struct kimage *image)
{
}
#endif

kimage_entry_t *kexec_verify_list_entry(struct kimage *image, unsigned long i);
struct page *kexec_verify_page(struct kimage *image, unsigned long at);
int kexec_verify_each_control_page(struct kimage *image,
				   int (*fn)(struct page *page, void *data),
				   void *data);

#endif /* LINUX_KEXEC_VERIFY_H */
