/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What a kernel image says of itself: by Documentation/arch/x86/boot.rst,
 * arm64/booting.rst and riscv/boot-image-header.rst of Linux.
 */
#ifndef KEXEC2_KERNEL_H
#define KEXEC2_KERNEL_H

#include <stdint.h>

#include "shared/util.h"

#define KERNEL_RELEASE_SIZE	65

enum kernel_kind {
	KERNEL_UNREAD,		/* nobody has looked, or it cannot be read */
	KERNEL_BZIMAGE,
	KERNEL_ARM64,
	KERNEL_RISCV,
	KERNEL_ELF,
	KERNEL_ZBOOT,		/* CONFIG_EFI_ZBOOT: a kernel, compressed */
	KERNEL_COMPRESSED,	/* something is */
	KERNEL_UKI,
	KERNEL_PE,		/* an EFI program without a kernel */
	KERNEL_CPIO,
	KERNEL_PATH,
	KERNEL_TEXT,
	KERNEL_OTHER,
};

/**
 * struct kernel - a kernel image, or what was taken for one
 * @kind:	  What it is.
 * @release:	  As uname(1) has it, or "".
 * @version:	  The same as a number, 0x060c5e for 6.12.94; 0 if it is not
 *		  known.
 * @compression:  Of KERNEL_COMPRESSED: its name.
 * @cmdline_max:  Bytes of command line that it can be loaded with, the NUL
 *		  included, or 0 for what it does not tell.
 * @size:	  Its size in bytes, signatures included, or 0 for what it does
 *		  not tell.
 * @payload:	  Offset of what is compressed in it, or of all of it.
 * @payload_size: Its size.
 * @machine:	  Of a PE file, to be told by pe_machine_name(); or 0.
 * @fault:	  Why the kernel that it is for would not load it, or "".
 */
struct kernel {
	enum kernel_kind kind;
	char release[KERNEL_RELEASE_SIZE];
	uint32_t version;
	const char *compression;
	uint32_t cmdline_max;
	uint64_t size;
	uint64_t payload, payload_size;
	uint16_t machine;
	struct reason fault;
};

/**
 * kernel_read() - look at a kernel image
 * @kernel: Receives what it is.
 * @fd:	    The file, open for reading.  Its offset stays.
 * @start:  Where the image starts in it.
 * @size:   How many bytes it may have; what follows it in them is not its own.
 *
 * Reads the headers, and where they do not tell the version, the image.  What
 * is compressed is not unpacked.
 *
 * Return: 0, or an error of pread(2) with the reason, and KERNEL_UNREAD.
 */
int kernel_read(struct kernel *kernel, int fd, uint64_t start, uint64_t size,
		struct reason *reason);

/*
 * The same of a whole file.  What is not regular, or cannot be read, stays
 * KERNEL_UNREAD.
 */
void kernel_read_file(struct kernel *kernel, int fd);

/* Find the release in a kernel that is not compressed; "" if it has none. */
void kernel_find_release(char release[KERNEL_RELEASE_SIZE], const char *text,
			 size_t len);

/**
 * kernel_check() - would the running kernel load it?
 * @machine: Of uname(2).  For one whose kernels are not known here, only what
 *	     is no kernel anywhere is refused.
 *
 * Return: 0, or -ENOEXEC with a reason that tells what it is, and what to do.
 */
int kernel_check(const struct kernel *kernel, const char *machine,
		 struct reason *reason);

#endif /* KEXEC2_KERNEL_H */
