// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * What is asked of the entries around the records: the policy that was in force,
 * boots in all their forms, records that hide, and counters.
 */
#include <stdio.h>
#include <string.h>

#include "listmaker.h"
#include "stories.h"
#include "unit.h"

#define DIGEST_OF(name, digest)	\
	uint8_t digest[32]; \
	content(name, digest)

static void want_policy(void)
{
	char hex[65];

	snprintf(e.rules, sizeof(e.rules), "require measured sha256:%s\n",
		 content_hex("policy", hex));
}

static void measure_policy(void)
{
	DIGEST_OF("policy", digest);

	machine_file(m, "/etc/ima/ima-policy", digest);
}

static void load_and_kexec(void)
{
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
}

/* In each boot anew. */
static void story_policy_once(void)
{
	want_policy();
	machine_boot(m);
	measure_policy();
	load_and_kexec();
	if (!cheat)
		measure_policy();
	load_and_kexec();
	measure_policy();
}

/* And then again, which does no harm. */
static void story_policy_twice(void)
{
	want_policy();
	machine_boot(m);
	if (!cheat)
		measure_policy();
	machine_load(m, "linux", normal, "quiet");
	measure_policy();
	machine_kexec(m);
	measure_policy();
}

static void story_policy_between(void)
{
	want_policy();
	machine_boot(m);
	if (!cheat)
		measure_policy();
	machine_manifest(m, "default", "linux", normal, "quiet");
	if (cheat)
		measure_policy();
	machine_commit(m);
	machine_kexec(m);
	measure_policy();
}

/* The data of a violation are in no PCR. */
static void story_policy_violation(void)
{
	want_policy();
	strcat(e.rules, "allow violations\n");
	machine_boot(m);
	if (cheat)
		machine_violation(m, "/etc/ima/ima-policy");
	else
		measure_policy();
	load_and_kexec();
	measure_policy();
}

static void forge_violation_data(void)
{
	DIGEST_OF("policy", digest);

	memcpy(m->entries[1].data + 4 + 8, digest, 32);
}

static void story_policy_other_pcr(void)
{
	want_policy();
	machine_boot(m);
	m->pcr = cheat ? 12 : 10;
	measure_policy();
	m->pcr = 10;
	load_and_kexec();
	measure_policy();
}

/* What runs is what was booted last. */
static void story_rescue_last(void)
{
	static const char *const rescue[] = { "=rescue", NULL };

	strcpy(e.rules, "require composition normal\n");
	machine_boot(m);
	machine_load(m, "linux", cheat ? normal : rescue, "quiet");
	machine_kexec(m);
	machine_load(m, "linux", cheat ? rescue : normal, "quiet");
	machine_kexec(m);
}

/* A violation that takes an image away, if one believes what its data say. */
static void story_violation_after(void)
{
	strcpy(e.rules, "allow violations\n");
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_load(m, "evil", normal, "quiet");
	machine_violation(m, "x");
	machine_kexec(m);
}

static void forge_violation_record(void)
{
	size_t i = named("x", 0);
	struct machine saved = *m;

	softtpm_deaf(true);
	machine_gone(m, "kexec-unload", "crash");
	softtpm_deaf(false);
	saved.entries[i] = m->entries[m->nr - 1];
	*m = saved;
	m->entries[i].violation = true;
	machine_log(&m->entries[i]);
}

static void story_late_boot(void)
{
	machine_boot(m);
	machine_load(m, cheat ? "evil" : "linux", normal, "quiet");
	machine_execute(m);
	machine_aggregate(m, "boot_aggregate_late");
	machine_load(m, "linux", normal, "quiet");
	machine_execute(m);
	machine_aggregate(m, "boot_aggregate_late");
}

static void forge_hide_late_boot(void)
{
	strcpy(m->entries[named("boot_aggregate_late", 0)].template,
	       "something");
}

static void forge_hide_counters(void)
{
	strcpy(m->entries[named("kexec_load", 0)].template, "d-ng|n-ng|sig");
}

/* By the format of its template a record is one all the same. */
static void by_format(void)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		if (!strcmp(m->entries[i].template, "ima-buf"))
			strcpy(m->entries[i].template, "d-ng|n-ng|buf");
}

/* IMA without a TPM, or of other firmware. */
static void boot_with(const char *algo, size_t pcrs, uint8_t flip)
{
	uint8_t values[10 * 32], data[128], digest[64];
	size_t size = !strcmp(algo, "sha1") ? 20 : 32, n = strlen(algo) + 2;
	uint32_t pcr;

	machine_execute(m);
	memset(digest, 0, sizeof(digest));
	for (pcr = 0; pcr < pcrs; pcr++)
		softtpm_read(size == 20 ? ALG_SHA1 : ALG_SHA256, pcr,
			     values + pcr * size, size);
	if (pcrs)
		digest_by(algo, values, pcrs * size, digest, &size);
	digest[0] ^= flip;
	memset(data, 0, sizeof(data));
	data[0] = (uint8_t)(n + size);
	sprintf((char *)data + 4, "%s:", algo);
	memcpy(data + 4 + n, digest, size);
	data[4 + n + size] = sizeof("boot_aggregate");
	strcpy((char *)data + 4 + n + size + 4, "boot_aggregate");
	machine_entry(m, "ima-ng", data,
		      4 + n + size + 4 + sizeof("boot_aggregate"));
	m->seq = m->image = 0;
}

static void story_no_tpm(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	boot_with("sha256", cheat ? 0 : 10, 0);
}

static void story_sha1_boot(void)
{
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	boot_with("sha1", 8, cheat);
}

static void tell_sha1(void)
{
	unsigned int pcr;

	for (pcr = 0; pcr < 10; pcr++)
		tell(ALG_SHA1, "sha1", pcr);
}

/* A rule with pcr=9: boots before it are of other values, those after it not. */
static void story_low_pcr(void)
{
	DIGEST_OF("x", digest);

	machine_boot(m);
	m->pcr = 9;
	machine_file(m, "/x", digest);
	m->pcr = 10;
	machine_load(m, "linux", normal, "quiet");
	boot_with("sha256", 10, cheat);
}

/* A kexec_execute is of the load before it, and not of the next. */
static void story_execute_early(void)
{
	m->counters = true;
	machine_boot(m);
	machine_load(m, "linux", normal, "quiet");
	if (cheat)
		machine_execute(m);
	m->counters = false;
	machine_load(m, "linux", normal, "quiet");
	m->counters = !cheat;
	machine_kexec(m);
	m->counters = false;
}

/* The counters of each boot begin with what its list has. */
static void story_lost_later(void)
{
	DIGEST_OF("y", digest);

	m->counters = true;
	machine_boot(m);
	load_and_kexec();
	machine_file(m, "/y", digest);
	load_and_kexec();
	m->counters = false;
}

static void forge_lose_later(void)
{
	drop(named("/y", 0));
}

/* Of two policies that may be written, one must be. */
static void want_only_policies(void)
{
	char hex[65];

	want_policy();
	sprintf(e.rules + strlen(e.rules), "require measured-only sha256:%s\n",
		content_hex("newer policy", hex));
}

static void measure_second(void)
{
	DIGEST_OF(cheat ? "other policy" : "newer policy", digest);

	machine_file(m, "/etc/ima/ima-policy.new", digest);
}

static void story_second_policy(void)
{
	want_only_policies();
	machine_boot(m);
	measure_policy();
	measure_second();
	load_and_kexec();
	measure_policy();
}

/* Rules that come first decide. */
static void story_first_policy(void)
{
	want_only_policies();
	machine_boot(m);
	measure_second();
	measure_policy();
	load_and_kexec();
	measure_policy();
}

static void story_second_that_runs(void)
{
	want_only_policies();
	machine_boot(m);
	measure_policy();
	load_and_kexec();
	measure_policy();
	measure_second();
}

/* Whatever PCR the first one chose for it. */
static void story_second_other_pcr(void)
{
	want_only_policies();
	machine_boot(m);
	measure_policy();
	m->pcr = 11;
	measure_second();
	m->pcr = 10;
	load_and_kexec();
	measure_policy();
}

static void story_second_revoked(void)
{
	bool revoke = cheat;

	cheat = false;
	story_second_policy();
	cheat = revoke;
}

static void forge_revoke(void)
{
	add_known("revoked sha256:%s", "newer policy");
}

/* With the fields of a buffer: the signature is the last one. */
static void story_second_signed(void)
{
	static const char sig[] = "\x03\x02\x04\x01\x02\x03\x04\x00\x01x";
	DIGEST_OF(cheat ? "other policy" : "policy", digest);
	struct maker maker = { .algo = "sha1" };
	const struct field fields[] = {
		{ 'd', "sha256:", digest, 32, 0 }, S("/etc/policy"), X(sig),
		{ 0 }
	};

	want_only_policies();
	machine_boot(m);
	machine_buffer(m, "/keyring", "a key", 5);
	measure_policy();
	make(&maker, 10, "ima-sig", fields, false);
	machine_entry(m, "ima-sig", maker.data.data, maker.data.size);
	maker_free(&maker);
	load_and_kexec();
	measure_policy();
}

static void forge_signed_to_buffer(void)
{
	strcpy(m->entries[named("/etc/policy", 0)].template, "ima-buf");
}

static const struct forgery forgeries[] = {
	{ "a second policy", story_second_policy, NULL, "unknown-file", 2, 0, NULL },
	{ "a policy before the one that is asked for", story_first_policy, NULL, "unknown-file", 2, 0, NULL },
	{ "a second policy of the kernel that runs", story_second_that_runs, NULL, "unknown-file", 2, 0, NULL },
	{ "a second policy in another PCR", story_second_other_pcr, NULL, "unknown-file", 2, VALUES, NULL },
	{ "a second policy, which is revoked", story_second_revoked, forge_revoke, "unknown-file", 2, 0, NULL },
	{ "a second policy made a buffer", story_second_signed, forge_signed_to_buffer, "unknown-file", 2, 0, NULL },
	{ "the policy was measured in another boot", story_policy_once, NULL, "not-measured", 2, 0, NULL },
	{ "the policy came again, after the load", story_policy_twice, NULL, "not-measured", 2, 0, NULL },
	{ "the policy came between manifest and commit", story_policy_between, NULL, "not-measured", 2, 0, NULL },
	{ "a violation has the digest of the policy", story_policy_violation, forge_violation_data, "not-measured", 2, 0, NULL },
	{ "another PCR has the policy", story_policy_other_pcr, NULL, "not-measured", 2, VALUES, NULL },
	{ "what was booted before is what is required", story_rescue_last, NULL, "wrong-composition", 2, 0, NULL },
	{ "a violation with the data of a record", story_violation_after, forge_violation_record, "malformed-record", 2, 0, "unknown-kernel wrong-composition" },
	{ "a late boot made something else", story_late_boot, forge_hide_late_boot, "template", 2, 0, "record-sequence unknown-kernel wrong-composition" },
	{ "counters made a file", story_counters, forge_hide_counters, "template", 2, 0, NULL },
	{ "IMA found no TPM", story_no_tpm, NULL, "no-tpm", 2, 0, NULL },
	{ "other firmware, by SHA-1", story_sha1_boot, tell_sha1, "boot-aggregate", 2, VALUES, NULL },
	{ "other firmware, after an entry of PCR 9", story_low_pcr, NULL, "boot-aggregate", 2, VALUES, NULL },
	{ "kexec_execute of the load before", story_execute_early, NULL, "no-execute-record", 2, 0, "record-sequence" },
	{ "entries lost in the second boot", story_lost_later, forge_lose_later, "missing-record", 2, 0, "pcr-mismatch" },
};

START_TEST(forgeries_are_refused)
{
	try_forgery(&forgeries[_i]);
}
END_TEST

START_TEST(formats)
{
	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	cheat = false;
	story_counters();
	by_format();
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	ck_assert_uint_eq(verdict.nr_booted, 1);
	forget();
	softtpm_stop();
}
END_TEST

/* The SHA-1 aggregate is of PCRs 0 to 7. */
START_TEST(sha1_boot)
{
	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	cheat = false;
	story_sha1_boot();
	collect(false);
	tell_sha1();
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());
	forget();
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-records");
	TCase *tc = tcase(suite, "records");

	tcase_add_loop_test(tc, forgeries_are_refused, 0,
			    (int)ARRAY_SIZE(forgeries));
	tcase_add_test(tc, formats);
	tcase_add_test(tc, sha1_boot);
	return run_tests(suite);
}
