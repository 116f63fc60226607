// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * kexec_file_load2 system call: the arguments.
 *
 * Everything the caller names is read once and checked here, before the load
 * begins and is counted.  do_kexec_file_load() does the loading.
 */

#include <linux/build_bug.h>
#include <linux/capability.h>
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/kexec.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "kexec_internal.h"
#include "kexec_request.h"

/* Where images have no digests, these flags are not known. */
#define VERIFY_FLAGS	(IS_ENABLED(CONFIG_KEXEC_VERIFY) ?		\
			 KEXEC_FILE2_VERIFY | KEXEC_FILE2_VERIFY_ON_REBOOT : 0)

/* The structures have the size they were published with, and no holes. */
static __always_inline void build_check_abi(void)
{
	BUILD_BUG_ON(sizeof(struct kexec_initrd) != KEXEC_INITRD_SIZE_VER0);
	BUILD_BUG_ON(sizeof(struct kexec_initrd) !=
		     sizeof_field(struct kexec_initrd, fd) +
		     sizeof_field(struct kexec_initrd, flags) +
		     sizeof_field(struct kexec_initrd, label));

	BUILD_BUG_ON(sizeof(struct kexec_load_report) !=
		     KEXEC_LOAD_REPORT_SIZE_VER1);
	BUILD_BUG_ON(offsetof(struct kexec_load_report, segment) !=
		     KEXEC_LOAD_REPORT_SIZE_VER0);
	BUILD_BUG_ON(sizeof(struct kexec_load_report) !=
		     sizeof_field(struct kexec_load_report, stage) +
		     sizeof_field(struct kexec_load_report, initrd) +
		     sizeof_field(struct kexec_load_report, segment));

	BUILD_BUG_ON(sizeof(struct kexec_file_load2_args) !=
		     KEXEC_FILE_LOAD2_ARGS_SIZE_VER0);
	BUILD_BUG_ON(sizeof(struct kexec_file_load2_args) !=
		     sizeof_field(struct kexec_file_load2_args, flags) +
		     sizeof_field(struct kexec_file_load2_args, kernel_fd) +
		     sizeof_field(struct kexec_file_load2_args, nr_initrds) +
		     sizeof_field(struct kexec_file_load2_args, initrds) +
		     sizeof_field(struct kexec_file_load2_args, initrd_size) +
		     sizeof_field(struct kexec_file_load2_args, report_size) +
		     sizeof_field(struct kexec_file_load2_args, cmdline) +
		     sizeof_field(struct kexec_file_load2_args, cmdline_size) +
		     sizeof_field(struct kexec_file_load2_args, report));
}

/* Sizes that callers state: none was ever smaller, none needs a page. */
static int check_struct_size(size_t size, size_t size_ver0)
{
	if (size < size_ver0)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	return 0;
}

static int report_to_user(const struct kexec_file_load2_args *args,
			  const struct kexec_load_report *report)
{
	void __user *to = u64_to_user_ptr(args->report);
	size_t size = min_t(size_t, args->report_size, sizeof(*report));

	if (!args->report || !args->report_size)
		return 0;

	if (copy_to_user(to, report, size) ||
	    clear_user(to + size, args->report_size - size))
		return -EFAULT;
	return 0;
}

static bool label_ok(const char label[KEXEC_INITRD_LABEL_SIZE])
{
	size_t len = strnlen(label, KEXEC_INITRD_LABEL_SIZE);

	if (len == KEXEC_INITRD_LABEL_SIZE ||
	    memchr_inv(label + len, 0, KEXEC_INITRD_LABEL_SIZE - len))
		return false;

	/* isalnum() knows Latin-1, a label is ASCII. */
	while (len--) {
		if (!isascii(label[len]) ||
		    (!isalnum(label[len]) && !strchr("._-", label[len])))
			return false;
	}

	return true;
}

/* Copy and check the elements of the array, not yet the files they name. */
static int copy_initrds(const struct kexec_file_load2_args *args,
			struct kexec_request *req)
{
	const void __user *from = u64_to_user_ptr(args->initrds);
	struct kexec_initrd initrd;
	int ret;

	ret = check_struct_size(args->initrd_size, KEXEC_INITRD_SIZE_VER0);
	if (ret)
		return ret;

	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		req->report.initrd = i;
		ret = copy_struct_from_user(&initrd, sizeof(initrd),
					    from + (size_t)i * args->initrd_size,
					    args->initrd_size);
		if (ret)
			return ret;

		if (initrd.flags || !label_ok(initrd.label))
			return -EINVAL;

		req->initrds[i].fd = initrd.fd;
		memcpy(req->initrds[i].label, initrd.label,
		       sizeof(initrd.label));
	}

	req->report.initrd = -1;
	return 0;
}

/* Nothing is loaded, and nothing may say what. */
static int check_verify_args(const struct kexec_file_load2_args *args)
{
	if (args->flags & ~(KEXEC_FILE2_VERIFY | KEXEC_FILE_ON_CRASH) ||
	    args->kernel_fd || args->nr_initrds || args->initrds ||
	    args->initrd_size || args->cmdline || args->cmdline_size)
		return -EINVAL;
	return 0;
}

static int check_args(const struct kexec_file_load2_args *args)
{
	/* kexec_load_permitted() says so again, and counts. */
	if (!capable(CAP_SYS_BOOT))
		return -EPERM;

	if (args->flags & ~(KEXEC_FILE_FLAGS | KEXEC_FILE2_REQUIRE_MEASURE |
			    VERIFY_FLAGS))
		return -EINVAL;

	if (args->flags & KEXEC_FILE2_VERIFY)
		return check_verify_args(args);

	/* A crash kernel is started with no time to lose. */
	if (args->flags & KEXEC_FILE2_VERIFY_ON_REBOOT &&
	    args->flags & (KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH))
		return -EINVAL;

	/* As in kexec_file_load(2), unloading ignores what would be loaded. */
	if (args->flags & KEXEC_FILE_UNLOAD)
		return 0;

	if (args->nr_initrds > KEXEC_INITRD_MAX)
		return -EINVAL;

	if (args->nr_initrds && (args->flags & KEXEC_FILE_NO_INITRAMFS))
		return -EINVAL;

	return 0;
}

/* Take all steps that need the caller's memory and descriptors. */
static int resolve(const struct kexec_file_load2_args *args,
		   struct kexec_request *req)
{
	int ret;

	if (req->nr_initrds) {
		ret = copy_initrds(args, req);
		if (ret)
			return ret;
	}

	ret = kexec_request_open_kernel(req);
	if (ret)
		return ret;

	ret = kexec_request_open_initrds(req);
	if (ret)
		return ret;

	ret = kexec_request_copy_cmdline(req);
	if (ret)
		return ret;

	kexec_request_readahead(req);
	return 0;
}

static int resolve_and_load(const struct kexec_file_load2_args *args,
			    struct kexec_request *req)
{
	int ret;

	kexec_request_enter(req, KEXEC_LOAD_ARGS);
	if (!(args->flags & KEXEC_FILE_UNLOAD)) {
		ret = resolve(args, req);
		if (ret)
			return ret;
	}

	ret = kexec_load_begin(req);
	if (ret)
		return ret;

	if (kexec_load_permitted(args->flags & KEXEC_FILE_ON_CRASH ?
				 KEXEC_TYPE_CRASH : KEXEC_TYPE_DEFAULT))
		ret = do_kexec_file_load(req);
	else
		ret = -EPERM;

	kexec_load_end(req);
	return ret;
}

static int verify(const struct kexec_file_load2_args *args,
		  struct kexec_request *req)
{
	/* Without crash dumps, there is no image for them. */
	if (args->flags & KEXEC_FILE_ON_CRASH && req->type != KEXEC_TYPE_CRASH)
		return -ENOENT;
	return kexec_load_verify(req);
}

static int load2(const struct kexec_file_load2_args *args,
		 struct kexec_load_report *report)
{
	struct kexec_initrd_part *parts __free(kvfree) = NULL;
	struct kexec_request req = {
		.flags		= args->flags,
		.type		= kexec_request_type(args->flags &
						     KEXEC_FILE_ON_CRASH),
		.unload		= args->flags & KEXEC_FILE_UNLOAD,
		.kernel_fd	= args->kernel_fd,
		.cmdline_ptr	= u64_to_user_ptr(args->cmdline),
		.cmdline_len	= min_t(u64, args->cmdline_size, ULONG_MAX),
	};
	int ret;

	ret = check_args(args);
	if (ret)
		return ret;

	if (args->nr_initrds && !(args->flags & KEXEC_FILE_UNLOAD)) {
		parts = kvcalloc(args->nr_initrds, sizeof(*parts),
				 GFP_KERNEL_ACCOUNT);
		if (!parts)
			return -ENOMEM;
		req.initrds = parts;
		req.nr_initrds = args->nr_initrds;
	}

	if (args->flags & KEXEC_FILE2_VERIFY)
		ret = verify(args, &req);
	else
		ret = resolve_and_load(args, &req);
	kexec_request_release(&req);
	*report = req.report;
	return ret;
}

/**
 * sys_kexec_file_load2 - Load a kernel and an initramfs in parts
 * @uargs: Pointer to &struct kexec_file_load2_args.
 * @size:  Size of the structure that @uargs points to.
 * @flags: 0, or %KEXEC_FILE_LOAD2_ABI.
 *
 * Each part of the initramfs is a file of its own to the LSMs and to IMA.
 * They are joined in kernel memory, in the order of the array.
 *
 * With @flags %KEXEC_FILE_LOAD2_ABI, and then @uargs NULL and @size 0, the
 * call returns the version of its interface.  That needs no privilege.
 *
 * With %KEXEC_FILE2_VERIFY nothing is loaded: the image that is in place is
 * compared with what was loaded.  That is allowed where loading is disabled.
 *
 * A failed call leaves the image that was loaded before.  The exception is a
 * crash image, when placing the new one fails in the reserved memory that both
 * need: that takes a lack of memory, or a record that cannot be made.  The
 * report names the stage that failed and the part, if it was one.
 *
 * Return: 0, the version of the interface, or:
 *
 * - %EPERM: no CAP_SYS_BOOT in the initial user namespace; loading is
 *   disabled, its limit is reached, or the kernel is locked down and the
 *   image is not signed;
 * - %EFAULT: a pointer is bad; nothing has changed;
 * - %E2BIG: a structure is larger than a page, or larger than known with a
 *   rest that is not zero;
 * - %EINVAL: a structure is smaller than its first version, an unknown flag,
 *   more than %KEXEC_INITRD_MAX parts, a bad label, a command line without
 *   NUL or too long for the image, parts together with
 *   %KEXEC_FILE_NO_INITRAMFS, a file that is not regular or is empty, or a
 *   part that is open for direct I/O; %KEXEC_FILE2_VERIFY with anything but
 *   %KEXEC_FILE_ON_CRASH, or %KEXEC_FILE2_VERIFY_ON_REBOOT with that;
 * - %EBADF: a descriptor is not open for reading;
 * - %ETXTBSY: a file is open for writing when the call opens or reads it;
 * - %EFBIG: a file, or all parts joined, do not stay below 4 GiB;
 * - %ENOEXEC: the kernel image is of no known format;
 * - %EACCES: IMA appraisal, or another LSM, refuses a file;
 * - %ENODATA, %ELIBBAD, %EKEYREJECTED, %ENOPKG, %ENOKEY, %EBADMSG,
 *   %EMSGSIZE: the signature of the kernel image is required and missing, or
 *   not valid; %ENOPKG and %EBADMSG also for a part that ends in a damaged
 *   signature;
 * - %EBUSY: another load or unload, or the boot of an image, is under way;
 * - %EIO: the size of a part changed before it was read, or fs-verity was
 *   enabled for it;
 * - %EPROTO: the load or unload cannot be recorded, and the IMA policy, the
 *   system or %KEXEC_FILE2_REQUIRE_MEASURE asks for that;
 * - %ENOMEM: no memory; or the parts do not fit into half of it, or not twice
 *   into what is free;
 * - %EADDRNOTAVAIL: no place for the image in memory.
 *
 * With %KEXEC_FILE2_VERIFY:
 *
 * - %EILSEQ: the image is not as it was loaded; the report names the segment;
 * - %ENOENT: no image is loaded;
 * - %ENODATA: there are no digests of the image, as it was loaded by
 *   kexec_load(2), or it is not mapped;
 * - %EINTR: a fatal signal.
 */
SYSCALL_DEFINE3(kexec_file_load2,
		const struct kexec_file_load2_args __user *, uargs,
		size_t, size, unsigned int, flags)
{
	struct kexec_load_report report = {
		.stage	= KEXEC_LOAD_ARGS,
		.initrd	= -1,
	};
	struct kexec_file_load2_args args;
	int ret;

	build_check_abi();

	if (flags) {
		if (flags != KEXEC_FILE_LOAD2_ABI || uargs || size)
			return -EINVAL;
		return KEXEC_FILE_LOAD2_ABI_VERSION;
	}

	ret = check_struct_size(size, KEXEC_FILE_LOAD2_ARGS_SIZE_VER0);
	if (ret)
		return ret;
	ret = copy_struct_from_user(&args, sizeof(args), uargs, size);
	if (ret)
		return ret;

	if (args.report && args.report_size) {
		ret = check_struct_size(args.report_size,
					KEXEC_LOAD_REPORT_SIZE_VER0);
		if (ret)
			return ret;
	}

	/* A report that cannot be written fails before anything changes. */
	ret = report_to_user(&args, &report);
	if (ret)
		return ret;

	ret = load2(&args, &report);
	if (!ret) {
		report.stage = KEXEC_LOAD_DONE;
		report.initrd = -1;
	}

	/*
	 * The image is loaded or is not, whether or not the caller has taken
	 * away the memory that was there before.
	 */
	(void)report_to_user(&args, &report);
	return ret;
}
