/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * An image to load.  Sources fill it: options, boot entries, unified kernel
 * images, joined initramfs images.  Loading, showing, checking and predicting
 * read it.
 */
#ifndef KEXEC2_IMAGE_H
#define KEXEC2_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include <linux/kexec_file_load2.h>

#include "shared/util.h"

/**
 * struct component - a file to load
 * @fd:    Open for reading only, close-on-exec, owned; -1 for none.
 * @name:  What messages call it: its path, or "IMAGE.efi:.initrd" for what was
 *         taken out of another file.
 * @piece: What tells it from other pieces of a file, at the end of @name, until
 *         image_seal() has made it a file of its own; else NULL.
 * @offset: Of the piece, in bytes.
 * @size:  Of the piece; 0 if it is a file of its own.
 * @label: What IMA is told that it is, "" for nothing.  Initrds only.
 */
struct component {
	int fd;
	char *name;
	const char *piece;
	uint64_t offset, size;
	char label[KEXEC_INITRD_LABEL_SIZE];
};

/**
 * struct image - a kernel with all that goes with it
 * @kernel:	The kernel image.
 * @initrds:	Parts of the initramfs, in the order of unpacking.
 * @nr_initrds: How many.
 * @devicetree: The device tree that was asked for.
 * @cmdline:	The command line, or NULL if none was given.
 * @concat:	It is for kexec_file_load(2), which takes one initramfs.
 * @notices:	What the user should know of how it came about, such as what was
 *		left out: sentences without full stop and newline that name
 *		their files, in the order in which they came up.
 * @nr_notices: How many.
 */
struct image {
	struct component kernel;
	struct component *initrds;
	size_t nr_initrds;
	struct component devicetree;
	char *cmdline;
	bool concat;
	char **notices;
	size_t nr_notices;
};

#define IMAGE_INIT ((struct image){ .kernel.fd = -1, .devicetree.fd = -1 })

void component_free(struct component *component);
void image_free(struct image *image);
void image_drop_initrds(struct image *image);

/**
 * component_set() - set the kernel or the device tree by descriptor
 * image_take_initrd() - add a part of the initramfs by descriptor
 * @fd:    Owned by the image from here on; closed on failure, too.
 * @name:  Copied.
 * @label: Copied; NULL or "" for none.
 *
 * Return: 0; for a label that is none, or more parts than the call takes,
 * -EINVAL.
 */
void component_set(struct component *component, int fd, const char *name);
int image_take_initrd(struct image *image, int fd, const char *name,
		      const char *label, struct reason *reason);

/**
 * image_add_piece() - add a piece of a file as a part of the initramfs
 * @fd:    The file; not owned.
 * @path:  Its name; with @piece, that of the part.
 * @piece: With a character that sets it off.
 *
 * Return: as image_take_initrd(), or an error of fcntl(2).
 */
int image_add_piece(struct image *image, int fd, uint64_t offset, uint64_t size,
		    const char *path, const char *piece, const char *label,
		    struct reason *reason);

/**
 * image_seal() - make files of all pieces, before they are loaded
 *
 * Each becomes a memfd that is sealed against every change and open for reading
 * only.  Until then it is where its file has it, and can be examined.
 *
 * Return: 0, or an error of sealed_copy() with the name in the reason.
 */
int image_seal(struct image *image, struct reason *reason);

/* The same from a path, which becomes the name; or an error of open(2). */
int image_open_kernel(struct image *image, const char *path,
		      struct reason *reason);
int image_open_devicetree(struct image *image, const char *path,
			  struct reason *reason);
int image_open_initrd(struct image *image, const char *path, const char *label,
		      struct reason *reason);

/* Append to the command line, behind a blank if there is one. */
void image_add_cmdline(struct image *image, const char *words, size_t len);

__attribute__((format(printf, 2, 3)))
void image_note(struct image *image, const char *format, ...);

/**
 * label_from_name() - make a label of a file's name
 * @label: Receives it: the last component of @name, characters that a label
 *         cannot have as "_", cut to fit; never empty.
 */
void label_from_name(char label[KEXEC_INITRD_LABEL_SIZE], const char *name);

#endif /* KEXEC2_IMAGE_H */
