/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What may be booted: digests of the files that are published, with what they
 * are for.  The format is in kexec2-known(5).
 */
#ifndef KEXEC2_KNOWN_H
#define KEXEC2_KNOWN_H

#include "record.h"

enum known_role {
	KNOWN_ANY,		/* from plain sha256sum output */
	KNOWN_KERNEL,
	KNOWN_INITRD,
	KNOWN_CMDLINE,
	NR_KNOWN_ROLES
};

/**
 * struct known_name - a name of items
 * @text:    It, any bytes but NUL.
 * @roles:   Bit N: an item with that name has the role N.
 * @minimum: Items of a lower version are too old, if @has_minimum; so are
 *	     those without version.
 * @wanted:  A composition or an item refers to it.
 * @follows: Items of this name must come before it, or NULL.
 * @next:    Another name, or NULL.
 */
struct known_name {
	char *text;
	unsigned int roles;
	bool has_minimum;
	uint64_t minimum;
	bool wanted;
	const struct known_name *follows;
	struct known_name *next;
};

/**
 * struct known_item - a digest, and what it is the digest of
 * @digest:    Without how many bytes it is of.
 * @name:      Several items may share one: versions of it.
 * @role:      What it may be used as.
 * @label:     The label that it must have: "" for none.  NULL: any.
 * @version:   Its version, if @versioned.
 * @first:     It must be the first part.
 * @last:      It must be the last part.
 * @before:    Names of parts that must come after it.
 * @is_text:   Its text was given, as of a command line.
 * @requires_records: That says kexec_records=required.
 * @next:      Another one with the digest, or NULL.
 */
struct known_item {
	struct record_digest digest;
	struct known_name *name;
	enum known_role role;
	char *label;
	bool versioned;
	uint64_t version;
	bool first;
	bool last;
	const struct known_name **before;
	size_t nr_before;
	bool is_text;
	bool requires_records;
	struct known_item *next;
};

struct known_member {
	const struct known_name *name;
	bool optional;
};

/* Parts that belong together, in order, kernel and command line if named. */
struct known_composition {
	char *name;
	struct known_member *members;
	size_t nr_members;
};

/* What may be booted, zeroed at first.  The trees are of tsearch(3). */
struct known {
	void *items_by_digest;
	void *names_by_text;
	struct known_name *names;
	struct known_composition *compositions;
	size_t nr_compositions;
	bool has_cmdlines;
};

/**
 * known_parse() - add what a file says
 * @known: What other files said.
 *
 * Return: 0, or -EINVAL with the line in the reason.
 */
int known_parse(struct known *known, const void *data, size_t size,
		struct reason *reason);

/**
 * known_finish() - check that all names that are referred to are there
 *
 * After the last file.  Return: 0 or -EINVAL.
 */
int known_finish(const struct known *known, struct reason *reason);

void known_free(struct known *known);

/* The item with this digest that was read last; others are its @next. */
const struct known_item *known_find(const struct known *known,
				    const struct record_digest *digest);

/* NULL is not there. */
const struct known_composition *known_composition(const struct known *known,
						  const char *name);

const char *known_role_word(enum known_role role);

#endif /* KEXEC2_KNOWN_H */
