// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The texts that the kernel has IMA record: these to the byte, and nothing else. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/record.h"
#include "unit.h"

#define V	"kexec_file_load2 1\n"
#define V2	"kexec_file_load2 2\n"
#define H20	"0123456789abcdef0123456789abcdef01234567"
#define H64	H20 "0123456789abcdef01234567"
#define S	"sha256:" H64
#define HEAD	V "seq 1\nimage default\n"
#define FLAGS	HEAD "flags 0x0\n"
#define KERNEL	FLAGS "kernel " S " 5\n"
#define LINE	"cmdline " S " 0\n"
#define LABEL31	"abcdefghijklmnopqrstuvwxyzABCDE"

static const struct {
	const char *text;
	enum record_type type;
	int err;
} cases[] = {
	{ KERNEL LINE, RECORD_MANIFEST, 0 },
	{ V "seq 18446744073709551615\nimage crash\n", RECORD_UNLOAD, 0 },
	{ V "seq 18446744073709551616\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq 0\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq 01\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq +1\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq \nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq 1\nimage other\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq 1\n", RECORD_UNLOAD, -EINVAL },
	{ V "seq 1\nimage crash\n\n", RECORD_KEXEC_LOAD, -EINVAL },
	{ V "seq 1\nimage crash", RECORD_KEXEC_LOAD, -EINVAL },
	{ V2 "seq 1\nimage crash\n", RECORD_UNLOAD, 0 },
	{ V2 "seq 1\nmanifest " S "\n", RECORD_COMMIT, 0 },
	{ V2 "seq 1\nimage default\nflags 0x0\nkernel " S " 5\n" LINE, RECORD_MANIFEST, 0 },
	{ "kexec_file_load2 3\nseq 1\nimage crash\n", RECORD_UNLOAD, -EPROTONOSUPPORT },
	{ "kexec_file_load2 4294967297\n", RECORD_UNLOAD, -EPROTONOSUPPORT },
	{ "kexec_file_load2 0\nseq 1\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ "kexec_file_load2 01\nseq 1\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ "kexec_file_load3 1\nseq 1\nimage crash\n", RECORD_UNLOAD, -EINVAL },
	{ "", RECORD_UNLOAD, -EINVAL },

	{ V2 "seq 1\nmanifest " S "\n", RECORD_EXECUTE, 0 },
	{ V "seq 1\nmanifest " S "\n", RECORD_EXECUTE, -EINVAL },
	{ V2 "seq 0\nmanifest " S "\n", RECORD_EXECUTE, -EINVAL },
	{ V2 "seq 1\nmanifest " S " 5\n", RECORD_EXECUTE, -EINVAL },
	{ V2 "seq 1\nmanifest " S "\nimage default\n", RECORD_EXECUTE, -EINVAL },
	{ V2 "seq 1\nimage default\n", RECORD_EXECUTE, -EINVAL },

	{ V "seq 1\nmanifest " S "\n", RECORD_COMMIT, 0 },
	{ V "seq 1\nmanifest " S " 5\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest sha256\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest :" H64 "\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest sha256:\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest sha256:0\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest sha256:AB\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest SHA256:ab\n", RECORD_COMMIT, -EINVAL },
	/* 15 characters of algorithm are room enough, and 64 bytes of digest. */
	{ V "seq 1\nmanifest abcdefghijklmno:" H64 "\n", RECORD_COMMIT, 0 },
	{ V "seq 1\nmanifest abcdefghijklmnop:" H64 "\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nmanifest sha512:" H64 H64 "\n", RECORD_COMMIT, 0 },
	{ V "seq 1\nmanifest sha512:" H64 H64 "00\n", RECORD_COMMIT, -EINVAL },
	{ V "seq 1\nimage default\n", RECORD_COMMIT, -EINVAL },

	{ HEAD "flags 0xffffffffffffffff\nkernel " S " 5\n" LINE, RECORD_MANIFEST, 0 },
	{ HEAD "flags 0x10000000000000000\nkernel " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ HEAD "flags 0x00\nkernel " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ HEAD "flags 0x\nkernel " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ HEAD "flags 0\nkernel " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ FLAGS "kernel " S "\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ FLAGS "kernel  " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ FLAGS LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL, RECORD_MANIFEST, -EINVAL },
	{ KERNEL LINE LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL LINE "initrd 0 - " S " 5\n", RECORD_MANIFEST, -EINVAL },
	{ V "seq 1\nflags 0x0\nkernel " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },

	{ KERNEL "initrd 0 - " S " 5\n" LINE, RECORD_MANIFEST, 0 },
	{ KERNEL "initrd 1 - " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 - " S " 5\ninitrd 2 - " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 - " S " 5\ninitrd 0 - " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 " LABEL31 " " S " 5\n" LINE, RECORD_MANIFEST, 0 },
	{ KERNEL "initrd 0 " LABEL31 "F " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 -a " S " 5\n" LINE, RECORD_MANIFEST, 0 },
	{ KERNEL "initrd 0  " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 a|b " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 " S " 5\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 - " S " 5 signed " S " 6\n" LINE, RECORD_MANIFEST, 0 },
	{ KERNEL "initrd 0 - " S " 5 signed\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 - " S " 5 signed " S "\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 - " S " 5 signed " S " 6 signed " S " 7\n" LINE, RECORD_MANIFEST, -EINVAL },
	{ KERNEL "initrd 0 - " S " 5 \n" LINE, RECORD_MANIFEST, -EINVAL },
};

static int parse(struct record *record, const char *text, size_t size,
		 enum record_type type, struct reason *reason)
{
	/* Of its own size, so that a read behind it is seen. */
	uint8_t *copy = malloc(size + 1);
	int err;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, size);
	err = record_parse(record, type, (struct bytes){ copy, size }, reason);
	free(copy);
	return err;
}

START_TEST(strict)
{
	const char *text = cases[_i].text;
	struct reason reason = { "" };
	struct record record;
	size_t i;
	int err;

	err = parse(&record, text, strlen(text), cases[_i].type, &reason);
	ck_assert_msg(err == cases[_i].err, "%s: %d, %s", text, err,
		      reason.text);
	ck_assert(!err || *reason.text);
	record_free(&record);
	/* Nor is any beginning of it one. */
	for (i = 0; !err && i < strlen(text); i++) {
		/* But for kexec-execute of an image without a manifest. */
		if (cases[_i].type == RECORD_EXECUTE && i == strlen(V2 "seq 1\n"))
			continue;
		ck_assert_msg(parse(&record, text, i, cases[_i].type,
				    &reason) < 0, "%.*s", (int)i, text);
		record_free(&record);
	}
}
END_TEST

START_TEST(values)
{
	struct reason reason;
	struct record record;
	const char *text = V "seq 7\nimage crash\nflags 0x1f\nkernel sha1:"
		H20 " 12\ninitrd 0 a.b " S " 5 signed sha1:" H20 " 66\n" LINE;

	ck_assert_int_eq(parse(&record, text, strlen(text), RECORD_MANIFEST,
			       &reason), 0);
	ck_assert_uint_eq(record.seq, 7);
	ck_assert(record.crash);
	ck_assert_uint_eq(record.flags, 0x1f);
	ck_assert_str_eq(record.kernel.algorithm, "sha1");
	ck_assert_uint_eq(record.kernel.len, 20);
	ck_assert_uint_eq(record.kernel.size, 12);
	ck_assert_uint_eq(record.nr_parts, 1);
	ck_assert_str_eq(record.parts[0].label, "a.b");
	ck_assert(record.parts[0].signed_);
	ck_assert_uint_eq(record.parts[0].digest.size, 5);
	ck_assert_uint_eq(record.parts[0].file.size, 66);
	ck_assert_uint_eq(record.parts[0].file.len, 20);
	ck_assert_uint_eq(record.cmdline.size, 0);
	ck_assert_uint_eq(record.cmdline.bytes[31], 0x67);
	record_free(&record);
}
END_TEST

/* Of what kexec_load(2) has put in place there is no manifest. */
START_TEST(execute)
{
	struct reason reason;
	struct record record;

	ck_assert_int_eq(parse(&record, V2 "seq 7\n", 25, RECORD_EXECUTE,
			       &reason), 0);
	ck_assert_uint_eq(record.version, 2);
	ck_assert_uint_eq(record.seq, 7);
	ck_assert_uint_eq(record.manifest.len, 0);
	ck_assert_int_eq(parse(&record, V2 "seq 8\nmanifest " S "\n",
			       25 + 9 + 71 + 1, RECORD_EXECUTE, &reason), 0);
	ck_assert_uint_eq(record.seq, 8);
	ck_assert_uint_eq(record.manifest.len, 32);
}
END_TEST

START_TEST(begins)
{
	static const struct {
		const char *name, *text;
		bool begins;
	} texts[] = {
		{ "kexec-commit", V, true },
		{ "kexec-commit", "kexec_file_load2 99", true },
		{ "kexec-commit", "kexec_file_load2 ", true },
		{ "kexec-commit", "kexec_file_load2", false },
		{ "kexec-commit", "kexec_segment_size=1;", false },
		{ "kexec-commit", "", false },
		{ "kexec_load", "kexec_segment_size=", true },
		{ "kexec_load", V, false },
		{ "kexec_execute", "kexec_segment_size=1;", true },
		{ "kexec-execute", V2, true },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		struct bytes name = { (const uint8_t *)texts[i].name,
				      strlen(texts[i].name) };
		struct bytes text = { (const uint8_t *)texts[i].text,
				      strlen(texts[i].text) };

		ck_assert_int_ge(record_type(name), 0);
		ck_assert_msg(record_begins(name, text) == texts[i].begins,
			      "%zu", i);
	}
	ck_assert_int_eq(record_type(bytes_of("kexec-cmdline")), -ENOENT);
}
END_TEST

/* As the kernel splits a command line, and what it takes. */
START_TEST(requirement)
{
	static const struct {
		const char *cmdline;
		bool required;
	} lines[] = {
		{ "kexec_records=required", true },
		{ "quiet kexec_records=required ro", true },
		{ "quiet\tkexec_records=required\n", true },
		{ "a=\"b c\" kexec_records=required", true },
		{ "\"kexec_records=required\"", true },
		{ "\"-- \" kexec_records=required", true },
		{ "", false },
		{ "quiet", false },
		{ "kexec_records=require", false },
		{ "kexec_records=required2", false },
		{ "kexec_records", false },
		{ "xkexec_records=required", false },
		{ "x.kexec_records=required", false },
		{ "a=\"b kexec_records=required c\"", false },
		{ "a=\"b kexec_records=required", false },
		{ "quiet -- kexec_records=required", false },
		{ "quiet \"--\" kexec_records=required", false },
		{ "quiet --\xa0" "kexec_records=required", false },
		{ "quiet --\xa0x kexec_records=required", false },
		{ "-- x", false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		ck_assert_msg(!!(cmdline_flags(bytes_of(lines[i].cmdline)) &
				 CMDLINE_RECORDS) ==
			      lines[i].required, "%s", lines[i].cmdline);
	/* What is behind a NUL the kernel does not see. */
	ck_assert(!cmdline_flags((struct bytes){
			(const uint8_t *)"x\0 kexec_records=required", 25 }));
}
END_TEST

/* As many parts as the call takes. */
START_TEST(parts)
{
	char *text = malloc(64 << 10);
	struct reason reason;
	struct record record;
	unsigned int n, i;
	size_t size;

	ck_assert_ptr_nonnull(text);
	for (n = KEXEC_INITRD_MAX - 1; n <= KEXEC_INITRD_MAX + 1; n++) {
		size = (size_t)sprintf(text, KERNEL);
		for (i = 0; i < n; i++)
			size += (size_t)sprintf(text + size,
						"initrd %u - " S " 5\n", i);
		size += (size_t)sprintf(text + size, LINE);
		ck_assert_int_eq(parse(&record, text, size, RECORD_MANIFEST,
				       &reason),
				 n <= KEXEC_INITRD_MAX ? 0 : -EINVAL);
		record_free(&record);
	}
	free(text);
}
END_TEST

START_TEST(of_the_list)
{
	static const struct {
		const char *text;
		int err;
	} texts[] = {
		{ "kexec_segment_size=1;ima_binary_runtime_size=2;ima_runtime_measurements_count=3;", 0 },
		{ "kexec_segment_size=1;ima_binary_runtime_size=2;ima_runtime_measurements_count=3", -EINVAL },
		{ "kexec_segment_size=1;ima_binary_runtime_size=2;ima_runtime_measurements_count=3;x", -EINVAL },
		{ "kexec_segment_size=1;ima_binary_runtime_size=2;ima_runtime_measurements_count=;", -EINVAL },
		{ "kexec_segment_size=1;ima_binary_runtime_size=-2;ima_runtime_measurements_count=3;", -EINVAL },
		{ "kexec_segment_size=1;ima_runtime_measurements_count=3;", -EINVAL },
		{ "kexec_segment_size=1;ima_binary_runtime_size=2;ima_runtime_measurements_count=18446744073709551615;", -EINVAL },
	};
	const struct kexec_counters *counters;
	struct reason reason;
	struct record record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		ck_assert_int_eq(record_parse(&record, RECORD_COUNTERS_LOAD,
					      bytes_of(texts[i].text), &reason),
				 texts[i].err);
		counters = &record.counters;
		if (texts[i].err)
			continue;
		ck_assert_uint_eq(counters->segment_size, 1);
		ck_assert_uint_eq(counters->list_size, 2);
		ck_assert_uint_eq(counters->list_count, 3);
	}
}
END_TEST

/* Equal in all: what the size was taken of, too. */
START_TEST(equal)
{
	struct digest a = {
		.algorithm = "sha256", .bytes = "x", .len = 32, .size = 5,
	}, b = a;

	ck_assert(!digest_compare(&a, &b));
	b.size++;
	ck_assert(digest_compare(&a, &b));
	b = a;
	b.bytes[31]++;
	ck_assert(digest_compare(&a, &b));
	b = a;
	strcpy(b.algorithm, "sm3");
	ck_assert(digest_compare(&a, &b));
	b = a;
	b.len = 20;
	ck_assert(digest_compare(&a, &b));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("record");
	TCase *tc = tcase(suite, "record");

	tcase_add_loop_test(tc, strict, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, values);
	tcase_add_test(tc, parts);
	tcase_add_test(tc, of_the_list);
	tcase_add_test(tc, equal);
	tcase_add_test(tc, execute);
	tcase_add_test(tc, begins);
	tcase_add_test(tc, requirement);
	return run_tests(suite);
}
