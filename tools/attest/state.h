/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * What is needed to go on from a verdict when more entries come: the PCRs, and
 * those of the proven entries that bear on a verdict.  It replaces the entries
 * that it was made of; nothing else vouches for them.
 */
#ifndef KEXEC2_STATE_H
#define KEXEC2_STATE_H

#include "job.h"
#include "shared/json.h"

/*
 * Add it as "state": null if no entry is proven, or the list does not belong to
 * the PCRs.
 */
void add_state(struct json_object *root, const struct job *job);

/* Write it to a file of its own; false after a message. */
bool state_write(const struct job *job, const char *path);

/*
 * Go on from a state, before the list is added, which begins with the entry of
 * index @from, or without one (SIZE_MAX) with the first that is new.  0, or
 * -EINVAL.
 */
int state_read(struct job *job, struct json_object *state, size_t from);

#endif /* KEXEC2_STATE_H */
