// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Run a command, and write how long it took, in seconds on the clock and of CPU
 * time, and its peak memory, in KiB, to a file.
 *
 *	measure FILE COMMAND...
 *
 * The kernel counts what a process had before exec(), too, so this is small.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct rusage used;
	double begin;
	int status;
	FILE *file;
	pid_t pid;

	if (argc < 3)
		return 2;
	begin = now();
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		return 2;
	begin = now() - begin;
	file = fopen(argv[1], "w");
	if (!file)
		return 2;
	fprintf(file, "%.3f %.3f %ld\n", begin, seconds(&used.ru_utime) +
		seconds(&used.ru_stime), used.ru_maxrss);
	if (fclose(file))
		return 2;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
