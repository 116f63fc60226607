/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* What will go wrong, but not before the next kernel runs. */
#ifndef KEXEC2_CHECKS_H
#define KEXEC2_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

#include "image/image.h"

struct json_object;

/**
 * enum finding_code - what can be wrong with a component
 * @FINDING_UNREADABLE:	    It cannot be looked at.
 * @FINDING_UNCHECKED:	    It unpacks to too much to be looked at.
 * @FINDING_EMPTY:	    There is not a byte in it.
 * @FINDING_UNKNOWN:	    Its first byte is of no archive, or it is all zeros.
 * @FINDING_JUNK:	    Behind an archive there is what is neither padding
 *			    nor an archive: all behind is lost.
 * @FINDING_DAMAGED:	    The kernel stops in an archive: the same.
 * @FINDING_TRUNCATED:	    An uncompressed archive is cut short: the kernel
 *			    takes the next component for its contents.
 * @FINDING_NO_TRAILER:	    An archive that is not the last of all has no
 *			    trailer: hard links of the next one may be made to
 *			    its files.
 * @FINDING_BOOTCONFIG:	    A bootconfig is not in the last component: it is
 *			    not found, and all behind it is lost.
 * @FINDING_EARLY:	    Microcode or ACPI tables behind a compressed archive
 *			    are not found.
 * @FINDING_WRITER:	    It is open for writing: the load will fail.
 * @FINDING_UNSEALED:	    A memfd that can be changed still.
 */
enum finding_code {
	FINDING_UNREADABLE,
	FINDING_UNCHECKED,
	FINDING_EMPTY,
	FINDING_UNKNOWN,
	FINDING_JUNK,
	FINDING_DAMAGED,
	FINDING_TRUNCATED,
	FINDING_NO_TRAILER,
	FINDING_BOOTCONFIG,
	FINDING_EARLY,
	FINDING_WRITER,
	FINDING_UNSEALED,
};

/* Indices of what is no part of the initramfs. */
#define CHECKED_KERNEL		(-1)
#define CHECKED_DEVICETREE	(-2)

/**
 * struct finding - something that is wrong
 * @component: Index of the part, from 0, or one of the above.
 * @code:      What.
 * @text:      A sentence, without the name of the component and full stop.
 */
struct finding {
	int component;
	enum finding_code code;
	char text[320];
};

/* A name for programs, lower_snake_case, that stays. */
const char *finding_code_name(enum finding_code code);

/**
 * has_writer() - is a file open for writing, by anybody?
 * @fd: Open for reading only.
 *
 * Asks the kernel for a read lease, which it refuses then, and gives it back.
 * False where it grants none: to others' files without CAP_LEASE, and on some
 * file systems.
 */
bool has_writer(int fd);

/* Is it a memfd that is not sealed against shrinking, growing and writing? */
bool is_unsealed_memfd(int fd);

/**
 * check_image() - look for what the kernel will not tell before it boots
 * @image:	 Left as it is, offsets of descriptors included.
 * @content:	 Read and decompress all parts of the initramfs, too.
 * @findings:    Receives an array, to be freed; NULL if there is nothing.
 * @nr_findings: How many.
 */
void check_image(const struct image *image, bool content,
		 struct finding **findings, size_t *nr_findings);

/**
 * report_findings() - check, and print what is found
 * @content: As for check_image().
 * @strict:  What is found is an error.
 * @json:    Receives an array of what is found, for programs, if the load goes
 *	     on; or NULL if it is not wanted.
 *
 * Return: true to go on with the load.
 */
bool report_findings(const struct image *image, bool content, bool strict,
		     struct json_object **json);

#endif /* KEXEC2_CHECKS_H */
