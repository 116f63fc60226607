// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The measurement list of the running system.
 *
 * Linux 7.2 can stage it: all entries move to another file, where user space
 * deletes them when it has saved them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/files.h"
#include "shared/util.h"
#include "list.h"
#include "running.h"

#define STAGED_FILE	LIST_FILE "_staged"

int list_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC), tries;

	for (tries = 0; fd < 0 && errno == EBUSY && tries < 100; tries++) {
		usleep(50000);
		fd = open(path, flags | O_CLOEXEC);
	}
	return fd;
}

int list_cannot_open(const char *path, struct reason *reason)
{
	if (errno == ENOENT && !strcmp(path, LIST_FILE))
		return because(reason, -ENOENT,
			       "no such file; mount securityfs on /sys/kernel/security, boot a kernel with IMA, or name a list with --log");
	return cannot_open(errno, reason);
}

static int read_file(const char *path, struct content *content,
		     struct reason *reason)
{
	int fd = list_open(path, O_RDONLY);

	*content = (struct content){ NULL, 0 };
	return fd < 0 ? list_cannot_open(path, reason) :
			read_content(fd, LIST_PIECE_MAX, content, reason);
}

/* A kernel that cannot stage has no such file. */
static int read_staged(struct content *staged, struct reason *reason)
{
	int err = read_file(STAGED_FILE, staged, reason);

	return err == -ENOENT ? 0 : err;
}

static void append(struct content *list, const struct content *rest)
{
	list->data = xreallocarray(list->data, list->size + rest->size + 1, 1);
	memcpy(list->data + list->size, rest->data, rest->size + 1);
	list->size += rest->size;
}

int running_list_read(struct content *list, struct reason *reason)
{
	struct content rest, now;
	int err = read_staged(list, reason);

	while (!err) {
		err = read_file(LIST_FILE, &rest, reason);
		if (err)
			break;
		err = read_staged(&now, reason);
		if (!err && now.size == list->size) {
			append(list, &rest);
			free(rest.data);
			free(now.data);
			return 0;
		}
		/* What has been staged meanwhile may be in neither. */
		free(rest.data);
		free(list->data);
		*list = now;
	}
	free(list->data);
	*list = (struct content){ NULL, 0 };
	return err;
}
