// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What is to be loaded. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/composition.h"
#include "shared/files.h"
#include "shared/util.h"

#define LABEL_CHARACTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
				"abcdefghijklmnopqrstuvwxyz0123456789._-"

static void component_free(struct component *component)
{
	if (component->fd >= 0)
		close(component->fd);
	free(component->name);
}

void composition_free(struct composition *composition)
{
	size_t i;

	component_free(&composition->kernel);
	component_free(&composition->devicetree);
	for (i = 0; i < composition->nr_initrds; i++)
		component_free(&composition->initrds[i]);
	free(composition->initrds);
	free(composition->cmdline);
	for (i = 0; i < composition->nr_notices; i++)
		free(composition->notices[i]);
	free(composition->notices);
	*composition = COMPOSITION_INIT;
}

static void set_component(struct component *component, int fd,
			  const char *name)
{
	component_free(component);
	*component = (struct component){ .fd = fd, .name = xstrdup(name) };
}

void composition_take_kernel(struct composition *composition, int fd,
			     const char *name)
{
	set_component(&composition->kernel, fd, name);
}

void composition_take_devicetree(struct composition *composition, int fd,
				 const char *name)
{
	set_component(&composition->devicetree, fd, name);
}

static int check_label(const char *label, size_t number,
		       struct reason *reason)
{
	size_t len = strlen(label);

	if (len < KEXEC_INITRD_LABEL_SIZE &&
	    strspn(label, LABEL_CHARACTERS) == len)
		return 0;
	return because(reason, -EINVAL,
		       "\"%.64s\" cannot be the label of initrd %zu; a label is 1 to %d characters of A-Z a-z 0-9 . _ -",
		       label, number, KEXEC_INITRD_LABEL_SIZE - 1);
}

int composition_take_initrd(struct composition *composition, int fd,
			    const char *name, const char *label,
			    struct reason *reason)
{
	size_t count = composition->nr_initrds;
	struct component *initrd;
	int err;

	if (!label)
		label = "";
	err = check_label(label, count + 1, reason);
	if (!err && count >= KEXEC_INITRD_MAX)
		err = because(reason, -EINVAL,
			      "initrd %zu is one too many; join some of the parts, as at most %d can be loaded",
			      count + 1, KEXEC_INITRD_MAX);
	if (err) {
		close(fd);
		return err;
	}
	composition->initrds = xreallocarray(composition->initrds, count + 1,
					     sizeof(*initrd));
	initrd = &composition->initrds[count];
	*initrd = (struct component){ .fd = -1 };
	set_component(initrd, fd, name);
	memcpy(initrd->label, label, strlen(label));
	composition->nr_initrds++;
	return 0;
}

int composition_open_kernel(struct composition *composition, const char *path,
			    struct reason *reason)
{
	int fd = open_component(path, reason);

	if (fd < 0)
		return fd;
	composition_take_kernel(composition, fd, path);
	return 0;
}

int composition_open_devicetree(struct composition *composition,
				const char *path, struct reason *reason)
{
	int fd = open_component(path, reason);

	if (fd < 0)
		return fd;
	composition_take_devicetree(composition, fd, path);
	return 0;
}

int composition_open_initrd(struct composition *composition, const char *path,
			    const char *label, struct reason *reason)
{
	int fd = open_component(path, reason);

	return fd < 0 ? fd :
		composition_take_initrd(composition, fd, path, label, reason);
}

void composition_add_cmdline(struct composition *composition,
			     const char *words, size_t len)
{
	char *old = composition->cmdline;

	composition->cmdline = xasprintf("%s%s%.*s", old ? old : "",
					 old && *old && len ? " " : "",
					 (int)len, words);
	free(old);
}

void composition_note(struct composition *composition, const char *format, ...)
{
	size_t count = composition->nr_notices;
	va_list ap;

	composition->notices = xreallocarray(composition->notices, count + 1,
					     sizeof(*composition->notices));
	va_start(ap, format);
	composition->notices[count] = xvasprintf(format, ap);
	va_end(ap);
	composition->nr_notices++;
}

void label_from_name(char label[KEXEC_INITRD_LABEL_SIZE], const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t i;

	if (slash)
		name = slash + 1;
	memset(label, 0, KEXEC_INITRD_LABEL_SIZE);
	for (i = 0; i < KEXEC_INITRD_LABEL_SIZE - 1 && name[i]; i++)
		label[i] = strchr(LABEL_CHARACTERS, name[i]) ? name[i] : '_';
	if (!i)
		label[0] = '_';
}
