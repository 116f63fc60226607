// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What boot entries describe, and which of them is the default. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bls-dir.h"
#include "bls-entries.h"
#include "pe-file.h"
#include "shared/util.h"
#include "tree.h"
#include "unit.h"

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

static void check_part(const struct component *part, const char *name,
		       const char *label)
{
	ck_assert_str_eq(part->name, at(name));
	ck_assert_str_eq(part->label, label);
	ck_assert_int_ge(part->fd, 0);
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
	find_entries();
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
	ck_assert_str_eq(chosen(), "a.conf");

	put_file("loader/entries/c.conf", "sort-key c\nlinux /none\n");
	put_file("loader/entries/d.conf", "sort-key d\nlinux /k\narchitecture ia64");
	put_file("loader/entries/e.conf", "sort-key e\n");
	put_file("loader/entries/f.conf", "sort-key f\nlinux /k\ninitrd /none");
	put_file("loader/entries/g.conf", "sort-key g\nlinux /k\n");
	find_entries();
	ck_assert_str_eq(list.entries[0].id, "c.conf");
	ck_assert_str_eq(chosen(), "f.conf");
	ck_assert_int_eq(compose(NULL), -ENOENT);
	check_reason("f.conf: initrd /none");

	/* Bad ones are better than none. */
	ck_assert_int_eq(remove(at("loader/entries/a.conf")), 0);
	ck_assert_int_eq(remove(at("loader/entries/f.conf")), 0);
	ck_assert_int_eq(remove(at("loader/entries/g.conf")), 0);
	ck_assert_str_eq(chosen(), "b.conf");

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
	Suite *suite = suite_create("bls-content");
	TCase *content = tcase(suite, "content");

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
