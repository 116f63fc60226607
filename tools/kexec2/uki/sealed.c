// SPDX-License-Identifier: GPL-2.0-only
/* Bytes of a file as a file of their own. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "uki/pe.h"
#include "uki/sealed.h"

/* Since Linux 6.3, and demanded where the sysctl vm.memfd_noexec is 2. */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL	0x0008U
#endif

#define CHUNK	(1U << 20)	/* bytes that are copied at a time */

static int create(const char *image, const char *what, struct reason *reason)
{
	unsigned int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
	size_t left = SEALED_NAME_MAX - 1 - strlen(what);
	char name[SEALED_NAME_MAX + 1];
	int fd;

	snprintf(name, sizeof(name), "%.*s:%s", (int)left, image, what);
	fd = memfd_create(name, flags | MFD_NOEXEC_SEAL);
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(name, flags);
	if (fd < 0)
		return because(reason, -errno,
			       "its %s cannot be copied to memory (%s)", what,
			       strerror(errno));
	return fd;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes += n;
		size -= (size_t)n;
	}
	return 0;
}

static int copy(int to, int fd, uint64_t offset, uint64_t size,
		const char *what, struct reason *reason)
{
	char *buf = malloc(CHUNK);
	int err = 0;

	if (!buf)
		return because(reason, -ENOMEM, "out of memory");
	while (!err && size) {
		size_t n = size < CHUNK ? (size_t)size : CHUNK;

		err = pe_read_bytes(fd, buf, n, offset, reason);
		if (err)
			break;
		err = write_all(to, buf, n);
		if (err)
			because(reason, err,
				"its %s cannot be copied to memory (%s)", what,
				strerror(-err));
		offset += n;
		size -= n;
	}
	free(buf);
	return err;
}

/* Seal it, and get it without the right to write. */
static int seal(int fd, const char *what, struct reason *reason)
{
	char path[32];
	int sealed;

	if (fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW |
		  F_SEAL_WRITE))
		return because(reason, -errno,
			       "the copy of its %s cannot be sealed (%s)",
			       what, strerror(errno));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	sealed = open(path, O_RDONLY | O_CLOEXEC);
	if (sealed < 0)
		return because(reason, -errno,
			       "the copy of its %s cannot be opened as /proc/self/fd/%d (%s); is /proc mounted?",
			       what, fd, strerror(errno));
	return sealed;
}

int sealed_copy(int fd, uint64_t offset, uint64_t size, const char *image,
		const char *what, struct reason *reason)
{
	int to, ret;

	to = create(image, what, reason);
	if (to < 0)
		return to;
	ret = copy(to, fd, offset, size, what, reason);
	if (!ret)
		ret = seal(to, what, reason);
	close(to);
	return ret;
}
