/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The digest of an image as a digest of the digests of its regions.
 *
 * Whoever has the digest of a region need not hash it again, and regions can
 * be hashed side by side.  Memory behind a region that has to be zero is
 * compared, not hashed.
 */
#ifndef _LINUX_PURGATORY_TREE_H
#define _LINUX_PURGATORY_TREE_H

#include <crypto/sha2.h>
#include <linux/kexec_versions.h>
#include <linux/types.h>
#include <uapi/linux/kexec.h>
#include <uapi/linux/kexec_file_load2.h>

/**
 * struct kexec_digest_region - memory that has a digest of its own
 * @start: Physical address.
 * @len:   How many bytes are hashed.
 * @zeros: How many zero bytes follow.
 *
 * One with neither @len nor @zeros is not in use.
 */
struct kexec_digest_region {
	unsigned long start;
	unsigned long len;
	unsigned long zeros;
};

/* For each segment, and each piece of the initramfs, which are not too many. */
#define KEXEC_DIGEST_REGIONS	(KEXEC_SEGMENT_MAX + KEXEC_INITRD_MAX)

/* Global, so that kexec finds it in the purgatory. */
extern struct kexec_digest_region purgatory_regions[KEXEC_DIGEST_REGIONS];

/* An architecture may have declared a faster one. */
#ifndef purgatory_sha256_update
#define purgatory_sha256_update sha256_update
#endif

static inline bool purgatory_all_zero(const u8 *p, unsigned long n)
{
	const u8 *end = p + n;

	for (; p < end && (unsigned long)p % sizeof(long); p++)
		if (*p)
			return false;
	for (; end - p >= sizeof(long); p += sizeof(long))
		if (*(const unsigned long *)p)
			return false;
	for (; p < end; p++)
		if (*p)
			return false;
	return true;
}

/**
 * purgatory_verify_tree() - compare memory with what was loaded
 * @expected: SHA-256 of the SHA-256 of each region that is in use, in order
 *
 * For the purgatory, which includes what declares memcmp() there first, and
 * <asm/purgatory.h> if there is one.
 *
 * Return: true if memory is as it was loaded.
 */
static inline bool purgatory_verify_tree(const u8 *expected)
{
	const struct kexec_digest_region *r = purgatory_regions;
	u8 digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx all, one;

	sha256_init(&all);
	for (; r < purgatory_regions + KEXEC_DIGEST_REGIONS; r++) {
		const u8 *p = (const u8 *)r->start;

		if (!r->len && !r->zeros)
			continue;
		sha256_init(&one);
		purgatory_sha256_update(&one, p, r->len);
		sha256_final(&one, digest);
		sha256_update(&all, digest, sizeof(digest));
		if (!purgatory_all_zero(p + r->len, r->zeros))
			return false;
	}
	sha256_final(&all, digest);
	return !memcmp(digest, expected, sizeof(digest));
}

#endif /* _LINUX_PURGATORY_TREE_H */
