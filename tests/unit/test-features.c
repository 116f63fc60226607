// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 features, on a system that has everything, or lacks something. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "kexec2.h"
#include "system-features.h"
#include "capture.h"
#include "unit.h"

#define SECURE_BOOT	"/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define POLICY		"/sys/kernel/security/ima/policy"

static void run(const char *option)
{
	char *argv[] = { (char *)"kexec2", (char *)option, NULL };
	int status;

	capture_start();
	status = command_features.run(option ? 2 : 1, argv);
	capture_stop();
	ck_assert_int_eq(status, 0);
	ck_assert_str_eq(captured_err, "");
}

static void check_output(const char *words)
{
	ck_assert_msg(strstr(captured_out, words), "\"%s\" lacks \"%s\"",
		      captured_out, words);
}

static void have_all(void)
{
	fake_file("/sys/kernel/security/ima", "");
	fake_file(POLICY,
		  "dont_measure fsmagic=0x9fa0 \n"
		  "measure func=KEXEC_KERNEL_CHECK \n"
		  "appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig \n"
		  "measure func=KEXEC_INITRAMFS_CHECK label=a pcr=12\n"
		  "\n"
		  "measure func=CRITICAL_DATA label=selinux|kexec_file_load2\n");
	fake_file("/proc/config.gz", "# CONFIG_X is not set\n"
		  "CONFIG_IMA_KEXEC=y\n");
	fake_file("/sys/class/tpm/tpm0", "");
	fake_file("/sys/class/tpm/tpm0/tpm_version_major", "2\n");
	fake_file("/sys/class/tpm/tpm0/pcr-sha256", "");
	fake_file("/sys/class/tpm/tpm0/pcr-sha384", "");
	fake_file("/sys/kernel/security/lockdown",
		  "none [integrity] confidentiality\n");
	fake_file("/sys/firmware/efi", "");
	fake_bytes(SECURE_BOOT, "\x06\0\0\0\1", 5);
	fake_file("/sys/kernel/security/ima/kexec_records", "version 1\n");
	fake_file("/proc/sys/kernel/kexec_records_required", "1\n");
	fake_file("/proc/sys/kernel/kexec_load_disabled", "0\n");
	fake_file("/proc/sys/kernel/kexec_load_limit_reboot", "-1\n");
	fake_file("/proc/sys/kernel/kexec_load_limit_panic", "3\n");
	fake_file("/sys/kernel/kexec_crash_size", "268435456\n");
	fake.old_err = EPERM;
}

START_TEST(all)
{
	have_all();
	run(NULL);
	ck_assert_str_eq(captured_out,
			 "kexec_file_load2         yes, ABI version 1\n"
			 "kexec_file_load          yes\n"
			 "IMA                      yes\n"
			 "IMA policy               5 rules\n"
			 "  KEXEC_KERNEL_CHECK     measure, appraise\n"
			 "  KEXEC_INITRAMFS_CHECK  measure\n"
			 "  KEXEC_CMDLINE          no rule\n"
			 "  CRITICAL_DATA          measure\n"
			 "records of loads         version 2\n"
			 "kexec_records_required   yes, until the next boot\n"
			 "carried list             yes (CONFIG_IMA_KEXEC)\n"
			 "TPM                      yes, version 2.0\n"
			 "TPM banks                sha256 sha384\n"
			 "lockdown                 integrity\n"
			 "secure boot              on\n"
			 "kexec_load_disabled      no\n"
			 "kexec_load_limit_reboot  none\n"
			 "kexec_load_limit_panic   3 more\n"
			 "crash memory             256.0 MiB reserved\n");
}
END_TEST

START_TEST(all_json)
{
	have_all();
	fake_file(POLICY, "measure func=KEXEC_KERNEL_CHECK\n"
		  "appraise func=KEXEC_KERNEL_CHECK\n"
		  "measure func=KEXEC_INITRAMFS_CHECK\n"
		  "audit func=KEXEC_CMDLINE\n"
		  "measure func=CRITICAL_DATA\n");
	run("--json");
	ck_assert_str_eq(captured_out,
			 "{\n"
			 "  \"kexec_file_load2_abi\": 1,\n"
			 "  \"kexec_file_load\": true,\n"
			 "  \"ima\": true,\n"
			 "  \"ima_policy\": {\n"
			 "    \"rules\": 5,\n"
			 "    \"kexec_kernel_check\": [\n"
			 "      \"measure\",\n"
			 "      \"appraise\"\n"
			 "    ],\n"
			 "    \"kexec_initramfs_check\": [\n"
			 "      \"measure\"\n"
			 "    ],\n"
			 "    \"kexec_cmdline\": [\n"
			 "      \"audit\"\n"
			 "    ],\n"
			 "    \"critical_data\": [\n"
			 "      \"measure\"\n"
			 "    ]\n"
			 "  },\n"
			 "  \"records_version\": 2,\n"
			 "  \"kexec_records_required\": true,\n"
			 "  \"carried_list\": true,\n"
			 "  \"tpm\": true,\n"
			 "  \"tpm_version\": \"2.0\",\n"
			 "  \"tpm_banks\": [\n"
			 "    \"sha256\",\n"
			 "    \"sha384\"\n"
			 "  ],\n"
			 "  \"lockdown\": \"integrity\",\n"
			 "  \"secure_boot\": true,\n"
			 "  \"kexec_load_disabled\": false,\n"
			 "  \"kexec_load_limit_reboot\": -1,\n"
			 "  \"kexec_load_limit_panic\": 3,\n"
			 "  \"crash_reserved\": 268435456\n"
			 "}\n");
}
END_TEST

START_TEST(none)
{
	fake.absent = true;
	fake.old_err = ENOSYS;
	run(NULL);
	check_output("kexec_file_load2         no: this kernel (");
	check_output(") lacks it (ENOSYS)\n");
	check_output("kexec_file_load          no (ENOSYS)\n");
	check_output("IMA                      no\nrecords of loads         no\n");
	check_output("kexec_records_required   not in this");
	check_output("carried list             no\n");
	check_output("TPM                      no\nlockdown");
	check_output("lockdown                 not in this");
	check_output("secure boot              no: not booted by EFI\n");
	check_output("kexec_load_disabled      not in this");
	check_output("kexec_load_limit_panic   not in this");
	check_output("crash memory             not in this");

	run("--json");
	check_output("\"kexec_file_load2_abi\": null");
	check_output("\"kexec_file_load\": false");
	check_output("\"ima\": false");
	check_output("\"records_version\": null");
	check_output("\"kexec_records_required\": null");
	check_output("\"carried_list\": false");
	check_output("\"crash_reserved\": null");

	fake.securityfs = false;
	run(NULL);
	check_output("IMA                      unknown: no secu");
	check_output("records of loads         unknown: no secu");
	check_output("carried list             unknown: ");
	run("--json");
	check_output("\"ima\": null");
	check_output("\"carried_list\": null");
}
END_TEST

START_TEST(in_part)
{
	struct utsname uts;
	char path[128];

	have_all();
	fake_file(POLICY, NULL);
	fake_file("/proc/config.gz", NULL);
	fake_file("/sys/class/tpm/tpm0/tpm_version_major", NULL);
	fake_file("/sys/class/tpm/tpm0/pcr-sha256", NULL);
	fake_file("/sys/class/tpm/tpm0/pcr-sha384", NULL);
	fake_bytes(SECURE_BOOT, "\x06\0\0\0", 5);
	fake_file("/sys/kernel/kexec_crash_size", "0\n");
	fake_file("/proc/sys/kernel/kexec_load_disabled", "1\n");
	fake_file("/proc/sys/kernel/kexec_records_required", "0\n");
	fake_file("/sys/kernel/security/ima/kexec_records", NULL);
	run(NULL);
	check_output("IMA policy               unknown: No such file");
	check_output("carried list             unknown: ");
	check_output("TPM                      yes, of unknown version\n"
		     "TPM banks                unknown\n");
	check_output("secure boot              off\n");
	check_output("kexec_load_disabled      yes, until the next boot\n");
	check_output("crash memory             none reserved");

	/* the configuration where distributions put it */
	ck_assert_int_eq(uname(&uts), 0);
	snprintf(path, sizeof(path), "/boot/config-%s", uts.release);
	fake_file(path, "CONFIG_IMA_KEXEC_EXTRA=y\nCONFIG_IMA_KEXEC=n\n");
	fake_file(SECURE_BOOT, NULL);
	run(NULL);
	check_output("carried list             no\n");
	check_output("secure boot              unknown: ");
	run("--json");
	check_output("\"ima_policy\": null");
	check_output("\"tpm_version\": null");
	check_output("\"tpm_banks\": null");
	check_output("\"secure_boot\": null");
	check_output("\"kexec_load_disabled\": true");
}
END_TEST

START_TEST(policy_rules)
{
	static const struct {
		const char *line;
		size_t rule;
		unsigned int asks;
	} cases[] = {
		{ "measure func=CRITICAL_DATA", RULE_RECORDS, RULE_MEASURES },
		{ "measure func=CRITICAL_DATA label=kexec_file_load2",
		  RULE_RECORDS, RULE_MEASURES },
		{ "measure label=a|kexec_file_load2|b func=CRITICAL_DATA",
		  RULE_RECORDS, RULE_MEASURES },
		{ "measure func=CRITICAL_DATA label=kexec_file_load",
		  RULE_RECORDS, 0 },
		{ "measure func=CRITICAL_DATA label=xkexec_file_load2",
		  RULE_RECORDS, 0 },
		{ "measure func=CRITICAL_DATA label=", RULE_RECORDS, 0 },
		{ "dont_measure func=KEXEC_CMDLINE", RULE_CMDLINE, 0 },
		{ "audit func=KEXEC_INITRAMFS_CHECK", RULE_INITRAMFS,
		  RULE_AUDITS },
		{ "\tappraise  func=KEXEC_KERNEL_CHECK uid=0", RULE_KERNEL,
		  RULE_APPRAISES },
		{ "measure func=KEXEC_KERNEL_CHECKS", RULE_KERNEL, 0 },
		{ "measure xfunc=KEXEC_KERNEL_CHECK", RULE_KERNEL, 0 },
		{ "measure", RULE_KERNEL, 0 },
	};
	struct ima_policy policy;
	char line[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		policy = (struct ima_policy){ 0 };
		snprintf(line, sizeof(line), "%s", cases[i].line);
		ima_policy_line(&policy, line);
		ck_assert_uint_eq(policy.nr_rules, 1);
		ck_assert_msg(policy.asks[cases[i].rule] == cases[i].asks,
			      "%s", cases[i].line);
	}
}
END_TEST

/*
 * The older call counts loads before it looks at anything: the probe must be
 * made without the capability, and must give it back.
 */
START_TEST(uses_up_no_load)
{
	char *argv[] = { (char *)"kexec2", NULL };

	fake.old_err = EPERM;
	run(NULL);
	ck_assert_uint_eq(fake.old_calls, 1);
	ck_assert(!fake.old_had_cap);
	ck_assert_uint_ne(fake.old_flags & ~0xffULL, 0);
	capture_start();
	ck_assert_int_eq(command_unload.run(1, argv), 1);
	capture_stop();
	ck_assert(fake.old_had_cap);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("features");
	TCase *tc = tcase(suite, "features");

	tcase_add_test(tc, all);
	tcase_add_test(tc, all_json);
	tcase_add_test(tc, none);
	tcase_add_test(tc, in_part);
	tcase_add_test(tc, policy_rules);
	tcase_add_test(tc, uses_up_no_load);
	return run_tests(suite);
}
