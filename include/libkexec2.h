/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * libkexec2: load, replace, unload and start a kernel with an initramfs that
 * comes in parts, through kexec_file_load2(2).
 *
 * Conventions
 *
 * - Functions return 0 or more on success and a negative errno value on
 *   failure.  The value of errno itself after a call means nothing.
 * - Nothing is printed.  kexec2_failure() explains the last failure.
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

#ifdef __cplusplus
extern "C" {
#endif

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
		     unsigned int flags);

/**
 * kexec2_abi_version() - ABI version of the running kernel
 *
 * Needs no privilege and changes nothing.
 *
 * Return: the version, 1 or more, or
 *   -ENOSYS  the kernel does not have kexec_file_load2(2).
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
int kexec2_new(struct kexec2 **kx);

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
 * kexec2_set_kernel_fd() - choose the kernel image by descriptor
 * @kx: The handle.
 * @fd: The image, open for reading.  Duplicated.  It must not be open for
 *      writing when it is loaded, not even through this descriptor.
 *
 * Replaces a kernel set before, and on failure leaves that one in place.
 * What the descriptor refers to is checked by kexec2_load().
 *
 * Return: 0, or
 *   -EBADF   @fd is not open;
 *   -EMFILE  the process has too many open files.
 */
int kexec2_set_kernel_fd(struct kexec2 *kx, int fd);

/**
 * kexec2_set_kernel_path() - choose the kernel image by name
 * @kx:   The handle.
 * @path: The image.  Opened now, read by kexec2_load().
 *
 * Replaces a kernel set before, and on failure leaves that one in place.
 *
 * Return: 0, or
 *   -EINVAL  @path is NULL;
 *   -ENOMEM  out of memory;
 *   or an error of open(2).
 */
int kexec2_set_kernel_path(struct kexec2 *kx, const char *path);

/**
 * kexec2_add_initrd_fd() - add a part of the initramfs by descriptor
 * @kx:    The handle.
 * @fd:    A regular file, open for reading.  Duplicated.  It must not be open
 *         for writing when it is loaded, not even through this descriptor.
 * @label: What the part is, for IMA rules and records: 1 to 31 characters of
 *         A-Z, a-z, 0-9, ".", "_" and "-".  NULL or "" for none.
 *
 * The next kernel unpacks the parts in the order in which they were added.
 * What the descriptor refers to is checked by kexec2_load().
 *
 * Return: 0, or
 *   -EINVAL  @label is not a label, or there are KEXEC_INITRD_MAX (256) parts
 *            already;
 *   -EBADF   @fd is not open;
 *   -EMFILE  the process has too many open files;
 *   -ENOMEM  out of memory.
 * On failure no part is added.
 */
int kexec2_add_initrd_fd(struct kexec2 *kx, int fd, const char *label);

/**
 * kexec2_add_initrd_path() - add a part of the initramfs by name
 * @kx:    The handle.
 * @path:  A regular file.  Opened now, read by kexec2_load().
 * @label: As in kexec2_add_initrd_fd().
 *
 * Return: 0, or
 *   -EINVAL  @path is NULL, @label is not a label, or there are
 *            KEXEC_INITRD_MAX (256) parts already;
 *   -ENOMEM  out of memory;
 *   or an error of open(2).
 * On failure no part is added.
 */
int kexec2_add_initrd_path(struct kexec2 *kx, const char *path,
			   const char *label);

/**
 * kexec2_set_name() - say what messages are to call a file
 * @kx:     The handle.
 * @initrd: Index of a part, from 0, in the order in which they were added; or
 *          -1 for the kernel.  As in kexec2_failure().
 * @name:   The name.  NULL for none: then a descriptor goes by its path, or
 *          by its number if it has none.
 *
 * For files that were given by descriptor and are known to people by another
 * name than their path, such as what was taken out of another file.  Nothing
 * but the sentences of kexec2_failure() depends on it.  Choosing another
 * kernel forgets the name of the one before.
 *
 * Return: 0, or
 *   -EINVAL  there is no such part, or no kernel was set;
 *   -ENOMEM  out of memory.
 */
int kexec2_set_name(struct kexec2 *kx, int initrd, const char *name);

/**
 * kexec2_set_cmdline() - set the command line of the next kernel
 * @kx:      The handle.
 * @cmdline: The command line.  NULL or "" for none, as in a new handle.
 *
 * Replaces a command line set before, and on failure leaves that one in place.
 *
 * Return: 0, or -ENOMEM.
 */
int kexec2_set_cmdline(struct kexec2 *kx, const char *cmdline);

/**
 * kexec2_set_flags() - set the flags of the load
 * @kx:    The handle.
 * @flags: KEXEC_FILE_* of <linux/kexec.h>, 0 in a new handle.
 *         KEXEC_FILE_ON_CRASH is for kexec2_unload(), too.
 *         KEXEC_FILE_NO_INITRAMFS is not needed: a load without parts has it
 *         set.
 *         KEXEC_FILE2_REQUIRE_MEASURE of <linux/kexec_file_load2.h> makes the
 *         load fail with -EPROTO unless IMA has recorded what is loaded and
 *         that it is loaded.  Kernels that do not know it fail with -EINVAL.
 *
 * Replaces the flags set before.  Which flags are known is for the running
 * kernel to say, in kexec2_load().
 *
 * Return: 0, or -EINVAL for KEXEC_FILE_UNLOAD: that is kexec2_unload().
 */
int kexec2_set_flags(struct kexec2 *kx, uint64_t flags);

/**
 * kexec2_load() - load the image, in place of one loaded before
 * @kx: The handle.  It may be changed and loaded again.
 *
 * On failure the image loaded before stays loaded, except with
 * KEXEC_FILE_ON_CRASH: the memory reserved for crash images holds only one, so
 * a load that fails can leave none.
 *
 * Needs CAP_SYS_BOOT in the initial user namespace.
 *
 * Return: 0, or
 *   -EINVAL  no kernel was set; or an error of kexec_file_load2(2).
 */
int kexec2_load(struct kexec2 *kx);

/**
 * kexec2_load_joined() - load the image through kexec_file_load(2)
 * @kx: The handle, as for kexec2_load().
 *
 * For kernels that do not have kexec_file_load2(2).  Several parts are joined
 * in a sealed memfd as that call joins them: each part at a multiple of 4
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
 *   -EINVAL  no kernel was set, or KEXEC_FILE2_REQUIRE_MEASURE is set, which
 *            this call cannot do;
 *   -ENOSYS  the kernel does not have kexec_file_load(2);
 *   or an error of kexec_file_load(2), or of memfd_create(2), read(2) or
 *   write(2) when the parts are joined.
 */
int kexec2_load_joined(struct kexec2 *kx);

/**
 * kexec2_unload() - unload the image that is loaded, if one is
 * @kx: The handle.  Only KEXEC_FILE_ON_CRASH of its flags counts: with it, the
 *      crash image is unloaded.
 *
 * Uses kexec_file_load(2), and so works on kernels that do not have
 * kexec_file_load2(2), for images that either call or kexec_load(2) loaded.
 *
 * Needs CAP_SYS_BOOT in the initial user namespace.
 *
 * Return: 0, also if nothing was loaded, or
 *   -EPERM   no CAP_SYS_BOOT, or kexec is switched off or limited;
 *   -EBUSY   a load or unload is under way;
 *   -ENOSYS  the kernel does not have kexec_file_load(2).
 */
int kexec2_unload(struct kexec2 *kx);

/**
 * kexec2_failure() - explain the last failure on a handle
 * @kx:     The handle.
 * @stage:  Receives how far it came: a value of enum kexec_load_stage.  Later
 *          kernels may know more values.  May be NULL.
 * @initrd: Receives the index of the part concerned, from 0, or -1.  May be
 *          NULL.
 *
 * The functions above that take a handle, but for kexec2_ref() and
 * kexec2_unref(), set or clear the failure.
 *
 * Return: a sentence in English, without a full stop and newline, that names
 * the file, the cause and what to do; "" if the last call succeeded.  It
 * belongs to the handle and is valid until the next call on the handle.
 */
const char *kexec2_failure(const struct kexec2 *kx, unsigned int *stage,
			   int *initrd);

/**
 * kexec2_is_loaded() - is an image loaded?
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
int kexec2_is_loaded(uint64_t flags);

/**
 * kexec2_exec() - start the loaded kernel, at once
 *
 * Does not stop services, unmount or even sync(2) file systems; the caller has
 * done that.
 *
 * Return: only on failure:
 *   -EPERM   no CAP_SYS_BOOT in the initial user namespace;
 *   -EINVAL  no image is loaded, the kernel has no kexec, or the caller is in
 *            a PID namespace of its own;
 *   -EBUSY   a load or unload is under way;
 *   or what a driver said that could not be shut down.
 * 0 is for a kernel that kexec_load(2) loaded with KEXEC_PRESERVE_CONTEXT and
 * that has jumped back.
 */
int kexec2_exec(void);

#ifdef __cplusplus
}
#endif

#endif /* LIBKEXEC2_H */
