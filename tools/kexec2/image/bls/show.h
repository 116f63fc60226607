/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Boot entries for people and for programs, on stdout. */
#ifndef KEXEC2_BLS_SHOW_H
#define KEXEC2_BLS_SHOW_H

#include "image/bls/bls.h"

/**
 * bls_print_table() - for people, in 80 columns
 * bls_print_json() - for programs
 * @list:    The entries, at least one.
 * @machine: The machine as uname(2) has it.
 *
 * Return: an exit status.
 */
int bls_print_table(const struct bls_list *list, const char *machine);
int bls_print_json(const struct bls_list *list, const char *machine);

#endif /* KEXEC2_BLS_SHOW_H */
