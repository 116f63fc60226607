// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Extended attributes in a cpio archive. */
#include <stdlib.h>
#include <string.h>

#include "archives.h"
#include "initramfs/metadata.h"
#include "unit.h"

#define BYTES(text)	text, sizeof(text) - 1

static struct xattrs xattrs;

static void teardown(void)
{
	xattrs_free(&xattrs);
}

START_TEST(written_and_read)
{
	static const char expected[] =
		"00000040\1\1"
		"00000017security.ima\0\3\2"
		"00000010user.a\0" "1"
		"0000000fuser.b\0";
	struct xattrs again = { 0 };
	uint8_t *data;
	size_t size, i;

	xattrs_set(&xattrs, "user.b", "old value", 9);
	xattrs_set(&xattrs, "security.ima", "\3\2", 2);
	xattrs_set(&xattrs, "user.a", "1", 1);
	xattrs_set(&xattrs, "user.b", "", 0);
	data = metadata_write(&xattrs, &size);
	ck_assert_ptr_null(metadata_read(&again, data, size));
	ck_assert_uint_eq(again.count, xattrs.count);
	for (i = 0; i < again.count; i++) {
		ck_assert_str_eq(again.list[i].name, xattrs.list[i].name);
		ck_assert_uint_eq(again.list[i].size, xattrs.list[i].size);
		ck_assert_mem_eq(again.list[i].value, xattrs.list[i].value,
				 again.list[i].size);
	}
	ck_assert_uint_eq(size, sizeof(expected) - 1);
	ck_assert_mem_eq(data, expected, size);
	free(data);
	xattrs_free(&again);
}
END_TEST

/* What is read, as the names of the attributes, and what is said. */
START_TEST(each_fault)
{
	static const char damaged[] = "it is damaged";
	static const char unknown[] =
		"it has a version or a type that the kernel does not know";
	static const char prefix[] =
		"an attribute's name does not begin with security., trusted. or user.";
	static const struct {
		const char *data;
		size_t size;
		const char *fault, *names;
	} cases[] = {
		{ BYTES("0000000a\1\1"), NULL, "" },
		{ BYTES("0000000A\1\1" "0000000a\1\1"), NULL, "" },
		{ BYTES("0000001a\1\1" "00000010user.a\0v"), NULL, "user.a " },
		{ BYTES("0000001a\1\1" "00000010user.a\0v"
			"0000001a\1\1" "00000010user.b\0v"), NULL,
		  "user.a user.b " },
		{ BYTES(""), damaged, "" },
		{ BYTES("0000000a\1"), damaged, "" },
		{ BYTES("0000000g\1\1"), damaged, "" },
		{ BYTES("+000000a\1\1"), damaged, "" },
		{ BYTES("00000009\1\1"), damaged, "" },
		{ BYTES("0000000b\1\1"), damaged, "" },
		{ BYTES("0000000a\1\1\0"), damaged, "" },
		{ BYTES("0000001a\1\1" "0000000fuser.a\0v"), damaged, "" },
		{ BYTES("0000001a\1\1" "00000011user.a\0v"), damaged, "" },
		{ BYTES("0000001a\1\1" "00000010user.abc"), damaged, "" },
		{ BYTES("00000014\1\1" "0000000a\0v"), damaged, "" },
		{ BYTES("00000013\1\1" "00000009u"), damaged, "" },
		{ BYTES("0000001a\1\1" "00000010user.a\0v" "junk"), damaged, "" },
		{ BYTES("0000001a\2\1" "00000010user.a\0v"
			"0000001a\1\1" "00000010user.b\0v"), unknown, "user.b " },
		{ BYTES("0000000a\1\0"), unknown, "" },
		{ BYTES("0000000a1\1"), unknown, "" },
		{ BYTES("0000002a\1\1" "00000010othr.a\0v"
			"00000010user.b\0v"), prefix, "user.b " },
		{ BYTES("00000019\1\1" "0000000fuser.\0v"), prefix, "" },
	};
	char names[64] = "";
	size_t i;

	ck_assert_pstr_eq(metadata_read(NULL, (const uint8_t *)cases[_i].data,
					cases[_i].size), cases[_i].fault);
	ck_assert_pstr_eq(metadata_read(&xattrs,
					(const uint8_t *)cases[_i].data,
					cases[_i].size), cases[_i].fault);
	for (i = 0; i < xattrs.count; i++)
		sprintf(strchr(names, '\0'), "%s ", xattrs.list[i].name);
	ck_assert_str_eq(names, cases[_i].names);
}
END_TEST

START_TEST(limits)
{
	static uint8_t value[METADATA_MAX];
	char name[300] = "user.";
	uint8_t *data;
	size_t size, i;

	memset(name + 5, 'n', 251);
	ck_assert_str_eq(xattr_fault(name, 0),
			 "an attribute's name is longer than 255 characters");
	name[255] = '\0';
	ck_assert_ptr_null(xattr_fault(name, 65536));
	ck_assert_str_eq(xattr_fault(name, 65537),
			 "an attribute is larger than 64 KiB");

	/* 15 of them and what is left make a MiB. */
	for (i = 0; i < 15; i++) {
		sprintf(name, "user.%02zu", i);
		xattrs_set(&xattrs, name, value, 65536);
	}
	xattrs_set(&xattrs, "user.15", value, 65536 - 10 - 16 * 16);
	data = metadata_write(&xattrs, &size);
	ck_assert_uint_eq(size, METADATA_MAX);
	ck_assert_ptr_null(metadata_read(NULL, data, size));
	ck_assert_str_eq(metadata_read(NULL, data, size + 1),
			 "it is larger than 1 MiB");
	free(data);
	xattrs_set(&xattrs, "user.15", value, 65536 - 10 - 16 * 16 + 1);
	ck_assert_ptr_null(metadata_write(&xattrs, &size));
}
END_TEST

/* In an archive, in pieces of any size. */
START_TEST(fed)
{
	static const char body[] = "0000001a\1\1" "00000010user.a\0v";
	static struct joined image;
	struct cpio_entries kept = { 0 };
	static struct newc newc;
	size_t at, step = _i + 1;

	image.len = 0;
	memset(&newc, 0, sizeof(newc));
	add_entry(&image, 0100644, "file", "text", 4);
	add_entry(&image, 0100400, METADATA_NAME, BYTES(body));
	add_entry(&image, 0100400, METADATA_NAME, "bad", 3);
	add_summed_entry(&image, 0100400, METADATA_NAME, "0000000a", 1);
	add_entry(&image, 0100400, METADATA_NAME, "", 0);
	add_entry(&image, 0040755, METADATA_NAME, "", 0);
	add_trailer(&image);
	newc_begin(&newc, NEWC_START, 0);
	newc.kept = &kept;
	for (at = 0; at < image.len && !newc.error; )
		at += newc_feed(&newc, image.bytes + at,
				step < image.len - at ? step : image.len - at);
	ck_assert_ptr_null(newc.error);
	ck_assert_int_eq(newc.state, NEWC_RESET);
	ck_assert_uint_eq(newc.entries, 2);
	ck_assert_uint_eq(newc.metadata, 4);
	ck_assert_uint_eq(kept.count, 7);
	ck_assert(!kept.list[0].metadata && !kept.list[5].metadata);
	ck_assert(kept.list[1].metadata && !kept.list[1].fault);
	ck_assert_str_eq(kept.list[2].fault, "it is damaged");
	ck_assert_str_eq(kept.list[3].fault, "it has a wrong checksum");
	ck_assert_str_eq(kept.list[4].fault, "it is damaged");
	ck_assert_ptr_null(newc.body);
	entries_free(&kept);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("metadata");
	TCase *test = tcase(suite, "metadata");

	tcase_add_checked_fixture(test, NULL, teardown);
	tcase_add_test(test, written_and_read);
	tcase_add_loop_test(test, each_fault, 0, 22);
	tcase_add_test(test, limits);
	tcase_add_loop_test(test, fed, 0, 64);
	return run_tests(suite);
}
