// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Forgeries of what records of version 2 tell, and version 1 does not. */
#include <stdio.h>
#include <string.h>

#include "stories.h"
#include "unit.h"

static void load(const char *kernel)
{
	machine_load(m, kernel, normal, "quiet");
}

static void execute_and_boot(unsigned int seq, const uint8_t *manifest)
{
	machine_executes(m, seq, manifest);
	machine_aggregate(m, "boot_aggregate");
}

static void file(void)
{
	uint8_t digest[32];

	content("x", digest);
	machine_file(m, "/x", digest);
}

static void story_missing_execute(void)
{
	machine_boot(m);
	load("linux");
	if (!cheat)
		machine_execute(m);
	machine_aggregate(m, "boot_aggregate");
}

/* IMA's own tells that a kexec began, and not of what. */
static void story_only_counted(void)
{
	machine_boot(m);
	load("linux");
	machine_count(m);
	if (!cheat)
		machine_execute(m);
	machine_aggregate(m, "boot_aggregate");
}

static void story_execute_seq(void)
{
	machine_boot(m);
	load("linux");
	load("linux");
	execute_and_boot(cheat ? 1 : 2, m->image_manifest);
}

static void story_execute_manifest(void)
{
	uint8_t before[32];

	machine_boot(m);
	load("linux");
	memcpy(before, m->image_manifest, sizeof(before));
	load("linux");
	execute_and_boot(2, cheat ? before : m->image_manifest);
}

static void story_execute_nothing(void)
{
	machine_boot(m);
	load("linux");
	execute_and_boot(1, cheat ? NULL : m->image_manifest);
}

/* What was started after a good load is a load that has no record. */
static void story_execute_unrecorded(void)
{
	strcpy(e.rules, "allow unrecorded\n");
	machine_boot(m);
	m->seq++;
	load("linux");
	m->seq++;
	execute_and_boot(cheat ? 3 : 2, cheat ? NULL : m->image_manifest);
}

static void story_execute_before(void)
{
	machine_boot(m);
	load("linux");
	if (cheat)
		machine_execute(m);
	load("linux");
	if (!cheat)
		machine_execute(m);
	machine_aggregate(m, "boot_aggregate");
}

static void story_execute_unloaded(void)
{
	machine_boot(m);
	load("linux");
	machine_gone(m, "kexec-unload", cheat ? "default" : "crash");
	execute_and_boot(1, m->manifest);
}

static void story_execute_twice(void)
{
	machine_boot(m);
	load("linux");
	if (cheat)
		machine_execute(m);
	machine_kexec(m);
}

static void story_entry_after(void)
{
	machine_boot(m);
	load("linux");
	file();
	machine_execute(m);
	if (cheat)
		file();
	machine_aggregate(m, "boot_aggregate");
}

/* Ours, an entry, and IMA's own. */
static void story_entry_between(void)
{
	machine_boot(m);
	load("linux");
	machine_execute(m);
	if (cheat)
		file();
	machine_count(m);
	machine_aggregate(m, "boot_aggregate");
}

static void story_count_twice(void)
{
	machine_boot(m);
	load("linux");
	machine_count(m);
	machine_execute(m);
	if (cheat)
		machine_count(m);
	machine_aggregate(m, "boot_aggregate");
}

static void story_unload_after(void)
{
	machine_boot(m);
	load("linux");
	if (!cheat)
		machine_gone(m, "kexec-unload", "crash");
	machine_execute(m);
	if (cheat)
		machine_gone(m, "kexec-unload", "crash");
	machine_aggregate(m, "boot_aggregate");
}

static void story_commit_after(void)
{
	machine_boot(m);
	load("linux");
	machine_manifest(m, "default", "linux", normal, "quiet");
	if (!cheat)
		machine_commit(m);
	machine_execute(m);
	if (cheat)
		machine_commit(m);
	machine_aggregate(m, "boot_aggregate");
}

/* The kernel that was booted keeps silent. */
static void story_begun(void)
{
	story_normal();
	load("linux");
	if (cheat)
		machine_execute(m);
}

static void story_gap(void)
{
	machine_boot(m);
	load("linux");
	m->seq += cheat;
	load("linux");
	machine_kexec(m);
}

static void story_gap_first(void)
{
	machine_boot(m);
	m->seq += cheat;
	load("linux");
	machine_kexec(m);
}

static void story_gap_unload(void)
{
	story_normal();
	m->seq += cheat;
	machine_gone(m, "kexec-unload", "crash");
}

/* What the rule allows is a number that is left out, and not one that is less. */
static void story_seq_again(void)
{
	strcpy(e.rules, "allow unrecorded\n");
	machine_boot(m);
	m->seq = 4;
	load("linux");
	m->seq = cheat ? 3 : 7;
	load("linux");
	machine_kexec(m);
}

/* Kernels of both kinds, one after the other. */
static void story_versions(void)
{
	machine_boot(m);
	load("linux");
	machine_kexec(m);
	m->version = 1;
	load(cheat ? "evil" : "linux");
	machine_kexec(m);
	m->version = 2;
	load("linux");
	machine_kexec(m);
}

static void story_mixed(void)
{
	machine_boot(m);
	m->version = cheat ? 1 : 2;
	load("linux");
	m->version = 2;
	load("linux");
	machine_kexec(m);
}

/* Version 1 has no kexec-execute, so an epoch is made to look so. */
static void story_mixed_after(void)
{
	machine_boot(m);
	load("linux");
	m->version = cheat ? 1 : 2;
	load("linux");
	machine_kexec(m);
	m->version = 2;
}

static void story_newer(void)
{
	static const char text[] = "kexec_file_load2 3\nnothing that is known\n";

	story_normal();
	if (cheat)
		machine_buffer(m, "kexec-unload", text, sizeof(text) - 1);
}

/* A rule for keys may have a PCR of its own. */
static void story_key_in_other_pcr(void)
{
	machine_boot(m);
	m->pcr = 11;
	machine_buffer(m, "kexec-commit", "0\x82\x01\x02key", 8);
	m->pcr = 10;
	load(cheat ? "evil" : "linux");
	machine_kexec(m);
}

/* The old crash image goes between the manifest and the commit of the new one. */
static void story_crash_replaced(void)
{
	machine_boot(m);
	load_for_crash("linux");
	machine_manifest(m, "crash", cheat ? "evil" : "linux", normal,
			 "quiet");
	machine_gone(m, "kexec-unload", "crash");
	machine_commit(m);
	load("linux");
	machine_kexec(m);
}

static void story_default_replaced(void)
{
	machine_boot(m);
	load("linux");
	machine_manifest(m, "default", "linux", normal, "quiet");
	if (cheat)
		machine_gone(m, "kexec-unload", "crash");
	machine_commit(m);
	machine_kexec(m);
}

/*
 * The requirement
 */

static void required(const char *good, const char *bad)
{
	strcat(e.rules, "allow any-cmdline\nrequire records\n");
	machine_boot(m);
	machine_load(m, "linux", normal, cheat ? bad : good);
	machine_kexec(m);
}

static void story_required(void)
{
	required("quiet kexec_records=required", "quiet");
}

static void story_required_of_init(void)
{
	required("kexec_records=required -- quiet",
		 "quiet -- kexec_records=required");
}

static void story_required_quoted(void)
{
	required("a=\"b c\" kexec_records=required",
		 "a=\"b kexec_records=required c\"");
}

static void story_required_empty(void)
{
	required("kexec_records=required", "");
}

static void story_required_each(void)
{
	required("kexec_records=required", "kexec_records=required");
	machine_load(m, "linux", normal, cheat ? "quiet" :
		     "kexec_records=required");
	machine_kexec(m);
}

/* What is ready to be booted, and what was. */
static void story_required_pending(void)
{
	required("kexec_records=required", "kexec_records=required");
	machine_load(m, "linux", normal, cheat ? "quiet" :
		     "kexec_records=required");
}

static void story_required_replaced(void)
{
	strcpy(e.rules, "allow any-cmdline\nrequire records\n");
	machine_boot(m);
	machine_load(m, "linux", normal, cheat ? "quiet" :
		     "kexec_records=required");
	machine_load(m, "linux", normal, "kexec_records=required");
	machine_kexec(m);
}

/* Without an entry of it the text has to be known. */
static void unmeasured(const char *line)
{
	machine_boot(m);
	machine_manifest(m, "default", "linux", normal, line);
	machine_commit(m);
	machine_kexec(m);
}

static void story_required_known(void)
{
	strcpy(e.rules, "allow any-cmdline\nrequire records\n");
	strcat(e.known, "cmdline \"kexec_records=required\" good\n"
	       "cmdline \"kexec_records=optional\" bad\n");
	unmeasured(cheat ? "kexec_records=optional" : "kexec_records=required");
}

static void story_required_unknown(void)
{
	strcpy(e.rules, "allow any-cmdline\nrequire records\n");
	if (cheat)
		unmeasured("kexec_records=required");
	else
		required("kexec_records=required", "");
}

#define V2	VERSION2

static const struct forgery forgeries[] = {
	{ "no kexec-execute", story_missing_execute, NULL, "no-execute-record", 2, V2, NULL },
	{ "kexec_execute in place of kexec-execute", story_only_counted, NULL, "no-execute-record", 2, V2, NULL },
	{ "kexec-execute of the load before", story_execute_seq, NULL, "wrong-execute-record", 2, V2, NULL },
	{ "kexec-execute of another manifest", story_execute_manifest, NULL, "wrong-execute-record", 2, V2, NULL },
	{ "kexec-execute without its manifest", story_execute_nothing, NULL, "wrong-execute-record", 2, V2, NULL },
	{ "kexec-execute of an unrecorded load", story_execute_unrecorded, NULL, "wrong-execute-record", 2, V2, NULL },
	{ "kexec-execute before the load", story_execute_before, NULL, "no-execute-record", 2, V2, "record-sequence" },
	{ "kexec-execute after an unload", story_execute_unloaded, NULL, "wrong-execute-record", 2, V2, "no-manifest" },
	{ "kexec-execute twice", story_execute_twice, NULL, "record-sequence", 2, V2, NULL },
	{ "an entry after kexec-execute", story_entry_after, NULL, "record-sequence", 2, V2, NULL },
	{ "an entry between kexec-execute and kexec_execute", story_entry_between, NULL, "record-sequence", 2, V2, NULL },
	{ "kexec_execute before and after kexec-execute", story_count_twice, NULL, "record-sequence", 2, V2, NULL },
	{ "an unload after kexec-execute", story_unload_after, NULL, "record-sequence", 2, V2, NULL },
	{ "a commit after kexec-execute", story_commit_after, NULL, "stray-commit", 2, V2, "record-sequence" },
	{ "a kexec that began", story_begun, NULL, "no-boot", 2, V2, NULL },
	{ "a number is left out", story_gap, NULL, "unrecorded-load", 2, V2, NULL },
	{ "the first number is left out", story_gap_first, NULL, "unrecorded-load", 2, V2, NULL },
	{ "a number is left out before an unload", story_gap_unload, NULL, "unrecorded-load", 2, V2, NULL },
	{ "a number comes again", story_seq_again, NULL, "record-sequence", 2, V2, NULL },
	{ "bad, by the older of two kernels", story_versions, NULL, "unknown-kernel", 2, V2, "wrong-composition" },
	{ "a record of an older kernel", story_mixed, NULL, "mixed-records", 2, V2, NULL },
	{ "records of an older kernel at the end", story_mixed_after, NULL, "mixed-records", 2, V2, "no-execute-record" },
	{ "a newer record", story_newer, NULL, "newer-record", 2, V2, NULL },
	{ "bad, after a key in another PCR", story_key_in_other_pcr, NULL, "unknown-kernel", 2, VALUES, "wrong-composition" },
	{ "bad for a crash, in place of what was", story_crash_replaced, NULL, "unknown-kernel", 2, V2, "wrong-composition" },
	{ "an unload between a manifest and its commit", story_default_replaced, NULL, "stray-commit", 2, V2, "wrong-execute-record" },
	{ "records are not required", story_required, NULL, "records-not-required", 0, 0, NULL },
	{ "records are required of init", story_required_of_init, NULL, "records-not-required", 0, 0, NULL },
	{ "records are required in quotes", story_required_quoted, NULL, "records-not-required", 0, 0, NULL },
	{ "no command line", story_required_empty, NULL, "records-not-required", 0, 0, NULL },
	{ "records are required of the first only", story_required_each, NULL, "records-not-required", 0, 0, NULL },
	{ "records are not required of what is ready", story_required_pending, NULL, "records-not-required", 0, 0, NULL },
	{ "records were not required of what was replaced", story_required_replaced, NULL, "records-not-required", 0, 0, NULL },
	{ "records are not required, as is known", story_required_known, NULL, "records-not-required", 0, 0, NULL },
	{ "whether records are required is not known", story_required_unknown, NULL, "records-not-required", 0, 0, NULL },
};

START_TEST(forgeries_are_refused)
{
	try_forgery(&forgeries[_i]);
}
END_TEST

/* What rules say of numbers, and of crash images, which have their own list. */
static void accepted(void (*story)(void), const char *rules)
{
	set_known(0);
	strcpy(e.rules, rules);
	m->version = 2;
	story();
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
}

static void crash_without(void)
{
	strcpy(e.rules, "allow any-cmdline\nrequire records\n");
	machine_boot(m);
	machine_load(m, "linux", normal, "kexec_records=required");
	load_for_crash("linux");
	machine_kexec(m);
}

START_TEST(rules)
{
	setup_tpm();
	cheat = true;
	accepted(story_gap, "allow unrecorded\n");
	accepted(story_gap_first, "allow unrecorded\n");
	accepted(crash_without, "");
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-executes");
	TCase *tc = tcase(suite, "executes");

	tcase_add_loop_test(tc, forgeries_are_refused, 0,
			    (int)ARRAY_SIZE(forgeries));
	tcase_add_test(tc, rules);
	return run_tests(suite);
}
