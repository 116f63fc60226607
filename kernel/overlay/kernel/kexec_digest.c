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
#include "kexec_verify.h"

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

#if defined(CONFIG_KEXEC_DIGEST_TREE) || defined(CONFIG_KEXEC_VERIFY)
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
static u8 *add_region(struct kexec_digests *d, unsigned long start, size_t len,
		      size_t zeros)
{
	struct kexec_digest_region *r = &d->regions[d->nr];

	r->start = start;
	r->len = len;
	r->zeros = zeros;
	return d->digests[d->nr++];
}

static int add_segment(struct kexec_digests *d, const struct kexec_segment *seg)
{
	return digest_buffer(d->tfm, seg->kbuf, seg->bufsz,
			     add_region(d, seg->mem, seg->bufsz,
					seg->memsz - seg->bufsz));
}

/* A part whose digests are known; @zeros follow it. */
static void add_part(struct kexec_digests *d, unsigned long start,
		     const struct kexec_initrd_part *part, size_t zeros)
{
	size_t left = part->payload;

	for (unsigned int i = 0; !i || left; i++) {
		size_t len = min(left, part->piece);
		u8 *digest;

		left -= len;
		digest = add_region(d, start, len, left ? 0 : zeros);
		memcpy(digest, part->image_digests[i], SHA256_DIGEST_SIZE);
		start += len;
	}
}

/* The initramfs, if the digests of each part are known. */
static bool add_parts(struct kexec_digests *d, const struct kimage *image,
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

		if (i + 1 < req->nr_initrds)
			next = part[1].buf - image->initrd_buf;
		add_part(d, seg->mem + at, part, next - at - part->payload);
	}
	return true;
}

static void free_digests(struct kexec_digests *d)
{
	if (IS_ERR_OR_NULL(d))
		return;
	crypto_free_shash(d->tfm);
	kvfree(d);
}

DEFINE_FREE(kexec_digests, struct kexec_digests *, free_digests(_T))

/*
 * Hash each segment, in regions: each is one, and in that of the initramfs each
 * piece of a part whose digest is known.
 */
static struct kexec_digests *make_digests(const struct kimage *image,
					  const struct kexec_request *req)
{
	struct kexec_digests *d __free(kexec_digests) = NULL;
	struct crypto_shash *tfm;

	tfm = crypto_alloc_shash("sha256", 0, 0);
	if (IS_ERR(tfm))
		return ERR_CAST(tfm);

	d = kvzalloc(sizeof(*d), GFP_KERNEL);
	if (!d) {
		crypto_free_shash(tfm);
		return ERR_PTR(-ENOMEM);
	}
	d->tfm = tfm;

	for (unsigned int i = 0; i < image->nr_segments; i++) {
		const struct kexec_segment *seg = &image->segment[i];
		int ret;

		if (!kexec_segment_digested(image, i) || !seg->memsz ||
		    add_parts(d, image, seg, req))
			continue;
		ret = add_segment(d, seg);
		if (ret)
			return ERR_PTR(ret);
	}
	return no_free_ptr(d);
}
#endif

#ifdef CONFIG_KEXEC_DIGEST_TREE
/**
 * kexec_store_digest_tree() - make the digest of the digests of regions
 * @image: image that is laid out, with its purgatory
 * @req:   the load, of which it is
 *
 * The purgatory gets no regions, and the digest of nothing, if it is not to
 * look.
 *
 * Return: 0, -ENOMEM, an error of the crypto API, or of
 * kexec_purgatory_get_set_symbol().
 */
int kexec_store_digest_tree(struct kimage *image,
			    const struct kexec_request *req)
{
	struct kexec_digests *d __free(kexec_digests) = NULL;
	bool late = kexec_verify_is_late(image);
	u8 digest[SHA256_DIGEST_SIZE];
	unsigned int nr;
	int ret;

	d = make_digests(image, req);
	if (IS_ERR(d))
		return PTR_ERR(d);

	nr = late ? 0 : d->nr;
	ret = digest_buffer(d->tfm, d->digests, nr * sizeof(*d->digests),
			    digest) ?:
	      kexec_purgatory_get_set_symbol(image, "purgatory_sha256_digest",
					     digest, sizeof(digest), false);
	if (!ret && !late)
		ret = kexec_purgatory_get_set_symbol(image, "purgatory_regions",
						     d->regions,
						     sizeof(d->regions), false);
#ifdef CONFIG_KEXEC_VERIFY
	if (!ret)
		image->digests = no_free_ptr(d);
#endif
	return ret;
}
#endif /* CONFIG_KEXEC_DIGEST_TREE */

#ifdef CONFIG_KEXEC_VERIFY
/**
 * kexec_verify_prepare() - let an image be checked later
 * @image: image that is laid out, whose purgatory has got its digest
 * @req:   the load, of which it is
 *
 * To what the purgatory knows of the image this adds the purgatory.
 *
 * Return: 0, -ENOMEM, or an error of the crypto API.
 */
int kexec_verify_prepare(struct kimage *image, const struct kexec_request *req)
{
	const void *purgatory = image->purgatory_info.purgatory_buf;

	if (!image->digests) {
		struct kexec_digests *d = make_digests(image, req);

		if (IS_ERR(d))
			return PTR_ERR(d);
		image->digests = d;
	}

	for (unsigned int i = 0; purgatory && i < image->nr_segments; i++) {
		if (image->segment[i].kbuf == purgatory)
			return add_segment(image->digests, &image->segment[i]);
	}
	return 0;
}

/**
 * kexec_verify_free() - free the digests of an image
 * @image: image that is given up; may have none
 */
void kexec_verify_free(struct kimage *image)
{
	free_digests(image->digests);
}
#endif /* CONFIG_KEXEC_VERIFY */
