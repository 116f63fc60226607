// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Hosts without boot entries: grub.cfg as grub-mkconfig writes it, and links. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/bls/bls.h"
#include "image/grub/script.h"
#include "shared/util.h"
#include "tree.h"
#include "unit.h"

#define DATA "tests/unit/grub-cfg/"
#define ENV "# GRUB Environment Block\n"

static struct reason reason;
static struct bls_list list;
static struct bls_choice choice;
static struct image image;

static void clean(void)
{
	bls_choice_free(&choice);
	bls_list_free(&list);
	image_free(&image);
	image = IMAGE_INIT;
}

static int compose(const char *id)
{
	const struct bls_source source = { test_dir(), test_dir() };

	image_free(&image);
	image = IMAGE_INIT;
	return image_add_entry(&image, id, &source, &reason);
}

static int find(void)
{
	bls_choice_free(&choice);
	bls_list_free(&list);
	return bls_find(&list, test_dir(), &reason);
}

static void check_reason(const char *words)
{
	ck_assert_has(reason.text, words);
}

static void put_config(const char *name)
{
	static char text[64 << 10];
	char path[128];
	FILE *file;
	size_t size;

	snprintf(path, sizeof(path), DATA "%s", name);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s", path);
	size = fread(text, 1, sizeof(text), file);
	ck_assert_uint_lt(size, sizeof(text));
	fclose(file);
	put_bytes("grub/grub.cfg", text, size);
}

/* With "|" between them. */
static void put_env(char *assignments)
{
	char text[1024] = ENV, *word;

	while ((word = strsep(&assignments, "|"))) {
		if (!*word)
			continue;
		strcat(text, word);
		strcat(text, "\n");
	}
	put_file("grub/grubenv", text);
}

/* The file of a path that GRUB has told, below the test's directory. */
static const char *below(const char *path)
{
	return !strncmp(path, "/boot/", 6) ? path + 6 : path + 1;
}

static char *unquoted(const char *text)
{
	char *copy = strdup(text), *to = copy;

	for (; *text; text++)
		if (*text != '"')
			*to++ = *text;
	*to = '\0';
	return copy;
}

/*
 * What GRUB has booted: its kernel, then the first initrd, as grub-emu passes
 * on no other, then the command line, without the quotes of other platforms.
 */
static void check_booted(const char *name, const char *env, char *rest)
{
	char *kernel = strsep(&rest, "\t"), *word = strsep(&rest, "\t");
	char *initrd = NULL, *cmdline, file[128];

	put_file(below(kernel), "kernel");
	snprintf(file, sizeof(file), "initrd.img%s", strchr(kernel, '-'));
	put_file(file, "initrd");
	if (!strncmp(word, "--initrd=", 9)) {
		initrd = word + 9;
		put_file(below(initrd), "initrd");
		word = strsep(&rest, "\t");
	}
	ck_assert(word && !strncmp(word, "--command-line=", 15));
	ck_assert_msg(compose(NULL) == 0, "%s, %s: %s", name, env,
		      reason.text);
	ck_assert_msg(!strcmp(image.kernel.name, at(below(kernel))),
		      "%s, %s: %s", name, env, image.kernel.name);
	ck_assert_int_eq(image.nr_initrds > 0, initrd != NULL);
	if (initrd)
		ck_assert_str_eq(image.initrds[0].name, at(below(initrd)));
	ck_assert_uint_eq(image.nr_initrds, !initrd ? 0 :
			  strcmp(below(initrd), file) ? 2 : 1);
	cmdline = unquoted(image.cmdline ?: "");
	ck_assert_msg(!strcmp(cmdline, word + 15), "%s, %s: %s", name, env,
		      cmdline);
	free(cmdline);
}

START_TEST(as_grub_boots)
{
	FILE *file = fopen(DATA "booted", "r");
	char line[1024], env[256], *rest, *name, *assignments;
	unsigned int count = 0;

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		if (*line == '#')
			continue;
		rest = line;
		line[strcspn(line, "\n")] = '\0';
		name = strsep(&rest, "\t");
		assignments = strsep(&rest, "\t");
		snprintf(env, sizeof(env), "%s", assignments);
		put_config(name);
		put_env(assignments);
		check_booted(name, env, rest);
		count++;
	}
	fclose(file);
	ck_assert_uint_ge(count, 60);
	clean();
}
END_TEST

/* All of a menu, with what is not shown and what has chosen. */
START_TEST(menus)
{
	static const char *const ids[] = {
		"gnulinux-simple-U",
		"gnulinux-advanced-U>gnulinux-6.12.94+deb13-amd64-advanced-U",
		"gnulinux-advanced-U>gnulinux-6.12.94+deb13-amd64-recovery-U",
		"gnulinux-advanced-U>gnulinux-6.12.90+deb13-amd64-advanced-U",
		"gnulinux-advanced-U>gnulinux-6.12.90+deb13-amd64-recovery-U",
	};
	char id[256], *to;
	const char *s;
	size_t i;

	put_config("debian-13-plain");
	ck_assert_int_eq(find(), 0);
	ck_assert_uint_eq(list.count, ARRAY_SIZE(ids));
	for (i = 0; i < list.count; i++) {
		for (s = ids[i], to = id; *s; s++)
			to += sprintf(to, *s == 'U' ?
				      "6d3376e4-fc93-4509-95ec-a21d68011da2" :
				      "%c", *s);
		ck_assert_str_eq(list.entries[i].id, id);
		ck_assert_int_eq(list.entries[i].type, BLS_GRUB);
		ck_assert_int_eq(list.entries[i].error, 0);
	}
	ck_assert_str_eq(list.entries[3].version, "6.12.90+deb13-amd64");
	ck_assert_str_eq(list.entries[3].title,
			 "Debian GNU/Linux, with Linux 6.12.90+deb13-amd64");
	bls_choose(&choice, &list, test_dir());
	ck_assert_ptr_eq(choice.entry, &list.entries[0]);
	ck_assert_str_eq(choice.source, "grub.cfg");
	ck_assert_str_eq(choice.key, "default");
	ck_assert_str_eq(choice.value, "0");

	put_file("vmlinuz-6.12.90+deb13-amd64", "kernel");
	put_file("initrd.img-6.12.90+deb13-amd64", "initrd");
	ck_assert_int_eq(compose(list.entries[4].id), 0);
	ck_assert_has(image.cmdline, "ro single");

	put_file("grub/grubenv", ENV "next_entry=1>2\n");
	ck_assert_int_eq(find(), 0);
	bls_choose(&choice, &list, test_dir());
	ck_assert_str_eq(choice.source, "grubenv");
	ck_assert_str_eq(choice.key, "next_entry");
	ck_assert(choice.once);
	ck_assert_ptr_eq(choice.entry, &list.entries[3]);
	ck_assert_uint_eq(choice.ignored.count, 0);

	put_file("grub/grubenv", ENV "next_entry=1>gone\n");
	ck_assert_int_eq(find(), 0);
	bls_choose(&choice, &list, test_dir());
	ck_assert_ptr_eq(choice.entry, &list.entries[1]);
	ck_assert_uint_eq(choice.ignored.count, 1);
	clean();
}
END_TEST

/* Boot entries come before a grub.cfg, and this before links. */
START_TEST(places)
{
	put_file("vmlinuz", "kernel");
	put_file("vmlinuz.old", "kernel");
	put_file("initrd.img", "initrd");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_str_eq(image.kernel.name, at("vmlinuz"));
	ck_assert_uint_eq(image.nr_initrds, 1);
	ck_assert_int_eq(compose("vmlinuz.old"), 0);
	ck_assert_uint_eq(image.nr_initrds, 0);
	ck_assert_int_eq(find(), 0);
	ck_assert_uint_eq(list.count, 2);
	ck_assert_int_eq(list.entries[0].type, BLS_LINK);

	put_file("k", "kernel");
	put_file("grub2/grub.cfg", "menuentry a { linux /k a=b }\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_str_eq(image.kernel.name, at("k"));
	put_file("grub/grub.cfg", "nonsense\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("grub/grub.cfg:1: nonsense: a command that is not known");
	put_file("loader/entries/a.conf", "linux /k\noptions c\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_str_eq(image.cmdline, "c");
	clean();
}
END_TEST

/* The entry of a menu, what it boots, or why that is not known. */
START_TEST(scripts)
{
	static const struct {
		const char *text, *cmdline, *why;
	} cases[] = {
		{ "menuentry a { linux /k a  b }", "a b", NULL },
		{ "menuentry a {\nlinux /k a\\\n  b\n}", "a b", NULL },
		{ "menuentry 'a b' --class x --id y {\n\tlinux /k # c\n}", "",
		  NULL },
		{ "menuentry a { linux /k 'a b' \"c\\\"d\" e\\ f }",
		  "\"a b\" c\\\"d \"e f\"", NULL },
		{ "menuentry a { linux /k \"x\\y\" 'x\\y' }", "x\\\\y x\\\\y",
		  NULL },
		{ "x='a b'\nmenuentry a { linux /k $x \"$x\" ${x}c }",
		  "a b \"a b\" a bc", NULL },
		{ "menuentry a { linux /k $none a\"$none\" \"\" }", "a ", NULL },
		{ "menuentry a { linux /k memmap=64M$0x18880000 }",
		  "memmap=64Mx18880000", NULL },
		{ "menuentry a { linux /k ${x $ a$ }", "${x $ a$", NULL },
		{ "function f { set y=\"${1}\"; }\n"
		  "menuentry a { f q r; linux /k $y $1 }", "q", NULL },
		{ "function f { x=1; }\nfunction f { x=2; }\nf\n"
		  "menuentry a { linux /k $x }", "2", NULL },
		{ "if [ a = a ]; then x=1; elif true; then x=2; else x=3; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "if [ a = b ]; then x=1; elif [ ! -e (none)/x -o a ]; then x=2;"
		  " else x=3; fi\nmenuentry a { linux /k $x }", "2", NULL },
		{ "if [ a = b ]; then if [ a ]; then x=1; fi; else x=3; fi\n"
		  "menuentry a { linux /k $x }", "3", NULL },
		{ "if [ -z \"$n\" -a -n a -a -f $prefix/grub.cfg ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "if [ -s $prefix/none -o -d $prefix/grub.cfg ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "", NULL },
		{ "if [ a != b ]; then x=1; fi\nif [ a == b ]; then x=2; fi\n"
		  "if test a = a; then y=3; fi\nmenuentry a { linux /k $x $y }",
		  "1 3", NULL },
		/* What both ways leave the same is known. */
		{ "if [ $grub_platform = efi ]; then x=1; y=1; else x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "if loadfont x; then x=1; else insmod y; fi\n"
		  "menuentry a { linux /k $x }", NULL,
		  ":2: linux: has a variable whose value cannot be told" },
		{ "if loadfont x; then true; else x=1; fi\n"
		  "menuentry a { linux /k $x }", NULL, ":2: linux: has a" },
		{ "if [ x$grub_platform = xefi ]; then x=1; fi\nz=$x\n"
		  "if [ $z ]; then v=1; fi\nmenuentry a { linux /k $v }", NULL,
		  ":4: linux: has a variable" },
		{ "fwsetup --is-supported\nif [ \"$?\" = 0 ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", NULL, ":3: linux: has a" },
		{ "true\nif [ \"$?\" = 0 ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "menuentry a { if sleep 1; then linux /k; fi; }", NULL,
		  "depends on a condition" },
		{ "load_env\nmenuentry a { linux /k $saved }", "yes", NULL },
		{ "if [ -f ${config_directory}/custom.cfg ]; then\n"
		  "source ${config_directory}/custom.cfg\nfi\n"
		  "menuentry b { linux /none }", "custom", NULL },
		{ "set default=2\nsubmenu a { menuentry x { linux /k 1; } }\n"
		  "menuentry b { linux /k 2; }\nmenuentry c { linux /k 3; }",
		  "3", NULL },
		{ "set default='a>b>>c'\nsubmenu a {\nmenuentry x { linux /k 1; }\n"
		  "menuentry 'b>c' { linux /k 2; }\n}", "2", NULL },
		/* Without a name in it, the first of a submenu. */
		{ "set default=a\nsubmenu a { menuentry x { linux /k 1; } }", "1",
		  NULL },
		{ "menuentry a { search --no-floppy --fs-uuid --set=root --hint x U;"
		  " linux /k 1; }", "1", NULL },
		{ "set default=1\nmenuentry a { set root=x; linux /k 1; }\n"
		  "menuentry b { set root=y; linux /k 1; }", NULL,
		  "another file system (y)" },
		{ "menuentry a { linux (hd0,gpt2)/@rootfs/boot/k 1; }", "1",
		  NULL },
		{ "x=1\ny=2\nunset x\nmenuentry a { linux /k a$x$y }", "a2",
		  NULL },
		{ "hwmatch $prefix/gfxblacklist.txt 3\n"
		  "if [ \"$match\" = 0 ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "if [ -d $prefix/. -a -s $prefix/grub.cfg ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "if [ -e $prefix/grub.cfg -a ! -f $prefix/. ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		/* What cannot be told makes no difference, and does. */
		{ "if [ -e (x)/y -a a = b ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "", NULL },
		{ "if [ -e (x)/y -o a = b ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", NULL, ":2: linux: has a" },
		{ "if [ ! -e (x)/y -a a = a ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", NULL, ":2: linux: has a" },
		{ "if [ a = b -o ! ! a ]; then x=1; fi\n"
		  "menuentry a { linux /k $x }", "1", NULL },
		{ "menuentry a { linux /k 1; initrd /none /none; initrd /k; }",
		  "1", NULL },
		{ "menuentry a { linux /k 1; linux /k 2; }", "2", NULL },

		{ "menuentry a { chainloader /x }", NULL,
		  ":1: chainloader: a command that is not known here" },
		{ "menuentry a {\n\n echo }", NULL, ":1: the menu entry boots no" },
		{ "\n\nfor x in a; do true; done", NULL, ":3: for: a command" },
		{ "if true; then\nmenuentry a { linux /k }", NULL,
		  ":1: \"if\" without \"fi\"" },
		{ "if true\nmenuentry a { linux /k }", NULL,
		  ":1: \"if\" without \"then\"" },
		{ "fi", NULL, ":1: word without its beginning" },
		{ "}", NULL, ":1: word without its beginning" },
		{ "{ true }", NULL, ":1: \"{\" where none belongs" },
		{ "true {", NULL, ":1: \"{\" where none belongs" },
		{ "menuentry a {", NULL, ":1: \"{\" without \"}\"" },
		{ "menuentry a\n{ linux /k }", NULL, ":1: \"{\" is missing" },
		{ "menuentry { linux /k }", NULL, ":1: menu entry without a title" },
		{ "menuentry $timeout { linux /k }", NULL,
		  ":1: its title or ID depends" },
		{ "menuentry a { menuentry b { linux /k } }", NULL,
		  ":1: menu entry in a menu entry" },
		{ "function {\n}", NULL, ":1: function without a name" },
		{ "function f { f; }\nf", NULL, ":1: too deeply nested" },
		{ "echo 'a\n", NULL, ":1: quote without its end" },
		{ "echo a | b", NULL, ":1: \"|\" outside of quotes" },
		{ "set x", NULL, ":1: set: not of the form" },
		{ "search --file /x", NULL, ":1: search: not of the form" },
		{ "load_env -f x", NULL, ":1: load_env: of another file" },
		{ "source /x", NULL, ":1: source: of another file" },
		{ "source $prefix/none", NULL, "none: no such file" },
		{ "linux /k", NULL, ":1: linux: outside of a menu entry" },
		{ "menuentry a { linux }", NULL, ":1: linux: without a file" },
		{ "menuentry a { linux /k; initrd }", NULL,
		  ":1: initrd: without a file" },
		{ "menuentry a { linux /k; devicetree }", NULL,
		  ":1: devicetree: without a file" },
		{ "menuentry a { linux /k; initrd /i$grub_platform }", NULL,
		  ":1: initrd: has a variable" },
		{ "menuentry a { linux /k; devicetree /none; devicetree /no }",
		  NULL, "/no: no such file" },
		{ "if [ a = a -x b ]; then x=1; fi", NULL,
		  ":1: [: a condition that" },
		{ "if [ a -a -o ]; then x=1; fi", NULL,
		  ":1: [: a condition that" },
		{ "search --set=root $grub_platform", NULL,
		  ":1: search: not of the form" },
		{ "if [ a = b; then x=1; fi", NULL, ":1: [: without \"]\"" },
		{ "if [ a b c ]; then x=1; fi", NULL, ":1: [: a condition that" },
		{ "if [ -e ]; then x=1; fi\nif [ a -x b ]; then x=1; fi", NULL,
		  ":2: [: a condition that" },
		{ "default=$grub_platform\nmenuentry a { linux /k }", NULL,
		  "\"default\" cannot be told" },
		{ "default=1\nif loadfont x; then\nmenuentry m { linux /k }\nfi\n"
		  "menuentry a { linux /k }", NULL,
		  ":3: whether GRUB shows this entry cannot be told" },
		{ "default=m\nif loadfont x; then\nmenuentry m { linux /k }\nfi\n"
		  "menuentry a { linux /k }", NULL,
		  ":3: \"default\" is this entry" },
		{ "submenu a { submenu a { submenu a { submenu a { submenu a { "
		  "submenu a { submenu a { submenu a { submenu a { "
		  "true; } } } } } } } } }", NULL, ":1: too deeply nested" },
	};
	size_t i;
	int err;

	put_file("k", "kernel");
	put_file("grub/grubenv", ENV "saved=yes\n");
	put_file("grub/custom.cfg", "menuentry c { linux /k custom }\n");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_file("grub/grub.cfg", cases[i].text);
		err = compose(NULL);
		if (cases[i].cmdline) {
			ck_assert_msg(!err, "%s: %s", cases[i].text,
				      reason.text);
			ck_assert_msg(!strcmp(image.cmdline ?: "",
					      cases[i].cmdline), "%s: %s",
				      cases[i].text, image.cmdline);
		} else {
			ck_assert_msg(err != 0, "%s", cases[i].text);
			check_reason(cases[i].why);
		}
	}
	put_bytes("grub/grub.cfg", "a\0b", 3);
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("NUL");
	clean();
}
END_TEST

/* Not one that a file makes run for long, or take much. */
START_TEST(limits)
{
	static char text[64 << 10];
	size_t i, len = 0;

	for (i = 0; i < 5000; i++)
		len += (size_t)sprintf(text + len, "true\n");
	put_file("grub/grub.cfg", text);
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("too many commands");
	for (i = len = 0; i < 5000; i++)
		len += (size_t)sprintf(text + len, "if true; ");
	put_file("grub/grub.cfg", text);
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("too deeply nested");
	put_file("grub/grub.cfg", "source $prefix/grub.cfg\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("more than 16 files");
	len = (size_t)sprintf(text, "menuentry a {\nlinux /k\ninitrd");
	for (i = 0; i <= KEXEC_INITRD_MAX; i++)
		len += (size_t)sprintf(text + len, " /k");
	sprintf(text + len, "\n}\n");
	put_file("k", "kernel");
	put_file("grub/grub.cfg", text);
	ck_assert_int_eq(compose(NULL), -E2BIG);
	clean();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grub");
	TCase *menu = tcase(suite, "menu");
	TCase *script = tcase(suite, "script");

	image = IMAGE_INIT;
	tcase_add_test(menu, as_grub_boots);
	tcase_add_test(menu, menus);
	tcase_add_test(menu, places);
	tcase_add_test(script, scripts);
	tcase_add_test(script, limits);
	return run_tests(suite);
}
