/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* A line on the terminal that tells how far reading large files has come. */
#ifndef KEXEC2_PROGRESS_H
#define KEXEC2_PROGRESS_H

#include <stdatomic.h>
#include <stdio.h>
#include <sys/types.h>

/**
 * struct progress - state of the line
 * @out:   Where it is shown; NULL: nowhere.
 * @name:  Of the file, or how many there are.
 * @total: Size of all that is read, in bytes.
 * @done:  What has been read of it.
 * @shown: Percentage that is on the screen, or -1.
 * @busy:  A thread is showing it.
 */
struct progress {
	FILE *out;
	const char *name;
	off_t total;
	_Atomic off_t done;
	_Atomic int shown;
	atomic_flag busy;
};

/*
 * Nothing is shown unless @out is a terminal, @name is given and @total is
 * worth it.  progress_end() clears the line.  Any number of threads may add
 * what they have read, to a @progress that may be NULL.
 */
void progress_start(struct progress *progress, FILE *out, const char *name,
		    off_t total);
void progress_add(struct progress *progress, off_t size);
void progress_end(struct progress *progress);

#endif /* KEXEC2_PROGRESS_H */
