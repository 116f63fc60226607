// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Time kexec_file_load(2) of a joined initramfs against kexec_file_load2(2) of
 * its parts, in pairs, and print the median of the ratios.
 *
 * usage: load-pairs [--fresh] KERNEL DIRECTORY MEBIBYTES PAIRS PARTS...
 *
 * The files are made in DIRECTORY: MEBIBYTES of data that does not compress,
 * as one file and as PARTS files with the label "part".  Which call comes first
 * changes from pair to pair.  With --fresh each load is of files that IMA has
 * not seen.  The memory that a load takes, at most, is that of one more load of
 * each kind, which a thread watches; an image is in place before and after it.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <linux/kexec_file_load2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

static const char cmdline[] = "console=ttyS0";
static struct kexec_initrd parts[KEXEC_INITRD_MAX];
static const char *dir;
static size_t size;
static int joined = -1;
static bool fresh;

static int make_file(const char *name, size_t left)
{
	static uint64_t block[8192], state = 0x9e3779b97f4a7c15;
	char *path;
	int fd;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		err(1, "asprintf");
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		err(1, "%s", path);

	while (left) {
		size_t len = left < sizeof(block) ? left : sizeof(block);

		for (size_t i = 0; i < sizeof(block) / sizeof(*block); i++) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			block[i] = state;
		}
		if (write(fd, block, len) != (ssize_t)len)
			err(1, "write %s", path);
		left -= len;
	}
	close(fd);

	/* A file that is open for writing is not loaded. */
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || unlink(path))
		err(1, "%s", path);
	free(path);
	return fd;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static void make_joined(void)
{
	if (joined >= 0)
		close(joined);
	joined = make_file("joined", size);
}

static void make_parts(int nr)
{
	char name[32];

	for (int i = 0; i < KEXEC_INITRD_MAX && parts[i].fd > 0; i++)
		close(parts[i].fd);
	memset(parts, 0, sizeof(parts));
	for (int i = 0; i < nr; i++) {
		snprintf(name, sizeof(name), "part%d", i);
		parts[i].fd = make_file(name, size / nr);
		strcpy(parts[i].label, "part");
	}
}

static void call_joined(int kernel)
{
	if (syscall(SYS_kexec_file_load, kernel, joined, sizeof(cmdline),
		    cmdline, 0))
		err(1, "kexec_file_load");
}

static void call_parts(int kernel, int nr)
{
	struct kexec_file_load2_args args = {
		.kernel_fd	= kernel,
		.nr_initrds	= nr,
		.initrds	= (uintptr_t)parts,
		.initrd_size	= sizeof(*parts),
		.cmdline	= (uintptr_t)cmdline,
		.cmdline_size	= sizeof(cmdline),
	};

	if (syscall(__NR_kexec_file_load2, &args, sizeof(args), 0))
		err(1, "kexec_file_load2");
}

static double load_joined(int kernel)
{
	double start;

	if (fresh)
		make_joined();
	start = now();
	call_joined(kernel);
	return now() - start;
}

static double load_parts(int kernel, int nr)
{
	double start;

	if (fresh)
		make_parts(nr);
	start = now();
	call_parts(kernel, nr);
	return now() - start;
}

/* In bytes. */
static double free_memory(void)
{
	char text[512] = "";
	unsigned long kib;
	char *line;
	int fd;

	fd = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		err(1, "/proc/meminfo");
	close(fd);
	line = strstr(text, "MemFree:");
	if (!line || sscanf(line, "MemFree: %lu", &kib) != 1)
		errx(1, "/proc/meminfo has no MemFree");
	return kib * 1024.0;
}

static atomic_bool watching;

static void *watch(void *arg)
{
	double *least = arg, now;

	while (watching) {
		now = free_memory();
		if (now < *least)
			*least = now;
		usleep(500);
	}
	return NULL;
}

/* The memory that a load takes at most, as a multiple of the initramfs. */
static double peak(int kernel, int nr)
{
	double before, least;
	pthread_t thread;

	/* What is made anew for the load is not the load's. */
	if (fresh) {
		make_joined();
		make_parts(nr ? nr : 1);
	}
	before = free_memory();
	least = before;
	watching = true;
	if (pthread_create(&thread, NULL, watch, &least))
		errx(1, "cannot start a thread");
	if (nr)
		call_parts(kernel, nr);
	else
		call_joined(kernel);
	watching = false;
	pthread_join(thread, NULL);
	return (before - least) / size;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	qsort(v, n, sizeof(*v), compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void run(int kernel, int pairs, int nr)
{
	double old[pairs], new[pairs], ratio[pairs], middle;

	make_joined();
	make_parts(nr);
	load_joined(kernel);
	load_parts(kernel, nr);
	for (int i = 0; i < pairs; i++) {
		if (i % 2)
			new[i] = load_parts(kernel, nr);
		old[i] = load_joined(kernel);
		if (i % 2 == 0)
			new[i] = load_parts(kernel, nr);
		ratio[i] = new[i] / old[i];
	}

	/* It sorts them: the first is then the least. */
	middle = median(ratio, pairs);
	printf("%5d %10.3f %10.3f %7.3f  %.3f .. %.3f", nr,
	       median(old, pairs), median(new, pairs), middle, ratio[0],
	       ratio[pairs - 1]);
	if (get_nprocs() > 1)
		printf(" %9.2f %9.2f", peak(kernel, 0), peak(kernel, nr));
	putchar('\n');
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int kernel, nr, pairs;

	if (argc > 1 && !strcmp(argv[1], "--fresh")) {
		fresh = true;
		argv++;
		argc--;
	}
	if (argc < 6)
		errx(2, "usage: load-pairs [--fresh] KERNEL DIRECTORY MEBIBYTES PAIRS PARTS...");
	kernel = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (kernel < 0)
		err(1, "%s", argv[1]);
	dir = argv[2];
	size = strtoul(argv[3], NULL, 10) << 20;
	pairs = atoi(argv[4]);

	printf("parts    join, s   parts, s   ratio  of %2d pairs   ", pairs);
	puts(get_nprocs() > 1 ? "peak: join     parts" : "");
	for (int i = 5; i < argc; i++) {
		nr = atoi(argv[i]);
		if (nr < 1 || nr > KEXEC_INITRD_MAX)
			errx(2, "%s: not a number of parts", argv[i]);
		run(kernel, pairs, nr);
	}
	return 0;
}
