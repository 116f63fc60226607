// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the decompressors share. */
#include <errno.h>

#include "initramfs/unpack.h"

int unpack_look(struct unpack *unpack, const uint8_t **at, size_t *len)
{
	return input_at(unpack->in, unpack->pos, at, len, unpack->reason);
}

uint64_t unpack_rest(const struct unpack *unpack)
{
	return unpack->in->size - unpack->pos;
}

int unpack_read(struct unpack *unpack, void *buf, size_t len)
{
	int err;

	if (len > unpack_rest(unpack))
		return unpack_cut_short(unpack);
	err = input_read(unpack->in, unpack->pos, buf, len, unpack->reason);
	if (!err)
		unpack->pos += len;
	return err;
}

int unpack_cut_short(struct unpack *unpack)
{
	return because(unpack->reason, DAMAGED, "is cut short");
}

int unpack_corrupt(struct unpack *unpack)
{
	return because(unpack->reason, DAMAGED, "is damaged");
}

int unpack_no_memory(struct unpack *unpack)
{
	return because(unpack->reason, -ENOMEM, "out of memory");
}

/* flush_buffer() of init/initramfs.c */
int unpack_emit(struct unpack *unpack, const void *bytes, size_t len)
{
	struct newc *newc = unpack->newc;
	const uint8_t *at = bytes;

	if (len > unpack->left)
		return because(unpack->reason, -EFBIG,
			       "unpacks to more than can be looked at");
	unpack->left -= len;
	unpack->unpacked += len;
	while (len) {
		size_t n = newc_feed(newc, at, len);

		at += n;
		len -= n;
		if (newc->error)
			return because(unpack->reason, DAMAGED,
				       "unpacks to %s", newc->error);
		if (len && !newc->ended)
			return because(unpack->reason, DAMAGED,
				       "unpacks to something else than cpio archives");
	}
	return 0;
}
