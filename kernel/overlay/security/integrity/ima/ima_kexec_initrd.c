// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Measure the parts of an initramfs by their labels.
 *
 * The LSM hooks measure, appraise and audit each part when it is read, by the
 * rules that have no label=.  They are not told the label that the part was
 * given: it is what the caller of kexec_file_load2() says of a file, and
 * must not decide on anything that the hooks do.  The functions here apply the
 * rules that have one, which can add measurements and do nothing else.
 */

#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kexec_request.h>
#include <linux/security.h>
#include "ima.h"
#include "ima_kexec_records.h"

/* Find the measure rule with a label for this part. */
static bool match_label(const struct kexec_initrd_part *part, int *pcr,
			struct ima_template_desc **template)
{
	struct file *file = part->file;
	struct lsm_prop prop;

	if (!*part->label || !(ima_policy_flag & IMA_MEASURE))
		return false;

	security_current_getlsmprop_subj(&prop);
	return ima_match_policy(file_mnt_idmap(file), file_inode(file),
				current_cred(), ima_subject(&prop),
				KEXEC_INITRAMFS_CHECK, MAY_READ, IMA_MEASURE,
				pcr, template, part->label, NULL) &
	       IMA_MEASURE;
}

/*
 * Measure a part by the rule that has its label.  The digest is that of the
 * bytes at hand.
 */
static int measure_part(const struct kexec_initrd_part *part, int pcr,
			struct ima_template_desc *template)
{
	struct file *file = part->file;
	struct evm_ima_xattr_data *xattr_value = NULL;
	struct ima_max_digest_data hash = {};
	struct ima_iint_cache iint = {
		.ima_hash = container_of(&hash.hdr, struct ima_digest_data,
					 hdr),
	};
	struct ima_event_data event_data = {
		.iint	= &iint,
		.file	= file,
	};
	struct ima_template_entry *entry = NULL;
	const char *audit_cause = "alloc_entry";
	struct modsig *modsig = NULL;
	char filename[NAME_MAX];
	char *pathbuf = NULL;
	int ret;

	event_data.filename = ima_d_path(&file->f_path, &pathbuf, filename);

	hash.hdr.algo = ima_hash_algo;
	hash.hdr.length = hash_digest_size[ima_hash_algo];
	memcpy(hash.digest, part->file_digest, hash.hdr.length);

	event_data.xattr_len = ima_read_xattr(file_dentry(file), &xattr_value,
					      0);
	event_data.xattr_value = xattr_value;
	if (ima_template_has_modsig(template) &&
	    !ima_read_modsig(KEXEC_INITRAMFS_CHECK, part->buf, part->size,
			     &modsig)) {
		ima_collect_modsig(modsig, part->buf, part->size);
		event_data.modsig = modsig;
	}

	ret = ima_alloc_init_template(&event_data, &entry, template);
	if (ret < 0)
		goto out;

	ret = ima_store_template(entry, 0, file_inode(file),
				 event_data.filename, pcr);
	if (ret < 0) {
		audit_cause = "store_entry";
		ima_free_template_entry(entry);
	}
	if (ret == -EEXIST)
		ret = 0;
out:
	if (ret < 0)
		integrity_audit_message(AUDIT_INTEGRITY_PCR, file_inode(file),
					event_data.filename,
					"measure_kexec_initrd", audit_cause,
					ret, 0, ret);
	ima_free_modsig(modsig);
	kfree(xattr_value);
	if (pathbuf)
		__putname(pathbuf);
	return ret;
}

/* Is the digest of a part of the initramfs needed, as far as can be told? */
static bool needs_digest(const struct kexec_initrd_part *part)
{
	struct ima_template_desc *template = NULL;
	struct file *file = part->file;
	unsigned int algos = 0;
	int pcr;
	struct lsm_prop prop;

	if (match_label(part, &pcr, &template))
		return true;

	security_current_getlsmprop_subj(&prop);
	return ima_get_action(file_mnt_idmap(file), file_inode(file),
			      current_cred(), ima_subject(&prop), MAY_READ,
			      KEXEC_INITRAMFS_CHECK, &pcr, &template, NULL,
			      &algos);
}

/**
 * ima_kexec_ask_for_digests() - let the parts be hashed while they are read
 * @req: a load that begins, of which it is known whether it is recorded
 */
void ima_kexec_ask_for_digests(struct kexec_request *req)
{
	/* Those of kexec_file_load(2) have not been opened. */
	if (req->verbatim || !ima_policy_flag)
		return;

	for (unsigned int i = 0; !req->hash && i < req->nr_initrds; i++) {
		if (req->record || needs_digest(&req->initrds[i]))
			req->hash = hash_algo_name[ima_hash_algo];
	}
}

/**
 * ima_kexec_take_digest() - take the digest of a buffer, if it is known
 * @buf:  buffer that was read
 * @size: its size in bytes
 * @hash: algorithm and length; gets the digest
 *
 * Return: true if it is.
 */
bool ima_kexec_take_digest(const void *buf, size_t size,
			   struct ima_digest_data *hash)
{
	const u8 *digest = kexec_known_digest(buf, size,
					      hash_algo_name[hash->algo]);

	if (digest)
		memcpy(hash->digest, digest, hash->length);
	return digest;
}

/**
 * ima_kexec_load_part() - measure a part by the rules that have its label
 * @req:  the load
 * @part: a part that was read, and is still in its buffer
 *
 * The part is hashed only if a rule asks for it.  As for the entry of any
 * file, failing to make it does not fail the load.
 *
 * Return: 0.
 */
int ima_kexec_load_part(struct kexec_request *req,
			struct kexec_initrd_part *part)
{
	struct ima_template_desc *template = ima_template_desc_current();
	int pcr = CONFIG_IMA_MEASURE_PCR_IDX;
	bool labelled = match_label(part, &pcr, &template);
	bool signature = part->payload != part->size;
	int ret;

	/*
	 * A record may be wanted later, when the next part has been read over
	 * the signature of this one.
	 */
	if (!labelled && !req->record && !signature)
		return 0;

	ret = ima_kexec_hash_part(req, part);
	if (!ret && labelled)
		ret = measure_part(part, pcr, template);
	if (ret)
		pr_err("cannot measure a part of the initramfs: %d\n", ret);
	return 0;
}
