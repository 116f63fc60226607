/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* A line on the terminal that tells how far reading a large file has come. */
#ifndef KEXEC2_PROGRESS_H
#define KEXEC2_PROGRESS_H

#include <stdio.h>
#include <sys/types.h>

/**
 * struct progress - state of the line
 * @out:   Where it is shown; NULL: nowhere.
 * @name:  Of the file.
 * @total: Its size in bytes.
 * @shown: Percentage that is on the screen, or -1.
 */
struct progress {
	FILE *out;
	const char *name;
	off_t total;
	int shown;
};

/*
 * Nothing is shown unless @out is a terminal, @name is given and @total is
 * worth it.  progress_end() clears the line.
 */
void progress_start(struct progress *progress, FILE *out, const char *name,
		    off_t total);
void progress_update(struct progress *progress, off_t done);
void progress_end(struct progress *progress);

#endif /* KEXEC2_PROGRESS_H */
