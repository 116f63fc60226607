// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Write a cpio archive, and sign what goes into it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/limits.h>

#include "pack/pack.h"
#include "shared/files.h"
#include "shared/util.h"

#define BLOCK_SIZE	512	/* of cpio(1) */

void pack_bytes(struct pack *pack, const void *bytes, size_t size)
{
	fwrite(bytes, 1, size, pack->out);
	pack->pos += size;
}

static void align(struct pack *pack, size_t to)
{
	static const char zeros[BLOCK_SIZE];

	pack_bytes(pack, zeros, (to - pack->pos % to) % to);
}

void pack_entry(struct pack *pack, const struct pack_header *header,
		const char *name, const void *data, size_t size)
{
	char text[128];
	int len = snprintf(text, sizeof(text),
			   "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
			   header->ino, header->mode, header->uid, header->gid,
			   header->nlink, pack->mtime, size, 0, 0,
			   header->rmajor, header->rminor, strlen(name) + 1, 0);

	pack_bytes(pack, text, (size_t)len);
	pack_bytes(pack, name, strlen(name) + 1);
	align(pack, 4);
	pack_bytes(pack, data, size);
	align(pack, 4);
}

/* 1 with the signature of that file, 0 if there is none, -1 after a message. */
static int read_signature(struct pack *pack, const char *name,
			  struct xattrs *xattrs)
{
	char *file = xasprintf("%s.sig", name + strspn(name, "/"));
	int fd = openat(pack->signatures, file, O_RDONLY | O_CLOEXEC);
	struct content content = { NULL, 0 };
	struct reason reason;
	int found = 0;

	if (fd >= 0 || errno != ENOENT) {
		found = read_content(fd, XATTR_SIZE_MAX, &content, &reason) ?
				-1 : 1;
		if (found > 0 && !content.size)
			found = because(&reason, -1, "is empty");
		if (found < 0)
			complain("%s: %s", file, reason.text);
		else
			xattrs_set(xattrs, SIGNATURE_XATTR, content.data,
				   content.size);
	}
	free(content.data);
	free(file);
	return found;
}

bool pack_sign(struct pack *pack, const char *name, const void *data,
	       size_t size, struct xattrs *xattrs)
{
	struct reason reason;
	int found = 0;

	if (pack->signatures >= 0)
		found = read_signature(pack, name, xattrs);
	if (found)
		return found > 0;
	if (pack->signer) {
		if (!signer_sign(pack->signer, data, size, xattrs, &reason))
			return true;
		complain("%s: %s", name, reason.text);
		return false;
	}
	if (pack->signatures >= 0 && !pack->unsigned_files++)
		pack->unsigned_file = xstrdup(name);
	return true;
}

bool pack_xattrs(struct pack *pack, const char *name,
		 const struct xattrs *xattrs)
{
	const struct pack_header header = {
		.mode = S_IFREG | 0400,
		.nlink = 1,
	};
	uint8_t *data;
	size_t size;

	if (!xattrs->count)
		return true;
	data = metadata_write(xattrs, &size);
	if (data)
		pack_entry(pack, &header, METADATA_NAME, data, size);
	else
		complain("%s: has more than 1 MiB of extended attributes, which is more than the kernel takes",
			 name);
	free(data);
	return data;
}

bool pack_end(struct pack *pack)
{
	align(pack, BLOCK_SIZE);
	return !fflush(pack->out) && !ferror(pack->out);
}
