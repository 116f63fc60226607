// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Start the loaded kernel, and tell how long it took until its init ran.
 *
 *	downtime FILE		keep the time in FILE, and start the kernel
 *	rdinit=/downtime	put the time into DOWNTIME_NOW, and be /init
 *
 * The time stamp counter goes on across a kexec, and with QEMU's icount it
 * counts instructions.
 */
#include <linux/reboot.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <x86intrin.h>

int main(int argc, char **argv)
{
	unsigned long long now = __rdtsc();
	char text[32];
	FILE *file;

	if (getpid() == 1) {
		snprintf(text, sizeof(text), "%llu", now);
		setenv("DOWNTIME_NOW", text, 1);
		execl("/init", "/init", NULL);
		return 1;
	}
	file = argc == 2 ? fopen(argv[1], "w") : NULL;
	if (!file)
		return 2;
	sync();
	/* Writing a line takes some thousand instructions. */
	fprintf(file, "%llu\n", __rdtsc());
	if (fclose(file))
		return 1;
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		LINUX_REBOOT_CMD_KEXEC, NULL);
	perror("downtime");
	return 1;
}
