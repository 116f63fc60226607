/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* An archive that is written: nothing counts before it is on the disk. */
#ifndef KEXEC2_STORE_H
#define KEXEC2_STORE_H

#include "evidence/archive.h"

struct store {
	int dir;
	int fd;				/* of the newest file; -1: none */
	unsigned int number;		/* its number */
	struct bytes file;		/* as it was opened */
	struct archive archive;		/* what is in it */
};

/*
 * Open a directory, and make it if it is missing.  Only one program has it
 * open.  What a crash has left of a frame is cut off.  0 or a negative errno
 * value.
 */
int store_open(struct store *store, const char *path, struct reason *reason);

/*
 * The entries of the newest file that the kernel may still have, and some
 * before them, behind those of a list; where they begin goes to @start.
 */
int store_tail(const struct store *store, struct list *list, size_t *start,
	       struct reason *reason);

/* Append a frame, to a new file if it is @afresh. */
int store_add(struct store *store, const struct frame *frame, bool afresh,
	      struct reason *reason);

/* Remove all files but the newest, and @n before that. */
int store_keep(const struct store *store, unsigned int n,
	       struct reason *reason);

void store_close(struct store *store);

#endif /* KEXEC2_STORE_H */
