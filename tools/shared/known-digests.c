// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The digests in known files. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "shared/files.h"
#include "shared/known-digests.h"

#define NAME_SIZE_MAX	4096
#define FILE_SIZE_MAX	((size_t)64 << 20)

struct known_digest {
	struct digest digest;
	char *name;
};

/* sha256sum(1) escapes names with \n, \r and \\, behind a backslash. */
static bool unescape(char *name)
{
	char *to = name;

	for (; *name; name++) {
		char c = *name;

		if (c == '\\') {
			switch (*++name) {
			case 'n':	c = '\n'; break;
			case 'r':	c = '\r'; break;
			case '\\':	break;
			default:	return false;
			}
		}
		*to++ = c;
	}
	*to = '\0';
	return true;
}

/* Is it HEX "  " or HEX " *"?  Then only the name is left of the line. */
static bool plain_digest(struct bytes *line, struct bytes *hex)
{
	struct bytes rest = *line;

	bytes_span(&rest, "0123456789abcdefABCDEF", hex);
	if (hex->size < 32 || (!bytes_prefix(&rest, "  ") &&
			       !bytes_prefix(&rest, " *")))
		return false;
	*line = rest;
	return true;
}

static int plain_line(struct known_line *line, struct bytes name,
		      struct bytes hex, bool escaped, struct reason *reason)
{
	const char *algo = hash_by_size(hex.size / 2);

	if (hex.size == 32)
		return because(reason, -EINVAL,
			       "an MD5 digest proves nothing, use sha256sum");
	if (!algo || hex.size % 2)
		return because(reason, -EINVAL,
			       "no algorithm has digests of %zu hex digits",
			       hex.size);
	if (!name.size || name.size > NAME_SIZE_MAX)
		return because(reason, -EINVAL,
			       "missing file name, or file name too long");
	line->name = xstrndup((const char *)name.data, name.size);
	if (escaped && !unescape(line->name)) {
		free(line->name);
		line->name = NULL;
		return because(reason, -EINVAL,
			       "invalid backslash escape in the file name");
	}
	words_hex(hex, line->digest.bytes, sizeof(line->digest.bytes),
		  &line->digest.len);
	strcpy(line->digest.algorithm, algo);
	return 0;
}

int known_line_read(struct known_line *line, struct bytes text,
		    struct reason *reason)
{
	struct bytes hex, word, plain = text;
	bool escaped = bytes_prefix(&plain, "\\");

	*line = (struct known_line){ .name = NULL };
	if (memchr(text.data, '\0', text.size))
		return because(reason, -EINVAL, "NUL byte in the line");
	if (text.size && text.data[text.size - 1] == '\r')
		return because(reason, -EINVAL,
			       "carriage return at the end of the line");
	if (plain_digest(&plain, &hex))
		return plain_line(line, plain, hex, escaped, reason);
	words_skip_blanks(&text);
	if (!text.size || *text.data == '#')
		return 0;
	line->rest = text;
	words_next(&text, &word);
	if (digest_parse(&line->digest, word)) {
		line->rest = text;
		return 0;
	}
	line->digest.len = 0;
	if (bytes_are(word, "cmdline") || bytes_are(word, "minimum") ||
	    bytes_are(word, "composition") || bytes_are(word, "revoked"))
		return 0;
	return because(reason, -EINVAL,
		       "neither a line of sha256sum nor of kexec2-known(5)");
}

static int parse_line(void *to, struct bytes text, struct reason *reason)
{
	struct known_digests *known = to;
	struct known_line line;
	struct bytes word;
	int err = known_line_read(&line, text, reason);

	if (err || !line.digest.len)
		return err;
	if (!line.name && !words_next(&line.rest, &word))
		return because(reason, -EINVAL, "invalid name");
	*XADD(known->files, known->nr) = (struct known_digest){
		.digest = line.digest,
		.name = line.name ?: xstrndup((const char *)word.data,
					      word.size),
	};
	return 0;
}

static int by_digest(const void *a, const void *b)
{
	const struct known_digest *x = a, *y = b;

	return digest_compare(&x->digest, &y->digest);
}

static int read_file(struct known_digests *known, const char *path,
		     struct reason *reason)
{
	struct content content;
	int err = read_content(open(path, O_RDONLY | O_CLOEXEC), FILE_SIZE_MAX,
			       &content, reason);

	if (err)
		return err;
	err = words_each_line((struct bytes){ (uint8_t *)content.data,
					      content.size },
			      known, parse_line, reason);
	free(content.data);
	if (!err && !known->nr)
		err = because(reason, -EINVAL, "has no digest of a file");
	return err;
}

int known_digests_read(struct known_digests *known,
		       const struct option_values *paths, const char **path,
		       struct reason *reason)
{
	int err = 0;
	size_t i;

	for (i = 0; !err && i < paths->count; i++) {
		*path = paths->values[i];
		err = WITH_CRYPTO ? read_file(known, *path, reason) :
		      because(reason, -EOPNOTSUPP,
			      "cannot be used: kexec2 was built without libcrypto");
	}
	if (known->nr)
		qsort(known->files, known->nr, sizeof(*known->files),
		      by_digest);
	return err;
}

void known_digests_free(struct known_digests *known)
{
	while (known->nr)
		free(known->files[--known->nr].name);
	free(known->files);
	*known = (struct known_digests){ 0 };
}

const char *known_digests_find(const struct known_digests *known,
			       const struct digest *digest)
{
	const struct known_digest key = { .digest = *digest }, *found = NULL;

	if (known->nr)
		found = bsearch(&key, known->files, known->nr, sizeof(key),
				by_digest);
	return found ? found->name : NULL;
}

bool known_digests_use(const struct known_digests *known,
		       const char *algorithm)
{
	size_t i;

	for (i = 0; i < known->nr; i++)
		if (!strcmp(known->files[i].digest.algorithm, algorithm))
			return true;
	return false;
}
