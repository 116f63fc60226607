/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Reading IMA measurement lists, one entry at a time: the files
 * {binary,ascii}_runtime_measurements[_ALGO] of securityfs, copies of them, and
 * pieces of them that belong together.  What is in memory does not grow with
 * the list.
 *
 * Formats: ima_measurements_show() and ima_ascii_measurements_show() of the
 * kernel's security/integrity/ima/ima_fs.c, and ima_template_lib.c.
 */
#ifndef KEXEC2_LIST_H
#define KEXEC2_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/reason.h"

/*
 * IMA's rules take pcr=0 to pcr=63 (INVALID_PCR()), whatever the TPM has: such an
 * entry is in the list, and extends nothing.  No TPM has more than 32; those of
 * PCs have 24.
 */
#define LIST_PCRS		64
#define TPM_PCRS		32

/* The largest digest that a list has: SHA-512. */
#define LIST_DIGEST_MAX		64

/*
 * No record is larger.  The largest that the kernel makes hold extended
 * attributes, of 64 KiB each, or a manifest of 256 parts.
 */
#define LIST_RECORD_MAX		(16U << 20)

/* Not terminated; NULL for a field that the template does not have. */
struct bytes {
	const uint8_t *data;
	size_t size;
};

/* Which digest a d-ngv2 field has; DIGEST_IMA for the other templates. */
enum digest_type {
	DIGEST_IMA,
	DIGEST_VERITY,
};

/**
 * struct list_entry - an entry of the list
 * @index:	From 0, through all pieces.
 * @piece:	In which of the files it is.
 * @offset:	Where in it, in bytes.
 * @pcr:	Below LIST_PCRS.
 * @violation:	The digest is all zero: the PCR was extended with all ones.
 * @digest:	The template digest, as logged; 20, 32, 48 or 64 bytes.
 * @template:	The name of the template, or its format for one without name.
 * @data:	What the template digest is taken of, which for "ima" is not what
 *		the list has.  From an ASCII list it is rebuilt.
 * @big_endian: Numbers in @data are big endian.
 * @decoded:	The template is known, and the following is set.  Without it,
 *		which only happens in binary lists, all of it is zero.
 * @type:	What @file_digest is a digest of.
 * @algo:	Algorithm of @file_digest ("sha256"); "sha1" or "md5", by size,
 *		for "d".
 * @file_digest: Field d, d-ng or d-ngv2.  Its size is not checked against @algo.
 * @name:	Field n or n-ng, without the NUL.  Any byte but NUL.
 * @sig:	Field sig, with the type byte of the xattr.  Empty for no signature.
 * @buf:	Field buf.
 * @modsig_algo: Algorithm of @modsig_digest; empty for no appended signature.
 * @modsig_digest: Field d-modsig.
 * @modsig:	Field modsig: PKCS#7.
 * @evmsig:	Field evmsig.
 * @xattrnames:	Field xattrnames, without the NUL: names with "|" between.
 * @xattrlengths: Field xattrlengths: u32 each.
 * @xattrvalues: Field xattrvalues.
 * @iuid:	Fields iuid, igid, imode, as they are in @data.
 *
 * All bytes are valid up to the next call with the list.
 */
struct list_entry {
	size_t index;
	size_t piece;
	uint64_t offset;
	uint32_t pcr;
	bool violation;
	bool big_endian;
	bool decoded;
	enum digest_type type;
	struct bytes digest;
	struct bytes template;
	struct bytes data;
	struct bytes algo;
	struct bytes file_digest;
	struct bytes name;
	struct bytes sig;
	struct bytes buf;
	struct bytes modsig_algo;
	struct bytes modsig_digest;
	struct bytes modsig;
	struct bytes evmsig;
	struct bytes xattrnames;
	struct bytes xattrlengths;
	struct bytes xattrvalues;
	struct bytes iuid;
	struct bytes igid;
	struct bytes imode;
};

enum list_format {
	LIST_AUTO,		/* found out for each piece on its own */
	LIST_BINARY,
	LIST_ASCII,
};

enum list_order {
	LIST_ORDER_AUTO,
	LIST_LITTLE_ENDIAN,
	LIST_BIG_ENDIAN,
};

/**
 * struct list_options - what is known of a list beforehand
 * @format:	Its format.
 * @order:	Byte order of the machine that made it.  In an ASCII list it
 *		shows only in what the digests are taken of.
 * @digest_size: Size of its template digests, 0 to find it out.
 *
 * All zero finds out everything.  It is found out from the first record.
 */
struct list_options {
	enum list_format format;
	enum list_order order;
	size_t digest_size;
};

struct list;

/**
 * list_open() - begin to read a list
 * @list:    Receives it; close it with list_close().
 * @paths:   Files to be read one after another, as if they were joined; "-" is
 *           stdin.  Pipes are fine.  Not copied.
 * @n:       How many, at least one.
 * @options: NULL for all zero.
 *
 * Return: 0, -ENOMEM, or what opening the first failed with.
 */
int list_open(struct list **list, const char *const *paths, size_t n,
	      const struct list_options *options, struct reason *reason);

/* The same of bytes in memory, which must stay. */
int list_open_memory(struct list **list, const void *data, size_t size,
		     const struct list_options *options,
		     struct reason *reason);

/**
 * list_next() - read the next entry
 * @entry: Receives it, valid up to the next call.
 *
 * The reason of a failure tells the entry, from 1, and the offset in its file.
 * There is no going on after it.  An ASCII list that ends right behind a newline
 * in a name is not known from one whose last entry was altered: the entry is
 * returned, and its digest is not that of its data.
 *
 * Return: 1, 0 at the end, or -EINVAL for what is no list or cut short, -ENOMEM,
 * or what reading failed with.
 */
int list_next(struct list *list, struct list_entry *entry,
	      struct reason *reason);

/* The file that is being read, or was read last; "memory" for memory. */
const char *list_path(const struct list *list);

/* Entries so far. */
size_t list_count(const struct list *list);

/* NULL is fine. */
void list_close(struct list *list);

/* Is it this text? */
bool bytes_are(struct bytes bytes, const char *text);

/* Is it of a buffer, by its template's name or format? */
bool list_is_buffer(const struct list_entry *entry);

#endif /* KEXEC2_LIST_H */
