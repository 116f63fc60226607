/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Load again what is loaded.  The measurement list has room to grow in the
 * image that carries it, and a kexec with a list that has outgrown it is
 * refused with ENOSPC; a load from the same files makes new room.  It also
 * takes the place of an image that is corrupted.
 */
#ifndef KEXEC2_AGAIN_H
#define KEXEC2_AGAIN_H

#include <stdbool.h>

#include "libkexec2.h"

/**
 * keep_load() - keep the command line of this process, which has loaded
 * @kernel: The kernel, to tell later whether it takes the list over.
 * @option: What "kexec" needs so that it does no more than load; or NULL.
 *
 * Only where the kernel numbers its loads: else the list is not carried in an
 * image that has a room of its own.
 */
void keep_load(int kernel, const char *option);

/**
 * why_list_is_lost() - does the start of the image lose the measurement list?
 *
 * Return: why, for a message; NULL if it does not, as far as can be told, or if
 * there is nothing to lose: no TPM, or no entry but boot_aggregate.
 */
const char *why_list_is_lost(void);

/**
 * room_is_low() - may the list outgrow its room before the kernel is started?
 *
 * As long as services run and stop, entries are added.
 */
bool room_is_low(void);

/**
 * load_again() - run the kept command line once more
 * @why: What is wrong with the image, for a message; the image comes last.
 *
 * Return: true if that has loaded the image; false after a message, also if the
 * image that is loaded is another one.
 */
bool load_again(const char *why);

/* The same, as the list needs more room in the image. */
bool make_room(void);

/**
 * start_loaded() - start the loaded image, if need be after loading it again
 * @kx: For the failure.
 *
 * Return: 0 if the kernel came back from it, or an error of kexec2_exec().
 */
int start_loaded(struct kexec2 *kx);

#endif /* KEXEC2_AGAIN_H */
