// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The commands, on a kernel that has everything, or lacks something. */
#include <errno.h>
#include <linux/reboot.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "image/checks.h"
#include "image/composition.h"
#include "shared/json.h"
#include "kexec2.h"
#include "capture.h"
#include "unit.h"

/* What these commands load is no archive; the checks have their own tests. */
bool __wrap_report_findings(const struct composition *composition, bool content,
			    bool strict, struct json_object **json);
bool __wrap_report_findings(const struct composition *composition, bool content,
			    bool strict, struct json_object **json)
{
	(void)composition;
	(void)content;
	if (json)
		*json = json_object_new_array();
	return !strict;
}

__attribute__((sentinel))
static int run(const struct command *command, ...)
{
	static char *argv[600];
	int argc = 0, status;
	const char *arg;
	va_list ap;

	argv[argc++] = (char *)"kexec2";
	va_start(ap, command);
	while ((arg = va_arg(ap, const char *)))
		argv[argc++] = (char *)arg;
	va_end(ap);
	argv[argc] = NULL;
	capture_start();
	status = command->run(argc, argv);
	capture_stop();
	return status;
}

static void check_output(const char *text, const char *words)
{
	ck_assert_msg(strstr(text, words), "\"%s\" lacks \"%s\"", text, words);
}

/* One line on stderr, in the form of all messages. */
static void check_error(const char *words)
{
	const char *newline = strchr(captured_err, '\n');

	ck_assert_str_eq(captured_out, "");
	ck_assert_int_eq(strncmp(captured_err, "kexec2: ", 8), 0);
	ck_assert_ptr_nonnull(newline);
	ck_assert_str_eq(newline, "\n");
	check_output(captured_err, words);
}

START_TEST(load_parts)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *parts[3] = {
		make_initrd("ucode", 1 << 20), make_initrd("base", 10 << 20),
		make_initrd("modules", 1363149),
	};
	char option[3][200], line[300];
	size_t i;

	snprintf(option[0], sizeof(option[0]), "--initrd=ucode=%s", parts[0]);
	snprintf(option[1], sizeof(option[1]), "--initrd=%s", parts[1]);
	snprintf(option[2], sizeof(option[2]), "--initrd=mods=%s", parts[2]);
	ck_assert_int_eq(run(&command_load, option[0], kernel, option[1],
			     option[2], "--reuse-cmdline", "--append=single",
			     NULL), 0);
	snprintf(line, sizeof(line),
		 "kexec2: loaded %s with 3 initramfs parts (12.3 MiB); run \"kexec2 exec\" to boot it\n",
		 kernel);
	ck_assert_str_eq(captured_out, line);
	ck_assert_str_eq(captured_err, "");

	ck_assert_uint_eq(fake.args.flags, 0);
	ck_assert_uint_eq(fake.kernel_ino, inode(kernel));
	ck_assert_uint_eq(fake.args.nr_initrds, 3);
	for (i = 0; i < 3; i++)
		ck_assert_uint_eq(fake.initrd_inos[i], inode(parts[i]));
	ck_assert_str_eq(fake.initrds[0].label, "ucode");
	ck_assert_str_eq(fake.initrds[1].label, "");
	ck_assert_str_eq(fake.initrds[2].label, "mods");
	ck_assert_str_eq(fake.cmdline, "root=/dev/vda1 quiet single");
}
END_TEST

START_TEST(load_crash)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *part = make_initrd("initrd", 124);
	char line[300];

	ck_assert_int_eq(run(&command_load, "--crash", kernel, NULL), 0);
	snprintf(line, sizeof(line),
		 "kexec2: loaded %s without an initramfs; a panic boots it\n",
		 kernel);
	ck_assert_str_eq(captured_out, line);
	ck_assert_uint_eq(fake.args.flags,
			  KEXEC_FILE_ON_CRASH | KEXEC_FILE_NO_INITRAMFS);
	ck_assert_uint_eq(fake.args.cmdline_size, 0);

	ck_assert_int_eq(run(&command_load, kernel, "--initrd", part, NULL),
			 0);
	check_output(captured_out, "with 1 initramfs part (124 bytes); ");
}
END_TEST

START_TEST(load_require_measure)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *part = make_initrd("initrd", 124);

	ck_assert_int_eq(run(&command_load, "--require-measure", kernel,
			     "--initrd", part, NULL), 0);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE2_REQUIRE_MEASURE);
	check_output(captured_out, "with 1 initramfs part (124 bytes); ");
	ck_assert_int_eq(run(&command_load, "--initrd", part, "--crash", kernel,
			     "--require-measure", NULL), 0);
	ck_assert_uint_eq(fake.args.flags,
			  KEXEC_FILE2_REQUIRE_MEASURE | KEXEC_FILE_ON_CRASH);

	fake.err = EPROTO;
	fake.stage = KEXEC_LOAD_MEASURE;
	fake_file("/sys/kernel/security/ima", "");
	ck_assert_int_eq(run(&command_load, kernel, "--require-measure", NULL),
			 1);
	check_error("measure func=CRITICAL_DATA label=kexec_file_load2");
	check_output(captured_err, kernel);

	/* a kernel without the flag */
	fake.err = EINVAL;
	fake.stage = KEXEC_LOAD_ARGS;
	ck_assert_int_eq(run(&command_load, kernel, "--require-measure", NULL),
			 1);
	check_error("does not know the flag that requires a record by IMA");
	ck_assert_int_eq(run(&command_load, kernel, NULL), 1);
	check_error("a flag that it does not know");
}
END_TEST

START_TEST(load_failures)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *part = make_initrd("initrd", 124);
	char option[200];
	char *many[600];
	size_t i;

	ck_assert_int_eq(run(&command_load, "/no/such", NULL), 1);
	check_error("/no/such: there is no such file");
	ck_assert_int_eq(run(&command_load, kernel, "--initrd=/no/such", NULL),
			 1);
	check_error("/no/such (initrd 1): there is no such file");

	fake.err = ETXTBSY;
	fake.stage = KEXEC_LOAD_INITRD;
	fake.initrd = 0;
	ck_assert_int_eq(run(&command_load, kernel, "--initrd", part, NULL),
			 1);
	check_error("open for writing");
	check_output(captured_err, part);

	fake.absent = true;
	ck_assert_int_eq(run(&command_load, kernel, NULL), 1);
	check_error("no kexec_file_load2 system call");

	fake_file("/proc/cmdline", NULL);
	ck_assert_int_eq(run(&command_load, kernel, "--reuse-cmdline", NULL),
			 1);
	check_error("/proc/cmdline");

	/* wrong usage */
	ck_assert_int_eq(run(&command_load, kernel, "--frob", NULL), 2);
	check_output(captured_err, "Try \"kexec2 help load\".\n");
	snprintf(option, sizeof(option), "--initrd=my label=%s", part);
	ck_assert_int_eq(run(&command_load, kernel, option, NULL), 2);
	check_output(captured_err, "a label is 1 to 31 characters");
	check_output(captured_err, "\"./\"");

	many[0] = (char *)"kexec2";
	many[1] = (char *)kernel;
	for (i = 0; i < 257; i++) {
		many[2 + 2 * i] = (char *)"--initrd";
		many[3 + 2 * i] = (char *)part;
	}
	many[2 + 2 * 257] = NULL;
	capture_start();
	ck_assert_int_eq(command_load.run(2 + 2 * 257, many), 2);
	capture_stop();
	check_error("initrd 257 is one too many");
}
END_TEST

/* A file with this content, of which the tests know the digest. */
static const char *make_abc(const char *name)
{
	const char *path = make_file(name, 0);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs("abc", file);
	fclose(file);
	return path;
}

#define ABC_DIGEST	\
	"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define EMPTY_DIGEST	\
	"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

START_TEST(dry_run)
{
	const char *kernel = make_abc("vmlinuz");
	const char *part = make_abc("initrd");
	char option[200], table[1024];

	snprintf(option, sizeof(option), "--initrd=a-label=%s", part);
	ck_assert_int_eq(run(&command_load, kernel, "--dry-run", option,
			     "--initrd", part, "--cmdline=abc", "--crash",
			     "--require-measure", NULL), 0);
	snprintf(table, sizeof(table),
		 "            LABEL          SIZE  NAME\n"
		 "kernel                        3  %s\n"
		 "  " ABC_DIGEST "\n"
		 "initrd 1    a-label           3  %s\n"
		 "  " ABC_DIGEST "\n"
		 "initrd 2                      3  %s\n"
		 "  " ABC_DIGEST "\n"
		 "command line  3 bytes\n"
		 "  " ABC_DIGEST "\n"
		 "  abc\n"
		 "flags         0x100000002\n"
		 "  KEXEC_FILE_ON_CRASH\n"
		 "  KEXEC_FILE2_REQUIRE_MEASURE\n"
		 "system call   kexec_file_load2\n", kernel, part, part);
	ck_assert_str_eq(captured_out, table);
	ck_assert_str_eq(captured_err, "");

	ck_assert_int_eq(run(&command_load, kernel, "--dry-run", "--concat",
			     NULL), 0);
	check_output(captured_out, "command line  0 bytes\nflags         0x4\n"
		     "  KEXEC_FILE_NO_INITRAMFS\n"
		     "system call   kexec_file_load\n");
	ck_assert_uint_eq(fake.calls + fake.old_calls, 0);
}
END_TEST

/* What the call would refuse is not shown as if it would be loaded. */
START_TEST(dry_run_refuses)
{
	const char *kernel = make_abc("vmlinuz");
	const char *empty = make_file("empty", 0);

	ck_assert_int_eq(run(&command_load, kernel, "--dry-run", "--initrd",
			     empty, NULL), 1);
	check_error("/empty: this file is empty");
	ck_assert_int_eq(run(&command_load, kernel, "--dry-run", "--initrd",
			     test_dir(), NULL), 1);
	check_error("not a regular file");
	ck_assert_int_eq(run(&command_load, "/proc/uptime", "--dry-run", NULL),
			 1);
	check_error("/proc/uptime: this file is empty, or one of /proc");
}
END_TEST

START_TEST(verbose)
{
	const char *kernel = make_abc("vmlinuz");

	ck_assert_int_eq(run(&command_load, kernel, "-v", NULL), 0);
	check_output(captured_out, "  " ABC_DIGEST "\ncommand line  0 bytes\n");
	check_output(captured_out, "\nkexec2: loaded ");
	ck_assert_str_eq(captured_err, "");
	ck_assert_uint_eq(fake.calls, 1);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE_NO_INITRAMFS);
}
END_TEST

START_TEST(load_json)
{
	const char *kernel = make_abc("vmlinuz");
	const char *part = make_abc("in\xff\"itrd");
	char option[200], expected[2048];
	int dry;

	snprintf(option, sizeof(option), "--initrd=a=%s", part);
	snprintf(expected, sizeof(expected),
		 "{\n"
		 "  \"image\": \"normal\",\n"
		 "  \"system_call\": \"kexec_file_load2\",\n"
		 "  \"flags\": 4294967296,\n"
		 "  \"flag_names\": [\n"
		 "    \"KEXEC_FILE2_REQUIRE_MEASURE\"\n"
		 "  ],\n"
		 "  \"kernel\": {\n"
		 "    \"name\": \"%s\",\n"
		 "    \"size\": 3,\n"
		 "    \"digest\": \"" ABC_DIGEST "\"\n"
		 "  },\n"
		 "  \"initrds\": [\n"
		 "    {\n"
		 "      \"name\": \"%s/in\xef\xbf\xbd\\\"itrd\",\n"
		 "      \"size\": 3,\n"
		 "      \"digest\": \"" ABC_DIGEST "\",\n"
		 "      \"index\": 0,\n"
		 "      \"label\": \"a\"\n"
		 "    }\n"
		 "  ],\n"
		 "  \"cmdline\": {\n"
		 "    \"text\": \"\",\n"
		 "    \"size\": 0,\n"
		 "    \"digest\": \"" EMPTY_DIGEST "\"\n"
		 "  },\n", kernel, test_dir());
	for (dry = 0; dry < 2; dry++) {
		ck_assert_int_eq(run(&command_load, kernel, option, "--json",
				     "--require-measure",
				     dry ? "--dry-run" : "--verbose", NULL), 0);
		check_output(captured_out, expected);
		check_output(captured_out, dry ? "  \"loaded\": false\n}\n" :
						 "  \"loaded\": true\n}\n");
		ck_assert_uint_eq(fake.calls, 1);
	}
	fake.err = EBUSY;
	fake.stage = KEXEC_LOAD_ARGS;
	ck_assert_int_eq(run(&command_load, kernel, "--json", NULL), 1);
	check_error("under way");
}
END_TEST

START_TEST(concat)
{
	const char *kernel = make_abc("vmlinuz");
	const char *part = make_abc("initrd");
	char option[200];

	/* it is not done unasked */
	fake.absent = true;
	ck_assert_int_eq(run(&command_load, kernel, "--initrd", part, NULL),
			 1);
	check_error("no kexec_file_load2 system call");
	check_output(captured_err, "let --concat join the parts");
	ck_assert_uint_eq(fake.old_calls, 0);

	ck_assert_int_eq(run(&command_load, kernel, "--initrd", part,
			     "--initrd", part, "--concat", "--cmdline=x",
			     NULL), 0);
	check_output(captured_out, "with 2 joined initramfs parts (6 bytes); ");
	ck_assert_str_eq(captured_err,
			 "kexec2: warning: with --concat, IMA sees one anonymous file without xattrs: the parts are neither measured nor appraised on their own\n");
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert_uint_eq(fake.old_initrd_size, 11);
	ck_assert_mem_eq(fake.old_initrd, "abc\0\0\0\0\0abc", 11);
	ck_assert_str_eq(fake.old_cmdline_text, "x");

	/* a single part is not joined */
	snprintf(option, sizeof(option), "--initrd=a=%s", part);
	ck_assert_int_eq(run(&command_load, kernel, option, "--concat", NULL),
			 0);
	ck_assert_str_eq(captured_err,
			 "kexec2: warning: labels have no effect with --concat\n");
	ck_assert_uint_eq(fake.old_initrd_ino, inode(part));

	fake.old_err = ENOSYS;
	ck_assert_int_eq(run(&command_load, kernel, "--concat", NULL), 1);
	check_error("no kexec_file_load system call");
	ck_assert_ptr_null(strstr(captured_err, "--concat"));
}
END_TEST

/* By the name that was given, not by what /proc has for the descriptor. */
START_TEST(names_as_given)
{
	const char *kernel = make_abc("vmlinuz");
	char link[200];

	snprintf(link, sizeof(link), "%s/link", test_dir());
	ck_assert_int_eq(symlink(kernel, link), 0);
	fake.err = ENOEXEC;
	fake.stage = KEXEC_LOAD_KERNEL;
	ck_assert_int_eq(run(&command_load, link, NULL), 1);
	check_error("/link: this is not a kernel image");
}
END_TEST

START_TEST(unload)
{
	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run(&command_unload, NULL), 0);
	ck_assert_str_eq(captured_out, "kexec2: unloaded the normal image\n");
	ck_assert_uint_eq(fake.old_flags, KEXEC_FILE_UNLOAD);

	ck_assert_int_eq(run(&command_unload, "--crash", NULL), 0);
	ck_assert_str_eq(captured_out, "kexec2: no crash image was loaded\n");
	ck_assert_uint_eq(fake.old_flags,
			  KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH);

	fake.old_err = EBUSY;
	ck_assert_int_eq(run(&command_unload, NULL), 1);
	check_error("normal image: another load or unload, or ");
	ck_assert_int_eq(run(&command_unload, "x", NULL), 2);
	check_output(captured_err, "no operand, but got \"x\"");
}
END_TEST

START_TEST(unload_json)
{
	ck_assert_int_eq(run(&command_unload, "--json", "--crash", NULL), 0);
	ck_assert_str_eq(captured_out,
			 "{\n"
			 "  \"image\": \"crash\",\n"
			 "  \"was_loaded\": false\n"
			 "}\n");
	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run(&command_unload, "--json", NULL), 0);
	check_output(captured_out, "\"image\": \"normal\"");
	check_output(captured_out, "\"was_loaded\": true");
	fake_file("/sys/kernel/kexec_loaded", NULL);
	ck_assert_int_eq(run(&command_unload, "--json", NULL), 0);
	check_output(captured_out, "\"was_loaded\": null");
}
END_TEST

START_TEST(status)
{
	fake_file("/sys/kernel/kexec_crash_loaded", "1\n");
	ck_assert_int_eq(run(&command_status, NULL), 0);
	ck_assert_str_eq(captured_out,
			 "normal image: not loaded\ncrash image:  loaded\n");

	fake_file("/sys/kernel/kexec_loaded", "1\n");
	fake_file("/sys/kernel/kexec_crash_loaded", NULL);
	ck_assert_int_eq(run(&command_status, NULL), 0);
	ck_assert_str_eq(captured_out,
			 "normal image: loaded\n"
			 "crash image:  not supported by this kernel\n");

	fake_file("/sys/kernel/kexec_crash_loaded", "what\n");
	ck_assert_int_eq(run(&command_status, NULL), 1);
	check_error("/sys/kernel/kexec_crash_loaded: cannot be read");
	fake_file("/sys/kernel/kexec_loaded", NULL);
	ck_assert_int_eq(run(&command_status, NULL), 1);
	check_error("/sys/kernel/kexec_loaded: there is no such file");
	ck_assert_int_eq(run(&command_status, "--crash", NULL), 2);
}
END_TEST

#define RECORDS		"/sys/kernel/security/ima/kexec_records"

static const char records[] =
	"version 1\nrequired 1\nwanted 1\ntpm ok\nseq 3\n"
	"default 3 recorded\ncrash -\nroom 40448\n";

START_TEST(status_records)
{
	fake_file("/sys/kernel/kexec_loaded", "1\n");
	fake_file("/sys/kernel/kexec_crash_loaded", "0\n");
	fake_file(RECORDS, records);
	ck_assert_int_eq(run(&command_status, NULL), 0);
	ck_assert_str_eq(captured_out,
			 "normal image: loaded, load 3, recorded\n"
			 "crash image:  not loaded\n"
			 "records:      required: loads without are refused\n"
			 "TPM:          ok\n"
			 "last load:    3\n"
			 "room:         39.5 KiB for entries until the start of the image\n");
	ck_assert_int_eq(run(&command_status, "--json", NULL), 0);
	ck_assert_ptr_nonnull(strstr(captured_out,
			 "  \"records\": {\n"
			 "    \"required\": true,\n"
			 "    \"wanted\": true,\n"
			 "    \"tpm\": \"ok\",\n"
			 "    \"last_load\": 3,\n"
			 "    \"normal\": {\n"
			 "      \"load\": 3,\n"
			 "      \"recorded\": true\n"
			 "    },\n"
			 "    \"crash\": null,\n"
			 "    \"room\": 40448\n"
			 "  }\n"));

	fake_file("/sys/kernel/kexec_crash_loaded", "1\n");
	fake_file(RECORDS, "version 1\nrequired 0\nwanted 0\ntpm failed\n"
		  "seq 18446744073709551615\ndefault 1 unrecorded\n"
		  "crash 2 recorded\nroom -\nmore of it\n");
	ck_assert_int_eq(run(&command_status, NULL), 0);
	ck_assert_str_eq(captured_out,
			 "normal image: loaded, load 1, not recorded\n"
			 "crash image:  loaded, load 2, recorded\n"
			 "records:      not wanted\n"
			 "TPM:          failed to take an entry; only a reset by firmware mends it\n"
			 "last load:    18446744073709551615\n");
	ck_assert_int_eq(run(&command_status, "--json", NULL), 0);
	ck_assert_ptr_nonnull(strstr(captured_out, "\"room\": null\n"));

	fake_file(RECORDS, "version 2\nrequired 1\n");
	ck_assert_int_eq(run(&command_status, NULL), 0);
	ck_assert_ptr_nonnull(strstr(captured_out,
				     "records:      unknown: this kernel"));
}
END_TEST

/* Of a text that is not the kernel's nothing is believed. */
START_TEST(status_damaged)
{
	static const struct {
		const char *old, *new;
	} edits[] = {
		{ "version 1", "version x" }, { "version", "vers" },
		{ "required 1\n", "" }, { "wanted 1\n", "" },
		{ "tpm ok\n", "" }, { "seq 3\n", "" },
		{ "default 3 recorded\n", "" }, { "crash -\n", "" },
		{ "room 40448\n", "" }, { "required 1", "required 2" },
		{ "wanted 1", "wanted 11" }, { "tpm ok", "tpm good" },
		{ "seq 3", "seq -3" }, { "seq 3", "seq" }, { "seq 3", "seq 3x" },
		{ "seq 3", "seq 99999999999999999999" },
		{ "3 recorded", "0 recorded" }, { "3 recorded", "3" },
		{ "3 recorded", "3 record" }, { "40448", "x" }, { "40448", "" },
	};
	char text[256];
	size_t i;

	fake_file("/sys/kernel/kexec_loaded", "1\n");
	fake_file("/sys/kernel/kexec_crash_loaded", "0\n");
	for (i = 0; i < ARRAY_SIZE(edits); i++) {
		const char *at = strstr(records, edits[i].old);

		ck_assert_ptr_nonnull(at);
		snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - records),
			 records, edits[i].new, at + strlen(edits[i].old));
		fake_file(RECORDS, text);
		ck_assert_int_eq(run(&command_status, NULL), 0);
		ck_assert_msg(strstr(captured_out, "image: loaded\n") &&
			      strstr(captured_out, "records:      unknown: "),
			      "%s: %s", edits[i].new, captured_out);
		ck_assert_int_eq(run(&command_status, "--json", NULL), 0);
		ck_assert_ptr_nonnull(strstr(captured_out,
					     "\"records\": null"));
	}
}
END_TEST

START_TEST(status_json)
{
	fake_file("/sys/kernel/kexec_loaded", "1\n");
	fake_file("/sys/kernel/kexec_crash_size", "268435456\n");
	ck_assert_int_eq(run(&command_status, "--json", NULL), 0);
	ck_assert_str_eq(captured_out,
			 "{\n"
			 "  \"normal_loaded\": true,\n"
			 "  \"crash_loaded\": false,\n"
			 "  \"crash_reserved\": 268435456\n"
			 "}\n");
	fake_file("/sys/kernel/kexec_crash_loaded", NULL);
	fake_file("/sys/kernel/kexec_crash_size", NULL);
	ck_assert_int_eq(run(&command_status, "--json", NULL), 0);
	check_output(captured_out, "\"crash_loaded\": null");
	check_output(captured_out, "\"crash_reserved\": null");
	fake_file("/sys/kernel/kexec_loaded", NULL);
	ck_assert_int_eq(run(&command_status, "--json", NULL), 1);
	check_error("/sys/kernel/kexec_loaded: there is no such file");
}
END_TEST

/* Where systemd runs, only --force goes past it. */
START_TEST(exec_through_systemd)
{
	fake_file("/run/systemd/system", "");
	ck_assert_int_eq(run(&command_exec, NULL), 1);
	check_error("no kernel is loaded");
	ck_assert_uint_eq(fake.execs, 0);

	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run(&command_exec, NULL), 1);
	ck_assert_uint_eq(fake.execs, 1);
	ck_assert_str_eq(fake.exec_args, "systemctl kexec ");
	check_error("systemctl: cannot be run");
	check_output(captured_err, "--force");
	ck_assert_uint_eq(fake.reboots, 0);
	ck_assert_uint_eq(fake.syncs, 0);

	ck_assert_int_eq(run(&command_exec, "--force", NULL), 0);
	ck_assert_int_eq(run(&command_exec, "-f", NULL), 0);
	ck_assert_uint_eq(fake.reboots, 2);
	ck_assert(fake.synced_before_reboot);
	ck_assert_uint_eq(fake.execs, 1);
}
END_TEST

START_TEST(exec)
{
	static const struct {
		int err;
		const char *words;
	} cases[] = {
		{ EPERM, "run this as root" },
		{ EINVAL, "no kernel is loaded, or" },
		{ EBUSY, "under way" },
		{ EIO, "Input/output error" },
	};
	size_t i;

	ck_assert_int_eq(run(&command_exec, NULL), 1);
	check_error("no kernel is loaded; run \"kexec2 load\" first");
	ck_assert_uint_eq(fake.reboots, 0);
	ck_assert_uint_eq(fake.syncs, 0);

	fake_file("/sys/kernel/kexec_loaded", "1\n");
	ck_assert_int_eq(run(&command_exec, NULL), 0);
	ck_assert_uint_eq(fake.reboots, 1);
	ck_assert_int_eq(fake.reboot_cmd, LINUX_REBOOT_CMD_KEXEC);
	ck_assert(fake.synced_before_reboot);

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		fake.reboot_err = cases[i].err;
		ck_assert_int_eq(run(&command_exec, NULL), 1);
		check_error(cases[i].words);
	}

	/* without /sys, it is for the kernel to say */
	fake_file("/sys/kernel/kexec_loaded", NULL);
	fake.reboot_err = EINVAL;
	ck_assert_int_eq(run(&command_exec, NULL), 1);
	check_error("no kernel is loaded");
	ck_assert_uint_eq(fake.reboots, 6);

	ck_assert_int_eq(run(&command_exec, "now", NULL), 2);
	ck_assert_int_eq(run(&command_exec, "--help", NULL), 0);
	check_output(captured_out, "does not stop services");
	ck_assert_uint_eq(fake.reboots, 6);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("commands");
	TCase *tc = tcase(suite, "commands");

	tcase_add_test(tc, load_parts);
	tcase_add_test(tc, load_crash);
	tcase_add_test(tc, load_require_measure);
	tcase_add_test(tc, load_failures);
	tcase_add_test(tc, dry_run);
	tcase_add_test(tc, dry_run_refuses);
	tcase_add_test(tc, verbose);
	tcase_add_test(tc, load_json);
	tcase_add_test(tc, concat);
	tcase_add_test(tc, names_as_given);
	tcase_add_test(tc, unload);
	tcase_add_test(tc, unload_json);
	tcase_add_test(tc, status);
	tcase_add_test(tc, status_json);
	tcase_add_test(tc, status_records);
	tcase_add_test(tc, status_damaged);
	tcase_add_test(tc, exec);
	tcase_add_test(tc, exec_through_systemd);
	return run_tests(suite);
}
