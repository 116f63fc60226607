// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Unified kernel images and addons, through files, as the parser wants them:
 * the input as an image, and as the addon of an image that is well-formed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/uki/uki.h"
#include "../unit/pe-file.h"

static char dir[] = "/tmp/kexec2-fuzz-XXXXXX";
static char input_path[64], uki_path[64], extra_path[96], addon_path[128];
static int input = -1;

static void clean(void)
{
	unlink(addon_path);
	rmdir(extra_path);
	unlink(uki_path);
	rmdir(dir);
}

static void check(int ok)
{
	if (!ok)
		abort();
}

static void write_all(int fd, const void *bytes, size_t size)
{
	check(ftruncate(fd, 0) == 0);
	check(pwrite(fd, bytes, size, 0) == (ssize_t)size);
}

static void setup(void)
{
	static const struct pe_spec specs[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(".uname", "6.12"),
		PE_SECTION(".initrd", "initrd"), PE_SECTION(".cmdline", "a"),
		PE_END,
	};
	struct pe_file file;
	FILE *uki;

	input = memfd_create("input", MFD_CLOEXEC);
	check(input >= 0 && mkdtemp(dir));
	atexit(clean);
	snprintf(input_path, sizeof(input_path), "/proc/self/fd/%d", input);
	snprintf(uki_path, sizeof(uki_path), "%s/linux.efi", dir);
	snprintf(extra_path, sizeof(extra_path), "%s.extra.d", uki_path);
	snprintf(addon_path, sizeof(addon_path), "%s/a.addon.efi", extra_path);
	check(mkdir(extra_path, 0700) == 0);
	check(symlink(input_path, addon_path) == 0);

	pe_file(&file, specs);
	uki = fopen(uki_path, "w");
	check(uki && fwrite(file.bytes, file.size, 1, uki) == 1);
	check(fclose(uki) == 0);
}

/* What holds of all that is composed, and a reason for what is not. */
static void compose(const char *path, const char *profile)
{
	struct image image = IMAGE_INIT;
	struct reason reason = { "" };
	struct stat st;
	size_t i;
	int err;

	err = image_add_uki(&image, path, profile, &reason);
	check(err <= 0 && !err == !*reason.text);
	if (!err) {
		check(!fstat(image.kernel.fd, &st) && st.st_size > 0);
		for (i = 0; i < image.nr_initrds; i++)
			check(!fstat(image.initrds[i].fd, &st) &&
			      st.st_size > 0 && *image.initrds[i].label);
	}
	image_free(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (input < 0)
		setup();
	write_all(input, data, size);
	compose(input_path, NULL);
	compose(input_path, "1");
	compose(input_path, "other");
	compose(uki_path, NULL);
	return 0;
}
