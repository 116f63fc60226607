// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Command lines, and text for people. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image/cmdline.h"
#include "shared/util.h"
#include "unit.h"

START_TEST(reused_cmdlines)
{
	static const struct {
		const char *running, *append;
		bool crash;
		const char *result;
	} cases[] = {
		{ "", NULL, false, "" },
		{ "\n", "a", false, "a" },
		{ "root=/dev/vda1 quiet\n", NULL, false,
		  "root=/dev/vda1 quiet" },
		{ "BOOT_IMAGE=/vmlinuz root=/dev/vda1 initrd=\\a initrd=b ro\n",
		  NULL, false, "root=/dev/vda1 ro" },
		{ "  a   b\t c \n", "d  e", false, "a b c d  e" },
		{ "a", "", false, "a" },
		{ "crashkernel=256M a", NULL, false, "crashkernel=256M a" },
		{ "crashkernel=256M a crashkernel=1G,high", "b", true, "a b" },
		{ "x=\"a initrd=b c\" initrd=\"d e\" \"initrd=f g\" h", NULL,
		  false, "x=\"a initrd=b c\" h" },
		{ "noinitrd xinitrd=a BOOT_IMAGES=b initrd BOOT_IMAGE=", NULL,
		  false, "noinitrd xinitrd=a BOOT_IMAGES=b initrd" },
		{ "a initrd=x -- initrd=y  crashkernel=z", "b", true,
		  "a b -- initrd=y crashkernel=z" },
		{ "a -- b -- c", "d", false, "a d -- b -- c" },
		{ "a --b", "c", false, "a --b c" },
		{ "a \"unbalanced b", "c", false, "a \"unbalanced b c" },
		{ "a x=1 b x=1 x=\"c d\"", "x=1 y", false,
		  "a b x=\"c d\" x=1 y" },
		{ "a \"c d\" x=1 -- x=2", "x=2 \"c d\"", false,
		  "a x=1 x=2 \"c d\" -- x=2" },
	};
	char *result;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		result = reuse_cmdline(cases[i].running, cases[i].append,
				       cases[i].crash);
		ck_assert_str_eq(result, cases[i].result);
		free(result);
	}
}
END_TEST

START_TEST(extended_cmdlines)
{
	static const struct {
		const char *cmdline, *append, *result;
	} cases[] = {
		{ "", "", "" }, { "", "a", "a" }, { "a", "", "a" },
		{ " a  b ", "", " a  b " },
		{ "a  b", "c", "a  b c" }, { "a\tb \n", "c", "a\tb c" },
		{ "a -- b", "c", "a c -- b" }, { "-- b", "c", "c -- b" },
		{ "a \"x -- y\" --z", "c  d", "a \"x -- y\" --z c  d" },
		{ "a -- b --  c ", "d", "a d -- b --  c " },
	};
	char *result;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		result = extend_cmdline(cases[i].cmdline, cases[i].append);
		ck_assert_str_eq(result, cases[i].result);
		free(result);
	}
}
END_TEST

START_TEST(made_cmdlines)
{
	static const struct {
		struct selector selector;
		const char *own, *result;
	} cases[] = {
		{ { .cmdline = "a  b" }, NULL, "a  b" },
		{ { .append = "c" }, NULL, "c" },
		{ { .reuse_cmdline = true }, NULL, "root=/dev/vda1 quiet" },
		{ { .reuse_cmdline = true, .append = "x" }, NULL,
		  "root=/dev/vda1 quiet x" },
		{ { 0 }, "own  words", "own  words" },
		{ { .cmdline = "a" }, "own", "a" },
		{ { .cmdline = "" }, "own", "" },
		{ { .append = "c" }, "own  words", "own  words c" },
		{ { .append = "c" }, "", "c" },
		{ { .reuse_cmdline = true }, "own", "root=/dev/vda1 quiet" },
	};
	struct selector none = { 0 };
	char *cmdline;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(make_cmdline(&cases[i].selector, cases[i].own,
					      &cmdline), 0);
		ck_assert_str_eq(cmdline, cases[i].result);
		free(cmdline);
	}
	ck_assert_int_eq(make_cmdline(&none, NULL, &cmdline), 0);
	ck_assert_ptr_null(cmdline);

	fake_file("/proc/cmdline", "");
	ck_assert_int_eq(make_cmdline(&cases[2].selector, NULL, &cmdline), 0);
	ck_assert_str_eq(cmdline, "");
	free(cmdline);
	fake_file("/proc/cmdline", NULL);
	ck_assert_int_eq(make_cmdline(&cases[2].selector, NULL, &cmdline),
			 -ENOENT);
}
END_TEST

START_TEST(sizes)
{
	static const struct {
		off_t size;
		const char *text;
	} cases[] = {
		{ 0, "0 bytes" }, { 1023, "1023 bytes" },
		{ 1024, "1.0 KiB" }, { 1536, "1.5 KiB" },
		{ 12897485, "12.3 MiB" }, { 1LL << 30, "1.0 GiB" },
		{ 5LL << 40, "5.0 TiB" }, { 4096LL << 40, "4096.0 TiB" },
	};
	char buf[32];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		ck_assert_str_eq(format_size(cases[i].size, buf, sizeof(buf)),
				 cases[i].text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cmdline");
	TCase *text = tcase(suite, "text");

	tcase_add_test(text, reused_cmdlines);
	tcase_add_test(text, extended_cmdlines);
	tcase_add_test(text, made_cmdlines);
	tcase_add_test(text, sizes);
	return run_tests(suite);
}
