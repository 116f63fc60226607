// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Walking over a joined initramfs.  What is found has to be true: parts lie
 * in order with nothing but zeros between them, and joined again as
 * kexec_file_load2(2) joins them, the same parts are found; also when each has
 * got the zeros that belong to it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "initramfs/cut.h"
#include "initramfs/initramfs.h"
#include "shared/known-digests.h"

#define UNPACKED_MAX	(2U << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool good)
{
	if (!good)
		abort();
}

static int file_of(const uint8_t *data, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("image", MFD_CLOEXEC);
	insist(!ftruncate(fd, 0) && pwrite(fd, data, size, 0) == (ssize_t)size);
	return fd;
}

static int walk(struct initramfs *initramfs, const uint8_t *data, size_t size)
{
	struct reason reason;

	return initramfs_walk(initramfs, file_of(data, size), true,
			      UNPACKED_MAX, &reason);
}

/*
 * What becomes of the entries, twice: the second time everything has something
 * in its place.
 */
static void check_entries(const struct initramfs *walked, int walk_err,
			  const uint8_t *data, size_t size)
{
	_Atomic int64_t left = UNPACKED_MAX;
	struct rootfs *rootfs = rootfs_new();
	struct losses again = { 0 };
	struct initramfs initramfs;
	struct reason reason;
	uint64_t lost = 0;
	size_t i;

	/* Of this, no more is known than that it ends. */
	if (initramfs_check(&initramfs, file_of(data, size), true, false, 0,
			    &left, NULL, &reason) == 0)
		insist(initramfs.nr_parts <= INITRAMFS_PARTS_MAX);
	initramfs_free(&initramfs);
	left = UNPACKED_MAX;
	insist(initramfs_check(&initramfs, file_of(data, size), true, true, 0,
			       &left, NULL, &reason) == walk_err);
	insist(initramfs.nr_parts == walked->nr_parts &&
	       initramfs.stop == walked->stop);
	rootfs_unpack(rootfs, &initramfs.entries, &initramfs.losses);
	rootfs_unpack(rootfs, &initramfs.entries, &again);
	insist(initramfs.losses.count <= LOSSES_MAX);
	for (i = 0; i < initramfs.losses.count; i++)
		lost += initramfs.losses.list[i].count;
	insist(lost <= initramfs.entries.count);
	rootfs_free(rootfs);
	losses_free(&again);
	initramfs_free(&initramfs);
}

static void all_zeros(const uint8_t *data, size_t from, size_t to)
{
	insist(from <= to);
	while (from < to)
		insist(data[from++] == 0);
}

static void check_layout(const struct initramfs *initramfs,
			 const uint8_t *data, size_t bytes)
{
	size_t end = 0, i, size = initramfs->size;

	insist(size <= bytes);
	for (i = 0; i < initramfs->nr_parts; i++) {
		const struct initramfs_part *part = &initramfs->parts[i];

		insist(part->size > 0 && part->size <= size - part->offset);
		insist(part->padding < 512 && part->padding < part->size);
		all_zeros(data, end, part->offset);
		end = part->offset + part->size;
		insist(*part->label != '\0');
		insist(!part->truncated || end == initramfs->bootconfig ||
		       end == size);
	}
	if (initramfs->stop)
		insist(initramfs->stop_offset < size);
	else
		all_zeros(data, end, size);
}

static size_t join(const struct initramfs *initramfs, const uint8_t *data,
		   uint8_t *joined)
{
	size_t len = 0, i;

	for (i = 0; i < initramfs->nr_parts; i++) {
		const struct initramfs_part *part = &initramfs->parts[i];

		if (i)
			len = (len + 4 + 3) & ~(size_t)3;
		memcpy(joined + len, data + part->offset, part->size);
		len += part->size;
	}
	return len;
}

static void check_join(const struct initramfs *initramfs, const uint8_t *data,
		       size_t size)
{
	uint8_t *joined = calloc(1, size + 8 * initramfs->nr_parts + 1);
	static const char marker[] = "~Module signature appended~";
	struct initramfs again;
	size_t i, len;

	insist(joined != NULL);
	len = join(initramfs, data, joined);
	/* Content can look like a signature when it is the last. */
	if (memmem(joined, len, marker, strlen(marker))) {
		free(joined);
		return;
	}
	insist(!walk(&again, joined, len));
	insist(!again.stop && again.nr_parts == initramfs->nr_parts);
	insist((again.bootconfig < again.size) ==
	       (initramfs->bootconfig < initramfs->size));
	for (i = 0; i < again.nr_parts; i++) {
		const struct initramfs_part *was = &initramfs->parts[i];
		const struct initramfs_part *is = &again.parts[i];

		insist(is->size == was->size - was->padding &&
		       is->kind == was->kind &&
		       is->early == was->early && is->open == was->open &&
		       is->truncated == was->truncated &&
		       is->entries == was->entries &&
		       is->unpacked == was->unpacked &&
		       !strcmp(is->label, was->label));
	}
	initramfs_free(&again);
	free(joined);
}

static void check(const struct initramfs *initramfs, const uint8_t *data,
		  size_t size)
{
	check_layout(initramfs, data, size);
	if (!initramfs->stop && initramfs->nr_parts)
		check_join(initramfs, data, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct known_digests none;
	struct initramfs initramfs;
	struct reason reason;
	int err = walk(&initramfs, data, size);

	check_entries(&initramfs, err, data, size);
	if (!err) {
		check(&initramfs, data, size);
		insist(!initramfs_cut(&initramfs, -1, &none, &reason));
		check(&initramfs, data, size);
	}
	initramfs_free(&initramfs);
	return 0;
}
