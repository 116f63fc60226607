/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The file that "kexec2 load --concat" loads with kexec_file_load(2). */
#ifndef KEXEC2_JOIN_H
#define KEXEC2_JOIN_H

#include "image/image.h"
#include "shared/digest.h"

/**
 * join_digest() - digest the parts as kexec2_load_joined() joins them
 *
 * One part is not joined, and is loaded with its signature.
 *
 * Return: 0, or an error of reading the parts, with the name in the reason.
 */
int join_digest(const struct image *image, const char *algorithm,
		struct digest *digest, struct reason *reason);

/**
 * join_parts() - make them one part without label, as IMA sees it
 *
 * Return: 0, or an error of memfd_create(2) or of join_digest().
 */
int join_parts(struct image *image, struct reason *reason);

#endif /* KEXEC2_JOIN_H */
