/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/* The command line of the next kernel. */
#ifndef KEXEC2_CMDLINE_H
#define KEXEC2_CMDLINE_H

#include "image/selector.h"

/*
 * The running kernel's command line for the next one, with @append (or NULL)
 * before what is for init; @cmdline with @append.  To be freed.
 */
char *reuse_cmdline(const char *running, const char *append, bool crash);
char *extend_cmdline(const char *cmdline, const char *append);

/**
 * make_cmdline() - what the options make of a command line
 * @own:     That of an entry or an image, or NULL.
 * @cmdline: Receives it, to be freed; NULL for none.
 *
 * Return: 0, or why /proc/cmdline cannot be read.
 */
int make_cmdline(const struct selector *selector, const char *own,
		 char **cmdline);

#endif /* KEXEC2_CMDLINE_H */
