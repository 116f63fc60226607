// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What may be booted: loads held against known files, directly. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/judge.h"
#include "listmaker.h"
#include "unit.h"

static struct reason reason;

/* The digest of what is called so. */
static struct digest digest_for(const char *name)
{
	struct digest digest = { .algorithm = "sha256", .size = 1 };

	digest_by("sha256", name, strlen(name), digest.bytes, &digest.len);
	return digest;
}

/* In the text, {NAME} stands for "sha256:" and the digest of what is called so. */
static void parse_known(struct known *known, const char *text)
{
	char *expanded = NULL;
	size_t size, i;
	FILE *out = open_memstream(&expanded, &size);
	const char *p;

	ck_assert_ptr_nonnull(out);
	for (p = text; *p; p++) {
		struct digest digest;
		char name[32];
		int len;

		if (*p != '{') {
			fputc(*p, out);
			continue;
		}
		len = (int)strcspn(p + 1, "}");
		snprintf(name, sizeof(name), "%.*s", len, p + 1);
		p += len + 1;
		digest = digest_for(name);
		fputs("sha256:", out);
		for (i = 0; i < digest.len; i++)
			fprintf(out, "%02x", digest.bytes[i]);
	}
	fclose(out);
	*known = (struct known){ 0 };
	ck_assert_msg(!known_parse(known, (struct bytes){
				   (const uint8_t *)expanded, size }, &reason) &&
		      !known_finish(known, &reason), "%s: %s", text,
		      reason.text);
	free(expanded);
}

/* "LABEL=NAME", or "LABEL=NAME+FILE" of one with a signature. */
static void set_part(struct record_part *part, const char *text)
{
	const char *name = strchr(text, '=') + 1;
	const char *plus = strchr(name, '+');
	char payload[32];

	memset(part, 0, sizeof(*part));
	snprintf(part->label, sizeof(part->label), "%.*s",
		 (int)(name - 1 - text), text);
	snprintf(payload, sizeof(payload), "%.*s",
		 (int)(plus ? plus - name : (long)strlen(name)), name);
	part->digest = digest_for(payload);
	part->signed_ = plus != NULL;
	part->file = plus ? digest_for(plus + 1) : part->digest;
}

#define LINUX	"{linux} linux role=kernel\n"
#define ABC	"{a} a role=initrd\n{b} b role=initrd\n{c} c role=initrd\n"

/*
 * @load: a required composition with a colon, kernel, parts, command line, with
 * blanks between; of the kernel only the name.  @found: the words for what is found, and the composition behind a colon.
 */
static const struct {
	const char *known, *load, *found;
} cases[] = {
	/* Compositions name a kernel and a command line, if they do. */
	{ "{k1} k1 role=kernel\n{k2} k2 role=kernel\n" ABC
	  "composition x = k1 a\ncomposition y = k2 b\n", "k1 =a q", ":x" },
	{ "{k1} k1 role=kernel\n{k2} k2 role=kernel\n" ABC
	  "composition x = k1 a\ncomposition y = k2 b\n", "k2 =a q",
	  "wrong-composition:" },
	{ LINUX ABC "{q} q role=cmdline\n{s} s role=cmdline\n"
	  "composition x = a q\ncomposition y = b s\n", "linux =b s", ":y" },
	{ LINUX ABC "{q} q role=cmdline\n{s} s role=cmdline\n"
	  "composition x = a q\ncomposition y = b s\n", "linux =b q",
	  "wrong-composition:" },
	{ LINUX ABC "composition x = a b? c\n", "linux =a =c q", ":x" },
	{ LINUX ABC "composition x = a b? c\n", "linux =a =b =c q", ":x" },
	{ LINUX ABC "composition x = a b? c\n", "linux =b =c q", "missing-part:" },
	{ LINUX ABC "composition x = a b? c\n", "linux =a =c =b q", "wrong-order:" },
	{ LINUX ABC "composition x = a b a\n", "linux =a =b =a q", ":x" },
	{ LINUX ABC "composition x = a b a\n", "linux =b =a q", "wrong-order:" },
	{ LINUX ABC "composition x = a b a\n", "linux =a =b q", "wrong-order:" },
	{ LINUX ABC "composition x = a? b\n", "linux =b q", ":x" },
	{ LINUX ABC "composition x = a? b?\n", "linux q", ":x" },
	/* It can be several; what counts is whether one is required. */
	{ LINUX ABC "composition x = a b?\ncomposition y = a\ncomposition z = a\n",
	  "linux =a q", ":x" },
	{ LINUX ABC "composition x = a b?\ncomposition y = a\ncomposition z = a\n",
	  "y: linux =a q", ":y" },
	{ LINUX ABC "composition x = a b?\ncomposition y = a b\n",
	  "y: linux =a q", ":x" },
	/* Of several, the reasons are those of the closest. */
	{ LINUX ABC "composition x = a b c\ncomposition y = a\n",
	  "linux =a =b q", "missing-part:" },
	/* Versions. */
	{ LINUX "minimum a 2\n{a} a\n", "linux =a q", "too-old:" },
	{ LINUX "minimum a 2\n{a} a version=1\n", "linux =a q", "too-old:" },
	{ LINUX "minimum a 2\n{a} a version=2\n", "linux =a q", ":" },
	{ LINUX "minimum a 2\nminimum a 3\n{a} a version=2\n", "linux =a q", "too-old:" },
	/* Too old as one thing, it can only be another. */
	{ LINUX "minimum x 2\n{a} x version=1\ncomposition c = x\n",
	  "linux =a q", "too-old:c" },
	{ LINUX "minimum x 2\n{a} x version=1\n{a} y\ncomposition c = x\n",
	  "linux =a q", "missing-part extra-part:" },
	{ LINUX "minimum x 2\n{a} x version=1\n{a} y\ncomposition c = y\n",
	  "linux =a q", ":c" },
	{ LINUX "{b} b\nminimum x 2\n{a} x version=1\n{a} y order=first\n",
	  "linux =b =a q", "wrong-order:" },
	{ LINUX "{b} b order=before:x\nminimum x 2\n{a} x version=1\n{a} y\n",
	  "linux =a =b q", "wrong-order:" },
	/* What is published is the whole file, or what was signed. */
	{ LINUX ABC, "linux =a+x q", ":" },
	{ LINUX ABC "{x} x\n", "linux =y+x q", ":" },
	{ LINUX ABC, "linux =y+x q", "unknown-part:" },
	{ LINUX ABC "{x} x\n", "linux =a =a+x q", "duplicate-part:" },
	{ LINUX ABC "{x} x role=kernel\n", "linux =a+x q", "wrong-role:" },
	/* Order. */
	{ LINUX ABC "{d} d order=last\n", "linux =a =d q", ":" },
	{ LINUX ABC "{d} d order=last\n", "linux =d =a q", "wrong-order:" },
	{ LINUX ABC "{d} d order=last\n", "linux =a =d =b q", "wrong-order:" },
	{ LINUX ABC "{d} d order=first\n", "linux =d =a q", ":" },
	{ LINUX ABC "{d} d order=first\n", "linux =a =d q", "wrong-order:" },
	{ LINUX ABC "{d} d order=before:a\n", "linux =a =d q", "wrong-order:" },
	{ LINUX ABC "{d} d order=before:a\n", "linux =b =a =d q", "wrong-order:" },
	{ LINUX ABC "{d} d order=before:a\n", "linux =d =a q", ":" },
	{ LINUX ABC "{d} d order=before:a order=before:b\n", "linux =b =d =a q", "wrong-order:" },
	/* One digest, known as two things: what it is there is what counts. */
	{ LINUX "{a} x label=one\n{a} y label=two order=first\n{b} b\n",
	  "linux =b one=a q", ":" },
	{ LINUX "{a} x label=one\n{a} y label=two order=first\n{b} b\n",
	  "linux =b two=a q", "wrong-order:" },
	{ LINUX "{a} x label=one\n{a} y label=two\n{b} b\ncomposition c = y b\n",
	  "linux one=a =b q", "missing-part extra-part:" },
	{ LINUX "{a} x label=one\n{a} y label=two\n{b} b\ncomposition c = y b\n",
	  "linux two=a =b q", ":c" },
	/* Labels and roles. */
	{ LINUX "{a} a label=-\n", "linux =a q", ":" },
	{ LINUX "{a} a label=-\n", "linux x=a q", "wrong-label:" },
	{ LINUX "{a} a label=x\n", "linux =a q", "wrong-label:" },
	{ LINUX "{a} a role=cmdline\n", "linux =a a", "wrong-role:" },
	{ "{linux} linux role=initrd\n", "linux q", "wrong-role:" },
	{ LINUX, "other q", "unknown-kernel:" },
	{ LINUX ABC, "linux =z =a =z q", "unknown-part unknown-part duplicate-part:" },
	/* As soon as one is known, command lines are judged. */
	{ LINUX "{q} q role=cmdline\n", "linux r", "unknown-cmdline:" },
	{ LINUX, "linux r", ":" },
	/* If it is asked for, they always are. */
	{ LINUX, "linux !r", "unknown-cmdline:" },
	{ LINUX "{r} r\n", "linux !r", ":" },
};

static void judge_case(const char *text, const char *load_text, char *found,
		       size_t size)
{
	struct record_part parts[8];
	struct load load = { .manifest.parts = parts };
	struct rules rules = RULES_INIT;
	struct findings findings = { 0 };
	struct judged judged;
	struct known known;
	char copy[256], *required = copy, *word, *save, *colon;
	size_t i, at = 0;

	parse_known(&known, text);
	snprintf(copy, sizeof(copy), "%s", load_text);
	word = strtok_r(copy, " ", &save);
	colon = strchr(word, ':');
	if (colon) {
		*colon = '\0';
		rules.compositions = &required;
		rules.nr_compositions = 1;
		word = strtok_r(NULL, " ", &save);
	}
	load.manifest.kernel = digest_for(word);
	while ((word = strtok_r(NULL, " ", &save))) {
		if (strchr(word, '=')) {
			set_part(&parts[load.manifest.nr_parts++], word);
			continue;
		}
		rules.require_cmdline = *word == '!';
		load.manifest.cmdline =
			digest_for(word + rules.require_cmdline);
	}
	rules.allow_any_cmdline = !known.has_cmdlines;
	judge_load(&known, &rules, &load, NOWHERE, &findings, &judged);
	*found = '\0';
	for (i = 0; i < findings.nr; i++)
		at += (size_t)snprintf(found + at, size - at, "%s%s",
				       i ? " " : "",
				       findings.list[i].word);
	snprintf(found + at, size - at, ":%s", judged.composition ?
		 judged.composition->name : "");
	findings_free(&findings);
	known_free(&known);
}

/* Of what is known by it, too. */
START_TEST(weak_digests)
{
	static const char hex[] = "0123456789abcdef0123456789abcdef01234567";
	struct findings findings = { 0 };
	struct rules rules = RULES_INIT;
	struct load load = { 0 };
	struct judged judged;
	struct known known;
	char text[256];

	snprintf(text, sizeof(text), "%s  a\nsha256:%s%.24s b role=cmdline\n",
		 hex, hex, hex);
	parse_known(&known, text);
	ck_assert(digest_parse(&load.manifest.cmdline,
			       (struct bytes){ (uint8_t *)strstr(text, "sha256"),
					       71 }));
	snprintf(text, sizeof(text), "sha1:%s", hex);
	ck_assert(digest_parse(&load.manifest.kernel, bytes_of(text)));
	judge_load(&known, &rules, &load, NOWHERE, &findings, &judged);
	ck_assert_uint_eq(findings.nr, 1);
	ck_assert_str_eq(findings.list[0].word, "weak-digest");
	ck_assert_ptr_nonnull(judged.kernel);
	findings_free(&findings);
	rules.allow_sha1 = true;
	judge_load(&known, &rules, &load, NOWHERE, &findings, &judged);
	ck_assert_uint_eq(findings.nr, 0);
	known_free(&known);
}
END_TEST

static time_t life_now;

static time_t clock_of_life(time_t *now)
{
	(void)now;
	return life_now;
}

/* Good up to the end of the day, and while it is not revoked. */
START_TEST(life)
{
	static const char hex[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	const struct {
		const char *more;
		time_t now;
		const char *word;	/* NULL: accepted */
	} lives[] = {
		{ "", 1796083200, NULL },
		{ " expires=2026-11-30", 1796083199, NULL },
		{ " expires=2026-11-30", 1796083200, "expired" },
		{ " expires=2026-11-30", 0, NULL },
		{ "\nsha256:@ b expires=2030-02-28", 1796083200, NULL },
		{ " expires=2026-11-30\nrevoked sha256:@", 5, "revoked" },
		{ "\nrevoked sha256:@ a hole", 0, "revoked" },
		{ "\nrevoked sha512:@@", 0, NULL },
	};
	struct rules rules = { .allow_any_cmdline = true };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lives); i++) {
		struct findings findings = { 0 };
		struct load load = { 0 };
		struct judged judged;
		struct known known;
		char text[512];
		const char *more = lives[i].more;
		size_t at = (size_t)sprintf(text, "sha256:%s a", hex);

		for (; *more; more++)
			at += (size_t)(*more == '@' ?
				       sprintf(text + at, "%s", hex) :
				       sprintf(text + at, "%c", *more));
		strcpy(text + at, "\n");
		parse_known(&known, text);
		known.clock = lives[i].now ? clock_of_life : NULL;
		life_now = lives[i].now;
		ck_assert(digest_parse(&load.manifest.kernel,
				       (struct bytes){ (uint8_t *)text, 71 }));
		judge_load(&known, &rules, &load, NOWHERE, &findings, &judged);
		ck_assert_msg(findings.nr == !!lives[i].word, "%s: %zu found",
			      text, findings.nr);
		if (lives[i].word)
			ck_assert_str_eq(findings.list[0].word, lives[i].word);
		findings_free(&findings);
		known_free(&known);
	}
}
END_TEST

START_TEST(loads)
{
	char found[256];

	judge_case(cases[_i].known, cases[_i].load, found, sizeof(found));
	ck_assert_msg(!strcmp(found, cases[_i].found), "%s\"%s\" is \"%s\", not \"%s\"",
		      cases[_i].known, cases[_i].load, found, cases[_i].found);
}
END_TEST

/*
 * Findings
 */

/* So many are kept of those that stand somewhere, and all that do not. */
START_TEST(many_findings)
{
	struct findings findings = { 0 };
	size_t i;

	for (i = 1; i <= FINDINGS_MAX + 1; i++) {
		ck_assert_uint_eq(findings.dropped, 0);
		findings_add(&findings, (struct place){ .entry = i },
			     "violation", "entry %zu", i);
	}
	ck_assert_uint_eq(findings.nr, FINDINGS_MAX);
	ck_assert_uint_eq(findings.dropped, 1);
	findings_add(&findings, NOWHERE, "no-kexec", "there was none");
	ck_assert_uint_eq(findings.nr, FINDINGS_MAX + 1);
	ck_assert(findings_have(&findings, "no-kexec"));
	findings_free(&findings);
	ck_assert_uint_eq(findings.nr, 0);
}
END_TEST

START_TEST(context)
{
	struct findings findings = { 0 };

	findings_add(&findings, (struct place){ .entry = 7,
						.context = "before" },
		     "violation", "entry %d", 7);
	ck_assert_str_eq(findings.list[0].text, "before: entry 7");
	ck_assert_uint_eq(findings.list[0].at.entry, 7);
	findings_free(&findings);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge");
	TCase *tc = tcase(suite, "judge");

	tcase_add_loop_test(tc, loads, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, weak_digests);
	tcase_add_test(tc, life);
	tc = tcase(suite, "findings");
	tcase_add_test(tc, many_findings);
	tcase_add_test(tc, context);
	return run_tests(suite);
}
