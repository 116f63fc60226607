/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
#ifndef FILES_H
#define FILES_H

#include "random.h"

/* What a load takes comes first: a kernel and parts. */
enum { GOOD_KERNEL, GOOD_PARTS, PARTS_END = GOOD_PARTS + 8, SLOTS = 64 };

extern int fds[SLOTS];

/* Mount what the files are on, and open one for each slot. */
void make_files(struct random *r, unsigned long long seed);

/* A descriptor of some kind, or -1. */
int any_file(struct random *r);

/* Put another file behind a descriptor, or none, and close @fd. */
void replace(struct random *r, int slot, int fd);

/* What a load takes is there again. */
void refresh(struct random *r);

#endif
