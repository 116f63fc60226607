// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a policy would miss of a load, and which rule it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "ima/lint.h"
#include "listmaker.h"
#include "unit.h"

static const struct ima_cred root = { .cap_setuid = true, .cap_setgid = true };
static struct image image = IMAGE_INIT;
static struct ima_rules rules;
static struct lint lint;
static struct reason reason;

static void run(const char *policy)
{
	lint_free(&lint);
	ima_policy_free(&rules);
	ck_assert_msg(!ima_policy_parse(&rules, policy, strlen(policy),
					&reason), "%s", reason.text);
	ck_assert_msg(!lint_policy(&lint, &rules, &root, "sha256",
				   image.kernel.fd < 0 ? NULL : &image,
				   &reason),
		      "%s", reason.text);
}

/* What is said of it, by the rule in line @line, 0 for none. */
static void says(const char *policy, const char *subject, const char *code,
		 size_t line, enum lint_level level)
{
	size_t i;

	run(policy);
	for (i = 0; i < lint.nr_findings; i++) {
		const struct lint_finding *finding = &lint.findings[i];

		if (strncmp(finding->subject, subject, strlen(subject)) != 0 ||
		    strcmp(finding->code, code) != 0)
			continue;
		ck_assert_msg(finding->level == level, "%s: level %d", policy,
			      finding->level);
		ck_assert_msg((finding->rule ? finding->rule->line : 0) == line,
			      "%s: by line %zu", policy,
			      finding->rule ? finding->rule->line : 0);
		return;
	}
	ck_abort_msg("\"%s\" does not say %s of %s", policy, code, subject);
}

#define ALL "measure func=KEXEC_KERNEL_CHECK\n"				\
	"measure func=KEXEC_INITRAMFS_CHECK\n"				\
	"measure func=KEXEC_CMDLINE\n"					\
	"measure func=CRITICAL_DATA label=kexec_file_load2\n"		\
	"measure func=POLICY_CHECK\n"

static const struct {
	const char *policy, *subject, *code;
	size_t line;
	enum lint_level level;
} cases[] = {
	{ ALL, "kernel", "measured", 1, LINT_FINE },
	{ ALL, "initrd 0", "measured", 2, LINT_FINE },
	{ ALL, "command line", "measured", 3, LINT_FINE },
	{ ALL, "records", "measured", 4, LINT_FINE },
	{ ALL, "policy", "policy_measured", 5, LINT_FINE },
	{ ALL, "initrd 0", "label_unused", 0, LINT_NOTE },
	{ ALL, "kernel", "not_appraised", 0, LINT_NOTE },
	{ "measure func=KEXEC_KERNEL_CHECK\n", "initrd 0", "not_measured", 0, LINT_PROBLEM },
	{ "dont_measure\n" ALL, "kernel", "measure_hidden", 1, LINT_PROBLEM },
	{ "dont_measure\n" ALL, "policy", "policy_not_measured", 0, LINT_NOTE },
	/* Conditions of other files do not hide the policy. */
	{ "dont_measure fsmagic=0x9fa0\ndont_measure fowner=77\n" ALL, "policy", "policy_measured", 7, LINT_FINE },
	{ "measure func=CRITICAL_DATA template=ima label=kexec_file_load2\n", "records", "measure_template", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_CMDLINE template=d|n\n", "command line", "measure_template", 1, LINT_PROBLEM },
	/* Both measure: only which of them does is not known. */
	{ "measure func=KEXEC_KERNEL_CHECK obj_type=x pcr=11\n" ALL, "kernel", "measured", 2, LINT_NOTE },
	{ "dont_measure obj_type=x\n" ALL, "kernel", "measure_unknown", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_KERNEL_CHECK obj_type=x\n", "kernel", "measure_unknown", 1, LINT_PROBLEM },
	/* The digest of fs-verity, which the files have not. */
	{ "measure digest_type=verity\n" ALL, "kernel", "measure_verity", 1, LINT_PROBLEM },
	{ "audit digest_type=verity\n" ALL, "initrd 0", "measure_verity", 1, LINT_PROBLEM },
	{ "dont_hash digest_type=verity\n" ALL, "initrd 0", "measure_verity", 1, LINT_PROBLEM },
	{ "measure func=FILE_CHECK digest_type=verity\n" ALL, "initrd 0", "measure_verity", 1, LINT_PROBLEM },
	{ "measure digest_type=verity\n" ALL, "command line", "measured", 1, LINT_FINE },
	{ "audit func=BPRM_CHECK digest_type=verity\n" ALL, "kernel", "measured", 2, LINT_FINE },
	/* Labels. */
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a pcr=12\n" ALL, "initrd 0", "label_measured", 1, LINT_FINE },
	{ "dont_measure fowner>0\nmeasure func=KEXEC_INITRAMFS_CHECK label=a fowner=0\n" ALL, "initrd 0", "label_measured", 2, LINT_FINE },
	{ "dont_measure\nmeasure func=KEXEC_INITRAMFS_CHECK label=a\n", "initrd 0", "label_hidden", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a template=ima\n", "initrd 0", "label_template", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a obj_type=x\nmeasure func=KEXEC_INITRAMFS_CHECK label=a pcr=11\n", "initrd 0", "label_measured", 2, LINT_NOTE },
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a obj_type=x\n", "initrd 0", "label_unknown", 1, LINT_PROBLEM },
	/* Appraisal. */
	{ "appraise func=KEXEC_KERNEL_CHECK\n", "kernel", "appraise_fails", 1, LINT_PROBLEM },
	{ "appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig\n", "kernel", "appraise_fails", 1, LINT_PROBLEM },
	{ "appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig\n", "initrd 0", "appraise_fails", 1, LINT_PROBLEM },
	{ "appraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3\n", "initrd 0", "appraise_fails", 1, LINT_PROBLEM },
	{ "dont_appraise\nappraise func=KEXEC_KERNEL_CHECK\n", "kernel", "appraise_hidden", 1, LINT_PROBLEM },
	{ "dont_appraise\n", "kernel", "not_appraised", 1, LINT_NOTE },
	{ "appraise func=KEXEC_KERNEL_CHECK obj_type=x\n", "kernel", "appraise_unknown", 1, LINT_PROBLEM },
	/* What kernels with records of version 2 refuse. */
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a template=ima\n", "policy", "rule_refused", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a template=d|n\n", "policy", "rule_refused", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_INITRAMFS_CHECK label=a template=d|n-ng\n", "policy", "rule_refused", 1, LINT_PROBLEM },
	{ "measure func=CRITICAL_DATA label=other template=d-ng|d|buf\n", "policy", "rule_refused", 1, LINT_PROBLEM },
	{ "measure func=CRITICAL_DATA label=kexec_file_load2 template=ima\n", "policy", "rule_refused", 1, LINT_PROBLEM },
	{ "measure func=CRITICAL_DATA label=selinux|kexec_file_load2 template=ima-ng\n", "policy", "rule_refused", 1, LINT_PROBLEM },
	{ "measure func=CRITICAL_DATA template=ima-ng\n", "records", "records_no_text", 1, LINT_PROBLEM },
	/* Of which loads, and where. */
	{ "measure func=CRITICAL_DATA label=kexec_file_load2 uid=0\n", "records", "records_by_user", 1, LINT_PROBLEM },
	{ "measure func=CRITICAL_DATA gid<1000\n", "records", "records_by_user", 1, LINT_PROBLEM },
	{ "dont_measure func=CRITICAL_DATA label=kexec_file_load2 uid=7\n" ALL, "records", "records_by_user", 1, LINT_PROBLEM },
	{ "measure func=CRITICAL_DATA label=kexec_file_load2 pcr=11\n", "records", "records_pcr", 1, LINT_PROBLEM },
	{ "measure func=KEXEC_KERNAL_CHECK\n", "policy", "rule_unknown", 1, LINT_NOTE },
	{ ALL "measure foo=bar\n", "policy", "rule_unknown", 6, LINT_NOTE },
};

START_TEST(policies)
{
	says(cases[_i].policy, cases[_i].subject, cases[_i].code,
	     cases[_i].line, cases[_i].level);
}
END_TEST

/* Of a rule that comes too late it is said that it does. */
START_TEST(too_late)
{
	run("dont_measure\n" ALL);
	ck_assert_str_eq(lint.findings[0].code, "measure_hidden");
	ck_assert_ptr_nonnull(lint.findings[0].late);
	ck_assert_uint_eq(lint.findings[0].late->line, 2);
	ck_assert_uint_eq(lint.nr_problems, 3);
	run(ALL);
	ck_assert_uint_eq(lint.nr_problems, 0);
}
END_TEST

/* Rules that are not about the records, or do them no harm. */
START_TEST(fine_rules)
{
	static const char *const fine[] = {
		"measure func=CRITICAL_DATA label=kexec_file_load2 pcr=10\n",
		"measure func=CRITICAL_DATA label=kexec_file_load2 template=ima-buf\n",
		"measure func=CRITICAL_DATA label=kexec_file_load2 template=d-ng|n-ng|buf\n",
		"measure func=CRITICAL_DATA label=kexec_file_load2 template=\n",
		"measure func=CRITICAL_DATA label=other template=ima-ng uid=5 pcr=11\n",
		"measure func=KEXEC_INITRAMFS_CHECK label=a template=ima-ng uid=0 pcr=11\n",
	};
	char policy[1024];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fine); i++) {
		snprintf(policy, sizeof(policy), "%s%s", fine[i], ALL);
		run(policy);
		ck_assert_msg(!lint.nr_problems, "%s", fine[i]);
	}
}
END_TEST

/* Nothing in particular: files of root, on the root file system and in memory. */
START_TEST(anything)
{
	image_free(&image);
	image = IMAGE_INIT;
	says("dont_measure fsmagic=0x01021994\n" ALL, "kernel in a memfd",
	     "measure_hidden", 1, LINT_PROBLEM);
	says("dont_measure fsmagic=0x01021994\n" ALL, "initrd on tmpfs",
	     "measure_hidden", 1, LINT_PROBLEM);
	says("dont_measure fsname=tmpfs\n" ALL, "initrd on tmpfs",
	     "measure_hidden", 1, LINT_PROBLEM);
	says("dont_measure fowner=77\n" ALL, "kernel on the root",
	     "measured", 2, LINT_FINE);
	/* That of the root file system is known. */
	says("dont_measure fsname=no-such\n" ALL, "kernel on the root",
	     "measured", 2, LINT_FINE);
	ck_assert_uint_eq(lint.nr_problems, 0);
}
END_TEST

static char *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "r");
	char *content = malloc(4096);

	ck_assert(file && content);
	*size = fread(content, 1, 4096, file);
	fclose(file);
	return content;
}

/* What is in security.ima, where this process may put something there. */
START_TEST(hashes)
{
	static const char policy[] = "appraise func=KEXEC_KERNEL_CHECK\n";
	uint8_t good[2 + 64] = { 0x04, 0x02 };	/* IMA_XATTR_DIGEST_NG, SHA-1 */
	char path[256], *content;
	size_t size;

	snprintf(path, sizeof(path), "%s/kernel", test_dir());
	content = read_whole(path, &size);
	digest_by("sha1", content, size, good + 2, &size);
	free(content);
	if (setxattr(path, "security.ima", good, 22, 0))
		return;
	says(policy, "kernel", "appraised", 1, LINT_FINE);
	says("appraise func=KEXEC_KERNEL_CHECK appraise_algos=sha256,sha1\n",
	     "kernel", "appraised", 1, LINT_FINE);
	says("appraise func=KEXEC_KERNEL_CHECK appraise_algos=sha256\n",
	     "kernel", "appraise_fails", 1, LINT_PROBLEM);
	good[21] ^= 1;
	ck_assert_int_eq(setxattr(path, "security.ima", good, 22, 0), 0);
	says(policy, "kernel", "appraise_fails", 1, LINT_PROBLEM);
	ck_assert_ptr_nonnull(strstr(lint.findings[1].text, "content"));
	good[21] ^= 1;
	ck_assert_int_eq(setxattr(path, "security.ima", good, 21, 0), 0);
	says(policy, "kernel", "appraise_fails", 1, LINT_PROBLEM);
	/* Other bytes, of the same length, are no signature either. */
	says("appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig\n",
	     "kernel", "appraise_fails", 1, LINT_PROBLEM);
}
END_TEST

static void setup(void)
{
	char kernel[256], part[256];

	snprintf(kernel, sizeof(kernel), "%s", make_file("kernel", 9));
	snprintf(part, sizeof(part), "%s", make_file("part", 7));
	image = IMAGE_INIT;
	image_open_kernel(&image, kernel, &reason);
	image_open_initrd(&image, part, "a", &reason);
}

static void teardown(void)
{
	lint_free(&lint);
	ima_policy_free(&rules);
	image_free(&image);
}

int main(void)
{
	Suite *suite = suite_create("lint");
	TCase *tc = tcase(suite, "lint");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, policies, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, too_late);
	tcase_add_test(tc, fine_rules);
	tcase_add_test(tc, anything);
	tcase_add_test(tc, hashes);
	return run_tests(suite);
}
