// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a unified kernel image and its addons are composed of. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archives.h"
#include "image/uki/sections.h"
#include "image/uki/uki.h"
#include "kernels.h"
#include "pe-file.h"
#include "unit.h"

static struct image image;
static struct reason reason;
static const char *profile;
static char uki[512];

static const char *in_dir(const char *name)
{
	static char path[8][512];
	static unsigned int next;
	char *to = path[next++ % ARRAY_SIZE(path)];

	snprintf(to, sizeof(path[0]), "%s/%s", test_dir(), name);
	return to;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, bytes, size), (int)size);
	close(fd);
}

static void write_pe(const char *name, const struct pe_spec *specs)
{
	struct pe_file file;

	pe_file(&file, specs);
	write_file(in_dir(name), file.bytes, file.size);
}

/* Up to a NULL, the names and contents of sections. */
__attribute__((sentinel))
static void make_pe(const char *name, ...)
{
	struct pe_spec specs[18] = { { 0 } };
	va_list ap;
	size_t i;

	va_start(ap, name);
	for (i = 0; i < ARRAY_SIZE(specs) - 1; i++) {
		specs[i].name = va_arg(ap, const char *);
		if (!specs[i].name)
			break;
		specs[i].data = va_arg(ap, const char *);
	}
	va_end(ap);
	write_pe(name, specs);
}

static int compose(const char *name)
{
	image_free(&image);
	memset(&reason, 0, sizeof(reason));
	snprintf(uki, sizeof(uki), "%s", in_dir(name));
	return image_add_uki(&image, uki, profile, &reason);
}

static void composed(const char *name)
{
	ck_assert_msg(compose(name) == 0, "%s", reason.text);
}

static void refused(const char *name, const char *words)
{
	ck_assert_int_eq(compose(name), -EINVAL);
	ck_assert_has(reason.text, words);
}

/* Sealed, for reading only, and this in it. */
static void check_fd(int fd, const void *content, size_t size)
{
	char path[64], *bytes = malloc(size + 1);
	int seals, again;

	ck_assert_ptr_nonnull(bytes);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
	ck_assert_int_eq(fcntl(fd, F_GET_SEALS) & seals, seals);
	ck_assert_int_eq((int)pread(fd, bytes, size + 1, 0), (int)size);
	ck_assert(!memcmp(bytes, content, size));
	free(bytes);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	again = open(path, O_RDWR | O_CLOEXEC);
	if (again < 0)
		return;
	ck_assert_int_eq((int)write(again, "x", 1), -1);
	ck_assert_int_eq(errno, EPERM);
	ck_assert_int_eq(ftruncate(again, 0), -1);
	close(again);
}

static void check_component(const struct component *component,
			    const char *file, const char *section,
			    const char *label, const char *content)
{
	char expected[600], path[64], link[600] = "";

	check_fd(component->fd, content, strlen(content));
	snprintf(expected, sizeof(expected), "%s/%s:%s", test_dir(), file,
		 section);
	ck_assert_str_eq(component->name, expected);
	ck_assert_str_eq(component->label, label);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", component->fd);
	ck_assert_int_gt((int)readlink(path, link, sizeof(link) - 1), 0);
	snprintf(expected, sizeof(expected), "/memfd:%s:%s (deleted)",
		 strrchr(file, '/') ? strrchr(file, '/') + 1 : file, section);
	ck_assert_str_eq(link, expected);
}

static void check_initrd(size_t i, const char *file, const char *section,
			 const char *label, const char *content)
{
	ck_assert_uint_lt(i, image.nr_initrds);
	check_component(&image.initrds[i], file, section, label, content);
}

static void check_notice(size_t i, const char *file, const char *words)
{
	const char *notice;

	ck_assert_uint_lt(i, image.nr_notices);
	notice = image.notices[i];
	ck_assert_has(notice, words);
	ck_assert(!strncmp(notice, in_dir(file), strlen(in_dir(file))));
	ck_assert_int_eq(notice[strlen(in_dir(file))], ':');
}

START_TEST(whole)
{
	/* Their order in the file means nothing. */
	make_pe("linux.efi", ".text", "code", ".osrel", "ID=x", ".initrd",
		"initrd bytes", ".cmdline", "root=/dev/vda1 quiet\n",
		".dtb", "tree", ".uname", "6.12.0", ".linux", "kernel bytes",
		".ucode", "microcode", ".pcrsig", "{}", NULL);
	composed("linux.efi");
	check_component(&image.kernel, "linux.efi", ".linux", "",
			"kernel bytes");
	ck_assert_uint_eq(image.nr_initrds, 2);
	check_initrd(0, "linux.efi", ".ucode", "ucode", "microcode");
	check_initrd(1, "linux.efi", ".initrd", "initrd", "initrd bytes");
	check_component(&image.devicetree, "linux.efi", ".dtb", "", "tree");
	ck_assert_str_eq(image.cmdline, "root=/dev/vda1 quiet");
	ck_assert_uint_eq(image.nr_notices, 0);
	image_free(&image);
}
END_TEST

START_TEST(kernel_alone)
{
	make_pe("linux.efi", ".linux", "kernel", NULL);
	composed("linux.efi");
	ck_assert_uint_eq(image.nr_initrds, 0);
	ck_assert_ptr_null(image.cmdline);
	ck_assert_int_eq(image.devicetree.fd, -1);

	/* Empty ones are none, but for the kernel. */
	make_pe("linux.efi", ".linux", "kernel", ".initrd", "", ".dtb", "",
		".cmdline", "", NULL);
	composed("linux.efi");
	ck_assert_uint_eq(image.nr_initrds, 0);
	ck_assert_ptr_null(image.cmdline);
	ck_assert_int_eq(image.devicetree.fd, -1);
	make_pe("linux.efi", ".linux", "", ".initrd", "x", NULL);
	refused("linux.efi", "no .linux section, or an empty one");
	image_free(&image);
}
END_TEST

START_TEST(cmdlines)
{
	static const struct {
		const char *section, *cmdline;
		size_t size;
	} cases[] = {
		{ "a b", "a b", 0 },
		{ "a b\n", "a b", 0 },
		{ "a b\n\0", "a b", 5 },
		{ "a b\0c", "a b", 5 },
		{ " \t\r\n a\tb\nc  d \x7f ", "a b c  d", 0 },
		{ "\n", "", 0 },
		{ "\0a", "", 2 },
		{ "r\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s", "r\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s", 0 },
	};
	struct pe_spec specs[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(".cmdline", NULL),
		PE_END,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		specs[1].data = cases[i].section;
		specs[1].size = cases[i].size;
		write_pe("linux.efi", specs);
		composed("linux.efi");
		ck_assert_str_eq(image.cmdline, cases[i].cmdline);
	}
	image_free(&image);
}
END_TEST

START_TEST(kernels)
{
	static const struct {
		size_t at;
		const char *magic;
	} magics[] = {
		{ 0x202, "HdrS" }, { 56, "ARM\x64" }, { 56, "RSC\x05" },
		{ 4, "zimg" },
	};
	struct pe_spec specs[] = {
		PE_SECTION(".text", "code"), PE_END,
	};
	struct pe_file file;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(magics); i++) {
		pe_file(&file, specs);
		memcpy(file.bytes + magics[i].at, magics[i].magic, 4);
		write_file(in_dir("vmlinuz"), file.bytes, file.size);
		refused("vmlinuz", "not a unified kernel image but a kernel");

		/* Nor is it a PE file without an EFI stub, as zboot has. */
		if (magics[i].at == 4)
			continue;
		memset(file.bytes, 0, 2);
		write_file(in_dir("vmlinuz"), file.bytes, file.size);
		refused("vmlinuz", "load it as KERNEL");
	}
	image_free(&image);
}
END_TEST

START_TEST(refusals)
{
	static const char big[70000] = { 0 };
	struct pe_spec specs[] = {
		PE_SECTION(".linux", "kernel"), PE_END,
	};
	struct pe_file file;

	make_pe("addon.efi", ".cmdline", "a", ".initrd", "b", NULL);
	refused("addon.efi", "not a unified kernel image");
	make_pe("two.efi", ".linux", "a", ".initrd", "b", ".initrd", "c", NULL);
	refused("two.efi", "two .initrd sections");

	write_file(in_dir("gzip"), "\x1f\x8b\x08", 3);
	refused("gzip", "too short");
	write_file(in_dir("zeros"), big, sizeof(big));
	refused("zeros", "no MZ magic");
	refused(".", "not a regular file");
	ck_assert_int_eq(compose("none"), -ENOENT);
	ck_assert_has(reason.text, "no such file");
	ck_assert_int_eq(mkfifo(in_dir("fifo"), 0600), 0);
	refused("fifo", "not a regular file");

	pe_file(&file, specs);
	pe_put16(&file, PE_AT_MACHINE, PE_FOREIGN);
	write_file(in_dir("foreign.efi"), file.bytes, file.size);
	refused("foreign.efi", "built for " PE_FOREIGN_NAME ", this is ");
	pe_put16(&file, PE_AT_MACHINE, 0x1234);
	write_file(in_dir("foreign.efi"), file.bytes, file.size);
	refused("foreign.efi", "(PE machine type 0x1234), this is ");
	image_free(&image);
}
END_TEST

START_TEST(long_cmdline)
{
	static unsigned char bytes[0x20000];
	struct pe_spec specs[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(".cmdline", "x"),
		PE_END,
	};
	struct pe_file file;

	pe_file(&file, specs);
	pe_put32(&file, pe_at(1, PE_IN_MEMORY_SIZE), 0x10000);
	pe_put32(&file, pe_at(1, PE_IN_RAW_SIZE), 0x10200);
	memcpy(bytes, file.bytes, file.size);
	memset(bytes + file.size - PE_ALIGN, 'a', 0x10200);
	write_file(in_dir("linux.efi"), bytes, file.size + 0x10000);
	composed("linux.efi");
	ck_assert_uint_eq(strlen(image.cmdline), 0x10000);

	pe_put32(&file, pe_at(1, PE_IN_MEMORY_SIZE), 0x10001);
	memcpy(bytes, file.bytes, PE_HEADERS);
	write_file(in_dir("linux.efi"), bytes, file.size + 0x10000);
	refused("linux.efi", "section .cmdline too large (65537 bytes");
	image_free(&image);
}
END_TEST

/* Larger than what is copied at a time, and odd. */
START_TEST(large_section)
{
	enum { SIZE = 2500001 };
	struct pe_spec specs[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(".initrd", "x"),
		PE_END,
	};
	unsigned char *bytes = calloc(1, PE_FILE_MAX + SIZE);
	struct pe_file file;
	size_t i;

	ck_assert_ptr_nonnull(bytes);
	pe_file(&file, specs);
	pe_put32(&file, pe_at(1, PE_IN_MEMORY_SIZE), SIZE);
	pe_put32(&file, pe_at(1, PE_IN_RAW_SIZE), SIZE);
	memcpy(bytes, file.bytes, file.size - PE_ALIGN);
	for (i = 0; i < SIZE; i++)
		bytes[file.size - PE_ALIGN + i] = (unsigned char)(i * 31 >> 3);
	write_file(in_dir("linux.efi"), bytes, file.size - PE_ALIGN + SIZE);
	composed("linux.efi");
	check_fd(image.initrds[0].fd, bytes + file.size - PE_ALIGN, SIZE);
	free(bytes);
	image_free(&image);
}
END_TEST

#define EXTRA(name)	"linux.efi.extra.d/" name

static void make_extra(void)
{
	make_pe("linux.efi", ".linux", "kernel", ".cmdline", "base", ".initrd",
		"initrd", ".ucode", "ucode", ".uname", "6.12.0", ".dtb", "tree",
		NULL);
	ck_assert_int_eq(mkdir(in_dir("linux.efi.extra.d"), 0700), 0);
}

static const char *in_extra(const char *name)
{
	static char path[300];

	snprintf(path, sizeof(path), EXTRA("%s"), name);
	return path;
}

START_TEST(long_name)
{
	char name[256], path[64], link[600] = "", expected[600];

	memset(name, 'n', 255);
	memcpy(name + 251, ".efi", 5);
	make_pe(name, ".linux", "kernel", ".initrd", "initrd", NULL);
	composed(name);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", image.initrds[0].fd);
	ck_assert_int_gt((int)readlink(path, link, sizeof(link) - 1), 0);
	snprintf(expected, sizeof(expected),
		 "/memfd:%.*s:.initrd (deleted)", 249 - 8, name);
	ck_assert_str_eq(link, expected);

	/* The reason counts, not the name. */
	make_extra();
	memcpy(name + 244, ".addon.efi", 11);
	write_file(in_dir(in_extra(name)), "x", 1);
	refused("linux.efi", "nnn: not a PE file: too short");
	image_free(&image);
}
END_TEST

START_TEST(profiles)
{
	make_pe("linux.efi", ".linux", "kernel", ".cmdline", "base",
		".initrd", "base initrd", ".profile", "ID=main", ".cmdline",
		"main", ".dtb", "main tree", ".profile", "ID=other", ".cmdline",
		"other", ".initrd", "other initrd", ".ucode", "other", NULL);
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, "main");
	ck_assert_uint_eq(image.nr_initrds, 1);
	check_initrd(0, "linux.efi", ".initrd", "initrd", "base initrd");
	check_component(&image.devicetree, "linux.efi", ".dtb", "",
			"main tree");

	/* A profile may be empty, and the last section. */
	make_pe("linux.efi", ".linux", "kernel", ".cmdline", "base",
		".profile", "ID=main", NULL);
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, "base");

	/* The kernel, too, may be the profile's. */
	make_pe("linux.efi", ".profile", "ID=main", ".linux", "kernel", NULL);
	composed("linux.efi");
	make_pe("linux.efi", ".profile", "ID=main", ".initrd", "x",
		".profile", "ID=other", ".linux", "kernel", NULL);
	refused("linux.efi", "no .linux section");
	make_pe("linux.efi", ".linux", "kernel", ".profile", "ID=main",
		".initrd", "x", ".initrd", "y", NULL);
	refused("linux.efi", "two .initrd sections");
	image_free(&image);
}
END_TEST

static void with_profile(const char *wanted, const char *cmdline)
{
	profile = wanted;
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, cmdline);
	profile = NULL;
}

static void without_profile(const char *wanted, const char *words)
{
	profile = wanted;
	refused("linux.efi", words);
	profile = NULL;
}

START_TEST(chosen_profiles)
{
	make_pe("linux.efi", ".linux", "kernel", ".cmdline", "base",
		".profile", "TITLE=x\nID=main\n", ".cmdline", "main",
		".profile", "ID=\"other one\"\r\n", ".initrd", "initrd",
		".profile", " ID='2nd'", ".cmdline", "second", ".profile", "TITLE=y",
		".cmdline", "third", ".linux", "other kernel", NULL);
	with_profile(NULL, "main");
	with_profile("0", "main");
	with_profile("000", "main");
	with_profile("main", "main");
	with_profile("1", "base");
	check_initrd(0, "linux.efi", ".initrd", "initrd", "initrd");
	with_profile("other one", "base");
	with_profile("2", "second");
	ck_assert_uint_eq(image.nr_initrds, 0);
	with_profile("2nd", "second");
	with_profile("3", "third");
	check_component(&image.kernel, "linux.efi", ".linux", "",
			"other kernel");
	without_profile("4", "0 (main), 1 (other one), 2 (2nd), 3");
	without_profile("99999999999999999999999", "no profile");
	without_profile("mai", "no profile \"mai\"");
	without_profile("x", "the image has 0 (main)");

	make_pe("linux.efi", ".linux", "kernel", ".cmdline", "base", NULL);
	with_profile("0", "base");
	without_profile("1", "the image has no profiles");
	without_profile("main", "the image has no profiles");
	image_free(&image);
}
END_TEST

START_TEST(texts)
{
	struct uki_texts read;
	char *value;

	make_pe("linux.efi", ".linux", "kernel", ".osrel", "ID=os\n", ".uname",
		"6.12", ".profile", "ID=main", ".profile", "ID=other", ".osrel",
		"ID=its", NULL);
	ck_assert_int_eq(uki_read_texts(&read, in_dir("linux.efi"), 0,
					&reason), 0);
	ck_assert_str_eq(read.osrel, "ID=os\n");
	ck_assert_str_eq(read.uname, "6.12");
	ck_assert_str_eq(read.profile, "ID=main");
	ck_assert_uint_eq(read.nr_profiles, 2);
	uki_texts_free(&read);
	ck_assert_int_eq(uki_read_texts(&read, in_dir("linux.efi"), 1,
					&reason), 0);
	ck_assert_str_eq(read.osrel, "ID=its");
	ck_assert_str_eq(read.profile, "ID=other");
	uki_texts_free(&read);
	ck_assert_int_eq(uki_read_texts(&read, in_dir("linux.efi"), 2,
					&reason), -EINVAL);
	make_pe("linux.efi", ".linux", "kernel", NULL);
	ck_assert_int_eq(uki_read_texts(&read, in_dir("linux.efi"), 0,
					&reason), 0);
	ck_assert_str_eq(read.osrel, "");
	ck_assert_uint_eq(read.nr_profiles, 0);
	uki_texts_free(&read);

	ck_assert_ptr_null(uki_value("IDX=1\nXID=2\n#ID=3", "ID"));
	ck_assert_ptr_null(uki_value("", "ID"));
	value = uki_value("A=1\n\tID=\"a b\" \nID=2", "ID");
	ck_assert_str_eq(value, "a b");
	free(value);
	value = uki_value("ID=\"", "ID");
	ck_assert_str_eq(value, "\"");
	free(value);
}
END_TEST

/* As ukify 257 has it: the memory that the kernel takes. */
static void make_padded(const char *data, size_t size, const char *name,
			uint32_t memory_size)
{
	struct pe_spec specs[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(NULL, NULL), PE_END,
	};
	bool is_kernel = !strcmp(name, ".linux");
	struct pe_spec *spec = &specs[!is_kernel];
	struct pe_file file;

	*spec = (struct pe_spec){ name, data, size };
	pe_file(&file, specs);
	pe_put32(&file, PE_AT_ALIGNMENT, PE_ALIGN);
	pe_put32(&file, pe_at(!is_kernel, PE_IN_MEMORY_SIZE), memory_size);
	write_file(in_dir("linux.efi"), file.bytes, file.size);
	composed("linux.efi");
}

START_TEST(padded_kernels)
{
	unsigned char kernel[2 * BZIMAGE_SIZE] = { 0 };
	const char *bytes = (const char *)kernel;

	make_bzimage(kernel);
	put_le(kernel + 0x1f4, 50, 4);
	/* 1824 bytes by its header, 2048 in the file: with padding or not */
	make_padded(bytes, 1824, ".linux", 0x100000);
	check_fd(image.kernel.fd, kernel, 1824);
	make_padded(bytes, 1824, ".linux", 2048);
	check_fd(image.kernel.fd, kernel, 1824);
	make_padded(bytes, 1824, ".linux", 1824);
	check_fd(image.kernel.fd, kernel, 1824);
	/* There is something behind it, or zeros that are no padding. */
	make_padded(bytes, 1830, ".linux", 1830);
	check_fd(image.kernel.fd, kernel, 1830);
	kernel[1830] = 1;
	make_padded(bytes, 1831, ".linux", 2048);
	check_fd(image.kernel.fd, kernel, 2048);
	kernel[1830] = 0;
	make_padded(bytes, 2700, ".linux", 0x100000);
	check_fd(image.kernel.fd, kernel, 3072);
	/* The memory that it takes may be less, too. */
	make_padded(bytes, 1824, ".linux", 1000);
	check_fd(image.kernel.fd, kernel, 1824);

	/* One that does not tell: up to what is no zero. */
	make_padded("a kernel\0\0", 10, ".linux", 0x100000);
	check_fd(image.kernel.fd, "a kernel", 8);
	make_padded("a kernel\0\0", 10, ".linux", 10);
	check_fd(image.kernel.fd, "a kernel\0\0", 10);
	make_padded("a kernel\0\0", 10, ".linux", 512);
	ck_assert_int_eq(lseek(image.kernel.fd, 0, SEEK_END), 512);
	image_free(&image);
}
END_TEST

START_TEST(padded_initrds)
{
	static struct joined cpio, packed;

	add_cpio(&cpio);
	packed.len = 0;
	add_compressed(&packed, INITRAMFS_GZIP, &cpio);
	make_padded((char *)packed.bytes, packed.len, ".initrd", 0x100000);
	check_fd(image.initrds[0].fd, packed.bytes, packed.len);
	/* If it is exact, it counts. */
	add_zeros(&packed, 3);
	make_padded((char *)packed.bytes, packed.len, ".initrd", packed.len);
	check_fd(image.initrds[0].fd, packed.bytes, packed.len);
	/* A block of a cpio archive has zeros. */
	make_padded((char *)cpio.bytes, cpio.len, ".initrd", 0x100000);
	ck_assert_int_eq(lseek(image.initrds[0].fd, 0, SEEK_END), 512);
	make_padded("no archive", 10, ".initrd", 0x100000);
	ck_assert_int_eq(lseek(image.initrds[0].fd, 0, SEEK_END), 512);
	image_free(&image);
}
END_TEST

/* Of all images on a partition, and of one. */
START_TEST(global_addons)
{
	mkdir(in_dir("EFI"), 0700);
	mkdir(in_dir("EFI/Linux"), 0700);
	mkdir(in_dir("EFI/Linux/linux.efi.extra.d"), 0700);
	mkdir(in_dir("loader"), 0700);
	mkdir(in_dir("loader/addons"), 0700);
	make_pe("EFI/Linux/linux.efi", ".linux", "kernel", ".cmdline", "base",
		".initrd", "initrd", ".ucode", "ucode", NULL);
	make_pe("EFI/Linux/linux.efi.extra.d/a.addon.efi", ".cmdline", "own",
		".ucode", "own ucode", NULL);
	make_pe("loader/addons/z.addon.efi", ".cmdline", "z", ".initrd",
		"z initrd", ".ucode", "z ucode", NULL);
	make_pe("loader/addons/b.addon.efi", ".cmdline", "b", NULL);
	make_pe("loader/addons/c.addon.efi", ".linux", "kernel", NULL);
	make_pe("loader/addons/none.efi", ".cmdline", "none", NULL);
	composed("EFI/Linux/linux.efi");
	ck_assert_str_eq(image.cmdline, "base b z own");
	ck_assert_uint_eq(image.nr_initrds, 5);
	check_fd(image.initrds[0].fd, "own ucode", 9);
	check_fd(image.initrds[1].fd, "z ucode", 7);
	check_fd(image.initrds[2].fd, "ucode", 5);
	check_fd(image.initrds[3].fd, "initrd", 6);
	check_fd(image.initrds[4].fd, "z initrd", 8);
	ck_assert_str_eq(image.initrds[4].label, "z");
	ck_assert_uint_eq(image.nr_notices, 1);
	check_notice(0, "loader/addons/c.addon.efi", "not an addon");
	make_pe("loader/addons/b.addon.efi", ".cmdline", "b", ".cmdline", "c",
		NULL);
	refused("EFI/Linux/linux.efi", "addon b.addon.efi: ambiguous");
	image_free(&image);
}
END_TEST

START_TEST(addons)
{
	make_extra();
	/* Not in the order of their names. */
	make_pe(EXTRA("b b.addon.efi"), ".cmdline", "from-b\n", ".initrd",
		"b's", ".ucode", "b's ucode", NULL);
	make_pe(EXTRA("c.ADDON.EFI"), ".initrd", "c's", ".cmdline", " ", NULL);
	make_pe(EXTRA("a.addon.efi"), ".cmdline", "from-a", ".ucode",
		"a's ucode", ".dtb", "a's tree", NULL);
	make_pe(EXTRA("B.addon.efi"), ".cmdline", "from-B", ".dtb",
		"B's tree", ".uname", "6.12.0", NULL);
	make_pe(EXTRA("nothing.addon.efi"), ".sbat", "sbat", NULL);
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, "base from-B from-a from-b");
	ck_assert_uint_eq(image.nr_initrds, 6);
	check_initrd(0, EXTRA("b b.addon.efi"), ".ucode", "b_b", "b's ucode");
	check_initrd(1, EXTRA("a.addon.efi"), ".ucode", "a", "a's ucode");
	check_initrd(2, "linux.efi", ".ucode", "ucode", "ucode");
	check_initrd(3, "linux.efi", ".initrd", "initrd", "initrd");
	check_initrd(4, EXTRA("b b.addon.efi"), ".initrd", "b_b", "b's");
	check_initrd(5, EXTRA("c.ADDON.EFI"), ".initrd", "c", "c's");
	check_component(&image.devicetree, EXTRA("a.addon.efi"), ".dtb", "",
			"a's tree");
	ck_assert_uint_eq(image.nr_notices, 0);
	image_free(&image);
}
END_TEST

START_TEST(no_addons)
{
	make_extra();
	make_pe(EXTRA(".hidden.addon.efi"), ".cmdline", "hidden", NULL);
	make_pe(EXTRA("other.efi"), ".cmdline", "other", NULL);
	make_pe(EXTRA("r\xc3\xa4.addon.efi"), ".cmdline", "umlaut", NULL);
	ck_assert_int_eq(mkdir(in_dir(EXTRA("dir.addon.efi")), 0700), 0);
	ck_assert_int_eq(mkdir(in_dir(EXTRA("dir.cred")), 0700), 0);
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, "base");
	ck_assert_uint_eq(image.nr_notices, 0);

	/* Beside another image, there are none, and none in a file. */
	make_pe("other.efi", ".linux", "kernel", NULL);
	write_file(in_dir("other.efi.extra.d"), "x", 1);
	composed("other.efi");
	ck_assert_uint_eq(image.nr_notices, 0);
	image_free(&image);
}
END_TEST

START_TEST(left_out)
{
	struct pe_spec specs[] = {
		PE_SECTION(".cmdline", "foreign"), PE_END,
	};
	struct pe_file file;

	make_extra();
	make_pe(EXTRA("a.addon.efi"), ".cmdline", "uki", ".linux", "x", NULL);
	pe_file(&file, specs);
	pe_put16(&file, PE_AT_MACHINE, PE_FOREIGN);
	write_file(in_dir(EXTRA("b.addon.efi")), file.bytes, file.size);
	make_pe(EXTRA("c.addon.efi"), ".cmdline", "old", ".uname", "6.1", NULL);
	make_pe(EXTRA("d.addon.efi"), ".cmdline", "new", ".uname",
		"6.12.0-1\x1b[2J\xc3\xa4\n", NULL);
	write_file(in_dir(EXTRA("x.cred")), "", 0);
	write_file(in_dir(EXTRA("y.cred")), "", 0);
	write_file(in_dir(EXTRA("y.sysext.raw")), "", 0);
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, "base");
	ck_assert_uint_eq(image.nr_notices, 6);
	check_notice(0, "linux.efi.extra.d", "(2 *.cred)");
	check_notice(1, "linux.efi.extra.d", "(1 *.raw)");
	check_notice(2, EXTRA("a.addon.efi"),
		     "a unified kernel image, not an addon");
	check_notice(3, EXTRA("b.addon.efi"), "(" PE_FOREIGN_NAME ")");
	check_notice(4, EXTRA("c.addon.efi"),
		     "for kernel 6.1, but the image has 6.12.0");
	check_notice(5, EXTRA("d.addon.efi"), "for kernel 6.12.0-1?[2J???, but");

	/* Without .uname in the image, there is nothing to compare. */
	make_pe("linux.efi", ".linux", "kernel", NULL);
	composed("linux.efi");
	ck_assert_str_eq(image.cmdline, "old new");
	image_free(&image);
}
END_TEST

START_TEST(bad_addons)
{
	make_extra();
	make_pe(EXTRA("a.addon.efi"), ".cmdline", "a", NULL);
	write_file(in_dir(EXTRA("b.addon.efi")), "MZ", 2);
	refused("linux.efi", "addon b.addon.efi: not a PE file");
	make_pe(EXTRA("b.addon.efi"), ".initrd", "a", ".initrd", "b", NULL);
	refused("linux.efi",
		"addon b.addon.efi: ambiguous: two .initrd sections");
	image_free(&image);
}
END_TEST

START_TEST(counted)
{
	static const struct {
		const char *name, *cmdline;
	} cases[] = {
		{ "linux+3.efi", "base counted" },
		{ "linux+3-0.efi", "base counted" },
		{ "linux+12-34.efi", "base counted" },
		{ "linux+3-.efi", "base" },
		{ "linux+.efi", "base" },
		{ "linux+3x.efi", "base" },
	};
	size_t i;

	make_extra();
	make_pe(EXTRA("a.addon.efi"), ".cmdline", "counted", NULL);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		make_pe(cases[i].name, ".linux", "kernel", ".cmdline", "base",
			NULL);
		composed(cases[i].name);
		ck_assert_str_eq(image.cmdline, cases[i].cmdline);
	}
	image_free(&image);
}
END_TEST

START_TEST(too_many_parts)
{
	char name[64];
	size_t i;

	make_extra();
	for (i = 0; i < KEXEC_INITRD_MAX - 1; i++) {
		snprintf(name, sizeof(name), EXTRA("%03zu.addon.efi"), i);
		make_pe(name, ".initrd", "x", NULL);
	}
	refused("linux.efi", "addon 254.addon.efi: ");
	ck_assert_has(reason.text, "too many initrds (257");
	unlink(in_dir(name));
	composed("linux.efi");
	ck_assert_uint_eq(image.nr_initrds, KEXEC_INITRD_MAX);
	image_free(&image);
}
END_TEST

static void shell(const char *command)
{
	char line[4096];

	snprintf(line, sizeof(line), "cd '%s' && exec 2>&1 && %s", test_dir(),
		 command);
	ck_assert_msg(system(line) == 0, "%s", line);
}

#if defined(__aarch64__)
#define STUB	"/usr/lib/systemd/boot/efi/linuxaa64.efi.stub"
#else
#define STUB	"/usr/lib/systemd/boot/efi/linuxx64.efi.stub"
#endif

/* As ukify(1) and dracut(8) make them: the stub of systemd with sections. */
START_TEST(real_stub)
{
	shell("printf 'kernel bytes' >linux && printf 'initrd' >initrd && "
	      "printf 'root=/dev/vda1 quiet\\0' >cmdline && "
	      "printf 'microcode' >ucode && printf extra >words && "
	      "objcopy --add-section .cmdline=cmdline"
	      " --change-section-vma .cmdline=0x30000"
	      " --add-section .linux=linux"
	      " --change-section-vma .linux=0x2000000"
	      " --add-section .ucode=ucode"
	      " --change-section-vma .ucode=0x3000000"
	      " --add-section .initrd=initrd"
	      " --change-section-vma .initrd=0x4000000 " STUB " linux.efi && "
	      "mkdir linux.efi.extra.d && "
	      "objcopy --add-section .cmdline=words"
	      " --change-section-vma .cmdline=0x30000 " STUB
	      " linux.efi.extra.d/more.addon.efi");
	composed("linux.efi");
	check_component(&image.kernel, "linux.efi", ".linux", "",
			"kernel bytes");
	ck_assert_uint_eq(image.nr_initrds, 2);
	check_initrd(0, "linux.efi", ".ucode", "ucode", "microcode");
	check_initrd(1, "linux.efi", ".initrd", "initrd", "initrd");
	ck_assert_str_eq(image.cmdline, "root=/dev/vda1 quiet extra");
	ck_assert_uint_eq(image.nr_notices, 0);

	/* The firmware could not load it. */
	shell("objcopy --add-section .cmdline=cmdline"
	      " --change-section-vma .cmdline=0x30000"
	      " --add-section .linux=linux --change-section-vma .linux=0x30000"
	      " " STUB " overlap.efi");
	refused("overlap.efi", "overlap in memory");
	shell("cp " STUB " stub.efi");
	refused("stub.efi", "not a unified kernel image");
	shell("head -c 2000 linux.efi >cut.efi");
	refused("cut.efi", "truncated PE file: section ");
	image_free(&image);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("uki");
	TCase *images = tcase(suite, "images");
	TCase *beside = tcase(suite, "addons");
	TCase *made = tcase(suite, "made");

	image = IMAGE_INIT;
	tcase_add_test(images, whole);
	tcase_add_test(images, kernel_alone);
	tcase_add_test(images, cmdlines);
	tcase_add_test(images, kernels);
	tcase_add_test(images, refusals);
	tcase_add_test(images, long_cmdline);
	tcase_add_test(images, large_section);
	tcase_add_test(images, long_name);
	tcase_add_test(images, profiles);
	tcase_add_test(images, chosen_profiles);
	tcase_add_test(images, texts);
	tcase_add_test(images, padded_kernels);
	tcase_add_test(images, padded_initrds);
	tcase_add_test(beside, addons);
	tcase_add_test(beside, no_addons);
	tcase_add_test(beside, left_out);
	tcase_add_test(beside, bad_addons);
	tcase_add_test(beside, counted);
	tcase_add_test(beside, global_addons);
	tcase_add_test(beside, too_many_parts);
	tcase_add_test(made, real_stub);
	return run_tests(suite);
}
