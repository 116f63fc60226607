/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * libkexec2: load, unload and start a kernel with an initramfs that comes in
 * parts, through kexec_file_load2(2).
 *
 * Conventions
 *
 * - Functions return 0 or more on success and a negative errno value on
 *   failure.  The value of errno itself after a call means nothing.
 * - Nothing is printed.  kexec2_failure() explains the last failure in a
 *   sentence, kexec2_cause() in a code.
 * - The failure of a function that describes the image (kexec2_set_*() and
 *   kexec2_add_*()) sticks: each later one, and each load, fails with the same
 *   error and explanation, until kexec2_reset().  So it is enough to check
 *   the load.
 * - Strings given to the library are copied; file descriptors given to it are
 *   duplicated.  The caller keeps its own and may free or close them at once.
 * - The library keeps no state outside its handles.  Any number of handles may
 *   be used at the same time; one handle is for one thread at a time.  Only
 *   kexec2_ref() and kexec2_unref() may be called on one handle from several
 *   threads at once.
 * - Descriptors that the library opens are close-on-exec.
 */
#ifndef LIBKEXEC2_H
#define LIBKEXEC2_H

#include <stddef.h>
#include <stdint.h>

#include <linux/kexec.h>
#include <linux/kexec_file_load2.h>

/* Version of this header; kexec2_version() tells that of the library. */
#define LIBKEXEC2_VERSION_MAJOR	0
#define LIBKEXEC2_VERSION_MINOR	2
#define LIBKEXEC2_VERSION_PATCH	0

/* A version as a number that can be compared; each part is below 256. */
#define LIBKEXEC2_MAKE_VERSION(major, minor, patch) \
	((major) << 16 | (minor) << 8 | (patch))
#define LIBKEXEC2_VERSION \
	LIBKEXEC2_MAKE_VERSION(LIBKEXEC2_VERSION_MAJOR, \
			       LIBKEXEC2_VERSION_MINOR, \
			       LIBKEXEC2_VERSION_PATCH)

/* Flags that <linux/kexec.h> of older systems lacks. */
#ifndef KEXEC_FILE_DEBUG
#define KEXEC_FILE_DEBUG	0x00000008
#endif
#ifndef KEXEC_FILE_NO_CMA
#define KEXEC_FILE_NO_CMA	0x00000010
#endif
#ifndef KEXEC_FILE_FORCE_DTB
#define KEXEC_FILE_FORCE_DTB	0x00000020
#endif

/* Not for programs: a result that must not be ignored. */
#ifdef __GNUC__
#define LIBKEXEC2_CHECKED__	__attribute__((warn_unused_result))
#else
#define LIBKEXEC2_CHECKED__
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * kexec2_version() - version of the library that is in use
 *
 * Return: LIBKEXEC2_VERSION of the header that the library was built with.  It
 * may be another one than the program was built with: a program that needs
 * functions which came later compares it, or lets the symbol versions do so.
 */
unsigned int kexec2_version(void);

/**
 * kexec_file_load2() - the system call itself
 * @args:  What to load, or NULL with KEXEC_FILE_LOAD2_ABI.
 * @size:  Size of @args in bytes: sizeof(*args), or 0 with
 *         KEXEC_FILE_LOAD2_ABI.
 * @flags: 0 or KEXEC_FILE_LOAD2_ABI.
 *
 * Adds nothing to the call and checks nothing.  See kexec_file_load2(2).
 *
 * Return: 0 or more on success, or a negative errno value.
 */
int kexec_file_load2(const struct kexec_file_load2_args *args, size_t size,
		     unsigned int flags) LIBKEXEC2_CHECKED__;

/**
 * kexec2_abi_version() - ABI version of the call in the running kernel
 *
 * Needs no privilege and changes nothing.  If the process runs under a seccomp
 * filter, which /proc tells, a child makes the call first, as such a filter may
 * kill the process for it.
 *
 * Return: the version, 1 or more, or
 *   -ENOSYS  the kernel does not have kexec_file_load2(2);
 *   -EACCES  a seccomp filter would kill the process;
 *   or an error of fork(2), if there is a filter and no child can be made.
 * A seccomp filter may make it another error, most often -EPERM.
 */
int kexec2_abi_version(void);

/**
 * struct kexec2 - an image to load: a kernel, the parts of its initramfs, its
 *                 command line and flags
 */
struct kexec2;

/**
 * kexec2_new() - make a handle
 * @kx: Receives the handle, with one reference; drop it with kexec2_unref().
 *      Untouched on failure.
 *
 * Return: 0, or -ENOMEM.
 */
int kexec2_new(struct kexec2 **kx) LIBKEXEC2_CHECKED__;

/**
 * kexec2_ref() - take another reference
 * @kx: The handle, or NULL.
 *
 * Return: @kx.
 */
struct kexec2 *kexec2_ref(struct kexec2 *kx);

/**
 * kexec2_unref() - drop a reference
 * @kx: The handle, or NULL.
 *
 * The last one closes the handle's descriptors and frees it.  A loaded image
 * stays loaded.
 *
 * Return: NULL, always, for ``kx = kexec2_unref(kx)``.
 */
struct kexec2 *kexec2_unref(struct kexec2 *kx);

/**
 * kexec2_reset() - make a handle as new
 * @kx: The handle, or NULL.
 *
 * Forgets the kernel, the parts, the command line, the flags and the failure.
 * References stay.  A loaded image stays loaded.
 */
void kexec2_reset(struct kexec2 *kx);

/**
 * kexec2_set_kernel_fd() - choose the kernel image by descriptor
 * @kx:   The handle.
 * @fd:   The image: a regular file, open for reading.  Duplicated.  It must
 *        not be open for writing when it is loaded, not even through this
 *        descriptor.
 * @name: What kexec2_failure() is to call it, such as the file it was taken
 *        from; NULL for the descriptor's number and path.
 *
 * Replaces a kernel set before.  For a file in a directory that is known by
 * descriptor, open it with openat(2) and give its name here.
 *
 * Return: 0, or
 *   -EBADF   @fd is not open;
 *   -EINVAL  it is not a regular file with content, or @kx is NULL;
 *   -EISDIR  it is a directory;
 *   -EMFILE  the process has too many open files;
 *   -ENOMEM  out of memory;
 *   or an error that sticks.
 */
int kexec2_set_kernel_fd(struct kexec2 *kx, int fd, const char *name);

/**
 * kexec2_set_kernel_path() - choose the kernel image by name
 * @kx:   The handle.
 * @path: The image: a regular file.  Opened now, read by kexec2_load().
 *
 * Replaces a kernel set before.
 *
 * Return: 0, or
 *   -EINVAL  @path or @kx is NULL, or it is not a regular file with content;
 *   -EISDIR  it is a directory;
 *   -ENOMEM  out of memory;
 *   or an error of open(2), or one that sticks.
 */
int kexec2_set_kernel_path(struct kexec2 *kx, const char *path);

/**
 * kexec2_add_initrd_fd() - add a part of the initramfs by descriptor
 * @kx:    The handle.
 * @fd:    A regular file, open for reading.  Duplicated.  It must not be open
 *         for writing when it is loaded, not even through this descriptor.
 * @label: What the part is, for IMA rules and records: 1 to 31 characters of
 *         A-Z, a-z, 0-9, ".", "_" and "-".  NULL or "" for none.
 * @name:  As in kexec2_set_kernel_fd().
 *
 * The next kernel unpacks the parts in the order in which they were added, and
 * they are numbered in that order, from 0.
 *
 * Return: 0, or
 *   -EBADF   @fd is not open;
 *   -EINVAL  @label is not a label, @fd is not a regular file with
 *            content, there are KEXEC_INITRD_MAX (256) parts already, or @kx
 *            is NULL;
 *   -EISDIR  @fd is a directory;
 *   -EMFILE  the process has too many open files;
 *   -ENOMEM  out of memory;
 *   or an error that sticks.
 */
int kexec2_add_initrd_fd(struct kexec2 *kx, int fd, const char *label,
			 const char *name);

/**
 * kexec2_add_initrd_path() - add a part of the initramfs by name
 * @kx:    The handle.
 * @path:  A regular file.  Opened now, read by kexec2_load().
 * @label: As in kexec2_add_initrd_fd().
 *
 * A part that may be missing is opened by the program, and added with
 * kexec2_add_initrd_fd() if it is there: errors stick.
 *
 * Return: 0, or
 *   -EINVAL  @path or @kx is NULL, @label is not a label, it is not a regular
 *            file with content, or there are KEXEC_INITRD_MAX (256) parts
 *            already;
 *   -EISDIR  it is a directory;
 *   -ENOMEM  out of memory;
 *   or an error of open(2), or one that sticks.
 */
int kexec2_add_initrd_path(struct kexec2 *kx, const char *path,
			   const char *label);

/**
 * kexec2_set_cmdline() - set the command line of the next kernel
 * @kx:      The handle.
 * @cmdline: The command line.  NULL or "" for none, as in a new handle.
 *
 * Replaces a command line set before.
 *
 * Return: 0, or
 *   -EINVAL  @kx is NULL;
 *   -ENOMEM  out of memory;
 *   or an error that sticks.
 */
int kexec2_set_cmdline(struct kexec2 *kx, const char *cmdline);

/**
 * kexec2_set_flags() - set the flags of the load
 * @kx:    The handle.
 * @flags: KEXEC_FILE_* of <linux/kexec.h>, 0 in a new handle.
 *         KEXEC_FILE_ON_CRASH loads the image that a panic starts.
 *         KEXEC_FILE_NO_INITRAMFS is not needed: a load without parts has it
 *         set.
 *         KEXEC_FILE2_REQUIRE_MEASURE of <linux/kexec_file_load2.h> makes the
 *         load fail with -EPROTO unless IMA has recorded what is loaded and
 *         that it is loaded.  KEXEC_FILE2_VERIFY_ON_REBOOT has the image
 *         checked before it is started, as by kexec2_verify().  Kernels that
 *         do not know these fail with -EINVAL.
 *
 * Replaces the flags set before.  Which flags are known is for the running
 * kernel to say, in kexec2_load().
 *
 * Return: 0, or
 *   -EINVAL  KEXEC_FILE_UNLOAD, which is kexec2_unload(), or
 *            KEXEC_FILE2_VERIFY, which is kexec2_verify(); or @kx is NULL;
 *   or an error that sticks.
 */
int kexec2_set_flags(struct kexec2 *kx, uint64_t flags);

/**
 * kexec2_load() - load the image, in place of one loaded before
 * @kx: The handle.  It may be changed and loaded again.
 *
 * On failure the image loaded before stays loaded, except with
 * KEXEC_FILE_ON_CRASH: the memory reserved for crash images holds only one, so
 * a load that fails late, while it prepares that memory, leaves none.
 *
 * Needs CAP_SYS_BOOT in the initial user namespace.
 *
 * Return: 0, or
 *   -EINVAL  no kernel was set, or @kx is NULL;
 *   -EACCES  a seccomp filter would kill the process, or a security module
 *            refuses a file;
 *   -EPROTO  records by IMA are required, by a flag or by the system, and it
 *            cannot make them;
 *   or an error that sticks, or an error of kexec_file_load2(2).
 */
int kexec2_load(struct kexec2 *kx) LIBKEXEC2_CHECKED__;

/**
 * kexec2_load_joined() - load the image through kexec_file_load(2)
 * @kx: The handle, as for kexec2_load().
 *
 * For kernels that do not have kexec_file_load2(2).  Several parts are joined
 * in a memfd as that call joins them: each part at a multiple of 4
 * bytes, behind at least 4 zero bytes; nothing after the last; a signature
 * that is appended to a part like that of a kernel module left out.  The next
 * kernel unpacks the same files.  But IMA sees one anonymous file without
 * extended attributes: it cannot measure or appraise each part, and labels
 * have no effect.  A single part is given to the call as it is.
 *
 * A part that is open for writing is not noticed when it is joined.
 *
 * kexec_file_load(2) does not tell how far it came: the stage that
 * kexec2_failure() tells is derived from the error.
 *
 * Needs CAP_SYS_BOOT in the initial user namespace.
 *
 * Return: 0, or
 *   -EINVAL  no kernel was set, @kx is NULL, or there are flags of
 *            kexec_file_load2(2) alone, as KEXEC_FILE2_REQUIRE_MEASURE is;
 *   -ENOSYS  the kernel does not have kexec_file_load(2);
 *   or an error that sticks, or one of kexec_file_load(2), or of
 *   memfd_create(2), pread(2) or sendfile(2) when the parts are joined.
 */
int kexec2_load_joined(struct kexec2 *kx) LIBKEXEC2_CHECKED__;

/**
 * kexec2_load_or_join() - load the image in the way the kernel has
 * @kx: The handle, as for kexec2_load().
 *
 * kexec2_load(), and where that fails with -ENOSYS, kexec2_load_joined(),
 * unless a flag of KEXEC_FILE2_* is set.
 *
 * Return:
 *   0  loaded by kexec2_load();
 *   1  loaded by kexec2_load_joined(): IMA has not seen each part;
 *   or an error of either.
 */
int kexec2_load_or_join(struct kexec2 *kx) LIBKEXEC2_CHECKED__;

/**
 * kexec2_unload() - unload the image that is loaded, if one is
 * @kx:    A handle that receives the failure, or NULL.  What it describes does
 *         not matter.
 * @flags: KEXEC_FILE_ON_CRASH for the crash image, else 0.
 *
 * Uses kexec_file_load(2), and so works on kernels that do not have
 * kexec_file_load2(2), for images that either call or kexec_load(2) loaded.
 *
 * Needs CAP_SYS_BOOT in the initial user namespace.
 *
 * Return: 0, also if nothing was loaded, or
 *   -EINVAL  another flag than KEXEC_FILE_ON_CRASH is set;
 *   -EPERM   no CAP_SYS_BOOT, or kexec is switched off or limited;
 *   -EBUSY   a load or unload is under way;
 *   -ENOSYS  the kernel does not have kexec_file_load(2);
 *   -EPROTO  the system requires a record of it, which IMA cannot make; the
 *            image stays loaded.
 */
int kexec2_unload(struct kexec2 *kx, uint64_t flags) LIBKEXEC2_CHECKED__;

/**
 * kexec2_is_loaded() - is an image loaded?
 * @kx:    As for kexec2_unload().
 * @flags: KEXEC_FILE_ON_CRASH to ask for the crash image, else 0.
 *
 * Reads /sys/kernel/kexec_loaded or kexec_crash_loaded.  Needs no privilege.
 *
 * Return: 1 if one is, 0 if none is, or
 *   -EINVAL  another flag than KEXEC_FILE_ON_CRASH is set;
 *   -ENOENT  the kernel has no kexec, or sysfs is not mounted on /sys;
 *   -EIO     the file does not hold 0 or 1;
 *   or another error of open(2) or read(2).
 */
int kexec2_is_loaded(struct kexec2 *kx, uint64_t flags) LIBKEXEC2_CHECKED__;

/**
 * kexec2_verify() - is the loaded image as it was loaded?
 * @kx:      A handle that receives the failure.  What it describes does not
 *           matter.
 * @flags:   KEXEC_FILE_ON_CRASH for the crash image, else 0.
 * @segment: Receives the index of the segment that is not, from 0; -1 if it is
 *           the page list or a control page, and for other failures.  May be
 *           NULL.
 *
 * The kernel hashes the image, which takes as long as hashing the files.  It
 * leaves out the measurement list, and the ELF headers of a crash kernel that
 * follow CPUs and memory.
 *
 * With KEXEC_FILE2_VERIFY_ON_REBOOT among the flags of the load, kexec2_exec()
 * does that, and once more when the system is down.
 *
 * Needs CAP_SYS_BOOT in the initial user namespace.
 *
 * Return: 0 if it is, or
 *   -EILSEQ  it is not;
 *   -ENOENT  no image is loaded;
 *   -ENODATA it was loaded by kexec_load(2), or is not mapped;
 *   -EINVAL  another flag than KEXEC_FILE_ON_CRASH is set, the kernel cannot
 *            check images, or @kx is NULL;
 *   -EACCES  a seccomp filter would kill the process;
 *   -EPERM   no CAP_SYS_BOOT;
 *   -EBUSY   a load or unload is under way;
 *   -ENOSYS  the kernel does not have kexec_file_load2(2).
 */
int kexec2_verify(struct kexec2 *kx, uint64_t flags,
		  int *segment) LIBKEXEC2_CHECKED__;

/**
 * kexec2_exec() - start the loaded kernel, at once
 * @kx: As for kexec2_unload().
 *
 * Does not stop services, unmount or even sync(2) file systems; the caller has
 * done that.
 *
 * Return: only on failure:
 *   -EPERM   no CAP_SYS_BOOT in the initial user namespace;
 *   -EINVAL  no image is loaded, the kernel has no kexec, or the caller is in
 *            a PID namespace of its own;
 *   -EBUSY   a load or unload is under way;
 *   -EILSEQ  the image is not as it was loaded, where that is checked;
 *   -ENOSPC  the measurement list has outgrown its room in the image;
 *   or what a driver said that could not be shut down.
 * 0 is for a kernel that kexec_load(2) loaded with KEXEC_PRESERVE_CONTEXT and
 * that has jumped back.
 */
int kexec2_exec(struct kexec2 *kx) LIBKEXEC2_CHECKED__;

/**
 * enum kexec2_cause - causes of failures, for programs
 *
 * A code keeps its value and meaning; later versions add codes.  Several causes
 * can have the same errno, and one cause several.
 *
 * @KEXEC2_NO_FAILURE:        The last call succeeded.
 * @KEXEC2_OTHER:             None of those below; see the errno.
 * @KEXEC2_OUT_OF_MEMORY:     In the program or in the kernel.
 * @KEXEC2_BAD_ARGUMENT:      A defect of the program: a name is missing, or
 *                            memory that was given cannot be read.
 * @KEXEC2_BAD_FLAGS:         A flag that this function does not take, or flags
 *                            that contradict what is to be loaded.
 * @KEXEC2_BAD_LABEL:         Not a label.
 * @KEXEC2_TOO_MANY_PARTS:    More than KEXEC_INITRD_MAX.
 * @KEXEC2_NO_KERNEL:         No kernel was set.
 * @KEXEC2_NO_FILE:           There is no file of that name.
 * @KEXEC2_NO_ACCESS:         The file must not be read by this process.
 * @KEXEC2_TOO_MANY_FILES:    Too many open files in the process or the system.
 * @KEXEC2_BAD_FD:            The descriptor is not open, or not for reading.
 * @KEXEC2_DIRECTORY:         The file is a directory.
 * @KEXEC2_NOT_REGULAR:       The file is not a regular one.
 * @KEXEC2_EMPTY:             The file is empty, or one of /proc or /sys.
 * @KEXEC2_OPEN_FOR_WRITING:  Somebody has the file open for writing.
 * @KEXEC2_TOO_LARGE:         The file, or all parts together, are too large.
 * @KEXEC2_READ_ERROR:        The file could not be read to its end, or changed.
 * @KEXEC2_NOT_A_KERNEL:      Not an image that the running kernel can load.
 * @KEXEC2_BAD_APPENDED:      The signature appended to the part is damaged, or
 *                            of a kind that the kernel does not know.
 * @KEXEC2_IN_NAMESPACE:      Not permitted in a user or PID namespace, such as
 *                            a container's.
 * @KEXEC2_NO_CAPABILITY:     The process lacks CAP_SYS_BOOT.
 * @KEXEC2_SWITCHED_OFF:      sysctl kernel.kexec_load_disabled is 1.
 * @KEXEC2_LIMIT_REACHED:     sysctl kernel.kexec_load_limit_* is 0.
 * @KEXEC2_LOCKED_DOWN:       Not permitted under kernel lockdown.
 * @KEXEC2_SECCOMP:           A seccomp filter refuses the call, or would kill
 *                            the process for it.
 * @KEXEC2_NOT_PERMITTED:     Not permitted, for a reason that does not show.
 * @KEXEC2_POLICY:            IMA appraisal or another security module refuses
 *                            the file.
 * @KEXEC2_NOT_SIGNED:        The kernel image must have a signature.
 * @KEXEC2_BAD_SIGNATURE:     Its signature is damaged or wrong, or the key is
 *                            revoked.
 * @KEXEC2_UNKNOWN_KEY:       The running kernel does not trust the key.
 * @KEXEC2_UNKNOWN_ALGORITHM: The running kernel lacks a hash or cipher.
 * @KEXEC2_NO_CALL:           The running kernel does not have the system call.
 * @KEXEC2_OLD_KERNEL:        It does not know a flag or argument.
 * @KEXEC2_BUSY:              Another load, unload or start is under way.
 * @KEXEC2_BAD_CMDLINE:       The command line is too long, most often.
 * @KEXEC2_BAD_IMAGE:         The image cannot be prepared.
 * @KEXEC2_NO_PLACE:          No free range of addresses is large enough.
 * @KEXEC2_NO_CRASH_MEMORY:   No memory is reserved for crash images, or too
 *                            little.
 * @KEXEC2_NOTHING_LOADED:    There is no image to start.
 * @KEXEC2_NO_SYSFS:          The kernel has no kexec, or sysfs is not mounted.
 * @KEXEC2_NOT_RECORDED:      A record is required and IMA could not make it;
 *                            the four below are known reasons.
 * @KEXEC2_NO_IMA:            The kernel has no IMA.
 * @KEXEC2_NO_RULE:           No rule of its policy asks for the record.
 * @KEXEC2_NO_TPM:            There was no TPM when the system booted.
 * @KEXEC2_TPM_FAILED:        The TPM has failed to take an entry in this boot.
 * @KEXEC2_LIST_GROWN:        The measurement list has outgrown the room that
 *                            the loaded image has for it: load it again.
 * @KEXEC2_CORRUPTED:         The image is not as it was loaded: load it again.
 * @KEXEC2_NO_DIGESTS:        The image was not loaded from files, and the
 *                            kernel has nothing to compare it with.
 */
enum kexec2_cause {
	KEXEC2_NO_FAILURE		= 0,
	KEXEC2_OTHER			= 1,
	KEXEC2_OUT_OF_MEMORY		= 2,
	KEXEC2_BAD_ARGUMENT		= 3,
	KEXEC2_BAD_FLAGS		= 4,
	KEXEC2_BAD_LABEL		= 5,
	KEXEC2_TOO_MANY_PARTS		= 6,
	KEXEC2_NO_KERNEL		= 7,
	KEXEC2_NO_FILE			= 8,
	KEXEC2_NO_ACCESS		= 9,
	KEXEC2_TOO_MANY_FILES		= 10,
	KEXEC2_BAD_FD			= 11,
	KEXEC2_DIRECTORY		= 12,
	KEXEC2_NOT_REGULAR		= 13,
	KEXEC2_EMPTY			= 14,
	KEXEC2_OPEN_FOR_WRITING		= 15,
	KEXEC2_TOO_LARGE		= 16,
	KEXEC2_READ_ERROR		= 17,
	KEXEC2_NOT_A_KERNEL		= 18,
	KEXEC2_BAD_APPENDED		= 19,
	KEXEC2_IN_NAMESPACE		= 20,
	KEXEC2_NO_CAPABILITY		= 21,
	KEXEC2_SWITCHED_OFF		= 22,
	KEXEC2_LIMIT_REACHED		= 23,
	KEXEC2_LOCKED_DOWN		= 24,
	KEXEC2_SECCOMP			= 25,
	KEXEC2_NOT_PERMITTED		= 26,
	KEXEC2_POLICY			= 27,
	KEXEC2_NOT_SIGNED		= 28,
	KEXEC2_BAD_SIGNATURE		= 29,
	KEXEC2_UNKNOWN_KEY		= 30,
	KEXEC2_UNKNOWN_ALGORITHM	= 31,
	KEXEC2_NO_CALL			= 32,
	KEXEC2_OLD_KERNEL		= 33,
	KEXEC2_BUSY			= 34,
	KEXEC2_BAD_CMDLINE		= 35,
	KEXEC2_BAD_IMAGE		= 36,
	KEXEC2_NO_PLACE			= 37,
	KEXEC2_NO_CRASH_MEMORY		= 38,
	KEXEC2_NOTHING_LOADED		= 39,
	KEXEC2_NO_SYSFS			= 40,
	KEXEC2_NOT_RECORDED		= 41,
	KEXEC2_NO_IMA			= 42,
	KEXEC2_NO_RULE			= 43,
	KEXEC2_NO_TPM			= 44,
	KEXEC2_TPM_FAILED		= 45,
	KEXEC2_LIST_GROWN		= 46,
	KEXEC2_CORRUPTED		= 47,
	KEXEC2_NO_DIGESTS		= 48,
};

/**
 * kexec2_failure() - explain the last failure on a handle, for people
 * @kx:     The handle, or NULL.
 * @stage:  Receives how far it came: a value of enum kexec_load_stage.  Later
 *          kernels may know more values.  May be NULL.
 * @initrd: Receives the index of the part concerned, from 0, or -1.  May be
 *          NULL.
 *
 * The functions above that take a handle, but for kexec2_ref() and
 * kexec2_unref(), set or clear the failure.
 *
 * Return: a sentence in English, without a full stop and newline, that names
 * the file, the cause and what to do; "" if the last call succeeded or @kx is
 * NULL.  Control characters of names are written as \xNN.  It belongs to the
 * handle and is valid until the next call on the handle.
 */
const char *kexec2_failure(const struct kexec2 *kx, unsigned int *stage,
			   int *initrd);

/**
 * kexec2_cause() - cause of the last failure on a handle, for programs
 * @kx: The handle, or NULL.
 *
 * Return: a value of enum kexec2_cause, KEXEC2_NO_FAILURE if the last call
 * succeeded or @kx is NULL.  Later versions of the library know more values.
 */
unsigned int kexec2_cause(const struct kexec2 *kx);

#ifdef __cplusplus
}
#endif

#endif /* LIBKEXEC2_H */
