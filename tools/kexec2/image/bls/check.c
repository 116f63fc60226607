// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Can an entry be loaded?  All that is wrong with it, and what is left out. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "image/bls/bls.h"
#include "shared/util.h"

/* UEFI's separator is the backslash; both are taken, as in systemd-boot. */
static char *with_slashes(const char *path)
{
	char *copy = xstrdup(path), *s;

	for (s = copy; (s = strchr(s, '\\')); s++)
		*s = '/';
	return copy;
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

/* In a grub.cfg, they have been expanded. */
static int check_variables(const struct bls_entry *entry, const char *key,
			   const char *value, const char *advice,
			   struct reason *reason)
{
	size_t len;
	const char *variable = bls_variable(value, &len);

	if (!variable || entry->type == BLS_GRUB)
		return 0;
	return because(reason, -EINVAL,
		       "%s: %.*s is a variable that only GRUB expands; put its value there (\"grub2-editenv list\" shows it)%s",
		       key, len < 48 ? (int)len : 48, variable, advice);
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
static int locate(const struct bls_entry *entry, const char *key,
		  const char *value, const char *path, char **found,
		  struct reason *reason)
{
	const char *below = path + strspn(path, "/");
	int err;

	if (climbs(path))
		return because(reason, -EINVAL,
			       "%s %.96s: \"..\" is not allowed in the path of an entry",
			       key, value);
	err = look_for(entry->root, path, found);
	if (is_absent(err) && strncmp(below, "boot/", 5) == 0)
		err = look_for(entry->root, below + 5, found);
	if (!err)
		return 0;
	if (is_absent(err))
		return because(reason, err, strpbrk(value, " \t") ?
				       "%s %.96s: no such file below %.64s; each line names one file" :
				       "%s %.96s: no such file below %.64s",
			       key, value, entry->root);
	return because(reason, err, "%s %.96s: %s", key, value, strerror(-err));
}

int bls_locate(const struct bls_entry *entry, const char *key,
	       const char *value, char **path, struct reason *reason)
{
	char *slashed;
	int err;

	*path = NULL;
	err = check_variables(entry, key, value, ", or take it out",
			      reason);
	if (err)
		return err;
	slashed = with_slashes(value);
	err = locate(entry, key, value, slashed, path, reason);
	free(slashed);
	return err;
}

/* Machines of uname(2), and what the EFI specification calls them. */
static const struct {
	const char *machine, *architecture;
} architectures[] = {
	{ "x86_64", "x64" },
	{ "i686", "ia32" },
	{ "i586", "ia32" },
	{ "i486", "ia32" },
	{ "i386", "ia32" },
	{ "aarch64", "aa64" },
	{ "aarch64_be", "aa64" },
	{ "armv8l", "arm" },
	{ "armv7l", "arm" },
	{ "armv6l", "arm" },
	{ "riscv32", "riscv32" },
	{ "riscv64", "riscv64" },
	{ "loongarch64", "loongarch64" },
	{ "ia64", "ia64" },
};

/* EFI has no word for others, as ppc64le and s390x; they keep their own. */
const char *bls_architecture(const char *machine)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(architectures); i++)
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

const char *bls_kernel(const struct bls_entry *entry, const char **value)
{
	if (entry->linux_image) {
		*value = entry->linux_image;
		return "linux";
	}
	*value = entry->uki ? entry->uki : entry->efi;
	return entry->uki ? "uki" : "efi";
}

static int check_architecture(const struct bls_entry *entry,
			      struct reason *reason)
{
	const char *architecture;
	struct utsname uts;

	if (!entry->architecture)
		return 0;
	uname(&uts);
	architecture = bls_architecture(uts.machine);
	if (strcasecmp(entry->architecture, architecture) == 0)
		return 0;
	return because(reason, -ENOEXEC,
		       "entry is for architecture %.32s, this machine is %s",
		       entry->architecture, architecture);
}

static int check_kernel(const struct bls_entry *entry, struct reason *reason)
{
	const char *kernel, *key = bls_kernel(entry, &kernel);

	if (kernel)
		return check_file(entry, key, kernel, reason);
	if (entry->uki_url)
		return because(reason, -EINVAL,
			       "entry boots from the network (uki-url); download the image and use --uki");
	return because(reason, -EINVAL,
		       "entry names no kernel: it has no linux, uki or efi line");
}

int bls_shown(const struct bls_entry *entry, struct reason *reason)
{
	int err = entry->error;

	if (err)
		*reason = entry->trouble;
	else
		err = check_architecture(entry, reason);
	return err ?: check_kernel(entry, reason);
}

/* What would be another system if it were left out. */
static int check_overlays(const struct bls_entry *entry, struct reason *reason)
{
	if (!entry->devicetree_overlay)
		return 0;
	return because(reason, -EOPNOTSUPP,
		       "device tree overlays are not supported; merge them into the device tree with fdtoverlay(1)");
}

static int check_extra(const struct bls_entry *entry, struct reason *reason)
{
	if (entry->linux_image || !entry->extra)
		return 0;
	return because(reason, -EOPNOTSUPP,
		       "extra %.96s is not supported; use --uki to load the image without it",
		       entry->extra);
}

static int check_options(const struct bls_entry *entry, struct reason *reason)
{
	return entry->options ? check_variables(entry, "options",
						entry->options, "", reason) : 0;
}

static int check_devicetree(const struct bls_entry *entry,
			    struct reason *reason)
{
	return entry->devicetree ? check_file(entry, "devicetree",
					      entry->devicetree, reason) : 0;
}

void bls_remarks_free(struct bls_remarks *remarks)
{
	free(remarks->texts);
	*remarks = (struct bls_remarks){ 0 };
}

static void remark(struct bls_remarks *remarks, const struct reason *reason)
{
	*XADD(remarks->texts, remarks->count) = *reason;
}

int bls_check(const struct bls_entry *entry, struct bls_remarks *problems)
{
	static int (*const checks[])(const struct bls_entry *entry,
				     struct reason *reason) = {
		check_architecture, check_kernel, check_overlays,
		check_extra, check_options, check_devicetree,
	};
	int err, first = entry->error;
	struct reason reason;
	size_t i;

	*problems = (struct bls_remarks){ 0 };
	if (first) {
		remark(problems, &entry->trouble);
		return first;
	}
	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		err = checks[i](entry, &reason);
		if (err)
			remark(problems, &reason);
		first = first ?: err;
	}
	for (i = 0; entry->linux_image && i < entry->nr_initrds; i++) {
		err = check_file(entry, "initrd", entry->initrds[i], &reason);
		if (err)
			remark(problems, &reason);
		first = first ?: err;
	}
	return first;
}

/* What has a meaning, but not here or not to kexec2; and what is missing. */
void bls_unused(const struct bls_entry *entry, struct bls_remarks *unused)
{
	const char *kernel, *key = bls_kernel(entry, &kernel);
	const struct {
		const char *key, *value, *advice;
	} beside[] = {
		{ "uki", entry->uki, NULL },
		{ "efi", entry->efi, NULL },
		{ "uki-url", entry->uki_url, NULL },
		{ "extra", entry->linux_image ? entry->extra : NULL,
		  "; to pass it on, put it into an initrd" },
		{ "profile", entry->linux_image ? entry->profile : NULL, NULL },
		{ "initrd", entry->linux_image || !entry->nr_initrds ? NULL :
			    entry->initrds[0], "; use --initrd to add parts" },
	};
	struct reason reason;
	size_t i;

	*unused = (struct bls_remarks){ 0 };
	for (i = 0; kernel && i < ARRAY_SIZE(beside); i++) {
		if (!beside[i].value || beside[i].value == kernel)
			continue;
		because(&reason, 0, "%s %.96s is not used beside %s%s",
			beside[i].key, beside[i].value, key,
			beside[i].advice ?: "");
		remark(unused, &reason);
	}
	if (entry->devicetree_dir) {
		because(&reason, 0,
			"devicetree-dir %.96s is not used; name the device tree in a devicetree line",
			entry->devicetree_dir);
		remark(unused, &reason);
	}
	if (entry->type == BLS_LINK) {
		because(&reason, 0,
			"no command line is known; use --reuse-cmdline or --cmdline");
		remark(unused, &reason);
	}
	for (i = 0; i < entry->nr_unset; i++) {
		because(&reason, 0,
			"%.48s is not set in GRUB's environment, and is left out",
			entry->unset[i]);
		remark(unused, &reason);
	}
}
