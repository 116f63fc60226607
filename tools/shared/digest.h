/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Digests of files and bytes, by the names that IMA has for the algorithms. */
#ifndef KEXEC2_DIGEST_H
#define KEXEC2_DIGEST_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define DIGEST_SIZE_MAX	64	/* of SHA-512 */
#define DIGEST_NAME_MAX	16	/* more than any name has, with the NUL */
#define DIGEST_TEXT_MAX	(DIGEST_NAME_MAX + 1 + 2 * DIGEST_SIZE_MAX)

/**
 * struct digest - a digest, and how much it is of
 * @algorithm: Its name, as it was given.
 * @bytes:     The digest, and zeros behind it.
 * @len:       Its length in bytes.
 * @size:      Length of what was digested, in bytes.
 */
struct digest {
	char algorithm[DIGEST_NAME_MAX];
	uint8_t bytes[DIGEST_SIZE_MAX];
	size_t len;
	uint64_t size;
};

/**
 * digest_part() - digest a file from its start
 * @digest:    Receives it.
 * @algorithm: "sha256" and others that OpenSSL knows; not in @digest.
 * @fd:        Open for reading; its offset is neither used nor changed.
 * @size:      How many bytes.  A file that is shorter is digested to its end.
 * @name:      What to call a large file in a line of progress on stderr, or
 *             NULL for none.  There is none either if stderr is no terminal.
 *
 * Return: 0, -EOPNOTSUPP if there is no such algorithm, -ENOMEM, or an error
 * of pread(2).
 */
int digest_part(struct digest *digest, const char *algorithm, int fd,
		off_t size, const char *name);

/* The same of bytes. */
int digest_bytes(struct digest *digest, const char *algorithm,
		 const void *bytes, size_t size);

struct evp_md_ctx_st;

/*
 * What OpenSSL digests with: for EVP_MD_CTX_free().  0; or -EOPNOTSUPP or
 * -ENOMEM, and then it is NULL.
 */
int digest_start(struct evp_md_ctx_st **ctx, const char *algorithm);

/* The digest of @a and @b joined; by digest_start(), again and again. */
void hash_run(struct evp_md_ctx_st *hash, const void *a, size_t a_size,
	      const void *b, size_t b_size, uint8_t *digest);

struct progress;

/**
 * struct reading - a file that is being read for its digest, from its start on
 * @algorithm: As in digest_part(); NULL for no digest, but progress.
 * @progress:  Is told of what has been read; or NULL.
 * @begin:     Offset of a piece of the file that is read in place of all of it.
 * @size:      Of the piece; 0 for none.
 * @ctx:       State of the digest.
 * @done:      How many bytes have been read.
 * @err:       What went wrong with the digest.
 */
struct reading {
	const char *algorithm;
	struct progress *progress;
	off_t begin;
	off_t size;
	struct evp_md_ctx_st *ctx;
	off_t done;
	int err;
};

void reading_start(struct reading *reading, const char *algorithm,
		   struct progress *progress);
/* Go on behind @done: with these bytes, or with all up to @size. */
void reading_add(struct reading *reading, const void *bytes, size_t size);
void reading_rest(struct reading *reading, int fd, off_t size);
/* Without a digest: what is before @to is done. */
void reading_pass(struct reading *reading, off_t to);
/* The digest of what was added so far; returns as digest_part(). */
int reading_peek(const struct reading *reading, struct digest *digest);
/* In any case where there is a digest; returns as digest_part(). */
int reading_end(struct reading *reading, struct digest *digest);

/* "sha256:HEX".  Returns @text. */
char *digest_text(const struct digest *digest, char text[DIGEST_TEXT_MAX]);

#endif /* KEXEC2_DIGEST_H */
