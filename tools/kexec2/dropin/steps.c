// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the drop-in does besides loading. */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dropin/dropin.h"
#include "kexec2.h"

/* In bytes; 0 also where the kernel has no crash images or /sys is missing. */
uint64_t crash_memory_size(void)
{
	char line[32];

	if (read_line("/sys/kernel/kexec_crash_size", line, sizeof(line)))
		return 0;
	return strtoull(line, NULL, 10);
}

int kexec_unload(const struct kexec_request *request)
{
	int status = KEXEC_OK;
	struct kexec2 *kx;
	int err;

	if (kexec2_new(&kx))
		out_of_memory();
	err = kexec2_unload(kx, request->crash ? KEXEC_FILE_ON_CRASH : 0);
	if (err) {
		complain("%s (%s)", kexec2_failure(kx, NULL, NULL),
			 strerror(-err));
		status = err == -ENOSYS && request->file_only ? KEXEC_NO_CALL :
								KEXEC_FAILED;
	}
	kexec2_unref(kx);
	return status;
}

static bool may_boot(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, data) < 0)
		return true;	/* for the kernel to say */
	return data[CAP_TO_INDEX(CAP_SYS_BOOT)].effective &
	       CAP_TO_MASK(CAP_SYS_BOOT);
}

int kexec_start(bool take_interfaces_down)
{
	int err = -EPERM;

	/* A call that is going to be refused must not cost the network. */
	if (may_boot()) {
		if (take_interfaces_down)
			interfaces_down();
		err = kexec2_exec(NULL);
		if (err == 0)
			return KEXEC_OK;	/* it jumped back */
	}
	complain("the loaded kernel could not be started (%s); %s",
		 strerror(-err), err == -EPERM ?
		 "run this as root, outside of containers" :
		 "dmesg may say more");
	return KEXEC_FAILED;
}

/* init starts the loaded kernel at the end of a reboot. */
int kexec_shutdown(void)
{
	static const char *const paths[] = {
		"/sbin/shutdown", "/usr/sbin/shutdown", "/bin/shutdown",
	};
	static char name[] = "shutdown", reboot_option[] = "-r", now[] = "now";
	char *const argv[] = { name, reboot_option, now, NULL };
	int err = ENOENT;
	size_t i;

	fflush(NULL);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		execv(paths[i], argv);
		if (errno != ENOENT)
			err = errno;
	}
	complain("shutdown: cannot be run (%s); the kernel is loaded, reboot or run \"kexec2 exec\"",
		 strerror(err));
	return KEXEC_FAILED;
}
