// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Record what kexec loads, unloads and starts.
 *
 * An entry for each file does not tell what was loaded: IMA makes no second
 * entry for a file that it has measured, and none says in which order, or
 * whether, the file was used.  So a load makes two critical-data records of
 * its own.  The manifest lists everything that is in the image; the commit
 * says that this image was loaded, and is the last step that can fail.  An
 * image that goes away is recorded, too, and one that is started.
 *
 * Where records are wanted, what cannot be recorded is refused.
 *
 * Documentation/userspace-api/kexec_file_load2.rst has the format.
 */

#include <linux/cleanup.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/init_task.h>
#include <linux/kexec.h>
#include <linux/kexec_request.h>
#include <linux/mutex.h>
#include <linux/security.h>
#include <linux/seq_buf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include "ima.h"
#include "ima_kexec_records.h"

/* Where records go. */
struct ima_kexec_target {
	struct ima_template_desc *template;
	int pcr;
};

/* What is known of the image that is loaded; all zero if there is none. */
struct ima_kexec_loaded {
	struct ima_kexec_target target;
	u64 seq;
	bool recorded;
	bool manifest;
	u8 digest[HASH_MAX_DIGESTSIZE];
	size_t segment;		/* size of what carries the list, or 0 */
};

/* For the hooks, which do not run at the same time, and the state file. */
static DEFINE_MUTEX(ima_kexec_lock);
static struct ima_kexec_loaded ima_kexec_loaded[2];	/* by KEXEC_TYPE_* */
static u64 ima_kexec_seq;

/* The load that is under way: where its records go, has it a manifest. */
static struct ima_kexec_target ima_kexec_target;
static bool ima_kexec_manifest_made;

static const char *image_name(int type)
{
	return type == KEXEC_TYPE_CRASH ? "crash" : "default";
}

/*
 * Find out whether the policy, or the requirement, wants records, and where.
 * They are the system's and not the caller's, who could be one that no rule
 * is about.
 */
static bool records_wanted(struct ima_kexec_target *target)
{
	struct ima_template_desc *template = ima_template_desc_buf();
	int pcr = CONFIG_IMA_MEASURE_PCR_IDX;
	struct lsm_prop nobody = {};

	if (kexec_records_required()) {
		target->template = template;
		target->pcr = pcr;
		return true;
	}

	if (!template || !(ima_policy_flag & IMA_MEASURE))
		return false;

	if (!(ima_match_policy(&nop_mnt_idmap, NULL, ima_system_cred(),
			       ima_subject(&nobody), CRITICAL_DATA, 0,
			       IMA_MEASURE, &pcr, &template, IMA_KEXEC_RECORDS,
			       NULL) & IMA_MEASURE))
		return false;

	/* The text is in the list, whatever the template of the rule has. */
	if (!ima_template_fits_records(template))
		template = ima_template_desc_buf();
	target->template = template;
	target->pcr = pcr;
	return true;
}

/* Once records are wanted of a load, they are until its end. */
static void ask_for_records(struct kexec_request *req)
{
	if (records_wanted(&ima_kexec_target))
		req->record = true;
}

/*
 * Add a record to the list and extend the TPM, if there is one, with it.
 *
 * Return: 0; 1 if it is in the list, and an extend has failed meanwhile; or a
 * negative errno if it is not in the list.
 */
static int add_record(const struct ima_kexec_target *target, const char *name,
		      const char *text, size_t len, u8 *digest)
{
	unsigned long failures = ima_get_extend_failures();
	struct ima_max_digest_data hash;
	struct ima_iint_cache iint = {
		.ima_hash = container_of(&hash.hdr, struct ima_digest_data,
					 hdr),
	};
	struct ima_event_data event_data = {
		.iint		= &iint,
		.filename	= name,
		.buf		= text,
		.buf_len	= len,
	};
	struct ima_template_entry *entry;
	int ret;

	if (!target->template)
		return -ENODEV;

	hash.hdr.algo = ima_hash_algo;
	hash.hdr.length = hash_digest_size[ima_hash_algo];
	ret = ima_calc_buffer_hash(text, len, iint.ima_hash);
	if (ret < 0)
		return ret;
	if (digest)
		memcpy(digest, hash.digest, hash.hdr.length);

	ret = ima_alloc_init_template(&event_data, &entry, target->template);
	if (ret < 0)
		return ret;

	ret = ima_store_template(entry, 0, NULL, name, target->pcr);
	if (ret < 0) {
		ima_free_template_entry(entry);
		return ret;
	}
	return ima_get_extend_failures() != failures;
}

static int refuse(const struct kexec_request *req, const char *reason)
{
	pr_err("kexec %s refused: %s\n", req->unload ? "unload" : "load",
	       reason);
	return -EPROTO;
}

static int refuse_record(const struct kexec_request *req, int ret)
{
	char reason[48];

	if (ret > 0)
		return refuse(req, "a TPM extend has failed");

	snprintf(reason, sizeof(reason), "it cannot be recorded: error %d",
		 ret);
	return refuse(req, reason);
}

/* A load that has no manifest, and left no entry: it does not count. */
static int refuse_late(const struct kexec_request *req)
{
	if (ima_kexec_seq == req->record_seq)
		ima_kexec_seq--;
	return refuse(req, "the rule for records has come meanwhile");
}

/* Size of the segment that carries the list, or 0 if none does. */
static size_t list_segment(const struct kimage *image)
{
#ifdef CONFIG_IMA_KEXEC
	if (image->ima_buffer_map)
		return image->ima_buffer_size;
#endif
	return 0;
}

static bool list_carried(const struct kimage *image)
{
	size_t segment = list_segment(image);
	size_t end = IMA_KEXEC_COMMIT_SIZE + IMA_KEXEC_END_SIZE;

	return segment > end &&
	       ima_kexec_list_size() <= segment - end;
}

/*
 * Where records are not only wanted, but to be relied on, refuse a load whose
 * records cannot be.  @image is NULL before it is complete.
 */
static int refuse_unreliable(const struct kexec_request *req,
			     const struct kimage *image)
{
	if (!kexec_records_required() &&
	    !(req->flags & KEXEC_FILE2_REQUIRE_MEASURE))
		return 0;

	if (!req->record)
		return refuse(req, "no rule asks for records");
	if (!ima_tpm_chip)
		return refuse(req, "no TPM");
	if (ima_get_extend_failures())
		return refuse(req, "a TPM extend has failed in this boot");
	if (req->unload)
		return 0;
	if (req->raw)
		return refuse(req, "kexec_load tells nothing of the image");
	if (req->type != KEXEC_TYPE_CRASH &&
	    (!IS_ENABLED(CONFIG_IMA_KEXEC) || (image && !list_carried(image))))
		return refuse(req, "the list cannot be carried");
	return 0;
}

/**
 * ima_kexec_load_begin() - find out whether a load is to be recorded
 * @req: a load or unload
 *
 * What can be known to fail later fails now.
 *
 * Return: 0 or -EPROTO.
 */
int ima_kexec_load_begin(struct kexec_request *req)
{
	guard(mutex)(&ima_kexec_lock);
	ima_kexec_manifest_made = false;
	ask_for_records(req);
	ima_kexec_ask_for_digests(req);

	return refuse_unreliable(req, NULL);
}

/* Record that an image is replaced by one that is not known, or by none. */
static int add_gone(const char *name, int type, u64 seq)
{
	char text[128];
	size_t len;

	len = scnprintf(text, sizeof(text),
			IMA_KEXEC_RECORDS_FORMAT "seq %llu\nimage %s\n",
			seq, image_name(type));
	return add_record(&ima_kexec_target, name, text, len, NULL);
}

static int add_manifest(struct kexec_request *req, const struct kimage *image)
{
	char *text __free(kvfree) = NULL;
	size_t size = ima_kexec_manifest_size(req);
	struct seq_buf s;
	int ret;

	text = kvmalloc(size, GFP_KERNEL);
	if (!text)
		return -ENOMEM;

	seq_buf_init(&s, text, size);
	seq_buf_printf(&s, IMA_KEXEC_RECORDS_FORMAT "seq %llu\nimage %s\n",
		       req->record_seq, image_name(req->type));
	ret = ima_kexec_put_manifest(&s, req, image);
	if (ret)
		return ret;
	if (seq_buf_has_overflowed(&s))
		return -E2BIG;

	/* The digest of the text is the one in the entry. */
	return add_record(&ima_kexec_target, "kexec-manifest", seq_buf_str(&s),
			  seq_buf_used(&s), req->record_digest);
}

/* Record what becomes of the load @seq; @manifest is the digest of its own. */
static int add_reference(const struct ima_kexec_target *target,
			 const char *name, u64 seq, const u8 *manifest)
{
	char text[128 + 2 * HASH_MAX_DIGESTSIZE];
	size_t len;

	len = scnprintf(text, sizeof(text),
			IMA_KEXEC_RECORDS_FORMAT "seq %llu\n", seq);
	if (manifest)
		len += scnprintf(text + len, sizeof(text) - len,
				 "manifest %s:%*phN\n",
				 hash_algo_name[ima_hash_algo],
				 hash_digest_size[ima_hash_algo], manifest);
	return add_record(target, name, text, len, NULL);
}

static void set_loaded(const struct kexec_request *req, size_t segment)
{
	struct ima_kexec_loaded *loaded = &ima_kexec_loaded[req->type];

	*loaded = (struct ima_kexec_loaded) {
		.target		= ima_kexec_target,
		.seq		= req->record_seq,
		.recorded	= req->record,
		.manifest	= req->record && !req->raw,
		.segment	= segment,
	};
	memcpy(loaded->digest, req->record_digest, sizeof(loaded->digest));
}

/**
 * ima_kexec_load() - record what is about to be loaded
 * @req:   a load, all of it read
 * @image: the image, before the list that goes along with it is sized
 *
 * For kexec_load(2), which has no manifest and no commit, it is the last step
 * that can fail.
 *
 * A load is counted whether or not it is to be recorded, so that one without
 * a record leaves a gap.  One that is refused here, and has left no entry, is
 * not counted.
 *
 * Return: 0, or -EPROTO if a record is wanted and was not made.
 */
int ima_kexec_load(struct kexec_request *req, const struct kimage *image)
{
	int ret;

	guard(mutex)(&ima_kexec_lock);
	ask_for_records(req);
	ret = refuse_unreliable(req, NULL);
	if (ret)
		return ret;

	req->record_seq = ++ima_kexec_seq;
	if (req->record) {
		if (req->raw)
			ret = add_gone("kexec-load", req->type,
				       req->record_seq);
		else
			ret = add_manifest(req, image);
	}
	if (ret) {
		if (ret < 0)
			ima_kexec_seq--;
		return refuse_record(req, ret);
	}

	if (req->raw)
		set_loaded(req, 0);
	ima_kexec_manifest_made = req->record;
	return 0;
}

/**
 * ima_kexec_load_commit() - record that an image is loaded
 * @req:   a load from files
 * @image: the image
 *
 * Nothing may fail after it.
 *
 * Return: 0, or -EPROTO if a record is wanted and was not made.
 */
int ima_kexec_load_commit(struct kexec_request *req, const struct kimage *image)
{
	int ret;

	guard(mutex)(&ima_kexec_lock);
	ask_for_records(req);
	if (req->record && !ima_kexec_manifest_made)
		return refuse_late(req);

	ret = refuse_unreliable(req, image);
	if (ret)
		return ret;

	if (req->record) {
		ret = add_reference(&ima_kexec_target, "kexec-commit",
				    req->record_seq, req->record_digest);
		if (ret)
			return refuse_record(req, ret);
	}

	set_loaded(req, list_segment(image));
	return 0;
}

/**
 * ima_kexec_unload() - record that an image goes away
 * @req:  an unload, or a load that a crash image has to make room for
 * @type: type of the image
 *
 * Return: 0, or -EPROTO if a record is wanted and was not made.
 */
int ima_kexec_unload(struct kexec_request *req, int type)
{
	int ret;

	guard(mutex)(&ima_kexec_lock);
	ask_for_records(req);
	/* A crash image does not go for one that the commit will refuse. */
	if (req->record && req->record_seq && !ima_kexec_manifest_made)
		return refuse_late(req);

	ret = refuse_unreliable(req, NULL);
	if (ret)
		return ret;

	ima_kexec_seq++;
	if (req->record) {
		ret = add_gone("kexec-unload", type, ima_kexec_seq);
		if (ret) {
			if (ret < 0)
				ima_kexec_seq--;
			return refuse_record(req, ret);
		}
	}
	ima_kexec_loaded[type] = (struct ima_kexec_loaded) {};
	return 0;
}

/* The record of the execution, and the event that later kernels have for it. */
static int add_execute(const struct ima_kexec_loaded *loaded)
{
	struct ima_kexec_target target;

#ifdef CONFIG_IMA_KEXEC
	ima_measure_kexec_event("kexec_execute");
#endif
	if (!records_wanted(&target)) {
		if (!loaded->recorded)
			return 0;
		target = loaded->target;
	}

	return add_reference(&target, "kexec-execute", loaded->seq,
			     loaded->manifest ? loaded->digest : NULL);
}

/**
 * ima_kexec_execute() - end the list, and record that an image is started
 * @image: the image
 *
 * Nobody adds an entry between the look at what the list takes and the record
 * of the execution, and none after it.
 *
 * Return: 0; -ENOSPC if the list does not fit the segment that carries it;
 * -EPROTO if a record is wanted and was not made.  On an error the list goes on.
 */
int ima_kexec_execute(const struct kimage *image)
{
	size_t segment = list_segment(image);
	int ret;

	guard(mutex)(&ima_kexec_lock);
	ret = ima_list_hold(segment ? segment - IMA_KEXEC_END_SIZE : ULONG_MAX);
	if (ret) {
		pr_err("kexec refused: the list takes %zu bytes, and the image has room for %zu\n",
		       ima_kexec_list_size(),
		       segment - IMA_KEXEC_END_SIZE);
		return ret;
	}

	ret = add_execute(&ima_kexec_loaded[KEXEC_TYPE_DEFAULT]);
	if (!ret && kexec_records_required() &&
	    (!ima_tpm_chip || ima_get_extend_failures()))
		ret = 1;
	ima_list_release(!ret);
	if (!ret)
		return 0;

	pr_err("kexec refused: %s: %d\n", ret > 0 ?
	       "the TPM was not extended" : "it cannot be recorded", ret);
	return -EPROTO;
}

static void show_loaded(struct seq_file *m, int type)
{
	const struct ima_kexec_loaded *loaded = &ima_kexec_loaded[type];

	if (loaded->seq)
		seq_printf(m, "%s %llu %s\n", image_name(type), loaded->seq,
			   loaded->recorded ? "recorded" : "unrecorded");
	else
		seq_printf(m, "%s -\n", image_name(type));
}

/* Documentation/ABI/testing/ima_kexec_records */
static int ima_kexec_records_show(struct seq_file *m, void *v)
{
	size_t segment, used = ima_kexec_list_size();
	struct ima_kexec_target target;

	guard(mutex)(&ima_kexec_lock);
	seq_puts(m, "version 1\n");
	seq_printf(m, "required %d\n", kexec_records_required());
	seq_printf(m, "wanted %d\n", records_wanted(&target));
	seq_printf(m, "tpm %s\n", !ima_tpm_chip ? "none" :
		   ima_get_extend_failures() ? "failed" : "ok");
	seq_printf(m, "seq %llu\n", ima_kexec_seq);
	show_loaded(m, KEXEC_TYPE_DEFAULT);
	show_loaded(m, KEXEC_TYPE_CRASH);

	segment = ima_kexec_loaded[KEXEC_TYPE_DEFAULT].segment;
	if (!segment)
		seq_puts(m, "room -\n");
	else if (used >= segment - IMA_KEXEC_END_SIZE)
		seq_puts(m, "room 0\n");
	else
		seq_printf(m, "room %zu\n",
			   segment - IMA_KEXEC_END_SIZE - used);
	return 0;
}

DEFINE_SHOW_ATTRIBUTE(ima_kexec_records);

/**
 * ima_kexec_records_init() - make the file that tells the state
 * @dir: IMA's directory in securityfs
 *
 * Return: 0 or an error of securityfs_create_file().
 */
int __init ima_kexec_records_init(struct dentry *dir)
{
	struct dentry *file;

	file = securityfs_create_file("kexec_records", 0440, dir, NULL,
				      &ima_kexec_records_fops);
	return PTR_ERR_OR_ZERO(file);
}
