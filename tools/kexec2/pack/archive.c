// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Sign the files of an archive that is there. */
#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "initramfs/initramfs.h"
#include "pack/archive.h"
#include "shared/util.h"

/**
 * struct archive - an archive that is packed again
 * @pack:      What it is packed to.
 * @file:      Its name.
 * @initramfs: What is in it.
 * @bytes:     It, without compression.
 * @size:      Bytes of it, without zeros at its end.
 * @done:      How many are packed.
 * @links:     Inodes with several names.
 */
struct archive {
	struct pack *pack;
	const char *file;
	struct initramfs initramfs;
	const uint8_t *bytes;
	size_t size, done;
	void *links;
};

/**
 * struct link - an inode with several names
 * @key:     What tells it from others; inodes are told apart up to a trailer.
 * @last:    The last of its entries, behind which its attributes stand.
 * @content: The entry with its content.
 */
struct link {
	uint32_t key[4];
	const struct cpio_entry *last, *content;
};

static bool fail(const struct archive *archive, const char *why)
{
	complain("%s: %s", archive->file, why);
	return false;
}

static bool write_to(void *to, const void *bytes, size_t len)
{
	return fwrite(bytes, 1, len, to) == len;
}

/* A file with the archive as the kernel unpacks it. */
static FILE *unpacked(const struct archive *archive, int fd, uint64_t size)
{
	int memfd = memfd_create("archive", MFD_CLOEXEC);
	FILE *file = memfd < 0 ? NULL : fdopen(memfd, "w+");
	int err;

	if (!file)
		out_of_memory();
	err = unpack_piece(fd, 0, size, write_to, file);
	if (!err && !fflush(file))
		return file;
	fclose(file);
	fail(archive, err < 0 ? strerror(-err) : "is too large for the memory");
	return NULL;
}

/* One archive, and all of the file? */
static bool is_one(const struct archive *archive,
		   const struct initramfs *initramfs)
{
	struct reason reason;

	if (initramfs->stop) {
		initramfs_refuse(initramfs, &reason);
		return fail(archive, reason.text);
	}
	if (!initramfs->nr_parts)
		return fail(archive, "contains no archive");
	if (initramfs->nr_parts > 1)
		return fail(archive, "is joined from several archives; take them apart with kexec2 split");
	if (initramfs->parts[0].truncated)
		return fail(archive, "is truncated; make it again");
	if (initramfs->bootconfig < initramfs->size)
		return fail(archive, "has a bootconfig behind the archive; take it off with \"bootconfig -d\"");
	return true;
}

static bool walk(const struct archive *archive, struct initramfs *initramfs,
		 int fd)
{
	_Atomic int64_t left = INITRAMFS_UNPACKED_MAX;
	struct reason reason;

	if (!initramfs_check(initramfs, fd, true, true, 0, &left, NULL,
			     &reason))
		return is_one(archive, initramfs);
	return fail(archive, reason.text);
}

static int compare_links(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(((struct link *)0)->key));
}

static bool is_trailer(const struct archive *archive,
		       const struct cpio_entry *entry)
{
	return !S_ISLNK(entry->mode) &&
	       !strcmp(archive->initramfs.entries.texts + entry->name,
		       "TRAILER!!!");
}

/* The link that an entry is of; NULL if the file has one name. */
static struct link *link_of(struct archive *archive, uint32_t trailers,
			    const struct cpio_entry *entry)
{
	struct link key = {
		{ trailers, entry->ino, entry->major, entry->minor },
		NULL, NULL
	};
	struct link *link, **found;

	if (entry->nlink < 2)
		return NULL;
	found = tfind(&key, &archive->links, compare_links);
	if (found)
		return *found;
	link = xcalloc(1, sizeof(*link));
	*link = key;
	if (!tsearch(link, &archive->links, compare_links))
		out_of_memory();
	return link;
}

static bool is_file(const struct cpio_entry *entry)
{
	return S_ISREG(entry->mode) && !entry->metadata &&
	       !newc_is_passed_over(entry);
}

static void find_links(struct archive *archive)
{
	const struct cpio_entries *entries = &archive->initramfs.entries;
	uint32_t trailers = 0;
	struct link *link;
	size_t i;

	for (i = 0; i < entries->count; i++) {
		const struct cpio_entry *entry = &entries->list[i];

		trailers += is_trailer(archive, entry);
		link = is_file(entry) ? link_of(archive, trailers, entry) :
					NULL;
		if (!link)
			continue;
		link->last = entry;
		if (entry->body || !link->content)
			link->content = entry;
	}
}

/* Where the content of an entry begins, and what is behind it. */
static size_t begin_of(const struct cpio_entry *entry)
{
	return entry->offset + newc_head_size(entry->name_size);
}

static size_t end_of(const struct cpio_entry *entry)
{
	return (begin_of(entry) + entry->body + 3) & ~(size_t)3;
}

static void copy_to(struct archive *archive, size_t end)
{
	if (end > archive->size)
		end = archive->size;
	pack_bytes(archive->pack, archive->bytes + archive->done,
		   end - archive->done);
	archive->done = end;
}

/* Sign the file of *@i; what follows with its attributes is packed anew. */
static bool sign(struct archive *archive, size_t *i,
		 const struct cpio_entry *content)
{
	const struct cpio_entries *entries = &archive->initramfs.entries;
	const struct cpio_entry *entry = &entries->list[*i], *next = entry + 1;
	const char *name = entries->texts + content->name, *fault = NULL;
	struct xattrs xattrs = { 0 };
	bool good;

	copy_to(archive, end_of(entry));
	for (; *i + 1 < entries->count && next->metadata && !fault; next++) {
		fault = metadata_read(&xattrs, archive->bytes + begin_of(next),
				      next->body);
		archive->done = end_of(next);
		++*i;
	}
	if (fault)
		complain("%s: the entry with the attributes of %s, at offset %" PRIu64 ": %s",
			 archive->file, name, next[-1].offset, fault);
	good = !fault && pack_sign(archive->pack, name,
				   archive->bytes + begin_of(content),
				   content->body, &xattrs) &&
	       pack_xattrs(archive->pack, name, &xattrs);
	xattrs_free(&xattrs);
	return good;
}

static bool copy_all(struct archive *archive)
{
	const struct cpio_entries *entries = &archive->initramfs.entries;
	uint32_t trailers = 0;
	bool good = true;
	size_t i;

	find_links(archive);
	for (i = 0; good && i < entries->count; i++) {
		const struct cpio_entry *entry = &entries->list[i];
		const struct link *link;

		trailers += is_trailer(archive, entry);
		if (!is_file(entry))
			continue;
		link = link_of(archive, trailers, entry);
		if (!link)
			good = sign(archive, &i, entry);
		else if (link->last == entry)
			good = sign(archive, &i, link->content);
	}
	if (good)
		copy_to(archive, archive->size);
	tdestroy(archive->links, free);
	return good;
}

bool pack_archive(struct pack *pack, int fd, const char *name)
{
	struct archive archive = { .pack = pack, .file = name };
	struct initramfs packed = { 0 };
	bool good = walk(&archive, &packed, fd);
	FILE *file = NULL;
	void *bytes;

	if (good)
		file = unpacked(&archive, fd, packed.size);
	initramfs_free(&packed);
	if (!file)
		return false;
	good = walk(&archive, &archive.initramfs, fileno(file));
	if (good) {
		archive.size = archive.initramfs.parts[0].unpacked;
		bytes = mmap(NULL, archive.size, PROT_READ, MAP_SHARED,
			     fileno(file), 0);
		if (bytes == MAP_FAILED)
			out_of_memory();
		archive.bytes = bytes;
		good = copy_all(&archive);
		munmap(bytes, archive.size);
	}
	initramfs_free(&archive.initramfs);
	fclose(file);
	return good;
}
