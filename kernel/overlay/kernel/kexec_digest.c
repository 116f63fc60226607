// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The digest of an image, by which the purgatory finds it intact.
 *
 * It is either that of all segments in a row, which is made where it always
 * was, or that of the digests of regions, see <linux/purgatory_tree.h>.
 */

#include <crypto/hash.h>
#include <crypto/sha2.h>
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/kexec.h>
#include <linux/kexec_request.h>
#include <linux/minmax.h>
#include <linux/purgatory_tree.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "kexec_digest.h"

/**
 * kexec_digest_update() - hash a buffer of any size
 * @desc: a hash that was begun
 * @buf:  buffer
 * @len:  its size in bytes
 *
 * Vector code hashes what it is given with preemption off, so it is given
 * pieces.
 *
 * Return: 0 or an error of the crypto API.
 */
int kexec_digest_update(struct shash_desc *desc, const void *buf, size_t len)
{
	int ret = 0;

	while (!ret && len) {
		size_t n = min_t(size_t, len, SZ_1M);

		ret = crypto_shash_update(desc, buf, n);
		buf += n;
		len -= n;
		cond_resched();
	}
	return ret;
}

/**
 * kexec_segment_digested() - is a segment covered by the digest
 * @image: image
 * @i:     index of the segment
 *
 * The purgatory is not, as the digest goes into it.  Nor is what changes once
 * the image is loaded: the ELF headers of a crash kernel where CPUs and memory
 * come and go, and IMA's list.
 *
 * Return: true if it is.
 */
bool kexec_segment_digested(const struct kimage *image, unsigned int i)
{
#ifdef CONFIG_CRASH_HOTPLUG
	if (i == image->elfcorehdr_index)
		return false;
#endif
#ifdef CONFIG_IMA_KEXEC
	if (image->is_ima_segment_index_set && i == image->ima_segment_index)
		return false;
#endif
	return image->segment[i].kbuf != image->purgatory_info.purgatory_buf;
}

#ifdef CONFIG_KEXEC_DIGEST_TREE
struct digest_tree {
	unsigned int nr;
	struct kexec_digest_region regions[KEXEC_DIGEST_REGIONS];
	u8 digests[KEXEC_DIGEST_REGIONS][SHA256_DIGEST_SIZE];
};

static int digest_buffer(struct crypto_shash *tfm, const void *buf, size_t len,
			 u8 *digest)
{
	SHASH_DESC_ON_STACK(desc, tfm);
	int ret;

	desc->tfm = tfm;
	ret = crypto_shash_init(desc) ?:
	      kexec_digest_update(desc, buf, len) ?:
	      crypto_shash_final(desc, digest);
	shash_desc_zero(desc);
	return ret;
}

/* Add a region, and return where its digest goes. */
static u8 *add_region(struct digest_tree *tree, unsigned long start, size_t len,
		      size_t zeros)
{
	struct kexec_digest_region *r = &tree->regions[tree->nr];

	r->start = start;
	r->len = len;
	r->zeros = zeros;
	return tree->digests[tree->nr++];
}

/* The initramfs, if the digest of each part is known. */
static bool add_parts(struct digest_tree *tree, const struct kimage *image,
		      const struct kexec_segment *seg,
		      const struct kexec_request *req)
{
	if (!req->nr_initrds || seg->kbuf != image->initrd_buf ||
	    seg->bufsz != image->initrd_buf_len)
		return false;

	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		if (!req->initrds[i].image_hashed)
			return false;
	}

	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		const struct kexec_initrd_part *part = &req->initrds[i];
		size_t at = part->buf - image->initrd_buf;
		size_t next = seg->memsz;
		u8 *digest;

		if (i + 1 < req->nr_initrds)
			next = part[1].buf - image->initrd_buf;
		digest = add_region(tree, seg->mem + at, part->payload,
				    next - at - part->payload);
		memcpy(digest, part->image_digest, SHA256_DIGEST_SIZE);
	}
	return true;
}

/**
 * kexec_store_digest_tree() - make the digest of the digests of regions
 * @image: image that is laid out, with its purgatory
 * @req:   the load, of which it is
 *
 * Each segment is a region, and in that of the initramfs each part whose
 * digest is known.
 *
 * Return: 0, -ENOMEM, an error of the crypto API, or of
 * kexec_purgatory_get_set_symbol().
 */
int kexec_store_digest_tree(struct kimage *image,
			    const struct kexec_request *req)
{
	struct digest_tree *tree __free(kvfree) = NULL;
	u8 digest[SHA256_DIGEST_SIZE];
	struct crypto_shash *tfm;
	int ret = 0;

	tree = kvzalloc(sizeof(*tree), GFP_KERNEL);
	if (!tree)
		return -ENOMEM;

	tfm = crypto_alloc_shash("sha256", 0, 0);
	if (IS_ERR(tfm))
		return PTR_ERR(tfm);

	for (unsigned int i = 0; !ret && i < image->nr_segments; i++) {
		const struct kexec_segment *seg = &image->segment[i];

		if (!kexec_segment_digested(image, i) || !seg->memsz ||
		    add_parts(tree, image, seg, req))
			continue;
		ret = digest_buffer(tfm, seg->kbuf, seg->bufsz,
				    add_region(tree, seg->mem, seg->bufsz,
					       seg->memsz - seg->bufsz));
	}
	if (!ret)
		ret = digest_buffer(tfm, tree->digests,
				    tree->nr * sizeof(*tree->digests), digest);
	crypto_free_shash(tfm);
	if (ret)
		return ret;

	return kexec_purgatory_get_set_symbol(image, "purgatory_regions",
					      tree->regions,
					      sizeof(tree->regions), false) ?:
	       kexec_purgatory_get_set_symbol(image, "purgatory_sha256_digest",
					      digest, sizeof(digest), false);
}
#endif /* CONFIG_KEXEC_DIGEST_TREE */
