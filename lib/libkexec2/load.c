// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The system calls, and from the handle to them and back. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/reboot.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"

/* On an architecture without the call, syscall(-1) is -ENOSYS. */
#ifndef __NR_kexec_file_load
#define __NR_kexec_file_load	(-1)
#endif

KX_PUBLIC unsigned int kexec2_version(void)
{
	return LIBKEXEC2_VERSION;
}

KX_PUBLIC int kexec_file_load2(const struct kexec_file_load2_args *args,
			       size_t size, unsigned int flags)
{
	long ret = syscall(__NR_kexec_file_load2, args, size, flags);

	return ret < 0 ? -errno : (int)ret;
}

static int old_call(int kernel_fd, int initrd_fd, const char *cmdline,
		    uint64_t flags)
{
	return syscall(__NR_kexec_file_load, kernel_fd, initrd_fd,
		       cmdline ? strlen(cmdline) + 1 : 0, cmdline,
		       (unsigned long)flags) < 0 ? -errno : 0;
}

/*
 * A seccomp filter can kill the process for a call that it does not know.
 * Where there is one, let a child make the call first.
 *
 * Return: 0, -EACCES if the child was killed, or why there is no child.
 */
static int check_filter(void)
{
	int status;
	pid_t pid;

	if (kx_file_has("/proc/thread-self/status", "\nSeccomp:\t2") <= 0)
		return 0;
	/* As fork(), but without SIGCHLD, so that the program is not told. */
	pid = (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, NULL);
	if (pid < 0)
		return -errno;
	if (!pid) {
		syscall(__NR_kexec_file_load2, NULL, 0, KEXEC_FILE_LOAD2_ABI);
		_exit(0);
	}
	while (waitpid(pid, &status, __WALL) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFSIGNALED(status) ? -EACCES : 0;
}

KX_PUBLIC int kexec2_abi_version(void)
{
	int err = check_filter();

	return err ? err : kexec_file_load2(NULL, 0, KEXEC_FILE_LOAD2_ABI);
}

/* Begin, and refuse what the kernel need not be asked for. */
static int begin_load(struct kexec2 *kx, enum kx_op op)
{
	int err = kx_begin(kx, op, KEXEC_LOAD_ARGS, kx ? kx->flags : 0);

	if (err)
		return err;
	if (!kx->kernel_name)
		return kx_end(kx, -EINVAL, KEXEC2_NO_KERNEL);
	if ((kx->nr_initrds && (kx->flags & KEXEC_FILE_NO_INITRAMFS)) ||
	    (op == KX_JOIN && kx->flags >> 32))
		return kx_end(kx, -EINVAL, KEXEC2_BAD_FLAGS);
	return 0;
}

static int new_call(struct kexec2 *kx, struct kexec_file_load2_args *args)
{
	int err = check_filter();

	args->report = (uintptr_t)&kx->now.at;
	args->report_size = sizeof(kx->now.at);
	if (!err)
		err = kexec_file_load2(args, sizeof(*args), 0);
	/* Believe no part that there is not, and no success. */
	if (kx->now.at.initrd >= (int)kx->nr_initrds || kx->now.at.initrd < 0)
		kx->now.at.initrd = -1;
	if (kx->now.at.stage == KEXEC_LOAD_DONE)
		kx->now.at.stage = KEXEC_LOAD_ARGS;
	return kx_end(kx, err, 0);
}

KX_PUBLIC int kexec2_load(struct kexec2 *kx)
{
	struct kexec_file_load2_args args;
	int err = begin_load(kx, KX_LOAD);

	if (err)
		return err;
	args = (struct kexec_file_load2_args){
		.flags = kx->flags |
			 (kx->nr_initrds ? 0 : KEXEC_FILE_NO_INITRAMFS),
		.kernel_fd = kx->kernel_fd,
		.nr_initrds = kx->nr_initrds,
		.initrds = kx->nr_initrds ? (uintptr_t)kx->initrds : 0,
		.initrd_size = sizeof(kx->initrds[0]),
		.cmdline = (uintptr_t)kx->cmdline,
		.cmdline_size = kx->cmdline ? strlen(kx->cmdline) + 1 : 0,
	};
	return new_call(kx, &args);
}

/*
 * Length of the archive in a file of @size bytes: all of it, less a signature
 * at its end.  The checks of mod_check_sig() in kernel/module_signature.c.
 */
static off_t payload(int fd, off_t size)
{
	/* struct module_signature of the kernel, and the marker behind it */
	static const uint8_t pkcs7[8] = { [2] = 2 };
	struct {
		uint8_t type[8];
		uint32_t len;	/* big endian */
		char marker[28];
	} sig;
	off_t rest = size - (off_t)sizeof(sig), sig_len;
	ssize_t n;

	if (rest <= 0)
		return size;
	n = pread(fd, &sig, sizeof(sig), rest);
	if (n != (ssize_t)sizeof(sig))
		return n < 0 ? -errno : -EIO;
	if (memcmp(sig.marker, "~Module signature appended~\n", 28) != 0)
		return size;

	sig_len = ntohl(sig.len);
	if (sig_len >= rest)
		return -EBADMSG;
	if (memcmp(sig.type, pkcs7, sizeof(pkcs7)) != 0)
		return sig.type[2] == pkcs7[2] ? -EBADMSG : -ENOPKG;
	return rest - sig_len;
}

/*
 * Append a part to a memfd as kexec_file_load2(2) does in the kernel, in
 * kernel/kexec_request.c, which has the reasons: at a multiple of 4, behind
 * at least 4 zeros, and below 4 GiB.
 */
static int join_part(int to, int from)
{
	off_t end = lseek(to, 0, SEEK_END), done = 0, size;
	struct stat st;
	ssize_t n;

	if (end)
		end = lseek(to, (end + 4 + 3) / 4 * 4, SEEK_SET);
	if (end < 0 || fstat(from, &st) < 0)
		return -errno;
	if (!st.st_size)
		return -EIO;
	if (st.st_size >= ((off_t)4 << 30) - end)
		return -EFBIG;
	size = payload(from, st.st_size);
	if (size < 0)
		return (int)size;
	while (done < size) {
		n = sendfile(to, from, &done, (size_t)(size - done));
		if (n <= 0 && !(n < 0 && errno == EINTR))
			return n < 0 ? -errno : -EIO;
	}
	return 0;
}

/* The joined parts, in a memfd; kx->now has the part that fails. */
static int join(struct kexec2 *kx)
{
	int fd, i, err = 0;

	kx->now.at.stage = KEXEC_LOAD_INITRD;
	/* First with MFD_NOEXEC_SEAL, which is of Linux 6.3. */
	fd = memfd_create("initramfs", MFD_CLOEXEC | 0x8);
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create("initramfs", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (i = 0; !err && i < (int)kx->nr_initrds; i++) {
		kx->now.at.initrd = i;
		err = join_part(fd, kx->initrds[i].fd);
	}
	if (!err) {
		kx->now.at.initrd = -1;
		return fd;
	}
	close(fd);
	return err;
}

KX_PUBLIC int kexec2_load_joined(struct kexec2 *kx)
{
	int err = begin_load(kx, KX_JOIN), initrd = -1;
	uint64_t flags;

	if (err)
		return err;
	flags = kx->flags;
	if (!kx->nr_initrds) {
		flags |= KEXEC_FILE_NO_INITRAMFS;
	} else if (kx->nr_initrds == 1) {
		/* Needs no joining, and IMA then sees the file itself. */
		initrd = kx->initrds[0].fd;
	} else {
		initrd = join(kx);
		if (initrd < 0)
			return kx_end(kx, initrd, 0);
	}
	kx->now.at.stage = KX_NO_STAGE;
	err = old_call(kx->kernel_fd, initrd, kx->cmdline, flags);
	if (kx->nr_initrds > 1)
		close(initrd);
	return kx_end(kx, err, 0);
}

KX_PUBLIC int kexec2_load_or_join(struct kexec2 *kx)
{
	int err = kexec2_load(kx);

	if (err != -ENOSYS || kx->flags >> 32)
		return err;
	err = kexec2_load_joined(kx);
	return err ? err : 1;
}

/* For the functions that do not depend on what the handle describes. */
static int begin_other(struct kexec2 *kx, enum kx_op op, uint64_t flags)
{
	kx_begin(kx, op, KEXEC_LOAD_ARGS, flags);
	if (flags & ~(uint64_t)KEXEC_FILE_ON_CRASH)
		return kx_end(kx, -EINVAL, KEXEC2_BAD_FLAGS);
	return 0;
}

KX_PUBLIC int kexec2_unload(struct kexec2 *kx, uint64_t flags)
{
	int err = begin_other(kx, KX_UNLOAD, flags);

	if (err)
		return err;
	flags |= KEXEC_FILE_UNLOAD;
	return kx_end(kx, old_call(-1, -1, NULL, flags), 0);
}

KX_PUBLIC int kexec2_is_loaded(struct kexec2 *kx, uint64_t flags)
{
	const char *path = flags ? "/sys/kernel/kexec_crash_loaded" :
				   "/sys/kernel/kexec_loaded";
	int ret = begin_other(kx, KX_QUERY, flags);

	if (ret)
		return ret;
	ret = kx_file_has(path, "\n1\n");
	if (ret == 0 && kx_file_has(path, "\n0\n") <= 0)
		ret = -EIO;
	return kx_end(kx, ret, 0);
}

KX_PUBLIC int kexec2_verify(struct kexec2 *kx, uint64_t flags, int *segment)
{
	struct kexec_file_load2_args args = {
		.flags = flags | KEXEC_FILE2_VERIFY,
	};
	int err = kx ? begin_other(kx, KX_VERIFY, flags) : -EINVAL;

	if (!err)
		err = new_call(kx, &args);
	if (segment)
		*segment = err == -EILSEQ ? (int)kx->now.at.segment - 1 : -1;
	return err;
}

KX_PUBLIC int kexec2_exec(struct kexec2 *kx)
{
	begin_other(kx, KX_EXEC, 0);
	return kx_end(kx, reboot(LINUX_REBOOT_CMD_KEXEC) < 0 ? -errno : 0, 0);
}
