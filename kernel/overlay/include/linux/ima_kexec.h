/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What IMA measures of a kexec load, besides the files that it reads.
 */
#ifndef _LINUX_IMA_KEXEC_H
#define _LINUX_IMA_KEXEC_H

#include <linux/errno.h>
#include <linux/types.h>

struct file;

/* The label of critical-data rules that ask for the records of a load. */
#define IMA_KEXEC_RECORDS	"kexec_file_load2"

/* More than the record that ends a load takes in the list. */
#define IMA_KEXEC_COMMIT_SIZE	512

#ifdef CONFIG_IMA
bool ima_kexec_initrd_wanted(struct file *file, const char *label);
int ima_kexec_initrd(struct file *file, const char *label, void *buf,
		     size_t size, const u8 *digest);
bool ima_kexec_records_wanted(void);
#else
static inline bool ima_kexec_initrd_wanted(struct file *file,
					   const char *label)
{
	return false;
}

static inline int ima_kexec_initrd(struct file *file, const char *label,
				   void *buf, size_t size, const u8 *digest)
{
	return -ENOENT;
}

static inline bool ima_kexec_records_wanted(void)
{
	return false;
}
#endif

#endif /* _LINUX_IMA_KEXEC_H */
