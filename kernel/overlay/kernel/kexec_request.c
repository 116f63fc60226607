// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Open what kexec_file_load(2) and kexec_file_load2(2) load, and read what is
 * not an initramfs.
 */

#define pr_fmt(fmt)	"kexec_file: " fmt

#include <linux/err.h>
#include <linux/fadvise.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/kexec.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>
#include "kexec_pages.h"
#include "kexec_request.h"

/*
 * Largest joined initramfs.  Segments are digested, at load and again by the
 * purgatory, with a 32-bit length, over whole pages.
 */
#define INITRD_SIZE_MAX	min_t(s64, SZ_4G - PAGE_SIZE, SSIZE_MAX)

/*
 * No kernel takes a command line that comes near this; the image handler
 * knows how much the kernel at hand takes.
 */
#define CMDLINE_SIZE_MAX	SZ_64K

static struct file *kexec_fget(int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return ERR_PTR(-EBADF);

	if (!(file->f_mode & FMODE_READ)) {
		fput(file);
		return ERR_PTR(-EBADF);
	}

	return file;
}

/**
 * kexec_request_open_kernel() - find the file of the kernel image
 * @req: request
 *
 * Return: 0, or -EBADF.
 */
int kexec_request_open_kernel(struct kexec_request *req)
{
	struct file *file;

	if (req->kernel)
		return 0;

	kexec_request_enter(req, KEXEC_LOAD_KERNEL);
	file = kexec_fget(req->kernel_fd);
	if (IS_ERR(file))
		return PTR_ERR(file);

	req->kernel = file;
	return 0;
}

/*
 * The checks of kernel_read_file(), in its order, so that a part that cannot
 * be read is found before anything is.
 */
static int initrd_open(const struct kexec_request *req,
		       struct kexec_initrd_part *part)
{
	struct file *file __free(fput) = NULL;
	loff_t size, max;

	file = kexec_fget(part->fd);
	if (IS_ERR(file))
		return PTR_ERR(file);

	if (!S_ISREG(file_inode(file)->i_mode))
		return -EINVAL;

	/*
	 * A part does not start where direct I/O wants it to, and IMA does
	 * not appraise a file that is open for direct I/O.
	 */
	if (!req->verbatim && (file->f_flags & O_DIRECT))
		return -EINVAL;

	if (inode_is_open_for_write(file_inode(file)))
		return -ETXTBSY;

	max = req->verbatim ? KEXEC_FILE_SIZE_MAX : INITRD_SIZE_MAX;
	size = i_size_read(file_inode(file));
	if (size <= 0)
		return -EINVAL;
	if (size > max)
		return -EFBIG;

	part->size = size;
	part->verity = IS_VERITY(file_inode(file));
	part->file = no_free_ptr(file);
	return 0;
}

/*
 * The initramfs needs memory for the buffer into which it is read, and once
 * more for the image, unless the buffer becomes that of the image, or the image
 * has memory reserved.  An image may take half of all memory; allocating more
 * than there is ends in the OOM killer.
 */
static bool initrds_fit(const struct kexec_request *req, u64 size)
{
	unsigned long pages = PFN_UP(size);
	long available = si_mem_available() + get_nr_swap_pages();

	if (pages > totalram_pages() / 2)
		return false;

	if (req->type != KEXEC_TYPE_CRASH && !kexec_pages_wanted(req))
		pages *= 2;
	return pages <= max(available, 0L);
}

/**
 * kexec_request_open_initrds() - find the files of all initramfs parts
 * @req: request
 *
 * Return: 0; -EBADF, -ETXTBSY; -EINVAL for what is not a regular file, is
 * empty or is open for direct I/O; -EFBIG if a part or the sum is too large;
 * -ENOMEM if there is not enough memory to load the sum.
 */
int kexec_request_open_initrds(struct kexec_request *req)
{
	u64 end = 0;
	int ret;

	if (req->initrd_size)
		return 0;

	kexec_request_enter(req, KEXEC_LOAD_INITRD);
	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		struct kexec_initrd_part *part = &req->initrds[i];

		req->report.initrd = i;
		ret = initrd_open(req, part);
		if (ret)
			return ret;

		end = kexec_initrd_next(end) + part->size;
		if (!req->verbatim && end > INITRD_SIZE_MAX)
			return -EFBIG;
	}

	req->report.initrd = -1;
	if (!req->verbatim && !initrds_fit(req, end))
		return -ENOMEM;

	req->initrd_size = end;
	return 0;
}

/**
 * kexec_request_copy_cmdline() - copy the command line from user memory
 * @req: request
 *
 * Return: 0, -EFAULT, -ENOMEM, or -EINVAL if the last byte is not NUL or the
 * command line is longer than any kernel takes.
 */
int kexec_request_copy_cmdline(struct kexec_request *req)
{
	char *cmdline;

	if (req->cmdline || !req->cmdline_len)
		return 0;

	kexec_request_enter(req, KEXEC_LOAD_CMDLINE);
	if (!req->verbatim && req->cmdline_len > CMDLINE_SIZE_MAX)
		return -EINVAL;

	cmdline = memdup_user(req->cmdline_ptr, req->cmdline_len);
	if (IS_ERR(cmdline))
		return PTR_ERR(cmdline);

	if (cmdline[req->cmdline_len - 1] != '\0') {
		kfree(cmdline);
		return -EINVAL;
	}

	req->cmdline = cmdline;
	return 0;
}

static void file_readahead(struct file *file)
{
	if (IS_ENABLED(CONFIG_ADVISE_SYSCALLS))
		vfs_fadvise(file, 0, 0, POSIX_FADV_WILLNEED);
}

/**
 * kexec_request_readahead() - start reading all files of a request
 * @req: request whose files are open
 *
 * They are read one after the other, and each is measured when it was read.
 * I/O for the later ones need not wait for that.
 */
void kexec_request_readahead(struct kexec_request *req)
{
	file_readahead(req->kernel);
	for (unsigned int i = 0; i < req->nr_initrds; i++)
		file_readahead(req->initrds[i].file);
}

/**
 * kexec_request_release() - let go of what the steps have taken
 * @req: request
 */
void kexec_request_release(struct kexec_request *req)
{
	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		if (req->initrds[i].file)
			fput(req->initrds[i].file);
		req->initrds[i].file = NULL;
	}

	if (req->kernel)
		fput(req->kernel);
	req->kernel = NULL;

	kfree(req->cmdline);
	req->cmdline = NULL;
	kfree(req->image_digests);
	req->image_digests = NULL;
}

/**
 * kexec_request_read_kernel() - read the kernel image
 * @req:   request
 * @image: gets the buffer
 *
 * Return: 0, or an error of kexec_request_open_kernel() or of
 * kernel_read_file().
 */
int kexec_request_read_kernel(struct kexec_request *req, struct kimage *image)
{
	ssize_t len;
	int ret;

	ret = kexec_request_open_kernel(req);
	if (ret)
		return ret;

	kexec_request_enter(req, KEXEC_LOAD_KERNEL);
	len = kernel_read_file(req->kernel, 0, &image->kernel_buf,
			       KEXEC_FILE_SIZE_MAX, NULL, READING_KEXEC_IMAGE);
	if (len < 0)
		return len;

	image->kernel_buf_len = len;
	return 0;
}

/**
 * kexec_request_take_cmdline() - give the command line to the image
 * @req:   request
 * @image: gets the buffer
 *
 * Return: 0, or an error of kexec_request_copy_cmdline().
 */
int kexec_request_take_cmdline(struct kexec_request *req, struct kimage *image)
{
	int ret;

	ret = kexec_request_copy_cmdline(req);
	if (ret)
		return ret;

	kexec_request_enter(req, KEXEC_LOAD_CMDLINE);
	image->cmdline_buf = no_free_ptr(req->cmdline);
	image->cmdline_buf_len = req->cmdline_len;
	return 0;
}
