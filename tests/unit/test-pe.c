// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The section tables of PE files, those of hostile ones included. */
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/uki/pe.h"
#include "pe-file.h"
#include "unit.h"

static const struct pe_spec three[] = {
	PE_SECTION(".text", "code"), PE_SECTION(".linux", "a kernel"),
	PE_SECTION(".longest", "eight letters"), PE_END,
};

static struct pe pe;
static struct reason reason;

static int read_bytes(const void *bytes, size_t size, uint64_t claimed)
{
	int fd = memfd_create("pe", MFD_CLOEXEC);
	int err;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, bytes, size), (int)size);
	memset(&reason, 0, sizeof(reason));
	err = pe_read(&pe, fd, 0, claimed, &reason);
	ck_assert_int_eq((int)lseek(fd, 0, SEEK_CUR), (int)size);
	close(fd);
	ck_assert_int_le(err, 0);
	ck_assert_int_eq(!err, !*reason.text);
	return err;
}

static int read_file(const struct pe_file *file)
{
	return read_bytes(file->bytes, file->size, file->size);
}

static void refused(const struct pe_file *file, const char *words)
{
	ck_assert_int_eq(read_file(file), -EINVAL);
	ck_assert_has(reason.text, words);
	pe_free(&pe);
}

static void accepted(const struct pe_file *file)
{
	ck_assert_msg(read_file(file) == 0, "%s", reason.text);
	pe_free(&pe);
}

START_TEST(table)
{
	const struct pe_section *found;
	struct pe_file file;

	pe_file(&file, three);
	ck_assert_int_eq(read_file(&file), 0);
	ck_assert_uint_eq(pe.machine, PE_NATIVE);
	ck_assert_uint_eq(pe_machine_native(), PE_NATIVE);
	ck_assert_uint_eq(pe.nr_sections, 3);
	ck_assert_str_eq(pe.sections[0].name, ".text");
	ck_assert_str_eq(pe.sections[2].name, ".longest");
	ck_assert_uint_eq(pe.sections[1].offset, PE_HEADERS + PE_ALIGN);
	ck_assert_uint_eq(pe.sections[1].raw_size, PE_ALIGN);
	ck_assert_uint_eq(pe.sections[1].memory_size, strlen("a kernel"));
	ck_assert_uint_eq(pe.sections[1].size, strlen("a kernel"));

	ck_assert_int_eq(pe_find(&pe, 0, 3, ".linux", &found, &reason), 0);
	ck_assert_ptr_eq(found, &pe.sections[1]);
	ck_assert_int_eq(pe_find(&pe, 0, 1, ".linux", &found, &reason), 0);
	ck_assert_ptr_null(found);
	ck_assert_int_eq(pe_find(&pe, 2, 3, ".linux", &found, &reason), 0);
	ck_assert_ptr_null(found);
	ck_assert_int_eq(pe_find(&pe, 0, 3, ".lin", &found, &reason), 0);
	ck_assert_ptr_null(found);
	pe_free(&pe);
	ck_assert_ptr_null(pe.sections);
}
END_TEST

START_TEST(sizes)
{
	static const struct {
		uint32_t memory_size, raw_size, size;
	} cases[] = {
		{ 8, 0x200, 8 },	/* padded in the file */
		{ 0x200, 0x200, 0x200 },
		{ 0x300, 0x200, 0x200 }, /* zeros in memory */
		{ 0x300, 0, 0 },
		{ 0, 0x200, 0 },
		{ 0, 0, 0 },
	};
	struct pe_file file;
	size_t i;

	pe_file(&file, three);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		pe_put32(&file, pe_at(1, PE_IN_MEMORY_SIZE),
			 cases[i].memory_size);
		pe_put32(&file, pe_at(1, PE_IN_RAW_SIZE), cases[i].raw_size);
		ck_assert_int_eq(read_file(&file), 0);
		ck_assert_uint_eq(pe.sections[1].size, cases[i].size);
		pe_free(&pe);
	}

	/* As in an object file that .bss was made of. */
	pe_file(&file, three);
	pe_put32(&file, pe_at(1, PE_IN_OFFSET), 0);
	ck_assert_int_eq(read_file(&file), 0);
	ck_assert_uint_eq(pe.sections[1].size, 0);
	pe_free(&pe);
}
END_TEST

START_TEST(headers_16)
{
	static const struct {
		size_t at;
		uint16_t value;
		const char *words;
	} cases[] = {
		{ 0, 0, "no MZ magic" },
		{ 0, 0x5a00, "no MZ magic" },
		{ PE_AT_SIGNATURE, 0x4551, "no PE header at offset 0x40" },
		{ PE_AT_SIGNATURE + 2, 1, "no PE header at offset 0x40" },
		{ PE_AT_NR_SECTIONS, 0, "no sections" },
		{ PE_AT_NR_SECTIONS, 0xffff, "table of 65535 sections" },
		{ PE_AT_OPTIONAL_SIZE, 0, "optional header has 0 bytes" },
		{ PE_AT_OPTIONAL_SIZE, 1, "optional header has 1 bytes" },
		{ PE_AT_OPTIONAL_SIZE, 2, "optional header has 2 bytes" },
		{ PE_AT_OPTIONAL_SIZE, 111, "optional header has 111 bytes" },
		{ PE_AT_OPTIONAL_SIZE, 239, "16 directories do not fit" },
		{ PE_AT_OPTIONAL_SIZE, 0xffff, "has 65535 bytes" },
		{ PE_AT_MAGIC, 0x10b, "32-bit firmware" },
		{ PE_AT_MAGIC, 0x107, "magic 0x107" },
		{ PE_AT_NR_DIRECTORIES, 17, "17 directories do not fit" },
		{ PE_AT_NR_DIRECTORIES + 2, 0xffff, "directories do not fit" },
	};
	struct pe_file file;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		pe_file(&file, three);
		pe_put16(&file, cases[i].at, cases[i].value);
		refused(&file, cases[i].words);
	}

	/* Neither are these, but they are for others to refuse or to ignore. */
	pe_file(&file, three);
	pe_put16(&file, PE_AT_MACHINE, 0);
	pe_put32(&file, PE_AT_NR_DIRECTORIES, 0);
	accepted(&file);
}
END_TEST

START_TEST(headers_32)
{
	static const struct {
		size_t at;
		uint32_t value;
		const char *words;
	} cases[] = {
		{ PE_AT_LFANEW, 0, "invalid PE header offset 0" },
		{ PE_AT_LFANEW, 63, "invalid PE header offset 0x3f" },
		{ PE_AT_LFANEW, 65, "no PE header at offset 0x41" },
		{ PE_AT_LFANEW, 0xfffffff0, "offset 0xfffffff0" },
		{ PE_AT_TABLE + PE_IN_OFFSET, 1, ".text lies in the headers" },
		{ PE_AT_TABLE + PE_IN_OFFSET, PE_AT_TABLE + 119,
		  ".text lies in the headers" },
		{ PE_AT_TABLE + PE_IN_OFFSET, 0xffffffff,
		  ".text ends at offset 4294967807, the file at 2560" },
		{ PE_AT_TABLE + PE_IN_RAW_SIZE, 0xffffffff, ".text ends at" },
		{ PE_AT_TABLE + PE_IN_RAW_SIZE, 0x201,
		  ".text and .linux overlap in the file" },
		{ PE_AT_TABLE + PE_IN_OFFSET, PE_HEADERS + PE_ALIGN,
		  "overlap in the file" },
		{ PE_AT_TABLE + 80 + PE_IN_OFFSET, PE_HEADERS + 1,
		  ".text and .longest overlap in the file" },
		{ PE_AT_TABLE + PE_IN_ADDRESS, 0xffffffff,
		  ".text does not fit into 4 GiB" },
		{ PE_AT_TABLE + PE_IN_MEMORY_SIZE, 0xffffffff,
		  ".text does not fit into 4 GiB" },
		{ PE_AT_TABLE + PE_IN_MEMORY_SIZE, 0x1201,
		  ".text and .linux overlap in memory" },
		{ PE_AT_TABLE + 80 + PE_IN_ADDRESS, 0x1000,
		  "overlap in memory" },
	};
	struct pe_file file;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		pe_file(&file, three);
		pe_put32(&file, cases[i].at, cases[i].value);
		refused(&file, cases[i].words);
	}

	/* The limits of the same. */
	pe_file(&file, three);
	pe_put32(&file, pe_at(0, PE_IN_OFFSET), PE_AT_TABLE + 120);
	accepted(&file);
	pe_file(&file, three);
	pe_put32(&file, pe_at(0, PE_IN_MEMORY_SIZE), 0x1200);
	accepted(&file);
}
END_TEST

START_TEST(truncated)
{
	struct pe_file file;
	size_t size;

	pe_file(&file, three);
	for (size = 0; size < file.size; size++) {
		ck_assert_int_eq(read_bytes(file.bytes, size, size), -EINVAL);
		pe_free(&pe);

		/* ... and so while it is read */
		if (size >= PE_AT_TABLE + 120)
			continue;
		ck_assert_int_eq(read_bytes(file.bytes, size, file.size),
				 -EINVAL);
		pe_free(&pe);
	}
	accepted(&file);
}
END_TEST

START_TEST(any_byte)
{
	struct pe_file file;
	size_t i;
	int bit;

	/* Whatever it says of them, it must not read beyond its buffers. */
	pe_file(&file, three);
	for (i = 0; i < PE_AT_TABLE + 120; i++) {
		for (bit = 0; bit < 8; bit++) {
			file.bytes[i] ^= (unsigned char)(1 << bit);
			ck_assert(read_file(&file) == 0 || *reason.text);
			pe_free(&pe);
			file.bytes[i] ^= (unsigned char)(1 << bit);
		}
	}
}
END_TEST

START_TEST(many_sections)
{
	static unsigned char bytes[PE_AT_TABLE + 65535 * 40];
	struct pe_file file;
	size_t i;

	/* All empty: nothing overlaps, and it takes no time to speak of. */
	pe_file(&file, three);
	memcpy(bytes, file.bytes, PE_AT_TABLE);
	bytes[PE_AT_NR_SECTIONS] = bytes[PE_AT_NR_SECTIONS + 1] = 0xff;
	ck_assert_int_eq(read_bytes(bytes, sizeof(bytes), sizeof(bytes)), 0);
	ck_assert_uint_eq(pe.nr_sections, 65535);
	pe_free(&pe);

	/* All at one address. */
	for (i = 0; i < 65535; i++)
		bytes[PE_AT_TABLE + i * 40 + PE_IN_MEMORY_SIZE] = 1;
	ck_assert_int_eq(read_bytes(bytes, sizeof(bytes), sizeof(bytes)),
			 -EINVAL);
	ck_assert_has(reason.text, "overlap in memory");
	pe_free(&pe);
}
END_TEST

START_TEST(names)
{
	const struct pe_section *found;
	struct pe_file file;

	pe_file(&file, three);
	memcpy(file.bytes + pe_at(0, 0), "a\nb\xff\x1b[\0x", 8);
	memcpy(file.bytes + pe_at(1, 0), ".linux\0z", 8);
	ck_assert_int_eq(read_file(&file), 0);
	ck_assert_str_eq(pe.sections[0].name, "a?b??[");
	ck_assert_str_eq(pe.sections[1].name, ".linux");
	pe_free(&pe);

	memcpy(file.bytes + pe_at(0, 0), ".linux\0\0", 8);
	ck_assert_int_eq(read_file(&file), 0);
	ck_assert_int_eq(pe_find(&pe, 0, 3, ".linux", &found, &reason),
			 -EINVAL);
	ck_assert_has(reason.text, "two .linux sections");
	pe_free(&pe);
}
END_TEST

START_TEST(machines)
{
	ck_assert_str_eq(pe_machine_name(0x8664), "x86_64");
	ck_assert_str_eq(pe_machine_name(0xaa64), "aarch64");
	ck_assert_str_eq(pe_machine_name(0x014c), "i386");
	ck_assert_ptr_null(pe_machine_name(0x1234));
}
END_TEST

START_TEST(unreadable)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(pe_read(&pe, fds[0], 0, 4096, &reason), -ESPIPE);
	ck_assert_has(reason.text, "cannot be read");
	pe_free(&pe);
	close(fds[0]);
	close(fds[1]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pe");
	TCase *good = tcase(suite, "good");
	TCase *bad = tcase(suite, "bad");

	tcase_add_test(good, table);
	tcase_add_test(good, sizes);
	tcase_add_test(good, names);
	tcase_add_test(good, machines);
	tcase_add_test(bad, headers_16);
	tcase_add_test(bad, headers_32);
	tcase_add_test(bad, truncated);
	tcase_add_test(bad, any_byte);
	tcase_add_test(bad, many_sections);
	tcase_add_test(bad, unreadable);
	return run_tests(suite);
}
