/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Kernel images for the tests: their headers, and zeros. */
#ifndef KERNELS_H
#define KERNELS_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#define BZIMAGE_SIZE	((1 + 1) * 512 + 64 * 16)
#define BZIMAGE_RELEASE	"6.12.94-test"

static inline void put_le(unsigned char *at, uint32_t value, size_t size)
{
	value = htole32(value);
	memcpy(at, &value, size);
}

/* A bzImage of BZIMAGE_SIZE bytes that kexec takes. */
static inline void make_bzimage(unsigned char *bytes)
{
	memset(bytes, 0, BZIMAGE_SIZE);
	bytes[0x1f1] = 1;
	put_le(bytes + 0x1f4, 64, 4);
	put_le(bytes + 0x1fe, 0xaa55, 2);
	memcpy(bytes + 0x202, "HdrS", 4);
	put_le(bytes + 0x206, 0x020f, 2);
	put_le(bytes + 0x20e, 0x100, 2);
	bytes[0x211] = 1;
	put_le(bytes + 0x236, 3, 2);
	put_le(bytes + 0x238, 2047, 4);
	put_le(bytes + 0x248, 16, 4);
	put_le(bytes + 0x24c, 100, 4);
	memcpy(bytes + 0x300, BZIMAGE_RELEASE " (a@b) #1",
	       sizeof(BZIMAGE_RELEASE " (a@b) #1"));
}

#endif /* KERNELS_H */
