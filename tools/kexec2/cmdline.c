// SPDX-License-Identifier: GPL-2.0-only
/* The command line of the next kernel. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kexec2.h"

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

/*
 * The running kernel's command line for the next one, with @append (or NULL).
 * What follows "--" is for init: it stays as it is, and at the end.
 */
char *reuse_cmdline(const char *running, const char *append, bool crash)
{
	size_t append_len = append ? strlen(append) : 0;
	char *cmdline = malloc(strlen(running) + append_len + 2);
	bool for_init = false;
	const char *word;
	char *out = cmdline;
	size_t len;

	if (!cmdline)
		return NULL;
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
		text = feof(file) ? strdup("") : NULL;
	}
	fclose(file);
	return text;
}

/* *@cmdline is NULL for none.  0 or a negative errno value. */
int make_cmdline(const struct load_options *options, char **cmdline)
{
	const char *set = options->cmdline ? options->cmdline :
					     options->append;
	char *running;

	*cmdline = NULL;
	if (options->reuse_cmdline) {
		running = read_all("/proc/cmdline");
		if (!running)
			return errno ? -errno : -EIO;
		*cmdline = reuse_cmdline(running, options->append,
					 options->crash);
		free(running);
	} else if (set) {
		*cmdline = strdup(set);
	} else {
		return 0;
	}
	return *cmdline ? 0 : -ENOMEM;
}
