// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The options of "kexec2 load", and the command line made of them. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "image/cmdline.h"
#include "kexec2.h"
#include "capture.h"
#include "unit.h"

static struct load_options options;

/* The arguments after "kexec2 load", up to NULL. */
__attribute__((sentinel))
static int parse(const char *first, ...)
{
	static char *argv[32];
	int argc = 0, err;
	const char *arg;
	va_list ap;

	argv[argc++] = (char *)"kexec2";
	va_start(ap, first);
	for (arg = first; arg; arg = va_arg(ap, const char *))
		argv[argc++] = (char *)arg;
	va_end(ap);
	argv[argc] = NULL;
	free_load_options(&options);
	capture_start();
	err = parse_load_options(argc, argv, &options);
	capture_stop();
	return err;
}

static void clean(void)
{
	free_load_options(&options);
}

static void check_initrd(size_t i, const char *label, const char *path)
{
	ck_assert_uint_lt(i, options.selector.nr_parts);
	ck_assert_str_eq(options.selector.parts[i].label, label);
	ck_assert_str_eq(options.selector.parts[i].path, path);
	ck_assert(!options.selector.parts[i].split);
}

START_TEST(initrd_values)
{
	static const struct {
		const char *value, *label, *path;
	} cases[] = {
		{ "initrd.img",		"",	"initrd.img" },
		{ "/boot/initrd.img",	"",	"/boot/initrd.img" },
		{ "base=initrd.img",	"base",	"initrd.img" },
		{ "base=/boot/a=b",	"base",	"/boot/a=b" },
		{ "base=a=b",		"base",	"a=b" },
		{ "./a=b",		"",	"./a=b" },
		{ "/boot/a=b",		"",	"/boot/a=b" },
		{ "dir/a=b=c",		"",	"dir/a=b=c" },
		{ "=/boot/a",		"",	"/boot/a" },
		{ "no label=x",		"no label", "x" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(parse("K", "--initrd", cases[i].value, NULL),
				 0);
		check_initrd(0, cases[i].label, cases[i].path);
	}
	ck_assert_int_eq(parse("K", "--initrd=base=/x", NULL), 0);
	check_initrd(0, "base", "/x");
	clean();
}
END_TEST

START_TEST(initrd_without_file)
{
	static const char *const values[] = { "", "=", "base=" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		ck_assert_int_eq(parse("K", "--initrd", values[i], NULL),
				 -EINVAL);
		ck_assert_ptr_nonnull(strstr(captured_err, "names no file"));
	}
	ck_assert_int_eq(parse("K", "--initrd", NULL), -EINVAL);
	ck_assert_ptr_nonnull(strstr(captured_err, "requires an argument"));
	clean();
}
END_TEST

START_TEST(any_order)
{
	ck_assert_int_eq(parse("--initrd=a", "K", "--initrd", "b",
			       "--cmdline=x y", "--initrd=l=c", "--crash",
			       "--require-measure", NULL), 0);
	ck_assert_str_eq(options.selector.kernel, "K");
	ck_assert_uint_eq(options.selector.nr_parts, 3);
	check_initrd(0, "", "a");
	check_initrd(1, "", "b");
	check_initrd(2, "l", "c");
	ck_assert_str_eq(options.selector.cmdline, "x y");
	ck_assert(options.selector.crash);
	ck_assert(options.require_measure);
	ck_assert(!options.selector.reuse_cmdline);

	ck_assert_int_eq(parse("--crash", "--", "--kernel", NULL), 0);
	ck_assert_str_eq(options.selector.kernel, "--kernel");
	ck_assert(!options.require_measure);
	ck_assert_int_eq(parse("--require-measure", "K", NULL), 0);
	ck_assert_str_eq(options.selector.kernel, "K");
	ck_assert(options.require_measure);
	ck_assert(!options.selector.crash);
	ck_assert_int_eq(parse("K", NULL), 0);
	ck_assert(!options.require_measure);
	ck_assert(!options.selector.crash);
	ck_assert_uint_eq(options.selector.nr_parts, 0);
	clean();
}
END_TEST

START_TEST(cmdline_options)
{
	ck_assert_int_eq(parse("K", "--cmdline=a", NULL), 0);
	ck_assert_int_eq(parse("K", "--append=a", NULL), 0);
	ck_assert_int_eq(parse("K", "--append=", NULL), 0);
	ck_assert_int_eq(parse("K", "--reuse-cmdline", NULL), 0);
	ck_assert_int_eq(parse("K", "--reuse-cmdline", "--append=a", NULL), 0);
	ck_assert_int_eq(parse("K", "--append=a", "--reuse-cmdline", NULL), 0);
	ck_assert_str_eq(options.selector.append, "a");
	ck_assert(options.selector.reuse_cmdline);
	clean();
}
END_TEST

START_TEST(usage_errors)
{
	static const struct {
		const char *args[5];
		const char *words;
	} cases[] = {
		{ { NULL }, "needs the KERNEL" },
		{ { "--crash" }, "needs the KERNEL" },
		{ { "A", "B" }, "\"A\" and \"B\"" },
		{ { "K", "--cmdline=a", "--append=b" }, "both set" },
		{ { "K", "--cmdline=a", "--reuse-cmdline" }, "exclude" },
		{ { "K", "--reuse-cmdline", "--cmdline=" }, "exclude" },
		{ { "K", "--cmdline=a", "--cmdline=b" }, "--cmdline is given" },
		{ { "K", "--append=a", "--append=b" }, "--append is given" },
		{ { "K", "--frob" }, "unrecognized option '--frob'" },
		{ { "K", "-x" }, "invalid option -- 'x'" },
		{ { "K", "--crash=1" }, "doesn't allow an argument" },
		{ { "K", "--require-measure=1" }, "doesn't allow an argument" },
		{ { "K", "--entry" }, "\"K\" is one too many; an entry is" },
		{ { "--entry=a", "K" }, "--entry names the kernel, so \"K\"" },
		{ { "--uki=a", "K" }, "--uki names the kernel, so \"K\"" },
		{ { "--uki=a", "--entry" }, "both name the kernel" },
		{ { "--uki=a", "--uki=b" }, "--uki is given twice" },
		{ { "--entry", "--entry=b" }, "--entry is given twice" },
		{ { "--entry=" }, "--entry= names no file" },
		{ { "--uki=" }, "--uki= names no file" },
		{ { "--entry", "--boot-dir=" }, "--boot-dir= names no file" },
		{ { "K", "--boot-dir=/boot" }, "--entry, which is not given" },
		{ { "--uki=a", "--boot-dir=b" }, "--entry, which is not" },
		{ { "--entry", "--boot-dir=a", "--boot-dir=b" }, "twice" },
		{ { "K", "--split=" }, "--split= names no file" },
		{ { "--split=a" }, "needs the KERNEL" },
		{ { "--entry", "--cmdline=a", "--append=b" }, "both set" },
		{ { "--uki=a", "--cmdline=a", "--reuse-cmdline" }, "exclude" },
		{ { "K", "--concat", "--require-measure" }, "exclude" },
		{ { "K", "--json=1" }, "doesn't allow an argument" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(parse(cases[i].args[0], cases[i].args[1],
				       cases[i].args[2], cases[i].args[3],
				       NULL), -EINVAL);
		ck_assert_msg(strstr(captured_err, cases[i].words),
			      "\"%s\" lacks \"%s\"", captured_err,
			      cases[i].words);
		ck_assert_int_eq(strncmp(captured_err, "kexec2: ", 8), 0);
		ck_assert_str_eq(captured_out, "");
	}
	clean();
}
END_TEST

START_TEST(selectors)
{
	ck_assert_int_eq(parse("--entry", NULL), 0);
	ck_assert(options.selector.has_entry);
	ck_assert_ptr_null(options.selector.entry);
	ck_assert_ptr_null(options.selector.kernel);
	ck_assert_ptr_null(options.selector.uki);

	ck_assert_int_eq(parse("--boot-dir=/b", "--initrd=l=i", "--split=s",
			       "--initrd=j", "--entry=e", "--append=a",
			       "--crash", NULL), 0);
	ck_assert_str_eq(options.selector.entry, "e");
	ck_assert_str_eq(options.selector.boot_dir, "/b");
	ck_assert_uint_eq(options.selector.nr_parts, 3);
	check_initrd(0, "l", "i");
	ck_assert(options.selector.parts[1].split);
	ck_assert_str_eq(options.selector.parts[1].path, "s");
	ck_assert_str_eq(options.selector.parts[1].label, "");
	check_initrd(2, "", "j");

	ck_assert_int_eq(parse("--uki=u", "--split=a=b", NULL), 0);
	ck_assert_str_eq(options.selector.uki, "u");
	ck_assert(!options.selector.has_entry);
	ck_assert_str_eq(options.selector.parts[0].path, "a=b");
	ck_assert_int_eq(parse("K", "--split=a", NULL), 0);
	ck_assert_str_eq(options.selector.kernel, "K");
	clean();
}
END_TEST

START_TEST(ways_to_load)
{
	ck_assert_int_eq(parse("K", NULL), 0);
	ck_assert(!options.concat && !options.dry_run && !options.json &&
		  !options.verbose);
	ck_assert_int_eq(parse("K", "--concat", NULL), 0);
	ck_assert(options.concat);
	ck_assert_int_eq(parse("K", "--dry-run", "--require-measure", NULL), 0);
	ck_assert(options.dry_run);
	ck_assert(!options.strict);
	ck_assert_int_eq(parse("K", "--strict", NULL), 0);
	ck_assert(options.strict && !options.dry_run);
	ck_assert(!options.no_checks);
	ck_assert_int_eq(parse("K", "--no-checks", NULL), 0);
	ck_assert(options.no_checks && !options.strict);
	ck_assert_int_eq(parse("K", "-v", NULL), 0);
	ck_assert(options.verbose && !options.json);
	ck_assert_int_eq(parse("K", "--json", "--verbose", NULL), 0);
	ck_assert(options.verbose && options.json);
	clean();
}
END_TEST

START_TEST(help_wins)
{
	ck_assert_int_eq(parse("--help", "--frob", NULL), 0);
	ck_assert(options.help);
	ck_assert_int_eq(parse("A", "-h", "B", NULL), 0);
	ck_assert(options.help);
	clean();
}
END_TEST

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
	Suite *suite = suite_create("options");
	TCase *parsing = tcase(suite, "parsing");
	TCase *text = tcase(suite, "text");

	tcase_add_test(parsing, initrd_values);
	tcase_add_test(parsing, initrd_without_file);
	tcase_add_test(parsing, any_order);
	tcase_add_test(parsing, cmdline_options);
	tcase_add_test(parsing, usage_errors);
	tcase_add_test(parsing, selectors);
	tcase_add_test(parsing, ways_to_load);
	tcase_add_test(parsing, help_wins);
	tcase_add_test(text, reused_cmdlines);
	tcase_add_test(text, extended_cmdlines);
	tcase_add_test(text, made_cmdlines);
	tcase_add_test(text, sizes);
	return run_tests(suite);
}
