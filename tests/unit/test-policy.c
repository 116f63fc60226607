// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* IMA policies: what is a rule, and which one decides. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ima/file.h"
#include "ima/policy.h"
#include "unit.h"

static const struct ima_cred root = {
	.uid.capable = true, .gid.capable = true,
};
static struct ima_inode file = {
	.fsname = "ext4", .fsmagic = 0xef53, .owner = 7, .group = 8,
};
static struct ima_rules rules;
static struct reason reason;

static int parse_on(unsigned int version, const char *text)
{
	ima_policy_free(&rules);
	return ima_policy_parse(&rules, text, strlen(text), version, &reason);
}

static int parse(const char *text)
{
	return parse_on(LINUX(6, 12), text);
}

static struct ima_subject subject_of(enum ima_func func, const char *label)
{
	return (struct ima_subject){
		.func = func,
		.label = label,
		.inode = func != IMA_FUNC_CRITICAL_DATA ? &file : NULL,
		.cred = &root,
	};
}

/* The line of the rule that decides, 0 for none; negative if it is a dont_. */
static int decides(enum ima_func func, const char *label,
		   enum ima_action action)
{
	struct ima_subject subject = subject_of(func, label);
	struct ima_decision decision = ima_decide(&rules, &subject, action);

	if (!decision.rule)
		return 0;
	return decision.rule->action == action ? (int)decision.rule->line :
						 -(int)decision.rule->line;
}

static int maybe(enum ima_func func, enum ima_action action)
{
	struct ima_subject subject = subject_of(func, NULL);
	struct ima_decision decision = ima_decide(&rules, &subject, action);

	return decision.maybe ? (int)decision.maybe->line : 0;
}

START_TEST(refused)
{
	static const char *const wrong[] = {
		"func=KEXEC_KERNEL_CHECK",
		"measure dont_measure",
		"measure func=",
		"measure func=FILE_CHECK func=FILE_CHECK",
		"measure mask=MAY_SING",
		"measure fsmagic=xyz",
		"measure fsmagic=1 fsmagic=2",
		"measure uid=1 uid=2",
		"measure uid=1 euid=2",
		"measure uid=-1",
		"measure uid=4294967295",
		"measure uid=1x",
		"measure fsuuid=00112233-4455-6677-8899-aabbccddeef",
		"measure fsuuid=00112233-4455-6677-8899-aabbccddeeff0",
		"measure fsuuid=0011223304455-6677-8899-aabbccddeeff",
		"measure pcr=64",
		"measure pcr=-1",
		"dont_measure pcr=3",
		"appraise pcr=3",
		"measure template=ima-sigv3",
		"appraise template=ima-ng",
		"template=ima-ng measure",
		"measure appraise_type=imasig",
		"appraise appraise_type=sigv3",
		"appraise digest_type=verity appraise_type=imasig",
		"appraise digest_type=verity",
		"appraise appraise_type=imasig digest_type=verity",
		"appraise digest_type=sha256",
		"measure appraise_algos=sha256",
		"measure func=KEXEC_INITRAMFS_CHECK label=",
		"measure func=KEXEC_INITRAMFS_CHECK label=a||b",
		"measure func=KEXEC_INITRAMFS_CHECK label=|a",
		"measure func=KEXEC_INITRAMFS_CHECK label=a label=b",
		"dont_measure func=KEXEC_INITRAMFS_CHECK label=a",
		"appraise func=KEXEC_INITRAMFS_CHECK label=a",
		"measure func=KEXEC_KERNEL_CHECK label=a",
		"measure label=a",
		"measure func=KEXEC_INITRAMFS_CHECK digest_type=verity",
		"appraise func=KEXEC_KERNEL_CHECK digest_type=verity appraise_type=sigv3",
		"appraise func=KEXEC_CMDLINE",
		"measure func=KEXEC_CMDLINE mask=MAY_READ",
		"measure func=CRITICAL_DATA fsmagic=1",
		"measure func=CRITICAL_DATA euid=1",
		"measure func=CRITICAL_DATA obj_type=a",
		"appraise func=POLICY_CHECK appraise_type=imasig|modsig",
		"measure mask=MAY_READ mask=MAY_EXEC",
		"measure func=KEXEC_INITRAMFS_CHECK label=a|",
		"measure func=KEXEC_CMDLINE digest_type=verity",
		"measure func=CRITICAL_DATA egid=1",
		"measure func=CRITICAL_DATA fgroup=1",
		"measure func=CRITICAL_DATA fsname=ext4",
		"measure nonsense",
		"appraise appraise_algos=",
		"appraise appraise_algos=sha257",
		"appraise appraise_algos=sha256,",
		"appraise func=FILE_CHECK appraise_type=imasig|modsig",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		char text[256];

		snprintf(text, sizeof(text), "# comment\n\n%s\n", wrong[i]);
		ck_assert_msg(parse(text) == -EINVAL, "taken: %s", wrong[i]);
		ck_assert_msg(!strncmp(reason.text, "line 3: ", 8),
			      "%s: %s", wrong[i], reason.text);
	}
	ima_policy_free(&rules);
	ck_assert_int_eq(ima_policy_parse(&rules, "measure\0", 8,
					  LINUX(6, 12), &reason), -EINVAL);
}
END_TEST

/* Linux 7.2 takes signatures of version 3 of any file. */
START_TEST(versions)
{
	static const struct {
		const char *rule;
		bool before, since;
	} tests[] = {
		{ "appraise appraise_type=sigv3", false, true },
		{ "appraise func=KEXEC_KERNEL_CHECK appraise_type=sigv3",
		  false, true },
		{ "appraise appraise_type=imasig digest_type=verity",
		  false, true },
		{ "appraise func=KEXEC_INITRAMFS_CHECK appraise_type=imasig|modsig digest_type=verity",
		  false, true },
		{ "appraise digest_type=verity appraise_type=imasig",
		  false, false },
		{ "appraise digest_type=verity", false, false },
		{ "measure appraise_type=sigv3", false, false },
		{ "appraise func=KEXEC_KERNEL_CHECK appraise_type=sigv3 digest_type=verity",
		  false, false },
		{ "appraise appraise_type=sigv3 digest_type=verity",
		  true, true },
		{ "appraise digest_type=verity appraise_type=sigv3",
		  true, true },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		ck_assert_msg(!parse_on(LINUX(6, 12), tests[i].rule) ==
			      tests[i].before, "6.12: %s", tests[i].rule);
		ck_assert_msg(!parse_on(LINUX(7, 1), tests[i].rule) ==
			      tests[i].before, "7.1: %s", tests[i].rule);
		ck_assert_msg(!parse_on(LINUX(7, 2), tests[i].rule) ==
			      tests[i].since, "7.2: %s", tests[i].rule);
		ck_assert_msg(!parse_on(LINUX(10, 0), tests[i].rule) ==
			      tests[i].since, "10.0: %s", tests[i].rule);
	}
}
END_TEST

START_TEST(taken)
{
	static const char text[] =
		" \t\n"
		"measure func=FILE_CHECK mask=^MAY_READ uid=0 \n"
		"\tappraise func=KEXEC_INITRAMFS_CHECK digest_type=verity appraise_type=sigv3\n"
		"appraise appraise_type=imasig appraise_flag=check_blacklist appraise_algos=sha256,sha512\n"
		"measure func=KEXEC_INITRAMFS_CHECK label=a|b pcr=12 template=d-ng|n-ng\n"
		"measure func=NEW_CHECK new_thing=5 permit_directio\n"
		"audit fsuuid=00112233-4455-6677-8899-AABBCCDDEEFF\n"
		"measure keyrings=.ima obj_type=a subj_user=b";

	ck_assert_msg(!parse(text), "%s", reason.text);
	ck_assert_uint_eq(rules.nr_rules, 7);
	ck_assert_uint_eq(rules.rules[0].line, 2);
	ck_assert_str_eq(rules.rules[0].text,
			 "measure func=FILE_CHECK mask=^MAY_READ uid=0");
	ck_assert_str_eq(rules.rules[0].mask, "^MAY_READ");
	ck_assert_str_eq(rules.rules[0].uid, "0");
	ck_assert(rules.rules[1].verity && rules.rules[1].sig == IMA_SIG_V3);
	ck_assert_str_eq(rules.rules[2].algos, "sha256,sha512");
	ck_assert_str_eq(rules.rules[3].labels, "a|b");
	ck_assert_str_eq(rules.rules[3].template, "d-ng|n-ng");
	ck_assert_int_eq(rules.rules[3].pcr, 12);
	ck_assert_int_eq(rules.rules[4].func, IMA_FUNC_OTHER);
	ck_assert_str_eq(rules.rules[4].unknown, "NEW_CHECK");
	ck_assert_str_eq(rules.rules[5].fsuuid,
			 "00112233-4455-6677-8899-AABBCCDDEEFF");
	ck_assert(rules.rules[6].lsm && !rules.rules[6].unknown);
	ck_assert_int_eq(rules.rules[6].pcr, -1);
	/* As the kernel shows it. */
	ck_assert_int_eq(parse("appraise func=KEXEC_INITRAMFS_CHECK appraise_type=sigv3 digest_type=verity \n"),
			 0);
	ck_assert_int_eq(parse("\t # indented\nmeasure uid=+1 pcr=63"), 0);
	ck_assert_uint_eq(rules.nr_rules, 1);
	ck_assert_int_eq(rules.rules[0].pcr, 63);
	ck_assert_str_eq(rules.rules[0].uid, "+1");
	/* The last one counts. */
	ck_assert_int_eq(parse("measure fsname=ext4 fsname=xfs"), 0);
	ck_assert_str_eq(rules.rules[0].fsname, "xfs");
	ck_assert_int_eq(parse("measure egid=5"), 0);
	ck_assert(rules.rules[0].egid && !rules.rules[0].gid);
	ck_assert_int_eq(parse("measure func=FILE_CHECK template= \n"), 0);
	ck_assert_str_eq(rules.rules[0].template, "");
	ck_assert_int_eq(parse("measure new_thing=5"), 0);
	ck_assert_str_eq(rules.rules[0].unknown, "new_thing=5");
	ck_assert_int_eq(parse("# nothing\n"), 0);
	ck_assert_uint_eq(rules.nr_rules, 0);
}
END_TEST

START_TEST(first_match)
{
	ck_assert_int_eq(parse("appraise func=KEXEC_KERNEL_CHECK\n"
			       "dont_measure fsmagic=0xef53 fowner=7\n"
			       "measure func=KEXEC_KERNEL_CHECK\n"
			       "measure func=CRITICAL_DATA label=x|kexec_file_load2\n"
			       "dont_appraise fgroup=8\n"
			       "appraise func=KEXEC_INITRAMFS_CHECK\n"), 0);
	ck_assert_int_eq(decides(IMA_FUNC_KERNEL, NULL, IMA_MEASURE), -2);
	ck_assert_int_eq(decides(IMA_FUNC_KERNEL, NULL, IMA_APPRAISE), 1);
	ck_assert_int_eq(decides(IMA_FUNC_INITRAMFS, NULL, IMA_APPRAISE), -5);
	ck_assert_int_eq(decides(IMA_FUNC_CRITICAL_DATA, IMA_RECORDS_LABEL,
				 IMA_MEASURE), 4);
	ck_assert_int_eq(decides(IMA_FUNC_CRITICAL_DATA, "kexec_file_load",
				 IMA_MEASURE), 0);
	/* A rule without func= is for files. */
	ck_assert_int_eq(parse("measure\n"), 0);
	ck_assert_int_eq(decides(IMA_FUNC_CMDLINE, NULL, IMA_MEASURE), 1);
	ck_assert_int_eq(decides(IMA_FUNC_CRITICAL_DATA, IMA_RECORDS_LABEL,
				 IMA_MEASURE), 0);
}
END_TEST

START_TEST(conditions)
{
	static const struct {
		const char *condition;
		bool matches;
	} tests[] = {
		{ "mask=MAY_READ", true }, { "mask=MAY_EXEC", false },
		{ "mask=^MAY_READ", true }, { "mask=^MAY_WRITE", false },
		{ "fsname=ext4", true }, { "fsname=ext", false },
		{ "fsmagic=0xef53", true }, { "fsmagic=EF53", true },
		{ "fsmagic=1", false }, { "uid=0", true }, { "uid>0", false },
		{ "uid<1", true }, { "euid=0", true }, { "gid>5", false },
		{ "egid<1", true }, { "fowner=7", true }, { "fowner>7", false },
		{ "fowner>6", true }, { "fowner<7", false },
		{ "fgroup<9", true }, { "fgroup=7", false },
		{ "uid=+0", true }, { "fowner=+7", true },
	};
	char text[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		snprintf(text, sizeof(text), "measure %s",
			 tests[i].condition);
		ck_assert_int_eq(parse(text), 0);
		ck_assert_msg(decides(IMA_FUNC_KERNEL, NULL, IMA_MEASURE) ==
			      tests[i].matches, "%s", tests[i].condition);
	}
}
END_TEST

START_TEST(effective_ids)
{
	struct ima_cred cred = { .uid = { 5, 6, 7, false } };
	struct ima_subject subject = subject_of(IMA_FUNC_KERNEL, NULL);

	subject.cred = &cred;
	ck_assert_int_eq(parse("measure euid=6\nmeasure euid=7\nmeasure uid=5"),
			 0);
	ck_assert_int_eq(ima_rule_match(&rules.rules[0], &subject),
			 IMA_MATCHES);
	ck_assert_int_eq(ima_rule_match(&rules.rules[1], &subject),
			 IMA_NO_MATCH);
	ck_assert_int_eq(ima_rule_match(&rules.rules[2], &subject),
			 IMA_MATCHES);
	cred.uid.capable = true;
	ck_assert_int_eq(ima_rule_match(&rules.rules[1], &subject),
			 IMA_MATCHES);
	/* The real one, too; and each capability is for its own kind. */
	ck_assert_int_eq(parse("measure euid=5\nmeasure egid=9\nmeasure egid=8"),
			 0);
	ck_assert_int_eq(ima_rule_match(&rules.rules[0], &subject),
			 IMA_MATCHES);
	cred.gid = (struct ima_ids){ 8, 9, 10, false };
	ck_assert_int_eq(ima_rule_match(&rules.rules[1], &subject),
			 IMA_MATCHES);
	ck_assert_int_eq(ima_rule_match(&rules.rules[2], &subject),
			 IMA_NO_MATCH);
	cred.gid.capable = true;
	ck_assert_int_eq(ima_rule_match(&rules.rules[2], &subject),
			 IMA_MATCHES);
}
END_TEST

/* All of a UUID counts, and a buffer is asked for no mask. */
START_TEST(uuids_and_masks)
{
	struct ima_subject subject = subject_of(IMA_FUNC_KERNEL, NULL);

	strcpy(file.fsuuid, "00112233-4455-6677-8899-aabbccddeeff");
	ck_assert_int_eq(parse("measure fsuuid=00112233-4455-6677-8899-AAbbccddeeff\n"
			       "measure mask=MAY_READ"), 0);
	ck_assert_int_eq(ima_rule_match(&rules.rules[0], &subject),
			 IMA_MATCHES);
	file.fsuuid[35] = 'e';
	ck_assert_int_eq(ima_rule_match(&rules.rules[0], &subject),
			 IMA_NO_MATCH);
	subject.func = IMA_FUNC_CMDLINE;
	ck_assert_int_eq(ima_rule_match(&rules.rules[1], &subject),
			 IMA_NO_MATCH);
}
END_TEST

/* The digest of fs-verity, by any rule that decides on something. */
START_TEST(verity)
{
	struct ima_subject subject = subject_of(IMA_FUNC_KERNEL, NULL);
	const struct ima_rule *maybe;

	ck_assert_int_eq(parse("measure\naudit func=KEXEC_KERNEL_CHECK\n"
			       "audit digest_type=verity\n"), 0);
	ck_assert_ptr_null(ima_wants_verity(&rules, &subject, &maybe));
	ck_assert_ptr_eq(maybe, &rules.rules[2]);	/* of FILE_CHECK */
	ck_assert_int_eq(parse("measure\nhash digest_type=verity\n"), 0);
	ck_assert_ptr_eq(ima_wants_verity(&rules, &subject, &maybe),
			 &rules.rules[1]);
	ck_assert_int_eq(parse("audit obj_type=x digest_type=verity\n"), 0);
	ck_assert_ptr_null(ima_wants_verity(&rules, &subject, &maybe));
	ck_assert_ptr_eq(maybe, &rules.rules[0]);
	ck_assert_int_eq(parse("audit func=BPRM_CHECK digest_type=verity\n"),
			 0);
	ck_assert_ptr_null(ima_wants_verity(&rules, &subject, &maybe));
	ck_assert_ptr_null(maybe);
}
END_TEST

START_TEST(labels)
{
	ck_assert_int_eq(parse("measure func=KEXEC_INITRAMFS_CHECK label=a|bc pcr=12\n"
			       "measure func=KEXEC_INITRAMFS_CHECK\n"
			       "dont_measure fsname=ext4\n"
			       "measure func=KEXEC_INITRAMFS_CHECK label=late\n"),
			 0);
	ck_assert_int_eq(decides(IMA_FUNC_INITRAMFS, NULL, IMA_MEASURE), 2);
	ck_assert_int_eq(decides(IMA_FUNC_INITRAMFS, "bc", IMA_MEASURE), 1);
	ck_assert_int_eq(decides(IMA_FUNC_INITRAMFS, "b", IMA_MEASURE), -3);
	ck_assert_int_eq(decides(IMA_FUNC_INITRAMFS, "late", IMA_MEASURE), -3);
}
END_TEST

START_TEST(not_known)
{
	struct ima_subject subject = subject_of(IMA_FUNC_KERNEL, NULL);

	/* The same effect: it makes no difference whether it matches. */
	ck_assert_int_eq(parse("measure obj_type=a\nmeasure func=KEXEC_KERNEL_CHECK"),
			 0);
	ck_assert_int_eq(maybe(IMA_FUNC_KERNEL, IMA_MEASURE), 0);
	ck_assert_int_eq(maybe(IMA_FUNC_INITRAMFS, IMA_MEASURE), 1);
	ck_assert_int_eq(parse("measure obj_type=a pcr=9\nmeasure"), 0);
	ck_assert_int_eq(maybe(IMA_FUNC_KERNEL, IMA_MEASURE), 1);
	ck_assert_int_eq(parse("dont_measure new=a\nmeasure"), 0);
	ck_assert_int_eq(maybe(IMA_FUNC_KERNEL, IMA_MEASURE), 1);
	ck_assert_int_eq(parse("dont_measure new=a"), 0);
	ck_assert_int_eq(maybe(IMA_FUNC_KERNEL, IMA_MEASURE), 0);
	ck_assert_int_eq(parse("measure\ndont_measure new=a"), 0);
	ck_assert_int_eq(maybe(IMA_FUNC_KERNEL, IMA_MEASURE), 0);

	ck_assert_int_eq(parse("measure fsname=ext4\n"
			       "measure fsuuid=00112233-4455-6677-8899-aabbccddeeff"),
			 0);
	file.fsname = NULL;
	ck_assert_int_eq(ima_rule_match(&rules.rules[0], &subject),
			 IMA_MAY_MATCH);
	ck_assert_int_eq(ima_rule_match(&rules.rules[1], &subject),
			 IMA_MAY_MATCH);
	strcpy(file.fsuuid, "00000000-0000-0000-0000-000000000000");
	ck_assert_int_eq(ima_rule_match(&rules.rules[1], &subject),
			 IMA_NO_MATCH);
}
END_TEST

START_TEST(xattr_algorithms)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *algo;
	} tests[] = {
		{ "", 0, "default" },
		{ "\x03", 1, "default" },
		{ "\x03\x02\x06\1\2\3\4\0\1\xaa", 10, "sha512" },
		{ "\x03\x02\x06\1\2\3\4\0\0", 9, "default" },
		{ "\x03\x01\x06\1\2\3\4\0\1\xaa", 10, "default" },
		{ "\x03\x02\x60\1\2\3\4\0\1\xaa", 10, "default" },
		{ "\x03\x03\x04\1\2\3\4\0\1\xaa", 10, "default" },
		{ "\x06\x03\x04\1\2\3\4\0\1\xaa", 10, "sha256" },
		{ "\x06\x02\x04\1\2\3\4\0\1\xaa", 10, "default" },
		{ "\x04\x02", 2, "sha1" },
		{ "\x04\x17", 2, "default" },
		{ "\x01" "12345678901234567890", 21, "sha1" },
		{ "\x01" "1234567890123456\0\0\0\0", 21, "md5" },
		{ "\x01" "1234567890123456", 17, "md5" },
		{ "\x01" "123456789012345678", 19, "default" },
		{ "\x02" "abc", 4, "default" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		ck_assert_msg(!strcmp(ima_xattr_algo((struct bytes){
				(const uint8_t *)tests[i].bytes,
				tests[i].size }, LINUX(6, 12), "default"),
				      tests[i].algo), "xattr %zu", i);
	ck_assert_str_eq(ima_xattr_algo((struct bytes){
		(const uint8_t *)"\x03\x03\x04\1\2\3\4\0\1\xaa", 10 },
		LINUX(7, 2), "default"), "sha256");
	ck_assert_str_eq(ima_xattr_algo((struct bytes){
		(const uint8_t *)"\x06\x02\x04\1\2\3\4\0\1\xaa", 10 },
		LINUX(7, 2), "default"), "default");
}
END_TEST

static void clean_up(void)
{
	ima_policy_free(&rules);
}

/* As in the kernel's list, a number behind another. */
static unsigned int next_random(unsigned int *state, unsigned int n)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) % n;
}

/*
 * Ten thousand policies of up to eight rules, by a model that knows of a rule
 * only whether the kernel takes it, and whether it is about the records and the
 * kernel of a load by root.
 */
START_TEST(random_policies)
{
	static const struct {
		const char *text;
		bool records, kernel;	/* it matches them */
		bool buffer_only;	/* not with a function of files */
		bool measure_only;
	} extras[] = {
		{ "", true, true, false, false },
		{ " uid=0", true, true, false, false },
		{ " uid>999", false, false, false, false },
		{ " gid<1", true, true, false, false },
		{ " gid=5", false, false, false, false },
		{ " label=kexec_file_load2", true, false, true, false },
		{ " label=a|kexec_file_load2|b", true, false, true, false },
		{ " label=kexec_file_load", false, false, true, false },
		{ " pcr=12", true, true, false, true },
		{ " template=ima-buf", true, true, false, true },
	};
	static const char *const actions[] = {
		"measure", "dont_measure", "audit",
	};
	static const char *const funcs[] = {
		"CRITICAL_DATA", "KEXEC_KERNEL_CHECK", "POLICY_CHECK",
	};
	unsigned int state = 1, round, nr_refused = 0;

	for (round = 0; round < 10000; round++) {
		unsigned int n = 1 + next_random(&state, 8), line;
		int records = 0, kernel = 0;
		char text[1024] = "";
		bool fine = true;

		for (line = 1; line <= n; line++) {
			unsigned int action = next_random(&state, 3);
			unsigned int func = next_random(&state, 3);
			unsigned int c = next_random(&state,
						ARRAY_SIZE(extras));
			bool takes = !(extras[c].buffer_only && func) &&
				     !(extras[c].measure_only && action) &&
				     !(!func && action == 2);
			int sign = action ? -1 : 1;

			sprintf(text + strlen(text), "%s func=%s%s\n",
				actions[action], funcs[func],
				extras[c].text);
			fine &= takes;
			if (action == 2)
				continue;
			if (!func && extras[c].records && !records)
				records = sign * (int)line;
			if (func == 1 && extras[c].kernel && !kernel)
				kernel = sign * (int)line;
		}
		if (parse(text)) {
			nr_refused++;
			ck_assert_msg(!fine, "%s: refused: %s", text,
				      reason.text);
			continue;
		}
		ck_assert_msg(fine, "%s: taken", text);
		ck_assert_msg(decides(IMA_FUNC_CRITICAL_DATA,
				      IMA_RECORDS_LABEL, IMA_MEASURE) ==
			      records, "%s: the records", text);
		ck_assert_msg(decides(IMA_FUNC_KERNEL, NULL, IMA_MEASURE) ==
			      kernel, "%s: the kernel", text);
	}
	ck_assert(nr_refused > 100 && nr_refused < 9900);
	ima_policy_free(&rules);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("policy");
	TCase *tc = tcase(suite, "policy");

	tcase_add_checked_fixture(tc, NULL, clean_up);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, versions);
	tcase_add_test(tc, taken);
	tcase_add_test(tc, first_match);
	tcase_add_test(tc, conditions);
	tcase_add_test(tc, effective_ids);
	tcase_add_test(tc, uuids_and_masks);
	tcase_add_test(tc, verity);
	tcase_add_test(tc, labels);
	tcase_add_test(tc, not_known);
	tcase_add_test(tc, xattr_algorithms);
	tcase_add_test(tc, random_policies);
	return run_tests(suite);
}
