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
#include <linux/ima_kexec.h>
#include <linux/security.h>
#include "ima.h"

/* Find the measure rule with a label for this part. */
static bool match_label(struct file *file, const char *label, int *pcr,
			struct ima_template_desc **template)
{
	u32 secid;

	if (!*label || !(ima_policy_flag & IMA_MEASURE))
		return false;

	security_current_getsecid_subj(&secid);
	return ima_match_policy(file_mnt_idmap(file), file_inode(file),
				current_cred(), secid, KEXEC_INITRAMFS_CHECK,
				MAY_READ, IMA_MEASURE, pcr, template, label,
				NULL) & IMA_MEASURE;
}

/**
 * ima_kexec_initrd_wanted() - is there a rule with this label for the part
 * @file:  the part
 * @label: its label, or ""
 *
 * Return: true if ima_kexec_initrd() would measure it.
 */
bool ima_kexec_initrd_wanted(struct file *file, const char *label)
{
	struct ima_template_desc *template = ima_template_desc_current();
	int pcr = CONFIG_IMA_MEASURE_PCR_IDX;

	return match_label(file, label, &pcr, &template);
}

/**
 * ima_kexec_initrd() - measure a part by the rules that have its label
 * @file:   the part
 * @label:  its label, or ""
 * @buf:    the bytes that were read from it
 * @size:   how many
 * @digest: their digest, by the algorithm of ima_get_current_hash_algo()
 *
 * The digest is that of the bytes at hand.  IMA's cache for the inode is not
 * asked: it is stale for a file that changes without IMA noticing, such as a
 * memfd.
 *
 * Return: 0, also if the entry is there already; -ENOENT if no rule asks for
 * one; -EINVAL for the template "ima", which has no room for the digest;
 * -ENOMEM.
 */
int ima_kexec_initrd(struct file *file, const char *label, void *buf,
		     size_t size, const u8 *digest)
{
	struct ima_template_desc *template = ima_template_desc_current();
	struct evm_ima_xattr_data *xattr_value = NULL;
	struct ima_max_digest_data hash = {};
	struct ima_iint_cache iint = {};
	struct ima_event_data event_data = {
		.iint	= &iint,
		.file	= file,
	};
	struct ima_template_entry *entry = NULL;
	const char *audit_cause = "ENOMEM";
	int pcr = CONFIG_IMA_MEASURE_PCR_IDX;
	struct modsig *modsig = NULL;
	char filename[NAME_MAX];
	char *pathbuf = NULL;
	int ret;

	if (!match_label(file, label, &pcr, &template))
		return -ENOENT;

	event_data.filename = ima_d_path(&file->f_path, &pathbuf, filename);

	/* Its digest field is read anew from the file. */
	if (!strcmp(template->name, IMA_TEMPLATE_IMA_NAME)) {
		audit_cause = "template";
		ret = -EINVAL;
		goto out;
	}

	iint.ima_hash = container_of(&hash.hdr, struct ima_digest_data, hdr);
	iint.ima_hash->algo = ima_hash_algo;
	iint.ima_hash->length = hash_digest_size[ima_hash_algo];
	memcpy(iint.ima_hash->digest, digest, iint.ima_hash->length);

	event_data.xattr_len = ima_read_xattr(file_dentry(file), &xattr_value,
					      0);
	event_data.xattr_value = xattr_value;
	if (ima_template_has_modsig(template) &&
	    !ima_read_modsig(KEXEC_INITRAMFS_CHECK, buf, size, &modsig)) {
		ima_collect_modsig(modsig, buf, size);
		event_data.modsig = modsig;
	}

	ret = ima_alloc_init_template(&event_data, &entry, template);
	if (ret < 0) {
		audit_cause = "alloc_entry";
		goto out;
	}

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

/**
 * ima_kexec_records_wanted() - does the policy ask for the records of a load
 *
 * Return: true if a rule measures critical data with %IMA_KEXEC_RECORDS.
 */
bool ima_kexec_records_wanted(void)
{
	struct ima_template_desc *template = ima_template_desc_buf();
	int pcr = CONFIG_IMA_MEASURE_PCR_IDX;
	u32 secid;

	if (!template || !(ima_policy_flag & IMA_MEASURE))
		return false;

	security_current_getsecid_subj(&secid);
	return ima_match_policy(&nop_mnt_idmap, NULL, current_cred(), secid,
				CRITICAL_DATA, 0, IMA_MEASURE, &pcr, &template,
				IMA_KEXEC_RECORDS, NULL) & IMA_MEASURE;
}
