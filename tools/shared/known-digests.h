/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * The digests in known files, whose format is in kexec2-known(5): all that the
 * loader reads of them, and where the verifier begins.
 */
#ifndef KEXEC2_KNOWN_DIGESTS_H
#define KEXEC2_KNOWN_DIGESTS_H

#include "shared/command.h"
#include "shared/hash.h"
#include "shared/util.h"

/**
 * struct known_line - a line of a known file
 * @digest: What it begins with; of no length if it begins with none.
 * @name:   The file's name, if the line is one of sha256sum(1); owned.
 * @rest:   What follows the digest of other lines; of a line without one, all
 *	    of it, but nothing of a comment.
 */
struct known_line {
	struct digest digest;
	char *name;
	struct bytes rest;
};

/* Return: 0; or -EINVAL, with the reason and nothing to free. */
int known_line_read(struct known_line *line, struct bytes text,
		    struct reason *reason);

/* Digests of files, with their names.  Zeroed at first. */
struct known_digests {
	struct known_digest *files;
	size_t nr;
};

/**
 * known_digests_read() - read the digests in files
 * @known:  Receives them; to be freed in any case.
 * @paths:  The files, of --known.
 * @path:   Receives the one that the reason is about.
 *
 * What else a line says does not matter here, but that it is one.
 *
 * Return: 0, -EINVAL, -EOPNOTSUPP without libcrypto, or an error of open(2) or
 * read(2).
 */
int known_digests_read(struct known_digests *known,
		       const struct option_values *paths, const char **path,
		       struct reason *reason);
void known_digests_free(struct known_digests *known);

/* The name of the file with this digest, or NULL. */
const char *known_digests_find(const struct known_digests *known,
			       const struct digest *digest);

/* Is there a digest of this algorithm? */
bool known_digests_use(const struct known_digests *known,
		       const char *algorithm);

#endif /* KEXEC2_KNOWN_DIGESTS_H */
