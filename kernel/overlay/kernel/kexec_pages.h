/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Read an initramfs into the pages of which it is loaded.
 */
#ifndef LINUX_KEXEC_PAGES_H
#define LINUX_KEXEC_PAGES_H

#include <linux/errno.h>
#include <linux/kexec.h>
#include <linux/kexec_request.h>
#include <linux/types.h>

struct page;

/* The old call, and an image for which memory is reserved, copy. */
static inline bool kexec_pages_wanted(const struct kexec_request *req)
{
	return IS_ENABLED(CONFIG_KEXEC_FILE_PAGES) && !req->verbatim &&
	       req->type != KEXEC_TYPE_CRASH;
}

#ifdef CONFIG_KEXEC_FILE_PAGES
int kexec_pages_alloc(struct kimage *image, size_t size);
bool kexec_pages_of(const struct kimage *image,
		    const struct kexec_segment *segment);
int kexec_pages_place(struct kimage *image,
		      const struct kexec_segment *segment);
void kexec_pages_free(struct kimage *image);
#else
static inline int kexec_pages_alloc(struct kimage *image, size_t size)
{
	return -EOPNOTSUPP;
}

static inline bool kexec_pages_of(const struct kimage *image,
				  const struct kexec_segment *segment)
{
	return false;
}

static inline int kexec_pages_place(struct kimage *image,
				    const struct kexec_segment *segment)
{
	return -EOPNOTSUPP;
}

static inline void kexec_pages_free(struct kimage *image)
{
}
#endif

#ifdef CONFIG_KEXEC_DEBUG_PAGES
unsigned long kexec_pages_in_the_way(struct page **pages, unsigned long nr);
#else
static inline unsigned long kexec_pages_in_the_way(struct page **pages,
						   unsigned long nr)
{
	return 0;
}
#endif

#endif /* LINUX_KEXEC_PAGES_H */
