// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Measurement lists in pieces. */
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "archive.h"

/* No other list begins so. */
static const uint8_t magic[8] = "ima list";

/* As it is in the file. */
struct header {
	uint8_t magic[8];
	uint32_t type;
	uint32_t staged;
	uint32_t has_resets;
	uint32_t resets;
	uint8_t boot_id[16];
	uint64_t first;
	uint64_t count;
	uint64_t offset;
	uint64_t size;
	uint8_t digest[24];		/* of what is before it and behind it */
};

_Static_assert(sizeof(struct header) == ARCHIVE_HEADER, "no padding");

static void digest_frame(const struct header *header, struct bytes entries,
			 uint8_t digest[24])
{
	struct evp_md_ctx_st *hash;
	uint8_t value[DIGEST_SIZE_MAX];

	if (digest_start(&hash, "sha256"))
		out_of_memory();
	hash_run(hash, header, offsetof(struct header, digest), entries.data,
		 entries.size, value);
	EVP_MD_CTX_free(hash);
	memcpy(digest, value, sizeof(header->digest));
}

void frame_header(const struct frame *frame, uint8_t bytes[ARCHIVE_HEADER])
{
	struct header header = {
		.type = htole32(frame->type), .staged = htole32(frame->staged),
		.has_resets = htole32(frame->has_resets),
		.resets = htole32(frame->resets),
		.first = htole64(frame->first), .count = htole64(frame->count),
		.offset = htole64(frame->offset),
		.size = htole64(frame->entries.size),
	};

	memcpy(header.magic, magic, sizeof(magic));
	memcpy(header.boot_id, frame->boot_id, sizeof(header.boot_id));
	digest_frame(&header, frame->entries, header.digest);
	memcpy(bytes, &header, sizeof(header));
}

bool archive_begins(struct bytes file)
{
	return bytes_begin(&file, (const char *)magic, sizeof(magic));
}

/*
 * Take a frame; false, and nothing is taken, if there is none.  Its digest is
 * compared if @check, or if nothing follows.
 */
static bool take_frame(struct bytes *rest, struct frame *frame, bool check)
{
	struct bytes at = *rest, bytes;
	uint8_t digest[24];
	struct header header;

	if (!archive_begins(at) || !bytes_take(&at, sizeof(header), &bytes))
		return false;
	memcpy(&header, bytes.data, sizeof(header));
	*frame = (struct frame){
		.type = le32toh(header.type), .staged = le32toh(header.staged),
		.has_resets = le32toh(header.has_resets),
		.resets = le32toh(header.resets),
		.first = le64toh(header.first), .count = le64toh(header.count),
		.offset = le64toh(header.offset),
	};
	memcpy(frame->boot_id, header.boot_id, sizeof(frame->boot_id));
	if (!bytes_take(&at, le64toh(header.size), &frame->entries))
		return false;
	if (check || !at.size) {
		digest_frame(&header, frame->entries, digest);
		if (memcmp(digest, header.digest, sizeof(digest)))
			return false;
	}
	*rest = at;
	return true;
}

/* Where no frame is: is there one behind it?  Else it was cut short. */
static bool frame_follows(struct bytes rest)
{
	struct frame frame;

	while (rest.size > 1) {
		const uint8_t *next = memmem(rest.data + 1, rest.size - 1,
					     magic, sizeof(magic));

		if (!next)
			break;
		bytes_skip(&rest, (size_t)(next - rest.data));
		if (take_frame(&(struct bytes){ rest.data, rest.size }, &frame,
			       true))
			return true;
	}
	return false;
}

/* Does the frame follow those before it? */
static bool add_frame(struct archive *archive, const struct frame *frame)
{
	if (frame->type == FRAME_DELETED) {
		if (frame->first < archive->kept || frame->first > archive->nr)
			return false;
		archive->kept = frame->first;
		return true;
	}
	if (frame->type != FRAME_ENTRIES || frame->first != archive->nr ||
	    !frame->count || frame->count > frame->entries.size)
		return false;
	archive->nr += frame->count;
	archive->last = *frame;
	return true;
}

int archive_read(struct archive *archive, struct bytes file,
		 int (*take)(void *to, const struct frame *frame,
			     struct reason *reason),
		 void *to, struct reason *reason)
{
	struct bytes rest = file;
	struct frame frame;
	struct reason why;
	int err = 0;

	*archive = (struct archive){ .nr = 0 };
	while (!err && take_frame(&rest, &frame, take)) {
		if (!add_frame(archive, &frame))
			return because(reason, -EINVAL, "archive is damaged: the frame at byte %zu does not follow that before it",
				       archive->size);
		if (take && frame.type == FRAME_ENTRIES)
			err = take(to, &frame, &why);
		if (err)
			return because(reason, err, "archive, frame at byte %zu: %.200s",
				       archive->size, why.text);
		archive->size = file.size - rest.size;
	}
	return frame_follows(rest) ?
	       because(reason, -EINVAL, "archive is damaged at byte %zu",
		       archive->size) : 0;
}

unsigned int archive_newest(int fd)
{
	unsigned int newest = 0, number;
	struct dirent *entry;
	DIR *dir;
	char end;

	fd = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	while (dir && (entry = readdir(dir)))
		if (sscanf(entry->d_name, ARCHIVE_FILE "%c", &number,
			   &end) == 1 && number > newest)
			newest = number;
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	return newest;
}

int archive_open(int dir)
{
	unsigned int newest = archive_newest(dir), number;
	char name[32];
	int fd;

	do {
		number = newest;
		snprintf(name, sizeof(name), ARCHIVE_FILE, number);
		fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return -errno;
		/* Where there are no locks, nobody writes. */
		flock(fd, LOCK_SH);
		newest = archive_newest(dir);
		if (newest != number)
			close(fd);
	} while (newest != number);
	return fd;
}

bool archive_same(const struct list_entry *a, const struct list_entry *b)
{
	return a->pcr == b->pcr && bytes_equal(a->digest, b->digest) &&
	       bytes_equal(a->template, b->template) &&
	       bytes_equal(a->data, b->data);
}
