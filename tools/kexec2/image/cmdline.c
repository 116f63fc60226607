// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The command line of the next kernel. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "image/cmdline.h"
#include "shared/command.h"
#include "shared/files.h"

#define CMDLINE_MAX	(1U << 20)	/* more than any kernel takes */
#define BLANKS	" \t\n"

/* As the kernel splits it: double quotes keep blanks together. */
static size_t word_length(const char *word)
{
	bool quoted = false;
	size_t len;

	for (len = 0; word[len]; len++) {
		if (word[len] == '"')
			quoted = !quoted;
		else if (!quoted && strchr(BLANKS, word[len]))
			break;
	}
	return len;
}

/* Is it NAME=...?  The quotes may be around all of it. */
static bool sets(const char *word, const char *name)
{
	size_t len = strlen(name);

	word += *word == '"';
	return strncmp(word, name, len) == 0 && word[len] == '=';
}

/* What the boot loader of the running kernel added for that kernel alone. */
static bool is_stale(const char *word, bool crash)
{
	return sets(word, "BOOT_IMAGE") || sets(word, "initrd") ||
	       (crash && sets(word, "crashkernel"));
}

/* What follows "--" is for init: it stays as it is, and at the end. */
static bool is_end(const char *word, size_t len)
{
	return len == 2 && !memcmp(word, "--", 2);
}

/*
 * Is the word among @words?  One kexec after another, with the same words to
 * append, would else make the command line longer each time.
 */
static bool is_among(const char *word, size_t len, const char *words)
{
	size_t n;

	for (; *(words += strspn(words, BLANKS)); words += n) {
		n = word_length(words);
		if (n == len && !memcmp(words, word, len))
			return true;
	}
	return false;
}

/*
 * @cmdline with @append, before what is for init; else as it is, to the blank,
 * as it may have been measured or signed like that.
 */
char *extend_cmdline(const char *cmdline, const char *append)
{
	const char *word = cmdline, *end = cmdline;
	size_t len;

	for (;;) {
		word += strspn(word, BLANKS);
		len = word_length(word);
		if (len == 0 || is_end(word, len))
			break;
		word += len;
		end = word;
	}
	if (!*append)
		return xstrdup(cmdline);
	return xasprintf("%.*s%s%s%s%s", (int)(end - cmdline), cmdline,
			 end > cmdline ? " " : "", append, *word ? " " : "",
			 word);
}

char *reuse_cmdline(const char *running, const char *append, bool crash)
{
	char *kept = xcalloc(strlen(running) + 1, 1), *out = kept, *cmdline;
	bool for_init = false;
	const char *word;
	size_t len;

	for (word = running; *(word += strspn(word, BLANKS)); word += len) {
		len = word_length(word);
		for_init = for_init || is_end(word, len);
		if (!for_init && (is_stale(word, crash) ||
				  is_among(word, len, append ?: "")))
			continue;
		if (out > kept)
			*out++ = ' ';
		out = mempcpy(out, word, len);
	}
	cmdline = extend_cmdline(kept, append ? append : "");
	free(kept);
	return cmdline;
}

int make_cmdline(const struct selector *selector, const char *own,
		 char **cmdline)
{
	const char *append = selector->append;
	struct content running;
	struct reason ignored;
	int err;

	*cmdline = NULL;
	if (selector->reuse_cmdline) {
		err = read_content(open("/proc/cmdline", O_RDONLY | O_CLOEXEC),
				   CMDLINE_MAX, &running, &ignored);
		if (err)
			return err;
		*cmdline = reuse_cmdline(running.data, append,
					 selector->crash);
		free(running.data);
	} else if (selector->cmdline) {
		*cmdline = xstrdup(selector->cmdline);
	} else if (own && append) {
		*cmdline = extend_cmdline(own, append);
	} else if (own || append) {
		*cmdline = xstrdup(own ? own : append);
	}
	return 0;
}
