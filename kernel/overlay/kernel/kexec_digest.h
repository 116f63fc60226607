/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The digest of an image, by which the purgatory finds it intact.
 */
#ifndef LINUX_KEXEC_DIGEST_H
#define LINUX_KEXEC_DIGEST_H

#include <linux/types.h>

struct kexec_request;
struct kimage;
struct shash_desc;

int kexec_digest_update(struct shash_desc *desc, const void *buf, size_t len);
bool kexec_segment_digested(const struct kimage *image, unsigned int i);
int kexec_store_digest_tree(struct kimage *image,
			    const struct kexec_request *req);

#endif /* LINUX_KEXEC_DIGEST_H */
