/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Entries of ASCII measurement lists. */
#ifndef KEXEC2_ASCII_H
#define KEXEC2_ASCII_H

#include <openssl/evp.h>

#include "list.h"

/* A piece that is being read. */
struct reader {
	struct list *list;
	size_t digest_size;		/* 0 before the first entry */
	bool ascii;
	int order;			/* 0 little endian, 1 big endian; -1 for
					 * an ASCII list, before one agreed */
	uint8_t *data;			/* of an ASCII entry, as rebuilt */
	uint8_t digest[DIGEST_SIZE_MAX]; /* that it has, */
	EVP_MD_CTX *hash;		/* and its algorithm; NULL: unknown */
	size_t searched;		/* bytes that were hashed in vain */
	bool crlf;			/* lines end as a copy by others did */
};

/*
 * Is it the PCR and the digest of an entry, of @digest_size bytes?  1, 0, or
 * -EAGAIN if it is as far as there are bytes.
 */
int ascii_is_header(struct bytes text, size_t digest_size);

/* Take an entry.  0, -EINVAL, or -EAGAIN if the piece ends before it does. */
int ascii_entry(struct reader *reader, struct bytes *rest,
		struct list_entry *entry, struct reason *reason);

#endif /* KEXEC2_ASCII_H */
