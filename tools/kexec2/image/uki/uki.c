// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a unified kernel image and its addons hold, in systemd-stub's order. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/uki/addons.h"
#include "image/uki/image.h"
#include "image/uki/uki.h"
#include "shared/util.h"

static int check_machine(const struct uki_image *uki, struct reason *reason)
{
	const char *theirs = pe_machine_name(uki->pe.machine);
	const char *ours = pe_machine_name(pe_machine_native());

	if (uki->pe.machine == pe_machine_native())
		return 0;
	if (!ours)
		return because(reason, -EINVAL,
			       "is a unified kernel image, but there are none for this architecture");
	if (!theirs)
		return because(reason, -EINVAL,
			       "is for another architecture (PE machine type %#x), and this is %s",
			       uki->pe.machine, ours);
	return because(reason, -EINVAL, "is for %s, and this is %s", theirs,
		       ours);
}

static int open_uki(struct uki_image *uki, const char *path,
		    struct reason *reason)
{
	int err = uki_open(uki, path, reason);

	if (err && err != -EINVAL)
		return err;
	if (!uki->sections[UKI_LINUX] && uki->fd >= 0 && uki_is_kernel(uki->fd))
		return because(reason, -EINVAL,
			       "is a kernel, not a unified kernel image; name it as KERNEL");
	if (err)
		return err;
	if (!uki->sections[UKI_LINUX])
		return because(reason, -EINVAL,
			       "is no unified kernel image: it has no .linux section, or an empty one");
	return check_machine(uki, reason);
}

static int take_section(struct composition *composition,
			const struct uki_image *image, enum uki_section section,
			const char *label, struct reason *reason)
{
	int fd, err = 0;
	char *name;

	if (!image->sections[section])
		return 0;
	fd = uki_copy(image, section, reason);
	if (fd < 0)
		return fd;
	name = xasprintf("%s:%s", image->path, uki_section_names[section]);
	if (section == UKI_LINUX)
		composition_take_kernel(composition, fd, name);
	else if (section == UKI_DTB)
		composition_take_devicetree(composition, fd, name);
	else
		err = composition_take_initrd(composition, fd, name, label,
					      reason);
	free(name);
	return err;
}

static int take_of_addon(struct composition *composition,
			 const struct uki_image *addon,
			 enum uki_section section, struct reason *reason)
{
	size_t len = strlen(addon->base) - strlen(UKI_ADDON_SUFFIX);
	char label[KEXEC_INITRD_LABEL_SIZE];
	char *stem = xstrndup(addon->base, len);
	struct reason inner;
	int err;

	label_from_name(label, stem);
	free(stem);
	err = take_section(composition, addon, section, label, &inner);
	return err ? because(reason, err, "its addon %.64s: %s", addon->base,
			     inner.text) : 0;
}

/*
 * The kernel unpacks a later part over an earlier one, but takes the first
 * microcode that it finds: so that addons win, theirs comes before the image's,
 * the last addon's first, and their initrds come behind the image's.
 */
static int take_initrds(struct composition *composition,
			const struct uki_image *uki,
			const struct uki_addons *addons, struct reason *reason)
{
	size_t i;
	int err = 0;

	for (i = addons->count; !err && i > 0; i--)
		err = take_of_addon(composition, &addons->images[i - 1],
				    UKI_UCODE, reason);
	if (!err)
		err = take_section(composition, uki, UKI_UCODE, "ucode",
				   reason);
	if (!err)
		err = take_section(composition, uki, UKI_INITRD, "initrd",
				   reason);
	for (i = 0; !err && i < addons->count; i++)
		err = take_of_addon(composition, &addons->images[i],
				    UKI_INITRD, reason);
	return err;
}

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/*
 * As systemd-stub passes on a command line: without blanks around it, and
 * control characters, newlines among them, as blanks.
 */
static void take_cmdline(struct composition *composition,
			 const struct uki_image *image)
{
	char *words = image->text[UKI_CMDLINE];
	size_t len, i;

	if (!words)
		return;
	while (*words && is_blank(*words))
		words++;
	len = strlen(words);
	while (len && is_blank(words[len - 1]))
		len--;
	for (i = 0; i < len; i++)
		if (is_blank(words[i]))
			words[i] = ' ';
	composition_add_cmdline(composition, words, len);
}

static int take_devicetree(struct composition *composition,
			   const struct uki_image *uki,
			   const struct uki_addons *addons,
			   struct reason *reason)
{
	size_t i;

	for (i = addons->count; i > 0; i--)
		if (addons->images[i - 1].sections[UKI_DTB])
			return take_of_addon(composition,
					     &addons->images[i - 1], UKI_DTB,
					     reason);
	return take_section(composition, uki, UKI_DTB, NULL, reason);
}

int compose_uki(struct composition *composition, const char *path,
		struct reason *reason)
{
	struct uki_addons addons = { 0 };
	struct uki_image uki;
	size_t i;
	int err;

	err = open_uki(&uki, path, reason);
	if (!err)
		err = uki_open_addons(&addons, &uki, composition, reason);
	if (!err)
		err = take_section(composition, &uki, UKI_LINUX, NULL, reason);
	if (!err)
		err = take_initrds(composition, &uki, &addons, reason);
	if (!err)
		err = take_devicetree(composition, &uki, &addons, reason);
	if (!err) {
		take_cmdline(composition, &uki);
		for (i = 0; i < addons.count; i++)
			take_cmdline(composition, &addons.images[i]);
	}
	uki_close_addons(&addons);
	uki_close(&uki);
	return err;
}
