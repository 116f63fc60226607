/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The menu of a grub.cfg as boot entries, and kernels that only have links. */
#ifndef KEXEC2_GRUB_MENU_H
#define KEXEC2_GRUB_MENU_H

#include "image/bls/bls.h"

/**
 * grub_find_menu() - add what grub.cfg has in its menu, in its order
 * @list:     Gets the entries, and which of them GRUB boots.
 * @boot_dir: The directory that grub/grub.cfg lies in.
 *
 * The ID of an entry is what "default" calls it, IDs or titles of submenus
 * before it, with ">" between them.
 *
 * Return: 0; -ENOENT if there is no grub.cfg; -EINVAL if it has what
 * grub-mkconfig does not write; or an error of reading it, with a reason that
 * names the file.
 */
int grub_find_menu(struct bls_list *list, const char *boot_dir,
		   struct reason *reason);

/* Add vmlinuz and vmlinuz.old in @root, if they are there. */
void grub_find_links(struct bls_list *list, const char *root);

#endif /* KEXEC2_GRUB_MENU_H */
