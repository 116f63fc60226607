// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a load adds to the list: the data of entries, and what is in it already. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/image.h"
#include "ima/context.h"
#include "ima/entry.h"
#include "ima/file.h"
#include "ima/predict.h"
#include "capture.h"
#include "listmaker.h"
#include "unit.h"

static struct reason reason;

static const uint8_t xattr[] = "\x03\x02\x04\1\2\3\4\0\1\xaa";
static const uint8_t evm[] = "\x05\x02\x04\1\2\3\4\0\1\xbb";

static struct ima_file file = {
	.fd = -1,
	.st = { .st_mode = 0100640, .st_uid = 0x01020304, .st_gid = 5 },
	.name = (char *)"/a b",
	.xattr = { xattr, sizeof(xattr) - 1 },
};

static struct modsig modsig = {
	.raw = { (const uint8_t *)"PKCS", 4 },
	.algo = "sha1",
};

static struct predicted entry_of(void)
{
	struct predicted entry = {
		.digest = { "sha256", "\x11\x22", 2, 0 },
		.legacy = { "sha1", "\x33\x44", 2, 0 },
		.file = &file,
		.name = file.name,
		.modsig_digest = { "sha1", "\x55", 1, 0 },
	};

	return entry;
}

static int make_entry(struct predicted *entry, const char *template)
{
	entry->template = template;
	return ima_entry_make(entry, &reason);
}

/* The data of an entry are these; a literal's NUL does not count. */
#define check_data(template, entry, bytes) \
	check_bytes(template, entry, bytes, sizeof(bytes) - 1)

static void check_bytes(const char *template, struct predicted *entry,
			const char *bytes, size_t size)
{
	ck_assert_int_eq(make_entry(entry, template), 0);
	ck_assert_uint_eq(entry->data.size, size);
	ck_assert_mem_eq(entry->data.data, bytes, size);
	free((void *)entry->data.data);
	free(entry->text);
}

#define D_NG	"\x0a\0\0\0sha256:\0\x11\x22"
#define N_NG	"\x05\0\0\0/a_b\0"
#define SIG	"\x0a\0\0\0\x03\x02\x04\1\2\3\4\0\1\xaa"
#define EVM	"\x0a\0\0\0\x05\x02\x04\1\2\3\4\0\1\xbb"
#define EMPTY	"\0\0\0\0"

START_TEST(fields)
{
	struct predicted entry = entry_of();

	check_data("ima-ng", &entry, D_NG N_NG);
	check_data("d-ng|n-ng", &entry, D_NG N_NG);
	check_data("ima-sig", &entry, D_NG N_NG SIG);
	check_data("ima-ngv2", &entry,
		   "\x0e\0\0\0ima:sha256:\0\x11\x22" N_NG);
	check_data("ima-modsig", &entry, D_NG N_NG SIG EMPTY EMPTY);
	check_data("ima-buf", &entry, D_NG N_NG EMPTY);
	check_data("n-ng|iuid|igid|imode", &entry,
		   N_NG "\4\0\0\0\4\3\2\1" "\4\0\0\0\5\0\0\0"
		   "\2\0\0\0\xa0\x81");
	check_data("n|d", &entry, N_NG "\2\0\0\0\x33\x44");
	entry.verity = true;
	check_data("ima-ngv2", &entry,
		   "\x11\0\0\0verity:sha256:\0\x11\x22" N_NG);
	entry.modsig = &modsig;
	check_data("d-modsig|modsig", &entry,
		   "\x07\0\0\0sha1:\0\x55" "\4\0\0\0PKCS");
}
END_TEST

START_TEST(signatures)
{
	struct predicted entry = entry_of();

	/* No signature in security.ima: the one of EVM, if it is portable. */
	file.xattr = bytes_of("\x04\x04zz");
	check_data("sig", &entry, EMPTY);
	file.evm = (struct bytes){ evm, sizeof(evm) - 1 };
	check_data("sig|evmsig", &entry, EVM EVM);
	file.evm = bytes_of("\x02hmac");
	check_data("sig|evmsig", &entry, EMPTY EMPTY);
	entry.file = NULL;
	entry.name = "buffer";
	entry.buf = (struct bytes){ (const uint8_t *)"xyz", 3 };
	check_data("buf|sig|iuid", &entry, "\3\0\0\0xyz" EMPTY EMPTY);
	check_data("xattrnames|xattrlengths|xattrvalues", &entry,
		   EMPTY EMPTY EMPTY);
}
END_TEST

START_TEST(first_template)
{
	struct predicted entry = entry_of();
	char data[2 + 256] = "\x33\x44/a_b";
	char name[300];

	check_bytes("ima", &entry, data, sizeof(data));
	/* By its format it is another, whose fields have sizes. */
	check_data("d|n", &entry, "\2\0\0\0\x33\x44\5\0\0\0/a_b\0");
	ck_assert_str_eq(template_of_rule("d|n", "x"), "ima");
	ck_assert_str_eq(template_of_rule("d-ng|n-ng|sig", "x"), "ima-sig");
	ck_assert_str_eq(template_of_rule("ima-ngv2", "x"), "ima-ngv2");
	ck_assert_str_eq(template_of_rule("n|d", "x"), "n|d");
	ck_assert_str_eq(template_of_rule("", "d|n"), "d|n");
	/* 255 characters are room enough; of a longer path, the end is taken. */
	memset(name, 'x', sizeof(name));
	name[0] = '/';
	name[255] = '\0';
	entry.name = name;
	memcpy(data + 2, name, 256);
	check_bytes("ima", &entry, data, sizeof(data));
	name[255] = 'x';
	name[256] = '\0';
	memcpy(data + 2, name + 1, 256);
	check_bytes("ima", &entry, data, sizeof(data));
}
END_TEST

START_TEST(cannot_tell)
{
	struct predicted entry = entry_of();

	ck_assert_int_eq(make_entry(&entry, "evm-sig"), -EOPNOTSUPP);
	ck_assert_int_eq(make_entry(&entry, "nonsense"), -EINVAL);
	entry.legacy.len = 0;
	ck_assert_int_eq(make_entry(&entry, "ima"), -EINVAL);
	ck_assert_int_eq(make_entry(&entry, "n|d"), -EINVAL);
	entry.modsig = &modsig;
	entry.modsig_digest.len = 0;
	ck_assert_int_eq(make_entry(&entry, "ima-modsig"), -EOPNOTSUPP);
}
END_TEST

/* Evaluate the list that is made, with its last boot. */
static void read_list(struct present *present, struct maker *maker)
{
	*present = (struct present){ 0 };
	ck_assert_msg(!list_parse(&present->list, maker->binary.data,
				  maker->binary.size, &reason), "%s",
		      reason.text);
	present_read(present);
}

static bool has(const struct present *present, uint32_t pcr, const void *data,
		size_t size)
{
	return present_has(present, pcr, NULL, (struct bytes){ data, size });
}

START_TEST(in_list)
{
	static const char unload[] =
		"kexec_file_load2 1\nseq 41\nimage default\n";
	struct maker maker = { .algo = "sha256" };
	struct field boot[] = { D("sha256:", 32), S("boot_aggregate"), { 0 } };
	struct field field[] = { D("sha256:", 32), S("/a_b"), { 0 } };
	struct present present;
	struct bytes digest;

	make(&maker, 11, "ima-ngv2", (struct field[]){
		D("ima:sha256:", 32), S("boot_aggregate"), { 0 } }, false);
	make(&maker, 10, "ima-ng", (struct field[]){
		D("sha256:", 32), S("/before"), { 0 } }, false);
	make_text(&maker, "kexec-unload",
		  "kexec_file_load2 1\nseq 99\nimage default\n");
	read_list(&present, &maker);
	ck_assert_uint_eq(present.seq, 99);
	ck_assert_uint_eq(present.boot->pcr, 11);
	ck_assert(bytes_are(present.boot->template, "ima-ngv2"));
	list_free(&present.list);

	make(&maker, 10, "ima-ng", boot, false);
	make(&maker, 10, "ima-ng", field, false);
	digest = (struct bytes){ (const uint8_t *)field[0].data, 32 };
	read_list(&present, &maker);
	ck_assert_uint_eq(present.seq, 0);
	ck_assert(present.seq_known);
	ck_assert(bytes_are(present.boot->template, "ima-ng"));
	ck_assert(has(&present, 10, maker.data.data, maker.data.size));
	ck_assert(!has(&present, 11, maker.data.data, maker.data.size));
	ck_assert(!has(&present, 10, maker.data.data, maker.data.size - 1));
	ck_assert(present_has(&present, 10, "/a_b", digest));
	ck_assert(!present_has(&present, 12, "/a_b", digest));
	ck_assert(!present_has(&present, 10, "/a_", digest));
	ck_assert(!present_has(&present, 10, "/a_b", bytes_of("")));
	/* Of the boot before. */
	ck_assert(!present_has(&present, 10, "/before", digest));
	list_free(&present.list);

	make_text(&maker, "kexec-unload", unload);
	read_list(&present, &maker);
	ck_assert_uint_eq(present.seq, 41);
	list_free(&present.list);
	maker_free(&maker);

	/* Without its beginning, and without records, nothing is known. */
	maker = (struct maker){ .algo = "sha256" };
	make(&maker, 10, "ima-ng", field, false);
	read_list(&present, &maker);
	ck_assert(!present.seq_known);
	list_free(&present.list);
	maker_free(&maker);
}
END_TEST

static int make_memfd(const char *name, const void *bytes, size_t size)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	return fd;
}

START_TEST(appended)
{
	static const char info[] = "\0\0\2\0\0\0\0\0\0\0\0\4"
				   "~Module signature appended~\n";
	static const struct {
		size_t at;
		char byte;
	} damages[] = {
		{ 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 }, { 7, 1 },
		{ 8, 1 }, { 11, 9 }, { 11, 0 },
	};
	char bytes[8 + sizeof(info)] = "payloadX";
	size_t i, size = 8 + sizeof(info) - 1;
	struct ima_file found;
	bool done;
	int fd;

	memcpy(bytes + 8, info, sizeof(info));
	fd = make_memfd("signed", bytes, size);
	ck_assert(ima_file_read(&found, fd, "file", IMA_FUNC_INITRAMFS));
	ck_assert(!found.modsig.algo);
	ck_assert_int_eq(found.modsig.payload, 4);
	ck_assert(bytes_are(found.modsig.raw, "oadX"));
	ima_file_free(&found);
	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		char at = bytes[8 + damages[i].at];

		ck_assert_int_eq(pwrite(fd, &damages[i].byte, 1,
					8 + (off_t)damages[i].at), 1);
		capture_start();
		done = ima_file_read(&found, fd, "file", IMA_FUNC_INITRAMFS);
		capture_stop();
		ck_assert_msg(!done, "damage %zu", i);
		ck_assert_has(captured_err,
			      "file: its appended signature is damaged");
		ima_file_free(&found);
		/* For a kernel, it is none. */
		ck_assert(ima_file_read(&found, fd, "file", IMA_FUNC_KERNEL));
		ck_assert_uint_eq(found.modsig.raw.size, 0);
		ck_assert_int_eq(found.modsig.payload, (off_t)size);
		ima_file_free(&found);
		ck_assert_int_eq(pwrite(fd, &at, 1,
					8 + (off_t)damages[i].at), 1);
	}
	/* One byte less, and there is no marker. */
	ck_assert_int_eq(ftruncate(fd, (off_t)size - 1), 0);
	ck_assert(ima_file_read(&found, fd, "file", IMA_FUNC_INITRAMFS));
	ck_assert_uint_eq(found.modsig.raw.size, 0);
	ck_assert_int_eq(found.modsig.payload, (off_t)size - 1);
	ima_file_free(&found);
	close(fd);
}
END_TEST

START_TEST(names)
{
	struct ima_file found;
	int fd = make_memfd("x/y z (deleted)", "1", 1);
	char path[256];

	ck_assert(ima_file_read(&found, fd, "file", IMA_FUNC_INITRAMFS));
	ck_assert_str_eq(found.name, "memfd:x/y z (deleted)");
	ck_assert_str_eq(found.inode.fsname, "tmpfs");
	ck_assert(found.internal);
	ima_file_free(&found);
	close(fd);

	snprintf(path, sizeof(path), "%s", make_file("odd (deleted)", 3));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert(ima_file_read(&found, fd, "file", IMA_FUNC_INITRAMFS));
	ck_assert_str_eq(found.name, path);
	ck_assert(!found.internal);
	ima_file_free(&found);
	unlink(path);
	/* IMA does not say that it is gone. */
	ck_assert(ima_file_read(&found, fd, "file", IMA_FUNC_INITRAMFS));
	ck_assert_str_eq(found.name, path);
	ima_file_free(&found);
	close(fd);
}
END_TEST

/* The list has an entry from now on.  The data are kept. */
static void add_to_list(struct list *list, struct predicted *entry)
{
	static const uint8_t *kept[64];
	static size_t nr;

	ck_assert_uint_lt(nr, ARRAY_SIZE(kept));
	kept[nr++] = entry->data.data;
	*XADD(list->entries, list->nr) = (struct list_entry){
		.pcr = entry->pcr, .data = entry->data,
	};
	entry->data.data = NULL;
}

/* The entries of a load, as "WHAT PCR STATE", which the list has from now on. */
static void check_load(struct ima_settings *settings, const struct image *image,
		       const char *expected, bool certain)
{
	struct prediction prediction;
	char text[512] = "";
	size_t i;

	ck_assert(predict(&prediction, image, settings));
	for (i = 0; i < prediction.nr_entries; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s %u %d\n",
			 prediction.entries[i].what,
			 prediction.entries[i].pcr,
			 prediction.entries[i].state);
	ck_assert_str_eq(text, expected);
	ck_assert(prediction.certain == certain);
	for (i = 0; i < prediction.nr_entries; i++)
		add_to_list(&settings->present.list, &prediction.entries[i]);
	prediction_free(&prediction);
}

/* An entry of that kind has this among its data. */
static void check_text(struct ima_settings *settings, const struct image *image,
		       const char *what, const char *text)
{
	struct prediction prediction;
	bool found = false;
	size_t i;

	ck_assert(predict(&prediction, image, settings));
	for (i = 0; i < prediction.nr_entries; i++)
		found |= !strcmp(prediction.entries[i].what, what) &&
			 memmem(prediction.entries[i].data.data,
				prediction.entries[i].data.size, text,
				strlen(text));
	ck_assert_msg(found, "no %s has \"%s\"", what, text);
	prediction_free(&prediction);
}

START_TEST(loads)
{
	static const char policy[] =
		"measure func=KEXEC_KERNEL_CHECK\n"
		"measure func=KEXEC_INITRAMFS_CHECK label=l pcr=12\n"
		"measure func=KEXEC_INITRAMFS_CHECK\n"
		"measure func=KEXEC_CMDLINE pcr=0\n"
		"measure func=CRITICAL_DATA label=kexec_file_load2 pcr=9\n";
	struct image image = IMAGE_INIT;
	struct ima_settings settings = {
		.algo = "sha256",
		.template = "ima-ng",
		.pcr = 10,
		.seq = 1,
		.records = 1,
	};
	char kernel[256], part[256];

	ck_assert_int_eq(ima_policy_parse(&settings.rules, policy,
					  strlen(policy), LINUX(6, 12),
					  &reason), 0);
	snprintf(kernel, sizeof(kernel), "%s", make_file("kernel", 9));
	snprintf(part, sizeof(part), "%s", make_file("part", 7));
	image_open_kernel(&image, kernel, &reason);
	image_open_initrd(&image, part, "l", &reason);
	image_open_initrd(&image, part, NULL, &reason);
	image_add_cmdline(&image, "x", 1);
	check_load(&settings, &image,
		   "kernel 10 0\ninitrd 10 0\nlabel 12 0\ninitrd 10 1\n"
		   "cmdline 10 0\nmanifest 9 0\ncommit 9 0\n",
		   true);
	/* Once more: all is there but the records, which have another number. */
	settings.seq = 2;
	check_load(&settings, &image,
		   "kernel 10 1\ninitrd 10 1\nlabel 12 1\ninitrd 10 1\n"
		   "cmdline 10 1\nmanifest 9 0\ncommit 9 0\n",
		   true);
	/* Another template, an image that is given up, and no number. */
	settings.template = "ima-sig";
	settings.seq = 0;
	settings.flags = KEXEC_FILE_ON_CRASH;
	settings.crash_loaded = true;
	check_load(&settings, &image,
		   "kernel 10 0\ninitrd 10 0\nlabel 12 0\ninitrd 10 1\n"
		   "cmdline 10 1\n",
		   false);
	settings.seq = 3;
	check_load(&settings, &image,
		   "unload 9 0\nkernel 10 1\ninitrd 10 1\nlabel 12 1\n"
		   "initrd 10 1\ncmdline 10 1\nmanifest 9 0\ncommit 9 0\n",
		   true);
	settings.seq = 11;
	check_text(&settings, &image, "unload",
		   "kexec_file_load2 1\nseq 11\nimage crash\n");
	check_text(
		&settings, &image, "manifest",
		"kexec_file_load2 1\nseq 12\nimage crash\nflags 0x2\nkernel sha256:");
	check_text(&settings, &image, "commit",
		   "seq 12\nmanifest sha256:");
	/* No crash image to give up, and none that is loaded: no record of it. */
	settings.crash_loaded = false;
	check_text(&settings, &image, "manifest",
		   "seq 11\nimage crash\n");
	settings.flags = 0x30;
	check_text(&settings, &image, "manifest",
		   "seq 11\nimage default\nflags 0x30\n");
	check_text(&settings, &image, "manifest",
		   "\ninitrd 0 l sha256:");
	check_text(&settings, &image, "manifest",
		   " 7\ninitrd 1 - sha256:");
	check_text(&settings, &image, "manifest",
		   " 7\ncmdline sha256:");
	/* What is not known of the machine makes it no more certain. */
	settings.doubtful = true;
	settings.seq = 99;
	check_load(&settings, &image,
		   "kernel 10 1\ninitrd 10 1\nlabel 12 1\ninitrd 10 1\n"
		   "cmdline 10 1\nmanifest 9 0\ncommit 9 0\n",
		   false);
	image_free(&image);
	ima_settings_free(&settings);
}
END_TEST

/* Records of version 2, by rules that others than root and init do not match. */
START_TEST(loads_2)
{
	static const char policy[] =
		"measure func=KEXEC_KERNEL_CHECK\n"
		"measure func=KEXEC_INITRAMFS_CHECK\n"
		"measure func=KEXEC_CMDLINE\n"
		"measure func=CRITICAL_DATA label=kexec_file_load2 uid=0 template=ima-ng\n";
	struct image image = IMAGE_INIT;
	struct prediction prediction;
	struct ima_rules rules;
	struct ima_settings settings = {
		.cred = {
			{ 1000, 1000, 1000, false },
			{ 1000, 1000, 1000, false },
		},
		.algo = "sha256",
		.template = "ima-ng",
		.pcr = 10,
		.seq = 4,
		.records = 2,
	};
	char kernel[256], part[256];

	ck_assert_int_eq(ima_policy_parse(&settings.rules, policy,
					  strlen(policy), LINUX(6, 12),
					  &reason), 0);
	snprintf(kernel, sizeof(kernel), "%s", make_file("kernel", 9));
	snprintf(part, sizeof(part), "%s", make_file("part", 7));
	image_open_kernel(&image, kernel, &reason);
	image_open_initrd(&image, part, NULL, &reason);
	image_open_initrd(&image, part, NULL, &reason);
	image_add_cmdline(&image, "x", 1);
	check_load(&settings, &image,
		   "kernel 10 0\ninitrd 10 0\ninitrd 10 1\n"
		   "cmdline 10 0\nmanifest 10 0\ncommit 10 0\n",
		   true);
	check_text(&settings, &image, "manifest",
		   "kexec_file_load2 2\nseq 4\nimage default\n");
	/* The old crash image goes behind the manifest of the new one. */
	settings.flags = KEXEC_FILE_ON_CRASH;
	settings.crash_loaded = true;
	settings.seq = 5;
	check_load(&settings, &image,
		   "kernel 10 1\ninitrd 10 1\ninitrd 10 1\ncmdline 10 1\n"
		   "manifest 10 0\nunload 10 0\ncommit 10 0\n",
		   true);
	settings.seq = 11;
	check_text(&settings, &image, "manifest",
		   "kexec_file_load2 2\nseq 11\nimage crash\n");
	check_text(&settings, &image, "unload",
		   "kexec_file_load2 2\nseq 12\nimage crash\n");
	check_text(&settings, &image, "commit",
		   "kexec_file_load2 2\nseq 11\nmanifest sha256:");
	/* By another template, files are measured again. */
	settings.flags = 0;
	settings.crash_loaded = false;
	settings.seq = 13;
	settings.rules.rules[0].template = "ima-sig";
	check_load(&settings, &image,
		   "kernel 10 0\ninitrd 10 1\ninitrd 10 1\ncmdline 10 1\n"
		   "manifest 10 0\ncommit 10 0\n",
		   true);
	/* A kernel that requires records makes them without a rule. */
	rules = settings.rules;
	settings.rules = IMA_RULES_INIT;
	settings.seq = 14;
	check_load(&settings, &image, "", true);
	settings.required = true;
	check_load(&settings, &image, "manifest 10 0\ncommit 10 0\n", true);
	settings.seq = 15;
	ck_assert(predict(&prediction, &image, &settings));
	ck_assert_ptr_null(prediction.entries[0].rule);
	ck_assert_str_eq(prediction.entries[0].template, "ima-buf");
	prediction_free(&prediction);
	/* Records of version 1 were those of who loads. */
	settings.rules = rules;
	settings.required = false;
	settings.records = 1;
	settings.seq = 16;
	check_load(&settings, &image,
		   "kernel 10 1\ninitrd 10 1\ninitrd 10 1\ncmdline 10 1\n",
		   true);
	image_free(&image);
	ima_settings_free(&settings);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("predict");
	TCase *tc = tcase(suite, "entries");

	tcase_add_test(tc, fields);
	tcase_add_test(tc, signatures);
	tcase_add_test(tc, first_template);
	tcase_add_test(tc, cannot_tell);
	tc = tcase(suite, "list");
	tcase_add_test(tc, in_list);
	tc = tcase(suite, "files");
	tcase_add_test(tc, appended);
	tcase_add_test(tc, names);
	tcase_add_test(tc, loads);
	tcase_add_test(tc, loads_2);
	return run_tests(suite);
}
