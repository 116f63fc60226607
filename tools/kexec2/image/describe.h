/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Show an image, with sizes and digests, as a table or JSON. */
#ifndef KEXEC2_DESCRIBE_H
#define KEXEC2_DESCRIBE_H

#include <stdbool.h>
#include <stdint.h>

#include "image/examine.h"

struct json_object;

/**
 * check_digests() - do all files of an image have a digest?
 * @files: Of examine_image() with EXAMINE_DIGEST.
 *
 * The digests are of what the files hold now, before they are loaded: what the
 * kernel reads is for IMA to record.  Files that the call would refuse, as they
 * are not regular or empty, are refused here, too.
 *
 * Return: true, or false after a message.
 */
bool check_digests(const struct image *image, const struct examined *files);

/*
 * A table on stdout, an object.  @flags are as the system call gets them.
 */
void print_image(const struct image *image, const struct examined *files,
		 uint64_t flags);
struct json_object *image_json(const struct image *image,
			       const struct examined *files, uint64_t flags);

#endif /* KEXEC2_DESCRIBE_H */
