/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The records of kexec loads in IMA's list.
 */
#ifndef __LINUX_IMA_KEXEC_RECORDS_H
#define __LINUX_IMA_KEXEC_RECORDS_H

#include <linux/kexec_versions.h>
#include <linux/overflow.h>
#include <linux/types.h>
#include "ima.h"

struct dentry;
struct kexec_initrd_part;
struct kexec_request;
struct kimage;
struct seq_buf;

/* The label of critical-data rules that ask for the records. */
#define IMA_KEXEC_RECORDS	"kexec_file_load2"

/* The first line of each record. */
#define IMA_KEXEC_RECORDS_FORMAT	"kexec_file_load2 2\n"

/* More than these take in the list, with IMA's templates: kexec-commit, */
#define IMA_KEXEC_COMMIT_SIZE	512
/* kexec-execute, */
#define IMA_KEXEC_EXECUTE_SIZE	512
/* and the event kexec_execute. */
#define IMA_KEXEC_EVENT_SIZE	512

/* What is reserved for the end of a list that goes along with an image. */
#define IMA_KEXEC_END_SIZE	(IMA_KEXEC_EXECUTE_SIZE + IMA_KEXEC_EVENT_SIZE)

/* Has it name and text, and no digest that is read anew from a file? */
static inline bool
ima_template_fits_records(const struct ima_template_desc *template)
{
	return ima_template_has_field(template, "buf") &&
	       (ima_template_has_field(template, "n-ng") ||
		ima_template_has_field(template, "n")) &&
	       !ima_template_has_field(template, "d");
}

#ifdef CONFIG_KEXEC_CORE
int ima_kexec_load_begin(struct kexec_request *req);
int ima_kexec_load(struct kexec_request *req, const struct kimage *image);
int ima_kexec_load_commit(struct kexec_request *req,
			  const struct kimage *image);
int ima_kexec_unload(struct kexec_request *req, int type);
int ima_kexec_execute(const struct kimage *image);
int ima_kexec_records_init(struct dentry *dir);
#else
static inline int ima_kexec_records_init(struct dentry *dir) { return 0; }
#endif

#ifdef CONFIG_KEXEC_FILE
void ima_kexec_ask_for_digests(struct kexec_request *req);
bool ima_kexec_take_digest(const void *buf, size_t size,
			   struct ima_digest_data *hash);
int ima_kexec_load_part(struct kexec_request *req,
			struct kexec_initrd_part *part);
int ima_kexec_hash_part(struct kexec_request *req,
			struct kexec_initrd_part *part);
size_t ima_kexec_manifest_size(const struct kexec_request *req);
int ima_kexec_put_manifest(struct seq_buf *s, struct kexec_request *req,
			   const struct kimage *image);
#else
static inline void ima_kexec_ask_for_digests(struct kexec_request *req) { }

static inline bool ima_kexec_take_digest(const void *buf, size_t size,
					 struct ima_digest_data *hash)
{
	return false;
}

static inline size_t ima_kexec_manifest_size(const struct kexec_request *req)
{
	return 0;
}

static inline int ima_kexec_put_manifest(struct seq_buf *s,
					 struct kexec_request *req,
					 const struct kimage *image)
{
	return -EOPNOTSUPP;
}
#endif

#endif /* __LINUX_IMA_KEXEC_RECORDS_H */
