/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Warn about what goes wrong only once the next kernel runs. */
#ifndef KEXEC2_CHECKS_H
#define KEXEC2_CHECKS_H

#include <stdbool.h>

#include "image/examine.h"

struct json_object;

/* Which faults keep the image from being loaded; of all others it warns. */
enum checks_refuse {
	REFUSE_NONE,
	REFUSE_UNPACK,		/* the next kernel cannot unpack a part; the
				   running one takes no such kernel */
	REFUSE_ALL,
};

/**
 * check_image() - look for faults that a load does not report
 * @image:   Left as it is.
 * @files:   Of examine_image(), with or without EXAMINE_PARTS.
 * @refuse:  Which faults are errors.
 * @json:    An array that receives what is found, for programs; or NULL.
 *	     kexec2(8) has the codes.
 *
 * Return: true to go on with the load.
 */
bool check_image(const struct image *image, const struct examined *files,
		 enum checks_refuse refuse, struct json_object *json);

#endif /* KEXEC2_CHECKS_H */
