// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/*
 * Reading what may be booted: sha256sum output and kexec2-known(5), line by
 * line.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/kexec_file_load2.h>

#include "known.h"
#include "digest.h"
#include "words.h"
#include "shared/util.h"

#define NAME_SIZE_MAX	4096
#define MEMBERS_MAX	(KEXEC_INITRD_MAX + 2)

/* As they are written in a file, where blanks and signs mean something. */
static bool name_is_valid(const struct words *name)
{
	const char *p;

	if (!words_size(name) || words_size(name) > NAME_SIZE_MAX)
		return false;
	for (p = name->p; p < name->end; p++)
		if (*p <= ' ' || *p == 0x7f || strchr("\"=?,#\\", *p))
			return false;
	return true;
}

static int intern(struct known *known, const struct words *name,
		  size_t *found, struct reason *reason)
{
	if (!name_is_valid(name))
		return because(reason, -EINVAL, "this cannot be a name");
	*found = known_intern(known, name->p, words_size(name));
	return 0;
}

/*
 * sha256sum(1)
 */

static const char *algo_by_digits(size_t digits)
{
	switch (digits) {
	case 40:	return "sha1";
	case 56:	return "sha224";
	case 64:	return "sha256";
	case 96:	return "sha384";
	case 128:	return "sha512";
	default:	return NULL;
	}
}

/* With a backslash in front, names have \n, \r and \\ for what is none. */
static bool unescape(char *name, size_t *size)
{
	size_t i, n = 0;

	for (i = 0; i < *size; i++) {
		char c = name[i];

		if (c == '\\') {
			if (++i == *size)
				return false;
			switch (name[i]) {
			case 'n':	c = '\n'; break;
			case 'r':	c = '\r'; break;
			case '\\':	break;
			default:	return false;
			}
		}
		name[n++] = c;
	}
	*size = n;
	return true;
}

static int plain_name(struct known *known, const struct words *text,
		      bool escaped, size_t *found, struct reason *reason)
{
	size_t size = words_size(text);
	char *name;

	if (!size || size > NAME_SIZE_MAX)
		return because(reason, -EINVAL,
			       "a digest without a file name, or with one that is too long");
	name = xstrndup(text->p, size);
	if (escaped && !unescape(name, &size)) {
		free(name);
		return because(reason, -EINVAL,
			       "the file name has a backslash with nothing that can follow one");
	}
	*found = known_intern(known, name, size);
	free(name);
	return 0;
}

/* Is it HEX "  " or HEX " *"?  Then only the name is left of the line. */
static bool plain_digest(struct words *line, struct words *hex)
{
	const char *p = line->p;

	while (p < line->end && words_nibble(*p) >= 0)
		p++;
	hex->p = line->p;
	hex->end = p;
	if (words_size(hex) < 32 || line->end - p < 2 || p[0] != ' ' ||
	    (p[1] != ' ' && p[1] != '*'))
		return false;
	line->p = p + 2;
	return true;
}

static int plain_line(struct known *known, struct words *line,
		      const struct words *hex, bool escaped,
		      struct reason *reason)
{
	const char *algo = algo_by_digits(words_size(hex));
	struct known_item item = { .role = KNOWN_ANY };
	int err;

	if (words_size(hex) == 32)
		return because(reason, -EINVAL,
			       "an MD5 digest proves nothing, use sha256sum");
	if (!algo || !words_hex(hex, item.value, sizeof(item.value),
				&item.size))
		return because(reason, -EINVAL,
			       "no algorithm has digests of %zu hex digits",
			       words_size(hex));
	strcpy(item.algo, algo);
	err = plain_name(known, line, escaped, &item.name, reason);
	if (!err)
		known_add_item(known, &item);
	return err;
}

/*
 * kexec2-known(5)
 */

static bool item_digest(struct words word, struct known_item *item)
{
	const char *colon = memchr(word.p, ':', words_size(&word));
	size_t size = colon ? (size_t)(colon - word.p) : 0;

	if (!size || size >= sizeof(item->algo))
		return false;
	memcpy(item->algo, word.p, size);
	item->algo[size] = '\0';
	word.p = colon + 1;
	return words_hex(&word, item->value, sizeof(item->value),
			 &item->size) &&
	       known_algo_size(item->algo) == item->size;
}

static bool set_role(struct known_item *item, const struct words *value)
{
	enum known_role role;

	for (role = KNOWN_KERNEL; role < NR_KNOWN_ROLES; role++) {
		if (!words_are(value, known_role_word(role)))
			continue;
		if (item->role != KNOWN_ANY && item->role != role)
			return false;
		item->role = role;
		return true;
	}
	return false;
}

static int set_label(struct known_item *item, const struct words *value,
		     struct reason *reason)
{
	const char *p;

	if (item->label)
		return because(reason, -EINVAL, "label= stands there twice");
	if (!words_size(value) ||
	    words_size(value) >= KEXEC_INITRD_LABEL_SIZE)
		return because(reason, -EINVAL,
			       "label= takes 1 to 31 characters, or - for no label");
	for (p = value->p; p < value->end; p++)
		if (!(*p >= 'a' && *p <= 'z') && !(*p >= 'A' && *p <= 'Z') &&
		    !(*p >= '0' && *p <= '9') && !strchr("._-", *p))
			return because(reason, -EINVAL,
				       "a label has only A-Z a-z 0-9 . _ -");
	item->label = words_are(value, "-") ? xstrdup("") :
		      xstrndup(value->p, words_size(value));
	return 0;
}

static int set_before(struct known *known, struct known_item *item,
		      const struct words *name, struct reason *reason)
{
	int err;

	item->before = xreallocarray(item->before, item->nr_before + 1,
				     sizeof(*item->before));
	if (item->nr_before == KEXEC_INITRD_MAX)
		return because(reason, -EINVAL, "too many order=");
	err = intern(known, name, &item->before[item->nr_before], reason);
	if (!err)
		known->names[item->before[item->nr_before++]].wanted = true;
	return err;
}

static int set_order(struct known *known, struct known_item *item,
		     struct words *value, struct reason *reason)
{
	if (words_are(value, "first"))
		item->first = true;
	else if (words_are(value, "last"))
		item->last = true;
	else if (words_prefix(value, "before:"))
		return set_before(known, item, value, reason);
	else
		return because(reason, -EINVAL,
			       "order= takes first, last or before:NAME");
	return 0;
}

static int attribute(struct known *known, struct known_item *item,
		     struct words *word, struct reason *reason)
{
	if (words_prefix(word, "version=")) {
		if (item->versioned || !words_number(word, &item->version))
			return because(reason, -EINVAL,
				       "version= takes a number, once");
		item->versioned = true;
		return 0;
	}
	if (words_prefix(word, "role=")) {
		if (!set_role(item, word))
			return because(reason, -EINVAL,
				       "role= takes kernel, initrd or cmdline, and label= and order= are for an initrd");
		return 0;
	}
	if (item->role != KNOWN_KERNEL && item->role != KNOWN_CMDLINE) {
		bool label = words_prefix(word, "label=");

		if (label || words_prefix(word, "order=")) {
			item->role = KNOWN_INITRD;
			return label ? set_label(item, word, reason) :
			       set_order(known, item, word, reason);
		}
	}
	return because(reason, -EINVAL,
		       "\"%.*s\" is not known, or not for that role",
		       (int)(words_size(word) < 64 ? words_size(word) : 64),
		       word->p);
}

/* NAME [KEY=VALUE]..., behind the digest. */
static int described(struct known *known, struct words *line,
		     struct known_item *item, struct reason *reason)
{
	struct words word;
	int err;

	words_next(line, &word);
	err = intern(known, &word, &item->name, reason);
	while (!err && words_next(line, &word))
		err = attribute(known, item, &word, reason);
	return err;
}

static int item_line(struct known *known, struct words *line,
		     struct known_item *item, struct reason *reason)
{
	int err = described(known, line, item, reason);

	if (err) {
		free(item->label);
		free(item->before);
		return err;
	}
	known_add_item(known, item);
	return 0;
}

/* A text in quotes with \" \\ and \xHH, into @to, not longer than it was. */
static bool quoted(struct words *line, uint8_t *to, size_t *size)
{
	*size = 0;
	words_skip_blanks(line);
	if (line->p == line->end || *line->p++ != '"')
		return false;
	while (line->p < line->end && *line->p != '"') {
		char c = *line->p++;
		struct words hex;
		size_t one;

		if (c != '\\') {
			to[(*size)++] = (uint8_t)c;
			continue;
		}
		if (line->p == line->end)
			return false;
		c = *line->p++;
		if (c == '"' || c == '\\') {
			to[(*size)++] = (uint8_t)c;
			continue;
		}
		if (c != 'x' || line->end - line->p < 2)
			return false;
		hex.p = line->p;
		hex.end = line->p += 2;
		if (!words_hex(&hex, &to[*size], 1, &one))
			return false;
		(*size)++;
	}
	return line->p < line->end && *line->p++ == '"' &&
	       (line->p == line->end || *line->p == ' ' || *line->p == '\t');
}

/* IMA's algorithm is not known here: an item for each that it may be. */
static int cmdline_line(struct known *known, struct words *line,
			struct reason *reason)
{
	static const char *const hashes[] = {
		"sha1", "sha256", "sha384", "sha512",
	};
	uint8_t *text = xcalloc(words_size(line) + 1, 1);
	size_t i, size;
	int err = 0;

	if (!quoted(line, text, &size)) {
		free(text);
		return because(reason, -EINVAL,
			       "cmdline takes a text in double quotes, in which \\\", \\\\ and \\xHH mean something");
	}
	for (i = 0; i < sizeof(hashes) / sizeof(hashes[0]) && !err; i++) {
		struct known_item item = {
			.role = KNOWN_CMDLINE,
			.is_text = true,
			.requires_records = cmdline_requires_records(text,
								     size),
		};
		struct words rest = *line;

		strcpy(item.algo, hashes[i]);
		err = digest_of(item.algo, text, size, item.value, &item.size);
		if (err == -EOPNOTSUPP) {	/* such as SHA-1, by policy */
			err = 0;
			continue;
		}
		if (err)
			because(reason, err, "out of memory");
		else
			err = item_line(known, &rest, &item, reason);
	}
	free(text);
	return err;
}

static int minimum_line(struct known *known, struct words *line,
			struct reason *reason)
{
	struct known_name *name;
	struct words word;
	uint64_t minimum;
	size_t i = 0;
	int err;

	words_next(line, &word);
	err = intern(known, &word, &i, reason);
	if (err)
		return err;
	words_next(line, &word);
	if (!words_number(&word, &minimum) || words_next(line, &word))
		return because(reason, -EINVAL,
			       "minimum takes a name and a number");
	name = &known->names[i];
	name->wanted = true;
	if (!name->has_minimum || name->minimum < minimum)
		name->minimum = minimum;
	name->has_minimum = true;
	return 0;
}

static int add_member(struct known *known,
		      struct known_composition *composition,
		      struct words *word, struct reason *reason)
{
	struct known_member *member =
		&composition->members[composition->nr_members];
	int err;

	if (composition->nr_members == MEMBERS_MAX)
		return because(reason, -EINVAL,
			       "a composition of more than %u", MEMBERS_MAX);
	member->optional = word->end[-1] == '?';
	word->end -= member->optional;
	err = intern(known, word, &member->name, reason);
	if (err)
		return err;
	known->names[member->name].wanted = true;
	composition->nr_members++;
	return 0;
}

static int composition_line(struct known *known, struct words *line,
			    struct reason *reason)
{
	size_t n = known->nr_compositions;
	struct known_composition *new;
	struct words word, equals;
	int err = 0;

	words_next(line, &word);
	if (!name_is_valid(&word) || !words_next(line, &equals) ||
	    !words_are(&equals, "="))
		return because(reason, -EINVAL,
			       "it is written: composition NAME = NAME...");
	known->compositions = xreallocarray(known->compositions, n + 1,
					    sizeof(*new));
	new = &known->compositions[n];
	new->nr_members = 0;
	new->name = xstrndup(word.p, words_size(&word));
	new->members = xcalloc(MEMBERS_MAX, sizeof(*new->members));
	if (known_composition(known, new->name))
		err = because(reason, -EINVAL,
			      "there is a composition of that name already");
	while (!err && words_next(line, &word))
		err = add_member(known, new, &word, reason);
	if (!err && !new->nr_members)
		err = because(reason, -EINVAL, "a composition of nothing");
	if (err) {
		free(new->name);
		free(new->members);
		return err;
	}
	known->nr_compositions++;
	return 0;
}

static int parse_line(struct known *known, struct words line,
		      struct reason *reason)
{
	struct known_item item = { .role = KNOWN_ANY };
	struct words hex, word, all = line;
	bool escaped;

	if (memchr(line.p, '\0', words_size(&line)))
		return because(reason, -EINVAL, "there is a NUL in it");
	if (line.end > line.p && line.end[-1] == '\r')
		return because(reason, -EINVAL,
			       "it ends with a carriage return");
	escaped = line.p < line.end && *line.p == '\\';
	line.p += escaped;
	if (plain_digest(&line, &hex))
		return plain_line(known, &line, &hex, escaped, reason);

	line = all;
	if (!words_next(&line, &word) || *word.p == '#')
		return 0;
	if (words_are(&word, "cmdline"))
		return cmdline_line(known, &line, reason);
	if (words_are(&word, "minimum"))
		return minimum_line(known, &line, reason);
	if (words_are(&word, "composition"))
		return composition_line(known, &line, reason);
	if (item_digest(word, &item))
		return item_line(known, &line, &item, reason);
	return because(reason, -EINVAL,
		       "it is no line of sha256sum and none of kexec2-known(5)");
}

int known_parse(struct known *known, const void *data, size_t size,
		struct reason *reason)
{
	struct words text = { data, (const char *)data + size }, line;
	struct reason why;
	size_t number = 0;
	int err;

	if (!size)
		return because(reason, -EINVAL, "it is empty");
	while (words_line(&text, &line)) {
		number++;
		err = parse_line(known, line, &why);
		if (err)
			return because(reason, err, "line %zu: %.200s", number,
				       why.text);
	}
	return 0;
}
