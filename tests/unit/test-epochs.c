// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What a measurement list says of each boot. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/epochs.h"
#include "listmaker.h"
#include "unit.h"

static struct reason reason;
static struct maker m;
static char text[65536];
static unsigned int version;

static void hex_digest(char *to, const void *data, size_t size)
{
	uint8_t digest[64];
	size_t i, n;

	digest_by("sha256", data, size, digest, &n);
	for (i = 0; i < n; i++)
		sprintf(to + 2 * i, "%02x", digest[i]);
}

/* A manifest of parts, "" at the end, with a digest of each one's name. */
static void make_manifest(unsigned int seq, const char *image,
			  const char *cmdline, const char *const *parts)
{
	char hex[65];
	int at, i;

	hex_digest(hex, "kernel", 6);
	at = sprintf(text, "kexec_file_load2 %u\nseq %u\nimage %s\nflags 0x0\n"
		     "kernel sha256:%s 6\n", version, seq, image, hex);
	for (i = 0; parts && parts[i]; i++) {
		hex_digest(hex, parts[i], strlen(parts[i]));
		at += sprintf(text + at, "initrd %d %s sha256:%s %zu\n", i,
			      parts[i][0] == '/' ? "-" : parts[i], hex,
			      strlen(parts[i]));
	}
	hex_digest(hex, cmdline, strlen(cmdline));
	sprintf(text + at, "cmdline sha256:%s %zu\n", hex, strlen(cmdline));
	make_text(&m, "kexec-manifest", text);
}

/* Of the manifest that was made last. */
static void make_commit(unsigned int seq)
{
	char hex[65], commit[256];

	hex_digest(hex, text, strlen(text));
	sprintf(commit, "kexec_file_load2 %u\nseq %u\nmanifest sha256:%s\n",
		version, seq, hex);
	make_text(&m, "kexec-commit", commit);
}

static void make_gone(const char *name, unsigned int seq, const char *image)
{
	char gone[128];

	sprintf(gone, "kexec_file_load2 %u\nseq %u\nimage %s\n", version, seq,
		image);
	make_text(&m, name, gone);
}

/* Of the manifest that was made last, or of none. */
static void make_execute(unsigned int seq, bool manifest)
{
	char hex[65], execute[256];
	int at = sprintf(execute, "kexec_file_load2 2\nseq %u\n", seq);

	hex_digest(hex, text, strlen(text));
	if (manifest)
		sprintf(execute + at, "manifest sha256:%s\n", hex);
	make_text(&m, "kexec-execute", execute);
}

static void boot(void)
{
	make_plain(&m, "boot_aggregate");
}

static void load(unsigned int seq, const char *cmdline,
		 const char *const *parts)
{
	make_manifest(seq, "default", cmdline, parts);
	make_commit(seq);
}

static struct epoch *epochs;
static struct list list;

/* The next epoch of the list, which was read to its end. */
static const struct epoch *next(void)
{
	static const struct epoch *now;

	if (epochs)
		return now = now->next;
	ck_assert_msg(!list_parse(&list, m.binary.data, m.binary.size, &reason),
		      "%s", reason.text);
	epochs = divide(&list, NULL);
	return now = epochs;
}

static bool name_is(const struct load *load, const struct digest *digest,
		    const char *name)
{
	struct bytes found = find_name(&list, load, digest);

	return name ? bytes_are(found, name) : !found.data;
}

static const char *const ab[] = { "/a", "b", NULL };
static const char *const c[] = { "c", NULL };

START_TEST(two_boots)
{
	const struct epoch *e;

	boot();
	make_plain(&m, "kernel");
	make_plain(&m, "/a");
	make_text(&m, "kexec-cmdline", "quiet");
	load(1, "quiet", ab);
	make_manifest(2, "default", "other", c);	/* fails */
	load(3, "quiet", c);
	make_gone("kexec-unload", 4, "default");
	load(5, "", ab);
	load(6, "quiet", ab);
	make_manifest(7, "crash", "quiet", c);
	make_commit(7);
	make_plain(&m, "boot_aggregate_late");
	load(1, "quiet", c);

	e = next();
	ck_assert_uint_eq(e->number, 0);
	ck_assert_uint_eq(e->nr_entries, 4 + 2 + 1 + 2 + 1 + 2 + 2 + 2);
	ck_assert_uint_eq(e->pcrs, 1 << 10);
	ck_assert(!e->headless && !e->late && e->next);
	ck_assert_str_eq(e->boot_aggregate.algorithm, "sha256");
	ck_assert_uint_eq(e->boot_aggregate.len, 32);
	ck_assert_uint_eq(e->nr_loads, 6);
	ck_assert_int_eq(e->loads[0].fate, LOAD_REPLACED);
	ck_assert_int_eq(e->loads[1].fate, LOAD_FAILED);
	ck_assert_uint_eq(e->loads[1].commit_entry, NO_ENTRY);
	ck_assert_ptr_null(e->loads[1].cmdline.data);
	ck_assert_int_eq(e->loads[2].fate, LOAD_UNLOADED);
	ck_assert_int_eq(e->loads[3].fate, LOAD_REPLACED);
	ck_assert_ptr_nonnull(e->loads[3].cmdline.data);
	ck_assert_uint_eq(e->loads[3].cmdline.size, 0);
	ck_assert_int_eq(e->loads[4].fate, LOAD_EXECUTED);
	ck_assert_int_eq(e->loads[5].fate, LOAD_IN_PLACE);
	ck_assert(e->loads[5].manifest.crash);
	ck_assert_uint_eq(e->loads[0].manifest_entry, 4);
	ck_assert_uint_eq(e->loads[0].commit_entry, 5);
	ck_assert(bytes_are(e->loads[0].cmdline, "quiet"));
	ck_assert(name_is(&e->loads[0], &e->loads[0].manifest.kernel, "kernel"));
	ck_assert_uint_eq(e->loads[0].manifest.nr_parts, 2);
	ck_assert_str_eq(e->loads[0].manifest.parts[0].label, "");
	ck_assert_str_eq(e->loads[0].manifest.parts[1].label, "b");
	ck_assert(name_is(&e->loads[0], &e->loads[0].manifest.parts[0].file, "/a"));
	ck_assert(name_is(&e->loads[0], &e->loads[0].manifest.parts[1].file, NULL));
	ck_assert_uint_eq(e->nr_events, 2);
	ck_assert_int_eq(e->events[0].type, EVENT_CMDLINE);
	ck_assert_int_eq(e->events[1].type, EVENT_UNLOAD);
	ck_assert_uint_eq(e->events[1].nr_loads, 3);
	ck_assert_int_eq(e->image.state, IMAGE_LOAD);
	ck_assert_uint_eq(e->image.load, 4);
	e = next();
	ck_assert(e->late && !e->next);
	ck_assert_uint_eq(e->number, 1);
	ck_assert_int_eq(e->loads[0].fate, LOAD_IN_PLACE);
	/* The command line and the names were of the boot before. */
	ck_assert_ptr_null(e->loads[0].cmdline.data);
	ck_assert(name_is(&e->loads[0], &e->loads[0].manifest.kernel, NULL));
	ck_assert_uint_eq(e->nr_events, 0);
}
END_TEST

/* One boot has both only if nothing came between them but the version. */
START_TEST(late_boots)
{
	static const struct {
		const char *between;
		bool one;
	} cases[] = {
		{ "", true }, { "v", true }, { "vv", true }, { "f", false },
		{ "vf", false }, { "l", false }, { "c", false },
		{ "u", false }, { "t", false },
	};
	const struct epoch *e;
	uint8_t late[64];
	size_t i, n, size;
	const char *p;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		boot();
		for (p = cases[i].between; *p; p++) {
			if (*p == 'v')
				make_text(&m, "kernel_version", "7.1.0");
			else if (*p == 'f')
				make_plain(&m, "/file");
			else if (*p == 'l')
				load(1, "", c);
			else if (*p == 'c')
				make_text(&m, "kexec-cmdline", "quiet");
			else if (*p == 'u')
				make_gone("kexec-unload", 1, "default");
			else
				make_plain(&m, "boot_aggregate_late");
		}
		make_plain(&m, "boot_aggregate_late");
		digest_by("sha256", "boot_aggregate_late", 19, late, &size);
		for (n = 0, e = next(); e->next; e = next())
			n++;
		ck_assert_msg((!n) == cases[i].one, "%s: %zu boots",
			      cases[i].between, n + 1);
		ck_assert(e->late);
		ck_assert_mem_eq(e->boot_aggregate.bytes, late, size);
		epochs_free(epochs);
		epochs = NULL;
		list_free(&list);
		maker_free(&m);
		m.algo = "sha1";
	}
}
END_TEST

START_TEST(kexec_load_in_place)
{
	const struct epoch *e;

	boot();
	load(1, "", c);
	make_gone("kexec-load", 2, "default");
	boot();
	e = next();
	ck_assert_int_eq(e->loads[0].fate, LOAD_REPLACED);
	ck_assert_int_eq(e->image.state, IMAGE_KEXEC_LOAD);
	ck_assert_int_eq(e->events[0].type, EVENT_KEXEC_LOAD);
}
END_TEST

START_TEST(counters)
{
	const struct epoch *e;

	boot();
	make_text(&m, "kernel_version", "6.12");
	make_text(&m, "kexec_load", "kexec_segment_size=8192;"
		  "ima_binary_runtime_size=5000;"
		  "ima_runtime_measurements_count=50;");
	make_text(&m, "kexec_execute", "kexec_segment_size=8192;"
		  "ima_binary_runtime_size=6000;"
		  "ima_runtime_measurements_count=60;");
	make_text(&m, "kexec_execute", "kexec_segment_size=8192;"
		  "ima_binary_runtime_size=-1;"
		  "ima_runtime_measurements_count=60;");
	e = next();
	ck_assert_uint_eq(e->nr_events, 4);
	ck_assert_int_eq(e->events[0].type, EVENT_KERNEL_VERSION);
	ck_assert(bytes_are(e->events[0].text, "6.12"));
	ck_assert_int_eq(e->events[1].type, EVENT_COUNTERS_LOAD);
	ck_assert_uint_eq(e->events[1].counters.list_count, 50);
	ck_assert_int_eq(e->events[2].type, EVENT_COUNTERS_EXECUTE);
	ck_assert_uint_eq(e->events[2].counters.list_size, 6000);
	ck_assert_uint_eq(e->events[2].counters.segment_size, 8192);
	ck_assert_int_eq(e->events[3].type, EVENT_MALFORMED);
	ck_assert_int_eq(e->image.state, IMAGE_NOT_RECORDED);
}
END_TEST

/* Only the commit that belongs to the manifest right before it counts. */
START_TEST(stray_commits)
{
	const struct epoch *e;
	size_t i;

	boot();
	make_commit(1);				/* of nothing */
	make_manifest(1, "default", "", c);
	make_commit(2);				/* of another number */
	make_manifest(2, "default", "", c);
	text[30]++;
	make_commit(2);				/* of another text */
	make_manifest(3, "default", "", c);
	make_gone("kexec-unload", 4, "default");
	make_commit(3);				/* not right before it */
	load(5, "", c);
	make_commit(5);				/* a second time */
	e = next();
	ck_assert_uint_eq(e->nr_loads, 4);
	for (i = 0; i < 3; i++)
		ck_assert_int_eq(e->loads[i].fate, LOAD_FAILED);
	ck_assert_int_eq(e->loads[3].fate, LOAD_IN_PLACE);
	ck_assert_uint_eq(e->nr_events, 6);
	for (i = 0; i < 6; i++)
		ck_assert_int_eq(e->events[i].type, i == 3 ? EVENT_UNLOAD :
				 EVENT_STRAY_COMMIT);
}
END_TEST

START_TEST(sequence)
{
	const struct epoch *e;

	boot();
	load(1, "", c);
	load(3, "", c);
	boot();
	load(4, "", c);		/* as if it were no new boot */
	boot();
	load(1, "", c);
	e = next();
	ck_assert_uint_eq(e->nr_events, 1);
	ck_assert_int_eq(e->events[0].type, EVENT_SEQUENCE);
	ck_assert_uint_eq(e->events[0].seq, 3);
	ck_assert_uint_eq(e->events[0].expected, 2);
	e = next();
	ck_assert_uint_eq(e->events[0].expected, 1);
	ck_assert_uint_eq(e->events[0].seq, 4);
	ck_assert_uint_eq(next()->nr_events, 0);
}
END_TEST

/* From version 2 on a number that is left out is a load without records. */
START_TEST(unrecorded)
{
	const struct epoch *e;

	version = 2;
	boot();
	load(2, "", c);
	load(3, "", c);
	load(6, "", c);
	load(6, "", c);
	e = next();
	ck_assert_uint_eq(e->version, 2);
	ck_assert_uint_eq(e->nr_events, 3);
	ck_assert_int_eq(e->events[0].type, EVENT_UNRECORDED);
	ck_assert_uint_eq(e->events[0].expected, 1);
	ck_assert_uint_eq(e->events[0].seq, 2);
	ck_assert_int_eq(e->events[1].type, EVENT_UNRECORDED);
	ck_assert_uint_eq(e->events[1].expected, 4);
	ck_assert_int_eq(e->events[2].type, EVENT_SEQUENCE);
}
END_TEST

/* The old crash image goes between manifest and commit, and no other does. */
START_TEST(crash_in_version_2)
{
	const struct epoch *e;

	version = 2;
	boot();
	make_manifest(1, "crash", "", c);
	make_commit(1);
	make_manifest(2, "crash", "", c);
	make_gone("kexec-unload", 3, "crash");
	make_commit(2);
	make_manifest(4, "default", "", c);
	make_gone("kexec-unload", 5, "crash");
	make_commit(4);
	make_manifest(6, "crash", "", c);
	make_gone("kexec-unload", 7, "default");
	make_commit(6);
	make_manifest(8, "crash", "", c);
	make_gone("kexec-load", 9, "crash");
	make_commit(8);
	e = next();
	ck_assert_uint_eq(e->nr_loads, 5);
	ck_assert_int_eq(e->loads[0].fate, LOAD_UNLOADED);
	ck_assert_int_eq(e->loads[1].fate, LOAD_UNLOADED);
	ck_assert_uint_ne(e->loads[1].commit_entry, NO_ENTRY);
	ck_assert_int_eq(e->loads[2].fate, LOAD_FAILED);
	ck_assert_int_eq(e->loads[3].fate, LOAD_FAILED);
	ck_assert_int_eq(e->loads[4].fate, LOAD_FAILED);
	ck_assert_uint_eq(e->nr_events, 4 + 3);
}
END_TEST

START_TEST(executed)
{
	const struct epoch *e;

	version = 2;
	boot();
	load(1, "", c);
	make_execute(1, true);
	boot();
	load(1, "", c);
	load(2, "", ab);
	make_execute(1, true);		/* of another number */
	boot();
	load(1, "", c);
	make_execute(1, false);		/* without its manifest */
	boot();
	make_gone("kexec-load", 1, "default");
	make_execute(1, false);
	boot();
	make_gone("kexec-load", 1, "default");
	make_execute(1, true);		/* that has none */
	boot();
	load(1, "", c);
	make_gone("kexec-unload", 2, "default");
	make_execute(1, true);
	make_commit(1);
	boot();
	make_execute(1, true);
	e = next();
	ck_assert_int_eq(e->events[0].type, EVENT_EXECUTE);
	ck_assert_uint_eq(e->events[0].seq, 1);
	ck_assert_str_eq(e->events[0].reason, "");
	ck_assert_has(next()->events[0].reason, "names load 1");
	ck_assert_has(next()->events[0].reason, "manifest");
	ck_assert_str_eq(next()->events[1].reason, "");
	ck_assert_str_ne(next()->events[1].reason, "");
	e = next();
	ck_assert_has(e->events[1].reason, "unloaded");
	ck_assert_int_eq(e->events[2].type, EVENT_STRAY_COMMIT);
	ck_assert_has(next()->events[0].reason, "no load");
}
END_TEST

START_TEST(versions)
{
	const struct epoch *e;

	boot();
	load(1, "", c);
	version = 2;
	load(2, "", c);
	version = 3;
	load(3, "", c);
	version = 2;
	boot();
	load(1, "", c);
	e = next();
	ck_assert_uint_eq(e->version, 2);
	ck_assert_uint_eq(e->nr_loads, 2);
	ck_assert_uint_eq(e->nr_events, 3);
	ck_assert_int_eq(e->events[0].type, EVENT_MIXED);
	ck_assert_int_eq(e->events[1].type, EVENT_NEWER);
	ck_assert_int_eq(e->events[2].type, EVENT_NEWER);
	ck_assert_uint_eq(next()->nr_events, 0);
}
END_TEST

/* A list whose beginning was deleted has any number first. */
START_TEST(headless)
{
	const struct epoch *e;

	make_plain(&m, "x");
	load(7, "", c);
	e = next();
	ck_assert(e->headless);
	ck_assert_uint_eq(e->boot_aggregate.len, 0);
	ck_assert_uint_eq(e->nr_events, 0);
	ck_assert_uint_eq(e->nr_loads, 1);
}
END_TEST

/* Names alone make neither a record nor a boot. */
START_TEST(impostors)
{
	static const struct field violation[] = {
		D("sha256:", 32), S("boot_aggregate"), { 0, NULL, NULL, 0, 0 }
	};
	static const struct field foreign[] = {
		D("sha256:", 32), S("kexec-unload"), X("x"),
		{ 0, NULL, NULL, 0, 0 }
	};
	static const struct field digest[] = {
		D("sha256:", 32), S("kexec-unload"),
		X("kexec_file_load2 1\nseq 1\nimage default\n"),
		{ 0, NULL, NULL, 0, 0 }
	};
	const struct epoch *e;

	boot();
	make_plain(&m, "kexec-manifest");
	make_plain(&m, "kexec_execute");
	make_text(&m, "boot_aggregate", "x");
	make(&m, 10, "ima-ng", violation, true);
	make(&m, 10, "ima-buf", foreign, false);
	make(&m, 10, "ima-buf", digest, false);	/* not that of the text */
	e = next();
	ck_assert(!e->next);
	ck_assert_uint_eq(e->nr_loads, 0);
	ck_assert_uint_eq(e->nr_violations, 1);
	ck_assert_uint_eq(e->nr_events, 2);
	ck_assert_int_eq(e->events[0].type, EVENT_FOREIGN);
	ck_assert_int_eq(e->events[1].type, EVENT_MALFORMED);
	ck_assert_has(e->events[1].reason, "digest does not match");
}
END_TEST

/* A record that is not to the byte what the kernel writes is none. */
START_TEST(strict)
{
	struct record record;
	struct bytes bytes;
	size_t i, size;
	char *copy;

	make_manifest(1, "default", "", ab);
	size = strlen(text);
	copy = malloc(size + 1);
	memcpy(copy, text, size + 1);
	bytes = (struct bytes){ (uint8_t *)copy, size };
	ck_assert_int_eq(record_parse(&record, RECORD_MANIFEST, bytes,
				      &reason), 0);
	ck_assert_uint_eq(record.nr_parts, 2);
	record_free(&record);
	for (i = 0; i < size; i++) {
		uint8_t *cut = malloc(i + !i);

		memcpy(cut, text, i);
		bytes = (struct bytes){ cut, i };
		ck_assert_msg(record_parse(&record, RECORD_MANIFEST, bytes,
					   &reason) == -EINVAL, "%zu", i);
		record_free(&record);
		free(cut);
		bytes = (struct bytes){ (uint8_t *)copy, size };
		copy[i] = text[i] == '\n' ? ' ' : '\n';
		ck_assert_msg(record_parse(&record, RECORD_MANIFEST, bytes,
					   &reason) < 0, "%zu", i);
		record_free(&record);
		copy[i] = text[i];
	}
	free(copy);
}
END_TEST

START_TEST(forms)
{
	static const struct {
		const char *text;
		int err;
	} cases[] = {
		{ "kexec_file_load2 1\nseq 1\nimage default\n", 0 },
		{ "kexec_file_load2 1\nseq 18446744073709551615\nimage crash\n",
		  0 },
		{ "kexec_file_load2 1\nseq 18446744073709551616\nimage crash\n",
		  -EINVAL },
		{ "kexec_file_load2 1\nseq 0\nimage default\n", -EINVAL },
		{ "kexec_file_load2 1\nseq 01\nimage default\n", -EINVAL },
		{ "kexec_file_load2 1\nseq +1\nimage default\n", -EINVAL },
		{ "kexec_file_load2 1\nseq 1\nimage other\n", -EINVAL },
		{ "kexec_file_load2 1\nseq 1\nimage default\n\n", -EINVAL },
		{ "kexec_file_load2 1\nseq 1\nimage default", -EINVAL },
		{ "kexec_file_load2 2\nseq 1\nimage default\n", 0 },
		{ "kexec_file_load2 3\nseq 1\nimage default\n",
		  -EPROTONOSUPPORT },
		{ "kexec_file_load2 01\nseq 1\nimage default\n", -EINVAL },
		{ "", -EINVAL },
	};
	struct record record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct bytes bytes = { (const uint8_t *)cases[i].text,
				       strlen(cases[i].text) };

		ck_assert_msg(record_parse(&record, RECORD_UNLOAD, bytes,
					   &reason) == cases[i].err, "%zu", i);
		record_free(&record);
	}
}
END_TEST

static void setup(void)
{
	m = (struct maker){ .algo = "sha1" };
	version = 1;
}

static void teardown(void)
{
	epochs_free(epochs);
	epochs = NULL;
	list_free(&list);
	maker_free(&m);
}

int main(void)
{
	Suite *suite = suite_create("epochs");
	TCase *tc = tcase(suite, "epochs");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, two_boots);
	tcase_add_test(tc, late_boots);
	tcase_add_test(tc, kexec_load_in_place);
	tcase_add_test(tc, counters);
	tcase_add_test(tc, stray_commits);
	tcase_add_test(tc, sequence);
	tcase_add_test(tc, unrecorded);
	tcase_add_test(tc, crash_in_version_2);
	tcase_add_test(tc, executed);
	tcase_add_test(tc, versions);
	tcase_add_test(tc, headless);
	tcase_add_test(tc, impostors);
	tcase_add_test(tc, strict);
	tcase_add_test(tc, forms);
	return run_tests(suite);
}
