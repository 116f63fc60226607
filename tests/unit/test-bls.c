// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Boot entries: their lines, names, order, places, and what they describe. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "image/bls/bls.h"
#include "pe-file.h"
#include "shared/util.h"
#include "tree.h"
#include "unit.h"

static struct reason reason;
static struct bls_entry entry;
static struct bls_list list;
static struct image image;

static void clean(void)
{
	bls_entry_free(&entry);
	bls_list_free(&list);
	image_free(&image);
	image = IMAGE_INIT;
	reason = (struct reason){ "" };
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

/* What bls_check() says; the first problem is the reason. */
static int check(const struct bls_entry *of)
{
	struct bls_remarks problems;
	int err = bls_check(of, &problems);

	ck_assert_int_eq(problems.count > 0, err != 0);
	if (err)
		reason = problems.texts[0];
	bls_remarks_free(&problems);
	return err;
}

/* The default; there are no EFI variables. */
static const char *chosen(void)
{
	const char *id;
	struct bls_choice choice;

	bls_choose(&choice, &list, test_dir());
	id = choice.entry ? choice.entry->id : NULL;
	bls_choice_free(&choice);
	return id;
}

static void check_reason(const char *words)
{
	ck_assert_msg(strstr(reason.text, words), "\"%s\" lacks \"%s\"",
		      reason.text, words);
}

/* What uname(2) says, or NULL for what it is. */
static const char *this_machine;

int __real_uname(struct utsname *uts);
int __wrap_uname(struct utsname *uts);
int __wrap_uname(struct utsname *uts)
{
	int err = __real_uname(uts);

	if (this_machine)
		strcpy(uts->machine, this_machine);
	return err;
}

static const char *machine(void)
{
	static struct utsname uts;

	uname(&uts);
	return uts.machine;
}

/* Entries as they are found on machines */

#define ID	"6a9857a393724b7a981ebb5b8495b9ea"

static const char kernel_install[] =
	"# Boot Loader Specification type#1 entry\n"
	"# File created by /usr/lib/kernel/install.d/90-loaderentry.install\n"
	"title      Fedora Linux 40 (Workstation Edition)\n"
	"version    6.12.94-200.fc40.x86_64\n"
	"machine-id " ID "\n"
	"sort-key   fedora\n"
	"options    root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro rhgb quiet\n"
	"linux      /" ID "/6.12.94/linux\n"
	"initrd     /" ID "/6.12.94/microcode\n"
	"initrd     /" ID "/6.12.94/initrd\n";

static const char rhel[] =
	"title Red Hat Enterprise Linux (5.14.0-427.el9.x86_64) 9.4 (Plow)\n"
	"version 5.14.0-427.el9.x86_64\n"
	"linux /vmlinuz-5.14.0-427.el9.x86_64\n"
	"initrd /initramfs-5.14.0-427.el9.x86_64.img $tuned_initrd\n"
	"options root=/dev/mapper/rhel-root ro crashkernel=1G-4G:192M $tuned_params\n"
	"grub_users $grub_users\n"
	"grub_arg --unrestricted\n"
	"grub_class rhel\n";

static const char arch[] =
	"title   Arch Linux\n"
	"linux   /vmlinuz-linux\n"
	"initrd  /intel-ucode.img\n"
	"initrd  /initramfs-linux.img\n"
	"options root=PARTUUID=1234\n"
	"options rw memmap=64M$0x18880000\n";

static const char postmarketos[] =
	"title\tpostmarketOS\n"
	"sort-key\tpostmarketos\n"
	"linux\tvmlinuz\n"
	"initrd\tinitramfs\n"
	"devicetree\tsdm845-oneplus-enchilada.dtb\n";

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
	clean();
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
	clean();
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
	clean();
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
	clean();
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
	clean();
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
	clean();
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
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), 0);
	ck_assert_uint_eq(list.count, count);
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "loader/entries/%s.conf",
			 menu[i].name);
		ck_assert_str_eq(list.entries[i].file, at(name));
	}
	clean();
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
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), 0);
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
	clean();
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
	clean();
}
END_TEST

START_TEST(no_directory)
{
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), -ENOENT);
	check_reason(test_dir());
	check_reason("loader/entries");
	clean();
	put_file("loader/entries/README", "no entry");
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), -ENOENT);
	check_reason("no boot entries");
	clean();
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
	clean();
}
END_TEST

/* What an entry describes */

static void check_part(const struct component *part, const char *name,
		       const char *label)
{
	ck_assert_str_eq(part->name, at(name));
	ck_assert_str_eq(part->label, label);
	ck_assert_int_ge(part->fd, 0);
}

static int compose(const char *name)
{
	const struct bls_source source = { test_dir(), test_dir() };

	image_free(&image);
	return image_add_entry(&image, name, &source, &reason);
}

static void install_fedora(void)
{
	put_file(ID "/6.12.94/linux", "kernel");
	put_file(ID "/6.12.94/microcode", "ucode");
	put_file(ID "/6.12.94/initrd", "initrd");
	put_file("loader/entries/" ID "-6.12.94+3.conf", kernel_install);
}

START_TEST(composes)
{
	install_fedora();
	ck_assert_int_eq(compose(NULL), 0);
	check_part(&image.kernel, ID "/6.12.94/linux", "");
	ck_assert_uint_eq(image.nr_initrds, 2);
	check_part(&image.initrds[0], ID "/6.12.94/microcode", "microcode");
	check_part(&image.initrds[1], ID "/6.12.94/initrd", "initrd");
	ck_assert_str_eq(
		image.cmdline,
		"root=UUID=6d3376e4-fc93-4509-95ec-a21d68011da2 ro rhgb quiet");
	ck_assert_int_eq(image.devicetree.fd, -1);

	ck_assert_int_eq(compose(ID "-6.12.94"), 0);
	ck_assert_int_eq(compose(ID "-6.12.94.conf"), 0);
	ck_assert_int_eq(compose(ID "-6.12.94+3"), 0);
	ck_assert_int_eq(compose(ID "-6.12.94+3.conf"), 0);
	ck_assert_int_eq(compose(ID "-6.12"), -ENOENT);
	check_reason("unknown boot entry in ");
	clean();
}
END_TEST

START_TEST(composes_several_options)
{
	put_file("vmlinuz-linux", "kernel");
	put_file("intel-ucode.img", "ucode");
	put_file("initramfs-linux.img", "initrd");
	put_file("loader/entries/arch.conf", arch);
	ck_assert_int_eq(compose("arch"), 0);
	ck_assert_str_eq(image.cmdline,
			 "root=PARTUUID=1234 rw memmap=64M$0x18880000");
	check_part(&image.initrds[0], "intel-ucode.img", "intel-ucode.img");
	check_part(&image.initrds[1], "initramfs-linux.img",
		   "initramfs-linux.img");
	clean();
}
END_TEST

START_TEST(composes_devicetree)
{
	put_file("vmlinuz", "kernel");
	put_file("initramfs", "initrd");
	put_file("loader/entries/pmos.conf", postmarketos);
	ck_assert_int_eq(compose("pmos"), -ENOENT);
	check_reason(
		"pmos.conf: devicetree sdm845-oneplus-enchilada.dtb: no such file");
	put_file("sdm845-oneplus-enchilada.dtb", "dtb");
	ck_assert_int_eq(compose("pmos"), 0);
	check_part(&image.devicetree, "sdm845-oneplus-enchilada.dtb", "");
	ck_assert_ptr_null(image.cmdline);
	clean();
}
END_TEST

/* Over a file that put_file() has made, with its directories. */
static void put_image(const char *name)
{
	static const struct pe_spec sections[] = {
		PE_SECTION(".linux", "kernel"), PE_SECTION(".initrd", "initrd"),
		PE_SECTION(".cmdline", "of the image"), PE_END,
	};
	struct pe_file efi;
	FILE *file;

	put_file(name, "");
	pe_file(&efi, sections);
	file = fopen(at(name), "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(efi.bytes, efi.size, 1, file), 1);
	ck_assert_int_eq(fclose(file), 0);
}

static void check_section(const struct component *component,
			  const char *name, const char *label,
			  const char *content)
{
	char bytes[32] = "";

	ck_assert_str_eq(component->name, at(name));
	ck_assert_str_eq(component->label, label);
	ck_assert_int_eq(pread(component->fd, bytes, sizeof(bytes), 0),
			 (int)strlen(content));
	ck_assert_str_eq(bytes, content);
}

/* An entry that names a unified kernel image, and what it says besides. */
START_TEST(composes_images)
{
	static const struct {
		const char *text, *cmdline;
		size_t nr_notices;
	} cases[] = {
		{ "uki /EFI/Linux/a.efi\n", "of the image", 0 },
		{ "efi /EFI/Linux/a.efi\n", "of the image", 0 },
		{ "uki /EFI/Linux/a.efi\noptions a\noptions b\n", "a b", 0 },
		{ "uki /EFI/Linux/a.efi\ninitrd /k\n", "of the image", 1 },
	};
	size_t i;

	put_image("EFI/Linux/a.efi");
	put_file("k", "initrd");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_file("loader/entries/a.conf", cases[i].text);
		ck_assert_msg(compose("a") == 0, "%s: %s", cases[i].text,
			      reason.text);
		check_section(&image.kernel, "EFI/Linux/a.efi:.linux", "",
			      "kernel");
		ck_assert_uint_eq(image.nr_initrds, 1);
		check_section(&image.initrds[0], "EFI/Linux/a.efi:.initrd",
			      "initrd", "initrd");
		ck_assert_str_eq(image.cmdline, cases[i].cmdline);
		ck_assert_uint_eq(image.nr_notices, cases[i].nr_notices);
	}
	ck_assert_ptr_nonnull(
		strstr(image.notices[0], "initrd /k is not used beside uki"));
	clean();
}
END_TEST

START_TEST(composes_file)
{
	const struct bls_source nowhere = { NULL, NULL };
	const struct bls_source here = { test_dir(), NULL };
	char link[256];

	install_fedora();
	ck_assert_int_eq(
		image_add_entry(&image,
				at("loader/entries/" ID "-6.12.94+3.conf"),
				&nowhere, &reason),
		0);
	check_part(&image.kernel, ID "/6.12.94/linux", "");
	clean();

	/* As ostree has it. */
	snprintf(link, sizeof(link), "%s", at("loader"));
	ck_assert_int_eq(rename(link, at("loader.1")), 0);
	ck_assert_int_eq(symlink("loader.1", link), 0);
	ck_assert_int_eq(
		image_add_entry(&image,
				at("loader/entries/" ID "-6.12.94+3.conf"),
				&nowhere, &reason),
		0);
	clean();

	put_file("elsewhere.conf", kernel_install);
	ck_assert_int_eq(image_add_entry(&image, at("elsewhere.conf"),
					 &nowhere, &reason),
			 -EINVAL);
	check_reason("--boot-dir");
	ck_assert_int_eq(image_add_entry(&image, at("elsewhere.conf"),
					 &here, &reason),
			 0);
	clean();
	ck_assert_int_eq(image_add_entry(&image, at("none.conf"), &nowhere,
					 &reason),
			 -ENOENT);
	check_reason("no such file");
	ck_assert_int_eq(image_add_entry(&image, at("none.conf"), &here,
					 &reason),
			 -ENOENT);
	check_reason("none.conf: cannot be opened");
	clean();
}
END_TEST

/* Where /boot is no file system of its own. */
START_TEST(boot_in_paths)
{
	put_file("vmlinuz", "kernel");
	put_file("initrd", "initrd");
	put_file("boot/initrd", "the other one");
	put_file("loader/entries/a.conf",
	    "linux /boot/vmlinuz\ninitrd boot/initrd\ninitrd //initrd\n");
	ck_assert_int_eq(compose("a"), 0);
	check_part(&image.kernel, "vmlinuz", "");
	check_part(&image.initrds[0], "boot/initrd", "initrd");
	check_part(&image.initrds[1], "initrd", "initrd");
	put_file("loader/entries/a.conf", "linux /boot/boot/vmlinuz\n");
	ck_assert_int_eq(compose("a"), -ENOENT);
	put_file("loader/entries/a.conf", "linux /mnt/boot/vmlinuz\n");
	ck_assert_int_eq(compose("a"), -ENOENT);
	clean();
}
END_TEST

START_TEST(variables)
{
	static const struct {
		const char *value, *variable;
	} cases[] = {
		{ "a $tuned_initrd", "$tuned_initrd" },
		{ "$kernelopts", "$kernelopts" },
		{ "a${x}b", "${x}" },
		{ "a${x", "${x" },
		{ "$ $$ $1 ${1} ${} $-a", NULL },
		{ "memmap=64M$0x18880000", NULL },
		{ "$$a", "$a" },
		{ "", NULL },
		{ "$", NULL },
		{ "${", NULL },
	};
	const char *variable;
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		variable = bls_variable(cases[i].value, &len);
		if (!cases[i].variable) {
			ck_assert_ptr_null(variable);
			continue;
		}
		ck_assert_ptr_nonnull(variable);
		ck_assert_uint_eq(len, strlen(cases[i].variable));
		ck_assert_mem_eq(variable, cases[i].variable, len);
	}

	put_file("vmlinuz-5.14.0-427.el9.x86_64", "kernel");
	put_file("initramfs-5.14.0-427.el9.x86_64.img", "initrd");
	put_file("loader/entries/rhel.conf", rhel);
	/* The kernel is there: it is the default, and fails. */
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("rhel.conf: options: $tuned_params is a variable");
	check_reason("grub2-editenv");
	put_file("loader/entries/rhel.conf",
	    "linux /vmlinuz-5.14.0-427.el9.x86_64\n"
	    "initrd /initramfs-5.14.0-427.el9.x86_64.img $tuned_initrd\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	check_reason("rhel.conf: initrd: $tuned_initrd is a variable");
	check_reason("take it out");
	clean();
}
END_TEST

START_TEST(refused_entries)
{
	static const struct {
		const char *text;
		int err;
		const char *words;
	} cases[] = {
		{ "title a\n", -EINVAL, "no linux, uki or efi line" },
		{ "uki-url http://a/b.efi\n", -EINVAL, "network" },
		{ "linux /none\n", -ENOENT, "linux /none: no such file" },
		{ "linux /k\ninitrd /none\n", -ENOENT,
		  "initrd /none: no such file" },
		{ "linux /k\ninitrd /k /k\n", -ENOENT,
		  "each line names one file" },
		{ "linux /k/none\n", -ENOTDIR, "no such file" },
		{ "linux /\n", -EISDIR, "directory" },
		{ "linux /loader/../k\n", -EINVAL, "\"..\" is not allowed" },
		{ "linux ..\n", -EINVAL, "\"..\" is not allowed" },
		{ "linux /k\ninitrd ../../../etc/shadow\n", -EINVAL,
		  "\"..\" is not allowed" },
		{ "linux /k\ninitrd /boot/../k\n", -EINVAL,
		  "\"..\" is not allowed" },
		{ "linux /k\ndevicetree ../k\n", -EINVAL,
		  "\"..\" is not allowed" },
		{ "linux /k\ndevicetree-overlay /k\n", -EOPNOTSUPP,
		  "fdtoverlay" },
		{ "uki /k\nextra /k\n", -EOPNOTSUPP, "extra /k is not supported" },
		{ "uki /u.efi\nprofile 2\n", -EINVAL, "no profile \"2\"" },
		{ "linux /k\narchitecture ia64\n", -ENOEXEC,
		  "for architecture ia64" },
		{ "uki /none\n", -ENOENT, "uki /none: no such file" },
		{ "efi /none\n", -ENOENT, "efi /none: no such file" },
		{ "uki /k\n", -EINVAL, "uki " },
		{ "efi /k\n", -EINVAL, "only unified kernel images" },
	};
	size_t i;

	put_file("k", "no image");
	put_image("u.efi");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_file("loader/entries/a.conf", cases[i].text);
		ck_assert_msg(compose("a") == cases[i].err, "%s: %s",
			      cases[i].text, reason.text);
		check_reason("a.conf: ");
		check_reason(cases[i].words);
	}
	/* With both, it is the kernel that counts. */
	put_file("loader/entries/a.conf", "efi /none\nlinux /k\nprofile 1\n");
	ck_assert_int_eq(compose("a"), 0);
	/* Names with dots are names. */
	put_file("..k", "kernel");
	put_file("loader/entries/a.conf", "linux /..k\n");
	ck_assert_int_eq(compose("a"), 0);
	clean();
}
END_TEST

START_TEST(architectures)
{
	char text[128];

	ck_assert_str_eq(bls_architecture("x86_64"), "x64");
	ck_assert_str_eq(bls_architecture("i686"), "ia32");
	ck_assert_str_eq(bls_architecture("aarch64"), "aa64");
	ck_assert_str_eq(bls_architecture("armv7l"), "arm");
	ck_assert_str_eq(bls_architecture("riscv64"), "riscv64");
	ck_assert_str_eq(bls_architecture("s390x"), "s390x");

	put_file("k", "kernel");
	put_file("loader/entries/a.conf", "linux /k\narchitecture X64\n");
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), 0);
	this_machine = "x86_64";
	ck_assert_int_eq(check(&list.entries[0]), 0);
	this_machine = "aarch64";
	ck_assert_int_eq(check(&list.entries[0]), -ENOEXEC);
	check_reason("X64, this machine is aa64");
	this_machine = "i686";
	ck_assert_int_eq(check(&list.entries[0]), -ENOEXEC);
	this_machine = NULL;

	snprintf(text, sizeof(text), "linux /k\narchitecture %s\n",
		 bls_architecture(machine()));
	put_file("loader/entries/a.conf", text);
	ck_assert_int_eq(compose("a"), 0);
	clean();
}
END_TEST

/* The default: what a boot loader would show, but broken or not. */
START_TEST(defaults)
{
	put_file("k", "kernel");
	put_file("loader/entries/a.conf", "linux /k\n");
	put_file("loader/entries/b+0-1.conf", "sort-key a\nlinux /k\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_ptr_null(image.cmdline);
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), 0);
	ck_assert_str_eq(chosen(), "a.conf");
	bls_list_free(&list);

	put_file("loader/entries/c.conf", "sort-key c\nlinux /none\n");
	put_file("loader/entries/d.conf", "sort-key d\nlinux /k\narchitecture ia64");
	put_file("loader/entries/e.conf", "sort-key e\n");
	put_file("loader/entries/f.conf", "sort-key f\nlinux /k\ninitrd /none");
	put_file("loader/entries/g.conf", "sort-key g\nlinux /k\n");
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), 0);
	ck_assert_str_eq(list.entries[0].id, "c.conf");
	ck_assert_str_eq(chosen(), "f.conf");
	ck_assert_int_eq(compose(NULL), -ENOENT);
	check_reason("f.conf: initrd /none");
	bls_list_free(&list);

	/* Bad ones are better than none. */
	ck_assert_int_eq(remove(at("loader/entries/a.conf")), 0);
	ck_assert_int_eq(remove(at("loader/entries/f.conf")), 0);
	ck_assert_int_eq(remove(at("loader/entries/g.conf")), 0);
	ck_assert_int_eq(bls_find(&list, test_dir(), &reason), 0);
	ck_assert_str_eq(chosen(), "b.conf");
	bls_list_free(&list);

	ck_assert_int_eq(remove(at("loader/entries/b+0-1.conf")), 0);
	ck_assert_int_eq(compose(NULL), -ENOENT);
	check_reason("no bootable entry in ");
	check_reason("kexec2 entries");
	ck_assert_int_eq(remove(at("loader/entries/c.conf")), 0);
	ck_assert_int_eq(remove(at("loader/entries/d.conf")), 0);
	ck_assert_int_eq(remove(at("loader/entries/e.conf")), 0);
	ck_assert_int_eq(compose(NULL), -ENOENT);
	check_reason("no boot entries");
	check_reason("--boot-dir");
	clean();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bls");
	TCase *text = tcase(suite, "text");
	TCase *order = tcase(suite, "order");
	TCase *files = tcase(suite, "files");
	TCase *content = tcase(suite, "content");

	entry = BLS_ENTRY_INIT;
	image = IMAGE_INIT;
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
	tcase_add_test(content, composes);
	tcase_add_test(content, composes_several_options);
	tcase_add_test(content, composes_devicetree);
	tcase_add_test(content, composes_images);
	tcase_add_test(content, composes_file);
	tcase_add_test(content, boot_in_paths);
	tcase_add_test(content, variables);
	tcase_add_test(content, refused_entries);
	tcase_add_test(content, architectures);
	tcase_add_test(content, defaults);
	return run_tests(suite);
}
