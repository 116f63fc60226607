// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A cpio archive, step by step as the kernel's unpacker takes it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "initramfs/metadata.h"
#include "initramfs/newc.h"
#include "shared/util.h"

enum field {
	INO = 0,
	MODE = 1,
	NLINK = 4,
	FILE_SIZE = 6,
	MAJOR = 7,
	MINOR = 8,
	RDEV_MAJOR = 9,
	RDEV_MINOR = 10,
	NAME_SIZE = 11,
	CHECKSUM = 12,
	NR_FIELDS = 13,
};

#define MAGIC_SIZE	6
#define SHOWN_MAX	64	/* of a name that is too long */

void entries_free(struct cpio_entries *entries)
{
	free(entries->list);
	free(entries->texts);
	*entries = (struct cpio_entries){ 0 };
}

static uint32_t keep_text(struct cpio_entries *kept, const char *text)
{
	size_t at = kept->texts_len, size = strlen(text) + 1;

	if (at + size > kept->texts_room) {
		kept->texts_room = 2 * at + size;
		kept->texts = xreallocarray(kept->texts, kept->texts_room, 1);
	}
	memcpy(kept->texts + at, text, size);
	kept->texts_len += size;
	return (uint32_t)at;
}

/* @target: NULL for what is no symbolic link. */
static void keep(struct newc *newc, const char *name, const char *target)
{
	struct cpio_entries *kept = newc->kept;
	struct cpio_entry entry = newc->entry;

	if (!kept)
		return;
	if (kept->count >= ENTRIES_MAX ||
	    kept->texts_len >= ENTRIES_TEXTS_MAX) {
		kept->too_many = true;
		return;
	}
	entry.archive = newc->archive;
	entry.plain = newc->plain;
	entry.name = keep_text(kept, name);
	entry.target = target ? keep_text(kept, target) : entry.name;
	*XADD(kept->list, kept->count) = entry;
}

/* What find_cpio_data() is called for, in an archive that is not compressed. */
static bool is_early(const char *name)
{
	static const char *const dirs[] = {
		"kernel/x86/microcode/",
		"kernel/firmware/acpi/",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(dirs); i++)
		if (strncmp(name, dirs[i], strlen(dirs[i])) == 0)
			return true;
	return false;
}

void newc_begin(struct newc *newc, enum newc_state state, uint64_t pos)
{
	newc->state = state;
	newc->pos = pos;
	newc->end = pos;
	newc->entries = 0;
	newc->metadata = 0;
	newc->open = false;
	newc->ended = false;
	newc->early = false;
	newc->error = NULL;
}

static void collect(struct newc *newc, enum newc_state state, size_t size)
{
	newc->state = state;
	newc->have = 0;
	newc->need = size;
}

/* An entry is over as soon as the last of its padding is there. */
static void skip_to_next(struct newc *newc)
{
	newc->state = NEWC_SKIP;
	if (newc->pos != newc->next)
		return;
	newc->state = NEWC_RESET;
	newc->end = newc->pos;
	newc->ended = newc->trailer;
}

/*
 * simple_strtoul() of Linux 6.12 makes something of other characters, too;
 * later kernels stop at them, as find_cpio_data() has always done.
 */
static bool parse_field(const char *text, uint32_t *value)
{
	char digits[9] = "";

	memcpy(digits, text, 8);
	*value = (uint32_t)strtoul(digits, NULL, 16);
	return strspn(digits, "0123456789abcdefABCDEF") == 8;
}

/* Size of a name with its padding: behind the header, that ends aligned. */
static uint32_t name_room(uint32_t size)
{
	return ((size + 1) & ~3U) + 2;
}

uint32_t newc_head_size(uint32_t name_size)
{
	return NEWC_HEADER_SIZE + name_room(name_size);
}

bool newc_is_passed_over(const struct cpio_entry *entry)
{
	return !entry->name_size || entry->name_size > NEWC_NAME_MAX ||
	       (S_ISLNK(entry->mode) && entry->body > NEWC_NAME_MAX) ||
	       (!S_ISREG(entry->mode) && !S_ISLNK(entry->mode) && entry->body);
}

/* The beginning of the name, if it has one, is for people. */
static void take_passed_over(struct newc *newc)
{
	bool cut = newc->entry.name_size > SHOWN_MAX;

	strcpy(newc->buf + (newc->entry.name_size ? newc->have : 0),
	       cut ? "..." : "");
	keep(newc, newc->buf, NULL);
	skip_to_next(newc);
}

/* do_header() */
static void take_header(struct newc *newc)
{
	struct cpio_entry *entry = &newc->entry;
	uint32_t fields[NR_FIELDS];
	int i;

	if (memcmp(newc->buf, "07070", 5) != 0 ||
	    (newc->buf[5] != '1' && newc->buf[5] != '2')) {
		newc->error = memcmp(newc->buf, "070707", MAGIC_SIZE) ?
				      "not a cpio header" :
				      "old cpio format (use cpio -H newc)";
		return;
	}
	if (newc->buf[5] == '2' && newc->no_sums) {
		newc->error = "cpio format with checksums, which needs Linux 5.19 (use cpio -H newc)";
		return;
	}
	for (i = 0; i < NR_FIELDS; i++) {
		if (parse_field(newc->buf + MAGIC_SIZE + 8 * i, &fields[i]))
			continue;
		newc->error = "cpio header with invalid digits";
		return;
	}
	newc->has_sum = newc->buf[5] == '2';
	newc->expected_sum = fields[CHECKSUM];
	newc->trailer = false;
	newc->open = true;
	newc->entries++;
	*entry = (struct cpio_entry){
		.offset = newc->pos - NEWC_HEADER_SIZE,
		.mode = fields[MODE] & 0xffff,	/* umode_t */
		.ino = fields[INO],
		.nlink = fields[NLINK],
		.major = fields[MAJOR],
		.minor = fields[MINOR],
		.rdev = fields[RDEV_MAJOR] << 20 | fields[RDEV_MINOR],
		.body = fields[FILE_SIZE],
		.name_size = fields[NAME_SIZE],
	};
	newc->next = newc->pos + ((uint64_t)entry->name_size + 1) / 4 * 4 + 2 +
		     entry->body;
	newc->next = (newc->next + 3) & ~(uint64_t)3;
	if (!newc_is_passed_over(entry))
		collect(newc, NEWC_NAME, name_room(entry->name_size) +
			(S_ISLNK(entry->mode) ? entry->body : 0));
	else if (entry->name_size)
		collect(newc, NEWC_NAME, entry->name_size < SHOWN_MAX ?
			entry->name_size : SHOWN_MAX);
	else
		take_passed_over(newc);
}

/* initramfs_xattr_room() */
static void begin_metadata(struct newc *newc)
{
	struct cpio_entry *entry = &newc->entry;

	entry->metadata = true;
	newc->entries--;
	newc->metadata++;
	free(newc->body);
	newc->body = NULL;
	newc->left = entry->body;
	newc->state = NEWC_METADATA;
	if (entry->body <= METADATA_MAX) {
		newc->body = xcalloc(entry->body + 1, 1);
		return;
	}
	entry->fault = metadata_read(NULL, NULL, entry->body);
	keep(newc, METADATA_NAME, NULL);
	skip_to_next(newc);
}

/* do_name(), do_symlink() */
static void take_name(struct newc *newc)
{
	const struct cpio_entry *entry = &newc->entry;
	char *target;

	if (newc_is_passed_over(entry)) {
		take_passed_over(newc);
		return;
	}
	target = newc->buf + name_room(entry->name_size);
	if (newc->buf[entry->name_size - 1] != '\0') {
		newc->error = "cpio entry with an unterminated name";
		return;
	}
	if (S_ISLNK(entry->mode))
		target[entry->body] = '\0';
	newc->entry.early = newc->plain && S_ISREG(entry->mode) &&
			    is_early(newc->buf);
	newc->early |= entry->early;
	if (S_ISREG(entry->mode) && !strcmp(newc->buf, METADATA_NAME)) {
		begin_metadata(newc);
		return;
	}
	keep(newc, newc->buf, S_ISLNK(entry->mode) ? target : NULL);
	if (!S_ISLNK(entry->mode) && strcmp(newc->buf, "TRAILER!!!") == 0) {
		newc->trailer = true;
		newc->open = false;
		newc->entries--;
	} else if (S_ISREG(entry->mode) && newc->has_sum) {
		newc->state = NEWC_SUM;
		newc->sum = 0;
		newc->left = entry->body;
		return;
	}
	skip_to_next(newc);
}

static size_t take_collected(struct newc *newc, const uint8_t *bytes,
			     size_t len)
{
	size_t n = newc->need - newc->have;

	if (n > len)
		n = len;
	memcpy(newc->buf + newc->have, bytes, n);
	newc->have += n;
	newc->pos += n;
	if (newc->have < newc->need)
		return n;
	if (newc->state == NEWC_HEADER)
		take_header(newc);
	else
		take_name(newc);
	return n;
}

/* do_copy() */
static size_t take_summed(struct newc *newc, const uint8_t *bytes, size_t len)
{
	size_t n = newc->left < len ? newc->left : len;
	size_t i;

	for (i = 0; i < n; i++)
		newc->sum += bytes[i];
	newc->pos += n;
	newc->left -= (uint32_t)n;
	if (newc->left)
		return n;
	if (newc->sum != newc->expected_sum)
		newc->error = "cpio entry with a wrong checksum";
	else
		skip_to_next(newc);
	return n;
}

/* do_xattrs() */
static size_t take_metadata(struct newc *newc, const uint8_t *bytes, size_t len)
{
	uint32_t size = newc->entry.body, sum = 0, i;
	size_t n = newc->left < len ? newc->left : len;

	memcpy(newc->body + size - newc->left, bytes, n);
	newc->pos += n;
	newc->left -= (uint32_t)n;
	if (newc->left)
		return n;
	for (i = 0; i < size; i++)
		sum += newc->body[i];
	newc->entry.fault = newc->has_sum && sum != newc->expected_sum ?
			    "it has a wrong checksum" :
			    metadata_read(NULL, newc->body, size);
	free(newc->body);
	newc->body = NULL;
	keep(newc, METADATA_NAME, NULL);
	skip_to_next(newc);
	return n;
}

/* do_reset(), and the choice that its callers make */
static size_t take_between(struct newc *newc, const uint8_t *bytes, size_t len)
{
	size_t n = 0;

	while (n < len && !bytes[n])
		n++;
	newc->pos += n;
	if (n == len)
		return n;
	if (newc->pos & 3)
		newc->error = "not aligned to 4 bytes after a cpio entry";
	else if (bytes[n] == '0')
		newc->state = NEWC_START;
	return n;
}

uint64_t newc_skippable(const struct newc *newc)
{
	return newc->state == NEWC_SKIP ? newc->next - newc->pos : 0;
}

void newc_skip(struct newc *newc, uint64_t len)
{
	newc->pos += len;
	skip_to_next(newc);
}

size_t newc_feed(struct newc *newc, const uint8_t *bytes, size_t len)
{
	size_t done = 0;

	newc->ended = false;
	while (!newc->error && !newc->ended) {
		const uint8_t *at = bytes + done;
		size_t left = len - done;
		uint64_t n;

		/* Even without a byte left: an empty body ends at once. */
		if (!left && ((newc->state != NEWC_SUM &&
			       newc->state != NEWC_METADATA) || newc->left))
			break;
		switch (newc->state) {
		case NEWC_START:
			collect(newc, NEWC_HEADER, NEWC_HEADER_SIZE);
			break;
		case NEWC_HEADER:
		case NEWC_NAME:
			done += take_collected(newc, at, left);
			break;
		case NEWC_SUM:
			done += take_summed(newc, at, left);
			break;
		case NEWC_METADATA:
			done += take_metadata(newc, at, left);
			break;
		case NEWC_SKIP:
			n = newc_skippable(newc);
			if (n > left)
				n = left;
			newc_skip(newc, n);
			done += (size_t)n;
			break;
		case NEWC_RESET:
			done += take_between(newc, at, left);
			if (newc->state == NEWC_RESET && done < len)
				return done;
			break;
		}
	}
	return done;
}
