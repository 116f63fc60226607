/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Pack what is below a directory. */
#ifndef KEXEC2_PACK_TREE_H
#define KEXEC2_PACK_TREE_H

#include "pack/pack.h"

/* Who owns all entries; -1 for who owns the file. */
struct owner {
	int64_t uid, gid;
};

/**
 * pack_tree() - pack the files below a directory, in the order of their paths
 * @dir:  The directory, which is not packed itself.
 * @list: File with paths below it, one in a line, "-" for stdin: only these,
 *        and the directories that they are in.  NULL for all.
 *
 * Inodes are numbered anew.
 *
 * Return: false after a message.
 */
bool pack_tree(struct pack *pack, const char *dir, const char *list,
	       const struct owner *owner);

#endif /* KEXEC2_PACK_TREE_H */
