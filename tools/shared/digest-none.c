// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Stands for digest.c in a build without libcrypto: WITH_CRYPTO=0. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "shared/digest.h"

int digest_file(struct digest *digest, const char *algorithm, int fd,
		const char *name)
{
	struct stat st;

	(void)name;
	if (fstat(fd, &st) < 0)
		return -errno;
	*digest = (struct digest){ .algorithm = algorithm, .size = st.st_size };
	return 0;
}

int digest_bytes(struct digest *digest, const char *algorithm,
		 const void *bytes, size_t size)
{
	(void)bytes;
	*digest = (struct digest){ .algorithm = algorithm,
				   .size = (off_t)size };
	return 0;
}

char *digest_text(const struct digest *digest, char text[DIGEST_TEXT_MAX])
{
	(void)digest;
	return strcpy(text, "no digest: kexec2 was built without libcrypto");
}
