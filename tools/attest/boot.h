/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* Which kernel this is, and which boot by firmware, for frames. */
#ifndef KEXEC2_BOOT_H
#define KEXEC2_BOOT_H

#include "evidence/archive.h"

#define BOOT_ID		"/proc/sys/kernel/random/boot_id"

/* 0 or a negative errno value, of BOOT_ID. */
int boot_read(struct frame *now, struct reason *reason);

/* Is it the same kernel? */
bool boot_is_same(const struct frame *last, const struct frame *now);

/* Has the firmware booted between them?  1, 0, or -1 if a TPM has to tell. */
int boot_is_other(const struct frame *last, const struct frame *now);

#endif /* KEXEC2_BOOT_H */
