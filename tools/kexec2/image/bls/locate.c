// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The files that a boot entry names. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "image/bls/bls.h"
#include "shared/util.h"

#define LETTERS	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
#define DIGITS	"0123456789"

/* $NAME or ${NAME}; not the "$" of memmap=64M$0x18880000. */
const char *bls_variable(const char *value, size_t *len)
{
	const char *s = value;
	size_t brace;

	for (; (s = strchr(s, '$')); s++) {
		brace = s[1] == '{';
		if (!s[1 + brace] || !strchr(LETTERS, s[1 + brace]))
			continue;
		*len = 1 + brace + strspn(s + 1 + brace, LETTERS DIGITS);
		if (brace && s[*len] == '}')
			(*len)++;
		return s;
	}
	return NULL;
}

/* Has it a component ".."? */
static bool climbs(const char *path)
{
	size_t len;

	for (; *path; path += len) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (len == 2 && path[0] == '.' && path[1] == '.')
			return true;
	}
	return false;
}

/* 0, or an error of stat(2); then there is no path. */
static int look_for(const char *root, const char *value, char **path)
{
	struct stat st;
	int err;

	value += strspn(value, "/");
	*path = xasprintf("%s/%s", root, value);
	if (stat(*path, &st) < 0)
		err = -errno;
	else if (S_ISDIR(st.st_mode))
		err = -EISDIR;
	else
		return 0;
	free(*path);
	*path = NULL;
	return err;
}

static bool is_absent(int err)
{
	return err == -ENOENT || err == -ENOTDIR;
}

/* "%.96s" and the like keep what to do within the reason. */
int bls_locate(const struct bls_entry *entry, const char *key,
	       const char *value, char **path, struct reason *reason)
{
	const char *below = value + strspn(value, "/");
	const char *variable;
	size_t len;
	int err;

	*path = NULL;
	variable = bls_variable(value, &len);
	if (variable)
		return because(reason, -EINVAL,
			       "%s: %.*s is a variable that only GRUB expands; put its value there (\"grub2-editenv list\" shows it), or take it out",
			       key, len < 48 ? (int)len : 48, variable);
	if (climbs(value))
		return because(reason, -EINVAL,
			       "%s %.96s: a path in an entry cannot hold \"..\"",
			       key, value);

	err = look_for(entry->root, value, path);
	if (is_absent(err) && strncmp(below, "boot/", 5) == 0)
		err = look_for(entry->root, below + 5, path);
	if (!err)
		return 0;
	if (is_absent(err))
		return because(reason, err,
			       strpbrk(value, " \t") ?
			       "%s %.96s: there is no such file below %.64s; a line names one file" :
			       "%s %.96s: there is no such file below %.64s",
			       key, value, entry->root);
	return because(reason, err, "%s %.96s: %s", key, value, strerror(-err));
}
