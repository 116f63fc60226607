// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What may be booted, rules, and values of PCRs: what is read and what is not. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/known.h"
#include "evidence/pcrs.h"
#include "evidence/rules.h"
#include "unit.h"

#define H1 "1111111111111111111111111111111111111111111111111111111111111111"
#define H2 "2222222222222222222222222222222222222222222222222222222222222222"
#define SHA1 "3333333333333333333333333333333333333333"

static struct reason reason;

static int parse(struct known *known, const char *text)
{
	int err;

	*known = (struct known){ 0 };
	*reason.text = '\0';
	err = known_parse(known, bytes_of(text), &reason);
	return err ? err : known_finish(known, &reason);
}

static struct digest digest(const char *algo, uint8_t byte, size_t size)
{
	struct digest digest = { .len = size };

	strcpy(digest.algorithm, algo);
	memset(digest.bytes, byte, size);
	return digest;
}

START_TEST(plain)
{
	static const char text[] =
		H1 "  base.img\n"
		H2 " *with blanks  and = signs\n"
		SHA1 "  old\n"
		"\\" H2 "  a\\nb\\\\c\n"
		"\\" H2 "  a\\rb\n"
		H1 "  # no comment\n";
	struct digest d = digest("sha256", 0x22, 32);
	const struct known_item *item;
	struct known known;

	ck_assert_msg(!parse(&known, text), "%s", reason.text);
	item = known_find(&known, &d);
	ck_assert_ptr_nonnull(item);
	ck_assert_str_eq(item->name->text, "a\rb");
	item = item->next;
	ck_assert_str_eq(item->name->text, "a\nb\\c");
	item = item->next;
	ck_assert_str_eq(item->name->text,
			 "with blanks  and = signs");
	ck_assert_int_eq(item->role, KNOWN_ANY);
	ck_assert_ptr_null(item->next);
	d = digest("sha1", 0x33, 20);
	ck_assert_ptr_nonnull(known_find(&known, &d));
	/* The same bytes by another algorithm are another digest. */
	d = digest("sm3", 0x22, 32);
	ck_assert_ptr_null(known_find(&known, &d));
	ck_assert(!known.has_cmdlines);
	known_free(&known);
}
END_TEST

START_TEST(described)
{
	static const char text[] =
		"  # comment\n\n"
		"sha256:" H1 "\tlinux role=kernel version=3\n"
		"sha256:" H2 " base label=base version=18446744073709551615 order=before:modules order=last\n"
		"sha1:" SHA1 " modules label=- order=first\n"
		"cmdline \"a \\\"b\\\" \\\\ \\x41\" line version=2\n"
		"minimum base 2\nminimum base 7\nminimum base 3\n"
		"composition one = linux base modules? line";
	struct digest d = digest("sha256", 0x22, 32);
	const struct known_item *item;
	struct known known;

	ck_assert_msg(!parse(&known, text), "%s", reason.text);
	item = known_find(&known, &d);
	ck_assert_int_eq(item->role, KNOWN_INITRD);
	ck_assert_str_eq(item->label, "base");
	ck_assert(item->versioned && item->version == UINT64_MAX);
	ck_assert(item->last && !item->first);
	ck_assert_uint_eq(item->nr_before, 1);
	ck_assert_str_eq(item->before[0]->text, "modules");
	ck_assert_uint_eq(item->name->minimum, 7);
	ck_assert(known.has_cmdlines);
	ck_assert_uint_eq(known.nr_compositions, 1);
	ck_assert_uint_eq(known.compositions[0].nr_members, 4);
	ck_assert(known.compositions[0].members[2].optional);
	ck_assert(!known.compositions[0].members[3].optional);
	/* printf '%s' 'a "b" \ A' | sha256sum */
	memcpy(d.bytes, "\x87\xdf\xd4\x2c\xd1\x7b\x4c\x5e\xe5\xb3\x68\xaa"
	       "\x2e\xf7\xc4\xb4\x87\xcd\x01\x32\x27\x4c\x87\x1f\x45\xd2"
	       "\x04\xd7\x83\x97\xcb\xb2", 32);
	item = known_find(&known, &d);
	ck_assert_ptr_nonnull(item);
	ck_assert_int_eq(item->role, KNOWN_CMDLINE);
	known_free(&known);
}
END_TEST

START_TEST(refused)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "empty" },
		{ "something\n", "line 1" },
		{ "# fine\nsomething\n", "line 2" },
		{ H1 "\n", "line 1" },
		{ H1 "  \n", "missing file name" },
		{ H1 " name\n", "line 1" },
		{ "\\" H1 "  a\\tb\n", "backslash" },
		{ "\\" H1 "  a\\\n", "backslash" },
		{ H1 "  name\r\n", "carriage return" },
		{ "11111111111111111111111111111111  md5\n", "MD5" },
		{ "1" H1 "  long\n", "65 hex digits" },
		{ "sha256:" H1 "\n", "name" },
		{ "sha256:" SHA1 " a\n", "line 1" },
		{ "sha257:" H1 " a\n", "line 1" },
		{ "md5:11111111111111111111111111111111 a\n", "line 1" },
		{ "sha256:" H1 "00 a\n", "line 1" },
		{ "sha256:" H1 " a=b\n", "name" },
		{ "sha256:" H1 " a role=nothing\n", "role=" },
		{ "sha256:" H1 " a role=any\n", "role=" },
		{ "sha256:" H1 " a role=kernel role=initrd\n", "role=" },
		{ "sha256:" H1 " a role=kernel label=x\n", "not for that role" },
		{ "sha256:" H1 " a label=x role=kernel\n", "role=" },
		{ "sha256:" H1 " a label=x label=y\n", "duplicate label=" },
		{ "sha256:" H1 " a label=\n", "1 to 31" },
		{ "sha256:" H1 " a label=12345678901234567890123456789012\n", "1 to 31" },
		{ "sha256:" H1 " a label=x/y\n", "A-Z" },
		{ "sha256:" H1 " a order=middle\n", "order=" },
		{ "sha256:" H1 " a order=before:\n", "name" },
		{ "sha256:" H1 " a order=before:b\n", "\"b\"" },
		{ "sha256:" H1 " a version=\n", "version=" },
		{ "sha256:" H1 " a version=1 version=2\n", "version=" },
		{ "sha256:" H1 " a version=01\n", "version=" },
		{ "sha256:" H1 " a version=-1\n", "version=" },
		{ "sha256:" H1 " a version=18446744073709551616\n", "version=" },
		{ "sha256:" H1 " a colour=red\n", "colour" },
		{ "cmdline quiet a\n", "double quotes" },
		{ "cmdline \"quiet a\n", "double quotes" },
		{ "cmdline \"quiet\"a\n", "double quotes" },
		{ "cmdline \"\\q\" a\n", "double quotes" },
		{ "cmdline \"\\x4\" a\n", "double quotes" },
		{ "cmdline \"x\" a label=b\n", "not for that role" },
		{ "cmdline \"x\"\n", "name" },
		{ "minimum\n", "name" },
		{ "minimum a\n", "number" },
		{ "minimum a 1 2\n", "number" },
		{ "minimum a 1\n", "\"a\"" },
		{ "composition\n", "composition NAME" },
		{ "composition a b\n", "composition NAME" },
		{ "composition a = b\n", "\"b\"" },
		{ "composition a = ?\n", "name" },
		{ "composition a =\n", "empty composition" },
		{ "sha256:" H1 " b\ncomposition a = b\ncomposition a = b\n",
		  "line 3" },
		{ "sha256:" H1 " k role=kernel\n"
		  "sha256:" H2 " a order=before:k\n", "no part" },
		{ "sha256:" H1 " a role=kernel\ncomposition x = a a\n", "twice" },
		{ "sha256:" H1 " a role=kernel\ncomposition x = a?\n", "option" },
		{ "sha256:" H1 " a role=kernel\nsha256:" H2
		  " a role=initrd\ncomposition x = a\n", "several roles" },
	};
	struct known known;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_msg(parse(&known, cases[i].text) == -EINVAL,
			      "accepted: %s", cases[i].text);
		ck_assert_msg(strstr(reason.text, cases[i].why),
			      "%s\"%s\" lacks \"%s\"", cases[i].text,
			      reason.text, cases[i].why);
		known_free(&known);
	}
	known = (struct known){ 0 };
	ck_assert_int_eq(known_parse(&known, (struct bytes){
				     (const uint8_t *)"# \0\n", 4 }, &reason),
			 -EINVAL);
	known_free(&known);
}
END_TEST

/* As many as a load can have parts, and no more. */
START_TEST(too_many)
{
	static const struct {
		const char *head, *each, *why;
		unsigned int most;
	} cases[] = {
		{ "sha256:" H1 " a", " order=before:n", "too many order=",
		  KEXEC_INITRD_MAX },
		{ "composition a =", " n", "too many parts",
		  KEXEC_INITRD_MAX + 2 },
	};
	struct known known;
	unsigned int i, n;
	char text[8192];
	int at;

	for (i = 0; i < 2 * ARRAY_SIZE(cases); i++) {
		at = sprintf(text, "%s", cases[i / 2].head);
		for (n = 0; n < cases[i / 2].most + i % 2; n++)
			at += sprintf(text + at, "%s%u",
				      cases[i / 2].each, n);
		ck_assert_int_eq(parse(&known, text), -EINVAL);
		/* One less is only about names that there are not. */
		ck_assert_msg(!strstr(reason.text, cases[i / 2].why) == !(i % 2),
			      "%u: %s", i, reason.text);
		known_free(&known);
	}
}
END_TEST

/* A hundred thousand references are found, each and no other. */
START_TEST(many)
{
	const size_t n = 100000;
	char *text = malloc(n * 96), *p = text;
	struct digest d = digest("sha256", 0, 32);
	struct known known;
	size_t i;

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < n; i++)
		p += sprintf(p, "%064zx  part-%zu\n", i, i);
	ck_assert_int_eq(parse(&known, text), 0);
	for (i = 0; i < n; i++) {
		const struct known_item *item;
		char name[32];

		d.bytes[31] = (uint8_t)i;
		d.bytes[30] = (uint8_t)(i >> 8);
		d.bytes[29] = (uint8_t)(i >> 16);
		item = known_find(&known, &d);
		ck_assert_ptr_nonnull(item);
		snprintf(name, sizeof(name), "part-%zu", i);
		ck_assert_str_eq(item->name->text, name);
	}
	d.bytes[0] = 1;
	ck_assert_ptr_null(known_find(&known, &d));
	known_free(&known);
	free(text);
}
END_TEST

START_TEST(rules)
{
	static const char good[] =
		"# strict\nrequire execute-record\n  require  cmdline\n"
		"require composition a b\nrequire measured sha256:" H1 "\n"
		"allow violations\nallow pending\nrequire pcr 14\n"
		"require measured-only\nrequire measured-only sha256:" H1
		" sha256:" H1 "\n";
	static const char *const bad[] = {
		"allow\n", "allow everything\n", "allow violations too\n",
		"require\n", "require composition\n", "require measured\n",
		"require measured-only x\n", "require measured-only sha256:\n",
		"require measured sha256:11\n", "require measured x\n",
		"require violations\n", "allow cmdline\n", "deny all\n",
		"sha256:" H1 " linux\n", "require pcr\n", "require pcr 7\n",
		"require pcr 15\n", "require pcr 10 11\n", "require pcr x\n",
	};
	struct rules r = RULES_INIT;
	size_t i;

	ck_assert_msg(!rules_parse(&r, bytes_of(good), &reason), "%s",
		      reason.text);
	ck_assert(r.require_execute_record && r.require_cmdline);
	ck_assert(r.allow_violations && !r.allow_sha1 && !r.allow_unproven);
	ck_assert(r.allow_pending && !r.allow_replaced && !r.allow_crash);
	ck_assert_uint_eq(r.ima_pcr, 14);
	ck_assert_uint_eq(r.nr_compositions, 2);
	ck_assert_uint_eq(r.nr_measured, 1);
	ck_assert(r.measured_only);
	ck_assert_uint_eq(r.nr_files, 2);
	rules_free(&r);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		ck_assert_msg(rules_parse(&r, bytes_of(bad[i]), &reason) == -EINVAL, "%s", bad[i]);
		rules_free(&r);
	}
}
END_TEST

START_TEST(pcrs)
{
	static const struct {
		const char *text;
		int err;
	} cases[] = {
		{ "PCR-10: " H1 "\n", 0 },
		{ "PCR-07: 11 22 33 11 22 33 11 22 33 11 22 33 11 22 33 11 22 33 11 22\n", 0 },
		{ "pcrs:\n  sha1:\n    10: 0x" SHA1 "\n  sha256:\n    0 : 0x" H1 "\n", 0 },
		{ "  sha3_256:\n    10: 0x" H1 "\n  sha256:\n    10: 0x" H1 "\n", 0 },
		{ "sha1:\n  10: 0x" H1 "\n", -EINVAL },
		{ "PCR-10: " H1 "\nPCR-10: " H2 "\n", -EEXIST },
		{ "PCR-10: " H1 "\nPCR-10: " H1 "\n", 0 },
		{ "PCR-32: " H1 "\n", -EINVAL },
		{ "PCR-10: " H1 "11\n", -EINVAL },
		{ "PCR-10: \n", -EINVAL },
		{ "PCR-10: xyz\n", -EINVAL },
		{ "PCR-10: " H1 H1 H1 "\n", -EINVAL },
		{ "PCR-10 " H1 "\n", -EINVAL },
		{ "sha256:\n", -EINVAL },
		{ "", -EINVAL },
	};
	static struct pcr_values values;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(&values, 0, sizeof(values));
		ck_assert_msg(pcr_parse(&values, bytes_of(cases[i].text), -1,
					&reason) == cases[i].err,
			      "%s: %s", cases[i].text, reason.text);
	}
	/* A hint that is not that of the size. */
	memset(&values, 0, sizeof(values));
	ck_assert_int_eq(pcr_parse(&values, bytes_of(cases[0].text),
				   BANK_SHA1, &reason),
			 -EINVAL);
	ck_assert_int_eq(pcr_parse(&values, bytes_of(cases[0].text),
				   BANK_SM3, &reason),
			 0);
	ck_assert_uint_eq(values.banks[BANK_SHA256].known, 0);
	ck_assert_uint_eq(values.banks[BANK_SM3].known, 1U << 10);
}
END_TEST

/* "tpm2_pcrread -o" and "tpm2_quote -F serialized": structures of tpm2-tss. */
#define SELECTIONS	(4 + 16 * 8)
#define LISTS		(SELECTIONS + 4)
#define LIST_SIZE	(4 + 8 * 66)

static int parse_serialized(const uint8_t *data, unsigned int lists,
			    struct pcr_values *values)
{
	memset(values, 0, sizeof(*values));
	return pcr_parse(values, (struct bytes){ data, LISTS +
			 lists * LIST_SIZE }, -1, &reason);
}

START_TEST(serialized)
{
	static const uint8_t sha256[] = { 0x0b, 0, 3, 0, 4, 0 };
	static uint8_t data[LISTS + 2 * LIST_SIZE];
	uint8_t *list = data + LISTS, *second = list + LIST_SIZE;
	static struct pcr_values values;
	const uint8_t *value = values.banks[BANK_SHA256].value[10];

	/* PCR 10 of SHA-256, in the second list. */
	data[0] = 1;
	memcpy(data + 4, sha256, sizeof(sha256));
	data[SELECTIONS] = 2;
	second[0] = 1;
	second[4] = 32;
	memset(second + 6, 0x11, 32);
	ck_assert_msg(!parse_serialized(data, 2, &values), "%s", reason.text);
	ck_assert_uint_eq(values.banks[BANK_SHA256].known, 1U << 10);
	ck_assert_uint_eq(value[31], 0x11);
	/* It is cut short: no text, either. */
	ck_assert_int_eq(parse_serialized(data, 1, &values), -EINVAL);

	data[4 + 3] = 1;			/* PCR 0, too */
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EINVAL);
	ck_assert_str_eq(reason.text, "missing value of sha256 PCR 10");
	list[0] = 9;				/* more than a list has */
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EINVAL);
	list[0] = 1;
	list[4] = 20;				/* of SHA-1 */
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EINVAL);
	ck_assert_str_eq(reason.text, "missing value of sha256 PCR 0");
	list[4] = 32;
	ck_assert_int_eq(parse_serialized(data, 2, &values), 0);
	ck_assert_uint_eq(values.banks[BANK_SHA256].known, 1U << 10 | 1);

	data[0] = 2;				/* the second value is another */
	data[4 + 4] = 0;
	memcpy(data + 4 + 8, data + 4, 8);
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EEXIST);
	data[4] = 0x0c;
	data[4 + 8] = 0x99;
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EINVAL);
	data[4] = 0x0b;
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EOPNOTSUPP);
	data[4 + 2] = 5;			/* there are 32 PCRs */
	ck_assert_int_eq(parse_serialized(data, 2, &values), -EINVAL);
	ck_assert_str_eq(reason.text, "the selection of PCRs is malformed");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("known");
	TCase *tc = tcase(suite, "known");

	tcase_add_test(tc, plain);
	tcase_add_test(tc, described);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, too_many);
	tcase_add_test(tc, many);
	tcase_add_test(tc, rules);
	tcase_add_test(tc, pcrs);
	tcase_add_test(tc, serialized);
	return run_tests(suite);
}
