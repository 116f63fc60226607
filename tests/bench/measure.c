// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run a command, and write how long it took, in seconds, and its peak memory, in
 * KiB, to a file:
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

int main(int argc, char **argv)
{
	struct timespec start, end;
	struct rusage used;
	int status;
	FILE *file;
	pid_t pid;

	if (argc < 3 || clock_gettime(CLOCK_MONOTONIC, &start))
		return 2;
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid ||
	    clock_gettime(CLOCK_MONOTONIC, &end))
		return 2;
	file = fopen(argv[1], "w");
	if (!file)
		return 2;
	fprintf(file, "%.3f %ld\n", (double)(end.tv_sec - start.tv_sec) +
		(double)(end.tv_nsec - start.tv_nsec) / 1e9, used.ru_maxrss);
	if (fclose(file))
		return 2;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
