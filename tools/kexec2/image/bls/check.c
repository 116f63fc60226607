// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The files that a boot entry names, and whether it can be loaded. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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

/* Machines of uname(2), and what the EFI specification calls them. */
static const struct {
	const char *machine, *architecture;
} architectures[] = {
	{ "x86_64",	 "x64" },
	{ "i686",	 "ia32" },
	{ "i586",	 "ia32" },
	{ "i486",	 "ia32" },
	{ "i386",	 "ia32" },
	{ "aarch64",	 "aa64" },
	{ "aarch64_be",	 "aa64" },
	{ "armv8l",	 "arm" },
	{ "armv7l",	 "arm" },
	{ "armv6l",	 "arm" },
	{ "riscv32",	 "riscv32" },
	{ "riscv64",	 "riscv64" },
	{ "loongarch64", "loongarch64" },
	{ "ia64",	 "ia64" },
};

/* EFI has no word for others, as ppc64le and s390x; they keep their own. */
const char *bls_architecture(const char *machine)
{
	size_t i;

	for (i = 0; i < sizeof(architectures) / sizeof(architectures[0]); i++)
		if (strcmp(architectures[i].machine, machine) == 0)
			return architectures[i].architecture;
	return machine;
}

static int check_file(const struct bls_entry *entry, const char *key,
		      const char *value, struct reason *reason)
{
	char *path;
	int err = bls_locate(entry, key, value, &path, reason);

	free(path);
	return err;
}

int bls_shown(const struct bls_entry *entry, const char *machine,
	      struct reason *reason)
{
	const char *architecture = bls_architecture(machine);

	if (entry->error) {
		*reason = entry->trouble;
		return entry->error;
	}
	if (entry->architecture &&
	    strcasecmp(entry->architecture, architecture) != 0)
		return because(reason, -ENOEXEC,
			       "it is for the architecture %.32s, and this machine is %s",
			       entry->architecture, architecture);
	if (entry->linux_image)
		return check_file(entry, "linux", entry->linux_image, reason);
	if (entry->uki)
		return check_file(entry, "uki", entry->uki, reason);
	if (entry->efi)
		return check_file(entry, "efi", entry->efi, reason);
	if (entry->uki_url)
		return because(reason, -EINVAL,
			       "it boots an image from the network (uki-url); download it, and load it with --uki");
	return because(reason, -EINVAL,
		       "it has neither a linux nor a uki line, and so names no kernel");
}

/* What would be another system if it were left out. */
static int check_unsupported(const struct bls_entry *entry,
			     struct reason *reason)
{
	if (entry->devicetree_overlay)
		return because(reason, -EOPNOTSUPP,
			       "it has device tree overlays, which kexec2 cannot apply; merge them into the device tree with fdtoverlay(1)");
	if (entry->linux_image)
		return 0;
	if (entry->profile &&
	    strspn(entry->profile, "0") != strlen(entry->profile))
		return because(reason, -EOPNOTSUPP,
			       "it asks for profile %.16s of the image, and kexec2 can load the first only",
			       entry->profile);
	if (entry->extra)
		return because(reason, -EOPNOTSUPP,
			       "it adds %.96s to the image (extra), which kexec2 cannot; load the image with --uki",
			       entry->extra);
	return 0;
}

static int check_options(const struct bls_entry *entry, struct reason *reason)
{
	size_t len;
	const char *variable = bls_variable(entry->options, &len);

	if (!variable)
		return 0;
	return because(reason, -EINVAL,
		       "options: %.*s is a variable that only GRUB expands; put its value there (\"grub2-editenv list\" shows it)",
		       len < 48 ? (int)len : 48, variable);
}

int bls_check(const struct bls_entry *entry, const char *machine,
	      struct reason *reason)
{
	int err = bls_shown(entry, machine, reason);
	size_t i;

	if (!err)
		err = check_unsupported(entry, reason);
	if (!err && entry->options)
		err = check_options(entry, reason);
	for (i = 0; !err && entry->linux_image && i < entry->nr_initrds; i++)
		err = check_file(entry, "initrd", entry->initrds[i], reason);
	if (!err && entry->devicetree)
		err = check_file(entry, "devicetree", entry->devicetree,
				 reason);
	return err;
}

const struct bls_entry *bls_default(const struct bls_list *list,
				    const char *machine)
{
	struct reason reason;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (bls_shown(&list->entries[i], machine, &reason) == 0)
			return &list->entries[i];
	return NULL;
}
