/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Known files: their digests, and what they may be used for.  The format is in
 * kexec2-known(5).
 */
#ifndef KEXEC2_KNOWN_H
#define KEXEC2_KNOWN_H

#include <time.h>

#include "record.h"

enum known_role {
	KNOWN_ANY,		/* from plain sha256sum output */
	KNOWN_KERNEL,
	KNOWN_INITRD,
	KNOWN_CMDLINE,
	NR_KNOWN_ROLES
};

/* A name of items, any bytes but NUL. */
struct known_name {
	char *text;
	unsigned int roles;		/* bit N: an item has the role N */
	bool has_minimum;		/* items without version are too old */
	uint64_t minimum;
	bool wanted;			/* a line refers to it */
	const struct known_name *follows; /* one that must come before it */
	struct known_name *next;
};

/* A digest, and the file or command line that has it. */
struct known_item {
	struct digest digest;	/* its @size is 0 */
	struct known_name *name;	/* versions share one */
	enum known_role role;
	char *label;			/* "" for none, NULL for any */
	bool versioned;
	uint64_t version;
	time_t expires;			/* 0: never */
	bool first;			/* must be the first part */
	bool last;
	const struct known_name **before; /* must come before these */
	size_t nr_before;
	bool is_text;			/* a text was given, and it has */
	unsigned int flags;		/* of cmdline_flags() */
	struct known_item *next;	/* with the same digest */
};

struct known_member {
	struct known_name *name;
	bool optional;
};

/* Parts that belong together, in order, kernel and command line if named. */
struct known_composition {
	char *name;
	struct known_member *members;
	size_t nr_members;
};

/* Zeroed at first.  The trees are of tsearch(3). */
struct known {
	void *items_by_digest;
	void *names_by_text;
	struct known_name *names;
	struct known_composition *compositions;
	size_t nr_compositions;
	void *revoked;		/* digests */
	time_t (*clock)(time_t *now); /* time(2); NULL: nothing expires */
	bool has_cmdlines;
	char wrong[128];	/* with the line that is parsed */
};

/* Add a file.  0, or -EINVAL with the line in the reason. */
int known_parse(struct known *known, struct bytes file, struct reason *reason);

/* Check references between lines, after the last file.  0 or -EINVAL. */
int known_finish(const struct known *known, struct reason *reason);

void known_free(struct known *known);

/* The item with this digest that was read last; others are its @next. */
const struct known_item *known_find(const struct known *known,
				    const struct digest *digest);

/* May nothing have it, whatever else is known of it? */
bool known_revoked(const struct known *known, const struct digest *digest);

/* Or NULL. */
const struct known_composition *known_composition(const struct known *known,
						  const char *name);

extern const char *const known_roles[NR_KNOWN_ROLES];

#endif /* KEXEC2_KNOWN_H */
