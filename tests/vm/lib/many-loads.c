// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * many-loads OTHER ROUNDS: load, and at the same time do something else, over
 * and over again.  After each round both have had an outcome that they can have,
 * what is loaded is intact, and the records agree.  Prints how often each had
 * which outcome.  OTHER is one of those below; "alone" is to unload after each
 * load, and to find in the end that nothing has grown.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/kexec.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>
#include "crafted.h"

#define LOADED		"/sys/kernel/kexec_loaded"
#define CRASH_LOADED	"/sys/kernel/kexec_crash_loaded"
#define CRASH_SIZE	"/sys/kernel/kexec_crash_size"
#define CPU		"/sys/devices/system/cpu/cpu1/online"
#define KEY_BYTES	"/proc/sys/kernel/keys/root_maxbytes"
#define MEMORY		"/sys/devices/system/memory/memory*/state"
#define POLICY		"/sys/kernel/security/ima/policy"
#define POWER		"/sys/power/"
#define FLIP		"/sys/module/kexec_flip_debug/parameters/flip"
#define ENTRIES		"/sys/kernel/security/ima/runtime_measurements_count"
#define RAW_AT		0x2000000UL
#define PARTS		3
#define LARGE		(2UL << 20)
#define GROWTH_KIB	8192	/* a page of each of 10,000 loads is more */

static struct kexec_initrd parts[PARTS];
static int kernel;
static unsigned int round_nr;
static const char cmdline[] = "console=ttyS0";

static void __attribute__((noreturn, format(printf, 1, 2)))
wrong(const char *format, ...)
{
	va_list args;

	printf("round %u: ", round_nr);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	_exit(1);
}

static long load_parts(const struct kexec_initrd *initrds, unsigned int nr,
		       unsigned long long flags)
{
	struct kexec_file_load2_args args = {
		.flags = flags,
		.kernel_fd = kernel,
		.initrds = (unsigned long)initrds,
		.nr_initrds = nr,
		.initrd_size = sizeof(*initrds),
		.cmdline = (unsigned long)cmdline,
		.cmdline_size = sizeof(cmdline),
	};

	return load2(&args);
}

static long load(unsigned long long flags)
{
	return load_parts(parts, PARTS, flags);
}

static long write_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	long ret = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, word, strlen(word)) < 0)
		ret = -errno;
	close(fd);
	return ret;
}

static long write_number(const char *path, long number)
{
	char text[32];

	snprintf(text, sizeof(text), "%ld", number);
	return write_word(path, text);
}

static long other_load(void)
{
	return load(0);
}

static long other_unload(void)
{
	return unload2(0);
}

static long other_old(void)
{
	return load_old(kernel, parts[0].fd, cmdline, 0);
}

static long other_raw(void)
{
	return load_raw(RAW_AT, 0);
}

static long other_crash(void)
{
	return load(KEXEC_FILE_ON_CRASH);
}

static long other_verify(void)
{
	return verify2(0);
}

static long other_cpu(void)
{
	return write_number(CPU, round_nr & 1);
}

static long other_policy(void)
{
	char rule[100];

	snprintf(rule, sizeof(rule),
		 "measure func=KEXEC_INITRAMFS_CHECK label=race%u", round_nr);
	return write_word(POLICY, rule);
}

/* A block goes, or comes back; that kernelcore= leaves some is the guest's. */
static long other_memory(void)
{
	const char *word = round_nr & 1 ? "online" : "offline";
	glob_t blocks;
	long ret = -ENOENT;

	if (glob(MEMORY, 0, NULL, &blocks))
		return ret;
	for (size_t i = blocks.gl_pathc; ret && i--;)
		ret = write_word(blocks.gl_pathv[i], word);
	globfree(&blocks);
	return ret;
}

/* All tasks are frozen, and go on. */
static long other_suspend(void)
{
	return write_word(POWER "state", "freeze");
}

/* No key fits, or many. */
static long other_keys(void)
{
	return write_number(KEY_BYTES, round_nr & 1 ? 25000000 : 1);
}

/* Memory that a loaded crash image is in does not go. */
static long other_shrink(void)
{
	long size = read_long(CRASH_SIZE);

	if (size < 0)
		return size;
	return write_number(CRASH_SIZE, size - 4096);
}

/* The last bit of the part that load_large() has loaded; NULL if it has not. */
static char *last_bit;

static void flip_last_bit(void)
{
	long ret;

	do {
		ret = write_word(FLIP, last_bit);
	} while (ret == -EBUSY);
	if (ret)
		wrong("%s: %s", FLIP, strerrorname_np(-ret));
}

/* An image that reboot(2) reads for a while, with the kexec lock. */
static void load_large(void)
{
	static char zeros[LARGE];
	const struct kexec_initrd part = { .fd = crafted_file(zeros, LARGE) };
	long ret = load_parts(&part, 1, KEXEC_FILE2_VERIFY_ON_REBOOT);
	char *places = NULL, *line;
	unsigned int segment;
	unsigned long size;

	if (ret)
		wrong("a large part: %s", strerrorname_np(-ret));
	read_all(FLIP, &places);
	for (line = strtok(places, "\n"); line; line = strtok(NULL, "\n"))
		if (sscanf(line, "%u %lu", &segment, &size) == 2 &&
		    size >= LARGE && !strstr(line, "left out") &&
		    asprintf(&last_bit, "%u %lu 7", segment, LARGE - 1) < 0)
			err(2, "asprintf");
	if (!last_bit)
		wrong("no segment is large enough");
	free(places);
}

/* It is refused, as the image is damaged; what comes back is the one of before. */
static long other_reboot(void)
{
	long ret;

	flip_last_bit();
	ret = reboot(RB_KEXEC) ? -errno : -ENOTRECOVERABLE;
	flip_last_bit();
	return ret;
}

static const struct other {
	const char *name;
	long (*run)(void);
	unsigned long long flags;	/* of the loads beside it */
	int outcomes[4];		/* of its own, besides success and EBUSY */
} others[] = {
	{ "alone", other_unload, 0, { 0 } },
	{ "load", other_load, 0, { 0 } },
	{ "unload", other_unload, 0, { 0 } },
	{ "old", other_old, 0, { 0 } },
	{ "raw", other_raw, 0, { 0 } },
	{ "crash", other_crash, 0, { 0 } },
	{ "verify", other_verify, 0, { ENOENT, ENODATA } },
	{ "cpu", other_cpu, 0, { 0 } },
	{ "policy", other_policy, 0, { 0 } },
	{ "memory", other_memory, 0, { 0 } },
	{ "suspend", other_suspend, 0, { 0 } },
	{ "keys", other_keys, 0, { 0 } },
	{ "reboot", other_reboot, KEXEC_FILE_ON_CRASH, { EILSEQ } },
	{ "shrink", other_shrink, KEXEC_FILE_ON_CRASH, { ENOENT, EINVAL } },
};

static const struct other *other;

/* How often each outcome was there. */
struct tally {
	unsigned int good, busy, rest;
};

static void count(struct tally *t, long ret)
{
	if (!ret)
		t->good++;
	else if (ret == -EBUSY)
		t->busy++;
	else
		t->rest++;
}

static void check_load(long ret)
{
	if (!ret || ret == -EBUSY)
		return;
	/* Crash memory becomes too small in the end. */
	if (other->run == other_shrink &&
	    (ret == -EADDRNOTAVAIL || ret == -ENOMEM))
		return;
	wrong("the load: %s", strerrorname_np(-ret));
}

static void check_other(long ret)
{
	if (!ret || ret == -EBUSY)
		return;
	for (int i = 0; i < 4 && other->outcomes[i]; i++)
		if (ret == -other->outcomes[i])
			return;
	wrong("%s: %s", other->name, strerrorname_np(-ret));
}

static void check_loaded(const char *path, const struct loaded *l, long ret)
{
	if (read_long(path) != !!l->seq)
		wrong("%s is not what the records tell", path);
	if (ret && ret != -ENODATA && (l->seq || ret != -ENOENT))
		wrong("verifying %s: %s", path, strerrorname_np(-ret));
}

static void check_state(void)
{
	struct records records;

	read_records(&records);
	check_loaded(LOADED, &records.image, verify2(0));
	check_loaded(CRASH_LOADED, &records.crash,
		     verify2(KEXEC_FILE_ON_CRASH));
	if (read_long(CRASH_SIZE) == -EBUSY)
		wrong("the kexec lock is held");
}

static pthread_barrier_t barrier;
static long other_ret;

static void *run_other(void *unused)
{
	for (;;) {
		pthread_barrier_wait(&barrier);
		/* Sooner or later than what runs beside it. */
		usleep(random() % 4000);
		other_ret = other->run();
		pthread_barrier_wait(&barrier);
	}
	return unused;
}

static void race(unsigned int rounds)
{
	struct tally loads = { 0 }, beside = { 0 };
	pthread_t thread;

	if (pthread_barrier_init(&barrier, NULL, 2) ||
	    pthread_create(&thread, NULL, run_other, NULL))
		errx(2, "threads");
	for (round_nr = 0; round_nr < rounds; round_nr++) {
		long ret;

		/* With a crash image its memory would stay. */
		if (other->run == other_shrink)
			unload2(KEXEC_FILE_ON_CRASH);
		pthread_barrier_wait(&barrier);
		usleep(random() % 4000);
		ret = load(other->flags);
		pthread_barrier_wait(&barrier);
		check_load(ret);
		check_other(other_ret);
		check_state();
		count(&loads, ret);
		count(&beside, other_ret);
	}
	printf("%s: %u rounds; loads %u ok, %u busy, %u else; beside them %u ok, %u busy, %u else\n",
	       other->name, rounds, loads.good, loads.busy, loads.rest,
	       beside.good, beside.busy, beside.rest);
}

struct use {
	long kib, entries;
	unsigned int files;
};

/* Memory that is neither free nor a cache, in KiB. */
static struct use get_use(void)
{
	static const char *const free[] = {
		"MemFree:", "Cached:", "Buffers:", "SReclaimable:",
	};
	static char *text;
	struct use use = { .entries = read_long(ENTRIES) };
	DIR *dir = opendir("/proc/self/fd");

	sync();
	write_text("/proc/sys/vm/drop_caches", "3");
	sleep(3);
	read_all("/proc/meminfo", &text);
	sscanf(text, "MemTotal: %ld", &use.kib);
	for (int i = 0; i < 4; i++) {
		const char *line = strstr(text, free[i]);

		use.kib -= line ? strtol(line + strlen(free[i]), NULL, 10) : 0;
	}
	while (dir && readdir(dir))
		use.files++;
	closedir(dir);
	return use;
}

static void loads_and_unloads(unsigned int rounds)
{
	for (round_nr = 0; round_nr < rounds; round_nr++) {
		long ret = load(0);

		if (!ret && read_long(LOADED) == 1)
			ret = unload2(0);
		if (ret || read_long(LOADED))
			wrong("%s", strerrorname_np(-ret));
	}
}

/* What is allocated once is, after a tenth of the rounds. */
static void repeat(unsigned int rounds)
{
	struct use before, after;

	loads_and_unloads(rounds / 10);
	before = get_use();
	loads_and_unloads(rounds);
	after = get_use();
	printf("alone: %u rounds; %ld KiB, %ld entries, %d files more\n", rounds,
	       after.kib - before.kib, after.entries - before.entries,
	       after.files - before.files);
	if (after.kib - before.kib > GROWTH_KIB ||
	    after.entries != before.entries || after.files != before.files)
		wrong("something grows");
}

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (argc == 3 && !strcmp(argv[1], others[i].name))
			other = &others[i];
	if (!other)
		errx(2, "usage: many-loads OTHER ROUNDS");
	kernel = crafted_kernel();
	crafted_parts(parts, PARTS);
	if (other->run == other_suspend &&
	    (write_word(POWER "pm_test", "freezer") ||
	     write_word(POWER "sync_on_suspend", "0") ||
	     write_word("/sys/module/suspend/parameters/pm_test_delay", "0")))
		errx(2, "the kernel has no test of suspend");
	if (other->run == other_reboot)
		load_large();

	if (!strcmp(other->name, "alone"))
		repeat(atoi(argv[2]));
	else
		race(atoi(argv[2]));
	return 0;
}
