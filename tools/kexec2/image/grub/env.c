// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* GRUB's environment block, and variables that grub.cfg sets. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "image/grub/env.h"
#include "shared/files.h"

#define SIGNATURE "# GRUB Environment Block\n"
#define SIZE_MAX_ENV	(64U << 10)
#define SIZE_MAX_CFG	(4U << 20)
#define BLANKS " \t"

/* Fedora's and SUSE's name, and Debian's. */
static const char *const directories[] = { "grub2", "grub" };

static struct grub_variable *find(const struct grub_env *env, const char *name,
				  size_t len)
{
	size_t i;

	for (i = 0; i < env->count; i++)
		if (strlen(env->vars[i].name) == len &&
		    !memcmp(env->vars[i].name, name, len))
			return &env->vars[i];
	return NULL;
}

const struct grub_variable *grub_env_find(const struct grub_env *env,
					  const char *name, size_t len)
{
	return find(env, name, len);
}

const char *grub_env_get(const struct grub_env *env, const char *name)
{
	const struct grub_variable *var = find(env, name, strlen(name));

	return var && !var->unsure && *var->value ? var->value : NULL;
}

static struct grub_variable *set(struct grub_env *env, const char *name,
				 size_t len, char *value)
{
	struct grub_variable *var = find(env, name, len);

	if (!var) {
		var = XADD(env->vars, env->count);
		*var = (struct grub_variable){ .name = xstrndup(name, len) };
	}
	free(var->value);
	var->value = value;
	var->unsure = false;
	return var;
}

void grub_env_set(struct grub_env *env, const char *name, size_t len,
		  const char *value)
{
	set(env, name, len, xstrdup(value));
}

void grub_env_free(struct grub_env *env)
{
	size_t i;

	for (i = 0; i < env->count; i++) {
		free(env->vars[i].name);
		free(env->vars[i].value);
	}
	free(env->vars);
	free(env->file);
	free(env->fixed);
	*env = (struct grub_env){ 0 };
}

/* Up to a newline that has no backslash before it. */
static char *take_value(const char **at, const char *end)
{
	char *value = xcalloc((size_t)(end - *at) + 1, 1), *to = value;
	const char *s;

	for (s = *at; s < end && *s != '\n'; s++) {
		if (*s == '\\' && s + 1 < end)
			s++;
		*to++ = *s;
	}
	*at = s;
	return value;
}

int grub_env_parse(struct grub_env *env, const char *text, size_t size,
		   struct reason *reason)
{
	const char *end = text + size, *name, *s = text + strlen(SIGNATURE);

	if (size < strlen(SIGNATURE) ||
	    memcmp(text, SIGNATURE, strlen(SIGNATURE)) != 0 ||
	    memchr(text, '\0', size))
		return because(reason, -EINVAL,
			       "not a GRUB environment block; make it anew with grub-editenv");
	while (s < end) {
		name = s;
		while (s < end && *s != '=' && *s != '\n')
			s++;
		/* Lines without "=" are comments, and the padding of "#". */
		if (s < end && *s == '=' && *name != '#') {
			size_t len = (size_t)(s++ - name);

			set(env, name, len, take_value(&s, end));
		} else {
			free(take_value(&s, end));
		}
		s += s < end;
	}
	return 0;
}

/* Is it a word, alone or in quotes, in which GRUB finds nothing to expand? */
static char *literal(char *value)
{
	size_t len = strlen(value);
	char quote = *value;

	if (quote == '"' || quote == '\'') {
		if (len < 2 || memchr(value + 1, quote, len - 1) !=
			       value + len - 1)
			return NULL;
		value[len - 1] = '\0';
		value++;
	} else if (strpbrk(value, BLANKS ";{}|&<>#")) {
		return NULL;
	}
	return quote != '\'' && strpbrk(value, "$\\") ? NULL : value;
}

/* @known is how many variables the block has set: those it has decided. */
static void take_set(struct grub_env *env, char *line, size_t known)
{
	struct grub_variable *var;
	size_t len;
	char *value;

	line += strspn(line, BLANKS);
	if (strncmp(line, "set", 3) != 0 || !line[3] || !strchr(BLANKS, line[3]))
		return;
	line += 3 + strspn(line + 3, BLANKS);
	len = strcspn(line, "=");
	if (!line[len])
		return;
	value = literal(line + len + 1);
	if (value && !strncmp(line, "default=", 8)) {
		free(env->fixed);
		env->fixed = xstrdup(value);
	}
	var = find(env, line, len);
	if (var && (size_t)(var - env->vars) < known)
		return;
	if (!var)
		var = set(env, line, len, xstrdup(value ?: ""));
	else if (value && !strcmp(var->value, value))
		return;
	else
		value = NULL;
	var->unsure = !value;
}

static int open_file(const char *file)
{
	return open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

int grub_env_load(struct grub_env *env, const char *file,
		  struct reason *reason)
{
	struct content content;
	struct reason why;
	int err = read_content(open_file(file), SIZE_MAX_ENV, &content, &why);

	if (!err)
		err = grub_env_parse(env, content.data, content.size, &why);
	free(content.data);
	return err ? because(reason, err, "%.96s: %s", file, why.text) : 0;
}

static int read_config(struct grub_env *env, const char *file,
		       struct reason *reason)
{
	struct content content;
	struct reason why;
	size_t known = env->count;
	char *line, *rest;
	bool saved;
	int err = read_content(open_file(file), SIZE_MAX_CFG, &content, &why);

	if (err)
		return because(reason, err, "%.96s: %s", file, why.text);
	/* GRUB_DEFAULT=saved; with another one, it is not looked at. */
	saved = strstr(content.data, "default=\"${saved_entry}\"") != NULL;
	rest = content.data;
	while ((line = strsep(&rest, "\n")))
		take_set(env, line, known);
	free(content.data);
	if (saved) {
		free(env->fixed);
		env->fixed = NULL;
	}
	return 0;
}

static bool is_absent(int err)
{
	return err == -ENOENT || err == -ENOTDIR;
}

/* Either file makes it a directory of GRUB. */
static int read_directory(struct grub_env *env, const char *dir,
			  struct reason *reason)
{
	char *block = xasprintf("%s/grubenv", dir);
	char *config = xasprintf("%s/grub.cfg", dir);
	int err = grub_env_load(env, block, reason), found = err;

	if (!err || is_absent(err))
		err = read_config(env, config, reason);
	if (!found && is_absent(err))
		err = 0;
	if (!err)
		env->file = xstrdup(found ? config : block);
	free(block);
	free(config);
	return is_absent(err) ? -ENOENT : err;
}

int grub_env_read(struct grub_env *env, const char *boot_dir,
		  struct reason *reason)
{
	int err = -ENOENT;
	size_t i;

	*env = (struct grub_env){ 0 };
	for (i = 0; err == -ENOENT && i < ARRAY_SIZE(directories); i++) {
		char *dir = xasprintf("%s/%s", boot_dir, directories[i]);

		err = read_directory(env, dir, reason);
		free(dir);
	}
	return err;
}

void grub_env_doubt(struct grub_env *env, const char *name, size_t len)
{
	set(env, name, len, xstrdup(""))->unsure = true;
}

void grub_env_copy(struct grub_env *to, const struct grub_env *from)
{
	size_t i;

	*to = (struct grub_env){ 0 };
	for (i = 0; i < from->count; i++)
		*XADD(to->vars, to->count) = (struct grub_variable){
			.name = xstrdup(from->vars[i].name),
			.value = xstrdup(from->vars[i].value),
			.unsure = from->vars[i].unsure,
		};
}

/* Not set, and set to nothing, is the same to a script. */
static bool differ(const struct grub_variable *a, const struct grub_variable *b)
{
	if (a ? a->unsure : b->unsure)
		return true;
	return (b && b->unsure) ||
	       strcmp(a ? a->value : "", b ? b->value : "") != 0;
}

void grub_env_merge(struct grub_env *env, const struct grub_env *other)
{
	size_t i, count = env->count;

	for (i = 0; i < other->count; i++) {
		const struct grub_variable *theirs = &other->vars[i];
		struct grub_variable *ours = find(env, theirs->name,
						  strlen(theirs->name));

		if (differ(ours, theirs))
			grub_env_doubt(env, theirs->name,
				       strlen(theirs->name));
	}
	for (i = 0; i < count; i++) {
		const char *name = env->vars[i].name;

		if (differ(&env->vars[i], find(other, name, strlen(name))))
			env->vars[i].unsure = true;
	}
}
