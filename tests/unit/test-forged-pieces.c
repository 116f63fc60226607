// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Machines that do this and that, and tell of it now and then: the verdict on a
 * job with what is new and the state of before is that on the whole list, to the
 * byte, also where entries are missing or were changed in between.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "request.h"
#include "stories.h"
#include "unit.h"

#define REPORTS		24

/* What a machine tells at a time. */
static struct report {
	size_t end;			/* so many entries there were */
	char *evidence;			/* members of a job */
	char start[128];		/* the same for a trimmed list */
} reports[REPORTS];
static size_t nr_reports;

static uint8_t *list;			/* as it is sent, and where entries begin */
static size_t starts[MACHINE_ENTRIES + 1];

static struct known known;
static struct rules strictness;

static unsigned int state;

/* As test-policy.c has it. */
static unsigned int below(unsigned int n)
{
	state = state * 1103515245 + 12345;
	return (state >> 16) % n;
}

static char *base64(const void *data, size_t size)
{
	char *text = malloc(size * 4 / 3 + 8);

	ck_assert_ptr_nonnull(text);
	text[EVP_EncodeBlock((unsigned char *)text, data, (int)size)] = '\0';
	return text;
}

static char *value_of_pcr10(char hex[65])
{
	const uint8_t *value = bank()->value[10];
	int i;

	for (i = 0; i < 32; i++)
		sprintf(hex + 2 * i, "%02x", value[i]);
	return hex;
}

static void report(bool quote)
{
	struct report *r = &reports[nr_reports++];
	char hex[65], nonce[33] = "", text[128];
	char *parts[3];
	size_t i;

	collect(false);
	value_of_pcr10(hex);
	snprintf(text, sizeof(text), "PCR-10: %s\n", hex);
	snprintf(r->start, sizeof(r->start), "10=%s", hex);
	r->end = m->nr;
	parts[0] = base64(text, strlen(text));
	if (!quote) {
		ck_assert_int_gt(asprintf(&r->evidence,
					  "\"pcr\": {\"base64\": \"%s\"}",
					  parts[0]), 0);
		free(parts[0]);
		return;
	}
	free(parts[0]);
	collect(true);
	for (i = 0; i < e.nonce_size; i++)
		sprintf(nonce + 2 * i, "%02x", e.nonce[i]);
	parts[0] = base64(e.message.data, e.message.size);
	parts[1] = base64(e.signature.data, e.signature.size);
	parts[2] = base64(e.key.data, e.key.size);
	ck_assert_int_gt(asprintf(&r->evidence,
				  "\"quote\": {\"base64\": \"%s\"}, \"signature\": {\"base64\": \"%s\"}, \"ak\": {\"base64\": \"%s\"}, \"nonce\": \"%s\"",
				  parts[0], parts[1], parts[2], nonce), 0);
	for (i = 0; i < 3; i++)
		free(parts[i]);
}

static void act(void)
{
	uint8_t digest[32];
	char path[32];

	switch (below(12)) {
	case 0: case 1: case 2:
		snprintf(path, sizeof(path), "/bin/%u", below(1000));
		content(below(3) ? path : "policy", digest);
		machine_file(m, path, digest);
		break;
	case 3: case 4: case 5:
		machine_load(m, below(12) ? "linux" : "evil", normal,
			     below(8) ? "quiet" : "lockdown=integrity");
		break;
	case 6: case 7: case 8:
		if (m->image)
			machine_kexec(m);
		break;
	case 9:
		if (m->image)
			machine_gone(m, "kexec-unload", "default");
		break;
	case 10:
		machine_buffer(m, below(2) ? "keyring" : "kexec-cmdline",
			       "orphan", 6);
		break;
	case 11:
		machine_violation(m, "/var/log/messages");
		break;
	}
}

/*
 * Change an entry behind the first report, as who forges a list would.  False if
 * there is none, or it is a violation, of which no PCR has the data.
 */
static bool tamper(void)
{
	size_t first = reports[0].end, i, r;
	size_t n = reports[nr_reports - 1].end - first;
	struct machine_entry *entry;

	if (!n)
		return false;
	i = first + below((unsigned int)n);
	entry = &m->entries[i];
	if (entry->violation)
		return false;
	if (below(2)) {
		entry->data[entry->size - 2] ^= 1;
		machine_log(entry);
		return true;
	}
	drop(i);
	for (r = 0; r < nr_reports; r++)
		if (reports[r].end > i)
			reports[r].end--;
	return true;
}

/* The verdict on entries from @from on, without the state, which @next has. */
static struct json_object *judge_job(const struct report *r, size_t from,
				     size_t trimmed, struct json_object *before,
				     struct json_object **next)
{
	char *entries = base64(list + starts[from], starts[r->end] - starts[from]);
	struct request request = { .line = NULL };
	struct json_object *answer, *copy = NULL;
	char *text;
	int err;

	request.job.input.known = &known;
	request.job.input.rules = &strictness;
	ck_assert_int_gt(asprintf(&text, "{\"id\": 1, %s, \"state\": %s%s%s%s",
				  r->evidence, before ?
				  json_object_to_json_string(before) : "true",
				  trimmed && !before ? ", \"start\": \"" : "",
				  trimmed && !before ? reports[0].start : "",
				  trimmed && !before ? "\"" : ""), 0);
	text = realloc(text, strlen(text) + strlen(entries) + 64);
	/* If nothing is new, there is no list. */
	if (from < r->end)
		sprintf(text + strlen(text),
			", \"list\": {\"base64\": \"%s\"}", entries);
	strcat(text, "}");
	err = request_read(&request, bytes_of(text));
	err = err ?: job_judge(&request.job);
	ck_assert_msg(!err, "%s: %s", request.job.reason.text, text);
	answer = request_verdict(&request, NULL, err);
	ck_assert(json_object_object_get_ex(answer, "state", next));
	if (*next)
		copy = json_tokener_parse(json_object_to_json_string(*next));
	*next = copy;
	json_object_object_del(answer, "state");
	request_free(&request);
	free(text);
	free(entries);
	return answer;
}

static void judge_reports(unsigned int seed, bool trimmed, bool tampered)
{
	struct json_object *before = NULL, *next, *ignored;
	size_t r, first = trimmed ? reports[0].end : 0, from = first;

	for (r = trimmed; r < nr_reports; r++) {
		struct json_object *whole, *piece, *word;

		if (reports[r].end == first)
			continue;
		whole = judge_job(&reports[r], first, trimmed, NULL, &ignored);
		json_object_put(ignored);
		piece = judge_job(&reports[r], from, trimmed, before, &next);
		ck_assert_msg(json_object_equal(whole, piece),
			      "seed %u, report %zu: of the entries from %zu to %zu it says\n%s\nand of all\n%s",
			      seed, r, from, reports[r].end,
			      json_object_to_json_string(piece),
			      json_object_to_json_string(whole));
		ck_assert(json_object_object_get_ex(whole, "verdict", &word));
		if (tampered && r + 1 == nr_reports)
			ck_assert_str_eq(json_object_get_string(word),
					 "refused");
		json_object_put(whole);
		json_object_put(piece);
		if (!next)
			continue;
		/* What is proven is not sent again. */
		json_object_put(before);
		before = next;
		ck_assert(json_object_object_get_ex(before, "entries", &next));
		from = first + (size_t)json_object_get_int64(next);
		ck_assert_uint_le(from, reports[r].end);
	}
	json_object_put(before);
}

static void make_machine(unsigned int seed, bool quote)
{
	unsigned int n = 10 + below(40);

	cheat = false;
	m->counters = below(2);
	m->version = 1 + seed % 2;
	machine_boot(m);
	for (nr_reports = 0; n--;) {
		act();
		if (!below(4) && nr_reports < REPORTS - 1)
			report(quote);
	}
	report(quote);
}

START_TEST(pieces_are_the_whole)
{
	static const char *const all_rules[] = {
		"allow no-kexec\nallow violations\n",
		"preset server\nallow replaced\nallow pending\n",
		"allow violations\nrequire measured ",
		"allow violations\nallow no-kexec\nrequire measured-only ",
	};
	unsigned int seed = (unsigned int)_i + 1;
	char text[256], policy[80] = "sha256:";
	bool quote, trimmed, tampered;
	size_t size, i;

	setup_tpm();
	state = seed;
	quote = below(2);
	trimmed = !below(3) && !quote;
	make_machine(seed, quote);
	tampered = !below(3) && tamper();
	list = machine_list(m, &size, starts);
	starts[m->nr] = size;
	set_known((int)below(3));
	known = (struct known){ 0 };
	ck_assert_int_eq(known_parse(&known, bytes_of(e.known), &reason), 0);
	content_hex("policy", policy + 7);
	i = below(4);
	snprintf(text, sizeof(text), "%s%s", all_rules[i], i > 1 ? policy : "");
	strictness = RULES_INIT;
	ck_assert_int_eq(rules_parse(&strictness, bytes_of(text), &reason), 0);
	judge_reports(seed, trimmed, tampered);
	for (i = 0; i < nr_reports; i++)
		free(reports[i].evidence);
	rules_free(&strictness);
	known_free(&known);
	free(list);
	softtpm_stop();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forged-pieces");
	TCase *tc = tcase(suite, "pieces");

	tcase_add_loop_test(tc, pieces_are_the_whole, 0, 200);
	return run_tests(suite);
}
