// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Read IMA measurement lists.
 *
 * Whatever parses an entry takes it off the bytes that follow, and returns
 * -EAGAIN if the piece ends before the entry does.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared/files.h"
#include "shared/hash.h"
#include "shared/util.h"
#include "archive.h"
#include "ascii.h"
#include "cel.h"
#include "running.h"
#include "template.h"

/*
 * No record is larger.  The largest that the kernel makes hold extended
 * attributes, of 64 KiB each, or a manifest of 256 parts.
 */
#define RECORD_MAX	(16U << 20)

bool list_is_buffer(const struct list_entry *entry)
{
	return bytes_are(entry->template, "ima-buf") ||
	       bytes_are(entry->template, "d-ng|n-ng|buf");
}

struct bytes list_keep(struct list *list, const void *data, size_t size)
{
	void *copy = memcpy(xcalloc(1, size), data, size);

	*XADD(list->kept, list->nr_kept) = copy;
	return (struct bytes){ copy, size };
}

/*
 * Binary lists
 */

static bool take_u32(const struct reader *reader, struct bytes *rest,
		     uint32_t *value)
{
	struct bytes number;

	if (!bytes_take(rest, 4, &number))
		return false;
	*value = template_u32(number.data, reader->order);
	return true;
}

/* Of "ima" the list has digest, u32 size, name; the digest is of another form. */
static int take_ima(struct reader *reader, struct bytes *rest,
		    struct bytes *data, struct reason *reason)
{
	uint8_t hashed[TEMPLATE_IMA_SIZE] = { 0 };
	struct bytes digest, name;
	uint32_t size;

	if (!bytes_take(rest, TEMPLATE_IMA_DIGEST, &digest) ||
	    !take_u32(reader, rest, &size))
		return -EAGAIN;
	if (size >= TEMPLATE_IMA_NAME)
		return because(reason, -EINVAL,
			       "file name too long (%u bytes, maximum 255)", size);
	if (!bytes_take(rest, size, &name))
		return -EAGAIN;
	if (size && memchr(name.data, '\0', size))
		return because(reason, -EINVAL, "file name contains a NUL byte");
	memcpy(hashed, digest.data, digest.size);
	memcpy(hashed + TEMPLATE_IMA_DIGEST, name.data, size);
	*data = list_keep(reader->list, hashed, sizeof(hashed));
	return 0;
}

static int take_data(const struct reader *reader, struct bytes *rest,
		     struct bytes *data, struct reason *reason)
{
	uint32_t size;

	if (!take_u32(reader, rest, &size))
		return -EAGAIN;
	if (size > RECORD_MAX)
		return because(reason, -EINVAL,
			       "template data too long (%u bytes, maximum %u)",
			       size, RECORD_MAX);
	return bytes_take(rest, size, data) ? 0 : -EAGAIN;
}

/* Is it made of fields, each with its length before it? */
static bool fields_possible(struct bytes data, bool big_endian)
{
	struct bytes field;

	while (data.size)
		if (!template_next_field(&data, big_endian, &field))
			return false;
	return true;
}

/*
 * An entry of a binary list, as ima_measurements_show() writes it, in the byte
 * order of the machine (with ima_canonical_fmt: little endian):
 *
 *	u32 PCR, digest, u32 size, template's name, u32 size, template data
 *
 * For the template "ima" the second size is missing.
 */
static int binary_entry(struct reader *reader, struct bytes *rest,
			struct list_entry *entry, struct reason *reason)
{
	struct template template;
	uint32_t size;
	bool known;
	int err;

	if (!take_u32(reader, rest, &entry->pcr))
		return -EAGAIN;
	if (entry->pcr >= LIST_PCRS)
		return because(reason, -EINVAL, "there is no PCR %u",
			       entry->pcr);
	if (!bytes_take(rest, reader->digest_size, &entry->digest) ||
	    !take_u32(reader, rest, &size))
		return -EAGAIN;
	entry->violation = bytes_zero(entry->digest);
	if (!size || size > TEMPLATE_NAME_MAX)
		return because(reason, -EINVAL,
			       "invalid length of the template name (%u bytes)",
			       size);
	if (!bytes_take(rest, size, &entry->template))
		return -EAGAIN;
	known = template_find(&template, entry->template);
	if (!known && !template_name_possible(entry->template))
		return because(reason, -EINVAL,
			       "invalid character in the template name");

	err = known && template.ima ?
	      take_ima(reader, rest, &entry->data, reason) :
	      take_data(reader, rest, &entry->data, reason);
	if (err)
		return err;
	if (known)
		return template_decode(&template, entry, reader->order, reason);
	if (!fields_possible(entry->data, reader->order))
		return because(reason, -EINVAL,
			       "unknown template \"%.*s\", and its data are not made of fields",
			       (int)size, (const char *)entry->template.data);
	return 0;
}

/*
 * Find out what the piece is.  A binary list with an unknown template counts
 * only if no other reading of it has a known one.
 */
static int detect(struct reader *reader, struct bytes text,
		  struct reason *reason)
{
	static const size_t sizes[] = { 20, 32, 48, 64 };
	bool cut = false;
	size_t i;
	int ret;

	for (i = 0; i < 4; i++) {
		ret = ascii_is_header(text, sizes[i]);
		cut |= ret < 0;
		if (ret != 1)
			continue;
		reader->digest_size = sizes[i];
		reader->ascii = true;
		reader->order = -1;
		EVP_MD_CTX_free(reader->hash);
		digest_start(&reader->hash, hash_by_size(sizes[i]));
		return 0;
	}
	reader->ascii = false;
	for (i = 0; i < 16; i++) {
		struct list_entry entry = { 0 };
		struct bytes rest = text;

		reader->digest_size = sizes[i / 2 % 4];
		reader->order = i % 2;
		ret = binary_entry(reader, &rest, &entry, reason);
		cut |= ret == -EAGAIN;
		if (!ret && (entry.decoded || i >= 8))
			return 0;
	}
	reader->digest_size = 0;
	return cut ? -EAGAIN :
	       because(reason, -EINVAL, "not a measurement list");
}

static int parse_entry(struct reader *reader, struct bytes *rest,
		       struct list_entry *entry, struct reason *reason)
{
	int err = reader->digest_size ? 0 : detect(reader, *rest, reason);

	*entry = (struct list_entry){ .index = list_end(reader->list) };
	if (err)
		return err;
	return reader->ascii ? ascii_entry(reader, rest, entry, reason) :
	       binary_entry(reader, rest, entry, reason);
}

/* An archive; those of its entries that the kernel may still have are kept. */
static int take_frame(void *to, const struct frame *frame,
		      struct reason *reason)
{
	struct list *list = to;
	size_t nr = list->nr;
	int err = list_take(list, frame->entries, reason);

	return err || list->nr - nr == frame->count ? err :
	       because(reason, -EINVAL, "it has %zu entries, not %llu",
		       list->nr - nr, (unsigned long long)frame->count);
}

static int take_archive(struct list *list, struct bytes piece,
			struct reason *reason)
{
	struct archive archive;
	size_t first = list->nr;
	int err = archive_read(&archive, piece, take_frame, list, reason);

	if (err)
		return err;
	list->nr_carried = archive.nr - archive.kept;
	list->carried = xreallocarray(list->carried, list->nr_carried + 1,
				      sizeof(*list->carried));
	if (list->nr_carried)
		memcpy(list->carried, &list->entries[first + archive.kept],
		       list->nr_carried * sizeof(*list->carried));
	return 0;
}

int list_take(struct list *list, struct bytes piece, struct reason *reason)
{
	struct reader reader = { .list = list };
	struct bytes rest = piece;
	struct reason why;
	int err = 0;

	while (rest.size && !err) {
		size_t at = piece.size - rest.size;

		list->entries = xgrow(list->entries, list->nr,
				      sizeof(*list->entries));
		err = parse_entry(&reader, &rest, &list->entries[list->nr],
				  &why);
		if (err == -EAGAIN)
			err = because(&why, -EINVAL,
				      "the file ends in the middle of it");
		if (err)
			because(reason, err, "entry %zu, at byte %zu: %.200s",
				list_end(list) - list->skip + 1, at, why.text);
		else
			list->nr++;
	}
	EVP_MD_CTX_free(reader.hash);
	free(reader.data);
	return err;
}

/*
 * How many of the entries from @first on were carried along from an archive:
 * all that may be, or those that there are.
 */
static size_t count_carried(const struct list *list, size_t first)
{
	size_t i, n = list->nr - first;

	if (n > list->nr_carried)
		n = list->nr_carried;
	for (i = 0; i < n; i++)
		if (!archive_same(&list->entries[first + i],
				  &list->carried[i]))
			return 0;
	return n;
}

static void drop(struct list *list, size_t first, size_t n)
{
	size_t i;

	list->nr -= n;
	for (i = first; n && i < list->nr; i++) {
		list->entries[i] = list->entries[i + n];
		list->entries[i].index = list->base + i - list->nr_resumed;
	}
}

static int parse_piece(struct list *list, struct bytes piece,
		       struct reason *reason)
{
	size_t first = list->nr, n;
	int err;

	if (archive_begins(piece)) {
		err = take_archive(list, piece, reason);
	} else {
		err = cel_begins(piece) ? cel_parse(list, piece, reason) :
					  list_take(list, piece, reason);
		n = count_carried(list, first);
		drop(list, first, n);
		list->nr_carried -= n;
		if (n)
			memmove(list->carried, list->carried + n,
				list->nr_carried * sizeof(*list->carried));
	}
	n = list->nr - first < list->skip ? list->nr - first : list->skip;
	drop(list, first, n);
	list->skip -= n;
	return err;
}

/* The lock of an archive goes to @lock. */
static int read_piece(const char *path, int *lock, struct content *piece,
		      struct reason *reason)
{
	struct stat st;
	int fd, dir;

	if (!strcmp(path, LIST_FILE))
		return running_list_read(piece, reason);
	fd = strcmp(path, "-") ? list_open(path, O_RDONLY) : STDIN_FILENO;
	if (fd > STDIN_FILENO && !fstat(fd, &st) && S_ISDIR(st.st_mode)) {
		dir = fd;
		fd = archive_open(dir);
		close(dir);
		if (fd == -ENOENT)
			return because(reason, fd,
				       "a directory without an archive");
		if (*lock >= 0)
			close(*lock);
		*lock = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	}
	return read_content(fd, LIST_PIECE_MAX, piece, reason);
}

int list_add(struct list *list, char *data, size_t size, struct reason *reason)
{
	list->nr_pieces++;
	*XADD(list->kept, list->nr_kept) = data;
	return parse_piece(list, (struct bytes){ (const uint8_t *)data, size },
			   reason);
}

int list_read(struct list *list, const char *const *paths, size_t n,
	      struct reason *reason)
{
	*list = (struct list){ .nr = 0 };
	return list_extend(list, paths, n, reason);
}

int list_extend(struct list *list, const char *const *paths, size_t n,
		struct reason *reason)
{
	struct content piece;
	int err = 0, lock = -1;

	while (list->nr_pieces < n && !err) {
		list->path = paths[list->nr_pieces];
		err = read_piece(list->path, &lock, &piece, reason);
		if (err)
			break;
		err = list_add(list, piece.data, piece.size, reason);
	}
	if (lock >= 0)
		close(lock);
	return err;
}

int list_parse(struct list *list, const void *data, size_t size,
	       struct reason *reason)
{
	*list = (struct list){ .path = "memory" };
	return parse_piece(list, (struct bytes){ data, size }, reason);
}

int list_put(struct list *list, const struct list_entry *entry,
	     struct reason *reason)
{
	struct list_entry *new;
	struct template template;
	int big, err = -EINVAL;

	if (entry->pcr >= LIST_PCRS || !hash_by_size(entry->digest.size))
		return because(reason, -EINVAL, "there is no PCR %u, or no digest of %zu bytes",
			       entry->pcr, entry->digest.size);
	if (!template_name_possible(entry->template))
		return because(reason, -EINVAL, "no template is called so");
	if (entry->data.size > RECORD_MAX)
		return because(reason, -EINVAL, "template data too long");
	list->entries = xgrow(list->entries, list->nr, sizeof(*new));
	new = &list->entries[list->nr];
	*new = (struct list_entry){
		.index = entry->index, .pcr = entry->pcr,
		.digest = list_keep(list, entry->digest.data,
				    entry->digest.size),
		.template = list_keep(list, entry->template.data,
				 entry->template.size),
		.data = list_keep(list, entry->data.data, entry->data.size),
	};
	new->violation = bytes_zero(new->digest);
	if (template_find(&template, new->template))
		for (big = 0; big < 2 && err; big++)
			err = template_decode(&template, new, big, reason);
	else
		err = 0;
	if (!err)
		list->nr++;
	return err;
}

size_t list_find(const struct list *list, size_t index)
{
	size_t first = 0, last = list->nr_resumed;

	if (index >= list->base)
		return list->nr_resumed + index - list->base;
	while (first < last) {
		size_t middle = (first + last) / 2;

		if (list->entries[middle].index < index)
			first = middle + 1;
		else
			last = middle;
	}
	return first;
}

void list_free(struct list *list)
{
	size_t i;

	for (i = 0; i < list->nr_kept; i++)
		free(list->kept[i]);
	free(list->kept);
	free(list->carried);
	free(list->entries);
	*list = (struct list){ 0 };
}

bool digest_of_file(struct digest *digest, const struct list_entry *entry)
{
	const struct bytes *value = &entry->file_digest;

	*digest = (struct digest){ .len = 0 };
	if (value->size && value->size <= sizeof(digest->bytes)) {
		memcpy(digest->bytes, value->data, value->size);
		digest->len = value->size;
	}
	return bytes_copy(entry->algo, digest->algorithm,
			  sizeof(digest->algorithm)) &&
	       *digest->algorithm && digest->len;
}
