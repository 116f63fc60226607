/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The measurement list of the running system. */
#ifndef KEXEC2_RUNNING_H
#define KEXEC2_RUNNING_H

struct content;
struct reason;

#define LIST_FILE	"/sys/kernel/security/ima/binary_runtime_measurements"

/*
 * Open a list in securityfs.  One that another program is staging is opened
 * when it has done so, within five seconds.
 */
int list_open(const char *path, int flags);

/* Why that failed, by errno. */
int list_cannot_open(const char *path, struct reason *reason);

/*
 * Read all of it: what was staged, and not deleted, comes before the rest.  0,
 * or an error of open(2) or read(2).
 */
int running_list_read(struct content *list, struct reason *reason);

#endif /* KEXEC2_RUNNING_H */
