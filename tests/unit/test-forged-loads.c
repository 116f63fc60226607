// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Machines that have loaded or booted what they should not, each beside its honest
 * twin, and what rules allow.
 */
#include <string.h>

#include "stories.h"
#include "unit.h"

static const struct forgery forgeries[] = {
	/* The machine booted what it should not. */
	{ "parts swapped", story_swapped, NULL, "wrong-order", 2, 0, NULL },
	{ "parts swapped, no composition", story_swapped, NULL, "wrong-order", 1, 0, NULL },
	{ "a part too late", story_late, NULL, "wrong-order", 2, 0, NULL },
	{ "a part too late, no composition", story_late, NULL, "wrong-order", 1, 0, NULL },
	{ "a part twice", story_twice, NULL, "duplicate-part", 1, 0, NULL },
	{ "a part twice, composition", story_twice3, NULL, "duplicate-part", 2, 0, NULL },
	{ "a part twice, plain", story_twice, NULL, "duplicate-part", 0, 0, NULL },
	{ "an extra part", story_extra, NULL, "extra-part", 2, 0, NULL },
	{ "an unknown part", story_unknown, NULL, "unknown-part", 2, 0, NULL },
	{ "an unknown part, plain", story_unknown, NULL, "unknown-part", 0, 0, NULL },
	{ "an unknown part at the end", story_appended, NULL, "unknown-part", 1, 0, NULL },
	{ "an unknown part at the start", story_prepended, NULL, "unknown-part", 1, 0, "wrong-order" },
	{ "a part is missing", story_missing, NULL, "missing-part", 2, 0, NULL },
	{ "the first part is missing", story_none_first, NULL, "missing-part", 2, 0, NULL },
	{ "no parts at all", story_no_parts, NULL, "missing-part", 2, 0, NULL },
	{ "labels exchanged", story_relabelled, NULL, "wrong-label", 1, 0, NULL },
	{ "no label", story_unlabelled, NULL, "wrong-label", 1, 0, NULL },
	{ "a label where there is none", story_labelled, NULL, "wrong-label", 1, 0, NULL },
	{ "a label in capitals", story_label_case, NULL, "wrong-label", 2, 0, "extra-part missing-part" },
	{ "a label that goes on", story_label_tail, NULL, "wrong-label", 2, 0, "extra-part missing-part" },
	{ "an old part", story_old, NULL, "too-old", 2, 0, NULL },
	{ "an old part that is something else, too", story_old_alias, NULL, "extra-part", 2, 0, "missing-part" },
	{ "the kernel as a part", story_kernel_part, NULL, "wrong-role", 1, 0, NULL },
	{ "an unknown kernel", story_kernel, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "an unknown kernel, plain", story_kernel, NULL, "unknown-kernel", 0, 0, NULL },
	{ "a part as the kernel", story_kernel_role, NULL, "wrong-role", 2, 0, "wrong-composition" },
	{ "an old kernel", story_kernel_old, NULL, "too-old", 2, 0, NULL },
	{ "another command line", story_cmdline, NULL, "unknown-cmdline", 2, 0, "wrong-composition" },
	{ "no command line", story_cmdline_empty, NULL, "unknown-cmdline", 2, 0, "wrong-composition" },
	{ "a command line with a newline", story_cmdline_newline, NULL, "unknown-cmdline", 1, 0, NULL },
	{ "a command line with a blank", story_cmdline_space, NULL, "unknown-cmdline", 1, 0, NULL },
	{ "a good load replaced by another", story_replaced, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "a good load that failed", story_failed, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "a good crash image", story_crash, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "a good load, unloaded", story_unloaded, NULL, "no-manifest", 2, 0, NULL },
	{ "kexec_load after a good load", story_kexec_load, NULL, "kexec-load", 2, 0, "no-manifest" },
	{ "kexec_load is what was booted", story_kexec_load, NULL, "no-manifest", 2, 0, "kexec-load" },
	{ "kexec_load before a good load", story_kexec_load_before, NULL, "kexec-load", 2, 0, NULL },
	{ "kexec_load of a crash image", story_kexec_load_crash, NULL, "kexec-load", 2, 0, NULL },
	{ "entries of files, no manifest", story_files, NULL, "no-manifest", 2, 0, NULL },
	{ "the second kexec is not recorded", story_second_unrecorded, NULL, "no-manifest", 2, 0, NULL },
	{ "a bad kernel in between", story_evil_then_good, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "the seventh of ten hops is bad", story_ten_hops, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "a file called boot_aggregate", story_false_boot, NULL, "record-sequence", 2, 0, NULL },
	{ "a file called boot_aggregate, counters", story_false_boot_counters, NULL, "no-execute-record", 2, 0, NULL },
	{ "a file called boot_aggregate, any content", story_false_boot_digest, NULL, "boot-aggregate", 2, VALUES, NULL },
	{ "loaded, but not booted", story_no_kexec, NULL, "no-kexec", 2, 0, NULL },
	{ "what runs is not what is required", story_not_running, NULL, "wrong-composition", 2, 0, NULL },
	{ "a violation", story_violation, NULL, "violation", 2, 0, NULL },
	{ "a record in a form of its own", story_file_named_record, NULL, "malformed-record", 2, 0, NULL },
	{ "keys in keyrings called as the records", story_key_named_record, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "a commit of another manifest", story_commit_replayed, NULL, "stray-commit", 2, 0, "unknown-kernel wrong-composition" },
	{ "lines in the name of a file", story_newline_in_name, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "records in another PCR", story_other_pcr, NULL, "pcr-mixed", 2, 0, "pcr-uncovered" },
	{ "records in a PCR that is not quoted", story_other_pcr, NULL, "pcr-uncovered", 2, QUOTE, "pcr-mixed" },
	{ "an entry in a PCR that can be reset", story_resettable, NULL, "pcr-resettable", 2, 0, NULL },
	{ "the policy is another", story_not_measured, NULL, "not-measured", 2, 0, NULL },
	{ "the policy came after the load", story_measured_late, NULL, "not-measured", 2, 0, NULL },
	{ "the policy that runs is another", story_not_measured_last, NULL, "not-measured", 2, 0, NULL },
	{ "a command line without a manifest", story_unrecorded_cmdline, NULL, "unrecorded-load", 2, 0, NULL },
	{ "a manifest without a commit", story_uncommitted, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "entries that the kernel did not count", story_surplus, NULL, "surplus-entries", 2, 0, NULL },
	{ "PCRs extended after the last boot", story_extended, NULL, "boot-aggregate", 2, VALUES, NULL },
	{ "a boot that looks like a late one", story_two_aggregates, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	/* The machine has loaded what it should not, and the list says nothing more. */
	{ "ready to be booted", story_pending, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "ready to be booted, an extra part", story_pending_part, NULL, "unknown-part", 0, 0, NULL },
	{ "for a crash", story_crash_evil, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "for a crash, in an epoch before", story_crash_before, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "kexec_load, ready to be booted", story_pending_kexec_load, NULL, "kexec-load", 2, 0, NULL },
	{ "a kexec begun, and no boot", story_silent, NULL, "no-boot", 2, 0, NULL },
	{ "a signature makes no other part", story_twice_signed, NULL, "duplicate-part", 0, 0, NULL },
};

START_TEST(forgeries_are_refused)
{
	try_forgery(&forgeries[_i]);
}
END_TEST

/* Entries behind what the PCRs hold count neither for nor against. */
START_TEST(surplus)
{
	int quote;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	for (quote = 0; quote < 2; quote++) {
		size_t proven;

		story_normal();
		collect(quote);
		proven = m->nr;
		machine_violation(m, "/x");
		machine_load(m, "evil", normal, "quiet");
		machine_kexec(m);
		ck_assert_int_eq(judge(quote), 0);
		ck_assert_msg(verdict.accepted, "%s", all_findings());
		ck_assert_uint_eq(verdict.proof.proven, proven);
		ck_assert_uint_gt(verdict.proof.entries, proven);
		ck_assert_uint_eq(verdict.nr_booted, 1);

		/* A good kexec that has not happened does not help. */
		machine_boot(m);
		machine_load(m, "linux", normal, "quiet");
		collect(quote);
		machine_kexec(m);
		ck_assert_int_eq(judge(quote), 0);
		ck_assert(findings_have(&verdict.findings, "no-kexec"));
		ck_assert_uint_eq(verdict.nr_booted, 0);
	}

	/* What is loaded is told, with what would be said of it. */
	strcpy(e.rules, "allow pending\nallow crash\n");
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	machine_load(m, "evil", normal, "quiet");
	load_for_crash("old linux");
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	ck_assert_uint_eq(verdict.nr_booted, 1);
	ck_assert_uint_eq(verdict.nr_kexecs, 3);
	ck_assert(findings_have(&verdict.kexecs[1].pending, "unknown-kernel"));
	ck_assert(findings_have(&verdict.kexecs[2].pending, "too-old"));
	/* It does not excuse what was booted, as far as this is proven. */
	machine_kexec(m);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "unknown-kernel"));
	/* What is replaced may be anything, once it is. */
	strcpy(e.rules, "allow replaced\n");
	story_normal();
	machine_load(m, "evil", normal, "quiet");
	collect(false);
	machine_load(m, "linux", normal, "quiet");
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "unknown-kernel"));
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

static void no_values(void)
{
	memset(&e.values, 0, sizeof(e.values));
}

static void only_sha1(void)
{
	memset(&e.values, 0, sizeof(e.values));
	tell(ALG_SHA1, "sha1", 10);
}

/* What the rules allow is accepted. */
START_TEST(allowed)
{
	static const struct {
		void (*story)(void);
		void (*forge)(void);
		const char *rule;
	} cases[] = {
		{ story_violation, NULL, "allow violations\n" },
		{ story_kexec_load_before, NULL, "allow kexec-load\n" },
		{ story_no_kexec, NULL, "allow no-kexec\n" },
		{ story_normal, no_values, "allow unproven\n" },
		{ story_normal, only_sha1, "allow sha1\n" },
		{ story_invented_load, NULL, "allow replaced\n" },
		{ story_invented_unload, NULL, "allow replaced\n" },
		{ story_pending, NULL, "allow pending\n" },
		{ story_pending_kexec_load, NULL,
		  "allow pending\nallow kexec-load\n" },
		{ story_crash_before, NULL, "allow crash\n" },
		{ story_uncommitted, NULL, "allow failed\n" },
		{ story_extended, NULL, "allow extended-pcrs\n" },
		{ story_unrecorded_cmdline, NULL, "allow unrecorded\n" },
	};
	size_t i;

	setup_tpm();
	set_known(2);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		cheat = true;
		cases[i].story();
		collect(false);
		if (cases[i].forge)
			cases[i].forge();
		*e.rules = '\0';
		ck_assert_int_eq(judge(false), 0);
		ck_assert(!verdict.accepted);
		strcpy(e.rules, cases[i].rule);
		ck_assert_int_eq(judge(false), 0);
		ck_assert_msg(verdict.accepted, "%s%s", cases[i].rule,
			      all_findings());
	}
	/* It does not make a boot by kexec_load() a good one. */
	story_kexec_load();
	collect(false);
	strcpy(e.rules, "allow kexec-load\n");
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "no-manifest"));
	/* Nor one that is ready to boot, which has to be allowed, too. */
	story_pending_kexec_load();
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "no-manifest"));
	/* Without the counters there may be no such record, unless asked for. */
	cheat = false;
	story_normal();
	collect(false);
	strcpy(e.rules, "require execute-record\n");
	ck_assert_int_eq(judge(false), 0);
	ck_assert(findings_have(&verdict.findings, "no-execute-record"));
	forget();
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-loads");
	TCase *tc = tcase(suite, "loads");

	tcase_add_loop_test(tc, forgeries_are_refused, 0,
			    (int)ARRAY_SIZE(forgeries));
	tc = tcase(suite, "rules");
	tcase_add_test(tc, surplus);
	tcase_add_test(tc, allowed);
	return run_tests(suite);
}
