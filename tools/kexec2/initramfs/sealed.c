// SPDX-License-Identifier: GPL-2.0-only
/* A part of a file as a file of its own. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "initramfs/sealed.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL	0x0008U		/* since Linux 6.3 */
#endif

#define NAME_MAX_MEMFD	249
#define ALL_SEALS	(F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

int copy_part(int from, uint64_t offset, uint64_t size, int to)
{
	off_t pos = (off_t)offset;

	while (size) {
		size_t n = size < (1U << 30) ? (size_t)size : 1U << 30;
		ssize_t done = sendfile(to, from, &pos, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		if (done == 0)
			return -EIO;	/* it has become shorter */
		size -= (uint64_t)done;
	}
	return 0;
}

static int create(const char *name)
{
	char cut[NAME_MAX_MEMFD + 1];
	size_t len = strlen(name);
	int fd;

	/* The end tells more than the beginning. */
	if (len > NAME_MAX_MEMFD)
		name += len - NAME_MAX_MEMFD;
	snprintf(cut, sizeof(cut), "%s", name);
	fd = memfd_create(cut, MFD_CLOEXEC | MFD_ALLOW_SEALING |
			  MFD_NOEXEC_SEAL);
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create(cut, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return fd < 0 ? -errno : fd;
}

int seal_part(int fd, uint64_t offset, uint64_t size, const char *name,
	      struct reason *reason)
{
	int writer = create(name);
	char path[32];
	int ret;

	if (writer < 0)
		return because(reason, writer, "cannot be copied to memory (%s)",
			       strerror(-writer));
	ret = copy_part(fd, offset, size, writer);
	if (!ret && fcntl(writer, F_ADD_SEALS, ALL_SEALS))
		ret = -errno;
	if (!ret) {
		/* What has a writer cannot be loaded, even if sealed. */
		snprintf(path, sizeof(path), "/proc/self/fd/%d", writer);
		ret = open(path, O_RDONLY | O_CLOEXEC);
		if (ret < 0)
			ret = -errno;
	}
	close(writer);
	return ret >= 0 ? ret :
		because(reason, ret, "cannot be copied to memory (%s)",
			strerror(-ret));
}
