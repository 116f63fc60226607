// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Read an initramfs image once, in order. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "initramfs/walk.h"
#include "shared/util.h"

#define WINDOW (256U << 10)
#define HEADER (4U << 10)	/* what is read for a header alone */

/* Whatever read(2) says is -EIO, as other values mean something to callers. */
static int read_piece(struct walk *walk, uint64_t offset, size_t size)
{
	ssize_t n;

	if (!walk->window)
		walk->window = xcalloc(WINDOW, 1);
	walk->len = 0;
	if (size > walk->end - offset)
		size = (size_t)(walk->end - offset);
	do {
		n = pread(walk->fd, walk->window, size,
			  (off_t)(walk->begin + offset));
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return because(walk->reason, -EIO, "cannot be read (%s)",
			       strerror(errno));
	if (n == 0)
		return because(walk->reason, -EIO,
			       "file was truncated while it was read");
	walk->start = offset;
	walk->len = (size_t)n;
	return 0;
}

static bool in_window(const struct walk *walk, uint64_t offset)
{
	return offset >= walk->start && offset - walk->start < walk->len;
}

static int read_window(struct walk *walk, uint64_t offset)
{
	struct reading *reading = walk->reading;
	int err = 0;

	/* What is passed over is digested, too. */
	while (!err && reading && reading->algorithm &&
	       offset >= (uint64_t)reading->done) {
		err = read_piece(walk, (uint64_t)reading->done, WINDOW);
		if (!err)
			reading_add(reading, walk->window, walk->len);
	}
	if (!err && !in_window(walk, offset))
		err = read_piece(walk, offset, walk->skip ? HEADER : WINDOW);
	if (!err && reading)
		reading_pass(reading, (off_t)(walk->start + walk->len));
	return err;
}

int walk_look(struct walk *walk, uint64_t offset, const uint8_t **at,
	      size_t *len)
{
	uint64_t left, there;
	int err;

	*len = 0;
	if (offset >= walk->size)
		return 0;
	if (!in_window(walk, offset)) {
		err = read_window(walk, offset);
		if (err)
			return err;
	}
	left = walk->size - offset;
	there = walk->len - (offset - walk->start);
	*at = walk->window + (offset - walk->start);
	*len = (size_t)(there < left ? there : left);
	return 0;
}

int walk_copy(struct walk *walk, uint64_t offset, void *buf, size_t len)
{
	uint8_t *to = buf;

	while (len) {
		const uint8_t *at;
		size_t n;
		int err = walk_look(walk, offset, &at, &n);

		if (err)
			return err;
		if (!n)
			return because(walk->reason, -EIO,
				       "unexpected end of file");
		if (n > len)
			n = len;
		memcpy(to, at, n);
		to += n;
		offset += n;
		len -= n;
	}
	return 0;
}

int walk_damaged(struct walk *walk)
{
	return because(walk->reason, DAMAGED, "damaged archive");
}

int walk_skip(struct walk *walk, uint64_t len)
{
	if (len > walk->size - walk->pos)
		return because(walk->reason, DAMAGED, "truncated archive");
	walk->pos += len;
	return 0;
}

int walk_take(struct walk *walk, void *buf, size_t len)
{
	uint64_t pos = walk->pos;
	int err = walk_skip(walk, len);

	return err ? err : walk_copy(walk, pos, buf, len);
}

/* flush_buffer() of init/initramfs.c */
int walk_emit(struct walk *walk, const void *bytes, size_t len)
{
	struct newc *newc = &walk->newc;
	const uint8_t *at = bytes;

	if (walk->take)
		return walk->take(walk->to, bytes, len) ? 0 : ENOUGH;
	if (atomic_fetch_sub(walk->left, (int64_t)len) < (int64_t)len)
		return because(walk->reason, -EFBIG,
			       "unpacks to more than can be checked");
	walk->unpacked += len;
	while (len) {
		size_t n = newc_feed(newc, at, len);

		at += n;
		len -= n;
		if (newc->error)
			return because(walk->reason, DAMAGED,
				       "compressed content: %s", newc->error);
		if (len && !newc->ended)
			return because(walk->reason, DAMAGED,
				       "compressed content: not a cpio archive");
	}
	return walk->enough && walk->unpacked >= walk->enough ? ENOUGH : 0;
}

int unpack_piece(int fd, uint64_t offset, uint64_t size,
		 bool (*take)(void *to, const void *bytes, size_t len),
		 void *to)
{
	const struct format *format;
	struct reason reason;
	struct walk walk = {
		.fd = fd,
		.pos = offset,
		.size = offset + size,
		.end = offset + size,
		.take = take,
		.to = to,
		.reason = &reason,
	};
	uint8_t magic[2] = { 0 };
	const uint8_t *at;
	size_t len = 1;
	int err = walk_copy(&walk, offset, magic, sizeof(magic));

	format = find_format(magic);
	if (!err && format && format->unpack)
		err = format->unpack(&walk);
	else if (!err && format)
		err = -EOPNOTSUPP;
	else if (!format)
		while (!err && len) {
			err = walk_look(&walk, walk.pos, &at, &len) ?:
			      walk_emit(&walk, at, len);
			walk.pos += len;
		}
	free(walk.window);
	return err;
}
