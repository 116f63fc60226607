// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Files for tests of what reads directories. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tree.h"
#include "unit.h"

void put_bytes(const char *name, const void *bytes, size_t size)
{
	char path[256], *slash;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	for (slash = path + strlen(test_dir()) + 1;
	     (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
}

void put_file(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

const char *at(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	return path;
}
