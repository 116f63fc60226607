// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Verify data that was read from a verity file
 *
 * The page cache may hold pages that were read before verity was enabled on
 * the file.  These were never verified, and neither is what is read from them.
 */

#include "fsverity_private.h"

#include <linux/kexec_versions.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

/* A block of the tree that is being filled with hashes. */
struct pending_block {
	unsigned int filled;
	u8 *data;
};

/*
 * Hash @data, a block of the level below @level, and the blocks that become
 * full with that.  The level above the tree's is the root hash.
 */
static int add_block(const struct merkle_tree_params *params,
		     const struct inode *inode, struct pending_block *blocks,
		     unsigned int level, const void *data)
{
	for (;;) {
		struct pending_block *block = &blocks[level];
		int err;

		err = verity_hash_block(params, inode, data,
					block->data + block->filled);
		if (err)
			return err;

		block->filled += params->digest_size;
		if (level == params->num_levels ||
		    block->filled < params->block_size)
			return 0;

		data = block->data;
		block->filled = 0;
		level++;
	}
}

/* Compute the root hash of @size bytes at @buf, which are not none. */
static int compute_root_hash(const struct merkle_tree_params *params,
			     const struct inode *inode, const void *buf,
			     size_t size, u8 *root_hash)
{
	u8 *data __free(kvfree) = NULL;
	struct pending_block blocks[FS_VERITY_MAX_LEVELS + 1] = {};
	size_t rest;
	int err;

	/* A block for each level, and one for the last, partial one of data. */
	data = kvcalloc(params->num_levels + 1, params->block_size, GFP_KERNEL);
	if (!data)
		return -ENOMEM;

	for (unsigned int level = 0; level < params->num_levels; level++)
		blocks[level].data = data + (level + 1) * params->block_size;
	blocks[params->num_levels].data = root_hash;

	for (rest = size; rest >= params->block_size;
	     rest -= params->block_size) {
		err = add_block(params, inode, blocks, 0, buf + size - rest);
		if (err)
			return err;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	if (rest) {
		memcpy(data, buf + size - rest, rest);
		err = add_block(params, inode, blocks, 0, data);
		if (err)
			return err;
	}

	for (unsigned int level = 0; level < params->num_levels; level++) {
		struct pending_block *block = &blocks[level];

		if (!block->filled)
			continue;
		memset(block->data + block->filled, 0,
		       params->block_size - block->filled);
		err = add_block(params, inode, blocks, level + 1, block->data);
		if (err)
			return err;
	}
	return 0;
}

/**
 * fsverity_verify_buffer() - verify data that was read from a verity file
 * @inode: the inode of the file
 * @buf: all of the file's data
 * @size: its size in bytes
 *
 * Build the file's Merkle tree anew, from the data at hand and not from the
 * page cache, and compare the root hash with that of the file.  If the two are
 * the same, then the data is what the file digest stands for.
 *
 * Return: 0; -ENODATA if the file is not a verity file; -EBADMSG if the data is
 *	   not that of the file; -ENOMEM; -EINTR if the task is being killed; or
 *	   an error of the crypto API
 */
int fsverity_verify_buffer(const struct inode *inode, const void *buf,
			   size_t size)
{
	const struct fsverity_info *vi = fsverity_get_info(inode);
	u8 root_hash[FS_VERITY_MAX_DIGEST_SIZE] = {};
	int err;

	if (!vi)
		return -ENODATA;
	if (size != i_size_read(inode))
		return -EBADMSG;

	/* The root hash of an empty file is all zeros. */
	if (size) {
		err = compute_root_hash(&vi->tree_params, inode, buf, size,
					root_hash);
		if (err)
			return err;
	}
	if (memcmp(root_hash, vi->root_hash, vi->tree_params.digest_size))
		return -EBADMSG;
	return 0;
}
