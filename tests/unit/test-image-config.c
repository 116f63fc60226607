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
	answer = image_config(fd, "IMA_KEXEC");
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
	tcase_add_test(tc, a_file_of_the_release);
	tcase_add_test(tc, wherever_it_is);
	tcase_add_test(tc, damaged);
	return run_tests(suite);
}
