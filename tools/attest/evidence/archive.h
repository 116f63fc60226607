/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What "kexec2-attest archive" writes: measurement lists in pieces.
 *
 * A directory has a file for each boot by firmware.  A file has frames: a
 * header of ARCHIVE_HEADER bytes, numbers in little endian, and the entries of
 * a binary list.  Each frame is on the disk before the next one is written, so
 * that only the last one can be cut short.
 */
#ifndef KEXEC2_ARCHIVE_H
#define KEXEC2_ARCHIVE_H

#include "list.h"

#define ARCHIVE_HEADER	96
#define ARCHIVE_FILE	"boot-%06u"

enum frame_type {
	FRAME_ENTRIES = 1,
	FRAME_DELETED,		/* the kernel has no entry before @first */
};

struct frame {
	uint32_t type;
	uint32_t staged;	/* read from there, where a deletion follows */
	uint32_t has_resets;
	uint32_t resets;	/* resetCount of the TPM */
	uint8_t boot_id[16];
	uint64_t first;		/* index of the first entry */
	uint64_t count;		/* of entries */
	uint64_t offset;	/* in the list, of what follows them; or 0 */
	struct bytes entries;
};

/* A file that was read. */
struct archive {
	size_t nr;		/* entries */
	size_t kept;		/* the kernel may have those from here on */
	size_t size;		/* up to where the frames are whole */
	struct frame last;	/* of entries */
};

/* Write the header of a frame. */
void frame_header(const struct frame *frame, uint8_t header[ARCHIVE_HEADER]);

/* Is it such a file? */
bool archive_begins(struct bytes file);

/*
 * Read a file, and have each frame of entries taken.  Without @take, only the
 * last one is compared with its digest.
 *
 * Return: 0; -EINVAL for one that is damaged before its last frame, or in which
 * frames do not follow each other; or what @take returned.
 */
int archive_read(struct archive *archive, struct bytes file,
		 int (*take)(void *to, const struct frame *frame,
			     struct reason *reason),
		 void *to, struct reason *reason);

/* The highest number of the files in a directory, or 0. */
unsigned int archive_newest(int dir);

/*
 * Open the newest file of a directory and lock it, so that nothing moves from
 * the kernel to it.  A descriptor, or a negative errno value.
 */
int archive_open(int dir);

/* Are they the same entry?  Digests are as long as the list has them. */
bool archive_same(const struct list_entry *a, const struct list_entry *b);

#endif /* KEXEC2_ARCHIVE_H */
