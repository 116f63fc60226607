/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Files below the test's directory, with the directories that they need. */
#ifndef TREE_H
#define TREE_H

#include <stddef.h>

void put_file(const char *name, const char *text);
void put_bytes(const char *name, const void *bytes, size_t size);

/* The path of one, up to the next call. */
const char *at(const char *name);

#endif /* TREE_H */
