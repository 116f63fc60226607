// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Lists that were forged, in every way that was thought of: each is refused for the
 * right reason, and what it was made of is accepted.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stories.h"
#include "unit.h"

static void insert(size_t i)
{
	memmove(&m->entries[i + 1], &m->entries[i],
		(m->nr - i) * sizeof(m->entries[0]));
	m->nr++;
}

static void exchange(size_t i, size_t k)
{
	static struct machine_entry entry;

	entry = m->entries[i];
	m->entries[i] = m->entries[k];
	m->entries[k] = entry;
}

static void edit(size_t i, const char *from, const char *to)
{
	struct machine_entry *entry = &m->entries[i];
	uint8_t *p = memmem(entry->data, entry->size, from, strlen(from));

	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(strlen(from), strlen(to));
	memcpy(p, to, strlen(to));
}

static void forge_drop_first(void) { drop(0); }
static void forge_drop_last(void) { drop(m->nr - 1); }
static void forge_drop_manifest(void) { drop(named("kexec-manifest", 0)); }
static void forge_drop_commit(void) { drop(named("kexec-commit", 0)); }
static void forge_drop_file(void) { drop(named("/boot/base=base", 0)); }
static void forge_swap_files(void) { exchange(2, 3); }

static void forge_drop_epoch(void)
{
	size_t second = named("boot_aggregate", 1);

	while (second--)
		drop(0);
}

static void forge_drop_kexec_load(void)
{
	drop(named("kexec-load", 0));
}

static void forge_drop_unload(void)
{
	drop(named("kexec-unload", 0));
}

static void forge_swap_records(void)
{
	exchange(named("kexec-manifest", 0), named("kexec-commit", 0));
}

static void forge_swap_loads(void)
{
	exchange(named("kexec-manifest", 0), named("kexec-manifest", 1));
	exchange(named("kexec-commit", 0), named("kexec-commit", 1));
}

static void forge_duplicate(void)
{
	insert(3);
}

static void forge_duplicate_manifest(void)
{
	insert(named("kexec-manifest", 0));
}

static void forge_insert(void)
{
	insert(3);
	edit(4, "/boot/", "/evil/");
	machine_log(&m->entries[4]);
}

static void forge_move_record(void)
{
	size_t commit = named("kexec-commit", 1);

	while (commit > named("boot_aggregate", 1)) {
		exchange(commit, commit - 1);
		commit--;
	}
}

static void forge_data(void)
{
	edit(named("kexec-manifest", 0), "initrd 1 base", "initrd 1 Base");
}

static void forge_data_and_digest(void)
{
	size_t i = named("kexec-manifest", 0);

	edit(i, "initrd 1 base", "initrd 1 Base");
	machine_log(&m->entries[i]);
}

static void forge_name(void)
{
	edit(1, "/boot/vmlinuz", "/boot/vmlinux");
	machine_log(&m->entries[1]);
}

static void forge_pcr(void)
{
	m->entries[3].pcr = 9;
}

static void forge_pcr_all(void)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		m->entries[i].pcr = 11;
}

static void forge_pcr_huge(void)
{
	m->entries[3].pcr = 0x80000001;
}

static void forge_logged(void)
{
	m->entries[3].logged[7] ^= 1;
}

static void forge_to_violation(void)
{
	memset(m->entries[3].logged, 0, 20);
}

static void forge_from_violation(void)
{
	struct machine_entry *entry = &m->entries[m->nr - 1];

	entry->violation = false;
	machine_log(entry);
}

static void forge_drop_violation(void)
{
	drop(m->nr - 1);
}

static void forge_template(void)
{
	strcpy(m->entries[3].template, "ima-sig");
}

/*
 * The template's name is in no PCR: with another one of the same form, a record
 * would be the entry of a file with a signature.
 */
static void forge_hide_records(void)
{
	strcpy(m->entries[named("kexec-manifest", 1)].template, "ima-sig");
	strcpy(m->entries[named("kexec-commit", 1)].template, "ima-sig");
}

static void forge_hide_by_format(void)
{
	strcpy(m->entries[named("kexec-load", 0)].template, "d-ng|n-ng|sig");
}

static void forge_hide_by_order(void)
{
	strcpy(m->entries[named("kexec-load", 0)].template, "n-ng|d-ng|buf");
}

static void forge_hide_unknown(void)
{
	strcpy(m->entries[named("kexec-load", 0)].template, "something");
}

static void forge_hide_boot(void)
{
	strcpy(m->entries[named("boot_aggregate", 1)].template, "something");
}

static void forge_hide_boot_sig(void)
{
	strcpy(m->entries[named("boot_aggregate", 1)].template, "d-ng|sig");
}

static void forge_seq(void)
{
	size_t i = named("kexec-manifest", 1);

	edit(i, "seq 2", "seq 3");
	machine_log(&m->entries[i]);
}

static void forge_counters(void)
{
	size_t i = named("kexec_execute", 0);

	edit(i, "count=", "c0unt=");
	machine_log(&m->entries[i]);
}

static void forge_counter_digit(void)
{
	size_t i = named("kexec_load", 0);

	edit(i, "size=65536", "size=65537");
	machine_log(&m->entries[i]);
}

static void forge_drop_counters(void)
{
	drop(named("kexec_execute", 0));
}

static void forge_drop_lost(void)
{
	drop(1);
	drop(1);
}

static void forge_digest_of_part(void)
{
	size_t i = named("kexec-manifest", 0);
	char evil[65], good[65];

	edit(i, content_hex("evil", evil), content_hex("modules", good));
	machine_log(&m->entries[i]);
}

static void forge_hide_kernel(void)
{
	size_t i = named("kexec-manifest", 0);
	char evil[65], good[65];

	edit(i, content_hex("evil", evil), content_hex("linux", good));
	machine_log(&m->entries[i]);
}

static void forge_other_machine(void)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		if (!memcmp(m->entries[i].data + 48, "boot_aggregate", 14)) {
			m->entries[i].data[20] ^= 1;
			machine_log(&m->entries[i]);
		}
}

static void forge_append_garbage(void)
{
	uint8_t *list = raw(&e.raw_size);

	memset(list + e.raw_size, 0xaa, 40);
	e.raw_size += 40;
}

static void forge_huge_name(void)
{
	memset(raw(&e.raw_size) + 24, 0xff, 4);
}

static void forge_huge_data(void)
{
	memset(raw(&e.raw_size) + 34, 0xff, 4);
}

static void forge_huge_field(void)
{
	memset(m->entries[1].data, 0xff, 3);
	machine_log(&m->entries[1]);
}

static void forge_empty(void)
{
	raw(&e.raw_size);
	e.raw_size = 0;
}

static void forge_cut_header(void)
{
	raw(&e.raw_size);
	e.raw_size -= 3;
}

/* Entries that are in the list, and in no PCR. */

static void invent(void (*make)(void))
{
	softtpm_deaf(true);
	make();
	softtpm_deaf(false);
}

static void forge_keep_other_pcr(void)
{
	size_t i = 0;

	while (i < m->nr)
		if (m->entries[i].pcr == 11)
			i++;
		else
			drop(i);
}

static void one_of_pcr(uint32_t pcr, size_t at)
{
	struct machine_entry entry;
	uint8_t digest[32];

	m->pcr = pcr;
	softtpm_deaf(true);
	content("decoy", digest);
	machine_file(m, "/decoy", digest);
	softtpm_deaf(false);
	m->pcr = 10;
	entry = m->entries[m->nr - 1];
	memmove(&m->entries[at + 1], &m->entries[at],
		(m->nr - 1 - at) * sizeof(entry));
	m->entries[at] = entry;
}

static void forge_decoy(void) { one_of_pcr(12, 1); }
static void forge_decoy_resettable(void) { one_of_pcr(16, 1); }
static void forge_low_tail(void) { one_of_pcr(8, m->nr); }

static void boot_again(void)
{
	machine_kexec(m);
}

static void load_again(void)
{
	machine_load(m, "linux", normal, "quiet");
}

static void forge_tail_boot(void) { invent(boot_again); }
static void forge_tail_load(void) { invent(load_again); }

/* More than are kept. */
static void flood(uint32_t pcr)
{
	int i;

	m->pcr = pcr;
	softtpm_deaf(true);
	for (i = 0; i < 300; i++)
		machine_buffer(m, "kexec-commit", "none", 4);
	softtpm_deaf(false);
	m->pcr = 10;
}

static void forge_flood_only(void)
{
	m->nr = 0;
	flood(11);
}

/* Values of before the first entry. */
static void forge_flood_early(void)
{
	memset(bank()->value[10], 0, 32);
	flood(11);
}

static void forge_flood_behind(void)
{
	forge_drop_lost();
	flood(10);
}

static const struct forgery forgeries[] = {
	/* The list was forged. */
	{ "an entry that no PCR has, before the bad load", story_evil_then_good, forge_decoy, "unknown-kernel", 2, VALUES, "wrong-composition" },
	{ "an entry of a PCR that can be reset, too", story_evil_then_good, forge_decoy_resettable, "pcr-resettable", 2, VALUES, "unknown-kernel wrong-composition" },
	{ "an invented boot behind the bad load", story_pending, forge_tail_boot, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "an invented load behind the bad load", story_pending, forge_tail_load, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "an invented boot behind kexec_execute", story_silent, forge_tail_boot, "no-boot", 2, 0, NULL },
	{ "hundreds of records that no PCR has", story_normal, forge_flood_only, "pcr-mismatch", 2, VALUES, "no-kexec trimmed" },
	{ "and nothing is proven", story_normal, forge_flood_early, "nothing-proven", 2, VALUES, NULL },
	{ "hundreds behind what is missing", story_lost, forge_flood_behind, "missing-record", 2, 0, "malformed-record pcr-mismatch" },
	{ "boot_aggregate, and an entry of PCR 8 that is none", story_false_boot_digest, forge_low_tail, "boot-aggregate", 2, VALUES, NULL },
	{ "without the first entry", story_normal, forge_drop_first, "pcr-mismatch", 2, 0, "trimmed" },
	{ "without the first entry: it shows", story_normal, forge_drop_first, "trimmed", 2, 0, "pcr-mismatch" },
	{ "without the last entry", story_normal, forge_drop_last, "pcr-mismatch", 2, 0, "no-kexec" },
	{ "without the manifest", story_normal, forge_drop_manifest, "pcr-mismatch", 2, 0, "no-manifest stray-commit unrecorded-load" },
	{ "without the commit", story_normal, forge_drop_commit, "pcr-mismatch", 2, 0, "no-manifest" },
	{ "without an entry of a file", story_normal, forge_drop_file, "pcr-mismatch", 2, 0, NULL },
	{ "without the first epoch", story_evil_then_good, forge_drop_epoch, "pcr-mismatch", 2, 0, NULL },
	{ "without the bad load", story_replaced, forge_drop_manifest, "pcr-mismatch", 2, 0, "record-sequence stray-commit unknown-kernel wrong-composition unrecorded-load" },
	{ "without the kexec_load", story_kexec_load, forge_drop_kexec_load, "pcr-mismatch", 2, 0, NULL },
	{ "without the unload", story_unloaded, forge_drop_unload, "pcr-mismatch", 2, 0, NULL },
	{ "files exchanged", story_normal, forge_swap_files, "pcr-mismatch", 2, 0, NULL },
	{ "manifest and commit exchanged", story_normal, forge_swap_records, "pcr-mismatch", 2, 0, "no-manifest stray-commit" },
	{ "loads of two epochs exchanged", story_evil_then_good, forge_swap_loads, "pcr-mismatch", 2, 0, "unknown-kernel wrong-composition" },
	{ "a commit moved to another epoch", story_evil_then_good, forge_move_record, "pcr-mismatch", 2, 0, "no-manifest stray-commit unknown-kernel wrong-composition" },
	{ "an entry twice", story_normal, forge_duplicate, "pcr-mismatch", 2, 0, NULL },
	{ "the manifest twice", story_normal, forge_duplicate_manifest, "pcr-mismatch", 2, 0, "record-sequence" },
	{ "an entry that was not made", story_normal, forge_insert, "pcr-mismatch", 2, 0, NULL },
	{ "a label changed", story_normal, forge_data, "pcr-mismatch", 2, 0, "altered-entry malformed-record no-manifest stray-commit unrecorded-load" },
	{ "a label changed: it shows", story_normal, forge_data, "altered-entry", 2, 0, "malformed-record no-manifest pcr-mismatch stray-commit unrecorded-load" },
	{ "a label changed, with its digest", story_normal, forge_data_and_digest, "pcr-mismatch", 2, 0, "malformed-record no-manifest stray-commit unrecorded-load" },
	{ "a name changed", story_normal, forge_name, "pcr-mismatch", 2, 0, NULL },
	{ "the digest of the bad part changed", story_unknown, forge_digest_of_part, "pcr-mismatch", 2, 0, "malformed-record no-manifest stray-commit unrecorded-load" },
	{ "the digest of the bad kernel changed", story_kernel, forge_hide_kernel, "pcr-mismatch", 2, 0, "malformed-record no-manifest stray-commit unrecorded-load" },
	{ "boot_aggregate changed", story_normal, forge_other_machine, "pcr-mismatch", 2, 0, "boot-aggregate" },
	{ "a PCR changed", story_normal, forge_pcr, "pcr-mismatch", 2, 0, "pcr-uncovered" },
	{ "all PCRs changed", story_normal, forge_pcr_all, "pcr-uncovered", 2, QUOTE, "pcr-mismatch pcr-mixed" },
	{ "all PCRs changed, values", story_normal, forge_pcr_all, "pcr-mismatch", 2, VALUES, NULL },
	{ "all PCRs changed: none is IMA's", story_normal, forge_pcr_all, "pcr-mixed", 2, QUOTE, "pcr-mismatch pcr-uncovered" },
	{ "a PCR that is none", story_normal, forge_pcr_huge, UNUSABLE, 2, 0, NULL },
	{ "a logged digest changed", story_normal, forge_logged, "altered-entry", 2, 0, NULL },
	{ "an entry made a violation", story_normal, forge_to_violation, "pcr-mismatch", 2, 0, "violation" },
	{ "a violation made an entry", story_violation, forge_from_violation, "pcr-mismatch", 2, 0, NULL },
	{ "without the violation", story_violation, forge_drop_violation, "pcr-mismatch", 2, 0, NULL },
	{ "another template", story_normal, forge_template, UNUSABLE, 2, 0, NULL },
	{ "a load made a file", story_replaced, forge_hide_records, "template", 2, 0, "unrecorded-load" },
	{ "a kexec_load made a file", story_kexec_load, forge_hide_by_format, "template", 2, 0, NULL },
	{ "a kexec_load with fields exchanged", story_kexec_load, forge_hide_by_order, UNUSABLE, 2, 0, NULL },
	{ "a kexec_load made something else", story_kexec_load, forge_hide_unknown, "template", 2, 0, NULL },
	{ "a boot made something else", story_evil_then_good, forge_hide_boot, "template", 2, 0, "record-sequence unknown-kernel wrong-composition" },
	{ "a boot without a name", story_evil_then_good, forge_hide_boot_sig, "template", 2, 0, "record-sequence unknown-kernel wrong-composition" },
	{ "a number changed", story_replaced, forge_seq, "pcr-mismatch", 2, 0, "malformed-record stray-commit unrecorded-load" },
	{ "counters that are none", story_counters, forge_counters, "pcr-mismatch", 2, 0, "malformed-record no-execute-record" },
	{ "counters that are none: it shows", story_counters, forge_counters, "malformed-record", 2, 0, "no-execute-record pcr-mismatch" },
	{ "a counter changed", story_counters, forge_counter_digit, "pcr-mismatch", 2, 0, "malformed-record" },
	{ "without kexec_execute", story_counters, forge_drop_counters, "no-execute-record", 2, 0, "pcr-mismatch" },
	{ "entries lost", story_lost, forge_drop_lost, "missing-record", 2, 0, "pcr-mismatch" },
	{ "something behind the list", story_normal, forge_append_garbage, UNUSABLE, 2, 0, NULL },
	{ "a name of 4 GiB", story_normal, forge_huge_name, UNUSABLE, 2, 0, NULL },
	{ "data of 4 GiB", story_normal, forge_huge_data, UNUSABLE, 2, 0, NULL },
	{ "a field of 16 MiB", story_normal, forge_huge_field, UNUSABLE, 2, 0, NULL },
	{ "no list", story_normal, forge_empty, UNUSABLE, 2, 0, NULL },
	{ "a list cut short", story_normal, forge_cut_header, UNUSABLE, 2, 0, NULL },
	/* Software has extended the PCRs, too: what follows is in list and TPM. */
	{ "a good load invented", story_invented_load, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "an unload invented", story_invented_unload, NULL, "unknown-kernel", 2, 0, "wrong-composition" },
	{ "a good load after kexec_execute", story_invented_late, NULL, "record-sequence", 2, 0, NULL },
	{ "an unload after kexec_execute", story_invented_late_unload, NULL, "record-sequence", 2, 0, NULL },
	{ "all of it in another PCR", story_invented_pcr, forge_keep_other_pcr, "pcr-mixed", 2, VALUES, "pcr-mismatch" },
	{ "and what IMA's PCR holds is not told", story_invented_pcr, forge_keep_other_pcr, "pcr-mismatch", 2, VALUES, "pcr-mixed" },
};

START_TEST(forgeries_are_refused)
{
	try_forgery(&forgeries[_i]);
}
END_TEST

/* A short list, cut after each of its bytes. */
START_TEST(cut_anywhere)
{
	size_t size, starts[MACHINE_ENTRIES], i, entry = 0;
	uint8_t *list;
	int err;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	collect(false);
	list = machine_list(m, &size, starts);
	ck_assert_uint_lt(size, 4096);
	e.raw = list;
	for (i = 0; i < size; i++) {
		bool between;

		while (entry < m->nr && starts[entry] < i)
			entry++;
		between = entry < m->nr && starts[entry] == i;
		e.raw_size = i;
		err = judge(false);
		if (!between || !i) {
			ck_assert_msg(err == -EINVAL, "%zu of %zu bytes", i,
				      size);
			continue;
		}
		ck_assert_msg(!err && findings_have(&verdict.findings,
						    "pcr-mismatch"),
			      "%zu of %zu bytes: %s", i, size, reason.text);
	}
	e.raw_size = size;
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* Each byte of a short list, changed: none of it goes unnoticed. */
START_TEST(any_byte)
{
	size_t size, i;
	uint8_t *list;

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	story_normal();
	collect(false);
	list = raw(&size);
	e.raw_size = size;
	for (i = 0; i < size; i++) {
		int err;

		list[i] ^= 1 << i % 8;
		err = judge(false);
		ck_assert_msg(err || !verdict.accepted,
			      "byte %zu changed is accepted", i);
		if (!err)
			ck_assert_msg(findings_have(&verdict.findings,
						    "pcr-mismatch") ||
				      findings_have(&verdict.findings,
						    "altered-entry") ||
				      findings_have(&verdict.findings,
						    "template"),
				      "byte %zu: %s", i, all_findings());
		list[i] ^= 1 << i % 8;
	}
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

/* Fields: their sizes, then the templates that are made of them. */
static size_t fields(uint8_t *data, const char *kinds)
{
	size_t size = 0;

	for (; *kinds; kinds++) {
		uint8_t field[300];
		size_t n = 0, i;

		switch (*kinds) {
		case 'd':	/* d-ng */
			n = 8 + 32;
			memset(field, 0x5a, n);
			memcpy(field, "sha256:", 8);
			break;
		case 'v':	/* d-ngv2 */
			n = 12 + 32;
			memset(field, 0x5b, n);
			memcpy(field, "ima:sha256:", 12);
			break;
		case 'n':
			n = sizeof("/usr/bin/file");
			memcpy(field, "/usr/bin/file", n);
			break;
		case 's':	/* a signature */
			n = 72;
			memset(field, 0x11, n);
			memcpy(field, "\x03\x02\x04", 3);
			break;
		case 'x':	/* names of xattrs */
			n = sizeof("security.ima");
			memcpy(field, "security.ima", n);
			break;
		case '4':
			n = 4;
			memcpy(field, "\x20\x00\x00\x00", n);
			break;
		case '2':
			n = 2;
			memcpy(field, "\xed\x81", n);
			break;
		default:
			ck_abort();
		}
		for (i = 0; i < 4; i++)
			data[size++] = (uint8_t)(n >> 8 * i);
		memcpy(data + size, field, n);
		size += n;
	}
	return size;
}

/* Each field of each template, changed, with the digest that is logged. */
START_TEST(any_field)
{
	static const struct {
		const char *template, *fields;
	} templates[] = {
		{ "ima-ng", "dn" },	{ "ima-sig", "dns" },
		{ "ima-ngv2", "vn" },	{ "ima-sigv2", "vns" },
		{ "ima-buf", "dns" },	{ "ima-modsig", "dnsds" },
		{ "evm-sig", "dnsx4s442" },
		{ "d-ng|n-ng|sig", "dns" },
	};
	size_t i, k, at, size;
	uint8_t data[1024];

	setup_tpm();
	set_known(2);
	*e.rules = '\0';
	machine_boot(m);
	for (i = 0; i < ARRAY_SIZE(templates); i++) {
		size = fields(data, templates[i].fields);
		machine_entry(m, templates[i].template, data, size);
	}
	/* The oldest: 20 bytes, and a name filled up to 256. */
	memset(data, 0, 276);
	memset(data, 0x33, 20);
	strcpy((char *)data + 20, "/bin/old");
	machine_entry(m, "ima", data, 276);
	machine_load(m, "linux", normal, "quiet");
	machine_kexec(m);
	collect(false);
	ck_assert_int_eq(judge(false), 0);
	ck_assert_msg(verdict.accepted, "%s", all_findings());

	for (i = 1; i <= ARRAY_SIZE(templates) + 1; i++) {
		struct machine_entry *entry = &m->entries[i];
		bool old = !strcmp(entry->template, "ima");

		for (at = 0; at < (old ? 21 : entry->size); at += k) {
			size_t last;
			int err;

			/* The last byte that is not the NUL of a name. */
			if (old) {
				k = 20;
				last = at ? 22 : 5;
			} else {
				k = 4 + entry->data[at];
				last = at + k - 1;
				last -= !entry->data[last] && k > 8;
			}
			entry->data[last] ^= 1;
			machine_log(entry);
			err = judge(false);
			ck_assert_msg(!err && findings_have(&verdict.findings,
							    "pcr-mismatch"),
				      "%s, byte %zu: %s", entry->template, last,
				      err ? reason.text : "accepted");
			ck_assert(!findings_have(&verdict.findings,
						 "altered-entry"));
			entry->data[last] ^= 1;
			machine_log(entry);
		}
	}
	ck_assert_int_eq(judge(false), 0);
	ck_assert(verdict.accepted);
	forget();
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-lists");
	TCase *tc = tcase(suite, "forgeries");

	tcase_add_loop_test(tc, forgeries_are_refused, 0,
			    (int)ARRAY_SIZE(forgeries));
	tc = tcase(suite, "bytes");
	tcase_add_test(tc, cut_anywhere);
	tcase_add_test(tc, any_byte);
	tcase_add_test(tc, any_field);
	return run_tests(suite);
}
