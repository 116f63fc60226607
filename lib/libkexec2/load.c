// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* From the handle to the arguments of the system call, and back. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

/* A value that no kernel writes: tells whether the report was written. */
#define NOT_REPORTED	UINT32_MAX

#define NO_KERNEL	"there is no kernel to load; choose one with kexec2_set_kernel_path()"

static __u64 pointer(const void *p)
{
	return (__u64)(uintptr_t)p;
}

static int explain_load(struct kexec2 *kx, int err,
			const struct kexec_load_report *report)
{
	struct kx_error error = {
		.kx = kx,
		.op = KX_LOAD,
		.err = -err,
		.stage = report->stage,
		.initrd = report->initrd,
	};

	/* ENOSYS, or it could not even read the arguments. */
	if (error.stage == NOT_REPORTED || error.stage == KEXEC_LOAD_DONE)
		error.stage = KEXEC_LOAD_ARGS;
	if (error.initrd < 0 || error.initrd >= (int)kx->nr_parts)
		error.initrd = -1;

	if (error.initrd >= 0)
		error.file = &kx->parts[error.initrd].file;
	else if (error.stage != KEXEC_LOAD_INITRD)
		error.file = &kx->kernel;
	return kx_explain(kx, &error);
}

KX_PUBLIC int kexec2_load(struct kexec2 *kx)
{
	struct kexec_initrd initrds[KEXEC_INITRD_MAX];
	struct kexec_load_report report = {
		.stage = NOT_REPORTED,
		.initrd = -1,
	};
	struct kexec_file_load2_args args = {
		.flags = kx->flags,
		.kernel_fd = kx->kernel.fd,
		.nr_initrds = kx->nr_parts,
		.initrd_size = sizeof(initrds[0]),
		.report_size = sizeof(report),
		.cmdline = pointer(kx->cmdline),
		.cmdline_size = kx->cmdline_size,
		.report = pointer(&report),
	};
	unsigned int i;
	int ret;

	if (kx->kernel.fd < 0)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_ARGS, -1, NO_KERNEL);

	for (i = 0; i < kx->nr_parts; i++) {
		initrds[i] = (struct kexec_initrd){
			.fd = kx->parts[i].file.fd,
		};
		memcpy(initrds[i].label, kx->parts[i].label,
		       sizeof(initrds[i].label));
	}
	if (kx->nr_parts)
		args.initrds = pointer(initrds);
	else
		args.flags |= KEXEC_FILE_NO_INITRAMFS;

	ret = kexec_file_load2(&args, sizeof(args), 0);
	if (ret < 0)
		return explain_load(kx, ret, &report);
	return kx_succeed(kx);
}

/* kexec_file_load(2) does not report how far it came. */
static unsigned int guess_stage(int err)
{
	switch (err) {
	case EBADF:
	case EFBIG:
	case EIO:
	case ENOEXEC:
	case ETXTBSY:
		return KEXEC_LOAD_KERNEL;
	case EBADMSG:
	case EKEYREJECTED:
	case ELIBBAD:
	case EMSGSIZE:
	case ENODATA:
	case ENOKEY:
	case ENOPKG:
		return KEXEC_LOAD_SIGNATURE;
	case EADDRNOTAVAIL:
	case EINVAL:
	case ENOMEM:
		return KEXEC_LOAD_IMAGE;
	default:
		return KEXEC_LOAD_ARGS;
	}
}

static int explain_joined(struct kexec2 *kx, int err, unsigned int stage,
			  int initrd)
{
	return kx_explain(kx, &(struct kx_error){
		.kx = kx,
		.op = KX_LOAD_JOINED,
		.err = -err,
		.stage = stage,
		.initrd = initrd,
		.file = initrd >= 0 ? &kx->parts[initrd].file :
			stage == KEXEC_LOAD_INITRD ? NULL : &kx->kernel,
	});
}

/* A file that is given to the call as it is: -EINVAL would not tell much. */
static int check_file(struct kexec2 *kx, int fd, unsigned int stage, int initrd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return explain_joined(kx, -errno, stage, initrd);
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return explain_joined(kx, -EINVAL, stage, initrd);
	return 0;
}

/* What the call would not notice, or not be able to tell. */
static int check_joined(struct kexec2 *kx)
{
	int err;

	if (kx->kernel.fd < 0)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_ARGS, -1, NO_KERNEL);
	if (kx->flags & KEXEC_FILE2_REQUIRE_MEASURE)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_ARGS, -1,
			       "a record by IMA is required (KEXEC_FILE2_REQUIRE_MEASURE), but kexec_file_load cannot require one; load without the flag, or with kexec2_load()");
	if (kx->nr_parts && (kx->flags & KEXEC_FILE_NO_INITRAMFS))
		return explain_joined(kx, -EINVAL, KEXEC_LOAD_ARGS, -1);
	err = check_file(kx, kx->kernel.fd, KEXEC_LOAD_KERNEL, -1);
	if (!err && kx->nr_parts == 1)
		err = check_file(kx, kx->parts[0].file.fd, KEXEC_LOAD_INITRD,
				 0);
	return err;
}

KX_PUBLIC int kexec2_load_joined(struct kexec2 *kx)
{
	unsigned long flags = (unsigned long)kx->flags;
	int joined = -1, part = -1, ret;

	ret = check_joined(kx);
	if (ret)
		return ret;
	if (kx->nr_parts > 1) {
		joined = kx_join(kx, &part);
		if (joined < 0)
			return explain_joined(kx, joined, KEXEC_LOAD_INITRD,
					      part);
	}
	if (!kx->nr_parts)
		flags |= KEXEC_FILE_NO_INITRAMFS;

	/* One part needs no joining, and IMA then sees the file itself. */
	ret = kx_sys_kexec_file_load(kx->kernel.fd, kx->nr_parts == 1 ?
				     kx->parts[0].file.fd : joined,
				     kx->cmdline_size, kx->cmdline, flags);
	if (joined >= 0)
		close(joined);
	if (ret < 0)
		return explain_joined(kx, ret, guess_stage(-ret), -1);
	return kx_succeed(kx);
}

KX_PUBLIC int kexec2_unload(struct kexec2 *kx)
{
	int ret = kx_sys_kexec_file_unload(kx->flags & KEXEC_FILE_ON_CRASH);

	if (ret < 0) {
		return kx_explain(kx, &(struct kx_error){
			.kx = kx,
			.op = KX_UNLOAD,
			.err = -ret,
			.stage = KEXEC_LOAD_ARGS,
			.initrd = -1,
		});
	}
	return kx_succeed(kx);
}
