/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * GRUB's environment: the block that grub-editenv(1) writes, and what else sets
 * variables.
 */
#ifndef KEXEC2_GRUB_ENV_H
#define KEXEC2_GRUB_ENV_H

#include <stdbool.h>
#include <stddef.h>

#include "shared/util.h"

/**
 * struct grub_env - variables
 * @file:  The environment block that was read, or grub.cfg if there is none.
 * @vars:  Names and values.
 * @count: How many.
 * @fixed: What grub.cfg boots in place of saved_entry, or NULL.
 *
 * All zero is an empty one.
 */
struct grub_env {
	char *file;
	struct grub_variable {
		char *name, *value;
		bool unsure;	/* is set to different values */
	} *vars;
	size_t count;
	char *fixed;
};

/**
 * grub_env_parse() - read an environment block
 * @env:  Gets its variables, over those that it has.
 *
 * Return: 0, or -EINVAL if it is none.
 */
int grub_env_parse(struct grub_env *env, const char *text, size_t size,
		   struct reason *reason);

/**
 * grub_env_read() - read the environment of a boot directory
 * @env:      Receives it; to be freed in any case.
 * @boot_dir: grubenv and grub.cfg lie in grub2 or grub there.
 *
 * Variables that only grub.cfg sets, each to one literal value, are taken from
 * there: kernelopts, and those of tuned.
 *
 * Return: 0, -ENOENT if there is none, -EINVAL if it is malformed, or an error
 * of reading it, with a reason that names it.
 */
int grub_env_read(struct grub_env *env, const char *boot_dir,
		  struct reason *reason);

/* NULL if there is none of this name, of @len characters. */
const struct grub_variable *grub_env_find(const struct grub_env *env,
					  const char *name, size_t len);
/* Its value, or NULL, also for "" and for one that is not known. */
const char *grub_env_get(const struct grub_env *env, const char *name);
void grub_env_set(struct grub_env *env, const char *name, size_t len,
		  const char *value);
/* From here on, its value is not known. */
void grub_env_doubt(struct grub_env *env, const char *name, size_t len);

/* Read a block over the variables that there are; as grub_env_read(). */
int grub_env_load(struct grub_env *env, const char *file,
		  struct reason *reason);

/* @to gets the same variables. */
void grub_env_copy(struct grub_env *to, const struct grub_env *from);
/* What @other has otherwise is not known in @env, either. */
void grub_env_merge(struct grub_env *env, const struct grub_env *other);
void grub_env_free(struct grub_env *env);

#endif /* KEXEC2_GRUB_ENV_H */
