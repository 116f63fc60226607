// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The configuration that a kernel image was built with. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/config.h"
#include "image/unwrap.h"

/* What kernel/configs.c puts before the compressed configuration. */
static const char marker[] = "IKCFG_ST\037\213\010";
#define MARKER_LEN	(sizeof(marker) - 1)
#define GZIP_AT		8

/* In the kernel that @fd has unpacked, which is closed. */
static enum answer look_inside(int fd, const char *name,
			       char release[KERNEL_RELEASE_SIZE])
{
	size_t size = (size_t)lseek(fd, 0, SEEK_END);
	const char *text = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	const char *at;
	off_t config = 0;

	if (text != MAP_FAILED) {
		if (!*release)
			kernel_find_release(release, text, size);
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
	struct kernel kernel;
	char *release = kernel.release;
	int to;

	kernel_read_file(&kernel, fd);
	/* Unless a file says that there is none in the image. */
	if (!*release ||
	    config_of_release(release, "IKCONFIG") != ANSWER_NO) {
		to = kernel_unpack(&kernel, fd, NULL);
		if (to >= 0)
			answer = look_inside(to, name, release);
	}
	if (answer == ANSWER_UNKNOWN && *release)
		answer = config_of_release(release, name);
	return answer;
}
