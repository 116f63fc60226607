/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Read IMA measurement lists: the files
 * {binary,ascii}_runtime_measurements[_ALGO] of securityfs, copies of them,
 * pieces of them that belong together, and archives.
 *
 * Formats: ima_measurements_show() and ima_ascii_measurements_show() of the
 * kernel's security/integrity/ima/ima_fs.c, and ima_template_lib.c.
 */
#ifndef KEXEC2_LIST_H
#define KEXEC2_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/digest.h"
#include "shared/words.h"

/*
 * IMA's rules take pcr=0 to pcr=63 (INVALID_PCR()), whatever the TPM has: such
 * an entry is in the list, and extends nothing.  No TPM has more than 32; those
 * of PCs have 24.
 */
#define LIST_PCRS		64
#define TPM_PCRS		32

/* No piece has more bytes: a list of a million entries takes a quarter. */
#define LIST_PIECE_MAX		((size_t)512 << 20)

/*
 * An entry.  The bytes are those of the list, or are kept with it.  Fields that
 * the template does not have are NULL.
 */
struct list_entry {
	size_t index;			/* from 0, in the whole list */
	uint32_t pcr;			/* below LIST_PCRS */
	bool violation;			/* the digest is all zero: the PCR was
					 * extended with all ones */
	bool decoded;			/* the template is known; always in
					 * ASCII lists */
	struct bytes digest;		/* 20, 32, 48 or 64 bytes, as logged */
	struct bytes template;		/* its name, or its format */
	struct bytes data;		/* what is digested: for "ima" and in an
					 * ASCII list, made of the entry */
	struct bytes algo;		/* of @file_digest; for "d" by size */
	struct bytes file_digest;	/* d, d-ng or d-ngv2, of any size */
	struct bytes name;		/* n or n-ng: any bytes but NUL */
	struct bytes buf;
};

/*
 * Entries have consecutive indices, but for those in front that were kept of an
 * earlier verdict: see list_at() and list_find().
 */
struct list {
	struct list_entry *entries;
	size_t nr;
	size_t nr_resumed;
	size_t base;			/* index of the first one behind them */
	size_t skip;			/* so many that come next are known */
	struct list_entry *carried;	/* ... and these may come once more, as
					 * an archive has them */
	size_t nr_carried;
	const char *path;		/* the last that was read, or "memory" */
	size_t nr_pieces;		/* 0: the first could not be read */
	void **kept;			/* the pieces, and bytes made of them */
	size_t nr_kept;
};

/**
 * list_read() - read a list
 * @list:  Receives it; to be freed with list_free(), also after a failure, when
 *	   it has the entries before that.
 * @paths: Files to be read one after another, as if they were joined; "-" is
 *	   stdin.  Pipes are fine.  Of a directory it is the newest file of an
 *	   archive, to which nothing is moved before all files are read.
 * @n:     How many, at least one.
 *
 * The first entry of each tells format, digest size and byte order.  What
 * follows an archive may begin with entries that are in it, taken once.
 *
 * The reason of a failure tells the entry, from 1, and the offset in its file.
 * An ASCII list that ends behind a newline in a name looks like one whose last
 * entry was altered: there is an entry, and its digest does not match.
 *
 * Return: 0, -EINVAL for something that is no list or cut short, or an error of
 * open(2) or read(2).
 */
int list_read(struct list *list, const char *const *paths, size_t n,
	      struct reason *reason);

/* The same, behind what is in the list already. */
int list_extend(struct list *list, const char *const *paths, size_t n,
		struct reason *reason);

/* The same of bytes in memory, which must stay. */
int list_parse(struct list *list, const void *data, size_t size,
	       struct reason *reason);

/*
 * Add a piece that has been read to a list that is zeroed at first.  Its data,
 * of malloc(3), belong to the list from then on.
 */
int list_add(struct list *list, char *data, size_t size,
	     struct reason *reason);

void list_free(struct list *list);

/* Parse a piece, whose bytes must stay, or a part of one. */
int list_take(struct list *list, struct bytes piece, struct reason *reason);

/* A copy that stays as long as the list. */
struct bytes list_keep(struct list *list, const void *data, size_t size);

/*
 * Add an entry of which index, PCR, digest, template and data are told; they
 * are copied.  0, or -EINVAL if no list has such an entry.
 */
int list_put(struct list *list, const struct list_entry *entry,
	     struct reason *reason);

/* The index behind the last entry. */
static inline size_t list_end(const struct list *list)
{
	return list->base + list->nr - list->nr_resumed;
}

/* Where in the array the first entry is that has this index, or a later one. */
size_t list_find(const struct list *list, size_t index);

/* The entry with this index, which has to be there. */
static inline const struct list_entry *list_at(const struct list *list,
					       size_t index)
{
	return &list->entries[list_find(list, index)];
}

/* Is it of a buffer, by its template's name or format? */
bool list_is_buffer(const struct list_entry *entry);

/*
 * The file digest of an entry, as hash.h has digests; false if it has none, or
 * it is too long.
 */
bool digest_of_file(struct digest *digest, const struct list_entry *entry);

#endif /* KEXEC2_LIST_H */
