// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Join the parts of an initramfs as the library does for kexec_file_load(2). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/join.h"
#include "image/sealed.h"
#include "initramfs/initramfs.h"

#define CHUNK		(64U << 10)

/* What IMA records is "memfd:" and this, which is the library's. */
#define JOINED_NAME	"initramfs"

/**
 * struct join - parts that are being joined
 * @reading: Digests the bytes, or NULL.
 * @fd:	     Receives them otherwise.
 * @size:    How many there are.
 */
struct join {
	struct reading *reading;
	int fd;
	uint64_t size;
};

static int write_bytes(int fd, const uint8_t *bytes, size_t size)
{
	while (size) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno != EINTR)
			return -errno;
		bytes += MAX(n, 0);
		size -= (size_t)MAX(n, 0);
	}
	return 0;
}

static int add(struct join *join, const uint8_t *bytes, size_t size,
	       struct reason *reason)
{
	int err = 0;

	join->size += size;
	if (join->reading)
		reading_add(join->reading, bytes, size);
	else
		err = write_bytes(join->fd, bytes, size);
	return err ? because(reason, err, "cannot copy to memory (%s)",
			     strerror(-err)) : 0;
}

/* At a multiple of 4, behind at least 4 zeros. */
static int align(struct join *join, struct reason *reason)
{
	static const uint8_t zeros[8];
	uint64_t begin = (join->size + 4 + 3) / 4 * 4;

	return join->size ? add(join, zeros, (size_t)(begin - join->size),
				reason) : 0;
}

static int add_part(struct join *join, const struct component *part,
		    bool alone, struct reason *reason)
{
	uint8_t bytes[CHUNK];
	uint64_t size = part->size, done;
	struct stat st;
	int err;

	if (!part->piece) {
		if (fstat(part->fd, &st))
			return because(reason, -errno,
				       "cannot be examined (%s)",
				       strerror(errno));
		size = (uint64_t)st.st_size;
	}
	err = alone ? 0 : initramfs_payload(part->fd, part->offset, size,
					    &size, reason);
	if (!err)
		err = align(join, reason);
	for (done = 0; !err && done < size; done += MIN(size - done, CHUNK)) {
		size_t len = (size_t)MIN(size - done, CHUNK);

		err = read_bytes(part->fd, bytes, len, part->offset + done,
				 reason);
		if (!err)
			err = add(join, bytes, len, reason);
	}
	return err;
}

static int add_parts(struct join *join, const struct image *image,
		     struct reason *reason)
{
	struct reason why;
	int err = 0;
	size_t i;

	for (i = 0; !err && i < image->nr_initrds; i++) {
		const struct component *part = &image->initrds[i];

		err = add_part(join, part, image->nr_initrds == 1, &why);
		if (err)
			because(reason, err, "%.64s: %s", part->name, why.text);
	}
	return err;
}

int join_digest(const struct image *image, const char *algorithm,
		struct digest *digest, struct reason *reason)
{
	struct reading reading;
	struct join join = { .reading = &reading };
	int err, end;

	reading_start(&reading, algorithm, NULL);
	err = add_parts(&join, image, reason);
	end = reading_end(&reading, digest);
	return err || !end ? err :
	       because(reason, end, "cannot be digested (%s)", strerror(-end));
}

int join_parts(struct image *image, struct reason *reason)
{
	size_t count = image->nr_initrds, i;
	struct join join = { .fd = -1 };
	char *name;
	int err;

	if (count < 2) {
		for (i = 0; i < count; i++)
			*image->initrds[i].label = '\0';
		return 0;
	}
	join.fd = memfd_make(JOINED_NAME);
	if (join.fd < 0)
		return because(reason, join.fd, "cannot copy to memory (%s)",
			       strerror(-join.fd));
	err = add_parts(&join, image, reason);
	if (err) {
		close(join.fd);
		return err;
	}
	name = xasprintf(JOINED_NAME " of %zu parts", count);
	image_drop_initrds(image);
	err = image_take_initrd(image, join.fd, name, NULL, reason);
	free(name);
	return err;
}
