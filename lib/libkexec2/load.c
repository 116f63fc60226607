// SPDX-License-Identifier: LGPL-2.1-or-later
/* From the handle to the arguments of the system call, and back. */
#include <errno.h>
#include <string.h>

#include "internal.h"

/* A value that no kernel writes: tells whether the report was written. */
#define NOT_REPORTED	UINT32_MAX

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
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_ARGS, -1,
			       "there is no kernel to load; choose one with kexec2_set_kernel_path()");

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
