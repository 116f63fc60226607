/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Entries of ASCII measurement lists. */
#ifndef KEXEC2_LIST_ASCII_H
#define KEXEC2_LIST_ASCII_H

#include "hash.h"
#include "template.h"

/**
 * struct list_ascii - an ASCII list that is being read; begin with all zero
 * @digest_size: Of its template digests.
 * @hash:	 Their algorithm, with a size of 0 if OpenSSL has it not.
 * @order:	 Byte order of what the digests are taken of: 0 little endian,
 *		 1 big endian, -1 before a digest has told.
 * @searched:	 Bytes that were hashed in vain, in search of ends of entries.
 * @digest:	 Of the entry.
 * @data:	 The template data of the entry.
 */
struct list_ascii {
	size_t digest_size;
	struct hash hash;
	int order;
	size_t searched;
	uint8_t digest[LIST_DIGEST_MAX];
	uint8_t *data;
	size_t size;
	size_t capacity;
};

/*
 * Does an ASCII list begin here?  1 with @digest_size set, and @ascii ready for
 * its entries; 0, or -EAGAIN if the bytes do not tell.
 */
int list_ascii_detect(struct list_ascii *ascii, struct bytes text,
		      size_t *digest_size);

/**
 * list_ascii_entry() - parse an entry
 * @text:  It, and what follows.
 * @entry: Receives it, but for the index; all zero before.
 * @used:  Receives its size in @text.
 *
 * Return: 0, -EINVAL, or -EAGAIN if the entry does not end in @text.
 */
int list_ascii_entry(struct list_ascii *ascii, struct bytes text,
		     struct list_entry *entry, size_t *used,
		     struct reason *reason);

void list_ascii_free(struct list_ascii *ascii);

#endif /* KEXEC2_LIST_ASCII_H */
