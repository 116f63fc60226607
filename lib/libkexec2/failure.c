// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Failures and their explanations, which are rows of one table. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "internal.h"

#define ARGS		(1u << KEXEC_LOAD_ARGS)
#define KERNEL		(1u << KEXEC_LOAD_KERNEL)
#define SIGNATURE	(1u << KEXEC_LOAD_SIGNATURE)
#define INITRD		(1u << KEXEC_LOAD_INITRD)
#define IMAGE		(1u << KEXEC_LOAD_IMAGE)
#define FILES		(KERNEL | INITRD)
#define ANY		UINT32_MAX

#define LOADS		(KX_LOAD | KX_JOIN)
#define NEW		(KX_LOAD | KX_VERIFY)
#define CHANGES		(LOADS | KX_UNLOAD)
#define CALLS		(CHANGES | KX_EXEC | KX_VERIFY)

/* Clues that files of the system hold: a path, and how a line begins. */
#define PROC(name, line) IN_FILE, "/proc/" name, "\n" line
#define SYS(name, line)	IN_FILE, "/sys/kernel/" name, "\n" line
#define USER_NS		NOT_IN_FILE, "/proc/self/uid_map", \
			"\n         0          0 4294967295\n"
#define SECCOMP		PROC("thread-self/status", "Seccomp:\t2")
#define SWITCHED_OFF	PROC("sys/kernel/kexec_load_disabled", "1\n")
#define UNRESERVED	CRASH, "/sys/kernel/kexec_crash_size", "\n0\n"
#define LOCKDOWN	SYS("security/lockdown", "none")
#define NO_IMA		NO_FILE, "/sys/kernel/security/ima", ""
#define RECORDS(line)	SYS("security/ima/kexec_records", line)
/* ... and others */
#define IF(clue)	clue, NULL, NULL

#define DMESG		"; dmesg may say more"
#define AUDIT		"; dmesg and the audit log may say more"
#define NEEDED		"a record by IMA is required, but "
#define RULE		"\"measure func=CRITICAL_DATA label=kexec_file_load2\""

/*
 * The first row that has the errno, operation and stage of a failure, and whose
 * clue is found, explains it.  In the words, these are replaced:
 *	%e  the errno in words		%l  the label
 *	%f  the flags			%r  release of the running kernel
 */
static const struct row {
	int err;		/* 0: the library refuses, because of @cause */
	unsigned int ops;	/* of enum kx_op */
	unsigned int stages;
	enum {
		ALWAYS, IN_FILE, NOT_IN_FILE, NO_FILE, NO_CAPABILITY, LIMITED,
		CRASH, PART,
	} clue;
	const char *path, *line;
	enum kexec2_cause cause;
	const char *words;
} rows[] = {
	/* The library refuses */
	{ 0, LOADS, ANY, IF(ALWAYS), KEXEC2_NO_KERNEL,
	  "no kernel was set; call kexec2_set_kernel_path() first" },
	{ 0, KX_SET, ANY, IF(ALWAYS), KEXEC2_BAD_ARGUMENT,
	  "missing file name; name a file" },
	{ 0, KX_SET, ANY, IF(ALWAYS), KEXEC2_TOO_MANY_PARTS,
	  "too many initrds (257, maximum 256); join some of them" },
	{ 0, KX_SET, ANY, IF(ALWAYS), KEXEC2_BAD_LABEL,
	  "invalid label \"%l\"; use 1 to 31 characters of A-Z a-z 0-9 . _ -" },
	{ 0, KX_SET, ANY, IF(ALWAYS), KEXEC2_NOT_REGULAR,
	  "not a regular file; copy its content to one" },
	{ 0, KX_SET, ANY, IF(ALWAYS), KEXEC2_EMPTY,
	  "empty, or a file of /proc or /sys; name a file with content" },
	{ 0, LOADS, ANY, IF(ALWAYS), KEXEC2_BAD_FLAGS,
	  "flags %f do not go with these parts or this call;"
	  " clear KEXEC_FILE_NO_INITRAMFS and KEXEC_FILE2_*" },
	{ 0, ANY, ANY, IF(ALWAYS), KEXEC2_BAD_FLAGS,
	  "flags %f are not for this function; see libkexec2.h" },

	/* Permissions */
	{ EPERM, CALLS, ARGS, USER_NS, KEXEC2_IN_NAMESPACE,
	  "not permitted in a user namespace (container); run on the host" },
	{ EPERM, CALLS, ARGS, IF(NO_CAPABILITY), KEXEC2_NO_CAPABILITY,
	  "not permitted without the capability CAP_SYS_BOOT; run as root" },
	{ EPERM, CHANGES, ARGS, SWITCHED_OFF, KEXEC2_SWITCHED_OFF,
	  "switched off by sysctl kernel.kexec_load_disabled; reboot" },
	{ EPERM, CHANGES, ARGS, IF(LIMITED), KEXEC2_LIMIT_REACHED,
	  "sysctl kernel.kexec_load_limit_* permits no more loads; reboot" },
	{ EPERM, CHANGES, ARGS | SIGNATURE, LOCKDOWN, KEXEC2_LOCKED_DOWN,
	  "the running kernel is locked down; load a signed kernel" DMESG },
	{ EPERM, CALLS, ARGS, SECCOMP, KEXEC2_SECCOMP,
	  "refused by a seccomp filter, probably; run on the host" },
	{ EPERM, CALLS, ARGS, IF(ALWAYS), KEXEC2_NOT_PERMITTED,
	  "not permitted, for a reason that /proc and /sys do not show;"
	  " look for a security module" AUDIT },
	{ EPERM, LOADS, FILES, IF(ALWAYS), KEXEC2_POLICY,
	  "refused by a security module (LoadPin?); see its policy" AUDIT },
	{ EACCES, KX_SET, ANY, IF(ALWAYS), KEXEC2_NO_ACCESS,
	  "no permission to read the file; run as root" },
	{ EACCES, NEW, ARGS, SECCOMP, KEXEC2_SECCOMP,
	  "a seccomp filter would kill the process; run on the host" },
	{ EACCES, KX_JOIN, ANY, IF(ALWAYS), KEXEC2_POLICY,
	  "kernel or initramfs refused by IMA appraisal or another security"
	  " module; joined parts have no signature, so do not join" AUDIT },
	{ EACCES, CALLS, ANY, IF(ALWAYS), KEXEC2_POLICY,
	  "refused by IMA appraisal or another security module;"
	  " satisfy its policy (for IMA, evmctl ima_sign)" AUDIT },

	/* What the kernel does not have or know */
	{ ENOSYS, NEW, ANY, SECCOMP, KEXEC2_NO_CALL,
	  "no kexec_file_load2 system call in the running kernel (%r), or"
	  " hidden by the seccomp filter of a container; run on the host" },
	{ ENOSYS, NEW, ANY, IF(ALWAYS), KEXEC2_NO_CALL,
	  "the running kernel (%r) has no kexec_file_load2 system call;"
	  " boot one that is built with CONFIG_KEXEC_FILE_LOAD2" },
	{ ENOSYS, CHANGES, ANY, IF(ALWAYS), KEXEC2_NO_CALL,
	  "the running kernel (%r) has no kexec_file_load system call;"
	  " boot one that is built with CONFIG_KEXEC_FILE" },
	{ E2BIG, KX_LOAD, ANY, IF(ALWAYS), KEXEC2_OLD_KERNEL,
	  "the running kernel (%r) is too old; use a newer kernel" },
	{ EINVAL, KX_LOAD, ARGS, IF(PART), KEXEC2_OLD_KERNEL,
	  "the running kernel (%r) refuses the label; use another" DMESG },
	{ EINVAL, KX_LOAD, ARGS, IF(ALWAYS), KEXEC2_OLD_KERNEL,
	  "the running kernel (%r) does not know all of the flags (%f);"
	  " clear some, such as KEXEC_FILE2_*" DMESG },
	{ EINVAL, KX_UNLOAD, ANY, IF(ALWAYS), KEXEC2_OLD_KERNEL,
	  "the kernel cannot unload it; see CONFIG_CRASH_DUMP" DMESG },
	{ EINVAL, KX_VERIFY, ANY, IF(ALWAYS), KEXEC2_OLD_KERNEL,
	  "the running kernel (%r) cannot check it; see CONFIG_KEXEC_VERIFY" },
	{ EINVAL, KX_EXEC, ANY, SYS("kexec_loaded", "0\n"),
	  KEXEC2_NOTHING_LOADED, "no kernel is loaded; load one first" },
	{ EINVAL, KX_EXEC, ANY, IF(ALWAYS), KEXEC2_IN_NAMESPACE,
	  "no kernel is loaded, or this is a container; load one on the host" },
	{ ENOENT, KX_QUERY, ANY, IF(ALWAYS), KEXEC2_NO_SYSFS,
	  "the kernel has no kexec, or sysfs is not mounted; mount /sys" },
	{ EBUSY, CALLS, ANY, IF(ALWAYS), KEXEC2_BUSY,
	  "another load, unload or start is under way; try again later" },
	{ EFAULT, CALLS, ANY, IF(ALWAYS), KEXEC2_BAD_ARGUMENT,
	  "the kernel cannot read the arguments; report this as a defect" },

	/* Files */
	{ ENOENT, KX_SET, ANY, IF(ALWAYS), KEXEC2_NO_FILE,
	  "no such file; check the name" },
	{ EISDIR, KX_SET, ANY, IF(ALWAYS), KEXEC2_DIRECTORY,
	  "is a directory; name a regular file" },
	{ EMFILE, KX_SET, ANY, IF(ALWAYS), KEXEC2_TOO_MANY_FILES,
	  "too many open files in this process; raise the limit (ulimit -n)" },
	{ EBADF, KX_SET, ANY, IF(ALWAYS), KEXEC2_BAD_FD,
	  "not an open file descriptor; open the file first" },
	{ EBADF, LOADS, FILES, IF(ALWAYS), KEXEC2_BAD_FD,
	  "the descriptor is not open for reading; open it with O_RDONLY" },
	{ EINVAL, KX_JOIN, IMAGE, IF(ALWAYS), KEXEC2_BAD_IMAGE,
	  "the running kernel (%r) refuses the image; most often, the command"
	  " line is too long or one of the flags (%f) is unknown" DMESG },
	{ EINVAL, LOADS, FILES, IF(ALWAYS), KEXEC2_NOT_REGULAR,
	  "must be a regular file, not empty, not opened with O_DIRECT" DMESG },
	{ ETXTBSY, LOADS, FILES, IF(ALWAYS), KEXEC2_OPEN_FOR_WRITING,
	  "open for writing; wait, or find the writer with \"fuser -v\"" },
	{ EFBIG, LOADS, FILES, IF(ALWAYS), KEXEC2_TOO_LARGE,
	  "too large for a kernel, or parts of 4 GiB or more; load less" },
	{ EIO, LOADS, FILES, IF(ALWAYS), KEXEC2_READ_ERROR,
	  "changed while it was read, or the disk fails; try again" DMESG },
	{ ENOEXEC, LOADS, KERNEL | IMAGE, IF(ALWAYS), KEXEC2_NOT_A_KERNEL,
	  "not a kernel image that the running kernel (%r) can load;"
	  " check its architecture and compression" DMESG },

	/* Signatures */
	{ EPERM, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_NOT_SIGNED,
	  "no signature that the kernel trusts; load a signed one" DMESG },
	{ ENODATA, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_NOT_SIGNED,
	  "the kernel image is not signed; load a signed one" DMESG },
	{ ELIBBAD, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_BAD_SIGNATURE,
	  "damaged, or not a PE file; install it again" DMESG },
	{ EBADMSG, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_BAD_SIGNATURE,
	  "the signature is damaged; install the image again" DMESG },
	{ EMSGSIZE, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_BAD_SIGNATURE,
	  "the signature is truncated; install the image again" DMESG },
	{ EKEYREJECTED, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_BAD_SIGNATURE,
	  "signature wrong, key revoked, or format unknown; sign again" DMESG },
	{ ENOKEY, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_UNKNOWN_KEY,
	  "the running kernel (%r) does not trust the key of the signature;"
	  " enroll it (/proc/keys shows the trusted ones)" DMESG },
	{ ENOPKG, LOADS, SIGNATURE, IF(ALWAYS), KEXEC2_UNKNOWN_ALGORITHM,
	  "the kernel lacks the hash or cipher; sign with another" DMESG },
	{ ENOPKG, LOADS, INITRD, IF(ALWAYS), KEXEC2_BAD_APPENDED,
	  "the signature appended to it is of an unknown kind; sign it again" },
	{ EBADMSG, LOADS, INITRD, IF(ALWAYS), KEXEC2_BAD_APPENDED,
	  "the signature appended to it is damaged; sign it again" },

	/* Records */
	{ EPROTO, CALLS, ANY, RECORDS("wanted 0\n"), KEXEC2_NO_RULE,
	  NEEDED "its policy does not ask for one; add " RULE },
	{ EPROTO, CALLS, ANY, RECORDS("tpm none\n"), KEXEC2_NO_TPM,
	  NEEDED "IMA found no TPM; enable it, with its driver built in" },
	{ EPROTO, CALLS, ANY, RECORDS("tpm failed\n"), KEXEC2_TPM_FAILED,
	  NEEDED "the TPM has failed; reboot through the firmware" DMESG },
	{ EPROTO, CALLS, ANY, RECORDS("wanted 1\n"), KEXEC2_NOT_RECORDED,
	  NEEDED "it cannot be made or carried; see \"kexec2 status\"" DMESG },
	{ EPROTO, CALLS, ANY, NO_IMA, KEXEC2_NO_IMA,
	  NEEDED "there is no IMA; see CONFIG_IMA and securityfs" DMESG },
	{ EPROTO, CALLS, ANY, IF(ALWAYS), KEXEC2_NOT_RECORDED,
	  NEEDED "IMA made none; look in its policy for " RULE DMESG },

	/* What is loaded */
	{ EILSEQ, KX_VERIFY | KX_EXEC, ANY, IF(ALWAYS), KEXEC2_CORRUPTED,
	  "corrupted since it was loaded; load it again" DMESG },
	{ ENOENT, KX_VERIFY, ANY, IF(ALWAYS), KEXEC2_NOTHING_LOADED,
	  "no kernel is loaded; load one first" },
	{ ENODATA, KX_VERIFY, ANY, IF(ALWAYS), KEXEC2_NO_DIGESTS,
	  "cannot be checked; load it by kexec_file_load2 (kexec2 load)" },

	/* Memory and placing */
	{ ENOSPC, KX_EXEC, ANY, IF(ALWAYS), KEXEC2_LIST_GROWN,
	  "the measurement list has outgrown the image; load again" DMESG },
	{ EADDRNOTAVAIL, LOADS, IMAGE, UNRESERVED, KEXEC2_NO_CRASH_MEMORY,
	  "no memory is reserved for it; boot with crashkernel=256M or more" },
	{ EADDRNOTAVAIL, LOADS, IMAGE, IF(CRASH), KEXEC2_NO_CRASH_MEMORY,
	  "does not fit in the reserved memory; increase crashkernel=" DMESG },
	{ EADDRNOTAVAIL, LOADS, IMAGE, IF(ALWAYS), KEXEC2_NO_PLACE,
	  "no free range of addresses is large enough; load less" DMESG },
	{ ENOMEM, LOADS, IMAGE, IF(CRASH), KEXEC2_NO_CRASH_MEMORY,
	  "too large for the reserved memory; increase crashkernel=" DMESG },
	{ ENOMEM, LOADS, INITRD | IMAGE, IF(ALWAYS), KEXEC2_OUT_OF_MEMORY,
	  "not enough memory; free some or load fewer parts" DMESG },
	{ ENOMEM, ANY, ANY, IF(ALWAYS), KEXEC2_OUT_OF_MEMORY,
	  "out of memory; free some and try again" },
	{ EINVAL, LOADS, ANY, IF(ALWAYS), KEXEC2_BAD_CMDLINE,
	  "refused; most often, the command line is too long" DMESG },

	/* Whatever it is */
	{ 0, ANY, ANY, IF(ALWAYS), KEXEC2_OTHER,
	  "%e; try again, and report it if it stays" DMESG },
};

/* 1 if a line at the start of the file begins with @line + 1, a "\n" before. */
int kx_file_has(const char *path, const char *line)
{
	char buf[4096] = "\n";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t len;

	if (fd < 0)
		return -errno;
	len = read(fd, buf + 1, sizeof(buf) - 2);
	if (len < 0)
		len = -errno;
	close(fd);
	return len < 0 ? (int)len : strstr(buf, line) != NULL;
}

static bool finds_clue(const struct kexec2 *kx, const struct row *row)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = { 0 };
	int found = row->path ? kx_file_has(row->path, row->line) : 1;
	bool crash = kx->now.flags & KEXEC_FILE_ON_CRASH;

	switch (row->clue) {
	case NOT_IN_FILE:
		return found == 0;
	case NO_FILE:
		return found == -ENOENT;
	case NO_CAPABILITY:
		return syscall(SYS_capget, &header, data) == 0 &&
		       !(data[0].effective & CAP_TO_MASK(CAP_SYS_BOOT));
	case LIMITED:
		return kx_file_has(crash ?
				   "/proc/sys/kernel/kexec_load_limit_panic" :
				   "/proc/sys/kernel/kexec_load_limit_reboot",
				   "\n0\n") > 0;
	case CRASH:
		return crash && found > 0;
	case PART:
		return kx->now.at.initrd >= 0;
	default:
		return found > 0;
	}
}

static const struct row *find_row(const struct kexec2 *kx, int err,
				  enum kexec2_cause cause)
{
	const struct row *row = rows;
	unsigned int stage = ANY;

	if (kx->now.at.stage != KX_NO_STAGE)
		stage = kx->now.at.stage < 32 ? 1u << kx->now.at.stage : 0;
	while (row->cause != KEXEC2_OTHER &&
	       (row->err != (cause ? 0 : -err) ||
		(cause && row->cause != cause) || !(row->ops & kx->now.op) ||
		(row->stages != ANY && !(row->stages & stage)) ||
		!finds_clue(kx, row)))
		row++;
	return row;
}

/* Names come from anywhere: keep them from steering a terminal. */
static void put_text(FILE *out, const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	for (; *c; c++) {
		if (*c < ' ' || *c == 0x7f)
			fprintf(out, "\\x%02x", *c);
		else if (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0)
			fprintf(out, "\\u00%02x", *++c);	/* in UTF-8 */
		else
			putc(*c, out);
	}
}

static void put_value(FILE *out, char what, const struct kexec2 *kx, int err)
{
	struct utsname uts = { .release = "?" };

	switch (what) {
	case 'e':	/* unlike strerror(), safe in several threads */
		errno = -err;
		fprintf(out, "%m");
		break;
	case 'f':
		fprintf(out, "%#llx", (unsigned long long)kx->now.flags);
		break;
	case 'l':
		put_text(out, kx->now.label);
		break;
	case 'r':
		uname(&uts);
		fputs(uts.release, out);
		break;
	}
}

static void explain(struct kx_failure *failure, const struct kexec2 *kx,
		    const char *words)
{
	FILE *out = fmemopen(failure->sentence, sizeof(failure->sentence), "w");
	const char *name = kx->now.name;

	if (!out) {
		strcpy(failure->sentence, "out of memory; free some");
		return;
	}
	if (kx->now.op & (KX_UNLOAD | KX_QUERY | KX_EXEC | KX_VERIFY))
		name = kx->now.flags & KEXEC_FILE_ON_CRASH ? "crash image" :
							     "normal image";
	else if (!name)
		name = failure->at.initrd < 0 ? kx->kernel_name :
					     kx->names[failure->at.initrd];
	put_text(out, name ? name : "kernel");
	if (failure->at.initrd >= 0)
		fprintf(out, " (initrd %d)", failure->at.initrd);
	fputs(": ", out);
	for (; *words; words++) {
		if (*words == '%')
			put_value(out, *++words, kx, failure->err);
		else
			putc(*words, out);
	}
	fclose(out);
	/* glibc ends it with a NUL only if there is room. */
	failure->sentence[sizeof(failure->sentence) - 1] = '\0';
}

int kx_begin(struct kexec2 *kx, enum kx_op op, unsigned int stage,
	     uint64_t flags)
{
	if (!kx)
		return -EINVAL;
	memset(&kx->now, 0, sizeof(kx->now));
	kx->now.op = op;
	kx->now.flags = flags;
	kx->now.at.stage = stage;
	kx->now.at.initrd = -1;
	kx->shown = NULL;
	if (!kx->sticky.err || !(op & (KX_SET | LOADS)))
		return 0;
	kx->shown = &kx->sticky;
	return kx->sticky.err;
}

int kx_end(struct kexec2 *kx, int ret, enum kexec2_cause cause)
{
	struct kx_failure *failure;
	const struct row *row;

	if (!kx || ret >= 0)
		return ret;
	row = find_row(kx, ret, cause);
	failure = kx->now.op == KX_SET ? &kx->sticky : &kx->last;
	failure->err = ret;
	failure->cause = row->cause;
	failure->at = kx->now.at;
	if (failure->at.stage == KX_NO_STAGE)
		failure->at.stage = row->stages == ANY ? KEXEC_LOAD_ARGS :
				    (unsigned int)ffs((int)row->stages) - 1;
	explain(failure, kx, row->words);
	kx->shown = failure;
	return ret;
}

KX_PUBLIC const char *kexec2_failure(const struct kexec2 *kx,
				     unsigned int *stage, int *initrd)
{
	const struct kx_failure *failure = kx ? kx->shown : NULL;

	if (stage)
		*stage = failure ? failure->at.stage : KEXEC_LOAD_DONE;
	if (initrd)
		*initrd = failure ? failure->at.initrd : -1;
	return failure ? failure->sentence : "";
}

KX_PUBLIC unsigned int kexec2_cause(const struct kexec2 *kx)
{
	return kx && kx->shown ? kx->shown->cause : KEXEC2_NO_FAILURE;
}
