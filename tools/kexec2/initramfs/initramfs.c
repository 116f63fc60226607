// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Walk over a joined initramfs as the kernel does. */
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "initramfs/initramfs.h"
#include "initramfs/newc.h"
#include "initramfs/unpack.h"
#include "shared/util.h"

static const char bootconfig_magic[] = "#BOOTCONFIG\n";	/* BOOTCONFIG_MAGIC */

#define MAGIC_LEN	(sizeof(bootconfig_magic) - 1)
#define SIZE_MAX_DATA	(32768 - 1)		/* XBC_DATA_MAX */
#define PADDING_MAX	3			/* a boot loader may have put */

struct footer {
	uint32_t size;
	uint32_t sum;
};

/* xbc_calc_checksum() */
static int check_sum(struct input *input, uint64_t offset, uint32_t size,
		     uint32_t expected, bool *good, struct reason *reason)
{
	uint8_t data[SIZE_MAX_DATA];
	uint32_t sum = 0, i;
	int err = input_read(input, offset, data, size, reason);

	if (err)
		return err;
	for (i = 0; i < size; i++)
		sum += data[i];
	*good = sum == expected;
	return 0;
}

/*
 * As get_boot_config_from_initrd() of init/main.c does it.  *@offset is the size
 * of the image if there is none that the kernel would take.
 */
static int find_bootconfig(struct input *input, uint64_t *offset,
			   struct reason *reason)
{
	char end[MAGIC_LEN + PADDING_MAX];
	struct footer footer;
	uint64_t at;
	bool good;
	size_t i;
	int err;

	*offset = input->size;
	if (input->size < sizeof(end) + sizeof(footer) - PADDING_MAX)
		return 0;
	memset(end, 0, sizeof(end));
	i = input->size < sizeof(end) ? (size_t)input->size : sizeof(end);
	err = input_read(input, input->size - i, end + sizeof(end) - i, i,
			 reason);
	if (err)
		return err;

	for (i = 0; i <= PADDING_MAX; i++)
		if (!memcmp(end + PADDING_MAX - i, bootconfig_magic,
			    MAGIC_LEN))
			break;
	if (i > PADDING_MAX ||
	    input->size < MAGIC_LEN + i + sizeof(footer))
		return 0;
	at = input->size - MAGIC_LEN - i - sizeof(footer);
	err = input_read(input, at, &footer, sizeof(footer), reason);
	if (err)
		return err;
	footer.size = le32toh(footer.size);
	footer.sum = le32toh(footer.sum);
	if (footer.size > SIZE_MAX_DATA || footer.size > at)
		return 0;
	err = check_sum(input, at - footer.size, footer.size, footer.sum, &good,
			reason);
	if (!err && good)
		*offset = at - footer.size;
	return err;
}

/* compressed_formats[] of lib/decompress.c, which has nothing but these. */
static const struct {
	uint8_t magic[2];
	enum initramfs_kind kind;
	int (*unpack)(struct unpack *unpack);
} formats[] = {
	{ { 0x1f, 0x8b }, INITRAMFS_GZIP, unpack_gzip },
	{ { 0x1f, 0x9e }, INITRAMFS_GZIP, unpack_gzip },
	{ { 0x42, 0x5a }, INITRAMFS_BZIP2, unpack_bzip2 },
	{ { 0x5d, 0x00 }, INITRAMFS_LZMA, unpack_lzma },
	{ { 0xfd, 0x37 }, INITRAMFS_XZ, unpack_xz },
	{ { 0x89, 0x4c }, INITRAMFS_LZO, unpack_lzo },
	{ { 0x02, 0x21 }, INITRAMFS_LZ4, unpack_lz4 },
	{ { 0x28, 0xb5 }, INITRAMFS_ZSTD, unpack_zstd },
};

#define NR_FORMATS	(sizeof(formats) / sizeof(formats[0]))

/**
 * struct walk - how far it is
 * @pos:	Offset of what is looked at next.
 * @left:	Bytes that may still be unpacked.
 * @after_cpio: The last part was uncompressed.
 * @compressed: There was a compressed part.
 * @newc:	The kernel keeps its state from one archive to the next.
 */
struct walk {
	struct initramfs *initramfs;
	struct input *input;
	uint64_t pos;
	uint64_t left;
	bool after_cpio;
	bool compressed;
	struct newc newc;
	struct reason *reason;
};

const char *initramfs_kind_name(enum initramfs_kind kind)
{
	static const char *const names[] = {
		[INITRAMFS_CPIO] = "cpio",	[INITRAMFS_GZIP] = "gzip",
		[INITRAMFS_BZIP2] = "bzip2",	[INITRAMFS_LZMA] = "lzma",
		[INITRAMFS_XZ] = "xz",		[INITRAMFS_LZO] = "lzo",
		[INITRAMFS_LZ4] = "lz4",	[INITRAMFS_ZSTD] = "zstd",
		[INITRAMFS_BOOTCONFIG] = "bootconfig",
	};

	return names[kind];
}

static int add_part(struct walk *walk, const struct initramfs_part *part)
{
	struct initramfs *initramfs = walk->initramfs;
	size_t count = initramfs->nr_parts;
	struct initramfs_part *parts = initramfs->parts;

	if (count >= INITRAMFS_PARTS_MAX)
		return because(walk->reason, -EFBIG,
			       "has more than %d archives",
			       INITRAMFS_PARTS_MAX);
	/* Doubled: whenever the count is a power of two, the room is used up. */
	if ((count & (count - 1)) == 0) {
		parts = xreallocarray(parts, count ? 2 * count : 1,
				      sizeof(*parts));
		initramfs->parts = parts;
	}
	parts[count] = *part;
	initramfs->nr_parts++;
	return 0;
}

__attribute__((format(printf, 4, 5)))
static void stop(struct walk *walk, enum initramfs_stop how, uint64_t offset,
		 const char *format, ...)
{
	struct initramfs *initramfs = walk->initramfs;
	va_list ap;

	initramfs->stop = how;
	initramfs->stop_offset = offset;
	va_start(ap, format);
	vsnprintf(initramfs->why.text, sizeof(initramfs->why.text), format,
		  ap);
	va_end(ap);
}

static int skip_zeros(struct walk *walk)
{
	const uint8_t *at;
	size_t len, i;
	int err;

	for (;;) {
		err = input_at(walk->input, walk->pos, &at, &len,
			       walk->reason);
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

		if (skippable > walk->input->size - newc->pos)
			skippable = walk->input->size - newc->pos;
		if (skippable)
			newc_skip(newc, skippable);
		if (skippable && newc->ended)
			return 0;
		err = input_at(walk->input, newc->pos, &at, &len,
			       walk->reason);
		if (err || !len)
			return err;
		n = newc_feed(newc, at, len);
	} while (n == len && !newc->ended && !newc->error);
	return 0;
}

static int walk_cpio(struct walk *walk)
{
	struct initramfs_part part = {
		.offset = walk->pos,
		.kind = INITRAMFS_CPIO,
		.reachable = !walk->compressed,
	};
	struct newc *newc = &walk->newc;
	int err;

	newc_begin(newc, NEWC_START, walk->pos);
	err = feed_cpio(walk);
	if (err)
		return err;
	walk->after_cpio = true;
	walk->pos = newc->pos;
	part.truncated = !newc->error && newc->state != NEWC_RESET;
	if (newc->error)
		stop(walk, newc->end > part.offset ? INITRAMFS_DAMAGED :
						     INITRAMFS_JUNK,
		     newc->end, "is %s", newc->error);
	part.size = (part.truncated ? newc->pos : newc->end) - part.offset;
	part.open = newc->open;
	part.entries = newc->entries;
	part.unpacked = part.size;
	part.early = newc->early;
	return part.size ? add_part(walk, &part) : 0;
}

static int walk_compressed(struct walk *walk, size_t format)
{
	struct initramfs_part part = {
		.offset = walk->pos,
		.kind = formats[format].kind,
	};
	struct newc *newc = &walk->newc;
	struct reason why = { "" };
	struct unpack unpack = {
		.in = walk->input,
		.pos = walk->pos,
		.newc = newc,
		.left = walk->left,
		.reason = &why,
	};
	int err;

	newc_begin(newc, newc->state, 0);
	err = formats[format].unpack(&unpack);
	if (!err && newc->state != NEWC_RESET)
		err = because(&why, DAMAGED,
			      "unpacks to something else than whole cpio archives");
	if (err && err != DAMAGED)
		return because(walk->reason, err, "%s", why.text);
	walk->after_cpio = false;
	walk->compressed = true;
	if (err) {
		stop(walk, INITRAMFS_DAMAGED, walk->pos, "%s", why.text);
		return 0;
	}
	walk->pos = unpack.pos;
	walk->left = unpack.left;
	part.size = unpack.pos - part.offset;
	part.open = newc->open;
	part.entries = newc->entries;
	part.unpacked = unpack.unpacked;
	return add_part(walk, &part);
}

/* What is no zero; decompress_method() wants two bytes. */
static int walk_one(struct walk *walk)
{
	uint8_t magic[2] = { 0 };
	uint64_t left = walk->input->size - walk->pos;
	size_t i;
	int err = input_read(walk->input, walk->pos, magic, left > 1 ? 2 : 1,
			     walk->reason);

	if (err)
		return err;
	if (walk->after_cpio && (walk->pos & 3)) {
		stop(walk, INITRAMFS_JUNK, walk->pos,
		     "is no multiple of 4 bytes behind a cpio archive");
		return 0;
	}
	if (magic[0] == '0' && !(walk->pos & 3))
		return walk_cpio(walk);
	for (i = 0; left > 1 && i < NR_FORMATS; i++)
		if (!memcmp(formats[i].magic, magic, sizeof(magic)))
			return walk_compressed(walk, i);
	stop(walk, INITRAMFS_JUNK, walk->pos, "%s", magic[0] == '0' ?
	     "is a cpio header that does not begin at a multiple of 4 bytes" :
	     "is no archive that the kernel knows");
	return 0;
}

static int add_bootconfig(struct walk *walk)
{
	struct initramfs *initramfs = walk->initramfs;
	struct initramfs_part part = {
		.offset = initramfs->bootconfig,
		.size = initramfs->size - initramfs->bootconfig,
		.kind = INITRAMFS_BOOTCONFIG,
	};

	if (!initramfs->nr_parts)
		return add_part(walk, &part);
	initramfs->parts[initramfs->nr_parts - 1].size = initramfs->size -
		initramfs->parts[initramfs->nr_parts - 1].offset;
	return 0;
}

static void label_parts(struct initramfs *initramfs)
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

int initramfs_walk(struct initramfs *initramfs, struct input *input,
		   bool first, uint64_t unpacked_max, struct reason *reason)
{
	struct walk walk = {
		.initramfs = initramfs,
		.input = input,
		.left = unpacked_max,
		.newc.state = first ? NEWC_START : NEWC_RESET,
		.reason = reason,
	};
	int err;

	*initramfs = (struct initramfs){ .size = input->size };
	err = find_bootconfig(input, &initramfs->bootconfig, reason);
	if (err)
		return err;
	input->size = initramfs->bootconfig;
	while (!err) {
		err = skip_zeros(&walk);
		if (err || initramfs->stop || walk.pos >= input->size)
			break;
		err = walk_one(&walk);
		if (initramfs->stop)
			break;
	}
	if (!err && !initramfs->stop &&
	    initramfs->bootconfig < initramfs->size)
		err = add_bootconfig(&walk);
	label_parts(initramfs);
	return err;
}

void initramfs_free(struct initramfs *initramfs)
{
	free(initramfs->parts);
	*initramfs = (struct initramfs){ 0 };
}

int initramfs_refuse(const struct initramfs *initramfs, struct reason *reason)
{
	return because(reason, -EINVAL,
		       "what is at offset %" PRIu64 " %s; the kernel would stop there",
		       initramfs->stop_offset, initramfs->why.text);
}
