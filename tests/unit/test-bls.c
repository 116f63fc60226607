// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Boot entries: their lines, names, order and places. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bls-dir.h"
#include "bls-entries.h"
#include "shared/util.h"
#include "tree.h"
#include "unit.h"

static struct bls_entry entry;

static void clean_entry(void)
{
	bls_entry_free(&entry);
	clean();
}

/* Parse a copy of exactly this size, so that reading behind it is noticed. */
static int parse_bytes(const char *text, size_t size)
{
	char *copy = malloc(size ? size : 1);
	int err;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, size);
	bls_entry_free(&entry);
	err = bls_parse(&entry, copy, size, &reason);
	free(copy);
	return err;
}

static int parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

START_TEST(keys_of_kernel_install)
{
	ck_assert_int_eq(parse(kernel_install), 0);
	ck_assert_str_eq(entry.title, "Fedora Linux 40 (Workstation Edition)");
	ck_assert_str_eq(entry.version, "6.12.94-200.fc40.x86_64");
	ck_assert_str_eq(entry.machine_id, ID);
	ck_assert_str_eq(entry.sort_key, "fedora");
	ck_assert_str_eq(entry.options,
			 "root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro rhgb quiet");
	ck_assert_str_eq(entry.linux_image, "/" ID "/6.12.94/linux");
	ck_assert_uint_eq(entry.nr_initrds, 2);
	ck_assert_str_eq(entry.initrds[0], "/" ID "/6.12.94/microcode");
	ck_assert_str_eq(entry.initrds[1], "/" ID "/6.12.94/initrd");
	ck_assert_ptr_null(entry.devicetree);
	ck_assert_ptr_null(entry.architecture);
	clean_entry();
}
END_TEST

START_TEST(other_keys)
{
	ck_assert_int_eq(parse(postmarketos), 0);
	ck_assert_str_eq(entry.title, "postmarketOS");
	ck_assert_str_eq(entry.devicetree, "sdm845-oneplus-enchilada.dtb");
	ck_assert_int_eq(parse("uki /a.efi\nefi /b.efi\nuki-url :c\nprofile 1\n"
			       "extra /d\ndevicetree-overlay /e /f\n"
			       "architecture aa64"), 0);
	ck_assert_str_eq(entry.uki, "/a.efi");
	ck_assert_str_eq(entry.efi, "/b.efi");
	ck_assert_str_eq(entry.uki_url, ":c");
	ck_assert_str_eq(entry.profile, "1");
	ck_assert_str_eq(entry.extra, "/d");
	ck_assert_str_eq(entry.devicetree_overlay, "/e /f");
	ck_assert_str_eq(entry.architecture, "aa64");
	clean_entry();
}
END_TEST

START_TEST(lines)
{
	static const struct {
		const char *text, *title, *options;
	} cases[] = {
		{ "", NULL, NULL },
		{ "\n\n\n", NULL, NULL },
		{ "title", NULL, NULL },
		{ "title \t ", NULL, NULL },
		{ "title a", "a", NULL },
		{ "title a\r\ntitle b\r\n", "b", NULL },
		{ "title a\roptions b", "a", "b" },
		{ " \t title \t a b \t ", "a b", NULL },
		{ "#title a", NULL, NULL },
		{ "  # title a", NULL, NULL },
		{ "title # a", "# a", NULL },
		{ "Title a", NULL, NULL },
		{ "titles a\ntitl b", NULL, NULL },
		{ "title a\ntitle b\ntitle", "b", NULL },
		{ "title \"a b\"", "a b", NULL },
		{ "title 'a b'", "a b", NULL },
		{ "title \"a' b'", "\"a' b'", NULL },
		{ "title \"", "\"", NULL },
		{ "title \"\"", NULL, NULL },
		{ "options \"a b\" \"c d\"", NULL, "\"a b\" \"c d\"" },
		{ "options a  b\noptions\noptions c\n", NULL, "a  b c" },
		{ "options a\n\noptions\tb", NULL, "a b" },
		{ "\xef\xbb\xbftitle a", NULL, NULL },
		{ "title \xff\xfe", "\xff\xfe", NULL },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(parse(cases[i].text), 0);
		ck_assert_pstr_eq(entry.title, cases[i].title);
		ck_assert_pstr_eq(entry.options, cases[i].options);
	}
	clean_entry();
}
END_TEST

START_TEST(refused_files)
{
	char *text = malloc(BLS_SIZE_MAX + 1);
	size_t i, len = 0;

	ck_assert_ptr_nonnull(text);
	ck_assert_int_eq(parse_bytes("title a\0b", 9), -EINVAL);
	check_reason("NUL");
	ck_assert_int_eq(parse_bytes("", 1), -EINVAL);

	memset(text, 'a', BLS_SIZE_MAX + 1);
	memcpy(text, "title ", 6);
	ck_assert_int_eq(parse_bytes(text, BLS_SIZE_MAX), 0);
	ck_assert_uint_eq(strlen(entry.title), BLS_SIZE_MAX - 6);
	ck_assert_int_eq(parse_bytes(text, BLS_SIZE_MAX + 1), -EFBIG);
	check_reason("1048576");

	for (i = 0; i < KEXEC_INITRD_MAX; i++)
		len += (size_t)sprintf(text + len, "initrd /%zu\n", i);
	ck_assert_int_eq(parse_bytes(text, len), 0);
	ck_assert_uint_eq(entry.nr_initrds, KEXEC_INITRD_MAX);
	ck_assert_str_eq(entry.initrds[255], "/255");
	len += (size_t)sprintf(text + len, "initrd /more\n");
	ck_assert_int_eq(parse_bytes(text, len), -E2BIG);
	check_reason("too many initrd lines (maximum 256)");
	free(text);
	clean_entry();
}
END_TEST

START_TEST(long_options)
{
	const size_t count = BLS_SIZE_MAX / 10;
	char *text = malloc(BLS_SIZE_MAX);
	size_t i;

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < count; i++)
		memcpy(text + 10 * i, "options a\n", 10);
	ck_assert_int_eq(parse_bytes(text, 10 * count), 0);
	ck_assert_uint_eq(strlen(entry.options), 2 * count - 1);
	free(text);
	clean_entry();
}
END_TEST

START_TEST(names)
{
	static const struct {
		const char *name, *id, *stem;
		int left, done;
	} cases[] = {
		{ "a.conf", "a.conf", "a", -1, -1 },
		{ "a+3.conf", "a.conf", "a", 3, 0 },
		{ "a+2-1.conf", "a.conf", "a", 2, 1 },
		{ "a+0-3.CONF", "a.CONF", "a", 0, 3 },
		{ "a+b+10.conf", "a+b.conf", "a+b", 10, 0 },
		{ "a+3+b.conf", "a+3+b.conf", "a+3+b", -1, -1 },
		{ "a+.conf", "a+.conf", "a+", -1, -1 },
		{ "a+3-.conf", "a+3-.conf", "a+3-", -1, -1 },
		{ "a+-3.conf", "a+-3.conf", "a+-3", -1, -1 },
		{ "a+3-1x.conf", "a+3-1x.conf", "a+3-1x", -1, -1 },
		{ "a+2147483647.conf", "a.conf", "a", 2147483647, 0 },
		{ "a+2147483648.conf", "a+2147483648.conf", "a+2147483648",
		  -1, -1 },
		{ "a+99999999999999999999.conf",
		  "a+99999999999999999999.conf", "a+99999999999999999999",
		  -1, -1 },
		{ "+3.conf", "+3.conf", "+3", -1, -1 },
		{ "a.conf+3", "a.conf+3", "a.conf+3", -1, -1 },
		{ "fedora-6.12.94", "fedora-6.12.94", "fedora-6.12.94",
		  -1, -1 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		bls_set_name(&entry, cases[i].name);
		ck_assert_str_eq(entry.id, cases[i].id);
		ck_assert_str_eq(entry.stem, cases[i].stem);
		ck_assert_int_eq(entry.tries_left, cases[i].left);
		ck_assert_int_eq(entry.tries_done, cases[i].done);
		ck_assert(bls_has_id(&entry, cases[i].name));
		ck_assert(bls_has_id(&entry, cases[i].id));
		ck_assert(bls_has_id(&entry, cases[i].stem));
	}

	bls_set_name(&entry, "Arch+3.conf");
	ck_assert(bls_has_id(&entry, "arch"));
	ck_assert(bls_has_id(&entry, "arch+2-1.conf"));
	ck_assert(!bls_has_id(&entry, "arc"));
	ck_assert(!bls_has_id(&entry, "archx"));
	ck_assert(!bls_has_id(&entry, "arch+x"));
	ck_assert(!bls_has_id(&entry, ""));
	ck_assert(!bls_has_id(&entry, ".conf"));
	ck_assert(!has_suffix(".conf", BLS_SUFFIX));
	ck_assert(!has_suffix("a.config", BLS_SUFFIX));
	ck_assert(has_suffix("a.Conf", BLS_SUFFIX));
	clean_entry();
}
END_TEST

/* The examples of UAPI.10, and more, as systemd-analyze has them. */
START_TEST(versions)
{
	static const struct {
		const char *a, *order, *b;
	} cases[] = {
		{ "11", "=", "11" },
		{ "systemd-123", "=", "systemd-123" },
		{ "bar-123", "<", "foo-123" },
		{ "123a", ">", "123" },
		{ "123.a", ">", "123" },
		{ "123.a", "<", "123.b" },
		{ "123a", ">", "123.a" },
		{ "11\xce\xb1", "=", "11\xce\xb2" },
		{ "B", "<", "a" },
		{ "", "<", "0" },
		{ "0.", ">", "0" },
		{ "0.0", ">", "0" },
		{ "0", ">", "~" },
		{ "", ">", "~" },
		{ "1_", "=", "1" },
		{ "_1", "=", "1" },
		{ "1_", "<", "1.2" },
		{ "1_2_3", ">", "1.3.3" },
		{ "1+", "=", "1" },
		{ "+1", "=", "1" },
		{ "1+", "<", "1.2" },
		{ "1+2+3", ">", "1.3.3" },
		{ NULL, "=", "" },
		{ NULL, "<", "1" },
		{ "6.9", "<", "6.12" },
		{ "6.12.9", "<", "6.12.94" },
		{ "007", "=", "7" },
		{ "1.", "<", "1.a" },
		{ "0", "=", "00000" },
		{ "99999999999999999999999", "<", "100000000000000000000000" },
		{ "18446744073709551617", ">", "1" },
		{ "6.12.0-rc1", ">", "6.12.0" },
		{ "6.12.0~rc1", "<", "6.12.0" },
		{ "6.12.0~rc1", "<", "6.12.0~rc2" },
		{ "1.a", "<", "1.0" },
		{ "1-", "<", "1-0" },
		{ "6.13.0-rc1", "<", "6.13.0-0.rc1" },
		{ "ab", "<", "abc" },
		{ "a1", "<", "ab" },
	};
	/* Each is lower than all that follow. */
	static const char *const chain[] = {
		"122.1", "123~rc1-1", "123", "123-a", "123-a.1", "123-1",
		"123-1.1", "123^post1", "123.a-1", "123.1-1", "123a-1", "124-1",
	};
	size_t i, j;
	int sign, result;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		sign = *cases[i].order - '=';
		result = bls_compare_versions(cases[i].a, cases[i].b);
		ck_assert_msg((result > 0) - (result < 0) == sign,
			      "not %s %s %s: %d", cases[i].a, cases[i].order,
			      cases[i].b, result);
		result = bls_compare_versions(cases[i].b, cases[i].a);
		ck_assert_int_eq((result > 0) - (result < 0), -sign);
	}
	for (i = 0; i < ARRAY_SIZE(chain); i++)
		for (j = 0; j < ARRAY_SIZE(chain); j++) {
			result = bls_compare_versions(chain[i], chain[j]);
			ck_assert_msg((result > 0) - (result < 0) ==
				      (i > j) - (i < j), "%s %s: %d", chain[i],
				      chain[j], result);
		}
}
END_TEST

/* Files of entries in the order of a menu, made in another order. */
START_TEST(menu_order)
{
	static const struct {
		const char *name, *keys;
	} menu[] = {
		{ "z-1", "sort-key arch\n" },
		{ "b-2", "sort-key fedora\nmachine-id 1\nversion 2\n" },
		{ "b-3", "sort-key fedora\nmachine-id 1\nversion 2~rc1\n" },
		{ "a-9", "sort-key fedora\nmachine-id 2\nversion 6.12\n" },
		{ "a-8", "sort-key fedora\nmachine-id 2\nversion 6.9\n" },
		{ "c-11", "sort-key fedora\nmachine-id 3\nversion 1\n" },
		{ "c-9", "sort-key fedora\nmachine-id 3\nversion 1\n" },
		{ "x+1", "sort-key fedora\nmachine-id 3\nversion 0\n" },
		/* Without a sort-key, neither of the others counts. */
		{ "y-12-1", "machine-id 2\nversion 1\n" },
		{ "y-12", "machine-id 1\nversion 3\n" },
		{ "y-9", "version 99\n" },
		/* Bad ones last, also those with a sort-key. */
		{ "w+0-3", "sort-key aaa\nversion 99\n" },
		{ "w+0", "sort-key bbb\nversion 99\n" },
		{ "zz+0-1", "" },
	};
	const size_t count = ARRAY_SIZE(menu);
	char name[64];
	size_t i;

	for (i = 0; i < count; i++) {
		size_t k = (i * 5 + 3) % count;

		snprintf(name, sizeof(name), "loader/entries/%s.conf",
			 menu[k].name);
		put_file(name, menu[k].keys);
	}
	find_entries();
	ck_assert_uint_eq(list.count, count);
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "loader/entries/%s.conf",
			 menu[i].name);
		ck_assert_str_eq(list.entries[i].file, at(name));
	}
	clean_entry();
}
END_TEST

/* The same ID in one directory: only the boot counter differs. */
START_TEST(counter_order)
{
	static const char *const menu[] = {
		"a+3-1", "a+2-0", "a+2-1", "a", "a+0-1", "a+0-2",
	};
	char files[ARRAY_SIZE(menu)][64];
	struct bls_entry one = BLS_ENTRY_INIT, other = BLS_ENTRY_INIT;
	size_t i, j;
	int result;

	for (i = 0; i < ARRAY_SIZE(menu); i++)
		snprintf(files[i], sizeof(files[i]), "%s.conf", menu[i]);
	for (i = 0; i < ARRAY_SIZE(menu); i++)
		for (j = 0; j < ARRAY_SIZE(menu); j++) {
			bls_set_name(&one, files[i]);
			bls_set_name(&other, files[j]);
			one.file = files[i];
			other.file = files[j];
			result = bls_compare(&one, &other);
			ck_assert_int_eq((result > 0) - (result < 0),
					 (i > j) - (i < j));
			one.file = other.file = NULL;
		}
	bls_entry_free(&one);
	bls_entry_free(&other);
}
END_TEST

START_TEST(found_files)
{
	put_file("loader/entries/a.conf", "title A\n");
	put_file("loader/entries/b.CONF", "title B\n");
	put_file("loader/entries/.c.conf", "title C\n");
	put_file("loader/entries/auto-windows.conf", "title D\n");
	put_file("loader/entries/e.conf.rpmsave", "title E\n");
	put_file("loader/entries/f.conf/g", "a directory");
	put_file("loader/loader.conf", "default g\n");
	ck_assert_int_eq(mkfifo(at("loader/entries/h.conf"), 0600), 0);
	find_entries();
	ck_assert_uint_eq(list.count, 4);
	ck_assert_str_eq(list.entries[0].id, "h.conf");
	ck_assert_int_eq(list.entries[0].error, -EINVAL);
	ck_assert_str_eq(list.entries[1].id, "f.conf");
	ck_assert_int_eq(list.entries[1].error, -EINVAL);
	ck_assert_str_eq(list.entries[1].trouble.text,
			 "not a regular file");
	ck_assert_str_eq(list.entries[2].title, "B");
	ck_assert_str_eq(list.entries[3].title, "A");
	ck_assert_str_eq(list.entries[3].root, test_dir());
	clean_entry();
}
END_TEST

/* $BOOT, the ESP, and the ESP once more below another name. */
START_TEST(several_directories)
{
	char dirs[4][256];
	const char *const places[] = { dirs[0], dirs[1], dirs[2], dirs[3] };

	snprintf(dirs[0], sizeof(dirs[0]), "%s", at("boot"));
	snprintf(dirs[1], sizeof(dirs[1]), "%s", at("none"));
	snprintf(dirs[2], sizeof(dirs[2]), "%s", at("esp"));
	snprintf(dirs[3], sizeof(dirs[3]), "%s", at("again"));
	put_file("boot/loader/entries/a.conf", "title A\n");
	put_file("boot/loader/entries/b+2.conf", "title B\n");
	put_file("esp/loader/entries/B.conf", "title hidden\n");
	put_file("esp/loader/entries/c+2.conf", "title C 2\n");
	put_file("esp/loader/entries/c+1.conf", "title C 1\n");
	ck_assert_int_eq(symlink("esp", dirs[3]), 0);

	ck_assert_int_eq(bls_find_in(&list, places, 4, &reason), 0);
	ck_assert_uint_eq(list.count, 4);
	ck_assert_str_eq(list.entries[0].title, "C 2");
	ck_assert_str_eq(list.entries[0].root, dirs[2]);
	ck_assert_str_eq(list.entries[1].title, "C 1");
	ck_assert_str_eq(list.entries[2].title, "B");
	ck_assert_str_eq(list.entries[3].title, "A");
	ck_assert_str_eq(list.entries[3].root, dirs[0]);
	bls_list_free(&list);

	ck_assert_int_eq(bls_find_in(&list, places + 1, 1, &reason), -ENOENT);
	ck_assert_int_eq(bls_find_in(&list, places + 3, 1, &reason), 0);
	ck_assert_uint_eq(list.count, 3);
	clean_entry();
}
END_TEST

START_TEST(no_directory)
{
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), -ENOENT);
	check_reason(test_dir());
	check_reason("loader/entries");
	clean_entry();
	put_file("loader/entries/README", "no entry");
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), -ENOENT);
	check_reason("no boot entries");
	clean_entry();
}
END_TEST

START_TEST(too_large)
{
	char path[256];

	put_file("loader/entries/a.conf", "title A\n");
	snprintf(path, sizeof(path), "%s", at("loader/entries/a.conf"));
	ck_assert_int_eq(truncate(path, 1LL << 40), 0);
	bls_read(&entry, path, test_dir());
	ck_assert_int_eq(entry.error, -EFBIG);
	ck_assert_ptr_null(entry.title);
	ck_assert_str_eq(entry.id, "a.conf");
	clean_entry();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bls");
	TCase *text = tcase(suite, "text");
	TCase *order = tcase(suite, "order");
	TCase *files = tcase(suite, "files");

	entry = BLS_ENTRY_INIT;
	tcase_add_test(text, keys_of_kernel_install);
	tcase_add_test(text, other_keys);
	tcase_add_test(text, lines);
	tcase_add_test(text, refused_files);
	tcase_add_test(text, long_options);
	tcase_add_test(text, names);
	tcase_add_test(order, versions);
	tcase_add_test(order, menu_order);
	tcase_add_test(order, counter_order);
	tcase_add_test(files, found_files);
	tcase_add_test(files, several_directories);
	tcase_add_test(files, no_directory);
	tcase_add_test(files, too_large);
	return run_tests(suite);
}
