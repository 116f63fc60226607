// SPDX-License-Identifier: GPL-2.0-only
/* The commands, on a kernel that has everything, or lacks something. */
#include <errno.h>
#include <linux/reboot.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../tools/kexec2/kexec2.h"
#include "capture.h"
#include "unit.h"

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
		make_file("ucode", 1 << 20), make_file("base", 10 << 20),
		make_file("modules", 1363149),
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
	const char *part = make_file("initrd", 10);
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
	check_output(captured_out, "with 1 initramfs part (10 bytes); ");
}
END_TEST

START_TEST(load_require_measure)
{
	const char *kernel = make_file("vmlinuz", 100);
	const char *part = make_file("initrd", 10);

	ck_assert_int_eq(run(&command_load, "--require-measure", kernel,
			     "--initrd", part, NULL), 0);
	ck_assert_uint_eq(fake.args.flags, KEXEC_FILE2_REQUIRE_MEASURE);
	check_output(captured_out, "with 1 initramfs part (10 bytes); ");
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
	const char *part = make_file("initrd", 10);
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

START_TEST(features_all)
{
	fake_file("/sys/kernel/security/ima", "");
	fake_file("/sys/class/tpm/tpm0", "");
	fake_file("/sys/class/tpm/tpm0/tpm_version_major", "2\n");
	fake_file("/sys/kernel/security/lockdown",
		  "none [integrity] confidentiality\n");
	fake_file("/proc/sys/kernel/kexec_load_disabled", "0\n");
	fake_file("/proc/sys/kernel/kexec_load_limit_reboot", "-1\n");
	fake_file("/proc/sys/kernel/kexec_load_limit_panic", "3\n");
	fake.old_err = EPERM;
	ck_assert_int_eq(run(&command_features, NULL), 0);
	ck_assert_str_eq(captured_out,
			 "kexec_file_load2         yes, ABI version 1\n"
			 "kexec_file_load          yes\n"
			 "IMA                      yes\n"
			 "TPM                      yes, version 2.0\n"
			 "lockdown                 integrity\n"
			 "kexec_load_disabled      no\n"
			 "kexec_load_limit_reboot  none\n"
			 "kexec_load_limit_panic   3 more\n");
}
END_TEST

START_TEST(features_none)
{
	fake.absent = true;
	fake.old_err = ENOSYS;
	ck_assert_int_eq(run(&command_features, NULL), 0);
	check_output(captured_out, "kexec_file_load2         no: this kernel (");
	check_output(captured_out, ") lacks it (ENOSYS)\n");
	check_output(captured_out, "kexec_file_load          no (ENOSYS)\n");
	check_output(captured_out, "IMA                      no\n");
	check_output(captured_out, "TPM                      no\n");
	check_output(captured_out, "lockdown                 not in this");
	check_output(captured_out, "kexec_load_disabled      not in this");

	fake.securityfs = false;
	ck_assert_int_eq(run(&command_features, NULL), 0);
	check_output(captured_out, "IMA                      unknown: no secu");
}
END_TEST

/*
 * The older call counts loads before it looks at anything: the probe must be
 * made without the capability, and must give it back.
 */
START_TEST(features_use_up_no_load)
{
	fake.old_err = EPERM;
	ck_assert_int_eq(run(&command_features, NULL), 0);
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert(!fake.old_had_cap);
	ck_assert_uint_ne(fake.old_flags & ~0xffULL, 0);
	ck_assert_int_eq(run(&command_unload, NULL), 1);
	ck_assert(fake.old_had_cap);
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
	tcase_add_test(tc, unload);
	tcase_add_test(tc, status);
	tcase_add_test(tc, exec);
	tcase_add_test(tc, features_all);
	tcase_add_test(tc, features_none);
	tcase_add_test(tc, features_use_up_no_load);
	return run_tests(suite);
}
