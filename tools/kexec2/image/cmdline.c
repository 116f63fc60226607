// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* The command line of the next kernel. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/cmdline.h"
#include "shared/command.h"

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

static char *put_word(char *out, const char *start, const char *word,
		      size_t len)
{
	if (out != start)
		*out++ = ' ';
	memcpy(out, word, len);
	return out + len;
}

/* What follows "--" is for init: it stays as it is, and at the end. */
char *reuse_cmdline(const char *running, const char *append, bool crash)
{
	size_t append_len = append ? strlen(append) : 0;
	char *cmdline = xcalloc(strlen(running) + append_len + 2, 1);
	bool for_init = false;
	const char *word;
	char *out = cmdline;
	size_t len;

	for (word = running; ; word += len) {
		word += strspn(word, BLANKS);
		len = word_length(word);
		if (!for_init && (len == 0 ||
				  (len == 2 && !memcmp(word, "--", 2)))) {
			for_init = true;
			if (append_len)
				out = put_word(out, cmdline, append,
					       append_len);
		}
		if (len == 0)
			break;
		if (for_init || !is_stale(word, crash))
			out = put_word(out, cmdline, word, len);
	}
	*out = '\0';
	return cmdline;
}

static char *read_all(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	errno = 0;
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = feof(file) ? xstrdup("") : NULL;
	}
	fclose(file);
	return text;
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
		if (len == 0 || (len == 2 && !memcmp(word, "--", 2)))
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

int make_cmdline(const struct selector *selector, const char *own,
		 char **cmdline)
{
	const char *append = selector->append;
	char *running;

	*cmdline = NULL;
	if (selector->reuse_cmdline) {
		running = read_all("/proc/cmdline");
		if (!running)
			return errno ? -errno : -EIO;
		*cmdline = reuse_cmdline(running, append, selector->crash);
		free(running);
	} else if (selector->cmdline) {
		*cmdline = xstrdup(selector->cmdline);
	} else if (own && append) {
		*cmdline = extend_cmdline(own, append);
	} else if (own || append) {
		*cmdline = xstrdup(own ? own : append);
	}
	return 0;
}
