/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Several digests of a file, which is read once. */
#ifndef KEXEC2_IMA_FILE_DIGESTS_H
#define KEXEC2_IMA_FILE_DIGESTS_H

#include <stddef.h>
#include <sys/types.h>

#include "ima/entry.h"
#include "shared/reason.h"

#define FILE_DIGESTS_MAX	8

/* The digest of the first @size bytes, by @digest.algo; it receives the rest. */
struct file_digest {
	struct ima_digest digest;
	off_t size;
};

/**
 * file_digests() - take digests of a file
 * @name:    For a line of progress.
 * @digests: At most FILE_DIGESTS_MAX.
 *
 * Return: 0, -EOPNOTSUPP for an algorithm that OpenSSL does not have, -EIO for
 * a file that has shrunk, -ENOMEM, or an error of pread(2).
 */
int file_digests(int fd, const char *name, struct file_digest *digests,
		 size_t n, struct reason *reason);

#endif /* KEXEC2_IMA_FILE_DIGESTS_H */
