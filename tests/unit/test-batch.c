// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Many jobs: each is answered once, a bad one like the others, and neither jobs
 * that wait nor answers that nobody reads take more and more memory.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <linux/limits.h>

#include "batch.h"
#include "capture.h"
#include "listmaker.h"
#include "shared/command.h"
#include "unit.h"

/* So many wait, or are in the buffers of pipes and of who reads lines. */
#define QUEUED		256
#define BUFFERED	((size_t)(64 + 64 + 256) << 10)

static struct known known;
static struct rules rules;
static int jobs = -1, answers = -1;	/* where to write, and to read */
static pthread_t thread;
static int status;

static void *run(void *options)
{
	status = run_batch(options);
	fflush(stdout);
	close(STDOUT_FILENO);
	return NULL;
}

static void start(unsigned int workers)
{
	static struct batch_options options;
	int in[2], out[2];

	ck_assert(!pipe2(in, O_CLOEXEC) && !pipe2(out, O_CLOEXEC));
	fflush(stdout);
	ck_assert_int_ge(dup2(in[0], STDIN_FILENO), 0);
	ck_assert_int_ge(dup2(out[1], STDOUT_FILENO), 0);
	close(in[0]);
	close(out[1]);
	jobs = in[1];
	answers = out[0];
	options = (struct batch_options){
		.known = &known, .rules = &rules, .workers = workers,
	};
	ck_assert(!pthread_create(&thread, NULL, run, &options));
}

/*
 * Write jobs, and read answers meanwhile if @out is there, a string to be freed.
 * Returns how much was written when nothing went on any more.
 */
static size_t pump(const char *text, size_t size, char **out)
{
	struct pollfd fds[2] = { { .fd = jobs, .events = POLLOUT },
				 { .fd = answers, .events = POLLIN } };
	size_t written = 0, got = 0;
	ssize_t n;

	fcntl(jobs, F_SETFL, O_NONBLOCK);
	while (poll(fds, out ? 2 : 1, 1000) > 0) {
		if (fds[0].revents) {
			n = size ? write(jobs, text + written,
					 size - written) : 0;
			ck_assert_int_ge(n, 0);
			written += (size_t)n;
			if (written == size) {
				fds[0].fd = -1;
				if (!out)
					break;
				close(jobs);
				jobs = -1;
			}
		}
		if (out && fds[1].revents) {
			*out = realloc(*out, got + 65537);
			n = read(answers, *out + got, 65536);
			if (n <= 0)
				break;
			got += (size_t)n;
			(*out)[got] = '\0';
		}
	}
	return written;
}

static int finish(void)
{
	if (jobs >= 0)
		close(jobs);
	pthread_join(thread, NULL);
	close(answers);
	jobs = -1;
	return status;
}

static void job(const char *text)
{
	ck_assert_uint_eq(pump(text, strlen(text), NULL), strlen(text));
}

/* The next answer, which begins so, and has that in it. */
static void expect(const char *beginning, const char *part)
{
	char text[65536];
	size_t n = 0;

	while (read(answers, text + n, 1) == 1 && text[n] != '\n')
		ck_assert_uint_lt(++n, sizeof(text));
	text[n] = '\0';
	ck_assert_msg(!strncmp(text, beginning, strlen(beginning)) &&
		      strstr(text, part), "%s: not %s ... %s", text, beginning,
		      part);
}

/* The list of a boot and a load of a kernel, in base64, which it accepts. */
static char *base64_list(void)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct maker maker = { .algo = "sha1" };
	uint8_t digest[64];
	char text[512], *base64, *out;
	size_t i, size;

	make_plain(&maker, "boot_aggregate");
	snprintf(text, sizeof(text),
		 "kexec_file_load2 1\nseq 1\nimage default\nflags 0x0\nkernel sha256:%064d 5\ncmdline sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0\n",
		 1);
	make_text(&maker, "kexec-manifest", text);
	digest_by("sha256", text, strlen(text), digest, &size);
	out = text + sprintf(text, "kexec_file_load2 1\nseq 1\nmanifest sha256:");
	for (i = 0; i < size; i++)
		out += sprintf(out, "%02x", digest[i]);
	strcpy(out, "\n");
	make_text(&maker, "kexec-commit", text);
	make_plain(&maker, "boot_aggregate");
	size = maker.binary.size;
	put(&maker.binary, "\0\0", 3);
	base64 = out = malloc(size * 2);
	for (i = 0; i < size; i += 3) {
		const uint8_t *p = maker.binary.data + i;

		*out++ = digits[p[0] >> 2];
		*out++ = digits[(p[0] & 3) << 4 | p[1] >> 4];
		*out++ = i + 1 < size ?
			 digits[(p[1] & 15) << 2 | p[2] >> 6] : '=';
		*out++ = i + 2 < size ? digits[p[2] & 63] : '=';
	}
	*out = '\0';
	maker_free(&maker);
	return base64;
}

static int saved[2];

static void set_up(void)
{
	static const char text[] =
		"sha256:0000000000000000000000000000000000000000000000000000000000000001 linux expires=2026-11-30\ncmdline \"\" none\n";
	struct reason reason;

	saved[0] = dup(STDIN_FILENO);
	saved[1] = dup(STDOUT_FILENO);
	known = (struct known){ 0 };
	rules = RULES_INIT;
	rules.allow_unproven = true;
	ck_assert(!known_parse(&known, bytes_of(text), &reason));
}

static void clean_up(void)
{
	known_free(&known);
	dup2(saved[0], STDIN_FILENO);
	dup2(saved[1], STDOUT_FILENO);
	close(saved[0]);
	close(saved[1]);
}

static size_t count(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word))) {
		text += strlen(word);
		n++;
	}
	return n;
}

/* By how many workers it may be. */
START_TEST(each_is_answered)
{
	static const unsigned int workers[] = { 1, 3, 0, 600 };
	char *list = base64_list(), *text = NULL, *out = NULL, id[32];
	size_t size;
	FILE *file = open_memstream(&text, &size);
	int i;

	for (i = 0; i < 1000; i++) {
		if (i % 7 == 3)
			fprintf(file, "{\"id\": %d, \"list\": \"none\"}\n\n", i);
		else
			fprintf(file, "{\"id\": %d, \"list\": {\"base64\": \"%s\"}}\n",
				i, list);
	}
	/* The last one has no newline. */
	fprintf(file, "[]");
	fclose(file);
	start(workers[_i]);
	ck_assert_uint_eq(pump(text, size, &out), size);
	ck_assert_int_eq(finish(), EXIT_FAILED);
	for (i = 0; i < 1000; i++) {
		sprintf(id, "{\"id\":%d,\"verdict\":\"%s\"", i, i % 7 == 3 ?
			"unusable" : "accepted");
		ck_assert_msg(count(out, id) == 1, "%s", id);
	}
	ck_assert_has(out, "\"line\":1144}\n");
	ck_assert_uint_eq(count(out, "\n"), 1001);
	free(out);
	free(text);
	free(list);
}
END_TEST

/* While nobody reads answers, no more jobs are taken than have room. */
START_TEST(writers_wait)
{
	const size_t size = (size_t)8 << 20;
	char *text = malloc(size), *out = NULL;
	size_t i, written, more;

	/* Each is answered by as much. */
	for (i = 0; i < size; i++)
		text[i] = i % 256 == 255 ? '\n' : 'x';
	start(2);
	written = pump(text, size, NULL);
	ck_assert_uint_gt(written, QUEUED * 256);
	ck_assert_uint_lt(written, (QUEUED + 600) * 256 + BUFFERED);
	/* And then they go on. */
	more = (written + 255) / 256 * 256;
	ck_assert_uint_eq(pump(text + written, more - written, &out),
			  more - written);
	ck_assert_int_eq(finish(), EXIT_FAILED);
	ck_assert_uint_eq(count(out, "unusable\",\"text\""), more / 256);
	free(out);
	free(text);
}
END_TEST

/* A line that is too long is one job, and not more; nor does it stay. */
START_TEST(long_lines)
{
	const size_t long_size = (size_t)70 << 20;
	char *text = malloc(long_size + 64), *out = NULL;
	struct rusage before, after;
	size_t size;

	memset(text, 'x', long_size);
	size = long_size + (size_t)sprintf(text + long_size,
					   "\n{\"id\": 2}\n");
	getrusage(RUSAGE_SELF, &before);
	start(2);
	ck_assert_uint_eq(pump(text, size, &out), size);
	ck_assert_int_eq(finish(), EXIT_FAILED);
	getrusage(RUSAGE_SELF, &after);
	ck_assert_has(out, "the line has more than 64 MiB");
	ck_assert_has(out, "\"line\":1}\n");
	ck_assert_has(out, "{\"id\":2,\"verdict\":\"unusable\"");
	ck_assert_uint_eq(count(out, "\n"), 2);
	ck_assert_int_lt(after.ru_maxrss - before.ru_maxrss, 140 << 10);
	free(out);
	free(text);
}
END_TEST

/* What waits has so many bytes at most; one that is larger waits alone. */
START_TEST(large_lines_wait)
{
	const size_t size = (size_t)100 << 20, each = (size_t)5 << 20;
	char *text = malloc(size), *out = NULL;
	size_t i, written;

	memset(text, 'x', size);
	for (i = each - 1; i < size; i += each)
		text[i] = '\n';
	/* Answers fill the pipe, so that the worker waits, and less than all. */
	start(1);
	for (i = 0; i < 64 * 1024 / 100 + 60; i++)
		job("[]\n");
	written = pump(text, size, NULL);
	ck_assert_uint_lt(written, (size_t)45 << 20);
	ck_assert_uint_gt(written, (size_t)15 << 20);
	pump(text + written, each - written % each, &out);
	finish();
	free(out);
	free(text);
}
END_TEST

/* A file with so many entries. */
static const char *long_list(size_t entries)
{
	const char *path = make_file("entries", 0);
	struct maker maker = { .algo = "sha1" };
	FILE *file = fopen(path, "we");

	make_plain(&maker, "boot_aggregate");
	while (entries--)
		fwrite(maker.binary.data, maker.binary.size, 1, file);
	fclose(file);
	maker_free(&maker);
	return path;
}

static long address_space(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long pages = 0;

	ck_assert(file && fscanf(file, "%ld", &pages) == 1);
	fclose(file);
	return pages * sysconf(_SC_PAGESIZE);
}

/* Of a list that takes more memory than there is; the next one is judged. */
START_TEST(no_memory)
{
	const struct {
		const char *path, *why;
	} lists[] = {
		{ make_file("zeros", (size_t)100 << 20),
		  "cannot be read (Cannot allocate memory)" },
		{ long_list(120000), "out of memory" },
	};
	struct rlimit all, limit;
	char text[PATH_MAX + 64], *list = base64_list(), *good;
	size_t i;

	start(1);
	ck_assert_int_gt(asprintf(&good, "{\"id\": \"ok\", \"list\": {\"base64\": \"%s\"}}\n",
				  list), 0);
	free(list);
	job(good);
	expect("{\"id\":\"ok\"", "accepted");
	getrlimit(RLIMIT_AS, &all);
	limit = all;
	limit.rlim_cur = (rlim_t)address_space() + ((rlim_t)32 << 20);
	ck_assert(!setrlimit(RLIMIT_AS, &limit));
	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		snprintf(text, sizeof(text), "{\"id\": 1, \"list\": \"%s\"}\n",
			 lists[i].path);
		job(text);
		/* There may not even be enough for the id. */
		expect(i ? "{\"" : "{\"id\":1,\"verdict\":\"unusable\"",
		       lists[i].why);
		job(good);
		expect("{\"id\":\"ok\"", "accepted");
	}
	setrlimit(RLIMIT_AS, &all);
	ck_assert_int_eq(finish(), EXIT_FAILED);
	free(good);
}
END_TEST

static _Atomic time_t day;

static time_t clock_of_test(time_t *now)
{
	(void)now;
	return day;
}

/* A batch may run for days. */
START_TEST(references_expire)
{
	char *list = base64_list(), *text;

	known.clock = clock_of_test;
	day = 1796083199;
	ck_assert_int_gt(asprintf(&text, "{\"id\": 1, \"list\": {\"base64\": \"%s\"}}\n",
				  list), 0);
	start(1);
	job(text);
	expect("{\"id\":1", "\"accepted\"");
	day++;
	job(text);
	expect("{\"id\":1", "\"expired\"");
	ck_assert_int_eq(finish(), EXIT_FAILED);
	free(text);
	free(list);
}
END_TEST

/* All accepted, nothing at all, and what cannot be read or written. */
START_TEST(exit_status)
{
	char *list = base64_list(), *text;
	struct batch_options options = {
		.known = &known, .rules = &rules, .workers = 1,
		.progress = true,
	};
	int directory;

	ck_assert_int_gt(asprintf(&text, "{\"id\": 1, \"list\": {\"base64\": \"%s\"}}\n",
				  list), 0);
	start(1);
	job(text);
	expect("{\"id\":1", "accepted");
	ck_assert_int_eq(finish(), EXIT_OK);
	start(1);
	ck_assert_int_eq(finish(), EXIT_OK);
	capture_start();
	directory = open("/", O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(dup2(directory, STDIN_FILENO), STDIN_FILENO);
	close(directory);
	ck_assert_int_eq(run_batch(&options), EXIT_USAGE);
	capture_stop();
	ck_assert_has(captured_err,
		      ": 0 jobs: 0 accepted, 0 refused, 0 unusable\n");
	ck_assert_has(captured_err, "cannot read jobs (Is a directory)\n");
	free(text);
	free(list);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("batch");
	TCase *tc = tcase(suite, "batch");

	tcase_add_checked_fixture(tc, set_up, clean_up);
	tcase_add_loop_test(tc, each_is_answered, 0, 4);
	tcase_add_test(tc, writers_wait);
	tcase_add_test(tc, long_lines);
	tcase_add_test(tc, large_lines_wait);
	tcase_add_test(tc, no_memory);
	tcase_add_test(tc, references_expire);
	tcase_add_test(tc, exit_status);
	return run_tests(suite);
}
