// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 the kexec_file_load2 authors
/* A grub.cfg's menu as boot entries. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/grub/menu.h"
#include "image/grub/script.h"

#define DEPTH_MAX	8	/* of submenus */
#define DIGITS		"0123456789"

struct walk {
	struct bls_list *list;
	struct grub_run run;
	const char *boot_dir;
	char *file;		/* grub.cfg */
	char *where;		/* the file system of the first entry */
	unsigned int depth;
	bool found;		/* the default has been met */
};

/* The first name of a path of names, and where the next one is, or NULL. */
static char *first_name(const char *path, const char **rest)
{
	char *name = xcalloc(strlen(path) + 1, 1), *to = name;

	*rest = NULL;
	for (; *path; path++) {
		if (*path == '>' && path[1] != '>') {
			*rest = path + 1;
			break;
		}
		path += *path == '>';
		*to++ = *path;
	}
	return name;
}

static bool is_number(const char *name)
{
	return *name && strspn(name, DIGITS) == strlen(name);
}

/* Which item a name means; the first one if it means none. */
static size_t find_item(const struct grub_menu *menu, const char *name,
			bool *found)
{
	unsigned long number;
	size_t i;

	*found = true;
	if (is_number(name)) {
		number = strtoul(name, NULL, 10);
		if (number < menu->count)
			return number;
	}
	for (i = 0; i < menu->count; i++)
		if ((menu->items[i].id && !strcmp(menu->items[i].id, name)) ||
		    !strcmp(menu->items[i].title, name))
			return i;
	*found = false;
	return 0;
}

/* Numbers count what GRUB shows. */
static int check_number(const struct grub_menu *menu, size_t number,
			struct reason *reason)
{
	size_t i;

	for (i = 0; i <= number && i < menu->count; i++)
		if (menu->items[i].maybe)
			return grub_refuse(reason, menu->items[i].script,
					   menu->items[i].line,
					   "whether GRUB shows this entry cannot be told, but \"default\" counts entries");
	return 0;
}

static char *join_id(const char *path, const struct grub_item *item)
{
	const char *name = item->id ?: item->title;
	size_t len = strlen(path);
	char *id = xcalloc(len + 2 * strlen(name) + 2, 1), *to;

	to = stpcpy(id, path);
	if (len)
		*to++ = '>';
	for (; *name; name++) {
		if (*name == '>')
			*to++ = '>';
		*to++ = *name;
	}
	return id;
}

/* Without the device, and what a subvolume puts before /boot. */
static char *make_path(struct bls_entry *entry, const char *path)
{
	const char *end = *path == '(' ? strchr(path, ')') : NULL;
	const char *boot;
	char *copy;

	path = end ? end + 1 : path;
	boot = strstr(path, "/boot/");
	copy = xstrdup(boot ?: path);
	*XADD(entry->owned, entry->nr_owned) = copy;
	return copy;
}

static void fill_entry(struct bls_entry *entry, const struct grub_boot *boot)
{
	const char *version;
	size_t i;

	entry->linux_image = make_path(entry, boot->linux_image);
	version = strchr(base_name(entry->linux_image), '-');
	entry->version = version ? version + 1 : NULL;
	for (i = 0; i < boot->nr_initrds; i++) {
		if (i == KEXEC_INITRD_MAX) {
			entry->error = because(&entry->trouble, -E2BIG,
					       "too many initrds (maximum %d)",
					       KEXEC_INITRD_MAX);
			return;
		}
		*XADD(entry->initrds, entry->nr_initrds) =
			make_path(entry, boot->initrds[i]);
	}
	if (*boot->options)
		entry->options = xstrdup(boot->options);
	if (boot->devicetree)
		entry->devicetree = make_path(entry, boot->devicetree);
}

/* Entries of other systems, which os-prober has found, lie elsewhere. */
static int check_where(struct walk *walk, const struct grub_item *item,
		       const struct grub_boot *boot, struct reason *reason)
{
	const char *where = boot->where ?: "";

	if (!walk->where)
		walk->where = xstrdup(where);
	if (!strcmp(walk->where, where))
		return 0;
	return grub_refuse(reason, item->script, item->line,
			   "the kernel lies on another file system (%.48s) than that of the first entry",
			   where);
}

static void add_leaf(struct walk *walk, const struct grub_item *item,
		     const char *id)
{
	struct bls_entry *entry = XADD(walk->list->entries, walk->list->count);
	struct grub_boot boot;

	*entry = BLS_ENTRY_INIT;
	entry->type = BLS_GRUB;
	entry->id = xstrdup(id);
	entry->stem = xstrdup(id);
	entry->file = xstrdup(item->script->file);
	entry->root = xstrdup(walk->boot_dir);
	entry->text = xstrdup(item->title);
	entry->title = entry->text;
	entry->error = grub_run_entry(&walk->run, item, &boot,
				      &entry->trouble);
	if (!entry->error)
		entry->error = check_where(walk, item, &boot, &entry->trouble);
	if (!entry->error)
		fill_entry(entry, &boot);
	grub_boot_free(&boot);
	/* The firmware's settings, which may be there. */
	if (entry->error && item->maybe) {
		bls_entry_free(entry);
		walk->list->count--;
	}
}

/* @wanted: what "default" says of this menu; NULL if it is about another. */
static int add_menu(struct walk *walk, const struct grub_menu *menu,
		    const char *path, const char *wanted,
		    struct reason *reason)
{
	const char *rest = NULL;
	char *name = wanted ? first_name(wanted, &rest) : NULL, *id;
	bool found = false;
	size_t i, chosen = name ? find_item(menu, name, &found) : 0;
	int err = 0;

	if (name && (!found || is_number(name)))
		err = check_number(menu, chosen, reason);
	if (name && !found && *wanted)
		walk->found = false;
	free(name);
	for (i = 0; !err && i < menu->count; i++) {
		const struct grub_item *item = &menu->items[i];
		bool is = wanted && i == chosen;
		struct grub_menu below;

		id = join_id(path, item);
		if (is && item->maybe) {
			err = grub_refuse(reason, item->script, item->line,
					  "\"default\" is this entry, and whether GRUB shows it cannot be told");
		} else if (!item->submenu) {
			if (is)
				walk->list->menu.chosen = walk->list->count;
			add_leaf(walk, item, id);
		} else if (++walk->depth > DEPTH_MAX) {
			err = grub_refuse(reason, item->script, item->line,
					  "too deeply nested");
		} else {
			err = grub_run_submenu(&walk->run, item, &below,
					       reason);
			if (!err)
				err = add_menu(walk, &below, id,
					       is ? rest ?: "" : NULL, reason);
			grub_menu_free(&below);
			walk->depth--;
		}
		free(id);
	}
	return err;
}

/* Who has chosen it: the variable of grubenv that "default" has its value of. */
static void note_choice(struct walk *walk, const char *value)
{
	struct bls_menu *menu = &walk->list->menu;
	const char *next, *saved;
	struct grub_env env = { 0 };
	struct reason ignored;
	char *block = xasprintf("%.*sgrubenv",
				(int)(base_name(walk->file) - walk->file),
				walk->file);

	grub_env_load(&env, block, &ignored);
	next = grub_env_get(&env, "next_entry");
	saved = grub_env_get(&env, "saved_entry");
	menu->once = next && !strcmp(next, value);
	if (menu->once || (saved && !strcmp(saved, value))) {
		menu->file = block;
		menu->key = menu->once ? "next_entry" : "saved_entry";
	} else {
		free(block);
		menu->file = xstrdup(walk->file);
		menu->key = "default";
	}
	menu->value = xstrdup(value);
	menu->missed = !walk->found;
	grub_env_free(&env);
}

static int add_config(struct walk *walk, const char *prefix,
		      struct reason *reason)
{
	const struct grub_variable *variable;
	struct grub_menu menu;
	const char *wanted = "";
	int err = grub_run_config(&walk->run, prefix, &menu, reason);

	variable = grub_env_find(&walk->run.env, "default", 7);
	if (!err && variable && variable->unsure)
		err = because(reason, -EINVAL,
			      "%.96s: the value of \"default\" cannot be told",
			      walk->file);
	if (variable)
		wanted = variable->value;
	walk->found = true;
	if (!err)
		err = add_menu(walk, &menu, "", wanted, reason);
	if (!err && walk->list->count)
		note_choice(walk, wanted);
	grub_menu_free(&menu);
	grub_run_free(&walk->run);
	return err;
}

int grub_find_menu(struct bls_list *list, const char *boot_dir,
		   struct reason *reason)
{
	static const char *const directories[] = { "grub", "grub2" };
	int err = -ENOENT;
	size_t i;

	for (i = 0; err == -ENOENT && i < ARRAY_SIZE(directories); i++) {
		struct walk walk = { .list = list, .boot_dir = boot_dir };
		char *prefix = xasprintf("%s/%s", boot_dir, directories[i]);

		walk.file = xasprintf("%s/grub.cfg", prefix);
		if (!access(walk.file, F_OK))
			err = add_config(&walk, prefix, reason);
		free(walk.file);
		free(walk.where);
		free(prefix);
	}
	return err;
}

void grub_find_links(struct bls_list *list, const char *root)
{
	static const char *const names[] = { "", ".old" };
	struct bls_entry *entry;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		char *kernel = xasprintf("%s/vmlinuz%s", root, names[i]);
		char *initrd = xasprintf("%s/initrd.img%s", root, names[i]);

		if (!access(kernel, F_OK)) {
			entry = XADD(list->entries, list->count);
			*entry = BLS_ENTRY_INIT;
			entry->type = BLS_LINK;
			entry->id = xstrdup(base_name(kernel));
			entry->stem = xstrdup(entry->id);
			entry->file = xstrdup(kernel);
			entry->root = xstrdup(root);
			entry->linux_image = entry->id;
			if (!access(initrd, F_OK)) {
				*XADD(entry->owned, entry->nr_owned) =
					xstrdup(base_name(initrd));
				*XADD(entry->initrds, entry->nr_initrds) =
					entry->owned[0];
			}
		}
		free(kernel);
		free(initrd);
	}
}
