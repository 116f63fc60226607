// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* What the commands do that grub-mkconfig writes. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "image/grub/commands.h"

/* A command under way. */
struct command_line {
	struct grub_run *run;
	const struct grub_script *script;
	unsigned int line;
	const struct grub_words *words;
};

static int refuse(const struct command_line *command, const char *what)
{
	return grub_refuse(command->run->reason, command->script,
			   command->line, "%.32s: %s",
			   command->words->words[0], what);
}

/* "NAME=VALUE" */
static bool is_assignment(const char *word)
{
	size_t len = 0;

	while (isalnum((unsigned char)word[len]) || word[len] == '_')
		len++;
	return len && word[len] == '=';
}

static void set_where(struct grub_run *run, const char *where)
{
	char *copy = xstrdup(where);

	free(run->where);
	run->where = copy;
}

static int assign(const struct command_line *command, const char *word)
{
	struct grub_run *run = command->run;
	size_t len = strcspn(word, "=");

	if (command->words->unsure)
		grub_env_doubt(&run->env, word, len);
	else
		grub_env_set(&run->env, word, len, word + len + 1);
	if (!strncmp(word, "root=", 5))
		set_where(run, word + 5);
	return 0;
}

static int do_set(const struct command_line *command)
{
	const struct grub_words *words = command->words;

	if (words->count != 2 || !is_assignment(words->words[1]))
		return refuse(command, "not of the form NAME=VALUE");
	return assign(command, words->words[1]);
}

static int do_unset(const struct command_line *command)
{
	size_t i;

	for (i = 1; i < command->words->count; i++)
		grub_env_set(&command->run->env, command->words->words[i],
			     strlen(command->words->words[i]), "");
	return 0;
}

static int do_nothing(const struct command_line *command)
{
	(void)command;
	return 0;
}

/* Depends on the hardware, the firmware, or who is at the keyboard. */
static int do_unknown(const struct command_line *command)
{
	command->run->status = GRUB_MAYBE;
	return 0;
}

/* As on a machine that the list of faulty graphics adapters does not have. */
static int do_hwmatch(const struct command_line *command)
{
	grub_env_set(&command->run->env, "match", 5, "0");
	return 0;
}

static int do_load_env(const struct command_line *command)
{
	struct grub_run *run = command->run;
	char *file;
	int err;

	if (command->words->count != 1)
		return refuse(command, "of another file than grubenv");
	file = xasprintf("%s/grubenv", run->prefix);
	err = grub_env_load(&run->env, file, run->reason);
	free(file);
	/* GRUB goes on without one that it cannot read. */
	if (err)
		run->status = GRUB_FALSE;
	return 0;
}

/* A file beside grub.cfg; NULL for others, of which it is not known where. */
static char *below_prefix(const struct grub_run *run, const char *path)
{
	size_t len = strlen(GRUB_PREFIX);

	if (strncmp(path, GRUB_PREFIX "/", len + 1) != 0)
		return NULL;
	return xasprintf("%s%s", run->prefix, path + len);
}

static int do_source(const struct command_line *command)
{
	const struct grub_words *words = command->words;
	char *file = words->count == 2 && !words->unsure ?
		     below_prefix(command->run, words->words[1]) : NULL;
	int err;

	if (!file)
		return refuse(command, "of another file than one beside grub.cfg");
	err = grub_run_file(command->run, file);
	free(file);
	return err ? -EINVAL : 0;
}

static int do_search(const struct command_line *command)
{
	const struct grub_words *words = command->words;
	size_t i, set = 0;

	for (i = 1; i < words->count; i++)
		if (!strcmp(words->words[i], "--set=root") ||
		    !strcmp(words->words[i], "--set"))
			set = i;
	if (!set || words->unsure || words->words[i - 1][0] == '-')
		return refuse(command, "not of the form --set=root UUID");
	set_where(command->run, words->words[i - 1]);
	return 0;
}

static int check_boot(const struct command_line *command)
{
	if (!command->run->boot)
		return refuse(command, "outside of a menu entry");
	if (command->run->maybe)
		return refuse(command,
			      "depends on a condition that cannot be told");
	if (command->words->unsure)
		return refuse(command,
			      "has a variable whose value cannot be told");
	if (command->words->count < 2)
		return refuse(command, "without a file");
	return 0;
}

/* As GRUB passes on a word: in quotes if it has a blank. */
static void put_argument(FILE *out, const char *word)
{
	bool blank = strchr(word, ' ');

	if (blank)
		putc('"', out);
	for (; *word; word++) {
		if (strchr("\\'\"", *word))
			putc('\\', out);
		putc(*word, out);
	}
	if (blank)
		putc('"', out);
}

static char *join_arguments(const struct grub_words *words)
{
	char *text = NULL;
	size_t size, i;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		out_of_memory();
	for (i = 2; i < words->count; i++) {
		if (i > 2)
			putc(' ', out);
		put_argument(out, words->words[i]);
	}
	if (fclose(out))
		out_of_memory();
	return text;
}

static int do_linux(const struct command_line *command)
{
	struct grub_boot *boot = command->run->boot;
	int err = check_boot(command);

	if (err)
		return err;
	grub_boot_free(boot);
	boot->linux_image = xstrdup(command->words->words[1]);
	boot->options = join_arguments(command->words);
	boot->where = command->run->where ? xstrdup(command->run->where) :
					    NULL;
	return 0;
}

static int do_initrd(const struct command_line *command)
{
	struct grub_boot *boot = command->run->boot;
	int err = check_boot(command);
	size_t i;

	if (err)
		return err;
	while (boot->nr_initrds)
		free(boot->initrds[--boot->nr_initrds]);
	for (i = 1; i < command->words->count; i++)
		*XADD(boot->initrds, boot->nr_initrds) =
			xstrdup(command->words->words[i]);
	return 0;
}

static int do_devicetree(const struct command_line *command)
{
	struct grub_boot *boot = command->run->boot;
	int err = check_boot(command);

	if (err)
		return err;
	free(boot->devicetree);
	boot->devicetree = xstrdup(command->words->words[1]);
	return 0;
}

/*
 * Conditions: operands joined by -a and -o, from the left to the right
 */

static int truth(bool is)
{
	return is ? GRUB_TRUE : GRUB_FALSE;
}

static int test_file(const struct grub_run *run, char what, const char *path)
{
	char *file = below_prefix(run, path);
	struct stat st;
	int err;

	if (!file)
		return GRUB_MAYBE;
	err = stat(file, &st);
	free(file);
	if (err)
		return GRUB_FALSE;
	if (what == 's')
		return truth(st.st_size > 0);
	if (what == 'e')
		return GRUB_TRUE;
	return truth(what == 'd' ? S_ISDIR(st.st_mode) : !S_ISDIR(st.st_mode));
}

/* Is it -X, with X out of @letters? */
static bool is_option(const char *word, const char *letters)
{
	return word[0] == '-' && word[1] && !word[2] &&
	       strchr(letters, word[1]);
}

static int test_binary(const char *a, const char *how, const char *b)
{
	if (!strcmp(how, "=") || !strcmp(how, "=="))
		return truth(!strcmp(a, b));
	if (!strcmp(how, "!="))
		return truth(strcmp(a, b) != 0);
	return -EINVAL;
}

/* Takes the words of one operand; a status, or -EINVAL. */
static int test_operand(const struct command_line *command, size_t *at,
			size_t end)
{
	char **words = command->words->words + *at;
	size_t left = end - *at;
	int status;

	if (left && !strcmp(words[0], "!")) {
		(*at)++;
		status = test_operand(command, at, end);
		return status == GRUB_TRUE || status == GRUB_FALSE ?
			       truth(status == GRUB_FALSE) : status;
	}
	if (left > 2 && test_binary(words[0], words[1], words[2]) >= 0) {
		*at += 3;
		return test_binary(words[0], words[1], words[2]);
	}
	if (left > 1 && is_option(words[0], "nz")) {
		*at += 2;
		return truth((*words[1] != '\0') == (words[0][1] == 'n'));
	}
	if (left > 1 && is_option(words[0], "defs")) {
		*at += 2;
		return test_file(command->run, words[0][1], words[1]);
	}
	if (!left || is_option(words[0], "ao"))
		return left ? -EINVAL : GRUB_FALSE;
	(*at)++;
	return truth(*words[0] != '\0');
}

static int both(int a, int b)
{
	if (a == GRUB_FALSE || b == GRUB_FALSE)
		return GRUB_FALSE;
	return a == GRUB_TRUE && b == GRUB_TRUE ? GRUB_TRUE : GRUB_MAYBE;
}

static int either(int a, int b)
{
	if (a == GRUB_TRUE || b == GRUB_TRUE)
		return GRUB_TRUE;
	return a == GRUB_FALSE && b == GRUB_FALSE ? GRUB_FALSE : GRUB_MAYBE;
}

static int test(const struct command_line *command, size_t end)
{
	size_t at = 1;
	int status, next;
	char how;

	status = test_operand(command, &at, end);
	while (status >= 0 && at < end) {
		if (!is_option(command->words->words[at], "ao"))
			return -EINVAL;
		how = command->words->words[at++][1];
		next = test_operand(command, &at, end);
		if (next < 0)
			return next;
		status = how == 'a' ? both(status, next) :
				      either(status, next);
	}
	return status;
}

static int do_test(const struct command_line *command)
{
	const struct grub_words *words = command->words;
	size_t end = words->count;
	int status = GRUB_MAYBE;

	if (!strcmp(words->words[0], "[") && strcmp(words->words[--end], "]"))
		return refuse(command, "without \"]\"");
	if (!words->unsure)
		status = test(command, end);
	if (status < 0)
		return refuse(command,
			      "a condition that grub-mkconfig does not write");
	command->run->status = status;
	return 0;
}

static const struct {
	const char *name;
	int (*run)(const struct command_line *command);
} commands[] = {
	{ "[", do_test },		{ "test", do_test },
	{ "set", do_set },		{ "unset", do_unset },
	{ "linux", do_linux },		{ "linux16", do_linux },
	{ "linuxefi", do_linux },
	{ "initrd", do_initrd },	{ "initrd16", do_initrd },
	{ "initrdefi", do_initrd },
	{ "devicetree", do_devicetree },
	{ "load_env", do_load_env },	{ "source", do_source },
	{ "search", do_search },	{ "hwmatch", do_hwmatch },
	/* What they do has no effect on what is booted. */
	{ "save_env", do_nothing },	{ "export", do_nothing },
	{ "insmod", do_nothing },	{ "echo", do_nothing },
	{ "terminal_input", do_nothing },
	{ "terminal_output", do_nothing },
	{ "serial", do_nothing },	{ "play", do_nothing },
	{ "cryptomount", do_nothing },	{ "true", do_nothing },
	/* Whether they succeed is not known. */
	{ "loadfont", do_unknown },	{ "background_image", do_unknown },
	{ "sleep", do_unknown },	{ "keystatus", do_unknown },
	{ "fwsetup", do_unknown },
};

int grub_run_command(struct grub_run *run, const struct grub_script *script,
		     unsigned int line, const struct grub_words *words)
{
	const struct command_line command = { run, script, line, words };
	size_t i;

	run->status = GRUB_TRUE;
	if (is_assignment(words->words[0]))
		return assign(&command, words->words[0]);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(words->words[0], commands[i].name))
			return commands[i].run(&command);
	return refuse(&command, "a command that is not known here");
}
