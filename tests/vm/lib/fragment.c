// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * fragment COMMAND [ARG...]: run the command while free memory is in blocks of
 * 32 KiB and less, so that nothing larger can be had in one piece.
 *
 * Memory is filled with the data of pipes, 32 KiB of one kind and 32 KiB of
 * another in turn, and one kind is given up.  What is left over in larger
 * blocks is taken by the tables of pipes, of 40 KiB each; a child goes on with
 * that, so that none that comes free stays.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK		(32 << 10)
#define BLOCKS		16		/* in a pipe */
#define PIPES		4000		/* of each kind, at most */
#define SLOTS		1024		/* of a table of 40 KiB */
#define LEAVE_KIB	60000

static int kept[PIPES][2], dropped[PIPES][2];

static long free_kib(void)
{
	char line[128];
	long kib = 0;
	FILE *file = fopen("/proc/meminfo", "r");

	if (!file)
		err(2, "/proc/meminfo");
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "MemFree: %ld", &kib) == 1)
			break;
	fclose(file);
	return kib;
}

/* The number of free blocks of more than 32 KiB. */
static long large_blocks(void)
{
	char line[512];
	long sum = 0;
	FILE *file = fopen("/proc/buddyinfo", "r");

	if (!file)
		err(2, "/proc/buddyinfo");
	while (fgets(line, sizeof(line), file)) {
		char *at = strstr(line, "zone");
		int order = -1;

		/* "zone", its name, and the counts by order. */
		strtok(at, " ");
		strtok(NULL, " ");
		for (at = strtok(NULL, " "); at; at = strtok(NULL, " "))
			if (++order > 3)
				sum += atol(at);
	}
	fclose(file);
	return sum;
}

static void make_pipe(int ends[2])
{
	if (pipe2(ends, O_NONBLOCK) ||
	    fcntl(ends[1], F_SETPIPE_SZ, BLOCK * BLOCKS) < 0)
		err(2, "pipe");
}

static void take_large_blocks(void)
{
	int ends[2];

	while (!pipe(ends))
		if (fcntl(ends[1], F_SETPIPE_SZ, SLOTS * 4096) < 0)
			break;
}

int main(int argc, char **argv)
{
	static char block[BLOCK];
	struct rlimit files = { 100000, 100000 };
	FILE *limit = fopen("/proc/sys/fs/pipe-max-size", "w");
	int n, status;
	pid_t eater, pid;

	if (argc < 2)
		errx(2, "usage: fragment COMMAND [ARG...]");
	if (setrlimit(RLIMIT_NOFILE, &files) || !limit ||
	    fputs("16777216", limit) < 0 || fclose(limit))
		err(2, "limits");

	for (n = 0; n < PIPES && free_kib() > LEAVE_KIB; n++) {
		make_pipe(kept[n]);
		make_pipe(dropped[n]);
		for (int i = 0; i < BLOCKS; i++)
			if (write(kept[n][1], block, BLOCK) < 0 ||
			    write(dropped[n][1], block, BLOCK) < 0)
				err(2, "write");
	}
	while (n--) {
		close(dropped[n][0]);
		close(dropped[n][1]);
	}
	take_large_blocks();

	eater = fork();
	if (!eater)
		for (nice(19); ; usleep(2000))
			take_large_blocks();
	usleep(500000);
	printf("fragmented: %ld large blocks, %ld MiB free\n", large_blocks(),
	       free_kib() >> 10);
	fflush(stdout);

	pid = fork();
	if (!pid) {
		execvp(argv[1], argv + 1);
		err(2, "%s", argv[1]);
	}
	if (eater < 0 || pid < 0 || waitpid(pid, &status, 0) != pid)
		err(2, "fork");
	/* It has thousands of pipes to close, which is not for who comes next. */
	kill(eater, SIGKILL);
	if (waitpid(eater, NULL, 0) != eater)
		err(2, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
