// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What is checked before a load, and images that are split for one. */
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

/* The part under construction, and where its archives begin and end. */
static struct joined image;
static size_t begins[2], ends[2];
static struct reason reason;

/* Reading fails from here on. */
static off_t bad_at = INT64_MAX;

ssize_t __real_pread64(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread64(int fd, void *buf, size_t size, off_t offset)
{
	if (offset < bad_at)
		return __real_pread64(fd, buf, size, offset);
	errno = EIO;
	return -1;
}

/* The files that are loaded, and what is found in them */

static struct image loaded;
static struct json_object *findings;
static size_t nr_findings;
static bool goes_on;

static void reset(void)
{
	memset(&image, 0, sizeof(image));
}

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
	ck_assert_has(text_of(i, "text"), words);
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

	ck_assert_has(captured_err, "kexec2: warning: ");
	ck_assert_has(captured_err, "/part (initrd 0): open");
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
	ck_assert_has(captured_err, "--no-checks takes");
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
	ck_assert_has(captured_err, "/part (initrd 0): open");
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
	ck_assert_has(loaded.initrds[3].name, "/initrd.img#1");

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

int main(void)
{
	Suite *suite = suite_create("checks");
	TCase *composing = tcase(suite, "composing");

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
