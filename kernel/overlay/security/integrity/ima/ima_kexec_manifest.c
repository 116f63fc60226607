// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The text that tells what a load from files consists of.
 *
 * All digests in it are of the bytes in the buffers that are booted, never
 * from a cache.
 */

#include <crypto/hash.h>
#include <linux/err.h>
#include <linux/kexec.h>
#include <linux/kexec_request.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "ima.h"
#include "ima_kexec_records.h"

/* A line of a part, with the longest label and two of the longest digests. */
#define LINE_SIZE	(96 + KEXEC_INITRD_LABEL_SIZE + 4 * HASH_MAX_DIGESTSIZE)

/* A digest of the first @part bytes of @buf, and one of all @size. */
static int digest_twice(struct crypto_shash *tfm, const void *buf, size_t part,
			size_t size, u8 *part_digest, u8 *digest)
{
	SHASH_DESC_ON_STACK(desc, tfm);
	SHASH_DESC_ON_STACK(fork, tfm);
	size_t done = 0;
	void *state;
	int ret;

	desc->tfm = tfm;
	fork->tfm = tfm;
	state = kmalloc(crypto_shash_statesize(tfm), GFP_KERNEL);
	if (!state)
		return -ENOMEM;

	ret = crypto_shash_init(desc);
	while (!ret && done < size) {
		size_t end = done < part ? part : size;
		size_t len = min_t(size_t, end - done, SZ_1M);

		ret = crypto_shash_update(desc, buf + done, len);
		done += len;
		cond_resched();

		if (!ret && done == part && part < size) {
			ret = crypto_shash_export(desc, state) ?:
			      crypto_shash_import(fork, state) ?:
			      crypto_shash_final(fork, part_digest);
		}
	}
	if (!ret)
		ret = crypto_shash_final(desc, digest);
	if (!ret && part == size && part_digest != digest)
		memcpy(part_digest, digest, crypto_shash_digestsize(tfm));

	shash_desc_zero(desc);
	shash_desc_zero(fork);
	kfree(state);
	return ret;
}

static int hash_buffer(const void *buf, size_t part, size_t size,
		       u8 *part_digest, u8 *digest)
{
	struct crypto_shash *tfm;
	int ret;

	tfm = crypto_alloc_shash(hash_algo_name[ima_hash_algo], 0, 0);
	if (IS_ERR(tfm))
		return PTR_ERR(tfm);

	ret = digest_twice(tfm, buf, part, size, part_digest, digest);
	crypto_free_shash(tfm);
	return ret;
}

/**
 * ima_kexec_hash_part() - take the digests of a part of the initramfs
 * @req:  the load
 * @part: a part that was read, and is still in its buffer
 *
 * Does nothing if they were taken before.
 *
 * Return: 0, -ENOMEM or an error of the crypto API.
 */
int ima_kexec_hash_part(struct kexec_request *req,
			struct kexec_initrd_part *part)
{
	int ret;

	if (part->hashed)
		return 0;

	ret = hash_buffer(part->buf, part->payload, part->size, part->digest,
			  part->file_digest);
	part->hashed = !ret;
	return ret;
}

static void put_digest(struct seq_buf *s, const u8 *digest, size_t size)
{
	seq_buf_printf(s, " %s:%*phN %zu", hash_algo_name[ima_hash_algo],
		       hash_digest_size[ima_hash_algo], digest, size);
}

static int put_buffer(struct seq_buf *s, const char *name, const void *buf,
		      size_t size)
{
	u8 digest[HASH_MAX_DIGESTSIZE];
	int ret;

	ret = hash_buffer(buf, size, size, digest, digest);
	if (ret)
		return ret;

	seq_buf_puts(s, name);
	put_digest(s, digest, size);
	seq_buf_putc(s, '\n');
	return 0;
}

static int put_part(struct seq_buf *s, struct kexec_request *req,
		    unsigned int i)
{
	struct kexec_initrd_part *part = &req->initrds[i];
	int ret;

	/* No record may have been wanted yet when it was read. */
	ret = ima_kexec_hash_part(req, part);
	if (ret)
		return ret;

	seq_buf_printf(s, "initrd %u %s", i, *part->label ? part->label : "-");
	put_digest(s, part->digest, part->payload);
	if (part->payload != part->size) {
		seq_buf_puts(s, " signed");
		put_digest(s, part->file_digest, part->size);
	}
	seq_buf_putc(s, '\n');
	return 0;
}

/**
 * ima_kexec_manifest_size() - an upper bound of the size of a manifest
 * @req: the load
 *
 * Return: The size in bytes, with the NUL.
 */
size_t ima_kexec_manifest_size(const struct kexec_request *req)
{
	return 1024 + req->nr_initrds * LINE_SIZE;
}

/**
 * ima_kexec_put_manifest() - write down what a load consists of
 * @s:     gets the lines that follow the head
 * @req:   the load
 * @image: the image, with the kernel and the command line
 *
 * Return: 0, -ENOMEM or an error of the crypto API.
 */
int ima_kexec_put_manifest(struct seq_buf *s, struct kexec_request *req,
			   const struct kimage *image)
{
	size_t cmdline_len;
	int ret;

	seq_buf_printf(s, "flags %#llx\n", req->flags);
	ret = put_buffer(s, "kernel", image->kernel_buf, image->kernel_buf_len);
	if (ret)
		return ret;

	if (!(req->flags & KEXEC_FILE_NO_INITRAMFS)) {
		for (unsigned int i = 0; i < req->nr_initrds; i++) {
			ret = put_part(s, req, i);
			if (ret)
				return ret;
		}
	}

	/* Less the NUL. */
	cmdline_len = image->cmdline_buf_len ? image->cmdline_buf_len - 1 : 0;
	return put_buffer(s, "cmdline", image->cmdline_buf, cmdline_len);
}
