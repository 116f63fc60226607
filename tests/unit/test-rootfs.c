// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the next kernel makes of cpio entries, and what it drops. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archives.h"
#include "initramfs/metadata.h"
#include "initramfs/rootfs.h"
#include "unit.h"

#define IMAGES_MAX	3

/*
 * The entries, each one in a line: a type, a name, and
 *	l	the target;
 *	b, c	the number of the device, c * (1 << 20) + minor;
 *	h, H	the number of the inode, of a file or a device with two names;
 * a trailer is "t", and another image begins with "|"; extended attributes are
 * "m good" or "m bad".  What is lost: names
 * with the reasons, "+N" for others with the same one.
 */
static const struct {
	const char *entries;
	const char *lost;
} cases[] = {
	/* Nothing. */
	{ "d .\nd etc\nf etc/motd\nl bin usr/bin\nd usr\nd usr/bin\nf bin/sh\n"
	  "p fifo\ns sock\nb sda 8388608\nf dev/x\nf root/y\nf /root/z\nt\n", "" },
	{ "f ./a\nd ./b\nf .//b///c\nd b/d/\nf b/d/../e\nf b/./f\n", "" },
	/* Parents. */
	{ "f a/b/c/d\nf e\n",
	  "a/b/c/d: no directory a comes before it; add the directory\n" },
	{ "d etc\n|d etc/net/links\nf etc/net/links/a.conf\nf etc/ok\nt\n",
	  "etc/net/links +1: no directory etc/net comes before it; add the directory\n" },
	{ "d a\nt\n|f a/b\nt\n", "" },
	{ "f a/b\nd a\nf a/c\n",
	  "a/b: no directory a comes before it; add the directory\n" },
	{ "f /etc/passwd\n",
	  "/etc/passwd: no directory /etc comes before it; add the directory\n" },
	{ "f a\nf a/b\nd a/c\n", "a/b +1: a is no directory\n" },
	{ "d a\nf a/b/../c\n",
	  "a/b/../c: no directory a/b comes before it; add the directory\n" },
	{ "l x/y z\n", "x/y: no directory x comes before it; add the directory\n" },
	{ "c x/y 1\n", "x/y: no directory x comes before it; add the directory\n" },
	/* Symbolic links in the path. */
	{ "l bin usr/bin\nf bin/sh\n",
	  "bin/sh: bin is a symbolic link to usr/bin, which is no directory\n" },
	{ "l a /b\nd b\nd b/c\nl d a/c\nf d/e\nf a/c/e\nd a/f\nf b/f/g\n", "" },
	{ "l a b\nl b a\nf a/c\n",
	  "a/c: a is a symbolic link to b, which is no directory\n" },
	{ "f f\nl a f\nf a/c\n",
	  "a/c: a is a symbolic link to f, which is no directory\n" },
	{ "d d\nl d/up ..\nf d/up/x\nl d/here \nf d/here/y\nf d/y/z\nf d/y\n"
	  "d d/y\n",
	  "d/y/z: d/y is no directory\n" },
	{ "d a\nl b a/\nf b/x\nf f\nl c f/\nf c/x\n",
	  "c/x: c is a symbolic link to f/, which is no directory\n" },
	/* Of which a part goes while it is followed. */
	{ "d a\nf a/../a\nf a/../b\n",
	  "a/../a +1: no directory a comes before it; add the directory\n" },
	/* What is there already. */
	{ "d a\nd a\nf b\nf b\nl c x\nl c y\np d\np d\n", "" },
	{ "f a\nd a\nf a/b\n|l a x\nd x\nf a/y\nt\n",
	  "a: a directory that is not empty has its name\n" },
	{ "d a\nf a\n|l a b\n|d a\nf a/x\n", "" },
	{ "d a\nd a/b\nf a\nc a 1\n",
	  "a +1: a directory that is not empty has its name\n" },
	{ "d a\nf a/b\nf a/b/c\nl a/b c\nf a/b\nl a x\n",
	  "a/b/c: a/b is no directory\n"
	  "a: a directory that is not empty has its name\n" },
	{ "d usr\nd usr/bin\nl bin usr/bin\n|d bin\nf bin/a\nf usr/bin/b\n",
	  "bin: it takes the place of a symbolic link to usr/bin\n" },
	{ "l bin usr/bin\nd bin\nf bin/a\n", "" },
	{ "d a\nl b a\nd b/\nf b/c\n", "" },
	{ "l b a\nd b/\n", "b/: something else has its name\n" },
	/* Devices. */
	{ "c dev/console 5242881\nc dev/null 1048579\nc dev/null 1048579\n", "" },
	{ "c dev/console 1\n",
	  "dev/console: a device with another number has its name\n" },
	{ "b dev/console 5242881\nc dev/console 1\nf dev/console\n", "" },
	/* Names. */
	{ "f .\nf ..\nf /\nf a/\nl . x\nd /\nd ..\nd .\np ./\n",
	  ". +4: the name is that of a directory\n"
	  "a/: the name of what is no directory ends in a slash\n" },
	{ "d a\nf a/\nf b\nd b/\nf b/\nl a/ x\n",
	  "a/ +2: the name of what is no directory ends in a slash\n"
	  "b/: something else has its name\n" },
	{ "? x\nd y\n? y\nf y/z\n",
	  "x +1: the kernel knows no type of file for the mode 0150644\n"
	  "y/z: no directory y comes before it; add the directory\n" },
	{ "D a\nf a/b\n", "a: it has content, which only a file may have\n"
	  "a/b: no directory a comes before it; add the directory\n" },
	/* Hard links, which a trailer ends. */
	{ "h a 1\nh b 1\nh c 2\nH d 1\nH e 1\nt\nh a 1\nt\n", "" },
	{ "h x/a 1\nh b 1\nh c 1\n",
	  "x/a: no directory x comes before it; add the directory\n"
	  "b +1: it is a hard link to x/a, which is not there\n" },
	{ "h x/a 1\nt\nh b 1\n",
	  "x/a: no directory x comes before it; add the directory\n" },
	{ "H x/a 1\nh b 1\nH c 1\n",
	  "x/a: no directory x comes before it; add the directory\n"
	  "c: it is a hard link to x/a, which is not there\n" },
	{ "h a 1\n|h a 1\nt\n|h a 1\n",
	  "a: it is a hard link to a, which is not there\n" },
	{ "h a 1\nd a\nh b 1\n",
	  "b: it is a hard link to a, which is a directory\n" },
	{ "h a 1\nd b\nd b/c\nh b 1\n",
	  "b: a directory that is not empty has its name\n" },
	{ "h a 1\nh x/b 1\n", "x/b: no directory x comes before it; add the directory\n" },
	/* Extended attributes, of the file before them. */
	{ "f a\nm good\nm good\nd b\nm good\nl c a\nm good\nc d 8\nm good\n"
	  "h e 1\nh f 1\nm good\nt\n", "" },
	{ "f a\nm bad\nm good\nd b\nm bad\n",
	  "METADATA!!! +1: it is damaged\n" },
	{ "m good\nf x/a\nm good\nD b\nm good\nt\nm good\nf c\nt\nm good\nt\n",
	  "METADATA!!! +4: it has extended attributes, and no file comes before it\n"
	  "x/a: no directory x comes before it; add the directory\n"
	  "b: it has content, which only a file may have\n" },
	{ "d a\nf a/b\nc a 3\nm good\n",
	  "a: a directory that is not empty has its name\n"
	  "METADATA!!!: it has extended attributes, and no file comes before it\n" },
	{ "f a\n|m good\nt\n|m good\nt\n",
	  "METADATA!!!: it has extended attributes, and no file comes before it\n" },
	/* Early files are found by other means. */
	{ "f kernel/x86/microcode/GenuineIntel.bin\nf kernel/x\n",
	  "kernel/x: no directory kernel comes before it; add the directory\n" },
	/* So many reasons are told apart. */
	{ "f a/x\nf b/x\nf c/x\nf d/x\nf e/x\nf f/x\nf a/y\nf g/x\nf h/x\n"
	  "f i/x\nf a/z\n",
	  "a/x +2: no directory a comes before it; add the directory\n"
	  "b/x: no directory b comes before it; add the directory\n"
	  "c/x: no directory c comes before it; add the directory\n"
	  "d/x: no directory d comes before it; add the directory\n"
	  "e/x: no directory e comes before it; add the directory\n"
	  "f/x: no directory f comes before it; add the directory\n"
	  "g/x: no directory g comes before it; add the directory\n"
	  "h/x +1: no directory h comes before it; add the directory\n" },
};

static struct joined image;
static struct newc newc;
static struct cpio_entries images[IMAGES_MAX];
static struct losses lost[IMAGES_MAX];
static struct rootfs *rootfs;
static char *report;

static void setup(void)
{
	memset(&image, 0, sizeof(image));
	rootfs = rootfs_new();
	report = NULL;
}

static void teardown(void)
{
	size_t i;

	rootfs_free(rootfs);
	for (i = 0; i < IMAGES_MAX; i++) {
		entries_free(&images[i]);
		losses_free(&lost[i]);
		lost[i].count = 0;
	}
	free(report);
}

static void unpack(size_t i)
{
	newc_begin(&newc, NEWC_START, 0);
	newc.kept = &images[i];
	newc.plain = true;
	newc_feed(&newc, image.bytes, image.len);
	while (!newc.error && newc.pos < image.len)
		newc_feed(&newc, image.bytes + newc.pos, image.len - newc.pos);
	ck_assert_ptr_null(newc.error);
	ck_assert_int_eq(newc.state, NEWC_RESET);
	rootfs_unpack(rootfs, &images[i], &lost[i]);
	memset(&image, 0, sizeof(image));
}

static void add_line(const char *line)
{
	static const struct {
		char letter;
		mode_t mode;
	} types[] = {
		{ 'd', S_IFDIR }, { 'D', S_IFDIR }, { 'f', S_IFREG },
		{ 'l', S_IFLNK }, { 'b', S_IFBLK }, { 'c', S_IFCHR },
		{ 'p', S_IFIFO }, { 's', S_IFSOCK }, { 'h', S_IFREG },
		{ 'H', S_IFCHR }, { '?', 0150000 },
	};
	struct cpio_entry header = { .ino = 1, .nlink = 1 };
	char name[64], rest[64] = "";
	size_t i;

	if (*line == 't') {
		add_trailer(&image);
		return;
	}
	if (*line == 'm') {
		add_entry(&image, 0100400, METADATA_NAME, "0000000a\1\1",
			  line[2] == 'g' ? 10 : 9);
		return;
	}
	ck_assert_int_ge(sscanf(line + 2, "%63[^ \n]%*[ ]%63[^\n]", name, rest),
			 1);
	for (i = 0; types[i].letter != *line; i++)
		ck_assert_uint_lt(i, sizeof(types) / sizeof(*types));
	header.mode = types[i].mode | 0644;
	if (strchr("bc", *line))
		header.rdev = atoi(rest);
	if (strchr("hH", *line)) {
		header.nlink = 2;
		header.ino = atoi(rest);
	}
	if (*line == 'D')
		strcpy(rest, "content");
	add_entry_of(&image, &header, name, rest,
		     strchr("lD", *line) ? strlen(rest) : 0);
}

static void tell(size_t i)
{
	const struct losses *losses = &lost[i];
	char *before = report, more[32];
	size_t k;

	for (k = 0; k < losses->count; k++) {
		const struct loss *loss = &losses->list[k];

		snprintf(more, sizeof(more), " +%d", (int)loss->count - 1);
		before = report;
		report = xasprintf("%s%s%s: %s\n", before ?: "",
				   images[i].texts + loss->entry->name,
				   loss->count > 1 ? more : "", loss->why);
		free(before);
	}
}

START_TEST(each_case)
{
	const char *line = cases[_i].entries;
	size_t i, count = 0;

	while (line && *line) {
		if (*line == '|') {
			unpack(count++);
			line++;
		}
		add_line(line);
		line = strchr(line, '\n') + 1;
	}
	unpack(count++);
	for (i = 0; i < count; i++)
		tell(i);
	ck_assert_str_eq(report ?: "", cases[_i].lost);
}
END_TEST

/* A name of @len characters, in directories that there are. */
static void add_long_name(size_t len, size_t component)
{
	static char name[8192];
	struct cpio_entry header = { .mode = 0040755, .nlink = 1 };
	size_t i;

	memset(name, 'n', len);
	name[len] = '\0';
	for (i = component; i < len; i += component + 1) {
		name[i] = '\0';
		add_entry_of(&image, &header, name, "", 0);
		name[i] = '/';
	}
	header.mode = 0100644;
	add_entry_of(&image, &header, name, "", 0);
}

START_TEST(long_names)
{
	static const struct {
		size_t len, component;
		const char *why;
	} names[] = {
		{ 255, 255, NULL },
		{ 256, 256, "a name in the path is longer than 255 characters" },
		{ 4095, 255, NULL },
		{ 4096, 255, "the name is longer than 4095 characters" },
	};
	const char *why = names[_i].why;

	add_long_name(names[_i].len, names[_i].component);
	unpack(0);
	ck_assert_uint_eq(lost[0].count, why != NULL);
	if (!why)
		return;
	ck_assert_str_eq(lost[0].list[0].why, why);
	/* The beginning of what is too long. */
	ck_assert_uint_eq(strspn(images[0].texts +
				 lost[0].list[0].entry->name, "n/"),
			  names[_i].len < 4096 ? names[_i].len : 64);
}
END_TEST

START_TEST(long_targets)
{
	static const struct {
		size_t len;
		bool lost;
	} targets[] = { { 4095, false }, { 4096, true }, { 4097, true } };
	static char target[8192];

	memset(target, 't', targets[_i].len);
	add_entry(&image, 0120777, "link", target, targets[_i].len);
	add_entry(&image, 0100644, "next", "", 0);
	unpack(0);
	ck_assert_uint_eq(images[0].count, 2);
	ck_assert_uint_eq(lost[0].count, targets[_i].lost);
	if (targets[_i].lost)
		ck_assert_str_eq(lost[0].list[0].why,
				 "the target is longer than 4095 characters");
	ck_assert_str_eq(images[0].texts + images[0].list[1].name, "next");
}
END_TEST

/* A header that says that the name has no character, not even a NUL. */
START_TEST(no_name)
{
	add_entry(&image, 0100644, "", "", 0);
	memset(image.bytes + 94, '0', 8);
	unpack(0);
	ck_assert_uint_eq(lost[0].count, 1);
	ck_assert_str_eq(lost[0].list[0].why, "it has no name");
	ck_assert_str_eq(images[0].texts + images[0].list[0].name, "");
}
END_TEST

/* 40 are followed, as by the kernel. */
START_TEST(many_links)
{
	char name[16], target[16] = "dir";
	int i, links = 40 + _i;

	add_entry(&image, 0040755, "dir", "", 0);
	for (i = 0; i < links; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		add_entry(&image, 0120777, name, target, strlen(target));
		strcpy(target, name);
	}
	strcat(name, "/x");
	add_entry(&image, 0100644, name, "", 0);
	unpack(0);
	ck_assert_uint_eq(lost[0].count, _i);
}
END_TEST

/* More than are kept are not forgotten. */
START_TEST(too_many)
{
	struct cpio_entries *kept = &images[0];

	add_entry(&image, 0100644, "a", "", 0);
	kept->texts_len = kept->texts_room = ENTRIES_TEXTS_MAX - 1;
	kept->texts = malloc(kept->texts_room);
	unpack(0);
	ck_assert(!kept->too_many);
	add_entry(&image, 0100644, "b", "", 0);
	newc_begin(&newc, NEWC_START, 0);
	newc_feed(&newc, image.bytes, image.len);
	ck_assert(kept->too_many);
	ck_assert_uint_eq(kept->count, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rootfs");
	TCase *tc = tcase(suite, "rootfs");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, each_case, 0, sizeof(cases) / sizeof(*cases));
	tcase_add_loop_test(tc, long_names, 0, 4);
	tcase_add_loop_test(tc, long_targets, 0, 3);
	tcase_add_test(tc, no_name);
	tcase_add_loop_test(tc, many_links, 0, 2);
	tcase_add_test(tc, too_many);
	return run_tests(suite);
}
