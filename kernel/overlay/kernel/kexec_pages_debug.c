// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Hand out pages that are in the way.
 *
 * A page of a buffer is rarely one to which a segment is to go.  To test what
 * is done with such pages, take the lowest ones that are free from an address
 * on, last ones first.  An earlier load has told where the segment goes.
 */

#include <linux/bits.h>
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/sizes.h>
#include <linux/vmstat.h>
#include "kexec_pages.h"

#define ORDER		8
#define NR		BIT(ORDER)

/* What is left to others meanwhile, in pages. */
#define SPARE		(SZ_32M >> PAGE_SHIFT)

static unsigned long from;
module_param(from, ulong, 0644);
MODULE_PARM_DESC(from, "Read an initramfs into free pages from this address on");

static int compare(void *priv, const struct list_head *a,
		   const struct list_head *b)
{
	unsigned long x = page_to_pfn(list_entry(a, struct page, lru));
	unsigned long y = page_to_pfn(list_entry(b, struct page, lru));

	return x < y ? -1 : x > y;
}

/**
 * kexec_pages_in_the_way() - allocate pages that have to be moved
 * @pages: gets them
 * @nr:    how many there is room for
 *
 * Return: how many there are; 0 unless asked for.
 */
unsigned long kexec_pages_in_the_way(struct page **pages, unsigned long nr)
{
	struct page *page, *next;
	unsigned long taken = 0;
	LIST_HEAD(blocks);

	while (from && global_zone_page_state(NR_FREE_PAGES) > SPARE) {
		page = alloc_pages(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN,
				   ORDER);
		if (!page)
			break;
		list_add(&page->lru, &blocks);
	}
	list_sort(NULL, &blocks, compare);

	list_for_each_entry_safe(page, next, &blocks, lru) {
		list_del(&page->lru);
		if (page_to_phys(page) < from || nr - taken < NR) {
			__free_pages(page, ORDER);
			continue;
		}
		split_page(page, ORDER);
		for (unsigned long i = 0; i < NR; i++)
			pages[taken++] = page + NR - 1 - i;
	}
	return taken;
}
