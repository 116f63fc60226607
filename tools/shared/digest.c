// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Digests. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/digest.h"
#include "shared/progress.h"

#define CHUNK	(256 * 1024)

#if WITH_CRYPTO
#include <openssl/evp.h>

_Static_assert(DIGEST_SIZE_MAX == EVP_MAX_MD_SIZE, "room for any digest");

static int start(EVP_MD_CTX **ctx, const char *algorithm)
{
	const EVP_MD *md = EVP_get_digestbyname(strcmp(algorithm, "sm3_256") ?
						algorithm : "sm3");

	/* Not those with output of any length, whose size is no digest's. */
	if (!md || EVP_MD_get_size(md) <= 0 ||
	    EVP_MD_get_flags(md) & EVP_MD_FLAG_XOF)
		return -EOPNOTSUPP;
	*ctx = EVP_MD_CTX_new();
	if (!*ctx)
		return -ENOMEM;
	/* Not fetched on a system that is restricted to other algorithms. */
	return EVP_DigestInit_ex(*ctx, md, NULL) ? 0 : -EOPNOTSUPP;
}

#else	/* all there is to tell of a file is its size */
typedef void EVP_MD_CTX;
#define start(ctx, algorithm)			(*(ctx) = NULL, 0)
#define EVP_DigestUpdate(ctx, bytes, size)	((void)(bytes), !(ctx))
#define EVP_DigestFinal_ex(ctx, bytes, len)	(*(len) = 0, !(ctx))
#define EVP_MD_CTX_free(ctx)			((void)(ctx))
#endif

static int finish(EVP_MD_CTX *ctx, struct digest *digest,
		  const char *algorithm, off_t size)
{
	unsigned int len;

	*digest = (struct digest){ .algorithm = algorithm, .size = size };
	if (!EVP_DigestFinal_ex(ctx, digest->bytes, &len))
		return -ENOMEM;
	digest->len = len;
	return 0;
}

/* How many bytes there were, up to @size, or a negative errno value. */
static off_t read_file(EVP_MD_CTX *ctx, int fd, off_t size, unsigned char *buf,
		       struct progress *progress)
{
	off_t done = 0;
	ssize_t n;

	while (done < size) {
		n = pread(fd, buf, size - done < CHUNK ?
			  (size_t)(size - done) : CHUNK, done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		if (!EVP_DigestUpdate(ctx, buf, (size_t)n))
			return -ENOMEM;
		done += n;
		progress_update(progress, done);
	}
	return done;
}

int digest_part(struct digest *digest, const char *algorithm, int fd,
		off_t size, const char *name)
{
	unsigned char *buf = malloc(CHUNK);
	struct progress progress;
	EVP_MD_CTX *ctx = NULL;
	struct stat st;
	int err;

	err = buf ? start(&ctx, algorithm) : -ENOMEM;
	if (!err) {
		progress_start(&progress, stderr, name,
			       fstat(fd, &st) ? 0 : st.st_size);
		size = read_file(ctx, fd, size, buf, &progress);
		progress_end(&progress);
		err = size < 0 ? (int)size : 0;
	}
	if (!err)
		err = finish(ctx, digest, algorithm, size);
	EVP_MD_CTX_free(ctx);
	free(buf);
	return err;
}

int digest_file(struct digest *digest, const char *algorithm, int fd,
		const char *name)
{
	return digest_part(digest, algorithm, fd, INT64_MAX, name);
}

int digest_bytes(struct digest *digest, const char *algorithm,
		 const void *bytes, size_t size)
{
	EVP_MD_CTX *ctx = NULL;
	int err = start(&ctx, algorithm);

	if (!err && !EVP_DigestUpdate(ctx, bytes, size))
		err = -ENOMEM;
	if (!err)
		err = finish(ctx, digest, algorithm, (off_t)size);
	EVP_MD_CTX_free(ctx);
	return err;
}

char *digest_text(const struct digest *digest, char text[DIGEST_TEXT_MAX])
{
	int at = snprintf(text, 16, "%.14s:", digest->algorithm);
	size_t i;

	if (!digest->len)
		return strcpy(text, "no digest: kexec2 was built without libcrypto");
	for (i = 0; i < digest->len; i++)
		sprintf(text + at + 2 * i, "%02x", digest->bytes[i]);
	return text;
}
