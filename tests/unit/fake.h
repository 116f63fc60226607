/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * A kernel for the tests: the system calls, and the files of /proc and /sys
 * that the library and the command look at.  Linked into the test binary, its
 * definitions of syscall(), reboot(), sync(), execvp(), open(), fopen(),
 * access(), statfs(), mkdir(), unlink() and rename() come before those of libc.
 */
#ifndef FAKE_H
#define FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <linux/kexec_file_load2.h>

#define FAKE_GROWTH	16	/* of the structures of later kernels */

struct fake {
	/* Set by the test: */
	bool absent;		/* no kexec_file_load2 */
	bool kills;		/* a seccomp filter kills who calls it */
	int err;		/* of kexec_file_load2, positive, or 0 */
	bool once;		/* ... of the first call alone */
	int verify_err;		/* of the first KEXEC_FILE2_VERIFY alone */
	unsigned int stage;	/* reported with err */
	int initrd;
	unsigned int segment;
	bool no_report;		/* leave the report alone */
	size_t growth;		/* of all structures that the kernel knows */
	int old_err;		/* of kexec_file_load, positive, or 0 */
	int reboot_err;
	bool no_cap_sys_boot;
	bool securityfs;
	const char *root;	/* has /run/kexec2; NULL: the machine's */

	/* What the last kexec_file_load2 was given: */
	unsigned int calls;
	const void *args_pointer;
	size_t size;
	unsigned int flags;
	struct kexec_file_load2_args args;
	struct kexec_initrd initrds[KEXEC_INITRD_MAX];
	ino_t kernel_ino;
	ino_t initrd_inos[KEXEC_INITRD_MAX];
	off_t kernel_size, initrd_sizes[KEXEC_INITRD_MAX];
	bool all_cloexec;
	char cmdline[8192];

	/* ... and the last kexec_file_load: */
	unsigned int old_calls;
	int old_kernel_fd, old_initrd_fd;
	unsigned long old_cmdline_len, old_flags;
	const void *old_cmdline;
	bool kills_old;		/* the same, for the older call */
	ino_t old_kernel_ino, old_initrd_ino;	/* 0 for none */
	char old_initrd[1 << 17];	/* what the file holds at the time */
	size_t old_initrd_size;
	int old_initrd_seals;
	char old_cmdline_text[256];

	unsigned int reboots, syncs;
	int reboot_cmd;
	bool synced_before_reboot;

	unsigned int execs;	/* of execvp(), which fails with ENOENT */
	char exec_args[64];	/* ... each followed by a blank */
};

extern struct fake fake;

/* Back to a kernel on which everything works, for root. */
void fake_reset(void);

/* A file of /proc or /sys; NULL: there is none. */
void fake_file(const char *path, const char *content);
void fake_bytes(const char *path, const void *content, size_t size);

#endif /* FAKE_H */
