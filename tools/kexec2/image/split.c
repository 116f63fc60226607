// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The parts of a joined initramfs, to be loaded one by one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/files.h"
#include "image/sealed.h"
#include "image/split.h"
#include "initramfs/initramfs.h"
#include "shared/util.h"

static int add_part(struct image *image, int fd, const char *path,
		    const struct initramfs *initramfs, size_t i,
		    struct reason *reason)
{
	const struct initramfs_part *part = &initramfs->parts[i];
	const char *slash = strrchr(path, '/');
	char piece[32], *name;
	int err;

	snprintf(piece, sizeof(piece), "#%zu", i);
	name = xasprintf("%s%s", path, piece);
	/* IMA records the name of a memfd: the same, wherever the file lies. */
	err = sealed_copy(fd, part->offset, part->size,
			  slash ? slash + 1 : path, piece, reason);
	if (err >= 0)
		err = image_take_initrd(image, err, name, part->label, reason);
	free(name);
	return err;
}

static int add_parts(struct image *image, int fd, const char *path,
		     const struct initramfs *initramfs, struct reason *reason)
{
	size_t i;
	int err = 0;

	if (initramfs->stop)
		return initramfs_refuse(initramfs, reason);
	if (!initramfs->nr_parts)
		return because(reason, -EINVAL, "contains no archive");
	if (initramfs->nr_parts > KEXEC_INITRD_MAX - image->nr_initrds)
		return because(reason, -EINVAL,
			       "too many initrds (%zu, maximum %d)",
			       image->nr_initrds + initramfs->nr_parts,
			       KEXEC_INITRD_MAX);
	for (i = 0; !err && i < initramfs->nr_parts; i++)
		err = add_part(image, fd, path, initramfs, i, reason);
	return err;
}

int image_add_split(struct image *image, const char *path,
		    struct reason *reason)
{
	int fd = open_component(path, reason);
	struct initramfs initramfs;
	int err;

	if (fd < 0)
		return fd;
	err = initramfs_walk(&initramfs, fd, image->nr_initrds == 0,
			     INITRAMFS_UNPACKED_MAX, reason);
	if (!err)
		err = add_parts(image, fd, path, &initramfs, reason);
	initramfs_free(&initramfs);
	close(fd);
	return err;
}
