// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Kernels of arm64 that are compressed as a whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archives.h"
#include "image/unwrap.h"
#include "kernels.h"
#include "unit.h"

static struct joined content, file;
static struct image image;
static struct reason reason;

static void make_kernel(const char *magic)
{
	size_t i;

	content.len = file.len = 0;
	add_zeros(&content, 4000);
	memcpy(content.bytes + 56, magic, 4);
	content.bytes[20] = 1;
	memcpy(content.bytes + 500, "Linux version 6.12.1", 20);
	for (i = 1000; i < content.len; i++)
		content.bytes[i] = (uint8_t)(i * i * 31 >> 7);
}

static int unwrap(const char *machine)
{
	int fd = memfd_create("file", MFD_CLOEXEC);

	ck_assert_int_eq(write(fd, file.bytes, file.len), (ssize_t)file.len);
	image_free(&image);
	component_set(&image.kernel, fd, "dir/vmlinuz");
	return unwrap_kernel(&image, machine, &reason);
}

static void check_stays(const char *machine)
{
	ck_assert_int_eq(unwrap(machine), 0);
	ck_assert_str_eq(image.kernel.name, "dir/vmlinuz");
	ck_assert_uint_eq(image.nr_notices, 0);
	ck_assert_int_eq(lseek(image.kernel.fd, 0, SEEK_END),
			 (off_t)file.len);
	image_free(&image);
}

static void check_unwrapped(void)
{
	char path[64], link[64] = "", bytes[4001];

	ck_assert_int_eq(unwrap("aarch64"), 0);
	ck_assert_str_eq(image.kernel.name, "dir/vmlinuz:Image");
	ck_assert_int_eq(pread(image.kernel.fd, bytes, sizeof(bytes), 0), 4000);
	ck_assert(!memcmp(bytes, content.bytes, 4000));
	ck_assert(fcntl(image.kernel.fd, F_GET_SEALS) & F_SEAL_WRITE);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", image.kernel.fd);
	ck_assert_int_gt(readlink(path, link, sizeof(link) - 1), 0);
	ck_assert_str_eq(link, "/memfd:vmlinuz:Image (deleted)");
	ck_assert_uint_eq(image.nr_notices, 1);
	ck_assert_has(image.notices[0], "dir/vmlinuz: ");
	ck_assert_has(image.notices[0], "not this file");
	image_free(&image);
}

START_TEST(compressed)
{
	static const enum initramfs_kind kinds[] = {
		INITRAMFS_GZIP, INITRAMFS_XZ, INITRAMFS_ZSTD, INITRAMFS_LZ4,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		make_kernel("ARM\x64");
		add_compressed(&file, kinds[i], &content);
		check_unwrapped();
		check_stays("x86_64");
	}
	/* Damaged, but its headers came out. */
	make_kernel("ARM\x64");
	add_compressed(&file, INITRAMFS_GZIP, &content);
	file.len -= 50;
	ck_assert_int_eq(unwrap("aarch64"), -EINVAL);
	ck_assert_has(reason.text, "damaged");
	image_free(&image);
}
END_TEST

START_TEST(zboot)
{
	static struct joined packed;

	make_kernel("ARM\x64");
	packed.len = 0;
	add_compressed(&packed, INITRAMFS_GZIP, &content);
	add_zeros(&file, 1024);
	memcpy(file.bytes, "MZ\0\0zimg", 8);
	put_le(file.bytes + 8, 1024, 4);
	put_le(file.bytes + 12, (uint32_t)packed.len, 4);
	add_bytes(&file, packed.bytes, packed.len);
	add_zeros(&file, 500);
	check_unwrapped();
	check_stays("x86_64");
}
END_TEST

START_TEST(others)
{
	/* It is one already. */
	make_kernel("ARM\x64");
	add_bytes(&file, content.bytes, content.len);
	check_stays("aarch64");
	/* There is none in it, or none that would do. */
	make_kernel("RSC\x05");
	add_compressed(&file, INITRAMFS_GZIP, &content);
	check_stays("aarch64");
	make_kernel("ARM\x64");
	content.bytes[20] = 0;
	add_compressed(&file, INITRAMFS_GZIP, &content);
	check_stays("aarch64");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("unwrap");
	TCase *kernels = tcase(suite, "kernels");

	image = IMAGE_INIT;
	tcase_add_test(kernels, compressed);
	tcase_add_test(kernels, zboot);
	tcase_add_test(kernels, others);
	return run_tests(suite);
}
