// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Initramfs images, walked as the kernel unpacks them. */
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

ssize_t __real_pread64(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t offset)
{
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
	ck_assert_has(found.why.text, why);
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
	return run_tests(suite);
}
