/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
#ifndef ODD_FILES_H
#define ODD_FILES_H

/*
 * Mount on @dir, with a thread that serves it, a FUSE file system whose only file
 * "part" is seldom twice the same: reads of it are late, short, refused, or do
 * not agree with the size.  @seed is that of what it does.
 *
 * Returns 0, or -errno; -ENOENT or -ENODEV where the kernel has no FUSE.
 */
int mount_odd_files(const char *dir, unsigned long long seed);

#endif
