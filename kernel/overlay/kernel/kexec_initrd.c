// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Read the parts of an initramfs, and join them.
 *
 * Each part is a file of its own to the LSMs, and is read straight into its
 * place in the one buffer that the next kernel gets:
 *
 *   - a part starts at a multiple of 4 bytes: init/initramfs.c takes a cpio
 *     header at no other offset for one;
 *   - at least 4 zero bytes stand between two parts: the legacy LZ4 format
 *     has no end marker, and lib/decompress_unlz4.c takes the next word for
 *     the size of a block unless it is zero;
 *   - nothing follows the last part: a bootconfig is looked for at the very
 *     end;
 *   - an appended signature at the end of a part is for IMA and stays out of
 *     the buffer: it is not an archive, and would end the unpacking.
 *
 * A part is hashed while it and the next ones are read.  The LSMs judge the
 * parts one after the other, in the context of the caller, each when it was
 * hashed.
 */

#define pr_fmt(fmt)	"kexec_file: " fmt

#include <linux/align.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/kexec.h>
#include <linux/kexec_versions.h>
#include <linux/minmax.h>
#include <linux/module_signature.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "kexec_hash.h"
#include "kexec_pages.h"
#include "kexec_request.h"

#define INITRD_ALIGN	4
#define INITRD_GAP	4

/* So much of a part is read before it is told that it can be hashed. */
#define PIECE		SZ_1M

/**
 * struct join - how far the joining of parts is
 * @req:    The load.
 * @hasher: Its hasher.
 * @judged: How many parts the LSMs have judged.
 * @bad:    The last part that is read, as something is wrong with it.
 * @error:  What that is.
 */
struct join {
	struct kexec_request		*req;
	struct kexec_hasher		*hasher;
	unsigned int			judged;
	const struct kexec_initrd_part	*bad;
	int				error;
};

/* The part that the LSMs are at; loads do not run at the same time. */
static struct {
	struct task_struct		*task;
	const struct kexec_request	*req;
	const struct kexec_initrd_part	*part;
} at_lsm;

/**
 * kexec_known_digest() - the digest of a buffer, if it is known
 * @buf:  what was given to security_kernel_post_read_file()
 * @size: its size in bytes
 * @algo: name of a hash algorithm
 *
 * For that hook, in which an LSM that needs a digest would hash the buffer.
 *
 * Return: the digest, until the hook returns, or NULL.
 */
const u8 *kexec_known_digest(const void *buf, size_t size, const char *algo)
{
	const struct kexec_initrd_part *part;

	if (READ_ONCE(at_lsm.task) != current)
		return NULL;

	part = at_lsm.part;
	if (part->buf != buf || part->size != size)
		return NULL;
	if (part->hashed && !strcmp(algo, at_lsm.req->hash))
		return part->file_digest;
	if (part->image_hashed && part->payload == size &&
	    part->piece >= size && !strcmp(algo, "sha256"))
		return *part->image_digests;
	return NULL;
}

/**
 * kexec_initrd_next() - where a part starts
 * @end: where the one before it ends, or 0 if there is none
 *
 * Return: offset in bytes from where the first part starts.
 */
u64 kexec_initrd_next(u64 end)
{
	return end ? ALIGN(end + INITRD_GAP, INITRD_ALIGN) : 0;
}

/*
 * Length of the archive in the @len bytes at @buf: all of them, less the
 * signature that IMA finds at their end (see ima_read_modsig()).
 */
static ssize_t initrd_payload(const void *buf, size_t len)
{
	const size_t marker_len = strlen(MODULE_SIGNATURE_MARKER);
	struct module_signature sig;
	int ret;

	if (!IS_ENABLED(CONFIG_MODULE_SIG_FORMAT))
		return len;

	if (len <= marker_len + sizeof(sig) ||
	    memcmp(buf + len - marker_len, MODULE_SIGNATURE_MARKER, marker_len))
		return len;

	len -= marker_len;
	memcpy(&sig, buf + len - sizeof(sig), sizeof(sig));
	ret = mod_check_sig(&sig, len, "initramfs part");
	if (ret)
		return ret;

	return len - sizeof(sig) - be32_to_cpu(sig.sig_len);
}

/*
 * kernel_read_file() to @part->buf, which has room for the size of the part
 * and no more; but for the last hook, which is left to judge_part().
 *
 * The file could be written to since it was opened.  A server can change it at
 * any time, and a memfd has no writers that are counted.  A file whose size is
 * no longer the one that the buffer was laid out for is not loaded.
 */
static int read_part(struct join *join, unsigned int i)
{
	struct kexec_initrd_part *part = &join->req->initrds[i];
	struct inode *inode = file_inode(part->file);
	loff_t pos = 0;
	int ret;

	ret = deny_write_access(part->file);
	if (ret)
		return ret;

	ret = -EIO;
	if (i_size_read(inode) != part->size)
		goto out;

	ret = security_kernel_read_file(part->file, READING_KEXEC_INITRAMFS,
					true);
	while (!ret && pos < part->size) {
		size_t piece = min_t(size_t, part->size - pos, PIECE);
		ssize_t len = kernel_read(part->file, (void *)part->buf + pos,
					  piece, &pos);

		if (len > 0)
			kexec_hash_read(join->hasher, i, pos);
		else
			ret = len ?: -EIO;
		cond_resched();
	}
	if (i_size_read(inode) != part->size)
		ret = -EIO;
out:
	allow_write_access(part->file);
	return ret;
}

/*
 * Let the LSMs judge the next part.
 *
 * A part that fs-verity was enabled for meanwhile is refused: IMA may have
 * appraised the digest that fs-verity has, but what was read before that has
 * not been checked with it.
 */
static int judge_part(struct join *join)
{
	struct kexec_request *req = join->req;
	struct kexec_initrd_part *part = &req->initrds[join->judged];
	int ret;

	req->report.initrd = join->judged;
	ret = kexec_hash_wait(join->hasher, join->judged++);
	if (ret)
		return ret;

	at_lsm.req = req;
	at_lsm.part = part;
	WRITE_ONCE(at_lsm.task, current);
	ret = security_kernel_post_read_file(part->file, (char *)part->buf,
					     part->size,
					     READING_KEXEC_INITRAMFS);
	WRITE_ONCE(at_lsm.task, NULL);
	if (ret)
		return ret;
	if (IS_VERITY(file_inode(part->file)) && !part->verity)
		return -EIO;

	return part == join->bad ? join->error :
				   security_kexec_load_part(req, part);
}

/* Let them judge all parts before @end, or those that they need not wait for. */
static int judge_parts(struct join *join, unsigned int end, bool wait)
{
	int ret = 0;

	while (!ret && join->judged < end &&
	       (wait || kexec_hash_done(join->hasher, join->judged)))
		ret = judge_part(join);
	return ret;
}

/*
 * Read and judge all parts.  The LSMs are asked about each part that was read,
 * also if the next one cannot be.
 */
static int join_parts(struct join *join, struct kimage *image)
{
	struct kexec_request *req = join->req;
	void *buf = image->initrd_buf;
	u64 start, end = 0;
	int ret;

	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		struct kexec_initrd_part *part = &req->initrds[i];
		ssize_t len;

		req->report.initrd = i;
		start = kexec_initrd_next(end);
		memset(buf + end, 0, start - end);
		part->buf = buf + start;

		kexec_hash_part(join->hasher, i);
		ret = read_part(join, i);
		if (ret) {
			ret = judge_parts(join, i, true) ?: ret;
			if (join->judged == i)
				req->report.initrd = i;
			return ret;
		}

		len = initrd_payload(part->buf, part->size);
		part->payload = len < 0 ? part->size : len;
		kexec_hash_all_read(join->hasher, i);
		if (len < 0) {
			join->bad = part;
			join->error = len;
		}

		/* The next part is read over the signature of this one. */
		ret = judge_parts(join, i + 1, join->bad ||
				  part->payload != part->size);
		if (ret)
			return ret;

		kexec_dprintk("initrd[%u]: offset: %#llx size: %#zx label: %s\n",
			      i, start, part->payload, part->label);
		end = start + part->payload;
	}

	image->initrd_buf_len = end;
	return judge_parts(join, req->nr_initrds, true);
}

/* The one part of kexec_file_load(2) goes into the image as it is. */
static int read_verbatim(struct kexec_request *req, struct kimage *image)
{
	struct kexec_initrd_part *part = req->initrds;
	struct inode *inode = file_inode(part->file);
	void *buf = image->initrd_buf;
	ssize_t len;

	req->report.initrd = 0;
	len = kernel_read_file(part->file, 0, &buf, part->size, NULL,
			       READING_KEXEC_INITRAMFS);
	if (len != part->size) {
		if (len >= 0 || i_size_read(inode) != part->size)
			return -EIO;
		return len;
	}
	if (IS_VERITY(inode) && !part->verity)
		return -EIO;

	part->buf = buf;
	part->payload = len;
	image->initrd_buf_len = len;
	return security_kexec_load_part(req, part);
}

/**
 * kexec_request_read_initrds() - read and join the initramfs parts
 * @req:   request
 * @image: gets the buffer
 *
 * On failure the buffer is left to kimage_file_post_load_cleanup().
 *
 * Return: 0; an error of kexec_request_open_initrds(), kernel_read_file(),
 * mod_check_sig(), kexec_hash_begin(), kexec_hash_wait() or
 * security_kexec_load_part(); -EIO if the size of a part has changed, or
 * fs-verity was enabled for it.
 */
int kexec_request_read_initrds(struct kexec_request *req, struct kimage *image)
{
	struct join join = { .req = req };
	int ret;

	ret = kexec_request_open_initrds(req);
	if (ret)
		return ret;

	kexec_request_enter(req, KEXEC_LOAD_INITRD);
	if (!req->nr_initrds)
		return 0;

	if (kexec_pages_wanted(req))
		kexec_pages_alloc(image, req->initrd_size);
	else
		image->initrd_buf = vmalloc_huge(req->initrd_size, GFP_KERNEL);
	if (!image->initrd_buf)
		return -ENOMEM;
	if (req->verbatim)
		return read_verbatim(req, image);

	join.hasher = kexec_hash_begin(req);
	if (IS_ERR(join.hasher))
		return PTR_ERR(join.hasher);
	ret = join_parts(&join, image);
	kexec_hash_end(join.hasher);
	return ret;
}
