// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the decoders of the next kernel take, by its version. */
#include <check.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "archives.h"
#include "initramfs/initramfs.h"
#include "unit.h"

#define LINUX(a, b)	((a) << 16 | (b) << 8)

static struct joined image, content;
static struct initramfs found;

static void setup(void)
{
	memset(&image, 0, sizeof(image));
	memset(&content, 0, sizeof(content));
	add_cpio(&content);
}

static void teardown(void)
{
	initramfs_free(&found);
}

/* @why: NULL for what is unpacked to its end, two entries of it. */
static void check_for(uint32_t version, const char *why)
{
	_Atomic int64_t left = 1 << 20;
	int fd = memfd_create("image", MFD_CLOEXEC);
	struct reason reason = { "" };

	ck_assert_int_eq(write(fd, image.bytes, image.len),
			 (ssize_t)image.len);
	initramfs_free(&found);
	ck_assert_int_eq(initramfs_check(&found, fd, true, true, version, &left,
					 NULL, &reason), 0);
	close(fd);
	if (!why) {
		ck_assert_str_eq(found.why.text, "");
		ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
		ck_assert_uint_eq(found.nr_parts, 1);
		ck_assert_uint_eq(found.parts[0].size, image.len);
		ck_assert_uint_eq(found.parts[0].entries, 2);
		return;
	}
	ck_assert_int_ne(found.stop, INITRAMFS_WHOLE);
	ck_assert_has(found.why.text, why);
}

/* A stream of the content, with these filters before LZMA2. */
static void add_xz(const lzma_filter *before, lzma_check check)
{
	lzma_filter filters[LZMA_FILTERS_MAX + 1];
	lzma_options_lzma lzma2;
	size_t i, len = 0;

	ck_assert(!lzma_lzma_preset(&lzma2, 0));
	for (i = 0; before && before[i].id; i++)
		filters[i] = before[i];
	filters[i++] = (lzma_filter){ LZMA_FILTER_LZMA2, &lzma2 };
	filters[i] = (lzma_filter){ LZMA_VLI_UNKNOWN, NULL };
	ck_assert_int_eq(lzma_stream_buffer_encode(filters, check, NULL,
						   content.bytes, content.len,
						   image.bytes, &len,
						   sizeof(image.bytes)),
			 LZMA_OK);
	image.len = len;
}

static lzma_options_bcj offset = { .start_offset = 4096 };
static lzma_options_delta delta = { .type = LZMA_DELTA_TYPE_BYTE, .dist = 1 };

static const struct {
	lzma_filter before[3];
	lzma_check check;
	uint32_t version;
	const char *why;
} streams[] = {
	{ { { 0 } }, LZMA_CHECK_CRC32, 0, NULL },
	{ { { 0 } }, LZMA_CHECK_NONE, LINUX(5, 10), NULL },
	{ { { 0 } }, LZMA_CHECK_CRC64, 0, "xz check not supported" },
	{ { { 0 } }, LZMA_CHECK_SHA256, 0, "xz check not supported" },
	{ { { LZMA_FILTER_X86, NULL } }, LZMA_CHECK_CRC32, 0, NULL },
	{ { { LZMA_FILTER_POWERPC, NULL } }, LZMA_CHECK_CRC32, 0, NULL },
	{ { { LZMA_FILTER_ARM, NULL } }, LZMA_CHECK_CRC32, 0, NULL },
	{ { { LZMA_FILTER_ARMTHUMB, NULL } }, LZMA_CHECK_CRC32, 0, NULL },
	{ { { LZMA_FILTER_SPARC, NULL } }, LZMA_CHECK_CRC32, 0, NULL },
	{ { { LZMA_FILTER_X86, &offset } }, LZMA_CHECK_CRC32, 0,
	  "xz filter with a start offset" },
	{ { { LZMA_FILTER_DELTA, &delta } }, LZMA_CHECK_CRC32, 0,
	  "xz filter 0x03 not supported" },
	{ { { LZMA_FILTER_X86, NULL }, { LZMA_FILTER_ARM, NULL } },
	  LZMA_CHECK_CRC32, 0, "more xz filters" },
	{ { { LZMA_FILTER_IA64, NULL } }, LZMA_CHECK_CRC32, LINUX(6, 6), NULL },
	{ { { LZMA_FILTER_IA64, NULL } }, LZMA_CHECK_CRC32, LINUX(6, 7),
	  "xz filter 0x06 not supported" },
	{ { { LZMA_FILTER_IA64, NULL } }, LZMA_CHECK_CRC32, 0,
	  "xz filter 0x06 not supported" },
	{ { { LZMA_FILTER_ARM64, NULL } }, LZMA_CHECK_CRC32, LINUX(6, 11),
	  "xz filter 0x0a not supported" },
	{ { { LZMA_FILTER_ARM64, NULL } }, LZMA_CHECK_CRC32, LINUX(6, 12),
	  NULL },
	{ { { LZMA_FILTER_ARM64, NULL } }, LZMA_CHECK_CRC32, 0, NULL },
};

START_TEST(xz_streams)
{
	add_xz(streams[_i].before, streams[_i].check);
	check_for(streams[_i].version, streams[_i].why);
}
END_TEST

/* Of several blocks, of which the headers tell the sizes. */
START_TEST(xz_blocks)
{
	lzma_stream strm = LZMA_STREAM_INIT;
	lzma_mt mt = {
		.threads = 1,
		.block_size = 100,
		.check = LZMA_CHECK_CRC32,
	};

	ck_assert_int_eq(lzma_stream_encoder_mt(&strm, &mt), LZMA_OK);
	strm.next_in = content.bytes;
	strm.avail_in = content.len;
	strm.next_out = image.bytes;
	strm.avail_out = sizeof(image.bytes);
	ck_assert_int_eq(lzma_code(&strm, LZMA_FINISH), LZMA_STREAM_END);
	image.len = strm.total_out;
	lzma_end(&strm);
	ck_assert_uint_eq(image.bytes[13] & 0xc0, 0xc0);
	check_for(0, NULL);
}
END_TEST

/* Any byte: all of a stream is checked, but for padding that must be zeros. */
START_TEST(xz_damage)
{
	size_t i;

	add_xz(NULL, LZMA_CHECK_CRC32);
	for (i = 2; i < image.len; i++) {
		image.bytes[i] ^= 0x10;
		check_for(0, "");
		image.bytes[i] ^= 0x10;
	}
	while (--image.len > 2)
		check_for(0, "");
}
END_TEST

/* A footer that is whole, and tells another size of the index. */
START_TEST(xz_footer)
{
	uint32_t sum;

	add_xz(NULL, LZMA_CHECK_CRC32);
	image.bytes[image.len - 8]++;
	sum = htole32(lzma_crc32(image.bytes + image.len - 8, 6, 0));
	memcpy(image.bytes + image.len - 12, &sum, sizeof(sum));
	check_for(0, "damaged archive");
}
END_TEST

/* A block header, which tells what is refused. */
static void add_block_header(const void *bytes, size_t len)
{
	uint32_t sum = htole32(lzma_crc32(bytes, len, 0));

	add_xz(NULL, LZMA_CHECK_CRC32);
	image.len = LZMA_STREAM_HEADER_SIZE;
	add_bytes(&image, bytes, len);
	add_bytes(&image, &sum, sizeof(sum));
}

START_TEST(xz_block_headers)
{
	/* A start offset of 0, and a dictionary of 4 GiB. */
	add_block_header("\3\1\4\4\0\0\0\0\x21\1\x10\0", 12);
	check_for(0, "start offset");
	add_block_header("\2\0\x21\1\x28\0\0\0", 8);
	check_for(0, "dictionary not supported");
	/* The last one, and that of machines that this build may not know. */
	add_block_header("\2\1\4\0\x07\0\0\0", 8);
	check_for(0, "dictionary not supported");
	add_block_header("\2\1\x0c\0\x21\1\x10\0", 8);
	check_for(0, "xz filter 0x0c");
	/* Room that has to be empty, and a number that is cut. */
	add_block_header("\2\0\x21\1\x10\0\0\1", 8);
	check_for(0, "");
	add_block_header("\1\xc0\xff\xff", 4);
	check_for(0, "damaged archive");
}
END_TEST

/* The kernel unpacks what is in a frame, and wants it to end there. */
START_TEST(several_frames)
{
	struct joined half = { .len = content.len / 2 & ~(size_t)3 };
	struct joined rest = { .len = content.len - half.len };

	memcpy(half.bytes, content.bytes, half.len);
	memcpy(rest.bytes, content.bytes + half.len, rest.len);
	add_compressed(&image, _i, &half);
	add_compressed(&image, _i, &rest);
	/* To lz4, another magic number in the middle is no end. */
	check_for(0, _i == INITRAMFS_LZ4 ? NULL : _i == INITRAMFS_LZMA ? "" :
		  "frames, each of which");
	image.len = 0;
	add_compressed(&image, _i, &half);
	check_for(0, "truncated cpio archive");
}
END_TEST

START_TEST(other_formats)
{
	static const struct {
		const char *magic;
		const char *why;
	} others[] = {
		{ "\x04\x22\x4d\x18", "use lz4 -l" },
		{ "\x50\x2a\x4d\x18", "skippable frame" },
		{ "\x5f\x2a\x4d\x18", "skippable frame" },
		{ "MZ\x90\xff", "--uki" },
		{ "\xc7\x71\x01\x01", "use cpio -H newc" },
		{ "MA", "not an archive that the kernel knows" },
		{ "\x60\x2a\x4d\x18", "not an archive that the kernel knows" },
		{ "M", "not an archive that the kernel knows" },
	};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(*others); i++) {
		image.len = 0;
		add_bytes(&image, others[i].magic, strlen(others[i].magic));
		check_for(0, others[i].why);
	}
}
END_TEST

/* What an old kernel does not know yet. */
START_TEST(old_kernels)
{
	add_compressed(&image, INITRAMFS_ZSTD, &content);
	check_for(LINUX(5, 8), "zstd, which needs Linux 5.9");
	check_for(LINUX(5, 9), NULL);
	image.len = 0;
	add_summed_entry(&image, 0100644, "a", "b", 'b');
	add_summed_entry(&image, 0100644, "b", "c", 'c');
	add_trailer(&image);
	check_for(LINUX(5, 18), "needs Linux 5.19");
	check_for(LINUX(5, 19), NULL);
	check_for(0, NULL);
}
END_TEST

/* Of optional fields the kernel knows the name. */
START_TEST(gzip_fields)
{
	gz_header fields = { .name = (Bytef *)(_i ? NULL : "name"),
			     .comment = (Bytef *)(_i ? "comment" : NULL) };
	z_stream strm = { .next_in = content.bytes, .avail_in = content.len,
			  .next_out = image.bytes,
			  .avail_out = sizeof(image.bytes) };

	ck_assert_int_eq(deflateInit2(&strm, 9, Z_DEFLATED, 16 + MAX_WBITS, 8,
				      Z_DEFAULT_STRATEGY), Z_OK);
	ck_assert_int_eq(deflateSetHeader(&strm, &fields), Z_OK);
	ck_assert_int_eq(deflate(&strm, Z_FINISH), Z_STREAM_END);
	image.len = strm.total_out;
	deflateEnd(&strm);
	check_for(0, _i ? "" : NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("unpack");
	TCase *tc = tcase(suite, "unpack");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, xz_streams, 0,
			    sizeof(streams) / sizeof(*streams));
	tcase_add_test(tc, xz_blocks);
	tcase_add_test(tc, xz_damage);
	tcase_add_test(tc, xz_footer);
	tcase_add_test(tc, xz_block_headers);
	tcase_add_loop_test(tc, several_frames, INITRAMFS_GZIP,
			    INITRAMFS_ZSTD + 1);
	tcase_add_test(tc, other_formats);
	tcase_add_test(tc, old_kernels);
	tcase_add_loop_test(tc, gzip_fields, 0, 2);
	return run_tests(suite);
}
