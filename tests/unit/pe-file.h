/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* PE files for the tests, made in memory and broken there. */
#ifndef PE_FILE_H
#define PE_FILE_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* Where the fields of the files are that pe_file() makes. */
enum {
	PE_AT_LFANEW		= 60,
	PE_AT_SIGNATURE		= 64,
	PE_AT_MACHINE		= 68,
	PE_AT_NR_SECTIONS	= 70,
	PE_AT_OPTIONAL_SIZE	= 84,
	PE_AT_MAGIC		= 88,
	PE_AT_ALIGNMENT		= 88 + 36,
	PE_AT_NR_DIRECTORIES	= 88 + 108,
	PE_AT_TABLE		= 88 + 240,

	/* in an entry of the table */
	PE_IN_MEMORY_SIZE	= 8,
	PE_IN_ADDRESS		= 12,
	PE_IN_RAW_SIZE		= 16,
	PE_IN_OFFSET		= 20,
};

#define PE_HEADERS	0x400	/* up to 17 sections fit */
#define PE_ALIGN	0x200
#define PE_FILE_MAX	0x8000

#if defined(__aarch64__)
#define PE_NATIVE	0xaa64
#define PE_FOREIGN	0x8664
#define PE_FOREIGN_NAME	"x86_64"
#else
#define PE_NATIVE	0x8664
#define PE_FOREIGN	0xaa64
#define PE_FOREIGN_NAME	"aarch64"
#endif

struct pe_spec {
	const char *name;
	const char *data;
	size_t size;		/* 0: strlen(data) */
};

#define PE_SECTION(n, d)	{ .name = (n), .data = (d), .size = 0 }
#define PE_END			{ .name = NULL }

struct pe_file {
	size_t size;
	unsigned char bytes[PE_FILE_MAX];
};

static inline void pe_put16(struct pe_file *file, size_t at, uint16_t value)
{
	value = htole16(value);
	memcpy(file->bytes + at, &value, sizeof(value));
}

static inline void pe_put32(struct pe_file *file, size_t at, uint32_t value)
{
	value = htole32(value);
	memcpy(file->bytes + at, &value, sizeof(value));
}

/* Of field PE_IN_... in entry @i. */
static inline size_t pe_at(size_t i, size_t field)
{
	return PE_AT_TABLE + i * 40 + field;
}

/* As a linker would lay it out; @specs ends with PE_END. */
static inline void pe_file(struct pe_file *file, const struct pe_spec *specs)
{
	uint32_t offset = PE_HEADERS, address = 0x1000;
	size_t i, size;

	memset(file, 0, sizeof(*file));
	memcpy(file->bytes, "MZ", 2);
	pe_put32(file, PE_AT_LFANEW, PE_AT_SIGNATURE);
	memcpy(file->bytes + PE_AT_SIGNATURE, "PE", 2);
	pe_put16(file, PE_AT_MACHINE, PE_NATIVE);
	pe_put16(file, PE_AT_OPTIONAL_SIZE, 240);
	pe_put16(file, PE_AT_MAGIC, 0x20b);
	pe_put32(file, PE_AT_NR_DIRECTORIES, 16);
	for (i = 0; specs[i].name; i++) {
		size = specs[i].size ? specs[i].size : strlen(specs[i].data);
		memcpy(file->bytes + pe_at(i, 0), specs[i].name,
		       strnlen(specs[i].name, 8));
		memcpy(file->bytes + offset, specs[i].data, size);
		pe_put32(file, pe_at(i, PE_IN_MEMORY_SIZE), (uint32_t)size);
		pe_put32(file, pe_at(i, PE_IN_ADDRESS), address);
		pe_put32(file, pe_at(i, PE_IN_OFFSET), offset);
		size = (size + PE_ALIGN - 1) & ~(size_t)(PE_ALIGN - 1);
		pe_put32(file, pe_at(i, PE_IN_RAW_SIZE), (uint32_t)size);
		offset += (uint32_t)size;
		address += (uint32_t)size + 0x1000;
	}
	pe_put16(file, PE_AT_NR_SECTIONS, (uint16_t)i);
	file->size = offset;
}

#endif /* PE_FILE_H */
