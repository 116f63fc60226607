// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Digests. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/digest.h"
#include "shared/progress.h"
#include "shared/util.h"

#define CHUNK	(256 * 1024)

#if WITH_CRYPTO
#include <stdatomic.h>
#include <openssl/evp.h>

_Static_assert(DIGEST_SIZE_MAX == EVP_MAX_MD_SIZE, "room for any digest");

/*
 * The usual ones are fetched once: a digest of a short text takes less time
 * than that.
 */
static const EVP_MD *find_digest(const char *algorithm)
{
	static struct {
		const char *name;
		EVP_MD *_Atomic md;
	} usual[] = {
		{ "sha1", NULL }, { "sha256", NULL }, { "sha384", NULL },
		{ "sha512", NULL },
	};
	EVP_MD *md, *none = NULL;
	size_t i = 0;

	while (i < ARRAY_SIZE(usual) && strcmp(usual[i].name, algorithm))
		i++;
	if (i == ARRAY_SIZE(usual))
		return EVP_get_digestbyname(strcmp(algorithm, "sm3_256") ?
					    algorithm : "sm3");
	if (usual[i].md)
		return usual[i].md;
	md = EVP_MD_fetch(NULL, algorithm, NULL);
	if (atomic_compare_exchange_strong(&usual[i].md, &none, md))
		return md;
	/* Another thread was faster. */
	EVP_MD_free(md);
	return usual[i].md;
}

int digest_start(EVP_MD_CTX **ctx, const char *algorithm)
{
	const EVP_MD *md = find_digest(algorithm);

	*ctx = NULL;
	/* Not those with output of any length, whose size is no digest's. */
	if (!md || EVP_MD_get_size(md) <= 0 ||
	    EVP_MD_get_flags(md) & EVP_MD_FLAG_XOF ||
	    strlen(algorithm) >= DIGEST_NAME_MAX)
		return -EOPNOTSUPP;
	*ctx = EVP_MD_CTX_new();
	if (!*ctx)
		return -ENOMEM;
	if (EVP_DigestInit_ex(*ctx, md, NULL))
		return 0;
	/* Not fetched on a system that is restricted to other algorithms. */
	EVP_MD_CTX_free(*ctx);
	*ctx = NULL;
	return -EOPNOTSUPP;
}

void hash_run(EVP_MD_CTX *hash, const void *a, size_t a_size, const void *b,
	      size_t b_size, uint8_t *digest)
{
	/* Begin anew, with the same algorithm. */
	if (!EVP_DigestInit_ex2(hash, NULL, NULL) ||
	    (a_size && !EVP_DigestUpdate(hash, a, a_size)) ||
	    (b_size && !EVP_DigestUpdate(hash, b, b_size)) ||
	    !EVP_DigestFinal_ex(hash, digest, NULL))
		out_of_memory();
}

#else	/* all there is to tell of a file is its size */
typedef struct evp_md_ctx_st EVP_MD_CTX;
#define digest_start(ctx, algorithm)		(*(ctx) = NULL, 0)
#define EVP_DigestUpdate(ctx, bytes, size)	((void)(bytes), !(ctx))
#define EVP_DigestFinal_ex(ctx, bytes, len)	(*(len) = 0, !(ctx))
#define EVP_MD_CTX_free(ctx)			((void)(ctx))
#define EVP_MD_CTX_new()			NULL
#define EVP_MD_CTX_copy_ex(to, from)		((void)(from), !(to))
#endif

void reading_start(struct reading *reading, const char *algorithm,
		   struct progress *progress)
{
	*reading = (struct reading){
		.algorithm = algorithm,
		.progress = progress,
	};
	if (algorithm)
		reading->err = digest_start(&reading->ctx, algorithm);
}

void reading_pass(struct reading *reading, off_t to)
{
	if (to <= reading->done)
		return;
	progress_add(reading->progress, to - reading->done);
	reading->done = to;
}

void reading_add(struct reading *reading, const void *bytes, size_t size)
{
	if (!reading->err && !EVP_DigestUpdate(reading->ctx, bytes, size))
		reading->err = -ENOMEM;
	reading_pass(reading, reading->done + (off_t)size);
}

void reading_rest(struct reading *reading, int fd, off_t size)
{
	unsigned char *buf = malloc(CHUNK);
	ssize_t n = 1;

	if (!buf && !reading->err)
		reading->err = -ENOMEM;
	if (reading->size)
		size = MIN(size, reading->size);
	while (!reading->err && n && reading->done < size) {
		n = pread(fd, buf, (size_t)MIN(size - reading->done, CHUNK),
			  reading->begin + reading->done);
		if (n > 0)
			reading_add(reading, buf, (size_t)n);
		else if (n < 0 && errno != EINTR)
			reading->err = -errno;
	}
	free(buf);
}

int reading_peek(const struct reading *reading, struct digest *digest)
{
	struct reading copy = *reading;

	if (copy.err)
		return copy.err;
	copy.ctx = EVP_MD_CTX_new();
	if (!copy.ctx || !EVP_MD_CTX_copy_ex(copy.ctx, reading->ctx))
		copy.err = -ENOMEM;
	return reading_end(&copy, digest);
}

int reading_end(struct reading *reading, struct digest *digest)
{
	unsigned int len;

	*digest = (struct digest){ .size = (uint64_t)reading->done };
	snprintf(digest->algorithm, sizeof(digest->algorithm), "%s",
		 reading->algorithm);
	if (!reading->err &&
	    !EVP_DigestFinal_ex(reading->ctx, digest->bytes, &len))
		reading->err = -ENOMEM;
	if (!reading->err)
		digest->len = len;
	EVP_MD_CTX_free(reading->ctx);
	return reading->err;
}

int digest_part(struct digest *digest, const char *algorithm, int fd,
		off_t size, const char *name)
{
	struct progress progress;
	struct reading reading;
	struct stat st;

	progress_start(&progress, stderr, name,
		       fstat(fd, &st) ? 0 : st.st_size);
	reading_start(&reading, algorithm, &progress);
	reading_rest(&reading, fd, size);
	progress_end(&progress);
	return reading_end(&reading, digest);
}

int digest_bytes(struct digest *digest, const char *algorithm,
		 const void *bytes, size_t size)
{
	struct reading reading;

	reading_start(&reading, algorithm, NULL);
	reading_add(&reading, bytes, size);
	return reading_end(&reading, digest);
}

char *digest_text(const struct digest *digest, char text[DIGEST_TEXT_MAX])
{
	int at = snprintf(text, DIGEST_TEXT_MAX, "%s:", digest->algorithm);

	if (!digest->len)
		return strcpy(text, "no digest: kexec2 was built without libcrypto");
	hex_text(text + at, digest->bytes, digest->len);
	return text;
}
