/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The section table of a PE file, as the "PE Format" specification of
 * Microsoft describes it: executables for UEFI are such files, and a unified
 * kernel image carries its parts in their sections.
 */
#ifndef KEXEC2_UKI_PE_H
#define KEXEC2_UKI_PE_H

#include <stddef.h>
#include <stdint.h>

#include "shared/util.h"

#define PE_NAME_SIZE	8	/* of a section, padded with NULs */

/**
 * struct pe_section - an entry of the section table
 * @name:	 Terminated; characters that cannot be printed became "?".
 * @address:	 Where it stands in memory, from the start of the image.
 * @memory_size: Its size in memory (VirtualSize), in bytes.
 * @offset:	 Where its bytes stand in the file.
 * @raw_size:	 What it takes up in the file (SizeOfRawData), in bytes, padding
 *		 to the alignment of the file included.
 * @size:	 The bytes that were put in, the smaller of the two sizes.  What
 *		 @memory_size has beyond them is zero in memory and not in the
 *		 file; what @raw_size has is padding.
 */
struct pe_section {
	char name[PE_NAME_SIZE + 1];
	uint32_t address;
	uint32_t memory_size;
	uint32_t offset;
	uint32_t raw_size;
	uint32_t size;
};

/**
 * struct pe - the section table of a PE file
 * @machine:  For which processor; pe_machine_name() has the known ones.
 * @alignment: Of sections in the file, which are padded up to it.
 * @sections: In the order of the table.
 * @certificates_end: Where the signatures end, which follow the sections; or 0.
 */
struct pe {
	uint16_t machine;
	uint32_t alignment;
	size_t nr_sections;
	struct pe_section *sections;
	uint64_t certificates_end;
};

/**
 * pe_read() - read the section table of a PE file
 * @pe:	   Receives it; free it with pe_free(), also after a failure.  If only
 *	   the sections are malformed, it has machine and certificates_end.
 * @fd:	   The file, open for reading.  Its position is neither used nor moved.
 * @start: Where the PE file starts in it.
 * @size:  The bytes of it.
 *
 * Reads the headers, not the sections.  Only executables in the PE32+ format
 * are taken.  Each section lies in the file, behind the headers, and no two
 * share bytes of the file or of memory.
 *
 * Return: 0, -EINVAL if the file is not like that, or an error of
 * pread(2), with the reason.
 */
int pe_read(struct pe *pe, int fd, uint64_t start, uint64_t size,
	    struct reason *reason);

/* Where its bytes end: those of sections and signatures. */
uint64_t pe_end(const struct pe *pe);

void pe_free(struct pe *pe);

/**
 * pe_find() - find the only section of a name in a range of the table
 * @from:  Index of the first entry to look at.
 * @to:	   Index behind the last.
 * @found: Receives it, or NULL if there is none.
 *
 * Return: 0, or -EINVAL if there are two.
 */
int pe_find(const struct pe *pe, size_t from, size_t to, const char *name,
	    const struct pe_section **found, struct reason *reason);

/**
 * pe_machine_name() - what to call a machine type
 *
 * Return: a name, as uname(1) has it, or NULL for one that is not known.
 */
const char *pe_machine_name(uint16_t machine);

/* The machine type of what this program was built for, or 0. */
uint16_t pe_machine_native(void);

#endif /* KEXEC2_UKI_PE_H */
