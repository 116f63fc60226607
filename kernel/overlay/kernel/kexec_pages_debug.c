// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Hand out pages that are in the way.
 *
 * A page of a buffer is rarely one to which a segment is to go: segments go to
 * the lowest memory there is room for, and that is in use.  To test what is
 * done with such pages, take the lowest ones that are free, last ones first.
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

static bool low;
module_param(low, bool, 0644);
MODULE_PARM_DESC(low, "Read an initramfs into pages that have to be moved");

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
 * Return: how many there are; 0 unless asked for on the command line.
 */
unsigned long kexec_pages_in_the_way(struct page **pages, unsigned long nr)
{
	struct page *page, *next;
	unsigned long taken = 0;
	LIST_HEAD(blocks);

	while (low && global_zone_page_state(NR_FREE_PAGES) > SPARE) {
		page = alloc_pages(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN,
				   ORDER);
		if (!page)
			break;
		list_add(&page->lru, &blocks);
	}
	list_sort(NULL, &blocks, compare);

	list_for_each_entry_safe(page, next, &blocks, lru) {
		list_del(&page->lru);
		if (nr - taken < NR) {
			__free_pages(page, ORDER);
			continue;
		}
		split_page(page, ORDER);
		for (unsigned long i = 0; i < NR; i++)
			pages[taken++] = page + NR - 1 - i;
	}
	return taken;
}
