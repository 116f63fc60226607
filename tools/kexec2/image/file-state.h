/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Whether a file can change between now and the load. */
#ifndef KEXEC2_FILE_STATE_H
#define KEXEC2_FILE_STATE_H

#include <stdbool.h>

/**
 * has_writer() - is a file open for writing, by anybody?
 * @fd: Open for reading only.
 *
 * Asks the kernel for a read lease, which it refuses then, and gives it back.
 * False where it grants none: to others' files without CAP_LEASE, and on some
 * file systems.
 */
bool has_writer(int fd);

/* Is it a memfd that is not sealed against shrinking, growing and writing? */
bool is_unsealed_memfd(int fd);

#endif /* KEXEC2_FILE_STATE_H */
