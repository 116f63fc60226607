/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What differs between the kernels that these sources are for.
 *
 * The sources are written as for the newest.
 */
#ifndef _LINUX_KEXEC_VERSIONS_H
#define _LINUX_KEXEC_VERSIONS_H

#include <crypto/sha2.h>
#include <linux/types.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 2, 0)

#define MODULE_SIGNATURE_MARKER	MODULE_SIG_STRING
#define system_dfl_wq		system_unbound_wq
#define const_ctl_table		struct ctl_table

struct kimage;

/* No segment is loaded to where it is to be started. */
static inline bool kexec_segment_in_place(const struct kimage *image,
					  unsigned int i)
{
	return false;
}

/* A subject is a number, which functions take in place of a pointer. */
struct lsm_prop {
	u32 secid;
};

#define security_current_getlsmprop_subj(prop) \
	security_current_getsecid_subj(&(prop)->secid)
#define ima_subject(prop)	((prop)->secid)

#define ima_system_cred()	(&init_cred)
#define ima_kexec_list_size()	((size_t)ima_get_binary_runtime_size())

#define verity_hash_block	fsverity_hash_block

#define sha256_ctx		sha256_state
#define SHA256_HAS_NI		IS_ENABLED(CONFIG_AS_SHA256_NI)
#ifdef KEXEC_VERSIONS_SHA256
#include <crypto/sha256_base.h>
#define sha256_update_by	lib_sha256_base_do_update
#endif

void sha256_ni_transform(struct sha256_state *state, const u8 *data,
			 int blocks);

#else

#define const_ctl_table		const struct ctl_table

/* A segment in contiguous memory is. */
#define kexec_segment_in_place(image, i)	((image)->segment_cma[i])

#define ima_subject(prop)	(prop)
#define ima_system_cred()	kernel_cred()

/* What was staged and not deleted goes along with an image, too. */
#define ima_kexec_list_size() \
	size_add(ima_get_binary_runtime_size(BINARY), \
		 ima_get_binary_runtime_size(BINARY_STAGED))

/* Hashing does not fail, and needs no inode to tell of it. */
#define verity_hash_block(params, inode, data, out) ({	\
	(void)(inode);					\
	fsverity_hash_block(params, data, out);		\
	0;						\
})

#define SHA256_HAS_NI		true

void sha256_ni_transform(struct sha256_block_state *state, const u8 *data,
			 size_t blocks);

/* sha256_update(), by a function for whole blocks that it does not know of. */
static inline void
sha256_update_by(struct sha256_ctx *state, const u8 *data, size_t len,
		 void (*update)(struct sha256_block_state *state,
				const u8 *data, size_t blocks))
{
	size_t n = -state->ctx.bytecount % SHA256_BLOCK_SIZE;

	if (n > len)
		n = len;
	sha256_update(state, data, n);
	data += n;
	len -= n;

	n = len / SHA256_BLOCK_SIZE;
	if (n)
		update(&state->ctx.state, data, n);
	n *= SHA256_BLOCK_SIZE;
	state->ctx.bytecount += n;
	sha256_update(state, data + n, len - n);
}

#endif

#endif /* _LINUX_KEXEC_VERSIONS_H */
