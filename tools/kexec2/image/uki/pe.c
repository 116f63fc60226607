// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The section table of a PE file. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "image/sealed.h"
#include "image/uki/pe.h"
#include "shared/util.h"

/* Sizes and offsets of what is read, in bytes, from the specification. */
enum {
	DOS_SIZE		= 64,
	DOS_PE_OFFSET		= 60,	/* where the PE header stands */

	COFF_SIZE		= 24,	/* with the signature before it */
	COFF_MACHINE		= 4,
	COFF_NR_SECTIONS	= 6,
	COFF_OPTIONAL_SIZE	= 20,	/* SizeOfOptionalHeader */

	OPTIONAL_ALIGNMENT	= 36,	/* of sections in the file */
	OPTIONAL_SIZE		= 112,	/* of PE32+, without directories */
	OPTIONAL_NR_DIRECTORIES	= 108,
	DIRECTORY_SIZE		= 8,
	DIRECTORY_CERTIFICATES	= 4,	/* its index */

	ENTRY_SIZE		= 40,	/* of the section table */
	ENTRY_MEMORY_SIZE	= 8,
	ENTRY_ADDRESS		= 12,
	ENTRY_RAW_SIZE		= 16,
	ENTRY_OFFSET		= 20,
};

#define MAGIC_PE32	0x010b
#define MAGIC_PE32_PLUS	0x020b

/*
 * Of all directories, this one has an offset in the file, not in memory.  A
 * table that does not lie in the file is none.
 */
static int read_certificates(struct pe *pe, int fd, uint64_t offset,
			     uint64_t size, struct reason *reason)
{
	unsigned char entry[DIRECTORY_SIZE];
	int err = read_bytes(fd, entry, sizeof(entry), offset, reason);
	uint64_t end;

	if (err)
		return err;
	end = (uint64_t)get_le(entry, 4) + get_le(entry + 4, 4);
	if (get_le(entry, 4) && end <= size)
		pe->certificates_end = end;
	return 0;
}

/* Where the section table starts, and of how many entries it is. */
static int read_headers(struct pe *pe, int fd, uint64_t start, uint64_t size,
			uint64_t *table, struct reason *reason)
{
	unsigned char dos[DOS_SIZE], coff[COFF_SIZE], optional[OPTIONAL_SIZE];
	uint32_t optional_size, magic, directories;
	uint64_t offset;
	int err;

	if (size < sizeof(dos))
		return because(reason, -EINVAL, "not a PE file: too short");
	err = read_bytes(fd, dos, sizeof(dos), start, reason);
	if (err)
		return err;
	if (memcmp(dos, "MZ", 2))
		return because(reason, -EINVAL, "not a PE file: no MZ magic");

	offset = get_le(dos + DOS_PE_OFFSET, 4);
	if (offset < sizeof(dos) || offset + sizeof(coff) > size)
		return because(reason, -EINVAL,
			       "not a PE file: invalid PE header offset %#llx",
			       (unsigned long long)offset);
	err = read_bytes(fd, coff, sizeof(coff), start + offset, reason);
	if (err)
		return err;
	if (memcmp(coff, "PE\0\0", 4))
		return because(reason, -EINVAL,
			       "not a PE file: no PE header at offset %#llx",
			       (unsigned long long)offset);
	pe->machine = (uint16_t)get_le(coff + COFF_MACHINE, 2);
	pe->nr_sections = get_le(coff + COFF_NR_SECTIONS, 2);
	optional_size = get_le(coff + COFF_OPTIONAL_SIZE, 2);

	offset += sizeof(coff);
	if (optional_size < 2 || offset + optional_size > size)
		return because(reason, -EINVAL,
			       "malformed PE file: optional header has %u bytes",
			       optional_size);
	err = read_bytes(fd, optional,
			 optional_size < sizeof(optional) ? optional_size :
							    sizeof(optional),
			 start + offset, reason);
	if (err)
		return err;
	magic = get_le(optional, 2);
	if (magic == MAGIC_PE32)
		return because(reason, -EINVAL,
			       "PE files for 32-bit firmware are not supported");
	if (magic != MAGIC_PE32_PLUS)
		return because(reason, -EINVAL,
			       "malformed PE file: optional header has magic %#x",
			       magic);
	if (optional_size < sizeof(optional))
		return because(reason, -EINVAL,
			       "malformed PE file: optional header has %u bytes",
			       optional_size);
	pe->alignment = get_le(optional + OPTIONAL_ALIGNMENT, 4);
	directories = get_le(optional + OPTIONAL_NR_DIRECTORIES, 4);
	if (directories > (optional_size - sizeof(optional)) / DIRECTORY_SIZE)
		return because(reason, -EINVAL,
			       "malformed PE file: %u directories do not fit into the optional header",
			       directories);
	if (directories > DIRECTORY_CERTIFICATES)
		err = read_certificates(pe, fd, start + offset +
					sizeof(optional) +
					DIRECTORY_CERTIFICATES *
					DIRECTORY_SIZE, size, reason);
	if (err)
		return err;

	offset += optional_size;
	if (!pe->nr_sections)
		return because(reason, -EINVAL,
			       "malformed PE file: no sections");
	if (offset + pe->nr_sections * ENTRY_SIZE > size)
		return because(reason, -EINVAL,
			       "truncated PE file: it ends within the table of %zu sections",
			       pe->nr_sections);
	*table = offset;
	return 0;
}

static void parse_entry(struct pe_section *section, const unsigned char *entry)
{
	size_t i;

	for (i = 0; i < PE_NAME_SIZE && entry[i]; i++)
		section->name[i] = entry[i] > ' ' && entry[i] < 0x7f ?
				   (char)entry[i] : '?';
	section->memory_size = get_le(entry + ENTRY_MEMORY_SIZE, 4);
	section->address = get_le(entry + ENTRY_ADDRESS, 4);
	section->raw_size = get_le(entry + ENTRY_RAW_SIZE, 4);
	section->offset = get_le(entry + ENTRY_OFFSET, 4);

	/* Data that is not initialised: nothing of it is in the file. */
	if (!section->offset)
		section->raw_size = 0;
	section->size = section->raw_size < section->memory_size ?
			section->raw_size : section->memory_size;
}

static int check_entry(const struct pe_section *section, uint64_t headers,
		       uint64_t size, struct reason *reason)
{
	if (section->raw_size && section->offset < headers)
		return because(reason, -EINVAL,
			       "malformed PE file: section %s lies in the headers",
			       section->name);
	if ((uint64_t)section->offset + section->raw_size > size)
		return because(
			reason, -EINVAL,
			"truncated PE file: section %s ends at offset %llu, the file at %llu",
			section->name,
			(unsigned long long)section->offset + section->raw_size,
			(unsigned long long)size);
	if ((uint64_t)section->address + section->memory_size > UINT32_MAX)
		return because(reason, -EINVAL,
			       "malformed PE file: section %s does not fit into 4 GiB of memory",
			       section->name);
	return 0;
}

struct range {
	uint64_t start, end;
	const char *name;
};

static int compare_ranges(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->name < y->name ? -1 : 1;	/* in the order of the table */
}

/* Of the file, or as the firmware would load them, one over the other. */
static int check_overlap(const struct pe *pe, bool in_memory,
			 struct reason *reason)
{
	struct range *ranges = xcalloc(pe->nr_sections, sizeof(*ranges));
	size_t i, count = 0;
	int err = 0;

	for (i = 0; i < pe->nr_sections; i++) {
		const struct pe_section *section = &pe->sections[i];
		uint64_t start = in_memory ? section->address : section->offset;
		uint32_t size = in_memory ? section->memory_size :
					    section->raw_size;

		if (size)
			ranges[count++] = (struct range){ start, start + size,
							  section->name };
	}
	qsort(ranges, count, sizeof(*ranges), compare_ranges);
	for (i = 1; !err && i < count; i++)
		if (ranges[i].start < ranges[i - 1].end)
			err = because(reason, -EINVAL,
				      "malformed PE file: sections %s and %s overlap in %s",
				      ranges[i - 1].name, ranges[i].name,
				      in_memory ? "memory" : "the file");
	free(ranges);
	return err;
}

int pe_read(struct pe *pe, int fd, uint64_t start, uint64_t size,
	    struct reason *reason)
{
	unsigned char *entries;
	uint64_t table = 0;
	size_t i, bytes;
	int err;

	*pe = (struct pe){ 0 };
	err = read_headers(pe, fd, start, size, &table, reason);
	if (err)
		return err;

	bytes = pe->nr_sections * ENTRY_SIZE;
	entries = xcalloc(bytes, 1);
	pe->sections = xcalloc(pe->nr_sections, sizeof(*pe->sections));
	err = read_bytes(fd, entries, bytes, start + table, reason);
	for (i = 0; !err && i < pe->nr_sections; i++) {
		parse_entry(&pe->sections[i], entries + i * ENTRY_SIZE);
		err = check_entry(&pe->sections[i], table + bytes, size,
				  reason);
	}
	free(entries);
	if (!err)
		err = check_overlap(pe, false, reason);
	return err ? err : check_overlap(pe, true, reason);
}

uint64_t pe_end(const struct pe *pe)
{
	uint64_t end = pe->certificates_end;
	size_t i;

	for (i = 0; i < pe->nr_sections; i++)
		end = MAX(end, (uint64_t)pe->sections[i].offset +
			       pe->sections[i].raw_size);
	return end;
}

void pe_free(struct pe *pe)
{
	free(pe->sections);
	*pe = (struct pe){ 0 };
}

int pe_find(const struct pe *pe, size_t from, size_t to, const char *name,
	    const struct pe_section **found, struct reason *reason)
{
	*found = NULL;
	for (; from < to; from++) {
		if (strcmp(pe->sections[from].name, name))
			continue;
		if (*found)
			return because(reason, -EINVAL,
				       "ambiguous: two %s sections", name);
		*found = &pe->sections[from];
	}
	return 0;
}

/* Machine types, from the specification. */
static const struct {
	uint16_t machine;
	const char *name;
} machines[] = {
	{ 0x014c, "i386" },
	{ 0x01c0, "arm" },
	{ 0x01c2, "arm" },	/* Thumb */
	{ 0x01c4, "arm" },	/* Thumb-2 */
	{ 0x5064, "riscv64" },
	{ 0x6264, "loongarch64" },
	{ 0x8664, "x86_64" },
	{ 0xaa64, "aarch64" },
};

const char *pe_machine_name(uint16_t machine)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(machines); i++)
		if (machines[i].machine == machine)
			return machines[i].name;
	return NULL;
}

uint16_t pe_machine_native(void)
{
#if defined(__x86_64__)
	return 0x8664;
#elif defined(__aarch64__)
	return 0xaa64;
#elif defined(__riscv) && __riscv_xlen == 64
	return 0x5064;
#elif defined(__loongarch__) && __loongarch_grlen == 64
	return 0x6264;
#else
	return 0;
#endif
}
