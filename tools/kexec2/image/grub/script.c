// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Run a grub.cfg: lists of commands, conditions, functions, menu entries. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image/grub/commands.h"
#include "image/grub/script.h"

#define DEPTH_MAX 32	/* of conditions, functions and files in each other */
#define STEPS_MAX 4096	/* commands of one run */
#define SCRIPTS_MAX 16	/* files, also the same one again */

struct grub_function {
	char *name;
	const struct grub_script *script;
	size_t from, to;
};

/* Where it stands: before @pos, up to @end. */
struct cursor {
	const struct grub_script *script;
	size_t pos, end;
};

static int run_list(struct grub_run *run, struct cursor *at, bool live);

static const struct grub_token *here(const struct cursor *at)
{
	static const struct grub_token end = { .type = GRUB_END };

	return at->pos < at->end ? &at->script->tokens[at->pos] : &end;
}

static unsigned int line_of(const struct cursor *at)
{
	return at->script->tokens[at->pos < at->end ? at->pos : at->end].line;
}

static int refuse_here(struct grub_run *run, const struct cursor *at,
		       const char *what)
{
	return grub_refuse(run->reason, at->script, line_of(at), "%s", what);
}

static int deeper(struct grub_run *run, const struct cursor *at)
{
	return ++run->depth <= DEPTH_MAX ? 0 :
	       refuse_here(run, at, "too deeply nested");
}

static int run_body(struct grub_run *run, const struct grub_script *script,
		    size_t from, size_t to)
{
	struct cursor at = { script, from, to };
	int err = deeper(run, &at);

	if (!err)
		err = run_list(run, &at, true);
	if (!err && here(&at)->type != GRUB_END)
		err = refuse_here(run, &at, "word without its beginning");
	run->depth--;
	return err;
}

static const struct grub_function *find_function(const struct grub_run *run,
						 const char *name)
{
	size_t i;

	for (i = 0; i < run->nr_functions; i++)
		if (!strcmp(run->functions[i].name, name))
			return &run->functions[i];
	return NULL;
}

/* @words are the name and its arguments. */
static int call(struct grub_run *run, const struct grub_function *function,
		struct grub_words *words)
{
	const struct grub_function called = *function;
	struct grub_words outer = run->args;
	int err;

	run->args = (struct grub_words){ words->words + 1, words->count - 1,
					 words->unsure };
	run->status = GRUB_TRUE;
	err = run_body(run, called.script, called.from, called.to);
	run->args = outer;
	return err;
}

int grub_run_file(struct grub_run *run, const char *file)
{
	struct grub_script *script;
	int err;

	if (run->nr_scripts == SCRIPTS_MAX)
		return because(run->reason, -EINVAL,
			       "%.96s: more than %d files are read", file,
			       SCRIPTS_MAX);
	script = xcalloc(1, sizeof(*script));
	err = grub_script_read(script, file, run->reason);
	*XADD(run->scripts, run->nr_scripts) = script;
	return err ?: run_body(run, script, 0, script->nr_tokens - 1);
}

static void expand_words(struct grub_run *run, const struct cursor *at,
			 size_t from, size_t to, struct grub_words *words)
{
	*words = (struct grub_words){ .unsure = run->args.unsure };
	for (; from < to; from++)
		grub_expand(words, &at->script->tokens[from], &run->env,
			    &run->args);
}

static int run_simple(struct grub_run *run, struct cursor *at, bool live)
{
	const struct grub_function *function;
	size_t from = at->pos;
	struct grub_words words;
	int err = 0;

	while (here(at)->type == GRUB_WORD)
		at->pos++;
	if (here(at)->type == GRUB_OPEN)
		return refuse_here(run, at, "\"{\" where none belongs");
	if (!live)
		return 0;
	if (++run->steps > STEPS_MAX)
		return refuse_here(run, at, "too many commands");
	expand_words(run, at, from, at->pos, &words);
	function = words.count ? find_function(run, words.words[0]) : NULL;
	if (function)
		err = call(run, function, &words);
	else if (words.count)
		err = grub_run_command(run, at->script,
				       at->script->tokens[from].line, &words);
	grub_words_free(&words);
	grub_env_set(&run->env, "?", 1,
		     run->status == GRUB_TRUE ? "0" : "1");
	if (run->status == GRUB_MAYBE)
		grub_env_doubt(&run->env, "?", 1);
	return err;
}

/* From "{" to behind "}": between which tokens it stands. */
static int take_block(struct grub_run *run, struct cursor *at, size_t *from,
		      size_t *to)
{
	struct cursor first = *at;
	size_t depth = 0;

	if (here(at)->type != GRUB_OPEN)
		return refuse_here(run, at, "\"{\" is missing");
	*from = at->pos + 1;
	for (;; at->pos++) {
		if (here(at)->type == GRUB_END)
			return refuse_here(run, &first, "\"{\" without \"}\"");
		depth += here(at)->type == GRUB_OPEN;
		if (here(at)->type == GRUB_CLOSE && !--depth)
			break;
	}
	*to = at->pos++;
	return 0;
}

static int define(struct grub_run *run, struct cursor *at, bool live)
{
	const struct grub_token *name;
	struct grub_function *function;
	size_t from, to;
	int err;

	at->pos++;
	name = here(at);
	if (name->type != GRUB_WORD)
		return refuse_here(run, at, "function without a name");
	at->pos++;
	err = take_block(run, at, &from, &to);
	if (err || !live)
		return err;
	/* The last one of a name counts. */
	run->functions = xreallocarray(run->functions, run->nr_functions + 1,
				       sizeof(*run->functions));
	memmove(run->functions + 1, run->functions,
		run->nr_functions++ * sizeof(*run->functions));
	function = run->functions;
	*function = (struct grub_function){ xstrndup(name->text, name->len),
					    at->script, from, to };
	return 0;
}

/* Options of menuentry with a value, but for --id. */
static bool has_value(const char *option)
{
	return !strcmp(option, "--class") || !strcmp(option, "--users") ||
	       !strcmp(option, "--hotkey");
}

static int add_item(struct grub_run *run, struct cursor *at,
		    const struct grub_words *words, struct grub_item *item)
{
	const char *title = NULL, *id = NULL, *word;
	size_t i;

	if (!run->menu)
		return refuse_here(run, at, "menu entry in a menu entry");
	if (words->unsure)
		return refuse_here(run, at,
				   "its title or ID depends on what cannot be told");
	for (i = 1; i < words->count; i++) {
		word = words->words[i];
		if (has_value(word))
			i++;
		else if (!strncmp(word, "--id=", 5))
			id = word + 5;
		else if (!strcmp(word, "--id"))
			id = ++i < words->count ? words->words[i] : NULL;
		else if (strncmp(word, "--", 2) != 0 && !title)
			title = word;
	}
	if (!title)
		return refuse_here(run, at, "menu entry without a title");
	item->title = xstrdup(title);
	item->id = id ? xstrdup(id) : NULL;
	*XADD(run->menu->items, run->menu->count) = *item;
	return 0;
}

static int add_entry(struct grub_run *run, struct cursor *at, bool live)
{
	struct cursor first = *at;
	struct grub_item item = {
		.submenu = grub_token_is(here(at), "submenu"),
		.maybe = run->maybe, .script = at->script,
		.line = line_of(at),
	};
	struct grub_words words;
	int err;

	while (here(at)->type == GRUB_WORD)
		at->pos++;
	if (live)
		expand_words(run, at, first.pos, at->pos, &words);
	err = take_block(run, at, &item.from, &item.to);
	if (!live)
		return err;
	if (!err)
		err = add_item(run, &first, &words, &item);
	grub_words_free(&words);
	return err;
}

static int expect(struct grub_run *run, struct cursor *at, const char *word,
		  const struct cursor *first)
{
	if (!grub_token_is(here(at), word))
		return grub_refuse(run->reason, first->script, line_of(first),
				   "\"if\" without \"%s\"", word);
	at->pos++;
	return 0;
}

static int run_if(struct grub_run *run, struct cursor *at, bool live);

/* Behind the commands of a condition that is not false. */
static int run_else(struct grub_run *run, struct cursor *at,
		    const struct cursor *first, bool live)
{
	int err = 0;

	if (grub_token_is(here(at), "elif"))
		return run_if(run, at, live);
	if (grub_token_is(here(at), "else")) {
		at->pos++;
		err = run_list(run, at, live);
	}
	return err ?: expect(run, at, "fi", first);
}

/*
 * Where a condition cannot be told, both ways are gone.  What they leave
 * different is then not known, either.
 */
static int run_both(struct grub_run *run, struct cursor *at,
		    const struct cursor *first)
{
	struct grub_env before, after;
	int err;

	grub_env_copy(&before, &run->env);
	run->maybe++;
	err = run_list(run, at, true);
	after = run->env;
	run->env = before;
	if (!err)
		err = run_else(run, at, first, true);
	run->maybe--;
	grub_env_merge(&run->env, &after);
	grub_env_free(&after);
	return err;
}

static int run_if(struct grub_run *run, struct cursor *at, bool live)
{
	struct cursor first = *at;
	int err = deeper(run, at), status;

	at->pos++;
	if (!err)
		err = run_list(run, at, live);
	status = run->status;
	if (!err)
		err = expect(run, at, "then", &first);
	if (!err && live && status == GRUB_MAYBE) {
		err = run_both(run, at, &first);
	} else if (!err) {
		err = run_list(run, at, live && status == GRUB_TRUE);
		if (!err)
			err = run_else(run, at, &first,
				       live && status == GRUB_FALSE);
	}
	run->depth--;
	return err;
}

static bool ends_list(const struct grub_token *token)
{
	static const char *const words[] = { "then", "elif", "else", "fi" };
	size_t i;

	if (token->type == GRUB_END || token->type == GRUB_CLOSE)
		return true;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (grub_token_is(token, words[i]))
			return true;
	return false;
}

/* Commands, up to a word that ends them; or only past them if not @live. */
static int run_list(struct grub_run *run, struct cursor *at, bool live)
{
	int err = 0;

	while (!err && !ends_list(here(at))) {
		const struct grub_token *token = here(at);

		if (token->type == GRUB_SEPARATOR)
			at->pos++;
		else if (grub_token_is(token, "if"))
			err = run_if(run, at, live);
		else if (grub_token_is(token, "function"))
			err = define(run, at, live);
		else if (grub_token_is(token, "menuentry") ||
			 grub_token_is(token, "submenu"))
			err = add_entry(run, at, live);
		else if (token->type == GRUB_OPEN)
			err = refuse_here(run, at, "\"{\" where none belongs");
		else
			err = run_simple(run, at, live);
	}
	return err;
}

int grub_run_config(struct grub_run *run, const char *prefix,
		    struct grub_menu *menu, struct reason *reason)
{
	/* What GRUB sets by itself, since version 2.00. */
	static const char *const features[] = {
		"feature_menuentry_id", "feature_default_font_path",
		"feature_platform_search_hint", "feature_timeout_style",
		"feature_all_video_module", "feature_chainloader_bpb",
		"feature_ntldr", "feature_nativedisk_cmd", "feature_200_final",
	};
	static const char *const unknown[] = {
		"grub_platform", "grub_cpu", "chosen", "timeout",
		"lang", "locale_dir",
	};
	char *file = xasprintf("%s/grub.cfg", prefix);
	size_t i;
	int err;

	*menu = (struct grub_menu){ 0 };
	*run = (struct grub_run){ .prefix = xstrdup(prefix), .menu = menu,
				  .reason = reason };
	for (i = 0; i < ARRAY_SIZE(features); i++)
		grub_env_set(&run->env, features[i], strlen(features[i]), "y");
	for (i = 0; i < ARRAY_SIZE(unknown); i++)
		grub_env_doubt(&run->env, unknown[i], strlen(unknown[i]));
	grub_env_set(&run->env, "prefix", 6, GRUB_PREFIX);
	grub_env_set(&run->env, "config_directory", 16, GRUB_PREFIX);
	err = grub_run_file(run, file);
	free(file);
	return err;
}

static int run_item(struct grub_run *run, const struct grub_item *item,
		    struct grub_menu *menu, struct grub_boot *boot,
		    struct reason *reason)
{
	struct grub_env env = run->env;
	int err;

	grub_env_copy(&run->env, &env);
	run->menu = menu;
	run->boot = boot;
	run->steps = 0;
	run->reason = reason;
	err = run_body(run, item->script, item->from, item->to);
	grub_env_free(&run->env);
	run->env = env;
	return err;
}

int grub_run_submenu(struct grub_run *run, const struct grub_item *item,
		     struct grub_menu *menu, struct reason *reason)
{
	*menu = (struct grub_menu){ 0 };
	return run_item(run, item, menu, NULL, reason);
}

int grub_run_entry(struct grub_run *run, const struct grub_item *item,
		   struct grub_boot *boot, struct reason *reason)
{
	int err;

	*boot = (struct grub_boot){ 0 };
	err = run_item(run, item, NULL, boot, reason);
	if (!err && !boot->linux_image)
		err = grub_refuse(reason, item->script, item->line,
				  "the menu entry boots no Linux kernel");
	return err;
}

void grub_run_free(struct grub_run *run)
{
	while (run->nr_functions)
		free(run->functions[--run->nr_functions].name);
	free(run->functions);
	while (run->nr_scripts) {
		grub_script_free(run->scripts[--run->nr_scripts]);
		free(run->scripts[run->nr_scripts]);
	}
	free(run->scripts);
	grub_env_free(&run->env);
	free(run->prefix);
	free(run->where);
	*run = (struct grub_run){ 0 };
}

void grub_menu_free(struct grub_menu *menu)
{
	while (menu->count) {
		struct grub_item *item = &menu->items[--menu->count];

		free(item->title);
		free(item->id);
	}
	free(menu->items);
	*menu = (struct grub_menu){ 0 };
}

void grub_boot_free(struct grub_boot *boot)
{
	while (boot->nr_initrds)
		free(boot->initrds[--boot->nr_initrds]);
	free(boot->initrds);
	free(boot->linux_image);
	free(boot->options);
	free(boot->devicetree);
	free(boot->where);
	*boot = (struct grub_boot){ 0 };
}
