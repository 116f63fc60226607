// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The configuration that is found in a kernel image, or beside it. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archives.h"
#include "image/config.h"
#include "unit.h"

#define YES	"CONFIG_IKCONFIG=y\nCONFIG_IMA_KEXEC=y\n"
#define NO	"CONFIG_IKCONFIG=y\n# CONFIG_IMA_KEXEC is not set\n"
#define RELEASE	"6.1.0-18-amd64"
#define FILE_OF_IT	"/boot/config-" RELEASE

static struct joined kernel, payload, packed;

static enum answer answer_of(const void *bytes, size_t size)
{
	int fd = memfd_create("image", MFD_CLOEXEC);
	enum answer answer;

	ck_assert_int_eq(pwrite(fd, bytes, size, 0), (ssize_t)size);
	ck_assert_int_eq(lseek(fd, 7, SEEK_SET), 7);
	answer = image_config(fd, "IMA_KEXEC");
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 7);
	close(fd);
	return answer;
}

/* @config may be NULL, and so may @banner. */
static void make_kernel(const char *banner, const char *config)
{
	static struct joined text;

	kernel.len = 0;
	add_zeros(&kernel, 4000);
	if (banner)
		add_bytes(&kernel, banner, strlen(banner));
	add_zeros(&kernel, 333);
	/* The name alone, as in the code that looks for it. */
	add_bytes(&kernel, "IKCFG_ST", 8);
	add_zeros(&kernel, 100);
	if (!config)
		return;
	text.len = 0;
	add_bytes(&text, config, strlen(config));
	add_bytes(&kernel, "IKCFG_ST", 8);
	add_compressed(&kernel, INITRAMFS_GZIP, &text);
	add_bytes(&kernel, "IKCFG_ED", 8);
	add_zeros(&kernel, 4000);
}

static void pack(enum initramfs_kind kind)
{
	packed.len = 0;
	if (kind == INITRAMFS_CPIO)
		add_bytes(&packed, kernel.bytes, kernel.len);
	else
		add_compressed(&packed, kind, &kernel);
	/* The size, of which gzip has one of its own. */
	if (kind != INITRAMFS_GZIP)
		add_bytes(&packed, &(uint32_t){ htole32((uint32_t)kernel.len) },
			  4);
}

static void put(size_t at, uint32_t value, size_t size)
{
	value = htole32(value);
	memcpy(payload.bytes + at, &value, size);
}

/* The setup of one sector, and the payload at offset 77 behind it. */
static void make_bzimage(const char *release)
{
	payload.len = 0;
	add_zeros(&payload, 1024 + 77);
	put(0x1f1, 1, 1);
	memcpy(payload.bytes + 0x202, "HdrS", 4);
	put(0x206, 0x20f, 2);
	put(0x248, 77, 4);
	put(0x24c, (uint32_t)packed.len, 4);
	if (release) {
		put(0x20e, 0x100, 2);
		strcpy((char *)payload.bytes + 0x300, release);
	}
	add_bytes(&payload, packed.bytes, packed.len);
	add_zeros(&payload, 99);
}

static enum answer of_bzimage(const char *release)
{
	pack(INITRAMFS_GZIP);
	make_bzimage(release);
	return answer_of(payload.bytes, payload.len);
}

START_TEST(every_compression)
{
	static const struct {
		const char *config;
		enum answer answer;
	} cases[] = {
		{ YES, ANSWER_YES }, { NO, ANSWER_NO }, { NULL, ANSWER_UNKNOWN },
	};
	enum initramfs_kind kind;
	size_t i;

	for (i = 0; i < 3; i++) {
		make_kernel(NULL, cases[i].config);
		for (kind = INITRAMFS_CPIO; kind <= INITRAMFS_ZSTD; kind++) {
			pack(kind);
			make_bzimage(NULL);
			ck_assert_msg(answer_of(payload.bytes, payload.len) ==
				      cases[i].answer, "%s, %zu",
				      initramfs_kind_name(kind), i);
			/* all of a file, as Image.gz */
			ck_assert_int_eq(answer_of(packed.bytes, packed.len),
					 cases[i].answer);
			/* EFI zboot */
			payload.len = 0;
			add_zeros(&payload, 4096);
			memcpy(payload.bytes, "MZ\0\0zimg", 8);
			put(8, 4096, 4);
			put(12, (uint32_t)packed.len, 4);
			add_bytes(&payload, packed.bytes, packed.len);
			add_zeros(&payload, 512);
			ck_assert_int_eq(answer_of(payload.bytes, payload.len),
					 cases[i].answer);
		}
	}
}
END_TEST

START_TEST(lines)
{
	static const struct {
		const char *config;
		enum answer answer;
	} cases[] = {
		{ "CONFIG_IMA_KEXEC=m\n", ANSWER_YES },
		{ "CONFIG_IMA_KEXEC=n\n", ANSWER_NO },
		{ "CONFIG_IMA_KEXEC_SIZE=y\n", ANSWER_NO },
		{ "CONFIG_IMA_KEXEC\n", ANSWER_NO },
		{ "CONFIG_NO_IMA_KEXEC=y\n", ANSWER_NO },
		{ "#ONFIG_IMA_KEXEC=y\n", ANSWER_NO },
		{ "CONFIG_IMA_KEXE=y\n\n\nCONFIG_IMA_KEXEC=y", ANSWER_YES },
		{ "", ANSWER_NO },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		make_kernel(NULL, cases[i].config);
		ck_assert_msg(answer_of(kernel.bytes, kernel.len) ==
			      cases[i].answer, "%s", cases[i].config);
	}
}
END_TEST

START_TEST(headers)
{
	uint8_t *bytes;

	/* A setup of 0 sectors has four. */
	make_kernel(NULL, YES);
	pack(INITRAMFS_GZIP);
	payload.len = 0;
	add_zeros(&payload, 5 * 512);
	memcpy(payload.bytes + 0x202, "HdrS", 4);
	put(0x206, 0x20f, 2);
	put(0x24c, (uint32_t)packed.len, 4);
	add_bytes(&payload, packed.bytes, packed.len);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_YES);

	/* What stands behind the payload is not the kernel's. */
	make_kernel(NULL, NULL);
	pack(INITRAMFS_CPIO);
	make_bzimage(NULL);
	make_kernel(NULL, YES);
	add_bytes(&payload, kernel.bytes, kernel.len);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_UNKNOWN);

	/* The mark means nothing but in an executable for EFI. */
	payload.len = 0;
	add_zeros(&payload, 4096);
	memcpy(payload.bytes + 4, "zimg", 4);
	add_bytes(&payload, kernel.bytes, kernel.len);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_YES);

	/* Kernels are as large as this. */
	bytes = calloc(1, (64 << 20) + kernel.len);
	memcpy(bytes + (64 << 20), kernel.bytes, kernel.len);
	ck_assert_int_eq(answer_of(bytes, (64 << 20) + kernel.len), ANSWER_YES);
	free(bytes);
}
END_TEST

#define LONG	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

START_TEST(releases)
{
	static const struct {
		const char *header;
		enum answer answer;
	} cases[] = {
		{ RELEASE, ANSWER_NO },
		{ RELEASE "\n", ANSWER_NO },
		{ RELEASE "\001x", ANSWER_NO },
		{ RELEASE "\x7fx", ANSWER_NO },
		{ RELEASE "\xe9x", ANSWER_NO },
		{ RELEASE "x", ANSWER_UNKNOWN },
		{ "x/../" RELEASE, ANSWER_UNKNOWN },
		{ LONG, ANSWER_NO },
		{ LONG LONG LONG, ANSWER_NO },
		{ LONG LONG LONG LONG "/../../" RELEASE, ANSWER_NO },
	};
	size_t i;

	make_kernel("Linux version 5.10 (gcc)", NULL);
	fake_file(FILE_OF_IT, "CONFIG_IMA=y\n");
	fake_file("/boot/config-" LONG, "CONFIG_IMA=y\n");
	/* None of these is looked at. */
	fake_file("/boot/config-x/../" RELEASE, "CONFIG_IMA_KEXEC=y\n");
	fake_file("/boot/config-", "CONFIG_IMA_KEXEC=y\n");
	fake_file("/boot/config-5.10", "CONFIG_IMA_KEXEC=y\n");
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		ck_assert_msg(of_bzimage(cases[i].header) == cases[i].answer,
			      "%s", cases[i].header);

	/* Without one in the header, what stands where it begins is none. */
	pack(INITRAMFS_GZIP);
	make_bzimage(NULL);
	memcpy(payload.bytes + 0x200, "ab", 2);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_YES);
}
END_TEST

START_TEST(a_file_of_the_release)
{
	/* None in the image: what the file says, which comes by release. */
	make_kernel(NULL, NULL);
	ck_assert_int_eq(of_bzimage(RELEASE " (builder) #1"), ANSWER_UNKNOWN);
	fake_file(FILE_OF_IT, "CONFIG_IMA=y\n");
	ck_assert_int_eq(of_bzimage(RELEASE " (builder) #1"), ANSWER_NO);
	ck_assert_int_eq(of_bzimage("6.1.0-18-amd6 x"), ANSWER_UNKNOWN);
	ck_assert_int_eq(of_bzimage(NULL), ANSWER_UNKNOWN);
	fake_file(FILE_OF_IT, "CONFIG_IMA_KEXEC=y\n");
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_YES);
	fake_file(FILE_OF_IT, "CONFIG_IKCONFIG=m\nCONFIG_IMA_KEXEC=y\n");
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_YES);
	fake_file(FILE_OF_IT, NULL);
	fake_file("/lib/modules/" RELEASE "/config", "CONFIG_IMA=y\n");
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_NO);

	/* Both: the image knows better, unless the file denies that it does. */
	make_kernel(NULL, NO);
	fake_file(FILE_OF_IT, YES);
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_NO);
	make_kernel(NULL, YES);
	fake_file(FILE_OF_IT, NO);
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_YES);
	fake_file(FILE_OF_IT, "CONFIG_IMA=y\n");
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_NO);
	fake_file(FILE_OF_IT, NULL);
	fake_file("/lib/modules/" RELEASE "/config", NULL);
	ck_assert_int_eq(of_bzimage(RELEASE), ANSWER_YES);

	/* The release inside, where no header has it. */
	fake_file(FILE_OF_IT, "CONFIG_IMA=y\n");
	make_kernel("Linux version " RELEASE " (gcc)\n", NULL);
	ck_assert_int_eq(answer_of(kernel.bytes, kernel.len), ANSWER_NO);
	ck_assert_int_eq(of_bzimage(NULL), ANSWER_NO);
	make_kernel("Linux version x/../" RELEASE " (gcc)\n", NULL);
	ck_assert_int_eq(of_bzimage(NULL), ANSWER_UNKNOWN);
}
END_TEST

START_TEST(wherever_it_is)
{
	const size_t window = 512 << 10, size = 3 * window;
	uint8_t *bytes;
	size_t at;

	make_kernel("Linux version " RELEASE " \n", YES);
	fake_file(FILE_OF_IT, "CONFIG_IKCONFIG=y\n");
	for (at = window - 5000; at <= window - 3900; at += 7) {
		bytes = calloc(size, 1);
		memcpy(bytes + at, kernel.bytes, kernel.len);
		ck_assert_msg(answer_of(bytes, size) == ANSWER_YES, "%zu", at);
		/* The release alone. */
		memset(bytes + at + 4100, 0, kernel.len - 4100);
		ck_assert_msg(answer_of(bytes, size) == ANSWER_NO, "%zu", at);
		free(bytes);
	}
}
END_TEST

START_TEST(damaged)
{
	size_t i;

	make_kernel(NULL, YES);
	pack(INITRAMFS_GZIP);
	make_bzimage(NULL);
	for (i = 0; i < 1024 + 77 + 30; i += 13)
		ck_assert_int_eq(answer_of(payload.bytes, i ?: 1),
				 ANSWER_UNKNOWN);
	/* An old one has no payload, and is searched as it is. */
	put(0x206, 0x207, 2);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_UNKNOWN);
	put(0x206, 0x208, 2);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_YES);
	put(0x248, 0xffffffff, 4);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_UNKNOWN);
	put(0x248, 77, 4);
	put(0x24c, 0xffffffff, 4);
	ck_assert_int_eq(answer_of(payload.bytes, payload.len), ANSWER_YES);

	/* A configuration that is cut off says yes, but never no. */
	make_kernel(NULL, NO);
	ck_assert_int_eq(answer_of(kernel.bytes, kernel.len), ANSWER_NO);
	ck_assert_int_eq(answer_of(kernel.bytes, kernel.len - 4008 - 12),
			 ANSWER_UNKNOWN);
	ck_assert_int_eq(image_config(-1, "IMA_KEXEC"), ANSWER_UNKNOWN);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("image-config");
	TCase *tc = tcase(suite, "image-config");

	tcase_add_test(tc, every_compression);
	tcase_add_test(tc, lines);
	tcase_add_test(tc, headers);
	tcase_add_test(tc, releases);
	tcase_add_test(tc, a_file_of_the_release);
	tcase_add_test(tc, wherever_it_is);
	tcase_add_test(tc, damaged);
	return run_tests(suite);
}
