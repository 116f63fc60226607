// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Boot entries: the default, GRUB's variables, and all that is wrong. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bls-dir.h"
#include "image/grub/env.h"
#include "shared/util.h"
#include "tree.h"
#include "unit.h"

#define VENDOR "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
#define ENV "# GRUB Environment Block\n"

static void put_variable(const char *name, const char *bytes, size_t size)
{
	char file[128], value[256] = "\7\0\0\0";

	snprintf(file, sizeof(file), "vars/%s" VENDOR, name);
	memcpy(value + 4, bytes, size);
	put_bytes(file, value, 4 + size);
}

/* In UTF-16; NULL for none. */
static void set_variable(const char *name, const char *text)
{
	char bytes[128], file[128];
	size_t i;

	if (!text) {
		snprintf(file, sizeof(file), "vars/%s" VENDOR, name);
		remove(at(file));
		return;
	}
	for (i = 0; i <= strlen(text); i++) {
		bytes[2 * i] = text[i];
		bytes[2 * i + 1] = '\0';
	}
	put_variable(name, bytes, 2 * i);
}

/* What is for one boot, then what stays, then the order: each has one entry. */
static void put_entries(void)
{
	put_file("k", "kernel");
	put_file("loader/entries/a-1.conf", "linux /k\ntitle The A\n");
	put_file("loader/entries/a-2+1.conf", "linux /k\n");
	put_file("loader/entries/b-1.conf", "linux /k\n");
	put_file("loader/entries/b-2+0-3.conf", "linux /k\n");
	put_file("loader/entries/c.conf", "linux /none\n");
	put_file("loader/entries/d.conf", "efi /k\n");
}

static void check_text(const char *words)
{
	char *text = bls_choice_text(&choice);

	ck_assert_has(text, words);
	free(text);
}

START_TEST(loader_conf)
{
	static const struct {
		const char *text, *id;
		size_t ignored;
	} cases[] = {
		{ "", "d.conf", 0 },
		{ "timeout 3\n#default a-1\n default \n", "d.conf", 0 },
		{ "default a-1.conf\n", "a-1.conf", 0 },
		{ "default   a-1.conf  \r\n", "a-1.conf", 0 },
		{ "default a-1\n", "a-1.conf", 0 },
		{ "default A-1*\n", "a-1.conf", 0 },
		{ "default a-*\n", "a-2.conf", 0 },
		{ "default a-?.conf\n", "a-2.conf", 0 },
		{ "default a-[1].conf\n", "a-1.conf", 0 },
		{ "default a-2+1.conf\n", "a-2.conf", 0 },
		{ "default *\n", "d.conf", 0 },
		/* The last line counts. */
		{ "default a-1.conf\ndefault b-1.conf\n", "b-1.conf", 0 },
		/* Those that have failed, too, if nothing else fits. */
		{ "default b-2*\n", "b-2.conf", 0 },
		{ "default b-*\n", "b-1.conf", 0 },
		{ "preferred b-2*\n", "d.conf", 1 },
		{ "preferred b-*\ndefault a-1.conf\n", "b-1.conf", 0 },
		{ "preferred b-2*\ndefault a-1.conf\n", "a-1.conf", 1 },
		/* Its kernel is not there: no menu shows it. */
		{ "default c.conf\n", "d.conf", 1 },
		{ "default a-\n", "d.conf", 1 },
		{ "default @saved\n", "d.conf", 0 },
		{ "default @other\n", "d.conf", 1 },
	};
	size_t i;

	put_entries();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_file("loader/loader.conf", cases[i].text);
		ck_assert_msg(!strcmp(chosen(), cases[i].id), "%s: %s",
			      cases[i].text, choice.entry->id);
		ck_assert_uint_eq(choice.ignored.count, cases[i].ignored);
		ck_assert(!choice.once);
	}
	put_file("loader/loader.conf", "default a-1*\n");
	chosen();
	check_text("loader/loader.conf says default \"a-1*\"");
	clean();
}
END_TEST

START_TEST(efi_variables)
{
	static const struct {
		const char *oneshot, *preferred, *fallback, *last, *config, *id;
		const char *source;
	} cases[] = {
		{ "a-1.conf", "b-1.conf", "d.conf", NULL, "", "a-1.conf",
		  "LoaderEntryOneShot" },
		{ "b-2.conf", NULL, "d.conf", NULL, "", "b-2.conf",
		  "LoaderEntryOneShot" },
		{ "gone.conf", "B-1.conf", "d.conf", NULL, "", "b-1.conf",
		  "LoaderEntryPreferred" },
		{ NULL, "b-2.conf", "a-1.conf", NULL, "", "a-1.conf",
		  "LoaderEntryDefault" },
		{ NULL, NULL, "a-1.conf", NULL, "default b-1.conf\n",
		  "a-1.conf", "LoaderEntryDefault" },
		{ NULL, NULL, "a-1.conf", NULL, "preferred b-1.conf\n",
		  "b-1.conf", "loader.conf" },
		{ NULL, NULL, "gone", NULL, "default b-1.conf\n", "b-1.conf",
		  "loader.conf" },
		{ NULL, NULL, "@saved", "a-1.conf", "default b-1.conf\n",
		  "a-1.conf", "LoaderEntryLastBooted" },
		{ NULL, NULL, NULL, "a-1.conf", "default @saved\n", "a-1.conf",
		  "LoaderEntryLastBooted" },
		{ NULL, NULL, NULL, "a-1.conf", "", "d.conf", "order" },
		{ NULL, NULL, "@Saved", "a-1.conf", "", "a-1.conf",
		  "LoaderEntryLastBooted" },
		/* The file has a counter in its name. */
		{ NULL, NULL, "A-2.CONF", NULL, "", "a-2.conf",
		  "LoaderEntryDefault" },
		/* What was booted last has failed. */
		{ NULL, "@saved", NULL, "b-2.conf", "", "d.conf", "order" },
		{ NULL, NULL, NULL, "b-2.conf", "preferred @saved\n", "d.conf",
		  "order" },
		{ NULL, NULL, "@saved", "b-2.conf", "", "b-2.conf",
		  "LoaderEntryLastBooted" },
		{ "", "", "", "", "", "d.conf", "order" },
	};
	size_t i;

	put_entries();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_file("loader/loader.conf", cases[i].config);
		set_variable("LoaderEntryOneShot", cases[i].oneshot);
		set_variable("LoaderEntryPreferred", cases[i].preferred);
		set_variable("LoaderEntryDefault", cases[i].fallback);
		set_variable("LoaderEntryLastBooted", cases[i].last);
		ck_assert_str_eq(chosen(), cases[i].id);
		ck_assert_str_eq(choice.source, cases[i].source);
		ck_assert_int_eq(choice.once, !strcmp(choice.source,
						      "LoaderEntryOneShot"));
	}
	set_variable("LoaderEntryOneShot", "a-1.conf");
	chosen();
	check_text("LoaderEntryOneShot is \"a-1.conf\", for the next boot");
	clean();
}
END_TEST

/* What the variable of a test holds, and what is read. */
START_TEST(utf16)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *text;
	} cases[] = {
		{ "a\0b\0", 4, "ab" },
		{ "a\0b\0\0\0c\0", 8, "ab" },
		{ "", 0, "" },
		{ "\xe9\0", 2, "\xc3\xa9" },
		{ "\xac\x20", 2, "\xe2\x82\xac" },
		{ "\x3d\xd8\x00\xde", 4, "\xf0\x9f\x98\x80" },
		{ "a\0b", 3, NULL },
		{ "\x3d\xd8", 2, NULL },
		{ "\x3d\xd8\x61\x00", 4, NULL },
		{ "\x00\xde\x3d\xd8", 4, NULL },
		{ "\x00\xde\x00\xde", 4, NULL },
		{ "\x3d\xd8\x00\xe0", 4, NULL },
		{ "a\0\0\0\x00\xde", 6, "a" },
	};
	char *value;
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_variable("LoaderInfo", cases[i].bytes, cases[i].size);
		err = efivar_read(at("vars"), "LoaderInfo", &value);
		ck_assert_int_eq(err, cases[i].text ? 0 : -EINVAL);
		ck_assert_pstr_eq(value, cases[i].text);
		free(value);
	}
	put_bytes("vars/LoaderInfo" VENDOR, "\7\0\0", 3);
	ck_assert_int_eq(efivar_read(at("vars"), "LoaderInfo", &value),
			 -EINVAL);
	ck_assert_int_eq(efivar_read(at("vars"), "Loader", &value), -ENOENT);
	ck_assert_ptr_null(value);
}
END_TEST

START_TEST(grub_environment)
{
	static const struct {
		const char *env, *config, *id;
		const char *source;
	} cases[] = {
		{ ENV, NULL, "d.conf", "order" },
		{ ENV "saved_entry=a-1\n", NULL, "a-1.conf", "grubenv" },
		{ ENV "saved_entry=a-1.conf\n#####", NULL, "a-1.conf",
		  "grubenv" },
		{ ENV "saved_entry=The A\n", NULL, "a-1.conf", "grubenv" },
		/* c, b-1, a-2, a-1, b-2: d is none of blscfg's. */
		{ ENV "saved_entry=1\n", NULL, "b-1.conf", "grubenv" },
		{ ENV "saved_entry=3\n", NULL, "a-1.conf", "grubenv" },
		{ ENV "saved_entry=5\n", NULL, "d.conf", "order" },
		{ ENV "saved_entry=d\n", NULL, "d.conf", "order" },
		{ ENV "saved_entry=\nnext_entry=a-1\n", NULL, "a-1.conf",
		  "grubenv" },
		{ ENV "saved_entry=b-1\nnext_entry=a-1\n", NULL, "a-1.conf",
		  "grubenv" },
		{ ENV "saved_entry=b-1\n",
		  "set default=\"${saved_entry}\"\n", "b-1.conf", "grubenv" },
		{ ENV "saved_entry=b-1\n", "   set default=\"${next_entry}\"\n"
		  "   set default=\"a-1\"\n", "a-1.conf", "grub.cfg" },
		{ ENV "saved_entry=b-1\nnext_entry=b-2\n",
		  "set default='a-1'\n", "b-2.conf", "grubenv" },
		/* GRUB goes on without a block that is none. */
		{ "saved_entry=b-1\n", NULL, "d.conf", "order" },
	};
	const char *const places[] = { "grub2", "grub" };
	char file[32];
	size_t i;

	put_entries();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(file, sizeof(file), "%s/grubenv", places[i % 2]);
		put_file(file, cases[i].env);
		if (cases[i].config) {
			snprintf(file, sizeof(file), "%s/grub.cfg",
				 places[i % 2]);
			put_file(file, cases[i].config);
		}
		ck_assert_msg(!strcmp(chosen(), cases[i].id), "%s: %s",
			      cases[i].env, choice.entry->id);
		ck_assert_str_eq(choice.source, cases[i].source);
		ck_assert_int_eq(choice.once, !strcmp(choice.key ?: "",
						      "next_entry"));
		remove(at("grub2/grubenv"));
		remove(at("grub2/grub.cfg"));
		remove(at("grub/grubenv"));
		remove(at("grub/grub.cfg"));
	}
	clean();
}
END_TEST

/* Whose word counts, where both have files. */
START_TEST(boot_loaders)
{
	put_entries();
	put_file("loader/loader.conf", "default a-1.conf\n");
	put_file("grub/grubenv", ENV "saved_entry=b-1\n");
	ck_assert_str_eq(chosen(), "a-1.conf");
	set_variable("LoaderInfo", "systemd-boot 252.39-1~deb12u1");
	ck_assert_str_eq(chosen(), "a-1.conf");
	set_variable("LoaderInfo", "GRUB 2.12");
	ck_assert_str_eq(chosen(), "b-1.conf");
	put_file("grub/grubenv", ENV);
	ck_assert_str_eq(chosen(), "d.conf");

	/* What is for one boot comes before what stays. */
	put_file("grub/grubenv", ENV "next_entry=b-1\n");
	ck_assert_str_eq(chosen(), "b-1.conf");
	set_variable("LoaderInfo", "another");
	ck_assert_str_eq(chosen(), "b-1.conf");
	set_variable("LoaderInfo", "systemd-boot 257");
	ck_assert_str_eq(chosen(), "a-1.conf");
	set_variable("LoaderInfo", NULL);
	clean();
}
END_TEST

/* That of the ESP, which is the last place. */
START_TEST(places)
{
	const char *dirs[2];
	static char esp[256], boot[256];

	snprintf(esp, sizeof(esp), "%s/esp", test_dir());
	snprintf(boot, sizeof(boot), "%s/boot", test_dir());
	dirs[0] = boot;
	dirs[1] = esp;
	put_file("boot/k", "kernel");
	put_file("esp/k", "kernel");
	put_file("boot/loader/entries/a.conf", "linux /k\n");
	put_file("esp/loader/entries/b.conf", "linux /k\n");
	put_file("boot/loader/loader.conf", "default a.conf\n");
	put_file("esp/loader/loader.conf", "default b.conf\n");
	ck_assert_int_eq(bls_find_in(&list, dirs, 2, &reason), 0);
	bls_choose(&choice, &list, at("vars"));
	ck_assert_str_eq(choice.entry->id, "b.conf");
	remove(at("esp/loader/loader.conf"));
	bls_choice_free(&choice);
	bls_choose(&choice, &list, at("vars"));
	ck_assert_str_eq(choice.entry->id, "a.conf");
	clean();
}
END_TEST

/* blscfg leaves out what it cannot read. */
START_TEST(numbers)
{
	put_entries();
	put_file("loader/entries/e.conf", "title E\n");
	put_bytes("loader/entries/f.conf", "linux /k\0\n", 10);
	put_file("grub/grubenv", ENV "saved_entry=1\n");
	ck_assert_str_eq(chosen(), "b-1.conf");
	clean();
}
END_TEST

START_TEST(tells_choice)
{
	put_entries();
	put_file("grub/grubenv", ENV "next_entry=a-1\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_uint_eq(image.nr_notices, 1);
	ck_assert_has(image.notices[0],
		      "a-1.conf: chosen for one boot (next_entry)");
	put_file("grub/grubenv", ENV "saved_entry=none\n");
	remove(at("loader/entries/d.conf"));
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_uint_eq(image.nr_notices, 1);
	ck_assert_has(image.notices[0],
		      "grubenv: saved_entry \"none\" is none of these entries");
	put_file("grub/grubenv", "none");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_uint_eq(image.nr_notices, 1);
	ck_assert_has(image.notices[0], "not a GRUB environment block");
	clean();
}
END_TEST

START_TEST(environment_blocks)
{
	static const char text[] =
		ENV "a=1\nb=x\\\\y\\\nz\n# c=2\nd\ne==\nf=\na=3\n######";
	struct grub_env env = { 0 };

	ck_assert_int_eq(grub_env_parse(&env, text, strlen(text), &reason), 0);
	ck_assert_uint_eq(env.count, 4);
	ck_assert_str_eq(grub_env_get(&env, "a"), "3");
	ck_assert_str_eq(grub_env_get(&env, "b"), "x\\y\nz");
	ck_assert_str_eq(grub_env_get(&env, "e"), "=");
	ck_assert_ptr_null(grub_env_get(&env, "f"));
	ck_assert_ptr_null(grub_env_get(&env, "c"));
	ck_assert_ptr_nonnull(grub_env_find(&env, "fx", 1));
	grub_env_free(&env);
	ck_assert_int_eq(grub_env_parse(&env, text, strlen(ENV) - 1, &reason),
			 -EINVAL);
	ck_assert_int_eq(grub_env_parse(&env, ENV "a=\0", strlen(ENV) + 3,
					&reason), -EINVAL);
	ck_assert_int_eq(grub_env_parse(&env, ENV "a=\\", strlen(ENV) + 3,
					&reason), 0);
	ck_assert_str_eq(grub_env_get(&env, "a"), "\\");
	grub_env_free(&env);
}
END_TEST

/* As RHEL has them in entries, in grubenv, and in grub.cfg. */
START_TEST(variables)
{
	static const struct {
		const char *entry, *env, *config, *cmdline;
		size_t nr_initrds, nr_notices;
	} cases[] = {
		{ "options $kernelopts $tuned_params\ninitrd /i $tuned_initrd\n",
		  "kernelopts=root=UUID=0 ro\ntuned_params=skew_tick=1\n"
		  "tuned_initrd=\n", NULL, "root=UUID=0 ro skew_tick=1", 1, 0 },
		{ "options $kernelopts  $tuned_params  b\n",
		  "kernelopts=a\ntuned_params=\n", NULL, "a b", 0, 0 },
		{ "options ${kernelopts}x\n", "kernelopts=a\n", NULL, "ax", 0,
		  0 },
		/* tuned writes it so */
		{ "initrd /i $tuned_initrd\n",
		  "tuned_initrd=($root)/boot/j\n", NULL, NULL, 2, 0 },
		{ "initrd /i\ninitrd /j /i\n", "a=b\n", NULL, NULL, 3, 0 },
		{ "initrd /i\n", "early_initrd=j\n", NULL, NULL, 2, 0 },
		{ "options $kernelopts\n",
		  "kernelopts=a $tuned_params\ntuned_params=b\n", NULL, "a b",
		  0, 0 },
		{ "options a $unknown $unknown ${unknown} b\n", "a=b\n", NULL,
		  "a b", 0, 2 },
		{ "options a memmap=64M$0x18880000  b\n", "a=b\n", NULL,
		  "a memmap=64M$0x18880000  b", 0, 0 },
		{ "options \"a  b\"  $x\n", "x=c\n", NULL, "\"a  b\" c", 0, 0 },
		{ "", "default_kernelopts=quiet\n", NULL, "quiet", 0, 0 },
		{ "options ro\n", "default_kernelopts=quiet\n", NULL, "ro", 0,
		  0 },
		{ "options $x\n", "", "set x=\"a b\"\n  set x=\"a b\"\n", "a b",
		  0, 0 },
		{ "options $x\n", "x=of-the-block\n", "set x=c\n",
		  "of-the-block", 0, 0 },
		{ "options a$x\n", "", "set x=''\n", "a", 0, 0 },
		{ "options $x\n", NULL, "set x=c\n", "c", 0, 0 },
		{ "devicetree $x\n", "x=\n", NULL, NULL, 0, 0 },
	};
	char text[256];
	size_t i;

	put_file("k", "kernel");
	put_file("i", "initrd");
	put_file("j", "initrd");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text), "linux /k\n%s", cases[i].entry);
		put_file("loader/entries/a.conf", text);
		remove(at("grub/grubenv"));
		remove(at("grub/grub.cfg"));
		if (cases[i].env) {
			snprintf(text, sizeof(text), ENV "%s", cases[i].env);
			put_file("grub/grubenv", text);
		}
		if (cases[i].config)
			put_file("grub/grub.cfg", cases[i].config);
		ck_assert_msg(compose(NULL) == 0, "%zu: %s", i, reason.text);
		ck_assert_msg(!strcmp(image.cmdline ?: "(none)",
				      cases[i].cmdline ?: "(none)"),
			      "%zu: %s", i, image.cmdline);
		ck_assert_uint_eq(image.nr_initrds, cases[i].nr_initrds);
		ck_assert_uint_eq(image.nr_notices, cases[i].nr_notices);
	}
	clean();
}
END_TEST

/* The first one has the path of the early one beside it. */
START_TEST(initrds_of_grub)
{
	char text[4096];
	size_t i, len;

	put_file("k", "kernel");
	put_file("d/i", "initrd");
	put_file("d/e1", "initrd");
	put_file("d/e2", "initrd");
	put_file("grub2/grubenv", ENV "early_initrd=e1 e2\n");
	put_file("loader/entries/a.conf", "linux /k\ninitrd /d/i\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_uint_eq(image.nr_initrds, 3);
	ck_assert_str_eq(image.initrds[0].label, "e1");
	ck_assert_str_eq(image.initrds[1].label, "e2");
	ck_assert_str_eq(image.initrds[2].label, "i");
	put_file("e1", "initrd");
	put_file("e2", "initrd");
	put_file("loader/entries/a.conf", "linux /k\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_uint_eq(image.nr_initrds, 2);

	len = (size_t)sprintf(text, "linux /k\ninitrd");
	for (i = 0; i < KEXEC_INITRD_MAX - 1; i++)
		len += (size_t)sprintf(text + len, " /d/i");
	sprintf(text + len, "\n");
	put_file("loader/entries/a.conf", text);
	ck_assert_int_eq(compose(NULL), -ENOENT);	/* not shown */
	find_entries();
	ck_assert_int_eq(list.entries[0].error, -E2BIG);
	clean();
}
END_TEST

START_TEST(unsure_variables)
{
	put_file("k", "kernel");
	put_file("loader/entries/a.conf", "linux /k\noptions $x\n");
	put_file("grub/grub.cfg", "set x=a\nset x=b\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	put_file("grub/grub.cfg", "set x=\"$y\"\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	put_file("grub/grub.cfg", "set x=a b\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	put_file("grub/grub.cfg", "setx=a\nset\tx=\"a\"\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_str_eq(image.cmdline, "a");
	clean();
}
END_TEST

/* From a file system of UEFI. */
START_TEST(backslashes)
{
	put_file("k", "kernel");
	put_file("d/i", "initrd");
	put_file("loader/entries/a.conf",
	    "linux \\k\ninitrd d\\i\ninitrd \\boot\\d/i\n");
	ck_assert_int_eq(compose(NULL), 0);
	ck_assert_uint_eq(image.nr_initrds, 2);
	ck_assert_str_eq(image.initrds[0].label, "i");
	put_file("loader/entries/a.conf", "linux \\k\ninitrd \\d\\..\\d\\i\n");
	ck_assert_int_eq(compose(NULL), -EINVAL);
	clean();
}
END_TEST

static void check_remarks(const struct bls_remarks *remarks,
			  const char *const *words)
{
	size_t i;

	for (i = 0; words[i]; i++) {
		ck_assert_uint_lt(i, remarks->count);
		ck_assert_has(remarks->texts[i].text, words[i]);
	}
	ck_assert_uint_eq(remarks->count, i);
}

START_TEST(all_problems)
{
	static const char *const words[] = {
		"architecture ia64", "linux /none", "overlays", "options: $x",
		"devicetree /gone", "initrd /a: no such", "initrd: $y", NULL
	};
	struct bls_remarks problems;

	put_file("k", "kernel");
	put_file("loader/entries/a.conf",
	    "linux /none\narchitecture ia64\ninitrd /a\ninitrd /k\n"
	    "initrd $y\noptions $x\ndevicetree /gone\ndevicetree-overlay /k\n");
	find_entries();
	ck_assert_int_eq(bls_check(&list.entries[0], &problems), -ENOEXEC);
	check_remarks(&problems, words);
	bls_remarks_free(&problems);

	put_file("loader/entries/a.conf", "linux /k\ninitrd /a\ninitrd /b\n");
	ck_assert_int_eq(compose(NULL), -ENOENT);
	ck_assert_has(reason.text, "initrd /a");
	ck_assert_uint_eq(image.nr_notices, 1);
	ck_assert_has(image.notices[0], "a.conf: initrd /b");
	clean();
}
END_TEST

START_TEST(unused_keys)
{
	static const struct {
		const char *text;
		const char *words[5];
	} cases[] = {
		{ "linux /k\nextra /x.cred\n", { "extra /x.cred is not used" } },
		{ "linux /k\nuki /k\nefi /k\nuki-url u\nprofile 1\n",
		  { "uki /k", "efi /k", "uki-url u", "profile 1" } },
		{ "linux /k\ndevicetree-dir /dtbs\n",
		  { "devicetree-dir /dtbs is not used" } },
		{ "uki /k\ninitrd /k\ninitrd /j\n",
		  { "initrd /k is not used beside uki; use --initrd" } },
		{ "linux /k\nmachine-id 0\ngrub_users $u\ngrub_class x\n"
		  "initrds /k\nnonsense 1\n", { NULL } },
	};
	struct bls_remarks unused;
	size_t i;

	put_file("k", "kernel");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		put_file("loader/entries/a.conf", cases[i].text);
		find_entries();
		bls_unused(&list.entries[0], &unused);
		check_remarks(&unused, cases[i].words);
		bls_remarks_free(&unused);
	}
	/* What nobody knows is for programs to tell. */
	ck_assert_uint_eq(list.entries[0].nr_unknown, 2);
	ck_assert_str_eq(list.entries[0].unknown[0], "initrds");
	ck_assert_str_eq(list.entries[0].unknown[1], "nonsense");
	clean();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bls-choice");
	TCase *choices = tcase(suite, "choices");
	TCase *content = tcase(suite, "content");

	tcase_add_test(choices, loader_conf);
	tcase_add_test(choices, efi_variables);
	tcase_add_test(choices, utf16);
	tcase_add_test(choices, grub_environment);
	tcase_add_test(choices, boot_loaders);
	tcase_add_test(choices, places);
	tcase_add_test(choices, numbers);
	tcase_add_test(choices, tells_choice);
	tcase_add_test(content, environment_blocks);
	tcase_add_test(content, variables);
	tcase_add_test(content, initrds_of_grub);
	tcase_add_test(content, unsure_variables);
	tcase_add_test(content, backslashes);
	tcase_add_test(content, all_problems);
	tcase_add_test(content, unused_keys);
	return run_tests(suite);
}
