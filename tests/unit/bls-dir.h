/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The boot entries in the test's directory. */
#ifndef BLS_DIR_H
#define BLS_DIR_H

#include "image/bls/bls.h"

extern struct reason reason;
extern struct bls_list list;
extern struct bls_choice choice;
extern struct image image;

void find_entries(void);

/* The ID of the default of those that are found now; NULL for none. */
const char *chosen(void);

/* Compose the image anew; NULL is for the default. */
int compose(const char *id);

void check_reason(const char *words);
void clean(void);

#endif /* BLS_DIR_H */
