// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Without a handle: what is loaded, and starting it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/reboot.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "internal.h"

/* The start of a file of /proc or /sys, as a string; its length or -errno. */
ssize_t kx_read_file(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t len = 0;
	ssize_t n;

	if (fd < 0)
		return -errno;
	while (len < size - 1) {
		n = read(fd, buf + len, size - 1 - len);
		if (n < 0) {
			int err = errno;

			if (err == EINTR)
				continue;
			close(fd);
			return -err;
		}
		if (n == 0)
			break;
		len += (size_t)n;
	}
	close(fd);
	buf[len] = '\0';
	return (ssize_t)len;
}

KX_PUBLIC int kexec2_is_loaded(uint64_t flags)
{
	char buf[8];
	ssize_t n;

	if (flags & ~(uint64_t)KEXEC_FILE_ON_CRASH)
		return -EINVAL;
	n = kx_read_file(flags & KEXEC_FILE_ON_CRASH ?
			 "/sys/kernel/kexec_crash_loaded" :
			 "/sys/kernel/kexec_loaded", buf, sizeof(buf));
	if (n < 0)
		return (int)n;
	if ((buf[0] != '0' && buf[0] != '1') ||
	    (buf[1] != '\n' && buf[1] != '\0'))
		return -EIO;
	return buf[0] == '1';
}

KX_PUBLIC int kexec2_exec(void)
{
	return reboot(LINUX_REBOOT_CMD_KEXEC) < 0 ? -errno : 0;
}
