/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The commands of kexec2. */
#ifndef KEXEC2_H
#define KEXEC2_H

#include "libkexec2.h"
#include "shared/command.h"

extern const struct command command_load;
extern const struct command command_unload;
extern const struct command command_status;
extern const struct command command_exec;
extern const struct command command_features;
extern const struct command command_entries;
extern const struct command command_kexec;
extern const struct command command_split;
extern const struct command command_pack;
extern const struct command command_verify_image;

/* Bytes that crashkernel= has reserved; not on kernels without crash images. */
#define CRASH_SIZE_FILE "/sys/kernel/kexec_crash_size"

struct image;

/**
 * new_handle() - make a handle of the library (cmd-load.c)
 * @image: What it is to load, but for flags; or NULL.
 *
 * What goes wrong sticks, so that the load tells of it.
 */
struct kexec2 *new_handle(const struct image *image);

#endif /* KEXEC2_H */
