/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The digest of an image, by which the purgatory finds it intact.
 */
#ifndef LINUX_KEXEC_DIGEST_H
#define LINUX_KEXEC_DIGEST_H

#include <crypto/sha2.h>
#include <linux/purgatory_tree.h>
#include <linux/types.h>

struct crypto_shash;
struct kexec_request;
struct kimage;
struct shash_desc;

/**
 * struct kexec_digests - the digests of the regions of an image
 * @tfm:     SHA-256.
 * @nr:      Number of regions.
 * @regions: They are in the order of the segments, except that the purgatory
 *           comes last.
 * @digests: One for each region.
 * @on_reboot: The image is checked before the system is shut down.
 * @late:    It is checked before the jump.
 * @entries: Number of entries in the page list.
 * @list:    Digest of these, and of the address at which the image starts.
 * @control: Digest of the control pages.
 */
struct kexec_digests {
	struct crypto_shash *tfm;
	unsigned int nr;
	struct kexec_digest_region regions[KEXEC_DIGEST_REGIONS];
	u8 digests[KEXEC_DIGEST_REGIONS][SHA256_DIGEST_SIZE];
	bool on_reboot;
	bool late;
	unsigned long entries;
	u8 list[SHA256_DIGEST_SIZE];
	u8 control[SHA256_DIGEST_SIZE];
};

int kexec_digest_update(struct shash_desc *desc, const void *buf, size_t len);
bool kexec_segment_digested(const struct kimage *image, unsigned int i);
int kexec_store_digest_tree(struct kimage *image,
			    const struct kexec_request *req);

#endif /* LINUX_KEXEC_DIGEST_H */
