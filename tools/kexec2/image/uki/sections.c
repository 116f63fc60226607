// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The sections of a unified kernel image, read as systemd-stub reads them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/kernel.h"
#include "image/sealed.h"
#include "image/uki/sections.h"
#include "shared/files.h"
#include "shared/util.h"

/* More than a kernel takes; it keeps a hostile file from using up memory. */
#define TEXT_MAX	(64U << 10)

#define NAMES_SIZE	128	/* of profiles, in a reason */
#define PADDING_MAX	(64U << 10)	/* the largest FileAlignment */

static const char *const section_names[UKI_SECTIONS] = {
	[UKI_LINUX] = ".linux", [UKI_INITRD] = ".initrd",
	[UKI_UCODE] = ".ucode", [UKI_CMDLINE] = ".cmdline",
	[UKI_DTB] = ".dtb",	[UKI_UNAME] = ".uname",
	[UKI_OSREL] = ".osrel",	[UKI_PROFILE] = ".profile",
};

/* At or after @from, or the end of the table. */
static size_t find_profile(const struct pe *pe, size_t from)
{
	while (from < pe->nr_sections &&
	       strcmp(pe->sections[from].name, section_names[UKI_PROFILE]))
		from++;
	return from;
}

/*
 * As find_sections() of systemd-stub does it: a section of the profile, which
 * starts at @start, comes in place of the base's.  Where that takes the first
 * of several sections of a name, other readers take the last, so there must be
 * one.
 */
static int find_sections(struct uki *uki, size_t start, struct reason *reason)
{
	const struct pe *pe = &uki->pe;
	size_t base = find_profile(pe, 0);
	size_t end = MIN(find_profile(pe, start + 1), pe->nr_sections);
	const struct pe_section *found;
	int err, i;

	for (i = 0; i < UKI_SECTIONS; i++) {
		err = pe_find(pe, 0, base, section_names[i], &uki->sections[i],
			      reason);
		if (!err)
			err = pe_find(pe, start, end, section_names[i], &found,
				      reason);
		if (err)
			return err;
		if (found)
			uki->sections[i] = found;
		if (uki->sections[i] && !uki->sections[i]->size)
			uki->sections[i] = NULL;
	}
	return 0;
}

/* The text of a section, to be freed; NULL with the reason. */
static char *section_text(const struct uki *uki,
			  const struct pe_section *section, int *err,
			  struct reason *reason)
{
	char *text;

	if (section->size > TEXT_MAX) {
		*err = because(reason, -EINVAL,
			       "section %s too large (%u bytes, maximum %u)",
			       section->name, section->size, TEXT_MAX);
		return NULL;
	}
	text = xcalloc(section->size + 1, 1);
	*err = read_bytes(uki->fd, text, section->size, section->offset,
			  reason);
	if (!*err)
		return text;
	free(text);
	return NULL;
}

static int read_text(struct uki *uki, enum uki_section which,
		     struct reason *reason)
{
	int err = 0;

	if (uki->sections[which])
		uki->text[which] = section_text(uki, uki->sections[which],
						&err, reason);
	return err;
}

char *uki_value(const char *text, const char *key)
{
	size_t len, key_len = strlen(key);

	for (; *text; text += *text == '\n') {
		text += strspn(text, " \t");
		len = strcspn(text, "\n");
		if (strncmp(text, key, key_len) || text[key_len] != '=') {
			text += len;
			continue;
		}
		text += key_len + 1;
		len -= key_len + 1;
		while (len && strchr(" \t\r", text[len - 1]))
			len--;
		if (len > 1 && strchr("\"'", *text) && text[len - 1] == *text) {
			text++;
			len -= 2;
		}
		return xstrndup(text, len);
	}
	return NULL;
}

/* The ID of the profile that starts there, "" for none, to be freed. */
static char *profile_id(const struct uki *uki, size_t start, int *err,
			struct reason *reason)
{
	char *text = section_text(uki, &uki->pe.sections[start], err, reason);
	char *id = text ? uki_value(text, "ID") : NULL;

	free(text);
	return *err ? NULL : id ?: xstrdup("");
}

/* "0 (main), 1 (factory)" */
static void add_name(char names[NAMES_SIZE], size_t n, const char *id)
{
	size_t len = strlen(names);

	snprintf(names + len, NAMES_SIZE - len, "%s%zu%s%.24s%s",
		 n ? ", " : "", n, *id ? " (" : "", id, *id ? ")" : "");
}

/*
 * Where the profile starts that is wanted by number, from 0, or by ID; by NULL,
 * the first one.  What has no profiles is profile 0 as a whole.
 */
static int choose_profile(struct uki *uki, const char *wanted, size_t *start,
			  struct reason *reason)
{
	const struct pe *pe = &uki->pe;
	const char *digits = wanted ?: "0";
	bool number = digits[strspn(digits, "0123456789")] == '\0';
	unsigned long long n = number ? strtoull(digits, NULL, 10) : 0;
	size_t at = find_profile(pe, 0);
	char names[NAMES_SIZE] = "", *id;
	int err;

	*start = pe->nr_sections;
	for (; at < pe->nr_sections; at = find_profile(pe, at + 1)) {
		id = profile_id(uki, at, &err, reason);
		if (!id)
			return err;
		if (*start == pe->nr_sections &&
		    (number ? uki->nr_profiles == n : !strcmp(id, wanted)))
			*start = at;
		add_name(names, uki->nr_profiles++, id);
		free(id);
	}
	if (*start < pe->nr_sections || (number && !n && !uki->nr_profiles))
		return 0;
	if (!uki->nr_profiles)
		return because(reason, -EINVAL,
			       "no profile \"%.32s\": the image has no profiles",
			       wanted);
	return because(reason, -EINVAL,
		       "no profile \"%.32s\": the image has %s", wanted,
		       names);
}

/* Zeros at the end of a section, no more than could be padding. */
static int count_padding(const struct uki *uki,
			 const struct pe_section *section, uint32_t *count,
			 struct reason *reason)
{
	uint32_t most = MIN(MIN(uki->pe.alignment ?: 1, PADDING_MAX) - 1,
			    section->raw_size);
	char *tail = xcalloc(most, 1);
	int err = read_bytes(uki->fd, tail, most, (uint64_t)section->offset +
			     section->raw_size - most, reason);

	*count = 0;
	while (!err && *count < most && !tail[most - 1 - *count])
		(*count)++;
	free(tail);
	return err;
}

/*
 * The size of the kernel in the file is the one that its headers tell.  In
 * images of ukify 257 to 257.2, VirtualSize is the memory that it takes, mostly
 * more than the file; and what is padded up to the alignment has another
 * digest, and no valid signature.
 */
static int cut_kernel(struct uki *uki, struct reason *reason)
{
	const struct pe_section *kept = uki->sections[UKI_LINUX];
	struct pe_section *section;
	struct kernel kernel;
	uint32_t padding;
	int err;

	if (!kept)
		return 0;
	section = &uki->pe.sections[kept - uki->pe.sections];
	err = count_padding(uki, section, &padding, reason);
	if (!err)
		err = kernel_read(&kernel, uki->fd, section->offset,
				  section->raw_size, reason);
	if (err)
		return err;
	if (kernel.size && kernel.size <= section->raw_size) {
		/* Zeros behind it may have been there before, like this. */
		if (kernel.size > section->size ||
		    (section->memory_size >= section->raw_size &&
		     section->raw_size - kernel.size <= padding))
			section->size = (uint32_t)kernel.size;
	} else if (section->memory_size > section->raw_size) {
		section->size -= padding;
	}
	if (!section->size)
		uki->sections[UKI_LINUX] = NULL;
	return 0;
}

static int open_file(struct uki *uki, struct stat *st, struct reason *reason)
{
	uki->fd = open_component(uki->path, reason);
	if (uki->fd < 0)
		return uki->fd;
	if (fstat(uki->fd, st))
		return because(reason, -errno, "cannot be examined (%s)",
			       strerror(errno));
	if (!S_ISREG(st->st_mode))
		return because(reason, -EINVAL, "not a regular file");
	return 0;
}

static int open_profile(struct uki *uki, const char *path, const char *profile,
			struct reason *reason)
{
	size_t start = 0;
	struct stat st;
	int err;

	*uki = (struct uki){ .fd = -1, .path = xstrdup(path) };
	uki->base = base_name(uki->path);
	err = open_file(uki, &st, reason);
	if (!err)
		err = pe_read(&uki->pe, uki->fd, 0, (uint64_t)st.st_size,
			      reason);
	if (!err)
		err = choose_profile(uki, profile, &start, reason);
	if (!err)
		err = find_sections(uki, start, reason);
	if (!err)
		err = cut_kernel(uki, reason);
	if (!err)
		err = read_text(uki, UKI_CMDLINE, reason);
	if (!err)
		err = read_text(uki, UKI_UNAME, reason);
	return err;
}

void uki_close(struct uki *uki)
{
	int i;

	if (uki->fd >= 0)
		close(uki->fd);
	pe_free(&uki->pe);
	for (i = 0; i < UKI_SECTIONS; i++)
		free(uki->text[i]);
	free(uki->path);
}

/* Is it a kernel by itself? */
static bool is_kernel(int fd)
{
	struct kernel kernel;

	kernel_read_file(&kernel, fd);
	return kernel.kind > KERNEL_UNREAD && kernel.kind <= KERNEL_ZBOOT;
}

static int check_machine(const struct uki *uki, struct reason *reason)
{
	const char *theirs = pe_machine_name(uki->pe.machine);
	const char *ours = pe_machine_name(pe_machine_native());

	if (uki->pe.machine == pe_machine_native())
		return 0;
	if (!ours)
		return because(reason, -EINVAL,
			       "unified kernel images are not supported on this architecture");
	if (!theirs)
		return because(reason, -EINVAL,
			       "built for another architecture (PE machine type %#x), this is %s",
			       uki->pe.machine, ours);
	return because(reason, -EINVAL, "built for %s, this is %s", theirs,
		       ours);
}

int uki_open(struct uki *uki, const char *path, const char *profile,
	     struct reason *reason)
{
	int err = open_profile(uki, path, profile, reason);

	if (err && err != -EINVAL)
		return err;
	if (!uki->sections[UKI_LINUX] && uki->fd >= 0 && is_kernel(uki->fd))
		return because(reason, -EINVAL,
			       "not a unified kernel image but a kernel; load it as KERNEL");
	if (err)
		return err;
	if (!uki->sections[UKI_LINUX])
		return because(reason, -EINVAL,
			       "not a unified kernel image: no .linux section, or an empty one");
	return check_machine(uki, reason);
}

int uki_open_addon(struct uki *uki, const char *path, struct reason *reason)
{
	return open_profile(uki, path, NULL, reason);
}

int uki_read_texts(struct uki_texts *texts, const char *path, size_t profile,
		   struct reason *reason)
{
	char number[32];
	struct uki uki;
	int err;

	*texts = (struct uki_texts){ 0 };
	snprintf(number, sizeof(number), "%zu", profile);
	err = uki_open(&uki, path, number, reason);
	if (!err)
		err = read_text(&uki, UKI_OSREL, reason);
	if (!err)
		err = read_text(&uki, UKI_PROFILE, reason);
	if (!err) {
		texts->osrel = xstrdup(uki.text[UKI_OSREL] ?: "");
		texts->profile = xstrdup(uki.text[UKI_PROFILE] ?: "");
		texts->uname = xstrdup(uki.text[UKI_UNAME] ?: "");
		texts->nr_profiles = uki.nr_profiles;
	}
	uki_close(&uki);
	return err;
}

void uki_texts_free(struct uki_texts *texts)
{
	free(texts->osrel);
	free(texts->profile);
	free(texts->uname);
	*texts = (struct uki_texts){ 0 };
}
