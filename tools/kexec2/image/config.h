/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The configuration that a kernel image was built with. */
#ifndef KEXEC2_IMAGE_CONFIG_H
#define KEXEC2_IMAGE_CONFIG_H

#include "shared/kernel-config.h"

/**
 * image_config() - find out whether a kernel is built with an option
 * @fd:   The kernel image.  Its offset stays.
 * @name: The option, without CONFIG_.
 *
 * Looks at the configuration in the image (CONFIG_IKCONFIG), for which the
 * kernel is unpacked, or else in /boot or /lib/modules, by the release that the
 * image tells.
 *
 * Return: ANSWER_UNKNOWN where neither is found.
 */
enum answer image_config(int fd, const char *name);

#endif /* KEXEC2_IMAGE_CONFIG_H */
