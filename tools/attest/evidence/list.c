// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Reading IMA measurement lists, one entry at a time.
 *
 * Whatever parses an entry is given all that follows, and returns -EAGAIN if
 * the piece ends before the entry does.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "list-ascii.h"
#include "shared/files.h"
#include "shared/util.h"

/*
 * No record is larger.  The largest that the kernel makes hold extended
 * attributes, of 64 KiB each, or a manifest of 256 parts.
 */
#define RECORD_MAX		(16U << 20)

/* A list of a million entries takes a quarter of that. */
#define PIECE_MAX	((size_t)512 << 20)

/**
 * struct list - a list that is being read
 * @paths:	 The pieces; NULL for memory.
 * @pieces:	 What they hold, of those that were read so far.
 * @piece:	 The one that is being read, and @at: where.
 * @digest_size: Of the piece, as are @is_ascii and @big_endian; 0 before its
 *		 first entry.
 * @ima:	 Data of a binary entry of the template "ima".
 */
struct list {
	const char *const *paths;
	struct content *pieces;
	size_t nr_pieces;
	size_t piece;
	size_t at;
	size_t count;
	bool failed;

	size_t digest_size;
	bool is_ascii;
	bool big_endian;
	struct list_ascii ascii;
	uint8_t ima[TEMPLATE_IMA_SIZE];
};

bool bytes_are(struct bytes bytes, const char *text)
{
	return bytes.size == strlen(text) &&
	       (!bytes.size || !memcmp(bytes.data, text, bytes.size));
}

bool list_is_buffer(const struct list_entry *entry)
{
	return bytes_are(entry->template, "ima-buf") ||
	       bytes_are(entry->template, "d-ng|n-ng|buf");
}

const char *list_path(const struct list *list)
{
	return list->paths ? list->paths[list->piece] : "memory";
}

size_t list_count(const struct list *list)
{
	return list->count;
}

/* Begin with a piece, which is read the first time. */
static int open_piece(struct list *list, size_t i, struct reason *reason)
{
	struct content *piece = &list->pieces[i];
	int fd, err;

	list->piece = i;
	list->at = 0;
	list->digest_size = 0;
	if (piece->data)
		return 0;
	fd = strcmp(list->paths[i], "-") ?
	     open(list->paths[i], O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (fd < 0 && errno == ENOENT && !strcmp(list->paths[i], LIST_FILE))
		return because(reason, -ENOENT,
			       "no such file; mount securityfs on /sys/kernel/security, boot a kernel with IMA, or name a list with --log");
	if (fd < 0)
		return cannot_open(errno, reason);
	err = read_content(fd, PIECE_MAX, piece);
	if (fd > STDIN_FILENO)
		close(fd);
	return !err ? 0 : because(reason, err, "cannot be read (%s)",
				  strerror(-err));
}

static struct list *new_list(size_t n)
{
	struct list *list = xcalloc(1, sizeof(*list));

	list->pieces = xcalloc(n, sizeof(*list->pieces));
	list->nr_pieces = n;
	return list;
}

int list_open(struct list **list, const char *const *paths, size_t n,
	      struct reason *reason)
{
	struct list *new = new_list(n);
	int err;

	new->paths = paths;
	err = open_piece(new, 0, reason);
	if (err) {
		list_close(new);
		new = NULL;
	}
	*list = new;
	return err;
}

/* The bytes are only read, whatever the type of the pointer. */
struct list *list_open_memory(const void *data, size_t size)
{
	struct list *list = new_list(1);

	list->pieces[0].data = (char *)(uintptr_t)data;
	list->pieces[0].size = size;
	return list;
}

void list_rewind(struct list *list)
{
	list->piece = list->at = list->count = 0;
	list->digest_size = 0;
	list->failed = false;
	list_ascii_free(&list->ascii);
	memset(&list->ascii, 0, sizeof(list->ascii));
}

void list_close(struct list *list)
{
	size_t i;

	if (!list)
		return;
	list_ascii_free(&list->ascii);
	for (i = 0; i < list->nr_pieces && list->paths; i++)
		free(list->pieces[i].data);
	free(list->pieces);
	free(list);
}

static bool take(struct bytes *rest, size_t size, struct bytes *taken)
{
	if (rest->size < size)
		return false;
	*taken = (struct bytes){ rest->data, size };
	rest->data += size;
	rest->size -= size;
	return true;
}

static bool take_u32(struct bytes *rest, bool big_endian, uint32_t *value)
{
	struct bytes number;

	if (!take(rest, 4, &number))
		return false;
	*value = template_u32(number.data, big_endian);
	return true;
}

/* For "ima" the data are digest, u32 size, name: make what is hashed of them. */
static int take_ima(struct list *list, struct bytes *rest, bool big_endian,
		    struct bytes *data, struct reason *reason)
{
	struct bytes digest, name;
	uint32_t size;

	if (!take(rest, TEMPLATE_IMA_DIGEST, &digest) ||
	    !take_u32(rest, big_endian, &size))
		return -EAGAIN;
	if (size >= TEMPLATE_IMA_NAME)
		return because(reason, -EINVAL,
			       "file name too long (%u bytes, maximum 255)", size);
	if (!take(rest, size, &name))
		return -EAGAIN;
	if (size && memchr(name.data, '\0', size))
		return because(reason, -EINVAL, "file name contains a NUL byte");
	memset(list->ima, 0, sizeof(list->ima));
	memcpy(list->ima, digest.data, digest.size);
	memcpy(list->ima + TEMPLATE_IMA_DIGEST, name.data, size);
	*data = (struct bytes){ list->ima, sizeof(list->ima) };
	return 0;
}

static int take_data(struct bytes *rest, bool big_endian, struct bytes *data,
		     struct reason *reason)
{
	uint32_t size;

	if (!take_u32(rest, big_endian, &size))
		return -EAGAIN;
	if (size > RECORD_MAX)
		return because(reason, -EINVAL,
			       "template data too long (%u bytes, maximum %u)", size,
			       RECORD_MAX);
	return take(rest, size, data) ? 0 : -EAGAIN;
}

static bool all_zero(struct bytes bytes)
{
	return !bytes.data[0] &&
	       !memcmp(bytes.data, bytes.data + 1, bytes.size - 1);
}

/*
 * An entry of a binary list, as ima_measurements_show() writes it, in the byte
 * order of the machine (with ima_canonical_fmt: little endian):
 *
 *	u32 PCR, digest, u32 size, template's name, u32 size, template data
 *
 * For the template "ima" the second size is missing.
 */
static int binary_entry(struct list *list, struct bytes text,
			size_t digest_size, bool big_endian,
			struct list_entry *entry, size_t *used,
			struct reason *reason)
{
	struct template template;
	struct bytes rest = text;
	uint32_t size;
	bool known;
	int err;

	if (!take_u32(&rest, big_endian, &entry->pcr))
		return -EAGAIN;
	if (entry->pcr >= LIST_PCRS)
		return because(reason, -EINVAL, "there is no PCR %u",
			       entry->pcr);
	if (!take(&rest, digest_size, &entry->digest) ||
	    !take_u32(&rest, big_endian, &size))
		return -EAGAIN;
	entry->violation = all_zero(entry->digest);
	if (!size || size > TEMPLATE_NAME_MAX)
		return because(reason, -EINVAL,
			       "invalid length of the template name (%u bytes)", size);
	if (!take(&rest, size, &entry->template))
		return -EAGAIN;
	known = template_find(&template, entry->template);
	if (!known && !template_name_possible(entry->template))
		return because(reason, -EINVAL,
			       "invalid character in the template name");

	err = known && template.ima ?
	      take_ima(list, &rest, big_endian, &entry->data, reason) :
	      take_data(&rest, big_endian, &entry->data, reason);
	if (err)
		return err;
	*used = text.size - rest.size;
	if (known)
		return template_decode(&template, entry, big_endian, reason);
	if (!template_fields_possible(entry->data, big_endian))
		return because(reason, -EINVAL,
			       "unknown template \"%.*s\", and its data are not made of fields",
			       (int)size, (const char *)entry->template.data);
	return 0;
}

/*
 * Find out what the piece is.  A binary list with an unknown template counts
 * only if no other reading of it has a known one.
 */
static int detect(struct list *list, struct bytes text, struct reason *reason)
{
	static const size_t sizes[] = { 20, 32, 48, 64 };
	int ret = list_ascii_detect(&list->ascii, text, &list->digest_size);
	bool cut = ret == -EAGAIN;
	size_t i, used;

	list->is_ascii = ret == 1;
	for (i = 0; i < 16 && !list->is_ascii; i++) {
		size_t digest_size = sizes[i / 2 % 4];
		bool big_endian = i % 2, unknown = i / 8;
		struct list_entry entry = { 0 };

		ret = binary_entry(list, text, digest_size, big_endian, &entry,
				   &used, reason);
		cut |= ret == -EAGAIN;
		if (ret || (!unknown && !entry.decoded))
			continue;
		list->digest_size = digest_size;
		list->big_endian = big_endian;
		break;
	}
	if (list->digest_size)
		return 0;
	return cut ? -EAGAIN :
	       because(reason, -EINVAL, "not a measurement list");
}

static int parse(struct list *list, struct list_entry *entry, size_t *used,
		 struct reason *reason)
{
	const struct content *piece = &list->pieces[list->piece];
	struct bytes text = { (const uint8_t *)piece->data + list->at,
			      piece->size - list->at };
	int err = list->digest_size ? 0 : detect(list, text, reason);

	memset(entry, 0, sizeof(*entry));
	if (err)
		return err;
	if (list->is_ascii)
		return list_ascii_entry(&list->ascii, text, entry, used,
					reason);
	return binary_entry(list, text, list->digest_size, list->big_endian,
			    entry, used, reason);
}

int list_next(struct list *list, struct list_entry *entry,
	      struct reason *reason)
{
	struct reason why;
	size_t used = 0;
	int ret;

	if (list->failed)
		return because(reason, -EINVAL, "the list is corrupt");
	while (list->at == list->pieces[list->piece].size) {
		if (list->piece + 1 == list->nr_pieces)
			return 0;
		ret = open_piece(list, list->piece + 1, reason);
		list->failed = ret < 0;
		if (ret)
			return ret;
	}
	ret = parse(list, entry, &used, &why);
	if (ret == -EAGAIN)
		ret = because(&why, -EINVAL,
			      "the file ends in the middle of it");
	if (ret) {
		list->failed = true;
		return because(reason, ret, "entry %zu, at byte %zu: %.200s",
			       list->count + 1, list->at, why.text);
	}
	list->at += used;
	entry->index = list->count++;
	return 1;
}
