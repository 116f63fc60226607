// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Verify lists of many machines, as "kexec2 verify" does it, but all in a process
 * for each processor, which reads what is known once:
 *
 *	verify-many COUNT KNOWN {LIST PCR}...
 *
 * The files are taken in turn, and read anew each time.  Prints how many seconds
 * it took; fails if a list is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "evidence/verify.h"

static struct rules rules;
static struct known known;
static struct verify_input input = { .known = &known, .rules = &rules };

static char *content(const char *path, size_t *size)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t got;

	*size = 0;
	while (file && (text = realloc(text, *size + 65536)) &&
	       (got = fread(text + *size, 1, 65536, file)) > 0)
		*size += got;
	if (!file || !text || ferror(file)) {
		perror(path);
		exit(2);
	}
	fclose(file);
	return text;
}

static void fail(const char *path, const struct reason *reason)
{
	fprintf(stderr, "%s: %s\n", path, reason->text);
	exit(2);
}

static void verify_one(const char *const *paths)
{
	struct pcr_values *values = &input.evidence.values;
	struct verdict verdict = { 0 };
	struct reason reason;
	struct list list;
	size_t size;
	char *text = content(paths[1], &size);

	memset(values, 0, sizeof(*values));
	if (pcr_parse(values, (struct bytes){ (uint8_t *)text, size }, -1,
		      &reason))
		fail(paths[1], &reason);
	if (list_read(&list, paths, 1, &reason) ||
	    verify_list(&list, &input, &verdict, &reason))
		fail(paths[0], &reason);
	if (!verdict.accepted) {
		fprintf(stderr, "%s is refused\n", paths[0]);
		exit(1);
	}
	verdict_free(&verdict);
	list_free(&list);
	free(text);
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 4 ? strtoul(argv[1], NULL, 10) : 0, i;
	long n = sysconf(_SC_NPROCESSORS_ONLN), child;
	size_t machines = argc > 4 ? (size_t)(argc - 3) / 2 : 0, size;
	struct timespec begin, end;
	struct reason reason;
	int status, failed = 0;
	char *text;

	if (!count || !machines) {
		fputs("usage: verify-many COUNT KNOWN {LIST PCR}...\n", stderr);
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &begin);
	rules = RULES_INIT;
	text = content(argv[2], &size);
	if (known_parse(&known, (struct bytes){ (uint8_t *)text, size },
			&reason) ||
	    known_finish(&known, &reason))
		fail(argv[2], &reason);
	free(text);
	for (child = 0; child < n; child++) {
		if (fork() != 0)
			continue;
		for (i = (unsigned long)child; i < count;
		     i += (unsigned long)n)
			verify_one((const char *const *)argv + 3 +
				   2 * (i % machines));
		exit(0);
	}
	while (wait(&status) > 0)
		failed |= status;
	clock_gettime(CLOCK_MONOTONIC, &end);
	known_free(&known);
	printf("%.3f\n", (double)(end.tv_sec - begin.tv_sec) +
	       (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
	return failed != 0;
}
