/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A cpio archive ("newc", "crc"), step by step as the kernel's unpacker takes
 * it: init/initramfs.c, from write_buffer() on.  Nothing is unpacked.
 */
#ifndef KEXEC2_INITRAMFS_NEWC_H
#define KEXEC2_INITRAMFS_NEWC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NEWC_HEADER_SIZE	110
#define NEWC_NAME_MAX		4096	/* PATH_MAX of the kernel, with NUL */
/* With the padding behind the header and the name. */
#define NEWC_NAME_ROOM		(NEWC_NAME_MAX + 2)

/**
 * struct cpio_entry - an entry, as its header has it
 * @offset:  Of the header: in the file, or in what its archive unpacks to.
 * @archive: Index of the archive.
 * @name:    Index of the name in the texts; only its beginning, if
 *	     newc_is_passed_over().
 * @target:  The same of a symbolic link's target; else the name's.
 * @plain:   Its archive is not compressed.
 * @early:   find_cpio_data() is called for it before anything is unpacked.
 * @metadata: It has the extended attributes of the entry before it.
 * @fault:   What the kernel skips of those, or NULL.
 */
struct cpio_entry {
	uint64_t offset;
	uint32_t archive, mode, ino, nlink, major, minor, rdev;
	uint32_t body, name_size, name, target;
	bool plain, early, metadata;
	const char *fault;
};

/**
 * struct cpio_entries - entries in the order of unpacking, trailers too
 * @list:     The entries.
 * @count:    How many.
 * @texts:    Their names and targets, each with a NUL.
 * @texts_len: Bytes of @texts that are in use, of @texts_room.
 * @too_many: There are more than are kept.
 */
struct cpio_entries {
	struct cpio_entry *list;
	size_t count;
	char *texts;
	size_t texts_len, texts_room;
	bool too_many;
};

/* What is kept of one image. */
#define ENTRIES_MAX		(2U << 20)
#define ENTRIES_TEXTS_MAX	(256U << 20)

void entries_free(struct cpio_entries *entries);

/* Not all of the kernel's: contents go nowhere. */
enum newc_state {
	NEWC_START,	/* a header has to follow at once */
	NEWC_HEADER,	/* in a header */
	NEWC_NAME,	/* in a name, and a symbolic link's target */
	NEWC_SUM,	/* in contents that have a checksum */
	NEWC_METADATA,	/* in extended attributes */
	NEWC_SKIP,	/* in what does not matter, up to next */
	NEWC_RESET,	/* between entries: zeros, a header, or other data */
};

/**
 * struct newc - how far an archive is
 * @state:   In what.
 * @pos:     Offset, by which the archive has to be aligned.
 * @next:    Offset of what follows this entry.
 * @end:     Offset of the end of the last entry that is whole.
 * @entries: Entries that began, but for the trailer and extended attributes.
 * @metadata: Entries with these.
 * @kept:    Receives them; or NULL.
 * @archive: Index of the archive, for these.
 * @plain:   The archive is not compressed.
 * @no_sums: The kernel does not take checksums ("070702").
 * @open:    The last entry was not a trailer, so that the kernel remembers
 *           the hard links of what was there.
 * @ended:   newc_feed() has stopped as a trailer is over.
 * @early:   There is a file that the kernel looks for before it unpacks.
 * @error:   What the kernel stops at, or NULL.
 *
 * The rest is the entry under way.  @body, to be freed, has what is read of
 * extended attributes.
 */
struct newc {
	enum newc_state state;
	uint64_t pos, next, end, entries, metadata;
	struct cpio_entries *kept;
	uint32_t archive;
	bool plain, no_sums, open, ended, early;
	const char *error;

	struct cpio_entry entry;
	uint32_t sum, expected_sum, left;
	bool has_sum, trailer;
	uint8_t *body;
	size_t have, need;
	char buf[NEWC_NAME_ROOM + NEWC_NAME_MAX + 1];
};

/**
 * newc_begin() - go on with another archive
 * @state: NEWC_START, NEWC_RESET, or that of the archive before.
 * @pos:   Offset of its first byte.
 */
void newc_begin(struct newc *newc, enum newc_state state, uint64_t pos);

/**
 * newc_feed() - take bytes
 *
 * Return: how many were taken.  Less than @len if there is an error, a trailer
 * is over, or the next byte, between entries, neither is a zero nor begins
 * a header.
 */
size_t newc_feed(struct newc *newc, const uint8_t *bytes, size_t len);

/* The length of a header with its name and their padding. */
uint32_t newc_head_size(uint32_t name_size);

/* Does the kernel look at no more than the header?  do_header() */
bool newc_is_passed_over(const struct cpio_entry *entry);

/* How many bytes may be left out that newc_feed() would not look at. */
uint64_t newc_skippable(const struct newc *newc);
void newc_skip(struct newc *newc, uint64_t len);

#endif /* KEXEC2_INITRAMFS_NEWC_H */
