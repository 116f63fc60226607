// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Reading IMA measurement lists, one entry at a time.
 *
 * Whatever parses an entry takes it off the bytes that follow, and returns
 * -EAGAIN if the piece ends before the entry does.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hash.h"
#include "shared/files.h"
#include "shared/util.h"
#include "template.h"

/*
 * No record is larger.  The largest that the kernel makes hold extended
 * attributes, of 64 KiB each, or a manifest of 256 parts.
 */
#define RECORD_MAX	(16U << 20)

/* A list of a million entries takes a quarter of that. */
#define PIECE_MAX	((size_t)512 << 20)

/* What may come behind a newline in a name: PATH_MAX. */
#define SEARCH_MAX	4096

/* How much of an ASCII list is hashed in vain, in search of ends of entries. */
#define SEARCHED_MAX	(64U << 20)

/**
 * struct list - a list that is being read
 * @paths:	 The pieces; NULL for memory.
 * @pieces:	 What they hold, of those that were read so far.
 * @piece:	 The one that is being read, and @at: where.
 * @digest_size: Of the piece, as are @ascii and @order; 0 before its first
 *		 entry.
 * @order:	 Byte order: 0 little endian, 1 big endian; -1 for that of the
 *		 data that an ASCII list is of, before a digest has told it.
 * @data:	 Data of an entry that are not in the list so, and
 * @digest:	 its digest.
 * @hash:	 Its algorithm; with a size of 0 if OpenSSL has it not.
 * @searched:	 Bytes that were hashed in vain.
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
	bool ascii;
	int order;
	uint8_t *data;
	uint8_t digest[LIST_DIGEST_MAX];
	struct hash hash;
	size_t searched;
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
	list->piece = list->at = list->count = list->searched = 0;
	list->digest_size = 0;
	list->failed = false;
}

void list_close(struct list *list)
{
	size_t i;

	if (!list)
		return;
	for (i = 0; i < list->nr_pieces && list->paths; i++)
		free(list->pieces[i].data);
	free(list->pieces);
	free(list->data);
	hash_free(&list->hash);
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

static bool all_zero(struct bytes bytes)
{
	return !bytes.data[0] &&
	       !memcmp(bytes.data, bytes.data + 1, bytes.size - 1);
}

/*
 * Binary lists
 */

static bool take_u32(const struct list *list, struct bytes *rest,
		     uint32_t *value)
{
	struct bytes number;

	if (!take(rest, 4, &number))
		return false;
	*value = template_u32(number.data, list->order);
	return true;
}

/* For "ima" the data are digest, u32 size, name: make what is hashed of them. */
static int take_ima(struct list *list, struct bytes *rest, struct bytes *data,
		    struct reason *reason)
{
	struct bytes digest, name;
	uint32_t size;

	if (!take(rest, TEMPLATE_IMA_DIGEST, &digest) ||
	    !take_u32(list, rest, &size))
		return -EAGAIN;
	if (size >= TEMPLATE_IMA_NAME)
		return because(reason, -EINVAL,
			       "file name too long (%u bytes, maximum 255)", size);
	if (!take(rest, size, &name))
		return -EAGAIN;
	if (size && memchr(name.data, '\0', size))
		return because(reason, -EINVAL, "file name contains a NUL byte");
	list->data = xreallocarray(list->data, 1, TEMPLATE_IMA_SIZE);
	memset(list->data, 0, TEMPLATE_IMA_SIZE);
	memcpy(list->data, digest.data, digest.size);
	memcpy(list->data + TEMPLATE_IMA_DIGEST, name.data, size);
	*data = (struct bytes){ list->data, TEMPLATE_IMA_SIZE };
	return 0;
}

static int take_data(const struct list *list, struct bytes *rest,
		     struct bytes *data, struct reason *reason)
{
	uint32_t size;

	if (!take_u32(list, rest, &size))
		return -EAGAIN;
	if (size > RECORD_MAX)
		return because(reason, -EINVAL,
			       "template data too long (%u bytes, maximum %u)",
			       size, RECORD_MAX);
	return take(rest, size, data) ? 0 : -EAGAIN;
}

/*
 * An entry of a binary list, as ima_measurements_show() writes it, in the byte
 * order of the machine (with ima_canonical_fmt: little endian):
 *
 *	u32 PCR, digest, u32 size, template's name, u32 size, template data
 *
 * For the template "ima" the second size is missing.
 */
static int binary_entry(struct list *list, struct bytes *rest,
			struct list_entry *entry, struct reason *reason)
{
	struct template template;
	uint32_t size;
	bool known;
	int err;

	if (!take_u32(list, rest, &entry->pcr))
		return -EAGAIN;
	if (entry->pcr >= LIST_PCRS)
		return because(reason, -EINVAL, "there is no PCR %u",
			       entry->pcr);
	if (!take(rest, list->digest_size, &entry->digest) ||
	    !take_u32(list, rest, &size))
		return -EAGAIN;
	entry->violation = all_zero(entry->digest);
	if (!size || size > TEMPLATE_NAME_MAX)
		return because(reason, -EINVAL,
			       "invalid length of the template name (%u bytes)",
			       size);
	if (!take(rest, size, &entry->template))
		return -EAGAIN;
	known = template_find(&template, entry->template);
	if (!known && !template_name_possible(entry->template))
		return because(reason, -EINVAL,
			       "invalid character in the template name");

	err = known && template.ima ?
	      take_ima(list, rest, &entry->data, reason) :
	      take_data(list, rest, &entry->data, reason);
	if (err)
		return err;
	if (known)
		return template_decode(&template, entry, list->order, reason);
	if (!template_fields_possible(entry->data, list->order))
		return because(reason, -EINVAL,
			       "unknown template \"%.*s\", and its data are not made of fields",
			       (int)size, (const char *)entry->template.data);
	return 0;
}

/*
 * ASCII lists, as ima_ascii_measurements_show() of the kernel writes them:
 *
 *	PCR, with two places, " " template digest " " template's name
 *	and for each field " " and its text; newline
 *
 * A name may have newlines, so that a line is not always an entry, and may be
 * made to look like one.  The digest tells where an entry ends: it is that of
 * the data up to there.  These are rebuilt from the text, in the byte order for
 * which the digest agrees.
 */

static uint32_t pcr_of(struct bytes text)
{
	return (text.data[0] == ' ' ? 0 : (text.data[0] - '0') * 10U) +
	       (text.data[1] - '0');
}

/*
 * Is it the PCR and the digest of an entry, of @digest_size bytes?  1, 0, or
 * -EAGAIN if it is as far as there are bytes.
 */
static int is_header(struct bytes text, size_t digest_size)
{
	size_t i, end = 3 + 2 * digest_size;

	for (i = 0; i <= end && i < text.size; i++) {
		char c = (char)text.data[i];
		bool fine;

		if (i == 2 || i == end)
			fine = c == ' ';
		else if (i > 2)
			fine = hex_digit(c) >= 0;
		else
			fine = (c >= '0' + !i && c <= '9') || (!i && c == ' ');
		if (!fine)
			return 0;
	}
	return i <= end ? -EAGAIN : pcr_of(text) < LIST_PCRS;
}

static int encode(struct list *list, const struct template *template,
		  struct words text, bool big_endian, size_t *size,
		  struct reason *reason)
{
	list->data = xreallocarray(list->data, 1,
				   TEMPLATE_ROOM(words_size(&text)));
	return template_encode(template, text, big_endian, list->data, size,
			       reason);
}

/* Is the digest that of the data?  In each byte order, until one is known. */
static bool agrees(struct list *list, const struct template *template,
		   struct words text, size_t *size)
{
	uint8_t value[LIST_DIGEST_MAX];
	struct reason ignored;
	int big;

	if (!list->hash.size)
		return false;
	for (big = list->order > 0; big <= (list->order != 0); big++) {
		if (encode(list, template, text, big, size, &ignored))
			continue;
		hash_run(&list->hash, list->data, *size, NULL, 0, value);
		if (memcmp(value, list->digest, list->digest_size))
			continue;
		list->order = big;
		return true;
	}
	return false;
}

/*
 * Take off the fields of an entry, and rebuild its data.  Where it ends is told
 * by its digest; without one that agrees, as for a violation or where the entry
 * was altered, it is the first newline that another entry follows, or nothing.
 */
static int take_fields(struct list *list, const struct template *template,
		       struct bytes *rest, struct list_entry *entry,
		       struct reason *reason)
{
	const char *start = (const char *)rest->data;
	const char *stop = start + rest->size, *newline = start - 1;
	const char *likely = NULL, *end = NULL;
	int err = 0;

	while (!likely || (!entry->violation &&
			   newline - likely <= SEARCH_MAX &&
			   list->searched < SEARCHED_MAX)) {
		bool first = newline < start, follows;
		struct bytes next;

		newline = memchr(newline + 1, '\n',
				 (size_t)(stop - newline) - 1);
		if (!newline)
			break;
		next.data = (const uint8_t *)newline + 1;
		next.size = (size_t)(stop - newline) - 1;
		follows = is_header(next, list->digest_size) != 0;
		/* Mostly it is the first. */
		if (!entry->violation && (first || follows)) {
			if (agrees(list, template,
				   (struct words){ start, newline },
				   &entry->data.size)) {
				end = newline;
				break;
			}
			list->searched += first ? 0 :
					  (size_t)(newline - start);
		}
		if (follows && !likely)
			likely = newline;
	}
	if (!end && !likely)
		return -EAGAIN;
	if (!end) {
		end = likely;
		err = encode(list, template, (struct words){ start, end },
			     list->order == 1, &entry->data.size, reason);
	}
	entry->data.data = list->data;
	rest->data = (const uint8_t *)end + 1;
	rest->size = (size_t)(stop - end) - 1;
	return err;
}

/* The name of the template, which ends at a blank. */
static int take_template(struct bytes *rest, struct bytes *name,
			 struct template *template, struct reason *reason)
{
	size_t size = rest->size < TEMPLATE_NAME_MAX + 1 ? rest->size :
		      TEMPLATE_NAME_MAX + 1;
	const uint8_t *blank = size ? memchr(rest->data, ' ', size) : NULL;

	if (blank)
		size = (size_t)(blank - rest->data);
	take(rest, size, name);
	if (!blank && (!size || template_name_possible(*name)))
		return -EAGAIN;
	if (!template_name_possible(*name))
		return because(reason, -EINVAL,
			       "missing template name after the digest");
	if (!template_find(template, *name))
		return because(reason, -EINVAL,
			       "unknown template \"%.*s\"; read the binary list",
			       (int)size, (const char *)name->data);
	return 0;
}

static int ascii_entry(struct list *list, struct bytes *rest,
		       struct list_entry *entry, struct reason *reason)
{
	size_t digits = 2 * list->digest_size, size;
	int err = is_header(*rest, list->digest_size);
	struct bytes header = *rest;
	struct template template;

	if (err < 0)
		return err;
	if (!err)
		return because(reason, -EINVAL,
			       "it does not begin with a PCR and a digest of %zu bytes",
			       list->digest_size);
	rest->data += 4 + digits;
	rest->size -= 4 + digits;
	entry->pcr = pcr_of(header);
	words_hex(words_of((const char *)header.data + 3, digits),
		  list->digest, sizeof(list->digest), &size);
	entry->digest = (struct bytes){ list->digest, size };
	entry->violation = all_zero(entry->digest);
	err = take_template(rest, &entry->template, &template, reason);
	if (!err)
		err = take_fields(list, &template, rest, entry, reason);
	return err ? err : template_decode(&template, entry, list->order == 1,
					   reason);
}

/*
 * Find out what the piece is.  A binary list with an unknown template counts
 * only if no other reading of it has a known one.
 */
static int detect(struct list *list, struct bytes text, struct reason *reason)
{
	static const size_t sizes[] = { 20, 32, 48, 64 };
	bool cut = false;
	size_t i;
	int ret;

	for (i = 0; i < 4; i++) {
		ret = is_header(text, sizes[i]);
		cut |= ret < 0;
		if (ret != 1)
			continue;
		list->digest_size = sizes[i];
		list->ascii = true;
		list->order = -1;
		hash_free(&list->hash);
		hash_init(&list->hash, hash_by_size(sizes[i]));
		return 0;
	}
	list->ascii = false;
	for (i = 0; i < 16; i++) {
		struct list_entry entry = { 0 };
		struct bytes rest = text;

		list->digest_size = sizes[i / 2 % 4];
		list->order = i % 2;
		ret = binary_entry(list, &rest, &entry, reason);
		cut |= ret == -EAGAIN;
		if (!ret && (entry.decoded || i >= 8))
			return 0;
	}
	list->digest_size = 0;
	return cut ? -EAGAIN :
	       because(reason, -EINVAL, "not a measurement list");
}

static int parse(struct list *list, struct bytes *rest,
		 struct list_entry *entry, struct reason *reason)
{
	int err = list->digest_size ? 0 : detect(list, *rest, reason);

	memset(entry, 0, sizeof(*entry));
	if (err)
		return err;
	return list->ascii ? ascii_entry(list, rest, entry, reason) :
	       binary_entry(list, rest, entry, reason);
}

int list_next(struct list *list, struct list_entry *entry,
	      struct reason *reason)
{
	const struct content *piece;
	struct reason why;
	struct bytes rest;
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
	piece = &list->pieces[list->piece];
	rest.data = (const uint8_t *)piece->data + list->at;
	rest.size = piece->size - list->at;
	ret = parse(list, &rest, entry, &why);
	if (ret == -EAGAIN)
		ret = because(&why, -EINVAL,
			      "the file ends in the middle of it");
	if (ret) {
		list->failed = true;
		return because(reason, ret, "entry %zu, at byte %zu: %.200s",
			       list->count + 1, list->at, why.text);
	}
	list->at = piece->size - rest.size;
	entry->index = list->count++;
	return 1;
}
