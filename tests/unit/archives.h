/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Initramfs images for tests, put together in memory. */
#ifndef ARCHIVES_H
#define ARCHIVES_H

#include <stddef.h>
#include <stdint.h>

#include "initramfs/initramfs.h"

/* An image; it is appended to.  Zeros, to begin with. */
struct joined {
	uint8_t bytes[65536];
	size_t len;
};

void add_bytes(struct joined *image, const void *bytes, size_t len);
void add_zeros(struct joined *image, size_t count);
void align_image(struct joined *image, size_t to);

/* An entry: mode, name, and contents.  "TRAILER!!!" with mode 0 is a trailer. */
void add_entry(struct joined *image, unsigned int mode, const char *name,
	       const void *body, size_t body_len);
/* The same with what else a header has, but for the sizes. */
void add_entry_of(struct joined *image, const struct cpio_entry *header,
		  const char *name, const void *body, size_t body_len);
/* The same with the checksum @sum, in a "070702" archive. */
void add_summed_entry(struct joined *image, unsigned int mode, const char *name,
		      const char *body, unsigned int sum);
void add_trailer(struct joined *image);

/* A directory, a file and a trailer. */
void add_cpio(struct joined *image);
/* The file is microcode. */
void add_early(struct joined *image);

/* @content, compressed as @kind. */
void add_compressed(struct joined *image, enum initramfs_kind kind,
		    const struct joined *content);
/* add_cpio(), compressed. */
void add_archive(struct joined *image, enum initramfs_kind kind);

void add_bootconfig_of(struct joined *image, const char *text, uint32_t wrong);

#endif /* ARCHIVES_H */
