// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The handle, which describes an image to load. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

#define BY_PATH	INT_MIN

KX_PUBLIC int kexec2_new(struct kexec2 **kx)
{
	struct kexec2 *new = calloc(1, sizeof(*new));

	if (!new)
		return -ENOMEM;
	atomic_init(&new->refs, 1);
	*kx = new;
	return 0;
}

KX_PUBLIC struct kexec2 *kexec2_ref(struct kexec2 *kx)
{
	if (kx)
		atomic_fetch_add_explicit(&kx->refs, 1, memory_order_relaxed);
	return kx;
}

static void close_file(int fd, char *name)
{
	if (name && fd >= 0)
		close(fd);
	free(name);
}

KX_PUBLIC void kexec2_reset(struct kexec2 *kx)
{
	if (!kx)
		return;
	close_file(kx->kernel_fd, kx->kernel_name);
	while (kx->nr_initrds--)
		close_file(kx->initrds[kx->nr_initrds].fd,
			   kx->names[kx->nr_initrds]);
	free(kx->cmdline);
	/* all but the references */
	memset(&kx->kernel_fd, 0,
	       sizeof(*kx) - offsetof(struct kexec2, kernel_fd));
}

KX_PUBLIC struct kexec2 *kexec2_unref(struct kexec2 *kx)
{
	if (kx && atomic_fetch_sub_explicit(&kx->refs, 1,
					    memory_order_acq_rel) == 1) {
		kexec2_reset(kx);
		free(kx);
	}
	return NULL;
}

static bool is_label(const char *label)
{
	size_t len = strspn(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz"
				   "0123456789._-");

	return label[len] == '\0' && len < KEXEC_INITRD_LABEL_SIZE;
}

/* What people call a descriptor: its number, and what /proc knows it as. */
static char *describe_fd(int fd)
{
	char link[32], target[PATH_MAX] = "", *name;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (readlink(link, target, sizeof(target) - 1) <= 0)
		strcpy(target, "unknown");
	return asprintf(&name, "fd %d, %s", fd, target) < 0 ? NULL : name;
}

/* A file with content; else -errno, and *@cause if the errno does not tell. */
static int open_file(const char *path, int given_fd, int *fd,
		     enum kexec2_cause *cause)
{
	struct stat st;

	/* O_NONBLOCK: do not wait for the writer of a FIFO. */
	if (path)
		*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	else	/* not a standard one, which the program may reuse */
		*fd = fcntl(given_fd, F_DUPFD_CLOEXEC, 3);
	if (*fd < 0 || fstat(*fd, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (S_ISREG(st.st_mode) && st.st_size)
		return 0;
	*cause = S_ISREG(st.st_mode) ? KEXEC2_EMPTY : KEXEC2_NOT_REGULAR;
	return -EINVAL;
}

/*
 * Set the kernel (@label is NULL) or add a part: from @path, or if @fd is not
 * BY_PATH, that descriptor, which goes by the name @path.
 */
static int take_file(struct kexec2 *kx, const char *label, int fd,
		     const char *path)
{
	int err = kx_begin(kx, KX_SET, label ? KEXEC_LOAD_INITRD :
					       KEXEC_LOAD_KERNEL, 0);
	enum kexec2_cause cause = 0;
	char *name = NULL;
	int own = -1;

	if (err)
		return err;
	if (path)
		name = strdup(path);
	else if (fd != BY_PATH)
		name = describe_fd(fd);
	kx->now.at.initrd = label ? (int)kx->nr_initrds : -1;
	kx->now.name = name;
	kx->now.label = label;

	err = -EINVAL;
	if (fd == BY_PATH && !path)
		cause = KEXEC2_BAD_ARGUMENT;
	else if (!name)
		err = -ENOMEM;
	else if (label && kx->nr_initrds == KEXEC_INITRD_MAX)
		cause = KEXEC2_TOO_MANY_PARTS;
	else if (label && !is_label(label))
		cause = KEXEC2_BAD_LABEL;
	else
		err = open_file(fd == BY_PATH ? path : NULL, fd, &own, &cause);
	if (err) {
		kx_end(kx, err, cause);
		close_file(own, name);
		return err;
	}

	if (label) {
		kx->names[kx->nr_initrds] = name;
		kx->initrds[kx->nr_initrds].fd = own;
		memcpy(kx->initrds[kx->nr_initrds++].label, label,
		       strlen(label));
	} else {
		close_file(kx->kernel_fd, kx->kernel_name);
		kx->kernel_fd = own;
		kx->kernel_name = name;
	}
	return kx_end(kx, 0, 0);
}

KX_PUBLIC int kexec2_set_kernel_fd(struct kexec2 *kx, int fd, const char *name)
{
	return take_file(kx, NULL, fd, name);
}

KX_PUBLIC int kexec2_set_kernel_path(struct kexec2 *kx, const char *path)
{
	return take_file(kx, NULL, BY_PATH, path);
}

KX_PUBLIC int kexec2_add_initrd_fd(struct kexec2 *kx, int fd,
				   const char *label, const char *name)
{
	return take_file(kx, label ? label : "", fd, name);
}

KX_PUBLIC int kexec2_add_initrd_path(struct kexec2 *kx, const char *path,
				     const char *label)
{
	return take_file(kx, label ? label : "", BY_PATH, path);
}

KX_PUBLIC int kexec2_set_cmdline(struct kexec2 *kx, const char *cmdline)
{
	int err = kx_begin(kx, KX_SET, KEXEC_LOAD_CMDLINE, 0);
	char *copy = NULL;

	if (err)
		return err;
	if (cmdline && *cmdline) {
		copy = strdup(cmdline);
		if (!copy)
			return kx_end(kx, -ENOMEM, 0);
	}
	free(kx->cmdline);
	kx->cmdline = copy;
	return kx_end(kx, 0, 0);
}

KX_PUBLIC int kexec2_set_flags(struct kexec2 *kx, uint64_t flags)
{
	int err = kx_begin(kx, KX_SET, KEXEC_LOAD_ARGS, flags);

	if (err)
		return err;
	if (flags & (KEXEC_FILE_UNLOAD | KEXEC_FILE2_VERIFY))
		return kx_end(kx, -EINVAL, KEXEC2_BAD_FLAGS);
	kx->flags = flags;
	return kx_end(kx, 0, 0);
}
