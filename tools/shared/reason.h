/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 the kexec_file_load2 authors */
/*
 * Why something that was read cannot be used.  What parses files prints
 * nothing: it returns a negative errno value and leaves the reason here, for
 * the command to print behind the name of the file.
 */
#ifndef KEXEC2_REASON_H
#define KEXEC2_REASON_H

struct reason {
	char text[256];		/* without the file's name, full stop, newline */
};

/**
 * because() - leave a reason, and pass on the error
 * @reason: Where to.  Cut where it is too long.
 * @err:    Negative errno value: -EINVAL for malformed input, -ENOMEM, or what
 *          reading it failed with.
 *
 * Return: @err.
 */
__attribute__((format(printf, 3, 4)))
int because(struct reason *reason, int err, const char *format, ...);

#endif /* KEXEC2_REASON_H */
