// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Joined initramfs images, and what is checked before a load. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archives.h"
#include "capture.h"
#include "fake.h"
#include "image/checks.h"
#include "image/describe.h"
#include "image/image.h"
#include "image/selector.h"
#include "kernels.h"
#include "shared/json.h"
#include "shared/known-digests.h"
#include "unit.h"

#define UNPACKED_MAX	(1U << 20)

/* Where each archive of the image under test begins and ends. */
static struct joined image;
static size_t begins[16], ends[16];
static struct initramfs found;
static struct reason reason;

/* Nothing is read from here on: the file has become shorter. */
static off_t end_at = INT64_MAX;
/* Reading fails from here on. */
static off_t bad_at = INT64_MAX;

ssize_t __real_pread64(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t offset)
{
	if (offset >= bad_at) {
		errno = EIO;
		return -1;
	}
	return offset < end_at ? __real_pread64(fd, buf, size, offset) : 0;
}

static int walk_bytes(const void *bytes, size_t len, uint64_t max)
{
	int fd = memfd_create("image", MFD_CLOEXEC), err;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
	initramfs_free(&found);
	err = initramfs_walk(&found, fd, true, max, &reason);
	close(fd);
	return err;
}

static int walk_up_to(uint64_t max)
{
	return walk_bytes(image.bytes, image.len, max);
}

static void walk(void)
{
	ck_assert_int_eq(walk_up_to(UNPACKED_MAX), 0);
}

static void check_part(size_t i, enum initramfs_kind kind, size_t begin,
		       size_t end, const char *label)
{
	ck_assert_uint_lt(i, found.nr_parts);
	ck_assert_int_eq(found.parts[i].kind, kind);
	ck_assert_uint_eq(found.parts[i].offset, begin);
	ck_assert_uint_eq(found.parts[i].offset + found.parts[i].size, end);
	ck_assert_str_eq(found.parts[i].label, label);
}

static void check_stop(enum initramfs_stop stop, size_t offset,
		       const char *why)
{
	ck_assert_int_eq(found.stop, stop);
	ck_assert_uint_eq(found.stop_offset, offset);
	ck_assert_msg(strstr(found.why.text, why), "\"%s\" lacks \"%s\"",
		      found.why.text, why);
}

static void reset(void)
{
	memset(&image, 0, sizeof(image));
}

static void teardown_image(void)
{
	initramfs_free(&found);
}

START_TEST(each_kind_alone)
{
	reset();
	add_archive(&image, _i);
	ends[0] = image.len;
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_uint_eq(found.nr_parts, 1);
	check_part(0, _i, 0, ends[0], "initrd");
	ck_assert_uint_eq(found.parts[0].entries, 2);
	ck_assert_uint_eq(found.parts[0].unpacked, 368);
	ck_assert(!found.parts[0].open);
	ck_assert(!found.parts[0].early);
}
END_TEST

/* Any kind behind any other, with the gap that the call makes and others. */
START_TEST(each_kind_behind_each)
{
	int first, second, gap;

	for (first = INITRAMFS_CPIO; first <= INITRAMFS_ZSTD; first++)
	for (second = INITRAMFS_CPIO; second <= INITRAMFS_ZSTD; second++)
	for (gap = 4; gap <= 512; gap *= 2) {
		reset();
		add_archive(&image, first);
		ends[0] = image.len;
		add_zeros(&image, gap);
		align_image(&image, 4);
		begins[1] = image.len;
		add_archive(&image, second);
		ends[1] = image.len;
		add_zeros(&image, gap);
		walk();
		ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
		ck_assert_uint_eq(found.nr_parts, 2);
		check_part(0, first, 0, ends[0], "initrd");
		check_part(1, second, begins[1], ends[1], "initrd2");
	}
}
END_TEST

/* @len bytes, and that they are @says long. */
static void add_signature(size_t len, uint32_t says)
{
	static const char der[] = "\x30\x82", marker[] =
		"~Module signature appended~\n";
	uint8_t about[12] = { [2] = 2, [8] = (uint8_t)(says >> 24),
			      [9] = (uint8_t)(says >> 16),
			      [10] = (uint8_t)(says >> 8), [11] = (uint8_t)says };

	add_bytes(&image, der, 2);
	add_zeros(&image, len - 2);
	add_bytes(&image, about, sizeof(about));
	add_bytes(&image, marker, strlen(marker));
}

/* The kernel takes it off before it looks for anything. */
START_TEST(signature_appended)
{
	int kind;

	for (kind = INITRAMFS_CPIO; kind <= INITRAMFS_ZSTD; kind++) {
		reset();
		add_archive(&image, kind);
		ends[0] = image.len;
		add_signature(700, 700);
		walk();
		ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
		ck_assert_uint_eq(found.nr_parts, 1);
		ck_assert_uint_eq(found.size, ends[0]);
		check_part(0, kind, 0, ends[0], "initrd");
	}
	reset();
	add_cpio(&image);
	add_bootconfig_of(&image, "a = b\n", 0);
	ends[0] = image.len;
	add_signature(700, 700);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_uint_lt(found.bootconfig, ends[0]);
	ck_assert_uint_eq(found.size, ends[0]);

	/* Longer than the file: no signature. */
	reset();
	add_cpio(&image);
	add_signature(700, 100000);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_JUNK);
	ck_assert_uint_eq(found.size, image.len);
	reset();
	add_signature(2, UINT32_MAX);
	walk();
	ck_assert_uint_eq(found.size, image.len);
}
END_TEST

/* Without a gap the kernel takes what is compressed at any offset. */
START_TEST(compressed_without_gap)
{
	int first;

	for (first = INITRAMFS_GZIP; first <= INITRAMFS_ZSTD; first++) {
		if (first == INITRAMFS_LZ4)
			continue;
		reset();
		add_archive(&image, first);
		ends[0] = image.len;
		add_archive(&image, INITRAMFS_GZIP);
		walk();
		ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
		ck_assert_uint_eq(found.nr_parts, 2);
		check_part(0, first, 0, ends[0], "initrd");
	}
}
END_TEST

START_TEST(lz4_has_no_end)
{
	reset();
	add_archive(&image, INITRAMFS_LZ4);
	add_archive(&image, INITRAMFS_LZ4);
	walk();
	ck_assert_uint_eq(found.nr_parts, 1);
	check_part(0, INITRAMFS_LZ4, 0, image.len, "initrd");
	ck_assert_uint_eq(found.parts[0].entries, 4);

	reset();
	add_archive(&image, INITRAMFS_LZ4);
	align_image(&image, 4);
	add_cpio(&image);
	walk();
	check_stop(INITRAMFS_DAMAGED, 0, "");
	ck_assert_uint_eq(found.nr_parts, 0);

	/* Less than a block size is left behind. */
	reset();
	add_archive(&image, INITRAMFS_LZ4);
	ends[0] = image.len;
	add_zeros(&image, 3);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	check_part(0, INITRAMFS_LZ4, 0, ends[0], "initrd");
}
END_TEST

START_TEST(alignment)
{
	reset();
	add_archive(&image, INITRAMFS_GZIP);
	ends[0] = image.len;
	while (image.len % 4 != 1)
		add_zeros(&image, 1);
	begins[1] = image.len;
	add_cpio(&image);
	walk();
	check_stop(INITRAMFS_JUNK, begins[1], "aligned to 4");
	ck_assert_uint_eq(found.nr_parts, 1);

	reset();
	add_cpio(&image);
	add_zeros(&image, 6);
	begins[1] = image.len;
	add_archive(&image, INITRAMFS_GZIP);
	walk();
	check_stop(INITRAMFS_JUNK, begins[1], "aligned to 4");

	reset();
	add_zeros(&image, 4);
	add_cpio(&image);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	check_part(0, INITRAMFS_CPIO, 4, image.len, "initrd");
}
END_TEST

/* A trailer ends a part; an archive without one ends with its last entry. */
START_TEST(ends_of_cpio)
{
	reset();
	add_cpio(&image);
	ends[0] = image.len;
	add_cpio(&image);
	ends[1] = image.len;
	add_entry(&image, 0100644, "a", "1234", 4);
	add_zeros(&image, 8);
	add_entry(&image, 0100644, "b", "1", 1);
	ends[2] = image.len;
	add_zeros(&image, 256);
	begins[3] = image.len;
	add_archive(&image, INITRAMFS_ZSTD);
	walk();
	ck_assert_uint_eq(found.nr_parts, 4);
	check_part(0, INITRAMFS_CPIO, 0, ends[0], "initrd");
	check_part(1, INITRAMFS_CPIO, ends[0], ends[1], "initrd2");
	check_part(2, INITRAMFS_CPIO, ends[1], ends[2], "initrd3");
	check_part(3, INITRAMFS_ZSTD, begins[3], image.len, "initrd4");
	ck_assert(!found.parts[1].open);
	ck_assert(found.parts[2].open);
	ck_assert(!found.parts[2].truncated);
	ck_assert_uint_eq(found.parts[2].entries, 2);
}
END_TEST

START_TEST(cut_cpio)
{
	size_t whole;

	reset();
	add_cpio(&image);
	for (whole = image.len; image.len > 1; image.len--) {
		walk();
		ck_assert_uint_eq(found.nr_parts, 1);
		check_part(0, INITRAMFS_CPIO, 0, image.len, "initrd");
		/* Behind the directory or the file it is not cut. */
		ck_assert_int_eq(found.parts[0].truncated,
				 image.len != whole && image.len != 116 &&
				 image.len != 244);
		ck_assert_int_eq(found.parts[0].open, image.len != whole &&
				 image.len != 1 && image.len > 109);
	}
}
END_TEST

START_TEST(cut_stream)
{
	size_t whole;

	reset();
	add_archive(&image, _i);
	whole = image.len;
	for (image.len = 2; image.len < whole; image.len++) {
		if (_i == INITRAMFS_LZ4 && image.len >= 4 && image.len < 8)
			continue;	/* it may end there, but holds nothing */
		walk();
		ck_assert_uint_eq(found.nr_parts, 0);
		check_stop(INITRAMFS_DAMAGED, 0, "");
	}
}
END_TEST

START_TEST(early_parts)
{
	reset();
	add_early(&image);
	add_cpio(&image);
	add_early(&image);
	add_archive(&image, INITRAMFS_XZ);
	add_zeros(&image, 4);
	align_image(&image, 4);
	add_early(&image);
	walk();
	ck_assert_uint_eq(found.nr_parts, 5);
	ck_assert_str_eq(found.parts[0].label, "early");
	ck_assert_str_eq(found.parts[1].label, "initrd");
	ck_assert_str_eq(found.parts[2].label, "early2");
	ck_assert_str_eq(found.parts[3].label, "initrd2");
	ck_assert_str_eq(found.parts[4].label, "early3");

	/* Neither a directory nor another directory's file makes it early. */
	reset();
	add_entry(&image, 0040755, "kernel/x86/microcode/", "", 0);
	add_entry(&image, 0100644, "kernel/x86/microcode", "x", 1);
	add_entry(&image, 0100644, "./kernel/firmware/acpi/x.aml", "x", 1);
	add_trailer(&image);
	walk();
	ck_assert(!found.parts[0].early);
}
END_TEST

START_TEST(junk)
{
	reset();
	add_cpio(&image);
	begins[1] = image.len;
	add_bytes(&image, "junk", 4);
	add_cpio(&image);
	walk();
	ck_assert_uint_eq(found.nr_parts, 1);
	check_stop(INITRAMFS_JUNK, begins[1], "not an archive");

	reset();
	add_bytes(&image, "0707junk", 8);
	add_zeros(&image, 200);
	walk();
	ck_assert_uint_eq(found.nr_parts, 0);
	check_stop(INITRAMFS_JUNK, 0, "not a cpio header");

	reset();
	add_bytes(&image, "\x1f", 1);
	walk();
	check_stop(INITRAMFS_JUNK, 0, "not an archive");

	reset();
	add_zeros(&image, 100);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_uint_eq(found.nr_parts, 0);
}
END_TEST

START_TEST(damage_in_cpio)
{
	reset();
	add_cpio(&image);
	image.bytes[244 + 6 + 8 * 6] = 'g';	/* a digit of the trailer */
	walk();
	check_stop(INITRAMFS_DAMAGED, 244, "invalid digits");
	check_part(0, INITRAMFS_CPIO, 0, 244, "initrd");

	reset();
	add_entry(&image, 0100644, "a", "", 0);
	image.bytes[111] = 'b';			/* the NUL of the name */
	walk();
	check_stop(INITRAMFS_JUNK, 0, "unterminated name");

	reset();
	add_cpio(&image);
	memcpy(image.bytes, "070707", 6);
	walk();
	check_stop(INITRAMFS_JUNK, 0, "cpio -H newc");

	reset();
	add_summed_entry(&image, 0100644, "a", "\1\2\3", 6);
	add_summed_entry(&image, 0, "TRAILER!!!", "", 0);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_uint_eq(found.nr_parts, 1);
	image.bytes[113] ^= 4;
	walk();
	check_stop(INITRAMFS_JUNK, 0, "checksum");
}
END_TEST

/* Other things inside, as the kernel complains about them. */
START_TEST(inside_streams)
{
	static struct joined content;

	/* Archives may be joined inside; the first has to begin at once. */
	memset(&content, 0, sizeof(content));
	add_cpio(&content);
	add_zeros(&content, 512);
	add_cpio(&content);
	reset();
	add_compressed(&image, _i, &content);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_uint_eq(found.parts[0].entries, 4);

	content.len = 0;
	add_zeros(&content, 512);
	add_cpio(&content);
	reset();
	add_compressed(&image, _i, &content);
	walk();
	check_stop(INITRAMFS_DAMAGED, 0, "content: not a cpio header");

	content.len = 0;
	add_cpio(&content);
	add_bytes(&content, "junk", 4);
	reset();
	add_compressed(&image, _i, &content);
	walk();
	check_stop(INITRAMFS_DAMAGED, 0, "content: not a cpio archive");

	content.len = 0;
	add_cpio(&content);
	content.len -= 4;
	reset();
	add_compressed(&image, _i, &content);
	walk();
	check_stop(INITRAMFS_DAMAGED, 0, "truncated cpio");

	content.len = 0;
	add_entry(&content, 0100644, "a", "b", 1);
	reset();
	add_compressed(&image, _i, &content);
	walk();
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert(found.parts[0].open);
}
END_TEST

START_TEST(bounds)
{
	static struct joined content;

	memset(&content, 0, sizeof(content));
	add_cpio(&content);
	add_zeros(&content, 4096);
	reset();
	add_compressed(&image, _i, &content);
	ck_assert_int_eq(walk_up_to(content.len), 0);
	ck_assert_uint_eq(found.parts[0].unpacked, content.len);
	ck_assert_int_eq(walk_up_to(content.len - 1), -EFBIG);
	/* It is for all of them together. */
	add_zeros(&image, 4);
	align_image(&image, 4);
	add_compressed(&image, _i, &content);
	ck_assert_int_eq(walk_up_to(2 * content.len), 0);
	ck_assert_int_eq(walk_up_to(2 * content.len - 1), -EFBIG);
}
END_TEST

START_TEST(too_many_parts)
{
	size_t len = 124 * (INITRAMFS_PARTS_MAX + 1), i;
	uint8_t *bytes = malloc(len);

	reset();
	add_trailer(&image);
	ck_assert_uint_eq(image.len, 124);
	for (i = 0; i <= INITRAMFS_PARTS_MAX; i++)
		memcpy(bytes + 124 * i, image.bytes, 124);
	ck_assert_int_eq(walk_bytes(bytes, len - 124, 0), 0);
	ck_assert_uint_eq(found.nr_parts, INITRAMFS_PARTS_MAX);
	ck_assert_int_eq(walk_bytes(bytes, len, 0), -EFBIG);
	free(bytes);
}
END_TEST

START_TEST(bootconfigs)
{
	size_t padding;

	for (padding = 0; padding <= 4; padding++) {
		reset();
		add_early(&image);
		begins[1] = image.len;
		add_archive(&image, INITRAMFS_GZIP);
		ends[1] = image.len;
		add_zeros(&image, 2);
		begins[2] = image.len;
		add_bootconfig_of(&image, "kernel.quiet\n", 0);
		add_zeros(&image, padding);
		walk();
		if (padding == 4) {
			check_stop(INITRAMFS_JUNK, begins[2], "not an archive");
			continue;
		}
		ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
		ck_assert_uint_eq(found.nr_parts, 2);
		check_part(0, INITRAMFS_CPIO, 0, begins[1], "early");
		check_part(1, INITRAMFS_GZIP, begins[1], image.len, "initrd");
		ck_assert_uint_eq(found.bootconfig, begins[2]);
	}

	reset();
	add_cpio(&image);
	begins[1] = image.len;
	add_bootconfig_of(&image, "kernel.quiet\n", 1);
	walk();
	check_stop(INITRAMFS_JUNK, begins[1], "not an archive");

	reset();
	add_bootconfig_of(&image, "a", 0);
	walk();
	ck_assert_uint_eq(found.nr_parts, 1);
	check_part(0, INITRAMFS_BOOTCONFIG, 0, image.len, "initrd");

	/* A size that is more than there is. */
	image.bytes[1] = 2;
	walk();
	check_stop(INITRAMFS_JUNK, 0, "");
}
END_TEST

/* Files, and an image of them */

static struct image loaded;
static struct json_object *findings;
static size_t nr_findings;
static bool goes_on;

static const char *save(const char *name, const struct joined *content)
{
	const char *path = make_file(name, 0);
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, content->bytes, content->len),
			 (ssize_t)content->len);
	close(fd);
	return path;
}

/* Makes the image a part of what is loaded, and begins a new one. */
static void add_image(const char *name)
{
	ck_assert_int_eq(
		image_open_initrd(&loaded, save(name, &image), "", &reason), 0);
	reset();
}

static void setup_composition(void)
{
	loaded = IMAGE_INIT;
	reset();
}

static void teardown_composition(void)
{
	image_free(&loaded);
	json_object_put(findings);
	findings = NULL;
}

static void check_as(bool content, enum checks_refuse refuse)
{
	struct examined *files;

	json_object_put(findings);
	findings = json_list();
	capture_start();
	files = examine_image(&loaded, content ? EXAMINE_PARTS : 0);
	goes_on = check_image(&loaded, files, refuse, findings);
	examined_free(files, &loaded);
	capture_stop();
	nr_findings = json_object_array_length(findings);
}

static void check(void)
{
	check_as(true, REFUSE_NONE);
	ck_assert(goes_on);
}

static const char *text_of(size_t i, const char *key)
{
	ck_assert_uint_lt(i, nr_findings);
	return json_object_get_string(json_object_object_get(
		json_object_array_get_idx(findings, i), key));
}

/* @index: of the part, or -1 for another file. */
static void check_found(size_t i, int index, const char *code,
			const char *words)
{
	ck_assert_str_eq(text_of(i, "code"), code);
	ck_assert_msg(strstr(text_of(i, "text"), words), "\"%s\" lacks \"%s\"",
		      text_of(i, "text"), words);
	if (index < 0)
		ck_assert_ptr_null(text_of(i, "index"));
	else
		ck_assert_int_eq(atoi(text_of(i, "index")), index);
}

START_TEST(nothing_is_wrong)
{
	add_early(&image);
	add_zeros(&image, 512);
	add_image("early");
	add_archive(&image, INITRAMFS_LZ4);
	add_image("lz4");
	add_cpio(&image);
	add_archive(&image, INITRAMFS_GZIP);
	add_bootconfig_of(&image, "a = b\n", 0);
	add_image("last");
	check();
	ck_assert_uint_eq(nr_findings, 0);
	check_as(true, REFUSE_ALL);
	ck_assert(goes_on);
	ck_assert_str_eq(captured_err, "");
}
END_TEST

START_TEST(what_is_wrong_in_a_part)
{
	add_cpio(&image);
	image.len -= 20;
	add_image("truncated");			/* 0 */
	add_entry(&image, 0100644, "a", "b", 1);
	add_image("no-trailer");		/* 1 */
	add_cpio(&image);
	add_bytes(&image, "junk", 4);
	add_image("junk");			/* 2 */
	add_bytes(&image, "hello", 5);
	add_image("unknown");			/* 3 */
	add_zeros(&image, 8);
	add_image("zeros");			/* 4 */
	add_archive(&image, INITRAMFS_BZIP2);
	image.bytes[20] ^= 1;
	add_image("damaged");			/* 5 */
	add_cpio(&image);
	add_bootconfig_of(&image, "a = b\n", 0);
	add_image("bootconfig");		/* 6 */
	add_early(&image);
	add_image("early");			/* 7 */
	add_entry(&image, 0100644, "a", "b", 1);
	add_image("last-no-trailer");
	check();
	check_found(0, 0, "truncated", "takes the next part");
	check_found(1, 1, "no_trailer", "the cpio archive at offset 0");
	check_found(2, 2, "junk_behind_archive", "offset 368: not an archive");
	check_found(3, 3, "unknown_content", "offset 0: not an archive");
	check_found(4, 4, "unknown_content", "zeros");
	check_found(5, 5, "damaged_archive", "ignores the rest");
	check_found(6, 6, "bootconfig_not_last", "offset 368");
	check_found(7, 7, "early_not_first", "put them first");
	ck_assert_uint_eq(nr_findings, 8);
}
END_TEST

/* The parts one after the other, up to where the kernel stops. */
START_TEST(what_is_dropped)
{
	static struct joined content;

	content.len = 0;
	add_entry(&content, 0100644, "etc/motd", "a", 1);
	add_entry(&content, 0100644, "usr/lib/a", "b", 1);
	add_entry(&content, 0100644, "usr/b", "c", 1);
	add_trailer(&content);
	add_cpio(&image);
	add_image("base");
	add_bytes(&image, content.bytes, content.len);
	begins[1] = image.len;
	add_compressed(&image, INITRAMFS_XZ, &content);
	add_image("overlay");
	add_entry(&image, 0040755, "usr", "", 0);
	add_bytes(&image, content.bytes, content.len);
	add_bytes(&image, "junk", 4);
	add_image("stops");
	add_entry(&image, 0100644, "not/unpacked", "", 0);
	add_trailer(&image);
	add_image("last");
	check();
	check_found(0, 1, "entry_dropped",
		    "drops usr/lib/a at offset 124, and 3 more: no directory usr comes before it;");
	check_found(1, 2, "entry_dropped",
		    "drops usr/lib/a at offset 240: no directory usr/lib comes before it;");
	check_found(2, 2, "junk_behind_archive", "");
	ck_assert_uint_eq(nr_findings, 3);
	check_as(true, REFUSE_ALL);
	ck_assert(!goes_on);
	image_free(&loaded);

	add_cpio(&image);
	align_image(&image, 512);
	add_compressed(&image, INITRAMFS_ZSTD, &content);
	add_image("unpacked");
	check();
	check_found(0, 0, "entry_dropped",
		    "at offset 124 of the unpacked archive at offset 512, and 1 more:");
	ck_assert_uint_eq(nr_findings, 1);
	check_as(true, REFUSE_UNPACK);
	ck_assert(goes_on);
}
END_TEST

/* A bzImage that says which release it is. */
static void set_kernel(const char *name, const char *text)
{
	static struct joined kernel;
	int fd;

	make_bzimage(kernel.bytes);
	kernel.len = BZIMAGE_SIZE;
	strcpy((char *)kernel.bytes + 0x300, text);
	fd = open(save(name, &kernel), O_RDONLY | O_CLOEXEC);
	component_set(&loaded.kernel, fd, name);
}

/* By its version and its configuration, where they can be told. */
START_TEST(what_the_kernel_takes)
{
	fake_reset();
	set_kernel("old", "5.10.0-9-amd64 (debian) #1");
	fake_file("/boot/config-5.10.0-9-amd64", "CONFIG_RD_LZ4=y\n");
	add_archive(&image, INITRAMFS_LZ4);
	add_image("lz4");
	add_archive(&image, INITRAMFS_XZ);
	add_image("xz");
	add_summed_entry(&image, 0100644, "a", "b", 'b');
	add_trailer(&image);
	add_image("sums");
	add_archive(&image, INITRAMFS_LZ4);
	add_image("lz4-last");
	check();
	check_found(0, 0, "old_lz4", "at offset 0 has zeros after it");
	check_found(1, 1, "not_configured",
		    "compressed by xz, and the configuration of 5.10.0-9-amd64 lacks CONFIG_RD_XZ");
	check_found(2, 2, "unknown_content", "needs Linux 5.19");
	ck_assert_uint_eq(nr_findings, 3);
	set_kernel("new", "6.12.94 (debian) #1");
	check();
	ck_assert_uint_eq(nr_findings, 0);
}
END_TEST

/* Each by itself: refused where it cannot be unpacked, else a warning. */
static void check_refused(const char *name, bool refused)
{
	char last[32];

	snprintf(last, sizeof(last), "%s-last", name);
	add_image(name);
	add_cpio(&image);
	add_image(last);
	check();
	ck_assert_uint_eq(nr_findings, 1);
	ck_assert_ptr_null(strstr(captured_err, "--no-checks"));
	check_as(true, REFUSE_UNPACK);
	ck_assert_uint_eq(nr_findings, 1);
	ck_assert_int_eq(goes_on, !refused);
	ck_assert_int_eq(!strstr(captured_err, "warning: "), refused);
	ck_assert_int_eq(!!strstr(captured_err, "; --no-checks takes"), refused);
	check_as(true, REFUSE_ALL);
	ck_assert(!goes_on);
	check_as(false, REFUSE_UNPACK);
	ck_assert(goes_on);
	image_free(&loaded);
}

START_TEST(what_cannot_be_unpacked)
{
	add_cpio(&image);
	image.len -= 20;
	check_refused("truncated", true);
	add_cpio(&image);
	add_bytes(&image, "junk", 4);
	check_refused("junk", true);
	add_bytes(&image, "hello", 5);
	check_refused("unknown", true);
	add_zeros(&image, 8);
	check_refused("zeros", true);
	add_archive(&image, INITRAMFS_BZIP2);
	image.bytes[20] ^= 1;
	check_refused("damaged", true);
	add_cpio(&image);
	add_bootconfig_of(&image, "a = b\n", 0);
	check_refused("bootconfig", true);
	add_entry(&image, 0100644, "a", "b", 1);
	check_refused("no-trailer", false);
}
END_TEST

START_TEST(digests)
{
	static const size_t sizes[] = { 4000, 1000, 4000 };
	struct examined *files;
	size_t i, bad;

	ck_assert_int_eq(image_open_kernel(&loaded, make_file("kernel", 4000),
					   &reason), 0);
	add_zeros(&image, sizes[1]);
	add_image("short");
	add_cpio(&image);
	add_zeros(&image, sizes[2] - image.len);
	add_image("long");
	for (bad = 0; bad <= 1; bad++) {
		bad_at = bad ? 2000 : INT64_MAX;
		files = examine_image(&loaded, EXAMINE_DIGEST);
		for (i = 0; i <= 2; i++) {
			ck_assert_int_eq(files[i].digest_err,
					 bad && i != 1 ? -EIO : 0);
			ck_assert(bad || files[i].digest.size == sizes[i]);
			/* The parts are not looked at for that. */
			ck_assert_uint_eq(files[i].initramfs.size, 0);
		}
		capture_start();
		ck_assert(check_digests(&loaded, files) == !bad);
		capture_stop();
		ck_assert(!strstr(captured_err, "kernel: cannot be digested "
				  "(Input/output error)") == !bad);
		examined_free(files, &loaded);
	}
	bad_at = INT64_MAX;
}
END_TEST

START_TEST(early_behind_compressed)
{
	add_cpio(&image);
	add_image("cpio");
	add_early(&image);
	add_image("early");
	check();
	ck_assert_uint_eq(nr_findings, 0);

	add_archive(&image, INITRAMFS_GZIP);
	align_image(&image, 4);
	begins[0] = image.len;
	add_early(&image);
	add_image("behind");
	check();
	check_found(0, 2, "early_not_first", "");
	ck_assert_uint_eq(nr_findings, 1);
}
END_TEST

START_TEST(not_the_last)
{
	add_archive(&image, INITRAMFS_GZIP);
	add_zeros(&image, 8);
	add_image("first");
	add_cpio(&image);
	image.len -= 4;
	add_image("truncated");
	check();
	check_found(0, 1, "truncated", "make it again");
	ck_assert_ptr_null(strstr(text_of(0, "text"), "next part"));
	ck_assert_uint_eq(nr_findings, 1);
}
END_TEST

START_TEST(writers)
{
	unsigned char bytes[BZIMAGE_SIZE];
	const char *kernel, *path;
	int writer, other;

	make_bzimage(bytes);
	add_bytes(&image, bytes, sizeof(bytes));
	kernel = save("kernel", &image);
	ck_assert_int_eq(image_open_kernel(&loaded, kernel, &reason), 0);
	reset();
	add_cpio(&image);
	path = save("part", &image);
	ck_assert_int_eq(image_open_initrd(&loaded, path, "", &reason), 0);
	check();
	ck_assert_uint_eq(nr_findings, 0);

	writer = open(path, O_WRONLY | O_CLOEXEC);
	other = open(kernel, O_WRONLY | O_CLOEXEC);
	ck_assert_int_ge(writer, 0);
	ck_assert_int_ge(other, 0);
	check();
	check_found(0, -1, "open_writer", "open for writing");
	check_found(1, 0, "open_writer", "open for writing");
	ck_assert_uint_eq(nr_findings, 2);

	ck_assert_ptr_nonnull(strstr(captured_err, "kexec2: warning: "));
	ck_assert_ptr_nonnull(strstr(captured_err, "/part (initrd 0): open"));
	check_as(true, REFUSE_ALL);
	ck_assert(!goes_on);
	ck_assert_ptr_null(strstr(captured_err, "warning"));

	/* The lease is gone: nobody has to wait for it. */
	close(writer);
	close(other);
	check();
	ck_assert_uint_eq(nr_findings, 0);
	writer = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
	ck_assert_int_ge(writer, 0);
	close(writer);
	ck_assert_int_eq(fcntl(loaded.kernel.fd, F_GETSIG), 0);
}
END_TEST

/* Refused, with the override, and said in a dry run, too. */
START_TEST(kernels)
{
	unsigned char bytes[BZIMAGE_SIZE];

	make_bzimage(bytes);
	add_bytes(&image, bytes, sizeof(bytes) - 1);
	ck_assert_int_eq(image_open_kernel(&loaded, save("kernel", &image),
					   &reason), 0);
	check();
	check_found(0, -1, "not_a_kernel", "truncated bzImage");
	check_as(true, REFUSE_UNPACK);
	ck_assert(!goes_on);
	ck_assert_ptr_nonnull(strstr(captured_err, "--no-checks takes"));
	check_as(false, REFUSE_UNPACK);
	ck_assert(goes_on);
	ck_assert_uint_eq(nr_findings, 0);

	reset();
	add_bytes(&image, bytes, sizeof(bytes));
	ck_assert_int_eq(image_open_kernel(&loaded, save("whole", &image),
					   &reason), 0);
	loaded.cmdline = calloc(2018, 1);
	memset(loaded.cmdline, 'a', 2016);
	check_as(true, REFUSE_ALL);
	ck_assert(goes_on);
	loaded.cmdline[2016] = 'a';
	check_as(true, REFUSE_UNPACK);
	ck_assert(goes_on);
	check_found(0, -1, "cmdline_too_long", "2018 bytes with its NUL");
	check_as(true, REFUSE_ALL);
	ck_assert(!goes_on);
}
END_TEST

static void check_unsealed(void)
{
	check_as(false, REFUSE_ALL);
	ck_assert(!goes_on);
	check_found(nr_findings - 1, 0, "memfd_not_sealed", "seal it");
}

START_TEST(memfds)
{
	static const int seals[] = { F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE };
	int fd = memfd_create("a", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t i;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(image_take_initrd(&loaded, fd, "a", "", &reason), 0);
	for (i = 0; i < ARRAY_SIZE(seals); i++) {
		check_unsealed();
		ck_assert_int_eq(fcntl(fd, F_ADD_SEALS, seals[i]), 0);
	}
	check_as(false, REFUSE_NONE);
	for (i = 0; i < nr_findings; i++)
		ck_assert_str_ne(text_of(i, "code"), "memfd_not_sealed");
	image_free(&loaded);

	fd = memfd_create("b", MFD_CLOEXEC);
	add_cpio(&image);
	ck_assert_int_eq(write(fd, image.bytes, image.len),
			 (ssize_t)image.len);
	ck_assert_int_eq(image_take_initrd(&loaded, fd, "b", "", &reason), 0);
	check();
	/* Whether it counts as open for writing depends on the kernel. */
	ck_assert_uint_ge(nr_findings, 1);
	check_found(nr_findings - 1, 0, "memfd_not_sealed", "seal it");
}
END_TEST

/* Without looking into the parts, what is wrong with the files is found. */
START_TEST(without_content)
{
	const char *path;
	int writer;

	add_bytes(&image, "junk", 4);
	path = save("part", &image);
	ck_assert_int_eq(image_open_initrd(&loaded, path, "", &reason), 0);
	check();
	ck_assert_uint_eq(nr_findings, 1);
	check_found(0, 0, "unknown_content", "");
	check_as(false, REFUSE_ALL);
	ck_assert(goes_on);
	ck_assert_str_eq(captured_err, "");

	writer = open(path, O_WRONLY | O_CLOEXEC);
	ck_assert_int_ge(writer, 0);
	check_as(false, REFUSE_ALL);
	ck_assert(!goes_on);
	ck_assert_ptr_nonnull(strstr(captured_err, "/part (initrd 0): open"));
	ck_assert_ptr_null(strstr(captured_err, "offset"));
	close(writer);
}
END_TEST

static void check_content(int fd, size_t begin, size_t end)
{
	static uint8_t bytes[sizeof(image.bytes)];

	ck_assert_int_eq(pread(fd, bytes, sizeof(bytes), 0),
			 (ssize_t)(end - begin));
	ck_assert_mem_eq(bytes, image.bytes + begin, end - begin);
}

static const struct known_digests known;

START_TEST(composed)
{
	char link[64], target[64] = "";
	const char *path;
	int fd;

	add_early(&image);
	ends[0] = image.len;
	add_zeros(&image, 100);
	begins[1] = image.len;
	add_archive(&image, INITRAMFS_ZSTD);
	ends[1] = image.len;
	path = save("initrd.img", &image);

	ck_assert_int_eq(image_add_split(&loaded, path, &known, &reason), 0);
	ck_assert_int_eq(image_add_split(&loaded, path, &known, &reason), 0);
	ck_assert_int_eq(image_seal(&loaded, &reason), 0);
	ck_assert_uint_eq(loaded.nr_initrds, 4);
	check_content(loaded.initrds[0].fd, 0, ends[0]);
	check_content(loaded.initrds[3].fd, begins[1], ends[1]);
	ck_assert_str_eq(loaded.initrds[0].label, "early");
	ck_assert_str_eq(loaded.initrds[3].label, "initrd");
	ck_assert_ptr_nonnull(strstr(loaded.initrds[3].name, "/initrd.img#1"));

	fd = loaded.initrds[3].fd;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ck_assert_int_gt(readlink(link, target, sizeof(target) - 1), 0);
	ck_assert_str_eq(target, "/memfd:initrd.img#1 (deleted)");
	ck_assert_int_eq(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	/* The early part of the second image is behind a compressed one. */
	check();
	ck_assert_uint_eq(nr_findings, 1);
	check_found(0, 2, "early_not_first", "");
}
END_TEST

START_TEST(not_composed)
{
	ck_assert_int_eq(image_add_split(&loaded, "/nonexistent/a", &known,
					 &reason),
			 -ENOENT);
	ck_assert_int_eq(image_add_split(&loaded, test_dir(), &known, &reason),
			 -ENODEV);
	ck_assert_int_eq(image_add_split(&loaded, make_file("empty", 0),
					 &known, &reason),
			 -EINVAL);
	ck_assert_str_eq(reason.text, "contains no archive");
	add_cpio(&image);
	add_bytes(&image, "junk", 4);
	ck_assert_int_eq(image_add_split(&loaded, save("junk", &image),
					 &known, &reason),
			 -EINVAL);
	ck_assert_str_eq(
		reason.text,
		"offset 368: not an archive that the kernel knows; the kernel stops there");
	ck_assert_uint_eq(loaded.nr_initrds, 0);
}
END_TEST

/* Windows of the file end in the middle of everything. */
START_TEST(large_file)
{
	const char *path = make_file("large", (300 << 20));
	int fd = open(path, O_RDWR | O_CLOEXEC);
	off_t begin;

	ck_assert_int_ge(fd, 0);
	add_entry(&image, 0100644, "big", "", 0);
	image.len = 0;
	add_bytes(&image, "070701" "00000001" "000081a4" "00000000" "00000000"
		  "00000001" "00000000" "0fffffff" "00000000" "00000000"
		  "00000000" "00000000" "00000004" "00000000" "big", 114);
	ck_assert_int_eq(pwrite(fd, image.bytes, 114, 0), 114);
	begin = (116 + 0x0fffffff + 3) & ~3;
	reset();
	add_trailer(&image);
	ends[0] = begin + image.len;
	add_zeros(&image, 4);
	begins[1] = begin + image.len;
	add_archive(&image, INITRAMFS_GZIP);
	ends[1] = begin + image.len;
	ck_assert_int_eq(pwrite(fd, image.bytes, image.len, begin),
			 (ssize_t)image.len);
	initramfs_free(&found);
	ck_assert_int_eq(
		initramfs_walk(&found, fd, true, UNPACKED_MAX, &reason), 0);
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_uint_eq(found.nr_parts, 2);
	check_part(0, INITRAMFS_CPIO, 0, ends[0], "initrd");
	check_part(1, INITRAMFS_GZIP, begins[1], ends[1], "initrd2");
	initramfs_free(&found);
	end_at = (uint64_t)299 << 20;
	ck_assert_int_eq(
		initramfs_walk(&found, fd, true, UNPACKED_MAX, &reason), -EIO);
	ck_assert_str_eq(reason.text, "file was truncated while it was read");
	end_at = INT64_MAX;
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("initramfs");
	TCase *walking = tcase(suite, "walking");
	TCase *composing = tcase(suite, "composing");
	const int first = INITRAMFS_GZIP, end = INITRAMFS_ZSTD + 1;

	tcase_add_checked_fixture(walking, NULL, teardown_image);
	tcase_add_loop_test(walking, each_kind_alone, INITRAMFS_CPIO, end);
	tcase_add_test(walking, each_kind_behind_each);
	tcase_add_test(walking, signature_appended);
	tcase_add_test(walking, compressed_without_gap);
	tcase_add_test(walking, lz4_has_no_end);
	tcase_add_test(walking, alignment);
	tcase_add_test(walking, ends_of_cpio);
	tcase_add_test(walking, cut_cpio);
	tcase_add_loop_test(walking, cut_stream, first, end);
	tcase_add_test(walking, early_parts);
	tcase_add_test(walking, junk);
	tcase_add_test(walking, damage_in_cpio);
	tcase_add_loop_test(walking, inside_streams, first, end);
	tcase_add_loop_test(walking, bounds, first, end);
	tcase_add_test(walking, too_many_parts);
	tcase_add_test(walking, bootconfigs);
	tcase_add_test(walking, large_file);
	tcase_add_checked_fixture(composing, setup_composition,
				  teardown_composition);
	tcase_add_test(composing, nothing_is_wrong);
	tcase_add_test(composing, what_is_wrong_in_a_part);
	tcase_add_test(composing, what_is_dropped);
	tcase_add_test(composing, what_the_kernel_takes);
	tcase_add_test(composing, what_cannot_be_unpacked);
	tcase_add_test(composing, digests);
	tcase_add_test(composing, early_behind_compressed);
	tcase_add_test(composing, not_the_last);
	tcase_add_test(composing, writers);
	tcase_add_test(composing, kernels);
	tcase_add_test(composing, memfds);
	tcase_add_test(composing, without_content);
	tcase_add_test(composing, composed);
	tcase_add_test(composing, not_composed);
	return run_tests(suite);
}
