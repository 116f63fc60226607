// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * fail-nth SERIES [FILE]: make one call again and again, the first time with
 * its first allocation or user copy failing, then with its second, and so on
 * until the call has no more of them.  After each call, the image that was
 * loaded before is intact or rightly replaced, no lock is held, and the records
 * tell what has happened.
 *
 * With 256 parts it is each 29th that fails: what is done for one part is done for
 * the others.
 *
 * Needs debugfs, a crash kernel's memory, and a rule for the records.  FILE is
 * the part in the middle for "modsig", and the file to write to for "write",
 * which is there to see that a bug is found.
 *
 * The last line says how many of the calls failed, and how many did not
 * although something in them had.  Exits with 1 when something is wrong.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "crafted.h"

#define CRASH_SIZE	"/sys/kernel/kexec_crash_size"
#define LOADED		"/sys/kernel/kexec_loaded"
#define CRASH_LOADED	"/sys/kernel/kexec_crash_loaded"
#define LIST		"/sys/kernel/security/ima/binary_runtime_measurements"
#define LIST_MAX	(8 << 20)
#define RAW_AT		0x2000000UL
#define CMDLINE		"console=ttyS0"
#define N_MAX		20000		/* in case it has no end */
#define STEP_MANY	29		/* of n, with more parts than a few */

enum kind { LOAD, UNLOAD, VERIFY, OLD, OLD_UNLOAD, RAW, RAW_UNLOAD, WRITE };

static const struct series {
	const char *name;
	enum kind kind;
	unsigned int parts;
	bool crash;
} all_series[] = {
	{ "one", LOAD, 1, false },
	{ "three", LOAD, 3, false },
	{ "modsig", LOAD, 3, false },
	{ "parts", LOAD, KEXEC_INITRD_MAX, false },
	{ "crash", LOAD, 3, true },
	{ "unload", UNLOAD, 0, false },
	{ "crash-unload", UNLOAD, 0, true },
	{ "verify", VERIFY, 0, false },
	{ "old", OLD, 1, false },
	{ "old-crash", OLD, 1, true },
	{ "old-unload", OLD_UNLOAD, 0, false },
	{ "raw", RAW, 0, false },
	{ "raw-unload", RAW_UNLOAD, 0, false },
	{ "write", WRITE, 0, false },
};

static const struct series *series;
static const char *file;
static int kernel, nth_fd, kmsg;
static unsigned int nth;
static struct kexec_initrd base_part, parts[KEXEC_INITRD_MAX];
static struct kexec_load_report report;

/* What the records tell, and the list. */
static struct state {
	struct records now;
	unsigned int commits, loads;
	unsigned long commit_seq, load_seq;
} before;

static void __attribute__((noreturn, format(printf, 1, 2)))
wrong(const char *format, ...)
{
	va_list args;

	printf("%s: n=%u: ", series->name, nth);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	exit(1);
}

static long load_parts(struct kexec_initrd *array, unsigned int nr, bool crash)
{
	struct kexec_file_load2_args args = {
		.flags = crash ? KEXEC_FILE_ON_CRASH : 0,
		.kernel_fd = kernel,
		.initrds = (unsigned long)array,
		.nr_initrds = nr,
		.initrd_size = sizeof(*array),
		.cmdline = (unsigned long)CMDLINE,
		.cmdline_size = sizeof(CMDLINE),
		.report = (unsigned long)&report,
		.report_size = sizeof(report),
	};

	report = (struct kexec_load_report){ .stage = -1U, .initrd = -1 };
	return load2(&args);
}

static long write_file(void)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	long ret;

	if (fd < 0)
		return -errno;
	ret = write(fd, "1", 1) == 1 ? 0 : -errno;
	close(fd);
	return ret;
}

static long call(void)
{
	unsigned long flags = series->crash ? KEXEC_FILE_ON_CRASH : 0;

	switch (series->kind) {
	case LOAD:
		return load_parts(parts, series->parts, series->crash);
	case UNLOAD:
		return unload2(flags);
	case VERIFY:
		return verify2(flags);
	case OLD:
		return load_old(kernel, parts[0].fd, CMDLINE, flags);
	case OLD_UNLOAD:
		return load_old(-1, -1, "", flags | KEXEC_FILE_UNLOAD);
	case RAW:
		return load_raw(RAW_AT, 0);
	case RAW_UNLOAD:
		return load_raw(0, 0);
	case WRITE:
		return write_file();
	}
	return 0;
}

/*
 * Make the call with its nth chance to fail taken.  True if it had that many;
 * reading the file tells, but what is left over may fail that, too.
 */
static bool call_failing(long *ret)
{
	char text[16] = "";

	snprintf(text, sizeof(text), "%u", nth);
	if (write(nth_fd, text, strlen(text)) < 0)
		err(2, "fail-nth");
	*ret = call();

	memset(text, 0, sizeof(text));
	if (pread(nth_fd, text, sizeof(text) - 1, 0) < 0 && errno != EFAULT)
		err(2, "fail-nth");
	if (!strcmp(text, "0\n"))
		return true;
	for (int i = 0; i < 3; i++)
		if (write(nth_fd, "0", 1) == 1)
			return false;
	err(2, "fail-nth");
}

static void get_state(struct state *s)
{
	static char *list;
	size_t size = read_all(LIST, &list);

	if (size > LIST_MAX)
		wrong("the list has become too long for one boot");
	read_records(&s->now);
	s->commits = count_entries(list, size, "kexec-commit", &s->commit_seq);
	s->loads = count_entries(list, size, "kexec-load", &s->load_seq);
}

/* Has the kernel said so since it was asked last? */
static bool logged(const char *words)
{
	char line[1024];
	bool found = false;
	ssize_t len;

	while ((len = read(kmsg, line, sizeof(line) - 1)) > 0 ||
	       (len < 0 && errno == EPIPE)) {
		if (len < 0)
			continue;
		line[len] = '\0';
		found |= !!strstr(line, words);
	}
	return found;
}

static void check_image(const char *path, const struct loaded *l,
			unsigned long long flags, bool raw)
{
	long ret = verify2(flags), want = 0;

	if (!l->seq)
		want = -ENOENT;
	else if (raw)
		want = -ENODATA;
	if (ret != want)
		wrong("verifying %s: %s, not %s", path,
		      strerrorname_np(-ret) ?: "0",
		      strerrorname_np(-want) ?: "0");
	if (read_long(path) != !!l->seq)
		wrong("%s is not what the records tell", path);
	if (l->seq && !l->recorded)
		wrong("%s: it is not recorded", path);
}

/* What the call has left behind, and whether it can have. */
static void check(const struct state *after, long ret)
{
	bool extend = logged("a TPM extend has failed");
	const struct loaded *was, *is, *other_was, *other_is;
	bool raw = series->kind == RAW && !ret;

	if (read_long(CRASH_SIZE) == -EBUSY)
		wrong("the kexec lock is held");
	check_image(LOADED, &after->now.image, 0, raw);
	check_image(CRASH_LOADED, &after->now.crash, KEXEC_FILE_ON_CRASH, false);

	was = series->crash ? &before.now.crash : &before.now.image;
	is = series->crash ? &after->now.crash : &after->now.image;
	other_was = series->crash ? &before.now.image : &before.now.crash;
	other_is = series->crash ? &after->now.image : &after->now.crash;
	if (other_is->seq != other_was->seq)
		wrong("the image of the other kind has changed");

	if (ret || series->kind == VERIFY || series->kind == WRITE) {
		/* Placing a crash image can cost the one before. */
		if (is->seq != was->seq && (!series->crash || is->seq))
			wrong("%s, and the image has changed",
			      strerrorname_np(-ret) ?: "0");
		/* Or an extend failed: the list is no evidence any more. */
		if ((after->commits != before.commits ||
		     after->loads != before.loads) && !extend)
			wrong("%s, and the list has a record of a load",
			      strerrorname_np(-ret) ?: "0");
		if (ret && series->kind == LOAD &&
		    report.stage != -1U &&
		    (report.stage < KEXEC_LOAD_ARGS ||
		     report.stage > KEXEC_LOAD_MEASURE))
			wrong("the report names stage %u", report.stage);
		return;
	}

	switch (series->kind) {
	case LOAD:
	case OLD:
		if (after->commits != before.commits + 1 ||
		    after->commit_seq != is->seq || is->seq <= was->seq)
			wrong("the load is not recorded");
		break;
	case RAW:
		if (after->loads != before.loads + 1 ||
		    after->load_seq != is->seq || is->seq <= was->seq)
			wrong("the load is not recorded");
		break;
	default:
		if (is->seq)
			wrong("an image is left");
	}
}

/*
 * Load what there was before, if the call took it away, or if this is the first:
 * what another series has left is not known.
 */
static void restore(void)
{
	static bool known;
	bool gone = !known || read_long(LOADED) != 1 || series->kind == RAW;
	bool crash_gone = read_long(CRASH_LOADED) != 1;
	long ret = gone ? load_parts(&base_part, 1, false) : 0;

	if (!ret && crash_gone)
		ret = load_parts(&base_part, 1, true);
	if (ret)
		wrong("an ordinary load fails: %s", strerrorname_np(-ret));
	if (gone || crash_gone)
		get_state(&before);
	known = true;
}

/* One call; false if it came to its end before its nth chance to fail. */
static bool try(long *ret)
{
	struct state after = { 0 };
	bool failed;

	restore();
	logged("");
	failed = call_failing(ret);
	get_state(&after);
	check(&after, *ret);
	before = after;
	return failed;
}

static unsigned int refused, tolerated;

static bool count(long *ret)
{
	bool failed = try(ret);

	if (failed && *ret)
		refused++;
	else if (failed)
		tolerated++;
	return failed;
}

static void exhaust(unsigned int step)
{
	long ret;

	for (nth = 1; count(&ret); nth += step)
		if (nth > N_MAX)
			wrong("there is no end");
	if (ret)
		wrong("the last call fails without a reason: %s",
		      strerrorname_np(-ret));
}

static void set_knobs(void)
{
	static const char *const knobs[][2] = {
		{ "failslab/ignore-gfp-wait", "N" },
		{ "fail_page_alloc/ignore-gfp-wait", "N" },
		{ "fail_page_alloc/ignore-gfp-highmem", "N" },
		{ "fail_page_alloc/min-order", "0" },
		{ "failslab/verbose", "0" },
		{ "fail_page_alloc/verbose", "0" },
		{ "fail_usercopy/verbose", "0" },
	};
	char path[64];

	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/debug/%s",
			 knobs[i][0]);
		write_text(path, knobs[i][1]);
	}
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(all_series) / sizeof(all_series[0]); i++)
		if (argc > 1 && !strcmp(argv[1], all_series[i].name))
			series = &all_series[i];
	if (!series)
		errx(2, "usage: fail-nth SERIES [FILE]");
	file = argv[2];

	set_knobs();
	kernel = crafted_kernel();
	crafted_parts(&base_part, 1);
	crafted_parts(parts, series->parts);
	if (series->parts && file) {
		parts[1].fd = open(file, O_RDONLY | O_CLOEXEC);
		if (parts[1].fd < 0)
			err(2, "%s", file);
	}
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (nth_fd < 0 || kmsg < 0)
		err(2, "fail-nth, kmsg");

	exhaust(series->parts == KEXEC_INITRD_MAX ? STEP_MANY : 1);
	if (!refused)
		wrong("no call has failed");
	printf("%s: %u calls failed, %u did not although something in them had, the last is %u\n",
	       series->name, refused, tolerated, nth);
	return 0;
}
