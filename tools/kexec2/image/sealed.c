// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A piece of a file as a file of its own, which nobody can change. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "image/sealed.h"

/* Since Linux 6.3, and demanded where the sysctl vm.memfd_noexec is 2. */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL	0x0008U
#endif

#define AT_ONCE		(1U << 30)	/* sendfile(2) takes less than 2 GiB */
#define ALL_SEALS \
	(F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

int read_bytes(int fd, void *buf, size_t size, uint64_t offset,
	       struct reason *reason)
{
	unsigned char *to = buf;

	while (size) {
		ssize_t n = pread(fd, to, size, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return because(reason, -errno, "cannot be read (%s)",
				       strerror(errno));
		if (!n)
			return because(reason, -EINVAL,
				       "file was truncated while it was read");
		to += n;
		offset += (uint64_t)n;
		size -= (size_t)n;
	}
	return 0;
}

uint32_t get_le(const void *bytes, size_t size)
{
	uint32_t value = 0;

	memcpy(&value, bytes, size);
	return le32toh(value);
}

int copy_bytes(int from, uint64_t offset, uint64_t size, int to)
{
	off_t pos = (off_t)offset;

	while (size) {
		ssize_t n = sendfile(to, from, &pos,
				     size < AT_ONCE ? (size_t)size : AT_ONCE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;	/* it has become shorter */
		size -= (uint64_t)n;
	}
	return 0;
}

int memfd_make(const char *name)
{
	unsigned int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	int fd = memfd_create(name, flags | MFD_NOEXEC_SEAL);

	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(name, flags);
	return fd < 0 ? -errno : fd;
}

int sealed_copy(int fd, uint64_t offset, uint64_t size, const char *file,
		const char *piece, struct reason *reason)
{
	size_t left = SEALED_NAME_MAX - strlen(piece);
	char name[SEALED_NAME_MAX + 1], path[32];
	int to, err, sealed;

	snprintf(name, sizeof(name), "%.*s%s", (int)left, file, piece);
	to = memfd_make(name);
	if (to < 0)
		return because(reason, to, "cannot copy to memory as %s (%s)",
			       name, strerror(-to));
	err = copy_bytes(fd, offset, size, to);
	if (!err && fcntl(to, F_ADD_SEALS, ALL_SEALS))
		err = -errno;
	if (err) {
		close(to);
		return because(reason, err, "cannot copy to memory as %s (%s)",
			       name, strerror(-err));
	}

	/* Without the right to write, which a seal does not take away. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", to);
	sealed = open(path, O_RDONLY | O_CLOEXEC);
	err = -errno;
	close(to);
	if (sealed < 0)
		return because(reason, err,
			       "cannot open copy %s as %s (%s); is /proc mounted?",
			       name, path, strerror(-err));
	return sealed;
}
