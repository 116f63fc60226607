// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Can a boot entry be loaded? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image/bls/bls.h"

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
