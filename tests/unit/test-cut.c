// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Where the files end that an image was joined from. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archives.h"
#include "image/examine.h"
#include "image/image.h"
#include "initramfs/cut.h"
#include "shared/digest.h"
#include "shared/known-digests.h"
#include "unit.h"

#define UNPACKED_MAX	(1U << 20)

static struct joined image;
static struct initramfs found;
static struct known_digests known;
static struct reason reason;

static void setup(void)
{
	memset(&image, 0, sizeof(image));
}

static void teardown(void)
{
	initramfs_free(&found);
	known_digests_free(&known);
}

static void cut(void)
{
	int fd = memfd_create("image", MFD_CLOEXEC);

	ck_assert_int_eq(write(fd, image.bytes, image.len),
			 (ssize_t)image.len);
	initramfs_free(&found);
	ck_assert_int_eq(initramfs_walk(&found, fd, true, UNPACKED_MAX,
					&reason), 0);
	ck_assert_int_eq(found.stop, INITRAMFS_WHOLE);
	ck_assert_msg(!initramfs_cut(&found, fd, &known, &reason), "%s",
		      reason.text);
	close(fd);
}

static void check_part(size_t i, size_t begin, size_t end, size_t padding)
{
	ck_assert_uint_lt(i, found.nr_parts);
	ck_assert_uint_eq(found.parts[i].offset, begin);
	ck_assert_uint_eq(found.parts[i].offset + found.parts[i].size, end);
	ck_assert_uint_eq(found.parts[i].padding, padding);
}

static const char *save(const char *text)
{
	static char path[96];
	FILE *file;

	snprintf(path, sizeof(path), "%s/known", test_dir());
	file = fopen(path, "we");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

static void know(const char *text)
{
	const char *path = save(text), *wrong;
	struct option_values paths = { &path, 1 };

	known_digests_free(&known);
	ck_assert_msg(!known_digests_read(&known, &paths, &wrong, &reason),
		      "%s", reason.text);
}

static char *line(const char *algorithm, size_t begin, size_t end,
		  const char *name, bool plain)
{
	char text[DIGEST_TEXT_MAX];
	struct digest digest;

	ck_assert_int_eq(digest_bytes(&digest, algorithm, image.bytes + begin,
				      end - begin), 0);
	digest_text(&digest, text);
	return plain ? xasprintf("%s  %s\n", strchr(text, ':') + 1, name) :
		       xasprintf("%s %s role=initrd\n", text, name);
}

/* The pieces of the image are files: file-0, file-1, ... */
static void know_pieces(const char *algorithm, bool plain, size_t n,
			const size_t (*pieces)[2])
{
	char *all = xstrdup("# of the build\n\ncmdline \"quiet\" c\n"), *more;
	char name[32];
	size_t i;

	for (i = 0; i < n; i++) {
		char *one;

		snprintf(name, sizeof(name), "file-%zu", i);
		one = line(algorithm, pieces[i][0], pieces[i][1], name, plain);
		more = xasprintf("%s%s", all, one);
		free(one);
		free(all);
		all = more;
	}
	know(all);
	free(all);
}

/* Sizes of the archives differ, and so does what is missing to a block. */
START_TEST(cpio_has_whole_blocks)
{
	size_t gap, end, begin, block;

	for (gap = 4; gap <= 2048; gap += 4) {
		setup();
		add_early(&image);
		end = image.len;
		block = (end + 511) / 512 * 512;
		add_zeros(&image, gap);
		begin = image.len;
		add_archive(&image, INITRAMFS_ZSTD);
		cut();
		if (begin >= block)
			check_part(0, 0, block, block - end);
		else
			check_part(0, 0, end, 0);
		check_part(1, begin, image.len, 0);
	}
	/* From the part's start, which need not be a block's. */
	setup();
	add_archive(&image, INITRAMFS_GZIP);
	align_image(&image, 4);
	begin = image.len;
	add_cpio(&image);
	end = image.len;
	add_zeros(&image, 700);
	cut();
	ck_assert_uint_eq(found.nr_parts, 2);
	check_part(1, begin, begin + 512, begin + 512 - end);
	ck_assert_str_eq(found.parts[1].label, "initrd2");
}
END_TEST

/* The padding of a file, and that is all; or what joining adds to it. */
START_TEST(compressed)
{
	size_t end, block, begin, gap;

	setup();
	add_archive(&image, _i);
	end = image.len;
	block = (end + 511) / 512 * 512;
	ck_assert_uint_gt(block - end, 7);
	for (gap = 0; gap < 2000; gap++) {
		/* A cpio archive wants to be aligned, and lz4 to be ended. */
		if ((end + gap) % 4 || (_i == INITRAMFS_LZ4 && gap < 4))
			continue;
		setup();
		add_archive(&image, _i);
		add_zeros(&image, gap);
		begin = image.len;
		add_cpio(&image);
		cut();
		ck_assert_uint_eq(found.nr_parts, 2);
		if (begin == block || begin == block + 4)
			check_part(0, 0, block, block - end);
		else
			check_part(0, 0, end, 0);
	}
	/* At the end of the image, it is the same. */
	setup();
	add_archive(&image, _i);
	add_zeros(&image, block - end);
	cut();
	check_part(0, 0, block, block - end);
	add_zeros(&image, 100);
	cut();
	check_part(0, 0, end, 0);
}
END_TEST

START_TEST(bootconfig_stays)
{
	add_cpio(&image);
	align_image(&image, 512);
	add_bootconfig_of(&image, "a = b\n", 0);
	cut();
	ck_assert_uint_eq(found.nr_parts, 1);
	check_part(0, 0, image.len, 0);
}
END_TEST

/* Of any number of zeros, the known number is the right one. */
START_TEST(known_end)
{
	static const char *const algorithms[] = {
		"sha1", "sha256", "sha384", "sha512",
	};
	size_t zeros, end, pieces[2][2], i;

	for (zeros = 0; zeros <= 1200; zeros += 61)
	for (i = 0; i < ARRAY_SIZE(algorithms); i++) {
		setup();
		add_archive(&image, _i);
		end = image.len;
		add_zeros(&image, 1200);
		align_image(&image, 4);
		pieces[0][0] = 0;
		pieces[0][1] = end + zeros;
		pieces[1][0] = image.len;
		add_archive(&image, _i == INITRAMFS_XZ ? INITRAMFS_ZSTD :
							 INITRAMFS_XZ);
		pieces[1][1] = image.len;
		know_pieces(algorithms[i], i & 1, 2, pieces);
		cut();
		ck_assert_uint_eq(found.nr_parts, 2);
		check_part(0, 0, end + zeros, zeros);
		check_part(1, pieces[1][0], pieces[1][1], 0);
		ck_assert_str_eq(found.parts[0].known, "file-0");
		ck_assert_str_eq(found.parts[1].known, "file-1");
	}
}
END_TEST

/* Far behind the archive, whole blocks are tried, and the end of the zeros. */
START_TEST(known_end_far_away)
{
	size_t end, i, pieces[1][2] = { { 0, 0 } };

	add_cpio(&image);
	end = image.len;
	for (i = 0; i < 15; i++)
		add_zeros(&image, 4096);
	pieces[0][1] = 60 * 1024;
	know_pieces("sha256", true, 1, pieces);
	cut();
	check_part(0, 0, 60 * 1024, 60 * 1024 - end);
}
END_TEST

/* A file of so many archives, and no more. */
START_TEST(known_of_many)
{
	size_t i, pieces[1][2] = { { 0, 0 } };

	for (i = 1; i <= 17; i++) {
		add_archive(&image, i % 2 ? INITRAMFS_GZIP : INITRAMFS_BZIP2);
		align_image(&image, 4);
		if (i < 16)
			continue;
		pieces[0][1] = image.len;
		know_pieces("sha256", true, 1, pieces);
		cut();
		ck_assert_uint_eq(found.nr_parts, i == 16 ? 1 : 17);
		ck_assert_int_eq(found.parts[0].known != NULL, i == 16);
	}
}
END_TEST

START_TEST(not_known)
{
	size_t end, pieces[1][2];

	add_early(&image);
	end = image.len;
	align_image(&image, 512);
	pieces[0][0] = image.len;
	add_archive(&image, INITRAMFS_BZIP2);
	pieces[0][1] = image.len;
	know_pieces("sha256", true, 1, pieces);
	cut();
	check_part(0, 0, 512, 512 - end);
	ck_assert_ptr_null(found.parts[0].known);
	check_part(1, 512, image.len, 0);
	ck_assert_str_eq(found.parts[1].known, "file-0");
}
END_TEST

/* What initramfs-tools makes is one file, and known as one. */
START_TEST(known_archives)
{
	size_t end, middle, pieces[2][2];

	add_early(&image);
	align_image(&image, 512);
	add_archive(&image, INITRAMFS_ZSTD);
	middle = image.len;
	add_zeros(&image, 100);
	align_image(&image, 4);
	end = image.len;
	add_cpio(&image);
	pieces[0][0] = 0;
	pieces[0][1] = middle;
	pieces[1][0] = end;
	pieces[1][1] = image.len;
	know_pieces("sha256", false, 2, pieces);
	cut();
	ck_assert_uint_eq(found.nr_parts, 2);
	check_part(0, 0, middle, 0);
	ck_assert_int_eq(found.parts[0].kind, INITRAMFS_SEVERAL);
	ck_assert_str_eq(found.parts[0].label, "initrd");
	ck_assert_uint_eq(found.parts[0].entries, 3);
	check_part(1, end, image.len, 0);
	ck_assert_str_eq(found.parts[1].label, "initrd2");
	ck_assert_str_eq(found.parts[1].known, "file-1");

	/* The shortest file that is known is the part. */
	pieces[1][0] = 0;
	pieces[1][1] = 512;
	know_pieces("sha256", false, 2, pieces);
	cut();
	ck_assert_uint_eq(found.nr_parts, 3);
	check_part(0, 0, 512, 512 - found.parts[0].unpacked);
	ck_assert_str_eq(found.parts[0].label, "early");
}
END_TEST

#define H1 "1111111111111111111111111111111111111111111111111111111111111111"

START_TEST(known_files)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ "", "has no digest of a file" },
		{ "# none\nminimum base 1\n", "has no digest of a file" },
		{ H1 "  a\nwhat is this\n",
		  "line 2: neither a line of sha256sum nor of kexec2-known(5)" },
		{ "sha256:" H1 "\n", "line 1: invalid name" },
		{ "\\" H1 "  a\\x\n",
		  "line 1: invalid backslash escape in the file name" },
	};
	struct option_values paths;
	struct digest digest;
	const char *path, *wrong;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		path = save(bad[i].text);
		paths = (struct option_values){ &path, 1 };
		ck_assert_int_eq(known_digests_read(&known, &paths, &wrong,
						    &reason), -EINVAL);
		ck_assert_str_eq(reason.text, bad[i].why);
		ck_assert_str_eq(wrong, path);
		known_digests_free(&known);
	}
	path = "/nonexistent/known";
	ck_assert_int_eq(known_digests_read(&known, &paths, &wrong, &reason),
			 -ENOENT);
	know("\\" H1 "  a\\nb\nminimum x 1\ncomposition c = a\n");
	digest = (struct digest){ .algorithm = "sha256", .len = 32 };
	memset(digest.bytes, 0x11, 32);
	ck_assert_str_eq(known_digests_find(&known, &digest), "a\nb");
	digest.bytes[31] = 0x12;
	ck_assert_ptr_null(known_digests_find(&known, &digest));
	ck_assert(known_digests_use(&known, "sha256"));
	ck_assert(!known_digests_use(&known, "sha1"));
}
END_TEST

/* A piece of a file is examined where it is, to the byte. */
START_TEST(in_place)
{
	struct image parts = IMAGE_INIT;
	int fd = memfd_create("image", MFD_CLOEXEC);
	struct examined *files;
	static struct joined archive;
	struct digest digest;
	size_t begin, end;
	uint8_t *bytes;

	add_early(&archive);
	add_bytes(&image, "what is before, of an odd length", 31);
	begin = image.len;
	add_bytes(&image, archive.bytes, archive.len);
	end = image.len;
	add_bytes(&image, "what is behind it", 17);
	ck_assert_int_eq(write(fd, image.bytes, image.len),
			 (ssize_t)image.len);
	component_set(&parts.kernel, dup(fd), "kernel");
	ck_assert_int_eq(image_add_piece(&parts, fd, begin, end - begin,
					 "/a/image", "#7", "early", &reason),
			 0);
	ck_assert_str_eq(parts.initrds[0].name, "/a/image#7");
	files = examine_image(&parts, EXAMINE_PARTS | EXAMINE_DIGEST);
	ck_assert_int_eq(digest_bytes(&digest, "sha256", image.bytes + begin,
				      end - begin), 0);
	ck_assert_mem_eq(files[1].digest.bytes, digest.bytes, digest.len);
	ck_assert_uint_eq(files[1].digest.size, end - begin);
	ck_assert_int_eq(files[1].stat.st_size, (off_t)(end - begin));
	ck_assert_int_eq(files[1].err, 0);
	ck_assert_int_eq(files[1].initramfs.stop, INITRAMFS_WHOLE);
	ck_assert_uint_eq(files[1].initramfs.nr_parts, 1);
	ck_assert(files[1].initramfs.parts[0].early);
	examined_free(files, &parts);

	ck_assert_msg(!image_seal(&parts, &reason), "%s", reason.text);
	ck_assert_ptr_null(parts.initrds[0].piece);
	bytes = xcalloc(image.len, 1);
	ck_assert_int_eq(pread(parts.initrds[0].fd, bytes, image.len, 0),
			 (ssize_t)(end - begin));
	ck_assert_mem_eq(bytes, image.bytes + begin, end - begin);
	free(bytes);
	image_free(&parts);
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cut");
	TCase *blocks = tcase(suite, "blocks");
	TCase *digests = tcase(suite, "digests");
	const int first = INITRAMFS_GZIP, end = INITRAMFS_ZSTD + 1;

	tcase_add_checked_fixture(blocks, setup, teardown);
	tcase_add_test(blocks, cpio_has_whole_blocks);
	tcase_add_loop_test(blocks, compressed, first, end);
	tcase_add_test(blocks, bootconfig_stays);
	tcase_add_test(blocks, in_place);
	tcase_add_checked_fixture(digests, setup, teardown);
	tcase_add_loop_test(digests, known_end, INITRAMFS_CPIO, end);
	tcase_add_test(digests, known_end_far_away);
	tcase_add_test(digests, known_of_many);
	tcase_add_test(digests, not_known);
	tcase_add_test(digests, known_archives);
	tcase_add_test(digests, known_files);
	return run_tests(suite);
}
