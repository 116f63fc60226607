// SPDX-License-Identifier: LGPL-2.1-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The handle: what is to be loaded. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

KX_PUBLIC int kexec2_new(struct kexec2 **kx)
{
	struct kexec2 *new = calloc(1, sizeof(*new));

	if (!new)
		return -ENOMEM;
	atomic_init(&new->refs, 1);
	new->kernel = KX_NO_FILE;
	new->failure.initrd = -1;
	*kx = new;
	return 0;
}

KX_PUBLIC struct kexec2 *kexec2_ref(struct kexec2 *kx)
{
	if (kx)
		atomic_fetch_add_explicit(&kx->refs, 1, memory_order_relaxed);
	return kx;
}

KX_PUBLIC struct kexec2 *kexec2_unref(struct kexec2 *kx)
{
	unsigned int i;

	if (!kx || atomic_fetch_sub_explicit(&kx->refs, 1,
					     memory_order_acq_rel) > 1)
		return NULL;

	kx_file_close(&kx->kernel);
	for (i = 0; i < kx->nr_parts; i++)
		kx_file_close(&kx->parts[i].file);
	free(kx->parts);
	free(kx->cmdline);
	free(kx->failure.sentence);
	free(kx);
	return NULL;
}

static int set_kernel(struct kexec2 *kx, struct kx_file *file, int err)
{
	if (err) {
		return kx_explain(kx, &(struct kx_error){
			.kx = kx,
			.op = KX_OPEN,
			.err = -err,
			.stage = KEXEC_LOAD_KERNEL,
			.initrd = -1,
			.file = file,
		});
	}
	kx_file_close(&kx->kernel);
	kx->kernel = *file;
	return kx_succeed(kx);
}

KX_PUBLIC int kexec2_set_kernel_fd(struct kexec2 *kx, int fd)
{
	struct kx_file file = { .fd = -1, .given_fd = fd };

	return set_kernel(kx, &file, kx_file_dup(&file, fd));
}

KX_PUBLIC int kexec2_set_kernel_path(struct kexec2 *kx, const char *path)
{
	struct kx_file file = {
		.fd = -1, .given_fd = -1, .name = (char *)path,
	};

	if (!path)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_KERNEL, -1,
			       "the path of the kernel is missing; name a file");
	return set_kernel(kx, &file, kx_file_open(&file, path));
}

/* What can be said of a part before its file is looked at. */
static int check_part(struct kexec2 *kx, const char *label)
{
	int index = (int)kx->nr_parts;

	if (kx->nr_parts >= KEXEC_INITRD_MAX)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_INITRD, index,
			       "initrd %d is one too many; join some of the parts, as at most %d can be loaded",
			       index + 1, KEXEC_INITRD_MAX);
	if (!kx_label_valid(label))
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_INITRD, index,
			       "\"%s\" cannot be the label of initrd %d; a label is 1 to %d characters of A-Z a-z 0-9 . _ -",
			       label, index + 1, KEXEC_INITRD_LABEL_SIZE - 1);
	return 0;
}

static int add_part(struct kexec2 *kx, struct kx_file *file, int err,
		    const char *label)
{
	struct kx_part *parts, *part;

	if (!err) {
		parts = reallocarray(kx->parts, kx->nr_parts + 1,
				     sizeof(*parts));
		if (parts)
			kx->parts = parts;
		else
			err = -ENOMEM;
	}
	if (err) {
		int ret = kx_explain(kx, &(struct kx_error){
			.kx = kx,
			.op = KX_OPEN,
			.err = -err,
			.stage = KEXEC_LOAD_INITRD,
			.initrd = (int)kx->nr_parts,
			.file = file,
		});

		if (file->fd >= 0)
			kx_file_close(file);
		return ret;
	}

	part = &kx->parts[kx->nr_parts++];
	memset(part, 0, sizeof(*part));
	part->file = *file;
	memcpy(part->label, label, strlen(label));
	return kx_succeed(kx);
}

KX_PUBLIC int kexec2_add_initrd_fd(struct kexec2 *kx, int fd,
				   const char *label)
{
	struct kx_file file = { .fd = -1, .given_fd = fd };
	int err;

	if (!label)
		label = "";
	err = check_part(kx, label);
	if (err)
		return err;
	return add_part(kx, &file, kx_file_dup(&file, fd), label);
}

KX_PUBLIC int kexec2_add_initrd_path(struct kexec2 *kx, const char *path,
				     const char *label)
{
	struct kx_file file = {
		.fd = -1, .given_fd = -1, .name = (char *)path,
	};
	int err;

	if (!label)
		label = "";
	err = check_part(kx, label);
	if (err)
		return err;
	if (!path)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_INITRD,
			       (int)kx->nr_parts,
			       "the path of initrd %u is missing; name a file",
			       kx->nr_parts + 1);
	return add_part(kx, &file, kx_file_open(&file, path), label);
}

KX_PUBLIC int kexec2_set_name(struct kexec2 *kx, int initrd, const char *name)
{
	struct kx_file *file = &kx->kernel;
	char *copy = NULL;

	if (initrd < -1 || initrd >= (int)kx->nr_parts)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_INITRD, -1,
			       "there is no part with the index %d to name; add it first",
			       initrd);
	if (initrd >= 0)
		file = &kx->parts[initrd].file;
	else if (file->fd < 0)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_KERNEL, -1,
			       "there is no kernel to name; choose one with kexec2_set_kernel_fd()");
	if (name) {
		copy = strdup(name);
		if (!copy)
			return kx_fail(kx, -ENOMEM, KEXEC_LOAD_ARGS, initrd,
				       "there is no memory for the name of a file; free some and try again");
	}
	free(file->name);
	file->name = copy;
	return kx_succeed(kx);
}

KX_PUBLIC int kexec2_set_cmdline(struct kexec2 *kx, const char *cmdline)
{
	char *copy = NULL;

	if (cmdline && *cmdline) {
		copy = strdup(cmdline);
		if (!copy)
			return kx_fail(kx, -ENOMEM, KEXEC_LOAD_CMDLINE, -1,
				       "there is no memory for the command line; free some and try again");
	}
	free(kx->cmdline);
	kx->cmdline = copy;
	kx->cmdline_size = copy ? strlen(copy) + 1 : 0;
	return kx_succeed(kx);
}

KX_PUBLIC int kexec2_set_flags(struct kexec2 *kx, uint64_t flags)
{
	if (flags & KEXEC_FILE_UNLOAD)
		return kx_fail(kx, -EINVAL, KEXEC_LOAD_ARGS, -1,
			       "KEXEC_FILE_UNLOAD is not a flag of a load; call kexec2_unload()");
	kx->flags = flags;
	return kx_succeed(kx);
}
