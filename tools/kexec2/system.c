// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Files of /proc and /sys. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kexec2.h"

/* 0 or a negative errno value. */
int read_line(const char *path, char *buf, size_t size)
{
	FILE *file = fopen(path, "re");
	int err = 0;

	if (!file)
		return -errno;
	errno = 0;
	if (!fgets(buf, (int)size, file)) {
		if (ferror(file))
			err = errno ? -errno : -EIO;
		buf[0] = '\0';
	}
	fclose(file);
	buf[strcspn(buf, "\n")] = '\0';
	return err;
}
