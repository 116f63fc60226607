/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Tell what is to be loaded, with sizes and digests, to people or programs. */
#ifndef KEXEC2_DESCRIBE_H
#define KEXEC2_DESCRIBE_H

#include <stdbool.h>
#include <stdint.h>

#include "image/image.h"
#include "shared/digest.h"

struct json_object;

/**
 * struct description - an image, and what can be told of it
 * @image:	 What is to be loaded.
 * @flags:	 As the system call is to get them.
 * @joined:	 The call is kexec_file_load(2), and the parts are joined.
 * @kernel:	 Digest of the kernel image.
 * @initrds:	 Digest of each part.
 * @cmdline:	 Digest of the command line, without its NUL.
 *
 * All digests are SHA-256.  They are of what the files hold now, before they
 * are loaded: what the kernel reads is for IMA to record.
 */
struct description {
	const struct image *image;
	uint64_t flags;
	bool joined;
	struct digest kernel;
	struct digest *initrds;
	struct digest cmdline;
};

/**
 * describe() - read and digest all of an image
 * @description: Its @image, @flags and @joined are set; receives the
 *		 rest.  description_free() it in any case.
 *
 * Files that the call would refuse, as they are not regular or empty, are
 * refused here, too.
 *
 * Return: 0, or a negative errno value after a message.
 */
int describe(struct description *description);
void description_free(struct description *description);

/* A table, on stdout. */
void print_description(const struct description *description);

/* An object, or NULL without memory for it. */
struct json_object *describe_json(const struct description *description);

#endif /* KEXEC2_DESCRIBE_H */
