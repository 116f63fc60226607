/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Write a cpio archive ("newc") with the extended attributes of its files. */
#ifndef KEXEC2_PACK_H
#define KEXEC2_PACK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "initramfs/metadata.h"
#include "pack/signer.h"

/**
 * struct pack - an archive that is being written
 * @out:	Where to.  A write that fails is told by pack_end().
 * @pos:	How many bytes were written.
 * @mtime:	Of each entry that is new.
 * @signer:	Signs what has no signature in @signatures; or NULL.
 * @signatures: Directory with signatures, PATH.sig for the file PATH; or -1.
 * @unsigned_files: How many files have got none.
 * @unsigned_file: One of these, or NULL.
 */
struct pack {
	FILE *out;
	uint64_t pos;
	uint32_t mtime;
	struct signer *signer;
	int signatures;
	size_t unsigned_files;
	char *unsigned_file;
};

/* What is before the name, but for the sizes. */
struct pack_header {
	uint32_t ino, mode, uid, gid, nlink, rmajor, rminor;
};

void pack_bytes(struct pack *pack, const void *bytes, size_t size);

/* An entry with its content. */
void pack_entry(struct pack *pack, const struct pack_header *header,
		const char *name, const void *data, size_t size);

/*
 * Have the regular file signed, if any are.  @name is its path, for messages
 * and for @signatures.  False after a message.
 */
bool pack_sign(struct pack *pack, const char *name, const void *data,
	       size_t size, struct xattrs *xattrs);

/* The attributes of the entry before it, if there are any. */
bool pack_xattrs(struct pack *pack, const char *name,
		 const struct xattrs *xattrs);

/* Zeros up to a whole block; false if something could not be written. */
bool pack_end(struct pack *pack);

#endif /* KEXEC2_PACK_H */
