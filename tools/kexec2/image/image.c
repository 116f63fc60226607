// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* An image: a kernel with all that goes with it. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/image.h"
#include "image/sealed.h"
#include "shared/files.h"
#include "shared/util.h"

#define LABEL_CHARACTERS "0123456789._-" \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

void component_free(struct component *component)
{
	if (component->fd >= 0)
		close(component->fd);
	free(component->name);
}

void image_drop_initrds(struct image *image)
{
	while (image->nr_initrds)
		component_free(&image->initrds[--image->nr_initrds]);
	free(image->initrds);
	image->initrds = NULL;
}

void image_free(struct image *image)
{
	size_t i;

	component_free(&image->kernel);
	component_free(&image->devicetree);
	image_drop_initrds(image);
	free(image->cmdline);
	for (i = 0; i < image->nr_notices; i++)
		free(image->notices[i]);
	free(image->notices);
	*image = IMAGE_INIT;
}

void component_set(struct component *component, int fd, const char *name)
{
	component_free(component);
	*component = (struct component){ .fd = fd, .name = xstrdup(name) };
}

static int check_label(const char *label, size_t number, struct reason *reason)
{
	size_t len = strlen(label);

	if (len < KEXEC_INITRD_LABEL_SIZE &&
	    strspn(label, LABEL_CHARACTERS) == len)
		return 0;
	return because(reason, -EINVAL,
		       "invalid label \"%.64s\" for initrd %zu; use 1 to %d characters of A-Z a-z 0-9 . _ -",
		       label, number, KEXEC_INITRD_LABEL_SIZE - 1);
}

int image_take_initrd(struct image *image, int fd, const char *name,
		      const char *label, struct reason *reason)
{
	size_t count = image->nr_initrds;
	struct component *initrd;
	int err;

	err = label ? check_label(label, count, reason) : 0;
	if (!err && count >= KEXEC_INITRD_MAX)
		err = because(reason, -EINVAL,
			      "too many initrds (%zu, maximum %d); join some of them",
			      count + 1, KEXEC_INITRD_MAX);
	if (err) {
		close(fd);
		return err;
	}
	initrd = XADD(image->initrds, image->nr_initrds);
	*initrd = (struct component){ .fd = -1 };
	component_set(initrd, fd, name);
	strcpy(initrd->label, label ?: "");
	return 0;
}

int image_add_piece(struct image *image, int fd, uint64_t offset, uint64_t size,
		    const char *path, const char *piece, const char *label,
		    struct reason *reason)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0), err;
	char *name = xasprintf("%s%s", path, piece);
	struct component *part;

	err = copy < 0 ? cannot_open(errno, reason) :
			 image_take_initrd(image, copy, name, label, reason);
	free(name);
	if (err)
		return err;
	part = &image->initrds[image->nr_initrds - 1];
	part->piece = part->name + strlen(path);
	part->offset = offset;
	part->size = size;
	return 0;
}

/* IMA records the name of a memfd: the same, wherever the file lies. */
static int seal(struct component *part, struct reason *reason)
{
	char *path = xstrndup(part->name, (size_t)(part->piece - part->name));
	int fd = sealed_copy(part->fd, part->offset, part->size,
			     base_name(path), part->piece, reason);

	free(path);
	if (fd < 0)
		return fd;
	close(part->fd);
	part->fd = fd;
	part->piece = NULL;
	part->offset = part->size = 0;
	return 0;
}

int image_seal(struct image *image, struct reason *reason)
{
	size_t i;
	int err = 0;

	for (i = 0; !err && i < image->nr_initrds; i++)
		if (image->initrds[i].piece)
			err = seal(&image->initrds[i], reason);
	return err;
}

static int open_as(struct component *component, const char *path,
		   struct reason *reason)
{
	int fd = open_component(path, reason);

	if (fd < 0)
		return fd;
	component_set(component, fd, path);
	return 0;
}

int image_open_kernel(struct image *image, const char *path,
		      struct reason *reason)
{
	return open_as(&image->kernel, path, reason);
}

int image_open_devicetree(struct image *image, const char *path,
			  struct reason *reason)
{
	return open_as(&image->devicetree, path, reason);
}

int image_open_initrd(struct image *image, const char *path, const char *label,
		      struct reason *reason)
{
	int fd = open_component(path, reason);

	return fd < 0 ? fd : image_take_initrd(image, fd, path, label, reason);
}

void image_add_cmdline(struct image *image, const char *words, size_t len)
{
	char *old = image->cmdline;

	image->cmdline = xasprintf("%s%s%.*s", old ?: "", old && *old && len ?
				   " " : "", (int)len, words);
	free(old);
}

void image_note(struct image *image, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	*XADD(image->notices, image->nr_notices) = xvasprintf(format, ap);
	va_end(ap);
}

void label_from_name(char label[KEXEC_INITRD_LABEL_SIZE], const char *name)
{
	size_t i;

	name = base_name(name);
	memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
	for (i = 0; i < KEXEC_INITRD_LABEL_SIZE - 1 && name[i]; i++)
		label[i] = strchr(LABEL_CHARACTERS, name[i]) ? name[i] : '_';
	if (!i)
		label[0] = '_';
}
