// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The words for every error: a table, searched from the top.  The first row
 * that fits the errno, the operation and the stage, and whose cause can be
 * found, is the explanation.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include "internal.h"

#define AT_ARGS		(1u << KEXEC_LOAD_ARGS)
#define AT_KERNEL	(1u << KEXEC_LOAD_KERNEL)
#define AT_SIGNATURE	(1u << KEXEC_LOAD_SIGNATURE)
#define AT_INITRD	(1u << KEXEC_LOAD_INITRD)
#define AT_CMDLINE	(1u << KEXEC_LOAD_CMDLINE)
#define AT_IMAGE	(1u << KEXEC_LOAD_IMAGE)
#define AT_MEASURE	(1u << KEXEC_LOAD_MEASURE)
#define AT_FILE		(AT_KERNEL | AT_INITRD)
#define ANYWHERE	(~0u)

#define LOADS		(KX_LOAD | KX_LOAD_JOINED)
#define CALL		(LOADS | KX_UNLOAD)

#define RECORD_RULE	"\"measure func=CRITICAL_DATA label=kexec_file_load2\""

#define DMESG		"; dmesg may say more"
#define DMESG_AUDIT	"; dmesg and the audit log may say more"

/*
 * In a text, these are replaced:
 *	%e	the errno in words
 *	%w	at which stage
 *	%c	length of the command line
 *	%f	flags of the load
 *	%l	name of the sysctl that limits loads of this kind
 *	%h	half of the memory
 *	%r	release of the running kernel
 *	%t	size of all parts together
 */
struct row {
	int err;
	unsigned int ops;	/* of enum kx_op */
	unsigned int stages;	/* AT_* */
	bool (*found)(const struct kx_error *error);	/* NULL: always */
	const char *cause;
	const char *advice;
};

static const struct row table[] = {
	/* Not permitted */
	{ EPERM, CALL, AT_ARGS, kx_in_user_namespace,
	  "not permitted in a user namespace such as a container's",
	  "run this on the host" },
	{ EPERM, CALL, AT_ARGS, kx_lacks_capability,
	  "not permitted, as this process lacks the capability CAP_SYS_BOOT",
	  "run it as root" },
	{ EPERM, CALL, AT_ARGS, kx_is_switched_off,
	  "kexec is switched off (sysctl kernel.kexec_load_disabled is 1), which only a reboot undoes",
	  "reboot without that setting" },
	{ EPERM, CALL, AT_ARGS, kx_limit_is_used_up,
	  "no more loads are permitted (sysctl %l is 0), which only a reboot undoes",
	  "reboot to load again" },
	{ EPERM, CALL, AT_ARGS, kx_is_locked_down,
	  "not permitted while the kernel is locked down",
	  "see /sys/kernel/security/lockdown and load a signed kernel" DMESG },
	{ EPERM, LOADS, AT_SIGNATURE, kx_is_locked_down,
	  "the kernel is locked down, and this image has no signature that it trusts",
	  "load a signed kernel" DMESG },
	{ EPERM, LOADS, AT_SIGNATURE, NULL,
	  "this image has no signature that the kernel trusts",
	  "load a signed kernel" DMESG },
	{ EPERM, LOADS, AT_FILE, NULL,
	  "a security module refuses this file (LoadPin wants all on one read-only file system)",
	  "move it to where the policy permits it" DMESG_AUDIT },
	{ EPERM, CALL, AT_ARGS, kx_has_seccomp_filter,
	  "not permitted, probably by the seccomp filter of a container or service",
	  "run this outside of it" },
	{ EPERM, CALL, AT_ARGS, NULL,
	  "not permitted, for a reason that /proc and /sys do not show",
	  "look for a security module" DMESG_AUDIT },

	/* Refused by policy */
	{ EACCES, KX_LOAD_JOINED, ANYWHERE, NULL,
	  "IMA appraisal or another security module refuses this kernel image or its initramfs, which has no signature when its parts are joined",
	  "sign the kernel image as the policy asks, and load the parts with kexec_file_load2" DMESG_AUDIT },
	{ EACCES, KX_OPEN, ANYWHERE, NULL,
	  "no permission to read this file",
	  "run as root, or correct the permissions of the file and its directories" },
	{ EACCES, LOADS, AT_FILE, kx_has_ima,
	  "IMA appraisal or another security module refuses this file",
	  "sign it as the IMA policy asks (evmctl ima_sign) and keep it on a file system with extended attributes" DMESG_AUDIT },
	{ EACCES, LOADS, AT_FILE, NULL,
	  "a security module refuses this file (IMA appraisal, SELinux or IPE)",
	  "make it satisfy the policy" DMESG_AUDIT },
	{ EACCES, CALL, ANYWHERE, NULL,
	  "a security module refuses this %w",
	  "change its policy" DMESG_AUDIT },

	/* Not in this kernel */
	{ ENOSYS, KX_LOAD, AT_ARGS, kx_has_seccomp_filter,
	  "the running kernel (%r) has no kexec_file_load2 system call, or the seccomp filter of a container hides it",
	  "run this on the host, on a kernel with CONFIG_KEXEC_FILE_LOAD2" },
	{ ENOSYS, KX_LOAD, AT_ARGS, NULL,
	  "the running kernel (%r) has no kexec_file_load2 system call",
	  "boot one that is built with CONFIG_KEXEC_FILE_LOAD2" },
	{ ENOSYS, KX_UNLOAD | KX_LOAD_JOINED, ANYWHERE, NULL,
	  "the running kernel (%r) has no kexec_file_load system call",
	  "boot one that is built with CONFIG_KEXEC_FILE" },

	/* Arguments */
	{ E2BIG, KX_LOAD, AT_ARGS | AT_INITRD, NULL,
	  "the running kernel (%r) is too old for what this program asks of kexec_file_load2",
	  "use a newer kernel or an older program" },
	{ EINVAL, KX_LOAD, AT_ARGS, kx_is_part,
	  "the running kernel (%r) does not accept the label or flags of this part",
	  "use a kernel that knows them" },
	{ EINVAL, LOADS, AT_ARGS, kx_flags_contradict,
	  "KEXEC_FILE_NO_INITRAMFS is set although there are parts",
	  "clear the flag or leave out the parts" },
	{ EINVAL, KX_LOAD, AT_ARGS, kx_requires_measure,
	  "the running kernel (%r) does not accept the arguments, most often as it does not know the flag that requires a record by IMA (KEXEC_FILE2_REQUIRE_MEASURE, flags %f)",
	  "use a kernel that knows it, or load without requiring the record" DMESG },
	{ EINVAL, KX_LOAD, AT_ARGS, NULL,
	  "the running kernel (%r) does not accept the arguments, most often a flag that it does not know (flags %f)",
	  "leave that flag out" DMESG },
	{ EINVAL, KX_UNLOAD, ANYWHERE, NULL,
	  "the running kernel (%r) cannot unload such an image",
	  "it may lack CONFIG_CRASH_DUMP" DMESG },
	{ EBUSY, CALL, AT_ARGS, NULL,
	  "another load or unload, or the start of an image, is under way",
	  "try again when it is done" },
	{ EFAULT, CALL, AT_ARGS, NULL,
	  "the kernel cannot read the arguments or write its report",
	  "this is a defect of the calling program, report it" },
	{ EFAULT, KX_LOAD, AT_CMDLINE, NULL,
	  "the kernel cannot read it from memory",
	  "this is a defect of the calling program, report it" },
	{ EFAULT, KX_LOAD, AT_INITRD, NULL,
	  "the kernel cannot read the list of parts from memory",
	  "this is a defect of the calling program, report it" },

	{ EINVAL, KX_LOAD_JOINED, AT_IMAGE, NULL,
	  "the running kernel (%r) does not accept this image, most often as the command line (%c bytes) is too long for it, or as it does not know a flag (flags %f)",
	  "shorten the one or leave out the other" DMESG },
	{ ETXTBSY, KX_LOAD_JOINED, AT_KERNEL, kx_is_one_part,
	  "this file, or the only part of its initramfs, is open for writing",
	  "wait until both are complete, or find the writer with \"fuser -v\"" },
	{ EFBIG, KX_LOAD_JOINED, AT_KERNEL, NULL,
	  "this file, or its joined initramfs (%t), is too large for the running kernel (%r)",
	  "load fewer or smaller parts" },

	/* Files */
	{ ENOENT, KX_OPEN, ANYWHERE, NULL,
	  "there is no such file",
	  "check the name" },
	{ ENOTDIR, KX_OPEN, ANYWHERE, NULL,
	  "a part of this path is not a directory",
	  "check the name" },
	{ ELOOP, KX_OPEN, ANYWHERE, NULL,
	  "too many symbolic links lead to this file",
	  "check where they point" },
	{ EMFILE, KX_OPEN, ANYWHERE, NULL,
	  "this process has too many open files",
	  "close some or raise the limit (ulimit -n)" },
	{ ENFILE, KX_OPEN, ANYWHERE, NULL,
	  "the system has too many open files",
	  "raise the sysctl fs.file-max" },
	{ ENOMEM, KX_OPEN, ANYWHERE, NULL,
	  "there is no memory to open this file",
	  "free some and try again" },
	{ EBADF, KX_OPEN, ANYWHERE, NULL,
	  "this is not an open file descriptor",
	  "open the file first" },
	{ EAGAIN, KX_OPEN, ANYWHERE, NULL,
	  "another program holds a lease on this file",
	  "try again, or end that program" },
	{ ENXIO, KX_OPEN, ANYWHERE, NULL,
	  "this is a socket or a device that is not there",
	  "name a regular file" },
	{ EBADF, LOADS, AT_FILE, kx_is_unreadable_fd,
	  "the descriptor is not open for reading",
	  "open the file with O_RDONLY, without O_PATH" },
	{ EBADF, LOADS, AT_FILE, NULL,
	  "the descriptor is not open any more",
	  "do not close descriptors of the library" },
	{ EINVAL, LOADS, AT_FILE, kx_is_directory,
	  "this is a directory",
	  "name a regular file" },
	{ EINVAL, LOADS, AT_FILE, kx_is_not_regular,
	  "this is not a regular file",
	  "copy its content to one and load that" },
	{ EINVAL, LOADS, AT_FILE, kx_is_empty,
	  "this file is empty, or one of /proc or /sys",
	  "name a regular file with content" },
	{ EINVAL, LOADS, AT_FILE, kx_is_direct,
	  "this file is open with O_DIRECT, which cannot read to where a part must go",
	  "open it without" },
	{ EINVAL, LOADS, AT_INITRD, kx_is_part,
	  "the kernel cannot use this as a part of the initramfs, which must be a regular file that is not empty",
	  "check the file" DMESG },
	{ EINVAL, LOADS, AT_INITRD, NULL,
	  "the kernel does not accept these parts",
	  "check that there are at most 256, each a regular file that is not empty" DMESG },
	{ EINVAL, LOADS, AT_KERNEL, NULL,
	  "the kernel cannot use this as a kernel image, which must be a regular file that is not empty",
	  "check the file" DMESG },
	{ ETXTBSY, LOADS, AT_FILE, kx_is_writable_fd,
	  "the descriptor is open for writing",
	  "open the file with O_RDONLY" },
	{ ETXTBSY, LOADS, AT_FILE, NULL,
	  "this file is open for writing",
	  "wait until it is complete, or find the writer with \"fuser -v\"" },
	{ EFBIG, LOADS, AT_INITRD, kx_is_part,
	  "too large, as all parts together (%t) must stay below 4 GiB",
	  "make the parts smaller" },
	{ EFBIG, LOADS, AT_INITRD, NULL,
	  "too large, as the joined parts (%t) must stay below 4 GiB",
	  "load fewer or smaller parts" },
	{ EFBIG, LOADS, AT_KERNEL, NULL,
	  "this file is too large for a kernel image",
	  "check that it is one" },
	{ EIO, LOADS, AT_FILE, NULL,
	  "this file could not be read to its end, as it shrank meanwhile or its disk fails",
	  "check the file and try again" DMESG },
	{ ENOEXEC, LOADS, AT_KERNEL, NULL,
	  "this is not a kernel image that the running kernel (%r) can load",
	  "check that it is one for this architecture, not packed in another format" DMESG },

	/* Signatures */
	{ ENODATA, LOADS, AT_SIGNATURE, NULL,
	  "this image is not signed",
	  "load a signed kernel" DMESG },
	{ ELIBBAD, LOADS, AT_SIGNATURE, NULL,
	  "this image is damaged or not in the signed format (PE)",
	  "install it anew" DMESG },
	{ EKEYREJECTED, LOADS, AT_SIGNATURE, NULL,
	  "the signature is wrong, its key is revoked, or the running kernel (%r) cannot verify signatures of this format",
	  "install the image anew or load one that is signed with another key" DMESG },
	{ ENOPKG, LOADS, AT_SIGNATURE, NULL,
	  "the signature needs a hash or cipher that the running kernel (%r) lacks",
	  "sign with another, or enable it in the kernel" DMESG },
	{ ENOKEY, LOADS, AT_SIGNATURE, NULL,
	  "the running kernel (%r) does not trust the key of the signature",
	  "enroll the key (see /proc/keys for the trusted ones)" DMESG },
	{ EBADMSG, LOADS, AT_SIGNATURE, NULL,
	  "the signature is damaged and cannot be parsed",
	  "install the image anew" DMESG },
	{ EMSGSIZE, LOADS, AT_SIGNATURE, NULL,
	  "the signature is truncated or of the wrong length",
	  "install the image anew" DMESG },
	{ ENOPKG, LOADS, AT_INITRD, NULL,
	  "the signature appended to this file is of a kind that the kernel does not know",
	  "sign it anew" DMESG },
	{ EBADMSG, LOADS, AT_INITRD, NULL,
	  "the signature appended to this file is damaged",
	  "sign it anew" DMESG },

	/* Records */
	{ EPROTO, CALL, ANYWHERE, kx_has_no_tpm,
	  "it must be recorded, and IMA has found no TPM in this boot",
	  "boot a machine whose TPM works, or without kexec_records=required" DMESG },
	{ EPROTO, CALL, ANYWHERE, kx_tpm_has_failed,
	  "it must be recorded, and the TPM has failed to take an entry of IMA's list, so that nothing can be proven until the next boot",
	  "reset the machine by its firmware" DMESG },
	{ EPROTO, CALL, ANYWHERE, kx_wants_records,
	  "it must be recorded, and a record could not be made, or the image cannot carry IMA's list to the next kernel",
	  "look at the room that \"kexec2 status\" tells of" DMESG },
	{ EPROTO, KX_UNLOAD, ANYWHERE, NULL,
	  "this unload must be recorded, and no record of it was made, so the image stays",
	  "see \"kexec2 features\" for the rules of the IMA policy" DMESG },
	{ EPROTO, KX_LOAD_JOINED, ANYWHERE, NULL,
	  "this load must be recorded, and no record of it was made",
	  "add the rule " RECORD_RULE " to the IMA policy" DMESG },
	{ EPROTO, KX_LOAD, AT_MEASURE, kx_has_ima,
	  "a record by IMA is required, and IMA has made none, most often as its policy does not ask for it",
	  "add the rule " RECORD_RULE " to the IMA policy" DMESG },
	{ EPROTO, KX_LOAD, AT_MEASURE, NULL,
	  "a record by IMA is required, and IMA has made none, nor is it to be seen in /sys/kernel/security",
	  "use a kernel with CONFIG_IMA and the rule " RECORD_RULE " in its IMA policy" DMESG },

	/* Memory and placing */
	{ ENOMEM, KX_UNLOAD, ANYWHERE, NULL,
	  "there is no memory to unload it",
	  "free some and try again" },
	{ ENOMEM, LOADS, AT_ARGS, NULL,
	  "there is no memory for the list of parts",
	  "free some and try again" },
	{ ENOMEM, LOADS, AT_KERNEL, NULL,
	  "there is no memory to read the kernel image",
	  "free some and try again" },
	{ ENOMEM, LOADS, AT_SIGNATURE, NULL,
	  "there is no memory to verify the signature",
	  "free some and try again" },
	{ ENOMEM, LOADS, AT_INITRD, NULL,
	  "there is no memory for the parts (%t together, at most half of the memory, %h, can be used)",
	  "free some or load less" },
	{ ENOMEM, LOADS, AT_CMDLINE, NULL,
	  "there is no memory for it",
	  "shorten it (%c bytes) or free some" },
	{ ENOMEM, LOADS, AT_IMAGE, kx_nothing_reserved,
	  "no memory is reserved for a crash image",
	  "boot with crashkernel=256M or more" },
	{ ENOMEM, LOADS, AT_IMAGE, kx_is_crash,
	  "the image does not fit in the memory reserved for it",
	  "boot with a larger crashkernel=" DMESG },
	{ ENOMEM, LOADS, AT_IMAGE, NULL,
	  "there is no memory for the image (parts of %t)",
	  "free some or load less" DMESG },
	{ EADDRNOTAVAIL, LOADS, AT_IMAGE, kx_nothing_reserved,
	  "no memory is reserved for a crash image, so there is no place for it",
	  "boot with crashkernel=256M or more" },
	{ EADDRNOTAVAIL, LOADS, AT_IMAGE, kx_is_crash,
	  "the memory reserved for a crash image has no place for it",
	  "boot with a larger crashkernel=" DMESG },
	{ EADDRNOTAVAIL, LOADS, AT_IMAGE, NULL,
	  "no free range of addresses is large enough for the image (parts of %t)",
	  "load less" DMESG },
	{ EINVAL, LOADS, AT_CMDLINE, NULL,
	  "the kernel does not accept it",
	  "shorten it (%c bytes)" DMESG },
	{ EINVAL, LOADS, AT_IMAGE, NULL,
	  "the image cannot be prepared, most often as the command line (%c bytes) is too long for it",
	  "shorten that" DMESG },
	{ ENOEXEC, LOADS, AT_IMAGE, NULL,
	  "the image cannot be prepared, as the running kernel (%r) cannot relocate its own start code",
	  "try another kernel" DMESG },
};

static const char *const doing[] = {
	[KEXEC_LOAD_DONE]	= "after the load",
	[KEXEC_LOAD_ARGS]	= "while checking the arguments",
	[KEXEC_LOAD_KERNEL]	= "while reading the kernel image",
	[KEXEC_LOAD_SIGNATURE]	= "while verifying the signature of the kernel",
	[KEXEC_LOAD_INITRD]	= "while reading the initramfs",
	[KEXEC_LOAD_CMDLINE]	= "while reading the command line",
	[KEXEC_LOAD_IMAGE]	= "while preparing the image",
	[KEXEC_LOAD_MEASURE]	= "while recording the load",
};

/* What no row fits: seldom or never seen. */
static const struct row open_fallback = {
	.cause = "cannot be opened (%e)",
	.advice = "check the file",
};

static const struct row call_fallback = {
	.cause = "%e %w",
	.advice = "try again, and report it if it stays" DMESG,
};

static const struct row *find_row(const struct kx_error *error)
{
	unsigned int stage = 0;
	size_t i;

	if (error->stage < KX_ARRAY_SIZE(doing))
		stage = 1u << error->stage;

	for (i = 0; i < KX_ARRAY_SIZE(table); i++) {
		const struct row *row = &table[i];

		if (row->err != error->err || !(row->ops & error->op) ||
		    (row->stages != ANYWHERE && !(row->stages & stage)))
			continue;
		if (!row->found || row->found(error))
			return row;
	}
	return error->op == KX_OPEN ? &open_fallback : &call_fallback;
}

static void put_size(FILE *out, off_t size)
{
	char *text = kx_format_size(size);

	fputs(text ? text : "?", out);
	free(text);
}

static void put_stage(FILE *out, const struct kx_error *error)
{
	if (error->op == KX_UNLOAD)
		fputs("while unloading", out);
	else if (error->op == KX_LOAD_JOINED && error->initrd < 0)
		fputs("while loading", out);
	else if (error->stage < KX_ARRAY_SIZE(doing))
		fputs(doing[error->stage], out);
	else
		fprintf(out, "at stage %u", error->stage);
}

static void put_value(FILE *out, char what, const struct kx_error *error)
{
	const struct kexec2 *kx = error->kx;
	struct utsname uts;
	struct sysinfo info;

	switch (what) {
	case 'e':
		/* unlike strerror(), safe in several threads */
		errno = error->err;
		fprintf(out, "%m");
		break;
	case 'w':
		put_stage(out, error);
		break;
	case 'c':
		fprintf(out, "%zu", kx->cmdline_size);
		break;
	case 'f':
		fprintf(out, "%#llx", (unsigned long long)kx->flags);
		break;
	case 'l':
		fprintf(out, "kernel.kexec_load_limit_%s",
			kx_is_crash(error) ? "panic" : "reboot");
		break;
	case 'h':
		if (sysinfo(&info) == 0)
			put_size(out, (off_t)((unsigned long long)info.totalram
					      * info.mem_unit / 2));
		break;
	case 'r':
		if (uname(&uts) == 0)
			fputs(uts.release, out);
		break;
	case 't':
		put_size(out, kx_parts_size(kx));
		break;
	}
}

/* To be freed; NULL if out of memory. */
static char *fill_in(const char *text, const struct kx_error *error)
{
	char *filled = NULL;
	size_t size;
	FILE *out = open_memstream(&filled, &size);
	bool bad;

	if (!out)
		return NULL;
	for (; *text; text++) {
		if (*text == '%')
			put_value(out, *++text, error);
		else
			putc(*text, out);
	}
	bad = ferror(out);
	if (fclose(out) != 0 || bad) {
		free(filled);
		return NULL;
	}
	return filled;
}

/* Remember the failure with its explanation; returns the negative errno. */
int kx_explain(struct kexec2 *kx, const struct kx_error *error)
{
	const struct row *row = find_row(error);
	char *subject = kx_subject(error);
	char *cause = fill_in(row->cause, error);
	char *advice = fill_in(row->advice, error);
	int ret;

	ret = kx_fail(kx, -error->err, error->stage, error->initrd,
		      "%s: %s; %s", subject ? subject : "the image",
		      cause ? cause : "no memory to say what failed",
		      advice ? advice : "free some and try again");
	free(subject);
	free(cause);
	free(advice);
	return ret;
}
