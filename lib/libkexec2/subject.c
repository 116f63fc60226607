// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a sentence is about: the file, or the image as a whole. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "internal.h"

/* Also the size of the joined image, but for a few bytes between the parts. */
off_t kx_parts_size(const struct kexec2 *kx)
{
	off_t size = 0;
	struct stat st;
	unsigned int i;

	for (i = 0; i < kx->nr_parts; i++)
		if (!fstat(kx->parts[i].file.fd, &st) && S_ISREG(st.st_mode))
			size += st.st_size;
	return size;
}

char *kx_format_size(off_t size)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
	double value = (double)size / 1024;
	size_t unit = 0;
	char *text;

	if (size < 1024) {
		if (asprintf(&text, "%d bytes", (int)size) < 0)
			return NULL;
		return text;
	}
	while (value >= 1024 && unit + 1 < KX_ARRAY_SIZE(units)) {
		value /= 1024;
		unit++;
	}
	if (asprintf(&text, "%.1f %s", value, units[unit]) < 0)
		return NULL;
	return text;
}

/* A name that means something by itself, unlike "fd 7". */
static bool has_name(const struct kx_file *file, const char *name)
{
	return file->name || name[0] == '/';
}

static char *part_subject(const struct kx_error *error, const char *name)
{
	unsigned int number = (unsigned int)error->initrd + 1;
	char part[64];
	char *subject;
	int len;

	/* While parts are being added, their number is not known. */
	if (error->op == KX_OPEN)
		snprintf(part, sizeof(part), "initrd %u", number);
	else
		snprintf(part, sizeof(part), "initrd %u of %u", number,
			 error->kx->nr_parts);

	if (has_name(error->file, name))
		len = asprintf(&subject, "%s (%s)", name, part);
	else
		len = asprintf(&subject, "%s (%s)", part, name);
	return len < 0 ? NULL : subject;
}

static char *image_subject(const struct kx_error *error, const char *name)
{
	const char *before = "", *after = "";
	char *subject;

	if (error->stage == KEXEC_LOAD_INITRD) {
		before = "initramfs for ";
	} else if (error->stage == KEXEC_LOAD_CMDLINE) {
		before = "command line for ";
	} else if (!has_name(error->file, name)) {
		before = "kernel (";
		after = ")";
	}
	if (asprintf(&subject, "%s%s%s", before, name, after) < 0)
		return NULL;
	return subject;
}

/* To be freed; NULL if out of memory. */
char *kx_subject(const struct kx_error *error)
{
	struct kx_error about = *error;
	char *name, *subject;

	if (error->op == KX_UNLOAD) {
		if (asprintf(&subject, "%s image", kx_is_crash(error) ?
			     "crash" : "normal") < 0)
			return NULL;
		return subject;
	}
	if (!about.file)
		about.file = &error->kx->kernel;
	name = kx_file_name(about.file);
	if (!name)
		return NULL;
	subject = about.initrd >= 0 ? part_subject(&about, name) :
				      image_subject(&about, name);
	free(name);
	return subject;
}
