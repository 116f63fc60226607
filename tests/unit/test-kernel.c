// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What kernel images, and what is taken for one, say of themselves. */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <unistd.h>

#include "image/kernel.h"
#include "kernels.h"
#include "pe-file.h"
#include "unit.h"

static unsigned char bytes[PE_FILE_MAX];
static struct kernel kernel;
static struct reason reason;

/* At an offset, with bytes before it, and at the start of a file. */
static void look(const void *image, size_t size)
{
	int fd = memfd_create("kernel", MFD_CLOEXEC);
	struct kernel inside;

	ck_assert_int_eq(pwrite(fd, image, size, 0), (ssize_t)size);
	kernel_read_file(&kernel, fd);
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	ck_assert_int_eq(pwrite(fd, image, size, 5000), (ssize_t)size);
	ck_assert_int_eq(kernel_read(&inside, fd, 5000, size, &reason), 0);
	ck_assert_int_eq(inside.kind, kernel.kind);
	ck_assert_uint_eq(inside.version, kernel.version);
	ck_assert_uint_eq(inside.size, kernel.size);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 0);
	close(fd);
}

static void taken(const char *machine)
{
	ck_assert_msg(!kernel_check(&kernel, machine, &reason), "%s",
		      reason.text);
}

static void refused(const char *machine, const char *words)
{
	ck_assert_int_eq(kernel_check(&kernel, machine, &reason), -ENOEXEC);
	ck_assert_has(reason.text, words);
}

START_TEST(bzimage)
{
	make_bzimage(bytes);
	look(bytes, BZIMAGE_SIZE);
	ck_assert_int_eq(kernel.kind, KERNEL_BZIMAGE);
	ck_assert_str_eq(kernel.release, BZIMAGE_RELEASE);
	ck_assert_uint_eq(kernel.version, 0x060c5e);
	ck_assert_uint_eq(kernel.cmdline_max, 2047 - 30);
	ck_assert_uint_eq(kernel.size, BZIMAGE_SIZE);
	ck_assert_uint_eq(kernel.payload, 1024 + 16);
	ck_assert_uint_eq(kernel.payload_size, 100);
	taken("x86_64");
	taken("s390x");
	refused("aarch64", "built for x86_64, this is aarch64");

	/* What follows it is not its own. */
	look(bytes, BZIMAGE_SIZE + 100);
	ck_assert_uint_eq(kernel.size, BZIMAGE_SIZE);
	taken("x86_64");

	/* Four sectors of setup, if it does not tell. */
	bytes[0x1f1] = 0;
	look(bytes, 5 * 512 + 64 * 16);
	ck_assert_uint_eq(kernel.size, 5 * 512 + 64 * 16);

	/* Of a release that is not in the file, none. */
	put_le(bytes + 0x20e, 0xfff0, 2);
	look(bytes, BZIMAGE_SIZE);
	ck_assert_str_eq(kernel.release, "");
	ck_assert_uint_eq(kernel.version, 0);
}
END_TEST

START_TEST(bzimage_faults)
{
	static const struct {
		size_t at, size;
		uint32_t value;
		const char *words;
	} cases[] = {
		{ 0x206, 2, 0x020b, "boot protocol 2.11" },
		{ 0x206, 2, 0x0204, "boot protocol 2.04" },
		{ 0x211, 1, 0, "zImage" },
		{ 0x236, 2, 2, "32-bit" },
		{ 0x236, 2, 1, "CONFIG_RELOCATABLE" },
		{ 0x1fe, 2, 0, "boot sector" },
		{ 0x1f4, 4, 65, "truncated bzImage (2048 of 2064 bytes)" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		make_bzimage(bytes);
		put_le(bytes + cases[i].at, cases[i].value, cases[i].size);
		look(bytes, BZIMAGE_SIZE);
		refused("x86_64", cases[i].words);
	}
	/* The magic alone says nothing of it. */
	make_bzimage(bytes);
	put_le(bytes + 0x206, 0, 2);
	look(bytes, 1000);
	taken("x86_64");
	ck_assert_uint_eq(kernel.size, 0);
	ck_assert_uint_eq(kernel.cmdline_max, 2047 - 30);
	look(bytes, 0x230);
	refused("x86_64", "not a kernel; the kernel of x86_64 takes a bzImage");
}
END_TEST

/* A signature follows the sections, behind up to 7 bytes. */
static void sign(struct pe_file *file, uint32_t at, uint32_t size)
{
	pe_put32(file, 88 + 112 + 4 * 8, at);
	pe_put32(file, 88 + 112 + 4 * 8 + 4, size);
	file->size = MAX(file->size, at + size);
}

START_TEST(signed_bzimage)
{
	static const struct pe_spec specs[] = {
		PE_SECTION(".text", "code"), PE_END,
	};
	unsigned char header[BZIMAGE_SIZE];
	struct pe_file file;

	pe_file(&file, specs);
	make_bzimage(header);
	memcpy(file.bytes + 0x1f1, header + 0x1f1, BZIMAGE_SIZE - 0x1f1);
	file.size = BZIMAGE_SIZE;
	sign(&file, BZIMAGE_SIZE, 0x198);
	look(file.bytes, file.size + 77);
	ck_assert_uint_eq(kernel.size, BZIMAGE_SIZE + 0x198);
	taken("x86_64");
	/* That is not all there. */
	look(file.bytes, file.size - 1);
	ck_assert_uint_eq(kernel.size, BZIMAGE_SIZE);
	taken("x86_64");
	/* Sections that are none do not make it another file. */
	pe_put32(&file, pe_at(0, PE_IN_OFFSET), 0x7000);
	look(file.bytes, file.size);
	ck_assert_int_eq(kernel.kind, KERNEL_BZIMAGE);
	ck_assert_uint_eq(kernel.size, BZIMAGE_SIZE + 0x198);
}
END_TEST

START_TEST(arm64)
{
	static const struct pe_spec specs[] = {
		PE_SECTION(".text", "code"),
		PE_SECTION(".data", "Linux version 6.6.7-arm (x)"), PE_END,
	};
	struct pe_file file;

	pe_file(&file, specs);
	memcpy(file.bytes + 56, "ARM\x64", 4);
	pe_put16(&file, PE_AT_MACHINE, 0xaa64);
	look(file.bytes, file.size);
	ck_assert_int_eq(kernel.kind, KERNEL_ARM64);
	ck_assert_uint_eq(kernel.version, 0x060607);
	ck_assert_uint_eq(kernel.cmdline_max, 2048);
	refused("aarch64", "without a size");
	file.bytes[20] = 1;
	look(file.bytes, file.size + 77);
	ck_assert_uint_eq(kernel.size, file.size);
	taken("aarch64");
	refused("x86_64", "built for aarch64, this is x86_64");

	sign(&file, (uint32_t)file.size, 64);
	look(file.bytes, file.size + 7);
	ck_assert_uint_eq(kernel.size, file.size);

	/* Without CONFIG_EFI there is no size. */
	file.bytes[0] = 0;
	look(file.bytes, file.size);
	ck_assert_int_eq(kernel.kind, KERNEL_ARM64);
	ck_assert_uint_eq(kernel.size, 0);
	taken("aarch64");
}
END_TEST

START_TEST(efi)
{
	static const struct pe_spec specs[] = {
		PE_SECTION(".text", "code"), PE_SECTION(".linux", "x"),
		PE_SECTION(".linux", "x"), PE_END,
	};
	struct pe_file file;
	size_t i;

	for (i = 1; i <= 3; i++) {
		pe_file(&file, specs);
		pe_put16(&file, PE_AT_NR_SECTIONS, (uint16_t)i);
		look(file.bytes, file.size);
		if (i == 1) {
			ck_assert_int_eq(kernel.kind, KERNEL_PE);
			refused("x86_64", "an EFI program without a kernel");
			taken("loongarch64");
		} else {
			ck_assert_int_eq(kernel.kind, KERNEL_UKI);
			refused("x86_64", "use --uki");
			refused("s390x", "use --uki");
		}
	}
	memcpy(file.bytes + 4, "zimg", 4);
	put_le(file.bytes + 8, 0x400, 4);
	put_le(file.bytes + 12, 0x99, 4);
	look(file.bytes, file.size);
	ck_assert_int_eq(kernel.kind, KERNEL_ZBOOT);
	ck_assert_uint_eq(kernel.payload, 0x400);
	ck_assert_uint_eq(kernel.payload_size, 0x99);
	refused("x86_64", "not a kernel; the kernel of x86_64");
	pe_put16(&file, PE_AT_MACHINE, 0xaa64);
	look(file.bytes, file.size);
	refused("x86_64", "built for aarch64");
}
END_TEST

START_TEST(others)
{
	static const struct {
		const char *bytes;
		size_t size;
		enum kernel_kind kind;
		const char *words;
	} cases[] = {
#define CASE(b, k, w)	{ b, sizeof(b) - 1, k, w }
		CASE("a text\n", KERNEL_TEXT, "a text file"),
		CASE("caf\xc3\xa9\tand\r\nmore\f", KERNEL_TEXT, "text file"),
		CASE("/bin/sh\nthen\n", KERNEL_TEXT, "a text file"),
		CASE("\\EFI\\nixos\\k.efi", KERNEL_PATH, "the path of a file"),
		CASE("/boot/vmlinuz\n\0\0", KERNEL_PATH, "load that file"),
		CASE("text\0and\1", KERNEL_OTHER, "not a kernel;"),
		CASE("text\x1b[m", KERNEL_OTHER, "not a kernel;"),
		CASE("text\x7f", KERNEL_OTHER, "not a kernel;"),
		CASE("\0\0\0\0", KERNEL_OTHER, "not a kernel;"),
		CASE("MZ", KERNEL_OTHER, "not a kernel;"),
		CASE("070701", KERNEL_CPIO, "use --initrd"),
		CASE("\x1f\x8b\x08", KERNEL_COMPRESSED, "with gzip; "),
		CASE("\x28\xb5\x2f\xfd", KERNEL_COMPRESSED, "with zstd; "),
		CASE("\177ELF Linux version 5.10.1 x", KERNEL_ELF, "vmlinux"),
	};
	int fds[2];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		look(cases[i].bytes, cases[i].size);
		ck_assert_msg(kernel.kind == cases[i].kind, "case %zu", i);
		refused("x86_64", cases[i].words);
	}
	ck_assert_uint_eq(kernel.version, 0x050a01);
	taken("riscv64");
	refused("aarch64", "takes an Image");

	memset(bytes, 0, 100);
	memcpy(bytes + 56, "RSC\x05", 4);
	look(bytes, 100);
	ck_assert_int_eq(kernel.kind, KERNEL_RISCV);
	taken("riscv64");
	refused("x86_64", "built for riscv64");

	look("", 0);
	ck_assert_int_eq(kernel.kind, KERNEL_UNREAD);
	taken("x86_64");
	ck_assert_int_eq(pipe(fds), 0);
	kernel_read_file(&kernel, fds[0]);
	ck_assert_int_eq(kernel.kind, KERNEL_UNREAD);
	ck_assert_int_eq(kernel_read(&kernel, fds[0], 0, 10, &reason), -ESPIPE);
	ck_assert_int_eq(kernel.kind, KERNEL_UNREAD);
	close(fds[0]);
	close(fds[1]);
}
END_TEST

/* Across the pieces in which the image is read. */
START_TEST(far_versions)
{
	static const char banner[] = "Linux version 6.12.94 (a)";
	const size_t edges[] = { (1 << 20) - 20, (1 << 20) - 60, 1 << 20,
				 (2 << 20) - 100, 3 << 20 };
	unsigned char *image = calloc(1, 4 << 20);
	size_t i;

	memcpy(image, "\177ELF", 4);
	for (i = 0; i < ARRAY_SIZE(edges); i++) {
		memcpy(image + edges[i], banner, sizeof(banner));
		look(image, 4 << 20);
		ck_assert_str_eq(kernel.release, "6.12.94");
		memset(image + edges[i], 0, sizeof(banner));
	}
	free(image);
}
END_TEST

START_TEST(versions)
{
	static const struct {
		const char *banner;
		uint32_t version;
	} cases[] = {
		{ "Linux version 6.12.94 (a)", 0x060c5e },
		{ "Linux version 6.1.0-18-amd64 (a)", 0x060100 },
		{ "Linux version 4.19.325-cip (a)", 0x0413ff },
		{ "Linux version 7.0-rc3+", 0x070000 },
		{ "Linux version 6.300.1", 0 },
		{ "Linux version next", 0 },
		{ "Linux versions", 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(bytes, 0, 1000);
		memcpy(bytes, "\177ELF", 4);
		strcpy((char *)bytes + 500, cases[i].banner);
		look(bytes, 500 + strlen(cases[i].banner));
		ck_assert_uint_eq(kernel.version, cases[i].version);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel");
	TCase *images = tcase(suite, "images");

	tcase_add_test(images, bzimage);
	tcase_add_test(images, bzimage_faults);
	tcase_add_test(images, signed_bzimage);
	tcase_add_test(images, arm64);
	tcase_add_test(images, efi);
	tcase_add_test(images, others);
	tcase_add_test(images, versions);
	tcase_add_test(images, far_versions);
	return run_tests(suite);
}
