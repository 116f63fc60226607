// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What may be booted, found by digest and by name. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "known.h"
#include "shared/util.h"

static const struct {
	const char *name;
	size_t size;
} algos[] = {
	{ "sha1", 20 },		{ "sha224", 28 },	{ "sha256", 32 },
	{ "sha384", 48 },	{ "sha512", 64 },	{ "sm3", 32 },
	{ "sha3-256", 32 },	{ "sha3-384", 48 },	{ "sha3-512", 64 },
};

size_t known_algo_size(const char *algo)
{
	size_t i;

	for (i = 0; i < sizeof(algos) / sizeof(algos[0]); i++)
		if (!strcmp(algo, algos[i].name))
			return algos[i].size;
	return 0;
}

const char *known_role_word(enum known_role role)
{
	static const char *const words[NR_KNOWN_ROLES] = {
		"any", "kernel", "initrd", "cmdline",
	};

	return words[role];
}

/* FNV-1a.  The files are the verifier's own; nobody else chooses the keys. */
static uint64_t hash(const void *data, size_t size)
{
	const uint8_t *p = data;
	uint64_t h = 0xcbf29ce484222325;

	while (size--)
		h = (h ^ *p++) * 0x100000001b3;
	return h ^ h >> 32;
}

/* Digests are spread already.  None is shorter than that. */
static uint64_t digest_hash(const uint8_t *value, size_t size)
{
	uint64_t h;

	memcpy(&h, value + size - sizeof(h), sizeof(h));
	return h ^ h >> 32;
}

static size_t *bucket(const struct known_table *table, uint64_t h)
{
	return &table->buckets[h & (table->nr_buckets - 1)];
}

/*
 * Twice as many buckets when there are as many items; true if all are to be put
 * in anew.
 */
static bool grow(struct known_table *table, size_t nr)
{
	if (nr < table->nr_buckets)
		return false;
	free(table->buckets);
	table->nr_buckets = table->nr_buckets ? 2 * table->nr_buckets : 64;
	table->buckets = xcalloc(table->nr_buckets, sizeof(*table->buckets));
	return true;
}

static void *one_more(void *array, size_t n, size_t size)
{
	if (n & (n - 1))
		return array;
	return xreallocarray(array, n ? 2 * n : 1, size);
}

static void link_item(struct known *known, size_t i)
{
	struct known_item *item = &known->items[i];
	size_t *head = bucket(&known->by_digest,
			      digest_hash(item->value, item->size));

	item->next = *head;
	*head = i + 1;
}

void known_add_item(struct known *known, const struct known_item *item)
{
	size_t i = known->nr_items;

	known->items = one_more(known->items, known->nr_items,
				sizeof(*known->items));
	if (grow(&known->by_digest, known->nr_items))
		i = 0;
	known->items[known->nr_items] = *item;
	known->names[item->name].roles |= 1U << item->role;
	known->has_cmdlines |= item->role == KNOWN_CMDLINE;
	for (; i <= known->nr_items; i++)
		link_item(known, i);
	known->nr_items++;
}

static void link_name(struct known *known, size_t i)
{
	struct known_name *name = &known->names[i];
	size_t *head = bucket(&known->by_name,
			      hash(name->text, strlen(name->text)));

	name->next = *head;
	*head = i + 1;
}

size_t known_intern(struct known *known, const char *text, size_t size)
{
	size_t i;

	if (known->nr_names) {
		i = *bucket(&known->by_name, hash(text, size));
		for (; i; i = known->names[i - 1].next) {
			const char *name = known->names[i - 1].text;

			if (strlen(name) == size && !memcmp(name, text, size))
				return i - 1;
		}
	}
	i = known->nr_names;
	known->names = one_more(known->names, known->nr_names,
				sizeof(*known->names));
	known->names[known->nr_names] = (struct known_name){
		.text = xstrndup(text, size),
	};
	if (grow(&known->by_name, known->nr_names))
		i = 0;
	for (; i <= known->nr_names; i++)
		link_name(known, i);
	return known->nr_names++;
}

static const struct known_item *match(const struct known *known, size_t i,
				      const char *algo, const uint8_t *value,
				      size_t size)
{
	for (; i; i = known->items[i - 1].next) {
		const struct known_item *item = &known->items[i - 1];

		if (item->size == size && !memcmp(item->value, value, size) &&
		    !strcmp(item->algo, algo))
			return item;
	}
	return NULL;
}

const struct known_item *known_find(const struct known *known,
				    const struct record_digest *digest)
{
	if (!known->nr_items || digest->size < sizeof(uint64_t))
		return NULL;
	return match(known, *bucket(&known->by_digest,
				    digest_hash(digest->value, digest->size)),
		     digest->algo, digest->value, digest->size);
}

const struct known_item *known_next(const struct known *known,
				    const struct known_item *item)
{
	return match(known, item->next, item->algo, item->value, item->size);
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

int known_finish(const struct known *known, struct reason *reason)
{
	const unsigned int exclusive = 1U << KNOWN_KERNEL | 1U << KNOWN_INITRD |
				       1U << KNOWN_CMDLINE;
	const unsigned int parts = 1U << KNOWN_INITRD | 1U << KNOWN_ANY;
	size_t i, j;

	for (i = 0; i < known->nr_items; i++) {
		const struct known_item *item = &known->items[i];

		for (j = 0; j < item->nr_before; j++) {
			const struct known_name *name =
				&known->names[item->before[j]];

			if (name->roles && !(name->roles & parts))
				return because(reason, -EINVAL,
					       "\"%.64s\" must come before \"%.64s\", which is no part of an initramfs",
					       known->names[item->name].text,
					       name->text);
		}
	}
	for (i = 0; i < known->nr_names; i++) {
		const struct known_name *name = &known->names[i];
		unsigned int roles = name->roles & exclusive;

		if (name->wanted && !name->roles)
			return because(reason, -EINVAL,
				       "nothing has the name \"%.64s\", which is referred to",
				       name->text);
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
			const struct known_member *member =
				&composition->members[j];
			unsigned int role = known->names[member->name].roles &
				(1U << KNOWN_KERNEL | 1U << KNOWN_CMDLINE);

			if (seen & role || (role && member->optional))
				return because(reason, -EINVAL,
					       "composition \"%.64s\" has a kernel or a command line twice, or as an option",
					       composition->name);
			seen |= role;
		}
	}
	return 0;
}

void known_free(struct known *known)
{
	size_t i;

	for (i = 0; i < known->nr_items; i++) {
		free(known->items[i].label);
		free(known->items[i].before);
	}
	for (i = 0; i < known->nr_names; i++)
		free(known->names[i].text);
	for (i = 0; i < known->nr_compositions; i++) {
		free(known->compositions[i].name);
		free(known->compositions[i].members);
	}
	free(known->items);
	free(known->names);
	free(known->compositions);
	free(known->by_digest.buckets);
	free(known->by_name.buckets);
	*known = KNOWN_INIT;
}
