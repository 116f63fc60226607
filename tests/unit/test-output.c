// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Digests, progress, and text for people and programs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/digest.h"
#include "shared/json.h"
#include "kexec2.h"
#include "shared/progress.h"
#include "capture.h"
#include "unit.h"

/* FIPS 180-2, of "abc"; and coreutils' sums of a million zero bytes. */
START_TEST(digests)
{
	static const struct {
		const char *algorithm, *abc;
	} cases[] = {
		{ "sha1", "sha1:a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ "sha256", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "sha512", "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
	};
	struct digest digest;
	char text[DIGEST_TEXT_MAX];
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert_int_eq(digest_bytes(&digest, cases[i].algorithm,
					      "abc", 3), 0);
		ck_assert_str_eq(digest_text(&digest, text), cases[i].abc);
		ck_assert_int_eq(digest.size, 3);
	}
	fd = open(make_file("zeros", 1000000), O_RDONLY);
	ck_assert_int_eq(lseek(fd, 999, SEEK_SET), 999);
	ck_assert_int_eq(digest_part(&digest, "sha256", fd, INT64_MAX, NULL), 0);
	ck_assert_str_eq(digest_text(&digest, text),
			 "sha256:d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025");
	ck_assert_int_eq(digest.size, 1000000);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 999);
	ck_assert_int_eq(digest_part(&digest, "no-such", fd, INT64_MAX, NULL),
			 -EOPNOTSUPP);
	close(fd);

	fd = open(test_dir(), O_RDONLY);
	ck_assert_int_eq(digest_part(&digest, "sha256", fd, INT64_MAX, NULL), -EISDIR);
	close(fd);
	ck_assert_int_eq(digest_part(&digest, "sha256", -1, INT64_MAX, NULL), -EBADF);
}
END_TEST

/* Both ends of a terminal: what is written to *@out is read from *@in. */
static void open_terminal(FILE **out, int *in)
{
	int fd;

	*in = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	ck_assert_int_ge(*in, 0);
	ck_assert_int_eq(grantpt(*in), 0);
	ck_assert_int_eq(unlockpt(*in), 0);
	fd = open(ptsname(*in), O_RDWR | O_NOCTTY | O_CLOEXEC);
	ck_assert_int_ge(fd, 0);
	*out = fdopen(fd, "w");
	ck_assert_ptr_nonnull(*out);
	ck_assert_int_eq(fcntl(*in, F_SETFL, O_NONBLOCK), 0);
}

static const char *read_terminal(int in)
{
	static char text[4096];
	ssize_t n = read(in, text, sizeof(text) - 1);

	text[n < 0 ? 0 : n] = '\0';
	return text;
}

#define MIB	((off_t)1 << 20)

START_TEST(progress_on_a_terminal)
{
	struct progress progress;
	FILE *out;
	int in;

	open_terminal(&out, &in);
	progress_start(&progress, out, "/boot/in\033itrd", 100 * MIB);
	ck_assert_str_eq(read_terminal(in), "");
	progress_add(&progress, 0);
	ck_assert_str_eq(read_terminal(in), "\rreading in\\x1bitrd   0%");
	progress_add(&progress, MIB / 2);
	ck_assert_str_eq(read_terminal(in), "");
	progress_add(&progress, 49 * MIB + MIB / 2);
	ck_assert_str_eq(read_terminal(in), "\rreading in\\x1bitrd  50%");
	progress_add(&progress, 200 * MIB);
	ck_assert_str_eq(read_terminal(in), "\rreading in\\x1bitrd 100%");
	progress_end(&progress);
	ck_assert_str_eq(read_terminal(in), "\r\033[K");

	/* small files, and those without a name, are not worth it */
	progress_start(&progress, out, "small", MIB);
	progress_add(&progress, MIB);
	progress_end(&progress);
	progress_start(&progress, out, NULL, 100 * MIB);
	progress_add(&progress, MIB);
	progress_end(&progress);
	ck_assert_str_eq(read_terminal(in), "");

	/* a line that is wrapped could not be overwritten */
	progress_start(&progress, out, "a-name-that-is-much-longer-than-what-a-terminal-of-eighty-columns-has-room-for", 100 * MIB);
	progress_add(&progress, MIB);
	ck_assert_uint_lt(strlen(read_terminal(in)), 81);
	fclose(out);
	close(in);
}
END_TEST

START_TEST(progress_elsewhere)
{
	FILE *out = fopen(make_file("log", 0), "w+");
	struct progress progress;

	progress_start(&progress, out, "big", 100 * MIB);
	progress_add(&progress, MIB);
	progress_end(&progress);
	fflush(out);
	ck_assert_int_eq(ftell(out), 0);
	fclose(out);
}
END_TEST

START_TEST(utf8)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "abc", "abc" }, { "", "" },
		{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
		  "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80" },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b" },
		{ "\xc3", "\xef\xbf\xbd" },
		{ "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd" },
		/* overlong, a surrogate, above U+10FFFF */
		{ "\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xe0\x9f\xbf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf0\x8f\xbf\xbf",
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf4\x90\x80\x80",
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf" },
		{ "\xed\x9f\xbf", "\xed\x9f\xbf" },
	};
	struct json_object *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		text = json_text(cases[i].text);
		ck_assert_str_eq(json_object_get_string(text), cases[i].json);
		json_object_put(text);
	}
	ck_assert_ptr_null(json_text(NULL));
}
END_TEST

START_TEST(printed_json)
{
	struct json_object *root = json_object_new_object();
	int status;

	json_object_object_add(root, "path", json_text("/a\033b"));
	capture_start();
	status = print_json(root);
	capture_stop();
	ck_assert_int_eq(status, EXIT_OK);
	ck_assert_str_eq(captured_out, "{\n  \"path\": \"/a\\u001bb\"\n}\n");
}
END_TEST

/* Names come from anywhere, and must not steer the terminal. */
START_TEST(control_characters)
{
	int used;

	capture_start();
	complain("%s: no", "a\033[2J\n\x7f");
	used = put_text(stdout, "ab\tcd", 6);
	putchar('|');
	used = used * 100 + put_text(stdout, "ab\tcd", 5);
	capture_stop();
	ck_assert_str_eq(captured_err, "kexec2: a\\x1b[2J\\x0a\\x7f: no\n");
	ck_assert_str_eq(captured_out, "ab\\x09|ab");
	ck_assert_int_eq(used, 602);
	/* C1, alone and in UTF-8, and what only looks like it. */
	capture_start();
	used = put_text(stdout, "\xc2\x9b" "1m\x9b|\xc2\xa0\xe2\x80\x94\xc2", -1);
	putchar('|');
	put_text(stdout, "\xc2\x9b", 5);
	capture_stop();
	ck_assert_str_eq(captured_out,
			 "\\u009b1m\\x9b|\xc2\xa0\xe2\x80\x94\xc2|");
	ck_assert_int_eq(used, 6 + 2 + 4 + 1 + 6);
}
END_TEST

START_TEST(control_characters_in_json)
{
	struct json_object *root = json_new();

	json_add_text(root, "path", "\xc2\x9b" "1m\x7f\xe2\x80\x94\xc2\xa0");
	capture_start();
	print_json(root);
	capture_stop();
	ck_assert_str_eq(captured_out,
			 "{\n  \"path\": \"\\u009b1m\\u007f\xe2\x80\x94\xc2\xa0\"\n}\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("output");
	TCase *tc = tcase(suite, "output");

	tcase_add_test(tc, digests);
	tcase_add_test(tc, progress_on_a_terminal);
	tcase_add_test(tc, progress_elsewhere);
	tcase_add_test(tc, utf8);
	tcase_add_test(tc, printed_json);
	tcase_add_test(tc, control_characters);
	tcase_add_test(tc, control_characters_in_json);
	return run_tests(suite);
}
