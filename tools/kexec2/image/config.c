// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The configuration that a kernel image was built with. */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <sys/stat.h>
#include <unistd.h>

#include "image/config.h"
#include "image/sealed.h"
#include "initramfs/initramfs.h"

/* What kernel/configs.c puts before the compressed configuration. */
static const char marker[] = "IKCFG_ST\037\213\010";
#define MARKER_LEN	(sizeof(marker) - 1)
#define GZIP_AT		8

/* linux_banner of init/version.c, with the release behind it. */
static const char banner[] = "Linux version ";
#define BANNER_LEN	(sizeof(banner) - 1)

#define RELEASE_SIZE	65
#define KERNEL_MAX	(512 << 20)	/* unpacked */

static void take_release(char release[RELEASE_SIZE], const char *text,
			 size_t len)
{
	size_t n = 0;

	while (n < MIN(len, RELEASE_SIZE - 1) && text[n] > ' ' &&
	       text[n] <= '~' && text[n] != '/')
		n++;
	memcpy(release, text, n);
	release[n] = '\0';
}

/*
 * What is to be unpacked: the payload of a bzImage
 * (Documentation/arch/x86/boot.rst) or of a zboot image
 * (drivers/firmware/efi/libstub/zboot-header.S), or else all of the file.
 */
static void find_payload(int fd, char release[RELEASE_SIZE], uint64_t *offset,
			 uint64_t *size)
{
	uint8_t head[0x250] = { 0 };
	char text[RELEASE_SIZE];
	uint32_t at;
	struct stat st;
	ssize_t n;

	*offset = 0;
	*size = fstat(fd, &st) ? 0 : (uint64_t)st.st_size;
	if (pread(fd, head, sizeof(head), 0) != sizeof(head))
		return;
	if (!memcmp(head + 0x202, "HdrS", 4) &&
	    get_le(head + 0x206, 2) >= 0x208) {
		*offset = ((get_le(head + 0x1f1, 1) ?: 4) + 1) * 512 +
			  get_le(head + 0x248, 4);
		*size = get_le(head + 0x24c, 4);
		at = get_le(head + 0x20e, 2);
		n = pread(fd, text, sizeof(text), 0x200 + at);
		if (n > 0 && at)
			take_release(release, text, (size_t)n);
	} else if (!memcmp(head, "MZ", 2) && !memcmp(head + 4, "zimg", 4)) {
		*offset = get_le(head + 8, 4);
		*size = get_le(head + 12, 4);
	}
}

static bool keep(void *to, const void *bytes, size_t len)
{
	const int *fd = to;

	return lseek(*fd, 0, SEEK_CUR) < KERNEL_MAX &&
	       write(*fd, bytes, len) == (ssize_t)len;
}

/* In the kernel that @fd has unpacked, which is closed. */
static enum answer look_inside(int fd, const char *name,
			       char release[RELEASE_SIZE])
{
	size_t size = (size_t)lseek(fd, 0, SEEK_END);
	const char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	const char *at;
	off_t config = 0;

	if (text != MAP_FAILED) {
		at = memmem(text, size, banner, BANNER_LEN);
		if (at && !*release)
			take_release(release, at + BANNER_LEN,
				     (size_t)(text + size - at) - BANNER_LEN);
		at = memmem(text, size, marker, MARKER_LEN);
		config = at ? at + GZIP_AT - text : 0;
		munmap((void *)text, size);
	}
	if (config && lseek(fd, config, SEEK_SET) == config)
		return config_in_fd(fd, name);
	close(fd);
	return ANSWER_UNKNOWN;
}

enum answer image_config(int fd, const char *name)
{
	enum answer answer = ANSWER_UNKNOWN;
	char release[RELEASE_SIZE] = "";
	uint64_t offset, size;
	int to;

	find_payload(fd, release, &offset, &size);
	/* Unless a file says that there is none in the image. */
	if (!*release ||
	    config_of_release(release, "IKCONFIG") != ANSWER_NO) {
		to = memfd_create("kernel", MFD_CLOEXEC);
		unpack_piece(fd, offset, size, keep, &to);
		if (to >= 0)
			answer = look_inside(to, name, release);
	}
	if (answer == ANSWER_UNKNOWN && *release)
		answer = config_of_release(release, name);
	return answer;
}
