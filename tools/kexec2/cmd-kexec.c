// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* kexec2 kexec: the command line of kexec-tools */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dropin/dropin.h"
#include "kexec2.h"

static int kexec_unload(const struct kexec_request *request)
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

static int kexec_start(bool take_interfaces_down)
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
static int kexec_shutdown(void)
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

static int show_status(bool crash)
{
	int loaded = kexec2_is_loaded(NULL, crash ? KEXEC_FILE_ON_CRASH : 0);

	return loaded < 0 ? KEXEC_FAILED : loaded ? KEXEC_LOADED : KEXEC_OK;
}

static int carry_out(const struct kexec_request *request)
{
	int status = KEXEC_OK;

	if (request->status)
		return show_status(request->crash);
	if (request->unload)
		status = kexec_unload(request);
	if (!status && request->load)
		status = load_kexec_request(request);
	if (status)
		return status;
	/* Without /sys, as in an initramfs, the kernel is to say it. */
	if ((request->shutdown || request->exec) && kexec2_is_loaded(NULL, 0) == 0) {
		complain("no kernel is loaded; load one first");
		return KEXEC_DIED;
	}
	if (request->shutdown)
		return kexec_shutdown();
	if (request->sync)
		sync();
	return request->exec ? kexec_start(request->ifdown) : KEXEC_OK;
}

int kexec_main(int argc, char **argv)
{
	struct kexec_request request;
	int status;

	if (parse_kexec_request(argc, argv, KEXEC_THIS_ARCH, &request, &status))
		status = carry_out(&request);
	free_kexec_request(&request);
	return status;
}
