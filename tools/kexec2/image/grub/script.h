/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * grub.cfg as grub-mkconfig of Debian and Ubuntu writes it.  It is run, for as
 * much as decides what boots; what it does not know it refuses, with the line.
 */
#ifndef KEXEC2_GRUB_SCRIPT_H
#define KEXEC2_GRUB_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "image/grub/env.h"
#include "image/grub/lexer.h"

/* The value of $prefix, a word: where grub.cfg lies. */
#define GRUB_PREFIX "(prefix)"

/**
 * struct grub_item - an entry of a menu
 * @title:   What the menu shows.
 * @id:	     By which "default" can name it, or NULL.
 * @submenu: It has a menu of its own.
 * @maybe:   Whether GRUB shows it cannot be told.
 * @script:  Where its body stands, and between which tokens.
 * @line:    Of the file.
 */
struct grub_item {
	char *title, *id;
	bool submenu, maybe;
	const struct grub_script *script;
	size_t from, to;
	unsigned int line;
};

struct grub_menu {
	struct grub_item *items;
	size_t count;
};

/**
 * struct grub_boot - what an entry boots
 * @linux_image: Path of the kernel, as GRUB has it, or NULL.
 * @options:	 The command line, without BOOT_IMAGE=.
 * @initrds:	 Paths.
 * @devicetree:	 Path, or NULL.
 * @where:	 The file system they lie on, by its UUID or device; or NULL.
 */
struct grub_boot {
	char *linux_image, *options, *devicetree, *where;
	char **initrds;
	size_t nr_initrds;
};

struct grub_function;

/**
 * struct grub_run - a grub.cfg that is run
 * @env: Its variables.
 */
struct grub_run {
	struct grub_env env;
	/* private */
	char *prefix, *where;
	struct grub_function *functions;
	size_t nr_functions;
	struct grub_script **scripts;
	size_t nr_scripts;
	struct grub_menu *menu;
	struct grub_boot *boot;
	struct grub_words args;
	unsigned int depth, steps, maybe;
	int status;
	struct reason *reason;
};

/**
 * grub_run_config() - run a grub.cfg up to its menu
 * @run:    To be freed in any case.
 * @prefix: The directory that it lies in, with grubenv.
 * @menu:   Receives the menu; to be freed in any case, before @run.
 *
 * Return: 0; -EINVAL for what is not known; or an error of reading it.
 */
int grub_run_config(struct grub_run *run, const char *prefix,
		    struct grub_menu *menu, struct reason *reason);

/* Run another file within that. */
int grub_run_file(struct grub_run *run, const char *file);

/* The same with the body of a submenu.  The variables stay as they are. */
int grub_run_submenu(struct grub_run *run, const struct grub_item *item,
		     struct grub_menu *menu, struct reason *reason);

/* The same with that of an entry: find out what it boots. */
int grub_run_entry(struct grub_run *run, const struct grub_item *item,
		   struct grub_boot *boot, struct reason *reason);

void grub_run_free(struct grub_run *run);
void grub_menu_free(struct grub_menu *menu);
void grub_boot_free(struct grub_boot *boot);

#endif /* KEXEC2_GRUB_SCRIPT_H */
