// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a kernel image says of itself, and whether it is one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>
#include <sys/stat.h>

#include "image/kernel.h"
#include "image/sealed.h"
#include "image/uki/pe.h"
#include "initramfs/initramfs.h"
#include "initramfs/walk.h"

#define HEAD_SIZE	4096
#define WINDOW_SIZE	(1U << 20)

/* The setup header of x86, by its offsets in the file. */
enum {
	X86_SETUP_SECTS		= 0x1f1,
	X86_SYSSIZE		= 0x1f4,	/* in 16 bytes */
	X86_BOOT_FLAG		= 0x1fe,
	X86_MAGIC		= 0x202,
	X86_VERSION		= 0x206,
	X86_RELEASE		= 0x20e,	/* from X86_RELEASE_BASE on */
	X86_RELEASE_BASE	= 0x200,
	X86_LOADFLAGS		= 0x211,
	X86_XLOADFLAGS		= 0x236,
	X86_CMDLINE_SIZE	= 0x238,	/* kexec counts the NUL */
	X86_PAYLOAD		= 0x248,	/* behind the setup */
	X86_PAYLOAD_SIZE	= 0x24c,
	X86_END			= 0x250,

	X86_SECTOR		= 512,
	X86_LOADED_HIGH		= 1,
	X86_KERNEL_64		= 1,
	X86_ABOVE_4G		= 2,
};

/* What bzImage64_load() keeps free for "elfcorehdr=", not for crashes alone. */
#define ELFCOREHDR_LEN	30

/* That of arm64, and of riscv after it. */
enum {
	IMAGE_SIZE		= 16,
	IMAGE_MAGIC		= 56,
	IMAGE_END		= 64,
};

#define ARM64_CMDLINE_MAX 2048	/* COMMAND_LINE_SIZE; more is cut off */

/* drivers/firmware/efi/libstub/zboot-header.S */
enum {
	ZBOOT_MAGIC		= 4,
	ZBOOT_PAYLOAD		= 8,
	ZBOOT_PAYLOAD_SIZE	= 12,
};

/* linux_banner of init/version.c, with the release behind it. */
static const char banner[] = "Linux version ";
#define BANNER_LEN	(sizeof(banner) - 1)

/**
 * struct source - an image that is looked at
 * @fd:	   The file.
 * @start: Where it starts.
 * @size:  Its bytes.
 * @head:  The first of them, and zeros.
 * @len:   How many there are.
 * @err:   Why something else could not be read.
 */
struct source {
	int fd;
	uint64_t start, size;
	unsigned char head[HEAD_SIZE];
	size_t len;
	int err;
};

static bool has(const struct source *source, size_t offset, const char *magic,
		size_t len)
{
	return !memcmp(source->head + offset, magic, len);
}

static uint32_t field(const struct source *source, size_t offset, size_t size)
{
	return get_le(source->head + offset, size);
}

static void take_release(char release[KERNEL_RELEASE_SIZE], const char *text,
			 size_t len)
{
	size_t n = 0;

	while (n < MIN(len, KERNEL_RELEASE_SIZE - 1) && text[n] > ' ' &&
	       text[n] <= '~' && text[n] != '/')
		n++;
	memcpy(release, text, n);
	release[n] = '\0';
}

void kernel_find_release(char release[KERNEL_RELEASE_SIZE], const char *text,
			 size_t len)
{
	const char *at = memmem(text, len, banner, BANNER_LEN);

	*release = '\0';
	if (at)
		take_release(release, at + BANNER_LEN,
			     (size_t)(text + len - at) - BANNER_LEN);
}

/* KERNEL_VERSION() of <linux/version.h>. */
static uint32_t version_of(const char *release)
{
	unsigned int major, minor, patch = 0;

	if (sscanf(release, "%3u.%3u.%3u", &major, &minor, &patch) < 2 ||
	    minor > 255)
		return 0;
	return major << 16 | minor << 8 | MIN(patch, 255U);
}

/* In the image, as its headers have no place for it. */
static void look_for_release(struct kernel *kernel,
			     struct source *source)
{
	const size_t overlap = BANNER_LEN + KERNEL_RELEASE_SIZE;
	char *text = xcalloc(WINDOW_SIZE, 1);
	struct reason ignored;
	uint64_t at = 0;
	size_t len;

	do {
		len = MIN(source->size - at, WINDOW_SIZE);
		source->err = read_bytes(source->fd, text, len,
					 source->start + at, &ignored);
		if (source->err)
			break;
		kernel_find_release(kernel->release, text, len);
		/* One at the end may be cut: again, with what follows. */
		if (len == WINDOW_SIZE &&
		    memmem(text + len - overlap, overlap, banner, BANNER_LEN))
			*kernel->release = '\0';
		at += len - overlap;
	} while (!*kernel->release && len == WINDOW_SIZE);
	free(text);
}

static void take_pe(struct kernel *kernel, struct source *source)
{
	const struct pe_section *linux_section = NULL;
	struct reason ignored;
	struct pe pe;
	int err = pe_read(&pe, source->fd, source->start, source->size,
			  &ignored);

	/* Of some kernels, the sections are not those of a program. */
	if (err) {
		kernel->size = pe.certificates_end;
		source->err = err == -EINVAL ? 0 : err;
	} else {
		kernel->size = pe_end(&pe);
		if (pe_find(&pe, 0, pe.nr_sections, ".linux", &linux_section,
			    &ignored) || linux_section)
			kernel->kind = KERNEL_UKI;
		else
			kernel->kind = KERNEL_PE;
	}
	kernel->machine = pe.machine;
	pe_free(&pe);
}

/* As bzImage64_probe() and bzImage64_load() look at it. */
static void find_fault(struct kernel *kernel, const struct source *source)
{
	uint32_t version = field(source, X86_VERSION, 2);
	uint32_t flags = field(source, X86_XLOADFLAGS, 2);
	struct reason *fault = &kernel->fault;

	if (version < 0x020c)
		because(fault, 0,
			"a bzImage of boot protocol %u.%02u; kexec takes them from 2.12 on (Linux 3.8)",
			version >> 8, version & 0xff);
	else if (!(source->head[X86_LOADFLAGS] & X86_LOADED_HIGH))
		because(fault, 0, "a zImage; build a bzImage");
	else if (!(flags & X86_KERNEL_64))
		because(fault, 0,
			"a 32-bit kernel, which kexec_file_load does not take; use a 64-bit one");
	else if (!(flags & X86_ABOVE_4G))
		because(fault, 0,
			"a kernel that cannot be loaded above 4 GiB; build it with CONFIG_RELOCATABLE");
	else if (field(source, X86_BOOT_FLAG, 2) != 0xaa55)
		because(fault, 0,
			"a bzImage without a boot sector; get the file again");
	else if (kernel->size > source->size)
		because(fault, 0,
			"a truncated bzImage (%llu of %llu bytes); get the file again",
			(unsigned long long)source->size,
			(unsigned long long)kernel->size);
}

static void read_bzimage(struct kernel *kernel, struct source *source)
{
	uint32_t version = field(source, X86_VERSION, 2);
	uint32_t setup = (field(source, X86_SETUP_SECTS, 1) ?: 4) + 1;
	uint64_t certificates_end;
	char text[KERNEL_RELEASE_SIZE];
	struct reason ignored;
	uint32_t at;
	size_t len;

	take_pe(kernel, source);
	certificates_end = kernel->size;
	kernel->kind = KERNEL_BZIMAGE;
	kernel->size = 0;
	kernel->cmdline_max = field(source, X86_CMDLINE_SIZE, 4);
	if (kernel->cmdline_max > ELFCOREHDR_LEN)
		kernel->cmdline_max -= ELFCOREHDR_LEN;
	/* Nothing that was built has none: it is the magic alone. */
	if (!version)
		return;
	kernel->size = setup * X86_SECTOR +
		       field(source, X86_SYSSIZE, 4) * (uint64_t)16;
	find_fault(kernel, source);
	if (certificates_end > kernel->size)
		kernel->size = certificates_end;
	if (version < 0x0208)
		return;
	kernel->payload = setup * X86_SECTOR + field(source, X86_PAYLOAD, 4);
	kernel->payload_size = field(source, X86_PAYLOAD_SIZE, 4);
	at = field(source, X86_RELEASE, 2);
	if (!at || X86_RELEASE_BASE + at >= source->size)
		return;
	len = MIN(sizeof(text), source->size - X86_RELEASE_BASE - at);
	source->err = source->err ?:
		      read_bytes(source->fd, text, len,
				 source->start + X86_RELEASE_BASE + at,
				 &ignored);
	if (!source->err)
		take_release(kernel->release, text, len);
}

static void read_image(struct kernel *kernel, struct source *source,
		       enum kernel_kind kind)
{
	take_pe(kernel, source);
	kernel->kind = kind;
	look_for_release(kernel, source);
	if (kind == KERNEL_ARM64)
		kernel->cmdline_max = ARM64_CMDLINE_MAX;
	if (kind == KERNEL_ARM64 && !field(source, IMAGE_SIZE, 4) &&
	    !field(source, IMAGE_SIZE + 4, 4))
		because(&kernel->fault, 0,
			"an arm64 kernel without a size in its header (before Linux 3.17), which kexec does not take");
}

static void read_zboot(struct kernel *kernel, struct source *source)
{
	take_pe(kernel, source);
	kernel->kind = KERNEL_ZBOOT;
	kernel->payload = field(source, ZBOOT_PAYLOAD, 4);
	kernel->payload_size = field(source, ZBOOT_PAYLOAD_SIZE, 4);
}

/* Text in the first bytes, but for NULs at the end; a path has one line. */
static void read_text(struct kernel *kernel, const struct source *source)
{
	const char *text = (const char *)source->head;
	size_t i, len = strnlen(text, source->len), lines = 0;

	for (i = len; i < source->len; i++)
		if (text[i])
			return;
	for (i = 0; i < len; i++) {
		if ((unsigned char)text[i] < ' ' && !strchr("\t\n\r\f", text[i]))
			return;
		if (text[i] == 0x7f)
			return;
		lines += text[i] == '\n';
	}
	if (!len)
		return;
	kernel->kind = KERNEL_TEXT;
	if (strchr("/\\", *text) && (!lines || (lines == 1 &&
						text[len - 1] == '\n')))
		kernel->kind = KERNEL_PATH;
}

static void classify(struct kernel *kernel, struct source *source)
{
	const struct format *format = find_format(source->head);

	if (source->len >= X86_END - 16 && has(source, X86_MAGIC, "HdrS", 4)) {
		read_bzimage(kernel, source);
	} else if (source->len >= IMAGE_END &&
		   has(source, IMAGE_MAGIC, "ARM\x64", 4)) {
		read_image(kernel, source, KERNEL_ARM64);
	} else if (source->len >= IMAGE_END &&
		   has(source, IMAGE_MAGIC, "RSC\x05", 4)) {
		read_image(kernel, source, KERNEL_RISCV);
	} else if (has(source, 0, "MZ", 2) && has(source, ZBOOT_MAGIC, "zimg",
						  4)) {
		read_zboot(kernel, source);
	} else if (has(source, 0, "MZ", 2)) {
		take_pe(kernel, source);
	} else if (has(source, 0, "\177ELF", 4)) {
		kernel->kind = KERNEL_ELF;
		look_for_release(kernel, source);
	} else if (has(source, 0, "07070", 5)) {
		kernel->kind = KERNEL_CPIO;
	} else if (format) {
		kernel->kind = KERNEL_COMPRESSED;
		kernel->compression = initramfs_kind_name(format->kind);
	} else {
		read_text(kernel, source);
	}
}

int kernel_read(struct kernel *kernel, int fd, uint64_t start, uint64_t size,
		struct reason *reason)
{
	struct source source = { .fd = fd, .start = start, .size = size };
	int err;

	*kernel = (struct kernel){ .payload_size = size };
	source.len = MIN(size, sizeof(source.head));
	if (!size)
		return 0;
	err = read_bytes(fd, source.head, source.len, start, reason);
	if (err)
		return err;
	kernel->kind = KERNEL_OTHER;
	classify(kernel, &source);
	kernel->version = version_of(kernel->release);
	if (!source.err)
		return 0;
	*kernel = (struct kernel){ .payload_size = size };
	return because(reason, source.err, "cannot be read (%s)",
		       strerror(-source.err));
}

void kernel_read_file(struct kernel *kernel, int fd)
{
	struct reason ignored;
	struct stat st;

	*kernel = (struct kernel){ .kind = KERNEL_UNREAD };
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		kernel_read(kernel, fd, 0, (uint64_t)st.st_size, &ignored);
}

/* What kexec_file_load(2) takes there, as the sources of Linux have it. */
static const struct {
	const char *machine;
	unsigned int kinds;
	const char *image;	/* what to use */
} loaders[] = {
	{ "x86_64", 1 << KERNEL_BZIMAGE, "a bzImage" },
	{ "aarch64", 1 << KERNEL_ARM64, "an Image" },
	{ "riscv64", 1 << KERNEL_RISCV | 1 << KERNEL_ELF, "an Image" },
};

/* Of what runs on one machine only. */
static const char *machine_of(const struct kernel *kernel)
{
	switch (kernel->kind) {
	case KERNEL_BZIMAGE:
		return "x86_64";
	case KERNEL_ARM64:
		return "aarch64";
	case KERNEL_RISCV:
		return "riscv64";
	default:
		return pe_machine_name(kernel->machine);
	}
}

/* What is no kernel on any machine. */
static int refuse_others(const struct kernel *kernel, struct reason *reason)
{
	switch (kernel->kind) {
	case KERNEL_UKI:
		return because(reason, -ENOEXEC,
			       "a unified kernel image, which kexec does not take; use --uki");
	case KERNEL_CPIO:
		return because(reason, -ENOEXEC,
			       "a cpio archive, not a kernel; use --initrd for the initramfs");
	case KERNEL_PATH:
		return because(reason, -ENOEXEC,
			       "holds the path of a file, as in the image of a thin stub, not a kernel; load that file");
	case KERNEL_TEXT:
		return because(reason, -ENOEXEC,
			       "a text file, not a kernel; name the image of a kernel");
	default:
		return 0;
	}
}

int kernel_check(const struct kernel *kernel, const char *machine,
		 struct reason *reason)
{
	const char *theirs = machine_of(kernel), *image;
	size_t i = 0;

	if (kernel->kind == KERNEL_UNREAD)
		return 0;
	while (i < ARRAY_SIZE(loaders) &&
	       strcmp(loaders[i].machine, machine) != 0)
		i++;
	if (refuse_others(kernel, reason))
		return -ENOEXEC;
	if (i == ARRAY_SIZE(loaders))
		return 0;
	image = loaders[i].image;
	if (loaders[i].kinds & 1U << kernel->kind)
		return *kernel->fault.text ?
		       because(reason, -ENOEXEC, "%s", kernel->fault.text) : 0;
	if (kernel->kind == KERNEL_COMPRESSED)
		return because(reason, -ENOEXEC,
			       "compressed with %s; the kernel of %s takes %s: unpack the file first",
			       kernel->compression, machine, image);
	if (theirs && strcmp(theirs, machine) != 0)
		return because(reason, -ENOEXEC,
			       "built for %s, this is %s", theirs, machine);
	if (kernel->kind == KERNEL_ELF)
		return because(reason, -ENOEXEC,
			       "an ELF file, as vmlinux; the kernel of %s takes %s",
			       machine, image);
	return because(reason, -ENOEXEC, kernel->kind == KERNEL_PE ?
			       "an EFI program without a kernel; the kernel of %s takes %s" :
			       "not a kernel; the kernel of %s takes %s",
		       machine, image);
}
