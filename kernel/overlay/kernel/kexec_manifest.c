// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * The record of what was loaded, for IMA.
 *
 * An entry for each file does not tell what was loaded: IMA makes no second
 * entry for a file that it has measured, and none says in which order, or
 * whether, the file was used.  So a load makes two critical-data records of
 * its own.  The manifest lists everything that is in the image; the commit
 * says that this image was loaded, and is the last step that can fail.  An
 * image that goes away is recorded, too.
 *
 * Documentation/userspace-api/kexec_file_load2.rst has the format.
 */

#define pr_fmt(fmt)	"kexec_file: " fmt

#include <crypto/hash.h>
#include <crypto/hash_info.h>
#include <linux/ima.h>
#include <linux/ima_kexec.h>
#include <linux/kexec.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "kexec_request.h"

#define FORMAT		"kexec_file_load2 1\n"

/* A line of a part, with the longest label and two SHA-512 digests. */
#define LINE_SIZE	(96 + KEXEC_INITRD_LABEL_SIZE + 4 * HASH_MAX_DIGESTSIZE)

/* Records of this boot so far.  The kexec lock protects it. */
static u64 kexec_record_seq;

static const char *image_name(int type)
{
	return type == KEXEC_TYPE_CRASH ? "crash" : "default";
}

static int record(const char *name, const char *text, size_t len)
{
	return ima_measure_critical_data(IMA_KEXEC_RECORDS, name, text, len,
					 false, NULL, 0);
}

/* A digest of @buf so far, and one of all of it. */
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

static struct crypto_shash *digest_tfm(void)
{
	enum hash_algo algo = ima_get_current_hash_algo();

	if (algo >= HASH_ALGO__LAST)
		return ERR_PTR(-ENOENT);
	return crypto_alloc_shash(hash_algo_name[algo], 0, 0);
}

static int digest(const void *buf, size_t size, u8 *to)
{
	struct crypto_shash *tfm = digest_tfm();
	int ret;

	if (IS_ERR(tfm))
		return PTR_ERR(tfm);
	ret = digest_twice(tfm, buf, size, size, to, to);
	crypto_free_shash(tfm);
	return ret;
}

/**
 * kexec_manifest_begin() - find out whether the load is to be recorded
 * @req: request
 *
 * Return: 0, or -EPROTO if the caller requires a record and the policy does
 * not ask for one.
 */
int kexec_manifest_begin(struct kexec_request *req)
{
	req->record = ima_kexec_records_wanted();
	if (req->record || !(req->flags & KEXEC_FILE2_REQUIRE_MEASURE))
		return 0;

	kexec_request_enter(req, KEXEC_LOAD_MEASURE);
	return -EPROTO;
}

/**
 * kexec_manifest_initrd() - take the digests of a part, and measure it by label
 * @req:     request
 * @part:    the part, still open
 * @buf:     what was read from it
 * @size:    how many bytes
 * @payload: how many of them go into the image
 *
 * The bytes are hashed once, and only if a rule asks for it.  Failing to
 * measure does not fail the load, unless it is to be recorded and the caller
 * requires that.
 */
void kexec_manifest_initrd(struct kexec_request *req,
			   struct kexec_initrd_part *part, void *buf,
			   size_t size, size_t payload)
{
	bool wanted = ima_kexec_initrd_wanted(part->file, part->label);
	u8 whole[HASH_MAX_DIGESTSIZE];
	struct crypto_shash *tfm;
	int ret;

	part->payload = payload;
	if (!req->record && !wanted)
		return;

	tfm = digest_tfm();
	ret = PTR_ERR_OR_ZERO(tfm);
	if (!ret) {
		ret = digest_twice(tfm, buf, payload, size, part->digest,
				   whole);
		crypto_free_shash(tfm);
	}
	if (ret) {
		pr_err("cannot hash a part of the initramfs: %d\n", ret);
		req->record = false;
		return;
	}

	part->hashed = true;
	memcpy(part->file_digest, whole, sizeof(whole));
	if (wanted)
		ima_kexec_initrd(part->file, part->label, buf, size, whole);
}

static void put_digest(struct seq_buf *s, const u8 *digest, size_t size)
{
	enum hash_algo algo = ima_get_current_hash_algo();

	seq_buf_printf(s, " %s:%*phN %zu", hash_algo_name[algo],
		       hash_digest_size[algo], digest, size);
}

static void put_head(struct seq_buf *s, u64 seq, int type)
{
	seq_buf_printf(s, FORMAT "seq %llu\nimage %s\n", seq, image_name(type));
}

static int put_manifest(struct seq_buf *s, const struct kexec_request *req,
			const struct kimage *image)
{
	u8 hash[HASH_MAX_DIGESTSIZE];
	size_t len;
	int ret;

	put_head(s, req->record_seq, image->type);
	seq_buf_printf(s, "flags %#llx\n", req->flags);

	ret = digest(image->kernel_buf, image->kernel_buf_len, hash);
	if (ret)
		return ret;
	seq_buf_puts(s, "kernel");
	put_digest(s, hash, image->kernel_buf_len);
	seq_buf_putc(s, '\n');

	for (unsigned int i = 0; i < req->nr_initrds; i++) {
		const struct kexec_initrd_part *part = &req->initrds[i];

		if (req->flags & KEXEC_FILE_NO_INITRAMFS)
			break;

		if (!part->hashed)
			return -ENODATA;

		seq_buf_printf(s, "initrd %u %s", i, *part->label ?
			       part->label : "-");
		put_digest(s, part->digest, part->payload);
		if (part->payload != part->size) {
			seq_buf_puts(s, " signed");
			put_digest(s, part->file_digest, part->size);
		}
		seq_buf_putc(s, '\n');
	}

	len = image->cmdline_buf_len ? image->cmdline_buf_len - 1 : 0;
	ret = digest(image->cmdline_buf, len, hash);
	if (ret)
		return ret;
	seq_buf_puts(s, "cmdline");
	put_digest(s, hash, len);
	seq_buf_putc(s, '\n');

	return seq_buf_has_overflowed(s) ? -E2BIG : 0;
}

static int require(struct kexec_request *req, int ret)
{
	if (!ret || !(req->flags & KEXEC_FILE2_REQUIRE_MEASURE))
		return 0;

	kexec_request_enter(req, KEXEC_LOAD_MEASURE);
	return -EPROTO;
}

/**
 * kexec_manifest_record() - record what is about to be loaded
 * @req:   request, all of it read
 * @image: the image, before IMA sizes the list that goes along with it
 *
 * Return: 0, or -EPROTO if the caller requires a record and none was made.
 */
int kexec_manifest_record(struct kexec_request *req, const struct kimage *image)
{
	size_t size = 512 + req->nr_initrds * LINE_SIZE;
	struct seq_buf s;
	char *text;
	int ret;

	if (!req->record)
		return require(req, -ENOENT);

	req->record_seq = ++kexec_record_seq;
	text = kvmalloc(size, GFP_KERNEL);
	if (!text) {
		ret = -ENOMEM;
		goto out;
	}

	seq_buf_init(&s, text, size);
	ret = put_manifest(&s, req, image);
	if (!ret)
		ret = digest(text, seq_buf_used(&s), req->record_digest);
	if (!ret)
		ret = record("kexec-manifest", text, seq_buf_used(&s));
	kvfree(text);
out:
	if (ret) {
		pr_err("cannot record what is loaded: %d\n", ret);
		req->record = false;
	}
	return require(req, ret);
}

/**
 * kexec_manifest_commit() - record that the image is loaded
 * @req: request whose manifest was recorded
 *
 * Nothing may fail after it.
 *
 * Return: 0, or -EPROTO if the caller requires a record and none was made.
 */
int kexec_manifest_commit(struct kexec_request *req)
{
	char text[128 + 2 * HASH_MAX_DIGESTSIZE];
	enum hash_algo algo = ima_get_current_hash_algo();
	int ret, len;

	if (!req->record)
		return require(req, -ENOENT);

	len = scnprintf(text, sizeof(text),
			FORMAT "seq %llu\nmanifest %s:%*phN\n",
			req->record_seq, hash_algo_name[algo],
			hash_digest_size[algo], req->record_digest);
	ret = record("kexec-commit", text, len);
	if (ret)
		pr_err("cannot record that an image is loaded: %d\n", ret);
	return require(req, ret);
}

/**
 * kexec_manifest_gone() - record that an image went away
 * @type: type of the image
 * @name: name of the record: "kexec-unload", or "kexec-load" if kexec_load(2)
 *        has put an image in its place
 */
void kexec_manifest_gone(int type, const char *name)
{
	char text[128];
	struct seq_buf s;

	if (!ima_kexec_records_wanted())
		return;

	seq_buf_init(&s, text, sizeof(text));
	put_head(&s, ++kexec_record_seq, type);
	if (record(name, text, seq_buf_used(&s)))
		pr_err("cannot record that an image is gone\n");
}
