// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Find out whether a loaded image is as it was loaded.
 *
 * An image waits in memory, for days perhaps.  What has become of it the
 * purgatory finds out, when there is no way back.  Ask before that: while the
 * system is up, and once more when devices are quiet.
 *
 * Checked are the page list, the control pages, and each region of which there
 * is a digest, see kexec_segment_digested(): all segments but IMA's list and
 * the ELF headers of a crash kernel that follow CPUs and memory.  An image of
 * kexec_load(2) has no digests.  Page tables that x86 does not take from the
 * control pages, and the structures by which the kernel finds all these, are
 * not covered.
 */

#define pr_fmt(fmt)	"kexec: " fmt

#include <crypto/hash.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/kexec_request.h>
#include <linux/kexec_versions.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "kexec_digest.h"
#include "kexec_internal.h"
#include "kexec_verify.h"

/**
 * struct check - a check under way
 * @image: The image.
 * @desc:  Hash, on the stack of whoever checks: nothing is allocated.
 * @late:  Nothing else runs any more, and nobody may sleep.
 * @ptr:   The entry of the page list that comes next.
 * @to:    Where the page of the next entry goes.
 * @page:  The page before it, or NULL.
 * @at:    Where that goes.
 */
struct check {
	struct kimage *image;
	struct shash_desc *desc;
	bool late;
	kimage_entry_t *ptr;
	unsigned long to;
	struct page *page;
	unsigned long at;
};

/* For all images but those for a crash. */
static bool all_on_reboot, all_late;

static int __init kexec_verify_setup(char *value)
{
	char *word;

	if (!value)
		return -EINVAL;

	while ((word = strsep(&value, ","))) {
		if (!strcmp(word, "reboot")) {
			all_on_reboot = true;
		} else if (!strcmp(word, "late") &&
			   IS_ENABLED(CONFIG_KEXEC_DIGEST_TREE)) {
			all_late = true;
		} else {
			pr_err("kexec_verify= does not know \"%s\"\n", word);
			return -EINVAL;
		}
	}
	return 0;
}
early_param("kexec_verify", kexec_verify_setup);

/**
 * kexec_verify_is_late() - is an image compared before the jump only
 * @image: image
 *
 * Return: true if its purgatory is to compare nothing.
 */
bool kexec_verify_is_late(const struct kimage *image)
{
	return all_late && image->type != KEXEC_TYPE_CRASH;
}

/* Between two pages. */
static int pause(const struct check *c)
{
	if (c->late)
		return 0;
	cond_resched();
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/*
 * Hash all entries of the page list, up to @max of them.  Any of them may be
 * wrong, so that none is followed to where there is no memory.
 */
static int hash_list(struct check *c, unsigned long max, unsigned long *nr,
		     u8 *digest)
{
	kimage_entry_t *ptr = &c->image->head, entry;
	int ret;

	*nr = 0;
	ret = crypto_shash_init(c->desc) ?:
	      crypto_shash_update(c->desc, (u8 *)&c->image->start,
				  sizeof(c->image->start));
	do {
		if (ret)
			return ret;
		if ((*nr)++ == max || get_kernel_nofault(entry, ptr))
			return -EILSEQ;
		ret = crypto_shash_update(c->desc, (u8 *)&entry, sizeof(entry));
		if (!(entry & IND_INDIRECTION)) {
			ptr++;
			continue;
		}
		if (!pfn_valid(entry >> PAGE_SHIFT))
			return -EILSEQ;
		ptr = boot_phys_to_virt(entry & PAGE_MASK);
		ret = ret ?: pause(c);
	} while (entry && !(entry & IND_DONE));

	return ret ?: crypto_shash_final(c->desc, digest);
}

/**
 * kexec_verify_each_control_page() - call a function for each control page
 * @image: image
 * @fn:    function
 * @data:  for the function
 *
 * In the memory of a crash kernel no list tells which they are: they are among
 * what lies before the last of them and belongs to no segment.
 *
 * Return: 0, or the first value of @fn that is not.
 */
int kexec_verify_each_control_page(struct kimage *image,
				   int (*fn)(struct page *page, void *data),
				   void *data)
{
	struct page *block;
	int ret = 0;

#ifdef CONFIG_CRASH_DUMP
	for (unsigned long at = crashk_res.start;
	     !ret && image->type == KEXEC_TYPE_CRASH &&
	     at < image->control_page; at += PAGE_SIZE) {
		if (!kimage_is_destination_range(image, at, at + PAGE_SIZE - 1))
			ret = fn(pfn_to_page(at >> PAGE_SHIFT), data);
	}
#endif
	list_for_each_entry(block, &image->control_pages, lru) {
		for (unsigned long i = 0; !ret && i < 1UL << page_private(block);
		     i++)
			ret = fn(block + i, data);
	}
	return ret;
}

static int hash_control_page(struct page *page, void *data)
{
	struct check *c = data;
	void *p = kmap_local_page(page);
	int ret = crypto_shash_update(c->desc, p, PAGE_SIZE);

	kunmap_local(p);
	return ret ?: pause(c);
}

static int hash_control(struct check *c, u8 *digest)
{
	return crypto_shash_init(c->desc) ?:
	       kexec_verify_each_control_page(c->image, hash_control_page, c) ?:
	       crypto_shash_final(c->desc, digest);
}

/* Go on to the next page of the list, which is known to be intact. */
static bool next_page(struct check *c)
{
	for (;;) {
		kimage_entry_t entry = *c->ptr;

		if (!entry || entry & IND_DONE)
			return false;
		if (entry & IND_INDIRECTION) {
			c->ptr = boot_phys_to_virt(entry & PAGE_MASK);
			continue;
		}
		c->ptr++;
		if (entry & IND_DESTINATION)
			c->to = entry & PAGE_MASK;
		if (entry & IND_SOURCE) {
			c->page = boot_pfn_to_page(entry >> PAGE_SHIFT);
			c->at = c->to;
			c->to += PAGE_SIZE;
			return true;
		}
	}
}

/* Is what goes to an address there already, and in no page of the list? */
static bool in_place(const struct kimage *image, unsigned long at)
{
	for (unsigned int i = 0; i < image->nr_segments; i++) {
		if (kexec_segment_in_place(image, i) &&
		    at - image->segment[i].mem < image->segment[i].memsz)
			return true;
	}
	return false;
}

/* The page that goes to an address: most often this one, or the next. */
static struct page *page_at(struct check *c, unsigned long at)
{
	if (c->image->type == KEXEC_TYPE_CRASH || in_place(c->image, at))
		return boot_pfn_to_page(at >> PAGE_SHIFT);

	if (c->page && c->at == at)
		return c->page;
	for (int round = 0; round < 2; round++) {
		while (next_page(c)) {
			if (c->at == at)
				return c->page;
		}
		c->ptr = &c->image->head;
	}
	return NULL;
}

/**
 * kexec_verify_list_entry() - find an entry of the page list
 * @image: image that is intact
 * @i:     index of the entry; less than there are
 *
 * Return: where it is.
 */
kimage_entry_t *kexec_verify_list_entry(struct kimage *image, unsigned long i)
{
	kimage_entry_t *ptr = &image->head;

	while (i--)
		ptr = *ptr & IND_INDIRECTION ?
		      boot_phys_to_virt(*ptr & PAGE_MASK) : ptr + 1;
	return ptr;
}

/**
 * kexec_verify_page() - find the page that goes to an address
 * @image: image whose page list is intact
 * @at:    address of a page of a segment
 *
 * Return: the page in which the image has it, or NULL.
 */
struct page *kexec_verify_page(struct kimage *image, unsigned long at)
{
	struct check c = { .image = image, .ptr = &image->head };

	return page_at(&c, at);
}

/*
 * Hash @len bytes in a page, and want zeros in @zeros behind them.  Where the
 * host encrypts memory, the pages of a crash kernel wait encrypted.
 */
static int check_page(struct check *c, struct page *page, size_t offset,
		      size_t len, size_t zeros)
{
	bool crash = c->image->type == KEXEC_TYPE_CRASH;
	int ret = 0;
	u8 *p;

	if (crash)
		arch_kexec_post_alloc_pages(page_address(page), 1, 0);
	p = kmap_local_page(page);
	if (len)
		ret = crypto_shash_update(c->desc, p + offset, len);
	if (!ret && memchr_inv(p + offset + len, 0, zeros))
		ret = -EILSEQ;
	kunmap_local(p);
	if (crash)
		arch_kexec_pre_free_pages(page_address(page), 1);

	return ret ?: pause(c);
}

static int check_region(struct check *c, const struct kexec_digest_region *r,
			const u8 *expected)
{
	unsigned long at = r->start, end = at + r->len, all = end + r->zeros;
	u8 digest[SHA256_DIGEST_SIZE];
	int ret;

	ret = crypto_shash_init(c->desc);
	while (!ret && at < all) {
		struct page *page = page_at(c, at & PAGE_MASK);
		size_t n = min(all - at, PAGE_SIZE - offset_in_page(at));
		size_t len = at < end ? min(end - at, n) : 0;

		if (!page)
			return -EILSEQ;
		ret = check_page(c, page, offset_in_page(at), len, n - len);
		at += n;
	}

	ret = ret ?: crypto_shash_final(c->desc, digest);
	if (!ret && memcmp(digest, expected, sizeof(digest)))
		ret = -EILSEQ;
	return ret;
}

static unsigned int segment_of(const struct kimage *image,
			       const struct kexec_digest_region *r)
{
	for (unsigned int i = 0; i < image->nr_segments; i++) {
		if (r->start - image->segment[i].mem < image->segment[i].memsz)
			return i + 1;
	}
	return 0;
}

static int check_image(struct check *c, unsigned int *segment)
{
	const struct kexec_digests *d = c->image->digests;
	u8 digest[SHA256_DIGEST_SIZE];
	unsigned long nr;
	int ret;

	*segment = 0;
	ret = hash_list(c, d->entries, &nr, digest);
	if (!ret && memcmp(digest, d->list, sizeof(digest)))
		ret = -EILSEQ;
	if (ret)
		return ret;

	ret = hash_control(c, digest);
	if (!ret && memcmp(digest, d->control, sizeof(digest)))
		ret = -EILSEQ;

	for (unsigned int i = 0; !ret && i < d->nr; i++) {
		ret = check_region(c, &d->regions[i], d->digests[i]);
		if (ret == -EILSEQ)
			*segment = segment_of(c->image, &d->regions[i]);
	}
	return ret;
}

static int verify(struct kimage *image, bool late, unsigned int *segment)
{
	SHASH_DESC_ON_STACK(desc, image->digests->tfm);
	struct check c = {
		.image	= image,
		.desc	= desc,
		.late	= late,
		.ptr	= &image->head,
	};
	int ret;

	desc->tfm = image->digests->tfm;
	ret = check_image(&c, segment);
	shash_desc_zero(desc);

	if (ret == -EILSEQ && *segment)
		pr_err("segment %u of the image is not as it was loaded\n",
		       *segment - 1);
	else if (ret == -EILSEQ)
		pr_err("the page list or a control page of the image is not as it was loaded\n");
	return ret;
}

/* Some architectures unmap the memory of a crash kernel. */
static bool is_mapped(const struct kimage *image)
{
	unsigned long at = image->nr_segments ? image->segment[0].mem : 0;
	long word;

	return image->type != KEXEC_TYPE_CRASH ||
	       !get_kernel_nofault(word, (long *)boot_phys_to_virt(at));
}

/**
 * kexec_verify_seal() - remember what an image is like, to check it later
 * @image: image that nobody changes any more, except what is left out
 * @req:   the load, of which it is
 *
 * Return: 0, or an error of the crypto API.
 */
int kexec_verify_seal(struct kimage *image, const struct kexec_request *req)
{
	struct kexec_digests *d = image->digests;
	SHASH_DESC_ON_STACK(desc, d->tfm);
	struct check c = { .image = image, .desc = desc };

	desc->tfm = d->tfm;
	d->on_reboot = image->type != KEXEC_TYPE_CRASH &&
		       (all_on_reboot ||
			req->flags & KEXEC_FILE2_VERIFY_ON_REBOOT);
	d->late = d->on_reboot || kexec_verify_is_late(image);
	return hash_list(&c, ULONG_MAX, &d->entries, d->list) ?:
	       hash_control(&c, d->control);
}

/**
 * kexec_verify_image() - find out whether an image is as it was loaded
 * @image:   image that is in place, and stays there
 * @segment: gets the index of the segment that is not, plus 1; 0 if it is none
 *
 * Return: 0; -EILSEQ if it is not; -ENODATA if it was loaded by kexec_load(2)
 * or is not mapped; -EINTR; or an error of the crypto API.
 */
int kexec_verify_image(struct kimage *image, unsigned int *segment)
{
	*segment = 0;
	if (!image->digests || !is_mapped(image))
		return -ENODATA;
	return verify(image, false, segment);
}

/**
 * kexec_verify_reboot() - check an image that is about to be started
 * @image: image
 *
 * Does nothing unless that was asked for, when it was loaded or at boot.
 *
 * Return: 0; -EILSEQ if it is not as it was loaded; -EINTR; or an error of the
 * crypto API.
 */
int kexec_verify_reboot(struct kimage *image)
{
	unsigned int segment;

	if (!image->digests || !image->digests->on_reboot)
		return 0;
	return verify(image, false, &segment);
}

/**
 * kexec_verify_late() - check an image before the jump
 * @image: image
 *
 * As kexec_verify_reboot(), but when the system is down.  If the image is not
 * as it was loaded, the machine is reset.
 */
void kexec_verify_late(struct kimage *image)
{
	unsigned int segment;

	if (!image->digests || !image->digests->late ||
	    !verify(image, true, &segment))
		return;

	pr_emerg("Rebooting by firmware, as the image is corrupted\n");
	emergency_restart();
}
