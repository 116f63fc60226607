/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * kexec_file_load2(2): load a kernel and an initramfs that comes in parts.
 *
 * long kexec_file_load2(const struct kexec_file_load2_args *args,
 *			 size_t size, unsigned int flags);
 *
 * See Documentation/userspace-api/kexec_file_load2.rst.
 */
#ifndef _UAPI_LINUX_KEXEC_FILE_LOAD2_H
#define _UAPI_LINUX_KEXEC_FILE_LOAD2_H

#include <linux/types.h>

/* The same number on every architecture. */
#ifndef __NR_kexec_file_load2
#define __NR_kexec_file_load2		754
#endif

/* flags of the call: (NULL, 0, KEXEC_FILE_LOAD2_ABI) returns the ABI version */
#define KEXEC_FILE_LOAD2_ABI		0x1
#define KEXEC_FILE_LOAD2_ABI_VERSION	1

/*
 * args.flags: fail with EPROTO unless IMA has recorded, as critical data with
 * the label kexec_file_load2, what is loaded and that it is loaded
 */
#define KEXEC_FILE2_REQUIRE_MEASURE	(1ULL << 32)

/*
 * args.flags: load nothing, and compare the image that is loaded, for a crash
 * with KEXEC_FILE_ON_CRASH, with what was loaded; other fields but the report
 * must be 0
 */
#define KEXEC_FILE2_VERIFY		(1ULL << 33)

/*
 * args.flags: before the image is started by reboot(2), compare it so, while
 * the system is up and once more when it is down
 */
#define KEXEC_FILE2_VERIFY_ON_REBOOT	(1ULL << 34)

#define KEXEC_INITRD_LABEL_SIZE		32	/* with the NUL */
#define KEXEC_INITRD_MAX		256

#define KEXEC_INITRD_SIZE_VER0		40	/* sizeof first published struct */
#define KEXEC_FILE_LOAD2_ARGS_SIZE_VER0	56	/* sizeof first published struct */
#define KEXEC_LOAD_REPORT_SIZE_VER0	8	/* sizeof first published struct */
#define KEXEC_LOAD_REPORT_SIZE_VER1	12	/* with segment */

/**
 * struct kexec_initrd - one part of the initramfs
 * @fd:    Regular file, open for reading and nowhere for writing, not empty.
 * @flags: Must be 0.
 * @label: What the part is, for IMA rules and records: one or more of
 *         ``[A-Za-z0-9._-]``, or the empty string for none.  NUL-terminated,
 *         and zero from the NUL on.
 */
struct kexec_initrd {
	__s32	fd;
	__u32	flags;
	char	label[KEXEC_INITRD_LABEL_SIZE];
};

/**
 * enum kexec_load_stage - where a load stopped
 * @KEXEC_LOAD_DONE:      It did not stop; the image is loaded or unloaded.
 * @KEXEC_LOAD_ARGS:      Arguments, permission, or another load under way.
 * @KEXEC_LOAD_KERNEL:    Opening, reading or recognising the kernel image.
 * @KEXEC_LOAD_SIGNATURE: Verifying the signature of the kernel image.
 * @KEXEC_LOAD_INITRD:    Opening, reading or joining the initramfs parts.
 * @KEXEC_LOAD_CMDLINE:   Reading the command line.
 * @KEXEC_LOAD_IMAGE:     Placing, preparing, digesting or verifying the image.
 * @KEXEC_LOAD_MEASURE:   Recording the load, with KEXEC_FILE2_REQUIRE_MEASURE.
 */
enum kexec_load_stage {
	KEXEC_LOAD_DONE		= 0,
	KEXEC_LOAD_ARGS		= 1,
	KEXEC_LOAD_KERNEL	= 2,
	KEXEC_LOAD_SIGNATURE	= 3,
	KEXEC_LOAD_INITRD	= 4,
	KEXEC_LOAD_CMDLINE	= 5,
	KEXEC_LOAD_IMAGE	= 6,
	KEXEC_LOAD_MEASURE	= 7,
};

/**
 * struct kexec_load_report - how far a load came
 * @stage:  enum kexec_load_stage.
 * @initrd: Index of the part that failed, or -1.
 * @segment: With KEXEC_FILE2_VERIFY and EILSEQ: index of the segment that is
 *          not as it was loaded, plus 1; 0 if it is the page list or a control
 *          page.  Otherwise 0.
 */
struct kexec_load_report {
	__u32	stage;
	__s32	initrd;
	__u32	segment;
};

/**
 * struct kexec_file_load2_args - what to load
 * @flags:        KEXEC_FILE_* of <linux/kexec.h>, and KEXEC_FILE2_*, which
 *                are of this call alone and take bits from 32 up.
 * @kernel_fd:    The kernel image, open for reading.
 * @nr_initrds:   Number of elements at @initrds, at most KEXEC_INITRD_MAX.
 * @initrds:      Array of struct kexec_initrd, in the order in which the next
 *                kernel unpacks them.
 * @initrd_size:  Size of one element: sizeof(struct kexec_initrd).
 * @report_size:  sizeof(struct kexec_load_report), or 0 for no report.
 * @cmdline:      Command line of the next kernel.
 * @cmdline_size: Its size in bytes with the terminating NUL, or 0.
 * @report:       struct kexec_load_report, written on success and on failure,
 *                or 0 for no report.
 *
 * Every field is read once.  A larger structure or element than the kernel
 * knows is accepted if the rest of it is zero.
 */
struct kexec_file_load2_args {
	__aligned_u64	flags;
	__s32		kernel_fd;
	__u32		nr_initrds;
	__aligned_u64	initrds;
	__u32		initrd_size;
	__u32		report_size;
	__aligned_u64	cmdline;
	__aligned_u64	cmdline_size;
	__aligned_u64	report;
};

#endif /* _UAPI_LINUX_KEXEC_FILE_LOAD2_H */
