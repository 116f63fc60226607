// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Entries of type #2: images in EFI/Linux, and their profiles. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bls-dir.h"
#include "pe-file.h"
#include "shared/util.h"
#include "tree.h"
#include "unit.h"

static void put_specs(const char *name, const struct pe_spec *specs)
{
	char path[128];
	struct pe_file efi;

	snprintf(path, sizeof(path), "EFI/Linux/%s", name);
	pe_file(&efi, specs);
	put_bytes(path, efi.bytes, efi.size);
}

/* With this .osrel, or none. */
static void put_image(const char *name, const char *osrel)
{
	const struct pe_spec named[] = {
		PE_SECTION(".osrel", osrel), PE_SECTION(".linux", "kernel"),
		PE_SECTION(".cmdline", name), PE_END,
	};

	put_specs(name, osrel ? named : named + 1);
}

/* What "bootctl list --json" of systemd 252 says of these files. */
START_TEST(as_bootctl_lists)
{
	static const struct {
		const char *id, *title, *version, *sort_key;
		int left, done;
	} expected[] = {
		{ "arch.efi", "Arch Linux", "rolling", "arch", 3, 1 },
		{ "debian-6.12.conf", "D", "6.12", "debian", 2, 0 },
		{ "debian-6.1.conf", "D", "6.1", "debian", -1, -1 },
		{ "img_10.efi", "img", "10", "img", -1, -1 },
		{ "efi.conf", "E", "8", "img", -1, -1 },
		{ "img_7.efi", "img", "7", "img", -1, -1 },
		{ "old-2.conf", "O", "2", NULL, -1, -1 },
		{ "old-1.conf", "O", NULL, NULL, -1, -1 },
		{ "bad.efi", "Bad", "99", "img", 0, 3 },
	};
	size_t i;

	put_image("arch+3-1.efi",
		  "ID=arch\nNAME=Arch\nPRETTY_NAME=\"Arch Linux\"\nBUILD_ID=rolling\n");
	put_image("img_7.efi",
		  "ID=debian\nIMAGE_ID=img\nIMAGE_VERSION=7\nVERSION_ID=12\n");
	put_image("img_10.efi",
		  "ID=debian\nIMAGE_ID=img\nIMAGE_VERSION=10\nNAME=x\n");
	put_image("bad+0-3.efi",
		  "ID=debian\nIMAGE_ID=img\nIMAGE_VERSION=99\nPRETTY_NAME=Bad\n");
	put_file("vmlinuz", "kernel");
	put_file("loader/entries/debian-6.1.conf",
		 "title D\nversion 6.1\nsort-key debian\nlinux /vmlinuz\n");
	put_file("loader/entries/debian-6.12+2.conf",
		 "title D\nversion 6.12\nsort-key debian\nlinux /vmlinuz\n");
	put_file("loader/entries/old-1.conf", "title O\nlinux /vmlinuz\n");
	put_file("loader/entries/old-2.conf",
		 "title O\nversion 2\nlinux /vmlinuz\n"
		 "machine-id 0123456789abcdef0123456789abcdef\n");
	put_file("loader/entries/efi.conf",
		 "title E\nsort-key img\nversion 8\nefi /EFI/Linux/img_7.efi\n");
	find_entries();
	ck_assert_uint_eq(list.count, ARRAY_SIZE(expected));
	for (i = 0; i < list.count; i++) {
		const struct bls_entry *entry = &list.entries[i];

		ck_assert_str_eq(entry->id, expected[i].id);
		ck_assert_str_eq(entry->title, expected[i].title);
		ck_assert_pstr_eq(entry->version, expected[i].version);
		ck_assert_pstr_eq(entry->sort_key, expected[i].sort_key);
		ck_assert_int_eq(entry->tries_left, expected[i].left);
		ck_assert_int_eq(entry->tries_done, expected[i].done);
	}
	ck_assert_str_eq(chosen(), "arch.efi");
	put_file("loader/loader.conf", "default img*\n");
	ck_assert_str_eq(chosen(), "img_10.efi");
	clean();
}
END_TEST

/* IDs and titles as systemd-boot gives them. */
START_TEST(profiles)
{
	static const struct pe_spec specs[] = {
		PE_SECTION(".osrel", "ID=a\nPRETTY_NAME=\"The A\"\n"),
		PE_SECTION(".linux", "kernel"),
		PE_SECTION(".profile", "TITLE=Main"),
		PE_SECTION(".cmdline", "0"),
		PE_SECTION(".profile", "ID=factory\nTITLE='Factory reset'"),
		PE_SECTION(".cmdline", "1"),
		PE_SECTION(".profile", "ID=debug"), PE_SECTION(".cmdline", "2"),
		PE_SECTION(".profile", "X=y"), PE_SECTION(".cmdline", "3"),
		PE_END,
	};
	static const struct {
		const char *id, *title, *also;
	} expected[] = {
		{ "a.efi", "The A (Main)", "a" },
		{ "a.efi@factory", "The A (Factory reset)", "A.efi@1" },
		{ "a.efi@debug", "The A (debug)", "a.efi@2" },
		{ "a.efi@3", "The A (Profile #4)", "a.EFI@3" },
	};
	char number[2] = "0";
	size_t i;

	put_specs("a+2.efi", specs);
	find_entries();
	ck_assert_uint_eq(list.count, ARRAY_SIZE(expected));
	for (i = 0; i < list.count; i++) {
		ck_assert_str_eq(list.entries[i].id, expected[i].id);
		ck_assert_str_eq(list.entries[i].title, expected[i].title);
		ck_assert_int_eq(list.entries[i].tries_left, 2);
		number[0] = (char)('0' + i);
		ck_assert_int_eq(compose(expected[i].id), 0);
		ck_assert_str_eq(image.cmdline, number);
		ck_assert_int_eq(compose(expected[i].also), 0);
		ck_assert_str_eq(image.cmdline, number);
	}
	ck_assert_int_eq(compose("a.efi@4"), -ENOENT);
	ck_assert_int_eq(compose("a+2.efi"), 0);
	ck_assert_str_eq(image.cmdline, "0");
	ck_assert_str_eq(chosen(), "a.efi");
	put_file("loader/loader.conf", "default a.efi@d*\n");
	ck_assert_str_eq(chosen(), "a.efi@debug");
	clean();
}
END_TEST

START_TEST(found_images)
{
	put_image("z.efi", NULL);
	put_image("b.EFI", "NAME=b\n");
	put_image(".c.efi", "ID=c\n");
	put_image("auto-d.efi", "ID=d\n");
	put_file("EFI/Linux/e.efi.extra.d/e.addon.efi", "an addon");
	put_file("EFI/Linux/f.efi", "no image");
	put_file("EFI/Linux/README", "no image");
	find_entries();
	ck_assert_uint_eq(list.count, 3);
	ck_assert_str_eq(list.entries[0].id, "z.efi");
	ck_assert_str_eq(list.entries[1].id, "f.efi");
	ck_assert_int_eq(list.entries[1].error, -EINVAL);
	ck_assert_str_eq(list.entries[2].id, "b.EFI");
	ck_assert_int_eq(compose("f"), -EINVAL);
	ck_assert_int_eq(compose("b"), 0);
	ck_assert_int_eq(compose("b.conf"), -ENOENT);

	/* What systemd-boot does not show comes last of all. */
	ck_assert_str_eq(chosen(), "b.EFI");
	remove(at("EFI/Linux/b.EFI"));
	ck_assert_str_eq(chosen(), "z.efi");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_str_eq(image.cmdline, "z.efi");

	/* One of each type with the same name. */
	put_file("loader/entries/z.conf", "uki /EFI/Linux/z.efi\noptions x\n");
	ck_assert_int_eq(compose("z.conf"), 0);
	ck_assert_str_eq(image.cmdline, "x");
	ck_assert_int_eq(compose("z.efi"), 0);
	ck_assert_str_eq(image.cmdline, "z.efi");
	clean();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bls-images");
	TCase *images = tcase(suite, "images");

	tcase_add_test(images, as_bootctl_lists);
	tcase_add_test(images, profiles);
	tcase_add_test(images, found_images);
	return run_tests(suite);
}
