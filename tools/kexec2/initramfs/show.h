/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The parts of a joined initramfs, for people and for programs. */
#ifndef KEXEC2_INITRAMFS_SHOW_H
#define KEXEC2_INITRAMFS_SHOW_H

#include "initramfs/initramfs.h"

struct json_object;

/* A table on stdout; nothing, if there is no part. */
void initramfs_print(const struct initramfs *initramfs);

/**
 * initramfs_json() - the same for programs
 * @image: What the image is called.
 * @dir:   Where the parts were written to, or NULL.
 *
 * Return: a new object for print_json(), or NULL if out of memory.
 */
struct json_object *initramfs_json(const struct initramfs *initramfs,
				   const char *image, const char *dir);

/* DIR/NN-LABEL.img, where part @i goes; to be freed.  NULL: out of memory. */
char *initramfs_part_path(const char *dir, const struct initramfs *initramfs,
			  size_t i);

#endif /* KEXEC2_INITRAMFS_SHOW_H */
