// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Several digests of a file, which is read once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evidence/digest.h"
#include "ima/file-digests.h"
#include "shared/progress.h"

#define CHUNK	(1U << 20)

static int update(struct digester *digesters, const struct file_digest *digests,
		  size_t n, const uint8_t *buf, size_t len, off_t done)
{
	size_t i, take;

	for (i = 0; i < n; i++) {
		if (done >= digests[i].size)
			continue;
		take = digests[i].size - done < (off_t)len ?
		       (size_t)(digests[i].size - done) : len;
		if (!EVP_DigestUpdate(digesters[i].ctx, buf, take))
			return -ENOMEM;
	}
	return 0;
}

static int read_all(int fd, const char *name, struct digester *digesters,
		    struct file_digest *digests, size_t n,
		    struct reason *reason)
{
	struct progress progress;
	off_t done = 0, size = 0;
	uint8_t *buf;
	ssize_t len;
	size_t i;
	int err = 0;

	for (i = 0; i < n; i++)
		if (digests[i].size > size)
			size = digests[i].size;
	buf = malloc(CHUNK);
	if (!buf)
		return because(reason, -ENOMEM, "out of memory");
	progress_start(&progress, stderr, name, size);
	while (!err && done < size) {
		len = pread(fd, buf, CHUNK, done);
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0) {
			err = because(reason, len ? -errno : -EIO,
				      "cannot read it (%s)",
				      len ? strerror(errno) : "it has shrunk");
			break;
		}
		err = update(digesters, digests, n, buf, (size_t)len, done);
		if (err)
			because(reason, err, "out of memory");
		done += len;
		progress_update(&progress, done);
	}
	progress_end(&progress);
	free(buf);
	return err;
}

int file_digests(int fd, const char *name, struct file_digest *digests,
		 size_t n, struct reason *reason)
{
	struct digester digesters[FILE_DIGESTS_MAX];
	size_t i, ready = 0;
	int err = 0;

	if (n > FILE_DIGESTS_MAX)
		return because(reason, -EINVAL, "too many digests");
	for (; ready < n; ready++) {
		err = digester_init(&digesters[ready],
				    digests[ready].digest.algo);
		if (err)
			break;
	}
	if (err == -EOPNOTSUPP)
		because(reason, err, "OpenSSL has no digest %s here",
			digests[ready].digest.algo);
	else if (err)
		because(reason, err, "out of memory");
	else
		err = read_all(fd, name, digesters, digests, n, reason);
	for (i = 0; i < ready; i++) {
		if (!err &&
		    !EVP_DigestFinal_ex(digesters[i].ctx,
					digests[i].digest.value, NULL))
			err = because(reason, -ENOMEM, "out of memory");
		digests[i].digest.size = digesters[i].size;
		digester_free(&digesters[i]);
	}
	return err;
}
