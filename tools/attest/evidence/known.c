// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Known files: read sha256sum output and kexec2-known(5) line by line, and find
 * items by digest and by name.
 */
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kexec_file_load2.h>

#include "known.h"
#include "shared/known-digests.h"
#include "shared/util.h"

#define NAME_SIZE_MAX	4096
#define MEMBERS_MAX	258	/* all initrds, kernel and command line */

_Static_assert(MEMBERS_MAX == KEXEC_INITRD_MAX + 2, "and messages say so");

const char *const known_roles[NR_KNOWN_ROLES] = {
	"any", "kernel", "initrd", "cmdline",
};

static void *add_to_tree(void **tree, void *new,
			 int (*compare)(const void *a, const void *b))
{
	void *node = tsearch(new, tree, compare);

	if (!node)
		out_of_memory();
	return node;
}

static int by_text(const void *a, const void *b)
{
	const struct known_name *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static void free_name(void *data)
{
	struct known_name *name = data;

	free(name->text);
	free(name);
}

/* The name, which is added if it is new. */
static struct known_name *intern(struct known *known, const char *text,
				 size_t size)
{
	struct known_name *new = xcalloc(1, sizeof(*new)), **found;

	new->text = xstrndup(text, size);
	found = add_to_tree(&known->names_by_text, new, by_text);
	if (*found != new) {
		free_name(new);
	} else {
		new->next = known->names;
		known->names = new;
	}
	return *found;
}

static void free_item(struct known_item *item)
{
	free(item->label);
	free(item->before);
	free(item);
}

/* Takes it over. */
static void add_item(struct known *known, struct known_item *item)
{
	struct known_item **node = add_to_tree(&known->items_by_digest, item,
					       digest_compare);

	item->next = *node != item ? *node : NULL;
	*node = item;
	item->name->roles |= 1U << item->role;
	known->has_cmdlines |= item->role == KNOWN_CMDLINE;
}

const struct known_item *known_find(const struct known *known,
				    const struct digest *digest)
{
	struct digest key = *digest;
	struct known_item **node;

	key.size = 0;
	node = tfind(&key, &known->items_by_digest, digest_compare);
	return node ? *node : NULL;
}

bool known_revoked(const struct known *known, const struct digest *digest)
{
	struct digest key = *digest;

	key.size = 0;
	return tfind(&key, &known->revoked, digest_compare);
}

const struct known_composition *known_composition(const struct known *known,
						  const char *name)
{
	size_t i;

	for (i = 0; i < known->nr_compositions; i++)
		if (!strcmp(known->compositions[i].name, name))
			return &known->compositions[i];
	return NULL;
}

/*
 * What parses a line, or a part of it, returns what is wrong with it, or NULL.
 */

static void plain_line(struct known *known, const struct known_line *line)
{
	struct known_item *item = xcalloc(1, sizeof(*item));

	item->digest = line->digest;
	item->name = intern(known, line->name, strlen(line->name));
	add_item(known, item);
}

/* As they are written in kexec2-known(5): blanks and signs have a meaning. */
static bool name_is_valid(struct bytes name)
{
	size_t i;

	if (!name.size || name.size > NAME_SIZE_MAX)
		return false;
	for (i = 0; i < name.size; i++)
		if (name.data[i] <= ' ' || name.data[i] >= 0x7f ||
		    strchr("\"=?,#\\", name.data[i]))
			return false;
	return true;
}

/* The name, which must be there in the end if it is @wanted. */
static const char *refer(struct known *known, struct bytes word, bool wanted,
			 struct known_name **name)
{
	if (!name_is_valid(word))
		return "invalid name";
	*name = intern(known, (const char *)word.data, word.size);
	(*name)->wanted |= wanted;
	return NULL;
}

static bool set_role(struct known_item *item, struct bytes value)
{
	enum known_role role;

	for (role = KNOWN_KERNEL; role < NR_KNOWN_ROLES; role++) {
		if (!bytes_are(value, known_roles[role]))
			continue;
		if (item->role != KNOWN_ANY && item->role != role)
			return false;
		item->role = role;
		return true;
	}
	return false;
}

static const char *set_label(struct known_item *item, struct bytes value)
{
	struct bytes label;

	if (item->label)
		return "duplicate label=";
	if (!value.size || value.size >= KEXEC_INITRD_LABEL_SIZE)
		return "label= takes 1 to 31 characters, or - for no label";
	bytes_span(&value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "abcdefghijklmnopqrstuvwxyz0123456789._-", &label);
	if (value.size)
		return "a label has only A-Z a-z 0-9 . _ -";
	item->label = bytes_are(label, "-") ? xstrdup("") :
		      xstrndup((const char *)label.data, label.size);
	return NULL;
}

static const char *set_before(struct known *known, struct known_item *item,
			      struct bytes word)
{
	struct known_name *name;
	const char *why = refer(known, word, true, &name);

	if (item->nr_before == KEXEC_INITRD_MAX)
		return "too many order=";
	if (why)
		return why;
	name->follows = item->name;
	*XADD(item->before, item->nr_before) = name;
	return NULL;
}

static const char *set_order(struct known *known, struct known_item *item,
			     struct bytes value)
{
	if (bytes_are(value, "first"))
		item->first = true;
	else if (bytes_are(value, "last"))
		item->last = true;
	else if (bytes_prefix(&value, "before:"))
		return set_before(known, item, value);
	else
		return "order= takes first, last or before:NAME";
	return NULL;
}

/* YYYY-MM-DD, in UTC: the item is good on that day, and not behind it. */
static bool set_expiry(struct known_item *item, struct bytes value)
{
	char text[11] = "", again[11];
	struct tm tm = { 0 };

	if (item->expires || value.size != 10)
		return false;
	memcpy(text, value.data, 10);
	if (!strptime(text, "%Y-%m-%d", &tm))
		return false;
	item->expires = timegm(&tm);
	/* It takes the 31st of any month, and blanks. */
	strftime(again, sizeof(again), "%Y-%m-%d", &tm);
	if (strcmp(text, again))
		return false;
	item->expires += 24 * 60 * 60;
	return true;
}

static const char *attribute(struct known *known, struct known_item *item,
			     struct bytes word)
{
	if (bytes_prefix(&word, "version=")) {
		if (item->versioned || !words_number(word, &item->version))
			return "version= takes a number, once";
		item->versioned = true;
		return NULL;
	}
	if (bytes_prefix(&word, "expires="))
		return set_expiry(item, word) ? NULL :
		       "expires= takes a day, YYYY-MM-DD, once";
	if (bytes_prefix(&word, "role="))
		return set_role(item, word) ? NULL :
		       "role= takes kernel, initrd or cmdline, and label= and order= are for an initrd";
	if (item->role != KNOWN_KERNEL && item->role != KNOWN_CMDLINE) {
		bool label = bytes_prefix(&word, "label=");

		if (label || bytes_prefix(&word, "order=")) {
			item->role = KNOWN_INITRD;
			return label ? set_label(item, word) :
			       set_order(known, item, word);
		}
	}
	snprintf(known->wrong, sizeof(known->wrong),
		 "\"%.*s\" is not known, or not for that role",
		 (int)(word.size < 64 ? word.size : 64),
		 (const char *)word.data);
	return known->wrong;
}

/* NAME [KEY=VALUE]..., behind the digest. */
static const char *item_line(struct known *known, struct bytes line,
			     const struct known_item *digest)
{
	struct known_item *item = xcalloc(1, sizeof(*item));
	struct bytes word;
	const char *why;

	*item = *digest;
	words_next(&line, &word);
	why = refer(known, word, false, &item->name);
	while (!why && words_next(&line, &word))
		why = attribute(known, item, word);
	if (why)
		free_item(item);
	else
		add_item(known, item);
	return why;
}

/* A text in quotes with \" \\ and \xHH, into @to, not longer than it was. */
static bool quoted(struct bytes *line, uint8_t *to, size_t *size)
{
	*size = 0;
	words_skip_blanks(line);
	if (!bytes_prefix(line, "\""))
		return false;
	for (; line->size && *line->data != '"'; ++*size) {
		struct bytes hex;
		size_t one;

		if (bytes_prefix(line, "\\x")) {
			if (!bytes_take(line, 2, &hex) ||
			    !words_hex(hex, &to[*size], 1, &one))
				return false;
			continue;
		}
		if (bytes_prefix(line, "\\") &&
		    (!line->size || !memchr("\"\\", *line->data, 2)))
			return false;
		to[*size] = *line->data;
		bytes_skip(line, 1);
	}
	return bytes_prefix(line, "\"") &&
	       (!line->size || *line->data == ' ' || *line->data == '\t');
}

/* IMA's algorithm is not known here: an item for each that it may be. */
static const char *cmdline_line(struct known *known, struct bytes *line)
{
	static const char *const hashes[] = {
		"sha1", "sha256", "sha384", "sha512",
	};
	uint8_t *text = xcalloc(line->size + 1, 1);
	const char *why = NULL;
	size_t i, size;

	if (!quoted(line, text, &size))
		why = "cmdline takes a text in double quotes, in which \\\", \\\\ and \\xHH mean something";
	for (i = 0; i < ARRAY_SIZE(hashes) && !why; i++) {
		struct known_item item = {
			.role = KNOWN_CMDLINE,
			.is_text = true,
			.flags = cmdline_flags((struct bytes){ text, size }),
		};

		/* OpenSSL may be without one, such as SHA-1, by policy. */
		if (digest_bytes(&item.digest, hashes[i], text, size))
			continue;
		item.digest.size = 0;
		why = item_line(known, *line, &item);
	}
	free(text);
	return why;
}

static const char *minimum_line(struct known *known, struct bytes *line)
{
	struct known_name *name;
	struct bytes word;
	uint64_t minimum;
	const char *why;

	words_next(line, &word);
	why = refer(known, word, true, &name);
	if (why)
		return why;
	words_next(line, &word);
	if (!words_number(word, &minimum) || words_next(line, &word))
		return "minimum takes a name and a number";
	if (!name->has_minimum || name->minimum < minimum)
		name->minimum = minimum;
	name->has_minimum = true;
	return NULL;
}

static const char *composition_line(struct known *known, struct bytes *line)
{
	struct known_composition *new;
	struct bytes word, equals;
	const char *why = NULL;
	char *name;

	words_next(line, &word);
	if (!name_is_valid(word) || !words_next(line, &equals) ||
	    !bytes_are(equals, "="))
		return "expected composition NAME = NAME...";
	name = xstrndup((const char *)word.data, word.size);
	if (known_composition(known, name))
		why = "duplicate composition name";
	new = XADD(known->compositions, known->nr_compositions);
	*new = (struct known_composition){ .name = name };
	while (!why && words_next(line, &word)) {
		struct known_member *member = XADD(new->members,
						   new->nr_members);

		if (new->nr_members > MEMBERS_MAX)
			return "too many parts in a composition (maximum 258)";
		member->optional = word.data[word.size - 1] == '?';
		word.size -= member->optional;
		why = refer(known, word, true, &member->name);
	}
	return why || new->nr_members ? why : "empty composition";
}

static const char *revoked_line(struct known *known, struct bytes *line)
{
	struct digest *new = xcalloc(1, sizeof(*new)), **found;
	struct bytes word;

	words_next(line, &word);
	if (!digest_parse(new, word)) {
		free(new);
		return "revoked takes ALGORITHM:HEX, and then anything";
	}
	found = add_to_tree(&known->revoked, new, digest_compare);
	if (*found != new)
		free(new);
	return NULL;
}

static const char *one_line(struct known *known, struct known_line *line)
{
	const struct known_item item = {
		.role = KNOWN_ANY,
		.digest = line->digest,
	};
	struct bytes word;

	if (line->name) {
		plain_line(known, line);
		return NULL;
	}
	if (line->digest.len)
		return item_line(known, line->rest, &item);
	if (!words_next(&line->rest, &word))
		return NULL;
	if (bytes_are(word, "cmdline"))
		return cmdline_line(known, &line->rest);
	if (bytes_are(word, "revoked"))
		return revoked_line(known, &line->rest);
	if (bytes_are(word, "minimum"))
		return minimum_line(known, &line->rest);
	return composition_line(known, &line->rest);
}

static int parse_line(void *to, struct bytes text, struct reason *reason)
{
	struct known_line line;
	int err = known_line_read(&line, text, reason);
	const char *why = err ? NULL : one_line(to, &line);

	free(line.name);
	return why ? because(reason, -EINVAL, "%s", why) : err;
}

int known_parse(struct known *known, struct bytes file, struct reason *reason)
{
	return file.size ? words_each_line(file, known, parse_line, reason) :
	       because(reason, -EINVAL, "file is empty");
}

int known_finish(const struct known *known, struct reason *reason)
{
	const unsigned int whole = 1U << KNOWN_KERNEL | 1U << KNOWN_CMDLINE;
	const struct known_name *name;
	size_t i, j;

	for (name = known->names; name; name = name->next) {
		unsigned int roles = name->roles & ~(1U << KNOWN_ANY);

		if (name->follows && name->roles && !(name->roles & ~whole))
			return because(reason, -EINVAL,
				       "\"%.64s\" must come before \"%.64s\", which is no part of an initramfs",
				       name->follows->text, name->text);
		if (name->wanted && !name->roles)
			return because(reason, -EINVAL,
				       "undefined name \"%.64s\"", name->text);
		if (name->wanted && roles & (roles - 1))
			return because(reason, -EINVAL,
				       "\"%.64s\" has several roles, and a composition refers to it",
				       name->text);
	}
	for (i = 0; i < known->nr_compositions; i++) {
		const struct known_composition *composition =
			&known->compositions[i];
		unsigned int seen = 0;

		for (j = 0; j < composition->nr_members; j++) {
			struct known_member member = composition->members[j];
			unsigned int role = member.name->roles & whole;

			if (seen & role || (role && member.optional))
				return because(reason, -EINVAL,
					       "composition \"%.64s\" has a kernel or a command line twice, or as an option",
					       composition->name);
			seen |= role;
		}
	}
	return 0;
}

/* Those with the same digest. */
static void free_items(void *items)
{
	struct known_item *item, *next;

	for (item = items; item; item = next) {
		next = item->next;
		free_item(item);
	}
}

void known_free(struct known *known)
{
	size_t i;

	tdestroy(known->items_by_digest, free_items);
	tdestroy(known->revoked, free);
	tdestroy(known->names_by_text, free_name);
	for (i = 0; i < known->nr_compositions; i++) {
		free(known->compositions[i].name);
		free(known->compositions[i].members);
	}
	free(known->compositions);
	*known = (struct known){ 0 };
}
