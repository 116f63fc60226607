/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A model of what the kernel has of a measurement list, which Linux 7.2 can
 * stage: security/integrity/ima/{ima_fs,ima_queue,ima_kexec}.c.  It outlives a
 * process that uses it and is killed, as the kernel does: each request is done
 * between two system calls, or not at all.
 *
 * The files are "list" and "list_staged" of the test's directory; boot ID and
 * reset count of a TPM are told where Linux has them.  A test is linked with
 * --wrap for the functions below.
 */
#ifndef IMAFS_H
#define IMAFS_H

#include <stdbool.h>
#include <stddef.h>

#include "listmaker.h"

#define IMAFS_ROOM	(256 << 10)

struct imafs {
	/* Set by the test: */
	bool staging;			/* the kernel is built with it */
	bool tpm;			/* there is one, with a reset count */
	bool suspended;			/* a reboot has begun */
	bool suspend_at_delete;		/* one begins before the next "D" */
	bool die_at_delete;		/* the program is killed behind "D" */
	unsigned int busy;		/* so many open(2) will fail */
	long space;			/* of the disk; -1: enough */
	bool sync_fails;

	unsigned int boots, resets;
	size_t nr_staged, nr_current;	/* bytes */
	unsigned char staged[IMAFS_ROOM], current[IMAFS_ROOM];
};

extern struct imafs *imafs;		/* shared with child processes */

/* A machine that was switched on: boot_aggregate is measured. */
void imafs_start(void);

/* IMA has measured a file. */
void imafs_measure(const char *name, bool violation);

/* Another program has staged the list, and left it so. */
void imafs_stage(void);

/* The next kernel, with the list if it is carried along; a boot by firmware. */
void imafs_kexec(bool carried);
void imafs_reset(void);

/* All that was measured since the last boot by firmware. */
extern struct buffer measured;

/*
 * Run "kexec2-attest archive --dir=DIR" on this kernel, in a process that is
 * killed before its system call number @kill_at, from 1; 0: never.  The exit
 * status; -1 if it was killed.  What it prints goes to "out".
 */
int imafs_archive(const char *dir, unsigned int kill_at);

#endif /* IMAFS_H */
