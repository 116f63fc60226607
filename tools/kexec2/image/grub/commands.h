/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The commands of a grub.cfg. */
#ifndef KEXEC2_GRUB_COMMANDS_H
#define KEXEC2_GRUB_COMMANDS_H

#include "image/grub/script.h"

/* What a command leaves in the run's status. */
enum {
	GRUB_TRUE,
	GRUB_FALSE,
	GRUB_MAYBE,	/* it cannot be told here */
};

/**
 * grub_run_command() - do what a command does, as far as it decides what boots
 * @words: Its name and arguments; at least the name.
 *
 * Return: 0, or -EINVAL for one that is not known, with the line.
 */
int grub_run_command(struct grub_run *run, const struct grub_script *script,
		     unsigned int line, const struct grub_words *words);

#endif /* KEXEC2_GRUB_COMMANDS_H */
