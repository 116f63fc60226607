// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Walk over a joined initramfs as the kernel does. */
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "initramfs/initramfs.h"
#include "initramfs/walk.h"
#include "shared/util.h"

static const char bootconfig_magic[] = "#BOOTCONFIG\n";	/* BOOTCONFIG_MAGIC */

#define MAGIC_LEN	(sizeof(bootconfig_magic) - 1)
#define SIZE_MAX_DATA	(32768 - 1)		/* XBC_DATA_MAX */
#define PADDING_MAX	3			/* a boot loader may have put */

/* xbc_calc_checksum() */
static int check_sum(struct walk *walk, uint64_t offset, uint32_t size,
		     uint32_t expected, bool *good)
{
	uint8_t data[SIZE_MAX_DATA];
	uint32_t sum = 0, i;
	int err = walk_copy(walk, offset, data, size);

	for (i = 0; !err && i < size; i++)
		sum += data[i];
	*good = !err && sum == expected;
	return err;
}

#define SIG_MARKER	"~Module signature appended~\n"

/* struct module_signature of the kernel, and the marker behind it. */
struct appended {
	uint8_t about[8];
	uint32_t sig_len;	/* big endian */
	char marker[sizeof(SIG_MARKER) - 1];
};

/* The kernel joins a part without its signature, or refuses a damaged one. */
static int drop_signature(struct walk *walk)
{
	struct appended sig;
	uint64_t rest = walk->size - sizeof(sig);
	int err;

	if (walk->size < sizeof(sig))
		return 0;
	err = walk_copy(walk, rest, &sig, sizeof(sig));
	if (!err && !memcmp(sig.marker, SIG_MARKER, sizeof(sig.marker)) &&
	    be32toh(sig.sig_len) < rest)
		walk->size = rest - be32toh(sig.sig_len);
	return err;
}

int initramfs_payload(int fd, uint64_t offset, uint64_t size,
		      uint64_t *payload, struct reason *reason)
{
	struct walk walk = {
		.fd = fd,
		.begin = offset,
		.size = size,
		.end = size,
		.reason = reason,
	};
	int err = drop_signature(&walk);

	*payload = walk.size;
	free(walk.window);
	return err;
}

/*
 * Find it like get_boot_config_from_initrd() of init/main.c.  The walk ends
 * there, or at the end of the file if the kernel would find none.
 */
static int find_bootconfig(struct walk *walk)
{
	char end[MAGIC_LEN + PADDING_MAX] = "";
	uint32_t footer[2], size; /* size and sum */
	uint64_t at = walk->size;
	bool good;
	size_t i;
	int err;

	if (at < MAGIC_LEN + sizeof(footer))
		return 0;
	i = at < sizeof(end) ? (size_t)at : sizeof(end);
	err = walk_copy(walk, at - i, end + sizeof(end) - i, i);
	if (err)
		return err;
	for (i = 0; i <= PADDING_MAX; i++)
		if (!memcmp(end + PADDING_MAX - i, bootconfig_magic,
			    MAGIC_LEN))
			break;
	if (i > PADDING_MAX || at < MAGIC_LEN + i + sizeof(footer))
		return 0;
	at -= MAGIC_LEN + i + sizeof(footer);
	err = walk_copy(walk, at, footer, sizeof(footer));
	if (err)
		return err;
	size = le32toh(footer[0]);
	if (size > SIZE_MAX_DATA || size > at)
		return 0;
	err = check_sum(walk, at - size, size, le32toh(footer[1]), &good);
	if (good)
		walk->size = at - size;
	return err;
}

const char *initramfs_kind_name(enum initramfs_kind kind)
{
	static const char *const names[] = {
		[INITRAMFS_CPIO] = "cpio",	[INITRAMFS_GZIP] = "gzip",
		[INITRAMFS_BZIP2] = "bzip2",	[INITRAMFS_LZMA] = "lzma",
		[INITRAMFS_XZ] = "xz",		[INITRAMFS_LZO] = "lzo",
		[INITRAMFS_LZ4] = "lz4",	[INITRAMFS_ZSTD] = "zstd",
		[INITRAMFS_BOOTCONFIG] = "bootconfig",
		[INITRAMFS_SEVERAL] = "several",
	};

	return names[kind];
}

static int add_part(struct initramfs *initramfs,
		    const struct initramfs_part *part, struct reason *reason)
{
	if (initramfs->nr_parts >= INITRAMFS_PARTS_MAX)
		return because(reason, -EFBIG, "more than %d archives",
			       INITRAMFS_PARTS_MAX);
	*XADD(initramfs->parts, initramfs->nr_parts) = *part;
	return 0;
}

static void stop(struct initramfs *initramfs, enum initramfs_stop how,
		 uint64_t offset, const char *why)
{
	initramfs->stop = how;
	initramfs->stop_offset = offset;
	because(&initramfs->why, 0, "%s", why);
}

static int skip_zeros(struct walk *walk)
{
	const uint8_t *at;
	size_t len, i;
	int err;

	for (;;) {
		err = walk_look(walk, walk->pos, &at, &len);
		if (err || !len)
			return err;
		for (i = 0; i < len && !at[i]; i++)
			;
		walk->pos += i;
		if (i < len)
			return 0;
	}
}

/* Until a trailer, an error, something else, or the end. */
static int feed_cpio(struct walk *walk)
{
	struct newc *newc = &walk->newc;
	const uint8_t *at;
	size_t len, n;
	int err;

	do {
		uint64_t skippable = newc_skippable(newc);

		if (skippable > walk->size - newc->pos)
			skippable = walk->size - newc->pos;
		if (skippable)
			newc_skip(newc, skippable);
		if (skippable && newc->ended)
			return 0;
		err = walk_look(walk, newc->pos, &at, &len);
		if (err || !len)
			return err;
		n = newc_feed(newc, at, len);
	} while (n == len && !newc->ended && !newc->error);
	return 0;
}

static int walk_cpio(struct walk *walk, struct initramfs *initramfs)
{
	struct initramfs_part part = {
		.offset = walk->pos,
		.kind = INITRAMFS_CPIO,
	};
	struct newc *newc = &walk->newc;
	int err;

	newc_begin(newc, NEWC_START, walk->pos);
	newc->archive = (uint32_t)initramfs->nr_parts;
	newc->plain = true;
	err = feed_cpio(walk);
	if (err)
		return err;
	walk->pos = newc->pos;
	part.truncated = !newc->error && newc->state != NEWC_RESET;
	if (newc->error)
		stop(initramfs,
		     newc->end > part.offset ? INITRAMFS_DAMAGED :
					       INITRAMFS_JUNK,
		     newc->end, newc->error);
	part.size = (part.truncated ? newc->pos : newc->end) - part.offset;
	part.open = newc->open;
	part.entries = newc->entries;
	part.metadata = newc->metadata;
	part.unpacked = part.size;
	part.early = newc->early;
	return part.size ? add_part(initramfs, &part, walk->reason) : 0;
}

/* The kernel unpacks one stream, and wants whole archives in it. */
static int is_cut(struct walk *walk, const struct format *format)
{
	uint8_t magic[2];
	int err = 0;

	if (walk->size - walk->pos >= sizeof(magic))
		err = walk_copy(walk, walk->pos, magic, sizeof(magic));
	else
		memset(magic, 0, sizeof(magic));
	if (err)
		return err;
	if (!memcmp(magic, format->magic, sizeof(magic)))
		return because(walk->reason, DAMAGED,
			       "compressed content: a cpio archive in several %s frames, each of which the kernel unpacks by itself; compress it as one",
			       initramfs_kind_name(format->kind));
	return because(walk->reason, DAMAGED,
		       "compressed content: truncated cpio archive");
}

/*
 * Bytes to unpack of an archive of which headers tell the rest: enough to see
 * whether it is a cpio archive at all, and all of a small one.
 */
#define HEAD		(1U << 20)

static int unpack(struct walk *walk, const struct format *format,
		  enum newc_state state, uint64_t enough)
{
	struct reason inner;
	int err;

	newc_begin(&walk->newc, state, 0);
	walk->unpacked = 0;
	walk->enough = enough;
	err = format->unpack ? format->unpack(walk) :
	      because(walk->reason, -EOPNOTSUPP,
		      "this kexec2 was built without %s", format->library);
	if (err != -EOPNOTSUPP)
		return err;
	inner = *walk->reason;
	return because(walk->reason, err, "compressed by %s, and %s",
		       initramfs_kind_name(format->kind), inner.text);
}

/* From header to header, after the head of what begins at @start. */
static int skip(struct walk *walk, const struct format *format, uint64_t start,
		struct initramfs *initramfs)
{
	uint64_t head_end = walk->pos;
	int err;

	walk->pos = start;
	walk->skip = true;
	err = format->skip(walk);
	walk->skip = false;
	/* Unless the head is all of it, what comes out of it is not known. */
	if (!err && walk->pos != head_end) {
		newc_begin(&walk->newc, NEWC_RESET, 0);
		walk->newc.kept = NULL;
		initramfs->skipped = true;
	}
	return err;
}

static int walk_compressed(struct walk *walk, const struct format *format,
			   struct initramfs *initramfs)
{
	struct initramfs_part part = {
		.offset = walk->pos,
		.kind = format->kind,
	};
	struct newc *newc = &walk->newc;
	struct cpio_entries *entries = &initramfs->entries;
	size_t count = entries->count, texts_len = entries->texts_len;
	enum newc_state state = newc->state;
	int err;

	newc->archive = (uint32_t)initramfs->nr_parts;
	newc->plain = false;
	err = unpack(walk, format, state,
		     walk->headers && format->skip ? HEAD : 0);
	if (err == ENOUGH)
		err = skip(walk, format, part.offset, initramfs);
	if (err == UNTOLD) {
		entries->count = count;
		entries->texts_len = texts_len;
		walk->pos = part.offset;
		err = unpack(walk, format, state, 0);
	}
	if (!err && newc->state != NEWC_RESET)
		err = is_cut(walk, format);
	if (err == DAMAGED) {
		stop(initramfs, INITRAMFS_DAMAGED, part.offset,
		     walk->reason->text);
		return 0;
	}
	if (err)
		return err;
	part.size = walk->pos - part.offset;
	part.open = newc->open;
	part.entries = newc->entries;
	part.metadata = newc->metadata;
	part.unpacked = walk->unpacked;
	return add_part(initramfs, &part, walk->reason);
}

static bool is_behind_cpio(const struct initramfs *initramfs)
{
	size_t count = initramfs->nr_parts;

	return count && initramfs->parts[count - 1].kind == INITRAMFS_CPIO;
}

/* What it is in place of an archive, and what to do; or NULL. */
static const char *what_else(const uint8_t magic[4])
{
	static const struct {
		uint8_t magic[4], mask[4];
		const char *what;
	} others[] = {
		{ { 0x04, 0x22, 0x4d, 0x18 }, { 0xff, 0xff, 0xff, 0xff },
		  "lz4 frame format, of which the kernel takes only the legacy one (use lz4 -l)" },
		{ { 0x50, 0x2a, 0x4d, 0x18 }, { 0xf0, 0xff, 0xff, 0xff },
		  "a skippable frame, which the kernel does not know (compress it by zstd or lz4 -l alone)" },
		{ { 'M', 'Z' }, { 0xff, 0xff },
		  "a PE file, and no initramfs (for a unified kernel image use kexec2 load --uki)" },
		{ { 0xc7, 0x71 }, { 0xff, 0xff },
		  "old cpio format (use cpio -H newc)" },
	};
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(others); i++) {
		for (k = 0; k < 4; k++)
			if ((magic[k] & others[i].mask[k]) !=
			    others[i].magic[k])
				break;
		if (k == 4)
			return others[i].what;
	}
	return NULL;
}

/* At a byte that is not zero; decompress_method() wants two. */
static int walk_one(struct walk *walk, struct initramfs *initramfs)
{
	const struct format *format = NULL;
	uint64_t left = walk->size - walk->pos;
	bool aligned = !(walk->pos & 3);
	uint8_t magic[4] = { 0 };
	int err = walk_copy(walk, walk->pos, magic, left < 4 ? left : 4);

	if (err)
		return err;
	if (aligned && magic[0] == '0')
		return walk_cpio(walk, initramfs);
	if (left > 1 && (aligned || !is_behind_cpio(initramfs)))
		format = find_format(magic);
	if (format && format->kind == INITRAMFS_ZSTD && walk->version &&
	    walk->version < 0x050900) {
		stop(initramfs, INITRAMFS_JUNK, walk->pos,
		     "compressed by zstd, which needs Linux 5.9");
		return 0;
	}
	if (format)
		return walk_compressed(walk, format, initramfs);
	stop(initramfs, INITRAMFS_JUNK, walk->pos,
	     !aligned && is_behind_cpio(initramfs) ?
		     "not aligned to 4 bytes after a cpio archive" :
	     magic[0] == '0' ? "cpio header not aligned to 4 bytes" :
	     what_else(magic) ?: "not an archive that the kernel knows");
	return 0;
}

/* Part of the last part, or one of its own. */
static int add_bootconfig(struct initramfs *initramfs, struct reason *reason)
{
	struct initramfs_part part = {
		.offset = initramfs->bootconfig,
		.size = initramfs->size - initramfs->bootconfig,
		.kind = INITRAMFS_BOOTCONFIG,
	};
	struct initramfs_part *last;

	if (!initramfs->nr_parts)
		return add_part(initramfs, &part, reason);
	last = &initramfs->parts[initramfs->nr_parts - 1];
	last->size = initramfs->size - last->offset;
	return 0;
}

void initramfs_label(struct initramfs *initramfs)
{
	unsigned int counts[2] = { 0, 0 };
	size_t i;

	for (i = 0; i < initramfs->nr_parts; i++) {
		struct initramfs_part *part = &initramfs->parts[i];
		const char *word = part->early ? "early" : "initrd";
		unsigned int n = ++counts[part->early];

		if (n == 1)
			snprintf(part->label, sizeof(part->label), "%s", word);
		else
			snprintf(part->label, sizeof(part->label), "%s%u",
				 word, n);
	}
}

static int walk_image(struct walk *walk, struct initramfs *initramfs,
		      struct reading *reading)
{
	struct stat st;
	int err;

	if (fstat(walk->fd, &st))
		return because(walk->reason, -EIO, "cannot be examined (%s)",
			       strerror(errno));
	if (!S_ISREG(st.st_mode))
		return because(walk->reason, -ENODEV, "not a regular file");
	walk->size = (uint64_t)st.st_size;
	if (reading && reading->size) {
		walk->begin = (uint64_t)reading->begin;
		walk->size = (uint64_t)reading->size;
	}
	walk->end = walk->size;
	err = drop_signature(walk);
	initramfs->size = walk->size;
	if (!err)
		err = find_bootconfig(walk);
	initramfs->bootconfig = walk->size;
	/* Only now, as these have begun at the end. */
	walk->reading = reading;
	while (!err && !initramfs->stop) {
		err = skip_zeros(walk);
		if (err || walk->pos >= walk->size)
			break;
		err = walk_one(walk, initramfs);
	}
	if (!err && !initramfs->stop && walk->size < initramfs->size)
		err = add_bootconfig(initramfs, walk->reason);
	initramfs_label(initramfs);
	free(walk->newc.body);
	free(walk->window);
	return err;
}

int initramfs_walk(struct initramfs *initramfs, int fd, bool first,
		   uint64_t unpacked_max, struct reason *reason)
{
	_Atomic int64_t left = (int64_t)unpacked_max;
	struct walk walk = {
		.fd = fd,
		.left = &left,
		.newc.state = first ? NEWC_START : NEWC_RESET,
		.reason = reason,
	};

	*initramfs = (struct initramfs){ 0 };
	return walk_image(&walk, initramfs, NULL);
}

int initramfs_check(struct initramfs *initramfs, int fd, bool first,
		    bool unpack_all, uint32_t version, _Atomic int64_t *left,
		    struct reading *reading, struct reason *reason)
{
	struct walk walk = {
		.fd = fd,
		.left = left,
		.newc = {
			.state = first ? NEWC_START : NEWC_RESET,
			.kept = &initramfs->entries,
			.no_sums = version && version < 0x051300,
		},
		.headers = !unpack_all,
		.version = version,
		.reason = reason,
	};
	int err;

	*initramfs = (struct initramfs){ 0 };
	err = walk_image(&walk, initramfs, reading);
	if (!err && initramfs->entries.too_many)
		err = because(reason, -EFBIG,
			      "has more entries than can be checked");
	return err;
}

void initramfs_free(struct initramfs *initramfs)
{
	free(initramfs->parts);
	entries_free(&initramfs->entries);
	losses_free(&initramfs->losses);
	*initramfs = (struct initramfs){ 0 };
}

int initramfs_refuse(const struct initramfs *initramfs, struct reason *reason)
{
	return because(reason, -EINVAL,
		       "offset %" PRIu64 ": %s; the kernel stops there",
		       initramfs->stop_offset, initramfs->why.text);
}
