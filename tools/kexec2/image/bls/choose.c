// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* Which entry the boot loader boots: systemd-boot, or GRUB with blscfg. */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "image/bls/bls.h"
#include "image/grub/env.h"
#include "shared/files.h"

#define SAVED "@saved"	/* the last that was booted */
#define CONFIG_MAX (1U << 20)

struct chooser {
	struct bls_choice *choice;
	const struct bls_list *list;
	const char *efivars;
};

typedef bool match(const struct bls_entry *entry, const char *value);

static const struct bls_entry *find(const struct bls_list *list,
				    const char *value, match *matches)
{
	struct reason ignored;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (matches(&list->entries[i], value) &&
		    !bls_shown(&list->entries[i], &ignored))
			return &list->entries[i];
	return NULL;
}

/* As systemd-boot does it, to which case is nothing. */
static bool matches_id(const struct bls_entry *entry, const char *pattern)
{
	return !fnmatch(pattern, entry->id, FNM_CASEFOLD);
}

/* Before version 258 the ID had the counter, before 245 no ".conf". */
static bool matches_name(const struct bls_entry *entry, const char *pattern)
{
	return !fnmatch(pattern, base_name(entry->file), FNM_CASEFOLD) ||
	       !fnmatch(pattern, entry->stem, FNM_CASEFOLD);
}

static bool matches_good_id(const struct bls_entry *entry, const char *pattern)
{
	return entry->tries_left != 0 && matches_id(entry, pattern);
}

static bool matches_good_name(const struct bls_entry *entry,
			      const char *pattern)
{
	return entry->tries_left != 0 && matches_name(entry, pattern);
}

/* blscfg's ID is the stem. */
static bool matches_grub(const struct bls_entry *entry, const char *value)
{
	return entry->linux_image &&
	       (!strcmp(entry->stem, value) || !strcmp(entry->id, value) ||
		(entry->title && !strcmp(entry->title, value)));
}

/* Of the entries that blscfg has in its menu. */
static const struct bls_entry *find_number(const struct bls_list *list,
					   const char *value)
{
	unsigned long number = strtoul(value, NULL, 10);
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->entries[i].linux_image && !list->entries[i].error &&
		    !number--)
			return &list->entries[i];
	return NULL;
}

static const struct bls_entry *find_grub(const struct bls_list *list,
					 const char *value)
{
	const struct bls_entry *entry = find(list, value, matches_grub);

	if (!entry && strspn(value, "0123456789") == strlen(value))
		entry = find_number(list, value);
	return entry;
}

/* True if @entry is one: then it is the choice. */
static bool choose(struct chooser *chooser, const struct bls_entry *entry,
		   const char *source, const char *key, const char *value,
		   const char *file)
{
	struct bls_choice *choice = chooser->choice;

	if (!entry) {
		because(XADD(choice->ignored.texts, choice->ignored.count), 0,
			"%s%s%.64s \"%.96s\" is none of these entries",
			file ?: source, file ? ": " : "", file ? key : "",
			value);
		return false;
	}
	choice->entry = entry;
	choice->source = source;
	choice->key = key;
	choice->value = xstrdup(value);
	choice->file = file ? xstrdup(file) : NULL;
	return true;
}

static bool choose_pattern(struct chooser *chooser, const char *source,
			   const char *key, const char *value, bool good,
			   const char *file)
{
	const struct bls_entry *entry;

	if (!value || !*value)
		return false;
	entry = find(chooser->list, value, good ? matches_good_id : matches_id);
	if (!entry)
		entry = find(chooser->list, value,
			     good ? matches_good_name : matches_name);
	return choose(chooser, entry, source, key, value, file);
}

static bool choose_variable(struct chooser *chooser, const char *name,
			    bool good)
{
	char *value = NULL;
	bool chosen;

	efivar_read(chooser->efivars, name, &value);
	/* Then the last one stands for it, wherever the word is. */
	if (value && !strcasecmp(value, SAVED)) {
		free(value);
		return choose_variable(chooser, "LoaderEntryLastBooted", good);
	}
	chosen = choose_pattern(chooser, name, NULL, value, good, NULL);
	free(value);
	return chosen;
}

/**
 * struct loader_config - what loader.conf says
 * @text:      The file, or NULL.
 * @preferred: As default, but passes over entries that have failed.
 */
struct loader_config {
	char *text, *file;
	const char *preferred, *fallback;
};

static bool read_config(struct loader_config *config, const char *dir)
{
	char *file = xasprintf("%s/loader/loader.conf", dir);
	char *rest, *key, *value;
	struct content content;
	struct reason ignored;

	if (read_content(open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY |
			      O_NONBLOCK), CONFIG_MAX, &content, &ignored)) {
		free(file);
		return false;
	}
	config->file = file;
	config->text = rest = content.data;
	while (bls_line(&rest, &key, &value)) {
		if (!strcmp(key, "default"))
			config->fallback = value;
		else if (!strcmp(key, "preferred"))
			config->preferred = value;
	}
	return true;
}

static bool choose_config(struct chooser *chooser,
			  const struct loader_config *config, const char *key,
			  const char *value, bool good)
{
	if (value && !strcasecmp(value, SAVED))
		return choose_variable(chooser, "LoaderEntryLastBooted", good);
	return choose_pattern(chooser, "loader.conf", key, value, good,
			      config->file);
}

/* systemd-boot reads the configuration of the ESP, which stands last. */
static bool choose_systemd(struct chooser *chooser)
{
	struct loader_config config = { 0 };
	size_t i = chooser->list->nr_dirs;
	bool chosen;

	while (i > 0 && !config.file)
		read_config(&config, chooser->list->dirs[--i]);
	chosen = choose_variable(chooser, "LoaderEntryPreferred", true) ||
		 choose_config(chooser, &config, "preferred", config.preferred,
			       true) ||
		 choose_variable(chooser, "LoaderEntryDefault", false) ||
		 choose_config(chooser, &config, "default", config.fallback,
			       false);
	free(config.text);
	free(config.file);
	return chosen;
}

static bool choose_of_env(struct chooser *chooser, const struct grub_env *env,
			  bool once)
{
	const char *key = once ? "next_entry" : "saved_entry";
	const char *value = grub_env_get(env, key);
	const char *source = "grubenv";

	if (!once && env->fixed) {
		source = "grub.cfg";
		key = "default";
		value = env->fixed;
	}
	return value && choose(chooser, find_grub(chooser->list, value), source,
			       key, value, env->file);
}

static bool choose_grub(struct chooser *chooser, bool once)
{
	struct bls_remarks *ignored = &chooser->choice->ignored;
	const struct bls_list *list = chooser->list;
	struct reason reason;
	bool chosen = false;
	size_t i;

	for (i = 0; i < list->nr_dirs && !chosen; i++) {
		struct grub_env env;
		int err = grub_env_read(&env, list->dirs[i], &reason);

		if (!err)
			chosen = choose_of_env(chooser, &env, once);
		else if (err != -ENOENT && !once)
			*XADD(ignored->texts, ignored->count) = reason;
		grub_env_free(&env);
	}
	return chosen;
}

/* Who has done it was found when grub.cfg was run. */
static void choose_menu(struct bls_choice *choice, const struct bls_list *list)
{
	const struct bls_menu *menu = &list->menu;

	choice->entry = &list->entries[menu->chosen];
	choice->source = "order";
	if (!*menu->value)
		return;
	choice->source = !strcmp(menu->key, "default") ? "grub.cfg" : "grubenv";
	choice->key = menu->key;
	choice->value = xstrdup(menu->value);
	choice->file = xstrdup(menu->file);
	choice->once = menu->once;
	if (menu->missed)
		because(XADD(choice->ignored.texts, choice->ignored.count), 0,
			"%.96s: %s \"%.96s\" is none of these entries; GRUB boots the first one",
			menu->file, menu->key, menu->value);
}

static bool is_named(const struct bls_entry *entry, const char *value)
{
	(void)value;
	return !entry->unnamed;
}

static bool is_unnamed(const struct bls_entry *entry, const char *value)
{
	return !is_named(entry, value);
}

/* The boot loader that has started this system says so, if it knows how. */
void bls_choose(struct bls_choice *choice, const struct bls_list *list,
		const char *efivars)
{
	struct chooser chooser = { choice, list, efivars ?: BLS_EFIVARS };
	bool systemd = true, grub = true;
	char *info;

	*choice = (struct bls_choice){ 0 };
	if (list->menu.file) {
		choose_menu(choice, list);
		return;
	}
	efivar_read(chooser.efivars, "LoaderInfo", &info);
	if (info) {
		grub = strncmp(info, "systemd-boot", 12) != 0;
		systemd = strncmp(info, "GRUB", 4) != 0;
	}
	free(info);
	/* What is for one boot comes first, whichever loader it is for. */
	choice->once = (systemd && choose_variable(&chooser,
						   "LoaderEntryOneShot",
						   false)) ||
		       (grub && choose_grub(&chooser, true));
	if (choice->once || (systemd && choose_systemd(&chooser)) ||
	    (grub && choose_grub(&chooser, false)))
		return;
	choice->source = "order";
	choice->entry = find(list, "", is_named) ?: find(list, "", is_unnamed);
}

void bls_choice_free(struct bls_choice *choice)
{
	bls_remarks_free(&choice->ignored);
	free(choice->value);
	free(choice->file);
	*choice = (struct bls_choice){ 0 };
}

char *bls_choice_text(const struct bls_choice *choice)
{
	const char *once = choice->once ? ", for the next boot by firmware" : "";

	if (!choice->value)
		return xstrdup("it is the first one in the order of a boot menu");
	if (choice->file)
		return xasprintf("%s says %s \"%s\"%s", choice->file,
				 choice->key, choice->value, once);
	return xasprintf("the EFI variable %s is \"%s\"%s", choice->source,
			 choice->value, once);
}
