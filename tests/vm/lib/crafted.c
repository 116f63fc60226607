// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Loads that cost little, for programs that make many of them: a kernel image
 * of a few pages, which loads and starts nothing, and small parts; and what the
 * system tells of a load.
 *
 * Calls return a negative errno.  What the system cannot do at all ends the
 * program with status 2.
 */
#include <asm/bootparam.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "crafted.h"

#define SECTOR		512
#define SETUP_SECTORS	4		/* behind the first */
#define PAYLOAD		(4 * 4096)
#define RECORDS		"/sys/kernel/security/ima/kexec_records"

/* A file without a name, open for reading only. */
int crafted_file(const void *data, size_t size)
{
	char path[] = "/tmp/crafted.XXXXXX";
	int rw = mkostemp(path, O_CLOEXEC), fd;

	if (rw < 0 || write(rw, data, size) != (ssize_t)size)
		err(2, "%s", path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || unlink(path))
		err(2, "%s", path);
	close(rw);
	return fd;
}

int crafted_kernel(void)
{
	static char image[(1 + SETUP_SECTORS) * SECTOR + PAYLOAD];
	struct setup_header *header = (void *)(image +
				offsetof(struct boot_params, hdr));

	header->setup_sects = SETUP_SECTORS;
	header->boot_flag = 0xaa55;
	header->jump = 0x6aeb;
	memcpy(&header->header, "HdrS", 4);
	header->version = 0x20f;
	header->loadflags = LOADED_HIGH;
	header->xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_LOADED_ABOVE_4G |
			     XLF_5LEVEL | XLF_5LEVEL_ENABLED;
	header->relocatable_kernel = 1;
	header->kernel_alignment = 4096;
	header->cmdline_size = 2047;
	header->pref_address = 0x1000000;
	header->init_size = PAYLOAD;
	return crafted_file(image, sizeof(image));
}

/* Parts of different, odd sizes; returns how many. */
int crafted_parts(struct kexec_initrd *parts, unsigned int nr)
{
	char data[1024];

	memset(data, 'p', sizeof(data));
	for (unsigned int i = 0; i < nr; i++) {
		memset(&parts[i], 0, sizeof(parts[i]));
		parts[i].fd = crafted_file(data, 1 + i * 3);
		snprintf(parts[i].label, sizeof(parts[i].label), "part%u", i);
	}
	return nr;
}

static long result(long ret)
{
	return ret < 0 ? -errno : ret;
}

long load2(const struct kexec_file_load2_args *args)
{
	return result(syscall(__NR_kexec_file_load2, args, sizeof(*args), 0));
}

long load_old(int kernel, int initrd, const char *cmdline, unsigned long flags)
{
	return result(syscall(SYS_kexec_file_load, kernel, initrd,
			      strlen(cmdline) + 1, cmdline, flags));
}

/* By kexec_load(2), two pages that go to an address. */
long load_raw(unsigned long at, unsigned long flags)
{
	static char pages[2 * 4096];
	struct kexec_segment segment = {
		.buf = pages,
		.bufsz = sizeof(pages),
		.mem = (void *)at,
		.memsz = sizeof(pages),
	};

	return result(syscall(SYS_kexec_load, at, at ? 1UL : 0UL, &segment,
			      flags));
}

long unload2(unsigned long long flags)
{
	struct kexec_file_load2_args args = {
		.flags = KEXEC_FILE_UNLOAD | flags,
	};

	return load2(&args);
}

long verify2(unsigned long long flags)
{
	struct kexec_file_load2_args args = {
		.flags = KEXEC_FILE2_VERIFY | flags,
	};

	return load2(&args);
}

/* All of a file, with a NUL behind it; *text is a buffer to use again. */
size_t read_all(const char *path, char **text)
{
	static size_t room = 1 << 16;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t size = 0;
	ssize_t len;

	if (fd < 0)
		err(2, "%s", path);
	for (;;) {
		char *more = realloc(*text, room);

		if (!more)
			err(2, "memory");
		*text = more;
		len = read(fd, more + size, room - 1 - size);
		if (len < 0)
			err(2, "%s", path);
		if (!len)
			break;
		size += len;
		if (size == room - 1)
			room *= 2;
	}
	close(fd);
	(*text)[size] = '\0';
	return size;
}

/* The number that a file starts with, or -errno if it cannot be read. */
long read_long(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return -errno;
	len = read(fd, text, sizeof(text) - 1);
	if (len < 0)
		len = -errno;
	close(fd);
	return len < 0 ? len : strtol(text, NULL, 10);
}

void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		err(2, "%s", path);
	close(fd);
}

static struct loaded parse_loaded(const char *text, const char *name)
{
	const char *line = strstr(text, name);
	struct loaded l = { 0 };
	char state[16];

	if (!line)
		errx(2, RECORDS " has no line%s", name);
	line += strlen(name);
	if (strncmp(line, "-\n", 2) &&
	    (sscanf(line, "%lu %15s", &l.seq, state) != 2 || !l.seq))
		errx(2, RECORDS " has a line that is not known:%s", name);
	l.recorded = l.seq && !strcmp(state, "recorded");
	return l;
}

void read_records(struct records *r)
{
	static char *text;

	read_all(RECORDS, &text);
	r->image = parse_loaded(text, "\ndefault ");
	r->crash = parse_loaded(text, "\ncrash ");
}

/*
 * How many entries of a measurement list, as binary_runtime_measurements has
 * it, are records of this name, and which seq the last of them has.
 */
unsigned int count_entries(const char *list, size_t size, const char *name,
			   unsigned long *last_seq)
{
	const char *end = list + size, *at = list;
	size_t len = strlen(name) + 1;
	unsigned int nr = 0;

	while ((at = memmem(at, end - at, name, len))) {
		const char *seq = memmem(at, end - at, "\nseq ", 5);

		at += len;
		nr++;
		if (seq && last_seq)
			*last_seq = strtoul(seq + 5, NULL, 10);
	}
	return nr;
}
