// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Read an initramfs into the pages of which it is loaded.
 *
 * The buffer into which the files are read is a mapping of pages that are
 * allocated like those of a segment, and become these when the image has been
 * laid out: nothing is copied, and no memory is needed for it a second time.
 *
 * What kimage_alloc_page() takes care of when it hands out a page is done
 * then: a source page is its own destination page, or no destination page.
 * The memory of a crash kernel is reserved, and an image for it is copied.
 */

#define pr_fmt(fmt)	"kexec_file: " fmt

#include <linux/cc_platform.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kexec.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "kexec_internal.h"
#include "kexec_pages.h"

/* Pages are allocated so many at a time, if there are. */
#define ORDER_MAX	9

/**
 * struct kexec_pages - a buffer that becomes a segment
 * @nr:    Number of pages.
 * @pages: The pages; NULL for one that belongs to the image.
 */
struct kexec_pages {
	unsigned long	nr;
	struct page	*pages[] __counted_by(nr);
};

/* Allocate some pages, one or more. */
static unsigned int alloc_some(struct page **pages, unsigned long nr)
{
	unsigned int order = min_t(unsigned int, ilog2(nr), ORDER_MAX);
	struct page *page = NULL;

	if (order)
		page = alloc_pages(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN,
				   order);
	if (!page) {
		order = 0;
		page = alloc_page(GFP_HIGHUSER);
	}
	if (!page)
		return 0;

	if (order)
		split_page(page, order);
	for (unsigned int i = 0; i < 1U << order; i++)
		pages[i] = page + i;
	return 1U << order;
}

/* Mark a page as kimage_alloc_pages() does. */
static void mark(struct page *page)
{
	page->mapping = NULL;
	set_page_private(page, 0);
	SetPageReserved(page);
	arch_kexec_post_alloc_pages(page_address(page), 1, GFP_HIGHUSER);
}

/**
 * kexec_pages_alloc() - allocate the buffer for an initramfs
 * @image: gets it
 * @size:  size in bytes
 *
 * Return: 0 or -ENOMEM.
 */
int kexec_pages_alloc(struct kimage *image, size_t size)
{
	unsigned long nr = PFN_UP(size), done = 0, some;
	pgprot_t prot = PAGE_KERNEL;
	struct kexec_pages *p;

	p = kvzalloc(struct_size(p, pages, nr), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->nr = nr;
	image->initrd_pages = p;

	some = kexec_pages_in_the_way(p->pages, nr);
	while (done < nr) {
		if (!some && !fatal_signal_pending(current))
			some = alloc_some(p->pages + done, nr - done);
		if (!some)
			goto fail;
		for (; some; some--)
			mark(p->pages[done++]);
		cond_resched();
	}

	/* Where the host encrypts memory, these pages are not. */
	if (cc_platform_has(CC_ATTR_HOST_MEM_ENCRYPT))
		prot = pgprot_decrypted(prot);
	image->initrd_buf = vmap(p->pages, nr, VM_MAP, prot);
	if (image->initrd_buf)
		return 0;
fail:
	kexec_pages_free(image);
	return -ENOMEM;
}

/**
 * kexec_pages_of() - is a segment to be made of the pages of its buffer
 * @image:   image
 * @segment: segment of it
 *
 * Return: true if kexec_pages_place() loads it.
 */
bool kexec_pages_of(const struct kimage *image,
		    const struct kexec_segment *segment)
{
	return image->file_mode && image->initrd_pages && image->initrd_buf &&
	       segment->kbuf == image->initrd_buf &&
	       segment->memsz >> PAGE_SHIFT <= image->initrd_pages->nr;
}

static unsigned long address(struct page *page)
{
	return page_to_boot_pfn(page) << PAGE_SHIFT;
}

/* Let two pages change places, each with what is at its place. */
static void exchange(struct page **a, struct page **b, struct page *spare)
{
	copy_highpage(spare, *a);
	copy_highpage(*a, *b);
	copy_highpage(*b, spare);
	swap(*a, *b);
}

/*
 * A page in the memory of the segment goes where it is its own destination.
 * Each exchange puts one there for good.
 */
static unsigned long settle(struct page **pages, unsigned long i,
			    const struct kexec_segment *segment,
			    struct page *spare)
{
	unsigned long moved = 0;

	for (;;) {
		unsigned long to = (address(pages[i]) - segment->mem) >>
				   PAGE_SHIFT;

		if (address(pages[i]) < segment->mem ||
		    to >= segment->memsz >> PAGE_SHIFT || to == i)
			return moved;
		exchange(&pages[i], &pages[to], spare);
		moved++;
	}
}

/* Take another page for one that the image needs elsewhere, or cannot use. */
static int replace(struct kimage *image, struct page **page)
{
	struct page *other = kimage_alloc_page(image, GFP_HIGHUSER,
					       KIMAGE_NO_DEST);

	if (!other)
		return -ENOMEM;

	copy_highpage(other, *page);
	if (address(*page) > KEXEC_SOURCE_MEMORY_LIMIT)
		list_add(&(*page)->lru, &image->unusable_pages);
	else
		list_add(&(*page)->lru, &image->dest_pages);
	*page = other;
	return 0;
}

/**
 * kexec_pages_place() - make a segment of the pages of its buffer
 * @image:   image that is laid out
 * @segment: segment for which kexec_pages_of() is true
 *
 * The mapping of the buffer is gone then.
 *
 * Return: 0 or -ENOMEM.
 */
int kexec_pages_place(struct kimage *image, const struct kexec_segment *segment)
{
	unsigned long nr = segment->memsz >> PAGE_SHIFT;
	struct page **pages = image->initrd_pages->pages;
	unsigned long moved = 0;
	struct page *spare;
	int ret = 0;

	memset(image->initrd_buf + segment->bufsz, 0,
	       segment->memsz - segment->bufsz);
	vunmap(image->initrd_buf);
	image->initrd_buf = NULL;

	spare = alloc_page(GFP_HIGHUSER);
	if (!spare)
		return -ENOMEM;

	for (unsigned long i = 0; !ret && i < nr; i++) {
		unsigned long start;

		moved += settle(pages, i, segment, spare);
		start = address(pages[i]);
		if (start == segment->mem + (i << PAGE_SHIFT))
			continue;
		if (start > KEXEC_SOURCE_MEMORY_LIMIT ||
		    kimage_is_destination_range(image, start,
						start + PAGE_SIZE - 1)) {
			ret = replace(image, &pages[i]);
			moved++;
		}
		cond_resched();
	}
	__free_page(spare);

	if (!ret)
		ret = kimage_set_destination(image, segment->mem);
	for (unsigned long i = 0; !ret && i < nr; i++) {
		ret = kimage_add_page(image, address(pages[i]));
		if (!ret)
			pages[i] = NULL;
	}
	kexec_dprintk("initrd: %lu pages, %lu of them moved\n", nr, moved);
	return ret;
}

/**
 * kexec_pages_free() - free what is left of a buffer
 * @image: image; may have none
 */
void kexec_pages_free(struct kimage *image)
{
	struct kexec_pages *p = image->initrd_pages;

	if (!p)
		return;

	vunmap(image->initrd_buf);
	image->initrd_buf = NULL;
	for (unsigned long i = 0; i < p->nr; i++) {
		if (p->pages[i])
			kimage_free_pages(p->pages[i]);
	}
	kvfree(p);
	image->initrd_pages = NULL;
}
