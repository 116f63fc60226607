// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Unpack kernels that are compressed as a whole. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/sealed.h"
#include "image/unwrap.h"
#include "initramfs/initramfs.h"

#define UNWRAPPED	":Image"	/* behind the name of the file */
#define KERNEL_MAX	(512 << 20)	/* unpacked */

static bool keep(void *to, const void *bytes, size_t len)
{
	const int *fd = to;

	return lseek(*fd, 0, SEEK_CUR) < KERNEL_MAX &&
	       write(*fd, bytes, len) == (ssize_t)len;
}

int kernel_unpack(const struct kernel *kernel, int fd, bool *whole)
{
	int to = memfd_create("kernel", MFD_CLOEXEC), err;

	if (to < 0)
		return -errno;
	err = unpack_piece(fd, kernel->payload, kernel->payload_size, keep,
			   &to);
	if (whole)
		*whole = !err;
	return to;
}

int unwrap_kernel(struct image *image, const char *machine,
		  struct reason *reason)
{
	struct component *component = &image->kernel;
	struct kernel kernel, inside;
	bool whole;
	char *name;
	int to, fd;

	if (strcmp(machine, "aarch64") != 0)
		return 0;
	kernel_read_file(&kernel, component->fd);
	if (kernel.kind != KERNEL_ZBOOT && kernel.kind != KERNEL_COMPRESSED)
		return 0;
	to = kernel_unpack(&kernel, component->fd, &whole);
	if (to < 0)
		return because(reason, to, "cannot be unpacked (%s)",
			       strerror(-to));
	kernel_read_file(&inside, to);
	if (inside.kind != KERNEL_ARM64 || *inside.fault.text) {
		close(to);
		return 0;
	}
	if (!whole) {
		close(to);
		return because(reason, -EINVAL,
			       "a damaged compressed kernel; get the file again");
	}
	fd = sealed_copy(to, 0, (uint64_t)lseek(to, 0, SEEK_END),
			 base_name(component->name), UNWRAPPED, reason);
	close(to);
	if (fd < 0)
		return fd;
	image_note(image,
		   "%s: unpacked, as kexec does not; IMA measures the kernel in it, not this file",
		   component->name);
	name = xasprintf("%s" UNWRAPPED, component->name);
	component_set(component, fd, name);
	free(name);
	return 0;
}
