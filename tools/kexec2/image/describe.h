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
 * digest_image() - collect the digests of an image
 * @files: Of examine_image() with EXAMINE_DIGEST.
 *
 * All digests are SHA-256.  They are of what the files hold now, before they
 * are loaded: what the kernel reads is for IMA to record.  Files that the call
 * would refuse, as they are not regular or empty, are refused here, too.
 *
 * Return: the digests of the kernel, of each part, and of the command line
 * without its NUL, to be freed; or NULL after a message.
 */
struct digest *digest_image(const struct image *image,
			    const struct examined *files);

/*
 * A table on stdout, an object.  @flags are as the system call gets them;
 * @joined: the call is kexec_file_load(2), and the parts are joined.
 */
void print_image(const struct image *image, const struct digest *digests,
		 uint64_t flags, bool joined);
struct json_object *image_json(const struct image *image,
			       const struct digest *digests, uint64_t flags,
			       bool joined);

#endif /* KEXEC2_DESCRIBE_H */
