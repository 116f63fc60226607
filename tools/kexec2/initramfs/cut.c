// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Find where the files end that an image was joined from. */
#include <errno.h>
#include <string.h>
#include <sys/param.h>

#include "image/sealed.h"
#include "initramfs/cut.h"
#include "shared/digest.h"
#include "shared/known-digests.h"

#define BLOCK		512
#define JOIN_MIN	4
#define JOIN_MAX	7
#define CHUNK		(64U << 10)

/* A file that is joined from more archives is not found. */
#define ARCHIVES_MAX	16

/* So many zeros are looked at one by one, more only block by block. */
#define EACH_ZERO	(64U << 10)

/**
 * struct search - for the end of a part that has a known digest
 * @readings: One for each algorithm that known digests have.
 * @start:    Offset of the part.
 * @pos:      How far the image has been digested.
 */
struct search {
	int fd;
	const struct known_digests *known;
	struct reading readings[NR_HASHES];
	size_t nr_readings;
	uint64_t start, pos;
	struct reason *reason;
};

static void start_search(struct search *search, uint64_t start)
{
	size_t i;

	search->start = search->pos = start;
	search->nr_readings = 0;
	for (i = 0; i < NR_HASHES; i++)
		if (known_digests_use(search->known, bank_types[i].kernel))
			reading_start(&search->readings[search->nr_readings++],
				      bank_types[i].kernel, NULL);
}

static void end_search(struct search *search)
{
	struct digest ignored;

	while (search->nr_readings)
		reading_end(&search->readings[--search->nr_readings],
			    &ignored);
}

static int digest_up_to(struct search *search, uint64_t end)
{
	uint8_t bytes[CHUNK];
	size_t i, size;
	int err = 0;

	while (!err && search->pos < end) {
		size = MIN(end - search->pos, sizeof(bytes));
		err = read_bytes(search->fd, bytes, size, search->pos,
				 search->reason);
		for (i = 0; !err && i < search->nr_readings; i++)
			reading_add(&search->readings[i], bytes, size);
		search->pos += size;
	}
	return err;
}

/* The name of a file that is what was digested so far, or NULL. */
static const char *find_known(const struct search *search)
{
	const char *name = NULL;
	struct digest digest;
	size_t i;

	for (i = 0; !name && i < search->nr_readings; i++) {
		if (reading_peek(&search->readings[i], &digest))
			continue;
		digest.size = 0;
		name = known_digests_find(search->known, &digest);
	}
	return name;
}

/* From the end of an archive on, over zeros up to @limit. */
static int search_zeros(struct search *search, uint64_t limit,
			const char **name)
{
	uint64_t each = search->pos + EACH_ZERO, block;
	int err = 0;

	while (!(*name = find_known(search)) && !err && search->pos < limit) {
		block = BLOCK - (search->pos - search->start) % BLOCK;
		err = digest_up_to(search, search->pos < each ?
				   search->pos + 1 :
				   MIN(search->pos + block, limit));
	}
	return err;
}

/* Where the zeros behind a part end. */
static uint64_t limit_of(const struct initramfs *initramfs, size_t i)
{
	if (i + 1 < initramfs->nr_parts)
		return initramfs->parts[i + 1].offset;
	return initramfs->stop ? initramfs->stop_offset : initramfs->size;
}

/* The part consists of the @count archives from @i on, and ends at @end. */
static void merge(struct initramfs *initramfs, size_t i, size_t count,
		  uint64_t end)
{
	struct initramfs_part *part = &initramfs->parts[i], *next = part + 1;
	const struct initramfs_part *last = part + count - 1;

	part->padding = end - (last->offset + last->size);
	part->size = end - part->offset;
	part->open = last->open;
	part->truncated = last->truncated;
	if (count == 1)
		return;
	part->kind = INITRAMFS_SEVERAL;
	part->early = false;
	for (; next <= last; next++) {
		part->entries += next->entries;
		part->metadata += next->metadata;
		part->unpacked += next->unpacked;
	}
	initramfs->nr_parts -= count - 1;
	memmove(part + 1, part + count,
		(initramfs->nr_parts - i - 1) * sizeof(*part));
}

/* *@name: NULL if no end is known. */
static int search_end(struct initramfs *initramfs, size_t i,
		      struct search *search, const char **name)
{
	size_t count = 0;
	int err = 0;

	*name = NULL;
	start_search(search, initramfs->parts[i].offset);
	while (!err && !*name && count < ARCHIVES_MAX &&
	       i + count < initramfs->nr_parts) {
		const struct initramfs_part *part =
			&initramfs->parts[i + count];

		err = digest_up_to(search, part->offset + part->size);
		if (!err)
			err = search_zeros(search,
					   limit_of(initramfs, i + count),
					   name);
		count++;
	}
	end_search(search);
	if (*name)
		merge(initramfs, i, count, search->pos);
	return err;
}

/* The rest of the archive's last block, if it is all zeros. */
static void pad(struct initramfs *initramfs, size_t i)
{
	struct initramfs_part *part = &initramfs->parts[i];
	uint64_t end = part->offset + part->size;
	uint64_t zeros = limit_of(initramfs, i) - end;
	uint64_t padding = (BLOCK - part->size % BLOCK) % BLOCK;
	bool whole = zeros >= padding;

	/* By joining, as kexec_file_load2(2) does, come 4 to 7. */
	if (part->kind != INITRAMFS_CPIO)
		whole = padding > JOIN_MAX &&
			(zeros == padding || zeros == padding + JOIN_MIN);
	if (whole)
		merge(initramfs, i, 1, end + padding);
}

int initramfs_cut(struct initramfs *initramfs, int fd,
		  const struct known_digests *known, struct reason *reason)
{
	struct search search = { .fd = fd, .known = known, .reason = reason };
	int err = 0;
	size_t i;

	for (i = 0; !err && i < initramfs->nr_parts; i++) {
		struct initramfs_part *part = &initramfs->parts[i];

		if (known->nr)
			err = search_end(initramfs, i, &search, &part->known);
		if (!part->known)
			pad(initramfs, i);
	}
	initramfs_label(initramfs);
	return err;
}
