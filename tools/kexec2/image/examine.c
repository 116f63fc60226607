// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Read the files of an image before they are loaded. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <unistd.h>

#include "image/examine.h"
#include "image/join.h"
#include "shared/progress.h"

/**
 * struct work - files for threads that take one after the other
 * @left: Bytes that may still be unpacked, of all parts together.
 * @next: Index of the file to take next.
 */
struct work {
	const struct image *image;
	struct examined *files;
	unsigned int what;
	struct progress progress;
	_Atomic int64_t left;
	_Atomic size_t next;
};

static int fd_of(const struct image *image, size_t i)
{
	return i ? image->initrds[i - 1].fd : image->kernel.fd;
}

/* Of what is no regular file, whose end may never come, 0. */
static off_t size_of(const struct examined *file)
{
	return S_ISREG(file->stat.st_mode) ? file->stat.st_size : 0;
}

static void examine(struct work *work, size_t i)
{
	bool digest = work->what & EXAMINE_DIGEST;
	struct examined *file = &work->files[i];
	int fd = fd_of(work->image, i);
	struct reading reading;

	reading_start(&reading, digest ? "sha256" : NULL, &work->progress);
	if (i) {
		const struct component *part = &work->image->initrds[i - 1];

		reading.begin = (off_t)part->offset;
		reading.size = (off_t)part->size;
	}
	if (i && work->what & EXAMINE_PARTS)
		file->err = initramfs_check(&file->initramfs, fd, i == 1,
					    work->what & EXAMINE_UNPACK,
					    work->files->kernel.version,
					    &work->left, &reading,
					    &file->reason);
	if (!digest) {
		reading_pass(&reading, size_of(file));
		return;
	}
	if (size_of(file))
		reading_rest(&reading, fd, INT64_MAX);
	file->digest_err = reading_end(&reading, &file->digest);
}

static void *take_files(void *data)
{
	struct work *work = data;
	size_t i;

	while ((i = atomic_fetch_add(&work->next, 1)) <=
	       work->image->nr_initrds)
		examine(work, i);
	return NULL;
}

/* A thread for each file, but no more than there are processors. */
static void examine_all(struct work *work)
{
	size_t cpus = (size_t)MAX(sysconf(_SC_NPROCESSORS_ONLN), 1);
	size_t i, count = work->image->nr_initrds + 1 - work->next;
	pthread_t *threads = xcalloc(count, sizeof(*threads));

	/* This thread is one of them. */
	for (i = 0; i + 1 < MIN(count, cpus); i++)
		if (pthread_create(&threads[i], NULL, take_files, work))
			break;
	take_files(work);
	while (i)
		pthread_join(threads[--i], NULL);
	free(threads);
}

/*
 * Unpack what has been read, in order.  Where the kernel would stop, take
 * content for something else, or where it is not known, that is the end.
 */
static void unpack_all(const struct work *work)
{
	struct rootfs *rootfs = rootfs_new();
	size_t i, count = work->image->nr_initrds;

	for (i = 1; i <= count && !work->files[i].err; i++) {
		struct initramfs *initramfs = &work->files[i].initramfs;
		size_t parts = initramfs->nr_parts;

		rootfs_unpack(rootfs, &initramfs->entries, &initramfs->losses);
		if (initramfs->stop || initramfs->skipped ||
		    initramfs->bootconfig < initramfs->size ||
		    (parts && initramfs->parts[parts - 1].truncated))
			break;
	}
	rootfs_free(rootfs);
}

struct examined *examine_image(const struct image *image, unsigned int what)
{
	struct work work = {
		.image = image,
		.files = xcalloc(image->nr_initrds + 3, sizeof(*work.files)),
		.what = what,
		.left = INITRAMFS_UNPACKED_MAX,
		.next = !(what & EXAMINE_DIGEST),	/* not the kernel */
	};
	size_t i, count = image->nr_initrds + 1 - work.next;
	const char *cmdline = image->cmdline ?: "";
	struct examined *file = work.files;
	off_t total = 0;
	char name[32];

	for (i = 0; i <= image->nr_initrds; i++, file++) {
		if (fstat(fd_of(image, i), &file->stat))
			file->stat_err = -errno;
		else if (i && image->initrds[i - 1].piece)
			file->stat.st_size = (off_t)image->initrds[i - 1].size;
		total += i < work.next ? 0 : size_of(file);
	}
	if (what & EXAMINE_PARTS)
		kernel_read_file(&work.files->kernel, image->kernel.fd);
	if (what & EXAMINE_DIGEST)
		file->digest_err = digest_bytes(&file->digest, "sha256",
						cmdline, strlen(cmdline));
	if (!what)
		return work.files;
	snprintf(name, sizeof(name), "%zu file%s", count,
		 count == 1 ? "" : "s");
	progress_start(&work.progress, stderr, name, total);
	examine_all(&work);
	progress_end(&work.progress);
	file++;
	if (what & EXAMINE_DIGEST && image->concat && image->nr_initrds > 1)
		file->digest_err = join_digest(image, "sha256", &file->digest,
					       &file->reason);
	if (what & EXAMINE_PARTS)
		unpack_all(&work);
	return work.files;
}

void examined_free(struct examined *files, const struct image *image)
{
	size_t i;

	for (i = 0; i <= image->nr_initrds; i++)
		initramfs_free(&files[i].initramfs);
	free(files);
}
