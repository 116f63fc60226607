// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec-now - jump into the loaded kernel, at once and with no tool's help
 *
 * What `kexec -e` does after it has run the shutdown scripts.  Returns only on
 * failure, with ENOSYS or EINVAL where no image is loaded.
 */
#include <linux/reboot.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	sync();
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		LINUX_REBOOT_CMD_KEXEC, NULL);
	perror("kexec-now");
	return 1;
}
