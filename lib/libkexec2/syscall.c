// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The system calls, with -errno for an error and nothing else added. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

KX_PUBLIC int kexec_file_load2(const struct kexec_file_load2_args *args,
			       size_t size, unsigned int flags)
{
	long ret = syscall(__NR_kexec_file_load2, args, size, flags);

	return ret < 0 ? -errno : (int)ret;
}

KX_PUBLIC int kexec2_abi_version(void)
{
	return kexec_file_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI);
}

int kx_sys_kexec_file_load(int kernel_fd, int initrd_fd,
			   unsigned long cmdline_size, const char *cmdline,
			   unsigned long flags)
{
#ifdef __NR_kexec_file_load
	long ret = syscall(__NR_kexec_file_load, kernel_fd, initrd_fd,
			   cmdline_size, cmdline, flags);

	return ret < 0 ? -errno : (int)ret;
#else
	(void)kernel_fd;
	(void)initrd_fd;
	(void)cmdline_size;
	(void)cmdline;
	(void)flags;
	return -ENOSYS;
#endif
}

int kx_sys_kexec_file_unload(unsigned long flags)
{
	return kx_sys_kexec_file_load(-1, -1, 0, NULL,
				      flags | KEXEC_FILE_UNLOAD);
}
